"""From people to figures: title and body, role and organisation, and how sure that is."""

from collections.abc import Sequence

from stories.extraction.people import lexicon as lex
from stories.extraction.people.cast import Figure, Form, Gender, Kind, Mention
from stories.extraction.people.claims import Claim
from stories.extraction.people.clusters import Person
from stories.extraction.people.given import gender_of
from stories.extraction.people.kinds import is_private
from stories.extraction.people.lexicon import vocabulary
from stories.extraction.people.offices import Office, Offices
from stories.extraction.people.reading import Reading
from stories.extraction.people.seated import Seat

SPOKESPEOPLE = frozenset(["spokesman", "spokeswoman", "spokesperson"])
HE = vocabulary(
    """mr. sir fr. father alderman councilman selectman chairman congressman assemblyman spokesman businessman dad
    grandfather committeeman"""
)
SHE = vocabulary(
    """mrs. ms. miss madam alderwoman councilwoman selectwoman chairwoman congresswoman assemblywoman spokeswoman
    businesswoman mother mom grandmother committeewoman"""
)
# Titles that a seat can stand before; a board's president or a mayor keeps the plain title.
SEATED = vocabulary(
    """member councilman councilwoman councilmember councilperson councilor councillor alderman alderwoman
    alderperson alder commissioner trustee supervisor selectman selectwoman director representative senator
    juror magistrate delegate legislator freeholder assemblymember judge committeeman committeewoman committeemember"""
)


def figure(person: Person, reading: Reading, offices: Offices, seat: Seat | None) -> Figure:
    """One person as a figure of the story; `seat` tells where in the text a vote of theirs is told."""
    found = [office for claim in person.claims if (office := offices.read(claim)) is not None]
    if not found and seat is not None and _plain(person.claims, seat):
        found = [offices.member(seat.at, "named where the story tells the votes", person.claims)]
    mentions = tuple(_mention(reading, number, form) for number, form in sorted(person.names))
    name = person.fullest(reading.names)
    gender = _gender(person, reading)
    if found and not _reporter(person.claims) and not _elsewhere(found, person.claims):
        best = max(found, key=lambda office: office.rank)
        return _official(name, gender, mentions, best, found, person.claims)
    return _other(name, gender, mentions, person.claims)


def _official(
    name: str,
    gender: Gender,
    mentions: tuple[Mention, ...],
    best: Office,
    found: Sequence[Office],
    claims: Sequence[Claim],
) -> Figure:
    seat = best.seat or next((office.seat for office in found if office.seat), "")
    seat = seat or next((claim.seat for claim in claims if claim.seat), "")
    title = best.title
    if seat and seat not in title and title.split()[-1].casefold() in SEATED:
        title = f"{seat} {title}"
    strength = max((claim.strength for claim in claims if claim.because == best.because), default=0.7)
    return Figure(
        name=name, kind="official", mentions=mentions, title=title, body=best.body, gender=gender,
        confidence=round(min(0.98, strength), 2), because=best.because,
    )  # fmt: skip


def _other(name: str, gender: Gender, mentions: tuple[Mention, ...], claims: Sequence[Claim]) -> Figure:
    kind: Kind = "journalist" if _reporter(claims) else "named"
    told = [claim for claim in claims if claim.role or claim.org or claim.title]
    if not told:
        return Figure(name, kind, mentions, gender=gender, confidence=0.6, because="a name without a role")
    best = max(told, key=lambda claim: (not _courtesy(claim), claim.strength))
    return Figure(
        name=name, kind="other" if kind == "named" else kind, mentions=mentions, role=_role(best, claims),
        organization=next((org for claim in (best, *claims) if (org := _organization(claim))), None),
        gender=gender, confidence=round(best.strength, 2), because=best.because, contact=_speaks_for(claims),
    )  # fmt: skip


def _courtesy(claim: Claim) -> bool:
    """ "Dr." or "the Rev." before the name, which says less than what stands after it."""
    return claim.title is not None and claim.title.head in lex.HONORIFICS


def _speaks_for(claims: Sequence[Claim]) -> bool:
    return any(claim.title is not None and claim.title.head in SPOKESPEOPLE for claim in claims)


def _organization(claim: Claim) -> str:
    """The organisation's name that a claim gives, without its article."""
    words = claim.org
    if not words and claim.title is not None:
        words = claim.title.of or claim.title.place
    return " ".join(words).replace(" 's", "'s").removeprefix("the ").removeprefix("The ")


def _role(best: Claim, claims: Sequence[Claim]) -> str | None:
    for claim in (best, *claims):
        if claim.role:
            return claim.role
        if claim.title is not None and claim.title.sort != "seat":
            words = [lex.FULL_WORDS.get(word.casefold(), word).casefold() for word in claim.title.core]
            return " ".join([claim.title.past, *words]).strip()
    return None


def _reporter(claims: Sequence[Claim]) -> bool:
    return any(claim.title is not None and claim.title.sort == "reporter" for claim in claims)


def _elsewhere(found: Sequence[Office], claims: Sequence[Claim]) -> bool:
    """Whether a post that is public only by its sound ("Policy Director") belongs to a private organisation."""
    return not any(office.sure for office in found) and any(is_private(claim.org) for claim in claims)


def _plain(claims: Sequence[Claim], seat: Seat) -> bool:
    """Whether a person may well be a member of the body: nothing is said of them but a trade, told after the name.

    Among titled members a trade before the name ("pharmacist Ann Roe") says no more.
    """
    return all(
        claim.votes
        or _courtesy(claim)
        or ((claim.after or (seat.beside and claim.title is None)) and not is_private(claim.org))
        for claim in claims
    )


def _mention(reading: Reading, number: int, form: Form) -> Mention:
    """A name where it stands, with the title right before it."""
    name, words = reading.names[number], reading.context.words
    first = min((claim.words_from for claim in reading.claims[number] if claim.words_from >= 0), default=name.first)
    start = words[first].start
    return Mention(start, name.end, reading.document.text[start : name.end], form, name.start)


def _gender(person: Person, reading: Reading) -> Gender:
    """By "Mr." or "Ms.", else by the given name, else by a title such as "alderwoman"."""
    words = reading.context.words
    courtesies = {words[reading.names[number].first - 1].low for number, _ in person.names}
    heads = {claim.title.head for claim in person.claims if claim.title is not None and not claim.title.plural}
    heads |= {claim.head or claim.role.split(" ")[-1] for claim in person.claims if claim.title is None}
    given = gender_of(person.given[0]) if person.given else ""
    return _told(courtesies) or given or _told(heads)


def _told(words: set[str]) -> Gender:
    if words & SHE:
        return "" if words & HE else "she"
    return "he" if words & HE else ""
