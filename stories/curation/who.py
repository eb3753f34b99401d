"""Who is meant by the name in a finding: somebody of the records, or somebody new, who is made a person only by a
curator's explicit choice.
"""

from officials.models import Person, Place
from stories.curation import people
from stories.curation.alike import people_alike
from stories.curation.choice import Choice, CurationError
from stories.findings.kinds import KINDS
from stories.models import Finding


def name_in(finding: Finding) -> str:
    """Return the name of the person whose finding it is; "" where the story names nobody."""
    return str(finding.payload.get(KINDS[finding.kind].person) or "")


def known_person(finding: Finding) -> Person | None:
    """Return whom the finding means of those in the records; None where accepting it would make somebody new.

    Raises CurationError where two people fit.
    """
    if KINDS[finding.kind].is_claim:
        return people.person_meant(name_in(finding), finding)
    name = name_in(finding)
    said = people.said_of(name, finding) or people.of_roster(finding)
    return said or people.named(name, finding, _place_of_role(finding))


def _place_of_role(finding: Finding) -> Place | None:
    """Return the place of the body that an official's finding names, else where its story plays."""
    named = finding.payload.get("body") or ""
    if body := people.known_body(named, finding):
        return body.place
    town = people.place_called(people.place_name(named)) if named else None
    return town or people.place_of(finding)


def unknown_in(finding: Finding) -> tuple[str, tuple[Person, ...]]:
    """Return the name in it that nobody known has, with those called nearly so; "" where there is nothing to ask."""
    name = name_in(finding)
    try:
        is_new = bool(name) and known_person(finding) is None
    except CurationError:
        # Two people of the name: whoever decides must choose among the known.
        is_new = False
    return (name, tuple(people_near(finding))) if is_new else ("", ())


def people_near(finding: Finding) -> list[Person]:
    """Return those of the story's place who are called nearly like the finding's person, or the same."""
    return people_alike(name_in(finding), people.place_of(finding))


def refuse_silently_new(finding: Finding, choice: Choice, known: Person | None) -> None:
    """Raise CurationError where accepting would make a person by a slip of the hand: of a name that a curator typed, or
    that is nearly somebody else's, unless the choice says that this is a new person, or somebody is `known` by it.
    """
    name = name_in(finding)
    if not name or choice.person or choice.new_person.strip() == name.strip() or known:
        return
    near = people_near(finding)
    if near or KINDS[finding.kind].person in choice.payload:
        raise CurationError(f"{nobody_known_as(name, near)} Say who it is, or that {name} is a new person.")


def nobody_known_as(name: str, near: list[Person]) -> str:
    """Return that nobody of the name is known, and who may be meant: "… Did you mean Marguerite Sloane, Mayor?"."""
    meant = " or ".join(with_office(person) for person in near)
    return f"Nobody here is known as {name}." + (f" Did you mean {meant}?" if near else "")


def with_office(person: Person) -> str:
    """Return the name with the roles in one line."""
    return f"{person.name}, {'; '.join(str(role) for role in person.roles.all()) or 'no known role'}"
