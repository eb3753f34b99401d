"""Taking files of `export.py` into an instance that has no records yet: each row checked by the dictionary, and all of
them or none.

Of a story there is only what the files have: its sentences, a paragraph each, in a text as long as the story is, so
that as much of it is shown here as there.
"""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction

from civictrack.open_data import OpenDataError
from civictrack.open_data.export import DICTIONARY, FORMAT, MANIFEST, Row, dictionary, sha256, short, together
from civictrack.open_data.kinds import CLAIMED, KINDS, Kind, Worked
from stories.findings.kinds import KINDS as FINDINGS
from stories.models import Article, ArticleIssue, ArticleVersion, Extraction, Finding, LoggedAction

# Problems that are named at once.
MOST = 20
BATCH = 1000
HIGHEST = 2**63 - 1
EXTRACTOR = "import"
# Characters of a story; none that is read is longer.
LONGEST = 10_000_000
# Of what a claim says that which is no text.
CLAIMED_TYPES = {
    "earliest": "day", "latest": "day", "time": "time of day", "yes": "number", "no": "number",
    "indefinite": "yes or no", "conditional": "yes or no",
}  # fmt: skip


def _moment(value: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError
    return moment


def _of(kind: type) -> Callable[[Any], Any]:
    """Return what lets values of this type through alone; a truth is no number."""

    def check(value: Any) -> Any:
        if type(value) is not kind or (isinstance(value, str) and "\x00" in value):
            raise ValueError
        return value

    return check


def _list_of(check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: [check(one) for one in _of(list)(value)]


# How each type of the dictionary is read; ValueError or TypeError where it is none.
READ: Mapping[str, Callable[[Any], Any]] = {
    "text": _of(str), "number": _of(int), "yes or no": _of(bool), "object": _of(dict), "reference": _of(int),
    "references": _list_of(_of(int)), "list of texts": _list_of(_of(str)), "day": dt.date.fromisoformat,
    "time of day": dt.time.fromisoformat, "moment": _moment,
}  # fmt: skip


def take_in(folder: Path, by: User, now: dt.datetime) -> dict[str, int]:
    """Take all files in, as accepted by an account; return how many rows each kind had. Raises OpenDataError, with the
    database as it was.
    """
    for kind in KINDS.values():
        if kind.model._base_manager.exists():
            raise OpenDataError("There are records here already; files are taken into an empty instance only.")
    rows = _read(folder)
    try:
        with transaction.atomic():
            _Load(rows, by, now).carry_out()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                for statement in connection.ops.sequence_reset_sql(no_style(), [k.model for k in KINDS.values()]):
                    cursor.execute(statement)
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except DatabaseError as error:
        raise OpenDataError(f"The database refuses the rows: {str(error).splitlines()[0]}") from error
    return {name: len(of_kind) for name, of_kind in rows.items()}


def _read(folder: Path) -> dict[str, list[Row]]:
    """Return each kind's rows. Raises OpenDataError where the files are not those of an export of this program."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise OpenDataError("The files are of another version of Civictrack.")
        for name, digest in manifest["sha256"].items():
            if sha256(folder / Path(name).name) != digest:
                raise OpenDataError(f"{name} is not what was exported: its checksum differs.")
        if json.loads((folder / DICTIONARY).read_text(encoding="utf-8")) != dictionary():
            raise OpenDataError(f"{DICTIONARY} is another one than this version's: take the files in with theirs.")
        rows = {name: json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in KINDS}
    except OSError as error:
        raise OpenDataError(f"{folder} is no export: {error.filename} can't be read ({error.strerror}).") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise OpenDataError(f"{folder} is no export, or damaged: {error}.") from error
    if wrong := [name for name, of_kind in rows.items() if not isinstance(of_kind, list)]:
        raise OpenDataError(f"{wrong[0]}.json is no list.")
    return rows


class _Load:
    """The rows of all kinds on their way in."""

    def __init__(self, rows: Mapping[str, list[Row]], by: User, now: dt.datetime) -> None:
        self.rows, self.by, self.now = rows, by, now
        self.problems: list[str] = []
        self.numbers = {name: {_number(row) for row in of_kind} for name, of_kind in rows.items()}
        self.made: dict[str, dict[int, Any]] = {}
        self.links: list[tuple[Any, str, list[int]]] = []

    def carry_out(self) -> None:
        for name, kind in KINDS.items():
            made = [self._made(name, kind, place, row) for place, row in enumerate(self.rows[name], 1)]
            self.made[name] = {one.pk: one for one in made if one is not None}
            if len(self.made[name]) < len(made) and not self.problems:
                self._problem(f"{name}.json: a number stands twice.")
        if self.problems:
            raise OpenDataError("\n".join(self.problems[:MOST]))
        for name, kind in KINDS.items():
            if kind.model is Finding:
                self._prepare_claims()
            self._save(kind.model, [*self.made[name].values()])
            for record, column, keys in self.links:
                getattr(record, column).set(keys)
            self.links = []

    def _save(self, model: type[models.Model], rows: list[Any]) -> None:
        try:
            with transaction.atomic():
                model._base_manager.bulk_create(rows, batch_size=BATCH)
        except DatabaseError:
            for row in rows:
                self._save_one(row)
        if model is Finding:
            acts = [
                LoggedAction(
                    act=LoggedAction.Act.ACCEPT, how=LoggedAction.How.BULK, finding=finding, by=self.by, at=self.now,
                    after={"state": finding.state}, reason="imported",
                )
                for finding in rows
            ]  # fmt: skip
            LoggedAction.objects.bulk_create(acts, batch_size=BATCH)

    def _save_one(self, row: Any) -> None:
        """Save it; OpenDataError where the database refuses it."""
        try:
            row.save(force_insert=True)
        except DatabaseError as error:
            name = next(name for name, kind in KINDS.items() if kind.model is type(row))
            why = str(error).splitlines()[0]
            raise OpenDataError(f"{name}.json, the row with id {row.pk}: the database refuses it: {why}") from error

    def _problem(self, words: str) -> None:
        if len(self.problems) <= MOST:
            self.problems.append(words if len(self.problems) < MOST else "… and more.")

    def _made(self, name: str, kind: Kind, place: int, row: Row) -> Any:
        """Return the row as a record that is not saved yet; None, and a problem, where it is not as it must be."""
        where = f"{name}.json, row {place} (id {_number(row)})"
        if not isinstance(row, dict) or set(row) != {"id", *kind.columns} or not _number(row):
            self._problem(f"{where}: it must have exactly the columns of the dictionary, and a number.")
            return None
        before, record = len(self.problems), kind.model(pk=row["id"])
        for column in kind.columns:
            self._set(record, name, kind, column, row[column], where)
        if len(self.problems) == before:
            self._check(record, kind, where)
            if kind.model in (Article, Finding) and (why := (_story if kind.model is Article else _claim)(row)):
                self._problem(f"{where}: {why}")
        self._complete(record, row)
        return record if len(self.problems) == before else None

    def _set(self, record: Any, name: str, kind: Kind, column: str, value: Any, where: str) -> None:
        """Give the record one value, if it is one of the column."""
        worked, kind_of_value = kind.columns[column], kind.type_of(column)
        can_be_null = worked.may_be_empty if isinstance(worked, Worked) else kind.field(column).null
        try:
            read = None if value is None and can_be_null else READ[kind_of_value](value)
        except (ValueError, TypeError):
            self._problem(f"{where}: {column} must be of the type “{kind_of_value}”.")
            return
        if to := kind.refers_to(column):
            keys = read if isinstance(read, list) else [read] if read is not None else []
            if missing := [key for key in keys if key not in self.numbers[to]]:
                self._problem(f"{where}: {column} names number {missing[0]} of {to}, which is not there.")
            elif isinstance(read, list):
                self.links.append((record, column, read))
            else:
                setattr(record, kind.field(column).attname, read)
        elif not isinstance(worked, Worked) or any(field.name == column for field in kind.model._meta.fields):
            setattr(record, column, read)

    def _check(self, record: Any, kind: Kind, where: str) -> None:
        """Hold the record's values to the model's own rules: lengths, choices, addresses."""
        checked = {name for name, column in kind.columns.items() if not isinstance(column, Worked)}
        others = [field.name for field in kind.model._meta.fields if field.name not in checked or field.is_relation]
        try:
            record.clean_fields(exclude=others)
        except ValidationError as error:
            for column, messages in error.message_dict.items():
                self._problem(f"{where}: {column}: {' '.join(messages)}")

    def _complete(self, record: Any, row: Row) -> None:
        """Give the record what no file has and it can't be without."""
        if isinstance(record, Article):
            record.last_read_at = record.first_read_at
        elif isinstance(record, ArticleIssue):
            record.state, record.score, record.reason = ArticleIssue.State.ACCEPTED, 1, ArticleIssue.CHOSEN
        elif isinstance(record, Finding):
            record.state, record.confidence, record.extractor = Finding.State.ACCEPTED, 1, EXTRACTOR
            record.fingerprint = hashlib.sha256(f"{EXTRACTOR} {record.pk}".encode()).hexdigest()
            record.created_at = record.decided_at = self.now

    def _prepare_claims(self) -> None:
        """Make each story's text of its sentences, and have each claim rest on its own."""
        shown: dict[int, list[str]] = defaultdict(list)
        for row in self.rows["claims"]:
            if row["sentence"] and row["sentence"] not in shown[row["article"]]:
                shown[row["article"]].append(row["sentence"])
        versions = {}
        for row in self.rows["stories"]:
            text = together(shown[row["id"]]).ljust(row["characters"], "\n")
            story = self.made["stories"][row["id"]]
            versions[story.pk] = ArticleVersion(
                article=story, number=1, title=story.title, text=text, sha256=hashlib.sha256(text.encode()).hexdigest(),
                read_at=_moment(row["read_at"]),
            )  # fmt: skip
        ArticleVersion.objects.bulk_create(versions.values(), batch_size=BATCH)
        # Read already: there is no story to read.
        read = [Extraction(version=one, extractor=EXTRACTOR, done_at=self.now) for one in versions.values()]
        Extraction.objects.bulk_create(read, batch_size=BATCH)
        for row in self.rows["claims"]:
            self._rest(self.made["claims"][row["id"]], versions[row["article"]], row)

    def _rest(self, finding: Finding, version: ArticleVersion, row: Row) -> None:
        kind = FINDINGS[finding.kind]
        words, said = row["sentence"], row["says"]
        finding.version = version
        if words:
            start = version.text.index(words)
            finding.spans = [{"role": kind.evidence, "start": start, "end": start + len(words), "text": words}]
        finding.payload = dict.fromkeys((name for name in kind.payload if name not in CLAIMED), "") | said
        told = self.made["quotes"].get(row["quote"]) or self.made["positions"].get(row["position"])
        finding.person_id = told.person_id if told else None


def _story(row: Row) -> str:
    """Return what is wrong with how long the story is said to be."""
    return "" if 0 <= row["characters"] <= LONGEST else f"characters must be from 0 to {LONGEST}."


def _claim(row: Row) -> str:
    """Return what is wrong with a claim: it tells one record, of its kind, in words and values that pages can show."""
    records = {name for name in ("quote", "position", "vote", "event") if row[name] is not None}
    if records != {FINDINGS[row["kind"]].record}:
        return f"a claim of the kind “{row['kind']}” is of one {FINDINGS[row['kind']].record}, and of nothing else."
    if short(row["sentence"]) != row["sentence"]:
        return "sentence must be of 30 words at most, a space between them."
    says = row["says"]
    if unknown := set(says) - set(CLAIMED):
        return f"says may not have “{min(unknown)}”."
    try:
        for name, value in says.items():
            READ[CLAIMED_TYPES.get(name, "text")](value) if value not in (None, "") else None
    except (ValueError, TypeError):
        return "says has a value that is none: days and hours in ISO form, counts as numbers."
    return ""


def _number(row: Any) -> int:
    """Return the row's number; 0 where it has none."""
    number = row.get("id") if isinstance(row, dict) else None
    return number if type(number) is int and 0 < number <= HIGHEST else 0
