"""Which way words point: for or against the matter itself, not the motion that is put."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from stories.extraction.findings import Stance

Side = int
"""1 for, 0 neither, -1 against."""

ADVERB = r"(?:\w+ly |ever |never |just |now |then |still |again |also )?"

# Verbs by which a body or a voter takes a matter on, or turns it away.
ACCEPT = (
    r"put(?:ting)?(?= [^.;]{2,40} (?:on the (?:\w+ )?ballot|before voters|to (?:the )?voters))|"
    r"approv(?:e|es|ed|ing)|pass(?:es|ed|ing)?|adopt(?:s|ed|ing)?|support(?:s|ed|ing)?|back(?:s|ed|ing)?|"
    r"endors(?:e|es|ed|ing)|renew(?:s|ed|ing)?|extend(?:s|ed|ing)?|fund(?:s|ed|ing)?|accept(?:s|ed|ing)?|"
    r"authoriz(?:e|es|ed|ing)|sign(?:s|ed|ing)?|ratif(?:y|ies|ied|ying)|allow(?:s|ed|ing)?|"
    r"permit(?:s|ted|ting)?|"
    r"enact(?:s|ed|ing)?|grant(?:s|ed|ing)?|advanc(?:e|es|ed|ing)|confirm(?:s|ed|ing)?|embrac(?:e|"
    r"es|ed|ing)|"
    r"move forward|go ahead|go forward|say yes|vote yes|vote for|vote in favor|join(?:ing)?|build(?:ing)?|"
    r"creat(?:e|ing)|establish(?:ing)?|hir(?:e|ing)|buy(?:ing)?|recommend(?:s|ed|ing)?|stand "
    r"behind|get behind|stick with|stay with|go with|move ahead|proceed|overrid(?:e|es|ing)"
)
REFUSE = (
    r"reject(?:s|ed|ing)?|oppos(?:e|es|ed|ing)|den(?:y|ies|ied|ying)|kill(?:s|ed|ing)?|defeat(?:s|ed|ing)?|"
    r"block(?:s|ed|ing)?|stop(?:s|ped|ping)?|halt(?:s|ed|ing)?|scrap(?:s|ped|ping)?|abandon(?:s|ed|ing)?|"
    r"turn(?:s|ed|ing)? (?:\w+ ){0,3}?down|vot(?:e|ing) (?:\w+ ){0,3}?down|"
    r"vot(?:e|ing) against|vot(?:e|ing) no|strik(?:e|ing) down|drop(?:ping)?|withdraw(?:ing)?|"
    r"say(?:ing)? no|walk(?:ing)? away|oppose|fight(?:ing)?|pull(?:ing)? the plug|veto(?:es|ed|ing)?|"
    r"disapprov(?:e|es|ed|ing)|ground(?=\b)|shut(?:ting)? (?:\w+ )?down|derail(?:ing)?|scuttl(?:e|"
    r"ing)|sink|thwart|prevent(?:ing)?|overturn(?:ing)?|undo|not (?:to )?(?:approve|renew|sign|"
    r"pass|adopt|support|accept|go)"
)
REFUSE_LEMMAS = frozenset(
    """reject oppose deny kill defeat block stop halt scrap abandon turn strike drop withdraw fight veto disapprove
    derail scuttle sink thwart prevent overturn undo decline refuse shelve nix""".split()
)
# What undoes a thing, and what leaves it as it is; which of them is "for" depends on what is put to the vote.
UNDO = (
    r"pull(?:s|ed|ing)?(?= (?:the|\d+|its|it|his|her)\b)|remov(?:e|es|ed|ing|al)|repeal(?:s|ed|"
    r"ing)?|ban(?:s|ned|ning)?|clos(?:e|es|ed|ing|ure|ures)|"
    r"end(?:s|ed|ing)?|"
    r"cut(?:s|ting)?|cancel(?:s|ed|ing|ation|lation)?|eliminat(?:e|es|ed|ing|ion)|rescind(?:s|ed|ing)?|"
    r"terminat(?:e|es|ed|ing|ion)|revok(?:e|es|ed|ing)|revocation|dismantl(?:e|es|ed|ing)|"
    r"abolish(?:es|ed|ing)?|"
    r"abolition|demol(?:ish|ishes|ished|ishing|ition)|moratorium|retir(?:e|es|ed|ing)|renam(?:e|es|ed|ing)|"
    r"tear(?:s|ing)? (?:out|down|up)|ripping (?:out|up)|prohibit(?:s|ed|ing|ion)?|scrap(?:s|ped|ping)?|"
    r"drop(?:s|ped|ping)?|outlaw(?:s|ed|ing)?|restrict(?:s|ed|ing|ions?)?|replac(?:e|es|ed|ing)|"
    r"strik(?:e|es|ing)(?= (?:the|it|that|a|all)\b)"
)
KEEP = (
    r"keep(?:s|ing)?(?! (?:fight|push|work|try|go|ask|oppos|support|vot|press|speak|say|call|rais)\w*ing\b)|"
    r"kept|retain(?:s|ed|ing)?|preserv(?:e|es|ed|ing|ation)|sav(?:e|es|ed|ing)|"
    r"protect(?:s|ed|ing)?|leav(?:e|ing) (?:\w+ ){1,5}alone"
)
DENIAL = r"denial|den(?:y|ying)|reject(?:ion|ing)|veto|defeat(?:ing)?|disapproval|blocking|stopping|killing"
PROCEDURE = (
    r"tabl(?:e|ing)|postpon(?:e|ing|ement)|delay(?:ing)?|wait(?:ing)?|continu(?:e|ing|ance)|"
    r"defer(?:ring|ral)?|"
    r"adjourn(?:ing|ment)?|amend(?:ing)?|reconsider(?:ing|ation)?|send(?:ing)? it back|refer(?:ring)?|"
    r"lay(?:ing)? (?:\w+ ){0,3}?(?:over|aside)|put(?:ting)? off|hold(?:ing)? off|clos(?:e|"
    r"ing) (?:the )?(?:public hearing|debate)|recess|"
    r"(?:enter|go into|going into) executive session"
)

ARTICLES = r"(?:(?:\w{1,40}'s?|[\w-]{1,40}+) ){0,3}?"
_head = {
    name: re.compile(rf"{ARTICLES}(?:{words})\b", re.IGNORECASE)
    for name, words in (("denial", DENIAL), ("undo", UNDO), ("keep", KEEP), ("procedure", PROCEDURE))
}
_undo_word = re.compile(rf"\b(?:{UNDO})\b", re.IGNORECASE)
_ARTICLES = frozenset({"the", "its", "that", "and", "for", "all", "this"})
_DOUBLED = re.compile(r"([a-z])\1$")
_REACH = 5  # words after "end" or "remove" that name what goes
_AHEAD = 200  # characters that hold them: a copy of all that follows each would grow with the square of a story
_NEW = re.compile(r"an? ", re.IGNORECASE)
_OVERRIDES = re.compile(rf"{ARTICLES}overrid(?:e|es|ing)\b", re.IGNORECASE)
_OPENS_OBJECT = re.compile(r"(?:it|them|this|that|him|her)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Motion:
    """What is put to the vote in this story, as far as it undoes something (removal, repeal, ban)."""

    undoes: frozenset[str] = frozenset()
    undone: frozenset[str] = frozenset()

    @classmethod
    def told_in(cls, passages: Iterable[str]) -> "Motion":
        """Read from the passages that say what the vote is about."""
        found = [
            (match[0], passage[match.end() : match.end() + _AHEAD])
            for passage in passages
            for match in _undo_word.finditer(passage)
        ]
        undone = (word.casefold() for _, after in found for word in after.split()[:_REACH] if len(word) > 2)
        return cls(frozenset(_stem(word) for word, _ in found), frozenset(undone) - _ARTICLES)

    def would_undo(self, words: str) -> bool:
        """Whether words name what the motion would undo ("the rule", where the motion ends a rule)."""
        return not self.undone.isdisjoint(words.casefold().split())

    def names_undoing(self, words: str) -> bool:
        """Whether words name the undoing that is put to the vote ("the closing")."""
        undo = _head["undo"].match(words.lstrip())
        return undo is not None and self._is_put(undo[0])

    def side_of(self, words: str, *, about: bool = True) -> Side | None:
        """1 where words name the matter itself, -1 where they name its undoing; None for mere procedure.

        "A ban" is a matter of its own, as is the end of a thing that the story is not `about`.
        """
        if _OPENS_OBJECT.match(words):
            return 1
        if _head["procedure"].match(words):
            return None
        if _OVERRIDES.match(words):
            return 1
        if _head["denial"].match(words):
            return -1
        if undo := _head["undo"].match(words):
            return 1 if self._is_put(undo[0]) or not about or _NEW.match(words) else -1
        return -1 if self.undoes and _head["keep"].match(words) else 1

    def _is_put(self, words: str) -> bool:
        return any(_stem(word) in self.undoes for word in _undo_word.findall(words))


def _stem(word: str) -> str:
    """Enough of a word to know "remove" in "removal" and "ban" in "banned"."""
    return _DOUBLED.sub(r"\1", word.casefold()[:4]).rstrip("e")


def stance_of(side: Side) -> Stance:
    """The stance of a side: what is neither for nor against takes none."""
    return "support" if side > 0 else "oppose" if side < 0 else "no_position"
