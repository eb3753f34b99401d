"""A list as CSV or JSON."""

import csv
import io
import json

import pytest

from stories.public.tables import FORMS, harmless

ROWS = [{"name": 'Ada "Reed"\nof Reedham', "number": 3, "is": True}, {"name": "=1+1", "number": None, "is": False}]


def written(form: str, rows: list[dict[str, object]]) -> str:
    return "".join(FORMS[form].write(["name", "number", "is"], rows))  # type: ignore[arg-type]


def test_a_row_reads_as_it_was_written() -> None:
    [first, second] = csv.DictReader(io.StringIO(written("csv", ROWS), newline=""))
    assert first == {"name": 'Ada "Reed"\nof Reedham', "number": "3", "is": "true"}
    assert second == {"name": "'=1+1", "number": "", "is": "false"}
    assert json.loads(written("json", ROWS)) == ROWS


def test_an_empty_list_has_its_columns_and_is_a_list() -> None:
    assert written("csv", []) == "name,number,is\r\n"
    assert json.loads(written("json", [])) == []


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1"])
def test_no_text_is_a_spreadsheets_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", [-3, 0, None, "Ada", "3–4", ""])
def test_what_is_none_stays_as_it_is(value: object) -> None:
    assert harmless(value) == value  # type: ignore[arg-type]
