"""Who said what: direct, mixed and reported speech in invented stories."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.extraction import people
from stories.extraction.document import Document
from stories.extraction.findings import Quote, Story
from stories.extraction.quotes import find
from tests.patience import working_at_most

INTRO = "Mayor Ines Marlow and Councilman Paul Dorsey met the Fernhill City Council on Monday.\n\n"


def quotes(text: str) -> tuple[Quote, ...]:
    document = Document.of(Story("", text, None))
    found = find(document, people.find(document))
    assert all(text[quote.start : quote.end] == quote.text for quote in found)
    return found


def said(text: str) -> list[tuple[str, str, str | None]]:
    """Type, words and speaker of each quote, with an introduction that names the people."""
    return [(quote.type, quote.text, quote.speaker) for quote in quotes(INTRO + text)]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("“We cannot wait,” Marlow said.", "We cannot wait,", "Ines Marlow"),
        ("“We cannot wait,” said Marlow, who leads the city.", "We cannot wait,", "Ines Marlow"),
        ('"We cannot wait," said Councilman Paul Dorsey.', "We cannot wait,", "Paul Dorsey"),
        ("Marlow said, “We cannot wait.”", "We cannot wait.", "Ines Marlow"),
        ("Dorsey told the board: “We cannot wait.”", "We cannot wait.", "Paul Dorsey"),
        ("“Who can wait?” Dorsey asked.", "Who can wait?", "Paul Dorsey"),
        ("In a statement, Marlow wrote, “We cannot wait.”", "We cannot wait.", "Ines Marlow"),
        ("Marlow posted on her page: “Fix. The. Bridge.”", "Fix. The. Bridge.", "Ines Marlow"),
    ],
)
def test_words_in_marks_go_to_whoever_is_named_beside_them(text: str, words: str, speaker: str):
    assert said(text) == [("direct", words, speaker)]


def test_an_attribution_in_the_middle_splits_a_quote_in_two():
    assert said("“The bridge is old,” Marlow said, “but it stands.”") == [
        ("direct", "The bridge is old,", "Ines Marlow"),
        ("direct", "but it stands.", "Ines Marlow"),
    ]


def test_words_after_the_attributed_sentence_are_the_same_speakers():
    assert said("“The bridge is old,” Marlow said. “It has stood for a century.”")[1] == (
        "direct",
        "It has stood for a century.",
        "Ines Marlow",
    )


def test_a_reopened_quote_over_two_paragraphs_is_one_quote():
    text = "“The bridge is old,” Dorsey said. “It was built by hand.\n\n“It will fall.”"
    assert said(text)[1] == ("direct", "It was built by hand.\n\n“It will fall.", "Paul Dorsey")


def test_a_paragraph_in_marks_goes_on_with_the_last_speaker():
    assert said("“The bridge is old,” Dorsey said.\n\n“It will fall.”")[1][1:] == ("It will fall.", "Paul Dorsey")


def test_a_quote_within_a_quote_has_no_record_of_its_own():
    words = "My son asked me, ‘Will it fall?’ and I had no answer,"
    assert said(f"“{words}” Marlow said.") == [("direct", words, "Ines Marlow")]


def test_a_clause_partly_in_marks_is_mixed_up_to_the_closing_mark():
    assert said("Marlow said the bridge is “one truck away from the river.”") == [
        ("mixed", "the bridge is “one truck away from the river.”", "Ines Marlow")
    ]


def test_called_and_its_object_are_the_report_where_part_is_in_marks():
    assert said("Dorsey called the plan “a gift to nobody” and left the room.") == [
        ("mixed", "the plan “a gift to nobody”", "Paul Dorsey")
    ]


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Marlow said the bridge will close in May.", "the bridge will close in May", "Ines Marlow"),
        ("Dorsey said that he will vote no.", "he will vote no", "Paul Dorsey"),
        ("The bridge will close in May, Marlow said.", "The bridge will close in May", "Ines Marlow"),
        ("The bridge will close in May, according to Dorsey.", "The bridge will close in May", "Paul Dorsey"),
        ("According to Marlow, the bridge will close in May.", "the bridge will close in May", "Ines Marlow"),
        ("Dorsey told residents the bridge will close in May.", "the bridge will close in May", "Paul Dorsey"),
        ("Marlow said the bridge is safe but stopped short of a promise.", "the bridge is safe", "Ines Marlow"),
        ("A neighbor said the bridge shakes at night.", "the bridge shakes at night", None),
        ("Marlow and Dorsey said they will vote yes.", "they will vote yes", None),
    ],
)
def test_a_reported_clause_comes_without_its_verb_and_final_punctuation(text: str, words: str, speaker: str | None):
    assert said(text) == [("indirect", words, speaker)]


def test_an_attribution_between_commas_splits_reported_speech_too():
    text = "The bridge will stay open, Marlow said, but it will be closed to trucks."
    assert [words for _, words, _ in said(text)] == ["The bridge will stay open", "it will be closed to trucks"]


@pytest.mark.parametrize(
    "text",
    [
        "The “temporary” bridge is 40 years old.",
        "Protesters wore shirts that read “Bridge to Nowhere.”",
        "A band played “Over Troubled Water” as the council met.",
        "The report, “Spans at Risk,” lists nine bridges.",
        "Marlow would not say whether the bridge is safe.",
        "Dorsey did not respond to a request for comment.",
        "The bridge will close in May, according to an agenda.",
        "Marlow wants the bridge repaired and urged the council to pay for it.",
        "A reporter asked whether the bridge is safe.",
        "The “Mayor’s Cup” race was called off.",
    ],
)
def test_what_nobody_said_is_no_quote(text: str):
    assert said(text) == []


def test_a_sources_turns_are_direct_quotes_and_a_hosts_are_narration():
    text = (
        "PAT LOWELL, HOST: Mayor Ines Marlow is here. Welcome.\n\nINES MARLOW: Glad to be here.\n\n"
        "LOWELL: How will you vote?\n\nMARLOW: I told Paul, “Never.” And I meant it."
    )
    found = [(quote.type, quote.text) for quote in quotes(text)]
    assert found == [("direct", "Glad to be here."), ("direct", "I told Paul, “Never.” And I meant it.")]


def test_a_signed_quotation_goes_to_its_signature():
    assert said("“We will not wait for the bridge to fall.” — Paul Dorsey")[0][1:] == (
        "We will not wait for the bridge to fall.",
        "Paul Dorsey",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "'It cannot stand another flood,' Dorsey said. 'Not one.'",
            [("It cannot stand another flood,", "Paul Dorsey"), ("Not one.", "Paul Dorsey")],
        ),
        ("“Never again” is how Marlow described the repair.", [("Never again", "Ines Marlow")]),
        ("Dorsey: “I was never asked.”", [("I was never asked.", "Paul Dorsey")]),
        ("Marlow laughed. “Not in my lifetime.”", [("Not in my lifetime.", "Ines Marlow")]),
        (
            "Dorsey had an answer:\n\n“Sell the bridge to the state.”",
            [("Sell the bridge to the state.", "Paul Dorsey")],
        ),
        ("“This,” Marlow said, pointing at a crack, “is why.”", [("This,", "Ines Marlow"), ("is why.", "Ines Marlow")]),
        ("“He is wrong,” fired back Marlow.", [("He is wrong,", "Ines Marlow")]),
        ("Dorsey, who chairs the board, said: “It is over.”", [("It is over.", "Paul Dorsey")]),
    ],
)
def test_speech_is_known_in_the_many_ways_it_is_written(text: str, expected: list[tuple[str, str]]):
    assert [(words, speaker) for _, words, speaker in said(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Marlow said the bridge is safe, adding that trucks may use it.",
            [("the bridge is safe", "Ines Marlow"), ("trucks may use it", "Ines Marlow")],
        ),
        (
            "Marlow said the bridge is safe, though Dorsey noted that it shakes.",
            [("the bridge is safe", "Ines Marlow"), ("it shakes", "Paul Dorsey")],
        ),
        (
            "The bridge will close in May, Marlow told the council in a letter, and will open again in June.",
            [("The bridge will close in May", "Ines Marlow"), ("will open again in June", "Ines Marlow")],
        ),
        ("Dorsey issued a statement saying the bridge is unsafe.", [("the bridge is unsafe", "Paul Dorsey")]),
        (
            "Nobody at the meeting believed Dorsey’s claim that the bridge is unsafe.",
            [("the bridge is unsafe", "Paul Dorsey")],
        ),
        (
            "Where they stand\n\nPaul Dorsey, Ward 2: Opposed. Said the toll is too high.",
            [("the toll is too high", "Paul Dorsey")],
        ),
        ("The council was told that the bridge is unsafe.", []),
        ("Asked whether the bridge is safe, Dorsey said no.", []),
        ("Fernhill, Easton and Weston said they will share the cost.", [("they will share the cost", None)]),
    ],
)
def test_reported_speech_ends_where_the_reporter_or_another_speaker_takes_over(
    text: str, expected: list[tuple[str, str | None]]
):
    assert [(words, speaker) for _, words, speaker in said(text)] == expected


def test_every_quote_has_its_cue_its_speakers_words_and_a_reason():
    quote = quotes(INTRO + "“We cannot wait,” said Councilman Paul Dorsey.")[0]
    assert quote.cue is not None
    assert quote.cue.text == "said"
    assert quote.speaker_span is not None
    assert quote.speaker_span.text == "Councilman Paul Dorsey"
    assert "verb of saying" in quote.because
    assert quote.confidence > 0.9


def test_the_stretches_of_one_attribution_know_each_other():
    found = quotes(INTRO + "The bridge will stay open, Marlow said, but the trucks will have to turn around.")
    assert all(len(quote.spans) == len(found) for quote in found)


def test_a_missing_mark_lowers_confidence_and_is_said():
    quote = quotes(INTRO + "We cannot wait,” Marlow said.")[0]
    assert quote.text == "We cannot wait,"
    assert quote.confidence < 0.8
    assert "mark is missing" in quote.because


MARKS = "“ ” \" '' ‘ ’ — , . ? ; \n\n \0 \ud800 \u202e"
WORDS = "said Marlow the that according to called it MARLOW: asked whether who and"


@settings(max_examples=100)
@given(st.lists(st.sampled_from([*MARKS.split(" "), *WORDS.split(" ")]), max_size=60))
def test_any_run_of_words_and_marks_gives_exact_offsets_and_no_error(parts: list[str]):
    quotes(" ".join(parts))


@pytest.mark.parametrize("unit", ["“A” said B. ", "He said that ", "“", "said, ", "according to "])
def test_ten_thousand_marks_or_verbs_take_bounded_time(unit: str):
    document = Document.of(Story("", "The council met on Monday and it was late. " * 3 + unit * 3_000, None))
    cast = people.Cast()
    with working_at_most(30):
        find(document, cast)


def test_a_story_in_another_language_has_no_quotes():
    assert quotes("“No lo voy a hacer”, dijo el alcalde, porque los vecinos no lo quieren y no hay dinero. " * 4) == ()


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Marlow rose. The rent will double, she figures, or so she told them.", "The rent will double", "Ines Marlow"),
        ("She had seen worse, Marlow allowed.", "She had seen worse", "Ines Marlow"),
        ("Marlow allowed that the count was off.", "the count was off", "Ines Marlow"),
        ("It will return next week, Dorsey promised.", "It will return next week", "Paul Dorsey"),
        ("Dorsey texted that he is writing a new draft.", "he is writing a new draft", "Paul Dorsey"),
        ("Dorsey conceded under questioning that the count was off.", "the count was off", "Paul Dorsey"),
        ("Dorsey told residents the pool has two leaks.", "the pool has two leaks", "Paul Dorsey"),
        ("Per Councilman Paul Dorsey, nobody was hurt.", "nobody was hurt", "Paul Dorsey"),
        ("Dorsey asked where the buses would park.", "where the buses would park", "Paul Dorsey"),
        ("Dorsey was unmoved; he had seen worse, he said, and left it.", "he had seen worse", "Paul Dorsey"),
        ("“I won't,” the two-term member said.", "I won't,", "Paul Dorsey"),
        ("“It is full,” answered Harbormaster Lou Frye.", "It is full,", "Lou Frye"),
        ("“It is full,” replied the council's attorney, Dana Voss.", "It is full,", "Dana Voss"),
        ("“Save the park!” a woman in a red hat yells.", "Save the park!", None),
        ("Dorsey and Mayor Ines Marlow both say they are ready.", "they are ready", None),
    ],
)
def test_more_ways_of_telling_what_was_said(text: str, words: str, speaker: str | None) -> None:
    found = quotes("Councilman Paul Dorsey spoke after Mayor Ines Marlow.\n\nDorsey rose.\n\n" + text)
    assert (words, speaker) in [(quote.text, quote.speaker) for quote in found]


@pytest.mark.parametrize(
    "text",
    [
        "Marlow declared the motion lost.",
        "Marlow allowed the shop to open.",
        "Dorsey complained of barking dogs.",
        "Dorsey accused her of changing her vote.",
        "Dorsey vowed to vote against the plan.",
        "Turnout was high, according to the clerk of court's report.",
        "Dorsey, whom everybody calls Bud, voted no.",
    ],
)
def test_acts_stances_nicknames_and_documents_are_no_quotes(text: str) -> None:
    assert said(text) == []


def test_whoever_asks_the_questions_is_not_the_one_who_answers() -> None:
    text = "Chief Al Reyes spoke first. Under questioning from Dorsey, he concedes that the count is off."
    assert [quote.speaker for quote in quotes(INTRO + text)] == ["Al Reyes"]
