"""Decide how an alarm leaves the node until a watch has its sounds: a log and stderr.

Each alarm is one JSON line in `alarms.jsonl` of the line's directory, flushed, and one
line on standard error. Never a message's text: an alarm names a state, not a content.
"""

import json
import os
import sys
from pathlib import Path

from detente.ports import Clock


class LoggedAlarm:
    """The Alarm port over a file."""

    def __init__(self, path: Path, clock: Clock) -> None:
        """Append alarms to `path`."""
        self._path = path
        self._clock = clock

    def sound(self, kind: str, sentence: str) -> None:
        """Write an alarm down and say it on standard error."""
        row = {"at_s": self._clock.now_s(), "kind": kind, "sentence": sentence}
        with self._path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(row, ensure_ascii=False) + "\n")
            log.flush()
            os.fsync(log.fileno())
        sys.stderr.write(f"ALARM {kind}: {sentence}\n")
