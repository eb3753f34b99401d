"""The public pages: each loads, calls and shows. None touches the session, so none sets a cookie or varies."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from officials.models import Person
from stories.models import Quote
from stories.public import calendars, pages
from stories.public.asked import asked
from stories.public.body import body_page
from stories.public.clock import zone_of
from stories.public.feeds import NewsFeed
from stories.public.former_names import merged_into, once_at, person_once_called
from stories.public.kept import of_issue, of_issue_in_parts, public
from stories.public.lists import LISTS, rows_of
from stories.public.look import read_look
from stories.public.person import person_page
from stories.public.queries import (
    bodies_shown,
    public_events,
    public_stories,
    quotes_shown,
    with_ledger,
)
from stories.public.scopes import scope_at
from stories.public.search import KINDS
from stories.public.story import story_page
from stories.public.tables import FORMS
from votes.models import Issue, Vote


def show(request: HttpRequest, template: str, page: pages.Context) -> HttpResponse:
    """Return the page, every time on it by the clock of its place."""
    with timezone.override(page["zone"]):
        return render(request, template, page)


@require_safe
@public
def home(request: HttpRequest) -> HttpResponse:
    return show(request, "public/home.html", pages.home_page(timezone.now()))


@require_safe
@of_issue_in_parts
def issue(request: HttpRequest, slug: str, *, has_shared: bool) -> HttpResponse:
    issue = once_at(Issue.objects.public().select_related("place", "body__place"), slug)
    if issue.slug != slug:
        return redirect(issue)
    now = timezone.now()
    look = read_look(request.GET, now.astimezone(zone_of(issue)).date())
    return show(request, "public/issue.html", pages.issue_page(issue, now, look, has_shared=has_shared))


@require_safe
@public
def person(request: HttpRequest, slug: str) -> HttpResponse:
    person = Person.objects.with_page().filter(slug=slug).first() or person_once_called(slug)
    if person is None:
        raise Http404
    if person.slug != slug:
        return redirect(person)
    return show(request, "public/person.html", person_page(person, request.GET, timezone.now()))


@require_safe
@public
def body(request: HttpRequest, slug: str) -> HttpResponse:
    body = once_at(bodies_shown().select_related("place"), slug)
    if body.slug != slug:
        return redirect(body)
    return show(request, "public/body.html", body_page(body, timezone.now()))


@require_safe
@public
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    vote = get_object_or_404(with_ledger(Vote.objects.select_related("meeting", "disposes_of")), pk=pk)
    if kept := merged_into(Vote, pk):
        return redirect("vote", kept)
    return show(request, "public/vote.html", pages.vote_page(vote, timezone.now()))


@require_safe
@public
def event(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(public_events(), pk=pk)
    return show(request, "public/event.html", pages.event_page(event, timezone.now()))


@require_safe
@public
def story(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(public_stories(), pk=pk)
    return show(request, "public/story.html", story_page(article))


@require_safe
@public
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    quote = get_object_or_404(quotes_shown(Quote.objects.all()), pk=pk)
    return show(request, "public/quote.html", pages.quote_page(quote))


@require_safe
@public
def search_page(request: HttpRequest) -> HttpResponse:
    return show(request, "public/search.html", pages.search_page(asked(request.GET.dict(), KINDS), timezone.now()))


def _calendar_of(request: HttpRequest, kind: str, slug: str = "") -> HttpResponse:
    return _calendar(calendars.calendar_of(scope_at(kind, slug), timezone.now()), slug or "all")


calendar, issue_calendar = require_safe(public(_calendar_of)), require_safe(of_issue(_calendar_of))


@require_safe
@public
def vote_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    vote = get_object_or_404(with_ledger(Vote.objects.all()), pk=merged_into(Vote, pk) or pk)
    return _calendar(calendars.calendar(vote.issue.title, [vote]), f"vote-{pk}")


@require_safe
@public
def event_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(public_events(), pk=pk)
    return _calendar(calendars.calendar(event.title, [event]), f"event-{pk}")


def _calendar(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


feed, issue_feed = require_safe(public(NewsFeed())), require_safe(of_issue(NewsFeed()))


def _table(request: HttpRequest, kind: str, name: str, form: str, slug: str = "") -> StreamingHttpResponse:
    """Return a list at the address of its page, by extension; whoever wants it may read it from any site."""
    sheet, written = LISTS.get(name), FORMS.get(form)
    if sheet is None or written is None or kind not in sheet.kinds:
        raise Http404("There is no such list.")
    scope = scope_at(kind, slug)
    rows = rows_of(sheet, scope, timezone.now().date())
    headers = {
        "Access-Control-Allow-Origin": "*",
        "Content-Disposition": f'inline; filename="{"-".join(filter(None, (slug, name)))}.{form}"',
        "X-Robots-Tag": "noindex",
    }
    lines = written.write(list(sheet.columns), rows)
    return StreamingHttpResponse(lines, content_type=written.content_type, headers=headers)


table, issue_table = require_safe(public(_table)), require_safe(of_issue(_table))
