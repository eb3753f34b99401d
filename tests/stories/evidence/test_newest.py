"""Whether the words of a claim still stand in the newest version: to the letter."""

import pytest

from stories.evidence.newest import with_newest
from stories.models import Finding
from tests.factories import NOW, make_article, make_finding, make_version

pytestmark = pytest.mark.django_db

TEXT = "“The ferry costs\nnine million,” Ona Firth said. “It sinks,” she said."


@pytest.fixture
def finding() -> Finding:
    """An interrupted quote: both parts are its evidence."""
    article = make_article(TEXT)
    made = make_finding(article, "The ferry costs\nnine million,", state="accepted")
    start = TEXT.index("It sinks,")
    spans = [*made.spans, {"role": "content", "start": start, "end": start + 9, "text": "It sinks,"}]
    start = TEXT.index("Ona Firth")
    spans.append({"role": "speaker", "start": start, "end": start + 9, "text": "Ona Firth"})
    Finding.objects.filter(pk=made.pk).update(spans=spans)
    return made


def gone() -> tuple[int, bool]:
    found = with_newest(Finding.objects.all()).get()
    return found.newest, found.are_gone  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("newer", "is_gone"),
    [
        (TEXT.replace("\n", "  "), False),
        ("It rained. " + TEXT, False),
        (TEXT.replace("Ona Firth", "The mayor"), False),  # her words stand
        (TEXT.replace("nine", "six"), True),
        (TEXT.replace("It sinks", "It floats"), True),
        (TEXT.replace("The ferry", "The Ferry"), True),
        ("", True),
    ],
)
def test_words_are_gone_where_one_of_their_parts_is(finding: Finding, newer: str, *, is_gone: bool) -> None:
    make_version(finding.article, newer)
    assert gone() == (2, is_gone)


def test_of_a_story_of_one_version_and_of_one_that_was_removed_nothing_is_gone(finding: Finding) -> None:
    assert gone() == (1, False)
    make_version(finding.article, "", redacted_at=NOW)
    assert gone() == (1, False)
