"""Setting a reply beside a quote or a position."""

from functools import partial
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from officials.models import Person
from stories import curation
from stories.desk.access import carried_out, curator, desk_page
from stories.desk.enter import only_enter
from stories.desk.forms import PersonChoice
from stories.desk.windows import date_field
from stories.models import Quote
from votes.models import Position


class ResponseForm(forms.Form):
    """Exactly one of a known person and a label says whose reply it is, exactly one of an address and a letter where it
    comes from.
    """

    text = forms.CharField(
        max_length=4000, widget=forms.Textarea(attrs={"rows": 5}), label="The reply", help_text="Word for word."
    )
    person = PersonChoice()
    label = forms.CharField(
        max_length=200, required=False, label="Or whoever else", help_text="“The mayor's office”, “a spokesperson”."
    )
    source_url = forms.URLField(max_length=2000, required=False, label="Where it stands", assume_scheme="https")
    by_mail = forms.BooleanField(required=False, label="Or it came by mail to us")
    received_on = date_field("Received on")

    def __init__(self, to: Quote | Position, data: Any = None) -> None:
        super().__init__(data, initial={"person": to.person, "received_on": timezone.localdate()})
        self.fields["person"].queryset = self._people(to)  # type: ignore[attr-defined]
        self.fields["person"].empty_label = "someone else"  # type: ignore[attr-defined]
        self.fields["received_on"].required = True

    @staticmethod
    def _people(to: Quote | Position) -> Any:
        """Return whose words or stand it is, and those who spoke or stood up on the same issue."""
        fitting = Q(pk=to.person_id)
        if to.issue_id:
            fitting |= Q(quotes__issue=to.issue_id) | Q(positions__issue=to.issue_id)
        ids = Person.objects.filter(fitting, redacted_at=None).values("pk")
        return Person.objects.filter(pk__in=ids).prefetch_related("roles__body")

    def clean_received_on(self) -> Any:
        if self.cleaned_data["received_on"] > timezone.localdate():
            raise forms.ValidationError("A reply can't have come after today.")
        return self.cleaned_data["received_on"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(values.get("person")) == bool(values.get("label")):
            self.add_error("person", "Say whose reply it is: one of those listed, or whoever else, not both.")
        if "source_url" not in self.errors and bool(values.get("source_url")) == bool(values.get("by_mail")):
            self.add_error("source_url", "Say where it comes from: the address where it stands, or by mail to us.")
        return values


@desk_page
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a quote with the replies there are and a form for one more; posted, publish it."""
    quotes = Quote.objects.select_related("person", "issue")
    return _reply(request, get_object_or_404(quotes, pk=pk, redacted_at=None))


@desk_page
def reply_to_position(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a position with the replies there are and a form for one more; posted, publish it."""
    positions = Position.objects.select_related("person", "issue")
    return _reply(request, get_object_or_404(positions, pk=pk, person__redacted_at=None))


def _reply(request: HttpRequest, to: Quote | Position) -> HttpResponse:
    form = ResponseForm(to, request.POST or None)
    if form.is_bound and not only_enter(request) and form.is_valid():
        respond = partial(curation.respond, to, form.cleaned_data, curator(request), timezone.now())
        if carried_out(request, respond, f"The reply stands beside the {to._meta.verbose_name} now."):
            return redirect(request.path)
    context = {
        "quote": to if isinstance(to, Quote) else None, "position": to if isinstance(to, Position) else None,
        "form": form, "replies": to.responses.select_related("person"),
    }  # fmt: skip
    return render(request, "desk/reply.html", context)
