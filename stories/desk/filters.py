"""What of the queue is wanted, as its address says it: each filter checked, and a note for one that is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django import forms
from django.db.models import F, Q, Value

from stories.desk.words import SURENESS
from stories.models import Finding, Outlet
from votes.models import Issue

# How long something has waited: by the filter's value, its words and the least and the most time.
AGES: dict[str, tuple[str, timedelta, timedelta | None]] = {
    "day": ("up to a day", timedelta(0), timedelta(days=1)),
    "week": ("a day to a week", timedelta(days=1), timedelta(days=7)),
    "older": ("over a week", timedelta(days=7), None),
}
# What a filter is called in a sentence, where that is not its name.
NOUNS = {"sure": "step of sureness", "age": "stretch of time"}
# Of what an address holds and cannot be read, so much is said back.
LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Named:
    """An issue or an outlet: its number, and what it is called."""

    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Those that are set, by the value that stands in the address. `issue_of` and `outlet_of` are what is meant, and
    `notes` says of each that could not be read that it was left out.
    """

    issue: str = ""
    outlet: str = ""
    kind: str = ""
    sure: str = ""
    age: str = ""
    rule: str = ""
    issue_of: Named | None = None
    outlet_of: Named | None = None
    notes: tuple[str, ...] = field(default=(), compare=False)

    def __bool__(self) -> bool:
        return self != NONE

    @property
    def query(self) -> str:
        """Return them as an address has them after its question mark; "" where none is set."""
        return urlencode({name: getattr(self, name) for name in FilterForm.base_fields if getattr(self, name)})

    def between(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """Return after which moment and until which one a finding came that waits for so long; None for an open end."""
        if not self.age:
            return None, None
        _, least, most = AGES[self.age]
        return (now - most if most else None), (now - least if least else None)


NONE = Filters()


class FilterForm(forms.Form):
    """The filters as they stand in the address and in the queue's form."""

    use_required_attribute = False

    issue = forms.ChoiceField(required=False)
    outlet = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(choices=Finding.Kind.choices, required=False)
    sure = forms.ChoiceField(choices=[(step.value, step.words) for step in SURENESS], required=False, label="How sure")
    age = forms.ChoiceField(choices=[(name, age[0]) for name, age in AGES.items()], required=False, label="Waits")
    rule = forms.CharField(max_length=200, required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, values: Mapping[str, object], named: Mapping[str, Mapping[str, Named]]) -> None:
        super().__init__(values)
        for name, known in named.items():
            choices = [(slug, one.name) for slug, one in known.items()]
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for shown in self.visible_fields():
            shown.field.choices = [("", "any"), *shown.field.choices]  # type: ignore[attr-defined]


def filters_in(values: Mapping[str, object]) -> tuple[Filters, FilterForm]:
    """Return the filters that an address holds, with the form that shows them."""
    named = _issues_and_outlets(str(values.get("issue", "")))
    form = FilterForm(values, named)
    notes = tuple(
        f"“{_shown(form.data.get(name, ''))}” is no {NOUNS.get(name, name)} to choose; it was left out."
        for name in form.errors
    )
    read = {name: form.cleaned_data.get(name, "") for name in form.fields}
    meant = {name: known.get(read[name]) for name, known in named.items()}
    return Filters(**read, issue_of=meant["issue"], outlet_of=meant["outlet"], notes=notes), form


def _issues_and_outlets(asked: str) -> dict[str, dict[str, Named]]:
    """Return both by the filter's name and the slug, in the order of their names; of closed issues only those that
    something waits on, and the one that is asked for.
    """
    waits = Q(pk__in=Finding.objects.pending().values("issue"))
    issues = (
        Issue.objects.filter(Q(closed_at=None) | waits | Q(slug=asked.replace("\0", "")))
        .order_by()
        .annotate(what=Value("issue"), called=F("title"))
    )
    outlets = Outlet.objects.order_by().annotate(what=Value("outlet"), called=F("name"))
    columns = ("what", "called", "slug", "pk")
    named: dict[str, dict[str, Named]] = {"issue": {}, "outlet": {}}
    for what, called, slug, pk in issues.values_list(*columns).union(outlets.values_list(*columns)).order_by("called"):
        named[what][slug] = Named(pk, called)
    return named


def _shown(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
