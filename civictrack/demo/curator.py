"""What the demo's curator and its first reader do, through the same doors as anyone's."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import Group, User

from civictrack.demo.curator_login import PASSWORD, USERNAME
from officials.models import Person
from stories import curation
from stories.curation.who import name_in
from stories.findings.kinds import KINDS
from stories.models import Article, Finding
from votes.alerts.announce import OTHERS_SETTLE, fan_out
from votes.alerts.deliver import assemble, send_due
from votes.alerts.subscribe import confirm, subscribe
from votes.models import Announcement, Issue, Vote

READER = "reader@tern-harbor.example"
LEFT_PENDING = ("drones-where-they-stand",)
FOLLOWED_FROM, MOVED = "drones-date-set", "drones-moved"
VOTED_NO = ("Odile Prentiss", "Harold Sloane")


def curator() -> User:
    """Return the demo's curator, made at the first call."""
    user, created = User.objects.get_or_create(username=USERNAME)
    if created:
        user.set_password(PASSWORD)
        user.save()
        user.groups.add(Group.objects.get(name="editor"))
    return user


def curate(slugs: Sequence[str], now: datetime) -> list[str]:
    """Accept the stories' findings in the order they appeared, each two hours after; return a line for each refused.

    The reader subscribes before the last vote has a date and is told of it; it moves as long ago as a change needs to
    settle, so that there is mail to look at.
    """
    refused = []
    for slug in slugs:
        article = Article.objects.get(url__endswith=f"/{slug}.html")
        if slug in LEFT_PENDING:
            continue
        settled = now - OTHERS_SETTLE
        at = settled if slug == MOVED else min(settled, (article.published_at or settled) + timedelta(hours=2))
        if slug == FOLLOWED_FROM:
            follow(Issue.objects.get(slug="police-drones"), at)
        pending = Finding.objects.pending().filter(article=article)
        refused += [f"{finding}: {why}" for finding, why in accept_each(pending, curator(), at)]
        if slug == FOLLOWED_FROM:
            send_mail(at + OTHERS_SETTLE)
    record_roll_call(now)
    return refused


def accept_each(findings: Iterable[Finding], by: User, now: datetime) -> list[tuple[Finding, str]]:
    """Accept one after the other, people first, as a curator who knows that whoever is not known yet is new; returns
    those that could not be, with the reason.
    """
    failed, order = [], list(KINDS)
    for finding in sorted(findings, key=lambda finding: (order.index(finding.kind), finding.pk)):
        # Accepting a quote accepts its speaker too.
        if Finding.objects.pending().filter(pk=finding.pk).exists():
            try:
                curation.accept(finding.pk, by, now, curation.Choice(new_person=name_in(finding)))
            except curation.CurationError as error:
                failed.append((finding, str(error)))
    return failed


def follow(issue: Issue, now: datetime) -> None:
    """Have the demo's reader ask for alerts and open the link in the mail."""
    kinds = [Announcement.Kind.DATE, Announcement.Kind.REMINDER, Announcement.Kind.RESULT]
    subscription = subscribe(READER, issue, kinds, [7, 1], "at_once", now)
    send_due(now)
    confirm(subscription.subscriber, [subscription.pk], now)


def send_mail(now: datetime) -> None:
    """Tell the reader what has settled by then."""
    fan_out(now)
    assemble(now)
    send_due(now)


def record_roll_call(now: datetime) -> None:
    """Record how each member voted on the first issue, as the corrected story has it."""
    vote = Vote.objects.held().filter(issue__slug="rental-inspections").first()
    if vote is None or vote.ballots.exists():
        return
    members = Person.objects.filter(roles__body=vote.body, roles__voting=True).distinct()
    ballots = {person: "no" if person.name in VOTED_NO else "yes" for person in members}
    curation.record_ballots(vote, ballots, curator(), now, "roll call in the corrected story")
