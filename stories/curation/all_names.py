"""The names of a person who is removed, wherever they stand: found in text, lists and JSON, and taken out of them.

Only names of two words or more that nobody else in the records bears are looked for: of "Reed" alone, or of a name that
two people have, no text says who is meant.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast

from officials.models import Alias, Person
from stories.findings.kinds import KINDS
from stories.models import Effect, Finding

# What stands where a name or words stood.
REMOVED = "(removed)"
# Between two words of a name: in text, in a file's or a page's name, in JSON as the database writes it.
BETWEEN = r"(?:[\s\-_.]|\\[nrt]){1,4}"
ESCAPED = {'"': r'\\{0,2}"', "\\": r"\\{1,4}"}


@dataclass(frozen=True)
class AllNames:
    """The names, in any case of letters and with any space between their words."""

    names: frozenset[str]

    def names_in(self, value: Any) -> bool:
        """Say whether any of the names stands in a text, or anywhere in a list or in JSON."""
        return bool(self.without(value) != value)

    def without(self, value: Any) -> Any:
        """Return the value with REMOVED for each of the names, keys of JSON included."""
        if isinstance(value, str):
            return self._pattern.sub(REMOVED, value) if self.names else value
        if isinstance(value, dict):
            return {self.without(key): self.without(one) for key, one in value.items()}
        return [self.without(one) for one in value] if isinstance(value, list) else value

    def may_mean(self, text: str) -> bool:
        """Say whether the text has the last word of a name: of a story that is about the person."""
        words = set(re.findall(r"\w+", text.casefold()))
        return any(name.split()[-1].casefold() in words for name in self.names)

    def rows(self, model: Any, fields: Iterable[str]) -> Iterator[Any]:
        """Yield the rows that name the person in one of these fields; the database looks through them."""
        if not self.names:
            return
        texts = {f"text_of_{field}": Cast(F(field), TextField()) for field in fields}
        condition = Q(pk=None)
        for text in texts:
            condition |= Q(**{f"{text}__iregex": self._expression})
        rows = model._base_manager.alias(**texts).filter(condition).order_by("pk")
        yield from (row for row in rows if any(self.names_in(getattr(row, field)) for field in fields))

    @property
    def _expression(self) -> str:
        """Return a regular expression that PostgreSQL and Python read alike."""
        return "|".join(
            sorted({form for name in self.names for form in _forms(name)}, key=lambda form: (-len(form), form))
        )

    @property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:{self._expression})(?!\w)", re.IGNORECASE)


def _forms(name: str) -> Iterator[str]:
    """Yield the name as patterns: as it is, and "Reed, Ada"."""
    # JSON and lists hold a quotation mark or a backslash after another backslash.
    words = ["".join(ESCAPED.get(sign) or re.escape(sign) for sign in word) for word in name.split()]
    yield BETWEEN.join(words)
    yield rf"{words[-1]},{BETWEEN}{BETWEEN.join(words[:-1])}"


def all_names_of(people: Collection[int]) -> AllNames:
    """Return the names by which the person was ever known, whose records went into theirs among them, by number."""
    names = set(Person.objects.filter(pk__in=people).values_list("name", flat=True))
    names |= set(Alias.objects.filter(person__in=people).values_list("name", flat=True))
    for finding in Finding.objects.filter(person__in=people):
        names.add(str(finding.payload.get(KINDS[finding.kind].person) or finding.payload.get("name") or ""))
    for effect in Effect.objects.filter(table__in=[Person._meta.db_table, Alias._meta.db_table]):
        for values in (effect.before, effect.after):
            owner = effect.row if effect.table == Person._meta.db_table else values.get("person_id")
            if owner in people:
                names.add(str(values.get("name", "")))
    names = {" ".join(name.split()) for name in names}
    return AllNames(
        frozenset(name for name in names if " " in name and name != REMOVED and not _is_anothers(name, people))
    )


def _is_anothers(name: str, people: Collection[int]) -> bool:
    """Say whether somebody else in the records is called so, too."""
    others = Person.objects.shown().exclude(pk__in=people)
    return others.filter(Q(name__iexact=name) | Q(aliases__name__iexact=name)).exists()
