"""What programs ask every site for: what they may read (RFC 9309), and whom to tell of a hole (RFC 9116)."""

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from stories.public.kept import CACHE_CONTROL

# What is for nobody's index: rooms of the desk and of readers, and what any question makes a page of.
CLOSED = (
    "/desk/", "/plumbing/", "/en/search/", "/en/subscribe/", "/en/confirm/", "/en/alerts/", "/en/leave/", "/en/erase/",
    "/en/wrong/", "/en/embed/",
)  # fmt: skip
# A year at most says the RFC: what is said holds till the end of the month half a year ahead.
HOLDS = relativedelta(months=7, day=1)


@require_safe
@cache_control(**CACHE_CONTROL)
def robots(request: HttpRequest) -> HttpResponse:
    sitemap = settings.SITE_URL + reverse("sitemap")
    return _text(["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), "", f"Sitemap: {sitemap}"])


@require_safe
@cache_control(**CACHE_CONTROL)
def security(request: HttpRequest) -> HttpResponse:
    today = timezone.now().astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return _text([
        f"Contact: {settings.SECURITY_CONTACT}", f"Expires: {today + HOLDS:%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {settings.SITE_URL}{reverse('security')}", "Preferred-Languages: en",
    ])  # fmt: skip


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
