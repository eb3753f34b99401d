"""What stands under a claim: its words, where they were read, and the ways there."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.utils.safestring import SafeString

from stories.evidence.book import book_of
from stories.models import Article, Quote
from stories.public import cited
from stories.public.stances import PositionClaim
from tests.factories import make_article, make_finding, make_position
from votes.models import Position

pytestmark = pytest.mark.django_db
HOSTILE = "<img src=x onerror=alert(1)>\"'&"


@pytest.fixture
def quote() -> Quote:
    article = make_article(f"Nobody asked. {HOSTILE} said the clerk. It rained.")
    Article.objects.filter(pk=article.pk).update(url="https://paper.example/a'b\"?x=<y>")
    type(article.outlet).objects.filter(pk=article.outlet_id).update(name=HOSTILE)
    quote = Quote.objects.create(text=f"{HOSTILE},", type="direct", label="the clerk", said_on=date(2026, 3, 1))
    make_finding(article, HOSTILE, state="accepted", quote=quote)
    return quote


def of(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def test_nothing_from_outside_is_taken_for_markup(quote: Quote) -> None:
    evidence = book_of(quotes=[quote]).of(quote)
    shown = [
        cited.excerpts(evidence), cited.whose(evidence, ["a reply"]), cited.quoted(quote, evidence),
        cited.quoted(quote, evidence, 2), cited.withheld(evidence[0]),
    ]  # fmt: skip
    for html in shown:
        assert isinstance(html, SafeString)
        assert not of(html).select("img")
    assert of(shown[0]).mark.get_text() == HOSTILE  # type: ignore[union-attr]
    assert of(shown[0]).figcaption.a["href"] == "https://paper.example/a'b\"?x=<y>"  # type: ignore[union-attr, index]
    assert shown[1] == f' · <span class="words">{cited.escape(HOSTILE)}</span> · with a reply'
    assert of(shown[2]).get_text() == f"“{HOSTILE}”"


def test_the_way_to_a_story_is_named_only_where_a_link_may_lead(quote: Quote) -> None:
    [report] = book_of(quotes=[quote]).of(quote)
    for url in ("javascript:alert(1)", "data:text/html,x"):
        report.article.url = url
        assert "javascript" not in cited.source(report) + cited.withheld(report)
        assert [link["href"] for link in of(cited.source(report)).select("a")] == [report.anchor, report.objection]


def test_removed_words_are_not_shown(quote: Quote) -> None:
    quote.redacted_at = quote.created_at
    evidence = book_of(quotes=[quote]).of(quote)
    assert cited.quoted(quote, evidence) == '<span class="soft">(These words were removed.)</span>'


def test_an_earlier_stance_is_a_line_with_the_way_to_its_sentence() -> None:
    position: Position = make_position(since=date(2026, 3, 1))
    finding = make_finding(
        make_article("She backs it."), "She backs it.", kind="position", state="accepted", position=position
    )
    claim = PositionClaim(position, book_of(positions=[position]))
    line = of(cited.in_a_line(claim, SafeString("supports")))
    assert line.get_text() == "Mar 1, 2026: supports · said so · the sentence"
    assert line.a["href"].endswith(f"#finding-{finding.pk}")  # type: ignore[union-attr, union-attr, index]
