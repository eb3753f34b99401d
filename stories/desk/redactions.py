"""Removing a person everywhere: what would go is said first, and which stories that only name them may stay."""

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from officials.models import Person
from stories import curation
from stories.curation.redaction import Reach, reach_of
from stories.desk.access import carried_out, curator, desk_page
from stories.desk.enter import only_enter
from stories.desk.people_forms import reason_field


class RedactForm(forms.Form):
    """Removing can't be undone: the name is typed, so that no slip of the hand does it."""

    keep = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label="Stories that name the person: keep the text of",
    )  # fmt: skip
    reason = reason_field("Reason, without the name")
    name = forms.CharField(
        max_length=200, label="Type the name to confirm", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, person: Person, reach: Reach, data: Any = None) -> None:
        super().__init__(data)
        self.person = person
        self.fields["keep"].choices = [  # type: ignore[attr-defined]
            (str(article.pk), f"{article.title}, {article.outlet}") for article in reach.named_in
        ]
        if not reach.named_in:
            del self.fields["keep"]

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if name != " ".join(self.person.name.split()):
            raise forms.ValidationError("This is not the name as it stands in the records.")
        return name

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"])
        if self.person.name.casefold() in reason.casefold():
            raise forms.ValidationError("The reason stays in the log for good: leave the name out of it.")
        return reason


@desk_page
def redact(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a person everywhere; say first what goes."""
    person = get_object_or_404(Person, pk=pk, redacted_at=None)
    reach = reach_of(person)
    form = RedactForm(person, reach, request.POST or None)
    if form.is_bound and not only_enter(request) and form.is_valid():
        keep = [int(number) for number in form.cleaned_data.get("keep", [])]
        reason = form.cleaned_data["reason"]
        remove = partial(curation.redact_person, person, curator(request), timezone.now(), reason, keep)
        carried_out(request, remove, "Removed everywhere.")
        return redirect("desk-people")
    return render(request, "desk/redact.html", {"person": person, "form": form, "reach": reach})
