"""Decide how the alarms of a watch are tried and set up from the command line."""

from typing import Annotated

import typer

from detente.cli.shell.options import JsonOption, LineOption, line_of


def command(
    *,
    program: Annotated[
        str,
        typer.Option("--command", help="Try this command, with its arguments."),
    ] = "",
    device: Annotated[str, typer.Option(help="Try this sound device (ALSA).")] = "",
    webhook: Annotated[str, typer.Option(help="Try this address, by POST.")] = "",
    echelon: Annotated[
        int, typer.Option(min=1, max=3, help="For whom it is: 1 the watch, 2, 3.")
    ] = 1,
    keep: Annotated[
        bool, typer.Option("--keep", help="Set it up in line.toml once it sounded.")
    ] = False,
    line: LineOption = None,
    as_json: JsonOption = False,
) -> None:
    """Try the alarms of our watch, and set one up.

    Use it at the start of every watch: it sounds every alarm of the line, and says of
    each whether it could be sounded; whether it was heard only you can say. With a
    command, device or webhook it tries that one, and --keep sets it up. A running node
    takes up what was set up when it starts again.

        $ detente alarm --line north --command true
        command true: sounded
    """
    import asyncio
    import shlex

    from detente.cli.shell.showing import say
    from detente.node import place as places
    from detente.node import sounder, trial
    from detente.node.clock import SystemClock

    place = places.Place(line_of(line))
    settings = place.load_settings()
    channels = settings.alarms
    one = bool(program or device or webhook)
    if one:
        given = places.Channel(tuple(shlex.split(program)), device, webhook, echelon)
        channels = (places.check_channel(given),)
    tried = asyncio.run(trial.sound_all(channels, settings.party))
    if not one:
        now_s = SystemClock().now_s()
        trial.keep(place, trial.Trial(now_s, now_s, tried))
    failed = [each for each in tried if each.trouble]
    if keep and not failed:
        places.add_alarms(place, settings, channels)
    rows = [f"{t.channel}: {t.trouble or 'sounded'}" for t in tried]
    data = [{"channel": t.channel, "trouble": t.trouble} for t in tried]
    say({"alarms": data}, rows, as_json=as_json)
    if failed:
        raise sounder.AlarmFailed(f"{len(failed)} of {len(tried)} alarms failed.")
