"""Words by which the gate tells matters, bodies, counts and names from what only looks like them."""

import re

EMPTY = frozenset(
    """a an the it its this that these those of on to for in at and or by with item items matter issue question thing
    things motion measure vote proposal request them they he she him her his their one two three both all some any
    what who yes no other others same so there here now then again case way decision action""".split()
)
TIMES = frozenset(
    """today tonight yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday morning afternoon
    evening night noon midnight week month year january february march april may june july august september october
    november december jan feb aug sept oct nov dec last next early late""".split()
)
# Words that open a clause, not a noun phrase.
OPENERS = frozenset(
    """he she they it i we you who which that because if unless while when where although though until since whether
    but and or as than then there so not""".split()
)
# What a phrase is cut before, and what it can't end with.
TAIL = re.compile(r",? (?:which|who|whose|because|although|while)\b")
LOOSE_END = re.compile(
    r"(?: (?:a|an|the|and|or|of|to|for|on|in|at|by|with|from|as|its|their|that|would|be|is|late)){1,12}$"
)
CLAUSE = re.compile(
    r"[a-z] (?:is|are|was|were|has been|have been|had|will|would|said|says|did|does|can|could|should)(?: [a-z]|n't\b)|"
    r"[a-z]{4}[.!?] [A-Z]\w+ \w+|\b(?:said|says|told)\b"
)
# What a public body's name turns on; a bare place is none.
BODY = re.compile(
    r"\b(?:council|councill?ors?|commission|commissioners?|board|committee|court|jury|legislature|senate|assembly|house|"
    r"congress|parliament|cabinet|authority|trustees|supervisors|aldermen|alders|selectmen|selectboard|freeholders|"
    r"regents|magistrates|directors|panel|agency|department|district|tribunal|bench|executive|chamber|executive|"
    r"administration|government|office|county|city|town|village|township|borough|parish|state|school|schools|shire|"
    r"police|system|university|college|port|library|hospital|meeting|tribe|nation|governors|lawmakers|delegates|body|"
    r"ministers?|ministry|corporation|task force|caucus|planners|utility|utilities|transit|water|zoners)\b",
    re.IGNORECASE,
)
VOTING = re.compile(
    r"\b(?:vot\w+|motions?|pass(?:ed|es|age)?|fail(?:ed|s)?|approv\w+|reject\w+|adopt\w+|den(?:y|ied|ial)|tabl\w+|defeat\w*|"
    r"split|tied?|carried|lost|count(?:ed)?|margin|ayes?|nays?|noes|yes|no|in favou?r|against|opposed|dissent\w*|"
    r"postpon\w+|deferr\w+|recommend\w*|agreed|tally|majority|unanim\w+|deadlock\w*|ok(?:ay)?(?:s|ed|'d)?|backed|"
    r"cleared|endors\w+|ratif\w+|overrid\w+|overrode|decid\w+|refus\w+|ruled|accept\w+|authoriz\w+)\b",
    re.IGNORECASE,
)
# Scores, odds and the results of elections are no counts.
NO_COUNT = re.compile(
    r"\b\d{1,3}(?:-|–| to )\d{1,3} (?:season|record|win|loss|victory|chance|odds|score|game|lead|percent|p\.m|a\.m)\b",
    re.IGNORECASE,
)
# Parts of a name that no person bears.
NOT_NAMES = re.compile(
    r"^(?:Lower|Upper|Lake|Mount|Fort|Port|North|South|East|West|New|Old|Point|Cape|Catcher|Pitcher|Coach|Chief)\s|"
    r"\b(?:PTA|PTO|LLC|Inc|Corp|Council|Board|Commission|Committee|Department|District|County|City|School|University|"
    r"Street|Avenue|Road|Highway|Creek|River|Gulch|Association|Union|Company|Church|Hospital|Library|Center|Centre|JPs|"
    r"Councillors|Supervisors|Commissioners|Act|Ordinance|Measure|Resolution)$|"
    r"^(?:Lane|School|SCHOOL|Street|Road|Council|Board|Mayor|City|County|State|House|Senate)$"
)
