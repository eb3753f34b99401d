"""Meetings, hearings and deadlines, on every page a reader sees."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from stories import curation
from stories.models import ArticleIssue
from stories.public.body import body_page
from stories.public.indexes import issues_index
from stories.public.news import news_of
from stories.public.pages import event_page, home_page, issue_page
from stories.public.scopes import Scope
from tests.factories import NOW, make_article, make_event, make_finding, make_issue, make_vote
from tests.stories.public.test_pages import get, words
from votes import events, schedule
from votes.citation import Citation
from votes.models import Event, Issue
from votes.snapshots import Dated

pytestmark = pytest.mark.django_db
SAID = Citation("The hearing is on May 4.", "The Reed", "https://reed.example/0")
MAY_4, MAY_9 = date(2099, 5, 4), date(2099, 5, 9)


@pytest.fixture
def issue() -> Issue:
    return make_issue("Harbor lease")


def hearing(issue: Issue, **fields: Any) -> Event:
    values = {"earliest": MAY_4, "latest": MAY_4, "precision": "day", "time": time(18), "status": "scheduled",
              "location": "Old Hall", "url": "https://reed.example/agenda", **fields}  # fmt: skip
    assert issue.body
    return events.create("hearing", "The lease", [issue.body], [issue], SAID, NOW, **values)


def test_an_event_says_what_whose_on_what_when_and_where_and_leads_to_its_sentence(
    client: Client, issue: Issue
) -> None:
    page = get(client, hearing(issue).get_absolute_url())
    for part in ("Public hearing", "Harbor lease", str(issue.body), "Monday, May 4, 2099, 6 p.m.", "At Old Hall.",
                 "First heard:", "Learnt Mar 10, 2026", SAID.sentence):  # fmt: skip
        assert part in words(page), part
    assert page.select_one('a[href="https://reed.example/agenda"]')
    assert page.select_one(f'a[href="/en/subscribe/issue/{issue.slug}/"]')


def test_an_event_that_moved_was_called_off_or_was_our_mistake_says_so(client: Client, issue: Issue) -> None:
    event = hearing(issue)
    events.change(event, {"earliest": MAY_9, "latest": MAY_9}, SAID, NOW)
    assert "Saturday, May 9, 2099, 6 p.m., moved from May 4, 2099" in words(get(client, event.get_absolute_url()))
    events.change(event, {"status": "cancelled"}, SAID, NOW)
    page = words(get(client, event.get_absolute_url()))
    assert "Called off. It had been set for Saturday, May 9, 2099, 6 p.m." in page
    assert "Mail me" not in page
    events.withdraw(event, SAID, NOW)
    assert "listed here by our mistake" in words(get(client, event.get_absolute_url()))
    assert "The lease" not in words(get(client, issue.get_absolute_url()))


def test_each_move_of_an_event_is_told_on_the_timeline_with_the_report_as_its_evidence(issue: Issue) -> None:
    story = make_article(SAID.sentence, url=SAID.source_url)
    event = hearing(issue)
    make_finding(story, SAID.sentence, "event", "evidence", state="accepted", event=event, issue=issue,
                 payload={"status": "scheduled", "kind": "hearing"})  # fmt: skip
    off = Citation("The hearing is off.", "The clerk", "")
    events.change(event, {"earliest": MAY_9, "latest": MAY_9, "location": "New Hall"}, off, NOW)
    events.change(event, {"status": "cancelled"}, off, NOW)
    events.change(event, {"status": "scheduled"}, off, NOW)
    told = news_of(Scope(issue), 9)
    assert {news.record.news for news in told} == {  # type: ignore[union-attr]
        "Public hearing set", "Public hearing moved", "Public hearing called off", "Public hearing back on",
    }  # fmt: skip
    assert [news.evidence[0].article for news in told if news.evidence] == [story]


def test_a_story_that_only_tells_of_an_event_is_on_the_timeline_and_lists_it(client: Client, issue: Issue) -> None:
    story = make_article(SAID.sentence, url=SAID.source_url)
    event = hearing(issue)
    make_finding(story, SAID.sentence, "event", "evidence", state="accepted", event=event, issue=issue,
                 payload={"status": "scheduled", "kind": "hearing"})  # fmt: skip
    assert "Public hearing set: The lease" in words(get(client, issue.get_absolute_url()), "#timeline")
    page = get(client, story.get_absolute_url())
    assert page.select_one(f'.made a[href="{event.get_absolute_url()}"]')


def test_an_event_at_which_a_vote_is_taken_is_told_as_that_vote(client: Client, issue: Issue) -> None:
    event = hearing(issue)
    vote = make_vote(issue, motion="Lease the harbor", earliest=MAY_4, meeting=event)
    for url in ("/en/", "/en/issues/", issue.get_absolute_url(), vote.body.get_absolute_url(), "/en/search/?q=lease"):
        assert f'href="{event.get_absolute_url()}"' not in client.get(url).content.decode(), url
    assert get(client, event.get_absolute_url()).select_one(f'a[href="{vote.get_absolute_url()}"]')
    assert get(client, vote.get_absolute_url()).select_one(f'a[href="{event.get_absolute_url()}"]')


def test_votes_and_events_ahead_stand_in_one_list_by_date(client: Client, issue: Issue) -> None:
    make_vote(issue, motion="Lease it", earliest=date(2099, 5, 6))
    hearing(issue)
    make_event(issue, kind="deadline", title="Comment", earliest=MAY_9)
    make_event(issue, title="An old one", earliest=date(2026, 1, 1))
    cards = [" ".join(card.get_text(" ").split()) for card in get(client, "/en/").select(".week > li")]
    assert [next(name for name in ("Lease it", "The lease", "Comment") if name in card) for card in cards] == [
        "The lease", "Lease it", "Comment",
    ]  # fmt: skip
    assert "By Saturday, May 9, 2099" in cards[2]
    assert "An old one" not in words(get(client, issue.body.get_absolute_url()))  # type: ignore[union-attr]


def test_an_issue_without_a_vote_ahead_names_its_next_event(client: Client, issue: Issue) -> None:
    hearing(issue)
    assert "Next public hearing: Monday, May 4, 2099, 6 p.m." in words(get(client, "/en/issues/"))


def test_an_event_changed_by_hand_names_the_editor_and_so_does_the_vote_that_moved_with_it(
    client: Client, issue: Issue
) -> None:
    event, editor = hearing(issue), User.objects.create_user("editor")
    vote = make_vote(issue, earliest=MAY_4, meeting=event)
    event.refresh_from_db()
    curation.edit_event(event, {"earliest": MAY_9, "latest": MAY_9}, SAID, editor, NOW)
    for url in (event.get_absolute_url(), vote.get_absolute_url()):
        assert "Changed by an editor on Mar 10, 2026" in words(get(client, url)), url


def test_an_event_on_issues_that_nobody_may_see_yet_has_no_page(client: Client) -> None:
    hidden = make_event(make_issue("Secret", published_at=None), earliest=MAY_4)
    get(client, hidden.get_absolute_url(), 404)
    assert "The ordinance" not in words(get(client, "/en/"))


def test_hostile_words_in_an_event_are_only_words(client: Client, issue: Issue) -> None:
    title = "<script>alert(1)</script>"
    event = make_event(issue, title=title, location="<img src=x onerror=y>", url="javascript:alert(1)", earliest=MAY_4)
    ArticleIssue.objects.create(article=make_article(), issue=issue, state="accepted")
    for url in ("/en/", issue.get_absolute_url(), event.get_absolute_url(), "/en/search/?q=alert",
                f"{issue.get_absolute_url()}feed.atom"):  # fmt: skip
        page = client.get(url).content.decode()
        assert "<script>" not in page, url
        assert "<img" not in page, url
        assert 'href="javascript' not in page, url


def test_the_meeting_of_a_vote_that_was_called_off_is_told_for_itself_again(client: Client, issue: Issue) -> None:
    event = hearing(issue)
    vote = make_vote(issue, motion="Lease the harbor", earliest=MAY_4, meeting=event)
    assert issue.body
    urls = ("/en/", issue.get_absolute_url(), issue.body.get_absolute_url(), "/en/search/?q=lease")
    calendar = f"{issue.get_absolute_url()}votes.ics"
    assert f"event-{event.pk}@" not in client.get(calendar).content.decode()
    schedule.change(vote, {"status": "cancelled", "meeting_id": None}, SAID, NOW)
    for url in urls:
        assert f'href="{event.get_absolute_url()}"' in client.get(url).content.decode(), url
    assert "Vote called off · next public hearing: Monday, May 4, 2099, 6 p.m." in words(get(client, "/en/issues/"))
    assert f"event-{event.pk}@" in client.get(calendar).content.decode()
    assert "A vote is taken at it" not in words(get(client, event.get_absolute_url()))


def test_a_vote_by_which_another_was_put_off_is_linked_from_the_meeting_at_which_it_was_held(
    client: Client, issue: Issue
) -> None:
    event, vote = hearing(issue), make_vote(issue, motion="Lease the harbor", earliest=MAY_9)
    held: dict[str, Any] = {"status": "held", "outcome": "passed", "disposes_of": vote, "earliest": MAY_4}
    put_off = make_vote(issue, motion="Table the lease", classification="table", **held)
    make_vote(issue, motion="Table it again", classification="table", **{**held, "earliest": MAY_9})
    other = make_vote(make_issue("Another matter", issue.body))
    make_vote(other.issue, motion="Elsewhere", classification="table", **{**held, "disposes_of": other})
    page = get(client, event.get_absolute_url())
    assert "A vote was taken at it: Table the lease" in words(page)
    assert page.select_one(f'a[href="{put_off.get_absolute_url()}"]')
    assert "again" not in words(page)
    assert "Elsewhere" not in words(page)


def test_a_hearing_called_off_with_the_vote_on_it_says_what_was_to_be(client: Client, issue: Issue) -> None:
    event = hearing(issue)
    vote = make_vote(issue, motion="Lease the harbor", earliest=MAY_4, meeting=event, status="cancelled")
    Event.objects.update(status="cancelled")
    assert "A vote was to be taken at it: Lease the harbor" in words(get(client, event.get_absolute_url()))
    assert "It was to be taken at: The lease" in words(get(client, vote.get_absolute_url()))


def test_an_event_on_two_issues_names_none_that_nobody_may_see_yet(client: Client, issue: Issue) -> None:
    secret = make_issue("Secret", issue.body, published_at=None)
    assert issue.body
    event = events.create("hearing", "The lease", [issue.body], [issue, secret], SAID, NOW, status="scheduled",
                          earliest=MAY_4, latest=MAY_4, precision="day")  # fmt: skip
    make_vote(secret, motion="Secret motion", earliest=MAY_4, meeting=event)
    page = issue.get_absolute_url()
    for url in (event.get_absolute_url(), page, "/en/issues/", "/en/search/?q=lease", f"{page}feed.atom",
                f"{page}votes.ics", reverse("event_calendar", args=[event.pk])):  # fmt: skip
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert "Secret" not in answer.content.decode(), url


def test_nobody_is_sent_to_a_hearing_that_was_called_off_and_its_hour_has_one_full_stop(
    client: Client, issue: Issue
) -> None:
    event = hearing(issue)
    calendar = reverse("event_calendar", args=[event.pk])
    assert "LOCATION:Old Hall" in client.get(calendar).content.decode()
    events.change(event, {"status": "cancelled"}, SAID, NOW)
    page = words(get(client, event.get_absolute_url()), ".vote-card")
    assert "It had been set for Monday, May 4, 2099, 6 p.m." in page
    assert "p.m.." not in page
    assert "Old Hall" not in page
    assert "LOCATION" not in client.get(calendar).content.decode()


def of_week(now: datetime) -> list[Dated]:
    return [record for day in home_page(now)["week"].days for record in day.records]


def test_a_deadline_whose_hour_has_passed_in_its_place_leads_nobody_to_it_that_evening(issue: Issue) -> None:
    today = date(2026, 3, 11)
    deadline = make_event(issue, kind="deadline", title="Sign up", earliest=today, time=time(17))
    at_noon, at_ten = datetime(2026, 3, 11, 17, tzinfo=UTC), datetime(2026, 3, 12, 3, tzinfo=UTC)
    assert issue.body
    for now, shown in ((at_noon, [deadline]), (at_ten, [])):
        plan = issue_page(issue, now)["agenda"]
        assert (plan.lead, of_week(now)) == (shown[0] if shown else None, shown)
        assert body_page(issue.body, now)["agenda"].coming == shown
        assert [listed.opening.record for listed in issues_index({}, now)["issues"]] == [shown[0] if shown else None]
        assert event_page(deadline, now)["is_over"] == (not shown)


def test_an_event_that_is_over_is_no_longer_called_scheduled_and_who_entered_it_did_not_change_it(
    client: Client, issue: Issue
) -> None:
    values = {"status": "scheduled", "earliest": date(2026, 3, 9), "latest": date(2026, 3, 9), "precision": "day"}
    new = curation.NewEvent("meeting", "The ferry", [], [issue], (), values)
    event = curation.enter_event(new, SAID, User.objects.create_user("editor"), NOW)
    page = words(get(client, event.get_absolute_url()))
    assert "When was it?" in page
    assert "scheduled" not in page
    assert "Entered by an editor on Mar 10, 2026" in page
