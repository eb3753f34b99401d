"""The indexes list what is public, narrow it, and cost the same however much there is."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from officials.models import Role
from stories.public.indexes import bodies_index, issues_index, people_index, places_index, votes_index
from tests.factories import (
    NOW,
    make_body,
    make_issue,
    make_official,
    make_person,
    make_place,
    make_vote,
)

pytestmark = pytest.mark.django_db

EVERY = ("issues", "people", "bodies", "votes", "places", "outlets")
HOSTILE = "<script>alert(1)</script>"


def people(**params: str) -> list[str]:
    return [person.name for person, _ in people_index(params, NOW)["people"]]


def votes(**params: str) -> list[str]:
    return [vote.motion for vote in votes_index(params, NOW)["page"]]


def test_people_are_listed_by_surname_and_private_people_never() -> None:
    body = make_body("Reedham Council")
    for name in ("Zoe Abbott", "Al Young Jr.", "Bo Lund"):
        make_official(name, body)
    make_person("Oda Private")
    make_person("Una Public", public_figure=True)
    make_person("Ed Gone", public_figure=True, redacted_at=NOW)
    assert people() == ["Zoe Abbott", "Bo Lund", "Una Public", "Al Young Jr."]
    assert people(q="oda") == []
    assert people(q="reedham lund") == ["Bo Lund"]


def test_people_are_narrowed_to_those_in_office_in_a_body_or_a_place() -> None:
    here, there = make_body("Council", make_place("Reedham")), make_body("Board", make_place("Pellow"))
    ada, bo = make_official("Ada Reed", here), make_official("Bo Lund", here, until=date(2025, 1, 1))
    make_official("Cy Moss", there)
    assert people(body=here.slug) == ["Bo Lund", "Ada Reed"]
    assert people(place=here.place.slug, state="now") == ["Ada Reed"]
    Role.objects.create(person=bo, body=there, title="Clerk")
    roles = {person: [role.title for role in held] for person, held in people_index({"q": "lund"}, NOW)["people"]}
    assert roles == {bo: ["Clerk"]}
    assert ada.name in people(state="now")


def test_votes_are_told_apart_by_what_became_of_them() -> None:
    issue = make_issue("The pier")
    for motion, status, day in (
        ("Build it", "scheduled", date(2026, 4, 1)), ("Paint it", "expected", None),
        ("Name it", "scheduled", date(2026, 2, 1)), ("Fund it", "held", date(2025, 6, 1)),
        ("Sell it", "cancelled", None),
    ):  # fmt: skip
        make_vote(issue, motion=motion, status=status, **({"earliest": day} if day else {}))
    make_vote(issue, motion="A slip", status="scheduled", withdrawn_at=NOW)
    make_vote(make_issue(published_at=None), motion="Not yet public", status="scheduled")
    assert votes() == ["Build it", "Paint it"]
    assert votes(state="awaited") == ["Name it"]
    assert votes(state="decided") == ["Fund it"]
    assert votes(state="off") == ["Sell it"]
    assert votes(state="all") == ["Build it", "Name it", "Fund it", "Sell it", "Paint it"]
    assert votes(state="all", year="2025") == ["Fund it"]
    assert votes(state="all", q="name pier") == ["Name it"]
    assert [year for year, _, _ in votes_index({"state": "all"}, NOW)["years"]] == [2026, 2025]


def test_issues_are_open_or_closed_and_only_public_ones_are_listed() -> None:
    old, new = make_issue("Old pier", closed_at=NOW), make_issue("New pier")
    make_issue("Secret pier", published_at=None)
    assert issues_index({}, NOW)["issues"] == [new]
    assert issues_index({"state": "closed"}, NOW)["issues"] == [old]
    assert issues_index({"place": new.place.slug, "q": "pier"}, NOW)["issues"] == [new]
    assert issues_index({"body": new.body.slug}, NOW)["issues"] == [new]


def test_bodies_stand_under_their_places_with_how_many_are_known_in_them() -> None:
    place = make_place("Reedham")
    board, council = make_body("Board", place), make_body("Council", place)
    make_official("Ada Reed", council)
    make_official("Bo Lund", council, until=date(2025, 1, 1))
    [(shown, there)] = bodies_index({"q": "reedham"}, NOW)["places"]
    assert (shown, [(body, body.members) for body in there]) == (place, [(board, 0), (council, 1)])


def test_places_are_those_of_which_something_is_shown() -> None:
    issue = make_issue("The pier", make_body("Council", make_place("Reedham")))
    make_place("Nowhere")
    [place] = places_index({}, NOW)["page"]
    assert (place, place.many_issues, place.many_bodies) == (issue.place, 1, 1)


def fill(number: int) -> None:
    for n in range(number):
        body = make_body(f"Council {n}", make_place(f"Town {n}"))
        make_official(f"Ada Reed {n}", body)
        make_vote(make_issue(f"Pier {n}", body), earliest=date(2026, 4, 1), status="scheduled")


def test_an_index_costs_no_more_queries_for_more_rows(client: Client) -> None:
    counts: list[dict[str, int]] = []
    for number in (2, 12):
        fill(number)
        counts.append({})
        for name in EVERY:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(f"/en/{name}/").status_code == 200
            counts[-1][name] = len(queries)
    assert counts[0] == counts[1]
    assert max(counts[0].values()) <= 12


def test_a_long_index_has_pages_each_its_own_and_a_narrowed_one_none(client: Client) -> None:
    fill(55)
    page = client.get("/en/people/?page=2").content.decode()
    assert "Page 2 of 2" in page
    assert '/en/people/?page=2" />' in page
    assert 'rel="prev"' in page
    narrowed = client.get("/en/people/?q=ada&page=2").content.decode()
    assert "noindex" in narrowed
    assert '/en/people/" />' in narrowed


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize(
    "query",
    [
        {"q": HOSTILE}, {"place": HOSTILE, "body": HOSTILE, "state": HOSTILE, "year": HOSTILE, "page": HOSTILE},
        {"q": "%_\\" * 3000}, {"q": "\u202e\u2066"}, {"page": "9" * 5000, "year": "9" * 5000}, {"q": "a " * 500_000},
    ],
)  # fmt: skip
def test_whatever_is_asked_of_an_index_it_answers_and_nothing_is_markup(
    client: Client, name: str, query: dict[str, Any]
) -> None:
    fill(1)
    answer = client.get(f"/en/{name}/", query)
    assert answer.status_code == 200
    assert HOSTILE not in answer.content.decode()
    assert not answer.cookies
    assert answer.headers["Vary"] == "Accept-Encoding"
