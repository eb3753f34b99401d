"""Reading a story into paragraphs, sentences and quotation marks, with the offsets of the original text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.extraction.document import LONGEST, Document, documents, load_model
from stories.extraction.findings import Story
from tests.patience import working_at_most


def read(text: str, headings: tuple[tuple[int, int], ...] = ()) -> Document:
    return Document.of(Story("", text, None, headings=headings))


def kinds(text: str) -> list[str]:
    return [paragraph.kind for paragraph in read(text).paragraphs]


def marked(text: str) -> list[str]:
    return [text[stretch.start : stretch.end] for stretch in read(text).quoted]


def sentences(text: str) -> list[str]:
    document = read(text)
    return [document.span_of(sentence).text for sentence in document.sentences]


def test_offsets_stay_those_of_the_original_text_whatever_is_normalised():
    text = "“Yes,” said Mayor\u00a0Ana Ruíz — ‘maybe’\u200b… the vote was 4–3.\r\n\r\nIt’s over."
    document = read(text)
    assert len(document.plain) == len(text)
    assert document.plain.startswith('"Yes," said Mayor Ana')
    assert all(document.doc.text[t.idx : t.idx + len(t)] == t.text for t in document.doc)
    start = text.index("Ruíz")
    assert document.span_of(document.tokens(start, start + 4)).text == "Ruíz"


@settings(max_examples=150)
@given(st.text(alphabet=st.sampled_from("aB. ,\n\r\t\0\"“”‘’'`:-—\u202e\u200b\ud800\U0001f600é9!?()"), max_size=200))
def test_any_text_is_read_without_an_error_and_with_exact_offsets(text: str):
    document = read(text)
    assert len(document.plain) == len(text)
    for paragraph in document.paragraphs:
        assert 0 <= paragraph.start <= paragraph.body <= paragraph.end <= len(text)
        assert text[paragraph.start : paragraph.end].strip()
    for stretch in document.quoted:
        assert 0 <= stretch.start < stretch.end <= len(text)
    for sentence in document.sentences:
        span = document.span_of(sentence)
        assert text[span.start : span.end] == span.text


def test_paragraphs_are_told_apart_by_what_they_are():
    text = (
        "By Dana Whitlock\n\nCouncil delays vote on the depot\n\nThe council put off its vote.\n\n"
        "• The depot would cost $4 million.\n\n6:42 p.m. | The mayor speaks\n\nShe spoke for an hour."
    )
    assert kinds(text) == ["byline", "heading", "prose", "item", "stamp", "prose"]


def test_a_heading_that_the_page_marked_is_one_even_with_a_full_stop():
    text = "It will not pass.\n\nThe council met on Monday."
    assert read(text, headings=((0, 17),)).paragraphs[0].kind == "heading"


def test_a_roll_call_without_a_full_stop_is_no_heading_and_no_turn():
    assert kinds("The vote:\n\nAYES: Bell, Ruiz\n\nNOES: Cole\n\nThat was all.")[1:3] == ["prose", "prose"]


def test_a_transcript_is_read_as_turns_and_its_host_is_told_from_its_guests():
    text = (
        "PAT LOWELL, HOST: Welcome to the show.\n\nINES MARCH: Thank you.\n\nLOWELL: How did you vote?\n\n"
        "MARCH: I voted no.\n\n(SOUNDBITE OF BELLS)"
    )
    document = read(text)
    turns = [p for p in document.paragraphs if p.kind == "turn"]
    assert [text[slice(*turn.speaker)] for turn in turns if turn.speaker] == [
        "PAT LOWELL",
        "INES MARCH",
        "LOWELL",
        "MARCH",
    ]
    assert [turn.staff for turn in turns] == [True, False, True, False]
    assert text[turns[3].body : turns[3].end] == "I voted no."
    assert document.paragraphs[-1].kind == "sound"


def test_whoever_asks_most_of_the_questions_in_a_transcript_interviews():
    text = (
        "Ledger: Why now?\n\nMarch: It leaks.\n\nLedger: And the cost?\n\nMarch: Too much. Who knows?\n\nMarch: Not I."
    )
    assert [paragraph.staff for paragraph in read(text).paragraphs] == [True, False, True, False, False]


def test_the_words_of_a_story_begin_after_its_dateline():
    paragraph = read("MILLBROOK, Ohio (Wire) — The council met.").paragraphs[0]
    assert paragraph.body == len("MILLBROOK, Ohio (Wire) — ")


@pytest.mark.parametrize(
    "dateline",
    [
        "LARCH FERRY, Ohio (County Wire) -- ",
        "LARCH FERRY, Ohio, March 5, 2026 — ",
        "ST. ANNE'S – ",
        "NEW LARCH-ON-ELM FERRY- ",
    ],
)
def test_a_dateline_may_be_written_in_many_ways(dateline: str):
    text = f"{dateline}The council met."
    assert read(text).paragraphs[0].body == len(dateline)


def test_a_line_is_wrapped_in_the_same_way_whatever_ends_it():
    text = "The council met on\nthe quarry.\n\nIt adjourned.\nMembers left."
    expected = [text[one.start : one.end].split() for one in read(text).paragraphs]
    windows = text.replace("\n", "\r\n")
    assert len(expected) == 3
    assert [windows[one.start : one.end].split() for one in read(windows).paragraphs] == expected


def test_a_hard_wrapped_line_goes_on_and_a_new_line_ends_a_paragraph():
    assert len(read("The council met on\nmonday and voted.\nThe mayor left.").paragraphs) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We tried,” she said. “Twice.”", ["We tried,", "Twice."]),
        ('"We tried," she said. "Twice."', ["We tried,", "Twice."]),
        ("''We tried,'' she said. ``Twice.''", ["We tried,", "Twice."]),
        ("“He told me ‘no’ and left,” she said.", ["He told me ‘no’ and left,"]),
        ("“One.\n\n“Two.”", ["One.\n\n“Two."]),
        ("“It is over, “ she said. ”Really over.“", ["It is over, ", "Really over."]),
        ('"One.\n\n"Two."', ['One.\n\n"Two.']),
        ("“One.\n\nThe end.", ["One."]),
        ("We tried,” she said.", ["We tried,"]),
        ("She is 5'2\" tall and “tired.”", ["tired."]),
    ],
)
def test_quotation_marks_are_paired(text: str, expected: list[str]):
    assert marked(text) == expected


def test_a_mark_that_had_to_be_guessed_is_said_so():
    assert [stretch.whole for stretch in read("“One.\n\nThe end. “Two.”").quoted] == [False, True]


def test_sentences_end_at_closing_marks_and_never_cross_a_paragraph():
    text = "“It passed. Good,” said Mayor J. Ruiz. “We won.” Gov. Lee left\n\nNobody spoke"
    assert sentences(text)[-2:] == ["Gov. Lee left", "Nobody spoke"]
    assert "“We won.”" in sentences(text)


def test_a_sentence_is_found_by_any_place_in_it():
    document = read("The council met. The mayor left.")
    found = document.sentence_at(20)
    assert found is not None
    assert found.text == "The mayor left."
    assert [sentence.text for sentence in document.sentences_in(3, 25)] == ["The council met.", "The mayor left."]


def test_a_story_in_another_language_is_said_to_be_one_and_not_read():
    text = (
        "El alcalde dijo que no va a votar por la propuesta porque los vecinos no la quieren y el consejo tampoco. " * 3
    )
    document = read(text)
    assert document.language == "es"
    assert "not in English" in document.note
    assert not document.paragraphs
    assert not document.sentences
    assert read("市长说他不会投票支持这个计划。" * 10).language == "und"


def test_capitals_are_still_english():
    document = read("THE MAYOR SAID THAT SHE WILL NOT VOTE FOR IT, AND THE COUNCIL WAS SILENT FOR A WHILE. " * 3)
    assert document.language == "en"
    assert document.sentences


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n \n",
        "word " * 100_000,
        "The council met on Tuesday and said “no” to the plan. " * 20_000,
        '"' * 10_000,
        "“ " * 10_000,
        "a" * 1_000_000,
        "a\n" * 50_000,
        "ONE: two\n\n" * 3_000,
        "\0" * 5_000,
    ],
    ids=["empty", "blank", "no sentence", "megabyte", "marks", "open marks", "one word", "lines", "labels", "nulls"],
)
def test_hostile_text_takes_bounded_time(text: str):
    with working_at_most(40):
        document = read(text)
    assert len(document.plain) <= max(len(text), LONGEST)
    assert document.doc.text == document.plain[: len(document.doc.text)]


def test_what_is_cut_off_a_very_long_text_is_said():
    document = read("The council met on Tuesday and that was all there was. " * 3_000)
    assert len(document.plain) <= LONGEST
    assert document.note.startswith("Only the first")


def test_stories_read_together_come_out_in_their_order():
    stories = [Story(str(number), f"The council of ward {number} met on Monday.", None) for number in range(5)]
    assert [document.story.title for document in documents(stories)] == ["0", "1", "2", "3", "4"]


def test_a_long_story_parsed_in_pieces_keeps_its_offsets():
    text = "\n\n".join(f"The council of ward {number} met. It said “no” to plan {number}." for number in range(400))
    document = read(text)
    assert len(document.sentences) == 800
    assert document.span_of(document.sentences[-1]).text == "It said “no” to plan 399."


def test_an_unknown_model_is_named_in_the_error():
    with pytest.raises(RuntimeError, match="no_such_package"):
        load_model("no_such_package")
