"""What reports say of a vote or an event, and what its date rests on."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from stories import curation
from stories.evidence.book import book_of
from stories.models import Finding
from stories.public.accounts import Account, accounts_of
from stories.public.claims import claims_on
from stories.public.edits import moves_of
from tests.factories import NOW, make_article, make_event, make_finding, make_issue, make_outlet
from tests.stories.public.matter import AFTER, JOINT, make_matter
from tests.stories.public.test_pages import get, words
from tests.votes.test_moves import april_vote
from votes import schedule
from votes.citation import Citation
from votes.models import Issue, Vote, VoteChange

pytestmark = pytest.mark.django_db
BY_HAND = Citation("The clerk says the vote is off.", "The clerk’s notice", "https://town.example/notice")
DEC_1, DEC_8 = date(2099, 12, 1), date(2099, 12, 8)


@pytest.fixture
def editor() -> User:
    return User.objects.create_user("editor")


@pytest.fixture
def issue() -> Issue:
    return make_issue("Harbor lease")


def report(issue: Issue, day: date, editor: User, days: int, **payload: Any) -> Finding:
    """An accepted report, published so many days ago, that the vote will be on the day, or what became of it."""
    text = f"The council will vote {day:%B} {day.day}, said paper {days}."
    article = make_article(text, outlet=make_outlet(f"Paper {days}"), published_at=NOW - timedelta(days=days))
    said = {
        "earliest": day.isoformat(), "latest": day.isoformat(), "precision": "day", "phrase": "", "matter": "the lease",
        "status": "scheduled", "body": str(issue.body), **payload,
    }  # fmt: skip
    finding = make_finding(article, text, "vote", "evidence", issue=issue, payload=said)
    curation.accept(finding.pk, editor, NOW - timedelta(days=days, minutes=-1))
    finding.refresh_from_db()
    return finding


def account_of(finding: Finding) -> Account:
    assert finding.vote
    vote = Vote.objects.get(pk=finding.vote.pk)
    return accounts_of([vote], moves_of([vote]))[0]


def edit(finding: Finding, editor: User, why: VoteChange.Why = VoteChange.Why.NEWS, **new: Any) -> None:
    assert finding.vote
    curation.edit_vote(Vote.objects.get(pk=finding.vote.pk), new, BY_HAND, editor, NOW, why)


def test_claims_tell_who_governs_who_disagrees_and_what_has_been_overtaken() -> None:
    vote = april_vote()
    said = [
        (3, {"earliest": "2026-03-20", "latest": "2026-03-20", "precision": "day"}, False),
        (2, {"earliest": "2026-04-01", "latest": "2026-04-07", "precision": "week"}, True),
        (1, {"earliest": "2026-05-05", "latest": "2026-05-05", "precision": "day"}, False),
        (0, {"earliest": "2026-04-01", "latest": "2026-04-07", "precision": "week"}, False),
    ]
    for days, payload, governs in said:
        article = make_article("They vote then.", published_at=NOW - timedelta(days=days))
        make_finding(article, "They vote then.", "vote", "evidence", state="accepted", vote=vote, payload=payload,
                     governs=governs)  # fmt: skip
    claims = claims_on(vote, book_of(votes=[vote]).of(vote))
    assert [claim.bearing for claim in claims] == ["governs", "agrees", "differs", "earlier"]


def test_a_date_changed_by_hand_rests_on_what_the_editor_named(issue: Issue, editor: User, client: Client) -> None:
    told = report(issue, DEC_1, editor, 2)
    assert account_of(told).source
    edit(told, editor, status="cancelled")
    account = account_of(told)
    assert account.source is None
    assert account.act
    assert account.act.by_hand
    assert [claim.bearing for claim in account.claims] == ["earlier"]
    for url in (issue.get_absolute_url(), account.record.get_absolute_url()):
        card = words(get(client, url), ".vote-card")
        assert "Called off" in card, url
        assert BY_HAND.sentence in card, url
        assert "Changed by an editor on Mar 10, 2026" in card, url
        assert "The council will vote" not in card, url


def test_a_day_set_by_hand_to_what_a_report_says_rests_on_the_editors_source_and_the_report_agrees(
    issue: Issue, editor: User
) -> None:
    told = report(issue, DEC_1, editor, 2)
    edit(told, editor, earliest=DEC_8, latest=DEC_8)
    edit(told, editor, earliest=DEC_1, latest=DEC_1)
    account = account_of(told)
    assert account.source is None
    assert [claim.bearing for claim in account.claims] == ["agrees"]


def test_a_report_younger_than_the_editors_act_disagrees_with_it(issue: Issue, editor: User) -> None:
    told = report(issue, DEC_1, editor, 2)
    edit(told, editor, earliest=DEC_8, latest=DEC_8)
    make_finding(make_article("It is on Dec. 1.", published_at=NOW + timedelta(days=1)), "It is on Dec. 1.", "vote",
                 "evidence", state="accepted", vote=told.vote, payload=told.payload)  # fmt: skip
    assert [claim.bearing for claim in account_of(told).claims] == ["differs", "earlier"]


def test_a_report_that_moves_the_date_after_the_editor_governs_again(issue: Issue, editor: User) -> None:
    told = report(issue, DEC_1, editor, 2)
    edit(told, editor, earliest=DEC_8, latest=DEC_8)
    later = report(issue, date(2099, 12, 15), editor, 0)
    account = account_of(later)
    assert account.source
    assert account.source.evidence.finding == later


def test_details_changed_by_hand_leave_the_report_governing(issue: Issue, editor: User) -> None:
    told = report(issue, DEC_1, editor, 2)
    edit(told, editor, agenda_url="https://town.example/agenda")
    assert account_of(told).source


def test_a_correction_by_hand_governs_and_what_undoing_brings_back_is_what_governed_before(
    issue: Issue, editor: User
) -> None:
    told = report(issue, DEC_1, editor, 2)
    moved = report(issue, DEC_8, editor, 1)
    source = account_of(told).source
    assert source
    assert source.evidence.finding == moved
    curation.undo(moved.actions.get().pk, editor, NOW)
    source = account_of(told).source
    assert source
    assert source.evidence.finding == told
    edit(told, editor, VoteChange.Why.MISTAKE, earliest=DEC_8, latest=DEC_8)
    account = account_of(told)
    assert account.source is None
    assert account.act
    assert account.act.change.sentence == BY_HAND.sentence


def test_an_edit_by_hand_that_cites_a_known_story_is_not_told_with_another_sentence_of_it(
    issue: Issue, editor: User, client: Client
) -> None:
    told = report(issue, DEC_1, editor, 2)
    assert told.vote
    cites = Citation("Further down, the paper says Dec. 8.", "Paper 2", told.article.url)
    curation.edit_vote(told.vote, {"earliest": DEC_8, "latest": DEC_8}, cites, editor, NOW, VoteChange.Why.NEWS)
    assert cites.sentence in words(get(client, issue.get_absolute_url()), ".told-move")


def test_the_sentence_of_a_date_is_not_the_source_of_a_result(issue: Issue, editor: User, client: Client) -> None:
    told = report(issue, date(2026, 3, 9), editor, 2)
    edit(told, editor, status="held", outcome="passed", yes=5, no=2)
    assert account_of(told).source is None
    result = report(issue, date(2026, 3, 9), editor, 0, status="held", outcome="failed", yes=2, no=5)
    claims = words(get(client, f"/en/votes/{result.vote_id}/"), "#claims")
    assert "Rejected, 2–5, Monday, March 9" in claims


def test_a_report_that_calls_the_vote_off_disagrees_with_one_that_stands(issue: Issue, editor: User) -> None:
    told = report(issue, DEC_1, editor, 2)
    off = make_finding(make_article("It is off."), "It is off.", "vote", "evidence", state="accepted", vote=told.vote,
                       payload={**told.payload, "status": "cancelled"})  # fmt: skip
    bearings = {claim.evidence.finding.pk: claim.bearing for claim in account_of(told).claims}
    assert bearings == {told.pk: "governs", off.pk: "differs"}


def test_reports_of_what_became_of_a_matter_stand_side_by_side_with_who_decided_and_what_governs(
    client: Client,
) -> None:
    matter = make_matter()
    matter.shelve()
    vote = matter.vote
    [account] = accounts_of([vote], moves_of([vote]))
    told = [(c.evidence.article.outlet.name, c.bearing, c.decided_by) for c in account.differing]
    assert told == [
        ("The Wire", "governs", JOINT), ("The Weekly", "differs", "Pellow City Council"),
        ("Channel 9", "differs", JOINT),
    ]  # fmt: skip
    assert account.why == "an editor chose this report"
    assert [claim.bearing for claim in account.claims] == ["governs", "differs", "differs", "earlier"]
    for page in (matter.page(AFTER), get(client, vote.get_absolute_url())):
        shown = words(page)
        for part in (
            "ut off indefinitely, unanimously, Thursday, Nov 6",
            "ejected, unanimously, Thursday, Nov 6",
            "decided by the Pellow City Council",
            f"decided by the {JOINT}",
            "an editor chose this report",
        ):
            assert part in shown  # fmt: skip
        assert len(page.select('a[href*="#finding-"]')) >= 3


def test_nobody_chose_so_the_newest_report_governs_or_the_bodys_own_record(issue: Issue, editor: User) -> None:
    told = report(issue, DEC_1, editor, 2)
    assert account_of(told).why == "the newest report"
    assert told.vote
    record = Citation("Dec. 8", "The clerk’s calendar", "https://town.example/1", by_what="record")
    schedule.change(told.vote, {"earliest": DEC_8, "latest": DEC_8}, record, NOW)
    assert account_of(told).why == "the body’s own record"


def test_who_decided_is_named_where_a_report_names_another_body(issue: Issue, editor: User) -> None:
    told = report(issue, date(2026, 3, 9), editor, 1, status="held", outcome="passed")
    other = {**told.payload, "body": "Harbor Board"}
    make_finding(make_article("The board agreed."), "The board agreed.", "vote", "evidence", state="accepted",
                 vote=told.vote, payload=other)  # fmt: skip
    assert {claim.decided_by for claim in account_of(told).claims} == {"", "Harbor Board"}


def test_a_vote_put_off_by_hand_rests_on_what_the_editor_named(issue: Issue, editor: User) -> None:
    told = report(issue, DEC_1, editor, 2)
    vote = Vote.objects.get(pk=told.vote_id)
    act = {"classification": "postpone", "outcome": "passed", "earliest": NOW.date(), "latest": NOW.date(),
           "precision": "day"}  # fmt: skip
    curation.enter_disposal(vote, vote.body, "Put it off", act, {"status": "shelved"}, BY_HAND, editor, NOW)
    account = account_of(told)
    assert account.source is None
    assert account.act
    assert account.act.by_hand
    disposal = vote.disposals.get()
    assert [move.by_hand for move in moves_of([disposal])] == [True]


def test_reports_of_an_event_that_differ_stand_side_by_side(issue: Issue, client: Client) -> None:
    event = make_event(issue, earliest=DEC_1)
    said = {"kind": "meeting", "status": "scheduled", "precision": "day"}
    for day, governs in ((DEC_1, True), (DEC_8, False)):
        text = f"They meet on {day}."
        payload = {**said, "earliest": day.isoformat(), "latest": day.isoformat()}
        make_finding(make_article(text), text, "event", "evidence", state="accepted", event=event, payload=payload,
                     governs=governs)  # fmt: skip
    page = get(client, event.get_absolute_url())
    assert "Tuesday, Dec 8, 2099 disagrees" in words(page, "#claims")
    assert "Reports differ" in words(get(client, issue.get_absolute_url()), ".event-card")


def put_off(issue: Issue, new: dict[str, Any]) -> tuple[Vote, Vote]:
    """A vote set for December 1 that its council put off on March 9, and the vote that did it."""
    assert issue.body
    said = Citation("They put it off.", "Paper A", "https://a.example/1")
    vote = schedule.create(issue, issue.body, "Lease it", said, NOW, status="scheduled", **on(DEC_1))
    act = schedule.create(issue, issue.body, "Lease it", said, NOW, status="held", outcome="passed", yes=8, no=3,
                          classification="postpone", disposes_of_id=vote.pk, **on(date(2026, 3, 9)))  # fmt: skip
    schedule.change(vote, new, said, NOW, moved_by=act)
    return vote, act


def on(day: date) -> dict[str, Any]:
    return {"earliest": day, "latest": day, "precision": "day"}


def attached(vote: Vote, outlet: str, days: int, **payload: Any) -> None:
    """A report of that many days ago of what was decided on March 9, attached to the vote."""
    text = f"It was decided, says {outlet}."
    article = make_article(text, outlet=make_outlet(outlet), published_at=NOW - timedelta(days=days))
    said = {"status": "held", "body": str(vote.body), "earliest": "2026-03-09", "latest": "2026-03-09",
            "precision": "day", "yes": 8, "no": 3, **payload}  # fmt: skip
    make_finding(article, text, "vote", "evidence", state="accepted", vote=vote, issue=vote.issue, payload=said,
                 governs=outlet == "Paper A")  # fmt: skip


def bearings(vote: Vote) -> dict[str, str]:
    [account] = accounts_of([vote], moves_of([vote]))
    return {claim.evidence.article.outlet.name[-1]: claim.bearing for claim in account.claims}


def test_reports_that_call_what_shelved_a_matter_otherwise_agree_that_it_is_shelved(
    client: Client, issue: Issue
) -> None:
    vote, act = put_off(issue, {"status": "shelved"})
    attached(act, "Paper A", 1, outcome="postponed", indefinite=True)
    attached(act, "Paper B", 0, outcome="tabled")
    attached(act, "Paper C", 0, outcome="tabled", body="Harbor Board", earliest="2026-03-08", latest="2026-03-08")
    attached(act, "Paper D", 0, outcome="postponed")
    attached(act, "Paper E", 0, outcome="failed")
    for about in (vote, act):
        assert bearings(about) == {"A": "governs", "B": "agrees", "C": "agrees", "D": "differs", "E": "differs"}
        told = words(get(client, about.get_absolute_url()), "#claims")
        assert "Put off indefinitely, 8–3, Monday, March 9" in told
        assert "Tabled, 8–3, Monday, March 9" in told
        assert "Tabled, 8–3, Sunday, March 8 , decided by the Harbor Board says the same" in told
        assert "Rejected, 8–3, Monday, March 9 disagrees" in told


def test_a_report_that_a_matter_was_rejected_the_day_it_was_put_off_for_a_while_stands_beside_it(issue: Issue) -> None:
    for new in ({"status": "postponed", "earliest": None, "latest": None, "precision": "none"}, on(DEC_8)):
        vote, act = put_off(issue, new)
        attached(act, "Paper A", 0, outcome="postponed")
        # Older than the one that governs, too.
        attached(vote, "Paper B", 1, outcome="failed")
        attached(act, "Paper C", 1, outcome="tabled")
        assert bearings(vote) == {"A": "governs", "B": "differs", "C": "differs"}
