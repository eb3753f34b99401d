"""Withdrawing a story on the desk."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from stories.models import Article, Quote, Withdrawal
from tests.factories import make_account, make_article, make_finding
from tests.stories.curation import pier

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(una: User) -> Article:
    article = make_article("“It leaks,” Al Bell said.", "Leaks")
    pier.accept(make_finding(article, "It leaks,", payload={"speaker": "Al Bell", "type": "direct"}), una)
    return article


def test_an_editor_sees_what_goes_withdraws_the_story_and_brings_it_back(desk: Client, article: Article) -> None:
    address = f"/desk/stories/{article.pk}/withdraw/"
    assert "1 quote" in desk.get(address).content.decode()
    answer = desk.post(address, {"because": "the outlet withdrew it", "show": "on"}, follow=True)
    page = answer.content.decode()
    assert "Withdrawn. Nothing taken from it is public" in page
    assert "because: the outlet withdrew it" in page
    assert not Quote.objects.exists()
    assert "Leaks: withdrawn" in desk.get("/desk/log/").content.decode()
    desk.post(f"/desk/log/{answer.context['action'].pk}/undo/", {"next": "withdrawal"})
    assert Quote.objects.exists()
    assert "Withdraw the story" in desk.get(address).content.decode()


@pytest.mark.parametrize(
    ("because", "said"),
    [("", "This field is required"), (" ", "This field is required"), ("a" * 1_000_000, "at most 500 characters")],
)
def test_without_a_reason_nothing_is_withdrawn(desk: Client, article: Article, because: str, said: str) -> None:
    answer = desk.post(f"/desk/stories/{article.pk}/withdraw/", {"because": because})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not Withdrawal.objects.exists()


def test_a_hostile_reason_is_shown_as_words(desk: Client, article: Article) -> None:
    desk.post(f"/desk/stories/{article.pk}/withdraw/", {"because": "<script>x</script>", "show": "on"})
    for page in (f"/desk/stories/{article.pk}/withdraw/", article.get_absolute_url(), "/desk/log/"):
        shown = desk.get(page).content.decode()
        assert "&lt;script&gt;" in shown
        assert "<script>x" not in shown


def test_who_withdraws_it_second_is_told_so(desk: Client, article: Article) -> None:
    address = f"/desk/stories/{article.pk}/withdraw/"
    desk.post(address, {"because": "made up"})
    answer = desk.post(address, {"because": "made up"})
    assert answer.status_code == 422
    assert "This story is withdrawn" in answer.content.decode()
    assert Withdrawal.objects.count() == 1


def test_a_curator_is_not_offered_it(client: Client, article: Article) -> None:
    client.force_login(make_account("cleo", "curator"))
    assert client.get(f"/desk/stories/{article.pk}/withdraw/").status_code == 403
