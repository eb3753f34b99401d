"""What a curator may correct on a finding: what all forms of findings share, and those of people's words and stands."""

from collections.abc import Iterator
from copy import copy
from typing import Any

from django import forms

from officials.models import Person
from stories.curation import Choice, CurationError
from stories.curation.who import known_person, name_in, people_near, with_office
from stories.desk.body_choice import AsksBody
from stories.findings.kinds import KINDS
from stories.models import Finding, Quote
from votes.models import Issue
from votes.models.issues import Basis, Stance

# What the card asks before anything else.
ASKED = {"new_person", "new_body"}
# What a curator says beside the finding's own values.
BESIDE = {"issue", "person", "new_person", "new_body", "words", "vote", "event", "governs"}


class FindingForm(forms.Form):
    """Starts from what the finding proposes; `choice()` holds only what the curator changed. Its fields are the
    payload's, under the same names, and those of BESIDE.
    """

    issue = forms.ModelChoiceField(Issue.objects.all(), required=False)

    # The fields lie in a closed fold: a browser that refuses the form because of one of them could not show why.
    use_required_attribute = False

    def __init__(self, finding: Finding, data: Any = None) -> None:
        initial = {
            **finding.payload,
            "issue": finding.issue,
            "words": finding.spans[0]["text"] if finding.spans else "",
        }
        super().__init__(data, initial=initial, prefix=f"f{finding.pk}")
        self.finding = finding

    def full_clean(self) -> None:
        """Check, and send the browser to the first field that is wrong."""
        super().full_clean()
        if wrong := next((name for name in self.errors if name in self.fields), None):
            self.fields[wrong].widget.attrs["autofocus"] = True

    def folded(self) -> Iterator[forms.BoundField]:
        """Return the fields that correct, which the card keeps in its fold."""
        return (field for field in self.visible_fields() if field.name not in ASKED)

    def opens_fold(self) -> bool:
        """Say whether the fold holds what was typed, what is wrong, or, where nothing is, the cursor."""
        in_fold = {*self.errors, *self.changed_data} - ASKED
        return self.is_bound and bool(in_fold or not self.errors)

    def forget_errors(self) -> None:
        """Show what was typed without what is wrong with it: nobody has sent it yet."""
        for name in self.errors.keys() & self.fields.keys():
            self.fields[name].widget.attrs.pop("autofocus", None)
        self.errors.clear()

    def choice(self) -> Choice:
        """Return what the curator changed; only valid after `is_valid()`."""
        values, span = self.cleaned_data, None
        changed = {name: values[name] for name in self.changed_data if name not in BESIDE}
        if "words" in self.changed_data:
            start = self._find(values["words"])
            span = (start, start + len(values["words"]))
        return Choice(
            payload={name: v.isoformat() if hasattr(v, "isoformat") else v for name, v in changed.items()},
            span=span,
            issue=values.get("issue"),
            person=values.get("person"),
            new_person=values.get("new_person") or "",
            stale=self.data.get("state") == Finding.State.STALE,
            **self.extra_choice(),
        )

    def extra_choice(self) -> dict[str, Any]:
        """Return what else of a Choice the kind's own form decides."""
        return {}

    def _find(self, words: str) -> int:
        """Return where the words stand, the place nearest to the proposed one; -1 where nowhere."""
        text, near = self.finding.version.text, self.finding.spans[0]["start"]
        after, before = text.find(words, near), text.rfind(words, 0, near + len(words))
        places = [place for place in (after, before) if place >= 0]
        return min(places, key=lambda place: abs(place - near), default=-1)

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"]).strip().replace("\r\n", "\n")
        if self._find(words) < 0:
            raise forms.ValidationError("Copy the words exactly as they stand in the story.")
        return words


class Words(forms.CharField):
    def __init__(self) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), help_text="Exactly as they stand in the story.")


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """People already known by this name; left empty, the story's own name decides."""

    def __init__(self) -> None:
        super().__init__(Person.objects.none(), required=False, empty_label="as the story names them")

    def label_from_instance(self, person: Any) -> str:
        return with_office(person)


class NamedForm(FindingForm):
    """For findings about a person: offers those of the same surname. Where nobody is known by the name as it stands in
    the form, asks who it is: one of those called nearly so, by their number, or a new person of that very name.
    """

    person = PersonChoice()
    new_person = forms.ChoiceField(
        required=False, widget=forms.RadioSelect,
        error_messages={"invalid_choice": "The name is another now: say who it is."},
    )  # fmt: skip

    def __init__(self, finding: Finding, data: Any = None) -> None:
        super().__init__(finding, data)
        self.unknown, self.near = self._whom_to_ask_about()
        if self.unknown:
            near = [(str(person.pk), with_office(person)) for person in self.near]
            choices = [*near, (self.unknown, f"new person: {self.unknown}")]
            self.fields["new_person"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["new_person"]
        surname = (finding.payload.get(KINDS[finding.kind].person) or "").split(" ")[-1]
        known = Person.objects.filter(name__icontains=surname, redacted_at=None) if surname else Person.objects.none()
        self.fields["person"].queryset = known.prefetch_related("roles__body")  # type: ignore[attr-defined]

    def _whom_to_ask_about(self) -> tuple[str, list[Person]]:
        """Return the name that nobody known has, with those called nearly so; "" where there is nothing to ask."""
        draft = copy(self.finding)
        if self.is_bound:
            typed = {name: self._typed(name) for name in draft.payload if name in self.fields}
            draft.payload = {**draft.payload, **typed}
            issue = self._typed("issue")
            if issue.isdecimal() and len(issue) < 10:
                draft.issue = Issue.objects.filter(pk=issue).first() or draft.issue
        try:
            is_new = bool(name_in(draft)) and known_person(draft) is None
        except CurationError:
            # Two people of the name: the card says so, and who is meant is chosen among the known.
            is_new = False
        return (name_in(draft), people_near(draft)) if is_new else ("", [])

    def _typed(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), "")).replace("\x00", "").strip()[:300]

    def clean_new_person(self) -> str:
        """Return the name of the new person; a known one of the list becomes the `person`."""
        chosen = str(self.cleaned_data["new_person"])
        if self.unknown and not chosen and not self.cleaned_data.get("person"):
            raise forms.ValidationError("Say who this is.")
        known = next((person for person in self.near if str(person.pk) == chosen), None)
        if known:
            self.cleaned_data["person"] = self.cleaned_data.get("person") or known
        return "" if known else chosen


class OfficialForm(AsksBody, NamedForm):
    name = forms.CharField(max_length=200)
    title = forms.CharField(max_length=150)
    body = forms.CharField(max_length=250)


class SpeakerForm(NamedForm):
    name = forms.CharField(max_length=200)
    role = forms.CharField(max_length=200, required=False)
    organization = forms.CharField(max_length=250, required=False)


class QuoteForm(NamedForm):
    words = Words()
    speaker = forms.CharField(max_length=200, required=False, help_text="Empty for someone the story does not name.")
    label = forms.CharField(max_length=200, required=False, help_text="For the unnamed: “a spokesperson”.")
    type = forms.ChoiceField(choices=Quote.Type)


class PositionForm(NamedForm):
    actor = forms.CharField(max_length=200)
    matter = forms.CharField(max_length=500, required=False)
    stance = forms.ChoiceField(choices=Stance)
    basis = forms.ChoiceField(choices=Basis)
    conditional = forms.BooleanField(required=False)
    words = Words()
