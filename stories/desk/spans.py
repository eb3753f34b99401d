"""Where words stand, as the desk's pages send it: the hidden field `spans`.

It holds JSON, by role, the offsets into the version's text: `{"content": [12, 40], "speaker": [44, 54]}`. Of mentions
there may be several: `{"mention": [[0, 9], [50, 59]]}`. An empty list takes the role's words away, a role left out and
an empty field change nothing. Without JavaScript the words are copied into a field of their own instead.
"""

import json
from typing import Any

from django import forms

from stories.curation.choice import Stretch

NOT_READ = "The marks in the text could not be read. Mark the words again, or copy them into their field."
# Characters of the field; more than any finding's marks take.
LONGEST = 4000


class SpansField(forms.CharField):
    """Cleans to the stretches by role; that each stands in the story is the door's to check."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=LONGEST, error_messages={"max_length": NOT_READ})

    def clean(self, value: Any) -> Any:
        return stretches_in(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


def stretches_in(sent: str) -> dict[str, list[Stretch]]:
    """Return the stretches by role. Raises ValidationError where something else was sent."""
    if not sent.strip():
        return {}
    try:
        by_role = json.loads(sent)
    except (ValueError, RecursionError) as error:
        raise forms.ValidationError(NOT_READ) from error
    if not isinstance(by_role, dict):
        raise forms.ValidationError(NOT_READ)
    return {role: _stretches(offsets) for role, offsets in by_role.items()}


def _stretches(offsets: object) -> list[Stretch]:
    """Return one pair of offsets, or several, as a list."""
    pairs = [offsets] if _is_pair(offsets) else offsets
    if not isinstance(pairs, list) or not all(_is_pair(pair) for pair in pairs):
        raise forms.ValidationError(NOT_READ)
    return [(pair[0], pair[1]) for pair in pairs]


def _is_pair(value: object) -> bool:
    # True and False are numbers to Python.
    return isinstance(value, list) and len(value) == 2 and all(type(offset) is int for offset in value)
