"""Whether an alarm can sound at a console, as far as the node was told."""

from detente.node.consoles import SILENT_S, Consoles


def test_of_no_console_nothing_is_expected() -> None:
    """A node that never had one is not unattended for it."""
    consoles = Consoles()

    assert consoles.attended(0.0) is None
    consoles.say(can_sound=False, now_s=1.0)
    assert consoles.attended(1.0) is None


def test_a_console_that_falls_silent_is_unattended() -> None:
    """A page that was closed says nothing more."""
    consoles = Consoles()
    consoles.say(can_sound=True, now_s=0.0)

    assert consoles.attended(SILENT_S) is True
    assert consoles.attended(SILENT_S + 1) is False


def test_a_console_that_cannot_sound_is_unattended_at_once() -> None:
    """And attended again as soon as it can."""
    consoles = Consoles()
    consoles.say(can_sound=True, now_s=0.0)

    consoles.say(can_sound=False, now_s=1.0)
    assert consoles.attended(1.0) is False
    consoles.say(can_sound=True, now_s=2.0)
    assert consoles.attended(2.0) is True


def test_a_console_that_was_ended_is_forgotten() -> None:
    """Its operator knows that nobody hears there."""
    consoles = Consoles()
    consoles.say(can_sound=True, now_s=0.0)

    consoles.say(can_sound=None, now_s=1.0)

    assert consoles.attended(1.0) is None
