"""The public pages: each loads, calls and shows. None touches the session, so none sets a cookie or varies."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from officials.models import Person
from stories.models import Quote
from stories.public import calendars, pages
from stories.public.asked import asked
from stories.public.body import body_page
from stories.public.clock import zone_of
from stories.public.feeds import IssueFeed
from stories.public.former_names import merged_into, once_at, person_once_called
from stories.public.kept import of_issue, public
from stories.public.look import read_look
from stories.public.person import person_page
from stories.public.queries import (
    bodies_shown,
    events_of,
    public_events,
    public_stories,
    quotes_shown,
    with_issues,
    with_ledger,
)
from stories.public.search import KINDS
from stories.public.story import story_page
from votes.disposals import on_their_own
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
@of_issue
def issue(request: HttpRequest, slug: str) -> HttpResponse:
    issue = once_at(Issue.objects.public().select_related("place", "body__place"), slug)
    if issue.slug != slug:
        return redirect(issue)
    now = timezone.now()
    look = read_look(request.GET, now.astimezone(zone_of(issue)).date())
    return show(request, "public/issue.html", pages.issue_page(issue, now, look))


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


@require_safe
@of_issue
def issue_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    issue = once_at(Issue.objects.public(), slug)
    records = [*on_their_own(with_ledger(issue.votes.all())), *with_issues(events_of(issue))]
    return _calendar(calendars.calendar(issue.title, records, timezone.now()), slug)


@require_safe
@public
def vote_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    vote = get_object_or_404(with_ledger(Vote.objects.all()), pk=merged_into(Vote, pk) or pk)
    return _calendar(calendars.calendar(vote.issue.title, [vote], timezone.now()), f"vote-{pk}")


@require_safe
@public
def event_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(public_events(), pk=pk)
    return _calendar(calendars.calendar(event.title, [event], timezone.now()), f"event-{pk}")


def _calendar(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


issue_feed = require_safe(of_issue(IssueFeed()))
