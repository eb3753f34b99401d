"""A story is corrected after its findings were accepted: the queue asks whether they are still right."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from officials.models import Person
from stories.curation.changed import changed_since, keep
from stories.models import Article, Finding, LoggedAction, Quote
from tests.factories import NOW, make_article, make_finding, make_issue, make_version
from tests.stories.curation import pier

pytestmark = pytest.mark.django_db

TEXT = "“The ferry costs\nnine million,” Ona Firth said.\n\nIt rained."


@pytest.fixture
def finding(una: User) -> Finding:
    article = make_article(TEXT)
    words = "The ferry costs\nnine million,"
    made = make_finding(article, words, payload={"speaker": "Ona Firth", "type": "direct"})
    pier.accept(made, una)
    return made


def corrected(finding: Finding) -> Article:
    make_version(finding.article, TEXT.replace("nine", "six"))
    return finding.article


def test_a_claim_whose_words_are_gone_is_asked_about(desk: Client, finding: Finding) -> None:
    assert not changed_since().exists()
    corrected(finding)
    assert list(changed_since()) == [finding]
    page = desk.get("/desk/").content.decode()
    assert "The source changed: still right?" in page
    assert "Ona Firth, word for word" in page


def test_a_new_version_that_still_holds_the_words_asks_nothing(finding: Finding) -> None:
    make_version(finding.article, "It rained.\n\n" + TEXT.replace("costs\n", "costs  "))
    assert not changed_since().exists()


def test_a_claim_that_is_kept_is_asked_about_again_only_when_the_story_changes_again(
    desk: Client, finding: Finding
) -> None:
    corrected(finding)
    desk.post(f"/desk/findings/{finding.pk}/changed/", {"act": "keep", "version": 2, "reason": "she said nine"})
    assert not changed_since().exists()
    assert Quote.objects.count() == 1
    assert "kept though the story changed" in desk.get("/desk/log/").content.decode()
    make_version(finding.article, "The story was taken back.")
    assert changed_since().count() == 1


def test_a_claim_taken_back_leaves_the_public_and_the_queue(desk: Client, finding: Finding) -> None:
    corrected(finding)
    desk.post(f"/desk/findings/{finding.pk}/changed/", {"act": "undo"})
    finding.refresh_from_db()
    assert finding.state == "stale"
    assert not Quote.objects.exists()
    assert not changed_since().exists()
    assert "Stories with findings to decide" in (page := desk.get("/desk/").content.decode())
    assert "to decide</span>" not in page
    assert LoggedAction.objects.all()[0].act == "undo"


def test_a_kept_claim_can_still_be_undone(desk: Client, finding: Finding) -> None:
    corrected(finding)
    desk.post(f"/desk/findings/{finding.pk}/changed/", {"act": "keep", "version": 2})
    accepted = LoggedAction.objects.get(act="accept")
    desk.post(f"/desk/log/{accepted.pk}/undo/")
    assert not Quote.objects.exists()


def test_the_second_to_answer_is_told_that_it_is_decided(desk: Client, finding: Finding) -> None:
    corrected(finding)
    for _ in range(2):
        answer = desk.post(f"/desk/findings/{finding.pk}/changed/", {"act": "undo"}, follow=True)
    assert "Someone else has decided this meanwhile." in answer.content.decode()


def test_the_note_of_who_came_second_is_not_lost(desk: Client, finding: Finding, una: User) -> None:
    corrected(finding)
    keep(finding.pk, 2, una, NOW, "")
    sent = {"act": "undo", "reason": "she said six"}
    Finding.objects.filter(pk=finding.pk).update(state="stale")
    page = desk.post(f"/desk/findings/{finding.pk}/changed/", sent, follow=True).content.decode()
    assert "Someone else has decided this meanwhile." in page
    assert "Your note was: “she said six”" in page


def test_who_keeps_a_claim_keeps_it_for_the_version_they_saw(desk: Client, finding: Finding) -> None:
    corrected(finding)
    make_version(finding.article, "The story was taken back.")
    desk.post(f"/desk/findings/{finding.pk}/changed/", {"act": "keep", "version": 2})
    assert changed_since().get().newest == 3


@pytest.mark.parametrize("version", ["", "x", "9" * 30])
def test_a_form_without_its_version_decides_nothing(desk: Client, finding: Finding, version: str) -> None:
    corrected(finding)
    desk.post(f"/desk/findings/{finding.pk}/changed/", {"act": "keep", "version": version})
    assert changed_since().exists()


def test_the_story_says_that_its_newest_version_does_not_hold_the_words(desk: Client, finding: Finding) -> None:
    article = corrected(finding)
    page = desk.get(f"/desk/stories/{article.pk}/?finding={finding.pk}")
    assert page.context["elsewhere"]
    assert "the newest does not hold these words" in page.content.decode()


def card(desk: Client) -> BeautifulSoup:
    return BeautifulSoup(desk.get("/desk/").content, "html.parser").select_one("#changed ~ ul .card")  # type: ignore[return-value]


def test_the_card_shows_word_by_word_how_the_sentence_reads_now(desk: Client, finding: Finding) -> None:
    corrected(finding)
    shown = card(desk)
    assert [piece.get_text() for piece in shown.select("del, ins")] == ["nine ", "six "]
    # Who can't see what is struck out hears it.
    assert "[was: nine ] [now: six ]" in " ".join(shown.get_text().split())


def test_where_no_sentence_is_like_it_the_card_says_so(desk: Client, finding: Finding) -> None:
    make_version(finding.article, "The weather: rain.")
    assert "The newest version has no sentence like it." in card(desk).get_text()


def test_what_stands_in_a_story_is_no_markup_in_the_card(desk: Client, finding: Finding) -> None:
    make_version(finding.article, "“The <b>ferry</b> costs\n<script>six</script> million,” Ona Firth said.")
    assert not card(desk).select("b, script")
    assert "<script>six</script>" in card(desk).get_text()


def test_keeping_and_taking_back_weigh_the_same(desk: Client, finding: Finding) -> None:
    corrected(finding)
    keep, take = card(desk).select("button[name=act]")
    assert keep["class"] == take["class"]


@pytest.mark.parametrize("kept", [True, False])
def test_the_public_record_says_that_the_source_changed_as_long_as_the_claim_stands(
    desk: Client, finding: Finding, una: User, *, kept: bool
) -> None:
    issue = make_issue("The ferry")
    Finding.objects.filter(pk=finding.pk).update(issue=issue)
    Quote.objects.update(issue=issue)
    Person.objects.update(public_figure=True)
    said = Quote.objects.get()
    assert said.person
    pages = [finding.article.get_absolute_url(), issue.get_absolute_url(), said.get_absolute_url()]
    pages.append(said.person.get_absolute_url())
    assert not [page for page in pages if "source changed since" in desk.get(page).content.decode()]
    corrected(finding)
    if kept:
        keep(finding.pk, 2, una, NOW, "she said nine")
    assert not [page for page in pages if "source changed since" not in desk.get(page).content.decode()]
    make_version(finding.article, TEXT)
    assert not [page for page in pages if "source changed since" in desk.get(page).content.decode()]
