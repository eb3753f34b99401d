"""A vote's date on the desk: every form that sets one refuses what contradicts itself, in a sentence beside the field,
and keeps what was typed.
"""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from stories.models import Finding
from tests.factories import make_article, make_finding, make_issue, make_outlet, make_vote
from votes.models import Vote

pytestmark = pytest.mark.django_db

SENTENCE = "The Gull Cove Town Council will vote on the ferry on March 17."
IMPOSSIBLE = [
    ("2026-12-01", "2026-12-10", "day", "earliest", "are 10 days; a day has 1 at most"),
    ("2026-12-01", "2026-12-10", "week", "earliest", "are 10 days; a week has 7 at most"),
    ("2026-12-10", "2026-12-01", "week", "earliest", "must be in order"),
    ("0001-01-01", "0001-01-01", "day", "earliest", "between 1900 and 2199; look at the year"),
    ("9999-12-31", "9999-12-31", "day", "earliest", "between 1900 and 2199; look at the year"),
    ("2026-01-01", "9999-12-31", "year", "earliest", "between 1900 and 2199; look at the year"),
    ("2026-12-01", "", "day", "earliest", "Give the first and the last possible day"),
    ("2026-12-01", "2026-12-01", "none", "precision", "Say how certain the date is"),
    ("99999-12-01", "2026-12-01", "day", "earliest", "Enter a valid date"),
]
WINDOW = ("earliest", "latest", "precision")


@pytest.mark.parametrize(("earliest", "latest", "precision", "beside", "sentence"), IMPOSSIBLE)
def test_an_impossible_date_of_a_vote_is_refused_beside_its_field_and_what_was_typed_stays(
    desk: Client, earliest: str, latest: str, precision: str, beside: str, sentence: str
) -> None:
    vote = make_vote(earliest=date(2031, 3, 17), phrase="on March 17", status="scheduled")
    sent = dict(zip(WINDOW, (earliest, latest, precision), strict=True)) | {
        "act": "vote", "phrase": "as they say", "status": "scheduled", "sentence": "The clerk said so.",
        "source_name": "Agenda", "why": "news", "version": vote.version,
    }  # fmt: skip
    answer = desk.post(f"/desk/votes/{vote.pk}/", sent)
    assert_says(answer.context["form"], answer.content.decode(), beside, sentence, sent)
    assert not vote.changes.exists()


@pytest.mark.parametrize(("earliest", "latest", "precision", "beside", "sentence"), IMPOSSIBLE)
def test_an_impossible_date_typed_into_a_card_is_refused_beside_its_field_and_what_was_typed_stays(
    desk: Client, earliest: str, latest: str, precision: str, beside: str, sentence: str
) -> None:
    finding = make_claim()
    values = {**finding.payload, "issue": finding.issue_id, "words": SENTENCE, "phrase": "as they say"}
    values |= dict(zip(WINDOW, (earliest, latest, precision), strict=True))
    sent = {f"f{finding.pk}-{name}": value for name, value in values.items() if value is not None}
    answer = desk.post(f"/desk/findings/{finding.pk}/", {"act": "accept", "state": "pending", **sent})
    assert answer.status_code == 422
    assert_says(answer.context["panel"].parts[0].form, answer.content.decode(), beside, sentence, values)
    assert not Vote.objects.exists()


def make_claim() -> Finding:
    issue = make_issue("The ferry")
    about = {
        "body": str(issue.body), "matter": "the ferry", "classification": "", "phrase": "on March 17",
        "earliest": "2026-03-17", "latest": "2026-03-17", "precision": "day", "time": "18:30",
        "place": None, "status": "scheduled",
        "outcome": None, "yes": None, "no": None,
    }  # fmt: skip
    article = make_article(SENTENCE, "Ferry talk", outlet=make_outlet(place=issue.place))
    return make_finding(article, SENTENCE, "vote", "evidence", payload=about, issue=issue)


def assert_says(form: Any, page: str, beside: str, sentence: str, typed: dict[str, Any]) -> None:
    """Once, and at the field itself."""
    assert list(form.errors) == [beside]
    (said,) = form.errors[beside]
    assert sentence in said
    assert said in page
    for name in (*WINDOW, "phrase"):
        assert form[name].value() == typed[name]
    assert f'value="{typed["earliest"]}"' in page
