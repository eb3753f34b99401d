"""Setting a reply beside a quote."""

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


class ResponseForm(forms.Form):
    """Exactly one of a known person and a label says whose reply it is."""

    text = forms.CharField(
        max_length=4000, widget=forms.Textarea(attrs={"rows": 5}), label="The reply", help_text="Word for word."
    )
    person = PersonChoice()
    label = forms.CharField(
        max_length=200, required=False, label="Or whoever else", help_text="“The mayor's office”, “a spokesperson”."
    )
    source_url = forms.URLField(max_length=2000, required=False, label="Where it stands", assume_scheme="https")
    received_on = date_field()

    def __init__(self, quote: Quote, data: Any = None) -> None:
        super().__init__(data, initial={"person": quote.person, "received_on": timezone.localdate()})
        self.fields["person"].queryset = self._people(quote)  # type: ignore[attr-defined]
        self.fields["person"].empty_label = "someone else"  # type: ignore[attr-defined]
        self.fields["received_on"].required = True

    @staticmethod
    def _people(quote: Quote) -> Any:
        """Return the speaker, and those who spoke or stood up on the same issue."""
        fitting = Q(quotes=quote)
        if quote.issue_id:
            fitting |= Q(quotes__issue=quote.issue_id) | Q(positions__issue=quote.issue_id)
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
        return values


@desk_page
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the quote with the replies there are and a form for one more; posted, publish it."""
    quote = get_object_or_404(Quote.objects.select_related("person", "issue"), pk=pk, redacted_at=None)
    form = ResponseForm(quote, request.POST or None)
    if form.is_bound and not only_enter(request) and form.is_valid():
        respond = partial(curation.respond, quote, form.cleaned_data, curator(request), timezone.now())
        if carried_out(request, respond, "The reply stands beside the quote now."):
            return redirect("desk-reply", pk)
    replies = quote.responses.select_related("person")
    return render(request, "desk/reply.html", {"quote": quote, "form": form, "replies": replies})
