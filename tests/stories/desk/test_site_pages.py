"""The desk's room of the site's own pages."""

import pytest
from django.test import Client

from stories.models import SitePage
from tests.factories import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_account())
    return client


def seen(desk: Client, name: str = "about") -> str:
    return str(desk.get(f"/desk/pages/{name}/").context["form"].initial["seen"])


def test_what_an_editor_writes_is_public_at_once(desk: Client) -> None:
    sent = {"text": "We are three neighbors.\n\nJoin us.", "seen": seen(desk), "act": "save"}
    assert desk.post("/desk/pages/about/", sent).status_code == 302
    assert "<p>Join us.</p>" in Client().get("/en/about/").content.decode()
    assert "We are three neighbors." in desk.get("/desk/pages/").content.decode()


def test_enter_alone_changes_nothing_and_loses_nothing(desk: Client) -> None:
    page = desk.post("/desk/pages/about/", {"text": "We are three.", "seen": seen(desk), "nothing": ""})
    assert "We are three." in page.content.decode()
    assert not SitePage.objects.exclude(text="").exists()


def test_what_is_too_long_is_refused_with_a_sentence_and_stays_typed(desk: Client) -> None:
    answer = desk.post("/desk/pages/about/", {"text": "a" * 20_001, "seen": seen(desk), "act": "save"})
    assert answer.status_code == 422
    assert "at most 20000 characters" in answer.content.decode()


def test_a_page_that_there_is_not_is_missing(desk: Client) -> None:
    assert desk.get("/desk/pages/news/").status_code == 404
