"""Lists of who sits in a body, as others publish them; and what is sent in their stead."""

import json
import time
from datetime import date
from typing import Any

import pytest

from officials.roster import MOST_BYTES, MOST_ROWS, MOST_YAML, RosterError, RosterRow, read_roster

POPOLO = {
    "persons": [
        {
            "id": "p1", "name": "Ada  Reed", "other_names": [{"name": "Addie Reed"}],
            "identifiers": [{"scheme": "wikidata", "identifier": "Q7"}], "links": [{"url": "https://reed.example/"}],
        },
        {"id": "p2", "name": "Al Bell"},
    ],
    "organizations": [{"id": "o1", "name": "Reedham Council"}, {"id": "o2", "name": "Mill Board"}],
    "posts": [{"id": "s1", "label": "District 1", "role": "Councilor"}],
    "memberships": [
        {"person_id": "p1", "organization_id": "o1", "post_id": "s1", "start_date": "2024-01-05", "end_date": "2027"},
        {"person_id": "p2", "organization_id": "o2", "role": "Chair"},
    ],
}  # fmt: skip
OPEN_STATES = [
    {
        "id": "ocd-person/1234", "name": "Ada Reed", "other_names": [{"name": "A. Reed"}],
        "roles": [
            {"type": "mayor", "jurisdiction": "ocd-jurisdiction/country:us/state:oh/place:reedham/government"},
            {"type": "city_council", "title": "Council Member", "district": "2", "end_date": "2023-12-31"},
        ],
        "links": [{"url": "https://reed.example/"}],
    }
]  # fmt: skip
CIVIC_PATCH = """
---
- name: Ada Reed
  phones:
  - (555) 010-0134
  emails: []
  urls:
  - https://reedham.example/council/ada-reed
  office:
    name: Mayor Pro Tempore - Council Member
    division_ocdid: ocd-division/country:us/state:oh/place:reedham/council_district:2
  start_date: 2024-12
  end_date: '2028'
- name: Al Bell
  office:
    name: Mayor
    division_ocdid: ocd-division/country:us/state:oh/place:reedham
  start_date: 2024-12-03
"""
OLDER_CIVIC_PATCH = """
- name: Ada Reed
  roles:
  - Mayor Pro Tempore
  - Council Member
  divisions:
  - District 2
  website: https://reedham.example/ada
  start_date: 2024-11
"""
CSV = (
    "name,title,seat,since,until,aliases,id,url\n"
    "Ada Reed,Council Member,District 2,2024-01-05,,A. Reed; Addie Reed,7,https://reed.example\n"
    "Al Bell,,,,2026-06-30,,,\n"
)


def read(content: Any, body: str = "Reedham Council") -> list[RosterRow]:
    text = content if isinstance(content, str | bytes) else json.dumps(content)
    return read_roster(text if isinstance(text, bytes) else text.encode(), body)


def test_popolo_lists_the_memberships_of_the_body_that_is_meant() -> None:
    assert read(POPOLO) == [
        RosterRow(
            "Ada Reed", "Councilor", "District 1", date(2024, 1, 5), date(2027, 12, 31), "until 2027", ("Addie Reed",),
            {"roster": "p1", "wikidata": "Q7"}, ("https://reed.example/",),
        )
    ]  # fmt: skip
    assert [(row.name, row.title) for row in read(POPOLO, "mill board")] == [("Al Bell", "Chair")]
    with pytest.raises(RosterError, match="none called “Fire Board”: Reedham Council, Mill Board"):
        read(POPOLO, "Fire Board")


def test_open_states_people_have_their_roles_beside_them() -> None:
    mayor, member = read(OPEN_STATES)
    assert (mayor.name, mayor.title, mayor.seat, mayor.until) == ("Ada Reed", "Mayor", "", None)
    assert (member.title, member.seat, member.until) == ("Council Member", "District 2", date(2023, 12, 31))
    assert mayor.identifiers == {"ocd-person": "ocd-person/1234"}
    assert read(OPEN_STATES[0]) == read(OPEN_STATES)


def test_civic_patch_has_an_office_with_its_division() -> None:
    pro_tem, member, mayor = read(CIVIC_PATCH)
    assert (pro_tem.title, member.title, member.seat) == ("Mayor Pro Tempore", "Council Member", "District 2")
    assert (member.since, member.until) == (date(2024, 12, 1), date(2028, 12, 31))
    assert member.term_note == "since 2024-12; until 2028"
    assert member.links == ("https://reedham.example/council/ada-reed",)
    assert (mayor.title, mayor.seat, mayor.since, mayor.until) == ("Mayor", "", date(2024, 12, 3), None)


def test_older_files_of_civic_patch_have_roles_and_divisions() -> None:
    rows = read(OLDER_CIVIC_PATCH)
    assert [(row.title, row.seat, row.since) for row in rows] == [
        ("Mayor Pro Tempore", "District 2", date(2024, 11, 1)), ("Council Member", "District 2", date(2024, 11, 1)),
    ]  # fmt: skip
    assert rows[0].links == ("https://reedham.example/ada",)


def test_csv_has_a_line_for_a_role() -> None:
    ada, al = read(CSV)
    assert (ada.seat, ada.since, ada.aliases, ada.identifiers) == (
        "District 2", date(2024, 1, 5), ("A. Reed", "Addie Reed"), {"roster": "7"},
    )  # fmt: skip
    assert (al.title, al.until, al.links) == ("Member", date(2026, 6, 30), ())
    assert read(("﻿" + CSV).encode()) == [ada, al]


def test_a_role_that_is_listed_twice_is_one() -> None:
    assert len(read("name,title\nAda Reed,Mayor\nAda Reed,Mayor\n")) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "lists nobody"),
        (b"\xff\xfe\x00a", "no text in UTF-8"),
        ("name\nAda\x00Reed\n", "NUL"),
        ("{", "This is no JSON"),
        ("[" * 100_000, "lies too deep in itself"),
        ("[1]", "Person 1 is no set of names and values"),
        ('{"people": 7}', "holds no list of people"),
        ('[{"name": 1' + "0" * 5000 + "}]", "its name has more than 200 characters"),
        ('[{"name": NaN}]', "is no name of a person"),
        ("- name: .nan", "is no name of a person"),
        ("name\n=cmd|x", "is no name of a person"),
        ("name,title,name\nAda Reed,Mayor,Bo Dean", "names the column “name” twice"),
        ('[{"name": "Ada", "roles": 7}]', "Person 1: its roles is no list"),
        ('[{"name": ["Ada"]}]', "Person 1: its name is no text"),
        ('[{"title": "Mayor"}]', "Person 1 has no name"),
        ('[{"name": "‮​"}]', "Person 1 has no name"),
        (json.dumps([{"name": "A" * 1000}]), "more than 200 characters"),
        ('[{"name": "Ada", "start_date": "May"}]', "its start_date “May” is no day"),
        ('[{"name": "Ada", "start_date": "2026-02-31"}]', "is no day"),
        ('[{"name": "Ada", "start_date": "2026", "end_date": "2024"}]', "end_date is before its start_date"),
        ('[{"name": "Ada", "office": "Mayor"}]', "Person 1, office is no set"),
        ('{"memberships": [{"person_id": "x"}]}', "a person whom the file does not list"),
        ("- name: [", "This is no YAML"),
        ("- name: !!python/object/apply:os.system ['true']", "This is no YAML"),
        ("- &a {name: Ada}\n- *a\n", "YAML alias"),
        ("- " * 20_000 + "a", "lies too deep in itself"),
        ("# " + "a" * MOST_YAML, "characters of YAML"),
        ("title\nMayor\n", "names no column “name”"),
        ("name\nAda,Mayor\n", "Line 2 has more fields"),
        ('name\n"Ada', "This is no CSV"),
        ("name,since\nAl,2024\nAda,soon\n", "Line 3: its since “soon” is no day"),
        ("name\n" + "".join(f"Ada {n}\n" for n in range(MOST_ROWS + 1)), "more than 2,000 roles"),
        (b"a" * (MOST_BYTES + 1), "bytes"),
    ],
)  # fmt: skip
def test_what_can_not_be_read_gets_a_sentence_that_names_the_row(content: Any, said: str) -> None:
    began = time.monotonic()
    with pytest.raises(RosterError, match=said):
        read(content)
    assert time.monotonic() - began < 10


def test_only_addresses_of_the_web_are_kept() -> None:
    (row,) = read([{"name": "Ada", "links": [{"url": "javascript:alert(1)"}, "https://ada.example"]}])
    assert row.links == ("https://ada.example",)
