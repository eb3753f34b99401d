"""Lists of who sits in a body, read from what others publish: Popolo and Open States people (JSON), CivicPatch (YAML),
CSV. A file goes in, rows come out; nothing is looked up.
"""

import csv
import io
import json
import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

# Of a file at most: no body has more members, no list of them more words.
MOST_BYTES, MOST_ROWS = 1_000_000, 2_000
# YAML is read slowly.
MOST_YAML = 300_000
LONGEST_NAME, LONGEST_TITLE, LONGEST_SEAT, LONGEST_LINK, MOST_ALIASES = 200, 150, 100, 500, 20
DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.{0,30})?")
YAML_BEGINS = re.compile(r"---|%YAML|#|- |\w{1,40}:\s")
# What stands before a seat's own name in Open Civic Data's divisions: "council_district:2".
DIVISION = re.compile(r"/([a-z_]{1,40}):([\w~.-]{1,40})$")
OWN_DIVISIONS = ("country", "state", "place", "county", "territory", "district")
CSV_NAMES = ("name", "title", "seat", "since", "until", "aliases", "id", "url")


class RosterError(Exception):
    """The file can't be read; the message names the row and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One person's role. `identifiers` are by who gave them; an end before or after is open where it is None, and
    `term_note` says how imprecise one is.
    """

    name: str
    title: str
    seat: str = ""
    since: date | None = None
    until: date | None = None
    term_note: str = ""
    aliases: tuple[str, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    links: tuple[str, ...] = ()


def read_roster(content: bytes, body: str = "") -> list[RosterRow]:
    """Return the roles that the file lists; of a file that lists several bodies, those of the one of this name.

    Raises RosterError with a sentence for whoever sent the file.
    """
    if len(content) > MOST_BYTES:
        raise RosterError(f"The file has {len(content):,} bytes; a list of members has {MOST_BYTES:,} at most.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RosterError("The file is no text in UTF-8. Save it as UTF-8, then send it again.") from error
    if "\x00" in text:
        raise RosterError("The file holds a NUL character, so it is no text. Send the list itself.")
    rows = _checked(_rows(text.strip(), body)) if text.strip() else []
    if not rows:
        raise RosterError("The file lists nobody.")
    return rows


def _checked(rows: Iterator[RosterRow]) -> list[RosterRow]:
    """Return the rows, each role once, and no more than a body can have."""
    listed: dict[tuple[object, ...], RosterRow] = {}
    for row in rows:
        listed.setdefault((row.name, row.title, row.seat, row.since), row)
        if len(listed) > MOST_ROWS:
            raise RosterError(f"The file lists more than {MOST_ROWS:,} roles. Split it by body.")
    return list(listed.values())


# A name has two letters in a row, no signs of markup, formulas or addresses, and is not what stands for nothing.
NAME, NO_NAME = re.compile(r"[^\W\d_]{2}"), re.compile(r"[<>=|{}\[\]@#$%^*\\]")
EMPTY = ("nan", "null", "none", "n/a", "infinity", "true", "false", "vacant", "tbd")


def _rows(text: str, body: str) -> Iterator[RosterRow]:
    if text.startswith(("{", "[")):
        return _of_data(_json(text), body)
    if YAML_BEGINS.match(text):
        return _of_data(_yaml(text), body)
    return _of_csv(text)


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=str, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise RosterError(f"This is no JSON: {error.msg} in line {error.lineno}.") from error
    except RecursionError as error:
        raise RosterError("This JSON lies too deep in itself: write one list of people.") from error


# What YAML would make a day or a number of: "1:30:00" is 5400 to it.
AS_WORDS = ("timestamp", "int", "float")


class _Loader(yaml.SafeLoader):
    """Reads plain values only, dates and numbers as the words that they are, and refuses to repeat what stands
    elsewhere, by which a few kilobytes become gigabytes.
    """

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in listed if tag.rpartition(":")[2] not in AS_WORDS]
        for first, listed in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise RosterError("The file says “the same as above” by a YAML alias. Write it out.")
        return super().compose_node(parent, index)


def _yaml(text: str) -> Any:
    if len(text) > MOST_YAML:
        raise RosterError(f"The file has {len(text):,} characters of YAML; {MOST_YAML:,} can be read at most.")
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506  a safe loader, and stricter
    except RecursionError as error:
        raise RosterError("This YAML lies too deep in itself: write one list of people.") from error
    except (yaml.YAMLError, ValueError) as error:
        raise RosterError(f"This is no YAML: {_first_line(error)}.") from error


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f" in line {mark.line + 1}" if mark else ""
    return f"{(str(getattr(error, 'problem', '') or error).splitlines() or ['it is too deep'])[0][:200]}{where}"


def _of_data(data: Any, body: str) -> Iterator[RosterRow]:
    """Yield the roles of a Popolo file, or of a list of people, each with their roles beside them."""
    if isinstance(data, dict) and isinstance(data.get("memberships"), list):
        yield from _of_popolo(data, body)
        return
    people = data.get("results", data.get("people", [data])) if isinstance(data, dict) else data
    if not isinstance(people, list):
        raise RosterError("The file holds no list of people.")
    for number, person in enumerate(people, 1):
        row = _Row(f"Person {number}", person)
        yield from _of_open_states(row) if _has_offices(row) else _of_civic_patch(row)


@dataclass(frozen=True)
class _Row:
    """One entry of a file, asked for its values by name; what is not as it should be is told by where it stands."""

    where: str
    entry: Any

    def __post_init__(self) -> None:
        if not isinstance(self.entry, Mapping):
            raise RosterError(f"{self.where} is no set of names and values.")

    def text(self, name: str, longest: int, *, needed: bool = False) -> str:
        value = self.entry.get(name)
        if value is not None and not isinstance(value, str | int | float):
            raise RosterError(f"{self.where}: its {name} is no text.")
        words = tidy("" if value is None or isinstance(value, bool) else str(value))
        if len(words) > longest:
            raise RosterError(f"{self.where}: its {name} has more than {longest} characters.")
        if needed and not words:
            raise RosterError(f"{self.where} has no {name}.")
        return words

    def listed(self, name: str) -> list[Any]:
        value = self.entry.get(name)
        if value is None or value == "":
            return []
        if not isinstance(value, list):
            raise RosterError(f"{self.where}: its {name} is no list.")
        return value

    def day(self, name: str, *, end: bool = False) -> tuple[date | None, str]:
        """Return the day, the last that is meant where it is an end, and how imprecise that is."""
        words = self.text(name, 40)
        if not words:
            return None, ""
        found = DAY.fullmatch(words)
        year, month, day = (int(part) if part else 0 for part in found.groups()) if found else (0, 0, 0)
        try:
            if day:
                return date(year, month, day), ""
            last_month = month or 12
            last = monthrange(year, last_month)[1] if end else 1
            return date(year, last_month if end else month or 1, last), f"{'until' if end else 'since'} {words}"
        except ValueError as error:
            raise RosterError(f"{self.where}: its {name} “{words}” is no day; write it as 2026-03-31.") from error

    def term(self, since: str = "start_date", until: str = "end_date") -> dict[str, Any]:
        first, note = self.day(since)
        last, other_note = self.day(until, end=True)
        if first and last and last < first:
            raise RosterError(f"{self.where}: its {until} is before its {since}.")
        return {"since": first, "until": last, "term_note": "; ".join(filter(None, (note, other_note)))}

    def within(self, name: str) -> "_Row":
        return _Row(f"{self.where}, {name}", self.entry.get(name) or {})


def tidy(words: str) -> str:
    """Return the words on one line, composed, without what can't be seen, such as marks that turn the direction."""
    composed = unicodedata.normalize("NFC", words)
    return " ".join("".join(char if char.isprintable() else " " for char in composed).split())


def _person(row: _Row) -> dict[str, Any]:
    """Return what a file says of the person themselves, in the words that the formats share."""
    others = [other.get("name") if isinstance(other, Mapping) else other for other in row.listed("other_names")]
    aliases = [_Row(row.where, {"name": other}).text("name", LONGEST_NAME) for other in others[:MOST_ALIASES]]
    links = [link.get("url") if isinstance(link, Mapping) else link for link in row.listed("links")]
    addresses = [_Row(row.where, {"url": link}).text("url", LONGEST_LINK) for link in links[:MOST_ALIASES]]
    own = row.text("id", LONGEST_NAME)
    identifiers = {own.partition("/")[0] if "/" in own else "roster": own} if own else {}
    for given in row.listed("identifiers")[:MOST_ALIASES]:
        one = _Row(row.where, given)
        identifiers[one.text("scheme", 60) or "roster"] = one.text("identifier", LONGEST_NAME)
    name = row.text("name", LONGEST_NAME, needed=True)
    if not NAME.search(name) or NO_NAME.search(name) or name.casefold().strip(".-+") in EMPTY:
        raise RosterError(f"{row.where}: “{name}” is no name of a person.")
    return {
        "name": name,
        "aliases": tuple(alias for alias in dict.fromkeys(aliases) if alias),
        "identifiers": identifiers,
        "links": tuple(link for link in dict.fromkeys(addresses) if link.startswith(("https://", "http://"))),
    }


def _of_popolo(data: Mapping[str, Any], body: str) -> Iterator[RosterRow]:
    """Yield the memberships of the one organization, or of the one of the body's name."""
    file = _Row("The file", data)
    organizations = {pk: row.text("name", 250) for pk, row in _by_id(file, "organizations", "Organization").items()}
    named = {pk for pk, name in organizations.items() if name.casefold() == body.casefold()}
    if len(organizations) > 1 and not named:
        listed = ", ".join(list(organizations.values())[:10])
        raise RosterError(f"The file lists several bodies, none called “{body}”: {listed}.")
    people, posts = _by_id(file, "persons", "Person"), _by_id(file, "posts", "Post")
    for number, entry in enumerate(file.listed("memberships"), 1):
        row = _Row(f"Membership {number}", entry)
        if named and row.text("organization_id", LONGEST_NAME) not in named:
            continue
        person = people.get(row.text("person_id", LONGEST_NAME))
        if person is None:
            raise RosterError(f"{row.where} is of a person whom the file does not list.")
        post = posts.get(row.text("post_id", LONGEST_NAME)) or _Row(row.where, {})
        title = row.text("role", LONGEST_TITLE) or post.text("role", LONGEST_TITLE) or row.text("label", LONGEST_TITLE)
        yield RosterRow(
            **_person(person), title=title or "Member", seat=post.text("label", LONGEST_SEAT), **row.term()
        )  # fmt: skip


def _by_id(file: _Row, name: str, noun: str) -> dict[str, _Row]:
    rows = (_Row(f"{noun} {number}", entry) for number, entry in enumerate(file.listed(name), 1))
    return {row.text("id", LONGEST_NAME): row for row in rows}


def _has_offices(row: _Row) -> bool:
    return any(isinstance(role, Mapping) for role in row.listed("roles"))


def _of_open_states(row: _Row) -> Iterator[RosterRow]:
    about = _person(row)
    for number, entry in enumerate(row.listed("roles"), 1):
        role = _Row(f"{row.where}, role {number}", entry)
        title = role.text("title", LONGEST_TITLE) or role.text("type", LONGEST_TITLE, needed=True).replace("_", " ")
        district = role.text("district", LONGEST_SEAT)
        seat = f"District {district}" if district.isdecimal() else district
        yield RosterRow(**about, title=title[:1].upper() + title[1:], seat=seat, **role.term())


def _of_civic_patch(row: _Row) -> Iterator[RosterRow]:
    """Yield the roles of a person with an office and its division, or with lists of roles and divisions."""
    about, term = _person(row), row.term()
    addresses = [*row.listed("urls"), *([row.entry["website"]] if row.entry.get("website") else [])]
    links = [_Row(row.where, {"url": address}).text("url", LONGEST_LINK) for address in addresses[:MOST_ALIASES]]
    about["links"] = tuple(dict.fromkeys((*about["links"], *(link for link in links if link.startswith("http")))))
    office = row.within("office")
    if office.entry:
        division = DIVISION.search(office.text("division_ocdid", LONGEST_LINK))
        is_own = division and division[1] not in OWN_DIVISIONS
        seat = f"{division[1].split('_')[-1].capitalize()} {division[2]}" if division and is_own else ""
        titles = [part.strip() for part in office.text("name", LONGEST_TITLE, needed=True).split(" - ")]
    else:
        titles = [_Row(row.where, {"role": role}).text("role", LONGEST_TITLE) for role in row.listed("roles")]
        titles = titles or [row.text("title", LONGEST_TITLE) or "Member"]
        seats = [_Row(row.where, {"division": one}).text("division", LONGEST_SEAT) for one in row.listed("divisions")]
        seat = next((one for one in seats if one), row.text("seat", LONGEST_SEAT))
    for title in titles[:MOST_ALIASES]:
        yield RosterRow(**about, title=title, seat=seat, **term)


def _of_csv(text: str) -> Iterator[RosterRow]:
    try:
        lines = list(csv.DictReader(io.StringIO(text), strict=True, restkey="more"))
    except csv.Error as error:
        raise RosterError(f"This is no CSV: {error}.") from error
    head = [name.strip().casefold() for name in next(csv.reader(io.StringIO(text)), [])]
    if doubled := next((name for name in head if name in CSV_NAMES and head.count(name) > 1), ""):
        raise RosterError(f"The first line names the column “{doubled}” twice.")
    names = {name.strip().casefold(): name for name in (lines[0] if lines else {}) if isinstance(name, str)}
    if "name" not in names:
        raise RosterError(
            f"The first line names no column “name”, with commas between columns. Known are: {', '.join(CSV_NAMES)}."
        )
    for number, line in enumerate(lines, 2):
        if "more" in line:
            raise RosterError(f"Line {number} has more fields than the first line names.")
        row = _Row(f"Line {number}", {known: line.get(names.get(known, ""), "") or "" for known in CSV_NAMES})
        entry = {**row.entry, "other_names": [one for one in row.text("aliases", 4000).split(";") if one.strip()]}
        entry["links"] = [row.text("url", LONGEST_LINK)]
        title, seat = row.text("title", LONGEST_TITLE) or "Member", row.text("seat", LONGEST_SEAT)
        about = _person(_Row(row.where, entry))
        yield RosterRow(**about, title=title, seat=seat, **row.term("since", "until"))
