"""An issue as it had been reported by a day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from stories.models import ArticleIssue, Quote, Withdrawal
from stories.public.as_of import end_of, known_by
from stories.public.queries import votes_of
from tests.factories import NOW, make_article, make_finding, make_issue, make_official, make_position
from tests.stories.public.test_pages import get, words
from votes import schedule
from votes.citation import Citation
from votes.models import Issue, Vote

pytestmark = pytest.mark.django_db

CHICAGO = ZoneInfo("America/Chicago")
WEEK = {"earliest": "2026-04-01", "latest": "2026-04-07", "precision": "week", "phrase": "the first week of April"}
APRIL_20 = {"earliest": "2026-04-20", "latest": "2026-04-20", "precision": "day", "phrase": "April 20"}
MAY_5 = {"earliest": "2026-05-05", "latest": "2026-05-05", "precision": "day", "phrase": "May 5"}


@pytest.fixture
def issue() -> Issue:
    return make_issue("The old kiln")


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=CHICAGO)


def told(issue: Issue, day: int, hour: int = 9, words: str = "We wait.") -> Citation:
    """A story of that day, which a curator read a month later."""
    article = make_article(words, f"Told on March {day}", published_at=at(day, hour))
    ArticleIssue.objects.create(article=article, issue=issue, state="accepted")
    return Citation(words, "The Reed", article.url)


@pytest.fixture
def vote(issue: Issue) -> Vote:
    """First a week of April is told, then April 20, then May 5; all of it is entered in May."""
    assert issue.body
    late = NOW + timedelta(days=60)
    vote = schedule.create(issue, issue.body, "Keep the kiln", told(issue, 1), late, status="expected", **WEEK)
    schedule.change(vote, {**APRIL_20, "status": "scheduled"}, told(issue, 5), late)
    schedule.change(vote, {**MAY_5, "location": "Old Hall"}, told(issue, 9), late)
    return vote


def windows(issue: Issue, day: int) -> list[str]:
    known = known_by(votes_of(issue), end_of(date(2026, 3, day), CHICAGO))
    return [f"{record.earliest} {record.status} {record.location}".strip() for record in known]


def test_a_vote_is_as_its_ledger_had_it_by_the_day_on_which_each_story_appeared(issue: Issue, vote: Vote) -> None:
    assert windows(issue, 1) == ["2026-04-01 expected"]
    assert windows(issue, 4) == ["2026-04-01 expected"]
    assert windows(issue, 5) == ["2026-04-20 scheduled"]
    assert windows(issue, 9) == ["2026-05-05 scheduled Old Hall"]
    assert known_by(votes_of(issue), end_of(date(2026, 2, 28), CHICAGO)) == []


def test_the_days_end_is_that_of_the_issues_place(issue: Issue) -> None:
    assert issue.body
    schedule.create(issue, issue.body, "Keep it", told(issue, 3, hour=23), NOW, status="expected", **WEEK)
    assert windows(issue, 2) == []
    assert len(windows(issue, 3)) == 1


def test_what_was_corrected_since_is_shown_as_corrected(issue: Issue, vote: Vote) -> None:
    later = NOW + timedelta(days=90)
    schedule.change(vote, {"location": "New Hall"}, Citation("", "The desk", ""), later, "mistake")
    assert windows(issue, 9) == ["2026-05-05 scheduled New Hall"]
    assert windows(issue, 5) == ["2026-04-20 scheduled"], "no place had been told yet"


def test_what_was_withdrawn_or_taken_back_does_not_return(issue: Issue, vote: Vote) -> None:
    schedule.change(vote, {"status": "cancelled"}, told(issue, 7), NOW + timedelta(days=70))
    assert windows(issue, 8) == ["2026-04-20 cancelled"]
    back = {**MAY_5, "status": "scheduled", "location": "Old Hall"}
    schedule.change(vote, back, Citation("", "The desk", ""), NOW + timedelta(days=80), "mistake")
    assert windows(issue, 8) == ["2026-04-20 scheduled"]
    schedule.withdraw(vote, Citation("", "The desk", ""), NOW + timedelta(days=90))
    assert windows(issue, 9) == []


def test_the_page_shows_board_votes_events_and_reports_of_that_day_and_says_so(
    client: Client, issue: Issue, vote: Vote
) -> None:
    ada = make_official("Ada Reed", issue.body)
    for day, stance in ((2, "support"), (8, "oppose")):
        article = make_article("Ada spoke.", f"Ada on March {day}", published_at=at(day))
        position = make_position(ada, issue, stance=stance, since=date(2026, 3, day))
        make_finding(article, "Ada spoke.", "position", "evidence", state="accepted", position=position, issue=issue)
        quote = Quote.objects.create(text="Ada spoke.", type="direct", label=f"Clerk {day}", issue=issue)
        make_finding(article, "Ada spoke.", state="accepted", quote=quote, issue=issue)
    page = get(client, f"{issue.get_absolute_url()}?on=2026-03-04")
    told = words(page)
    assert "As of Wednesday, March 4, 2026" in told
    assert page.select_one(f'.as-of a[href="{issue.get_absolute_url()}"]')
    assert "first week of April" in told
    for later in ("May 5", "April 20", "oppose", "Clerk 8", "March 8"):
        assert later not in told, later
    assert "Clerk 2" in told
    assert page.select_one('meta[name="robots"][content="noindex"]')
    canonical = page.select_one('link[rel="canonical"]')
    assert canonical
    assert str(canonical["href"]).endswith(issue.get_absolute_url())
    now = words(get(client, issue.get_absolute_url()))
    assert "As of" not in now
    assert "Clerk 8" in now


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday", "9" * 3000, "2999-01-01", "<b>", "‮2026"])
def test_a_bad_day_is_the_page_as_of_today_with_a_note(client: Client, issue: Issue, day: str) -> None:
    page = get(client, f"{issue.get_absolute_url()}?on={day}")
    assert "This is the page as of today." in words(page)
    assert not page.select(".as-of")


def test_before_anything_was_reported_the_page_says_so(client: Client, issue: Issue, vote: Vote) -> None:
    told = words(get(client, f"{issue.get_absolute_url()}?on=2025-01-01"))
    assert "Nothing has been reported yet." in told
    assert "Keep the kiln" not in told


def test_a_withdrawn_story_returns_on_no_day_and_today_is_not_the_last_thing_that_happened(
    client: Client, issue: Issue, vote: Vote
) -> None:
    gone = make_article("Made up.", "Made up on March 11", published_at=at(11))
    ArticleIssue.objects.create(article=gone, issue=issue, state="accepted")
    Withdrawal.objects.create(article=gone, because="It was made up.", at=NOW + timedelta(days=3))
    for query in ("?on=2026-03-12", "?on=2026-03-12&kind=stories", "?on=2026-03-12&kind=votes"):
        assert "Made up" not in words(get(client, issue.get_absolute_url() + query)), query
    today = get(client, issue.get_absolute_url())
    assert "Made up" in words(today, "#timeline"), "that it was withdrawn is told"
    assert "Made up" not in words(today, ".face")
    leads = today.select_one(".face .news a")
    assert leads
    assert today.find(id=str(leads["href"])[1:])
    assert "March 2026: 3 stories" in words(today, ".strip")


def test_removed_words_are_no_entry_on_any_day(client: Client, issue: Issue) -> None:
    article = make_article("We wait. Ada spoke.", published_at=at(2))
    for text, removed in (("We wait.", NOW), ("Ada spoke.", None)):
        quote = Quote.objects.create(text=text, type="direct", label="A clerk", issue=issue, redacted_at=removed)
        make_finding(article, text, state="accepted", quote=quote, issue=issue)
    for query in ("", "?on=2026-03-04"):
        assert len(get(client, issue.get_absolute_url() + query).select(".timeline .told-quote")) == 1, query


def test_a_page_of_another_day_leaves_todays_summary_out(client: Client, issue: Issue, vote: Vote) -> None:
    Issue.objects.update(summary="The kiln is lit since May.")
    assert "lit since May" not in words(get(client, f"{issue.get_absolute_url()}?on=2026-03-04"))
    assert "lit since May" in words(get(client, issue.get_absolute_url()))
