"""A real web server on 127.0.0.1 whose every page is a function, for well and badly behaved sites alike."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer

from stories.ingestion.fetch import FetchSettings
from tests.patience import PATIENCE

USER_AGENT = "Civictrack-Test/1.0 (+https://civictrack.example/robot)"
Page = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Request:
    """One request as the server saw it."""

    path: str
    headers: dict[str, str]
    client_port: int
    body: bytes = b""


@dataclass
class Site:
    """Pages by path, and what was asked for so far."""

    port: int
    scheme: str = "http"
    pages: dict[str, Page] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}{path}"

    def settings(self, **changes: object) -> FetchSettings:
        return local_settings(self.port, **changes)


class QuietServer(ThreadingHTTPServer):
    """Visitors who hang up are no news."""

    daemon_threads = True
    request_queue_size = 128

    def server_bind(self) -> None:
        """Without asking the network what we are called, as the usual one does."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        pass


def local_settings(*ports: int, **changes: object) -> FetchSettings:
    patience = {"connect_timeout": PATIENCE, "read_timeout": PATIENCE, "deadline": PATIENCE}
    values = {"user_agent": USER_AGENT, "loopback_ports": frozenset(ports), **patience}
    return FetchSettings(**{**values, **changes})  # type: ignore[arg-type]


def page(body: bytes = b"Council meets", status: int = 200, **headers: str) -> Page:
    """An ordinary page; header names with _ for -."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return send


def redirect(location: str, status: int = 302) -> Page:
    return page(b"", status, Location=location)


def raw(*pieces: bytes) -> Page:
    """Exactly these bytes in place of an answer, then the end of the connection."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
        handler.close_connection = True

    return send


@contextmanager
def serve(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    site = Site(0, "https" if tls else "http")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.requests.append(Request(self.path, dict(self.headers.items()), self.client_address[1]))
            site.pages.get(self.path, page(b"nothing here", 404))(self)

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            site.requests.append(Request(self.path, dict(self.headers.items()), self.client_address[1], sent))
            site.pages.get(self.path, page(b"nothing here", 404))(self)

        def log_message(self, *args: object) -> None:
            pass

    server = QuietServer(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
