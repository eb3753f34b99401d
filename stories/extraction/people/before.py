"""What stands right before a name: "Mayor", "Ward 2's", "her police chief,", "barber"."""

from stories.extraction.people import lexicon as lex
from stories.extraction.people.claims import DETERMINERS, Claim, Context, is_seat, owner
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.names import Name
from stories.extraction.people.titles import Title
from stories.extraction.people.words import Words, text_of

NOT_ROLES = vocabulary(
    "today yesterday tomorrow tonight week month year morning night afternoon while according time way "
    "point stage moment hour minute noon midnight weekend season spring summer fall winter"
)


def read(context: Context, name: Name) -> list[Claim]:
    """The titles, seats and roles before a name."""
    words, at = context.words, name.first
    found: list[Claim] = []
    while title := context.by_last.get(at):
        found.append(_titled(title, words))
        at = title.first - (words[title.first - 1].low == "the")
    while words[at - 1].low in lex.HONORIFICS:
        at -= 1
    title = context.by_last.get(at - 1)
    if words[at - 1].text == "'s" and is_seat(title):
        found.append(Claim(title, f"seat '{title.seat}' before the name", 0.9, seat=title.seat, words_from=title.first))
    elif words[at - 1].text == "," and title is not None and _set_off(words, title, name):
        found.append(_apart(title, words))
    elif not found and (org := _organisation(words, at)):
        found.append(Claim(None, f"'{' '.join(org)}' owns the name", 0.6, org=org))
    elif not found and (role := _noun_before(words, at)):
        found.append(Claim(None, f"'{role}' before the name", 0.6, role=role))
    return found


def _titled(title: Title, words: Words) -> Claim:
    phrase = text_of(words, title.first, title.last)
    return Claim(
        title,
        f"title '{phrase}' before the name",
        0.97,
        seat=title.seat,
        org=owner(words, title.first),
        words_from=-1 if title.plural else title.first,
    )


def _apart(title: Title, words: Words) -> Claim:
    phrase = text_of(words, title.first, title.last)
    definite = _definite(words, title.first)
    return Claim(title, f"'{phrase}' set off before the name", 0.9, org=owner(words, title.first), definite=definite)


def _set_off(words: Words, title: Title, name: Name) -> bool:
    """ "Her police chief, Al Reyes,": begun by an article or owner and closed after the name."""
    opener = words[title.first - 1]
    closer = words[name.last]
    opened = opener.low in DETERMINERS or opener.text in {"'s", "'"} or opener.tag in {"JJ", "JJR", "JJS", "PRP$"}
    return not title.plural and opened and (closer.kind in {"mark", "break"} or closer.low in {"of", "who"})


def _organisation(words: Words, at: int) -> tuple[str, ...]:
    """Whose somebody is: "the valley alliance's Keegan Marsh"."""
    if words[at - 1].text not in {"'s", "'"} or words[at - 2].low not in lex.PRIVATE_NOUNS:
        return ()
    first = at - 2
    while first > 0 and words[first - 1].kind == "word" and words[first - 1].tag in {"NN", "NNS", "JJ", "NNP", "NNPS"}:
        first -= 1
    return tuple(word.text for word in words[first : at - 1])


def _noun_before(words: Words, at: int) -> str:
    """A lower-case noun right before a name: "barber Gina Holt", "tire shop owner Sam Dunn"."""
    first = at
    while first > 0 and at - first < 4 and words[first - 1].kind == "word" and words[first - 1].tag in {"NN", "JJ"}:
        if words[first - 1].text[0].isupper():
            break
        first -= 1
    if first == at or words[at - 1].tag != "NN" or words[at - 1].low in NOT_ROLES:
        return ""
    return text_of(words, first, at)


def _definite(words: Words, at: int) -> bool:
    while words[at - 1].tag in {"JJ", "JJS", "RB"}:
        at -= 1
    return words[at - 1].low in {"the", "its", "their"}
