"""What a curator fills in about a vote: when it is, what came of it, by what motion it was put off, the roll call."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from officials.models import Body, PassageRule, Person
from stories.curation.edit import ballots_of
from stories.curation.log import mark_of
from stories.desk.windows import (
    GroupedForm,
    PassageForm,
    ResultForm,
    SourceForm,
    VersionedForm,
    WindowForm,
    count_field,
    date_field,
    why_field,
)
from stories.findings.claims import FOR_GOOD
from votes import events
from votes.models import Ballot, Event, Vote
from votes.models.decisions import DISPOSING, SCHEDULE_FIELDS, WHEN_FIELDS, Classification, Outcome
from votes.models.events import EventKind
from votes.models.status import OPEN_STATUSES, Status
from votes.passage import passage_in_words
from votes.windows import Precision
from votes.words import window_in_words

# What a form calls by the record, the vote's own fields call by its number.
LINKS = {"meeting": "meeting_id", "disposes_of": "disposes_of_id"}


class MeetingChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, event: Any) -> str:
        return f"{event} ({window_in_words(event, timezone.localdate())})"


class VoteForm(GroupedForm, VersionedForm, ResultForm, PassageForm, SourceForm):
    """Moving, settling, shelving or bringing back a vote by hand: with the source that says so."""

    GROUPS = (
        ("When and where", ("phrase", "precision", "earliest", "latest", "time", "location", "meeting", "agenda_url")),
        ("What became of it", ("status", "outcome", "yes", "no", "classification", "disposes_of")),
        ("To pass", ("passage_rule", "passage_number", "passage_needs")),
        ("Who says so", (*SourceForm.SOURCE, "why")),
    )

    location = forms.CharField(max_length=300, required=False, label="Where")
    agenda_url = forms.URLField(max_length=1000, required=False, label="Agenda link", assume_scheme="https")
    meeting = MeetingChoice(
        Event.objects.none(), required=False, label="Taken at", empty_label="no meeting that is known",
        help_text="The vote gets the date and place of the one you choose; moved by itself, it leaves it.",
    )  # fmt: skip
    classification = forms.ChoiceField(choices=Classification, required=False, label="What sort of vote it is")
    disposes_of = forms.ModelChoiceField(
        Vote.objects.standing(), required=False, label="It puts off", empty_label="no other vote",
        help_text="Only a motion to table, put off, refer or withdraw does. That vote’s fate is set on its own page.",
    )  # fmt: skip
    passage_needs = forms.CharField(max_length=200, required=False, label="In the source's words")
    why = why_field()

    def __init__(self, vote: Vote, data: Any = None) -> None:
        initial = {name: getattr(vote, name) for name in (*SCHEDULE_FIELDS, *LINKS, "version")}
        super().__init__(data, initial=initial)
        self.shown = self.vote = vote
        ahead = Q(status__in=OPEN_STATUSES) | Q(pk=vote.meeting_id)
        meetings = Event.objects.standing().filter(ahead, issues=vote.issue).exclude(kind=EventKind.DEADLINE)
        self.fields["meeting"].queryset = meetings  # type: ignore[attr-defined]
        others = Vote.objects.standing().on_the_matter().filter(issue=vote.issue).exclude(pk=vote.pk)
        named = [(other.pk, str(other)) for other in others.select_related("body")]
        self.fields["disposes_of"].widget.choices = [("", "no other vote"), *named]
        usual = passage_in_words(Vote(body=vote.body)) or "not known"
        rules = [("", f"as for all votes of the body ({usual})"), *(c for c in PassageRule.choices if c[0])]
        self.fields["passage_rule"].choices = rules  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("disposes_of") and values.get("classification") not in DISPOSING:
            self.add_error("disposes_of", "Only a vote to table, put off, refer or withdraw puts another vote off.")
        return values

    def new_values(self) -> dict[str, object]:
        """Return the vote's fields as the form has them; with a meeting newly chosen, its date and place."""
        values = {name: self.cleaned_data[name] for name in self.fields if name in SCHEDULE_FIELDS}
        values |= {number: getattr(self.cleaned_data[name], "pk", None) for name, number in LINKS.items()}
        meeting = self.cleaned_data["meeting"]
        if meeting is not None and "meeting" in self.changed_data:
            values |= {name: getattr(meeting, name) for name in events.SHARED_FIELDS}
            values["status"] = meeting.status if values["status"] in OPEN_STATUSES else values["status"]
        return values


class DisposalForm(GroupedForm, VersionedForm, WindowForm, SourceForm):
    """The vote by which a body put this one off, or tried to; the window is the new date, if one was named."""

    GROUPS = (
        ("The motion", ("body", "classification", "day", "outcome", "yes", "no")),
        ("What became of the matter", ("for_good", "phrase", "precision", "earliest", "latest", "time")),
        ("Who says so", SourceForm.SOURCE),
    )

    body = forms.ModelChoiceField(Body.objects.none(), label="Which body voted", empty_label=None)
    classification = forms.ChoiceField(
        choices=[(motion.value, motion.label) for motion in DISPOSING], label="What it voted on"
    )
    day = date_field("On which day")
    outcome = forms.ChoiceField(choices=Outcome, label="How the motion went")
    yes = count_field()
    no = count_field()
    for_good = forms.BooleanField(
        required=False, label="The matter itself is off, not only its date", label_suffix="",
        help_text="What was tabled, referred or withdrawn is off in any case, until a new date brings it back.",
    )  # fmt: skip

    def __init__(self, vote: Vote, data: Any = None) -> None:
        initial = {
            "body": vote.body_id,
            "classification": Classification.POSTPONE,
            "precision": Precision.NONE,
            "version": vote.version,
        }
        super().__init__(data, initial=initial)
        self.shown = self.vote = vote
        self.fields["body"].queryset = Body.objects.filter(place=vote.body.place)  # type: ignore[attr-defined]
        self.fields["day"].required = True
        self.fields["phrase"].label = "The new date in the source's words"
        self.fields["precision"].label = "How certain the new date is"

    def clean_day(self) -> Any:
        if self.cleaned_data["day"] > timezone.localdate(timezone=self.vote.body.place.zone):
            raise forms.ValidationError("A vote that was held can't be after today.")
        return self.cleaned_data["day"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        is_dated = values.get("precision") not in (None, Precision.NONE)
        if values.get("outcome") == Outcome.FAILED and (values.get("for_good") or is_dated):
            self.add_error("outcome", "A motion that failed put nothing off: leave out what became of the matter.")
        elif self._is_for_good(values) and is_dated:
            self.add_error(
                "precision",
                "What is off for good has no new date: leave the date out, or say that it was only put off.",
            )
        return values

    def _is_for_good(self, values: dict[str, Any]) -> bool:
        return bool(values.get("for_good")) or values.get("classification") in FOR_GOOD

    def told(self) -> dict[str, Any]:
        """Return the motion's own fields; only valid after `is_valid()`."""
        values = {name: self.cleaned_data[name] for name in ("classification", "outcome", "yes", "no")}
        day = self.cleaned_data["day"]
        return values | {"earliest": day, "latest": day, "precision": Precision.DAY}

    def fate(self) -> dict[str, Any] | None:
        """Return what became of the vote that the motion was about; None where it failed."""
        if self.cleaned_data["outcome"] == Outcome.FAILED:
            return None
        if self._is_for_good(self.cleaned_data):
            return {"status": Status.SHELVED}
        return {name: self.cleaned_data[name] for name in WHEN_FIELDS} | {"status": Status.POSTPONED}


def voters(body: Body, day: date | None) -> list[Person]:
    """Return the members who may vote in a body, on a day or, where that is not known, ever; by seat."""
    roles = body.roles.filter(voting=True, person__redacted_at=None)
    held = roles.held_on(day) if day else roles
    return list(dict.fromkeys(role.person for role in held.select_related("person")))


def ballot_field(person: Person, choice: str = "") -> forms.ChoiceField:
    """Return the choice of how somebody voted, which may be not known."""
    choices = [("", "not known"), *Ballot.Choice.choices]
    return forms.ChoiceField(choices=choices, required=False, label=person.name, initial=choice)


class BallotsForm(forms.Form):
    """One choice for each member who may vote on that day, or of whom one is known; `seen` is the mark of the roll call
    that the form was made of.
    """

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, vote: Vote, data: Any = None) -> None:
        super().__init__(data, initial={"seen": mark_of(ballots_of(vote))}, auto_id="ballots_%s")
        known = {ballot.person: ballot.choice for ballot in vote.ballots.select_related("person")}
        members = dict.fromkeys([*voters(vote.body, vote.latest), *known])
        self.people = {f"person{person.pk}": person for person in members}
        for name, person in self.people.items():
            self.fields[name] = ballot_field(person, known.get(person, ""))

    def ballots(self) -> dict[Person, str]:
        """Return how each member voted of whom that is known."""
        return {person: self.cleaned_data[name] for name, person in self.people.items() if self.cleaned_data[name]}
