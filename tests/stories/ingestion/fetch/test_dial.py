"""The address is checked when connecting, on every answer of DNS."""

import socket
import threading
from collections.abc import Sequence

import pytest

from stories.ingestion.errors import ConnectFailed, HostNotFound, Outcome, TimedOut, UnsafeAddress
from stories.ingestion.fetch import Fetcher
from tests.patience import PATIENCE, over_within
from tests.stories.ingestion.fetch.test_addresses import NOT_PUBLIC
from tests.stories.ingestion.web import Site, local_settings, page, serve


def fetcher_for(site: Site, *answers: Sequence[str], **changes: object) -> tuple[Fetcher, list[str]]:
    """A fetcher whose name server gives one answer after the other, the last one again and again."""
    asked: list[str] = []

    def resolver(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    return Fetcher(site.settings(**changes), resolver=resolver), asked


def test_the_page_comes_from_the_address_that_was_checked_under_the_name_that_was_asked() -> None:
    with serve() as site:
        site.pages["/"] = page(b"agenda")
        fetcher, asked = fetcher_for(site, ["127.0.0.1"])
        assert fetcher.fetch(f"http://news.example:{site.port}/").body == b"agenda"
        assert asked == ["news.example"]
        assert site.requests[0].headers["Host"] == f"news.example:{site.port}"


@pytest.mark.parametrize("text", sorted({*NOT_PUBLIC} - {"127.0.0.1", "::1"}))  # these serve the tests here
def test_a_name_that_leads_inside_is_not_contacted(text: str) -> None:
    with serve() as site:
        fetcher, _ = fetcher_for(site, [text])
        with pytest.raises(UnsafeAddress) as refused:
            fetcher.fetch(f"http://news.example:{site.port}/")
        assert refused.value.outcome is Outcome.BACK_OFF
        assert site.requests == []


def test_loopback_itself_is_not_contacted_unless_opened() -> None:
    with serve() as site:
        for host in ("127.0.0.1", "localhost", "[::1]"):
            with pytest.raises(UnsafeAddress):
                Fetcher(local_settings(extra_ports=frozenset({site.port}))).fetch(f"http://{host}:{site.port}/")
        assert site.requests == []


@pytest.mark.parametrize("text", [text for text in NOT_PUBLIC if "%" not in text])
def test_an_address_inside_is_not_contacted_when_a_url_names_it(text: str) -> None:
    def resolver(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} is an address and needs no look-up")

    host = f"[{text}]" if ":" in text else text
    with pytest.raises(UnsafeAddress):
        Fetcher(local_settings(), resolver=resolver).fetch(f"http://{host}/latest/meta-data/")


@pytest.mark.parametrize("inside", ["10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "fe80::1"])
def test_one_private_address_among_several_forbids_them_all(inside: str) -> None:
    with serve() as site:
        for answer in (["127.0.0.1", inside], [inside, "127.0.0.1"]):
            fetcher, _ = fetcher_for(site, answer)
            with pytest.raises(UnsafeAddress):
                fetcher.fetch(f"http://news.example:{site.port}/")
        assert site.requests == []


def test_a_name_that_changes_its_address_after_the_check_is_looked_up_only_once() -> None:
    """DNS rebinding: the first answer is harmless, every later one leads inside."""
    with serve() as outside, serve() as inside:
        outside.pages["/"] = page(b"harmless")
        rebinding, asked = fetcher_for(outside, ["127.0.0.1"], ["10.0.0.1"])
        assert rebinding.fetch(f"http://news.example:{outside.port}/").body == b"harmless"
        assert len(asked) == 1
        assert inside.requests == []


def test_a_name_that_leads_inside_at_the_second_visit_is_refused_then() -> None:
    with serve() as site:
        site.pages["/"] = page(b"harmless", Connection="close")
        fetcher, _ = fetcher_for(site, ["127.0.0.1"], ["10.0.0.1"])
        fetcher.fetch(f"http://news.example:{site.port}/")
        with pytest.raises(UnsafeAddress):
            fetcher.fetch(f"http://news.example:{site.port}/")
        assert len(site.requests) == 1


@pytest.mark.parametrize("nonsense", ["not-an-address", "127.0.0.1 ", "2130706433", "0x7f.1", ""])
def test_an_answer_that_is_no_address_is_not_contacted(nonsense: str) -> None:
    with serve() as site:
        fetcher, _ = fetcher_for(site, [nonsense])
        with pytest.raises(UnsafeAddress):
            fetcher.fetch(f"http://news.example:{site.port}/")


def test_a_host_without_an_address_is_said_to_be_not_found() -> None:
    def resolver(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    for resolve in (resolver, lambda _host, _port: []):
        with pytest.raises(HostNotFound, match=r"nowhere\.example was not found"):
            Fetcher(local_settings(), resolver=resolve).fetch("http://nowhere.example/")


def test_a_name_server_that_never_answers_does_not_hold_the_worker() -> None:
    over = threading.Event()

    def resolver(host: str, port: int) -> list[str]:
        over.wait(PATIENCE)
        return ["127.0.0.1"]

    with over_within(PATIENCE / 2), pytest.raises(TimedOut, match="about its name"):
        Fetcher(local_settings(connect_timeout=0.2), resolver=resolver).fetch("http://slow.example/")
    over.set()


def test_the_next_address_is_tried_when_the_first_takes_no_connection() -> None:
    with serve() as site:
        site.pages["/"] = page(b"agenda")
        fetcher, _ = fetcher_for(site, ["::1", "127.0.0.1"])  # the site listens on 127.0.0.1 alone
        assert fetcher.fetch(f"http://news.example:{site.port}/").body == b"agenda"


def test_a_host_where_nothing_listens_is_said_to_take_no_connection() -> None:
    with socket.socket() as bound:  # ours, so that nobody else can begin to listen there
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
        with pytest.raises(ConnectFailed, match="Connection refused"):
            Fetcher(local_settings(port)).fetch(f"http://127.0.0.1:{port}/")
