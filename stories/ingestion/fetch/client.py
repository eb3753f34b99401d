"""The one safe HTTP client: checked URLs, checked addresses, own redirects, bounded time and bytes."""

import os
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime

from urllib3 import BaseHTTPResponse, PoolManager

from stories.ingestion.errors import BrokenAnswer, EmptyAnswer
from stories.ingestion.fetch.body import ACCEPT_ENCODING, read_body
from stories.ingestion.fetch.dial import Dialler, Resolver, system_resolver
from stories.ingestion.fetch.faults import in_our_words
from stories.ingestion.fetch.fetched import Fetched, Wish, kept_headers
from stories.ingestion.fetch.meter import Meter, running
from stories.ingestion.fetch.pool import make_pool
from stories.ingestion.fetch.redirects import Journey, Redirect
from stories.ingestion.fetch.settings import FetchSettings
from stories.ingestion.fetch.statuses import NOT_MODIFIED, OK, REDIRECTS, status_error
from stories.ingestion.fetch.urls import Target, check_url

# Entered around each request, redirects included: it may wait, or raise to forbid the request.
Gate = Callable[[Target], AbstractContextManager[None]]
PLAIN_WISH = Wish()


def open_gate(target: Target) -> AbstractContextManager[None]:
    """Return a gate that lets every request through at once: for tests, and for what is not polling."""
    return nullcontext()


class Fetcher:
    """The client, one per process: safe in threads, and with a new pool of connections after a fork."""

    def __init__(self, settings: FetchSettings, *, resolver: Resolver = system_resolver) -> None:
        self.settings = settings
        self._dialler = Dialler(settings, resolver)
        self._pool: PoolManager | None = None
        self._pool_owner = 0

    def fetch(self, url: str, wish: Wish = PLAIN_WISH, *, gate: Gate = open_gate) -> Fetched:
        """Return the page at `url`, redirects followed; raises an IngestionError for all that is no page.

        The deadline counts the time of the requests, not that spent waiting at the gate.
        """
        limit = self.settings.wire_limit()
        journey = Journey(url, check_url(url, self.settings.ports()), wish, self.settings)
        seconds = self.settings.deadline
        self._processes_pool()  # making it takes longer than the pace allows between its gate and a request
        while True:
            with gate(journey.target):
                ends = time.monotonic() + seconds
                meter = Meter(journey.target.host, ends, limit, limit, self.settings.read_timeout)
                answer = self._ask(journey, meter)
            if isinstance(answer, Fetched):
                return journey.arrive(answer)
            journey.follow(answer)
            seconds = meter.ends - time.monotonic()

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Send a body to an address and return the answer's status; what else it answers is not read. It goes nowhere
        else: a redirect is an answer like any other. Raises an IngestionError where nobody could be asked.
        """
        target, limit = check_url(url, self.settings.ports()), self.settings.wire_limit()
        meter = Meter(target.host, time.monotonic() + self.settings.deadline, limit, limit, self.settings.read_timeout)
        token = running.set(meter)
        try:
            with in_our_words(meter):
                response = self._send("POST", target, meter, headers, body)
                response.close()
                return response.status
        finally:
            running.reset(token)

    def _ask(self, journey: Journey, meter: Meter) -> Fetched | Redirect:
        """Make one request and return its answer; one not read to the end is closed with its connection."""
        token = running.set(meter)
        try:
            with in_our_words(meter):
                response = self._request(journey, meter)
                try:
                    return self._answer(journey, response, meter)
                finally:
                    response.close()
        finally:
            running.reset(token)

    def _request(self, journey: Journey, meter: Meter) -> BaseHTTPResponse:
        wish = journey.wish
        headers = {**wish.credentials, "Accept": wish.accept, **wish.conditions()}
        return self._send("GET", journey.target, meter, headers)

    def _send(
        self, method: str, target: Target, meter: Meter, headers: Mapping[str, str], body: bytes | None = None
    ) -> BaseHTTPResponse:  # fmt: skip
        if self.settings.proxy is not None:  # the proxy connects, so this is the only look we get
            self._dialler.checked_addresses(target.host, target.port, meter)
        ours = {"User-Agent": self.settings.user_agent, "Accept-Encoding": ACCEPT_ENCODING}
        return self._processes_pool().urlopen(
            method,
            target.url,
            body=body,
            headers={**headers, **ours},
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=self.settings.read_timeout,
        )

    def _answer(self, journey: Journey, response: BaseHTTPResponse, meter: Meter) -> Fetched | Redirect:
        """Return the page or redirect that was answered; raises a StatusError for a status that brings no page."""
        url, status, wish = journey.target.url, response.status, journey.wish
        location = response.headers.get("location")
        if status in REDIRECTS and location:
            return Redirect(status, _as_utf8(location))
        if status == NOT_MODIFIED and not wish.conditions():
            raise BrokenAnswer(meter.host, "it says “not modified” though nothing was known before")
        if status not in OK and status != NOT_MODIFIED:
            raise status_error(url, status, response.headers.get("retry-after"), datetime.now(UTC))
        if wish.refuse_type and status in OK:
            wish.refuse_type(response.headers.get("content-type", ""))
        body = read_body(response, meter, wish.max_bytes or self.settings.max_bytes, truncate=wish.truncate)
        if status in OK and not body and not wish.may_be_empty:
            raise EmptyAnswer(meter.host)
        return Fetched(url, url, status, kept_headers(response.headers), body)

    def _processes_pool(self) -> PoolManager:
        if self._pool is None or self._pool_owner != os.getpid():
            self._pool, self._pool_owner = make_pool(self._dialler), os.getpid()
        return self._pool


def _as_utf8(location: str) -> str:
    """Return a Location in its own letters: http.client reads as Latin-1 what servers send as UTF-8."""
    try:
        return location.encode("latin-1").decode("utf-8").strip(" ")
    except UnicodeError:
        return location.strip(" ")
