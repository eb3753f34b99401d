"""Whose words are whose, where two people speak or bear one surname."""

import pytest

from stories.extraction import language, people
from stories.extraction.document import Document
from stories.extraction.findings import Quote, Story
from stories.extraction.quotes import find

INTRO = "Mayor Ines Marlow and Councilman Paul Dorsey met the Fernhill City Council on Monday.\n\n"


def quotes(text: str) -> tuple[Quote, ...]:
    document = Document.of(Story("", INTRO + text, None))
    return find(document, people.find(document))


def said(text: str) -> list[tuple[str, str | None]]:
    return [(quote.text, quote.speaker) for quote in quotes(text)]


@pytest.mark.parametrize("joined", ["while Dorsey", "but Councilman Dorsey"])
def test_a_quote_ends_where_the_next_speaker_begins(joined: str) -> None:
    assert said(f'Marlow said it could "kill trade," {joined} said it would not.') == [
        ('it could "kill trade,"', "Ines Marlow"),
        ("it would not", "Paul Dorsey"),
    ]


def test_who_speaks_next_after_a_but_has_not_said_the_words_before_it() -> None:
    text = 'Marlow said the "fee holiday" would "kill trade," but Dorsey said it "saves them."'
    assert [speaker for _, speaker in said(text)] == ["Ines Marlow", "Paul Dorsey"]
    text = 'The fee is "dead for good," Dorsey said, but Marlow said it "has friends."'
    assert said(text)[1] == ('it "has friends."', "Ines Marlow")


def test_a_gesture_after_a_shout_is_a_sentence_of_its_own() -> None:
    text = 'Resident Nell Voss began to weep. "I lost my shop!" Mayor Ines Marlow nodded.'
    assert said(text) == [("I lost my shop!", "Nell Voss")]


def test_a_verb_of_saying_after_a_question_reports_it() -> None:
    assert said('"Who pays?" Dorsey, who chairs the budget panel, asked.') == [("Who pays?", "Paul Dorsey")]


def test_words_told_of_before_a_colon_are_their_owners() -> None:
    assert said("Dorsey described neighbors' complaints: \"My dogs can't sleep.\"") == [("My dogs can't sleep.", None)]


def test_marks_within_a_phrase_are_no_direct_quote() -> None:
    (found,) = quotes('Marlow said the "Night of Lanterns" parade will go on.')
    assert (found.type, found.speaker) == ("mixed", "Ines Marlow")


def test_a_remark_is_its_owners_and_not_of_whom_is_asked_about_it() -> None:
    assert [who for _, who in said("Dorsey was asked about Marlow's remark that the fix is in.")] == ["Ines Marlow"]


def test_a_bare_surname_of_two_is_less_sure_and_says_why() -> None:
    (found,) = quotes("Councilwoman Tess Hale and her husband, Rob Hale, own the lot. “I know the rules,” Hale said.")
    assert found.speaker == "Tess Hale"
    assert "several bear" in found.because
    (titled,) = quotes("Councilwoman Tess Hale and her husband, Rob Hale, left. “I know,” Councilwoman Hale said.")
    assert "several bear" not in titled.because


@pytest.mark.parametrize(
    "text",
    [
        "Police Chief Moe Dunn's predecessor, Al Katz, supported the cameras. Dunn hasn't said. "
        "City Manager Pat Rowe's deputy, Jo Lin, opposes them.",
        "Councilman Luis Rey de la Vega met Mayor Ana del Toro de la Fuente and Rosa de los Rios. De la Vega said "
        "the De la Fuente plaza was closed on Monday.",
    ],
)
def test_a_short_english_text_full_of_names_is_english(text: str) -> None:
    assert language.language(text) == "en"


def test_a_short_text_in_spanish_is_spanish() -> None:
    text = (
        "El alcalde dijo que el plan de la ciudad no es para los vecinos, y que la reunion del lunes es para "
        "hablar de eso con todos los que no lo quieren."
    )
    assert language.language(text) == "es"
