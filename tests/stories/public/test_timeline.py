"""What happened, newest first."""

from datetime import UTC, date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from stories.models import Article, ArticleIssue, Quote, Withdrawal
from stories.public.pages import issue_page
from stories.public.timeline import TimelineEntry, latest
from tests.factories import (
    NOW,
    make_article,
    make_finding,
    make_issue,
    make_official,
    make_outlet,
    make_position,
)
from tests.stories.public.city import make_city
from votes import schedule
from votes.citation import Citation
from votes.models import Issue

pytestmark = pytest.mark.django_db


def entries_of(issue: Issue) -> list[TimelineEntry]:
    entries: list[TimelineEntry] = issue_page(issue, NOW)["entries"]
    return entries


def kinds(issue: Issue) -> list[list[str]]:
    return [[item.kind for item in entry.items] for entry in entries_of(issue)]


def make_quote(article: Article, issue: Issue, words: str = "We wait.") -> Quote:
    quote = Quote.objects.create(text=words, type="direct", label="a clerk", issue=issue)
    make_finding(article, words, state="accepted", quote=quote, issue=issue)
    return quote


def test_the_newest_report_is_first_and_tells_decisions_before_words() -> None:
    issue = make_issue()
    old = make_article("We wait. No.", published_at=NOW - timedelta(days=9))
    new = make_article("We wait. Ada said no.", url="https://reed.example/new")
    make_quote(old, issue)
    make_quote(new, issue)
    position = make_position(issue=issue, stance="oppose")
    make_finding(new, "Ada said no.", "position", "evidence", state="accepted", position=position)
    assert issue.body
    said = Citation("The vote is in May.", "The Reed", "https://reed.example/new")
    schedule.create(issue, issue.body, "Adopt it", said, NOW)
    assert kinds(issue) == [["vote", "position", "quote"], ["quote"]]


def test_a_copys_findings_stand_with_its_original() -> None:
    issue = make_issue()
    original = make_article("We wait.", published_at=NOW - timedelta(days=1))
    copy = make_article("We wait. ", original=original, outlet=make_outlet("The Second"))
    make_quote(copy, issue)
    [entry] = entries_of(issue)
    assert entry.article == original
    assert [article.outlet.name for article in entry.copies] == ["The Second"]
    assert entry.items[0].evidence[0].article == copy


def test_a_record_that_several_reports_support_is_told_once_by_the_first() -> None:
    issue = make_issue()
    first = make_article("We wait.", published_at=NOW - timedelta(days=5))
    second = make_article("We wait.")
    quote = make_quote(second, issue)
    make_finding(first, "We wait.", state="accepted", quote=quote)
    assert [(entry.article, len(entry.items)) for entry in entries_of(issue)] == [(first, 1)]


def test_a_move_that_no_story_of_ours_told_stands_alone() -> None:
    issue = make_issue()
    assert issue.body
    vote = schedule.create(issue, issue.body, "Adopt it", Citation("", "The clerk", ""), NOW - timedelta(days=3))
    schedule.change(vote, {"status": "cancelled"}, Citation("It is off.", "The clerk", ""), NOW)
    assert kinds(issue) == [["move"], ["vote"]]
    assert all(entry.article is None for entry in entries_of(issue))


def test_a_stands_own_sentence_is_not_told_again_as_reported_speech() -> None:
    issue, ada = make_issue(), make_official()
    article = make_article("Ada said she is for it. Ada said so twice.")
    taken = {"state": "accepted", "person": ada, "issue": issue}
    position = make_position(ada, issue)
    make_finding(article, "Ada said she is for it.", "position", "evidence", position=position, **taken)
    for words in ("she is for it", "so twice"):
        quote = Quote.objects.create(text=words, type="indirect", person=ada, issue=issue)
        make_finding(article, words, quote=quote, **taken)
    [entry] = entries_of(issue)
    assert [getattr(item.record, "text", item.kind) for item in entry.items] == ["position", "so twice"]


def test_a_change_of_mind_is_told_with_what_it_was_and_silence_is_no_mind() -> None:
    issue, ada = make_issue(), make_official()
    article = make_article("Ada said no.")
    for stance, basis, month in (
        ("support", "statement", 1),
        ("no_position", "declined", 2),
        ("oppose", "statement", 3),
    ):
        position = make_position(ada, issue, stance=stance, basis=basis, since=date(2026, month, 1))
        make_finding(article, "Ada said no.", "position", "evidence", state="accepted", position=position)
    [entry] = entries_of(issue)
    was = {item.record.stance: item.was and item.was.stance for item in entry.items}  # type: ignore[union-attr]
    assert was == {"oppose": "support", "no_position": None, "support": None}


def test_a_story_in_which_nothing_was_found_has_nothing_to_say_unless_it_was_withdrawn() -> None:
    issue = make_issue()
    silent, gone = make_article(), make_article()
    for article in (silent, gone):
        ArticleIssue.objects.create(article=article, issue=issue, state="accepted")
    Withdrawal.objects.create(article=gone, because="It was about another town.", at=NOW)
    assert [entry.article for entry in entries_of(issue)] == [gone]


def test_copies_are_folded_under_their_original_with_how_many_there_are() -> None:
    issue = make_issue()
    original = make_article("We wait.")
    make_quote(original, issue)
    for name in ("The Second", "The Third"):
        ArticleIssue.objects.create(article=make_article(original=original, outlet=make_outlet(name)), issue=issue)
    [entry] = entries_of(issue)
    assert entry.also == "also at 2 outlets, 1 original: The Second, The Third"


def test_the_front_page_tells_of_all_issues_and_leaves_much_out() -> None:
    article = make_article("We wait.")
    for _ in range(5):
        make_quote(article, make_issue())
    [entry] = latest(8, UTC)
    assert (len(entry.items), entry.left_out, len(entry.issues)) == (3, 2, 3)


def test_what_somebody_did_is_the_sentence_of_the_report_alone(client: Client) -> None:
    city = make_city()
    page = client.get(city.issue.get_absolute_url())
    told = BeautifulSoup(page.content, "lxml").select("#timeline .told-position")
    lines = [" ".join(line.get_text(" ").split()) for line in told]
    assert any(line.startswith("Member Bo Lund asked the clerk for a new count.") for line in lines), lines
