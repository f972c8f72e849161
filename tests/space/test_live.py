"""What stands is what was declared last, however it came; and readers keep theirs."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tests.space.test_exact import box
from tests.space.test_pairs import by_definition

from detente.record.errors import Misasked
from detente.space.standing import live
from detente.space.standing.live import Live
from detente.space.volume import TOUCHING, Limit, Minima, Volume, Window

HOUR_MS = 3_600_000


@st.composite
def volumes(draw: st.DrawFn) -> Volume:
    """Draw one of a few ids, about one place."""
    south, west = draw(st.integers(0, 6)), draw(st.integers(0, 6))
    start = draw(st.integers(0, 5)) * HOUR_MS
    return Volume(
        draw(st.sampled_from("ABCDEFGHIJKL")),
        (
            box(
                60 + south / 10, 179 + west / 10, 60.15 + south / 10, 179.15 + west / 10
            ),
        ),
        Limit(draw(st.integers(0, 3)) * 1_000_000),
        Limit(draw(st.integers(3, 6)) * 1_000_000),
        (Window(start, start + HOUR_MS),),
        draw(st.sampled_from(["NORTH", "SOUTH"])),
    )


class Declaring(RuleBasedStateMachine):
    """Volumes are declared, changed and withdrawn in any order."""

    minima = TOUCHING
    fast = False

    def __init__(self) -> None:
        super().__init__()
        self.live = Live.of([], self.minima, fast=self.fast)
        self.stand: dict[str, Volume] = {}
        self.before: list[tuple[Live, list[tuple[str, str]]]] = []

    @rule(volume=volumes())
    def declare(self, volume: Volume) -> None:
        """A new one, or another of the same id."""
        self.live = self.live.declared(volume)
        self.stand[volume.id] = volume

    @rule(id_=st.sampled_from("ABCDEFGHIJKL"))
    def withdraw(self, id_: str) -> None:
        """One that stands, or none."""
        self.live = self.live.withdrawn(id_)
        self.stand.pop(id_, None)

    @rule()
    def settle(self) -> None:
        """The owner finds the time."""
        self.live = self.live.settled()

    @rule()
    def read(self) -> None:
        """A reader takes what stands now."""
        self.before.append((self.live, self.live.pairs()))

    @rule(volume=volumes())
    def ask(self, volume: Volume) -> None:
        """What would it conflict with?"""
        expected = sorted(
            each.id
            for each in self.stand.values()
            if each.id != volume.id
            and each.party != volume.party
            and by_definition(each, volume, self.minima)
        )
        assert self.live.conflicts(volume) == expected

    @invariant()
    def the_pairs_are_those_of_what_stands(self) -> None:
        """Independent of how they came."""
        rows = sorted(self.stand.values(), key=lambda each: each.id)
        expected = [
            (one.id, other.id)
            for at, one in enumerate(rows)
            for other in rows[at + 1 :]
            if one.party != other.party and by_definition(one, other, self.minima)
        ]
        assert self.live.pairs() == expected

    def teardown(self) -> None:
        """What a reader took has not changed under him."""
        for taken, pairs in self.before:
            assert taken.pairs() == pairs


class DeclaringApart(Declaring):
    """The same at separation minima."""

    minima = Minima(9_260_000, 300_000, HOUR_MS // 4)


TestDeclaring = Declaring.TestCase
TestDeclaring.settings = settings(
    max_examples=15, stateful_step_count=15, deadline=None
)
TestDeclaringApart = DeclaringApart.TestCase
TestDeclaringApart.settings = TestDeclaring.settings


def test_large_runs_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until their owner finds the time: a message must not wait for a million."""
    monkeypatch.setattr(live, "JOINED", 4)
    found = Live.of(Volume(str(n), (box(n, 0, n + 1, 1),)) for n in range(10))
    for n in range(10, 20):
        found = found.declared(Volume(str(n), (box(n, 0, n + 1, 1),)))

    assert found.runs[0].size == 10
    assert max(run.size for run in found.runs[1:]) <= 4
    assert len(found.settled().runs) == 1
    assert found.settled().pairs() == found.pairs()


def test_two_volumes_of_one_id_are_refused() -> None:
    """Which of them stands, nobody could say."""
    twice = Volume("A", (box(0, 0, 1, 1),))
    with pytest.raises(Misasked, match="one id"):
        Live.of([twice, twice])
