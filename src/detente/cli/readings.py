"""Decide how a side sees who has read what is personal at its node."""

from detente.cli.shell.reach import Reach


def command(*, reach: Reach) -> None:
    """List who has read contacts and persons, of which statement, and when.

    Use it when something that only the notification told has become known, and at
    every turnover that the organisation asks it of. Contacts, plates, persons and
    photographs of sites and movements are shown to whoever asks with --personal, and
    each such reading stands here, as does each proof that shows them.

        $ detente readings --line north
        No reading is logged.
    """
    import msgspec

    from detente.cli.shell.showing import say
    from detente.report.pages import readings_page

    with reach.client() as client:
        found = client.readings()
    lines = readings_page(found.readings)
    say(msgspec.to_builtins(found), lines, as_json=reach.as_json)
