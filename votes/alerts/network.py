"""Says where a request comes from: the address of its client, and the network that the address is part of."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

# What one household or machine is given of IPv6: whoever has one address of it has them all.
IPV6_NETWORK_BITS = 64


def client_address(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """Return the address of who asks; None where it is not told, as behind a server's socket file.

    Each proxy adds to X-Forwarded-For whom it was asked by, at the end; what stands before the entries of our own
    proxies is whatever the client wrote there itself, and not believed.
    """
    hops = settings.TRUSTED_PROXIES if settings.BEHIND_HTTPS_PROXY else 0
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    addresses = [entry.strip() for entry in forwarded.split(",") if entry.strip()]
    # The last is whoever is connected to us; each before it was written by the proxy behind it.
    addresses.append(request.META.get("REMOTE_ADDR", ""))
    # Where a proxy names none, its own address stands for all that come so.
    for written in (addresses[max(len(addresses) - 1 - hops, 0)], addresses[-1]):
        try:
            address = ip_address(written)
        except ValueError:
            continue
        return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
    return None


def network_of(address: IPv4Address | IPv6Address | None) -> str:
    """Return the name of the network that an address counts as: an IPv4 address itself, an IPv6 address's /64."""
    if not isinstance(address, IPv6Address):
        return str(address or "unknown")
    first = int(address) >> (128 - IPV6_NETWORK_BITS) << (128 - IPV6_NETWORK_BITS)
    return f"{IPv6Address(first)}/{IPV6_NETWORK_BITS}"
