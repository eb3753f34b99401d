"""One question to an OpenAI-compatible endpoint, within bounds: of time, of bytes, of what it is told about us.

The `openai` client speaks the protocol and tries again, with growing pauses and as the server asks for. What it leaves
open is bounded in its transport: the bytes of an answer as they come, the time for all tries together, and the headers,
of which it adds some that tell of the machine. Redirects are not followed: a story goes to the address that is set.
"""

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx2
import openai

from stories.asking.errors import AskError, Away, Cut, Refused, Unusable
from stories.jobs.deadline import deadline

KEPT_HEADERS = frozenset(
    "host content-type content-length authorization accept accept-encoding connection user-agent".split()
)
CONNECT_SECONDS = 10.0
# Tokens of an answer: five times what a long story needs.
MOST_TOKENS = 8_000
# Characters a token, where a server does not say what was used.
CHARACTERS = 4
NO_KEY = "none"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model at an address. `seconds` is what one story may take in all, `characters` how long a part of it may be,
    `options` what is added to each request.
    """

    url: str
    name: str
    key: str = field(default="", repr=False)
    seconds: float = 120.0
    characters: int = 12_000
    options: Mapping[str, Any] = field(default_factory=dict)
    retries: int = 2
    most_bytes: int = 2_000_000

    @property
    def host(self) -> str:
        """Return where stories are sent: the host alone, as an address may hold a secret."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model answered, and the tokens it took, in and out."""

    text: str
    tokens_in: int
    tokens_out: int


class Asker:
    """Asks one endpoint, until `endpoint.seconds` are over."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._ends = time.monotonic() + endpoint.seconds
        transport = _Bounded(self._ends, endpoint.most_bytes)
        # Nothing of the environment: no proxy and no key that was meant for another program.
        http = httpx2.Client(transport=transport, follow_redirects=False, trust_env=False)
        self._client = openai.OpenAI(
            api_key=endpoint.key or NO_KEY, base_url=endpoint.url, http_client=http, max_retries=endpoint.retries,
            organization="", project="",
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def ask(self, messages: list[dict[str, str]], schema: Mapping[str, Any]) -> Answer:
        """Return what it answers. Raises an AskError that says why there is none."""
        late = _TooLate("too late")
        try:
            with deadline(max(0.01, self._ends - time.monotonic()), late):
                told = self._client.chat.completions.create(**self._body(messages, schema))
        except Exception as error:
            raise _told(error, self._endpoint.seconds) from None
        return _answer(told, messages)

    def _body(self, messages: list[dict[str, str]], schema: Mapping[str, Any]) -> dict[str, Any]:
        form = {"type": "json_schema", "json_schema": {"name": "findings", "strict": True, "schema": schema}}
        usual = {"temperature": 0, "max_tokens": MOST_TOKENS, "response_format": form}
        wanted = {name: value for name, value in {**usual, **self._endpoint.options}.items() if value is not None}
        return {"model": self._endpoint.name, "messages": messages, "extra_body": wanted}


def estimate(messages: list[dict[str, str]]) -> int:
    """Return about how many tokens a question has."""
    return math.ceil(sum(len(one["content"]) for one in messages) / CHARACTERS)


def _answer(told: Any, messages: list[dict[str, str]]) -> Answer:
    """Return the text of what came; other servers than one expects leave out, or put in, what they like."""
    try:
        choice = told.choices[0]
        text, ended = choice.message.content, choice.finish_reason
    except (AttributeError, IndexError, TypeError):
        raise Unusable("What it answers is not in the protocol.") from None
    if ended == "length":
        raise Cut("Its answer ends in the middle: the story is too long for it.")
    if not isinstance(text, str) or not text.strip():
        raise Unusable("Its answer is empty.")
    usage = getattr(told, "usage", None)
    used = [getattr(usage, name, None) for name in ("prompt_tokens", "completion_tokens")]
    guessed = [estimate(messages), math.ceil(len(text) / CHARACTERS)]
    # Some count nothing: what is read for nothing would have no budget.
    tokens = [n if type(n) is int and 0 < n < 10_000_000 else guess for n, guess in zip(used, guessed, strict=True)]
    return Answer(text, tokens[0], tokens[1])


class _TooLate(openai.OpenAIError):
    """The time for all tries together is over."""


class _TooMuch(openai.OpenAIError):
    """The answer is longer than any that is asked for."""


class _Packed(openai.OpenAIError):
    """The answer is compressed, though we asked for none that is."""


class _Bounded(httpx2.BaseTransport):
    """Sends a request with few headers, and reads no more of an answer than is meant."""

    def __init__(self, ends: float, most_bytes: int) -> None:
        self._inner = httpx2.HTTPTransport(trust_env=False)
        self._ends, self._most = ends, most_bytes

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise _TooLate
        for name in [name for name in request.headers if name.lower() not in KEPT_HEADERS]:
            del request.headers[name]
        request.headers["accept-encoding"] = "identity"
        request.headers["user-agent"] = "Civictrack"
        connect = min(CONNECT_SECONDS, left)
        request.extensions["timeout"] = {"connect": connect, "read": left, "write": left, "pool": left}
        response = self._inner.handle_request(request)
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            response.close()
            raise _Packed
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = _Counted(response.stream, self._ends, self._most)
        return response

    def close(self) -> None:
        self._inner.close()


class _Counted(httpx2.SyncByteStream):
    """The bytes of an answer, up to a number and a moment."""

    def __init__(self, stream: httpx2.SyncByteStream, ends: float, most: int) -> None:
        self._stream, self._ends, self._left = stream, ends, most

    def __iter__(self) -> Iterator[bytes]:
        for some in self._stream:
            self._left -= len(some)
            if self._left < 0:
                raise _TooMuch
            if time.monotonic() > self._ends:
                raise _TooLate
            yield some

    def close(self) -> None:
        self._stream.close()


def _told(error: Exception, seconds: float) -> AskError:
    """Return what went wrong, in a sentence of ours: a server's may hold our key, or the story."""
    if isinstance(error, (_TooLate, openai.APITimeoutError)):
        return Away(f"It did not answer within {seconds:g} seconds.")
    if isinstance(error, _TooMuch):
        return Unusable("Its answer is longer than any that is read.")
    if isinstance(error, openai.APIStatusError):
        return _by_status(error.status_code)
    if isinstance(error, openai.APIConnectionError):
        return Away("It could not be reached, or broke off.")
    return Unusable(f"What it answers is not in the protocol ({type(error).__name__.strip('_')}).")


def _by_status(status: int) -> AskError:
    if status in (401, 403):
        return Refused(f"It refuses our key ({status}).")
    if status == 404:
        return Refused("It knows no such address or model (404).")
    if 300 <= status < 400:
        return Refused(f"It sends us elsewhere ({status}); no story goes there.")
    if status == 429:
        return Away("It has too much to do, or our credit with it is used up (429).")
    if status >= 500 or status in (408, 409):
        return Away(f"It failed ({status}).")
    return Unusable(f"It does not take what it was asked ({status}).")
