"""Which addresses may be connected to."""

from ipaddress import ip_address, ip_network

import pytest

from stories.ingestion.fetch.addresses import may_connect
from stories.ingestion.fetch.settings import FetchSettings
from tests.stories.ingestion.web import USER_AGENT

SETTINGS = FetchSettings(user_agent=USER_AGENT)

NOT_PUBLIC = [
    "0.0.0.0",
    "0.0.0.1",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.1.2.3",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.8",
    "192.0.0.9",
    "192.0.0.192",
    "192.0.2.7",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::2",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "::ffff:0:8.8.8.8",
    "::ffff:168.63.129.16",
    "64:ff9b::7f00:1",
    "64:ff9b::10.0.0.1",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::7f00:1",
    "64:ff9b:1::8.8.8.8",
    "64:ff9b:2::1",
    "100::1",
    "2001::1",
    "2001:0:7f00:1::1",
    "2001:0:808:808:0:0:80ff:fffe",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "3fff::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2002:a9fe:a9fe::1",
    "2002:c0a8:101::1",
    "5f00::1",
    "4000::1",
    "fc00::1",
    "fd00::1",
    "fd00:ec2::254",
    "fdff::1",
    "fe80::1",
    "fe80::1%eth0",
    "feb0::1",
    "fec0::1",
    "feff::1",
    "ff02::1",
    "ff0e::1",
]


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_an_address_outside_the_public_internet_is_not_contacted(text: str) -> None:
    assert not may_connect(ip_address(text), 80, SETTINGS)


@pytest.mark.parametrize(
    "text",
    [
        "1.1.1.1",
        "93.184.215.14",
        "172.32.0.1",
        "100.128.0.1",
        "192.0.1.1",
        "198.20.0.1",
        "223.255.255.254",
        "2606:4700::1111",
        "2a00:1450::1",
        "2001:4860:4860::8888",
        "2002:808:808::1",
        "::ffff:8.8.8.8",
        "64:ff9b::8.8.8.8",
    ],
)
def test_an_address_of_the_public_internet_is_contacted(text: str) -> None:
    assert may_connect(ip_address(text), 443, SETTINGS)


def test_loopback_is_opened_port_by_port_and_in_its_plain_spelling_only() -> None:
    demo = FetchSettings(user_agent=USER_AGENT, loopback_ports=frozenset({8123}))
    assert may_connect(ip_address("127.0.0.1"), 8123, demo)
    assert may_connect(ip_address("::1"), 8123, demo)
    for text, port in [("127.0.0.1", 80), ("127.0.0.2", 8123), ("::ffff:127.0.0.1", 8123), ("10.0.0.1", 8123)]:
        assert not may_connect(ip_address(text), port, demo)


def test_a_port_opened_on_loopback_is_not_opened_on_the_public_internet() -> None:
    demo = FetchSettings(user_agent=USER_AGENT, loopback_ports=frozenset({8123}), extra_ports=frozenset({8080}))
    assert may_connect(ip_address("8.8.8.8"), 8080, demo)
    assert not may_connect(ip_address("8.8.8.8"), 8123, demo)
    assert not may_connect(ip_address("127.0.0.1"), 8080, demo)


def test_an_intranet_is_opened_by_naming_its_network() -> None:
    intranet = FetchSettings(user_agent=USER_AGENT, private_networks=(ip_network("10.20.0.0/16"),))
    assert may_connect(ip_address("10.20.3.4"), 80, intranet)
    assert not may_connect(ip_address("10.21.0.1"), 80, intranet)
