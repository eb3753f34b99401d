"""What a reader asks for: words, and what narrows them, read from an address that anybody may have written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict

from officials.models import Person, Place
from stories.models import Outlet
from votes.models import Issue

# Characters of a question.
LONGEST = 200
# Results on a page of one kind, and the last page: who needs more narrows the question.
A_PAGE = 20
MOST_PAGES = 50


@dataclass(frozen=True)
class Asked:
    """A question: `words`, which may be empty, and what narrows them; `notes` say what of it could not be read.

    `kind` is one of `search.KINDS`, "" for all of them. `since` and `until` are days, both included.
    """

    words: str = ""
    kind: str = ""
    issue: Issue | None = None
    place: Place | None = None
    person: Person | None = None
    outlet: Outlet | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    page: int = 1
    notes: list[str] = field(default_factory=list)

    @property
    def narrowed(self) -> set[str]:
        """Return the names of what narrows it."""
        return {name for name in ("issue", "place", "person", "outlet", "since", "until") if getattr(self, name)}

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.narrowed

    @property
    def before(self) -> str:
        """Return the query of the page before this one."""
        return self.address(page=self.page - 1 if self.page > 2 else None)

    def address(self, **changed: Any) -> str:
        """Return the query of the same question, changed so: "q=harbor&kind=quotes"; None leaves a part out."""
        parts = {
            "q": self.words,
            "kind": self.kind,
            "issue": self.issue and self.issue.slug,
            "place": self.place and self.place.slug,
            "person": self.person and self.person.slug,
            "outlet": self.outlet and self.outlet.slug,
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
        }
        query = QueryDict(mutable=True)
        query.update({name: str(value) for name, value in {**parts, **changed}.items() if value})
        return query.urlencode()


class SearchForm(forms.Form):
    """The parts of an address that narrow a question, each of which may be missing or wrong."""

    issue = forms.ModelChoiceField(Issue.objects.public(), to_field_name="slug", required=False)
    place = forms.ModelChoiceField(Place.objects.all(), to_field_name="slug", required=False)
    person = forms.ModelChoiceField(Person.objects.with_page(), to_field_name="slug", required=False)
    outlet = forms.ModelChoiceField(Outlet.objects.all(), to_field_name="slug", required=False)
    since = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    until = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    page = forms.IntegerField(min_value=1, max_value=MOST_PAGES, required=False)


# What is said of a part that can't be read, and how it is meant.
NOTES = {
    "issue": "There is no issue of that name here: we searched in all.",
    "place": "There is no place of that name here: we searched in all.",
    "person": "There is no page of that person here: we searched everybody’s words.",
    "outlet": "There is no outlet of that name here: we searched in all.",
    "since": "“From” is no day: write it as 2026-03-31.",
    "until": "“To” is no day: write it as 2026-03-31.",
    "page": f"That page isn’t there; this is the first. {MOST_PAGES} pages are shown at most: narrow the question.",
}


def asked(query: Mapping[str, str], kinds: Mapping[str, object]) -> Asked:
    """Return the question of an address, whatever it holds; `kinds` are those there are."""
    # What no text of ours holds finds nothing, and the database refuses it.
    parts = {name: str(value).replace("\x00", " ").strip() for name, value in query.items()}
    form = SearchForm({name: parts.get(name, "")[:LONGEST] for name in SearchForm.base_fields})
    form.is_valid()
    read = {name: value for name, value in form.cleaned_data.items() if value}
    words, kind = " ".join(parts.get("q", "")[:LONGEST].split()), parts.get("kind", "")
    notes = [NOTES[name] for name in form.errors]
    if len(parts.get("q", "")) > LONGEST:
        notes.append(f"We searched for the first {LONGEST} characters.")
    return Asked(words, kind if kind in kinds else "", notes=notes, **read)
