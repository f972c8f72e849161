"""By what an officer can sit down at this console, or that he cannot."""

from pathlib import Path

from tests.report.lines import line_of

from detente.console.officers import Officers
from detente.node import passkeys
from detente.node.passkeys import Known
from detente.testing.parties import Party, Passkey, World, seeded


def test_a_sealed_credential_that_is_not_here_signs_elsewhere(tmp_path: Path) -> None:
    """Its officer cannot open it at this console, and the page says so."""
    place = line_of(World(), "NORTH", tmp_path / "line")
    sealed = place.credential("WATCH", 1)
    sealed.parent.mkdir(parents=True, exist_ok=True)
    sealed.write_bytes(b"sealed")

    officers = Officers(place)

    assert officers.way("WATCH", 1) == "sealed"
    assert officers.way("WATCH", 2) == "elsewhere"


def test_a_passkey_whose_name_is_not_known_here_signs_elsewhere(tmp_path: Path) -> None:
    """A browser could not ask its device for it."""
    random = seeded(7)
    people = (Passkey.draw(random), Passkey.draw(random))
    parties = [Party.draw("NORTH", random, people=people), Party.draw("SOUTH", random)]
    place = line_of(World(parties=parties), "NORTH", tmp_path / "line")
    passkeys.keep(place, [Known("WATCH", 1, "bmFtZQ")])

    officers = Officers(place)

    assert officers.way("WATCH", 1) == "passkey"
    assert officers.way("WATCH", 2) == "elsewhere"
