"""What the tagger answers: what a sentence tells, and which words of it play which part."""

# A decision taken by how it ended for the matter, a decision to come, an event, and where somebody named stands.
HELD = ("passed", "failed", "tabled", "postponed", "referred", "withdrawn")
# Fates of a vote that puts a matter off and takes no side on it.
PUT_OFF = ("tabled", "postponed", "referred", "withdrawn")
COMING = ("scheduled", "expected", "moved", "cancelled")
EVENTS = ("meeting", "hearing", "deadline")
STANCES = ("support", "oppose", "mixed", "undecided", "no_position", "declined", "no_response")
BASES = ("past_vote", "vote_intent", "action", "statement")
TELLINGS = (*HELD, *COMING, *EVENTS, *STANCES, *BASES, "conditional")
# The words of a matter have the fate that it meets, those of an actor and what they speak of the stance.
FATES = (*HELD, *COMING, *EVENTS)
PARTS = ("matter", "body", "when", "place", "actor", "object")
TENSES = ("held", "coming", "event")  # one a group
# Within a part: outside, at the beginning, inside.
OUTSIDE, BEGIN, INSIDE = range(3)
# Where the words of a decision stand is asked of the sentence that tells it: which pieces of its window they are.
GROUPS = (HELD, COMING, EVENTS)
POINTED = ("matter", "body", "when")
KEY = 48  # numbers in which a question and a piece are compared
