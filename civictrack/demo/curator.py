"""What the demo's curator and its first reader do, through the same doors as anyone's."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.contrib.auth.models import Group, User

from civictrack.demo.by_hand import correction, enter_events, reject_half_truths
from civictrack.demo.curator_login import PASSWORD, USERNAME
from civictrack.demo.days import days
from officials.models import Person
from stories import curation
from stories.curation.who import name_in
from stories.findings.kinds import KINDS
from stories.models import Article, Finding, Rank
from votes.alerts.announce import OTHERS_SETTLE, fan_out
from votes.alerts.deliver import send_due
from votes.alerts.gathering import assemble
from votes.alerts.subscribe import confirm, subscribe
from votes.models import Announcement, Issue, Vote

READER = "reader@tern-harbor.example"
# Left for whoever tries the desk. In the last two the machine is wrong as it is of ordinary news.
LEFT_PENDING = ("drones-where-they-stand", "council-notebook", "cannery-letters")
# The story upon which the reader begins to follow an issue, just before its first date is known.
FOLLOWED_FROM = {
    "meters-date-set": "parking-meters",
    "cannery-to-committee": "cannery-lease",
    "drones-date-set": "police-drones",
}
VOTED_NO = ("Odile Prentiss", "Harold Sloane")


def curator() -> User:
    """Return the demo's curator, made at the first call."""
    user, created = User.objects.get_or_create(username=USERNAME)
    if created:
        user.set_password(PASSWORD)
        user.save()
        user.groups.add(Group.objects.get(name="editor"))
    return user


def curate(slugs: Sequence[str], today: date, now: datetime) -> list[str]:
    """Accept the stories' findings in the order they appeared, each two hours after, and enter what no rule finds;
    return a line for each refused. `today` is the day that the stories are told on.

    The reader subscribes before a vote has a date and is told of it, and of whatever becomes of it.
    """
    refused, known = [], days(today)
    for slug in slugs:
        article = Article.objects.select_related("outlet").get(url__endswith=f"/{slug}.html")
        if slug in LEFT_PENDING:
            continue
        settled = now - OTHERS_SETTLE
        appeared = article.published_at or settled
        at = min(settled, appeared + timedelta(hours=2))
        if slug in FOLLOWED_FROM:
            follow(Issue.objects.get(slug=FOLLOWED_FROM[slug]), appeared)
        reject_half_truths(article, curator(), at)
        pending = Finding.objects.pending().filter(article=article)
        refused += [f"{finding}: {why}" for finding, why in accept_each(pending, curator(), at)]
        enter_events(article, known, curator(), at)
        send_mail(at + OTHERS_SETTLE)
    record_roll_call(now)
    return refused


def accept_calendar(now: datetime) -> None:
    """Accept what the council's own calendar says, as it was first read: what it moves later needs nobody any more."""
    of_calendar = Finding.objects.pending().filter(article__rank=Rank.RECORD)
    accept_each(of_calendar, curator(), now - OTHERS_SETTLE)
    send_mail(now)


def accept_each(findings: Iterable[Finding], by: User, now: datetime) -> list[tuple[Finding, str]]:
    """Accept one after the other, people first, as a curator who knows that whoever is not known yet is new; returns
    those that could not be, with the reason.
    """
    failed, order = [], list(KINDS)
    for finding in sorted(findings, key=lambda finding: (order.index(finding.kind), finding.pk)):
        # Accepting a quote accepts its speaker too.
        if Finding.objects.pending().filter(pk=finding.pk).exists():
            choice = curation.Choice(new_person=name_in(finding), payload=correction(finding))
            try:
                curation.accept(finding.pk, by, now, choice)
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
    vote = Vote.objects.held().on_the_matter().filter(issue__slug="rental-inspections").first()
    if vote is None or vote.ballots.exists():
        return
    members = Person.objects.filter(roles__body=vote.body, roles__voting=True).distinct()
    ballots = {person: "no" if person.name in VOTED_NO else "yes" for person in members}
    curation.record_ballots(vote, ballots, curator(), now, "roll call in the corrected story")
