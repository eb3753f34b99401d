"""A story is corrected after its findings were accepted: the queue asks whether they are still right."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from stories.curation.changed import changed_since
from stories.models import Article, Finding, LoggedAction, Quote
from tests.factories import make_article, make_finding, make_version
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
    assert "The story changed: still right?" in page
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
