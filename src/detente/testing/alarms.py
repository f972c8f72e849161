"""Alarms that a test can read."""


class Alarms:
    """The Alarm port; remembers what sounded."""

    def __init__(self) -> None:
        """Start silent."""
        self.sounded: list[tuple[str, str]] = []

    def sound(self, kind: str, sentence: str) -> None:
        """Remember an alarm."""
        self.sounded.append((kind, sentence))
