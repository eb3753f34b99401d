"""IP addresses that may be connected to: those of the public internet, however they are written.

`ipaddress.is_global` alone lets through multicast, site-local, IPv4-compatible and translated forms,
and cloud metadata on public addresses; see IANA's special-purpose registries, RFC 6890, 6052, 8215.
"""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from stories.ingestion.fetch.settings import WEB_PORTS, FetchSettings

IPAddress = IPv4Address | IPv6Address

FORBIDDEN_V4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier NAT, and one cloud's metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's metadata on a public address
        "169.254.0.0/16",  # link-local, and most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
PUBLIC_V6 = IPv6Network("2000::/3")  # all global unicast that was ever given out
FORBIDDEN_V6 = tuple(
    IPv6Network(text)
    for text in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarking
        "2001:db8::/32",
        "3fff::/20",  # documentation
    )
)
SIX_TO_FOUR = IPv6Network("2002::/16")
TEREDO = IPv6Network("2001::/32")
NAT64 = IPv6Network("64:ff9b::/96")
LAST_32_BITS = (
    IPv6Network("::ffff:0:0/96"),  # mapped
    IPv6Network("::/96"),  # compatible
    IPv6Network("::ffff:0:0:0/96"),  # translated (SIIT)
    NAT64,
    IPv6Network("64:ff9b:1::/48"),  # local NAT64
)
MAPPED = LAST_32_BITS[0]


def embedded(address: IPAddress) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses that an IPv6 address carries: where its packets end up, or may."""
    if isinstance(address, IPv4Address):
        return
    bits = int(address)
    if bits > 1 and any(address in network for network in LAST_32_BITS):
        yield IPv4Address(bits & 0xFFFFFFFF)
    if address in SIX_TO_FOUR:
        yield IPv4Address(bits >> 80 & 0xFFFFFFFF)
    if address in TEREDO:  # the server, and the client with its bits turned over (RFC 4380)
        yield IPv4Address(bits >> 64 & 0xFFFFFFFF)
        yield IPv4Address(~bits & 0xFFFFFFFF)


def is_public(address: IPAddress) -> bool:
    """Say whether this one form of address is given out to hosts on the public internet."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in FORBIDDEN_V4)
    if address in MAPPED or address in NAT64:  # as public as what they carry, which is looked at as well
        return True
    return address in PUBLIC_V6 and not any(address in network for network in FORBIDDEN_V6)


def may_connect(address: IPAddress, port: int, settings: FetchSettings) -> bool:
    """Say whether a connection may be made: the address and all it carries public, or opened by a setting."""
    forms: list[IPAddress] = [address, *embedded(address)]
    return all(_form_allowed(form, port, settings) for form in forms)


def _form_allowed(address: IPAddress, port: int, settings: FetchSettings) -> bool:
    if str(address) in ("127.0.0.1", "::1"):
        return port in settings.loopback_ports
    if port not in WEB_PORTS | settings.extra_ports:
        return False
    return is_public(address) or any(address in network for network in settings.private_networks)


def parse(text: str) -> IPAddress:
    """Return the address that a resolver wrote (an IPv6 zone may follow); raises ValueError for anything else."""
    return ip_address(text.strip("[]"))
