"""Keep what has sounded of conflicts, so that a restart sounds nothing again (34.9).

One small file in the line's directory, written whole after the alarm has sounded: a
power cut between the two sounds an alarm twice, and loses none.
"""

from pathlib import Path
from typing import Final

import msgspec

from detente.dialogue.alerts import Alert, Known
from detente.durable import publish, read
from detente.record.errors import StoreFailed

MOST_BYTES: Final = 64 * 1024**2


class Alerted:
    """What has sounded, as a file holds it."""

    def __init__(self, path: Path) -> None:
        """Read what has sounded; what is not there, or cannot be read, has not."""
        self._path = path
        self.known: Known = _read(path)

    def keep(self, known: Known) -> None:
        """Write down what has sounded, if it is another than before.

        Raises:
            StoreFailed: it cannot be written.
        """
        if known != self.known:
            publish(self._path, msgspec.json.encode(known))
            self.known = known


class Forgetful:
    """What has sounded, as long as the program runs."""

    def __init__(self) -> None:
        """Begin with nothing that has sounded."""
        self.known: Known = {}

    def keep(self, known: Known) -> None:
        """Remember what has sounded."""
        self.known = known


def _read(path: Path) -> Known:
    try:
        found, _ = read(path, max_bytes=MOST_BYTES)
        return msgspec.json.decode(found, type=dict[str, Alert])
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StoreFailed(f"{path} cannot be read: {error.strerror}.") from error
    except msgspec.DecodeError:
        # Whoever damaged it must not keep a conflict from sounding.
        return {}
