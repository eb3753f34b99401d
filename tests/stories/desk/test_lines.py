"""What rests on one sentence stands in one line of the desk."""

import pytest

from stories.desk.lines import MOST_PARTS, lines_of
from stories.models import Article, Finding
from tests.factories import make_article, make_finding, make_issue, make_outlet
from tests.stories.curation import pier
from votes.models import Issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> Issue:
    return make_issue("The pier")


@pytest.fixture
def article(issue: Issue) -> Article:
    return make_article(pier.TEXT, outlet=make_outlet(place=issue.place))


def test_who_somebody_is_their_words_and_their_stand_are_one_line(article: Article, issue: Issue) -> None:
    said = pier.quote(article, "she will vote for the pier", type="indirect")
    who, stand = pier.official(article), pier.position(article, issue)
    (line,) = lines_of([said, stand, who])
    assert line.parts == (who, said, stand)
    assert line.lead == stand
    assert str(line) == (
        "Ona Firth, Mayor, Town of Gull Cove · “she will vote for the pier” · "
        "supports the pier, says how they will vote"
    )


def test_what_two_extractors_make_of_the_same_words_is_two_lines(article: Article, issue: Issue) -> None:
    stand, other = pier.position(article, issue), pier.position(article, issue)
    other.extractor, other.payload = "model", other.payload | {"stance": "oppose"}
    other.save()
    assert [line.parts for line in lines_of([stand, other])] == [(stand,), (other,)]


def test_what_the_same_person_says_in_another_sentence_is_a_line_of_its_own(article: Article, issue: Issue) -> None:
    stand, words = pier.position(article, issue), pier.quote(article)
    assert [line.parts for line in lines_of([stand, words])] == [(stand,), (words,)]


def test_what_another_person_says_in_the_sentence_is_a_line_of_its_own(article: Article, issue: Issue) -> None:
    stand, other = pier.position(article, issue), pier.position(article, issue, actor="Ida Brandt")
    assert len(lines_of([stand, other])) == 2


def test_who_somebody_is_stands_in_the_first_of_their_lines_only(article: Article, issue: Issue) -> None:
    stand, words, who = pier.position(article, issue), pier.quote(article), pier.official(article)
    assert [line.parts for line in lines_of([who, stand, words])] == [(who, stand), (words,)]


def test_a_line_waits_while_any_part_of_it_does(article: Article, issue: Issue) -> None:
    said = pier.quote(article, "she will vote for the pier", type="indirect")
    stand = pier.position(article, issue)
    said.state = Finding.State.ACCEPTED
    (line,) = lines_of([said, stand])
    assert (line.state, line.open_parts()) == ("pending", [stand])
    stand.state = Finding.State.REJECTED
    assert (line.state, line.open_parts()) == ("rejected", [])


def test_a_sentence_in_which_everything_was_found_makes_several_lines(article: Article) -> None:
    words = "The pier is ours,"
    many = [
        make_finding(article, words, payload={"speaker": "Ona Firth", "type": "direct"}) for _ in range(MOST_PARTS * 3)
    ]
    assert [len(line.parts) for line in lines_of(many)] == [MOST_PARTS] * 3


def test_somebody_the_story_does_not_name_is_called_by_its_words_for_them(article: Article) -> None:
    (line,) = lines_of([pier.quote(article, "he was sorry", speaker="", label="a spokesman", type="indirect")])
    assert str(line) == "a spokesman: “he was sorry”"
