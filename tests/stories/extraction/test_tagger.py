"""The tagger: windows that answer for each sentence once, stretches out of word pieces, and what happens without it."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from stories.extraction import pipeline
from stories.extraction.findings import Story
from stories.extraction.tagger import available, tag
from stories.extraction.tagger.run import WEIGHTS, load
from stories.extraction.tagger.tags import Piece, Tags
from stories.extraction.tagger.windows import LONGEST, windows


@pytest.mark.parametrize("lengths", [[], [5], [0, 3, 0], [40] * 50, [500, 3, 500], [3] * 400])
def test_each_sentence_is_answered_for_once_in_a_window_that_fits(lengths: list[int]) -> None:
    cut = windows(list(range(60)), [[7] * length for length in lengths])
    assert [number for window in cut for number in window.owned] == list(range(len(lengths)))
    for window in cut:
        assert len(window.pieces) <= LONGEST
        assert set(window.owned) <= {number for number, _, _ in window.places}
        assert all(first <= last < len(window.pieces) for _, first, last in window.places)


def piece(start: int, end: int, begins: float, belongs: float) -> Piece:
    return Piece(start, end, begins, belongs, {"passed": belongs})


def test_word_pieces_side_by_side_are_one_stretch_unless_another_begins() -> None:
    pieces = [piece(0, 3, 0.9, 0.9), piece(4, 8, 0.1, 0.8), piece(9, 12, 0.7, 0.9), piece(13, 15, 0.0, 0.1)]
    tags = Tags(pieces={"matter": pieces})
    found = tags.stretches("matter", 0, 20)
    assert [(one.start, one.end) for one in found] == [(0, 8), (9, 12)]
    assert found[0].probability == pytest.approx(0.85)
    assert tags.stretches("matter", 4, 9)[0].start == 4
    assert tags.stretches("body", 0, 20) == []


def test_without_weights_there_is_no_tagger_and_a_story_is_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert load(tmp_path) is None
    assert "rules alone" in caplog.text
    monkeypatch.setattr("stories.extraction.tagger.run.load", lambda: None)
    found = pipeline.extract(Story("Rates", "“No,” Mayor Ana Ruiz said of the water rates.", None))
    assert [quote.speaker for quote in found.quotes] == ["Ana Ruiz"]


@pytest.mark.skipif(not available(), reason="the weights, or what runs them, are not installed")
class TestWeights:
    def test_the_card_has_the_checksum_of_each_file(self) -> None:
        card = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))
        sums = {name: hashlib.sha256((WEIGHTS / name).read_bytes()).hexdigest() for name in card["sha256"]}
        assert sums == card["sha256"]
        assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) <= 30_000_000

    @pytest.mark.parametrize("text", ["", "\n\n", "x" * 20_000, "— " * 5_000, "“" * 300, "Vote 5-2. " * 800])
    def test_hostile_text_is_tagged_within_its_bounds(self, text: str) -> None:
        found = pipeline.extract(Story("Vote", text, None))
        for one in (*found.votes, *found.events, *found.positions):
            assert text[one.start : one.end] == one.text

    def test_it_says_of_a_vote_that_it_passed(self) -> None:
        text = "The Alder Creek City Council voted 5-2 Tuesday to approve a ban on leaf blowers."
        document = pipeline.Document.of(Story("Leaf blowers", text, None))
        tags = tag(document)
        assert tags is not None
        assert tags.tells[0]["passed"] > 0.5
        assert any(re.search("leaf blowers", text[one.start : one.end]) for one in tags.stretches("matter", 0, 200))
