"""A vote's date and a person's stand in words: never a day that nobody named, nor a stance that nobody took."""

import re
from datetime import date, time, timedelta

from django.utils.text import Truncator

from officials.models import Body
from votes.models import Ballot, Event, Position, Vote
from votes.models.decisions import Classification, Outcome
from votes.models.issues import Basis, Stance
from votes.models.status import Status
from votes.windows import Precision, Windowed

MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
# "Next week" was true on the day the story appeared; read later, only the dates themselves are.
RELATIVE = re.compile(
    r"\b(next|this|coming|upcoming|following|now|today|tonight|tomorrow|yesterday|ago|within)\b"
    r"|\bin \w+ (days?|weeks?|months?)\b|\bthe (week|month|quarter|year)(?! of\b)",
    re.IGNORECASE,
)
LEADING = re.compile(r"^(in|on|during|for|at)\s+", re.IGNORECASE)

# What a body did with a matter by a motion about it, and what the motion is called.
DISPOSED = {
    Classification.TABLE: "tabled",
    Classification.POSTPONE: "put off",
    Classification.REFER: "referred",
    Classification.WITHDRAW: "withdrawn",
}
MOTIONS = {
    Classification.TABLE: "motion to table it",
    Classification.POSTPONE: "motion to put it off",
    Classification.REFER: "motion to refer it",
    Classification.WITHDRAW: "motion to withdraw it",
}
# A matter that reads on in a sentence as it was printed: "the lease". Any other has no article, or is no noun at all
# ("police drone contract", "that it be signed"), and stands behind a colon.
READS_ON = re.compile(r"(?:the|an?|this|these|those|his|her|its|their|our) ", re.IGNORECASE)
# What leads from a stance to its matter, where the matter isn't the verb's object.
JOINED = {Stance.UNDECIDED: "on ", Stance.NO_POSITION: "on ", Stance.MIXED: "of "}
COLON = ": "
# What a stand rests on, behind it: how somebody will vote is told apart from what they think of it.
BASES = {
    Basis.VOTE_INTENT: "said how they will vote",
    Basis.STATEMENT: "said so",
    Basis.PAST_VOTE: "voted so",
    Basis.ACTION: "did this",
    Basis.DECLINED: "declined to comment",
    Basis.NO_RESPONSE: "did not respond",
}
# What somebody did when a vote was taken.
VOTED = {
    Ballot.Choice.YES: "voted yes",
    Ballot.Choice.NO: "voted no",
    Ballot.Choice.ABSTAIN: "abstained",
    Ballot.Choice.ABSENT: "was absent",
    Ballot.Choice.RECUSED: "took no part, having recused themselves",
}
WITH_CONDITIONS = ", with conditions"
# Characters of a matter in a title: what follows it, a condition above all, must not be cut away.
MATTER_IN_TITLE = 150


def window_in_words(windowed: Windowed, today: date) -> str:
    """Say when it is: "Tuesday, Nov 4, 6 p.m.", "the first week of November (Nov 1–7)" or "no date set".

    The year is named where it isn't `today`'s. A row with a `time` has it named after its day.
    """
    if windowed.earliest is None or windowed.latest is None:
        return "no date set"
    if windowed.precision == Precision.DAY:
        clock = getattr(windowed, "time", None)
        day = f"{windowed.earliest:%A}, {_short(windowed.earliest)}{_year_after(windowed.earliest, today)}"
        return f"{day}, {time_in_words(clock)}" if clock else day
    dates = range_in_words(windowed.earliest, windowed.latest, today)
    phrase = LEADING.sub("", windowed.phrase.strip())
    if not phrase or RELATIVE.search(phrase) or dates.casefold().startswith(phrase.casefold()):
        return dates
    return phrase if dates.casefold() in phrase.casefold() else f"{phrase} ({dates})"


def range_in_words(earliest: date, latest: date, today: date) -> str:
    """Return a range of days: "Nov 1–7", "Oct 28–Nov 3", "November" for all of it, "2027" for the whole year."""
    if (whole := _whole(earliest, latest, today)) is not None:
        return whole
    if earliest == latest:
        return _short(earliest) + _year_after(latest, today)
    if earliest.year != latest.year:
        return f"{_short(earliest)}, {earliest.year}–{_short(latest)}, {latest.year}"
    end = str(latest.day) if earliest.month == latest.month else _short(latest)
    return f"{_short(earliest)}–{end}{_year_after(latest, today)}"


def claimed_in_words(vote: Vote | Event, today: date) -> str:
    """Say what a report claims of a vote or an event: "Tuesday, Dec 8", "moved to Tuesday, Dec 8", "called off",
    "passed, 8–3"; of a vote that put off another, what it made of that one, `disposes_of`: "put off indefinitely, 8–3".
    """
    when = window_in_words(vote, today)
    if vote.status == Status.CANCELLED:
        return "called off"
    if vote.status == Status.SHELVED:
        return "shelved"
    if vote.status == Status.POSTPONED:
        return f"moved to {when}" if vote.is_dated else "postponed, no new date"
    if not isinstance(vote, Vote) or vote.status != Status.HELD:
        return when
    outcome = _claimed_outcome(vote)
    return f"{outcome}, {when}" if vote.is_dated else outcome


def outcome_in_words(vote: Vote) -> str:
    """Say how a held vote went: "passed, 8–3", "failed", "put off, unanimously", "motion to table it failed"."""
    deed = DISPOSED.get(Classification(vote.classification))
    if deed is None:
        words = vote.outcome or "held"
    elif vote.outcome == Outcome.FAILED:
        words = f"{MOTIONS[Classification(vote.classification)]} failed"
    else:
        words = deed
    return with_tally(words, vote)


def disposed_in_words(disposal: Vote, put_off: Vote) -> str:
    """Say what a procedural vote did with the other, and how it went: "put off indefinitely, 8–3", "tabled"."""
    return with_tally(deed_in_words(disposal, put_off), disposal)


def deed_in_words(disposal: Vote, put_off: Vote) -> str:
    """Say what a procedural vote did with the other: "put off indefinitely", "tabled"."""
    deed = DISPOSED.get(Classification(disposal.classification), DISPOSED[Classification.POSTPONE])
    is_for_good = put_off.status == Status.SHELVED and disposal.classification == Classification.POSTPONE
    return f"{deed} indefinitely" if is_for_good else deed


def with_tally(words: str, vote: Vote) -> str:
    """Return what came of a vote with its counts, as far as they are known: "passed, 8–3"."""
    tally = tally_in_words(vote)
    return f"{words}, {tally}" if tally else words


def called(body: Body) -> str:
    """Return a body's name as it stands in a sentence: "the Town Council"."""
    return body.name if body.name.casefold().startswith("the ") else f"the {body.name}"


def within_a_sentence(name: str) -> str:
    """Return a name as it stands in the middle of a sentence: "the Ropewalk" for "The Ropewalk"."""
    return f"the {name[4:]}" if name.startswith("The ") else name


def tally_in_words(vote: Vote) -> str:
    """Return the counts: "8–3"; "unanimously" where only that is known; "" where neither is."""
    if vote.yes is not None and vote.no is not None:
        return f"{vote.yes}–{vote.no}"
    return "unanimously" if 0 in (vote.yes, vote.no) else ""


def moved_in_words(earliest: date, latest: date, today: date) -> str:
    """Return what follows a new date: "moved from Dec 1", "moved from Nov 1–7"."""
    return f"moved from {range_in_words(earliest, latest, today)}"


def time_in_words(clock: time) -> str:
    """Return a time of day as newspapers write it: "6 p.m.", "6:30 p.m.", "noon"."""
    if (clock.hour, clock.minute) in ((0, 0), (12, 0)):
        return "noon" if clock.hour else "midnight"
    minutes = f":{clock.minute:02}" if clock.minute else ""
    return f"{clock.hour % 12 or 12}{minutes} {'a.m.' if clock.hour < 12 else 'p.m.'}"


def one_line(words: str) -> str:
    """Return words without line breaks and control characters, which no header and no line of a list may carry."""
    return " ".join("".join(char if char.isprintable() else " " for char in words).split())


def web_address(words: str) -> str:
    """Return the words if they are a web address, else nothing: nothing else may become a link."""
    return words if words.startswith(("https://", "http://")) and " " not in words else ""


def as_sentence(words: str) -> str:
    """Return words with one full stop: "6 p.m." has it already."""
    return f"{words.rstrip('.')}."


def days_in_words(days: int) -> str:
    """Say how far off a day is, seen from today: "Today", "Tomorrow", "In 7 days"."""
    return {0: "Today", 1: "Tomorrow"}.get(days, f"In {days} days")


def stance_in_words(position: Position, about: str = "", *, conditional: bool = False, deed: str = "acted") -> str:
    """Return the stand as pages, feeds and mails say it: "opposes", or with `about` "undecided on the lease".

    A deed is named as just that ("acted"), a question without an answer as what came of it ("did not respond"): neither
    is a stance. Where `conditional`, a condition is said too.
    """
    if position.is_non_answer:
        return position.get_basis_display()
    if position.basis == Basis.ACTION:
        return f"{deed}{joint(about, 'on ')}{about}"
    conditions = WITH_CONDITIONS if conditional and position.conditional else ""
    return side_in_words(position.stance, about, conditions)


def side_in_words(stance: str, about: str = "", conditions: str = "") -> str:
    """Return the stance with what it is on: "opposes the lease", "undecided on the lease", "supports, with conditions:
    drone contract".
    """
    side, joined = Stance(stance).label, joint(about, JOINED.get(Stance(stance), ""))
    return f"{side}{joined}{about}{conditions}" if joined != COLON else f"{side}{conditions}{joined}{about}"


def joint(about: str, joined: str) -> str:
    """Return what leads to a matter: `joined`, "on " or "", where it reads on, else a colon; nothing where it is ""."""
    if not about:
        return ""
    return f" {joined}" if READS_ON.match(about) else COLON


def stand_in_words(position: Position, before: Position | None = None, deed: str = "") -> str:
    """Return a title: "Ada Reed opposes the lease, with conditions", "Ada Reed: undecided on the lease", "Ada Reed
    supports: drone contract".

    After a change of mind it is "Ada Reed now opposes the lease". What somebody did is told in the story's own words,
    `deed`, where they are at hand.
    """
    name = str(position.person)
    if position.basis == Basis.ACTION and deed:
        words = Truncator(" ".join(deed.split())).chars(MATTER_IN_TITLE)
        return words if is_named(name, words) else f"{name}: {words}"
    has_no_stance = position.is_non_answer or position.basis == Basis.ACTION
    is_verb = has_no_stance or position.stance in (Stance.SUPPORT, Stance.OPPOSE, Stance.MIXED)
    matter = matter_in_words(position)
    stance = stance_in_words(position, matter, conditional=True)
    mark = "" if is_verb else ":" if READS_ON.match(matter) else ","
    return f"{name}{mark} {'now ' if before and not has_no_stance else ''}{stance}"


def is_named(name: str, sentence: str) -> bool:
    """Say whether a sentence names them by their last name, so that no name need stand before it."""
    return re.search(rf"\b{re.escape(name.split()[-1])}\b", sentence) is not None


def basis_in_words(position: Position) -> str:
    """Return what a stand rests on: "said how they will vote", "said so", "voted so"."""
    return BASES[Basis(position.basis)]


def had_said_in_words(position: Position) -> str:
    """Return what somebody had said before a vote: "said they would vote for it", or the view that they told."""
    side = {Stance.SUPPORT: "for it", Stance.OPPOSE: "against it"}.get(Stance(position.stance))
    if position.basis != Basis.VOTE_INTENT or side is None:
        return f"{stance_in_words(position, conditional=True)}, {basis_in_words(position)}"
    return f"said they would vote {side}{WITH_CONDITIONS if position.conditional else ''}"


def voted_in_words(ballot: Ballot) -> str:
    """Return what somebody did when the vote was taken: "voted yes", "was absent"."""
    return VOTED[Ballot.Choice(ballot.choice)]


def matter_in_words(position: Position) -> str:
    """Return what a stand is on, in the story's words or as the issue is called, short enough for a title."""
    return Truncator(position.matter or str(position.issue)).chars(MATTER_IN_TITLE)


def _claimed_outcome(vote: Vote) -> str:
    """Say how a vote went by a report, which says of a matter that it was rejected, not that its motion failed."""
    if vote.outcome == Outcome.FAILED and vote.classification not in DISPOSED:
        return with_tally("rejected", vote)
    if vote.outcome == Outcome.FAILED or vote.disposes_of is None:
        return outcome_in_words(vote)
    return disposed_in_words(vote, vote.disposes_of)


def _whole(earliest: date, latest: date, today: date) -> str | None:
    """Return the name of the calendar year or month that is the whole window, None where it is neither."""
    if latest.year == date.max.year:
        return None  # a slip of the pen in an old ledger; no day comes after it
    after = latest + timedelta(days=1)
    if earliest == date(earliest.year, 1, 1) and after == date(earliest.year + 1, 1, 1):
        return str(earliest.year)
    if earliest.day == after.day == 1 and earliest.month % 12 + 1 == after.month and (after - earliest).days <= 31:
        return f"{earliest:%B}" + (f" {earliest.year}" if earliest.year != today.year else "")
    return None


def _short(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}"


def _year_after(day: date, today: date) -> str:
    return f", {day.year}" if day.year != today.year else ""
