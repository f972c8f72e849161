"""The notified activity of these stories, and where it takes place."""

from tests.scenarios.watch import HOUR_S

from detente.dialogue.fields import Text
from detente.dialogue.forms import act
from detente.dialogue.volume import Altitude, Circle, LatLngPoint, Volume4D


def phase(from_s: int, hours: int = 6) -> act.Phase:
    """Return a phase over one circle, from a time on."""
    volume = Volume4D(
        outline_circle=Circle(LatLngPoint(6_929_400, 1_601_900), 20_000),
        altitude_lower=Altitude(0, "MSL"),
        altitude_upper=Altitude(1_500_000, "MSL"),
        time_start=from_s,
        time_end=from_s + hours * HOUR_S,
        mgrs="33WWS4020787479",
    )
    return act.Phase(number=1, volumes=(volume,))


def notice(of: act.Phase, **changed: object) -> act.Notice:
    """Return the notice of a launch."""
    usual: dict[str, object] = {
        "designation": "AURORA 1",
        "purpose": Text("A rocket for research."),
        "kind": "missile or rocket launch",
        "phases": (of,),
    }
    return act.Notice(**{**usual, **changed})  # type: ignore[arg-type]
