"""A line of the log names its request, and nobody."""

import json
import logging
import sys

import pytest

from civictrack.logs import Json, Line, Refusals


def record(words: str) -> logging.LogRecord:
    made = logging.LogRecord("votes.alerts", logging.WARNING, "", 0, words, (), None)
    made.correlation_id = "0123abcd"
    return made


def test_a_line_in_json_says_when_what_and_for_which_request() -> None:
    line = json.loads(Json().format(record("3 mails sent")))
    assert {name: line[name] for name in ("level", "logger", "message", "request")} == {
        "level": "WARNING", "logger": "votes.alerts", "message": "3 mails sent", "request": "0123abcd",
    }  # fmt: skip
    assert line["at"]


def test_what_the_framework_adds_stands_not_in_the_place_of_the_requests_id() -> None:
    made = record("Not Found: /en/x/")
    made.request, made.status_code = object(), 404
    line = json.loads(Json().format(made))
    assert (line["request"], line["status_code"]) == ("0123abcd", 404)


@pytest.mark.parametrize("form", [Line(), Json()])
@pytest.mark.parametrize(
    ("words", "hidden"),
    [
        ("to ada.reed+news@mail.example: refused", "ada.reed"),
        ("<ada@harrow.example>", "ada"),
        (f"GET /en/alerts/{'k' * 40}/", "kkk"),
        ("ö@harrow.example", "ö@"),
    ],
)
def test_nobodys_address_and_no_link_is_in_a_line(form: logging.Formatter, words: str, hidden: str) -> None:
    assert hidden not in form.format(record(words))


def test_what_an_error_quotes_is_hidden_too() -> None:
    made = record("could not send")
    try:
        raise ValueError("550 ada@harrow.example is unknown")
    except ValueError:
        made.exc_info = sys.exc_info()
    assert "ada@" not in Line().format(made)
    assert "ada@" not in Json().format(made)
    assert "550" in Json().format(made)


def test_what_whoever_asks_did_wrong_is_no_error_of_the_program() -> None:
    made = logging.LogRecord("django.security.DisallowedHost", logging.ERROR, "", 0, "Invalid host", (), None)
    assert Refusals().filter(made)
    assert made.levelname == "WARNING"
    made = logging.LogRecord("django.request", logging.ERROR, "", 0, "Internal Server Error", (), None)
    assert Refusals().filter(made)
    assert made.levelname == "ERROR"
