"""Accepting, correcting, rejecting and undoing findings, as a curator does it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from officials.models import NotSame, Person, Role
from stories import curation
from stories.curation import Choice, CurationError
from stories.models import Article, ArticleIssue, ArticleVersion, Finding, LoggedAction, Quote
from tests.factories import (
    NOW,
    make_article,
    make_body,
    make_finding,
    make_issue,
    make_official,
    make_outlet,
    make_person,
    make_place,
    make_position,
    make_vote,
)
from votes.alerts.wording import Telling, wording_of
from votes.models import Announcement, Ballot, Issue, Position, Vote

pytestmark = pytest.mark.django_db

TEXT = (
    "Mayor Ona Firth said she will vote for the pier. “The pier is ours,” Firth said. "
    "Ida Brandt, a fisherman, said the pier is falling down. "
    "The Gull Cove Town Council will vote on the pier on March 17. A spokesman said he was sorry."
)


@pytest.fixture
def by() -> User:
    return User.objects.create_user("una", password="a long password")


@pytest.fixture
def issue() -> Issue:
    place = make_place("Gull Cove")
    return make_issue("The pier", make_body("Gull Cove Town Council", place))


@pytest.fixture
def article(issue: Issue) -> Article:
    return make_article(TEXT, outlet=make_outlet(place=issue.place), published_at=NOW)


def official(article: Article, **payload: Any) -> Finding:
    about = {"name": "Ona Firth", "title": "Mayor", "body": "Town of Gull Cove", "roster_key": None, "ambiguous": False}
    return make_finding(article, "Mayor Ona Firth", "official", "mention", payload=about | payload)


def quote(article: Article, words: str = "The pier is ours,", **payload: Any) -> Finding:
    about = {"speaker": "Ona Firth", "type": "direct"}
    return make_finding(article, words, payload=about | payload)


def position(article: Article, issue: Issue | None, **payload: Any) -> Finding:
    about = {
        "actor": "Ona Firth", "matter": "the pier", "stance": "support", "basis": "vote_intent", "conditional": False,
    }  # fmt: skip
    words = "Mayor Ona Firth said she will vote for the pier."
    return make_finding(article, words, "position", "evidence", payload=about | payload, issue=issue)


def vote(article: Article, issue: Issue, **payload: Any) -> Finding:
    about = {
        "body": "Gull Cove Town Council", "matter": "the pier", "stage": "", "phrase": "on March 17",
        "earliest": "2026-03-17", "latest": "2026-03-17", "precision": "day", "time": "18:30", "place": None,
        "status": "scheduled", "outcome": None, "yes": None, "no": None,
    }  # fmt: skip
    words = "The Gull Cove Town Council will vote on the pier on March 17."
    return make_finding(article, words, "vote", "evidence", payload=about | payload, issue=issue)


def test_accepting_an_official_makes_the_person_the_body_and_the_role(article: Article, by: User) -> None:
    finding = official(article)
    curation.accept(finding.pk, by, NOW)
    role = Role.objects.get()
    assert (role.person.name, role.title, role.body.name) == ("Ona Firth", "Mayor", "Town of Gull Cove")
    finding.refresh_from_db()
    assert (finding.state, finding.person) == ("accepted", role.person)


def test_a_story_that_waits_for_an_issue_is_judged_anew_with_its_official(
    article: Article, issue: Issue, by: User
) -> None:
    Issue.objects.update(terms=["fisherman"])
    waiting = ArticleIssue.objects.create(article=article, issue=issue, score=0.1, reason="names “fisherman”")
    curation.accept(official(article, body="Gull Cove Town Council").pk, by, NOW)
    waiting.refresh_from_db()
    assert waiting.reason == "names “fisherman”; and the Gull Cove Town Council and Mayor Ona Firth"


def test_an_official_known_by_another_spelling_is_not_made_twice(article: Article, by: User) -> None:
    known = make_official("Ona M. Firth", make_body("Town of Gull Cove", article.outlet.place), title="Mayor")
    known.aliases.create(name="Ona Firth")
    curation.accept(official(article).pk, by, NOW)
    assert Person.objects.get() == known
    assert known.roles.count() == 1


def test_two_people_of_one_name_are_never_guessed_between(article: Article, by: User) -> None:
    for _ in range(2):
        make_official("Ona Firth", make_body(place=article.outlet.place))
    with pytest.raises(CurationError, match="Two people here are called Ona Firth"):
        curation.accept(official(article).pk, by, NOW)
    assert Finding.objects.pending().count() == 1


def test_the_curator_says_which_of_two_people_it_is(article: Article, by: User) -> None:
    first, _ = (make_official("Ona Firth", make_body(place=article.outlet.place)) for _ in range(2))
    finding = official(article)
    curation.accept(finding.pk, by, NOW, Choice(person=first))
    finding.refresh_from_db()
    assert finding.person == first


def test_a_seat_in_the_title_is_kept_as_the_seat(article: Article, by: User) -> None:
    curation.accept(official(article, title="Ward 3 Alderwoman").pk, by, NOW)
    role = Role.objects.get()
    assert (role.seat, role.title) == ("Ward 3", "Alderwoman")


def test_accepting_a_quote_accepts_its_speaker_too(article: Article, by: User) -> None:
    speaker = official(article)
    curation.accept(quote(article).pk, by, NOW)
    speaker.refresh_from_db()
    made = Quote.objects.get()
    assert speaker.state == "accepted"
    assert (made.person, made.text, made.affiliation) == (
        speaker.person,
        "The pier is ours,",
        "Mayor, Town of Gull Cove",
    )


def test_a_private_person_is_quoted_without_a_page(article: Article, by: User) -> None:
    make_finding(
        article, "Ida Brandt", "speaker", "mention",
        payload={"name": "Ida Brandt", "role": "fisherman", "organization": None},
    )  # fmt: skip
    curation.accept(quote(article, "the pier is falling down", speaker="Ida Brandt", type="indirect").pk, by, NOW)
    person = Quote.objects.get().person
    assert person is not None
    assert not person.has_page
    assert not Person.objects.with_page().exists()


def test_an_unnamed_speaker_is_a_label_not_a_person(article: Article, by: User) -> None:
    finding = quote(article, "he was sorry", speaker=None, type="indirect", label="a spokesman")
    curation.accept(finding.pk, by, NOW)
    made = Quote.objects.get()
    assert (made.person, made.label) == (None, "a spokesman")


def test_a_quote_is_told_once_to_those_who_asked_for_quotes(article: Article, issue: Issue, by: User) -> None:
    make_official("Ona Firth", issue.body)
    other = make_article(TEXT, outlet=article.outlet)
    for story in (article, other):
        curation.accept(quote(story).pk, by, NOW)
    told = Announcement.objects.get()
    assert (told.kind, told.new) == ("quote", {"speaker": "Ona Firth", "issue": ""})
    assert told.sentence == "“The pier is ours,” Firth said."


def test_reported_speech_is_no_news_of_its_own(article: Article, by: User) -> None:
    curation.accept(quote(article, "she will vote for the pier", type="indirect").pk, by, NOW)
    assert not Announcement.objects.exists()


def test_the_same_words_in_another_story_support_the_quote_there_is(article: Article, issue: Issue, by: User) -> None:
    make_official("Ona Firth", issue.body)
    other = make_article(TEXT.replace("ours,", "ours"), outlet=article.outlet)
    one, two = quote(article), quote(other, "The pier is ours")
    curation.accept(one.pk, by, NOW)
    curation.accept(two.pk, by, NOW)
    assert Quote.objects.get().findings.count() == 2


def test_a_position_without_an_issue_is_not_public(article: Article, by: User) -> None:
    with pytest.raises(CurationError, match="Choose the issue"):
        curation.accept(position(article, None).pk, by, NOW)
    assert not Position.objects.exists()
    assert not Person.objects.exists()


def test_a_position_is_told_to_those_who_asked(article: Article, issue: Issue, by: User) -> None:
    curation.accept(position(article, issue).pk, by, NOW)
    told = Announcement.objects.get()
    made = Position.objects.get()
    assert (told.kind, told.topics) == ("position", [f"issue:{issue.pk}", f"person:{made.person_id}"])
    assert told.sentence == "Mayor Ona Firth said she will vote for the pier."
    assert made.since == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("told", "title"),
    [
        ({"stance": "support"}, "Ona Firth supports the pier"),
        ({"stance": "support", "conditional": True}, "Ona Firth supports the pier, with conditions"),
        ({"stance": "undecided"}, "Ona Firth: undecided on the pier"),
        ({"stance": "support", "basis": "action"}, "Mayor Ona Firth said she will vote for the pier."),
    ],
)
def test_a_mail_about_a_stand_says_it_and_a_deed_is_no_stance(
    article: Article, issue: Issue, by: User, told: dict[str, object], title: str
) -> None:
    curation.accept(position(article, issue, **told).pk, by, NOW)
    assert wording_of(Telling(Announcement.objects.get(), NOW)).title == title


def test_a_change_of_mind_is_announced_with_the_stand_before_and_an_older_stand_is_no_news(
    article: Article, issue: Issue, by: User
) -> None:
    make_official("Ona Firth", issue.body)
    curation.accept(position(article, issue, conditional=True).pk, by, NOW)
    for days, stance in ((3, "oppose"), (-30, "undecided")):
        day = NOW + timedelta(days=days)
        story = make_article(TEXT, outlet=article.outlet, published_at=day)
        curation.accept(position(story, issue, stance=stance).pk, by, NOW)
    first, change = Announcement.objects.order_by("pk")
    assert (first.old, change.old["stance"], change.old["conditional"]) == ({}, "support", True)
    title = wording_of(Telling(change, NOW)).title
    assert title == "Ona Firth now opposes the pier"


def test_silence_is_recorded_and_told_to_nobody(article: Article, issue: Issue, by: User) -> None:
    curation.accept(position(article, issue, stance="no_position", basis="no_response").pk, by, NOW)
    assert Position.objects.get().is_non_answer
    assert not Announcement.objects.exists()


def test_accepting_the_first_claim_about_a_vote_makes_it_known(article: Article, issue: Issue, by: User) -> None:
    curation.accept(vote(article, issue).pk, by, NOW)
    made = Vote.objects.get()
    assert (made.status, made.earliest, made.phrase) == ("scheduled", date(2026, 3, 17), "on March 17")
    assert Finding.objects.get().governs


def test_a_younger_claim_moves_the_vote(article: Article, issue: Issue, by: User) -> None:
    curation.accept(vote(article, issue).pk, by, NOW)
    later = make_article(TEXT, published_at=datetime(2026, 3, 12, tzinfo=UTC), outlet=article.outlet)
    moved = vote(later, issue, earliest="2026-03-31", latest="2026-03-31", status="postponed", phrase="March 31")
    curation.accept(moved.pk, by, NOW)
    made = Vote.objects.get()
    assert (made.earliest, made.status, made.version) == (date(2026, 3, 31), "postponed", 1)
    assert made.changes.count() == 2


def test_an_older_claim_supports_the_vote_without_moving_it(article: Article, issue: Issue, by: User) -> None:
    curation.accept(vote(article, issue).pk, by, NOW)
    older = make_article(TEXT, published_at=datetime(2026, 3, 1, tzinfo=UTC), outlet=article.outlet)
    claim = vote(older, issue, earliest="2026-03-10", latest="2026-03-10")
    curation.accept(claim.pk, by, NOW)
    claim.refresh_from_db()
    assert Vote.objects.get().earliest == date(2026, 3, 17)
    assert not claim.governs


def test_a_vaguer_story_moves_nothing_and_tells_nobody(article: Article, issue: Issue, by: User) -> None:
    curation.accept(vote(article, issue).pk, by, NOW)
    later = make_article(TEXT, published_at=datetime(2026, 3, 12, tzinfo=UTC), outlet=article.outlet)
    window = {
        "earliest": "2026-03-16",
        "latest": "2026-03-22",
        "precision": "week",
        "phrase": "next week",
        "time": None,
    }
    claim = vote(later, issue, status="expected", **window)
    curation.accept(claim.pk, by, NOW)
    claim.refresh_from_db()
    made = Vote.objects.get()
    assert (made.earliest, made.version, claim.governs, claim.vote) == (date(2026, 3, 17), 0, False, made)
    assert Announcement.objects.count() == 1


def test_a_story_that_repeats_the_day_without_the_hour_keeps_the_hour(article: Article, issue: Issue, by: User) -> None:
    curation.accept(vote(article, issue, place="Town Hall").pk, by, NOW)
    later = make_article(TEXT, published_at=datetime(2026, 3, 12, tzinfo=UTC), outlet=article.outlet)
    curation.accept(vote(later, issue, time=None).pk, by, NOW)
    made = Vote.objects.get()
    assert (str(made.time), made.location, made.version) == ("18:30:00", "Town Hall", 0)


def test_a_moved_vote_keeps_its_place_and_loses_its_hour(article: Article, issue: Issue, by: User) -> None:
    curation.accept(vote(article, issue, place="Town Hall").pk, by, NOW)
    later = make_article(TEXT, published_at=datetime(2026, 3, 12, tzinfo=UTC), outlet=article.outlet)
    moved = {"earliest": "2026-03-31", "latest": "2026-03-31", "status": "postponed", "time": None}
    curation.accept(vote(later, issue, **moved).pk, by, NOW)
    made = Vote.objects.get()
    assert (made.time, made.location) == (None, "Town Hall")


def test_a_vote_put_off_without_a_new_date_has_none(article: Article, issue: Issue, by: User) -> None:
    curation.accept(vote(article, issue).pk, by, NOW)
    later = make_article(TEXT, published_at=datetime(2026, 3, 12, tzinfo=UTC), outlet=article.outlet)
    off = {"earliest": None, "latest": None, "precision": "none", "status": "postponed", "time": None, "phrase": None}
    curation.accept(vote(later, issue, **off).pk, by, NOW)
    made = Vote.objects.get()
    assert (made.status, made.earliest, made.precision) == ("postponed", None, "none")


def test_a_correction_is_kept_beside_what_was_proposed(article: Article, issue: Issue, by: User) -> None:
    action = curation.accept(position(article, issue).pk, by, NOW, Choice(payload={"stance": "undecided"}))
    assert action.act == "correct"
    assert action.before["payload"]["stance"] == "support"
    assert action.after["payload"]["stance"] == "undecided"
    assert Position.objects.get().stance == "undecided"


def test_corrected_words_must_stand_in_the_story(article: Article, by: User) -> None:
    with pytest.raises(CurationError, match="stretch of the story"):
        curation.accept(quote(article).pk, by, NOW, Choice(span=(9000, 9009)))


def test_a_rejected_finding_stays_rejected(article: Article, by: User) -> None:
    finding = quote(article)
    curation.reject(finding.pk, by, NOW, "not a quote")
    with pytest.raises(CurationError, match="rejected by una"):
        curation.accept(finding.pk, by, NOW)


def test_two_curators_cannot_decide_the_same_finding(article: Article, by: User) -> None:
    finding = quote(article)
    curation.accept(finding.pk, by, NOW)
    with pytest.raises(CurationError, match="accepted by una already"):
        curation.accept(finding.pk, by, NOW)
    assert Quote.objects.count() == 1


def test_undoing_an_accepted_quote_takes_it_from_the_public(article: Article, by: User) -> None:
    finding = quote(article)
    action = curation.accept(finding.pk, by, NOW)
    undone = curation.undo(action.pk, by, NOW)
    finding.refresh_from_db()
    assert (finding.state, finding.quote) == ("pending", None)
    assert not Quote.objects.exists()
    assert (undone.act, undone.undoes) == ("undo", action)


def test_a_decision_is_undone_once(article: Article, by: User) -> None:
    action = curation.accept(quote(article).pk, by, NOW)
    curation.undo(action.pk, by, NOW)
    with pytest.raises(CurationError, match="undone already"):
        curation.undo(action.pk, by, NOW)


def test_undoing_a_moved_date_moves_it_back_as_our_mistake(article: Article, issue: Issue, by: User) -> None:
    curation.accept(vote(article, issue).pk, by, NOW)
    later = make_article(TEXT, published_at=datetime(2026, 3, 12, tzinfo=UTC), outlet=article.outlet)
    moved = curation.accept(vote(later, issue, earliest="2026-03-31", latest="2026-03-31").pk, by, NOW)
    curation.undo(moved.pk, by, NOW)
    made = Vote.objects.get()
    assert (made.earliest, made.version) == (date(2026, 3, 17), 2)
    assert made.changes.get(version=2).why == "mistake"


def test_undoing_the_only_claim_withdraws_the_vote(article: Article, issue: Issue, by: User) -> None:
    action = curation.accept(vote(article, issue).pk, by, NOW)
    curation.undo(action.pk, by, NOW)
    assert Vote.objects.get().withdrawn_at is not None
    assert not Vote.objects.standing().exists()


def test_merging_two_people_moves_everything_and_can_be_undone(issue: Issue, by: User) -> None:
    gone, kept = make_person("O. Firth"), make_official("Ona Firth", issue.body)
    stand = make_position(gone, issue)
    action = curation.merge(gone.pk, kept.pk, by, NOW, "same mayor")
    stand.refresh_from_db()
    assert (stand.person, kept.aliases.get().name) == (kept, "O. Firth")
    curation.undo(action.pk, by, NOW)
    stand.refresh_from_db()
    assert stand.person.name == "O. Firth"
    assert not kept.aliases.exists()


def test_people_remembered_as_different_are_not_merged(by: User) -> None:
    one, two = make_person("Al Bell"), make_person("Al Bell")
    NotSame.objects.create(first=one, second=two, reason="father and son")
    with pytest.raises(CurationError, match="father and son"):
        curation.merge(one.pk, two.pk, by, NOW, "")


def test_people_who_both_voted_are_not_merged(by: User) -> None:
    one, two, held = make_person(), make_person(), make_vote(earliest=date(2026, 3, 1), status="held")
    for person in (one, two):
        Ballot.objects.create(vote=held, person=person, choice="yes")
    with pytest.raises(CurationError, match="hardly one person"):
        curation.merge(one.pk, two.pk, by, NOW, "")


def test_a_redacted_person_is_gone_from_texts_quotes_findings_and_the_log(
    article: Article, issue: Issue, by: User
) -> None:
    curation.accept(quote(article).pk, by, NOW)
    person = Person.objects.get()
    curation.redact_person(person, by, NOW, "a minor")
    person.refresh_from_db()
    assert (person.name, Quote.objects.get().text) == ("(removed)", "(removed)")
    assert ArticleVersion.objects.get().text == ""
    assert "Firth" not in str(list(LoggedAction.objects.values()))
    assert "Firth" not in str(list(Finding.objects.values()))


def test_accepting_all_leaves_only_what_needs_a_person(article: Article, issue: Issue, by: User) -> None:
    official(article)
    quote(article)
    vote(article, issue)
    unclear = position(article, None)
    left = curation.accept_all(Finding.objects.pending(), by, NOW)
    assert [(finding, "Choose the issue" in why) for finding, why in left] == [(unclear, True)]
    assert list(Finding.objects.pending()) == [unclear]
