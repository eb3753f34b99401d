"""Which issues a story belongs to: by their terms and by who is named, with the reason in plain words."""

import pytest

from officials.models import Body
from stories.matching.match import match_issues, propose_issue
from stories.models import Article, ArticleIssue
from stories.models.articles import LIKELY
from tests.factories import make_article, make_body, make_issue, make_official, make_outlet, make_place
from votes.models import Issue

pytestmark = pytest.mark.django_db
FILLER = "The snow plow is new and it clears the lanes.\n\n" * 30


def story(council: Body, text: str, title: str = "News of the week") -> Article:
    return make_article(text, title, outlet=make_outlet(place=council.place))


def matches(article: Article) -> dict[Issue, ArticleIssue]:
    return {row.issue: row for row in match_issues([article.versions.get()])}


def test_the_reason_names_the_terms_the_body_and_its_people(council: Body) -> None:
    issue = make_issue(body=council, terms=["pier repair"])
    make_official("Ona Firth", council, title="Mayor")
    text = FILLER + "Mayor Ona Firth told the Gull Cove Town Council that pier repair can wait."
    (row,) = matches(story(council, text)).values()
    assert row.issue == issue
    assert row.reason == "names “pier repair”; and the Gull Cove Town Council and Mayor Ona Firth"


def test_who_is_named_makes_a_story_surer(council: Body) -> None:
    issue = make_issue(body=council, terms=["pier"])
    make_official("Ona Firth", council, title="Mayor")
    plain = matches(story(council, "The pier can wait."))[issue]
    named = matches(story(council, "The pier can wait, Ona Firth told the Gull Cove Town Council."))[issue]
    assert plain.score < LIKELY < named.score


def test_a_council_that_is_named_for_another_matter_brings_no_story_in(council: Body) -> None:
    make_issue(body=council, terms=["pier repair"])
    make_official("Ona Firth", council, title="Mayor")
    assert not matches(story(council, "Ona Firth told the Gull Cove Town Council about the snow plow."))


def test_another_spelling_of_a_name_counts_for_the_same_person(council: Body) -> None:
    issue = make_issue(body=council, terms=["pier repair"])
    make_official("Ona Firth", council, title="Mayor").aliases.create(name="O. J. Firth")
    row = matches(story(council, "The pier repair can wait, said O. J. Firth."))[issue]
    assert row.reason.endswith("; and Mayor Ona Firth")


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("287(g)", "The sheriff signed a 287(g) agreement.", True),
        ("287(g)", "The lot at 287 Main Street was sold by G. Moor.", False),
        ("Measure A", "Voters will decide on Measure A in June.", True),
        ("Measure A", "It was a measure of the wind.", False),
        ("short-term rental", "The town counts its short-term rentals.", True),
        ("short-term rental", "The rental was for a short term.", False),
        ("ward's edge", "It stands at the ward’s edge.", True),
        ("R&D", "A tax on R&D was tabled.", True),
        ("vote's", "", False),
        ("!&|():*", "A story of no such term !&|():*", False),
    ],
)  # fmt: skip
def test_terms_are_found_as_they_are_meant(council: Body, term: str, text: str, found: bool) -> None:
    make_issue(body=council, terms=[term])
    assert bool(matches(story(council, text))) is found


def test_a_term_that_stands_in_the_title_alone_is_enough(council: Body) -> None:
    issue = make_issue(body=council, terms=["pier repair"])
    row = matches(story(council, "Nothing more was said.", "Pier repair put off"))[issue]
    assert row.score >= LIKELY


def test_however_sure_a_match_is_a_person_decides(council: Body) -> None:
    make_issue(body=council, terms=["pier repair", "pier"])
    make_official("Ona Firth", council, title="Mayor")
    article = story(council, "Pier repair, pier repair, said Ona Firth of the Gull Cove Town Council.", "Pier repair")
    (row,) = matches(article).values()
    assert (row.score, row.state) == (1.0, "proposed")


def test_what_an_operator_proposes_changes_no_curators_choice(council: Body) -> None:
    article, issues = make_article(), [make_issue(body=council) for _ in range(4)]
    for issue, state in zip(issues, ("accepted", "rejected", "proposed"), strict=False):
        ArticleIssue.objects.create(article=article, issue=issue, state=state)
    for issue in issues:
        propose_issue(article, issue, "as I say")
    rows = ArticleIssue.objects.order_by("pk")
    assert [row.state for row in rows] == ["accepted", "rejected", "proposed", "proposed"]
    assert [row.reason for row in rows] == ["", "", "as I say", "as I say"]


def test_one_story_may_belong_to_several_issues_each_with_its_own_reason(council: Body) -> None:
    pier = make_issue(body=council, terms=["pier repair"])
    lanes = make_issue(body=council, terms=["bus lanes", "bus line"])
    make_issue(body=council, terms=["curfew"])
    found = matches(story(council, "The pier repair and the bus lanes come up, and a bus line."))
    assert {issue: row.reason for issue, row in found.items()} == {
        pier: "names “pier repair”",
        lanes: "names “bus lanes”, “bus line”",
    }


def test_issues_of_another_place_are_left_out_and_those_of_none_are_not(council: Body) -> None:
    make_issue(body=make_body(place=make_place("Elsewhere")), terms=["pier repair"])
    anywhere = Issue.objects.create(slug="anywhere", title="Anywhere", terms=["pier repair"])
    assert list(matches(story(council, "The pier repair can wait."))) == [anywhere]
