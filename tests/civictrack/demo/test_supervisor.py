"""Two demos side by side never choose the same port."""

import socket
import subprocess
import sys

import pytest

from civictrack.demo.__main__ import take_news_port
from civictrack.demo.state import State
from civictrack.demo.supervisor import take_port

CHOOSES_AND_WAITS = (
    "import sys; from civictrack.demo.supervisor import take_port; print(take_port({}), flush=True); sys.stdin.read()"
)


def other_demo(wanted: int) -> "subprocess.Popen[str]":
    """Has chosen a port and not bound it yet; it ends when its input does."""
    code = CHOOSES_AND_WAITS.format(wanted)
    return subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def chosen_by(demo: "subprocess.Popen[str]") -> int:
    assert demo.stdout
    return int(demo.stdout.readline())


def test_a_port_that_another_demo_chose_is_not_chosen_again_while_it_runs() -> None:
    with other_demo(0) as first:
        port = chosen_by(first)
        with other_demo(port) as second:
            assert chosen_by(second) != port
            second.communicate()
        first.communicate()


def test_a_port_that_a_server_listens_on_is_not_chosen() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert take_port(port) != port


def test_a_loaded_demo_whose_news_port_is_taken_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port}, where the demo's news sites live, is taken"):
            take_news_port(State("2026-03-10", port, loaded=True))
