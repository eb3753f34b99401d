"""A form that could not be carried out is kept, shown to whoever typed it, and sent by nobody else."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from officials.models import Person
from stories.desk.held import BUTTONS, LONGEST, SALT, Held, hold, straightened
from tests.factories import make_account, make_issue, make_person
from votes.models import Issue

pytestmark = pytest.mark.django_db

OURS = {"Origin": "http://testserver"}


def fields_of(answer: Any, form: int = 0) -> list[tuple[str, str]]:
    """What one of the page's own forms sends, but for the token."""
    found = BeautifulSoup(answer.content, "lxml").select("main form")[form].select("input[type=hidden]")
    return [(str(f["name"]), str(f["value"])) for f in found if f["name"] != "csrfmiddlewaretoken"]


def log_in(client: Client, asked: Any) -> Any:
    make_account("una")
    return client.post("/desk/login/", {"username": "una", "password": "a long password", **dict(fields_of(asked))})


def words_of(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.content, "lxml").get_text(" ").split())


def test_a_form_whose_login_ended_is_shown_after_the_login_and_not_carried_out(client: Client) -> None:
    person = make_person("Ada Quill")
    sent = {"name": "Ada Q. Quill", "reason": "Her own\nspelling", "act": "save", "csrfmiddlewaretoken": "x"}
    asked = client.post(f"/desk/people/{person.pk}/?from=list", sent)
    assert asked.status_code == 403
    assert "what you had typed is kept" in words_of(asked)
    shown = log_in(client, asked)
    assert shown.status_code == 200
    assert "Ada Q. Quill" in words_of(shown)
    assert fields_of(shown) == [("name", "Ada Q. Quill"), ("reason", "Her own\nspelling"), ("act", "save")]
    form = BeautifulSoup(shown.content, "lxml").select("main form")[0]
    assert form["action"] == f"/desk/people/{person.pk}/?from=list"
    assert Person.objects.get().name == "Ada Quill"


def test_back_to_the_form_shows_it_as_it_was_and_saves_nothing(client: Client) -> None:
    sent = {"title": "Harbor rain", "terms": "harbor", "place": str(make_issue().place_id), "act": "save"}
    shown = log_in(client, client.post("/desk/issues/new/", sent))
    form = client.post("/desk/issues/new/", dict(fields_of(shown, 1)) | {"nothing": "held"})
    page = BeautifulSoup(form.content, "lxml")
    assert page.select("input[name=title]")[0]["value"] == "Harbor rain"
    assert page.select(f"option[value='{sent['place']}'][selected]")
    assert Issue.objects.count() == 1


def test_what_somebody_else_said_keeps_its_signs_and_what_a_curator_wrote_does_not(client: Client) -> None:
    """A story's words are held against the story, whatever stands in them."""
    said = [
        ("f7-words", "He\u2067 said"),
        ("new-name", "\u202aIda"),
        ("sentence", "so\u202e"),
        ("text", "\u2066x\u2069"),
    ]
    written = [("reason", "as\u202d heard"), ("name", "\u2068Ida\u2069 Brandt"), ("others", "I.\u202c B.")]
    held = straightened(Held("/desk/", "/desk/", [*said, *written]))
    assert held.fields == [*said, ("reason", "as heard"), ("name", "Ida Brandt"), ("others", "I. B.")]


def test_the_buttons_of_the_desk_have_the_names_that_are_left_out_then() -> None:
    files = (settings.BASE_DIR / "templates" / "desk").glob("*.html")
    names = {name for file in files for name in re.findall(r'<button[^>]*\sname="([^"]*)"', file.read_text())}
    assert names == set(BUTTONS)


def test_a_field_with_several_values_keeps_them_all(client: Client) -> None:
    shown = log_in(client, client.post("/desk/stories/1/accept/", {"finding": ["7", "8", "9"]}))
    assert fields_of(shown) == [("finding", "7"), ("finding", "8"), ("finding", "9")]


def test_a_form_of_nothing_but_a_button_is_asked_about_too(client: Client) -> None:
    shown = log_in(client, client.post("/desk/log/5/undo/"))
    assert BeautifulSoup(shown.content, "lxml").select("main form[action='/desk/log/5/undo/'] button")


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7 }}{% now %}", "\u202e", "x" * 500]
)
def test_what_was_typed_comes_back_as_it_was_and_is_text(client: Client, words: str) -> None:
    shown = log_in(client, client.post("/desk/people/1/", {"reason": words, words: "as a name"}))
    assert dict(fields_of(shown)) == {"reason": words, words: "as a name"}
    assert BeautifulSoup(shown.content, "lxml").select("main script, main img") == []


def test_what_is_too_long_is_not_kept_and_that_is_said(client: Client) -> None:
    asked = client.post("/desk/people/1/", {"reason": "x" * (LONGEST + 1)})
    assert len(asked.content) < 10_000
    assert "too long to be kept here" in words_of(log_in(client, asked))


def test_the_longest_that_is_kept_comes_through_the_login(client: Client) -> None:
    words = "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(LONGEST - 10))
    assert dict(fields_of(log_in(client, client.post("/desk/people/1/", {"reason": words}))))["reason"] == words


def test_a_file_can_not_be_kept_and_that_is_said(client: Client) -> None:
    sent = {"roster": SimpleUploadedFile("roster.csv", b"name"), "note": "of May"}
    shown = log_in(client, client.post("/desk/people/", sent))
    assert "choose it again" in words_of(shown)
    assert "Send it" not in words_of(shown)
    assert ("note", "of May") in fields_of(shown)


def test_passwords_are_in_no_page(rf: Any) -> None:
    request = rf.post("/plumbing/auth/user/add/", {"username": "new", "password1": "secret", "old_password": "secret"})
    assert hold(request).fields == [("username", "new")]


@pytest.mark.parametrize("held", ["", "x", "e30:1abc:def", str(Held("/desk/", "/desk/", []))[:-1] + "~"])
def test_what_is_not_ours_is_not_shown(client: Client, held: str) -> None:
    make_account("una")
    sent = {"username": "una", "password": "a long password", "held": held}
    assert client.post("/desk/login/", sent).headers["Location"] == "/desk/"


def test_an_address_can_not_hand_it_in(client: Client) -> None:
    held = str(Held("/desk/people/1/", "/desk/", [("reason", "theirs")]))
    assert held not in client.get("/desk/login/", {"held": held}).content.decode()


@pytest.mark.parametrize(
    ("came", "back"),
    [
        ("http://testserver/desk/people/?q=ada&page=2", "/desk/people/?q=ada&page=2"),
        ("https://elsewhere.example/desk/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("", "/desk/"),
    ],
)
def test_throwing_it_away_leads_to_the_page_it_was_typed_on(client: Client, came: str, back: str) -> None:
    asked = client.post("/desk/people/1/", {"reason": "x"}, headers={"Referer": came})
    assert BeautifulSoup(log_in(client, asked).content, "lxml").select("main .actions a")[0]["href"] == back


@pytest.fixture
def strict() -> Client:
    """A browser of which tokens are asked, on our own page."""
    return Client(enforce_csrf_checks=True, headers=OURS)


def test_a_form_with_a_former_sessions_token_is_shown_to_be_sent_again(strict: Client) -> None:
    strict.force_login(make_account("una"))
    page = strict.get("/desk/issues/new/").content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]*)"', page)[0]
    strict.cookies["csrftoken"] = "b" * 32
    sent = {"title": "Harbor rain", "terms": "harbor", "place": str(make_issue().place_id), "act": "save"}
    refused = strict.post("/desk/issues/new/", sent | {"csrfmiddlewaretoken": token})
    assert refused.status_code == 403
    assert "had stood open over a login" in words_of(refused)
    assert dict(fields_of(refused)) == sent
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]*)"', refused.content.decode())[-1]
    assert strict.post("/desk/issues/new/", sent | {"csrfmiddlewaretoken": token}).status_code == 302


def test_a_former_token_and_no_login_lead_to_the_login_with_what_was_typed(strict: Client) -> None:
    refused = strict.post("/desk/people/1/", {"reason": "An hour’s work"})
    assert "what you had typed is kept" in words_of(refused)
    assert [name for name, _ in fields_of(refused)] == ["next", "held"]


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_what_another_site_sends_is_refused_and_never_shown(una: User, origin: str) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Origin": origin} if origin else {})
    client.force_login(una)
    refused = client.post("/desk/people/1/", {"reason": "put in by somebody else"})
    assert refused.status_code == 403
    assert "This form did not come from this site" in words_of(refused)
    assert "somebody else" not in words_of(refused)


def test_two_login_pages_lose_nothing(strict: Client) -> None:
    """The second was open when somebody logged in by the first, and its token went."""
    asked = strict.post("/desk/people/1/", {"reason": "An hour’s work"})
    strict.force_login(make_account("una"))
    shown = strict.post("/desk/login/", {"username": "una", "password": "x", **dict(fields_of(asked))})
    assert dict(fields_of(shown)) == {"reason": "An hour’s work"}
    assert strict.post("/desk/login/", {"username": "una"}).headers["Location"] == "/desk/"


def test_a_login_page_whose_cookie_went_can_be_used_at_once(strict: Client) -> None:
    asked = strict.post("/desk/people/1/", {"reason": "An hour’s work"})
    strict.cookies.clear()
    again = strict.post("/desk/login/", {"username": "una", "password": "x", **dict(fields_of(asked))})
    assert again.status_code == 403
    both = [signing.loads(dict(fields_of(answer))["held"], salt=SALT) for answer in (asked, again)]
    assert both[0] == both[1]


def test_a_record_that_is_gone_loses_nothing_that_was_typed(desk: Client) -> None:
    answer = desk.post("/desk/people/404/", {"reason": "An hour’s work", "act": "save"})
    assert answer.status_code == 404
    assert "merged, removed or taken back meanwhile" in words_of(answer)
    assert "An hour’s work" in words_of(answer)


PART = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/stories/3/"}


def test_where_a_part_of_a_page_was_asked_for_the_login_takes_the_pages_place(client: Client) -> None:
    asked = client.get("/desk/stories/3/", headers=PART)
    assert (asked.status_code, asked.headers["HX-Redirect"]) == (204, "/desk/login/?next=/desk/stories/3/")
    asked = client.post("/desk/findings/3/", {"act": "accept"}, headers=PART)
    assert (asked.status_code, asked.headers["HX-Redirect"]) == (204, "/desk/login/?next=/desk/stories/3/")
