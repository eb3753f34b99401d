"""What every answer carries, whatever it is."""

import re

import pytest
from django.test import Client

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
