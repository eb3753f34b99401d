"""A list as CSV (RFC 4180) or JSON, written row by row, so that a long one needs no more memory than a short one."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Value = str | int | bool | None
Rows = Iterable[Mapping[str, Value]]
# What a spreadsheet takes for a formula, though it stand in a text: https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Form:
    """How a list is written, and what of it a browser is told."""

    content_type: str
    write: Callable[[Sequence[str], Rows], Iterator[str]]


class _Line:
    """A file that hands each line back to whoever writes it."""

    def write(self, line: str) -> str:
        return line


def as_csv(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    """Yield the lines, the names of the columns first."""
    writer = csv.writer(_Line())
    yield writer.writerow(columns)
    for row in rows:
        yield writer.writerow([harmless(row[name]) for name in columns])


def harmless(value: Value) -> Value:
    """Return a text that might be a formula with an apostrophe before it, and a truth in small letters."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and (value.startswith(FORMULA) or value.lstrip().startswith(FORMULA)):
        return f"'{value}"
    return value


def as_json(columns: Sequence[str], rows: Rows) -> Iterator[str]:
    """Yield a list of objects, a line each."""
    before = "["
    for row in rows:
        yield f"{before}\n{json.dumps(row, ensure_ascii=False)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


FORMS: Mapping[str, Form] = {
    "csv": Form("text/csv; charset=utf-8; header=present", as_csv),
    "json": Form("application/json; charset=utf-8", as_json),
}
