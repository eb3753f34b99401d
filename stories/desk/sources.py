"""The desk's room of sources: how each and its host is doing, what is wrong first; pause, resume, poll."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from stories import curation
from stories.desk.access import carried_out, curator, desk_act, desk_page, reason_in
from stories.findings.asked import state_of
from stories.models import Source
from stories.sources.health import Health, health


@dataclass(frozen=True, slots=True)
class Host:
    """All sources of one host: a site that is down shows here at once."""

    name: str
    sources: list[Health]

    @property
    def last_fetch_at(self) -> datetime | None:
        return max((state.source.last_fetch_at for state in self.sources if state.source.last_fetch_at), default=None)

    @property
    def last_new_at(self) -> datetime | None:
        return max((state.source.last_new_at for state in self.sources if state.source.last_new_at), default=None)

    @property
    def last_yield_at(self) -> datetime | None:
        return max((state.source.last_yield_at for state in self.sources if state.source.last_yield_at), default=None)

    @property
    def failing(self) -> int:
        return sum(1 for state in self.sources if state.source.failures)

    @property
    def waiting(self) -> int:
        return sum(state.waiting for state in self.sources)


def hosts_of(known: Iterable[Health]) -> list[Host]:
    """Return the hosts by name; the sources of each keep their order."""
    ordered = sorted(known, key=lambda state: state.host)
    return [Host(name, list(sources)) for name, sources in groupby(ordered, key=lambda state: state.host)]


@desk_page
def sources(request: HttpRequest) -> HttpResponse:
    """Show how each source and its host is doing."""
    now = timezone.now()
    known = health(now)
    context = {
        "sources": known,
        "alarms": sum(bool(state.alarm) for state in known),
        "hosts": hosts_of(known),
        "now": now,
        "model": state_of(now),
    }
    return render(request, "desk/sources.html", context)


@desk_act
def tend(request: HttpRequest, pk: int) -> HttpResponse:
    """Pause, resume or poll one source, the latter afresh if wished."""
    source, now, by = get_object_or_404(Source, pk=pk), timezone.now(), curator(request)
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "pause": (partial(curation.pause, pk, True, by, now, reason_in(request)), "is paused."),
        "resume": (partial(curation.pause, pk, False, by, now, reason_in(request)), "is polled again."),
        "poll": (partial(curation.poll_now, pk, now), "is asked as soon as a worker is free."),
        "afresh": (partial(curation.poll_now, pk, now, afresh=True), "is soon asked for all that it lists."),
    }
    if chosen := acts.get(request.POST.get("act", "")):
        carried_out(request, chosen[0], f"{source} {chosen[1]}")
    return redirect("desk-sources")
