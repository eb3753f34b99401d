"""The way from a host name to a connected socket, by way of checked addresses only.

The name is resolved once, every answer is checked, and the connection goes to one of the very addresses
that were checked: there is no second look-up for a rebinding name server to answer differently.
"""

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from stories.ingestion.errors import ConnectFailed, HostNotFound, IngestionError, TimedOut, UnsafeAddress
from stories.ingestion.fetch.addresses import IPAddress, may_connect, parse
from stories.ingestion.fetch.meter import Meter, MeteredSocket
from stories.ingestion.fetch.settings import FetchSettings

# Host and port to addresses as text; raises OSError (gaierror) when there are none.
Resolver = Callable[[str, int], Sequence[str]]

MOST_ADDRESSES_TRIED = 4
REASON = "which is private, reserved or otherwise not on the public internet"


def system_resolver(host: str, port: int) -> list[str]:
    """Return the addresses that the machine's own resolver answers, in its order of preference."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in answers))


@dataclass(frozen=True, slots=True)
class Dialler:
    """The way to a connection under one set of settings: resolve, check, connect."""

    settings: FetchSettings
    resolver: Resolver = system_resolver

    def connect(self, host: str, port: int, meter: Meter, *, trusted: bool = False) -> socket.socket:
        """Return a connection to the first address of the host that takes one; only a proxy of ours is `trusted`."""
        resolve = self.addresses if trusted else self.checked_addresses
        failure: IngestionError = HostNotFound(host)
        for address in resolve(host, port, meter)[:MOST_ADDRESSES_TRIED]:
            patience = meter.seconds(self.settings.connect_timeout)
            try:
                return _connect_to(address, port, patience)
            except TimeoutError:
                failure = TimedOut(host, f"no connection within {patience:.0f} seconds")
            except OSError as error:
                failure = ConnectFailed(host, error.strerror or error)
        raise failure

    def checked_addresses(self, host: str, port: int, meter: Meter) -> list[IPAddress]:
        """Return all addresses of the host; raises UnsafeAddress if even one of them may not be contacted."""
        addresses = self.addresses(host, port, meter)
        for address in addresses:
            if not may_connect(address, port, self.settings):
                raise UnsafeAddress(host, str(address), REASON)
        return addresses

    def addresses(self, host: str, port: int, meter: Meter) -> list[IPAddress]:
        """Return all addresses of the host, unchecked, at least one; raises HostNotFound or TimedOut."""
        try:
            return [parse(host)]
        except ValueError:
            answers = _resolve_within(meter.seconds(self.settings.connect_timeout), host, port, self.resolver)
        if not answers:
            raise HostNotFound(host)
        return [_parse(host, text) for text in answers]


def _parse(host: str, text: str) -> IPAddress:
    try:
        return parse(text)
    except ValueError as error:
        raise UnsafeAddress(host, text, "which is no address at all") from error


def _resolve_within(seconds: float, host: str, port: int, resolver: Resolver) -> Sequence[str]:
    """Return the resolver's answer, asked in a thread: `getaddrinfo` has no timeout, a dead server takes a minute."""
    answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolver(host, port))
        except Exception as error:  # handed to the waiting thread, which raises it
            answers.put(error)

    threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimedOut(host, f"no answer about its name within {seconds:.0f} seconds") from None
    if isinstance(answer, (OSError, UnicodeError)):
        raise HostNotFound(host) from answer
    if isinstance(answer, Exception):
        raise answer
    return answer


def _connect_to(address: IPAddress, port: int, seconds: float) -> socket.socket:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    sock = MeteredSocket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.connect((str(address), port))
    except BaseException:
        sock.close()
        raise
    return sock
