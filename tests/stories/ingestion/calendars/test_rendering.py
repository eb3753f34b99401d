"""A calendar's row in words."""

from dataclasses import replace
from datetime import date, time

from stories.evidence.passages import passage_at
from stories.ingestion.calendars.rendering import hour, rendered, when
from stories.ingestion.calendars.row import Item, Row, Standing

ROW = Row(
    "1", "Harrow City Council", "Regular meeting", date(2026, 11, 4), time(18), "Council Chamber, 1 St. John St.",
    topic="Budget and pier", items=(Item("12", "Renewal of the pier agreement. Second reading"), Item("", "Thanks")),
    url="https://harrow.example/meeting/1", agenda_url="https://harrow.example/agenda.pdf",
)  # fmt: skip


def test_a_row_is_told_as_a_person_would_read_it() -> None:
    words = rendered(ROW)
    assert words.title == "Harrow City Council, Regular meeting, Wednesday, November 4, 2026, 6 p.m."
    assert words.text.split("\n\n") == [
        f"{words.title}, Council Chamber, 1 St. John St.: scheduled.",
        "About: Budget and pier",
        f"Item 12 of {words.title}: Renewal of the pier agreement. Second reading",
        f"An item of {words.title}: Thanks",
        "Details: https://harrow.example/meeting/1",
        "Agenda: https://harrow.example/agenda.pdf",
    ]


def test_each_part_stands_where_it_says_and_an_item_says_alone_when_it_is_taken_up() -> None:
    words = rendered(ROW)
    assert words.topic
    assert words.text[slice(*words.topic)] == "Budget and pier"
    assert [words.text[slice(*place)] for place in words.items] == [item.title for item in ROW.items]
    assert words.text[slice(*words.meeting)].endswith(": scheduled.")
    passage = passage_at(words.text, *words.items[0])
    assert passage.sentence.startswith("Item 12 of Harrow City Council, Regular meeting, Wednesday, November 4, 2026")
    assert passage.sentence.endswith("Second reading")


def test_what_became_of_a_meeting_is_said_in_words() -> None:
    def told(**values: object) -> str:
        row = replace(ROW, items=(), topic="", url="", agenda_url="", location="", title="", **values)  # type: ignore[arg-type]
        return rendered(row).text

    assert told(standing=Standing.CANCELLED) == "Harrow City Council, Wednesday, November 4, 2026, 6 p.m.: cancelled."
    assert told(standing=Standing.POSTPONED) == "Harrow City Council, no date: postponed, without a new date."
    assert told(standing=Standing.RECESSED).endswith("6 p.m.: recessed, to go on then.")
    assert told(standing=Standing.RECESSED, day=None) == (
        "Harrow City Council, no date: recessed, to go on when it is called."
    )


def test_hours_are_those_of_american_papers() -> None:
    assert [hour(time(*clock)) for clock in ((9, 30), (12,), (0,), (12, 5), (23,))] == [
        "9:30 a.m.", "noon", "midnight", "12:05 p.m.", "11 p.m.",
    ]  # fmt: skip
    assert when(replace(ROW, time=None)) == "Wednesday, November 4, 2026"
