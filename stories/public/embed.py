"""An issue as a card in somebody else's page, and how their programs learn of it (oEmbed, https://oembed.com).

The card has no script and sets no cookie; it says on which day it was so. It alone of all pages may be framed.
"""

import io
import json
from urllib.parse import SplitResult, urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from stories.public import pages
from stories.public.former_names import once_at
from stories.public.kept import of_issue, public
from votes.models import Issue

WIDTH = 480
LEAST, MOST = 200, 2000
# Of a card's lines, in pixels: how wide a character is, with room for where words break, how high a line, and what is
# under it; and how many characters those have at most, as a rule, that are not the issue's own.
HEADING, TEXT, SMALL = (13, 25, 6), (9.2, 27, 8), (8, 24, 8)
WHEN, SEATS, FOOT = 90, 100, 90
MARGINS = 40
# Nothing but our own style; anybody may frame it.
POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"
# How long whoever asked may keep the answer.
KEPT_SECONDS = 3600


@require_safe
@xframe_options_exempt
@of_issue
def embed_issue(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the card: the question, when it is decided, who stands where."""
    issue = once_at(Issue.objects.public().select_related("place", "body__place"), slug)
    if issue.slug != slug:
        return redirect("embed_issue", issue.slug)
    page = pages.issue_page(issue, timezone.now())
    with timezone.override(page["zone"]):
        answer = render(request, "public/embed.html", {**page, "lead": page["agenda"].lead})
    answer["Content-Security-Policy"] = POLICY
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
@public
def oembed(request: HttpRequest) -> HttpResponse:
    """Answer how an issue's page is embedded; 404 for any other address, 501 for a format that isn't there."""
    form = request.GET.get("format", "json")
    if form not in ("json", "xml"):
        return HttpResponse("The formats are json and xml.", status=501, content_type="text/plain; charset=utf-8")
    issue = _issue_at(request.GET.get("url", ""))
    width = _at_most(request.GET.get("maxwidth", ""), WIDTH)
    height = _at_most(request.GET.get("maxheight", ""), _height(issue, width))
    src = settings.SITE_URL + reverse("embed_issue", args=[issue.slug])
    frame = '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" sandbox="allow-popups"></iframe>'
    told = {
        "version": "1.0", "type": "rich", "title": issue.title, "provider_name": settings.SITE_NAME,
        "provider_url": settings.SITE_URL, "cache_age": KEPT_SECONDS, "width": width, "height": height,
        "html": format_html(frame, src, issue.title, width, height),
    }  # fmt: skip
    if form == "json":
        answer = HttpResponse(json.dumps(told), content_type="application/json; charset=utf-8")
    else:
        answer = HttpResponse(_as_xml(told), content_type="text/xml; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _issue_at(url: str) -> Issue:
    """Return the issue whose page on this site the address is of; raises Http404."""
    ours, asked = urlsplit(settings.SITE_URL), _split(url)
    if asked is None or asked.netloc.lower() != ours.netloc.lower() or asked.scheme not in ("http", "https"):
        raise Http404("This is no address of this site.")
    try:
        match = resolve(asked.path.removeprefix(ours.path))
    except Resolver404:
        match = None
    if match is None or match.url_name != "issue":
        raise Http404("Only an issue’s page can be embedded.")
    issue: Issue = once_at(Issue.objects.public(), match.kwargs["slug"])
    return issue


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _at_most(asked: str, usual: int) -> int:
    """Return how wide or high the card is where it may be no wider or higher than was asked for."""
    most = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else MOST
    return max(LEAST, min(usual, most))


def _height(issue: Issue, width: int) -> int:
    """Return how high the issue's card is at a width: rather a little more than less, since what is cut off is lost."""
    lines = [(len(issue.title), HEADING), (len(issue.question), TEXT), (WHEN, TEXT), (SEATS, TEXT), (FOOT, SMALL)]
    return round(
        MARGINS + sum(-(-length * wide // (width - MARGINS)) * high + under for length, (wide, high, under) in lines)
    )


def _as_xml(told: dict[str, object]) -> str:
    text = io.StringIO()
    xml = SimplerXMLGenerator(text, "utf-8")
    xml.startDocument()
    xml.startElement("oembed", AttributesImpl({}))
    for name, value in told.items():
        xml.addQuickElement(name, str(value))
    xml.endElement("oembed")
    xml.endDocument()
    return text.getvalue()
