"""A page says which language it is written in, in one of several ways."""

import pytest

from stories.ingestion.pages.document import parse
from stories.ingestion.pages.language import language
from stories.ingestion.pages.markup import Markup


@pytest.mark.parametrize(("html", "tag"), [
    ('<html lang="en"><body><p>x</p>', "en"),
    ('<html lang="EN_us"><body><p>x</p>', "en-US"),
    ('<html lang="zh-Hant"><body><p>x</p>', "zh"),
    ('<html><head><meta property="og:locale" content="de_DE"></head><body><p>x</p>', "de-DE"),
    ('<html lang="english"><head><meta name="language" content="fr"></head><body><p>x</p>', "fr"),
    ("<html><body><p>x</p>", ""),
])  # fmt: skip
def test_the_language_is_a_tag_or_nothing(html: str, tag: str) -> None:
    assert language(Markup(parse(html))) == tag
