"""A list of a body's members: what it says otherwise, applied as one act, and taken back as one."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User

from officials.models import Body, Person, Role
from officials.roster import RosterError, RosterRow, read_roster
from stories import curation
from stories.curation import CurationError
from stories.curation.roster import NEW, diff_of, lines_of
from stories.models import LoggedAction
from tests.factories import NOW, make_body, make_official, make_person, make_place
from tests.stories.curation.test_mergeable import every_row

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
LIST = (
    "name,title,seat,since,until,aliases,id,url\n"
    "Ada Reed,Council Member,District 2,2024-01-05,,Addie Reed,7,https://reed.example\n"
    "Al Bell,Mayor,,2025-01-01,,,,\n"
)


@pytest.fixture
def body() -> Body:
    return make_body("Reedham Council", make_place("Reedham"))


def rows(text: str = LIST) -> list[RosterRow]:
    return read_roster(text.encode())


def apply(body: Body, by: User, text: str = LIST, **options: Any) -> LoggedAction:
    return curation.apply_roster(rows(text), body, by, NOW, **options)


def test_a_list_makes_people_and_roles_once_and_all_of_it_is_undone_as_one_act(body: Body, by: User) -> None:
    before = every_row()
    action = apply(body, by)
    ada = Person.objects.get(name="Ada Reed")
    assert (ada.aliases.get().name, ada.identifiers, ada.links) == (
        "Addie Reed",
        {"roster": "7"},
        ["https://reed.example"],
    )
    assert str(ada.roles.get()) == "District 2 Council Member, Reedham Council"
    assert action.after["summary"] == "2 new people, 2 new roles"
    with pytest.raises(CurationError, match="Nothing differs"):
        apply(body, by)
    curation.undo(action.pk, by, NOW)
    assert every_row() == before


def test_of_a_known_role_the_list_says_more(body: Body, by: User) -> None:
    ada = make_official("Ada Reed", body, title="council member")
    al = make_official("Al Bell", body, title="Mayor", since=date(2025, 1, 1))
    before = every_row()
    diff = diff_of(rows(), body, TODAY)
    assert diff.summary == "1 changed role"
    assert [moved.in_words() for moved in diff.moved] == ["seat: not known → District 2; since: not known → 2024-01-05"]
    action = apply(body, by)
    assert (ada.roles.get().seat, al.roles.count()) == ("District 2", 1)
    curation.undo(action.pk, by, NOW)
    assert every_row() == before


def test_a_new_term_is_a_new_role(body: Body, by: User) -> None:
    ada = make_official("Ada Reed", body, since=date(2020, 1, 1), until=date(2023, 12, 31))
    apply(body, by, LIST.splitlines()[0] + "\n" + LIST.splitlines()[1])
    assert [role.since for role in ada.roles.order_by("since")] == [date(2020, 1, 1), date(2024, 1, 5)]


def test_who_is_not_in_a_whole_list_no_longer_sits(body: Body, by: User) -> None:
    gone = make_official("Zoe Zander", body)
    former = make_official("Old Timer", body, until=date(2020, 1, 1))
    assert diff_of(rows(), body, TODAY).ended == []
    action = apply(body, by, is_whole=True)
    role = gone.roles.get()
    assert (role.until, role.term_note) == (TODAY, "not in the list of March 10, 2026")
    assert former.roles.get().until == date(2020, 1, 1)
    curation.undo(action.pk, by, NOW)
    assert gone.roles.get().until is None


def test_who_has_another_name_now_is_known_by_their_number(body: Body, by: User) -> None:
    ada = make_official("Ada Hart", body, title="Council Member")
    Person.objects.filter(pk=ada.pk).update(identifiers={"roster": "7"})
    assert "1 changed name" in diff_of(rows(), body, TODAY).summary
    apply(body, by)
    ada.refresh_from_db()
    assert (ada.name, {alias.name for alias in ada.aliases.all()}) == ("Ada Reed", {"Ada Hart", "Addie Reed"})


def test_who_may_be_somebody_known_is_asked_about_first(body: Body, by: User) -> None:
    known = make_official("Ada Reede", body, title="Council Member")
    diff = diff_of(rows(), body, TODAY)
    assert [(member.name, member.maybe) for member in diff.unclear] == [("Ada Reed", [known])]
    with pytest.raises(CurationError, match="Say first who these are: Ada Reed"):
        apply(body, by)
    apply(body, by, meant={"Ada Reed": known.pk})
    known.refresh_from_db()
    assert known.name == "Ada Reed"
    assert known.roles.get().seat == "District 2"


def test_or_is_somebody_new_where_a_curator_says_so(body: Body, by: User) -> None:
    known = make_official("Ada Reede", body)
    apply(body, by, meant={"Ada Reed": NEW})
    assert Person.objects.get(name="Ada Reed") != known
    with pytest.raises(CurationError, match=r"there is no person no\. 99999"):
        apply(body, by, meant={"Ada Reed": 99_999})


def test_of_two_of_one_name_the_one_who_sits_in_the_body_is_meant(body: Body) -> None:
    make_official("Al Bell", make_body("Mill Board", body.place))
    sitting = make_official("Al Bell", body, title="Mayor")
    make_official("Al Bell", make_body("Elsewhere Board"))
    diff = diff_of(rows(), body, TODAY)
    assert next(member for member in diff.members if member.name == "Al Bell").person == sitting


def test_two_of_the_list_are_not_one_of_the_records(body: Body) -> None:
    ada = make_official("Ada Reed", body)
    ada.aliases.create(name="Al Bell")
    with pytest.raises(RosterError, match="two in the list and one in the records"):
        diff_of(rows(), body, TODAY)


def test_what_was_shown_is_applied_or_nothing(body: Body, by: User) -> None:
    seen = diff_of(rows(), body, TODAY).mark
    make_official("Al Bell", body, title="Mayor", since=date(2025, 1, 1))
    with pytest.raises(CurationError, match="changed while this page was open"):
        apply(body, by, seen=seen)
    assert Role.objects.count() == 1


def test_a_terminal_shows_a_line_for_each_change(body: Body) -> None:
    make_official("Ada Reede", body)
    make_official("Zoe Zander", body)
    lines = list(lines_of(diff_of(rows(), body, TODAY, is_whole=True)))
    assert [line.split()[0] for line in lines] == ["+", "+", "-", "?"]
    assert "+ role    Al Bell: Mayor, since 2025-01-01" in lines


def test_a_long_list_is_compared_in_a_few_questions(body: Body, django_assert_max_num_queries: Any) -> None:
    make_person("Ada Reede")
    text = "name\n" + "".join(f"Ada Reed {n}\n" for n in range(300))
    with django_assert_max_num_queries(12):
        diff_of(rows(text), body, TODAY)
