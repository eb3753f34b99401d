"""A story that was withdrawn: nothing of it is public any more, and undoing that brings all of it back."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from officials.models import Person, Role
from stories import curation
from stories.curation import CurationError
from stories.models import Article, ArticleVersion, Finding, LoggedAction, Quote, Response, Withdrawal
from tests.factories import NOW, make_article, make_outlet, make_person, make_version
from tests.stories.curation import cove, pier
from votes.models import Announcement, Issue, Position, Vote

pytestmark = pytest.mark.django_db


# Enough of a story that its measure has room for what is taken from it.
TEXT = pier.TEXT + " It rained on the pier." * 80


@pytest.fixture
def article(issue: Issue) -> Article:
    return make_article(TEXT, "Talk of the pier", outlet=make_outlet("Post", place=issue.place), published_at=NOW)


@pytest.fixture
def told(article: Article, issue: Issue, by: User) -> Article:
    """The pier's story with everything in it accepted."""
    for finding in (
        pier.official(article), pier.quote(article), pier.position(article, issue), pier.vote(article, issue),
    ):  # fmt: skip
        Finding.objects.filter(pk=finding.pk).update(issue=issue)
        finding.refresh_from_db()
        pier.accept(finding, by)
    return article


def withdraw(article: Article, by: User, *, show: bool = True) -> LoggedAction:
    return curation.withdraw(article, "the quotes were made up", show, by, NOW)


def everywhere(client: Client) -> str:
    """Return what readers see of it: every page, the search and the issue's feed and calendar."""
    pages = cove.pages(client)
    feeds = [f"/en/issues/{issue.slug}/{name}" for issue in Issue.objects.all() for name in ("feed/", "calendar.ics")]
    return " ".join([*(words for _, words in pages.values()), *(client.get(feed).content.decode() for feed in feeds)])


@pytest.mark.parametrize("show", [True, False])
def test_a_withdrawn_story_leaves_pages_feed_and_search_at_once(
    client: Client, told: Article, by: User, *, show: bool
) -> None:
    person = Person.objects.get()
    assert "The pier is ours" in everywhere(client)
    assert client.get(person.get_absolute_url()).status_code == 200
    withdraw(told, by, show=show)
    left = everywhere(client)
    for words in ("The pier is ours", "will vote for the pier", "will vote on the pier", "Ona Firth", "March 17"):
        assert words not in left, words
    # The role stood on this story alone, and with it the page of who holds it.
    assert client.get(person.get_absolute_url()).status_code == 404
    assert client.get(told.get_absolute_url()).status_code == (200 if show else 404)


def test_where_readers_are_told_they_read_the_day_and_the_reason(client: Client, told: Article, by: User) -> None:
    issue = Issue.objects.get()
    withdraw(told, by)
    for page in (told.get_absolute_url(), issue.get_absolute_url()):
        words = " ".join(client.get(page).content.decode().split())
        assert "<strong>Withdrawn on Mar 10, 2026</strong>, because: the quotes were made up" in words, page
    assert "Nothing on this site rests on this story." in client.get(told.get_absolute_url()).content.decode()


def test_where_they_are_not_nothing_of_it_is_left(client: Client, told: Article, by: User) -> None:
    issue = Issue.objects.get()
    withdraw(told, by, show=False)
    assert told.title not in client.get(issue.get_absolute_url()).content.decode()


def test_a_story_that_no_reader_saw_is_not_shown_by_being_withdrawn(client: Client, article: Article, by: User) -> None:
    withdraw(article, by)
    assert client.get(article.get_absolute_url()).status_code == 404


def test_undoing_brings_back_every_record_and_page_as_it_was(client: Client, told: Article, by: User) -> None:
    before, pages = cove.records(), cove.pages(client)
    action = withdraw(told, by)
    assert cove.records() != before
    curation.undo(action.pk, by, NOW)
    assert cove.records() == before
    assert cove.pages(client) == pages
    assert not Withdrawal.objects.exists()


def test_what_another_story_tells_too_stays(client: Client, told: Article, issue: Issue, by: User) -> None:
    other = make_article(pier.TEXT, "Again", outlet=make_outlet("Mail"), published_at=NOW)
    again = pier.quote(other)
    Finding.objects.filter(pk=again.pk).update(issue=issue)
    again.refresh_from_db()
    pier.accept(again, by)
    quote = Quote.objects.get()
    withdraw(told, by)
    assert Quote.objects.get() == quote
    assert "The pier is ours" in client.get(other.get_absolute_url()).content.decode()
    assert not Position.objects.exists()
    assert not Vote.objects.standing().exists()
    # Undone before the withdrawal, the other report takes the words along; they come back with the story.
    curation.undo(LoggedAction.objects.get(finding=again).pk, by, NOW)
    assert not Quote.objects.exists()
    curation.undo(LoggedAction.objects.get(after__has_key="withdrawal").pk, by, NOW)
    assert Quote.objects.get() == quote


def test_a_date_that_the_story_moved_is_as_it_was_before(told: Article, issue: Issue, by: User) -> None:
    later = make_article(pier.TEXT, "Moved", outlet=make_outlet("Mail"), published_at=NOW)
    moved = pier.vote(later, issue, earliest="2026-03-31", latest="2026-03-31", status="postponed")
    pier.accept(moved, by)
    assert str(Vote.objects.get().earliest) == "2026-03-31"
    action = withdraw(later, by)
    vote = Vote.objects.standing().get()
    assert (str(vote.earliest), vote.changes.last().why) == ("2026-03-17", "mistake")  # type: ignore[union-attr]
    curation.undo(action.pk, by, NOW)
    assert str(Vote.objects.standing().get().earliest) == "2026-03-31"


def test_a_vote_that_an_editor_knows_from_elsewhere_stays(told: Article, by: User) -> None:
    vote = Vote.objects.get()
    source = curation.edit.Citation("At six.", "The agenda", "https://town.example/agenda")  # type: ignore[attr-defined]
    curation.edit_vote(vote, {"time": "18:00"}, source, by, NOW, "news")
    withdraw(told, by)
    assert Vote.objects.standing().get() == vote


def test_a_reply_is_hidden_with_what_it_answers_and_comes_back_with_it(
    client: Client, told: Article, issue: Issue, by: User
) -> None:
    values = {"text": "That was before.", "label": "The office", "by_mail": True, "received_on": NOW.date()}
    curation.respond(Position.objects.get(), values, by, NOW)
    page = issue.get_absolute_url()
    assert "That was before." in client.get(page).content.decode()
    action = withdraw(told, by)
    assert "That was before." not in client.get(page).content.decode()
    curation.undo(action.pk, by, NOW)
    assert "That was before." in client.get(page).content.decode()
    assert Response.objects.get().position == Position.objects.get()


def test_whoever_was_told_is_told_that_it_no_longer_stands_and_that_it_does_again(told: Article, by: User) -> None:
    quote, position, vote = Quote.objects.get(), Position.objects.get(), Vote.objects.get()
    action = withdraw(told, by)
    subjects = [f"position:{position.pk}", f"quote:{quote.pk}", f"vote:{vote.pk}"]
    newest = [Announcement.objects.filter(subject=subject).order_by("-version")[0] for subject in subjects]
    assert [announcement.takes_back for announcement in newest] == [True, True, True]
    curation.undo(action.pk, by, NOW)
    newest = [Announcement.objects.filter(subject=subject).order_by("-version")[0] for subject in subjects]
    assert [announcement.takes_back for announcement in newest] == [False, False, False]


def test_a_withdrawn_story_is_read_no_more_and_nothing_of_it_is_decided(
    client: Client, article: Article, issue: Issue, by: User
) -> None:
    waiting = pier.quote(article)
    action = withdraw(article, by)
    make_version(article, "Something else.")
    assert not ArticleVersion.objects.unread().exists()
    for decide in (curation.accept, curation.reject):
        with pytest.raises(CurationError, match="The story was withdrawn"):
            decide(waiting.pk, by, NOW)
    curation.undo(action.pk, by, NOW)
    waiting.refresh_from_db()
    assert waiting.state == "pending"
    assert ArticleVersion.objects.unread().exists()


def test_a_withdrawal_can_be_undone_though_somebody_was_merged_since(article: Article, issue: Issue, by: User) -> None:
    pier.accept(pier.quote(article), by)
    action = withdraw(article, by)
    person, other = Person.objects.get(), make_person("O. Firth")
    curation.merge(person.pk, other.pk, by, NOW, "one and the same")
    curation.undo(action.pk, by, NOW)
    assert Quote.objects.get().person == other


def test_whose_role_was_told_by_the_story_is_brought_back_before_it_is(told: Article, by: User) -> None:
    action = withdraw(told, by)
    merged = curation.merge(Person.objects.get().pk, make_person("O. Firth").pk, by, NOW, "one and the same")
    with pytest.raises(CurationError, match="merge of Ona Firth by una on March 10"):
        curation.undo(action.pk, by, NOW)
    curation.undo(merged.pk, by, NOW)
    curation.undo(action.pk, by, NOW)
    assert Role.objects.get().person.name == "Ona Firth"


def test_nothing_is_undone_of_a_withdrawn_story_before_the_withdrawal_is(told: Article, by: User) -> None:
    withdraw(told, by)
    accepted = LoggedAction.objects.filter(finding__kind="quote").get()
    with pytest.raises(CurationError, match="Undo that first"):
        curation.undo(accepted.pk, by, NOW)


@pytest.mark.parametrize("because", ["", "  ", "\x00"])
def test_a_story_is_withdrawn_once_and_with_a_reason(article: Article, by: User, because: str) -> None:
    with pytest.raises(CurationError, match="Say why"):
        curation.withdraw(article, because, True, by, NOW)
    withdraw(article, by)
    with pytest.raises(CurationError, match="withdrawn already"):
        withdraw(article, by)
