"""Plain functions that make records for tests, with sensible values for whatever a test doesn't name."""

import hashlib
import itertools
from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import Group, Permission, User

from officials.models import Body, Person, Place, Role
from stories.desk.access import DECIDE, EDIT
from stories.models import Article, ArticleIssue, ArticleVersion, Finding, Outlet, Source
from votes.models import Event, Issue, Position, Vote

NOW = datetime(2026, 3, 10, 15, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def number() -> int:
    return next(_numbers)


# What the migration gives the groups; a test that empties the database takes them away.
ROLES = {"curator": [DECIDE], "editor": [DECIDE, EDIT], "administrator": [DECIDE, EDIT], "": []}


def make_account(name: str = "una", role: str = "editor", **fields: Any) -> User:
    """An account of the desk in one of the three groups, or in none."""
    user = User.objects.create_user(name, password="a long password", **fields)
    for known in [role] if role else []:
        group, _ = Group.objects.get_or_create(name=known)
        for app, codename in (permission.split(".") for permission in ROLES[role]):
            group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
        user.groups.add(group)
    return user


def make_place(name: str = "", **fields: Any) -> Place:
    n = number()
    fields.setdefault("time_zone", "America/Chicago")
    return Place.objects.create(name=name or f"Town {n}", slug=f"town-{n}", **fields)


def make_body(name: str = "", place: Place | None = None, **fields: Any) -> Body:
    n = number()
    return Body.objects.create(
        name=name or f"Town Council {n}", slug=f"body-{n}", place=place or make_place(), **fields
    )


def make_person(name: str = "", **fields: Any) -> Person:
    n = number()
    return Person.objects.create(name=name or f"Ada Quill {n}", slug=f"person-{n}", **fields)


def make_official(name: str = "", body: Body | None = None, title: str = "Council Member", **fields: Any) -> Person:
    person = make_person(name)
    Role.objects.create(person=person, body=body or make_body(), title=title, **fields)
    return person


def make_issue(title: str = "", body: Body | None = None, **fields: Any) -> Issue:
    n = number()
    body = body or make_body()
    fields.setdefault("published_at", NOW)
    fields.setdefault("slug", f"issue-{n}")
    return Issue.objects.create(title=title or f"Issue {n}", body=body, place=body.place, **fields)


def make_vote(issue: Issue | None = None, **fields: Any) -> Vote:
    issue = issue or make_issue()
    fields.setdefault("motion", "Adopt the ordinance")
    fields.setdefault("body", issue.body)
    if "earliest" in fields:
        fields.setdefault("latest", fields["earliest"])
        fields.setdefault("precision", "day" if fields["latest"] == fields["earliest"] else "month")
    return Vote.objects.create(issue=issue, **fields)


def make_event(issue: Issue | None = None, **fields: Any) -> Event:
    issue = issue or make_issue()
    bodies = fields.pop("bodies", [issue.body] if issue.body else [])
    fields.setdefault("kind", "meeting")
    fields.setdefault("title", "The ordinance")
    fields.setdefault("status", "scheduled")
    fields.setdefault("place", issue.place)
    if "earliest" in fields:
        fields.setdefault("latest", fields["earliest"])
        fields.setdefault("precision", "day" if fields["latest"] == fields["earliest"] else "month")
    event = Event.objects.create(**fields)
    event.issues.add(issue)
    event.bodies.add(*bodies)
    return event


def make_position(person: Person | None = None, issue: Issue | None = None, **fields: Any) -> Position:
    fields.setdefault("stance", "support")
    fields.setdefault("basis", "statement")
    fields.setdefault("since", date(2026, 3, 1))
    return Position.objects.create(person=person or make_person(), issue=issue or make_issue(), **fields)


def make_outlet(name: str = "", **fields: Any) -> Outlet:
    n = number()
    fields.setdefault("slug", f"outlet-{n}")
    return Outlet.objects.create(name=name or f"Outlet {n}", **fields)


def make_source(outlet: Outlet | None = None, **fields: Any) -> Source:
    n = number()
    fields.setdefault("url", f"https://outlet-{n}.example/feed.xml")
    fields.setdefault("next_poll_at", NOW)
    return Source.objects.create(outlet=outlet or make_outlet(), **fields)


def make_article(text: str = "The council will vote.", title: str = "", **fields: Any) -> Article:
    """An article with one version that holds the text."""
    n = number()
    fields.setdefault("url", f"https://outlet.example/story-{n}")
    fields.setdefault("published_at", NOW)
    fields.setdefault("utc_offset", -360)
    outlet = fields.pop("outlet", None) or make_outlet()
    title = title or f"Story {n}"
    article = Article.objects.create(outlet=outlet, title=title, first_read_at=NOW, last_read_at=NOW, **fields)
    make_version(article, text)
    return article


def make_version(article: Article, text: str, **fields: Any) -> ArticleVersion:
    fields.setdefault("number", article.versions.count() + 1)
    fields.setdefault("title", article.title)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return ArticleVersion.objects.create(article=article, text=text, sha256=digest, read_at=NOW, **fields)


def make_finding(article: Article, words: str, kind: str = "quote", role: str = "content", **fields: Any) -> Finding:
    """A pending finding whose span is where the words first stand in the article's newest version."""
    version = article.versions.latest("number")
    start = version.text.index(words)
    spans = [{"role": role, "start": start, "end": start + len(words), "text": words}]
    fields.setdefault("confidence", 0.9)
    fields.setdefault("fingerprint", f"fingerprint-{number()}")
    fields.setdefault("created_at", NOW)
    found = Finding.objects.create(article=article, version=version, kind=kind, spans=spans, **fields)
    record = found.quote or found.position
    if found.state == "accepted" and record and record.issue:
        # As accepting it does.
        ArticleIssue.objects.get_or_create(article=article, issue=record.issue, defaults={"state": "accepted"})
    return found
