"""Non-answers shown as what they are: declined to say, did not respond, could not be reached."""

import re
from collections.abc import Iterator

from stories.extraction.findings import Basis
from stories.extraction.people.cast import Figure
from stories.extraction.positions.reading import Reading
from stories.extraction.positions.scene import Scene

ADVERB = r"(?: (?:immediately|yet|previously|\w+ly))?"
DECLINED = re.compile(
    r"\bdeclin(?:ed|es|ing)(?: (?:again|repeatedly|\w+ly)|,? "
    r"(?:through|via|in|by) [^,.;\"]{3,40},?)? (?:to (?:comment|say|answer|discuss|be "
    r"interviewed|take a (?:position|side)|state|share|speak|"
    r"reveal|talk|respond|elaborate|disclose|weigh in|tip|indicate|give (?:an?|his|her|their) (?:opinion|view|"
    r"answer|position|stance))|comment|an? (?:interview|"
    r"request)|interviews?|interview requests|requests)\b"
    r"|\b(?:would|will)(?:n't| not) (?:say|tell|comment|weigh in|discuss|talk|reveal|disclose|tip (?:his|"
    r"her|their) hand|answer|commit|speculate)\b"
    r"|\b(?:is|are|was|were)(?:n't| not) (?:saying|tipping (?:his|her|their) hand|commenting)\b"
    r"|\bwo ?n't (?:say|comment|discuss|reveal)\b|\brefus(?:ed|es|ing) to (?:tip|say|comment|answer|"
    r"discuss|talk|reveal)\b"
    r"|\b(?:without|offered no|had no|have no|has no|gave no|no) comment(?:ing)?\b"
    r"|\b(?:referred|sent|directed|pointed) (?:us|questions|a reporter|reporters|inquiries|all "
    r"questions)(?: back)? to\b"
    r"|\b(?:walked|brushed) past (?:reporters|a reporter)\b|\bdid(?:n't| not) (?:want to|wish to) "
    r"(?:comment|say|talk|discuss)\b"
    r"|\b(?:kept|keeping|keeps) (?:his|her|their) (?:own )?(?:counsel|cards|views?|thoughts|opinions?)\b"
    r"|\bwould only say\b|\b(?:does|do)(?:n't| not) (?:comment|discuss|talk|weigh in)\b"
    r"|\bhung up (?:on|when|after)\b|\bdemurred\b|\b(?:sidestepped|dodged|ducked|deflected|evaded|avoided|"
    r"brushed aside|skirted) (?:\w+ ){0,2}?"
    r"(?:questions?|inquir\w+|the subject|the topic)\b"
    r"|\b(?:been|remain(?:ed|s)?|stay(?:ed|s)?|kept|keeping|is|was) (?:publicly |largely |mostly )?"
    r"(?:silent|mum|quiet|tight-lipped|coy|noncommittal)\b"
    r"|\b(?:has|have|had|is|are|did)(?:n't| not)(?: yet)? (?:publicly )?(?:said|say|indicated|indicate|"
    r"disclosed|revealed|"
    r"saying|announced|stated|made clear|spoken|addressed|weighed in)(?: publicly| yet)?(?= (?:how|where|"
    r"whether|which|if|on|"
    r"about)\b)"
    r"|\b(?:gave|offered|given|dropped) no (?:\w+ )?(?:hints?|indication|clues?|sign)\b",
    re.IGNORECASE,
)
CALLS = (
    r"(?:[\w.'-]+ ){0,5}?(?:calls?|messages?|e-?mails?|requests?|inquir\w+|texts?|voicemails?|phone|questions?|"
    r"letters?|interview|comment)\b"
)
ASKED_IN = (
    r"(?:\w+ ){0,4}?(?:requests?|messages?|e-?mails?|calls?|questions?|inquir\w+|phone|texts?|voicemails?|letters?|"
    r"invitations?|us|the \w+|comment)\b"
)
NO_RESPONSE = re.compile(
    rf"\b(?:did|do|does|has|have|had)(?:n't| not|, as of \w+, not){ADVERB} (?:respond|responded|"
    rf"reply|replied|answer|answered|get back|called back|call back)\b(?! to (?!{ASKED_IN}))"
    rf"|\b(?:did|do|does|has|have|had)(?:n't| not|, as of \w+, not){ADVERB} return(?:ed)? (?={CALLS})"
    rf"|\b(?:could|can)(?:n't| not|not){ADVERB} (?:immediately )?be reached\b|\bwas(?:n't| not) "
    rf"(?:immediately )?available (?:for comment|to comment)\b"
    r"|\bw(?:as|ere) unavailable for comment\b|\bnever (?:responded|replied|returned|answered|"
    r"called back|wrote back|got back)\b",
    re.IGNORECASE,
)
UNHEARD = re.compile(
    r"\b(?:texted|called|phoned|e-?mailed|wrote(?: to)?|messaged|asked|contacted|left \w+ (?:message|"
    r"voicemail)s? (?:for|with))"
    r" (?P<who>[^.;\"]{2,60}?)\b(?:to ask|about|where|how|whether|and|but|,)[^.;\"]{0,80}?"
    r"\b(?:haven't|have not|never|hasn't|didn't|did not|got no|no) (?:hear|heard|hearing|answer|reply|response|"
    r"called)\b",
    re.IGNORECASE,
)
SILENCES: tuple[tuple[Basis, re.Pattern[str]], ...] = (("declined", DECLINED), ("no_response", NO_RESPONSE))
UNANSWERED = re.compile(
    r"\b(?:messages?|calls?|e-?mails?|requests?|texts?|questions?|"
    r"voicemails?)\b(?P<who>[^.;\"]{2,90}?)\b(?:w(?:as|ere) not (?:immediately )?(?:returned|"
    r"answered)|went "
    r"(?:unanswered|unreturned)|w(?:as|ere)(?:n't) (?:returned|answered))\b"
    r"|\b(?:efforts|attempts) to (?:reach|contact)\b(?P<whom>[^.;\"]{2,90}?)\b(?:were|was|have been|proved) "
    r"(?:unsuccessful|not successful|unavailing)\b",
    re.IGNORECASE,
)
NEITHER = re.compile(
    r"(?:^|(?<=[.;\n\"] ))(?:Neither|Nor) (?P<verb>would|did|could|has) (?P<who>[^.;\"]{2,80})", re.MULTILINE
)
NEITHER_ONE = re.compile(
    r"(?:^|(?<=[.;\n\"] ))(?:Neither|None)(?: (?:one|man|woman|of (?:them|the \w+)|\w+))? "
    r"(?:(?P<gone>responded|replied|"
    r"answered|returned|called back|got back|wrote back|could be reached)|would (?:say|comment|talk|answer|discuss)|"
    r"commented|agreed to (?:talk|comment))\b",
    re.MULTILINE,
)
OFFICE = re.compile(r"(?:'s|s') (?:office|staff|campaign|(?:chief of )?staff|aide|assistant)\b", re.IGNORECASE)
SPOKESPERSON = re.compile(r"\bspokes(?:man|woman|person|people)\b(?P<for> for\b)?", re.IGNORECASE)
TOPIC = re.compile(
    r"^[^.;]{0,60}?\b(?:(?P<question>whether|how|which|if|when|what|why|where)|on|about|regarding|"
    r"concerning)\b(?P<topic>[^.;]*)",
    re.IGNORECASE,
)
UNTOLD = re.compile(r"^[^.;]{0,40}\bon (?:the (?:advice|record)|\w+day|behalf)\b", re.IGNORECASE)
SOUGHT = re.compile(
    r"\b(?:reached out to|contacted|emailed|e-mailed|sought comment from|(?:we|\w+ \d+|outlet|"
    r"reporter|newsroom|News \w+) asked|requested (?:comment|an interview) (?:from|with)|"
    r"(?:sent|left) (?:\w+ )?(?:questions|messages?|e-?mails?) (?:to|for|with))\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
STANCE_TALK = re.compile(
    r"\b(?:vot|support|oppos|back|favor|stan(?:d|ce)|position|lean|side|sway|"
    r"think|thought|feel|felt|view|opinion|decid|landed|he'd go|"
    r"she'd go|they'd go|would go|matter|yes or no|good idea|bad idea|intends?|plans? to)",
    re.IGNORECASE,
)
OTHER_TOPIC = re.compile(
    r"^ (?:the |a |an |his |her |their |any |[\w.]+'s )?(?:[\w-]+ ){0,2}?(?:schedule|training|lawsuits?|litigation|"
    r"personnel|investigations?|salary|resign|arrests?|charges|crash|accident|collision|shooting|death|killing|fire|"
    r"incident|allegations?|accusations?|complaints?|audit|indictment|conviction|injur)",
    re.IGNORECASE,
)
ASKED_ABOUT = re.compile(
    r"\b(?:asked|questioned|pressed|(?:questions?|comment|inquir(?:y|ies)|calls?|messages?|e-?mails?)) "
    r"(?:for comment )?(?:about|on|regarding|concerning)(?P<topic> [^,.;\"]{2,80})",
    re.IGNORECASE,
)


ANSWERING = re.compile(
    rf"\b(?:answer\w*|respon\w+|repl(?:y|ied)|comment\w*|reached|return(?:ed)? (?={CALLS})|weigh\w* in|sa(?:y|id)|"
    r"interview\w*|messages?|e-?mail\w*|call(?:s|ed)?|silent|mum|quiet|discuss\w*)\b",
    re.IGNORECASE,
)


def may_be_told(scene: Scene, start: int, end: int) -> bool:
    """Whether a sentence may tell of a non-answer: it speaks of answering, and not on something else."""
    for match in (match for _, pattern in SILENCES for match in pattern.finditer(scene.document.plain, start, end)):
        topic = TOPIC.match(scene.after(match.end()))
        other = topic is not None and OTHER_TOPIC.match(topic["topic"]) and not STANCE_TALK.search(topic["topic"])
        if other or not _was_asked_for(scene, match.start()):
            return False
    return ANSWERING.search(scene.document.plain, start, end) is not None


def read(scene: Scene) -> Iterator[Reading]:
    """Readings of all non-answers to a question on the matter."""
    plain = scene.document.plain
    for basis, pattern in SILENCES:
        for match in pattern.finditer(plain):
            sought = not scene.in_speech(match.start()) and _was_asked_for(scene, match.start())
            if sought and _is_on_the_matter(scene, match.end()):
                yield from _readings(scene, match, _asked(scene, match), basis)
    for match in UNANSWERED.finditer(plain):
        group = "who" if match["who"] else "whom"
        names = scene.holders.after(match.start(group), match.end(group))
        yield from _readings(scene, match, names, "no_response")
    for match in UNHEARD.finditer(plain):
        yield from _readings(scene, match, scene.holders.after(match.start("who"), match.end("who")), "no_response")
    for match in NEITHER.finditer(plain):
        names = scene.holders.after(match.start("who"), match.end("who"))
        yield from _readings(scene, match, names, "declined" if match["verb"] == "would" else "no_response")
    for match in NEITHER_ONE.finditer(plain):
        start, _ = scene.sentence(max(0, match.start() - 2))
        names = scene.holders.after(start, match.start())
        yield from _readings(scene, match, names, "no_response" if match["gone"] else "declined")


def _asked(scene: Scene, match: re.Match[str]) -> tuple[Figure, ...]:
    """Who gave no answer; where a spokesperson gave none, whom they speak for."""
    before = scene.before(match.start())
    if spokesperson := SPOKESPERSON.search(before):
        start = match.start() - len(before) + spokesperson.end()
        named = scene.holders.after(start, match.start()) if spokesperson["for"] else ()
        return named or scene.holders.after(match.end(), scene.sentence(match.start())[1])[:1]
    if office := OFFICE.search(before):
        at = match.start() - len(before) + office.start()
        return scene.holders.before(at, scene.sentence(match.start())[0])[-1:]
    return _sought(scene, match.start()) or scene.holders.of_verb(match.start())


def _sought(scene: Scene, at: int) -> tuple[Figure, ...]:
    """ "We reached out to Mayor Lee. She has not responded": whom the outlet says it asked right before."""
    start, _ = scene.sentence(at)
    paragraph = scene.document.paragraph_at(at)
    plain = scene.document.plain
    sought = SOUGHT.search(plain, paragraph.start if paragraph else start, start)
    if sought is None or not PRONOUN.search(plain, start, at):
        return ()
    return scene.holders.after(sought.end(), plain.find(".", sought.end(), start) + 1 or start)


def _was_asked_for(scene: Scene, at: int) -> bool:
    """ "Asked about the audit, Lee declined to comment": what was asked, where the sentence says so, is the matter."""
    asked = ASKED_ABOUT.search(scene.before(at))
    return asked is None or not OTHER_TOPIC.match(asked["topic"]) or STANCE_TALK.search(asked["topic"]) is not None


def _is_on_the_matter(scene: Scene, at: int) -> bool:
    """A comment that was sought on something else ("on the training schedule") tells nothing about this."""
    after = scene.after(at)
    topic = TOPIC.match(after)
    if topic is None or UNTOLD.match(after):
        return True
    words = topic["topic"]
    if OTHER_TOPIC.match(words) and not STANCE_TALK.search(words):
        return False
    if scene.is_matter(" ".join(after.split()[:3])):
        return True
    if topic["question"]:
        return STANCE_TALK.search(words) is not None
    return STANCE_TALK.search(words) is not None or scene.is_matter(words)


def _readings(scene: Scene, match: re.Match[str], figures: tuple[Figure, ...], basis: Basis) -> Iterator[Reading]:
    for figure in figures:
        if "spokes" not in (figure.role or "").casefold():
            yield scene.reading(figure, "no_position", basis, match.start(), match.end(), "no answer")
