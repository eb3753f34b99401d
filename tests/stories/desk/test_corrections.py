"""The pages of a quote, a position, a role and a place: each corrected in place, late and hostile forms refused."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from officials.models import Person, Place, Role
from stories import curation
from stories.models import LoggedAction, Quote
from tests.factories import NOW, make_account, make_article, make_issue, make_official, make_outlet, make_person
from tests.stories.curation import pier
from votes.models import Issue, Position

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> Issue:
    return make_issue("The pier")


@pytest.fixture
def rows(issue: Issue, una: User) -> dict[str, Any]:
    """One of each that has a page, by the name of its address."""
    make_official("Ona Firth", issue.body)
    article = make_article(pier.TEXT, outlet=make_outlet(place=issue.place))
    curation.accept(pier.quote(article).pk, una, NOW)
    curation.accept(pier.position(article, issue).pk, una, NOW)
    return {
        "quotes": Quote.objects.get(), "positions": Position.objects.get(), "roles": Role.objects.get(),
        "places": issue.place,
    }  # fmt: skip


PAGES = ("quotes", "positions", "roles", "places")


def form_at(client: Client, address: str) -> dict[str, Any]:
    """What a browser sends of the form as the page shows it."""
    form = client.get(address).context["form"]
    values = {field.html_name: field.value() for field in form}
    return {"act": "correct"} | {name: value for name, value in values.items() if value not in (None, False)}


def correct(desk: Client, rows: dict[str, Any], page: str, **changed: Any) -> Any:
    address = f"/desk/{page}/{rows[page].pk}/"
    return desk.post(address, form_at(desk, address) | changed)


def test_a_quote_becomes_anothers(desk: Client, rows: dict[str, Any]) -> None:
    other = make_person("Al Bell")
    address = f"/desk/quotes/{rows['quotes'].pk}/"
    assert "Al Bell, no known role" in desk.get(f"{address}?q=bell").text
    assert correct(desk, rows, "quotes", person=other.pk, reason="the tape").headers["Location"] == address
    assert Quote.objects.get().person == other
    assert "whose it is" in desk.get("/desk/log/").text


def test_a_position_is_turned_round(desk: Client, rows: dict[str, Any]) -> None:
    correct(desk, rows, "positions", stance="oppose", conditional="on", matter="the old pier", since="2026-03-01")
    made = Position.objects.get()
    assert (made.stance, made.conditional, made.matter, made.since.isoformat()) == (
        "oppose", True, "the old pier", "2026-03-01",
    )  # fmt: skip


def test_a_role_gets_its_time(desk: Client, rows: dict[str, Any]) -> None:
    correct(desk, rows, "roles", title="Mayor", seat="Place 2", since="2024-05-01", until="2028-05-01")
    role = Role.objects.get()
    assert (role.title, role.seat, str(role.since), str(role.until)) == ("Mayor", "Place 2", "2024-05-01", "2028-05-01")


def test_a_place_gets_its_name_and_zone(desk: Client, rows: dict[str, Any]) -> None:
    correct(desk, rows, "places", name="Gull Bay", time_zone="America/Denver", kind="county")
    place = Place.objects.get()
    assert (place.name, place.time_zone, place.kind) == ("Gull Bay", "America/Denver", "county")


@pytest.mark.parametrize(
    ("page", "sent", "said"),
    [
        ("quotes", {"text": "The pier is theirs,"}, "exactly as they stand"),
        ("quotes", {"label": "a voice"}, "not both"),
        ("quotes", {"person": "9" * 5000}, "not one of the available choices"),
        ("quotes", {"person": "404"}, "not one of the available choices"),
        ("quotes", {"text": "x" * 1_000_000}, "at most 3000 characters"),
        ("quotes", {"said_on": "soon"}, "Enter a valid date"),
        ("positions", {"basis": "declined"}, "takes no position"),
        ("positions", {"since": ""}, "This field is required"),
        ("positions", {"issue": "x"}, "not one of the available choices"),
        ("roles", {"since": "2028-01-01", "until": "2024-01-01"}, "Nobody leaves an office"),
        ("roles", {"title": "x" * 151}, "at most 150 characters"),
        ("roles", {"title": "‮Mayor"}, "turns text round (U+202E)"),
        ("roles", {"body": "9" * 5000}, "not one of the available choices"),
        ("places", {"time_zone": "Mars/Olympus"}, "is not a time zone"),
        ("places", {"name": ""}, "This field is required"),
        ("places", {"seen": "x"}, "Someone else changed this place"),
        ("quotes", {"seen": "x", "type": "mixed"}, "Someone else changed this quote"),
    ],
)
def test_what_can_not_be_kept_gets_a_sentence_and_keeps_what_was_typed(
    desk: Client, rows: dict[str, Any], page: str, sent: dict[str, str], said: str
) -> None:
    before = LoggedAction.objects.count()
    answer = correct(desk, rows, page, **sent)
    assert answer.status_code == 422
    assert said in answer.text.replace("&#x27;", "'")
    assert LoggedAction.objects.count() == before


@pytest.mark.parametrize("page", PAGES)
def test_a_form_that_changes_nothing_says_so(desk: Client, rows: dict[str, Any], page: str) -> None:
    assert "Nothing was changed" in correct(desk, rows, page).text


@pytest.mark.parametrize("page", PAGES)
def test_a_curator_sees_the_page_without_its_form(client: Client, rows: dict[str, Any], page: str) -> None:
    client.force_login(make_account("cleo", "curator"))
    address = f"/desk/{page}/{rows[page].pk}/"
    assert "Save the correction" not in client.get(address).text
    assert client.post(address, {"act": "correct"}).status_code == 403


def test_what_was_removed_has_no_page(desk: Client, rows: dict[str, Any], una: User) -> None:
    curation.redact_person(Person.objects.get(name="Ona Firth"), una, NOW, "asked for")
    for page in ("quotes", "positions", "roles"):
        assert desk.get(f"/desk/{page}/{rows[page].pk}/").status_code == 404
