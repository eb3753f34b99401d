"""One story read for people: its words, titles, names, bodies, and what is said of each name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from stories.extraction.document import Document
from stories.extraction.people import after, before, bodies, lists, names, titles, words
from stories.extraction.people.bodies import Bodies
from stories.extraction.people.claims import Claim, Context
from stories.extraction.people.lists import Group
from stories.extraction.people.names import Name
from stories.extraction.people.places import DATELINE


@dataclass(frozen=True, slots=True)
class Reading:
    """`tokens` are spaCy's by where they start; `claims` and `names` go together; the sets hold indexes of names."""

    document: Document
    tokens: Mapping[int, Token]
    context: Context
    names: Sequence[Name]
    claims: Sequence[list[Claim]]
    bodies: Bodies
    in_headings: frozenset[int]
    groups: Sequence[Group]
    listed: frozenset[int]
    among_people: frozenset[int]

    @classmethod
    def of(cls, document: Document) -> "Reading":
        tokens = {token.idx: token for token in document.doc}
        found = words.read(document, tokens)
        context = Context.of(found, titles.scan(found))
        all_names = names.scan(found, context.titles, document.text)
        said = [_said(context, name) for name in all_names]
        groups = lists.groups(context, all_names)
        for number, claim in lists.plural_claims(context, all_names, groups):
            said[number].append(claim)
        for number, claim in lists.roll_calls(document.plain, all_names, groups):
            said[number].append(claim)
        return cls(
            document=document,
            tokens=tokens,
            context=context,
            names=all_names,
            claims=said,
            bodies=bodies.read(found, context.titles, _surnames(all_names, said), document.story, document.plain),
            in_headings=frozenset(number for number, name in enumerate(all_names) if _in_heading(document, name)),
            groups=groups,
            listed=frozenset(number for group in groups for number in group.members),
            among_people=frozenset(lists.among_people(all_names, said, groups)),
        )


def _said(context: Context, name: Name) -> list[Claim]:
    """All that stands directly before and after one name."""
    told_before = (replace(claim, at=name.start) for claim in before.read(context, name))
    return [*told_before, *(replace(claim, at=name.start, after=True) for claim in after.read(context, name))]


def _surnames(all_names: Sequence[Name], said: Sequence[list[Claim]]) -> frozenset[str]:
    """Surnames of those who look like people, so that they are not taken for places."""
    return frozenset(name.surname for name, claims in zip(all_names, said, strict=True) if name.known_given or claims)


def _in_heading(document: Document, name: Name) -> bool:
    dateline = DATELINE.match(document.plain)
    if dateline is not None and name.start < dateline.end():
        return True
    paragraph = document.paragraph_at(name.start)
    return (
        paragraph is not None
        and name.start >= paragraph.body
        and paragraph.kind in {"heading", "stamp", "byline", "sound"}
    )
