"""Which town or county a story is about, from its bodies, titles, dateline and plain mentions."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from stories.extraction.people import lexicon as lex
from stories.extraction.people.given import fold, is_given
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.titles import Title
from stories.extraction.people.words import Words

DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.' -]{2,40}?)(?:, [A-Z][\w. ]{1,20}?)?(?:, [A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?)? ?"
    r"(?:\([^)]{2,40}\) ?)?[—–-]{1,2} "
)
PLACE_OF = re.compile(r"\b(City|Town|Village|Borough|Township) of ((?:[A-Z][\w'-]+ ?){1,3})")
BEFORE_NOUN = re.compile(
    r"((?:[A-Z][\w'-]{1,40}+ ){0,14}[A-Z][\w'-]{1,40}+)(?:'s)? "
    r"(?:council|mayor|board|city|town|village|commissioners|trustees|alder\w+|police|schools?)\b"
)
NAMED_UNIT = re.compile(
    r"\b(?!The |In |A )((?:[A-Z][\w'-]{1,40}+ ){1,3}(?:County|Township|Parish|Borough))\b"
    r"(?! (?:Council|Manager|Administrator))"
)
WHERE = vocabulary("in across around throughout outside near to from of")
MONTHS = vocabulary("jan feb mar apr may june jun july jul aug sept sep oct nov dec")
# What is larger than a town and its county, and what lies in every town.
ELSEWHERE = vocabulary(
    """alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois
    indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana
    nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming
    america congress united states north south downtown uptown midtown"""
)


def count(
    words: Words, titles: Sequence[Title], bodies: Sequence[str], surnames: Collection[str], headline: str, text: str
) -> Counter[str]:
    """How much speaks for each place; `bodies` are the places that public bodies are named after."""
    places: Counter[str] = Counter()
    for place in bodies:
        places[place] += 3
    for place in (*_of_titles(titles), *_mayors(titles)):
        places[place] += 2
    if line := DATELINE.match(text):
        places[line["place"].title()] += 4
    for match in PLACE_OF.finditer(f"{headline}\n{text}"):
        places[match[2].strip()] += 3
    for match in NAMED_UNIT.finditer(text):
        places[match[1]] += 2
    for match in BEFORE_NOUN.finditer(headline):
        if not any(word.casefold() in lex.PUBLIC | lex.PLURALS.keys() for word in match[1].split()[-1:]):
            places[match[1]] += 3
    for place in _mentioned(words, headline):
        if fold(place) not in surnames:
            places[place] += 1
    for place in [place for place in places if not place or place.split()[0].casefold() in ELSEWHERE | lex.NO_NAME]:
        del places[place]
    for place in list(places):
        places[place] += min(text.count(place), 4) + 2 * (place in headline)
    return places


def _of_titles(titles: Sequence[Title]) -> Iterator[str]:
    """ "Larch County Sheriff", "Cedar Ridge Mayor"."""
    for title in titles:
        private = any(word.casefold() in lex.PRIVATE_NOUNS for word in title.place)
        if title.place and not private and (title.sort == "office" or _public(title)):
            unit = title.core[0].casefold()
            yield " ".join(title.place) + (f" {unit.title()}" if unit in {"county", "parish", "township"} else "")


def _mayors(titles: Sequence[Title]) -> Iterator[str]:
    """ "mayor of Cardiff Springs"."""
    return (" ".join(title.of) for title in titles if title.head == "mayor" and title.of and title.of[0][0].isupper())


def _public(title: Title) -> bool:
    return title.sort == "post" and any(word.casefold() in lex.PUBLIC for word in title.core[:-1])


def _mentioned(words: Words, headline: str) -> Iterator[str]:
    """Capitalised words after "in", "across", "near", or that own something and stand in the headline."""
    for number in range(1, len(words) - 1):
        word = words[number]
        if not word.cap or words[number - 1].cap or word.low in lex.NO_NAME or word.low in ELSEWHERE:
            continue
        end = number + 1
        while words[end].cap and end - number < 3 and not words[end].opens:
            end += 1
        place = " ".join(part.text for part in words[number:end])
        owns = words[end].text == "'s" and place in headline
        person = end == number + 1 and words[number - 1].low in {"to", "of", "from", "near"} and is_given(word.text)
        if (words[number - 1].low in WHERE or owns) and not person and not _something_else(words, number, end):
            yield place


def _something_else(words: Words, first: int, end: int) -> bool:
    last = words[end - 1].low
    known = last in lex.BODY_NOUNS | lex.PRIVATE_NOUNS or last in {
        "street",
        "avenue",
        "road",
        "hall",
        "center",
        "school",
        "park",
        "building",
    }
    known = known or words[first].low.rstrip(".") in MONTHS or words[first].low in lex.SEATS
    return (
        known
        or words[end].cap
        or (end - first > 1 and is_given(words[first].text))
        or words[first].low in lex.HEADS | lex.PLURALS.keys()
    )
