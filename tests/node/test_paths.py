"""Which path a bundle takes: the charter's order, and what failed lately."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from detente.node.paths import FIRST_REST_S, LEFT_FOR_S, LONGEST_REST_S, Paths
from detente.record.errors import PathFailed

DOWN = PathFailed("Nobody listens there.")


class Way:
    """A carrier that only has a name, and can be let go of."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.closed = False

    async def hand_over(self, frame: bytes) -> bytes | None:
        """Carry nothing."""
        raise PathFailed(f"{len(frame)} bytes had nowhere to go.")

    async def close(self) -> None:
        """Let go."""
        self.closed = True


def paths(*names: str) -> Paths:
    """Return the paths of these names, best first."""
    return Paths([Way(name) for name in names or ("https", "folder")])


def ready(ways: Paths, now_s: float, size: int = 1) -> list[str]:
    """Return the names of the paths to try."""
    return [way.path for way in ways.ready(now_s, size)]


def test_paths_are_tried_in_the_charters_order() -> None:
    """Whatever worked last."""
    ways = paths("https", "nats", "folder")
    ways.worked("folder", 1.0, 1.0, 1, answered=True)

    assert ready(ways, 2.0) == ["https", "nats", "folder"]


def test_a_path_that_failed_rests_and_the_next_is_tried_at_once() -> None:
    """One dead path costs no time on the others, and its turn comes again."""
    ways = paths()
    ways.failed("https", DOWN, 10.0)

    assert ready(ways, 10.0) == ["folder"]
    assert ready(ways, 10.0 + FIRST_REST_S) == ["https", "folder"]
    assert ways.states["https"].trouble == DOWN.sentence


@given(st.integers(1, 60))
def test_a_path_rests_longer_each_time_up_to_a_bound(failures: int) -> None:
    """Doubled from half a second, never over twenty."""
    ways, now_s = paths("https"), 0.0
    for number in range(failures):
        ways.failed("https", DOWN, now_s)
        rest_s = ways.states["https"].rests_until_s - now_s
        assert rest_s <= LONGEST_REST_S
        assert abs(rest_s - min(FIRST_REST_S * 2**number, LONGEST_REST_S)) < 1e-6
        assert ready(ways, now_s + rest_s - 0.001) == []
        now_s = ways.states["https"].rests_until_s
        assert ready(ways, now_s) == ["https"]


def test_a_path_that_works_again_has_forgotten_its_failures() -> None:
    """The next failure is the first."""
    ways = paths("https")
    for _ in range(9):
        ways.failed("https", DOWN, 0.0)
    ways.worked("https", 100.0, 100.0, 1, answered=True)
    ways.failed("https", DOWN, 200.0)

    assert ways.states["https"].rests_until_s == 200.0 + FIRST_REST_S
    assert ways.states["https"].used_at_s == 100.0
    assert ways.states["https"].failed_at_s == 200.0


def test_a_path_by_which_the_peer_came_need_not_rest() -> None:
    """It can be reached there after all."""
    ways = paths()
    for _ in range(9):
        ways.failed("https", DOWN, 0.0)
    assert ready(ways, 1.0) == ["folder"]
    ways.heard("https", 1.0)

    assert ready(ways, 1.0) == ["https", "folder"]


def test_a_path_that_is_not_ours_is_passed_over_when_heard() -> None:
    """The peer may come by one that leads nowhere from here."""
    ways = paths("https")
    ways.heard("nats", 1.0)

    assert set(ways.states) == {"https"}


def test_what_was_left_on_a_one_way_path_is_not_left_again_soon() -> None:
    """Or a folder would fill with copies while the other side is away."""
    ways = paths()
    ways.worked("folder", 0.0, 0.0, 5, answered=False)

    assert ready(ways, LEFT_FOR_S - 1, size=5) == ["https"]
    assert ready(ways, LEFT_FOR_S, size=5) == ["https", "folder"]


def test_what_is_new_is_left_on_a_one_way_path_at_once() -> None:
    """A new statement does not wait for the copies of the old one."""
    ways = paths()
    ways.worked("folder", 0.0, 0.0, 5, answered=False)

    assert ready(ways, 1.0, size=6) == ["https", "folder"]


def test_nothing_is_left_where_a_path_failed() -> None:
    """What could not be written down there is still to be left."""
    ways = paths("folder")
    ways.failed("folder", DOWN, 0.0)

    assert ready(ways, FIRST_REST_S, size=5) == ["folder"]


def test_no_path_is_no_error() -> None:
    """A line may be set up before its paths are."""
    assert Paths([]).ready(0.0, 1) == []


def test_every_path_is_let_go_of_at_the_end() -> None:
    """Each of them once."""
    ways = [Way("https"), Way("folder")]
    asyncio.run(Paths(ways).close())

    assert [way.closed for way in ways] == [True, True]
