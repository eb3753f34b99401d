"""For which group or organisation "they" and "it" speak, and how sure a pronoun's name is."""

import pytest

from stories.extraction.findings import Quote, Story
from stories.extraction.pipeline import extract


def last_quote(text: str) -> Quote:
    return extract(Story("", "Millbrook’s City Council met Tuesday.\n" + text, None)).quotes[-1]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Opponents of the dam packed the hall. They said the valley would flood.", "Opponents"),
        ("Opponents of the dam packed the hall. They sang. They said the valley would flood.", "Opponents"),
        ("Opponents packed the hall. The chamber was hot.\n“We won’t leave,” they said.", "Opponents"),
        ("The school board replied on Friday. It said the roof is safe.", "The school board"),
        ("Tenants fear the sale. It was told to the press. She said so. It said the roof is safe.", "It"),
        ("Abe Fox left. The rain was cold. The lamp was off. They said it was late.", "They"),
    ],
)
def test_they_and_it_are_shown_as_the_group_that_the_sentences_before_are_about(text: str, speaker: str) -> None:
    found = last_quote(text)
    assert found.speaker is None
    assert found.speaker_span is not None
    assert found.speaker_span.text == speaker


def test_a_pronoun_with_others_of_that_gender_near_is_told_as_less_sure() -> None:
    alone = last_quote("Abe Fox sat down.\n“It is late,” he said.")
    beside = last_quote("Abe Fox sat down beside Hugo Lind.\n“It is late,” he said.")
    assert alone.speaker == beside.speaker == "Abe Fox"
    assert "somebody else" in beside.because
    assert "somebody else" not in alone.because
