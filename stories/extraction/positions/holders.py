"""Whose words or deeds a passage tells: from the place of a verb or noun to the people it belongs to."""

import re
from bisect import bisect_right

from spacy.tokens import Token

from stories.extraction.document import Document
from stories.extraction.grammar.clauses import CLIMB_LIMIT, CLIMBS, SUBJECTS, nearest_subject
from stories.extraction.people.cast import Cast, Figure, Mention
from stories.extraction.positions.lexicon import PARTISANS

Figures = tuple[Figure, ...]
OTHERS = frozenset("others colleagues members trustees commissioners supervisors directors council".split())
"""She and three others -- Lee, Ruiz and Hart -- opposed it."""
PLURAL = frozenset({"they", "both", "all"})
GROUPS = frozenset(
    """union local group organization association chamber coalition department office company team club federation
    district nonprofit campaign agency firm party league alliance guild church congregation business members""".split()
)
LIST_WORDS = (
    r"(?:the|and|or|fellow|both|also|council|city|county|board|school|member|members|at-large|at|"
    r"large|of|from|"
    r"trustees?|directors?|supervisors?|commissioners?|alder\w*+|council(?:wo)?m[ae]n|councilmembers?|"
    r"councill?ors?|president|vice|chair\w*+|mayor|pro|tem|ward|place|district|seat|senators?|"
    r"(?:his|her|their) (?:brother|sister|cousin|wife|husband|father|mother|son|daughter|colleague|"
    r"nephew|niece),?|selectm[ae]n|freeholders?|legislators?|representatives?|justices?|judges?|"
    r"\d\w*+|[A-Z][\w.'-]*+)(?:'s)?"
)
# What may stand between two names of one list: "Ward 1's A, Ward 2's B and at-large member C".
GLUE = re.compile(
    rf"(?: \((?:[^()]{{1,30}})\))?(?:,? (?:of|from) [A-Z][\w '-]{{1,24}})?(?:,| and| or| &|, and| with|"
    rf";)"
    rf"(?: {LIST_WORDS}){{0,6}},? ?"
)

TITLE_AHEAD = re.compile(rf"(?:{LIST_WORDS},? )*")
TOUCHES = re.compile(r"[\s,]*(?:\([^()]{1,30}\)[\s,]*)?(?:(?:of|from) [A-Z][\w '-]{1,24},? ?)?")
APPOSITION = re.compile(r", (?:(?:the|a|an|its|one of)\b)?[\w' -]{0,50}")


class Holders:
    """Answers who holds what is said at a place of one story."""

    def __init__(self, document: Document, cast: Cast) -> None:
        self._document = document
        self._cast = cast
        named = [(mention, figure) for figure in cast.figures for mention in figure.mentions]
        self._named: list[tuple[Mention, Figure]] = sorted(named, key=lambda pair: (pair[0].start, -pair[0].end))
        self._starts = [mention.start for mention, _ in self._named]

    def of_verb(self, at: int) -> Figures:
        """Those who are the subject of the verb, predicate or apposition at a character; empty where not known."""
        subject = self.subject_at(at)
        return self._behind(subject) if subject is not None else ()

    def subject_at(self, at: int) -> Token | None:
        """The subject of the verb, predicate or apposition at a character."""
        tokens = self._document.tokens(at, at + 1)
        return _subject(tokens[0]) if len(tokens) else None

    def of_subject(self, subject: Token) -> Figures:
        """Those whom a subject, or any noun phrase that stands for a holder, names."""
        found = self._behind(subject)
        if any(word.lower_ in OTHERS for word in subject.conjuncts):
            found += self.listed(subject.left_edge.idx, subject.right_edge.idx)
        return tuple(dict.fromkeys(found))

    def of_owner(self, at: int) -> Figures:
        """Whom a possessive that starts at a place stands for: "her", "Lee's"."""
        tokens = self._document.tokens(at, at + 1)
        if not len(tokens):
            return ()
        found = self.first_after(at, at + 1)
        return self.after(at, found.end) if found is not None else self._behind(tokens[0])

    def of_noun(self, at: int) -> Figures:
        """Those whom a noun describes, in apposition ("Lee, the sponsor, ...") or as predicate ("Lee is a critic")."""
        tokens = self._document.tokens(at, at + 1)
        if not len(tokens):
            return ()
        sentence = tokens[0].sent.start_char
        plain = self._document.plain
        comma = plain.rfind(",", max(sentence, at - 60), at)
        apposed = comma >= 0 and APPOSITION.fullmatch(plain, comma, at) is not None
        if apposed and (found := self.before(comma, sentence)):
            return found[-1:]
        noun = tokens[0]
        while noun.dep_ in {"det", "amod", "poss", "compound", "nummod", "advmod"}:
            noun = noun.head
        subject = _subject(noun) if noun.dep_ in {"attr", "appos", "oprd"} else None
        return self._behind(subject) if subject is not None else ()

    def before(self, at: int, start: int) -> Figures:
        """The names of the list that ends right before `at`, looking back no further than `start`."""
        number = self._last_before(at, start)
        if number is None or not TOUCHES.fullmatch(self._document.plain, self._named[number][0].end, at):
            return ()
        return self._list_around(number, start, at)

    def nearest_before(self, at: int, start: int) -> Figures:
        """The last figure named before a place."""
        number = self._last_before(at, start)
        return () if number is None else (self._named[number][1],)

    def _last_before(self, at: int, start: int) -> int | None:
        number = bisect_right(self._starts, at - 1) - 1
        while number >= 0 and self._named[number][0].end > at:
            number -= 1
        return number if number >= 0 and self._named[number][0].start >= start else None

    def opening(self, start: int, end: int) -> tuple[Figure, int] | None:
        """The figure whose name opens a stretch (a title may stand before it), and where the name ends."""
        number = bisect_right(self._starts, start - 1)
        if number == len(self._named) or self._named[number][0].end > end:
            return None
        mention, figure = self._named[number]
        ahead = self._document.plain[start : mention.start]
        return (figure, mention.end) if len(ahead) < 40 and TITLE_AHEAD.fullmatch(ahead) else None

    def first_after(self, at: int, end: int) -> Mention | None:
        """The first name that begins between two places."""
        number = bisect_right(self._starts, at - 1)
        return self._named[number][0] if number < len(self._named) and self._starts[number] < end else None

    def list_from(self, at: int, end: int) -> Figures:
        """The names of the list that begins right after a place."""
        number = bisect_right(self._starts, at - 1)
        if number == len(self._named) or self._named[number][0].start - at > 40 or self._named[number][0].end > end:
            return ()
        return self._list_around(number, at, end)

    def after(self, at: int, end: int) -> Figures:
        """The names that stand from `at` to `end`, each once."""
        return self._cast.figures_in(at, end) if at < end else ()

    def listed(self, at: int, end: int) -> Figures:
        """The names that stand from `at` to `end`; whoever is only an owner ("Lee's brother") is not of the list."""
        first = bisect_right(self._starts, at - 1)
        last = bisect_right(self._starts, end - 1)
        plain = self._document.plain
        found = (pair for pair in self._named[first:last] if not plain.startswith(("'s ", "' "), pair[0].end))
        return tuple(dict.fromkeys(figure for _, figure in found))

    def _behind(self, subject: Token, steps: int = CLIMB_LIMIT) -> Figures:
        """The figures that a subject names, with the others of its list; `steps` ends a climb in a broken parse."""
        if subject.pos_ == "PRON" or subject.lower_ in PLURAL:
            return self._behind_pronoun(subject, steps)
        if subject.tag_ == "NNS" and subject.lemma_.casefold() in PARTISANS:
            return ()  # "critics of Lee"
        for token in (subject, *(child for child in subject.children if child.dep_ == "appos")):
            if found := self._named_at(token):
                return found
        return self._member_of(subject, steps - 1) if steps else ()

    def _member_of(self, noun: Token, steps: int) -> Figures:
        """Whom a noun belongs to: "Lee, who is a mother who", "Lee of the Guild, which", "Lee said the union"."""
        if noun.dep_ in {"attr", "appos", "oprd"}:
            above = _subject(noun)
            return self._behind(above, steps) if above is not None and above.i != noun.i else ()
        if noun.dep_ == "pobj" and noun.head.lower_ == "among":
            above = _subject(noun.head)
            return self._behind(above, steps) if above is not None and above.i != noun.i else ()
        if noun.dep_ == "pobj" and noun.head.lower_ in {"of", "with", "from", "for", "at"}:
            return self._behind(noun.head.head, steps)
        owner = next((child for child in noun.children if child.dep_ == "poss"), None)
        if noun.lower_ in GROUPS and owner is not None and owner.pos_ == "PRON":
            return self._behind(owner, steps)
        if noun.lower_ in GROUPS and noun.dep_ in SUBJECTS:
            outer = _reporter(noun)
            found = self._behind(outer, steps) if outer is not None and outer.lower_ not in GROUPS else ()
            return tuple(figure for figure in found if figure.kind != "official")
        return ()

    def _behind_pronoun(self, pronoun: Token, steps: int) -> Figures:
        """ "Lee said she ..." is Lee; else whom the cast knows the pronoun to be, else the only one named before."""
        outer = _reporter(pronoun) if pronoun.lower_ in {"he", "she", "they"} and steps else None
        figure = self._cast.antecedent(pronoun.idx)
        if outer is not None and outer.pos_ == "PRON":
            if outer.lower_ == pronoun.lower_ and outer.i < pronoun.i:
                return self._behind_pronoun(outer, steps - 1)
            return (figure,) if figure is not None else ()
        found = self._behind(outer, steps - 1) if outer is not None else self._only_one_in_sentence(pronoun)
        if len(found) == 1 or (found and pronoun.lower_ == "they"):
            return found
        return (figure,) if figure is not None else self._only_one_before(pronoun)

    def _only_one_in_sentence(self, pronoun: Token) -> Figures:
        found = self._cast.figures_in(pronoun.sent.start_char, pronoun.idx) if pronoun.i else ()
        return found if len(found) == 1 and _may_be(found[0], pronoun.lower_) else ()

    def _only_one_before(self, pronoun: Token) -> Figures:
        """The only person whom a paragraph names before its he or she."""
        paragraph = self._document.paragraph_at(pronoun.idx)
        if paragraph is None or NOMINATIVE.get(pronoun.lower_, pronoun.lower_) not in {"he", "she"}:
            return ()
        found = self._cast.figures_in(paragraph.start, pronoun.idx)
        return found if len(found) == 1 and _may_be(found[0], pronoun.lower_) else ()

    def _named_at(self, head: Token) -> Figures:
        """The figures that a noun phrase names, with the rest of a list that it opens or closes."""
        start = min(
            (child.idx for child in head.lefts if child.dep_ not in {"relcl", "cc", "punct", "poss"}),
            default=head.idx,
        )
        start = min(start, head.idx)
        number = bisect_right(self._starts, head.idx) - 1
        for near in range(number, max(-1, number - 3), -1):
            mention, _ = self._named[near]
            if mention.end > head.idx and mention.start <= head.idx:
                sentence = head.sent
                return self._list_around(near, sentence.start_char, sentence.end_char)
        found = self._cast.figures_in(start, head.idx + len(head))
        return found if len(found) == 1 else ()

    def _list_around(self, number: int, start: int, end: int) -> Figures:
        """The figures of the list that the mention with this number is in."""
        first = last = number
        while first and self._named[first - 1][0].start >= start and self._glued(first - 1, first):
            first -= 1
        while last + 1 < len(self._named) and self._named[last + 1][0].end <= end and self._glued(last, last + 1):
            last += 1
        return tuple(dict.fromkeys(figure for _, figure in self._named[first : last + 1]))

    def _glued(self, left: int, right: int) -> bool:
        plain, end = self._document.plain, self._named[right][0].end
        if plain.startswith(("'s ", "' "), end):
            return False  # "Ana Ruiz, the mayor's sister"
        between = plain[self._named[left][0].end : self._named[right][0].start]
        return len(between) < 80 and GLUE.fullmatch(between) is not None


NOMINATIVE = {"his": "he", "him": "he", "her": "she", "hers": "she"}


def _may_be(figure: Figure, pronoun: str) -> bool:
    return figure.kind != "journalist" and figure.gender in {"", NOMINATIVE.get(pronoun, pronoun)}


def _subject(token: Token) -> Token | None:
    """The noun or pronoun that a word's clause is about."""
    for _ in range(CLIMB_LIMIT):
        own = nearest_subject(token)
        if own is not None:
            return token.head if own.tag_ in {"WP", "WDT"} and token.dep_ == "relcl" else own
        if token.dep_ in {"relcl", "acl", "appos"}:
            return token.head
        if token.dep_ not in CLIMBS:
            return None
        token = token.head
    return None


def _reporter(pronoun: Token) -> Token | None:
    """The subject of the clause above the pronoun's own: "Ruiz and Lee said they ..." gives Ruiz."""
    verb = pronoun.head
    for _ in range(CLIMB_LIMIT):
        if verb.dep_ in {"ccomp", "advcl", "relcl", "conj", "xcomp"} and verb.head is not verb:
            verb = verb.head
            own = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
            if own is not None and own.i != pronoun.i and own.tag_ not in {"WP", "WDT"}:
                return own
        else:
            return None
    return None
