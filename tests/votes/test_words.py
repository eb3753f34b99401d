"""A date in words, as certain as its source; a stand in words, a stance only where one was taken."""

from datetime import date, time

import pytest

from officials.models import Person
from votes.models import Ballot, Issue, Position, Vote
from votes.models.issues import Basis, Stance
from votes.words import (
    basis_in_words,
    days_in_words,
    one_line,
    range_in_words,
    stance_in_words,
    stand_in_words,
    voted_in_words,
    window_in_words,
)

TODAY = date(2026, 10, 12)


def day(*parts: int) -> date:
    return date(2026, *parts) if len(parts) == 2 else date(*parts)


@pytest.mark.parametrize(
    ("earliest", "latest", "precision", "phrase", "words"),
    [
        (None, None, "none", "", "no date set"),
        (None, None, "none", "at a later date", "no date set"),
        (day(11, 1), day(11, 7), "week", "the first week of November", "the first week of November (Nov 1–7)"),
        (day(11, 1), day(11, 7), "week", "in the first week of November", "the first week of November (Nov 1–7)"),
        (day(10, 19), day(10, 25), "week", "next week", "Oct 19–25"),
        (day(10, 26), day(11, 1), "week", "the week of Oct. 26", "the week of Oct. 26 (Oct 26–Nov 1)"),
        (day(11, 1), day(11, 30), "month", "next month", "November"),
        (day(11, 1), day(11, 30), "month", "in November", "November"),
        (day(2027, 2, 1), day(2027, 2, 28), "month", "February", "February 2027"),
        (day(11, 20), day(11, 30), "month", "late November", "late November (Nov 20–30)"),
        (day(11, 20), day(11, 30), "month", "the end of the month", "Nov 20–30"),
        (day(12, 1), day(2027, 2, 28), "season", "this winter", "Dec 1, 2026–Feb 28, 2027"),
        (day(2027, 1, 1), day(2027, 12, 31), "year", "sometime in 2027", "sometime in 2027"),
        (day(2027, 1, 1), day(2027, 12, 31), "year", "next year", "2027"),
        (day(11, 3), day(11, 3), "day", "Tuesday", "Tuesday, Nov 3"),
        (day(2027, 1, 5), day(2027, 1, 5), "day", "Jan. 5", "Tuesday, Jan 5, 2027"),
    ],
)
def test_a_window_is_told_in_its_own_words_with_the_days_it_spans(
    earliest: date | None, latest: date | None, precision: str, phrase: str, words: str
) -> None:
    vote = Vote(earliest=earliest, latest=latest, precision=precision, phrase=phrase)
    assert window_in_words(vote, TODAY) == words


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (time(18), "6 p.m."), (time(9, 30), "9:30 a.m."), (time(12), "noon"), (time(0), "midnight"),
        (time(12, 30), "12:30 p.m."), (time(0, 15), "12:15 a.m."),
    ],
)  # fmt: skip
def test_a_days_clock_time_follows_it(clock: time, words: str) -> None:
    vote = Vote(earliest=day(11, 3), latest=day(11, 3), precision="day", time=clock)
    assert window_in_words(vote, TODAY) == f"Tuesday, Nov 3, {words}"


def test_days_left_are_said_as_people_say_them() -> None:
    assert [days_in_words(days) for days in (0, 1, 2)] == ["Today", "Tomorrow", "In 2 days"]


def position(stance: str, basis: str = "statement", matter: str = "the lease", conditional: bool = False) -> Position:
    return Position(
        person=Person(name="Ada Reed"), issue=Issue(title="Harbor"), stance=stance, basis=basis, matter=matter,
        conditional=conditional,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stand", "words", "title"),
    [
        (position("oppose"), "opposes", "Ada Reed opposes the lease"),
        (position("oppose", matter=""), "opposes", "Ada Reed opposes: Harbor"),
        (position("support", matter="drone contract"), "supports", "Ada Reed supports: drone contract"),
        (position("undecided", matter="drone contract"), "undecided", "Ada Reed, undecided: drone contract"),
        (position("support", "action", "drone contract"), "acted", "Ada Reed acted: drone contract"),
        (position("mixed"), "backs part, fights part", "Ada Reed backs part, fights part of the lease"),
        (position("undecided"), "undecided", "Ada Reed: undecided on the lease"),
        (position("no_position"), "no position", "Ada Reed: no position on the lease"),
        (position("support", "action"), "acted", "Ada Reed acted on the lease"),
        (position("no_position", "declined"), "declined to comment", "Ada Reed declined to comment"),
    ],
)
def test_a_title_says_a_stand_in_the_words_of_the_page(stand: Position, words: str, title: str) -> None:
    assert stance_in_words(stand) == words
    assert stand_in_words(stand) == title
    assert words in title


def test_a_condition_travels_with_its_stance_however_long_the_matter() -> None:
    stand = position("support", matter="the very long lease " * 25, conditional=True)
    assert stance_in_words(stand, conditional=True) == "supports, with conditions"
    assert stand_in_words(stand)[:300].endswith("…, with conditions")


def test_a_window_that_an_old_ledger_holds_can_be_said_however_wrong_it_is() -> None:
    assert range_in_words(date(9999, 12, 1), date(9999, 12, 31), date(2026, 3, 1)) == "Dec 1–31, 9999"
    assert range_in_words(date(1, 1, 1), date(1, 12, 31), date(2026, 3, 1)) == "1"


def test_a_line_has_no_breaks_and_no_control_characters() -> None:
    assert one_line("a\r\nb\x1b[0m\tc ") == "a b [0m c"


# Each stance, alone and as news: as it is, with conditions, after a change of mind, and both.
STANCES = {
    "support": (
        "supports", "Ada Reed supports the lease", "Ada Reed supports the lease, with conditions",
        "Ada Reed now supports the lease", "Ada Reed now supports the lease, with conditions",
    ),
    "oppose": (
        "opposes", "Ada Reed opposes the lease", "Ada Reed opposes the lease, with conditions",
        "Ada Reed now opposes the lease", "Ada Reed now opposes the lease, with conditions",
    ),
    "mixed": (
        "backs part, fights part", "Ada Reed backs part, fights part of the lease",
        "Ada Reed backs part, fights part of the lease, with conditions",
        "Ada Reed now backs part, fights part of the lease",
        "Ada Reed now backs part, fights part of the lease, with conditions",
    ),
    "undecided": (
        "undecided", "Ada Reed: undecided on the lease", "Ada Reed: undecided on the lease, with conditions",
        "Ada Reed: now undecided on the lease", "Ada Reed: now undecided on the lease, with conditions",
    ),
    "no_position": (
        "no position", "Ada Reed: no position on the lease", "Ada Reed: no position on the lease, with conditions",
        "Ada Reed: now no position on the lease", "Ada Reed: now no position on the lease, with conditions",
    ),
}  # fmt: skip
# What a stand rests on, as it stands behind the stance.
BASES = {"vote_intent": "said how they will vote", "statement": "said so", "past_vote": "voted so"}


def test_the_table_has_every_stance_and_basis() -> None:
    assert set(STANCES) == set(Stance)
    assert {*BASES, "action", "declined", "no_response"} == set(Basis)


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("stance", STANCES)
def test_every_stand_is_said_in_a_sentence_of_its_own(stance: str, basis: str) -> None:
    before = position("oppose")
    alone, plain, conditional, changed, both = STANCES[stance]
    stand, with_conditions = position(stance, basis), position(stance, basis, conditional=True)
    assert stance_in_words(stand) == alone
    assert basis_in_words(stand) == BASES[basis]
    assert [stand_in_words(stand), stand_in_words(with_conditions)] == [plain, conditional]
    assert [stand_in_words(stand, before), stand_in_words(with_conditions, before)] == [changed, both]


@pytest.mark.parametrize(
    ("basis", "words", "title", "rests"),
    [
        ("action", "acted", "Ada Reed acted on the lease", "did this"),
        ("declined", "declined to comment", "Ada Reed declined to comment", "declined to comment"),
        ("no_response", "did not respond", "Ada Reed did not respond", "did not respond"),
    ],
)
def test_a_deed_and_a_silence_are_no_stance_and_no_change_of_mind(
    basis: str, words: str, title: str, rests: str
) -> None:
    stand = position("no_position", basis, conditional=basis == "action")
    assert (stance_in_words(stand, conditional=True), basis_in_words(stand)) == (words, rests)
    assert stand_in_words(stand) == stand_in_words(stand, position("oppose")) == title


@pytest.mark.parametrize(
    ("deed", "title"),
    [
        ("Reed asked the clerk for a count.", "Reed asked the clerk for a count."),
        ("She asked the clerk for a count.", "Ada Reed: She asked the clerk for a count."),
    ],
)
def test_a_deed_is_told_in_the_storys_words(deed: str, title: str) -> None:
    assert stand_in_words(position("support", "action"), deed=deed) == title


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("yes", "voted yes"), ("no", "voted no"), ("abstain", "abstained"), ("absent", "was absent"),
        ("recused", "took no part, having recused themselves"),
    ],
)  # fmt: skip
def test_what_somebody_did_at_a_vote_is_said_in_a_verb(choice: str, words: str) -> None:
    assert voted_in_words(Ballot(choice=choice)) == words
