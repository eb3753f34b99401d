"""What a curator fills in about people: what one is called, merging two or telling them apart."""

from typing import Any

from django import forms
from django.db.models import Model

from officials.models import Person
from stories.curation.log import mark_of
from stories.curation.names import names_of


def reason_field(label: str = "Reason") -> forms.CharField:
    return forms.CharField(max_length=500, label=label, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class MergeForm(forms.Form):
    """Which of two records of a kind stays; the other's name becomes another spelling of it."""

    kept = forms.TypedChoiceField(coerce=int, label="The record that stays", widget=forms.RadioSelect)
    reason = reason_field()

    def __init__(self, pair: tuple[Model, Model], data: Any = None) -> None:
        super().__init__(data, initial={"kept": pair[0].pk}, auto_id="merge_%s")
        self.fields["kept"].choices = [(record.pk, f"{record} (no. {record.pk})") for record in pair]  # type: ignore[attr-defined]
        self.fields["reason"].label = f"How do you know that they are one {pair[0]._meta.verbose_name}?"

    def kept_and_gone(self, pair: tuple[Model, Model]) -> tuple[int, int]:
        kept = self.cleaned_data["kept"]
        return kept, next(record.pk for record in pair if record.pk != kept)


class NamesForm(forms.Form):
    """A right name for a wrong one, and what else the person is called, one a line."""

    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    keep = forms.BooleanField(
        required=False,
        label="If the name changes, keep the old one as another spelling",
        help_text="Stories that print it are understood then, and the page’s old address leads to the new one.",
    )
    others = forms.CharField(
        max_length=4000, required=False, label="Also known as", widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line: short forms, maiden names, misspellings that stories print.",
    )  # fmt: skip
    reason = forms.CharField(max_length=500, required=False, label="How do you know?")
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, person: Person, data: Any = None) -> None:
        self.was = names_of(person)
        values = {
            "name": person.name,
            "keep": True,
            "others": "\n".join(self.was["aliases"]),
            "seen": mark_of(self.was),
        }
        super().__init__(data, initial=values, auto_id="names_%s")
        self.person = person

    def clean_seen(self) -> str:
        if self.cleaned_data["seen"] != mark_of(self.was):
            raise forms.ValidationError("The names were changed while this page was open. Open it anew.")
        return str(self.cleaned_data["seen"])

    def chosen(self) -> list[str]:
        """Return the other names; only valid after `is_valid()`."""
        others = self.cleaned_data["others"].splitlines()
        return [*others, self.was["name"]] if self.cleaned_data["keep"] else others


class ApartForm(forms.Form):
    """Stands on one page with the form above: each has ids of its own."""

    reason = reason_field()

    def __init__(self, pair: tuple[Model, Model], data: Any = None) -> None:
        super().__init__(data, auto_id="apart_%s")
        self.fields["reason"].label = f"How do you know that they are two {pair[0]._meta.verbose_name_plural}?"
