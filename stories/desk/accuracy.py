"""What the machine is worth, for curators: by kind, by rule and by outlet, and what was wrong of late."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from stories.desk.access import desk_page
from stories.findings.accuracy import NEWEST, Accuracy, accuracy_by, in_all, newest_faults
from stories.findings.agreement import BOTH, MODEL, RULES
from stories.findings.confidence import TOLD_FROM
from stories.models import Finding, LoggedAction, Outlet

# Two extractors and what they agree on: three sorts of findings, none of which says what another is worth.
EXTRACTORS = {RULES: "The rules alone", MODEL: "The language model alone", BOTH: "Both"}
# More rules or outlets than anybody reads; those most looked at come first.
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: what it is of, with the queue's filter for that."""

    name: str
    filter: str
    counts: Accuracy


@desk_page
def accuracy(request: HttpRequest) -> HttpResponse:
    """Show the counts of what was looked at one by one."""
    kinds, faults = accuracy_by("kind"), newest_faults()
    extractors = [("Extractor", of_each)] if (of_each := list(_of_extractors())) else []
    context = {
        "in_all": in_all(kinds), "told_from": TOLD_FROM, "faults": faults, "newest": NEWEST,
        "tables": [
            ("Kind", _of_kinds(kinds)), *extractors, ("Rule", list(_of_rules())), ("Outlet", list(_of_outlets())),
        ],
        "wrong": [
            ("Corrected", [(name.replace("_", " "), count) for name, count in faults.corrected]),
            ("Rejected as", [(fault_in_words(fault), count) for fault, count in faults.rejected]),
        ],
    }  # fmt: skip
    return render(request, "desk/accuracy.html", context)


def _of_kinds(rows: Iterable[Accuracy]) -> list[Line]:
    return [Line(Finding.Kind(row.of["kind"]).label, urlencode(row.of), row) for row in rows]


def _of_rules() -> Iterable[Line]:
    for row in accuracy_by("kind", "rule", "extractor", most=MOST_ROWS):
        kind, rule = row.of["kind"], row.of["rule"]
        both = " (and the language model)" if row.of["extractor"] == BOTH else ""
        name = f"{Finding.Kind(kind).label}: {rule or 'no rule named'}{both}"
        yield Line(name, urlencode({"kind": kind, "rule": rule} if rule else {"kind": kind}), row)


def _of_extractors() -> Iterable[Line]:
    """Return the counts by extractor; none where the rules alone read, and there is nothing to compare."""
    rows = [row for row in accuracy_by("kind", "extractor", most=MOST_ROWS) if row.of["extractor"] in EXTRACTORS]
    if all(row.of["extractor"] == RULES for row in rows):
        return
    for row in rows:
        kind = row.of["kind"]
        yield Line(f"{EXTRACTORS[row.of['extractor']]}: {Finding.Kind(kind).label}", urlencode({"kind": kind}), row)


def _of_outlets() -> Iterable[Line]:
    rows = accuracy_by("outlet", most=MOST_ROWS)
    outlets = Outlet.objects.in_bulk([row.of["outlet"] for row in rows])
    for row in rows:
        outlet = outlets[row.of["outlet"]]
        yield Line(outlet.name, urlencode({"outlet": outlet.slug}), row)


def fault_in_words(fault: str) -> str:
    """Return why a finding was rejected."""
    return str(LoggedAction.Fault(fault).label) if fault else "no reason given"
