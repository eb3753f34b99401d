"""Names in lists: roll calls ("Ayes: ...", "Voting no were ..."), camps ("Supporters include ...")."""

import re
from collections.abc import Iterator

from stories.extraction.findings import Basis, Stance
from stories.extraction.grammar.hedges import is_supposed
from stories.extraction.people.cast import Figure
from stories.extraction.positions.holders import LIST_WORDS
from stories.extraction.positions.polarity import stance_of
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

YES = (
    r"yes|ayes?|yeas?|in favou?r(?: of)?|in support(?: of)?|in the majority|in the affirmative|for|"
    r"approving|supporting|"
    r"backing|favoring|the affirmative|to recommend approval|to approve|to adopt|to pass"
)
NO = (
    r"no|noes|nos|nays?|against|in opposition(?: to)?|in dissent|in the minority|opposed|opposing|"
    r"dissenting|rejecting|"
    r"the dissent(?:ers)?|dissents?|to recommend (?:denial|rejection)|to deny|to reject"
)
NEITHER = (
    r"abstain(?:ed|ing)?|abstentions?|present|neutral|"
    r"recus(?:ed|ing)(?: (?:him|her|them)sel(?:f|ves))?|sitting (?:it |this one )?out"
)
CHOICES = (
    rf"(?P<yes>{YES})|(?P<no>{NO})|(?P<none>{NEITHER})|(?P<open>undecided|on the fence|maybe|unsure|"
    rf"leaning)|(?P<silent>(?:wo|would)n't (?:say|tell us|answer)|would not say|declined to (?:say|"
    rf"comment|answer)|declined)|"
)
SILENCE = r"(?P<gone>did(?:n't| not) (?:respond|reply|answer)|no response|no answer|could not be reached)"
WAYS = rf"{CHOICES}{SILENCE}"
BE = r"(?: were| was| are| is| included?| include[sd]|:| ?[—–-]{1,2})"

# Names follow these.
VOTING = re.compile(
    rf"\b(?:those |members )?(?:vot(?:ed|ing)|casting)(?: (?:the|a)(?: \w+)?)? "
    rf"(?:{WAYS})\b(?P<object>[^.;:\"]{{0,70}}?)"
    rf"(?: votes?)?(?: were| was|: )",
    re.IGNORECASE,
)
JOINING = re.compile(
    rf"\bjoin(?:ing|ed by)? (?P<first>[^.;\"]{{2,90}}?) (?:in )?(?:voting )?(?:{WAYS})(?: "
    rf"votes?)?(?: were| was|: )",
    re.IGNORECASE,
)
LABEL = re.compile(
    rf"(?:^|(?<=[.;\n] )|(?<=\n)|(?<=; and )|(?<=[•*-] ))(?:(?:those |the (?:\w+ )?|all |also )?"
    rf"(?:who (?:were )?)?(?:voting |voted )?|roll call[:,] |vote[:,] )(?:{WAYS})(?: votes?)?"
    rf"(?: \(\d+\)|, \d+|(?: to| of| on)?(?: (?:the|a|an|it|this|that)\b(?: [\w'-]+){{0,4}}?)(?=:| were | was ))?"
    rf"(?:: | - |"
    rf" — | – | were (?=[A-Z])| was (?=[A-Z]))",
    re.IGNORECASE | re.MULTILINE,
)
CAMP = re.compile(
    rf"\b(?:the )?(?:(?P<yes>supporters|backers|proponents|yes(?:es)?|ayes|yeas)|(?P<no>opponents|"
    rf"critics|foes|detractors|skeptics|dissenters|"
    rf"noes|nos|nays))(?: (?:on|of|to) the [\w -]{{2,30}}?)?{BE} (?=[A-Z\"]|council|the |at-large|"
    rf"\w+ members?)",
    re.IGNORECASE,
)
VOTES_FROM = re.compile(
    r"\b(?:the|both|all|two|three|four)(?: \w+){0,2}? (?:(?P<no>no|dissenting|nay|negative|"
    r"opposing|dissents?|noes)|(?P<yes>yes|aye|affirmative|yeses|ayes))"
    r"(?: votes?)? (?:came from|were|was|belonged to|cast by|were cast by|was cast by)\b(?! (?:the|a) )"
    r"|\bvotes? (?:(?P<no2>against|in opposition|in dissent)|(?P<yes2>for|in favor))(?: \w+){0,3} "
    r"(?:came from|were|was|:)\b",
    re.IGNORECASE,
)
OVER = re.compile(
    r"\bover (?:the )?(?P<no>objections?|dissents?|opposition|no votes?)(?: votes?)? (?:of|from|by)\b",
    re.IGNORECASE,
)
WITH_NAMES = re.compile(
    rf"\b(?:with|including) (?P<first>[^.;\"()]{{2,120}}?),? (?:voting (?:{CHOICES}opposed)|"
    rf"(?P<no2>opposed|dissenting|opposing|objecting|balking|in opposition|in dissent)"
    r"|casting (?:the )?(?:\w+ )?(?P<no3>no|dissenting|opposing))\b",
    re.IGNORECASE,
)
# Names stand before these.
LEFT = re.compile(
    rf"(?:,? (?:all|both|each|alone))?,? (?:(?:were|was|are|is|remain|stand|voting|casting|"
    rf"(?P<cast>vote|votes|say|says|said|answered|voted)) )?(?:{WAYS})(?! (?:the|to|it|his|her|their|this|that|any)\b)"
    rf"(?: votes?)?(?=[.;,)]|$| and with | while | but | and (?:directors?|trustees?|members|"
    rf"council|commissioners?|supervisors?)| because | citing | ahead of | heading into )",
    re.IGNORECASE | re.MULTILINE,
)
WITH = re.compile(
    r"(?:\b(?:with|including|leav(?:es|ing)|puts|counts)(?: \w+){0,2}|[:;(]|^|"
    r"\b(?:in favor|opposed|against|in opposition|dissenting|yes|no|aye|nay|recused|abstain\w*)(?: and| while|,|;){1,2}"
    r"(?: \w+){0,2}|\b(?:on|by|in) an? \d+(?:-| to )\d+ (?:vote|roll call|margin|decision|tally),|"
    r"\b(?:voted|vote|votes|said|voting|were|was) (?:for|against|yes|no|aye|nay|in favor|opposed)\b[^.;\"]{0,60}[,;]"
    r"(?: and| while| with)?)\s*$",
    re.IGNORECASE,
)
DENIED = re.compile(r"\bno longer\b|\bnot\b|n't\b", re.IGNORECASE)
TALLY = re.compile(
    r"\bvoted\b|\bvot(?:e|es|ing) (?:was|were|yes|no|for|against|in)\b|\b\d{1,2}(?:-| to )\d{1,2}\b|"
    r"\bayes?\b|\byeas?\b|\bn(?:ay|oe)s?\b|\broll call\b|\bmotion (?:carries|carried|passes|passed|fails|"
    r"failed)\b|\bapproved\b|\badopted\b|\bpassed\b",
    re.IGNORECASE,
)
TAKEN = re.compile(
    r"\b(?:voted|approved|adopted|passed|rejected|defeated)\b[^.]{0,80}\b\d{1,2}(?:-| to )\d{1,2}\b|"
    r"\b\d{1,2}(?:-| to )\d{1,2}\b",
    re.IGNORECASE,
)
NEAR = 1_200  # characters between a tally and its roll call
# Characters: no further is looked around a list, whatever is called a paragraph. Each of many lists in a paragraph
# would read all of it.
LONGEST_PARAGRAPH = 4_000
PLANNED = re.compile(
    r"\b(?:plan|planning|intend|expect|likely|going|will|would) (?:to )?vote:?(?=[:\s]*\n|:)", re.IGNORECASE
)
TURN = re.compile(
    r", while | but | with (?!\w+ \w+(?:;|,| and))|; (?=(?:[A-Z][\w.'-]+ ){1,3}(?:was |were )?absent)|"
    r"; (?=[a-z]+ (?:was|were|is|had|said|did))"
)
TITLES = re.compile(rf"(?:(?:^|(?<= ))(?!with\b|and\b|including\b|One\b){LIST_WORDS},? ){{1,12}}$")
PART = re.compile(r"[^;()]+(?=;|\(|\)|$)|[^;()]+")
COUNTED = re.compile(
    r"\b(?:count|put|chalk|mark) (?P<first>[^.;\"]{2,80}?) (?:down )?(?:as|for|among) (?:an? |the )?(?:\w+ )?"
    r"(?:(?P<yes>yes(?:es)?|supporters?)|(?P<no>no(?:es)?|opponents?))\b",
    re.IGNORECASE,
)
SAID = re.compile(r"\W*(?:says?|said|answered) (?:yes|no|aye|nay)\b", re.IGNORECASE)
ASKED_STANCE = re.compile(
    r"\b(?:ask(?:ed|ing)|question|poll(?:ed)?|survey(?:ed)?)\b[^.;]{0,80}\b(?:vot(?:e|ed|ing)|support|oppose|back|favor|"
    r"approve|stand)\b",
    re.IGNORECASE,
)
VERBAL = re.compile(r",? (?:all |both |each )?voting\b", re.IGNORECASE)
ASIDE = re.compile(r",? who\b|,? which\b")
WERE = re.compile(r"\b(?:were|was)\b", re.IGNORECASE)
DECIDED = re.compile(
    r"\b(?:voted|tied?|deadlock\w*|split|fail(?:ed|s)|pass(?:ed|es)|approved|denied|rejected|defeated)\b", re.IGNORECASE
)
VOTED = re.compile(r"(?:those |members )?vot(?:ed|ing)\b", re.IGNORECASE)
ASKED = re.compile(
    r"\binterview|\bsurvey|\bour count\b|\bwhere they stand\b|\bsaid they\b|\btold\b|\bheading "
    r"into\b|\bgoing in\b",
    re.IGNORECASE,
)


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of all lists of names told in the story's own voice."""
    plain = scene.document.plain
    for pattern in (VOTING, JOINING, LABEL, CAMP, VOTES_FROM, OVER):
        for match in pattern.finditer(plain):
            if not scene.in_speech(match.start()):
                yield from _names_after(scene, match)
    for match in (*WITH_NAMES.finditer(plain), *COUNTED.finditer(plain)):
        if not scene.in_speech(match.start()):
            yield from _names_within(scene, match)
    for match in LEFT.finditer(plain):
        if not scene.in_speech(match.start()):
            yield from _names_before(scene, match)


def _names_after(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    end = _list_end(scene, match.end())
    names = tuple(figure for part in _parts(scene, match.end(), end) for figure in scene.holders.listed(*part))
    groups = match.groupdict()
    if groups.get("first"):
        names += scene.holders.after(match.start("first"), match.end("first"))
    yield from _readings(scene, match, names, _told(scene, match, groups.get("object") or ""))


def _parts(scene: Scene, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a list that hold its names: what is said of them, and what stands in brackets, is left out."""
    for part in PART.finditer(scene.document.plain, start, end):
        if scene.document.plain[part.start() - 1] == "(":
            continue
        aside = ASIDE.search(scene.document.plain, part.start(), part.end())
        yield part.start(), aside.start() if aside and ";" in scene.document.plain[start:end] else part.end()


def _names_before(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    """ "..., with Ruiz and Lee opposed": a list right before the word, opened by "with" or the sentence's start."""
    start, _ = scene.sentence(match.start())
    names = scene.holders.before(match.start(), start)
    if is_supposed(scene.before(match.start())):
        return
    if SAID.match(match[0]) and not _answers_on_the_vote(scene, match):
        return
    bare = VERBAL.match(match[0]) or (names and _is_bare(scene, names, start, match))
    if names and bare and not DENIED.search(scene.before(match.end())):
        yield from _readings(scene, match, names, _told(scene, match, ""))


def _answers_on_the_vote(scene: Scene, match: re.Match[str]) -> bool:
    """Whether a "no" that somebody says is a vote, or where they stand on it, rather than an answer about facts."""
    paragraph = scene.document.paragraph_at(match.start())
    start = paragraph.start if paragraph else scene.sentence(match.start())[0]
    start = max(start, match.start() - LONGEST_PARAGRAPH)
    return scene.vote_told_near(match.start()) or bool(ASKED_STANCE.search(scene.document.plain, start, match.start()))


def _names_within(scene: Scene, match: re.Match[str]) -> Iterator[Reading]:
    """ "with the mayor and both members from the hill voting no": whoever of them is named."""
    names = scene.holders.after(match.start("first"), match.end("first"))
    yield from _readings(scene, match, names, _told(scene, match, ""))


def _is_bare(scene: Scene, names: tuple[Figure, ...], start: int, match: re.Match[str]) -> bool:
    """Whether the list is a clause of its own, not the object of some verb."""
    first = min(mention.start for name in names for mention in name.mentions if start <= mention.start < match.start())
    before = TITLES.sub("", scene.document.plain[start:first])
    return not before.strip() or WITH.search(before) is not None


def _list_end(scene: Scene, at: int) -> int:
    """A list ends with its sentence, or before the next camp: "Ayes: A, B; noes: C"."""
    _, end = scene.sentence(at)
    plain = scene.document.plain
    stops = [found.start() for pattern in (LABEL, CAMP, VOTING) if (found := pattern.search(plain, at, end))]
    stops += [found.start() for found in [TURN.search(plain, at, end)] if found]
    return min([end, *stops])


def _told(scene: Scene, match: re.Match[str], words: str) -> tuple[Stance, Basis] | None:
    """The stance and basis of a list; None where it is about mere procedure."""
    groups = match.groupdict()
    if groups.get("silent"):
        return "no_position", "declined"
    if groups.get("gone"):
        return "no_position", "no_response"
    if groups.get("open"):
        return "undecided", "statement"
    if groups.get("none"):
        abstained = groups["none"].casefold().startswith("abst")
        return "no_position", "past_vote" if abstained else _basis(scene, match)
    bare = not words.strip() and " to " not in match[0]
    towards = scene.motions.before(match.start()) if bare else scene.motion.side_of(words.strip())
    if towards is None:
        return None
    against = groups.get("no") or groups.get("no2") or groups.get("no3")
    return stance_of(-towards if against else towards), _basis(scene, match)


def _basis(scene: Scene, match: re.Match[str]) -> Basis:
    """A roll call where a vote was taken; else where people say they stand."""
    paragraph = scene.document.paragraph_at(match.start())
    start = max(paragraph.start, match.start() - LONGEST_PARAGRAPH) if paragraph else match.start()
    end = min(scene.sentence(match.end())[1], match.end() + LONGEST_PARAGRAPH)
    plain = scene.document.plain
    if PLANNED.search(plain, max(0, start - NEAR // 3), end):
        return "vote_intent"
    if VOTED.match(match[0]) or match.groupdict().get("cast"):
        return "past_vote"
    if ASKED.search(plain, start, end):
        return "statement"
    if WERE.search(match[0]) and DECIDED.search(plain, max(0, start - NEAR // 2), end):
        return "past_vote"
    taken = TALLY.search(plain, start, end) or TAKEN.search(plain, max(0, start - NEAR), end)
    return "past_vote" if taken else "statement"


def _readings(
    scene: Scene, match: re.Match[str], names: tuple[Figure, ...], told: tuple[Stance, Basis] | None
) -> Iterator[Reading]:
    if told is not None:
        for figure in dict.fromkeys(names):
            yield scene.reading(figure, *told, match.start(), match.end(), "list of names")
