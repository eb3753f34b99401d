"""A page's key: another as soon as anything is that the page shows, whoever changed it and by whatever way."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from officials.models import Alias, Person, Place, Role
from stories.curation import save_issue
from stories.models import (
    Article,
    ArticleIssue,
    CalendarRow,
    Complaint,
    Finding,
    LoggedAction,
    Quote,
    Response,
    RuleRecord,
    SitePage,
    Source,
    Stamp,
    Withdrawal,
)
from stories.public import urls
from stories.public.freshness import ANYTHING, OF_ANY_ISSUE, OF_THE_DESK, clock_of, key_of, version
from tests.factories import (
    NOW,
    make_account,
    make_article,
    make_body,
    make_event,
    make_finding,
    make_issue,
    make_outlet,
    make_place,
    make_position,
    make_source,
    make_version,
    make_vote,
)
from tests.stories.public.city import City, add_report, hold, make_city
from votes import events, schedule
from votes.citation import Citation
from votes.models import Event, Issue, Merged

pytestmark = pytest.mark.django_db
SAID = Citation("The clerk said so.", "The Reed", "https://reed.example/0")

# Tables that public pages read whose changes make no page another, each with the reason.
NOT_SHOWN = {
    "stories_stamp": "the stamps themselves",
    "stories_installation": "one row, which never changes",
    "stories_appearance": "written by triggers along with stories_article and stories_articleissue, which are watched",
    "stories_outdated": "written by triggers along with stories_articleversion and stories_finding, both watched",
    "stories_taken": "written by triggers along with stories_articleissue, _finding and _article, all watched",
    "stories_effect": "leads from an address of before to the one of now; neither answer is kept",
}


@pytest.fixture
def city() -> City:
    city = make_city()
    city.article, city.event = city.articles[0], make_event(city.issue, kind="hearing")  # type: ignore[attr-defined]
    city.source = make_source()  # type: ignore[attr-defined]
    return city


def keys(issue: Issue, now: dt.datetime = NOW) -> tuple[str, str, str]:
    """The keys of a page of the issue, of any page, and of one about the desk's own work."""
    return (
        key_of("/issue/", [OF_ANY_ISSUE], now, issue.slug).name,
        key_of("/en/", [ANYTHING], now).name,
        key_of("/desk/", [ANYTHING, OF_THE_DESK], now).name,
    )


def changed(issue: Issue, act: Callable[[], Any]) -> tuple[bool, ...]:
    before = keys(issue)
    act()
    return tuple(was != now for was, now in zip(before, keys(issue), strict=True))


def accepted(city: City) -> Finding:
    return Finding.objects.filter(quote__isnull=False).latest("pk")


# One change a table, of a row that belongs to the issue or to any.
OF_THE_ISSUE: dict[str, Callable[[Any], Any]] = {
    "officials_place": lambda city: Place.objects.filter(pk=city.issue.place_id).update(name="Reedham-on-Sea"),
    "officials_body": lambda city: type(city.vote.body).objects.filter(pk=city.vote.body_id).update(seats=7),
    "officials_body_parents": lambda city: city.vote.body.parents.add(make_body()),
    "officials_person": lambda city: Person.objects.filter(pk=city.ada.pk).update(name="Ada Reed-Lund"),
    "officials_alias": lambda city: Alias.objects.create(person=city.ada, name="A. Reed"),
    "officials_role": lambda city: Role.objects.filter(person=city.ada).update(seat="Ward 9"),
    "votes_issue": lambda city: Issue.objects.filter(pk=city.issue.pk).update(question="Should it?"),
    "votes_vote": lambda city: make_vote(city.issue),
    "votes_votechange": lambda city: schedule.change(city.vote, {"location": "The barn"}, SAID, NOW),
    "votes_ballot": hold,
    "votes_event": lambda city: Event.objects.filter(pk=city.event.pk).update(title="On the pier"),
    "votes_event_bodies": lambda city: city.event.bodies.clear(),
    "votes_event_issues": lambda city: city.event.issues.set([make_issue()]),
    "votes_eventchange": lambda city: events.change(city.event, {"location": "The barn"}, SAID, NOW),
    "votes_position": lambda city: make_position(city.ada, city.issue, stance="support"),
    "votes_merged": lambda _: Merged.objects.create(gone="vote:99999", kept="vote:1"),
    "stories_outlet": lambda city: type(city.article.outlet).objects.filter(pk=city.article.outlet_id).update(name="R"),
    "stories_source": lambda city: make_source(city.article.outlet, last_ok_at=NOW),
    "stories_source_issues": lambda city: city.source.issues.add(city.issue),
    "stories_article": lambda city: Article.objects.filter(pk=city.article.pk).update(title="Harbor talks end"),
    "stories_articleversion": lambda city: make_version(city.article, "It was all different."),
    "stories_articleissue": lambda city: ArticleIssue.objects.filter(article=city.article).update(state="rejected"),
    "stories_withdrawal": lambda city: Withdrawal.objects.create(article=city.article, because="Wrong", at=NOW),
    "stories_finding": lambda city: Finding.objects.filter(pk=accepted(city).pk).update(state="pending"),
    "stories_quote": lambda city: Quote.objects.filter(pk=city.quotes[0].pk).update(affiliation="who fishes"),
    "stories_response": lambda city: Response.objects.create(
        quote=city.quotes[0], person=city.ada, text="Not so.", received_on=NOW.date()
    ),
    "stories_complaint": lambda city: Complaint.objects.create(
        finding=accepted(city), text="No.", received_at=NOW, answered_at=NOW, verdict="unchanged", shown="beside"
    ),
    "stories_loggedaction": lambda city: LoggedAction.objects.create(
        act="edit", by=make_account(), at=NOW, after={"vote": city.vote.pk}
    ),
    "stories_calendarrow": lambda city: CalendarRow.objects.create(
        source=make_source(), article=city.article, uid="1", seen_at=NOW
    ),
}


def watched() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'stamps_update'")
        return {table for (table,) in cursor.fetchall()}


@pytest.mark.parametrize("table", OF_THE_ISSUE)
def test_a_change_in_any_table_makes_every_page_another(city: City, table: str) -> None:
    assert changed(city.issue, lambda: OF_THE_ISSUE[table](city)) == (True, True, True)


def test_every_table_is_changed_here_that_is_watched() -> None:
    assert set(OF_THE_ISSUE) | {"stories_rulerecord", "stories_sitepage"} == watched()


def test_what_the_operator_says_of_the_site_is_another_page(city: City) -> None:
    assert changed(city.issue, lambda: SitePage.objects.create(name="about", text="Who we are.")) == (True, True, True)


def test_how_often_the_machine_is_right_is_told_by_the_desks_pages_alone(city: City) -> None:
    one = {"extractor": "rules", "kind": "quote", "outlet": city.articles[0].outlet}
    assert changed(city.issue, lambda: RuleRecord.objects.create(**one)) == (False, False, True)
    act = {"act": "reject", "by": make_account(), "at": NOW}
    assert changed(city.issue, lambda: LoggedAction.objects.create(**act)) == (False, False, True)


def test_deleting_is_a_change_and_removes(city: City) -> None:
    def removed() -> str:
        return key_of("/en/", [ANYTHING], NOW).removed

    before, quote = removed(), Quote.objects.create(text="x", label="a clerk", type="direct", issue=city.issue)
    assert removed() == before
    assert changed(city.issue, quote.delete) == (True, True, True)
    assert removed() != before


@pytest.mark.parametrize(
    "remove",
    [
        lambda city: Finding.objects.filter(pk=accepted(city).pk).update(state="withdrawn"),
        lambda city: Person.objects.filter(pk=city.private.pk).update(redacted_at=NOW),
        lambda city: Quote.objects.filter(pk=city.quotes[0].pk).update(withdrawn_at=NOW),
        lambda city: Withdrawal.objects.create(article=city.article, because="Wrong", at=NOW),
        lambda city: city.article.versions.get().redact(NOW),
    ],
)
def test_what_may_not_be_shown_again_is_told_apart(city: City, remove: Callable[[City], Any]) -> None:
    before = key_of("/en/", [ANYTHING], NOW).removed
    remove(city)
    assert key_of("/en/", [ANYTHING], NOW).removed != before


def test_a_change_elsewhere_leaves_the_pages_of_an_issue(city: City) -> None:
    other = make_issue(body=city.vote.body)

    def elsewhere() -> None:
        vote = make_vote(other)
        position = make_position(city.ada, other)
        article = make_article("Words.", outlet=city.articles[0].outlet)
        schedule.change(vote, {"location": "The barn"}, SAID, NOW)
        make_finding(article, "Words.", "position", "evidence", state="accepted", position=position)
        make_event(other)

    assert changed(city.issue, elsewhere) == (False, True, True)


def test_what_is_accepted_elsewhere_of_a_story_that_both_tell_is_a_change(city: City) -> None:
    other = make_issue(body=city.vote.body)
    quote = Quote.objects.create(text="x", label="a clerk", type="direct", issue=other)
    told = make_finding(city.articles[0], "Rain fell on the hall.", quote=quote)
    assert changed(city.issue, lambda: Finding.objects.filter(pk=told.pk).update(state="accepted")) == (
        True, True, True,
    )  # fmt: skip


def test_a_copy_belongs_to_what_its_original_tells(city: City) -> None:
    copy = make_article("Rain.", outlet=make_outlet())
    of_original = {"original": city.articles[0]}
    assert changed(city.issue, lambda: Article.objects.filter(pk=copy.pk).update(**of_original)) == (True, True, True)
    assert changed(city.issue, lambda: Article.objects.filter(pk=copy.pk).update(title="Rain")) == (True, True, True)
    proposed = {"article": copy, "issue": city.issue}
    assert changed(city.issue, lambda: ArticleIssue.objects.create(**proposed)) == (True, True, True)


def test_what_nobody_sees_changes_no_page(city: City) -> None:
    article = city.articles[0]

    def work() -> None:
        new = make_article("A new story.", outlet=article.outlet)
        make_version(new, "A new story, changed.")
        made = make_finding(new, "A new story")
        Finding.objects.filter(pk=made.pk).update(state="rejected")
        ArticleIssue.objects.create(article=new, issue=city.issue, score=0.3)
        Article.objects.filter(pk=article.pk).update(last_read_at=NOW, claimed_until=NOW, next_reread_at=NOW)
        Article.objects.filter(pk=article.pk).update(title=article.title)
        Issue.objects.filter(pk=city.issue.pk).update(terms=["harbor"])
        Issue.objects.create(slug="unseen", title="Not public yet")
        said = Complaint.objects.create(finding=accepted(city), text="No.", email="r@reader.example", received_at=NOW)
        Complaint.objects.filter(pk=said.pk).update(answered_at=NOW, verdict="unchanged", email="")

    assert changed(city.issue, work) == (False, False, False)


def test_a_poll_is_seen_where_the_day_of_the_last_one_is_told(city: City) -> None:
    source = make_source(city.articles[0].outlet, last_ok_at=NOW)
    later = Source.objects.filter(pk=source.pk)
    assert changed(city.issue, lambda: later.update(next_poll_at=NOW, etag="x")) == (False, False, False)
    assert changed(city.issue, lambda: later.update(last_ok_at=NOW + dt.timedelta(minutes=5))) == (False, False, True)
    assert changed(city.issue, lambda: later.update(last_ok_at=NOW + dt.timedelta(hours=24))) == (True, True, True)


def test_what_came_of_an_objection_makes_other_pages_wherever_its_answer_stands(city: City) -> None:
    def answered(verdict: str, shown: str) -> Callable[[], Complaint]:
        finding = accepted(city)
        return lambda: Complaint.objects.create(
            finding=finding, text="No.", received_at=NOW, answered_at=NOW, verdict=verdict, shown=shown
        )

    assert changed(city.issue, answered("unchanged", "")) == (False, False, False)
    assert changed(city.issue, answered("corrected", "")) == (True, True, True)


def test_an_issue_that_moved_is_told_anew_at_its_former_address_too(client: Client, city: City) -> None:
    former = f"{city.issue.get_absolute_url()}votes.ics"
    save_issue(city.issue, {"slug": "the-pier"}, make_account("cy"), NOW)
    assert b"Lease the harbor" in client.get(former).content
    schedule.change(city.vote, {"motion": "Sell the harbor"}, SAID, NOW)
    assert b"Sell the harbor" in client.get(former).content


def test_folding_the_stamps_changes_no_page(city: City) -> None:
    def fold() -> None:
        Stamp.objects.fold()

    assert changed(city.issue, fold) == (False, False, False)
    subjects = list(Stamp.objects.values_list("subject", flat=True))
    assert len(subjects) == len(set(subjects))
    assert changed(city.issue, fold) == (False, False, False)


def test_a_day_that_begins_anywhere_makes_another_page(city: City) -> None:
    make_place(time_zone="Asia/Kathmandu")
    evening = dt.datetime(2026, 3, 10, 18, 14, 59, tzinfo=dt.UTC)
    assert keys(city.issue, evening) == keys(city.issue, evening - dt.timedelta(hours=1))
    assert keys(city.issue, evening) != keys(city.issue, evening + dt.timedelta(seconds=1))


def test_an_hour_that_ends_something_makes_another_page(city: City) -> None:
    before = dt.datetime(2026, 3, 10, 21, 59, 59, tzinfo=dt.UTC)  # just before five o'clock in Chicago, in summer time
    make_event(city.issue, kind="deadline", earliest=before.date(), time=dt.time(17))
    assert keys(city.issue, before) == keys(city.issue, before - dt.timedelta(minutes=5))
    assert keys(city.issue, before) != keys(city.issue, before + dt.timedelta(seconds=1))


def test_the_clock_of_a_place_is_the_places() -> None:
    now = dt.datetime(2026, 3, 10, 2, tzinfo=dt.UTC)
    assert clock_of(now, {"UTC", "America/Chicago"}, [dt.time(1), dt.time(21)]) == [
        ("America/Chicago", "2026-03-09", 2), ("UTC", "2026-03-10", 1),
    ]  # fmt: skip


def test_another_version_of_the_program_makes_other_pages(
    city: City, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    before = keys(city.issue)
    version.cache_clear()
    settings.SITE_NAME = "Another name"
    assert not set(before) & set(keys(city.issue))
    version.cache_clear()


def test_public_pages_read_watched_tables_alone(client: Client, city: City) -> None:
    """Whoever adds a page that reads another table adds its trigger, see `stories/migrations/_stamps.py`."""
    hold(city)
    add_report(city)
    things = {
        "issue": city.issue, "person": city.ada, "body": city.vote.body, "vote": city.vote, "event": city.event,  # type: ignore[attr-defined]
        "story": city.articles[0], "quote": city.quotes[0],
    }  # fmt: skip
    read: set[str] = set()
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        for address in addresses_of(pattern, things):
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            for one in asked:
                read |= set(re.findall(r'(?:FROM|JOIN) \(?"?([a-z]+_[a-z_]+)', one["sql"]))
    unwatched = {table for table in read if table.split("_")[0] in ("officials", "votes", "stories", "civictrack")}
    assert unwatched - watched() - set(NOT_SHOWN) == set()


def addresses_of(pattern: URLPattern, things: dict[str, Any]) -> list[str]:
    """The addresses of a page of each thing that its pattern fits."""
    wanted = pattern.pattern.converters
    if not wanted:
        return [reverse(str(pattern.name)), reverse(str(pattern.name)) + "?q=harbor"]
    found = []
    for thing in things.values():
        values = {name: getattr(thing, name, None) for name in wanted}
        if all(value is not None for value in values.values()):
            found.append(reverse(str(pattern.name), kwargs=values))
    return found
