"""What Prometheus is told under `/metrics`, to whoever has the token: how long pages and tasks took, what was fetched,
read, found and mailed, and how long what is due has waited. No names, no addresses.
"""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from hmac import compare_digest

from django.conf import settings
from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from civictrack import pulse
from civictrack.backups import standing
from stories.models import Article, ArticleVersion, Entry, Source
from votes import meter
from votes.meter import Count
from votes.models import Delivery, Message

# What is counted as it happens: see `meter.count` and `meter.timed`.
COUNTED = {
    "sources_polled": "Lists and calendars asked for what is new, by whether that went well",
    "stories_taken_in": "Stories fetched and kept",
    "stories_read": "Versions of stories read for findings",
    "deliveries_owed": "Announcements owed to readers",
    "mails_sent": "Mails the mail server took",
}
TIMED = {
    "request_seconds": "How long requests took, by view and class of answer",
    "task_seconds": "How long tasks of the workers took, by task and how they ended",
}
# What the worker that makes backups says of them.
BACKUPS = {
    "backup_age_seconds": "Since the newest whole backup was made",
    "backup_failed": "1 where the last run made no backup, or the newest is not what was written",
}


class Timed:
    """Middleware that counts each request and how long it took, by the name of its view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = (match and match.view_name) or "none"
        meter.timed(
            "request_seconds", time.perf_counter() - began, view=view, answer=f"{response.status_code // 100}xx"
        )
        return response


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer all of them in Prometheus' own words; without the token there is nothing here."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    if not settings.METRICS_TOKEN or not compare_digest(token, settings.METRICS_TOKEN.encode()):
        raise Http404("There is nothing at this address.")
    registry = CollectorRegistry()
    registry.register(Everything(timezone.now()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class Everything:
    """A collector of what is so at a moment."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        """Yield every metric, those of which nothing was counted too."""
        counts = meter.counts()
        for name, says in COUNTED.items():
            yield _counter(name, says, [count for count in counts if count.name == name])
        for name, says in TIMED.items():
            yield _histogram(name, says, [count for count in counts if count.name in (name, f"{name}_sum")])
        yield _ages("work_age_seconds", "Since the clock and each worker last worked", pulse.beats(), self.now)
        yield _ages("queue_age_seconds", "How long what is due has waited, the oldest", waiting(self.now), self.now)
        yield from _backups(self.now)


def waiting(now: dt.datetime) -> dict[str, dt.datetime | None]:
    """Return of each kind of work since when the oldest that is due has waited; None where none is."""
    return {
        "sources": Source.objects.due(now).aggregate(oldest=Min("next_poll_at"))["oldest"],
        "stories": Entry.objects.due(now).of_running_sources().aggregate(oldest=Min("next_try_at"))["oldest"],
        "rereading": Article.objects.due_for_rereading(now).aggregate(oldest=Min("next_reread_at"))["oldest"],
        "reading": ArticleVersion.objects.unread().aggregate(oldest=Min("read_at"))["oldest"],
        "deliveries": Delivery.objects.waiting(now).aggregate(oldest=Min("due_at"))["oldest"],
        "mails": Message.objects.free(now).aggregate(oldest=Min("due_at"))["oldest"],
    }


def _backups(now: dt.datetime) -> Iterator[Metric]:
    """Yield the newest backup's age and whether the last run failed; nothing of either where none are wanted."""
    age = GaugeMetricFamily("civictrack_backup_age_seconds", BACKUPS["backup_age_seconds"])
    failed = GaugeMetricFamily("civictrack_backup_failed", BACKUPS["backup_failed"])
    if said := standing.told():
        age.add_metric([], said.age(now).total_seconds())
        failed.add_metric([], float(bool(said.problem)))
    yield from (age, failed)


def _counter(name: str, says: str, counts: list[Count]) -> Metric:
    labels = sorted({label for count in counts for label, _ in count.labels})
    family = CounterMetricFamily(f"civictrack_{name}", says, labels=labels)
    for count in counts:
        values = dict(count.labels)
        family.add_metric([values.get(label, "") for label in labels], count.amount)
    return family


def _histogram(name: str, says: str, counts: list[Count]) -> Metric:
    labels = sorted({label for count in counts for label, _ in count.labels})
    family = HistogramMetricFamily(f"civictrack_{name}", says, labels=labels)
    within: dict[tuple[str, ...], dict[float, float]] = defaultdict(lambda: dict.fromkeys(meter.BUCKETS, 0.0))
    sums: dict[tuple[str, ...], float] = defaultdict(float)
    for count in counts:
        values = tuple(dict(count.labels).get(label, "") for label in labels)
        if count.bound is None:
            sums[values] += count.amount
        else:
            # A bucket of Prometheus holds all that took no longer.
            for bound in meter.BUCKETS:
                within[values][bound] += count.amount * (count.bound <= bound)
    for values, buckets in within.items():
        told = [("+Inf" if bound == float("inf") else str(bound), amount) for bound, amount in buckets.items()]
        family.add_metric(list(values), told, sums[values])
    return family


def _ages(name: str, says: str, since: dict[str, dt.datetime | None], now: dt.datetime) -> Metric:
    """Return by name how old each is: 0 where nothing waits."""
    family = GaugeMetricFamily(f"civictrack_{name}", says, labels=["of"])
    for of, moment in since.items():
        family.add_metric([of], max(0.0, (now - moment).total_seconds()) if moment else 0.0)
    return family
