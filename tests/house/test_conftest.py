"""The guards that every other test relies on."""

import socket

import pytest


def test_no_test_connects_to_another_machine() -> None:
    """A connection beyond loopback is refused before a packet leaves."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as outgoing,
        pytest.raises(PermissionError, match="stays on this machine"),
    ):
        outgoing.connect(("192.0.2.1", 443))


def test_no_test_asks_for_the_address_of_another_machine() -> None:
    """A name is not looked up: the question alone would leave the machine."""
    with pytest.raises(PermissionError, match="stays on this machine"):
        socket.getaddrinfo("example.invalid", 443)


def test_no_test_listens_to_other_machines() -> None:
    """A server of a test that would be open to the network is refused."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as server,
        pytest.raises(PermissionError, match="stays on this machine"),
    ):
        server.bind(("0.0.0.0", 0))  # noqa: S104


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_loopback_is_open_to_tests(family: socket.AddressFamily) -> None:
    """Real servers on this machine are what carriers are tested against."""
    host = "127.0.0.1" if family == socket.AF_INET else "::1"
    with (
        socket.create_server((host, 0), family=family) as server,
        socket.create_connection(server.getsockname()[:2]) as client,
    ):
        assert client.getpeername()[:2] == server.getsockname()[:2]
