"""A firing that North notifies, phase by phase, and the talk about it."""

from tests.dialogue.matter import Matter

from detente.dialogue.asked import Due
from detente.dialogue.cases.activity import Activity
from detente.dialogue.fields import Text
from detente.dialogue.forms import act
from detente.dialogue.volume import Altitude, Circle, LatLngPoint, Volume4D

DAY_S = 86_400
INFO = ("EAST/Watch", "NORTH/Deputy")
HOUR_S = 3_600
CENTER = LatLngPoint(3_671_800, 6_886_300)
EAST = LatLngPoint(3_671_800, 6_986_300)
ASIDE = act.SeparationProposed(phase=1, lateral_m=9_000)


def area(start_s: int, **changed: object) -> Volume4D:
    """Return a circle of ten kilometres from a time on, for six hours."""
    usual: dict[str, object] = {
        "outline_circle": Circle(CENTER, 10_000),
        "altitude_lower": Altitude(0, "MSL"),
        "altitude_upper": Altitude(6_000, "MSL"),
        "time_start": start_s,
        "time_end": start_s + 6 * HOUR_S,
        "mgrs": "42SVF8776163590",
    }
    return Volume4D(**{**usual, **changed})  # type: ignore[arg-type]


def phase(start_s: int, nth: int = 1, **changed: object) -> act.Phase:
    """Return a phase of one volume."""
    volumes = (area(start_s, **changed),)
    return act.Phase(number=nth, volumes=volumes, lateral_m=5_000)


def notice(*phases: act.Phase, **changed: object) -> act.Notice:
    """Return the notice of a live firing."""
    usual: dict[str, object] = {
        "designation": "STEADY 26",
        "purpose": Text("Gunnery."),
        "kind": "live firing",
        "phases": phases,
    }
    return act.Notice(**{**usual, **changed})  # type: ignore[arg-type]


class Range(Matter[Activity]):
    """A talk in which North has notified a firing, ten days ahead unless told."""

    family = Activity

    def __init__(self, *, days: int = 10, **changed: object) -> None:
        super().__init__()
        self.start_s = self.talk.now_s + days * DAY_S + 60
        changed.setdefault("phases", (phase(self.start_s),))
        self.asked = self.by("NORTH", notice(**changed), info_posts=INFO)

    @property
    def statuses(self) -> list[str]:
        """What has become of each separation proposed."""
        return [self.case.status_of(each) for each in self.case.separations]

    def due(self, clause: str) -> list[Due]:
        """Return what a clause asks."""
        return [each for each in self.dues("SOUTH") if each.clause == clause]
