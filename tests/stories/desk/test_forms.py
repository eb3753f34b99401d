"""What a curator corrects on a finding by its form: marks, kind, issue, speaker; hostile values get a sentence."""

import json
from typing import Any

import pytest
from django.test import Client

from officials.models import Body, Place
from stories.desk.cards import form_for
from stories.models import Article, Finding, Quote
from tests.factories import make_article, make_issue, make_official, make_outlet, make_person
from tests.stories.curation import pier
from tests.stories.desk.test_story import form_of
from votes.models import Issue, Position

pytestmark = pytest.mark.django_db

HOSTILE = ("‮\u2066evil", "x" * 1_000_000, "9" * 5_000, "<script>alert(1)</script>", "[" * 5_000)


@pytest.fixture
def issue() -> Issue:
    return make_issue("The pier")


@pytest.fixture
def article(issue: Issue) -> Article:
    make_official("Ona Firth", issue.body)
    return make_article(pier.TEXT, outlet=make_outlet(place=issue.place))


def send(desk: Client, finding: Finding, **changed: Any) -> Any:
    answer = desk.post(f"/desk/findings/{finding.pk}/", form_of(finding, **changed))
    finding.refresh_from_db()
    return answer


def at(article: Article, words: str) -> list[int]:
    start = article.versions.get().text.index(words)
    return [start, start + len(words)]


def test_marked_words_win_over_copied_ones(desk: Client, article: Article) -> None:
    finding = pier.quote(article)
    marks = {"content": at(article, "“The pier is ours,”"), "speaker": at(article, "Firth said")}
    send(desk, finding, spans=json.dumps(marks), words="The pier is")
    assert [(span["role"], span["text"]) for span in finding.spans] == [
        ("content", "“The pier is ours,”"), ("speaker", "Firth said"),
    ]  # fmt: skip


def test_without_scripts_the_speaker_and_the_cue_are_copied(desk: Client, article: Article) -> None:
    finding = pier.quote(article)
    answer = send(desk, finding, speaker_words="Firth", cue_words="shouted")
    assert answer.status_code == 422
    assert "Copy the words exactly as they stand" in answer.text
    send(desk, finding, speaker_words="Firth", cue_words="said")
    assert {span["role"]: span["text"] for span in finding.spans} == {
        "content": "The pier is ours,", "speaker": "Firth", "cue": "said",
    }  # fmt: skip


def test_a_quote_goes_back_to_no_issue(desk: Client, article: Article, issue: Issue) -> None:
    finding = pier.quote(article)
    Finding.objects.update(issue=issue)
    finding.refresh_from_db()
    send(desk, finding, issue="")
    assert (finding.state, finding.issue, Quote.objects.get().issue) == ("accepted", None, None)


def test_a_form_without_the_field_leaves_the_issue(desk: Client, article: Article, issue: Issue) -> None:
    finding = pier.quote(article)
    Finding.objects.update(issue=issue)
    finding.refresh_from_db()
    send(desk, finding, issue=None)
    assert finding.issue == issue


def test_anyone_known_may_be_sent_as_the_speaker(desk: Client, article: Article) -> None:
    other = make_person("Al Bell")
    finding = pier.quote(article)
    send(desk, finding, person=other.pk)
    assert finding.person == other


def test_another_kind_asks_for_what_it_needs_and_is_accepted_with_that(
    desk: Client, article: Article, issue: Issue
) -> None:
    finding = pier.quote(article, "she will vote for the pier", type="indirect")
    answer = send(desk, finding, as_kind="position", issue=issue.pk)
    assert answer.status_code == 422
    form = answer.context["panel"].parts[0].form
    assert set(form.errors) == {"stance", "basis"}
    assert form["actor"].value() == "Ona Firth"
    assert finding.state == "pending"
    send(desk, finding, as_kind="position", issue=issue.pk, stance="support", basis="vote_intent", matter="the pier")
    assert (finding.kind, Position.objects.get().stance) == ("position", "support")


def test_a_kind_that_needs_no_more_is_accepted_at_once(desk: Client, article: Article) -> None:
    finding = pier.official(article)
    send(desk, finding, as_kind="speaker")
    assert (finding.kind, finding.state) == ("speaker", "accepted")


def test_a_page_may_ask_for_the_form_of_another_kind(article: Article) -> None:
    form = form_for(pier.quote(article), kind="position")
    assert (form["as_kind"].value(), form["actor"].value(), form["words"].value()) == (
        "position", "Ona Firth", "The pier is ours,",
    )  # fmt: skip
    assert form.fields["stance"].choices[0] == ("", "choose")  # type: ignore[attr-defined]


def test_who_did_not_answer_takes_no_position(desk: Client, article: Article, issue: Issue) -> None:
    finding = pier.position(article, issue)
    assert "Who did not answer takes no position" in send(desk, finding, basis="declined").text
    send(desk, finding, basis="declined", stance="no_position")
    assert Position.objects.get().is_non_answer


def test_a_body_that_nobody_knows_gets_its_place_and_zone(desk: Client, article: Article, issue: Issue) -> None:
    finding = pier.vote(article, issue, body="Harbor Board")
    page = desk.get(f"/desk/stories/{article.pk}/").text
    assert "This body is new: of which place" in page
    send(desk, finding, body_place=issue.place_id)
    assert Body.objects.get(name="Harbor Board").place == issue.place


def test_a_place_that_is_new_gets_its_zone(desk: Client, issue: Issue) -> None:
    article = make_article(pier.TEXT)
    finding = pier.official(article, body="Town of Sandy Point")
    assert "is not a time zone" in send(desk, finding, zone="Mars/Olympus", new_person="Ona Firth").text
    send(desk, finding, zone="America/Denver", new_person="Ona Firth")
    assert Place.objects.get(name="Sandy Point").time_zone == "America/Denver"
    assert "assumed_zone" not in finding.actions.get().after["made"]


def test_a_known_body_asks_for_no_place(article: Article, issue: Issue) -> None:
    assert "zone" not in form_for(pier.vote(article, issue, body=str(issue.body))).fields


KINDS = ("official", "quote", "position", "vote")


def make(kind: str, article: Article, issue: Issue) -> Finding:
    of_kind = {
        "official": lambda: pier.official(article), "quote": lambda: pier.quote(article),
        "position": lambda: pier.position(article, issue), "vote": lambda: pier.vote(article, issue),
    }  # fmt: skip
    return of_kind[kind]()


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_in_a_field_is_named(desk: Client, article: Article, issue: Issue, kind: str) -> None:
    finding = make(kind, article, issue)
    for name in form_for(finding).fields:
        answer = send(desk, finding, **{name: "a\x00b"})
        assert (answer.status_code, f"“{name.replace('_', ' ')}” held" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_values_in_every_field_get_a_sentence(
    desk: Client, article: Article, issue: Issue, kind: str, value: str
) -> None:
    finding = make(kind, article, issue)
    for name in form_for(finding).fields:
        answer = send(desk, finding, **{name: value})
        assert answer.status_code in (302, 422), name
        Finding.objects.filter(pk=finding.pk, state="accepted").update(state="pending")


def test_the_issues_of_the_storys_place_are_offered_first(article: Article, issue: Issue) -> None:
    elsewhere = make_issue("A bridge")
    offered = [value for value, _ in form_for(pier.quote(article)).fields["issue"].choices]
    assert [str(value) for value in offered] == ["", str(issue.pk), str(elsewhere.pk)]
