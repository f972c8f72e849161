"""Who sits at the console, for how long, and where an alarm can sound."""

import random
from typing import NamedTuple

import pytest

from detente.console.seats import ARMED_S, LONGEST_S, Seats
from detente.node.keyring import SecretKey
from detente.node.officer import Officer
from detente.record import keys
from detente.testing.clock import FakeClock


class Room(NamedTuple):
    """A clock, and the seats by it."""

    clock: FakeClock
    seats: Seats


@pytest.fixture
def room() -> Room:
    """An empty room."""
    clock = FakeClock()
    return Room(clock, Seats(clock, random.Random(1).randbytes))


def officer(number: int) -> Officer:
    """Return an officer of the watch."""
    return Officer("Watch", number, SecretKey(keys.ED25519, bytes([number]) * 32))


def test_a_seat_is_found_by_its_own_secret_alone(room: Room) -> None:
    """Two officers, two browsers."""
    one, two = (
        room.seats.take("Watch", 1, officer(1)),
        room.seats.take("Watch", 2, None),
    )

    found = [room.seats.find(each) for each in (one, two, "", "another")]

    assert [None if each is None else each.who for each in found] == [
        "Watch 1",
        "Watch 2",
        None,
        None,
    ]


def test_who_left_sits_there_no_longer(room: Room) -> None:
    """His credential is forgotten with the seat."""
    secret = room.seats.take("Watch", 1, officer(1))

    room.seats.leave(secret)

    assert room.seats.find(secret) is None


def test_no_watch_is_longer_than_the_longest(room: Room) -> None:
    """What was opened for a watch does not stay open for the next."""
    secret = room.seats.take("Watch", 1, officer(1))

    room.clock.move(LONGEST_S)
    assert room.seats.find(secret) is not None
    room.clock.move(1)
    assert room.seats.find(secret) is None


def test_a_seat_is_armed_as_long_as_it_says_so(room: Room) -> None:
    """Whoever says nothing any more may be a browser that was closed."""
    seat = room.seats.find(room.seats.take("Watch", 1, officer(1)))
    assert seat is not None
    room.seats.arm(seat, can_sound=True)
    assert room.seats.armed() == ("Watch 1",)

    room.clock.move(ARMED_S + 1)

    assert room.seats.armed() == ()


def test_a_seat_that_cannot_sound_is_not_armed_at_once(room: Room) -> None:
    """A suspended sound or a hidden page is told, and not waited out."""
    seat = room.seats.find(room.seats.take("Watch", 1, officer(1)))
    assert seat is not None
    room.seats.arm(seat, can_sound=True)

    room.seats.arm(seat, can_sound=False)

    assert room.seats.armed() == ()


def test_who_sits_is_told_until_the_longest_watch_is_over(room: Room) -> None:
    """A browser that was closed sits on; one whose time is over does not."""
    room.seats.take("Watch", 1, officer(1))
    room.clock.move(LONGEST_S / 2)
    left = room.seats.take("Watch", 2, officer(2))
    room.seats.take("Watch", 3, None)
    room.seats.leave(left)
    assert [each.who for each in room.seats.sitting()] == ["Watch 1", "Watch 3"]

    room.clock.move(LONGEST_S / 2 + 1)

    assert [each.who for each in room.seats.sitting()] == ["Watch 3"]
