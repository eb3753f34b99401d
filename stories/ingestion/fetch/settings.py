"""Settings of the safe client: limits, patience, and the few openings an operator can make."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

WEB_PORTS = frozenset({80, 443})
MEBIBYTE = 1024 * 1024
HEADROOM = MEBIBYTE // 4  # for headers and the sizes of chunks


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """The client's limits: sizes in bytes, times in seconds. The defaults let out nothing but the public web."""

    user_agent: str  # honest, with a contact URL: "Civictrack/0.1 (+https://news.example/about-our-robot)"
    extra_ports: frozenset[int] = frozenset()
    loopback_ports: frozenset[int] = frozenset()  # 127.0.0.1 and ::1, these ports only: demo and tests
    private_networks: tuple[IPv4Network | IPv6Network, ...] = ()  # an intranet that may be read
    max_bytes: int = 10 * MEBIBYTE  # of the body, unpacked
    max_wire_bytes: int | None = None  # of one answer as sent, headers and all; None: room for an unpacked body
    connect_timeout: float = 10.0  # for each address tried
    read_timeout: float = 15.0  # of silence
    deadline: float = 45.0  # wall clock for the whole fetch, all redirects together
    max_redirects: int = 5
    allow_downgrade: bool = False  # follow https → http
    proxy: str | None = None  # never taken from the environment; it must itself refuse private addresses
    ca_file: Path | None = None  # further trusted certificates, beside the usual ones
    pool_hosts: int = 32  # hosts with connections kept open, per worker process

    def __post_init__(self) -> None:
        """Refuse settings under which we would be anonymous or wait for ever."""
        if "http" not in self.user_agent or not self.user_agent.isprintable():
            raise ValueError(f"The user agent {self.user_agent!r} must be one line and name a contact URL (http…).")
        amounts = (
            self.max_bytes,
            self.wire_limit(),
            self.connect_timeout,
            self.read_timeout,
            self.deadline,
        )
        if min(amounts) <= 0 or self.max_redirects < 0:
            raise ValueError("Byte limits, timeouts and the deadline of fetching must be greater than zero.")

    def ports(self) -> frozenset[int]:
        """Return all ports that a URL may name; loopback ports count for loopback addresses alone."""
        return WEB_PORTS | self.extra_ports | self.loopback_ports

    def wire_limit(self) -> int:
        """Return the most bytes of one answer as sent."""
        return self.max_bytes + HEADROOM if self.max_wire_bytes is None else self.max_wire_bytes
