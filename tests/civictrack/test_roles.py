"""The three groups that the migration makes, who is in them after it, and what each may do at every address."""

import re
from functools import cache
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLResolver, get_resolver

from tests.factories import make_account

pytestmark = pytest.mark.django_db


def test_a_new_database_has_the_three_groups() -> None:
    held = {group.name: group.permissions.count() for group in Group.objects.all()}
    assert held == {"curator": 1, "editor": 2, "administrator": 5}


# Of every address of the desk, the first role that may look at it and the first that may send it a form; "" where
# nothing can be done that way. What a curator may do to their own acts only, or by one button of two, stands in
# tests/stories/desk/test_access.py. A new address fails here until somebody has thought of it.
CURATOR, EDITOR, ADMINISTRATOR = "curator", "editor", "administrator"
MAY = {
    "desk": (CURATOR, EDITOR),
    "desk-story": (CURATOR, EDITOR),
    "desk-accept-listed": ("", CURATOR),
    "desk-step-back": ("", CURATOR),
    "desk-step-again": ("", CURATOR),
    "desk-next": (CURATOR, EDITOR),
    "desk-fold": (CURATOR, EDITOR),
    "desk-add-finding": (CURATOR, CURATOR),
    "desk-split": (CURATOR, CURATOR),
    "desk-join": (CURATOR, CURATOR),
    "desk-siblings": (CURATOR, CURATOR),
    "desk-quote": (CURATOR, EDITOR),
    "desk-position": (CURATOR, EDITOR),
    "desk-role": (CURATOR, EDITOR),
    "desk-place": (CURATOR, EDITOR),
    "desk-names": (CURATOR, EDITOR),
    "desk-name": (CURATOR, CURATOR),
    "desk-suggest": (CURATOR, EDITOR),
    "desk-suggest-issue": (CURATOR, EDITOR),
    "desk-roster": (EDITOR, EDITOR),
    "desk-duplicate-people": (CURATOR, EDITOR),
    "desk-duplicates": (CURATOR, EDITOR),
    "desk-same": (CURATOR, EDITOR),
    "desk-merge": (CURATOR, EDITOR),
    "desk-accuracy": (CURATOR, EDITOR),
    "desk-choose-issue": ("", CURATOR),
    "desk-decide": (CURATOR, CURATOR),
    "desk-changed": ("", CURATOR),
    "desk-reply": (CURATOR, EDITOR),
    "desk-reply-to-position": (CURATOR, EDITOR),
    "desk-withdraw": (EDITOR, EDITOR),
    "desk-why": (CURATOR, EDITOR),
    "desk-vote": (CURATOR, EDITOR),
    "desk-put-off": (EDITOR, EDITOR),
    "desk-new-event": (EDITOR, EDITOR),
    "desk-event": (CURATOR, EDITOR),
    "desk-bodies": (CURATOR, EDITOR),
    "desk-body": (CURATOR, EDITOR),
    "desk-issues": (CURATOR, EDITOR),
    "desk-new-issue": (EDITOR, EDITOR),
    "desk-issue": (CURATOR, EDITOR),
    "desk-people": (CURATOR, EDITOR),
    "desk-person": (CURATOR, EDITOR),
    "desk-mark": ("", EDITOR),
    "desk-compare": (CURATOR, EDITOR),
    "desk-redact": (EDITOR, EDITOR),
    "desk-complaints": (CURATOR, EDITOR),
    "desk-complaint": (CURATOR, EDITOR),
    "desk-site-pages": (CURATOR, EDITOR),
    "desk-site-page": (CURATOR, EDITOR),
    "desk-sources": (CURATOR, EDITOR),
    "desk-tend": ("", EDITOR),
    "desk-told": (EDITOR, EDITOR),
    "desk-told-reader": (EDITOR, EDITOR),
    "desk-told-of": (EDITOR, EDITOR),
    "desk-alerts": (CURATOR, EDITOR),
    "desk-alert": (CURATOR, EDITOR),
    "desk-webhooks": (ADMINISTRATOR, ADMINISTRATOR),
    "desk-webhook": (ADMINISTRATOR, ADMINISTRATOR),
    "desk-log": (CURATOR, EDITOR),
    "desk-undo": ("", EDITOR),
}
# What every account needs, whatever it may do, and what is open to all.
ANY_ACCOUNT, ANYBODY = {"second-factor", "password"}, {"login", "login-code", "logout"}
RANKS = ["", "curator", "editor", "administrator"]


@cache
def addresses(under: str) -> dict[str, str]:
    """Of what stands below a path, by name, the address with 1 for every number."""
    found = {}
    waiting: list[tuple[str, Any]] = [("/", pattern) for pattern in get_resolver().url_patterns]
    for before, pattern in waiting:
        here = before + str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix("\\Z")
        if isinstance(pattern, URLResolver):
            waiting += [(here, inner) for inner in pattern.url_patterns]
        elif here.startswith(under):
            found[f"{pattern.name} {here}" if under != "/desk/" else pattern.name] = re.sub(
                r"<[^>]*>|\(.*\)", "1", here
            )
    return found


def is_refused(role: str, least: str) -> bool:
    return RANKS.index(role) < RANKS.index(least)


def test_every_address_of_the_desk_is_in_the_table() -> None:
    assert set(addresses("/desk/")) == {*MAY, *ANY_ACCOUNT, *ANYBODY}


def test_there_is_nothing_beside_the_public_pages_the_desk_and_the_plumbing() -> None:
    """What would stand elsewhere is in none of these tables; but for what programs ask every site for."""
    known = ("/en/", "/desk/", "/plumbing/", "/oembed", "/sitemap", "/robots.txt", "/.well-known/security.txt",
        "/healthz/alerts", "/metrics",
    )  # fmt: skip
    assert [address for address in addresses("/").values() if address != "/" and not address.startswith(known)] == []


@pytest.mark.parametrize("role", RANKS)
@pytest.mark.parametrize("name", MAY)
def test_each_role_may_do_what_the_table_says_and_no_more(client: Client, role: str, name: str) -> None:
    client.force_login(make_account("cleo", role))
    address = addresses("/desk/")[name]
    for answer, least in zip((client.get(address), client.post(address)), MAY[name], strict=True):
        if is_refused(role, least or CURATOR):
            assert answer.status_code == 403
            assert "cleo" in answer.content.decode()
        elif not least:
            assert answer.status_code == 405
        else:
            assert answer.status_code not in (403, 405)


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_no_other_method_gets_round_a_role(client: Client, method: str) -> None:
    client.force_login(make_account("cleo", "curator"))
    for name, (_, least) in MAY.items():
        if least in (EDITOR, ADMINISTRATOR):
            assert getattr(client, method)(addresses("/desk/")[name]).status_code == 403, name


@pytest.mark.parametrize("role", RANKS)
def test_the_plumbing_is_for_superusers(client: Client, role: str) -> None:
    """Each is asked for and sent to, in turn, by who may do least and who may do most; some by the roles between."""
    client.force_login(make_account("cleo", role, is_staff=True))
    step = 1 if role in (RANKS[0], RANKS[-1]) else 5
    for number, address in enumerate(list(addresses("/plumbing/").values())[::step]):
        ask = (client.get, client.post)[(number + len(role)) % 2]
        assert ask(address).status_code == 403, address


def test_nobody_comes_to_the_plumbing_without_login(client: Client) -> None:
    for address in addresses("/plumbing/").values():
        assert client.get(address).headers["Location"].startswith("/desk/login/?next=/plumbing/")
        assert "You were logged out" in client.post(address).content.decode()


def test_the_desk_names_the_plumbing_to_superusers_alone(client: Client) -> None:
    client.force_login(make_account("cleo", "administrator"))
    assert "/plumbing/" not in client.get("/desk/").content.decode()
    client.force_login(User.objects.create_superuser("root"))
    assert "/plumbing/" in client.get("/desk/").content.decode()
