"""Decide how an alarm sounds: a command, a sound device, a webhook (clause 23.1).

Each channel gets ten seconds; what has not sounded by then has failed. A failure is
said, never swallowed: whoever sounds decides what follows from it. The tone is made
here, so that a bare machine with a loudspeaker needs no file.
"""

import array
import asyncio
import io
import json
import math
import os
import sys
import urllib.request
import wave
from collections.abc import Sequence
from typing import Final, NamedTuple

from detente.node.place import Channel
from detente.record.errors import Failed

WITHIN_S: Final = 10.0
_RATE: Final = 16_000
_BEEP_S: Final = 0.25
_PITCH_HZ: Final = 880
_LOUD: Final = 20_000
_OK: Final = range(200, 300)


class AlarmFailed(Failed):
    """An alarm could not be sounded."""

    code = "alarm-failed"


class Tried(NamedTuple):
    """A channel, by its words, and why it failed; empty: it sounded."""

    channel: str
    trouble: str = ""


def words(channel: Channel) -> str:
    """Return a channel as an officer knows it."""
    if channel.command:
        return f"command {channel.command[0]}"
    return f"device {channel.device}" if channel.device else "webhook"


async def sound(
    channels: Sequence[Channel], echelon: int, sentence: str
) -> list[Tried]:
    """Sound every channel of this echelon and of those before it; say how each went."""
    chosen = [each for each in channels if each.echelon <= echelon]
    return list(await asyncio.gather(*(_try(c, echelon, sentence) for c in chosen)))


async def _try(channel: Channel, echelon: int, sentence: str) -> Tried:
    try:
        async with asyncio.timeout(WITHIN_S):
            await _sound(channel, echelon, sentence)
    except TimeoutError:
        return Tried(words(channel), f"it took over {WITHIN_S:.0f} s")
    except AlarmFailed as error:
        return Tried(words(channel), error.sentence)
    return Tried(words(channel))


async def _sound(channel: Channel, echelon: int, sentence: str) -> None:
    if channel.command:
        said = {"DETENTE_ALARM": sentence, "DETENTE_ECHELON": str(echelon)}
        await _run(channel.command, b"", {**os.environ, **said})
    elif channel.device:
        player = ("aplay", "-q", "-D", channel.device, "-")
        await _run(player, tone(echelon), dict(os.environ))
    else:
        await asyncio.to_thread(_post, channel.webhook, echelon, sentence)


async def _run(command: Sequence[str], given: bytes, env: dict[str, str]) -> None:
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            env=env,
        )
    except OSError as error:
        raise AlarmFailed(f"{command[0]} cannot be run: {error.strerror}") from error
    try:
        await process.communicate(given)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise AlarmFailed(f"{command[0]} ended with {process.returncode}")


def _post(url: str, echelon: int, sentence: str) -> None:
    data = json.dumps({"alarm": sentence, "echelon": echelon}).encode()
    if not url.startswith(("http://", "https://")):
        raise AlarmFailed("its address is not http:// or https://")
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked above
        url, data, {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=WITHIN_S) as answer:  # noqa: S310
            status = answer.status
    except (OSError, ValueError) as error:
        raise AlarmFailed(f"it did not take the alarm: {error}") from error
    if status not in _OK:
        raise AlarmFailed(f"it answered {status}")


def tone(echelon: int) -> bytes:
    """Return a WAV file of beeps, three for each echelon."""
    beep = [
        int(_LOUD * math.sin(2 * math.pi * _PITCH_HZ * at / _RATE))
        for at in range(int(_RATE * _BEEP_S))
    ]
    pause = [0] * len(beep)
    frames = array.array("h", (beep + pause) * (3 * echelon))
    if sys.byteorder == "big":
        frames.byteswap()  # WAV is little-endian everywhere
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(frames.tobytes())
    return out.getvalue()
