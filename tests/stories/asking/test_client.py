"""Whatever an endpoint does, one question ends in time, within bounds, and with a sentence of ours."""

import json
import time

import pytest

from stories.asking.client import Asker, estimate
from stories.asking.errors import AskError, Away, Cut, Refused, Unusable
from tests.stories.asking.scripted import (
    Model,
    Reply,
    content,
    endless,
    endless_headers,
    huge,
    hung_up,
    packed,
    raw,
    silence,
    status,
)

QUESTION = [{"role": "system", "content": "Read."}, {"role": "user", "content": "The council met."}]
TIRED, SLOW = 1.2, 5.0
FAILURES: list[tuple[str, Reply, type[AskError], str, int]] = [
    ("a key refused", status(401), Refused, "refuses our key (401)", 1),
    ("a key without rights", status(403), Refused, "refuses our key (403)", 1),
    ("no such model", status(404), Refused, "no such address or model", 1),
    ("elsewhere", status(307, Location="http://127.0.0.1:9/v1"), Refused, "sends us elsewhere (307)", 1),
    ("too much to do", status(429), Away, "(429)", 3),
    ("a fault of its own", status(500), Away, "It failed (500).", 3),
    ("a bad gateway", status(502, b"<html>bad gateway</html>"), Away, "It failed (502).", 3),
    ("a story too long", status(400), Unusable, "does not take what it was asked (400)", 1),
    ("silence", silence(SLOW), Away, f"did not answer within {TIRED} seconds", 1),
    ("a stream that never ends", endless(), Away, f"did not answer within {TIRED} seconds", 1),
    ("headers that never end", endless_headers(), Away, "", 1),
    ("fifty million bytes", huge(), Unusable, "longer than any that is read", 1),
    ("fifty million bytes, packed", packed(), Unusable, "not in the protocol", 1),
    ("half an answer, hung up", hung_up(), Away, "broke off", 3),
    ("half an answer, cut", content('{"people": [', "length"), Cut, "ends in the middle", 1),
    ("nothing", content(None), Unusable, "empty", 1),
    ("no JSON", raw(b"It was a nice meeting."), Unusable, "not in the protocol", 1),
    ("a list", raw(b"[1, 2]"), Unusable, "not in the protocol", 1),
    ("lists in lists in lists", raw(b"[" * 500_000), Unusable, "not in the protocol", 1),
    ("no choices", raw(b'{"choices": []}'), Unusable, "not in the protocol", 1),
    ("choices that are none", raw(b'{"choices": "two", "usage": 7}'), Unusable, "not in the protocol", 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reply", "error", "sentence", "tries"), [case[1:] for case in FAILURES], ids=[case[0] for case in FAILURES]
)
def test_each_failure_ends_soon_with_a_sentence_that_holds_no_secret(
    model: Model, reply: Reply, error: type[AskError], sentence: str, tries: int
) -> None:
    model.says(reply)
    began = time.monotonic()
    patient = error is Away and tries > 1
    with (
        Asker(model.endpoint(20.0 if patient else TIRED)) as asker,
        pytest.raises(error) as raised,
    ):
        asker.ask(QUESTION, {})
    assert time.monotonic() - began < (20 if patient else SLOW)
    assert sentence in str(raised.value)
    assert "sk-secret" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert len(model.asked) == tries


def test_an_endpoint_that_nobody_serves_is_away() -> None:
    from tests.stories.asking.scripted import serve

    with serve() as gone:
        endpoint = gone.endpoint(TIRED, retries=0)
    with Asker(endpoint) as asker, pytest.raises(Away, match="could not be reached"):
        asker.ask(QUESTION, {})


def test_what_is_over_by_the_next_try_costs_nothing(model: Model) -> None:
    model.says(status(500), status(429), content("{}"))
    with Asker(model.endpoint()) as asker:
        answer = asker.ask(QUESTION, {})
    assert (answer.text, answer.tokens_in, answer.tokens_out) == ("{}", 1200, 300)
    assert len(model.asked) == 3


def test_the_time_is_one_for_all_questions_about_a_story(model: Model) -> None:
    model.says(content("{}"), silence(SLOW))
    with Asker(model.endpoint(TIRED)) as asker:
        asker.ask(QUESTION, {})
        with pytest.raises(Away):
            asker.ask(QUESTION, {})
        with pytest.raises(Away):
            asker.ask(QUESTION, {})
    assert len(model.asked) == 2


def test_a_request_holds_the_question_the_schema_and_our_key_and_nothing_about_us(
    model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_API_KEY", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    model.says(content("{}"))
    with Asker(model.endpoint(options={"temperature": None, "max_tokens": 100, "seed": 7})) as asker:
        asker.ask(QUESTION, {"type": "object"})
    (asked,), (headers,) = model.asked, model.headers
    assert set(asked) == {"model", "messages", "max_tokens", "seed", "response_format"}
    assert asked["messages"] == QUESTION
    assert asked["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert set(headers) <= {
        "host", "content-type", "content-length", "authorization", "accept", "accept-encoding", "connection",
        "user-agent",
    }  # fmt: skip
    assert (headers["authorization"], headers["user-agent"]) == ("Bearer a key", "Civictrack")
    assert "a key" not in repr(model.endpoint())


@pytest.mark.parametrize(
    "usage", [None, {"prompt_tokens": "many", "completion_tokens": -3}, {"prompt_tokens": 0, "completion_tokens": 0}]
)
def test_what_a_server_does_not_count_is_estimated(model: Model, usage: object) -> None:
    model.says(content(json.dumps({"people": []}), usage=usage))
    with Asker(model.endpoint()) as asker:
        answer = asker.ask(QUESTION, {})
    assert (answer.tokens_in, answer.tokens_out) == (estimate(QUESTION), 4)
