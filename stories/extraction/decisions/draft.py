"""A decision or event as one sentence tells it, before the story's mentions of it are joined."""

from dataclasses import dataclass, field

from spacy.tokens import Span as Tokens

from stories.extraction.dates.finder import DatePhrase
from stories.extraction.findings import Window
from stories.extraction.matters.phrases import alike, stems
from stories.extraction.tagger.heads import GROUPS, TENSES

UNDATED = Window(None, None, "none")


@dataclass(slots=True)
class Draft:
    """`fate` is one of the tagger's; `named` says that the sentence names the matter itself, else another one did."""

    sentence: Tokens
    number: int
    fate: str
    probability: float
    at: int
    start: int
    end: int
    matter: str | None = None
    named: bool = False
    body: str | None = None
    phrase: DatePhrase | None = None
    words: tuple[int, int] | None = None
    window: Window = field(default=UNDATED)
    clock: str | None = None
    yes: int | None = None
    no: int | None = None
    counted: bool = False

    @property
    def group(self) -> int:
        """The number of its fate's group among the tagger's."""
        return next(number for number, names in enumerate(GROUPS) if self.fate in names)

    @property
    def tense(self) -> str:
        """Whether it is held, coming or an event."""
        return TENSES[self.group]

    @property
    def says_what_or_who(self) -> bool:
        """Whether a matter or a body is known: a decision without either tells a reader nothing."""
        return bool(self.matter or self.body)

    @property
    def dated(self) -> bool:
        return self.window.earliest is not None

    def reach(self, start: int, end: int) -> None:
        """Take a stretch into the evidence."""
        self.start, self.end = min(self.start, start), max(self.end, end)

    def like(self, other: "Draft") -> bool:
        """Whether both may be about one matter: half of the telling words are shared, or one has none."""
        if not (self.matter and other.matter and stems(self.matter) and stems(other.matter)):
            return True
        return alike(self.matter, other.matter) >= 0.5

    def overlaps(self, other: "Draft") -> bool:
        """Whether the days told don't contradict."""
        a, b = self.window, other.window
        if a.earliest is None or a.latest is None or b.earliest is None or b.latest is None:
            return True
        return a.earliest <= b.latest and b.earliest <= a.latest
