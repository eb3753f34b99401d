"""How the desk shows a finding of each kind: its form, and what accepting it would do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from stories.desk import claim_forms, forms
from stories.desk.preview import Effect, effect_of_event, effect_of_vote
from stories.models import Finding


@dataclass(frozen=True, slots=True)
class Card:
    """`effect` says before it is done what accepting the finding as proposed would do, where that is not plain."""

    form: type[forms.FindingForm]
    effect: Callable[[Finding], Effect | None] | None = None


CARDS: dict[str, Card] = {
    Finding.Kind.OFFICIAL: Card(forms.OfficialForm),
    Finding.Kind.SPEAKER: Card(forms.SpeakerForm),
    Finding.Kind.QUOTE: Card(forms.QuoteForm),
    Finding.Kind.POSITION: Card(forms.PositionForm),
    Finding.Kind.VOTE: Card(claim_forms.VoteFindingForm, effect=effect_of_vote),
    Finding.Kind.EVENT: Card(claim_forms.EventFindingForm, effect=effect_of_event),
}


def form_for(finding: Finding, data: Any = None) -> forms.FindingForm:
    """Return the form that corrects the finding, as proposed or as sent in `data`."""
    return CARDS[finding.kind].form(finding, data)


def effect_on_records(finding: Finding) -> Effect | None:
    """Return what accepting the finding would change; None where there is nothing to say."""
    effect = CARDS[finding.kind].effect
    return effect(finding) if effect else None
