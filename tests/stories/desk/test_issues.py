"""The room of issues: opened and changed, with the stories their terms would bring in."""

from typing import Any

import pytest
from django.test import Client

from officials.models import Place
from stories.models import Article, ArticleIssue, Finding, LoggedAction
from tests.factories import make_article, make_body, make_finding, make_issue, make_outlet, make_place
from tests.stories.curation import kiln
from votes.models import Issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return make_place("Gull Cove")


def story(place: Place | None, text: str, title: str = "News") -> Article:
    return make_article(text, title, outlet=make_outlet(place=place))


def form(**values: Any) -> dict[str, Any]:
    return {"act": "save", "title": "A second ferry", "terms": "second ferry\nferry bond", **values}


def test_an_issue_is_opened_with_what_readers_need(desk: Client, place: Place) -> None:
    body = make_body("Gull Cove Town Council", place)
    sent = form(
        question="Shall there be one?", summary="Two lines.", place=place.pk, body=body.pk, terms=" a  b \n\na b"
    )
    answer = desk.post("/desk/issues/new/", sent)
    issue = Issue.objects.get()
    assert answer.headers["Location"] == f"/desk/issues/{issue.pk}/"
    assert (issue.slug, issue.question, issue.place, issue.body) == ("a-second-ferry", sent["question"], place, body)
    assert issue.terms == ["a b"]
    assert LoggedAction.objects.get().after["issue"] == issue.pk


def test_two_issues_of_one_title_have_two_addresses(desk: Client) -> None:
    for _ in range(2):
        desk.post("/desk/issues/new/", form(another="on"))
    assert sorted(Issue.objects.values_list("slug", flat=True)) == ["a-second-ferry", "a-second-ferry-2"]


def test_the_preview_says_which_stories_and_why_and_saves_nothing(desk: Client, place: Place) -> None:
    story(place, "The town wants a second ferry.", "Second ferry sought")
    story(place, "A parade. " * 200 + "Later they spoke of the ferry bond.", "Parade")
    story(place, "Nothing else happened.", "Rain")
    story(make_place("Elsewhere"), "A second ferry there.", "Second ferry elsewhere")
    answer = desk.post("/desk/issues/new/", form(act="preview", place=place.pk))
    page = " ".join(answer.content.decode().split())
    assert [match.article.title for match, _ in answer.context["found"]] == ["Second ferry sought", "Parade"]
    assert "would wait on the desk</span> names “second ferry”" in page
    assert "would wait on the desk</span> names “ferry bond”" in page
    assert not Issue.objects.exists()


@pytest.mark.parametrize("act", ["preview", "whatever else"])
def test_the_preview_of_an_issue_that_is_there_shows_its_new_terms(desk: Client, place: Place, act: str) -> None:
    story(place, "The town wants a second ferry.", "Second ferry sought")
    issue = make_issue("The pier", make_body("Town Board", place))
    answer = desk.post(f"/desk/issues/{issue.pk}/", form(act=act, place=place.pk))
    assert [match.article.title for match, _ in answer.context["found"]] == ["Second ferry sought"]
    assert Issue.objects.get().title == "The pier"


def test_saving_brings_in_the_stories_and_their_open_findings_when_asked(desk: Client, place: Place) -> None:
    article = story(place, "“A second ferry it is,” Ona Firth said.", "Second ferry sought")
    finding = make_finding(article, "A second ferry it is,", payload={"speaker": "Ona Firth", "type": "direct"})
    desk.post("/desk/issues/new/", form(place=place.pk, bring_in="on"))
    finding.refresh_from_db()
    assert ArticleIssue.objects.get().state == "proposed"
    assert finding.issue == Issue.objects.get()


def test_who_saves_an_issue_made_of_a_bare_slug_makes_it_public(desk: Client) -> None:
    bare = Issue.objects.create(slug="ferry", title="Ferry")
    assert "not public yet" in desk.get("/desk/issues/").content.decode()
    assert bare.get_absolute_url() not in desk.get(f"/desk/issues/{bare.pk}/").content.decode()
    desk.post(f"/desk/issues/{bare.pk}/", form(title="Ferry", terms=""))
    assert Issue.objects.public().get() == bare


def test_a_match_waits_on_the_desk_but_not_beside_a_claim_that_says_the_same(desk: Client, place: Place) -> None:
    issue = make_issue("A second ferry", make_body(place=place))
    plain, telling = story(place, "It rained.", "Rain"), story(place, "“It leaks,” Ona Firth said.", "Leaks")
    for article in (plain, telling):
        ArticleIssue.objects.create(article=article, issue=issue, score=0.9)
    about = {"speaker": "Ona Firth", "type": "direct"}
    finding = make_finding(telling, "It leaks,", payload=about, issue=issue)
    assert [match.article for match in desk.get("/desk/").context["matches"]] == [plain]
    desk.post(f"/desk/findings/{finding.pk}/", {"act": "reject"})
    assert [match.article for match in desk.get("/desk/").context["matches"]] == [telling, plain]
    desk.post(f"/desk/stories/{plain.pk}/issue/", {"issue": issue.pk, "act": "accept", "next": "queue"})
    assert LoggedAction.objects.filter(after__on=issue.pk, after__state="accepted").exists()
    assert [match.article for match in desk.get("/desk/").context["matches"]] == [telling]


def test_a_story_that_a_curator_refused_is_not_brought_in_again(desk: Client, place: Place) -> None:
    article = story(place, "A second ferry it is.", "Second ferry sought")
    issue = make_issue("A second ferry", make_body(place=place), terms=["second ferry"])
    ArticleIssue.objects.create(article=article, issue=issue, state="rejected")
    answer = desk.post(f"/desk/issues/{issue.pk}/", form(title=issue.title, place=place.pk, terms="second ferry",
                                                        bring_in="on"), follow=True)  # fmt: skip
    assert ArticleIssue.objects.get().state == "rejected"
    assert "refused by a curator" in answer.content.decode()


def test_a_closed_issue_takes_no_stories_and_opens_again(desk: Client, place: Place) -> None:
    issue = make_issue("A second ferry", make_body(place=place), terms=["second ferry"])
    desk.post(f"/desk/issues/{issue.pk}/", form(closed="on", place=place.pk, bring_in="on"))
    issue.refresh_from_db()
    assert issue.closed_at is not None
    desk.post(f"/desk/issues/{issue.pk}/", form(place=place.pk))
    issue.refresh_from_db()
    assert issue.closed_at is None


def test_the_address_of_an_issue_stays_when_its_title_changes(desk: Client) -> None:
    issue = make_issue("Old title")
    desk.post(f"/desk/issues/{issue.pk}/", form(title="New title"))
    changed = Issue.objects.get()
    assert (changed.title, changed.slug) == ("New title", issue.slug)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": ""}, "This field is required"),
        ({"terms": "\n".join(f"term {n}" for n in range(41))}, "41 terms are too many"),
        ({"terms": "x" * 101}, "100 characters at most"),
        ({"terms": "& | !"}, "has no word in it"),
        ({"terms": "ferry\nthe"}, "“the” is a word that every story has"),
        ({"place": "9" * 30}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_an_issue_is_refused_with_a_sentence(desk: Client, sent: dict[str, str], said: str) -> None:
    answer = desk.post("/desk/issues/new/", form(**sent))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Issue.objects.exists()


def test_a_body_of_another_place_does_not_decide_here(desk: Client, place: Place) -> None:
    other = make_body("Elsewhere Council")
    answer = desk.post("/desk/issues/new/", form(place=place.pk, body=other.pk))
    assert "Elsewhere Council decides for" in answer.content.decode()


@pytest.mark.parametrize("term", ["ferry' & drop", "(second", "“ferry”", "a:*b", "\\"])
def test_terms_with_the_signs_of_a_query_are_words(desk: Client, place: Place, term: str) -> None:
    story(place, "A second ferry.")
    assert desk.post("/desk/issues/new/", form(act="preview", place=place.pk, terms=term)).status_code in (200, 422)


def test_the_list_names_open_issues_first_and_those_without_terms(desk: Client) -> None:
    from tests.factories import NOW

    make_issue("A closed one", closed_at=NOW, terms=["x"])
    make_issue("Bare")
    page = desk.get("/desk/issues/").content.decode()
    assert page.index("Bare") < page.index("A closed one")
    assert "no terms yet" in page
    assert Finding.objects.count() == 0


def test_a_form_older_than_the_issue_puts_nothing_back(desk: Client) -> None:
    issue = make_issue("A second ferry")
    seen = desk.get(f"/desk/issues/{issue.pk}/").context["form"]["seen"].value()
    Issue.objects.update(question="Shall there be one?")
    answer = desk.post(f"/desk/issues/{issue.pk}/", form(seen=seen, title="Third"))
    assert "Someone else changed this issue" in answer.content.decode()
    assert Issue.objects.get().title == "A second ferry"


def test_an_issue_is_opened_from_the_finding_that_has_none(desk: Client, place: Place) -> None:
    body = make_body("Gull Cove Town Council", place)
    article = story(place, "The Gull Cove Town Council will vote on a second ferry.")
    vote = kiln.vote(article, None, article.versions.get().text, body=str(body), matter="second ferry")
    address = f"/desk/issues/new/?finding={vote.pk}"
    shown = desk.get(address).context["form"]
    names = ("title", "terms", "place", "body")
    assert [shown[name].value() for name in names] == ["Second ferry", "second ferry", place.pk, body.pk]
    sent = form(title="Second ferry", terms="second ferry", place=place.pk, body=body.pk, bring_in="on")
    answer = desk.post(address, sent)
    assert answer.headers["Location"] == f"/desk/stories/{article.pk}/?finding={vote.pk}#finding-{vote.pk}"
    assert Finding.objects.get().issue == Issue.objects.get()


@pytest.mark.parametrize("finding", ["", "0", "x", "9" * 5000, "99"])
def test_a_new_issue_for_a_finding_that_is_not_there_is_a_new_issue(desk: Client, finding: str) -> None:
    page = desk.get("/desk/issues/new/", {"finding": finding})
    assert page.context["form"]["title"].value() == ""
