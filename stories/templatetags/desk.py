"""What the desk says of a finding, in words."""

from typing import Any

from django import template

from stories.desk.words import summary_of, sureness_in_words
from stories.models import Decision, Finding

register = template.Library()


@register.filter
def summary(finding: Finding) -> str:
    return summary_of(finding)


@register.filter
def sureness(finding: Finding) -> str:
    return sureness_in_words(finding.confidence)


@register.filter
def of(forms: dict[int, Any], finding: Finding) -> Any:
    """The form of this finding."""
    return forms.get(finding.pk)


@register.filter
def undoable(decision: Decision) -> bool:
    return decision.act in ("accept", "correct", "reject", "merge") and not hasattr(decision, "undone_by")
