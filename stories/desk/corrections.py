"""The desk's pages of a quote, a position, a role and a place: each put right in place, under its own address."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from officials.models import Body, Place, Role, validate_time_zone
from stories import curation
from stories.curation.corrected import POSITION_FIELDS, QUOTE_FIELDS
from stories.curation.log import mark_of
from stories.curation.offices import PLACE_FIELDS, ROLE_FIELDS
from stories.curation.rows import values_of
from stories.desk.access import carried_out, curator, desk_page, number_in, searched_in
from stories.desk.enter import only_enter
from stories.desk.forms import PersonChoice, offered_people
from stories.desk.issue_choice import IssueByTitle, IssueChoice
from stories.desk.lines import address_of
from stories.desk.windows import date_field
from stories.models import Quote
from votes.models import Position
from votes.models.issues import NON_ANSWERS, Basis, Stance

# Of what somebody said or how they stand: readers are told of a correction, and somebody else may be chosen.
OF_SOMEBODY = {"tells": "yes", "searches": "yes"}


class CorrectionForm(forms.Form):
    """Holds every field of a row, with the mark of what was shown: sent late, it is refused. What a form calls by the
    record (`person`), the row calls by its number (`person_id`).
    """

    reason = forms.CharField(max_length=500, required=False, label="How do you know?")
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)

    # What of the row the door takes.
    fields_of_row: tuple[str, ...] = ()

    def __init__(self, row: Any, data: Any = None) -> None:
        shown = values_of(row, self.fields_of_row)
        values = {name.removesuffix("_id"): getattr(row, name) for name in self.fields_of_row}
        super().__init__(data, initial=values | {"seen": mark_of(shown)})
        self.row = row
        if "issue" in self.fields:
            self.fields["issue"].offer(row.issue, None, number_in(str(self.data.get("issue", ""))))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("other_issue"):
            values["issue"] = values["other_issue"]
        return values

    def values(self) -> dict[str, Any]:
        """Return the row's new values; only valid after `is_valid()`."""
        given = {name: self.cleaned_data[name.removesuffix("_id")] for name in self.fields_of_row if self._has(name)}
        return {name: value.pk if name.endswith("_id") and value else value for name, value in given.items()}

    def _has(self, name: str) -> bool:
        return name.removesuffix("_id") in self.fields

    def offer_people(self, search: str) -> None:
        """List those of the searched name, else of the surname; anyone may be sent."""
        field, person = self.fields["person"], self.row.person
        chosen = [person.pk if person else 0, number_in(str(self.data.get("person", "")))]
        words = search or (person.name.split(" ")[-1] if person else "")
        field.choices = [("", "nobody by name"), *offered_people(words, chosen)]  # type: ignore[attr-defined]


class QuoteForm(CorrectionForm):
    fields_of_row = QUOTE_FIELDS

    text = forms.CharField(
        max_length=3000, label="The words", widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Exactly as they stand in the story.",
    )  # fmt: skip
    type = forms.ChoiceField(choices=Quote.Type, label="How it is told")
    person = PersonChoice()
    label = forms.CharField(max_length=200, required=False, label="Or whoever else", help_text="“A spokesperson”.")
    issue = IssueChoice()
    other_issue = IssueByTitle()
    said_on = date_field("Said on")

    field_order = ("text", "type", "person", "label", "issue", "other_issue", "said_on", "reason")

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if "person" in values and bool(values["person"]) == bool(values.get("label")):
            self.add_error("person", "Say whose words these are: one of those listed, or whoever else, not both.")
        return values


class PositionForm(CorrectionForm):
    fields_of_row = POSITION_FIELDS

    person = PersonChoice()
    issue = IssueChoice(required=True)
    other_issue = IssueByTitle()
    stance = forms.ChoiceField(choices=Stance)
    basis = forms.ChoiceField(choices=Basis, label="How it is known")
    conditional = forms.BooleanField(required=False, label="Only on a condition", label_suffix="")
    matter = forms.CharField(max_length=500, required=False, help_text="In the story’s words.")
    since = date_field("Since")

    field_order = ("person", "issue", "other_issue", "stance", "basis", "conditional", "matter", "since", "reason")

    def __init__(self, row: Any, data: Any = None) -> None:
        super().__init__(row, data)
        self.fields["person"].required = self.fields["since"].required = True

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("basis") in NON_ANSWERS and values.get("stance") not in (None, Stance.NO_POSITION):
            self.add_error("stance", "Who did not answer takes no position: choose “no position”.")
        return values


class RoleForm(CorrectionForm):
    fields_of_row = ROLE_FIELDS

    body = forms.ModelChoiceField(Body.objects.none(), empty_label=None)
    title = forms.CharField(max_length=150)
    seat = forms.CharField(max_length=100, required=False, help_text="“District 5”, “Place 2”.")
    since = date_field("From")
    until = date_field("To")
    term_note = forms.CharField(
        max_length=200, required=False, label="How certain these days are", help_text="“Since about 2019”."
    )
    voting = forms.BooleanField(required=False, label="Has a vote in the body", label_suffix="")

    field_order = ("body", "title", "seat", "since", "until", "term_note", "voting", "reason")

    def __init__(self, row: Any, data: Any = None) -> None:
        super().__init__(row, data)
        self.fields["body"].queryset = Body.objects.filter(place=row.body.place_id)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        since, until = values.get("since"), values.get("until")
        if since and until and since > until:
            self.add_error("until", "Nobody leaves an office before they take it.")
        return values


class PlaceForm(CorrectionForm):
    fields_of_row = PLACE_FIELDS

    name = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=Place.Kind, label="What it is")
    state = forms.CharField(max_length=100, required=False)
    time_zone = forms.CharField(
        max_length=64, validators=[validate_time_zone], help_text="Such as America/Chicago: its days and reminders."
    )
    ocd_division_id = forms.CharField(max_length=200, required=False, label="Open Civic Data’s identifier")

    field_order = ("name", "kind", "state", "time_zone", "ocd_division_id", "reason")


def _page(
    request: HttpRequest, form: CorrectionForm, save: Callable[..., object], about: dict[str, Any]
) -> HttpResponse:  # fmt: skip
    """Show the form; posted, keep what it says and come back. `about` says what the page is of."""
    sent = form.is_bound and not only_enter(request)
    if sent and form.is_valid():
        keep = partial(
            save, form.row, form.values(), curator(request), timezone.now(), form.cleaned_data["reason"],
            form.cleaned_data["seen"],
        )  # fmt: skip
        if carried_out(request, keep, "Saved. The log can undo it.", form):
            return redirect(request.path)
    context = about | {"form": form, "query": searched_in(request)}
    return render(request, "desk/correction.html", context, status=422 if sent else 200)


def _story_of(row: Quote | Position) -> str:
    report = row.findings.accepted().order_by("pk").first()
    return address_of(report) if report else ""


@desk_page
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an accepted quote."""
    known = get_object_or_404(Quote.objects.select_related("person", "issue"), pk=pk, redacted_at=None)
    form = QuoteForm(known, request.POST or None)
    form.offer_people(searched_in(request))
    about = {"title": f"A quote of {known.speaker}", "words": known.text, "path": known.get_absolute_url()}
    about |= {"story": _story_of(known), **OF_SOMEBODY}
    return _page(request, form, curation.correct_quote, about)


@desk_page
def position(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct an accepted position."""
    known = get_object_or_404(Position.objects.select_related("person", "issue"), pk=pk, person__redacted_at=None)
    form = PositionForm(known, request.POST or None)
    form.offer_people(searched_in(request))
    about = {"title": str(known), "words": known.matter, "path": known.issue.get_absolute_url()}
    about |= {"story": _story_of(known), **OF_SOMEBODY}
    return _page(request, form, curation.correct_position, about)


@desk_page
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct somebody's role."""
    known = get_object_or_404(Role.objects.select_related("person", "body__place"), pk=pk, person__redacted_at=None)
    about = {"title": f"{known.person}: {known}", "path": known.person.get_absolute_url(), "person": known.person}
    return _page(request, RoleForm(known, request.POST or None), curation.save_role, about)


@desk_page
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a place."""
    known = get_object_or_404(Place, pk=pk)
    bodies = known.bodies.order_by("name")
    form = PlaceForm(known, request.POST or None)
    return _page(request, form, curation.save_place, {"title": str(known), "bodies": bodies})
