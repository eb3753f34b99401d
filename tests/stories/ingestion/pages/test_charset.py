"""Bytes become text as browsers would have it, and nothing in it can break storage or display."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.ingestion.pages.charset import decode, storable
from stories.ingestion.pages.read import read
from tests.stories.ingestion.samples import page

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


FRENCH = "Le café était fermé à Noël, où l’élève a reçu un gâteau ; le maire n’a guère goûté la pièce. "
SPANISH = "El año pasado la señora Muñoz votó así: ¿cuánto costó el jardín? ¡Mañana se verá según el camión! "
GERMAN = "Die Bürgermeisterin erklärte, dass für das Gebäude höhere Gebühren fällig würden, „größer als je zuvor“. "
POLISH = "Burmistrz Łodzi powiedział, że źródła są późno znane i będą głosować nad uchwałą o żółtych światłach. "
CZECH = "Starostka řekla, že příští týden bude zasedání a město zváží žádost o koupi staré školy. "
RUSSIAN = "Мэр города сказал, что совет будет голосовать за новый бюджет на следующей неделе. "


@pytest.mark.parametrize("lang", ['<html lang="{}">', "<language>{}-xx</language>", "<p>"])
@pytest.mark.parametrize(("words", "language"), [(FRENCH, "fr"), (SPANISH, "es"), (GERMAN, "de")])
@pytest.mark.parametrize("times", [1, 3, 20])
def test_western_text_that_lies_about_utf8_is_windows_1252(words: str, language: str, lang: str, times: int) -> None:
    told = f'<meta charset="utf-8">{lang.format(language)}' + words * times
    assert decode(told.encode("cp1252"), "text/html; charset=utf-8") == told


@pytest.mark.parametrize(("words", "language", "codec"), [
    (POLISH, "pl", "cp1250"), (CZECH, "cs", "cp1250"), (RUSSIAN, "ru", "cp1251"),
])  # fmt: skip
def test_eastern_text_is_read_by_its_label_or_else_its_language(words: str, language: str, codec: str) -> None:
    labelled = f'<meta charset="{codec.replace("cp", "windows-")}">' + words * 9
    assert decode(labelled.encode(codec)) == labelled
    lying = f'<html lang="{language}"><meta charset="utf-8">' + words * 9
    assert decode(lying.encode(codec)) == lying


def test_russian_that_tells_no_language_is_known_by_its_letters() -> None:
    assert decode(("<p>" + RUSSIAN * 9).encode("cp1251"), "text/html; charset=utf-8") == "<p>" + RUSSIAN * 9


@pytest.mark.parametrize("label", ["utf-16", "utf-16le", "utf-16be", "utf-32"])
def test_a_label_of_wide_letters_on_narrow_ones_is_not_believed(label: str) -> None:
    told = f"<?xml version='1.0' encoding='{label}'?><p>{FRENCH}</p>"
    for codec in ("cp1252", "utf-8"):
        assert decode(told.encode(codec), f"text/xml; charset={label}") == told


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_markup(codec: str) -> None:
    told = f"<!doctype html><html><body><p>{RUSSIAN}</p></body></html>"
    for header in ("text/html; charset=utf-16", f"text/html; charset={codec}", "text/html"):
        assert decode(told.encode(codec), header) == told


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


def test_a_wrong_charset_loses_no_text() -> None:
    html = page().decode().replace("utf-8", "windows-1252").encode("cp1252")
    assert "“The river belongs to whoever walks along it,”" in read(html, content_type="text/html; charset=utf-8").text
