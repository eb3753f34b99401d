"""What of the queue is wanted, as its address says it: each filter checked, and a note for one that is none."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from stories.desk.words import SURENESS
from stories.models import Finding, Outlet
from votes.models import Issue

# For how long something waits: by the filter's value, its words and the least and the most time.
AGES: dict[str, tuple[str, timedelta, timedelta | None]] = {
    "day": ("since yesterday or today", timedelta(0), timedelta(days=1)),
    "week": ("one day to a week", timedelta(days=1), timedelta(days=7)),
    "older": ("longer than a week", timedelta(days=7), None),
}
ANY = ("", "any")
# What an address can hold that nobody typed by hand.
LONGEST_SHOWN = 60


class FilterForm(forms.Form):
    """The filters as they stand in the address and in the queue's form."""

    use_required_attribute = False

    issue = forms.ModelChoiceField(Issue.objects.all(), to_field_name="slug", required=False, empty_label="any")
    outlet = forms.ModelChoiceField(Outlet.objects.all(), to_field_name="slug", required=False, empty_label="any")
    kind = forms.ChoiceField(choices=[ANY, *Finding.Kind.choices], required=False)
    sure = forms.ChoiceField(
        choices=[ANY, *((step.value, step.words) for step in SURENESS)], required=False, label="How sure"
    )
    age = forms.ChoiceField(
        choices=[ANY, *((name, age[0]) for name, age in AGES.items())], required=False, label="Waits"
    )
    rule = forms.CharField(max_length=200, required=False, strip=False)


@dataclass(frozen=True, slots=True)
class Filters:
    """Those that are set; `notes` says of each that could not be read what was left out."""

    issue: Issue | None = None
    outlet: Outlet | None = None
    kind: str = ""
    sure: str = ""
    age: str = ""
    rule: str = ""
    notes: tuple[str, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return self != NONE

    @property
    def query(self) -> str:
        """Return them as an address has them, after its question mark; "" where none is set."""
        named = {"issue": self.issue and self.issue.slug, "outlet": self.outlet and self.outlet.slug}
        rest = {name: getattr(self, name) for name in ("kind", "sure", "age", "rule")}
        return urlencode({name: value for name, value in {**named, **rest}.items() if value})

    def between(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """Return after which moment and until which one a finding came that waits for as long; None for an open end."""
        if not self.age:
            return None, None
        _, least, most = AGES[self.age]
        return (now - most if most else None), (now - least if least else None)


NONE = Filters()


def filters_in(values: QueryDict | dict[str, Any]) -> tuple[Filters, FilterForm]:
    """Return the filters that an address holds, with the form that shows them."""
    form = FilterForm(values)
    notes = tuple(
        f"“{_shown(form.data.get(name, ''))}” is no {form.fields[name].label or name} here; showing all."
        for name in form.errors
    )
    return Filters(**form.cleaned_data, notes=notes), form


def _shown(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
