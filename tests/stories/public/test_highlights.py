"""What was found is marked, and nothing else of a text gets into the page."""

from stories.public.highlights import START, STOP, highlighted


def test_what_was_found_is_marked_and_all_is_escaped() -> None:
    text = f"Our {START}harbor{STOP} & <b>pier</b>"
    assert highlighted(text) == "Our <mark>harbor</mark> &amp; &lt;b&gt;pier&lt;/b&gt;"


def test_marks_that_do_not_pair_are_dropped() -> None:
    assert highlighted(f"{STOP}a{START}b{START}<i>{STOP}") == "ab<mark>&lt;i&gt;</mark>"


def test_a_long_text_of_marks_is_read_at_once() -> None:
    assert highlighted(START * 100_000) == ""
