"""What programs that watch this one are answered."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from civictrack import healthz, outage
from tests.factories import make_account
from tests.votes.alerts.readers import make_reader, make_scheduled, on
from votes.alerts import announce, gathering, pause, proof
from votes.models import Check

pytestmark = pytest.mark.django_db

ADDRESS = "/healthz/alerts"


def test_all_is_well(client: Client) -> None:
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "reasons": []})
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert client.post(ADDRESS).status_code == 405


def test_what_is_wrong_is_said_without_a_name_or_an_address(client: Client) -> None:
    now = timezone.now()
    past = now - timedelta(hours=1)
    vote = make_scheduled(past, **on((now + timedelta(days=30)).date()))
    reader = make_reader(vote.issue, now=past)
    announce.fan_out(past)
    gathering.assemble(past)
    Check.objects.create(pk=1, ran_at=now)
    answer = client.get(ADDRESS)
    (reason,) = answer.json()["reasons"]
    assert (answer.status_code, answer.json()["ok"]) == (503, False)
    assert (reason["key"].partition(":")[0], "1 reader has not been sent it" in reason["says"]) == ("unreached", True)
    assert reader.email not in answer.content.decode()
    assert "blower" not in answer.content.decode()


def test_a_pause_is_told_without_its_reason(client: Client) -> None:
    pause.begin(make_account(), "Ona Firth asked for it.", timezone.now())
    answer = client.get(ADDRESS)
    assert (answer.status_code, [one["key"] for one in answer.json()["reasons"]]) == (503, ["pause"])
    assert "Firth" not in answer.content.decode()
    assert "una" not in answer.content.decode()


def test_a_worker_that_stands_still_is_told(client: Client) -> None:
    proof.check(timezone.now() - timedelta(hours=2))
    assert [one["key"] for one in client.get(ADDRESS).json()["reasons"]] == ["check"]


def test_an_absent_database_is_told_as_json_also_once_it_is_known_to_be_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(healthz.proof, "reasons", away)
    outage._away.set()
    try:
        answer = client.get(ADDRESS)
    finally:
        outage._away.clear()
    assert (answer.status_code, answer.json()["reasons"][0]["key"]) == (503, "database")
