"""What a curator may correct on a claim about a vote or an event, and which known one it speaks of."""

from functools import partial
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date

from officials.models import Person
from stories.curation.beside import procedure_of
from stories.desk.body_choice import AsksBody
from stories.desk.forms import OfBodyForm, Words
from stories.desk.vote_forms import ballot_field, voters
from stories.desk.windows import ResultForm, WindowForm
from stories.findings.claims import PROCEDURES
from stories.models import Finding
from votes.models import Event, Vote
from votes.models.changes import Why
from votes.models.decisions import DISPOSING, Classification, Outcome
from votes.models.events import EVENT_STATUSES, EventKind
from votes.models.status import OPEN_STATUSES, Status
from votes.words import claimed_in_words, outcome_in_words, window_in_words

NEW = "new"
GOVERNS = {"yes": True, "no": False}
ORDER = (
    "as_kind", "issue", "other_issue", "words", "kind", "body", "new_body", "body_place", "zone", "matter",
    "classification", "phrase", "precision", "earliest", "latest", "time", "place", "status", "outcome", "yes", "no",
    "indefinite", "event", "vote", "governs", "why",
)  # fmt: skip
OUTCOMES = [("", "—"), *Outcome.choices, *((told, told) for told in PROCEDURES)]


def governs_field(label: str, of: str) -> forms.ChoiceField:
    """Return the choice whether the claim, rather than another one, says how it stands with the known record."""
    choices = [
        ("", "if no younger story says otherwise"),
        ("yes", f"yes: the {of} is from now on as this report says"),
        ("no", f"no: it stands beside the {of} as another report, and nothing moves"),
    ]
    return forms.ChoiceField(choices=choices, required=False, label=label)


def moved_why_field() -> forms.ChoiceField:
    """Return what readers are told of a known date that this claim moves."""
    return forms.ChoiceField(
        choices=Why,
        required=False,
        initial=Why.NEWS,
        label="If what is known changes",
        help_text="Readers are told so.",
    )


class VoteFindingForm(AsksBody, ResultForm, OfBodyForm):
    """The known votes are named by what the claim would be of them: of one about a motion, which vote it puts off. Of a
    vote that was held it asks how each member voted who may vote in that body on that day: `ballot<person's number>`.
    """

    field_order = ORDER

    words = Words()
    body = forms.CharField(max_length=250)
    # What no phrase of the story names is left open by the machine.
    matter = forms.CharField(
        max_length=500, required=False, help_text="What is decided, in the story's words; empty: the issue's title."
    )
    classification = forms.ChoiceField(choices=Classification, required=False)
    outcome = forms.ChoiceField(choices=OUTCOMES, required=False)
    indefinite = forms.BooleanField(
        required=False, label="The matter itself is off, not only its date", label_suffix=""
    )
    place = forms.CharField(max_length=300, required=False, label="Where")
    vote = forms.ChoiceField(required=False, label="Which vote")
    governs = governs_field("What it says holds of the vote", "vote")
    why = moved_why_field()

    def __init__(self, finding: Finding, data: Any = None) -> None:
        super().__init__(finding, data)
        # They are asked for only where they are shown, or one of them was chosen.
        self.fields["vote"].choices = partial(_votes_offered, finding)  # type: ignore[attr-defined]
        self.members = {f"ballot{person.pk}": person for person in self._voters()}
        for name, person in self.members.items():
            self.fields[name] = ballot_field(person)

    def _voters(self) -> list[Person]:
        """Return those who may have voted, where the claim says that a known body did."""
        body = self.bodies.get(self.typed("body"))
        if self.typed("status") != Status.HELD or body is None:
            return []
        return voters(body, parse_date(self.typed("latest")))

    def _is_of_payload(self, name: str) -> bool:
        return name not in self.members and super()._is_of_payload(name)

    def ballots(self) -> dict[Person, str]:
        """Return how each member voted of whom that is known; only valid after `is_valid()`."""
        values = self.cleaned_data
        return {person: values[name] for name, person in self.members.items() if values.get(name)}

    def extra_choice(self) -> dict[str, Any]:
        vote, governs = self.cleaned_data["vote"], self.cleaned_data["governs"]
        return super().extra_choice() | {
            "why": self.cleaned_data["why"] or Why.NEWS,
            "ballots": self.ballots(),
            "new_vote": vote == NEW,
            "vote": Vote.objects.get(pk=vote) if vote not in ("", NEW) else None,
            "governs": GOVERNS.get(governs),
        }


def _votes_offered(finding: Finding) -> list[tuple[str, str]]:
    """Return as choices which known vote the claim speaks of."""
    votes = _votes_on(finding).select_related("body")
    is_disposal = procedure_of(finding) in DISPOSING
    known = [*votes.on_the_matter(), *(votes.filter(classification__in=DISPOSING) if is_disposal else [])]
    named = [(str(vote.pk), _named(vote, is_disposal)) for vote in known]
    first = "decide by issue, body and day" if is_disposal else "decide by issue and body"
    return [("", first), (NEW, "a new one"), *named]


def _votes_on(finding: Finding) -> Any:
    return Vote.objects.standing().filter(issue=finding.issue) if finding.issue else Vote.objects.none()


def _named(vote: Vote, is_disposal: bool) -> str:
    """Return a known vote as the choice that the claim speaks of it."""
    today = timezone.localdate()
    if vote.classification in DISPOSING:
        return f"the same as: {vote} ({outcome_in_words(vote)}, {window_in_words(vote, today)})"
    how = claimed_in_words(vote, today) if vote.status in (Status.HELD, Status.SHELVED) else vote.get_status_display()
    return f"{'puts off: ' if is_disposal else ''}{vote} ({how.lower()})"


class EventFindingForm(AsksBody, WindowForm, OfBodyForm):
    """Several bodies are parted by semicolons, as in the claim."""

    field_order = ORDER

    words = Words()
    kind = forms.ChoiceField(choices=EventKind)
    body = forms.CharField(
        max_length=1000, required=False, label="Whose", help_text="Several bodies are parted by semicolons."
    )
    matter = forms.CharField(max_length=500, required=False)
    place = forms.CharField(max_length=300, required=False, label="Where")
    status = forms.ChoiceField(choices=[(status.value, status.label) for status in EVENT_STATUSES])
    event = forms.ChoiceField(required=False, label="Which event")
    vote = forms.ChoiceField(
        required=False, label="A vote is taken at it", help_text="The vote then has the event's date and place."
    )
    governs = governs_field("Its date is the event's date", "event")
    why = moved_why_field()

    def __init__(self, finding: Finding, data: Any = None) -> None:
        super().__init__(finding, data)
        today = timezone.localdate()
        events = Event.objects.standing().filter(issues=finding.issue) if finding.issue else []
        known = [(str(event.pk), f"{event} ({window_in_words(event, today)})") for event in events]
        open_votes = _votes_on(finding).on_the_matter().filter(status__in=OPEN_STATUSES).select_related("body")
        votes = [(str(vote.pk), f"{vote} ({window_in_words(vote, today)})") for vote in open_votes]
        self.fields["event"].choices = [("", "decide by issue, kind and day"), (NEW, "a new one"), *known]  # type: ignore[attr-defined]
        self.fields["vote"].choices = [("", "none"), *votes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("vote") and values.get("event") != NEW:
            self.add_error(
                "vote",
                "Say under “Which event” that it is a new one; the votes taken at a known one are set on its page.",
            )
        return values

    def extra_choice(self) -> dict[str, Any]:
        event, vote, governs = (self.cleaned_data[name] for name in ("event", "vote", "governs"))
        known = {"new_event": event == NEW, "event": None if event in ("", NEW) else Event.objects.get(pk=event)}
        known |= {"vote": Vote.objects.get(pk=vote) if vote else None, "governs": GOVERNS.get(governs)}
        return super().extra_choice() | known | {"why": self.cleaned_data["why"] or Why.NEWS}
