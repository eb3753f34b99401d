"""What a curator may correct on a finding: what all forms of findings share, and those of people's words and stands.

Every field's name has the prefix `f<number of the finding>-` (`new-` of one that is being added). The fields are the
payload's, under its names, and beside them:

- `as_kind`: what the finding is in truth; another than its own makes `form_for` return that kind's form, filled with
  what both kinds say, so that a page may send it at once or ask for the form first.
- `spans`: hidden, the offsets of marked words by role (see `desk/spans`); `words`, `speaker_words` and `cue_words` are
  the way without JavaScript: copied from the story. Marks win over copied words.
- `issue`: empty takes the finding back to no issue; `other_issue`, one not listed, by its title, goes before it.
- `person`: anyone known, by number, though the list offers only likely ones; `new_person`: the answer where nobody is.
- `body_place`, `zone`: of a body that nobody knows yet. `why`, `governs`, `vote`, `event`, and `ballot<number of the
  person>`: of votes and events (see `desk/claim_forms`).
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from copy import copy
from typing import Any

from django import forms
from django.db.models import Q

from officials.models import Person, Place, validate_time_zone
from stories.curation import Choice
from stories.curation.choice import Stretch
from stories.curation.parts import first_words
from stories.curation.people import known_body
from stories.curation.who import unknown_in, with_office
from stories.desk.access import number_in
from stories.desk.body_choice import AsksBody
from stories.desk.issue_choice import IssueByTitle, IssueChoice, QuickSelect
from stories.desk.spans import SpansField
from stories.findings.claims import bodies_claimed
from stories.findings.kinds import KINDS
from stories.models import Finding, Quote
from votes.models.issues import NON_ANSWERS, Basis, Stance

# What the card asks before anything else.
ASKED = {"new_person", "new_body"}
# What a curator says beside the finding's own values.
BESIDE = {
    "as_kind", "spans", "issue", "other_issue", "person", "new_person", "new_body", "words", "speaker_words",
    "cue_words", "body_place", "zone", "vote", "event", "governs", "why",
}  # fmt: skip
# Fields for copied words, with the role of the words.
COPIED = {"speaker_words": "speaker", "cue_words": "cue"}
# People that a card offers at most; anyone else is found by search.
MOST_OFFERED = 40
NOT_IN_STORY = "Copy the words exactly as they stand in the story."


class FindingForm(forms.Form):
    """Starts from what the finding proposes; `choice()` holds only what the curator changed."""

    as_kind = forms.ChoiceField(choices=Finding.Kind, required=False, label="What it is")
    issue = IssueChoice()
    other_issue = IssueByTitle()
    spans = SpansField()

    # The fields lie in a closed fold: a browser that refuses the form because of one of them could not show why.
    use_required_attribute = False
    # The name that nobody known has, and who is called nearly so; a form about a person works them out.
    unknown = ""
    near: tuple[Person, ...] = ()

    def __init__(self, finding: Finding, data: Any = None) -> None:
        copied = {name: span["text"] for name, role in COPIED.items() if (span := finding.span(role))}
        initial = {
            **finding.payload,
            "as_kind": finding.kind,
            "issue": finding.issue,
            "words": finding.spans[0]["text"] if finding.spans else "",
            **copied,
        }
        super().__init__(data, initial=initial, prefix=f"f{finding.pk}" if finding.pk else "new")
        self.finding = finding
        sent = number_in(self.typed("issue")) if self.is_bound else 0
        self.fields["issue"].offer(finding.issue, finding.article.outlet.place, sent)  # type: ignore[attr-defined]
        if not finding.pk:
            del self.fields["as_kind"]
        for name in KINDS[finding.kind].required:
            # What nobody has said yet is chosen, and not what happens to stand first.
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField) and not self.initial.get(name):
                field.choices = [("", "choose"), *field.choices]  # type: ignore[misc]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if KINDS[self.finding.kind].roles[0] in (values.get("spans") or {}):
            self.errors.pop("words", None)
        if values.get("other_issue"):
            values["issue"] = values["other_issue"]
        return values

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

    def typed(self, name: str) -> str:
        """Return what was sent for a field, in one line; what the finding proposes where nothing was sent yet."""
        value = self.data.get(self.add_prefix(name), "") if self.is_bound else self.initial.get(name)
        return str(value or "").replace("\x00", "").strip()[:300]

    def choice(self) -> Choice:
        """Return what the curator changed; only valid after `is_valid()`."""
        values = self.cleaned_data
        changed = {name: values[name] for name in self.changed_data if self._is_of_payload(name)}
        was_sent = self.add_prefix("issue") in self.data
        return Choice(
            kind=self.finding.kind,
            payload={name: v.isoformat() if hasattr(v, "isoformat") else v for name, v in changed.items()},
            spans=self._spans(),
            issue=values.get("issue"),
            no_issue=was_sent and "issue" in self.changed_data and values.get("issue") is None,
            person=values.get("person"),
            new_person=values.get("new_person") or "",
            stale=self.data.get("state") == Finding.State.STALE,
            **self.extra_choice(),
        )

    def extra_choice(self) -> dict[str, Any]:
        """Return what else of a Choice the kind's own form decides."""
        return {}

    def _is_of_payload(self, name: str) -> bool:
        return name not in BESIDE

    def _spans(self) -> dict[str, list[Stretch]]:
        """Return where the words stand that were marked, or else copied anew."""
        values, chosen = self.cleaned_data, dict(self.cleaned_data["spans"])
        first = KINDS[self.finding.kind].roles[0]
        for name, role in {"words": first, **COPIED}.items():
            if name in self.changed_data and role not in chosen:
                stretch = self._find(values[name])
                if stretch or role != first:
                    chosen[role] = [stretch] if stretch else []
        return chosen

    def _find(self, words: str) -> Stretch | None:
        """Return where the words stand, the place nearest to the proposed one; None where nowhere."""
        near = self.finding.spans[0]["start"] if self.finding.spans else 0
        return first_words(self.finding.version, words, near)

    def _clean_copied(self, name: str) -> str:
        words = str(self.cleaned_data[name]).strip().replace("\r\n", "\n")
        if words and self._find(words) is None:
            raise forms.ValidationError(NOT_IN_STORY)
        return words

    def clean_words(self) -> str:
        return self._clean_copied("words")

    def clean_speaker_words(self) -> str:
        return self._clean_copied("speaker_words")

    def clean_cue_words(self) -> str:
        return self._clean_copied("cue_words")


class Words(forms.CharField):
    """The words it rests on. Left empty, those that are marked, or were proposed."""

    def __init__(self, required: bool = True) -> None:
        super().__init__(
            widget=forms.Textarea(attrs={"rows": 3}), help_text="Exactly as they stand in the story.", required=required
        )


class OfBodyForm(FindingForm):
    """For findings that name a body: of one that nobody knows yet, asks where it is."""

    body_place = forms.ModelChoiceField(
        Place.objects.all(), required=False, label="This body is new: of which place", empty_label="as its name says",
        widget=QuickSelect,
    )  # fmt: skip
    zone = forms.CharField(
        max_length=64, required=False, validators=[validate_time_zone], label="Time zone, if the place is new, too",
        help_text="Such as America/Chicago; empty: as the other places have it.",
    )  # fmt: skip

    def __init__(self, finding: Finding, data: Any = None) -> None:
        super().__init__(finding, data)
        # The known body of each name that is typed, or proposed.
        self.bodies = {name: known_body(name, finding) for name in bodies_claimed({"body": self.typed("body")})}
        if all(self.bodies.values()):
            del self.fields["body_place"], self.fields["zone"]

    def extra_choice(self) -> dict[str, Any]:
        place, zone = self.cleaned_data.get("body_place"), self.cleaned_data.get("zone") or ""
        return super().extra_choice() | {"place": place, "zone": zone}


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Anyone known may be chosen; left empty, the story's own name decides."""

    def __init__(self) -> None:
        super().__init__(
            Person.objects.shown(), required=False, empty_label="as the story names them", widget=QuickSelect
        )

    def label_from_instance(self, person: Any) -> str:
        return with_office(person)


def offered_people(words: str, also: Iterable[int]) -> list[tuple[str, str]]:
    """Return as choices those with all the words in a name, and these of whom the number is known."""
    likely = Q(*(Q(name__icontains=word) for word in words.split()[:6])) if words else Q(pk=None)
    people = Person.objects.shown().filter(likely | Q(pk__in=[*also])).prefetch_related("roles__body")
    return [(str(person.pk), with_office(person)) for person in people[:MOST_OFFERED]]


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
            # Where nobody else can be meant, the answer is there to be seen and taken with the rest.
            self.initial["new_person"] = "" if self.near else self.unknown
        else:
            del self.fields["new_person"]
        self.fields["person"].choices = self._likely  # type: ignore[attr-defined]

    def _likely(self) -> list[tuple[str, str]]:
        """Return those offered: whoever has the surname, and who was chosen."""
        surname = (self.finding.payload.get(KINDS[self.finding.kind].person) or "").split(" ")[-1]
        return [("", "as the story names them"), *offered_people(surname, [number_in(self.typed("person"))])]

    def _whom_to_ask_about(self) -> tuple[str, tuple[Person, ...]]:
        """Return the name that nobody known has, with those called nearly so; "" where there is nothing to ask."""
        draft = copy(self.finding)
        if self.is_bound:
            typed = {name: self.typed(name) for name in draft.payload if name in self.fields}
            draft.payload = {**draft.payload, **typed}
            # What is no issue, its own field says.
            with suppress(forms.ValidationError):
                typed = self.fields["other_issue"].clean(self.typed("other_issue"))
                draft.issue = typed or self.fields["issue"].to_python(self.typed("issue")) or draft.issue
        return unknown_in(draft)

    def clean_new_person(self) -> str:
        """Return the name of the new person; a known one of the list becomes the `person`."""
        chosen = str(self.cleaned_data["new_person"])
        if self.unknown and not chosen and not self.cleaned_data.get("person"):
            raise forms.ValidationError("Say who this is.")
        known = next((person for person in self.near if str(person.pk) == chosen), None)
        if known:
            self.cleaned_data["person"] = self.cleaned_data.get("person") or known
        return "" if known else chosen


class OfficialForm(AsksBody, NamedForm, OfBodyForm):
    name = forms.CharField(max_length=200)
    title = forms.CharField(max_length=150)
    body = forms.CharField(max_length=250)
    words = Words(required=False)


class SpeakerForm(NamedForm):
    name = forms.CharField(max_length=200)
    role = forms.CharField(max_length=200, required=False)
    organization = forms.CharField(max_length=250, required=False)
    words = Words(required=False)


class QuoteForm(NamedForm):
    words = Words()
    speaker = forms.CharField(max_length=200, required=False, help_text="Empty for someone the story does not name.")
    label = forms.CharField(max_length=200, required=False, help_text="For the unnamed: “a spokesperson”.")
    type = forms.ChoiceField(choices=Quote.Type)
    speaker_words = forms.CharField(
        max_length=300, required=False, label="Who says it, as printed", help_text="Exactly as it stands in the story."
    )
    cue_words = forms.CharField(
        max_length=300, required=False, label="By which word", help_text="“said”, as it stands there."
    )


class PositionForm(NamedForm):
    actor = forms.CharField(max_length=200)
    matter = forms.CharField(max_length=500, required=False)
    stance = forms.ChoiceField(choices=Stance)
    basis = forms.ChoiceField(choices=Basis)
    conditional = forms.BooleanField(required=False)
    words = Words()

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("basis") in NON_ANSWERS and values.get("stance") not in (None, Stance.NO_POSITION):
            self.add_error("stance", "Who did not answer takes no position: choose “no position”.")
        return values
