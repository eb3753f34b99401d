"""What is particular to merging two records of a kind: what moves, what one takes from the other, what forbids it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from officials.models import WAYS_TO_TAKE_PART, Alias, Body, Person, Place, Role
from stories.curation.choice import CurationError
from stories.models import ArticleIssue, Finding, Naming, Outlet, Quote, Response, Source
from votes.models import Ballot, Event, Hold, Issue, Position, Vote, Webhook
from votes.models.status import Status


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of the table.

    `moved` are models with their column that names the record; those who follow it are in `followers`. `check` raises
    CurationError where two can't be one. Of the fields in `filled`, group by group, the one that stays takes what it
    has not; the lists in `listed` become one; `join` does what else there is.
    """

    moved: tuple[tuple[type[Model], str], ...]
    check: Callable[[Any, Any], None]
    filled: tuple[tuple[str, ...], ...] = ()
    listed: tuple[str, ...] = ()
    join: Callable[[Any, Any], None] | None = None


def _check_people(gone: Person, kept: Person) -> None:
    both = Ballot.objects.filter(person=gone, vote__in=kept.ballots.values("vote"))
    if ballot := both.select_related("vote").first():
        raise CurationError(f"Both voted on “{ballot.vote}”, so they are hardly one person.")


def _join_people(gone: Person, kept: Person) -> None:
    """Call `kept` by the other name, too."""
    Alias.objects.get_or_create(person=kept, name=gone.name)
    identifiers = gone.identifiers | kept.identifiers
    if (gone.public_figure, identifiers) != (kept.public_figure, kept.identifiers):
        kept.public_figure, kept.identifiers = kept.public_figure or gone.public_figure, identifiers
        kept.save(update_fields=["public_figure", "identifiers"])


def _check_bodies(gone: Body, kept: Body) -> None:
    if gone.place_id != kept.place_id:
        raise CurationError(
            f"{gone} is a body of {gone.place}, {kept} of {kept.place}. Merge the places first, if they are one."
        )
    if gone.holds.filter(ended_at=None).exists() and kept.holds.filter(ended_at=None).exists():
        raise CurationError("Mail about each of the two is held for release. End one of the holds first.")
    _check_webhooks(gone, kept)


def _check_webhooks(gone: Body | Issue, kept: Body | Issue) -> None:
    """Refuse where one address is called for each: it would be called twice for everything."""
    running = kept.webhooks.filter(ended_at=None).values("url")
    if gone.webhooks.filter(ended_at=None, url__in=running).exists():
        raise CurationError("One address is called for each of the two. End one of the webhooks first.")


def _join_bodies(gone: Body, kept: Body) -> None:
    """Call `kept` by all names of `gone`; that one was made of the other is no longer so."""
    own = {name.casefold() for name in (kept.name, *kept.aliases)}
    kept.aliases = [*kept.aliases, *(name for name in (gone.name, *gone.aliases) if name.casefold() not in own)]
    kept.save(update_fields=["aliases"])
    parts = Body.parents.through._base_manager.filter(from_body__in=(gone, kept), to_body__in=(gone, kept))
    parts.delete()


def _check_places(gone: Place, kept: Place) -> None:
    if gone.time_zone != kept.time_zone:
        raise CurationError(
            f"{gone} keeps the time of {gone.time_zone}, {kept} that of {kept.time_zone}. Correct the wrong one first: "
            "every hour is told by it."
        )
    both = gone.bodies.filter(name__in=kept.bodies.values("name")).first()
    if both:
        raise CurationError(f"Each has a body called {both}. A place has one of a name: correct one of the two first.")


def _check_issues(gone: Issue, kept: Issue) -> None:
    if gone.place_id and kept.place_id and gone.place_id != kept.place_id:
        raise CurationError(f"One is a matter of {gone.place}, the other of {kept.place}: these are two issues.")
    _check_webhooks(gone, kept)


def _check_votes(gone: Vote, kept: Vote) -> None:
    if gone.withdrawn_at or kept.withdrawn_at:
        raise CurationError("One of the two was withdrawn already.")
    if gone.issue_id != kept.issue_id:
        raise CurationError(f"One is on “{gone.issue}”, the other on “{kept.issue}”. Merge the issues first.")
    if gone.pk == kept.disposes_of_id or kept.pk == gone.disposes_of_id:
        raise CurationError("One of the two put the other off, so they are two votes.")
    if gone.made_changes.exists():
        raise CurationError(
            "By this vote another one was put off, which its record says for good: let it be the one that stays."
        )
    if gone.status == Status.HELD != kept.status:
        raise CurationError("One was held and the other not yet: let the one that was held be the one that stays.")
    _check_results(gone, kept)
    differing = kept.ballots.filter(person__in=gone.ballots.values("person"))
    told = dict(gone.ballots.values_list("person", "choice"))
    for ballot in differing.select_related("person"):
        if told[ballot.person_id] != ballot.choice:
            raise CurationError(
                f"{ballot.person} voted one way at the one and another at the other: these are two votes."
            )


def _check_results(gone: Vote, kept: Vote) -> None:
    """Refuse where they came out differently, and where a result would be lost that the one that stays has not."""
    for name, what in (("outcome", "Their outcomes"), ("yes", "Their votes for it"), ("no", "Their votes against it")):
        lost, has = getattr(gone, name), getattr(kept, name)
        if lost in ("", None) or lost == has:
            continue
        if has in ("", None):
            raise CurationError("Only of one the result is known in full: let that one be the one that stays.")
        raise CurationError(
            f"{what} differ, {lost} and {has}: these are two votes. If one was noted wrongly, correct it first."
        )


MERGED: dict[type[Model], Kind] = {
    Person: Kind(
        moved=(
            (Role, "person"), (Alias, "person"), (Position, "person"), (Ballot, "person"), (Quote, "person"),
            (Response, "person"), (Finding, "person"), (Naming, "person"),
        ),
        check=_check_people,
        listed=("links",),
        join=_join_people,
    ),
    Body: Kind(
        moved=(
            (Role, "body"), (Vote, "body"), (Issue, "body"), (Event.bodies.through, "body"),
            (Body.parents.through, "from_body"), (Body.parents.through, "to_body"), (Hold, "body"), (Webhook, "body"),
        ),
        check=_check_bodies,
        filled=(
            ("url",), ("seats",), ("passage_rule", "passage_number"),
            *((way, f"{checked}_checked_on") for way, checked in WAYS_TO_TAKE_PART.items()),
        ),
        join=_join_bodies,
    ),
    Place: Kind(
        moved=(
            (Body, "place"), (Event, "place"), (Issue, "place"), (Outlet, "place"), (Source, "place"),
        ),
        check=_check_places,
        filled=(("state",), ("ocd_division_id",)),
    ),
    Issue: Kind(
        moved=(
            (ArticleIssue, "issue"), (Finding, "issue"), (Quote, "issue"), (Position, "issue"), (Vote, "issue"),
            (Event.issues.through, "issue"), (Source.issues.through, "issue"), (Webhook, "issue"),
        ),
        check=_check_issues,
        filled=(("question",), ("summary",), ("place",), ("body",), ("published_at",)),
        listed=("terms",),
    ),
    Vote: Kind(moved=((Ballot, "vote"), (Finding, "vote"), (Vote, "disposes_of")), check=_check_votes),
}  # fmt: skip
