"""The queue: what comes first, what the filters leave, who has what open, and where to go on."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from stories import curation
from stories.desk import queue
from stories.desk.filters import NONE, Filters, filters_in
from stories.models import Article, ArticleIssue, OpenStory
from tests.factories import NOW, make_account, make_article, make_finding, make_issue, make_outlet, make_vote
from votes.models import Issue

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def waiting(title: str, issue: Issue | None = None, **finding: Any) -> Article:
    """A story of which one finding waits."""
    age = finding.pop("age", timedelta(0))
    article = make_article("The council will vote.", title, outlet=finding.pop("outlet", None))
    if issue:
        ArticleIssue.objects.create(article=article, issue=issue)
    finding.setdefault("payload", {"speaker": "Ona Firth", "type": "direct"})
    made = make_finding(article, "council", issue=issue, **finding)
    made.created_at = NOW - age
    made.save()
    return article


def titles(by: User, filters: Filters = NONE, **more: Any) -> list[str]:
    return [row.article.title for row in queue.queue_page(filters, 1, by, NOW, **more).rows]


def on_issue(title: str, **vote: Any) -> Issue:
    issue = make_issue(title)
    make_vote(issue, **{"status": "scheduled", **vote})
    return issue


def test_the_soonest_vote_ahead_comes_first_then_what_changed_then_the_newest(una: User) -> None:
    waiting("old", age=timedelta(days=3))
    waiting("new", age=timedelta(hours=1))
    changed = waiting("changed", age=timedelta(days=9))
    make_finding(changed, "vote", state="stale")
    seen = waiting("seen to have changed", age=timedelta(days=10))
    waiting("later", on_issue("Later", earliest=TODAY + timedelta(days=9)), age=timedelta(days=20))
    waiting("soon", on_issue("Soon", earliest=TODAY + timedelta(days=2)), age=timedelta(days=30))
    expected = ["soon", "later", "changed", "seen to have changed", "new", "old"]
    assert titles(una, changed=[seen.pk]) == expected


@pytest.mark.parametrize(
    "vote",
    [
        {"earliest": TODAY - timedelta(days=40)},
        {"earliest": TODAY + timedelta(days=1), "status": "held"},
        {"earliest": TODAY + timedelta(days=1), "withdrawn_at": NOW},
        {},
    ],
)
def test_a_vote_that_is_past_held_withdrawn_or_without_a_date_puts_nothing_first(
    una: User, vote: dict[str, Any]
) -> None:
    waiting("on such a vote", on_issue("The pier", **vote), age=timedelta(days=1))
    waiting("newer")
    page = queue.queue_page(NONE, 1, una, NOW)
    assert [row.article.title for row in page.rows] == ["newer", "on such a vote"]
    assert [row.vote for row in page.rows] == [None, None]


def test_a_vote_whose_window_has_begun_counts_by_its_end(una: User) -> None:
    begun = {"earliest": TODAY - timedelta(days=3), "latest": TODAY + timedelta(days=3), "precision": "week"}
    waiting("this week", on_issue("The pier", **begun))
    waiting("in two days", on_issue("The quay", earliest=TODAY + timedelta(days=2)))
    assert titles(una) == ["in two days", "this week"]


def test_an_issue_to_which_the_story_does_not_belong_puts_it_nowhere(una: User) -> None:
    article = waiting("not on it", on_issue("The pier", earliest=TODAY + timedelta(days=2)), age=timedelta(days=1))
    ArticleIssue.objects.filter(article=article).update(state="rejected")
    waiting("newer")
    assert titles(una) == ["newer", "not on it"]
    assert queue.queue_page(NONE, 1, una, NOW).rows[1].article.on == []  # type: ignore[attr-defined]


def test_a_story_is_in_the_queue_as_long_as_something_waits_and_again_after_undoing(una: User) -> None:
    article = waiting("the pier")
    make_finding(article, "vote")
    page = queue.queue_page(NONE, 1, una, NOW)
    assert (page.stories, page.findings, page.rows[0].findings) == (1, 2, 2)
    actions = [curation.reject(finding.pk, una, NOW) for finding in article.findings.all()]
    assert titles(una) == []
    curation.undo(actions[0].pk, una, NOW)
    assert titles(una) == ["the pier"]


FILTERED = ("issue=pier", "outlet=gull", "kind=vote", "rule=a+verb", "sure=look-closely", "age=older")


@pytest.fixture
def varied() -> None:
    gull, heron = make_outlet("Gull", slug="gull"), make_outlet("Heron", slug="heron")
    pier, quay = make_issue("The pier", slug="pier"), make_issue("The quay", slug="quay")
    fits = {"kind": "vote", "rule": "a verb", "confidence": 0.4, "age": timedelta(days=8)}
    waiting("fits all", pier, outlet=gull, **fits)
    others = [{"kind": "quote"}, {"rule": "a colon"}, {"confidence": 0.95}, {"age": timedelta(days=2)}]
    for n, other in enumerate(others):
        waiting(f"but for one {n}", pier, outlet=gull, **{**fits, **other})
    waiting("in another outlet", pier, outlet=heron, **fits)
    waiting("on another issue", quay, outlet=gull, **fits)


@pytest.mark.parametrize("left_out", range(len(FILTERED)))
def test_each_filter_leaves_out_one_story_of_seven(client: Client, varied: None, una: User, left_out: int) -> None:
    wanted = [one for n, one in enumerate(FILTERED) if n != left_out]
    filters, _ = filters_in(dict(one.split("=") for one in (word.replace("+", " ") for word in wanted)))
    assert len(titles(una, filters)) == 2
    one, _ = filters_in(dict([FILTERED[left_out].replace("+", " ").split("=")]))
    assert len(titles(una, one)) == 6
    assert "fits all" in titles(una, one)


def test_the_rule_and_its_record_say_how_sure_the_queue_is(una: User) -> None:
    """Sixty findings of the rule were rejected: whatever the gold says, the next one is to be looked at closely."""
    for n in range(12):
        article = make_article("One two three four five six.")
        for word in ("One", "two", "three", "four", "five"):
            curation.reject(make_finding(article, word, rule="a colon", fingerprint=f"{n}{word}").pk, una, NOW)
    waiting("by a bad rule", rule="a colon", confidence=0.95)
    waiting("by another", rule="a verb", confidence=0.95)
    assert titles(una, Filters(sure="look-closely")) == ["by a bad rule"]
    assert titles(una, Filters(sure="very-likely")) == ["by another"]
    assert titles(una, Filters(sure="likely")) == []


@pytest.mark.parametrize(
    "hostile",
    [
        "issue=nowhere", "outlet=%27%3B+drop", "kind=everything", "sure=1.0", "age=-3", "page=0", "page=-1", "page=x",
        "page=" + "9" * 5000, f"rule={'r' * 5000}", "issue=" + "%E2%80%AE" * 500, "kind=vote&kind=nothing",
        "age=day%0Aweek", "page=%D9%A3%D9%A3%D9%A3%D9%A3",
    ],
)  # fmt: skip
def test_a_filter_that_is_none_gets_a_note_and_the_page(desk: Client, hostile: str) -> None:
    waiting("the pier")
    page = desk.get(f"/desk/?{hostile}")
    assert page.status_code == 200
    assert "notice-bad" in page.text
    assert "the pier" in page.text
    assert len(page.content) < 30_000


def test_a_page_beyond_the_last_is_the_last(desk: Client, una: User) -> None:
    for n in range(queue.AT_ONCE + 1):
        waiting(f"story {n}", age=timedelta(minutes=n))
    second = queue.queue_page(NONE, 2, una, NOW)
    assert (second.last, [row.article.title for row in second.rows]) == (2, [f"story {queue.AT_ONCE}"])
    assert queue.queue_page(NONE, 77, una, NOW).number == 2
    page = desk.get("/desk/?page=77&age=").text
    assert "Page 2 of 2" in page
    assert "page=1" in page


def test_the_filters_stand_in_the_form_and_in_the_ways_on(desk: Client, varied: None) -> None:
    page = desk.get("/desk/?issue=pier&rule=a+verb").text
    assert '<option value="pier" selected>The pier</option>' in page
    assert "?issue=pier&amp;rule=a+verb" in page
    assert "By the rule" in page
    assert "Nothing waits that fits all of these" in desk.get("/desk/?kind=official").text


def test_what_a_colleague_has_open_is_shown_for_some_minutes(desk: Client, una: User) -> None:
    article, olga = waiting("the pier"), make_account("olga")
    OpenStory.objects.touch(article.pk, una.pk, NOW)
    page = queue.queue_page(NONE, 1, olga, NOW + timedelta(minutes=9))
    assert page.rows[0].article.open_with == ["una"]  # type: ignore[attr-defined]
    assert queue.queue_page(NONE, 1, una, NOW).rows[0].article.open_with == []  # type: ignore[attr-defined]
    later = queue.queue_page(NONE, 1, olga, NOW + OpenStory.LASTS)
    assert later.rows[0].article.open_with == []  # type: ignore[attr-defined]


def test_opening_a_story_tells_the_others(desk: Client) -> None:
    article, other = waiting("the pier"), Client()
    desk.get(f"/desk/stories/{article.pk}/")
    assert "una has this open" not in desk.get("/desk/").text
    other.force_login(make_account("olga"))
    assert "una has this open" in other.get("/desk/").text
    assert "has this open, too" in other.get(f"/desk/stories/{article.pk}/").text


def test_the_next_story_is_the_one_below_after_the_last_the_first_and_none_that_somebody_has_open(una: User) -> None:
    first, second, third = (waiting(name, age=timedelta(days=n)) for n, name in enumerate(("first", "second", "third")))
    assert queue.next_story(first, una, NOW) == second
    assert queue.next_story(third, una, NOW) == first
    OpenStory.objects.touch(second.pk, make_account("olga").pk, NOW)
    assert queue.next_story(first, una, NOW) == third
    assert queue.next_story(first, una, NOW, Filters(kind="vote")) is None
    curation.reject(third.findings.get().pk, una, NOW)
    assert queue.next_story(third, una, NOW) == first, "one that is done is left for the top"


def test_going_on_keeps_the_filters_and_ends_in_the_queue(desk: Client) -> None:
    first, second = waiting("first", kind="vote"), waiting("second", kind="vote", age=timedelta(days=1))
    waiting("of another kind", kind="quote", age=timedelta(hours=1))
    gone_on = desk.get(f"/desk/stories/{first.pk}/next/?kind=vote")
    assert gone_on["Location"] == f"/desk/stories/{second.pk}/?kind=vote"
    assert desk.get(f"/desk/stories/{first.pk}/next/?kind=event")["Location"] == "/desk/?kind=event"
    assert desk.get("/desk/stories/99999999/next/").status_code == 404


def test_the_queue_asks_as_much_however_much_waits(desk: Client, django_assert_max_num_queries: Any) -> None:
    for n in range(40):
        waiting(f"story {n}", on_issue(f"Matter {n}", earliest=date(2099, 1, 1 + n % 20)))
    # Two more than the fifteen that it may: here the session is kept within a savepoint of the test's transaction.
    with django_assert_max_num_queries(17):
        desk.get("/desk/?kind=quote&age=older")
