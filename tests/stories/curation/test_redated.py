"""A claim counted from a day on which its story was not printed: the desk asks, and nothing moves by itself."""

from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client

from stories.curation.changed import changed_since
from stories.curation.redated import redated
from stories.findings.propose import extract_due
from stories.ingestion.pages.stamps import ReadFrom
from stories.models import Finding
from tests.factories import NOW, make_account, make_version
from tests.stories.curation import pier
from tests.stories.findings.ferry import JUNE, NOVEMBER, make_town, read, take_in
from votes.models import Vote

pytestmark = pytest.mark.django_db

SAID = "The date this was counted from has changed: from June 9, 2026 to Nov 24, 2026, by its entry in a feed."


@pytest.fixture
def una() -> User:
    return make_account("una")


@pytest.fixture
def desk(client: Client, una: User) -> Client:
    client.force_login(una)
    return client


@pytest.fixture
def finding(una: User) -> Finding:
    """An accepted vote, counted from the ninth of June, of a story that a feed dates the 24th of November."""
    place = make_town()
    article = take_in(place, JUNE, ReadFrom.STAMP)
    read(article)
    vote = article.findings.get(kind="vote")
    pier.accept(vote, una)
    assert not redated().exists()
    read(take_in(place, NOVEMBER, ReadFrom.FEED))
    vote.refresh_from_db()
    return vote


def test_the_desk_says_from_what_to_what_the_date_has_changed(desk: Client, finding: Finding) -> None:
    assert list(redated()) == [finding]
    for address in ("/desk/", f"/desk/stories/{finding.article_id}/?finding={finding.pk}"):
        page = " ".join(desk.get(address).content.decode().split())
        assert SAID in unescape(page)
        assert "Counted from that it would be Nov 25, 2026." in page
    assert str(Vote.objects.get().earliest) == "2026-06-10"


def test_a_claim_that_is_kept_is_asked_about_no_more(desk: Client, finding: Finding) -> None:
    desk.post(f"/desk/findings/{finding.pk}/changed/", {"act": "keep", "reason": "the council's own page says so"})
    assert not redated().exists()
    assert "its day kept" in desk.get("/desk/log/").content.decode()
    assert str(Vote.objects.get().earliest) == "2026-06-10"
    # Read again, it is known.
    finding.article.versions.get().extractions.all().delete()
    assert extract_due(NOW) == 1
    assert not redated().exists()


def test_of_a_claim_whose_story_changed_as_well_each_card_keeps_its_own(desk: Client, finding: Finding) -> None:
    version = make_version(finding.article, "The council of Gull Cove met.")
    desk.post(f"/desk/findings/{finding.pk}/changed/", {"act": "keep", "version": version.number})
    assert not changed_since().exists()
    assert list(redated()) == [finding]


def test_a_claim_taken_back_is_proposed_again_with_its_new_day(desk: Client, finding: Finding) -> None:
    desk.post(f"/desk/findings/{finding.pk}/changed/", {"act": "undo"})
    assert not redated().exists()
    assert extract_due(NOW) == 1
    (again,) = Finding.objects.pending().filter(kind="vote")
    assert again.payload["earliest"] == "2026-11-25"


def test_a_vote_that_an_editor_moved_since_is_not_asked_about(finding: Finding) -> None:
    Vote.objects.update(earliest="2026-11-25", latest="2026-11-25")
    assert not redated().exists()
