"""What each sentence tells of decisions: how many, each of which matter and with which fate."""

from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Span as Tokens

from stories.extraction.decisions.draft import Draft
from stories.extraction.matters import Chains
from stories.extraction.matters.chains import Mention
from stories.extraction.matters.frames import fate_of
from stories.extraction.tagger.heads import COMING, EVENTS, GROUPS, HELD
from stories.extraction.tagger.tags import Odds

FLOORS: Mapping[str, float] = {**dict.fromkeys(HELD, 0.4), **dict.fromkeys(COMING, 0.45), **dict.fromkeys(EVENTS, 0.2)}
# How little a fate of its own words may weigh against what the sentence tells.
LOOSE = 0.15
# How much of what is pointed at each of two matters has to have for two decisions.
APART = 0.15


def drafts(chains: Chains, sentence: Tokens, number: int, tells: Odds) -> Iterator[Draft]:
    """The decisions and events that a sentence tells, in the order of their matters."""
    named = chains.within(sentence.start_char, sentence.end_char)
    for group, fates in enumerate(GROUPS):
        sure = {fate: tells.get(fate, 0.0) for fate in fates}
        if max(sure.values()) < min(FLOORS[fate] for fate in fates):
            continue
        pointing = chains.tags.where(number, group, "matter")
        if pointing is None:
            yield from _by_stretch(chains, sentence, number, sure, named)
            continue
        apart = [one for one in named if pointing.share(one.span.start, one.span.end) >= APART]
        if len(apart) > 1:
            yield from _by_stretch(chains, sentence, number, sure, apart)
        else:
            yield _pointed(chains, sentence, number, sure)


def _pointed(chains: Chains, sentence: Tokens, number: int, sure: Odds) -> Draft:
    """The one decision of a sentence, with the matter that speaks most for itself, wherever it stands."""
    best = max(sure, key=lambda fate: sure[fate])
    draft = _draft(sentence, number, best, sure[best], None)
    if found := chains.named(number, draft.group):
        draft.matter, draft.named = found.words, sentence.start_char <= found.start < sentence.end_char
        draft.at = found.start if draft.named else draft.at
    return draft


def _by_stretch(chains: Chains, sentence: Tokens, number: int, sure: Odds, named: Sequence[Mention]) -> Iterator[Draft]:
    """One draft a matter that the tagger gives a fate of this group, else one for the likeliest fate."""
    best = max(sure, key=lambda fate: sure[fate])
    done = False
    for mention in named:
        kinds = mention.stretch.kinds
        share = sum(kinds.get(fate, 0.0) for fate in sure)
        if share < 0.3 and len(named) > 1:
            continue
        fate = max(sure, key=lambda one: (LOOSE + kinds.get(one, 0.0)) * sure[one]) if share else best
        if sure[fate] < FLOORS[fate] / 2:
            fate = best
        if len(named) > 1 and best in HELD:
            fate = fate_of(chains.document.tokens(mention.span.start, mention.span.end).root) or fate
        done = True
        yield _draft(sentence, number, fate, sure[fate], mention)
    if not done:
        draft = _draft(sentence, number, best, sure[best], None)
        draft.matter = chains.best(sentence.start_char)
        yield draft


def _draft(sentence: Tokens, number: int, fate: str, probability: float, mention: Mention | None) -> Draft:
    at = mention.span.start if mention else sentence.start_char
    found = Draft(sentence, number, fate, probability, at, sentence.start_char, sentence.end_char)
    found.matter, found.named = (mention.span.text if mention else None), mention is not None
    return found
