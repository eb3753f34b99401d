"""The panel of the workbench: the line at hand, each part with its form, and what accepting it makes public."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from stories.curation import Choice
from stories.curation.who import name_in
from stories.desk.besides import Besides, besides_of
from stories.desk.cards import effect_on_records, form_for
from stories.desk.forms import FindingForm
from stories.desk.lines import Line
from stories.desk.preview import Effect
from stories.findings.kinds import KINDS
from stories.models import Article, Finding

# What is asked once for all parts that name one person.
ASKED_ONCE = ("person", "new_person")


@dataclass(slots=True)
class Part:
    """One finding of the line; `form` is none where it was decided, `taken` says whether an act means it too, and
    `asks` whether it asks who an unknown name is: the first part of that name does.
    """

    finding: Finding
    form: FindingForm | None = None
    effect: Effect | None = None
    taken: bool = True
    asks: bool = False
    refusal: str = ""


@dataclass(slots=True)
class Panel:
    """`note` is what was typed for the log."""

    article: Article
    line: Line
    parts: list[Part]
    besides: list[Besides] = field(default_factory=list)
    note: str = ""
    is_sent: bool = False

    @property
    def open(self) -> list[Part]:
        return [part for part in self.parts if part.form]

    @property
    def taken(self) -> list[Part]:
        return [part for part in self.open if part.taken]

    @property
    def is_stale(self) -> bool:
        return self.line.state == Finding.State.STALE

    def is_valid(self) -> bool:
        """Say whether every taken part can be accepted as its form has it; each of them is checked."""
        checked = [part.form.is_valid() for part in self.taken if part.form]
        return all(checked)

    def choices(self) -> list[tuple[int, Choice]]:
        """Return what was chosen for each taken part; only after `is_valid()`."""
        return [(part.finding.pk, part.form.choice()) for part in self.taken if part.form]

    def refuse(self, finding: int, why: str) -> None:
        """Say on the part's own card why nothing was done."""
        for part in self.parts:
            if part.finding.pk == finding:
                part.refusal = why


def panel_of(article: Article, line: Line, sent: QueryDict | None = None) -> Panel:
    """Return the panel of a line as proposed, or as `sent` by its form: then only the parts it lists are taken."""
    in_turn = line.open_parts()
    listed = set(sent.getlist("part")) if sent is not None else set()
    parts: list[Part] = []
    for finding in line.parts:
        if finding not in in_turn:
            parts.append(Part(finding, taken=False))
            continue
        first = _first_of_name(finding, parts)
        form = form_for(finding, _with_answer(finding, first, sent))
        taken = not listed or str(finding.pk) in listed
        parts.append(Part(finding, form, effect_on_records(finding), taken, bool(form.unknown) and first is None))
    new_people = [part.form.unknown for part in parts if part.asks and part.form and not part.form.near]
    besides = besides_of(article, [part.finding for part in parts if part.form], new_people)
    return Panel(article, line, parts, besides, is_sent=sent is not None)


def _first_of_name(finding: Finding, parts: Sequence[Part]) -> Finding | None:
    """Return the earlier part, still open, that names the same person."""
    name = name_in(finding).casefold()
    named = (part.finding for part in parts if part.form and name_in(part.finding).casefold() == name)
    return next(named, None) if name else None


def _with_answer(finding: Finding, first: Finding | None, sent: QueryDict | None) -> QueryDict | None:
    """Return what was sent; where an earlier part asked who this person is, with the answer given there."""
    typed = sent.get(f"f{finding.pk}-{KINDS[finding.kind].person}") if sent is not None else None
    if sent is None or first is None or (typed is not None and typed != name_in(finding)):
        return sent  # another name, typed here, asks for itself
    answered = sent.copy()
    for asked in ASKED_ONCE:
        if not sent.get(f"f{finding.pk}-{asked}"):
            answered[f"f{finding.pk}-{asked}"] = sent.get(f"f{first.pk}-{asked}", "")
    return answered
