"""Where the words of a finding stand, as a curator marks them."""

import pytest
from django.contrib.auth.models import User

from stories import curation
from stories.curation import Choice, CurationError
from stories.curation.choice import Stretch
from stories.curation.spans import LONGEST, places_of
from stories.models import Article, Finding, Quote
from tests.factories import NOW, make_article, make_official
from tests.stories.curation import pier
from votes.models import Issue

pytestmark = pytest.mark.django_db


def at(article: Article, words: str) -> Stretch:
    start = article.versions.get().text.index(words)
    return start, start + len(words)


def test_each_role_is_marked_anew_and_undone_stands_where_it_stood(article: Article, issue: Issue, by: User) -> None:
    make_official("Ona Firth", issue.body)
    finding = pier.quote(article)
    before = finding.spans
    marked = {"content": [at(article, "“The pier is ours,”")], "speaker": [at(article, "Firth said")]}
    action = curation.accept(finding.pk, by, NOW, Choice(spans={**marked, "cue": [at(article, "said.")]}))
    finding.refresh_from_db()
    roles = {span["role"]: span["text"] for span in finding.spans}
    assert roles == {"content": "“The pier is ours,”", "speaker": "Firth said", "cue": "said."}
    assert Quote.objects.get().text == "“The pier is ours,”"
    assert action.act == "correct"
    curation.undo(action.pk, by, NOW)
    assert Finding.objects.get().spans == before


def test_a_role_that_is_not_there_can_be_taken_away_but_for_the_words_themselves(
    article: Article, issue: Issue, by: User
) -> None:
    make_official("Ona Firth", issue.body)
    finding = pier.quote(article)
    cue = {"role": "cue", "start": 0, "end": 5, "text": "Mayor"}
    Finding.objects.update(spans=[*finding.spans, cue])
    with pytest.raises(CurationError, match="nothing is public without them"):
        curation.accept(finding.pk, by, NOW, Choice(spans={"content": []}))
    curation.accept(finding.pk, by, NOW, Choice(spans={"cue": []}))
    assert [span["role"] for span in Finding.objects.get().spans] == ["content"]


def test_space_around_marked_words_is_left_out(article: Article, issue: Issue, by: User) -> None:
    make_official("Ona Firth", issue.body)
    finding = pier.quote(article)
    start, end = at(article, "The pier is ours, ".strip())
    curation.accept(finding.pk, by, NOW, Choice(spans={"content": [(start, end + 2)]}))
    assert Quote.objects.get().text == "The pier is ours,”"


def test_the_words_of_a_date_are_marked_and_are_its_phrase(article: Article, issue: Issue, by: User) -> None:
    finding = pier.vote(article, issue, phrase="")
    curation.accept(finding.pk, by, NOW, Choice(spans={"phrase": [at(article, "on March 17")]}))
    finding.refresh_from_db()
    assert finding.vote is not None
    assert finding.vote.phrase == "on March 17"


def test_of_somebody_there_may_be_several_mentions(article: Article, by: User) -> None:
    finding = pier.official(article)
    marked = {"mention": [at(article, "Mayor Ona Firth"), at(article, "Firth said")]}
    curation.accept(finding.pk, by, NOW, Choice(spans=marked, new_person="Ona Firth"))
    assert [span["text"] for span in Finding.objects.get().spans] == ["Mayor Ona Firth", "Firth said"]


@pytest.mark.parametrize(
    ("spans", "said"),
    [
        ({"content": [(9000, 9009)]}, "must be a stretch of the story"),
        ({"content": [(5, 5)]}, "must be a stretch of the story"),
        ({"content": [(9, 5)]}, "must be a stretch of the story"),
        ({"content": [(-5, 5)]}, "must be a stretch of the story"),
        ({"content": [(0, 10**5000)]}, "must be a stretch of the story"),
        ({"content": [(0, 5), (6, 9)]}, "One stretch of the story is enough"),
        ({"mention": [(0, 5)]}, "has no words for “mention”"),
        ({"x" * 1_000_000: [(0, 5)]}, "has no words for"),
    ],
)
def test_what_is_no_stretch_of_the_story_is_refused(
    article: Article, issue: Issue, by: User, spans: dict[str, list[Stretch]], said: str
) -> None:
    make_official("Ona Firth", issue.body)
    with pytest.raises(CurationError, match=said):
        curation.accept(pier.quote(article).pk, by, NOW, Choice(spans=spans))
    assert not Quote.objects.exists()


def test_a_whole_story_is_no_quote(issue: Issue, by: User) -> None:
    make_official("Ona Firth", issue.body)
    article = make_article(pier.TEXT + " And so on." * 400)
    finding = pier.quote(article)
    with pytest.raises(CurationError, match="Mark fewer words"):
        curation.accept(finding.pk, by, NOW, Choice(spans={"content": [(0, LONGEST + 1)]}))


def test_the_places_of_words_are_told_by_role_in_their_order() -> None:
    first, second = ({"role": "mention", "start": n, "end": n + 3, "text": "May"} for n in (4, 90))
    assert places_of([first, second]) == {"mention": [(4, 7), (90, 93)]}
    assert places_of([]) == {}
