"""A server that speaks the protocol over real HTTP and answers by a script: as a model would, as one that obeys every
trick of a story, or as none should.
"""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from stories.asking.client import Endpoint

Reply = Callable[["Handler"], None]


@dataclass
class Model:
    """A running server: what it was asked, and what it replies, in turn, the last reply for good."""

    port: int
    replies: list[Reply] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def endpoint(self, seconds: float = 20.0, **more: Any) -> Endpoint:
        return Endpoint(f"http://127.0.0.1:{self.port}/v1", "scripted-1", "a key", seconds=seconds, **more)

    def says(self, *replies: Reply) -> None:
        self.replies = list(replies)

    @property
    def prompts(self) -> list[str]:
        """What it was told by the user's message of each request."""
        return [request["messages"][-1]["content"] for request in self.asked]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    model: Model

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.model.headers.append({name.lower(): value for name, value in self.headers.items()})
        self.model.asked.append(json.loads(body))
        number = min(len(self.model.asked), len(self.model.replies)) - 1
        try:
            self.model.replies[number](self)
        except OSError:
            self.close_connection = True  # whoever asked has had enough

    def send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serve() -> Iterator[Model]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Scripted", (Handler,), {}))
    server.daemon_threads = True
    server.RequestHandlerClass.model = Model(server.server_address[1])  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.RequestHandlerClass.model  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        server.server_close()


def completion(content: str | None, finish: str = "stop", **more: Any) -> bytes:
    message = {"role": "assistant", "content": content}
    usage = {"prompt_tokens": 1200, "completion_tokens": 300, "total_tokens": 1500}
    choice = {"index": 0, "finish_reason": finish, "message": message}
    told = {"id": "1", "object": "chat.completion", "created": 1, "model": "scripted-1", "choices": [choice]}
    return json.dumps({**told, "usage": usage, **more}).encode()


def claims(**lists: list[dict[str, Any]]) -> Reply:
    """As a model answers."""
    return content(json.dumps({"people": [], "positions": [], "decisions": [], "events": [], **lists}))


def content(text: str | None, finish: str = "stop", **more: Any) -> Reply:
    return lambda handler: handler.send(200, completion(text, finish, **more))


def status(number: int, body: bytes = b'{"error": {"message": "sk-secret is no key"}}', **headers: str) -> Reply:
    return lambda handler: handler.send(number, body, **{"retry-after-ms": "5", **headers})


def raw(body: bytes, **headers: str) -> Reply:
    return lambda handler: handler.send(200, body, **headers)


def silence(seconds: float = 5.0) -> Reply:
    return lambda _: time.sleep(seconds)


def endless(piece: bytes = b" ", pause: float = 0.02, most: float = 8.0) -> Reply:
    """A body that goes on, a little at a time, until whoever asked has had enough."""

    def reply(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        ends = time.monotonic() + most
        while time.monotonic() < ends:
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            time.sleep(pause)

    return reply


def endless_headers(most: float = 8.0) -> Reply:
    def reply(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        ends = time.monotonic() + most
        while time.monotonic() < ends:
            handler.wfile.write(b"x: y\r\n")
            time.sleep(0.02)

    return reply


def huge(size: int = 50_000_000) -> Reply:
    return endless(b" " * 500_000, pause=0, most=8.0) if size else endless()


def packed() -> Reply:
    """A little that becomes fifty million characters."""
    return raw(gzip.compress(b" " * 50_000_000), **{"Content-Encoding": "gzip"})


def hung_up() -> Reply:
    def reply(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"choices": [')
        handler.wfile.flush()
        handler.close_connection = True
        handler.connection.shutdown(2)

    return reply
