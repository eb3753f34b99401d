"""The pages that search engines may know, a part a kind, each with the moment at which what it shows last changed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem, sitemap
from django.db.models import Max, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_resolver, reverse
from django.views.decorators.http import require_safe

from officials.models import Person
from stories.models import LoggedAction, Quote
from stories.public.kept import public
from stories.public.queries import bodies_shown, public_events, public_stories
from votes.models import EventChange, Issue, Vote, VoteChange

# Only the stubs know what a sitemap is of.
if TYPE_CHECKING:
    SitemapOf = Sitemap[Any]
else:
    SitemapOf = Sitemap

# Pages of no record.
PAGES = (
    "home", "issues", "people", "bodies", "votes", "places", "outlets", "corrections", "answers", "methods", "about",
    "contact", "privacy",
)  # fmt: skip
# Of a part; fifty thousand may be in a file.
MOST = 5000


def _last(rows: QuerySet[Any], of: str, at: str) -> Subquery:
    """Return when the last of these rows was, of those that name the record by `of`."""
    own = rows.order_by().filter(**{of: OuterRef("pk")}).values(of)
    return Subquery(own.annotate(last=Max(at)).values("last"))


def _decided(of: str) -> Subquery:
    """Return when a person last decided about a finding of the record."""
    return _last(LoggedAction.objects.all(), f"finding__{of}", "at")


def _issues() -> QuerySet[Issue]:
    moved = _last(VoteChange.objects.all(), "vote__issue", "learnt_at")
    met = _last(EventChange.objects.all(), "event__issues", "learnt_at")
    told = Greatest("published_at", "closed_at", moved, met, _decided("issue"))
    return Issue.objects.public().annotate(changed_at=told).order_by("pk")


def _bodies() -> QuerySet[Any]:
    moved = _last(VoteChange.objects.all(), "vote__body", "learnt_at")
    met = _last(EventChange.objects.all(), "event__bodies", "learnt_at")
    return bodies_shown().distinct().annotate(changed_at=Greatest(moved, met)).order_by("pk")


def _votes() -> QuerySet[Vote]:
    shown = Vote.objects.standing().filter(issue__in=Issue.objects.public())
    moved = _last(VoteChange.objects.all(), "vote", "learnt_at")
    return shown.annotate(changed_at=Greatest(moved, "created_at")).order_by("pk")


def _events() -> QuerySet[Any]:
    moved = _last(EventChange.objects.all(), "event", "learnt_at")
    return public_events().standing().annotate(changed_at=Greatest(moved, "created_at")).order_by("pk")


def _people() -> QuerySet[Person]:
    return Person.objects.with_page().annotate(changed_at=_decided("person")).order_by("pk")


def _quotes() -> QuerySet[Quote]:
    """Return those of people who may be found."""
    shown = Quote.objects.filter(person__in=Person.objects.with_page(), redacted_at=None)
    return shown.annotate(changed_at=Greatest(_decided("quote"), "created_at")).order_by("pk")


def _stories() -> QuerySet[Any]:
    return public_stories().filter(withdrawal=None).annotate(changed_at=_decided("article")).order_by("pk")


PARTS: Mapping[str, Callable[[], QuerySet[Any]]] = {
    "issues": _issues, "people": _people, "bodies": _bodies, "votes": _votes, "events": _events, "quotes": _quotes,
    "stories": _stories,
}  # fmt: skip


class Part(SitemapOf):
    """A part of the sitemap: records of a kind, at the site's own address whoever asks."""

    limit = MOST

    def __init__(self, rows: Callable[[], QuerySet[Any]]) -> None:
        self.rows = rows

    def items(self) -> QuerySet[Any]:
        return self.rows()

    def location(self, item: Model | str) -> str:
        return reverse(item) if isinstance(item, str) else item.get_absolute_url()  # type: ignore[attr-defined]

    def lastmod(self, item: Any) -> datetime | None:
        return getattr(item, "changed_at", None)

    def get_protocol(self, _: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class Pages(Part):
    """The pages of no record."""

    def __init__(self) -> None:
        super().__init__(QuerySet)

    def items(self) -> Any:
        return [name for name in PAGES if name in get_resolver().reverse_dict]


@require_safe
@public
def index(request: HttpRequest) -> HttpResponse:
    """List the files that the parts are in."""
    files = []
    for name, part in _parts().items():
        address = settings.SITE_URL + reverse("sitemap_part", args=[name])
        files += [
            SitemapIndexItem(f"{address}?p={page}" if page > 1 else address) for page in part.paginator.page_range
        ]
    return render(request, "sitemap_index.xml", {"sitemaps": files}, content_type="application/xml")


@require_safe
@public
def part(request: HttpRequest, section: str) -> HttpResponse:
    """Show one of these files."""
    return sitemap(request, _parts(), section).render()


def _parts() -> dict[str, Any]:
    return {"pages": Pages(), **{name: Part(rows) for name, rows in PARTS.items()}}
