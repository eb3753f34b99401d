"""What a curator corrected of a finding, by name: what the machine is told to have got wrong."""

from typing import Any

from stories.curation.choice import Choice, CurationError
from stories.curation.log import state_of
from stories.curation.spans import places_of
from stories.curation.who import known_person
from stories.findings.kinds import ITSELF, KINDS
from stories.models import Finding

# A finding's values as the log keeps them.
Values = dict[str, Any]


def corrected_in(before: Values, finding: Finding, choice: Choice) -> list[str]:
    """Return what the finding, with the choice's corrections in it, says otherwise than it did. To name an issue or a
    person where it had left that open corrects nothing.
    """
    person = ["person"] if _means_another(finding, choice) else []
    return differences(before, state_of(finding)) + person


def differences(before: Values, after: Values) -> list[str]:
    """Return the names of what differs: of another kind nothing else of the payload is compared."""
    kind = KINDS[after["kind"]]
    names = [] if before["kind"] == after["kind"] else ["kind"]
    was, now = before["payload"], after["payload"]
    if not names:
        # An empty field of a form is what the machine left open.
        names = [name for name in dict.fromkeys([*was, *now]) if (was.get(name) or None) != (now.get(name) or None)]
    stood, stands = places_of(before["spans"]), places_of(after["spans"])
    for role, listed in kind.spans.items():
        if stood.get(role) != stands.get(role):
            names.append("words" if listed == ITSELF else listed)
    if before["issue_id"] and before["issue_id"] != after["issue_id"]:
        names.append("issue")
    return names


def _means_another(finding: Finding, choice: Choice) -> bool:
    """Say whether the chosen person is not the one whom the name means by itself."""
    if choice.person is None:
        return False
    try:
        meant = known_person(finding)
    except CurationError:
        return False
    return meant is not None and meant != choice.person
