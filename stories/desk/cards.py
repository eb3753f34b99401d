"""How the desk shows a finding of each kind: its form, and what accepting it would do."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from stories.curation.recast import recast
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


def form_for(finding: Finding, data: Any = None, kind: str = "") -> forms.FindingForm:
    """Return the form that corrects the finding, as proposed or as sent in `data`; of another `kind`, named here or
    sent in `as_kind`, the form of that kind, filled with what both kinds say.
    """
    kind = kind or str((data or {}).get(f"f{finding.pk}-as_kind") or "")
    if kind not in CARDS or kind == finding.kind:
        return CARDS[finding.kind].form(finding, data)
    draft = copy(finding)
    recast(draft, kind)
    form = CARDS[kind].form(draft)
    if data is None:
        return form
    kept = {
        form.add_prefix(name): _as_sent(form.get_initial_for_field(field, name)) for name, field in form.fields.items()
    }
    sent = {name: data[name] for name in data}
    return CARDS[kind].form(draft, {name: value for name, value in kept.items() if value} | sent)


def _as_sent(value: object) -> str:
    """Return an initial value as a browser would send it; "" for what is left empty or not ticked."""
    value = value.pk if isinstance(value, Model) else value
    return "on" if value is True else "" if value in (None, False) else str(value)


def effect_on_records(finding: Finding) -> Effect | None:
    """Return what accepting the finding would change; None where there is nothing to say."""
    effect = CARDS[finding.kind].effect
    return effect(finding) if effect else None
