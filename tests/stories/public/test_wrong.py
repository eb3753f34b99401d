"""“This is wrong”: a form beside every claim, and what readers were answered."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from stories.curation.complaints import answer, receive
from stories.models import Complaint, Finding
from tests.factories import NOW, make_account
from tests.stories.public.city import City, make_city
from votes.alerts import throttle

pytestmark = pytest.mark.django_db
TEXT = "She said she had not made up her mind."


@pytest.fixture
def city() -> City:
    return make_city()


@pytest.fixture
def claim(city: City) -> Finding:
    return Finding.objects.get(position__person=city.ada)


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.content, "lxml").get_text(" ").split())


def test_every_claim_on_an_issues_page_leads_to_the_form(client: Client, city: City, claim: Finding) -> None:
    page = BeautifulSoup(client.get(city.issue.get_absolute_url()).content, "lxml")
    links = {str(link["href"]) for link in page.select("a") if link.get_text(strip=True) == "This is wrong"}
    assert f"/en/wrong/{claim.pk}/" in links
    for link in links:
        assert client.get(link).status_code == 200


def test_what_a_reader_writes_waits_for_an_editor_and_is_not_public(client: Client, city: City, claim: Finding) -> None:
    sent = client.post(f"/en/wrong/{claim.pk}/", {"text": TEXT, "email": "Reader@reader.example"}, follow=True)
    assert "An editor reads it" in sent.content.decode()
    complaint = Complaint.objects.open().get()
    assert (complaint.finding, complaint.text, complaint.email) == (claim, TEXT, "reader@reader.example")
    for address in (f"/en/wrong/{claim.pk}/", "/en/answers/", city.issue.get_absolute_url()):
        assert TEXT not in words(client, address)


def test_the_form_is_kept_by_no_cache_and_found_by_no_search(client: Client, claim: Finding) -> None:
    answer = client.get(f"/en/wrong/{claim.pk}/")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"text": ""}, "Write what is wrong with it."), ({"text": TEXT, "email": "me"}, "not an e-mail address"),
     ({"text": TEXT, "email": "root@printer"}, "not an e-mail address"),
     ({"text": TEXT, "email": "a@b.local"}, "can't reach that address"), ({"text": "x" * 2001}, "at most 2000")],
)  # fmt: skip
def test_a_form_that_is_not_right_says_so_and_loses_nothing(
    client: Client, claim: Finding, sent: dict[str, str], said: str
) -> None:
    page = client.post(f"/en/wrong/{claim.pk}/", sent)
    text = BeautifulSoup(page.content, "lxml")
    assert said in text.get_text()
    box = text.select_one("textarea")
    assert box
    assert box.get_text().strip() == sent.get("text", "")
    assert not Complaint.objects.exists()


def test_too_many_from_one_network_are_told_to_wait_and_take_no_ones_alerts(
    client: Client, claim: Finding, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def full(network: str, of: str = "") -> throttle.Wait:
        asked.append(of)
        return throttle.Wait(120, is_everyone=False)

    monkeypatch.setattr(throttle, "count", full)
    page = client.post(f"/en/wrong/{claim.pk}/", {"text": TEXT})
    assert (page.status_code, page["Retry-After"]) == (429, "120")
    assert "Send it again in 2 minutes" in page.content.decode()
    assert TEXT in page.content.decode()
    assert asked == ["wrong "]


@pytest.mark.parametrize("state", ["pending", "rejected", "withdrawn"])
def test_what_nobody_sees_can_not_be_wrong(client: Client, claim: Finding, state: str) -> None:
    Finding.objects.filter(pk=claim.pk).update(state=state)
    assert client.get(f"/en/wrong/{claim.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("shown", "beside", "listed"), [("beside", True, True), ("listed", False, True), ("", False, False)]
)
def test_an_answer_stands_where_the_editor_wants_it(
    client: Client, city: City, claim: Finding, shown: str, beside: bool, listed: bool
) -> None:
    said = "The recording has it at 1:02."
    answer(receive(claim, TEXT, "", NOW), "unchanged", said, shown, make_account("una"), NOW)
    for address in (f"/en/wrong/{claim.pk}/", city.issue.get_absolute_url(), city.articles[0].get_absolute_url()):
        assert (said in words(client, address)) == beside, address
    assert (said in words(client, "/en/answers/")) == listed
    if beside:
        assert "A reader said that this is wrong. Not changed," in words(client, city.issue.get_absolute_url())
