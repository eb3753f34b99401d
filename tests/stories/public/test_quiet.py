"""What is read for a topic, and what of it has fallen silent."""

from datetime import timedelta

import pytest

from stories.models import ArticleIssue, Source
from stories.public.quiet import silences, sources_for
from tests.factories import NOW, make_article, make_issue, make_outlet, make_position, make_source
from votes.models import Issue

pytestmark = pytest.mark.django_db

READ = {"last_ok_at": NOW - timedelta(hours=1), "last_yield_at": NOW - timedelta(days=3)}


def reported(issue: Issue, **fields: object) -> Source:
    """A source of an outlet from which a story on the issue came."""
    outlet = make_outlet("The Reed")
    ArticleIssue.objects.create(article=make_article(outlet=outlet), issue=issue, state="accepted", score=1)
    source = make_source(outlet, **fields)
    Source.objects.update(created_at=NOW - timedelta(days=90))
    return source


def test_a_topic_is_read_by_the_sources_of_its_stories_and_those_that_watch_it() -> None:
    issue = make_issue()
    reported(issue, **READ)
    watching = make_source(last_ok_at=NOW - timedelta(hours=5))
    watching.issues.add(issue)
    make_source(last_ok_at=NOW - timedelta(days=9))
    person = make_position(issue=issue).person
    for topic in (f"issue:{issue.pk}", f"body:{issue.body_id}", f"person:{person.pk}"):
        assert sources_for(topic) == (2, NOW - timedelta(hours=5))
    assert sources_for("place:0") == (0, None)


def test_a_source_that_cannot_be_read_any_more_is_silent_for_its_issues_bodies_and_places() -> None:
    issue = make_issue()
    source = reported(issue, **READ)
    assert silences(NOW) == []
    later = NOW + timedelta(days=4)
    (silence,) = silences(later)
    assert (silence.name, silence.since) == ("The Reed", READ["last_ok_at"])
    assert silence.path == f"/en/outlets/{source.outlet.slug}/"
    assert silence.topics[:2] == [f"issue:{issue.pk}", f"body:{issue.body_id}"]


def test_a_source_of_closed_issues_alone_is_missed_by_nobody() -> None:
    issue = make_issue(closed_at=NOW)
    reported(issue, **READ)
    assert silences(NOW + timedelta(days=9)) == []
