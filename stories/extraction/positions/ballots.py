"""Votes cast and votes announced, told by the story: "voted no", "plans to vote against", "cast the lone yes"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stories.extraction.findings import Basis
from stories.extraction.people.cast import Figure
from stories.extraction.positions.polarity import ACCEPT, REFUSE, Side, stance_of
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

FOR = (
    r"yes|yea|aye|in favor(?: of)?|for|in support(?: of)?|with the majority|in the affirmative|to "
    r"recommend approval(?: of)?"
)
AGAINST = (
    r"no|nay|against|in opposition(?: to)?|with the minority|in dissent|to recommend(?:ing)? "
    r"(?:denial|rejection)(?: of)?|"
    r"to recommend against"
)
WAY = re.compile(
    rf"(?: (?!only)\w+ly| again| instead| \w+day(?: night)?)? (?:(?P<yes>{FOR})|(?P<no>{AGAINST})|"
    rf"(?P<accept>to (?:{ACCEPT}))|"
    rf"(?P<refuse>to (?:{REFUSE}))|(?P<none>present|to abstain)|to(?= [a-z]))(?![\w-])",
    re.IGNORECASE,
)
TO_COME = (
    r"plan|plans|planned|planning|intend|intends|intended|intending|expect|expects|expected|going|"
    r"vow|vows|vowed|pledge|"
    r"pledges|pledged|promise|promises|promised|prepared|ready|inclined|set|likely|wants?|hopes?"
)
VOTE = re.compile(
    rf"\b(?:(?P<coming>(?:{TO_COME}) (?:to|on) (?:still )?(?:vot(?:e|ing)|be voting)|(?:will|would|"
    rf"'ll|'d) (?:\w+ly |still |again |now )?(?:be )?"
    r"vot(?:e|ing)|(?:is|are|'s|'re) (?:still |now )?voting)|(?P<never>(?:will|would|ca|could|can) "
    r"?(?:not|n't) (?:\w+ly |again )?vote|"
    r"wo ?n't (?:\w+ly |again )?vote|cannot vote)|(?P<past>voted|votes|did vote)|(?P<doing>(?:after|by|"
    r"about|regrets|stands by) "
    r"(?:his |her |their )?voting))\b",
    re.IGNORECASE,
)
CAST = re.compile(
    r"\bcast(?:ing)? (?:the|a|an|one of (?:the|two|three|four|five)|both|his|her|their)?(?: [\w-]+){0,3}? ?"
    r"(?P<word>yes|no|yeses|noes|nays?|ayes?|dissent\w*|opposing|negative|affirmative|votes?)(?: "
    r"votes?)?(?! to)(?![\w-])"
    r"(?:,? (?P<way>against|for|in favor(?: of)?|in opposition(?: to)?))?",
    re.IGNORECASE,
)
PROSPECT = re.compile(
    r"\b(?:is|are|'s|was|were|remains?|sounds like|counted as|as|be) (?:now |still |likely |"
    r"probably )?an? \"?(?:[\w-]+ ){0,2}?(?P<word>yes|no)\b"
    r"(?! (?:one|longer|action|doubt|vote (?:would|will|could|means|is|was)|answer))|"
    r"\b(?:(?:switch|chang|flip)\w* (?:his|her|their) vote|flip|switch|go|move|turn)(?:p?ed)?(?: from (?:an? )?\w+)?"
    r" to (?:an? )?\"?(?P<new>yes|no)\b",
    re.IGNORECASE,
)
ALONE = re.compile(
    r"\b(?:was|were|is|as|being|provided|came) (?:the|among the|one of (?:the )?\w+)(?: (?:lone|"
    r"only|sole|single|\w+th|third|second|deciding|\d+|two|three|four))*"
    r" \"?(?P<word>no|yes|dissent\w*|nays?|ayes?|holdout|votes? (?:against|for)|opposing vote)(?:'s|es|s)?\"?"
    r"(?: votes?)?(?![\w'])(?! "
    r"(?:one|longer|action|doubt))",
    re.IGNORECASE,
)
DISSENT = re.compile(
    r"\b(?:dissented|(?P<abstain>abstained|sat out the vote)|(?P<recuse>recused (?:him|her|"
    r"them)sel(?:f|ves)))\b",
    re.IGNORECASE,
)
MAJORITY = re.compile(
    r"\b(?:(?:was|were|is) (?:part of|in|with)|sided with|stood with) the (?P<side>majority|minority)\b", re.IGNORECASE
)
MIND = re.compile(
    r"(?:'s|s') mind(?: is|'s)(?: \w+)? made up\W+(?:and )?(?:(?:it|the answer|that)(?:'s| is) )?(?:an? )?\"?"
    r"(?P<word>yes|no)\b",
    re.IGNORECASE,
)
BROKE = re.compile(
    r"\b(?P<word>(?:broke(?: ranks)? (?:with|from)|split (?:with|from)|parted (?:ways |"
    r"company )?with|bucked) the majority)\b",
    re.IGNORECASE,
)
CAST_IT = re.compile(
    rf"\b(?:(?P<coming>(?:{TO_COME}) to|will|would|'ll) )?cast(?:s|ing)? (?:it|(?:his|her|their|"
    rf"the)(?: \w+)? (?:vote|ballot)) "
    r"(?P<way>against|for|in favor(?: of)?|in opposition(?: to)?)\b",
    re.IGNORECASE,
)
WHOSE = re.compile(r"\bwhose (?:\w+ )?(?P<word>yes|no|aye|nay|dissenting) vote\b", re.IGNORECASE)
SIT_OUT = re.compile(
    rf"\b(?:(?:{TO_COME}) to|will|would|'ll) (?:sit (?:it|this one|the vote) out|sit out|abstain|"
    rf"recuse)\b|\bwon't be voting\b",
    re.IGNORECASE,
)
ALONG = re.compile(r"\b(?:along with|together with|joined by|as did|alongside|and so did|as were)\b", re.IGNORECASE)
BARE = frozenset(
    {
        "yes",
        "yea",
        "aye",
        "no",
        "nay",
        "favor",
        "opposition",
        "against",
        "dissent",
        "affirmative",
        "majority",
        "minority",
    }
)
FARTHEST = 120  # characters between a vote and "along with"
AMENDING = re.compile(
    r"an? (?:similar|earlier|previous|prior|different) |another |"
    r"(?:the |an |a |his |her |their )?(?:\w+ )?amendments?\b",
    re.IGNORECASE,
)
OUTCOME_WORD = re.compile(r"majority|minority|dissent|oppos|holdout", re.IGNORECASE)
NEGATIVE = re.compile(
    r"no|nay|broke|bucked|split|parted|dissent|oppos|negativ|holdout|.*against|in oppos|"
    r"minority",
    re.IGNORECASE,
)
HYPOTHETICAL = re.compile(
    r"\b(?:whether|if|unless|could have|may|might|not say how|how)\b[^,;]{0,400}$|\bbefore (?:he|she|they|I|"
    r"we)$",
    re.IGNORECASE,
)
WOULD_HAVE = re.compile(r"\b(?:would|'d)(?: not|n't)? have $", re.IGNORECASE)
MOTION_AHEAD = re.compile(
    r" (?:an?|the|that|his|her|their) (?:[\w-]+ ){0,2}?(?:motion|recommendation|move|request|bid|effort) to \w+|"
    r" overriding\b",
    re.IGNORECASE,
)
UPHOLDING = re.compile(r" (?:uphold|sustain) (?:it|that)\b", re.IGNORECASE)
NEAR_VETO = 200  # characters between a veto and the "it" that stands for it
OVERRIDING = re.compile(r"\boverrid", re.IGNORECASE)
DENIED = re.compile(r"(?:n't|\bnot|\bnever)\b[^,;]{0,12}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ballot:
    """One vote told: `start` to `end` are the telling words, `side` None where it is mere procedure."""

    start: int
    end: int
    side: Side
    basis: Basis
    rule: str
    matter: str = ""


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of all votes told in the story's own voice."""
    for ballot in _ballots(scene):
        if _is_hypothetical(scene, ballot):
            continue
        for figure in dict.fromkeys(_holders(scene, ballot) + _companions(scene, ballot)):
            yield scene.reading(
                figure,
                stance_of(ballot.side),
                ballot.basis,
                ballot.start,
                ballot.end,
                ballot.rule,
                ballot.matter,
            )


def _ballots(scene: Scene) -> Iterator[Ballot]:
    plain = scene.document.plain
    for match in VOTE.finditer(plain):
        if (way := WAY.match(plain, match.end())) is not None:
            yield from _directed(scene, match, way)
    for match in CAST.finditer(plain):
        word = match["way"] or match["word"]
        if match["way"] or not word.casefold().startswith("vote"):
            yield from _noun(scene, match, word, "cast ballot")
    for match in CAST_IT.finditer(plain):
        basis: Basis = "vote_intent" if match["coming"] else "past_vote"
        side = -1 if NEGATIVE.match(match["way"]) else 1
        yield Ballot(match.start(), match.end(), side, basis, "cast ballot" if basis == "past_vote" else "voting plan")
    for pattern in (ALONE, WHOSE, BROKE):
        for match in pattern.finditer(plain):
            yield from _noun(scene, match, match["word"], "cast ballot")
    for match in PROSPECT.finditer(plain):
        yield Ballot(
            match.start(),
            match.end(),
            -1 if (match["word"] or match["new"]).casefold() == "no" else 1,
            "vote_intent",
            "voting plan",
        )
    for match in MIND.finditer(plain):
        side = -1 if match["word"].casefold() == "no" else 1
        yield Ballot(match.start(), match.end(), side, "vote_intent", "voting plan")
    for match in DISSENT.finditer(plain):
        basis = "action" if match["recuse"] else "past_vote"
        side = 0 if match["abstain"] or match["recuse"] else -(scene.motions.outcome(match.start()) or 1)
        yield Ballot(match.start(), match.end(), side, basis, "cast ballot")
    for match in MAJORITY.finditer(plain):
        yield from _noun(scene, match, match["side"], "cast ballot")
    for match in SIT_OUT.finditer(plain):
        yield Ballot(match.start(), match.end(), 0, "vote_intent", "voting plan")


def _directed(scene: Scene, match: re.Match[str], way: re.Match[str]) -> Iterator[Ballot]:
    """A verb of voting with its direction and object."""
    bare = match["past"] and way["yes" if way["yes"] else "no"] and way[0].split()[-1].casefold() in BARE
    bare = bare and not MOTION_AHEAD.match(scene.after(way.end()))
    towards = _bare_side(scene, match.start(), way[0]) if bare else scene.side_after(way.end())
    towards = _on_veto(scene, way, towards)
    if scene.is_person(way.end()):
        return
    if match["past"] and AMENDING.match(scene.document.plain, way.end() + 1):
        return
    imagined = WOULD_HAVE.search(scene.before(match.start())) is not None
    if towards is None or (match["past"] and not imagined and DENIED.search(scene.before(match.start()))):
        return
    if way[0].strip() == "to" and scene.motions.is_counter(match.start(), scene.after(way.end()).lstrip()):
        towards = -1
    side = 0 if way["none"] else -towards if way["no"] or way["refuse"] else towards
    if match["never"] or DENIED.search(scene.before(match.start())):
        side = -1 if side > 0 else 0
    basis: Basis = "statement" if imagined else "past_vote" if match["past"] or match["doing"] else "vote_intent"
    rule = "cast ballot" if basis == "past_vote" else "voting plan"
    yield Ballot(match.start(), way.end(), side, basis, rule, scene.object_after(way.end()))


def _on_veto(scene: Scene, way: re.Match[str], towards: Side | None) -> Side | None:
    """ "To override the veto of the rule" is for the rule, "to uphold it" against."""
    if OVERRIDING.search(way[0]):
        return 1
    told = scene.document.plain[max(0, way.start() - NEAR_VETO) : way.start()]
    return -1 if UPHOLDING.match(scene.after(way.end())) and "veto" in told else towards


def _noun(scene: Scene, match: re.Match[str], word: str, rule: str) -> Iterator[Ballot]:
    """A vote named by a noun: "the lone no", "the seventh yes vote"."""
    towards = _bare_side(scene, match.start(), word) if _ends(scene, match.end()) else scene.side_after(match.end())
    if towards is not None:
        side = -towards if NEGATIVE.match(word) else towards
        yield Ballot(match.start(), match.end(), side, "past_vote", rule, scene.object_after(match.end()))


def _ends(scene: Scene, at: int) -> bool:
    """Whether nothing follows that the vote is on."""
    return re.match(r"\W*$|[.,;:)]", scene.after(at)) is not None


def _bare_side(scene: Scene, at: int, word: str) -> Side | None:
    """A yes or no is on the motion; a dissent, or the majority, is known by how the vote came out."""
    relative = OUTCOME_WORD.search(word) is not None
    return scene.motions.outcome(at) if relative else scene.motions.before(at)


def _holders(scene: Scene, ballot: Ballot) -> tuple[Figure, ...]:
    start, _ = scene.sentence(ballot.start)
    if scene.document.plain.startswith(("whose", "'s mind", "' mind"), ballot.start):
        return scene.holders.nearest_before(ballot.start, start)
    # "We are getting ready to vote to spend it" tells the body's plan and not the speaker's.
    return scene.holders_at(ballot.start, alone=ballot.basis == "vote_intent")


def _companions(scene: Scene, ballot: Ballot) -> tuple[Figure, ...]:
    """Those named after the vote as having voted likewise: "voted yes, along with Ruiz and Lee"."""
    plain = scene.document.plain
    _, end = scene.sentence(ballot.start)
    found = ALONG.search(plain, ballot.end, min(end, ballot.end + FARTHEST))
    return scene.holders.list_from(found.end(), end) if found else ()


def _is_hypothetical(scene: Scene, ballot: Ballot) -> bool:
    return HYPOTHETICAL.search(scene.before(ballot.start)) is not None
