"""A date phrase in few, plain words: lower case, short month and day names, digits for number words."""

import re


def wordset(text: str) -> frozenset[str]:
    """The words of a string; long lists read better so."""
    return frozenset(text.split())


MONTHS = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6,
    "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT_DAYS = {
    "tues": "tue", "weds": "wed", "thur": "thu", "thurs": "thu",
    **{name: name[:3] for name in WEEKDAYS}, **{name[:3]: name[:3] for name in WEEKDAYS},
}  # fmt: skip
SHORT_MONTHS = {name: name[:3] for name in MONTHS} | {name[:3]: name[:3] for name in MONTHS} | {"sept": "sep"}
MONTH_NUMBER = {name[:3]: number for name, number in MONTHS.items()}
DAY_NUMBER = {name[:3]: number for number, name in enumerate(WEEKDAYS)}

ONES = tuple("zero,one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve,thirteen,fourteen,fifteen".split(","))
TEENS = ("sixteen", "seventeen", "eighteen", "nineteen")
CARDINALS = {word: n for n, word in enumerate((*ONES, *TEENS))} | {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
SAME = {
    "tmrw": "tomorrow", "autumn": "fall", "wintertime": "winter", "springtime": "spring", "summertime": "summer",
    "upcoming": "coming", "middle": "mid", "beginning": "early", "start": "early", "previous": "last",
    "past": "last", "following": "next", "current": "this", "workweek": "workweek", "thru": "through",
    "till": "to", "til": "to", "until": "to", "eoy": "end of the year", "prior": "last",
}  # fmt: skip

CLOCK = (
    r"(?:\b(?:at|by|from|around|about|until|till)\s+)?(?:"
    r"\d{1,2}(?::\d\d)?\s*[ap](?:\.\s?m\b\.?|m\b)|\d{1,2}:\d\d(?:\s*[ap]\.?\s?m\b\.?)?"
    r"|(?:12\s+)?(?:noon|midnight)\b|\d{1,2}\s+o['’]clock)"
)
CLOCK_PATTERN = re.compile(CLOCK + rf"(?:\s*(?:-|–|—|to)\s*{CLOCK})?", re.IGNORECASE)
MARKS = str.maketrans(
    {"’": "'", "‘": "'", "–": "-", "—": "-", "−": "-", "~": "-", "‑": "-"} | dict.fromkeys(",()\t\n\r\xa0", " ")
)
BARE_HOUR = re.compile(r"(?<=\w) at \d{1,2}$")
TENS = re.compile(r"\b(twenty|thirty)[ -](\w+)\b")
WORD = re.compile(r"[a-z']+")
TIDY = (
    (re.compile(r"(?<=[a-z])\.|\.(?!\d)"), " "),
    (re.compile(r"\ba couple(?: of)?\b|\bcouple(?: of)?\b"), "2"),
    (re.compile(r"\btonight\b|\bthis (?:morning|afternoon|evening)\b"), "today"),
    (re.compile(r"\blast (?:night|evening)\b"), "yesterday"),
    (re.compile(r"\b(?:early |late |mid)?(?:(?<!\w)in the |at )?(?:morning|afternoon|evening|night)s?\b"), " "),
    (re.compile(r"\b(fort|four)nights?\b"), lambda m: "fortnight" if m[1] == "fort" else m[0]),
    (re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun|year|month|week|quarter)'s\b"), r"\1"),
    (re.compile(r"\s+"), " "),
)


def ordinal(number: int) -> str:
    return f"{number}th"


def tens(match: re.Match[str]) -> str:
    """Digits for "twenty-third" and "twenty three"; anything else stays."""
    base = CARDINALS[match[1]]
    if 0 < ORDINALS.get(match[2], 0) < 10:
        return ordinal(base + ORDINALS[match[2]])
    if 0 < CARDINALS.get(match[2], 0) < 10:
        return str(base + CARDINALS[match[2]])
    return match[0]


YEAR_WORDS = re.compile(
    (
        r"\b(?:(?P<age>seventeen|eighteen|nineteen|twenty)(?: hundred)?[ -](?P<rest>{0})|(?:two|2) "
        r"thousand(?:(?: and)? (?P<few>{0}))?)\b"
    ).format(
        r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four"
        r"|five|six|seven|eight|nine))?|"
        + "|".join(sorted((*ONES, *TEENS)[1:], key=len, reverse=True)) + ")"
    )
)  # fmt: skip


def year_words(match: re.Match[str]) -> str:
    """Digits for "nineteen ninety-six" and "two thousand and five"."""
    age = 100 * CARDINALS[match["age"]] if match["age"] else 2000
    rest = re.split("[ -]", match["rest"] or match["few"] or "zero")
    if match["age"] and len(rest) == 1 and CARDINALS[rest[0]] < 10:
        return match[0]  # "twenty five" is a number, not the year 2005
    return str(age + sum(CARDINALS[word] for word in rest))


def plain_word(match: re.Match[str]) -> str:
    word = match[0]
    if word in ORDINALS:
        return ordinal(ORDINALS[word])
    if word in CARDINALS:
        return str(CARDINALS[word])
    return SHORT_MONTHS.get(word) or SHORT_DAYS.get(word) or SAME.get(word) or word


def canonical(phrase: str) -> str:
    """The phrase in the grammar's own words; clock times and parts of the day are left out."""
    text = CLOCK_PATTERN.sub(" ", phrase).translate(MARKS).lower()
    text = re.sub(r"\b(\d{1,2}) ?(?:st|nd|rd|th)\b", r"\1th", TENS.sub(tens, YEAR_WORDS.sub(year_words, text)))
    text = WORD.sub(plain_word, TIDY[0][0].sub(" ", text))
    for pattern, instead in TIDY[1:]:
        text = pattern.sub(instead, text)
    return BARE_HOUR.sub("", text.strip(" -:;"))
