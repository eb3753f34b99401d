"""Which URLs are refused as written."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from urllib3.util import parse_url

from stories.ingestion.errors import Outcome, UnsafeURL
from stories.ingestion.fetch import Fetcher, check_url
from stories.ingestion.fetch.settings import FetchSettings
from tests.stories.ingestion.web import USER_AGENT

OBFUSCATED = [
    "http://0/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0x7F.0.0.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.000.000.001/",
    "http://00127.0.0.1/",
    "http://127.0.0.01/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376/",
    "http://169.254.43518/",
    "http://①②⑦.⓪.⓪.①/",
    "http://１２７.0.0.1/",
    "http://127．0．0．1/",
    "http://127。0。0。1/",
    "http://127｡0｡0｡1/",
    "http://ⓛocalhost/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://lo\N{SOFT HYPHEN}calhost/",
    "http://%31%32%37.0.0.1/",
    "http://127.0.0.1%2f@good.example/",
    "http://256.1.1.1/",
    "http://1.2.3.4.5/",
    "http://good.example:0x50/",
    "http://good.example:８０/",
]
CONFUSING = [
    "http://good@127.0.0.1/",
    "http://good:secret@news.example/",
    "http://127.0.0.1\\@good.example/",
    "http:\\\\127.0.0.1/",
    "http://news.example\\.evil.example/",
    "http://127.0.0.1\t/",
    "http://127.0\n.0.1/",
    "http://news.example\r\nHost: evil.example/",
    "http://news.example/\0",
    "http://news.example/\u202egpj.exe",
    " http://news.example/",
    "http://news example/",
    "http:///x",
    "http://",
    "http:x",
    "//x",
    "/x",
    "",
    "http://[::1/",
    "http://::1/",
    "http://[::1]evil/",
    "http://[fe80::1%25eth0]/",
    "http://[v1.x]/",
    "http://.example/",
    "http://a..example/",
    f"http://{'a' * 64}.example/",
    f"http://{'a.' * 130}example/",
    f"http://news.example/{'a' * 5000}",
    "http://news.example:22/",
    "http://news.example:6379/",
    "http://news.example:99999999/",
]
OTHER_SCHEMES = [
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_x",
    "ftp://news.example/",
    "data:text/html,x",
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "jar:http://news.example!/",
    "ws://news.example/",
    "dict://news.example/",
    "feed:http://news.example/",
    "view-source:http://news.example/",
]


@pytest.mark.parametrize("url", OBFUSCATED + CONFUSING + OTHER_SCHEMES)
def test_a_url_that_hides_where_it_leads_is_refused_before_its_name_is_looked_up(url: str) -> None:
    asked: list[str] = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["93.184.215.14"]

    with pytest.raises(UnsafeURL) as refused:
        Fetcher(FetchSettings(user_agent=USER_AGENT), resolver=resolver).fetch(url)
    assert asked == []
    assert refused.value.outcome is Outcome.STOP
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("written", "fetched"),
    [
        ("http://News.Example", "http://news.example/"),
        ("https://news.example:443/a?b=c#d", "https://news.example/a?b=c"),
        ("http://news.example./a", "http://news.example/a"),
        ("https://news.example/año?q=niño y más", "https://news.example/a%C3%B1o?q=ni%C3%B1o%20y%20m%C3%A1s"),
        ("https://news.example/up-100%?q=%20&r=5%", "https://news.example/up-100%25?q=%20&r=5%25"),
        ("https://news.example/a/../b/./c", "https://news.example/b/c"),
        ("https://news.example/a%20b%2Fc", "https://news.example/a%20b%2Fc"),
        ("https://Periódico.example/", "https://xn--peridico-y3a.example/"),
        ("http://93.184.215.14/", "http://93.184.215.14/"),
        ("http://[2606:4700:0::1111]/", "http://[2606:4700::1111]/"),
        ("http://news.example/user@home", "http://news.example/user@home"),
        ("http://news_desk.example/", "http://news_desk.example/"),
    ],
)
def test_a_plain_web_address_gets_one_spelling(written: str, fetched: str) -> None:
    assert check_url(written).url == fetched


@given(
    st.text("abx019.:@\\[]%/?#-_ⓛ。₁é ", max_size=30).map("http://".__add__)
    | st.text(max_size=40).map("https://news.example".__add__)
)
def test_whatever_is_fetched_names_one_host_in_every_reading(url: str) -> None:
    """Our reading, our reading of it again, urllib3's and the standard library's must not differ."""
    try:
        target = check_url(url)
    except UnsafeURL:
        return
    assert check_url(target.url) == target
    seen = parse_url(target.url)
    assert (seen.scheme, (seen.host or "").strip("[]")) == (target.scheme, target.host)
    assert seen.url == target.url
    assert urlsplit(target.url).hostname == target.host
    assert target.url.isascii()


def test_a_port_is_fetched_from_only_when_a_setting_opens_it() -> None:
    assert check_url("http://news.example:8080/", frozenset({80, 8080})).port == 8080
    with pytest.raises(UnsafeURL, match="port 8080"):
        check_url("http://news.example:8080/")
