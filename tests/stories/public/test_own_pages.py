"""What the site says of itself, in the program's words or its operator's."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from stories.models import SitePage
from stories.public.freshness import version

pytestmark = pytest.mark.django_db

PAGES = ("about", "contact", "privacy", "methods")


def page(client: Client, name: str) -> BeautifulSoup:
    answer = client.get(f"/en/{name}/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer.headers["Vary"] == "Accept-Encoding"
    return BeautifulSoup(answer.content, "lxml")


@pytest.mark.parametrize("name", PAGES)
def test_without_words_of_the_operators_each_page_says_what_the_program_says(client: Client, name: str) -> None:
    assert len(page(client, name).select_one("main").get_text()) > 300  # type: ignore[union-attr]


def test_readers_are_told_which_model_reads_along_what_it_gets_and_where(client: Client, settings: Any) -> None:
    assert "language model" not in page(client, "about").get_text()
    settings.EXTRACTORS, settings.MODEL_NAME = ["rules", "model"], "mistral-small"
    settings.MODEL_URL = "https://secret:key@models.example/v1"
    version.cache_clear()
    told = page(client, "about").get_text()
    version.cache_clear()
    assert "a language model, mistral-small." in told
    assert "at models.example, is a story’s title, day and text" in told
    assert "secret" not in told


@pytest.mark.parametrize("name", SitePage.Name.values)
def test_the_operators_words_are_paragraphs_and_links_and_never_markup(client: Client, name: str) -> None:
    SitePage.objects.create(
        name=name,
        text="We are three neighbors.\n\nWrite to us@reed.example or see https://reed.example/us?a=1&b=2.\n"
        "<script>alert(1)</script> javascript:alert(1) [x](javascript:alert(2))",
    )
    shown = page(client, name).select_one("main")
    assert shown is not None
    assert "We are three neighbors." in [paragraph.get_text() for paragraph in shown.select("p")]
    links = {str(link["href"]) for link in shown.select("a[href]")}
    assert {"mailto:us@reed.example", "https://reed.example/us?a=1&b=2"} <= links
    assert not [link for link in links if link.startswith("javascript")]
    assert not shown.select("script")


def test_how_to_reach_them_is_on_the_pages_that_promise_it(client: Client, settings: Any) -> None:
    for name in ("about", "contact", "privacy"):
        assert page(client, name).select('a[href="mailto:alerts@civictrack.example"]'), name
    settings.CONTACT_URL = "https://reed.example/write"
    version.cache_clear()  # settings are read once, when the program starts
    assert page(client, "contact").select('a[href="https://reed.example/write"]')


def test_words_on_contact_stand_on_the_about_page_too(client: Client) -> None:
    SitePage.objects.create(name="contact", text="Knock at 4 Pier Street.")
    assert "Knock at 4 Pier Street." in page(client, "about").get_text()


def test_privacy_says_how_long_an_unconfirmed_address_is_kept(client: Client) -> None:
    assert "deleted after 14 days" in " ".join(page(client, "privacy").get_text().split())


def test_privacy_names_the_cookie_of_forms_and_what_is_kept_of_a_complaint(client: Client) -> None:
    page = client.get("/en/privacy/").content.decode()
    assert "<code>csrftoken</code>" in page
    assert "the one to tell us that something is wrong" in page
    assert "kept until the answer is sent there" in page
