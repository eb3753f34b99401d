"""A mail server that does what a test's script says, and notes what it really accepted."""

import threading
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.smtp import MailServer

# By address and how often it was tried: what to answer, or do.
Script = Callable[[str, int], "str | None"]
DROP = "drop"


class ScriptedServer(MailServer):
    """`at_rcpt` and `at_data` are asked for each mail: a reply, DROP, or None to accept. `accepted` counts by address
    and Message-ID what was answered with 250, and `kept` has each address's mails.
    """

    def __init__(self, at_rcpt: Script | None = None, at_data: Script | None = None) -> None:
        super().__init__()
        self.at_rcpt, self.at_data = at_rcpt, at_data
        self.tries: Counter[str] = Counter()
        self.accepted: Counter[tuple[str, str]] = Counter()
        self.kept: dict[str, list[bytes]] = {}
        self.lock = threading.Lock()

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tries[address] += 1
        reply = self._does(self.at_rcpt, server, address)
        if reply is None:
            envelope.rcpt_tos.append(address)
        return reply or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        [address] = envelope.rcpt_tos
        reply = self._does(self.at_data, server, address)
        if reply is None:
            message = message_from_bytes(envelope.content or b"")
            with self.lock:
                self.accepted[address, str(message["Message-ID"])] += 1
                self.kept.setdefault(address, []).append(envelope.content or b"")  # type: ignore[arg-type]
        return reply or "250 OK"

    def _does(self, script: Script | None, server: Any, address: str) -> str | None:
        reply = script(address, self.tries[address]) if script else None
        if reply == DROP:
            server.transport.abort()
        return reply

    @property
    def readers(self) -> Counter[str]:
        """How many different mails were accepted for each address."""
        return Counter(address for address, _ in self.accepted)

    @property
    def twice(self) -> int:
        """How many mails were accepted more than once, all under the same Message-ID."""
        return sum(number > 1 for number in self.accepted.values())
