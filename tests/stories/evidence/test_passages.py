"""The sentence around a finding's words."""

import pytest

from stories.evidence.excerpts import passage_of
from stories.evidence.passages import passage_at
from stories.models import Finding
from tests.factories import NOW, make_article, make_finding
from tests.patience import working_at_most

TEXT = (
    "The board met Monday. It sat for four hours. Member Ola Brandt said no. The clerk left.\n\n"
    "A new paragraph begins. It ends."
)


def around(words: str, text: str = TEXT) -> tuple[str, str, str]:
    start = text.index(words)
    passage = passage_at(text, start, start + len(words))
    assert passage.words == words
    return passage.before, passage.sentence, passage.after


def test_a_sentence_has_at_most_one_neighbour_on_either_side() -> None:
    assert around("said no") == ("It sat for four hours.", "Member Ola Brandt said no.", "The clerk left.")


def test_neighbours_come_from_the_same_paragraph_only() -> None:
    assert around("clerk") == ("Member Ola Brandt said no.", "The clerk left.", "")
    assert around("new paragraph") == ("", "A new paragraph begins.", "It ends.")


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Vane and Dr. Ito agreed on Nov. 3 at 5 p.m. Tuesday.",
        "The U.S. Department of Parks wrote to J. Quill.",
        "It pays $2.1 million to St. Clare.",
    ],
)
def test_a_short_form_ends_no_sentence(sentence: str) -> None:
    text = f"First one here. {sentence} Last one here."
    assert around(sentence.split()[1], text) == ("First one here.", sentence, "Last one here.")


def test_no_ends_a_sentence() -> None:
    assert around("vote no", 'She will vote no. "I am sure," she said.')[1] == "She will vote no."


def test_words_over_two_paragraphs_are_whole() -> None:
    text = "“We waited. We lost.\n\n“We go on,” Quill said. Then rain."
    assert around("We waited. We lost.\n\n“We go on,", text)[1] == "“We waited. We lost.\n\n“We go on,” Quill said."


def test_a_text_without_sentence_ends_is_not_shown_whole() -> None:
    before, sentence, after = around("needle", "hay " * 5_000 + "needle" + " hay" * 5_000)
    assert len(before + sentence + after) < 1_000


def test_a_text_of_nothing_but_full_stops_costs_no_time() -> None:
    with working_at_most(5):
        around("needle", ". " * 200_000 + "needle" + "." * 400_000)


@pytest.mark.django_db
def test_an_interrupted_quote_is_shown_from_its_first_word_to_its_last() -> None:
    article = make_article("“We waited,” Quill said, “and we lost.” Then rain.")
    finding = make_finding(article, "We waited,")
    start = finding.version.text.index("and we lost")
    finding.spans.append({"role": "content", "start": start, "end": start + 12, "text": "and we lost."})
    finding.save()
    shown = passage_of(Finding.objects.get())
    assert shown is not None
    assert shown.words == "We waited,” Quill said, “and we lost."


@pytest.mark.django_db
def test_what_was_redacted_shows_no_words() -> None:
    finding = make_finding(make_article("Quill said no."), "Quill said no.")
    finding.version.redact(NOW)
    assert passage_of(Finding.objects.get()) is None
