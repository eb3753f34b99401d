"""What accepting a quote, a position or the first claim about a vote makes of it, and who is told."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User

from officials.models import Person
from stories import curation
from stories.models import Article, Finding, Quote
from tests.factories import (
    NOW,
    make_article,
    make_finding,
    make_official,
)
from tests.stories.curation import pier
from votes.alerts.wording import Telling, wording_of
from votes.models import Announcement, Issue, Position, Vote

pytestmark = pytest.mark.django_db


def test_a_private_person_is_quoted_without_a_page(article: Article, by: User) -> None:
    make_finding(
        article, "Ida Brandt", "speaker", "mention",
        payload={"name": "Ida Brandt", "role": "fisherman", "organization": None},
    )  # fmt: skip
    pier.accept(pier.quote(article, "the pier is falling down", speaker="Ida Brandt", type="indirect"), by)
    person = Quote.objects.get().person
    assert person is not None
    assert not person.has_page
    assert not Person.objects.with_page().exists()


def test_an_unnamed_speaker_is_a_label_not_a_person(article: Article, by: User) -> None:
    finding = pier.quote(article, "he was sorry", speaker=None, type="indirect", label="a spokesman")
    pier.accept(finding, by)
    made = Quote.objects.get()
    assert (made.person, made.label) == (None, "a spokesman")


def test_a_quote_is_told_once_to_those_who_asked_for_quotes(article: Article, issue: Issue, by: User) -> None:
    make_official("Ona Firth", issue.body)
    other = make_article(pier.TEXT, outlet=article.outlet)
    for story in (article, other):
        pier.accept(pier.quote(story), by)
    told = Announcement.objects.get()
    assert (told.kind, told.new) == ("quote", {"speaker": "Ona Firth", "issue": ""})
    assert told.sentence == "“The pier is ours,” Firth said."


def test_reported_speech_is_no_news_of_its_own(article: Article, by: User) -> None:
    pier.accept(pier.quote(article, "she will vote for the pier", type="indirect"), by)
    assert not Announcement.objects.exists()


def test_the_same_words_in_another_story_support_the_quote_there_is(article: Article, issue: Issue, by: User) -> None:
    make_official("Ona Firth", issue.body)
    other = make_article(pier.TEXT.replace("ours,", "ours"), outlet=article.outlet)
    one, two = pier.quote(article), pier.quote(other, "The pier is ours")
    pier.accept(one, by)
    pier.accept(two, by)
    assert Quote.objects.get().findings.count() == 2


def test_a_position_is_told_to_those_who_asked(article: Article, issue: Issue, by: User) -> None:
    pier.accept(pier.position(article, issue), by)
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
    pier.accept(pier.position(article, issue, **told), by)
    assert wording_of(Telling(Announcement.objects.get(), NOW)).title == title


def test_a_change_of_mind_is_announced_with_the_stand_before_and_an_older_stand_is_no_news(
    article: Article, issue: Issue, by: User
) -> None:
    make_official("Ona Firth", issue.body)
    pier.accept(pier.position(article, issue, conditional=True), by)
    for days, stance in ((3, "oppose"), (-30, "undecided")):
        story = make_article(pier.TEXT, outlet=article.outlet, published_at=NOW + timedelta(days=days))
        pier.accept(pier.position(story, issue, stance=stance), by)
    first, change = Announcement.objects.order_by("pk")
    assert (first.old, change.old["stance"], change.old["conditional"]) == ({}, "support", True)
    assert wording_of(Telling(change, NOW)).title == "Ona Firth now opposes the pier"


def test_silence_is_recorded_and_told_to_nobody(article: Article, issue: Issue, by: User) -> None:
    pier.accept(pier.position(article, issue, stance="no_position", basis="no_response"), by)
    assert Position.objects.get().is_non_answer
    assert not Announcement.objects.exists()


def test_accepting_the_first_claim_about_a_vote_makes_it_known(article: Article, issue: Issue, by: User) -> None:
    curation.accept(pier.vote(article, issue).pk, by, NOW)
    made = Vote.objects.get()
    assert (made.status, made.earliest, made.phrase) == ("scheduled", date(2026, 3, 17), "on March 17")
    assert Finding.objects.get().governs


def test_an_affiliation_is_what_was_accepted_whatever_came_first(article: Article, issue: Issue, by: User) -> None:
    quoted, official = pier.quote(article), pier.official(article)
    pier.accept(quoted, by)
    assert Quote.objects.get().affiliation == ""
    accepted = curation.accept(official.pk, by, NOW)
    assert Quote.objects.get().affiliation == "Mayor, Town of Gull Cove"
    assert Person.objects.count() == 1
    curation.undo(accepted.pk, by, NOW)
    assert Quote.objects.get().affiliation == ""
