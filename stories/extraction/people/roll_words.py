"""The words by which a story tells how members of a body vote, or that somebody sits on one."""

import re

BODY_WORD = r"(?:council|board|commission|committee|authority|assembly|jury|court)"
ROLL = re.compile(
    r"\b(?:vot(?:e|ed|es|ing)|favou?r|ayes?|nays?|noes|yeas?|yes|no|opposed|dissent\w*|abstain\w*|absent|"
    r"join(?:ed|ing)|"
    r"against|second(?:ed)?|motion|(?:made up|formed|in|joined) the (?:majority|minority)|"
    r"(?:on|in) the (?:losing|winning|short|prevailing|other) (?:side|end)|"
    r"(?:backing|opposing|supporting|favoring) (?:it|them|that|the \w+) (?:was|were)|"
    r"recus\w+|approv\w+|undecided|supporters?)\b"
    r"|^The (?:two|three|four|five|six|seven|eight|others?|rest|majority|minority):",
    re.IGNORECASE,
)
TESTIMONY = re.compile(
    r"\b(?:sp(?:eak|oke|eaking|eakers?)|testi\w+|public comment|residents?|urged|petition|rall\w+|protest\w*|"
    r"students?|parents?|"
    r"ballot|elections?|candidates?|run-?off|voters|plaintiffs?|owners?)\b",
    re.IGNORECASE,
)
# What a member does with a vote, right after the name.
VOTING = re.compile(
    r"(?:, who(?:se)? [^,.;]{1,60},|, (?:of|a|an|the|our|its|their) [^,.;]{1,50},)?,?\s+"
    r"(?:who )?(?:has |had |have |also |later |then |again |both |alone )*"
    r"(?:voted|dissent(?:ed|ing)|abstain(?:ed|ing)|voting (?:no|yes|against|in favor)|seconded|recused|made the motion|"
    r"moved to (?:table|postpone|approve|adopt|amend|delay|accept|reject|deny|continue|strike|pass|send|put|rehear)|"
    r"cast (?:the|a|her|his)|joined (?:him|her|them)|"
    r"was (?:appointed|elected|re-elected|sworn in|named) to|"
    r"(?:is|was|remains|call(?:s|ed) (?:him|her)self) (?:a |the )(?:\w+ )?(?:yes|no|swing vote|holdout)|"
    r"(?:was|were) (?:on|in) the (?:losing|winning|short|prevailing) (?:side|end)|"
    r"(?:will|would|plans? to|planned to|intends? to|expects? to|is going to|promised to) (?:not )?vote)\b"
)
# A relative clause that tells of a seat on the body:
# ", who sits on the board", ", whom the mayor named to the council".
BODY = rf"the (?:\w+ ){{0,2}}?{BODY_WORD}\b(?! of (?:the|[A-Z]))"
MEMBERSHIP = re.compile(
    rf",(?: \d\d,)? whom? (?:has |have )?(?:[^,.;]{{0,50}}? )??(?:(?:appointed|elected|re-elected|named|chosen) to|"
    rf"sits on|serves on|(?<=has )served on|joined) {BODY}|"
    rf",(?: [^,.;]{{1,50}})? who (?:holds|fills|occupies) (?:one of )?the {BODY_WORD}['’]s [^,.;]{{0,30}}?seats?\b|"
    r",(?: \d\d,)? who (?:has )?represent(?:s|ed) [^,.;]{2,50} (?:for|in) (?:\w+ ){1,2}terms?\b|"
    r",(?: \d\d,)? who (?:has represented|represents) (?:the )?(?:[\w-]+ ){0,3}?"
    r"(?:side|shore|end|downtown|neighborhoods?|half|part of (?:town|the (?:city|county|district)))\b"
)
# Told of whoever has not yet been named of a body's members, or of the one on a side of the vote.
LEFT_OVER = re.compile(
    r"\b(?:That|Which|This) leaves (?:(?:Ward|District|Precinct|Division|Place|Seat|Zone) \w+ and )?$"
    r"|\b(?:Ward|District|Precinct|Division|Place|Seat|Zone) \w+ is $"
    r"|\b(?:no|yes|nay|aye|dissent|dissenting vote|no vote|yes vote) (?:came from|was|belonged to|is) $"
)
ECHO = re.compile(r"(?:^|[.”\"] )(?:So|Neither|Nor|As) (?:did|do|does|will|would|was|were|is|are) $")
WITH, AGAINST = re.compile(r"\bwith $"), re.compile(r" (?:opposed|in opposition|absent)\b")
# "On the five-member board, she can count on ...".
ON_THE_BODY = re.compile(rf"(?:On|Of) the \w+-(?:member|person|seat) (?:\w+ ){{0,2}}{BODY_WORD}\b")
# What someone does who is asked for a stance.
OPEN = re.compile(
    r"[^.]{0,100}?\b(?:did(?:n't| not)|declined|could not|couldn't|would(?:n't| not)|has(?:n't| not)|have(?:n't| not)|"
    r"undecided|"
    r"oppos\w+|support\w*|in favor|against|leaning)\b"
)
