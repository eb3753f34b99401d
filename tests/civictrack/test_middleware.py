"""What every answer carries, whatever it is."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from civictrack.middleware import FORM, MOST_BYTES, OnlyText, in_utf_8
from tests.factories import make_issue

pytestmark = pytest.mark.django_db

# By header what it must say; of the policy, what it may not let in.
CARRIED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
ADDRESSES = [
    "/en/", "/en/search/?q=harbor", "/en/nothing-here/", "/desk/login/", "/desk/", "/plumbing/", "/healthz/alerts",
    "/robots.txt", "/static/civictrack.css", "/en/?page=%00",
]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_keeps_other_sites_and_strange_code_out(client: Client, address: str) -> None:
    answer = client.get(address)
    assert {name: answer.get(name) for name in CARRIED} == CARRIED
    policy = answer["Content-Security-Policy"]
    assert {"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"} <= set(policy.split("; "))
    assert not re.search(r"unsafe|\*|data:|https?:", policy)
    assert "camera=()" in answer["Permissions-Policy"]


def test_the_card_that_other_sites_show_may_be_read_by_them(client: Client) -> None:
    answer = client.get(f"/en/embed/issues/{make_issue().slug}/")
    assert answer.status_code == 200
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("length", [str(MOST_BYTES + 1), "9" * 5000, "-1", "1e3", "٣"])
@pytest.mark.parametrize("address", ["/en/search/", "/desk/login/", "/desk/roster/", "/en/leave/x/", "/no/such/place/"])
def test_a_body_that_no_form_has_is_not_read(client: Client, address: str, length: str) -> None:
    """A file is written to the disk as it is read, for whoever sends one."""
    answer = client.post(address, {"file": SimpleUploadedFile("rows.csv", b"a,b")}, CONTENT_LENGTH=length)
    assert (answer.status_code, answer["X-Content-Type-Options"]) == (413, "nosniff")


@pytest.mark.parametrize("charset", ["hex", "rot13", "idna", "undefined", "utf-7", "utf-16", "iso-8859-1", "no-such"])
def test_whatever_encoding_a_request_names_it_is_read_as_utf_8(charset: str) -> None:
    """A mail server that ends an alert for its reader may name any; some of Python's are no encodings of text."""

    def read(environ: dict[str, Any], _: object) -> tuple[str, str]:
        request = WSGIRequest(environ)
        return request.GET["q"], request.POST["name"]

    multipart = '--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nZoë\r\n--b--\r\n'.encode()
    for kind, body in {FORM: b"name=Zo%C3%AB", "multipart/form-data; boundary=b": multipart}.items():
        asked = {
            "REQUEST_METHOD": "POST", "QUERY_STRING": "q=Zo%C3%AB", "CONTENT_TYPE": f"{kind}; CharSet={charset}",
            "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body),
        }  # fmt: skip
        assert in_utf_8(read)(asked, None) == ("Zoë", "Zoë")


class Broken:
    """A body that breaks off with an error."""

    def read(self, *_: object) -> bytes:
        raise OSError("Connection reset by peer")

    readline = read


BODIES = [(BytesIO(b"text=all+of+it"), 200), (BytesIO(b"text=all"), 400), (Broken(), 400)]


@pytest.mark.parametrize(("body", "status"), BODIES)
def test_a_form_of_which_a_part_was_lost_on_the_way_is_refused(body: Any, status: int) -> None:
    """What is missing would be taken for empty, and the half of a sentence for the whole."""
    sent = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": "14", "wsgi.input": body}
    request = WSGIRequest(RequestFactory().generic("POST", "/en/wrong/1/").environ | sent)
    assert OnlyText(lambda _: HttpResponse("taken"))(request).status_code == status


def test_a_form_that_says_no_length_is_an_empty_one() -> None:
    request = WSGIRequest(RequestFactory().generic("POST", "/en/wrong/1/").environ | {"CONTENT_TYPE": FORM})
    request.META.pop("CONTENT_LENGTH", None)
    assert OnlyText(lambda _: HttpResponse("taken"))(request).status_code == 200
