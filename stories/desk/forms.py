"""What a curator may correct on a finding of each kind, and the vote's own form."""

from collections.abc import Iterator
from copy import copy
from typing import Any

from django import forms

from officials.models import Person
from stories.curation import Choice, CurationError
from stories.curation.edit import ballots_of
from stories.curation.log import mark_of
from stories.curation.who import known_person, name_in, people_near, with_office
from stories.findings.kinds import KINDS
from stories.models import Finding, Quote
from votes.models import Ballot, Issue, Vote, VoteChange
from votes.models.decisions import SCHEDULE_FIELDS, Classification, Outcome
from votes.models.issues import Basis, Stance
from votes.models.status import Status
from votes.windows import Precision

# More than any body has members, and what the column holds.
MOST_VOTES = 32_767
# What a curator says beside the finding's own values.
BESIDE = {"issue", "person", "new_person", "words", "vote", "governs"}
GOVERNS = {"yes": True, "no": False}


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
        return (field for field in self.visible_fields() if field.name != "new_person")

    def opens_fold(self) -> bool:
        """Say whether the fold holds what was typed, what is wrong, or, where nothing is, the cursor."""
        in_fold = {*self.errors, *self.changed_data} - {"new_person"}
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


class OfficialForm(NamedForm):
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


def date_field() -> forms.DateField:
    return forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))


class WindowForm(forms.Form):
    """The fields of a vote's date, place and outcome, with the rules that the database keeps."""

    phrase = forms.CharField(max_length=300, required=False, label="Date in the source's words")
    earliest = date_field()
    latest = date_field()
    precision = forms.ChoiceField(choices=Precision)
    time = forms.TimeField(required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    status = forms.ChoiceField(choices=Status)
    outcome = forms.ChoiceField(choices=[("", "—"), *Outcome.choices], required=False)
    yes = forms.IntegerField(min_value=0, max_value=MOST_VOTES, required=False)
    no = forms.IntegerField(min_value=0, max_value=MOST_VOTES, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors.keys() & {"earliest", "latest", "precision"}:
            window = {name: values[name] for name in ("earliest", "latest", "precision")}
            try:
                Vote(**window).clean()
            except forms.ValidationError as error:
                self.add_error("precision" if values["precision"] == Precision.NONE else "earliest", error)
        if values.get("outcome") and values.get("status") != Status.HELD:
            self.add_error("outcome", "Only a vote that was held has an outcome.")
        return values


class VoteFindingForm(WindowForm, FindingForm):
    words = Words()
    body = forms.CharField(max_length=250)
    matter = forms.CharField(max_length=500)
    classification = forms.ChoiceField(choices=Classification, required=False)
    place = forms.CharField(max_length=300, required=False, label="Where")
    vote = forms.ChoiceField(required=False, label="Which vote")
    governs = forms.ChoiceField(
        choices=[("", "if no younger story says otherwise"), ("yes", "yes"), ("no", "no, it only supports the vote")],
        required=False,
        label="Its date is the vote's date",
    )

    def __init__(self, finding: Finding, data: Any = None) -> None:
        super().__init__(finding, data)
        votes = Vote.objects.standing().filter(issue=finding.issue) if finding.issue else Vote.objects.none()
        known = [(str(vote.pk), f"{vote} ({vote.status})") for vote in votes.select_related("body")]
        self.fields["vote"].choices = [("", "decide by issue and body"), ("new", "a new one"), *known]  # type: ignore[attr-defined]

    def extra_choice(self) -> dict[str, Any]:
        vote, governs = self.cleaned_data["vote"], self.cleaned_data["governs"]
        return {
            "new_vote": vote == "new",
            "vote": Vote.objects.get(pk=vote) if vote not in ("", "new") else None,
            "governs": GOVERNS.get(governs),
        }


class VoteForm(WindowForm):
    """Moving or settling a vote by hand: with the source that says so."""

    location = forms.CharField(max_length=300, required=False, label="Where")
    agenda_url = forms.URLField(max_length=1000, required=False, label="Agenda link", assume_scheme="https")
    sentence = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="The sentence that says so")
    source_name = forms.CharField(max_length=200, label="Where it stood")
    source_url = forms.URLField(max_length=2000, required=False, label="Its address", assume_scheme="https")
    why = forms.ChoiceField(choices=VoteChange.Why, label="What happened")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, vote: Vote, data: Any = None) -> None:
        super().__init__(data, initial={name: getattr(vote, name) for name in (*SCHEDULE_FIELDS, "version")})
        self.vote = vote

    def clean(self) -> dict[str, Any]:
        """Refuse a form that was sent late: it holds every field, and would put back what another curator or a story
        changed.
        """
        values = super().clean()
        if values.get("version") != self.vote.version:
            raise forms.ValidationError(
                "The vote was changed while this page was open. Open the page anew and look at what it says now."
            )
        return values

    def new_values(self) -> dict[str, object]:
        """Return the vote's fields as the form has them."""
        return {name: self.cleaned_data[name] for name in self.fields if name in SCHEDULE_FIELDS}


class BallotsForm(forms.Form):
    """One choice for each member who may vote; `seen` is the mark of the roll call that the form was made of."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, vote: Vote, data: Any = None) -> None:
        super().__init__(data, initial={"seen": mark_of(ballots_of(vote))}, auto_id="ballots_%s")
        roles = vote.body.roles.filter(voting=True, person__redacted_at=None).select_related("person")
        known = {ballot.person_id: ballot.choice for ballot in vote.ballots.all()}
        self.people = {f"person{role.person_id}": role.person for role in roles}
        for name, person in self.people.items():
            choices = [("", "not known"), *Ballot.Choice.choices]
            self.fields[name] = forms.ChoiceField(
                choices=choices, required=False, label=person.name, initial=known.get(person.pk, "")
            )

    def ballots(self) -> dict[Person, str]:
        """Return how each member voted of whom that is known."""
        return {person: self.cleaned_data[name] for name, person in self.people.items() if self.cleaned_data[name]}
