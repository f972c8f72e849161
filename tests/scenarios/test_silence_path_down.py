"""The path is down: said when every path was tried, and none reached anything."""

from detente.dialogue import silence
from detente.dialogue.silence import Evidence, PathSeen

CLAUSES = ("22.7",)

CABLE = PathSeen("cable", failed_s=40, fails=True, trouble="No route.")
RADIO = PathSeen("radio", failed_s=15, fails=True, trouble="No carrier.")


def play() -> None:
    """Both paths of the line are dead, and the second is tried before it is said."""
    # Their node was last heard a quarter of an hour ago. The cable fails; nobody has
    # tried the radio, so nothing can be said yet.
    untried = PathSeen("radio")
    found = Evidence(probe_s=60, paths=(CABLE, untried), heard_s=900)
    said = silence.classify(found)
    assert said.kind == "UNKNOWN"
    assert said.missing == ("Path radio was not tried for 180 s.",)

    # A minute later the probe has tried it too. Now it is the path, and no one is
    # said not to answer; each piece of evidence has its age.
    said = silence.classify(found._replace(paths=(CABLE, RADIO)))
    assert said.kind == "PATH DOWN"
    assert "Path radio reached nothing 15 s ago: No carrier." in said.evidence


def test_rain_in_the_cable_is_no_silence_of_theirs() -> None:
    """The weather first."""
    play()
