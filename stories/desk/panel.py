"""The panel of the workbench: the line at hand, each part with its form, and what accepting it makes public.

A part's fold of corrections may be closed: then it is taken as proposed, and no form is made for it. The script asks
for folds that are opened; without one, all are there.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import QueryDict

from officials.models import Person
from stories.curation import Choice
from stories.curation.choice import CurationError
from stories.curation.people import known_body
from stories.curation.votes_meant import motion_of
from stories.curation.who import known_person, name_in, unknown_in, with_office
from stories.desk.access import number_in
from stories.desk.besides import Besides, besides_of
from stories.desk.body_choice import body_to_ask_about
from stories.desk.cards import effect_on_records, form_for
from stories.desk.claim_forms import NEW
from stories.desk.forms import FindingForm
from stories.desk.lines import Line
from stories.desk.preview import Effect
from stories.desk.words import stands_in_words
from stories.findings.claims import bodies_claimed
from stories.findings.kinds import KINDS, is_claim
from stories.models import Article, Finding
from votes.models import Vote

# What is asked once for all parts that name one person.
ASKED_ONCE = ("person", "new_person")


@dataclass
class Part:
    """One finding of the line; `otherwise` is what another extractor makes of its words.

    `is_open` says that it waits, `form` is there while its fold is, and `taken` says whether an act means it.
    `first` is the earlier part that names the same person: it asks about them. `answer` is what was said of who it
    is: a known person's number, or the name of a new one; `which` likewise of the vote: the known one's number, or
    "new".
    """

    finding: Finding
    is_open: bool = False
    form: FindingForm | None = None
    taken: bool = False
    first: Finding | None = None
    answer: str = ""
    which: str = ""
    refusal: str = ""
    otherwise: tuple[Finding, ...] = ()

    @cached_property
    def question(self) -> tuple[str, tuple[Person, ...]]:
        """Return the name that nobody known has, and who is called nearly so. An earlier part asks about the name that
        both have; about another, typed here, this one does.
        """
        typed = self.form.unknown.casefold() if self.form else ""
        if not self.is_open or (self.first is not None and typed in ("", name_in(self.finding).casefold())):
            return "", ()
        return (self.form.unknown, self.form.near) if self.form else unknown_in(self.finding)

    @property
    def asks(self) -> str:
        """Return the name that is asked about; "" where nothing is."""
        return self.question[0]

    @property
    def is_renamed(self) -> bool:
        """Say whether another name was typed than is proposed, or somebody known was picked."""
        if self.form is None or not self.form.is_bound or not (key := KINDS[self.finding.kind].person):
            return False
        return bool(self.form.typed("person")) or self.form.typed(key).casefold() != name_in(self.finding).casefold()

    @property
    def new_name(self) -> str:
        """Return the name of whom accepting would make a person, "" where it makes none."""
        is_picked = self.is_renamed and self.form is not None and self.form.typed("person")
        return "" if is_picked or self.question[1] else self.asks

    def answers(self) -> list[tuple[str, str, bool]]:
        """Return what may be answered, each as value and words, and whether it is the answer so far: a new person,
        where nobody else can be meant, is there to be seen and taken with the rest.
        """
        unknown, near = self.question
        chosen = self.answer or ("" if near else unknown)
        known = [(str(person.pk), with_office(person)) for person in near]
        return [(value, words, value == chosen) for value, words in [*known, (unknown, f"new person: {unknown}")]]

    @cached_property
    def taken_for(self) -> str:
        """Return who is meant, with their roles, where the story's role clashes with those; "" where two fit."""
        try:
            known = known_person(self.finding) if self.finding.payload.get("ambiguous") else None
        except CurationError:
            return ""
        return with_office(known) if known else ""

    @cached_property
    def effect(self) -> Effect | None:
        return effect_on_records(self.finding) if self.is_open else None

    def votes(self) -> list[tuple[str, str, bool]]:
        """Return which vote it may be, each as value and words, and whether that was said: a vote of its own, or the
        known one that may be on another matter. None is chosen unasked; none is there where that is plain.
        """
        if self.effect is None or (known := self.effect.asks) is None:
            return []
        stands = f"{known.motion} ({stands_in_words(known)})"
        answers = [(NEW, f"a vote of its own: {motion_of(self.finding)}"), (str(known.pk), f"the known one: {stands}")]
        return [(value, words, value == self.which) for value, words in answers]

    def choice(self) -> Choice:
        """Return what was chosen; of one whose fold was closed, what it proposes."""
        choice = self.form.choice() if self.form else self._as_proposed()
        if choice.vote or choice.new_vote or not self.which or choice.kind not in ("", self.finding.kind):
            return choice
        vote = Vote.objects.standing().filter(issue=self.finding.issue, pk=number_in(self.which)).first()
        return replace(choice, vote=vote, new_vote=self.which == NEW)

    def _as_proposed(self) -> Choice:
        number = 0 if self.answer == name_in(self.finding) else number_in(self.answer)
        person = Person.objects.shown().filter(pk=number).first() if number else None
        new_person = "" if person else self.answer
        return Choice(person=person, new_person=new_person, stale=self.finding.state == Finding.State.STALE)


@dataclass
class Panel:
    """`note` is what was typed for the log."""

    article: Article
    line: Line
    parts: list[Part]
    note: str = ""
    is_sent: bool = False

    @property
    def open(self) -> list[Part]:
        return [part for part in self.parts if part.is_open]

    @property
    def taken(self) -> list[Part]:
        return [part for part in self.open if part.taken]

    @property
    def is_stale(self) -> bool:
        return self.line.state == Finding.State.STALE

    def besides(self, public_on: Collection[int]) -> list[Besides]:
        """Return what accepting makes public beside the findings of a story that is public on these issues: of whoever
        was named in their place, not of those who were proposed.
        """
        renamed = {name_in(part.finding).casefold() for part in self.open if is_claim(part.finding) and part.is_renamed}
        named = [part for part in self.open if part.is_renamed or name_in(part.finding).casefold() not in renamed]
        new_people = [name for part in named if (name := part.new_name)]
        findings = [part.finding for part in self.open if part in named or is_claim(part.finding)]
        return besides_of(findings, new_people, public_on)

    def is_valid(self) -> bool:
        """Say whether every taken part can be accepted as its form has it; each of them is checked."""
        checked = [part.form.is_valid() for part in self.taken if part.form]
        return all(checked)

    def choices(self) -> list[tuple[int, Choice]]:
        """Return what was chosen for each taken part; only after `is_valid()`. Whose words or stand one part says
        otherwise than proposed, the line's other claims of that name are theirs, too; who the one named is, which is
        then somebody else, is left out.
        """
        chosen = {part.finding.pk: part.choice() for part in self.taken}
        others = {
            name_in(part.finding).casefold(): (part.finding, chosen[part.finding.pk])
            for part in self.taken
            if is_claim(part.finding) and _names_another(part.finding, chosen[part.finding.pk])
        }
        choices = []
        for part in self.taken:
            finding, choice = part.finding, chosen[part.finding.pk]
            told_by = others.get(name_in(finding).casefold())
            if told_by and not is_claim(finding):
                continue
            if told_by and not _names_another(finding, choice):
                choice = _as_told_by(finding, choice, *told_by)
            choices.append((finding.pk, choice))
        return choices

    def refuse(self, finding: int, why: str) -> None:
        """Say of the part why nothing was done, and show the form that may set it right."""
        for part in self.parts:
            if part.finding.pk == finding:
                part.refusal = why
                part.form = part.form or (form_for(part.finding) if part.is_open else None)


def _names_another(finding: Finding, choice: Choice) -> bool:
    """Say whether the curator typed another name than is proposed, or picked somebody."""
    return KINDS[finding.kind].person in choice.payload or choice.person is not None


def _as_told_by(finding: Finding, choice: Choice, other: Finding, told: Choice) -> Choice:
    """Return the choice with the name and the person that another part of the line was given."""
    name = told.payload.get(KINDS[other.kind].person)
    payload = dict(choice.payload) | ({KINDS[finding.kind].person: name} if name is not None else {})
    return replace(choice, payload=payload, person=told.person, new_person=told.new_person)


def panel_of(article: Article, line: Line, sent: QueryDict | None = None, *, closed: bool = False) -> Panel:
    """Return the panel of a line as proposed, its folds `closed` or there; or as `sent` by its form, which lists the
    parts that are taken and those whose fold was not opened.
    """
    in_turn = line.open_parts()
    listed = set(sent.getlist("part")) if sent is not None else set()
    folded = set(sent.getlist("closed")) if sent is not None else {str(part.pk) for part in in_turn if closed}
    parts: list[Part] = []
    for finding in line.parts:
        if finding not in in_turn:
            parts.append(Part(finding))
            continue
        first, number = _first_of_name(finding, parts), str(finding.pk)
        data = _with_answer(finding, first, sent)
        # A closed fold hides no question about a body: its form asks it.
        is_closed = number in folded and (sent is not None or not _asks_body(finding))
        form = None if is_closed else form_for(finding, data)
        answer = data.get(f"f{number}-new_person", "")[:300] if data is not None else ""
        which = data.get(f"f{number}-which", "")[:20] if data is not None else ""
        parts.append(Part(finding, True, form, sent is None or number in listed, first, answer, which))
    return Panel(article, line, parts, is_sent=sent is not None)


def _asks_body(finding: Finding) -> bool:
    """Say whether the finding as proposed names a body that is nearly a known one."""
    bodies = {name: known_body(name, finding) for name in bodies_claimed(finding.payload)}
    return bool(body_to_ask_about(finding, bodies)[0])


def _first_of_name(finding: Finding, parts: Sequence[Part]) -> Finding | None:
    """Return the earlier part, still open, that names the same person."""
    name = name_in(finding).casefold()
    named = (part.finding for part in parts if part.is_open and name_in(part.finding).casefold() == name)
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
