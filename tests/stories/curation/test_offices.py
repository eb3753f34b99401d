"""Roles and places put right by hand, and as they were when that is undone."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from officials.models import Place, Role
from stories import curation
from stories.curation import CurationError
from tests.factories import NOW, make_body, make_official, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return User.objects.create_user("una")


def test_a_role_is_put_right_in_place(by: User) -> None:
    make_official("Ona Firth", make_body("Gull Cove Town Council"))
    role = Role.objects.get()
    values = {"title": "Mayor", "seat": "Place 2", "since": date(2024, 5, 1), "voting": False}
    action = curation.save_role(role, values, by, NOW, "the town's own page")
    assert (role.title, role.seat, role.since, role.voting) == ("Mayor", "Place 2", date(2024, 5, 1), False)
    assert (action.before["title"], action.after["since"]) == ("Council Member", "2024-05-01")
    curation.undo(action.pk, by, NOW)
    role.refresh_from_db()
    assert (role.title, role.seat, role.since, role.voting) == ("Council Member", "", None, True)


def test_a_role_ends_after_it_began(by: User) -> None:
    make_official("Ona Firth")
    with pytest.raises(CurationError, match="role_since_before_until"):
        curation.save_role(
            Role.objects.get(), {"since": date(2024, 5, 1), "until": date(2023, 5, 1)}, by, NOW
        )  # fmt: skip


def test_a_role_that_is_gone_is_not_changed(by: User) -> None:
    make_official("Ona Firth")
    role = Role.objects.get()
    Role.objects.all().delete()
    with pytest.raises(CurationError, match="no longer there"):
        curation.save_role(role, {"title": "Mayor"}, by, NOW)


def test_a_place_is_put_right_in_place(by: User) -> None:
    place = make_place("Gull Cove")
    action = curation.save_place(place, {"name": "Gull Bay", "time_zone": "America/Denver", "kind": "county"}, by, NOW)
    assert (place.name, place.time_zone, place.kind) == ("Gull Bay", "America/Denver", "county")
    curation.undo(action.pk, by, NOW)
    place.refresh_from_db()
    assert (place.name, place.time_zone, place.kind) == ("Gull Cove", "America/Chicago", "city")


def test_two_places_do_not_share_an_identifier(by: User) -> None:
    one, other = make_place(ocd_division_id="ocd-division/country:us/state:ia/place:gull"), make_place()
    with pytest.raises(CurationError, match="place_ocd_division_unique"):
        curation.save_place(other, {"ocd_division_id": one.ocd_division_id}, by, NOW)
    assert Place.objects.filter(ocd_division_id="").count() == 1
