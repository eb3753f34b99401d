"""The page that loads a list of members: the difference first, then the act."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from officials.models import Body, Person
from stories.models import LoggedAction
from tests.factories import make_account, make_body, make_official, make_place

pytestmark = pytest.mark.django_db

LIST = "name,title,since\nAda Reed,Mayor,2024-01-05\nAl Bell,Council Member,\n"


@pytest.fixture
def body() -> Body:
    return make_body("Reedham Council", make_place("Reedham"))


def send(desk: Client, body: Body, act: str = "diff", **sent: Any) -> Any:
    return desk.post("/desk/roster/", {"act": act, "body": body.pk, **sent}, follow=True)


def test_a_file_is_compared_shown_and_applied(desk: Client, body: Body) -> None:
    page = send(desk, body, file=SimpleUploadedFile("list.csv", LIST.encode()))
    words = " ".join(page.text.split())
    assert "Reedham Council: 2 new people, 2 new roles" in words
    assert "Nothing was changed yet." in words
    assert "Mayor, since Jan 5, 2024" in words
    assert not Person.objects.exists()
    diff = page.context["diff"]
    page = send(desk, body, "apply", content=LIST, seen=diff.mark)
    assert "The records are up to the list." in page.text
    assert Person.objects.count() == 2
    assert "Roster of Reedham Council: 2 new people, 2 new roles" in desk.get("/desk/log/").text
    desk.post(f"/desk/log/{LoggedAction.objects.get().pk}/undo/")
    assert not Person.objects.exists()


def test_who_may_be_somebody_known_is_asked_about_on_the_page(desk: Client, body: Body) -> None:
    known = make_official("Ada Reede", body)
    page = send(desk, body, content=LIST)
    assert f'<input type="radio" name="who-Ada Reed" value="{known.pk}"' in " ".join(page.text.split())
    assert 'value="apply"' not in page.text
    page = send(desk, body, content=LIST, **{"who-Ada Reed": str(known.pk)})
    assert "1 changed name" in page.text
    send(desk, body, "apply", content=LIST, seen=page.context["diff"].mark, **{"who-Ada Reed": str(known.pk)})
    assert Person.objects.get(pk=known.pk).name == "Ada Reed"


def test_what_can_not_be_read_gets_a_sentence(desk: Client, body: Body) -> None:
    for sent, said in (
        ({}, "Choose a file, or paste its text."),
        ({"content": "{"}, "This is no JSON"),
        ({"content": "name,since\nAda,soon"}, "Line 2: its since “soon” is no day"),
        ({"content": "a" * 1_000_001}, "at most 1000000 characters"),
        ({"file": SimpleUploadedFile("a.csv", b"\xff\xfe\xfa")}, "no text in UTF-8"),
        ({"file": SimpleUploadedFile("a.csv", b"a" * 1_000_001)}, "1,000,000 can be read at most"),
    ):
        page = send(desk, body, **sent)
        assert (page.status_code, said in page.text) == (422, True), said
    sent = {"act": "diff", "body": "9" * 5000, "content": LIST}
    assert desk.post("/desk/roster/", sent).status_code == 422


def test_enter_alone_changes_nothing_and_a_late_page_is_told(desk: Client, body: Body) -> None:
    desk.post("/desk/roster/", {"nothing": "", "body": body.pk, "content": LIST, "seen": "x"})
    page = send(desk, body, "apply", content=LIST, seen="another")
    assert "changed while this page was open" in page.text
    assert not LoggedAction.objects.exists()


def test_only_an_editor_may(client: Client) -> None:
    client.force_login(make_account("cora", "curator"))
    assert client.get("/desk/roster/").status_code == 403
