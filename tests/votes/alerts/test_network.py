"""Where a request comes from, and whom we believe about it."""

from typing import Any

import pytest
from django.test import RequestFactory

from votes.alerts.network import client_address, network_of


def asked_from(settings: Any, peer: str, forwarded: str = "", proxies: int = 0) -> str:
    settings.BEHIND_HTTPS_PROXY, settings.TRUSTED_PROXIES = bool(proxies), proxies or 1
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    return network_of(client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **headers)))


def test_without_a_proxy_what_a_client_says_of_itself_is_not_believed(settings: Any) -> None:
    assert asked_from(settings, "203.0.113.7", "198.51.100.1") == "203.0.113.7"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "network"),
    [
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (1, "nonsense, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7, 10.0.0.4", "203.0.113.7"),
        (2, "203.0.113.7", "203.0.113.7"),
        (1, "", "10.0.0.9"),
        (1, "nonsense", "10.0.0.9"),
    ],
)
def test_behind_proxies_their_own_entries_are_believed_and_none_before_them(
    settings: Any, proxies: int, forwarded: str, network: str
) -> None:
    assert asked_from(settings, "10.0.0.9", forwarded, proxies) == network


@pytest.mark.parametrize(
    ("peer", "network"),
    [
        ("2001:db8:0:7:1::1", "2001:db8:0:7::/64"),
        ("2001:db8:0:7:ffff::2", "2001:db8:0:7::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", "unknown"),
    ],
)
def test_whoever_has_one_ipv6_address_of_a_network_has_them_all(settings: Any, peer: str, network: str) -> None:
    assert asked_from(settings, peer) == network
