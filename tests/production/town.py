"""Reedham, whose papers publish, whose readers read and follow, whose curator decides: what was acknowledged to any of
them is noted here, and must stand whatever happened to the stack meanwhile.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from typing import Any, TypeVar

from celery import Celery
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError as NotWoken

from stories.models import Article, Entry, Finding, Source
from tests.factories import make_account, make_source
from tests.faults.scripted import ScriptedServer
from tests.patience import wait_until
from tests.production.people import Answers, Curator, Reader
from tests.production.stack import Stack
from tests.soak.paper import Paper
from tests.stories.ingestion.web import Site, serve
from tests.stories.public.city import make_city
from tests.votes.alerts.readers import EVIDENCE, SETTLED, on
from votes import schedule
from votes.models import Delivery, Message, Subscription, Vote

PAPERS = 2
WAKE_UPS = {
    "stories.tasks.poll_due_sources": "fetch", "stories.tasks.reread_due_articles": "fetch",
    "votes.tasks.take_up_wishes": "mail", "votes.tasks.fan_out_announcements": "mail",
    "votes.tasks.send_due_mail": "mail",
}  # fmt: skip
SAYS = "“I will vote no on March 17,” Council Member Ada Reed said. “The pier is ours,” said Council Member Bo Lund."
T = TypeVar("T")
# Seconds within which the site must answer again, and work go on, after a fault is over.
SOON = 60.0


class Town:
    """`rejected` are lines of findings and `following` addresses, as acknowledged; `owed` are those who are to be told
    the last of so many `moves` of the vote.
    """

    def __init__(self, stack: Stack, mail: ScriptedServer, sites: Sequence[Site]) -> None:
        self.stack, self.mail, self.all_sites = stack, mail, sites
        self.answers = Answers()
        self.rejected: list[frozenset[int]] = []
        self.asked: list[str] = []
        self.following: list[str] = []
        self.moves, self.owed = 0, set[str]()
        self.is_impatient = True
        self.trap, self.crowd, *papers = sites
        city = make_city()
        self.issue, self.vote = city.issue, city.vote
        self.first_story = city.articles[0].pk  # which nobody proposed, so that there is nothing to decide
        self.papers = [(Paper(site, SAYS), make_source(url=site.url("/feed"))) for site in papers]
        una = make_account("una")
        User.objects.filter(pk=una.pk).update(password=PBKDF2PasswordHasher().encode(Curator.PASSWORD, "salt", 1000))
        self.curator = self.new_curator()
        self.readers = [Reader(stack.web_port, self.answers, number) for number in range(1, 5)]

    @staticmethod
    @contextmanager
    def sites() -> Iterator[list[Site]]:
        """The sites that there are: the trap, the crowd beside it, the papers."""
        with ExitStack() as stack:
            yield [stack.enter_context(serve()) for _ in range(PAPERS + 2)]

    def new_curator(self) -> Curator:
        return Curator(self.stack.web_port, self.answers, "una")

    def now(self) -> datetime:
        """Return the time by the stack's clock."""
        return timezone.now() + timedelta(seconds=self.stack.seconds_ahead())

    def publish(self) -> None:
        for paper, _ in self.papers:
            paper.publish()

    def wake(self) -> None:
        """Wake the workers as a second clock would, which does no harm: the first one does so each quarter minute."""
        if not self.is_impatient:
            return
        broker = self.stack.environment["REDIS_URL"]
        with suppress(NotWoken, OSError), Celery(broker=broker, set_as_current=False) as app:
            for name, queue in WAKE_UPS.items():
                app.send_task(name, queue=queue, expires=10, retry=False)

    def rewrite(self, turn: int) -> None:
        """One story of each paper says something else from now on."""
        for paper, _ in self.papers:
            if paper.texts:
                paper.rewrite(1 + turn * 7 % len(paper.texts))

    def hurry(self) -> None:
        """Hours pass for the papers: they are due again, and so are their stories."""
        hosts = Q()
        for paper, _ in self.papers:
            hosts |= Q(url__startswith=paper.site.url("/"))
        now, free = self.now(), Q(claimed_until=None)
        Source.objects.filter(free, hosts, gone_at=None).update(next_poll_at=now)
        Entry.objects.filter(free, hosts, state="due").update(next_try_at=now)
        Article.objects.filter(hosts, claimed_until=None).update(next_reread_at=now)

    @contextmanager
    def being_read(self, pause: float = 0.3) -> Iterator[None]:
        """Readers go from page to page all the while; what they are answered is in `answers` alone, afresh."""
        self.answers.clear()
        ended = threading.Event()

        def reads(reader: Reader) -> None:
            while not ended.wait(pause):
                reader.read()

        threads = [threading.Thread(target=reads, args=[reader], daemon=True) for reader in self.readers]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            ended.set()
            for thread in threads:
                thread.join()

    def leases_run_out(self) -> None:
        """Ten minutes later: what killed workers held is free again."""
        past = self.now() - timedelta(seconds=1)
        for model in (Source, Entry):
            model.objects.exclude(claimed_until=None).update(claimed_until=past)  # type: ignore[attr-defined]
        Article.objects.exclude(claimed_until=None).update(claimed_until=None)
        Message.objects.exclude(claimed_until=None).update(claimed_until=past)
        Message.objects.filter(state="due").update(due_at=past)

    def decide(self) -> None:
        """The curator decides on something, signing in before if need be."""
        decided = self.curator.decide(len(self.rejected), f"/desk/stories/{self.first_story}/")
        if decided:
            self.rejected.append(decided)

    def ask_to_follow(self) -> str:
        """A new reader asks for alerts of the issue; return their address once the site has taken the wish."""
        email = f"reader{time.monotonic_ns()}@mail.example"
        if not self.readers[0].follow(self.issue.slug, email):
            return ""
        self.asked.append(email)
        return email

    def confirm_all(self) -> None:
        """Those whose mail has come follow its link and say yes. Told that it is so, they are noted."""
        for email in [*self.asked]:
            if (link := self.link_for(email)) and self.readers[0].confirm(link):
                self.asked.remove(email)
                self.following.append(email)

    def follow(self) -> None:
        """A new reader follows the issue: form, mail, link, button."""
        email = self.ask_to_follow()
        assert email, "the wish is not taken"

        def has_confirmed() -> bool:
            self.wake()
            self.confirm_all()
            return email in self.following

        wait_until(has_confirmed, "the mail that asks has come and its link works", 0.5, SOON)

    def link_for(self, email: str) -> str:
        return next((link for link in map(_confirming, self.mail.kept.get(email, [])) if link), "")

    def move(self) -> None:
        """The vote moves by a day, as was decided a while ago: all who follow it are to be told."""
        vote = Vote.objects.get(pk=self.vote.pk)
        now = self.now()
        day = (now + timedelta(days=40 + self.moves)).date()
        self.owed = {*self.following}
        schedule.change(vote, on(day), EVIDENCE, now - SETTLED)
        self.moves += 1

    def all_taken_in(self) -> bool:
        """Whether the papers' stories are stored as they are now; if not, hours pass."""

        def look() -> bool:
            if all(paper.is_taken_in(source) for paper, source in self.papers):
                return True
            self.hurry()
            self.wake()
            return False

        return bool(afresh(look))

    def all_told(self) -> bool:
        """Whether nobody is owed anything."""
        self.wake()
        return bool(afresh(lambda: not Delivery.objects.filter(state="owed").exists() and self._told_the_last_day()))

    def _told_the_last_day(self) -> bool:
        """Whether each whom the last move concerns was sent the day that holds now."""
        day = Vote.objects.get(pk=self.vote.pk).earliest
        assert day
        words = f"{day:%B} {day.day}", f"{day:%b} {day.day}"
        return all(any(word in _text(self.mail.kept[email][-1]) for word in words) for email in self.owed)

    def is_served(self) -> bool:
        """Whether whoever comes is shown a page, one that they were not shown before as well."""
        answers = [self.readers[0].get(path) for path in ("/en/", f"/en/search/?q=harbor+{time.monotonic_ns()}")]
        return all(answer and answer.status_code == 200 for answer in answers)

    def works(self) -> None:
        """All is well: a story that is new is taken in, a move is told to all, whoever comes is served."""
        self.publish()
        surely(self.move)
        wait_until(self.all_taken_in, "the papers' stories are taken in", 2.0, SOON * 3)
        wait_until(self.all_told, "all who follow are told", 2.0, SOON * 3)
        assert self.curator.is_signed_in() or self.curator.sign_in()
        for path in ("/en/", f"/en/issues/{self.issue.slug}/", "/en/search/?q=harbor"):
            answer = self.readers[0].get(path)
            assert answer
            assert answer.status_code == 200, path

    def so_far(self) -> str:
        stories = sum(len(paper.texts) for paper, _ in self.papers)
        return (
            f"{len(self.rejected)} decisions, {len(self.following)} who follow, {self.moves} moves,"
            f" {sum(self.mail.readers.values())} mails, {stories} stories"
        )

    def check(self) -> None:
        """What was acknowledged stands; each story once; no mail twice but under its Message-ID, and counted."""
        rejected = {*Finding.objects.filter(state="rejected").values_list("pk", flat=True)}
        assert [line for line in self.rejected if not line & rejected] == [], "a decision that was acknowledged is lost"
        confirmed = Subscription.objects.filter(confirmed_at__isnull=False, subscriber__email__in=self.following)
        assert confirmed.count() == len(self.following)
        for paper, source in self.papers:
            paper.check(source)
        assert self.mail.twice <= Message.objects.filter(repeats__gt=0).count()


def afresh(do: Callable[[], T]) -> T | None:
    """Ask the database by a new connection: that of before may have ended with its server. None where it is away."""
    try:
        connection.close()
        return do()
    except (OperationalError, InterfaceError):
        return None


def surely(do: Callable[[], object]) -> None:
    """Ask the database until it answers."""
    wait_until(lambda: afresh(lambda: (do(), True)), "the database answers", 0.5, SOON)


def _text(content: bytes) -> str:
    message: Any = message_from_bytes(content, policy=policy.default)
    return str(message.get_body(("plain",)).get_content())


def _confirming(content: bytes) -> str:
    found = re.search(r"https://\S+/en/confirm/\S+", _text(content))
    return found[0] if found else ""
