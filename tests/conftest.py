"""What holds for every test: its environment, its network, how properties search."""

import ipaddress
import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# A test does not measure time, so no example is too slow; a failure prints how to
# repeat it on another machine, where this one's example database is not. `make test`
# draws the same examples at every run, so that a change is judged by what it changes;
# few of them, for the same ones find nothing the next time. `make search` draws many
# others each time, and what it finds becomes a test of its own.
settings.register_profile(
    "same", deadline=None, print_blob=True, derandomize=True, max_examples=50
)
settings.register_profile("search", deadline=None, print_blob=True, max_examples=300)
settings.load_profile("same")


TOGETHER = frozenset({"browser", "cli"})
"""Folders whose tests share what takes long to set up: a line, two nodes, a browser."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep in one process what is set up once: the tests of a file, or of a folder."""
    tests = Path(__file__).parent
    for item in items:
        path = item.path.relative_to(tests)
        name = path.parts[0] if path.parts[0] in TOGETHER else str(path)
        item.add_marker(pytest.mark.xdist_group(name))


def is_own_machine(host: object) -> bool:
    """Say whether a host is this machine; an empty one means any of its addresses."""
    if host in {None, "", "localhost", b"localhost"}:
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.partition("%")[0]).is_loopback
    except ValueError:
        return False


def refuse_other_machines(event: str, arguments: tuple[object, ...]) -> None:
    """Stop a test that reaches for another machine, before a packet leaves.

    This sees sockets of Python. uvloop has its own, beside them: what runs on it is
    started with a loopback address by the test.
    """
    if event in {"socket.connect", "socket.sendto", "socket.bind"}:
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
        wildcard = event == "socket.bind" and host in {"", "0.0.0.0", "::"}  # noqa: S104
    elif event == "socket.getaddrinfo":
        host, wildcard = arguments[0], False
    else:
        return
    if wildcard or not is_own_machine(host):
        raise PermissionError(f"{event} {host!r}: a test stays on this machine.")


def pytest_configure() -> None:
    """Set the guard. Python keeps an audit hook until the process ends."""
    sys.addaudithook(refuse_other_machines)


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide what the person who runs the tests has set for Detente or a proxy."""
    for name in os.environ:
        if name.upper().startswith("DETENTE_") or name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)
