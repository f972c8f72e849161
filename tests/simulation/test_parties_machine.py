"""Any order of releases, cuts, crashes and bad disks that hypothesis can think of.

Two, three and five parties, of which one observes where there are three or more. After
every run the weather calms, and then every side must hold everything exactly once,
under equal roots, and count the same.
"""

from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from detente.testing.network import Cut, Weather
from detente.testing.simulation import CODES, OBSERVER, Outcome, Plan, Schedule

FAIR = Weather(longest_s=0.05)
seconds = st.floats(0.01, 20.0, allow_nan=False)


class Parties(RuleBasedStateMachine):
    """A channel whose accidents are chosen one by one."""

    count: ClassVar[int]

    @initialize(
        lost=st.floats(0, 0.5), doubled=st.floats(0, 0.5), longest_s=st.floats(0.01, 9)
    )
    def begin(self, lost: float, doubled: float, longest_s: float) -> None:
        """Pair the parties under some weather."""
        weather = Weather(lost, doubled, 0.001, longest_s)
        self.schedule = Schedule(1, given=Plan(self.count, 0, weather, (), 0.0, 0.0))
        self.codes = CODES[self.count]
        self.schedule.begin()

    def _code(self, at: int) -> str:
        return self.codes[at % self.count]

    @rule(at=st.integers(0, 4))
    def say(self, at: int) -> None:
        """A party that may speak says something."""
        if self._code(at) != OBSERVER:
            self.schedule.say(self._code(at))

    @rule(passing_s=seconds)
    def wait(self, passing_s: float) -> None:
        """Time passes."""
        now_s = self.schedule.clock.monotonic_s()
        self.schedule.play_until(now_s + passing_s)

    @rule(one=st.integers(0, 4), other=st.integers(0, 4), lasting_s=seconds)
    def cut(self, one: int, other: int, lasting_s: float) -> None:
        """Nothing passes between two parties for a while."""
        now_s = self.schedule.clock.monotonic_s()
        cut = Cut(self._code(one), self._code(other), now_s, now_s + lasting_s)
        self.schedule.network.cut(cut)

    @rule(at=st.integers(0, 4), relay_s=seconds, probe_s=seconds)
    def amend(self, at: int, relay_s: float, probe_s: float) -> None:
        """Other terms bind one side, sooner or later than the others (10.16)."""
        station = self.schedule.stations[self._code(at)]
        terms = station.side.terms._replace(relay_after_s=relay_s, probe_s=probe_s)
        station.amend(terms)

    @rule(at=st.integers(0, 4))
    def kill(self, at: int) -> None:
        """A node dies between two writes."""
        self.schedule.stations[self._code(at)].kill()

    @rule(at=st.integers(0, 4), ahead=st.integers(1, 4), kept=st.booleans())
    def die_at_a_write(self, at: int, ahead: int, kept: bool) -> None:  # noqa: FBT001
        """A node dies just before or just after one of its next writes."""
        disk = self.schedule.stations[self._code(at)].disk
        disk.crash_at(disk.writes + ahead, kept=kept)

    @rule(at=st.integers(0, 4), ahead=st.integers(1, 4))
    def refuse_a_write(self, at: int, ahead: int) -> None:
        """A disk takes nothing at one of its next writes."""
        disk = self.schedule.stations[self._code(at)].disk
        disk.fail_at(disk.writes + ahead)

    def teardown(self) -> None:
        """Every side holds everything once, in order, and counts the same."""
        if hasattr(self, "schedule"):
            outcome = self.schedule.settle()
            assert outcome[2:] == (0,) * (len(Outcome._fields) - 2), outcome


class TwoParties(Parties):
    """North and South."""

    count = 2


class ThreeParties(Parties):
    """North, South, and one that observes."""

    count = 3


class FiveParties(Parties):
    """Four that speak, and one that observes."""

    count = 5


TestTwoParties = TwoParties.TestCase
TestTwoParties.settings = settings(max_examples=60, stateful_step_count=30)
TestThreeParties = ThreeParties.TestCase
TestThreeParties.settings = settings(max_examples=25, stateful_step_count=25)
TestFiveParties = FiveParties.TestCase
TestFiveParties.settings = settings(max_examples=8, stateful_step_count=20)
