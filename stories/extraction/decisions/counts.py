"""The count of a decision: tied to its words, the votes for the matter first."""

import re

from spacy.tokens import Span as Tokens

from stories.extraction.decisions import tallies
from stories.extraction.decisions.draft import Draft
from stories.extraction.decisions.scene import Scene
from stories.extraction.decisions.tallies import Tally
from stories.extraction.people.cast import Cast
from stories.extraction.tagger.heads import PUT_OFF

# A count may stand in the sentence after, where that tells of nothing but the vote.
COUNTED = re.compile(
    r"\b(?:vot(?:e|ed|es|ing)|tally|count|motion|measure|approved|passed|failed|lost|carried|tie|rejected|denied|adopted|recommended)\b",
    re.IGNORECASE,
)
NOT_COUNTED = re.compile(
    r"\b(?:season|score|record|inning|game|chance|ratio|odds|scored|beat|overtime|lead|election|voters)\b",
    re.IGNORECASE,
)
SHORT = re.compile(
    r"\bneed(?:ed|s|ing)?\b|\brequir|two-thirds|three-fourths|three-quarters|super-?majority"
    r"|\bvotes? short\b|\bfell short\b|\bshort of\b|\bshy of\b|not enough",
    re.IGNORECASE,
)
AGAINST = re.compile(
    r"\b(?:(?:voted|voting|votes?) (?:no|nay|against)|dissent(?:ed|ing|s)?|oppos(?:ed|ing)|in opposition|against)\b",
    re.IGNORECASE,
)


def set_counts(scene: Scene, drafts: list[Draft]) -> None:
    """Give the drafts of one sentence the counts told in it, or in the sentence behind."""
    sentence = drafts[0].sentence
    told = _counts(scene, sentence)
    for draft in drafts:
        if not told:
            break
        nearest = told[0] if len(drafts) == 1 else min(told, key=lambda one: abs(one.start - draft.at))
        _give(scene, draft, nearest)
        if len(drafts) > 1 and nearest.yes is not None:
            others = [one for one in told if one is not nearest]
            told = others or (told if len({draft.fate for draft in drafts}) == 1 else [])
    if len(drafts) == 1 and not drafts[0].counted:
        _noes_by_name(scene, drafts[0])


def behind(scene: Scene, draft: Draft, tells: bool) -> None:
    """Give a draft without a count the one of the next sentence, where that tells of no decision of its own."""
    sentences = scene.document.sentences
    if draft.counted or tells or draft.number + 1 >= len(sentences):
        return
    following = sentences[draft.number + 1]
    told = _counts(scene, following)
    if told and following.start_char - draft.sentence.end_char < 4 and COUNTED.search(following.text):
        _give(scene, draft, told[0])
        draft.reach(following.start_char, following.end_char)


def told(scene: Scene, sentence: Tokens) -> bool:
    """Whether a sentence gives a count of votes in figures, beside a word of voting."""
    exact = any(one.yes is not None and one.no is not None for one in _counts(scene, sentence))
    return exact and COUNTED.search(sentence.text) is not None


def _counts(scene: Scene, sentence: Tokens) -> list[Tally]:
    told = tallies.find(scene.document.plain, sentence.start_char, sentence.end_char)
    if told and NOT_COUNTED.search(sentence.text) and not COUNTED.search(sentence.text):
        return []
    exact = [one for one in told if one.yes is not None]
    return exact or told


def _give(scene: Scene, draft: Draft, tally: Tally) -> None:
    yes, no = tally.yes, tally.no
    around = scene.document.plain[max(0, draft.sentence.start_char - 200) : draft.sentence.end_char + 200]
    if draft.fate == "failed" and yes is not None and no is not None:
        turned = yes > no and not SHORT.search(around)
        yes, no = (no, yes) if turned else (yes, no)
    elif draft.fate == "failed" and yes is None and no == 0:
        yes, no = 0, None
    elif draft.fate == "passed" and yes is not None and no is not None and yes < no:
        yes, no = no, yes
    if yes is not None and yes == no and draft.fate == "passed":
        draft.fate = "failed"  # a tie
    draft.yes, draft.no, draft.counted = yes, no, True


def _noes_by_name(scene: Scene, draft: Draft) -> None:
    """ "With Ruiz and Lee voting no": as many votes against as are named."""
    found = AGAINST.search(scene.document.plain, draft.sentence.start_char, draft.sentence.end_char)
    if found is None or draft.fate not in ("passed", *PUT_OFF):
        return
    start = scene.document.plain.rfind("with ", draft.sentence.start_char, found.start())
    named = _named(scene.cast, start, found.start()) if start >= 0 else 0
    if named:
        draft.no, draft.counted = named, True


def _named(cast: Cast, start: int, end: int) -> int:
    return len(cast.figures_in(start, end))
