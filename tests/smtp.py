"""A real SMTP server for tests, which keeps what it is sent and can be told to refuse."""

import email
import email.policy
import smtplib
import socket
from asyncio import AbstractServer
from collections.abc import Awaitable
from email.message import EmailMessage
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.mail.backends.smtp import EmailBackend

from tests.patience import PATIENCE


class BoundController(Controller):
    """Serves on a socket bound beforehand: a free port looked up first could be another's when it is used.

    It is told its host's name, as asking the network for it may take long, and waits as long as a busy machine needs.
    """

    def __init__(self, handler: object, bound: socket.socket) -> None:
        host, port = bound.getsockname()
        super().__init__(handler, host, port, ready_timeout=PATIENCE, server_hostname="localhost")
        self._bound = bound

    def _create_server(self) -> Awaitable[AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._bound)

    def _trigger_server(self) -> None:
        with socket.create_connection((self.hostname, self.port), PATIENCE) as client:
            client.recv(1024)


class MailServer:
    """`messages` is what arrived, `raw` the bytes of it; `refuse` is an SMTP reply such as "451 later" given instead of
    accepting, and `breaks_off_at` an address over whose mail the connection is closed without a word.
    """

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.refuse: str | None = None
        self.breaks_off_at: str | None = None
        bound = socket.create_server(("127.0.0.1", 0))
        self.port = int(bound.getsockname()[1])
        self._controller = BoundController(self, bound)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refuse:
            return self.refuse
        if self.breaks_off_at in envelope.rcpt_tos:
            server.transport.abort()
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=email.policy.default)
        self.raw.append(content)
        self.messages.append(message)  # type: ignore[arg-type]
        return "250 OK"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()


class WatchedBackend(EmailBackend):
    """Our own side of the conversation: something happens before each mail is given to the server, or after it."""

    recipient = ""

    def before(self) -> None: ...

    def after(self) -> None: ...

    @property
    def connection_class(self) -> Any:
        backend = self

        class Watched(smtplib.SMTP):
            def sendmail(self, *args: Any) -> Any:
                [backend.recipient] = args[1]
                backend.before()
                refused = super().sendmail(*args)
                backend.after()
                return refused

        return Watched
