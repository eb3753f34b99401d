"""Stances read from what people say themselves: "I can't support this", "Vote no", "It's the right thing to do"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from stories.extraction.findings import Basis, Quote, Stance
from stories.extraction.positions.polarity import ACCEPT, KEEP, REFUSE, UNDO, stance_of
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

I = r"\b(?:I|we)"  # noqa: E741
BE = r"(?:'m| am|'re| are|'ve (?:always )?been| have (?:always )?been| was| remain| stand)"
LY = (
    # No word may be read in two ways: a row of them would be read in two to the power of its length.
    r"(?: (?:still|just|also|both|all|\w+ly|in good conscience,?))*"
)
CANNOT = (
    r"(?:(?: ca| could| would| do)n't|(?: can| could| would| will| do| am) not(?: going to)?| cannot|"
    r"'m not going to|'m not gonna| won't| wo n't| can never| could never| will never|'ll never| would "
    r"never|'m not ready to|'m not prepared to)"
)
ANSWER = r"^(?:still |definitely |absolutely |probably )?an? (?:\w+ )?"
WILL = r"(?:'ll| will|'m going to|'m gonna| am going to| plan to| intend to| would|'d)"
IT = (
    r"(?=\s+(?:it|this|that|the|any|an?|these|those|our|their|his|her|every|both|yes|no|in|closing|"
    r"keeping)\b|[.,!?;]|$)"
)


@dataclass(frozen=True, slots=True)
class Saying:
    """Words in the first person, or an appeal, and what they tell."""

    stance: Stance
    basis: Basis
    rule: str
    pattern: re.Pattern[str]


def _saying(stance: Stance, basis: Basis, pattern: str, rule: str = "own words") -> Saying:
    return Saying(stance, basis, rule, re.compile(pattern, re.IGNORECASE))


ME = r"\b(?:put|count|mark) me (?:down )?(?:as |in |among |with )?(?:an? |the )?(?:firm |solid |hard |definite )?"
FROM_ME = r"^(?:(?:it|that)(?:'s| is)|this is) an? (?:\w+ )?{}(?= (?:from|for) me\b)"
SAYINGS = (
    _saying(
        "support", "vote_intent", ME + r"\"?(?:yes|supporters?|in favor|for|in support)\b|" + FROM_ME.format("yes")
    ),
    _saying("oppose", "vote_intent", ME + r"\"?(?:no|opposed|opponents?|against)\b|" + FROM_ME.format("no")),
    _saying("support", "past_vote", rf"{I}(?: have|'ve)?{LY} voted (?:yes|for|in favor|aye|to(?= [a-z]))\b"),
    _saying(
        "oppose",
        "past_vote",
        rf"{I}(?: have|'ve)?{LY} voted (?:no|against|nay|in opposition|to (?:{REFUSE}))\b",
    ),
    _saying(
        "support",
        "vote_intent",
        rf"{I}(?:{WILL}{LY} (?:be )?vot(?:e|ing)|{BE}{LY} voting) (?:yes|for|in favor|aye|to "
        rf"(?:{ACCEPT}))\b|{I}{BE}{LY} an? {LY}(?:firm |solid |hard |definite |strong )?yes\b",
    ),
    _saying(
        "oppose",
        "vote_intent",
        rf"{I}(?:{WILL}{LY} (?:be )?vot(?:e|ing)|{BE}{LY} voting) (?:no|against|nay|to (?:{REFUSE}))\b|"
        rf"{I}{CANNOT}{LY} vote (?:yes|for|in favor|to (?:{ACCEPT}))\b|{I}{BE}{LY} an? (?:firm |solid |"
        rf"hard |definite |strong )?no\b|\bmy (?:vote|answer) (?:is|will be|would be) (?:still )?no\b",
    ),
    _saying("support", "vote_intent", rf"{I}{WILL}{LY} be an? (?:\w+ )?yes\b"),
    _saying("oppose", "vote_intent", rf"{I}{WILL}{LY} be an? (?:\w+ )?no\b"),
    _saying("support", "vote_intent", rf"{ANSWER}yes\b(?=[,.!;?]|$| on )"),
    _saying("oppose", "vote_intent", rf"{ANSWER}no\b(?=[,.!;?]|$| on )"),
    _saying(
        "undecided",
        "statement",
        r"^(?:I'm )?still (?:thinking|deciding|studying|listening|reading|weighing|torn|undecided|on the fence|"
        r"mulling)\b|"
        r"\b(?:I'm|I am|we're)(?: still| just)? (?:studying|mulling|chewing on|praying on|praying about|thinking about|"
        r"thinking on|sleeping on|listening to)(?: on| about| over)? (?:it|this|that|both|all|every)\b|"
        r"\bI(?:'ve| have)(?: still)? (?:got )?an open mind\b|\bI (?:could|can|might) go either way\b|"
        r"\bundecided[.,!]?$|^leaning\b",
        "undecided",
    ),
    _saying("support", "vote_intent", r"\bmy (?:vote|answer) (?:is|will be|would be) (?:still )?yes\b"),
    _saying(
        "support",
        "statement",
        rf"{I}{LY} (?:support|back|favor|endorse|welcome|applaud|am proud to support)\b{IT}|"
        rf"{I}(?:{WILL}| can){LY} (?:support|back|endorse|stand behind|get behind|live with|approve|be "
        rf"(?:supporting|backing|endorsing)|sign(?= (?:it|this|that|the)\b))\b|{I}{BE}{LY} (?:for|in "
        rf"favor of|in support of|behind|supportive of|on board)\b{IT}|\bwe can stand behind\b",
    ),
    _saying(
        "oppose",
        "statement",
        rf"{I}{BE} (?:pulling|withdrawing) (?:my|our) (?:support|backing|name)\b|"
        rf"{I}{LY} (?:oppose|object to|reject)\b|{I}{BE}{LY} (?:against|opposed to|opposed|not for)\b|"
        rf"{I}{CANNOT}{LY} (?:support|back|endorse|accept|get behind|stand behind|go along|sign|"
        rf"stomach|justify|be (?:for|part of)|approve|take)\b|{I} (?:do not|don't){LY} (?:see "
        rf"(?:the|a|any) (?:need|point|benefit|reason)|support|"
        rf"believe in|think (?:this|it)(?:'s| is) (?:right|fair|a good))\b{IT}|{I}{WILL}{LY} (?:be "
        rf")?(?:fight|oppose|block|stop|opposing|fighting)\b|{I} (?:were|are|was|am|'re) going to "
        rf"(?:stop|fight|beat|kill|block)\b|{I} (?:beat|stopped|killed|defeated|blocked) (?:it|this|a|"
        rf"the)\b",
    ),
    _saying(
        "no_position",
        "statement",
        rf"{I}(?: do not| don't|{BE} not){LY} (?:oppose|opposed to|opposed|against)\b",
        "takes no side",
    ),
    _saying(
        "no_position",
        "statement",
        rf"{I}(?:{BE} (?:staying |officially )?neutral| (?:do not|don't) have a (?:position|dog in))\b|"
        rf"{I}{BE} (?:going to |) ?(?:abstain\w*|recus\w+)",
        "takes no side",
    ),
    _saying(
        "no_position",
        "statement",
        rf"{I} (?:won't|will not|don't|do not|didn't) (?:fight|stand in the way of)\b",
        "takes no side",
    ),
    _saying(
        "undecided",
        "statement",
        rf"\bnot a (?:yes|no) and (?:I'm |I am )?not a (?:yes|no)\b|{I}(?: have not| haven't|'ve "
        rf"not)(?: yet)? (?:made up my mind|decided|made a decision|settled|taken a position)\b|"
        rf"{I}{BE}{LY} (?:undecided|torn|on the fence|not sure|not there yet|weighing|leaning|not "
        rf"leaning|struggling|of two minds)\b|{I} (?:do not|don't) know (?:yet|how I|where I)\b|from "
        rf"(?:yes|no) to (?:maybe|undecided)\b|\bask me (?:again |when|after|on|next|in|then)|\b(?:I|"
        rf"we)(?:'m| am) not saying I'm a (?:no|yes)",
        "undecided",
    ),
    _saying(
        "support",
        "statement",
        r"(?:^|(?<=[.!?,;] )|(?<=\bplease ))(?:please )?(?:(?:vote|say) yes|support (?:it|this)|"
        r"approve (?:it|this|the)|pass (?:it|this|the)|do the right thing and approve)\b",
    ),
    _saying(
        "oppose",
        "statement",
        r"(?:^|(?<=[.!?,;] )|(?<=\bplease ))(?:please )?(?:(?:vote|say) no|reject (?:it|this|the)|kill "
        r"(?:it|this|the)|vote it down|stop (?:it|this)|don't (?:do (?:it|this|that)|sign|approve|pass|"
        r"vote for|let them)|scrap (?:it|this|the))\b",
    ),
    _saying(
        "support",
        "statement",
        rf"\b(?:council|board|commission|city|county|they|you|we|members|supervisors|trustees|"
        rf"legislators|commissioners)(?: members)? (?:should|must|needs? to|ought to|has to|have to) "
        rf"(?:{ACCEPT})\b",
    ),
    _saying(
        "oppose",
        "statement",
        rf"\b(?:council|board|commission|city|county|they|you|we|members|supervisors|trustees|"
        rf"legislators|commissioners)(?: members)? (?:(?:should|must|needs? to|ought to|has to|have "
        rf"to) (?:{REFUSE})|(?:should not|shouldn't|must not|cannot|can't) (?:be )?(?:{ACCEPT}|do|"
        rf"doing|spend|giv))",
    ),
)
ASKING = re.compile(
    rf"\b(?:ask|asking|urge|urging|beg|begging|implore|want) (?:you(?: all)?|y'all|them|the council|the board|"
    rf"this (?:council|board)|everyone|everybody|(?:my|our) colleagues|members|"
    rf"(?:the )?(?:commission(?:ers)?|committee|trustees|supervisors|court)) to (?:(?P<yes>{ACCEPT})|"
    rf"(?P<no>{REFUSE}|turn (?:it|this|"
    rf"that) down))\b"
    r"|(?:^|(?<=[.!?] ))(?P<do>build|fund|finish|open|buy|do|pass|sign|renew) (?:it|this)\b",
    re.IGNORECASE,
)
KEEPING = re.compile(
    rf"(?:^|(?<=[.!?,;] )|(?:I'd|I would|I want to|let's|let us|(?:we|they|you) (?:should|need to|"
    rf"must|have to)) )(?:please )?(?:don't )?(?!\w*(?:ing|ed)\b)(?P<what>(?:{KEEP})|"
    rf"(?:{UNDO}))(?= (?:the|our|it|"
    rf"this|those|these|them|that)\b)",
    re.IGNORECASE,
)
SUPPOSED = re.compile(
    r"\b(?:if|whether|would have|could have|why (?:would|should|are|do)|not saying|never said|"
    r"don't think|didn't say)\b[^,;.]{0,400}$|\bbefore $",
    re.IGNORECASE,
)
WAS = re.compile(r"\b(?:I|we) (?:was|were) (?:for|in favor|a (?:yes|no)|against|opposed|leaning)", re.IGNORECASE)


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of all that people say of themselves or ask for in their own words."""
    for quote in scene.quotes:
        if scene.speaker(quote) is not None:
            yield from _of_quote(scene, quote)


def _of_quote(scene: Scene, quote: Quote) -> Iterator[Reading]:
    plain = scene.document.plain[quote.start : quote.end]
    for saying in SAYINGS:
        for match in saying.pattern.finditer(plain):
            at = quote.start + match.start()
            if scene.in_speech(at) and not _is_supposed(scene, quote, at, quote.start + match.end()):
                yield from _reading(scene, quote, saying, at, quote.start + match.end())
    for match in ASKING.finditer(plain):
        if scene.in_speech(quote.start + match.start()):
            asks = Saying("oppose" if match["no"] else "support", "statement", "own words", ASKING)
            yield from _reading(scene, quote, asks, quote.start + match.start(), quote.start + match.end())
    for match in KEEPING.finditer(plain):
        if scene.in_speech(quote.start + match.start()):
            side = scene.side_after(quote.start + match.start("what")) or 1
            side = -side if match[0].casefold().startswith(("don't", "please don't")) else side
            appeal = Saying(stance_of(side), "statement", "own words", KEEPING)
            yield from _reading(scene, quote, appeal, quote.start + match.start(), quote.start + match.end())


def _reading(scene: Scene, quote: Quote, saying: Saying, start: int, end: int) -> Iterator[Reading]:
    towards = scene.side_after(end)
    figure = scene.speaker(quote)
    if towards is None or figure is None:
        return
    stance = saying.stance
    if towards < 0 and stance in {"support", "oppose"}:
        stance = "oppose" if stance == "support" else "support"
    first, last = scene.sentence(start)
    evidence = (max(first, quote.start), min(last, quote.end))
    matter = scene.object_after(end)
    stale = WAS.search(scene.document.plain, start, end) is not None
    yield scene.reading(
        figure,
        stance,
        saying.basis,
        start,
        end,
        saying.rule,
        matter,
        evidence=evidence,
        stale=stale,
    )


def _is_supposed(scene: Scene, quote: Quote, at: int, end: int) -> bool:
    before = scene.before(at)
    found = SUPPOSED.search(before[max(0, len(before) - (at - quote.start)) :])
    if found is None:
        return False
    own = next((word for word in scene.document.tokens(at, end) if word.pos_ in {"VERB", "AUX"}), None)
    return not found[0].casefold().startswith("if") or own is None or _governs(own)


def _governs(verb: Token) -> bool:
    """Whether the "if" is that of the verb's own clause, or of one above it."""
    above = (verb, *verb.ancestors)
    return any(child.lower_ == "if" and child.i < verb.i for word in above for child in word.children)
