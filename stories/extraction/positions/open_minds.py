"""Those who have not decided, and those who take no side."""

import re
from collections.abc import Iterator

from stories.extraction.findings import Stance
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

NOT = r"(?:has|have|had|is|are|was|'s|'re)(?:n't| not)(?: yet)?"
UNDECIDED = re.compile(
    rf"(?<!no longer )\bundecided\b|(?<!not )\bon the fence\b|\b{NOT} (?:yet )?(?:made up (?:his|"
    rf"her|their) minds?|decided|made a decision|"
    r"reached a (?:decision|conclusion)|settled on|come to a (?:decision|conclusion)|taken a "
    r"(?:position|side)|(?:picked|chosen|taken) (?:a )?sides?|sure (?:how|if|whether|anymore|yet)|"
    r"sure\b|certain how|"
    r"ready to (?:say|decide|commit|vote))|\b(?:won't|will not|would not|wouldn't) (?:decide|make "
    r"up (?:his|her|their) mind|commit)\b(?: until| before)?|"
    r"\b(?:is|are|was|remains?|remained) (?:still )?\"?(?:\w+ly )?(?:torn|undecided|uncommitted|"
    r"noncommittal|"
    r"weighing|of two minds)|\bstill (?:weighing|reviewing|evaluating|considering|looking at|"
    r"deciding|making up|studying|thinking|torn|on the fence|undecided)|"
    r"\byet to (?:decide|make up|take a (?:position|side)|announce)|"
    r"\b(?:keeping|keeps|kept|has|had|have|with)\b[^.;]{0,30}?\ban open mind|"
    r"\b(?:could|can|might) go either way|"
    r"\b(?:is|are|was|were|'s|'re) (?:now |still |both )?leaning\b|\bfrom (?:yes|no|support\w*|oppos\w*) to "
    r"(?:maybe|undecided|unsure)|"
    r"\b(?:is|are|was) (?:still )?(?:\"?listening to (?:both|all)|\"(?:reading|listening|studying|"
    r"thinking)\b|\"?weighing|mulling|studying (?:it|the)|thinking (?:it over|about it))|"
    r"\b(?:before|until|prior to) (?:(?:he|she|they|I|we) (?:can |could |will )?(?:decid\w+|mak\w+ (?:up|a|any|"
    r"that)|commit\w*|"
    r"tak\w+ a)|deciding|making (?:up|a|any)|committing|taking a (?:position|stand|side|stance))|"
    r"\b(?:will|'ll|would|'d|to) (?:decide|make up (?:his|her|their|my) minds?|make (?:a|my|his|her|that) decision)"
    r"(?= (?:after|at|on|when|once|the (?:night|day)|tonight|that night|later|by|next|until|based)\b)|"
    r"\b(?:not|n't|never) (?:seen|heard|learned|got|gotten|have|know|read) enough (?:\w+ )?to (?:decide|say|know|vote|"
    r"make|judge|form)|(?:\bnot|n't) (?:there|sold|decided|settled)(?: on it)? yet\b|"
    r"\b(?:could|can|might|may) (?:still )?be (?:persuaded|swayed|convinced|talked|won over)|"
    r"\b(?:wrestling|grappling|struggling|struggles|agonizing) (?:with|over)|\bgo(?:es|ing|ne)? back and forth|"
    r"\bjury(?: is|'s) still out|\b(?:keeping|kept|keeps) (?:his|her|their|my) options open|"
    r"(?:\bnot|n't|\bnever) ruled out|\bmind(?:s)? (?:is|are|was)(?:n't| not) made up|\bnot (?:yet )?made (?:a|"
    r"any) (?:final )?decision|"
    r"\bleans? (?:toward|towards|against|yes|no|for)\b|"
    r"\bwants? to (?:hear|see|know|learn|read|study)\b[^.;]{0,50}\bfirst\b|"
    r"\bwaiting (?:for|until|to)\b[^.;]{3,60}\b(?:before|to) (?:deciding|decide|making|taking a)",
    re.IGNORECASE,
)
NEUTRAL = re.compile(
    r"\b(?:is|are|was|'s|'re)(?:n't| not) (?:\w+ly )?against\b(?! all)|"
    r"\b(?:is|are|'s|'re)(?:n't| not) for (?:it|one|the|a|this)\b[^.;]{0,30}\beither\b|"
    r"(?:\bnever|\bnot|n't) (?:taken|took|take|taking) (?:a )?(?:sides?|position|stance|stand)\b|"
    r"\b(?:is|are|was|were|remains?|remained|stays?|stayed|staying|'s) (?:officially )?neutral\b|"
    r"\bneither (?:fought|opposed|opposes|supported|supports|backed|backs|asked for|"
    r"endorsed)\b[^.;]{0,60}\bnor\b|\bneither (?:for nor against|supports? nor opposes?|support "
    r"nor oppose|backs? nor)|\b(?:won't|will not|did not|didn't|does not|doesn't) "
    r"endorse\b[^.;]{0,40}\b(?:fight|oppose)|"
    r"\b(?:is|are|was)(?:n't| not) sold on\b|\btakes? no (?:position|side|stance)|\b(?:taking|"
    r"took) no (?:position|side|stance)|\bno (?:position|opinion) on\b|"
    r"\bdo(?:es)?(?:n't| not) have a (?:position|stance|side)|\bstop(?:s|ped)? short of endorsing\b|"
    r"\b(?:see|sees|saw|seeing) (?:the )?(?:merits?|points?|value|good arguments|arguments) (?:on|in) (?:both|each)\b|"
    r"\b(?:not|n't) (?:be )?mak(?:e|ing) a recommendation|\bneither (?:recommend|endors)\w+|"
    r"\b(?:not|n't) stand in the way\b|\b(?:stay|stays|staying|stayed|keeping|kept|sitting) out of (?:it|the \w+)|"
    r"\btakes? no sides?\b",
    re.IGNORECASE,
)
NOT_NOW = re.compile(
    r"\b(?:whether|which way|if|unless|had been|was once|no longer|where (?:he|she|they|[\w ]{1,60}?) st(?:oo|"
    r"an)ds?)\b[^,;]{0,400}$",
    re.IGNORECASE,
)
KINDS: tuple[tuple[Stance, str, re.Pattern[str]], ...] = (
    ("undecided", "undecided", UNDECIDED),
    ("no_position", "takes no side", NEUTRAL),
)


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of indecision and neutrality told in the story's own voice."""
    for stance, rule, pattern in KINDS:
        for match in pattern.finditer(scene.document.plain):
            if NOT_NOW.search(scene.before(match.start())):
                continue
            for figure in scene.holders_at(match.start()):
                stale = match[0].casefold().startswith(("was ", "were ", "had "))
                yield scene.reading(figure, stance, "statement", match.start(), match.end(), rule, stale=stale)
