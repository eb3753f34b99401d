"""The HTML of what a page holds a hundred times: words, the sentences that a claim rests on, and where these were read.
Put together here, since in templates it takes ten times as long.
"""

from collections.abc import Collection, Sequence

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from stories.evidence.book import Evidence, is_withheld
from stories.models import Article, Quote
from stories.public.dates import dated
from stories.public.stances import PositionClaim
from votes.words import basis_in_words

OUT = 'rel="external nofollow noopener"'
OWN_RECORD = "the body’s own calendar"


def is_web(url: str) -> bool:
    """Say whether a link may lead to the address: stories' addresses come from outside."""
    return url.lower().startswith(("https://", "http://"))


def told_by(article: Article) -> str:
    """Return whose word it is: the outlet's, or that of a body's own calendar."""
    return f"the calendar of {article.outlet}" if article.is_record else str(article.outlet)


def reports(evidence: Sequence[Evidence]) -> str:
    """Return how many report it, "3 reports, 1 original": copies of one story are one source, and a body's own calendar
    is none.
    """
    stories = [report.article for report in evidence if not report.article.is_record]
    articles = {article.pk: article.original_id or article.pk for article in stories}
    count, originals = len(articles), len(set(articles.values()))
    words = f"{count} report{'' if count == 1 else 's'}"
    words = words if originals == count else f"{words}, {originals} original"
    return words if len(stories) == len(evidence) else f"{words}, and the body’s own calendar" if count else OWN_RECORD


def changed(evidence: Sequence[Evidence]) -> bool:
    """Say whether any of these stories no longer holds the words in its newest version."""
    return any(report.has_changed for report in evidence)


def alone(words: str) -> str:
    """Return a quote's words without the comma that led over to "said Reed"."""
    return words.rstrip(" ,")


def lines(words: str) -> SafeString:
    """Return words in their lines; where these are read as one, a space is between them."""
    return mark_safe("<br>\n".join(escape(line) for line in words.splitlines()))  # noqa: S308 - escaped


def quoted(quote: Quote, evidence: Sequence[Evidence], most: int = 0) -> SafeString:
    """Return a quote's words, `most` of them, which lead to its own page; or where they are to be read."""
    page = quote.get_absolute_url()
    if quote.redacted_at:
        return mark_safe('<span class="soft">(These words were removed.)</span>')
    if is_withheld(evidence):
        return format_html('<a class="soft" href="{}">words to be read at {}</a>', page, evidence[0].article.outlet)
    text = alone(quote.text)
    shown = escape(Truncator(text).words(most, truncate=" …")) if most else lines(text)
    before, after = "“”" if quote.type == Quote.Type.DIRECT else ("", "")
    how = ' <span class="soft small">(reported)</span>' if quote.type == Quote.Type.INDIRECT else ""
    return mark_safe(f'<a class="quoted words" href="{page}">{before}{shown}{after}</a>{how}')  # noqa: S308 - escaped


def whose(evidence: Sequence[Evidence], replies: Collection[object]) -> SafeString:
    """Return whose word it is, how many report it, and what else opens."""
    told = [f'<span class="words">{escape(told_by(evidence[0].article))}</span>'] if evidence else []
    if len(evidence) > 1:
        told.append(reports(evidence))
    if changed(evidence):
        told.append("source changed since")
    if replies:
        told.append("with a reply")
    return mark_safe("".join(f" · {one}" for one in told))  # noqa: S308 - escaped


def excerpts(evidence: Sequence[Evidence]) -> SafeString:
    """Return the sentences that something rests on, each with its source."""
    shown = (
        f'<figure class="passage">{excerpt(one)}<figcaption>{source(one)}</figcaption></figure>' for one in evidence
    )
    return mark_safe("\n".join(shown))  # noqa: S308 - escaped


def excerpt(report: Evidence) -> SafeString:
    """Return the sentence with its words marked, as far as the story's measure has room."""
    if report.withheld:
        return withheld(report)
    passage = report.passage
    if passage is None:
        return mark_safe('<p class="soft">(These words were removed.)</p>')
    words = lines(passage.words)
    if not passage.is_whole:
        before, after = (
            f'<span class="context">{escape(one)}</span>' if one else "" for one in (passage.before, passage.after)
        )
        words = mark_safe(f"{before} {escape(passage.lead)}<mark>{words}</mark>{escape(passage.tail)} {after}")  # noqa: S308
    return mark_safe(f'<blockquote class="words">{words.strip()}</blockquote>')  # noqa: S308 - escaped


def withheld(report: Evidence) -> SafeString:
    """Return, of words for which the story's measure has no room, the way to them at the publisher."""
    url, outlet = report.address, escape(report.article.outlet)
    if is_web(url) and not report.article.vanished_at:
        page = url.partition("#")[0]
        there = f'<a href="{escape(url)}" data-page="{escape(page)}" {OUT}>Read the words at {outlet}</a>'
    else:
        there = f'<span class="soft">The words stand in the story of {outlet}.</span>'
    part = f'<a href="{reverse("methods")}#measure">a part of each story</a>'
    return mark_safe(  # noqa: S308 - escaped
        f'<p class="withheld">{there} <span class="soft small">We show {part} only.</span></p>'
    )


def source(report: Evidence) -> SafeString:
    """Return where it was read and when, with the ways to our page of the story and to the form for what is wrong."""
    article, whose = report.article, escape(told_by(report.article))
    if is_web(article.url) and not article.vanished_at:
        there = f'<a href="{escape(article.url)}" {OUT}>{whose}</a>'
    else:
        there = f'<span class="words">{whose}</span>'
    ways = f'<a href="{report.anchor}">all we took from it</a>'
    ways += f' · <a href="{report.objection}" rel="nofollow">This is wrong</a>'
    beside = render_to_string("public/_changed.html") if report.has_changed else ""
    if answers := report.answers:
        beside += render_to_string("public/_beside.html", {"answers": answers})
    return mark_safe(f"{there}, {dated(report.moment)} · {ways} {beside}")  # noqa: S308 - escaped


def in_a_line(claim: PositionClaim, stand: SafeString) -> SafeString:
    """Return an earlier stance in a line, with how it is known and the way to its sentence."""
    sentence = f' · <a href="{claim.anchor}">the sentence</a>' if claim.anchor else ""
    how = f'<span class="soft">· {escape(basis_in_words(claim.position))}{sentence}</span>'
    return mark_safe(f"<p>{dated(claim.position.since)}: {stand} {how}</p>")  # noqa: S308 - escaped
