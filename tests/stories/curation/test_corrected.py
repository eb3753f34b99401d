"""Accepted quotes and positions put right in place: at the same address, told to those who were told otherwise."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from officials.models import Person
from stories import curation
from stories.curation import CurationError
from stories.models import Article, ArticleIssue, Finding, Quote
from tests.factories import NOW, make_article, make_issue, make_official
from tests.smtp import MailServer
from tests.stories.curation import pier
from tests.votes.alerts.readers import SETTLED, make_reader, run, subjects, text_of
from votes.models import Announcement, Issue, Position

pytestmark = pytest.mark.django_db


@pytest.fixture
def mayor(issue: Issue) -> Person:
    return make_official("Ona Firth", issue.body, "Mayor")


@pytest.fixture
def other(issue: Issue) -> Person:
    return make_official("Ida Brandt", issue.body)


@pytest.fixture
def quote(article: Article, issue: Issue, mayor: Person, by: User) -> Quote:
    finding = pier.quote(article)
    pier.accept(finding, by, issue=issue)
    return Quote.objects.get()


@pytest.fixture
def position(article: Article, issue: Issue, mayor: Person, by: User) -> Position:
    pier.accept(pier.position(article, issue), by)
    return Position.objects.get()


def as_is() -> dict[str, list[dict[str, Any]]]:
    models = (Quote, Position, Finding, ArticleIssue, Issue)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


# Quotes


def test_words_put_in_the_wrong_mouth_become_anothers_at_the_same_address(
    client: Client, quote: Quote, issue: Issue, mayor: Person, other: Person, by: User
) -> None:
    before, address = as_is(), quote.get_absolute_url()
    action = curation.correct_quote(quote, {"person_id": other.pk}, by, NOW, "the tape")
    assert (quote.person, quote.get_absolute_url()) == (other, address)
    for page in (address, issue.get_absolute_url(), quote.findings.get().article.get_absolute_url()):
        assert "Ida Brandt" in client.get(page).text
    assert "The pier is ours" not in client.get(mayor.get_absolute_url()).text
    report = quote.findings.get()
    assert (report.person, report.payload["speaker"]) == (other, "Ida Brandt")
    assert (action.before["person_id"], action.after["person_id"]) == (mayor.pk, other.pk)
    curation.undo(action.pk, by, NOW)
    assert as_is() == before


def test_every_other_value_of_a_quote_is_put_right(quote: Quote, by: User) -> None:
    before = as_is()
    values = {"text": "“The pier is ours,”", "type": "mixed", "said_on": date(2026, 3, 9), "issue_id": None}
    action = curation.correct_quote(quote, values, by, NOW)
    assert (quote.text, quote.type, quote.said_on, quote.issue) == (
        "“The pier is ours,”", "mixed", date(2026, 3, 9), None,
    )  # fmt: skip
    report = quote.findings.get()
    assert (report.spans[0]["text"], report.payload["type"], report.issue) == (quote.text, "mixed", None)
    curation.undo(action.pk, by, NOW)
    assert as_is() == before


def test_a_speaker_without_a_name_is_a_label(quote: Quote, by: User) -> None:
    curation.correct_quote(quote, {"person_id": None, "label": "a spokeswoman"}, by, NOW)
    assert (quote.speaker, quote.findings.get().payload["speaker"]) == ("a spokeswoman", "")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": "The pier is theirs,"}, "exactly as they stand in the story"),
        ({"text": ""}, "exactly as they stand in the story"),
        ({"person_id": None}, "Say whose words"),
        ({"label": "a voice"}, "Say whose words"),
        ({"person_id": 10**17}, "merged or removed"),
        ({"type": "shouted"}, "not a valid choice"),
        ({}, "Nothing was changed"),
    ],
)
def test_what_can_not_be_kept_of_a_quote_is_refused(
    quote: Quote, by: User, values: dict[str, Any], said: str
) -> None:  # fmt: skip
    before = as_is()
    with pytest.raises(CurationError, match=said):
        curation.correct_quote(quote, values, by, NOW)
    assert as_is() == before


def test_a_quote_that_stands_there_already_is_not_made_twice(
    article: Article, quote: Quote, issue: Issue, other: Person, by: User
) -> None:
    second = make_article(pier.TEXT, outlet=article.outlet)
    pier.accept(pier.quote(second), by, issue=issue, person=other)
    with pytest.raises(CurationError, match="stand there already"):
        curation.correct_quote(quote, {"person_id": other.pk}, by, NOW)


def test_a_story_leaves_the_issue_that_only_this_quote_gave_it(quote: Quote, issue: Issue, by: User) -> None:
    right = make_issue("The ferry", published_at=None)
    action = curation.correct_quote(quote, {"issue_id": right.pk}, by, NOW)
    states = {row.issue_id: row.state for row in ArticleIssue.objects.all()}
    assert states == {issue.pk: "proposed", right.pk: "accepted"}
    right.refresh_from_db()
    assert right.published_at
    curation.undo(action.pk, by, NOW)
    assert {row.issue_id: row.state for row in ArticleIssue.objects.all()} == {issue.pk: "accepted"}


def test_an_issue_stays_public_while_another_claim_of_it_was_accepted(
    article: Article, quote: Quote, mayor: Person, by: User
) -> None:
    right = make_issue("The ferry", published_at=None)
    action = curation.correct_quote(quote, {"issue_id": right.pk}, by, NOW)
    pier.accept(pier.position(article, right), by)
    curation.undo(action.pk, by, NOW)
    right.refresh_from_db()
    assert right.published_at


def test_a_report_that_came_to_rest_on_the_corrected_quote_is_undone_first(
    article: Article, quote: Quote, issue: Issue, other: Person, by: User
) -> None:
    action = curation.correct_quote(quote, {"person_id": other.pk}, by, NOW)
    second = make_article(pier.TEXT, outlet=article.outlet)
    later = pier.accept(pier.quote(second, speaker="Ida Brandt"), by, issue=issue)
    assert quote.findings.count() == 2
    with pytest.raises(CurationError, match="A later action rests on this"):
        curation.undo(action.pk, by, NOW)
    curation.undo(later.pk, by, NOW)
    curation.undo(action.pk, by, NOW)
    assert Quote.objects.get().person != other


def test_the_acceptance_beneath_a_correction_is_undone_after_it(quote: Quote, other: Person, by: User) -> None:
    accepted = quote.findings.get().actions.get()
    action = curation.correct_quote(quote, {"person_id": other.pk}, by, NOW)
    with pytest.raises(CurationError, match="A later action rests on this"):
        curation.undo(accepted.pk, by, NOW)
    curation.undo(action.pk, by, NOW)
    curation.undo(accepted.pk, by, NOW)
    assert not Quote.every.exists()


# Positions


def test_a_position_is_put_right_in_place(position: Position, by: User) -> None:
    before = as_is()
    values = {
        "stance": "oppose", "basis": "statement", "conditional": True, "matter": "the old pier",
        "since": date(2026, 3, 8),
    }  # fmt: skip
    action = curation.correct_position(position, values, by, NOW)
    assert (position.stance, position.basis, position.conditional, position.matter, position.since) == (
        "oppose", "statement", True, "the old pier", date(2026, 3, 8),
    )  # fmt: skip
    assert position.findings.get().payload["stance"] == "oppose"
    curation.undo(action.pk, by, NOW)
    assert as_is() == before


def test_a_stand_becomes_anothers(client: Client, position: Position, mayor: Person, other: Person, by: User) -> None:
    curation.correct_position(position, {"person_id": other.pk}, by, NOW)
    assert position.findings.get().payload["actor"] == "Ida Brandt"
    assert "the pier" in client.get(other.get_absolute_url()).text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"basis": "declined"}, "takes no position"),
        ({"stance": "sideways"}, "not a valid choice"),
        ({"since": None}, "cannot be null"),
        ({}, "Nothing was changed"),
    ],
)
def test_what_can_not_be_kept_of_a_position_is_refused(
    position: Position, by: User, values: dict[str, Any], said: str
) -> None:
    with pytest.raises(CurationError, match=said):
        curation.correct_position(position, values, by, NOW)


def test_a_stand_that_is_known_already_is_not_made_twice(
    position: Position, article: Article, issue: Issue, by: User
) -> None:
    second = make_article(pier.TEXT, outlet=article.outlet)
    pier.accept(pier.position(second, issue, stance="oppose"), by)
    with pytest.raises(CurationError, match="already exists"):
        curation.correct_position(position, {"stance": "oppose"}, by, NOW)


# Whoever was told


def test_who_was_mailed_the_wrong_speaker_is_told_once(
    quote: Quote, issue: Issue, other: Person, by: User, mail_server: MailServer
) -> None:
    make_reader(issue, kinds=["quote"])
    run(NOW + SETTLED)
    make_reader(issue, kinds=["quote"])  # came later: was told nothing wrong
    later = NOW + timedelta(days=1)
    curation.correct_quote(quote, {"person_id": other.pk}, by, later)
    run(later + SETTLED)
    run(later + 2 * SETTLED)
    first, second = subjects(mail_server.messages)
    assert first == "Ona Firth is quoted on The pier"
    assert second == "Corrected: Ida Brandt is quoted on The pier"
    assert "We had said: Ona Firth is quoted on The pier" in text_of(mail_server.messages[-1])


def test_a_correction_that_is_undone_is_told_as_well(
    quote: Quote, issue: Issue, other: Person, by: User, mail_server: MailServer
) -> None:
    make_reader(issue, kinds=["quote"])
    run(NOW + SETTLED)
    later = NOW + timedelta(days=1)
    action = curation.correct_quote(quote, {"person_id": other.pk}, by, later)
    run(later + SETTLED)
    curation.undo(action.pk, by, later + timedelta(days=1))
    run(later + timedelta(days=1) + SETTLED)
    assert subjects(mail_server.messages)[-1] == "Corrected: Ona Firth is quoted on The pier"


def test_a_correction_undone_before_anybody_heard_of_it_is_told_to_nobody(
    quote: Quote, issue: Issue, other: Person, by: User, mail_server: MailServer
) -> None:
    make_reader(issue, kinds=["quote"])
    run(NOW + SETTLED)
    later = NOW + timedelta(days=1)
    curation.undo(curation.correct_quote(quote, {"person_id": other.pk}, by, later).pk, by, later)
    run(later + SETTLED)
    assert len(mail_server.messages) == 1


def test_news_corrected_before_it_went_out_goes_out_right_to_all(
    quote: Quote, issue: Issue, other: Person, by: User, mail_server: MailServer
) -> None:
    make_reader(issue, kinds=["quote"])
    curation.correct_quote(quote, {"person_id": other.pk}, by, NOW)
    run(NOW + SETTLED)
    assert subjects(mail_server.messages) == ["Ida Brandt is quoted on The pier"]


def test_who_was_mailed_the_wrong_stand_is_told_what_is_so(
    position: Position, issue: Issue, by: User, mail_server: MailServer
) -> None:
    make_reader(issue, kinds=["position"])
    run(NOW + SETTLED)
    later = NOW + timedelta(days=1)
    curation.correct_position(position, {"stance": "oppose"}, by, later)
    run(later + SETTLED)
    assert subjects(mail_server.messages) == ["Ona Firth supports the pier", "Corrected: Ona Firth opposes the pier"]
    assert "We had said: Ona Firth supports the pier" in text_of(mail_server.messages[-1])


def test_a_stand_that_was_no_answer_is_taken_back(
    position: Position, issue: Issue, by: User, mail_server: MailServer
) -> None:
    make_reader(issue, kinds=["position"])
    run(NOW + SETTLED)
    later = NOW + timedelta(days=1)
    curation.correct_position(position, {"stance": "no_position", "basis": "declined"}, by, later)
    run(later + SETTLED)
    assert subjects(mail_server.messages)[-1] == "Taken back: Ona Firth supports the pier"


def test_what_nobody_was_told_is_corrected_in_silence(quote: Quote, by: User) -> None:
    told = Announcement.objects.count()
    curation.correct_quote(quote, {"said_on": date(2026, 3, 1)}, by, NOW)
    assert Announcement.objects.count() == told
