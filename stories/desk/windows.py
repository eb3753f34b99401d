"""When something is, what came of it and who says so: the fields that the desk's forms of votes and events share."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms

from officials.models import Body, PassageRule
from votes.citation import Citation
from votes.models import Vote
from votes.models.changes import ByWhat, Why
from votes.models.decisions import Outcome
from votes.models.status import Status
from votes.windows import Precision

# More than any body has members, and what the column holds.
MOST_VOTES = 32_767
SHELVED = "“Shelved” is off for good, neither open nor decided: it takes the date away; a new one brings it back."


def date_field(label: str = "", **options: Any) -> forms.DateField:
    """Return a day that may be left empty, typed or picked."""
    return forms.DateField(
        required=False, widget=forms.DateInput(attrs={"type": "date"}), label=label or None, **options
    )  # fmt: skip


def time_field() -> forms.TimeField:
    return forms.TimeField(required=False, widget=forms.TimeInput(attrs={"type": "time"}))


def count_field(**options: Any) -> forms.IntegerField:
    """Return how many voted so, which may be left empty."""
    return forms.IntegerField(min_value=0, max_value=MOST_VOTES, required=False, **options)


def why_field() -> forms.ChoiceField:
    """Return whether the world changed or we had it wrong, which whoever was told of it is told."""
    return forms.ChoiceField(choices=Why, label="What happened")


class GroupedForm(forms.Form):
    """A long form in parts: GROUPS has the heading of each and the names of its fields."""

    GROUPS: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = ()

    def groups(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Return each heading with the fields below it that this form has."""
        for heading, names in self.GROUPS:
            yield heading, [self[name] for name in names if name in self.fields]


class WindowForm(forms.Form):
    """The fields of a date as certain as its source, with the rules that the database keeps."""

    phrase = forms.CharField(max_length=300, required=False, label="Date in the source's words")
    earliest = date_field()
    latest = date_field()
    precision = forms.ChoiceField(choices=Precision)
    time = time_field()

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors.keys() & {"earliest", "latest", "precision"}:
            window = {name: values[name] for name in ("earliest", "latest", "precision")}
            try:
                Vote(**window).clean()
            except forms.ValidationError as error:
                self.add_error("precision" if values["precision"] == Precision.NONE else "earliest", error)
        return values


class ResultForm(WindowForm):
    """How it stands with a vote, too."""

    status = forms.ChoiceField(choices=Status, help_text=SHELVED)
    outcome = forms.ChoiceField(choices=[("", "—"), *Outcome.choices], required=False)
    yes = count_field()
    no = count_field()

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("outcome") and values.get("status") != Status.HELD:
            self.add_error("outcome", "Only a vote that was held has an outcome.")
        return values


class SourceForm(forms.Form):
    """Where it was learnt: nothing is public without a source."""

    SOURCE = ("sentence", "source_name", "source_url", "by_what")

    sentence = forms.CharField(
        max_length=4000, widget=forms.Textarea(attrs={"rows": 3}), label="The sentence that says so"
    )
    source_name = forms.CharField(max_length=200, label="Where it stood")
    source_url = forms.URLField(max_length=2000, required=False, label="Its address", assume_scheme="https")
    by_what = forms.ChoiceField(
        choices=[(sort.value, sort.label) for sort in (ByWhat.REPORT, ByWhat.RECORD)],
        required=False,
        label="What sort of source it is",
    )

    def citation(self) -> Citation:
        """Return the source; only valid after `is_valid()`."""
        values = self.cleaned_data
        by_what = values["by_what"] or ByWhat.REPORT
        return Citation(values["sentence"], values["source_name"], values["source_url"], by_what=by_what)


class VersionedForm(forms.Form):
    """Holds every field of the record `shown`: sent late, it would put back what another curator or a story changed."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    shown: Any

    def clean(self) -> dict[str, Any]:
        """Refuse a form that was sent late."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "version" in self.fields and values.get("version") != self.shown.version:
            noun = self.shown._meta.verbose_name
            raise forms.ValidationError(
                f"The {noun} was changed while this page was open. Open the page anew and look at what it says now."
            )
        return values


class PassageForm(forms.Form):
    """What a decision needs to pass."""

    passage_rule = forms.ChoiceField(choices=PassageRule, required=False, label="What it needs to pass")
    passage_number = count_field(label="How many votes", help_text="Only where the rule is a number of votes.")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors.keys() & {"passage_rule", "passage_number"}:
            rule = {name: values[name] for name in ("passage_rule", "passage_number")}
            try:
                Body(**rule).clean()
            except forms.ValidationError as error:
                self.add_error("passage_number", error)
        return values
