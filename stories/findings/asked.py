"""Asks a language model, where one is set, about stories that the rules have read: in its own time, within a budget.

Nothing waits for it. What a day may cost and how it goes stand in the database, so that two workers can't spend more
together; a model that is away is asked more and more rarely, and no story is blamed for that.
"""

import logging
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from stories.extraction.findings import Findings
from stories.findings.agreement import MODEL
from stories.findings.propose import propose, story_of
from stories.models import Article, ArticleIssue, ArticleVersion, Asking, AskingDay, Extraction

if TYPE_CHECKING:
    from stories.asking.client import Endpoint

log = logging.getLogger(__name__)
# Stories read longer ago are asked about no more; `Unasked` keeps them a day longer.
LOOKED_BACK = timedelta(days=30)
# Beginnings in vain after which a story is given up.
MOST_ATTEMPTS = 4
GIVEN_UP = "The model could not read it, time after time; it is not asked any more."
# Failures in a row before the model is left alone; how long, doubled each time; and where only an operator can help.
MOST_FAILURES = 3
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
# What a story may take beyond asking.
SPARE = timedelta(seconds=60)
SPENT = "What may be spent in a day is spent."


@dataclass(frozen=True, slots=True)
class AskingState:
    """How asking goes: for the sources' page, the command line, and whoever checks on the program."""

    name: str
    host: str
    budget: int
    today: AskingDay
    waiting: int
    given_up: int
    now: datetime

    @property
    def is_paused(self) -> bool:
        return self.today.paused_until is not None and self.today.paused_until > self.now

    @property
    def alarm(self) -> str:
        """Return what an operator should look at, in a sentence; "" where all is well or the budget is spent."""
        if self.today.failures <= 1 or not self.today.problem or self.today.problem == SPENT:
            return ""
        return f"The last {self.today.failures} questions failed: {self.today.problem}"

    @property
    def notes(self) -> list[str]:
        """Return the figures, in sentences."""
        day = self.today
        stories = "1 story" if day.stories == 1 else f"{day.stories} stories"
        questions = "1 question" if day.requests == 1 else f"{day.requests} questions"
        notes = [
            f"Today it read {stories} in {questions}, with {day.tokens_in:,} tokens in and {day.tokens_out:,} out; "
            f"{self.budget:,} may be used a day. Waiting: {self.waiting}."
        ]
        if self.is_paused and day.paused_until:
            notes.append(f"It is not asked before {day.paused_until:%H:%M} UTC: {day.problem}")
        if self.given_up:
            notes.append(f"Given up in the last {LOOKED_BACK.days} days: {self.given_up}.")
        return notes

    @property
    def dropped(self) -> list[tuple[str, int]]:
        """Return what the gate did today, by reason, the most frequent first."""
        return sorted(self.today.dropped.items(), key=lambda one: (-one[1], one[0]))


def state_of(now: datetime) -> AskingState | None:
    """Return how asking goes; None where no model is set."""
    if MODEL not in settings.EXTRACTORS:
        return None
    given_up = Extraction.objects.filter(extractor=MODEL, note=GIVEN_UP, done_at__gt=now - LOOKED_BACK)
    return AskingState(
        settings.MODEL_NAME, urlsplit(settings.MODEL_URL).hostname or "", settings.MODEL_TOKENS_PER_DAY,
        AskingDay.objects.filter(day=now.date()).first() or AskingDay(day=now.date()), _unasked(now).count(),
        given_up.count(), now,
    )  # fmt: skip


def endpoint() -> "Endpoint":
    """Return the endpoint that is set."""
    from stories.asking.client import Endpoint

    return Endpoint(
        settings.MODEL_URL, settings.MODEL_NAME, settings.MODEL_KEY, settings.MODEL_SECONDS, settings.MODEL_CHARACTERS,
        settings.MODEL_OPTIONS,
    )  # fmt: skip


def ask_due(now: datetime, asked: "Endpoint | None" = None) -> bool:
    """Ask about the next story that is due, and propose what is found; say whether one was asked about."""
    if MODEL not in settings.EXTRACTORS:
        return False
    day = _day(now)
    if day.paused_until and day.paused_until > now:
        return False
    version = _claim(now)
    if version is None:
        return False
    _read(version, asked or endpoint(), day, now)
    return True


def _day(now: datetime) -> AskingDay:
    """Return the day's row. A model that failed before midnight begins the day as one that fails: were it forgotten, a
    story would be blamed each day for a model that is away for many.
    """
    last = AskingDay.objects.filter(day__lt=now.date()).order_by("-day").first()
    so_far = {}
    if last and last.failures and last.problem != SPENT:
        so_far = {"failures": last.failures, "problem": last.problem, "paused_until": last.paused_until}
    return AskingDay.objects.get_or_create(day=now.date(), defaults=so_far)[0]


def _unasked(now: datetime) -> QuerySet[ArticleVersion]:
    """Return the newest versions of stories that the rules have read and the model has not, but for copies."""
    # One that came while the rules read the version before.
    later = ArticleVersion.objects.filter(article=OuterRef("article"), number__gt=OuterRef("number"))
    standing = ArticleVersion.objects.standing().filter(unasked__read_at__gt=now - LOOKED_BACK)
    return standing.filter(~Exists(later), article__original=None)


@transaction.atomic
def _claim(now: datetime) -> ArticleVersion | None:
    """Return a version that no worker has, held until well after it must be done; those of an issue, and the newest,
    first. One that was begun in vain too often is given up.
    """
    on_issue = ArticleIssue.objects.filter(article=OuterRef("article")).exclude(state=ArticleIssue.State.REJECTED)
    due = _unasked(now).filter(Q(asking=None) | Q(asking__next_try_at__lte=now)).alias(on_issue=Exists(on_issue))
    due = due.order_by("-on_issue", "-read_at", "-id").select_related("article__outlet__place")
    for version in due.select_for_update(skip_locked=True, of=("self",), no_key=True)[:1]:
        asking, _ = Asking.objects.get_or_create(version=version, defaults={"next_try_at": now})
        if asking.attempts >= MOST_ATTEMPTS:
            Extraction.objects.create(version=version, extractor=MODEL, note=GIVEN_UP, done_at=now)
            asking.delete()
            continue
        asking.attempts += 1
        asking.next_try_at = now + timedelta(seconds=settings.MODEL_SECONDS) + SPARE
        asking.save()
        return version
    return None


def _read(version: ArticleVersion, asked: "Endpoint", day: AskingDay, now: datetime) -> None:
    """Ask about a claimed version, outside of any transaction, and note how it went."""
    # Only where a model is set is its client there.
    from stories.asking.errors import AskError, OverBudget, Refused
    from stories.asking.read import read_story
    from stories.findings.budget import DayMeter

    meter = DayMeter(day, settings.MODEL_TOKENS_PER_DAY)
    story, spacy_model = story_of(version), settings.CIVICTRACK_SPACY_MODEL
    try:
        found = read_story(story, asked, meter, spacy_model, with_quotes=settings.MODEL_QUOTES)
    except OverBudget:
        _fail(version, day, SPENT, now, until=datetime.combine(now.date() + timedelta(days=1), time.min, UTC))
    except AskError as error:
        log.warning("The model could not read version %s: %s", version.pk, error)
        _fail(version, day, str(error), now, until=now + LONGEST_PAUSE if isinstance(error, Refused) else None)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("Version %s could not be read by the model", version.pk)
        _put_off(version, f"{type(error).__name__} while it was read.", now)
    else:
        _keep(version, found, day, now)


@transaction.atomic
def _keep(version: ArticleVersion, found: Findings, day: AskingDay, now: datetime) -> None:
    """Propose what was found, unless the story was withdrawn, removed or changed meanwhile; and note that it went."""
    held = AskingDay.objects.select_for_update().get(pk=day.pk)
    held.failures, held.paused_until, held.problem, held.stories = 0, None, "", held.stories + 1
    held.dropped = dict(Counter(held.dropped) + Counter(found.gate))
    held.save(update_fields=["failures", "paused_until", "problem", "stories", "dropped"])
    # Nobody withdraws or removes it between this look at it and the proposal.
    Article.objects.select_for_update().get(pk=version.article_id)
    if current := _unasked(now).filter(pk=version.pk).select_related("article__outlet__place").first():
        new = propose(current, found, now, MODEL)
        log.info("%s findings of the model are new in version %s", new, version.pk)
    Asking.objects.filter(version=version).delete()


@transaction.atomic
def _fail(version: ArticleVersion, day: AskingDay, problem: str, now: datetime, until: datetime | None = None) -> None:
    """Note that the model failed. Where it failed with the story before as well, it is not the story's fault."""
    held = AskingDay.objects.select_for_update().get(pk=day.pk)
    if held.failures or problem == SPENT or until:
        Asking.objects.filter(version=version, attempts__gt=0).update(attempts=F("attempts") - 1)
    if problem != SPENT:
        held.failures += 1
    if held.failures >= MOST_FAILURES and until is None:
        until = now + min(FIRST_PAUSE * 2 ** min(held.failures - MOST_FAILURES, 10), LONGEST_PAUSE)
    held.problem, held.paused_until = problem, until
    held.save(update_fields=["failures", "problem", "paused_until"])
    _put_off(version, problem, now)


def _put_off(version: ArticleVersion, problem: str, now: datetime) -> None:
    for asking in Asking.objects.filter(version=version):
        asking.problem = problem
        asking.next_try_at = now + min(FIRST_PAUSE * 2**asking.attempts, LONGEST_PAUSE)
        asking.save(update_fields=["problem", "next_try_at"])
