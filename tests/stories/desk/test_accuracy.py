"""What the machine is worth: for curators on the desk, and for readers on "How it works"."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from stories import curation
from stories.models import RuleRecord
from tests.factories import NOW, make_article, make_finding, make_outlet

pytestmark = pytest.mark.django_db


def counted(kind: str, right: int, wrong: int, **more: int) -> None:
    RuleRecord.objects.create(
        extractor="rules", kind=kind, rule=f"rule <of> {kind}s", outlet=make_outlet("The Gull", slug=f"gull-{kind}"),
        as_proposed=right, rejected=wrong, **more,
    )  # fmt: skip


def test_the_desk_shows_shares_with_their_intervals_and_calls_the_few_new(desk: Client) -> None:
    counted("quote", 47, 3, in_bulk=50)
    counted("vote", 20, 1)
    page = desk.get("/desk/accuracy/").text
    assert page.count("94%") == 3
    assert page.count("(84–98%)") == 3
    assert ">new<" in page
    assert "71 of the 121 findings decided were looked at one by one" in page
    assert "rule &lt;of&gt; quotes" in page
    assert "?kind=quote&amp;rule=rule+%3Cof%3E+quotes" in page
    assert "?outlet=gull-vote" in page


def test_two_extractors_and_what_they_agree_on_are_counted_apart(desk: Client) -> None:
    counted("quote", 47, 3)
    assert "By extractor" not in desk.get("/desk/accuracy/").text
    known = {"kind": "vote", "rule": "tagger: passed", "outlet": make_outlet()}
    RuleRecord.objects.create(extractor="model", as_proposed=20, rejected=20, **known)
    RuleRecord.objects.create(extractor="rules+model", as_proposed=38, rejected=2, **known)
    page = desk.get("/desk/accuracy/").text
    assert "By extractor" in page
    for name in ("The rules alone: quote", "The language model alone: vote", "Both: vote", "(and the language model)"):
        assert name.casefold() in page.casefold()


def test_the_desk_shows_why_findings_were_rejected(desk: Client, una: User) -> None:
    curation.reject(make_finding(make_article(), "council").pk, una, NOW, fault="narration")
    page = desk.get("/desk/accuracy/").text
    assert "Reporter’s narration <strong>1</strong>" in page


def test_before_anything_is_decided_nothing_is_claimed(desk: Client, client: Client) -> None:
    assert "Nothing has been decided yet" in desk.get("/desk/accuracy/").text
    assert "Nothing has been looked at one by one so far" in client.get("/en/methods/").text


def test_readers_are_told_by_kind_with_the_share_that_was_looked_at(client: Client) -> None:
    counted("quote", 47, 3, in_bulk=50)
    counted("vote", 20, 1)
    counted("event", 0, 0, implied=4)
    page = client.get("/en/methods/").text
    assert "Their words" in page
    assert "(84–98%)" in page
    assert "too few to say" in page
    assert "Meetings" not in page, "nobody looked at one"
    assert "71 of the 125 proposals decided were looked at one by one, 57%" in page
