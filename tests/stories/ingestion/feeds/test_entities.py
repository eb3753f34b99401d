"""Entities that grow or reach out are refused; nothing is fetched, and stories about them are read."""

import pytest

from stories.ingestion.feeds.errors import HostileFeed
from stories.ingestion.feeds.read import read
from tests.stories.ingestion.samples import item, rss

LAUGHS = [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]


def _entities(*declarations: str) -> str:
    return f"<!DOCTYPE rss [{''.join(declarations)}]>"


@pytest.mark.parametrize("doctype", [
    _entities('<!ENTITY l0 "lol">', *LAUGHS),
    _entities(f'<!ENTITY a "{"A" * 50_000}">'),
    _entities('<!ENTITY x SYSTEM "file:///etc/passwd">'),
    _entities('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">'),
    _entities('<!ENTITY x PUBLIC "p" "http://127.0.0.1:9/x">'),
    _entities('<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;'),
    "<!-- " + "x" * 9000 + " -->" + _entities('<!ENTITY x SYSTEM "file:///etc/passwd">'),
    "<!-- <a -->" + _entities(f'<!ENTITY a "{"A" * 50_000}">'),
    "<?note <a ?>" + _entities(f'<!ENTITY a "{"A" * 50_000}">'),
    f'<!--\n<!ENTITY a "{"A" * 50_000}">\n-->',
    '<?xml-stylesheet href="a"?><!-- <a -->' + _entities(f'<!ENTITY a "{"A" * 50_000}">'),
    _entities('<!ATTLIST rss x CDATA "<!--">', f'<!ENTITY a "{"A" * 50_000}">', '<!ATTLIST rss y CDATA "-->">'),
    _entities('<!ENTITY l0 "l">', '<!ENTITY l1 "&#38;l0;&#x26;l0;">', '<!ENTITY l9 "&#38;l1;&#038;l1;">'),
])  # fmt: skip
def test_entities_that_expand_or_reach_out_are_refused(doctype: str) -> None:
    with pytest.raises(HostileFeed, match="entities"):
        read(rss(item(title="&x;&a;&l9;"), doctype=doctype))


def test_entities_after_rubbish_that_a_parser_would_skip_are_refused_too() -> None:
    with pytest.raises(HostileFeed):
        read(rss(item(title="&a;"), declaration="<a><?xml?>", doctype=_entities(f'<!ENTITY a "{"A" * 50_000}">')))


def test_entities_hidden_in_another_encoding_are_refused_too() -> None:
    text = rss(item(title="&x;"), doctype=_entities('<!ENTITY x SYSTEM "file:///etc/passwd">')).decode()
    with pytest.raises(HostileFeed):
        read(text.encode("utf-16"))


def test_a_story_about_entities_defines_none() -> None:
    said = '<![CDATA[<p>They sent <!DOCTYPE x [<!ENTITY a "AAAAAAAAAAAAAAAAAAAA">]> to the county.</p>]]>'
    assert len(read(rss(item(1, description=said), doctype="<!-- Beacon -->")).entries) == 1


def test_a_doctype_is_never_fetched_and_an_entity_for_one_character_is_honest() -> None:
    outside = rss(item(1), doctype='<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">')
    assert len(read(outside).entries) == 1
    known = _entities('<!ENTITY nbsp "&#160;">', '<!ENTITY amp "&#38;#38;">', "<!ENTITY hr '--'>")
    (entry,) = read(rss(item(1, title="Fees&nbsp;rise"), doctype=known)).entries
    assert entry.title == "Fees rise"
