"""Bytes become text as browsers would have it, and nothing in it can break storage or display."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.ingestion.charset import decode, storable

CAFE = "Café Zürich – “quoted”"


def test_utf8_wins_over_a_declaration_that_lies() -> None:
    assert decode(CAFE.encode(), "text/html; charset=iso-8859-1") == CAFE


def test_the_header_is_believed_for_bytes_that_are_no_utf8() -> None:
    assert decode(CAFE.encode("cp1252"), "text/html; charset=windows-1252") == CAFE


def test_latin1_is_read_as_windows_1252_as_browsers_do() -> None:
    assert decode("“yes”".encode("cp1252"), "text/html; charset=ISO-8859-1") == "“yes”"


def test_a_meta_tag_names_the_encoding_where_no_header_does() -> None:
    assert "Łódź" in decode('<meta charset="iso-8859-2"><p>Łódź</p>'.encode("iso-8859-2"))


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "utf-32"])
def test_a_byte_order_mark_settles_it(codec: str) -> None:
    assert decode(CAFE.encode(codec), "text/html; charset=latin-1") == CAFE


def test_utf7_is_never_decoded() -> None:
    assert "<script>" not in decode(b"+ADw-script+AD4-", "text/html; charset=utf-7")


def test_a_page_declared_utf8_with_one_latin1_byte_is_read_as_windows_1252() -> None:
    assert decode(b'<meta charset="utf-8"><p>Caf\xe9 open</p>') == '<meta charset="utf-8"><p>Café open</p>'


def test_one_bad_byte_in_a_utf8_page_costs_one_character() -> None:
    text = decode(("Łódź żółw " * 40).encode() + b"\xff")
    assert text.startswith("Łódź żółw")
    assert text.count("\ufffd") == 1


def test_python_transforms_are_no_encodings() -> None:
    assert decode(b"caf\xe9", "text/html; charset=rot13") == "café"
    assert decode(b"\\u0041\xe9", "text/html; charset=unicode_escape").startswith("\\u0041")


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_bytes_under_any_header_decode(data: bytes, header: str) -> None:
    assert isinstance(decode(data, header), str)


@given(st.text(alphabet=st.characters(), max_size=200))
def test_stored_text_holds_no_nul_no_lone_surrogate_and_no_bidi_override(text: str) -> None:
    kept = storable(text)
    kept.encode("utf-8")
    assert not set(kept) & set("\x00\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
