"""What North puts to South, with East told for information, and the talk about it."""

from typing import Generic

from tests.dialogue.talk import C, Talk

from detente.dialogue.asked import Due, Local
from detente.dialogue.form import Body
from detente.dialogue.reading import Said
from detente.dialogue.receipts import Receipt, ReceiptBook


class Matter(Generic[C]):
    """A talk of three, and the case that North opens in it."""

    family: type[C]
    asked: Said

    def __init__(self) -> None:
        self.talk = Talk(("EAST", "NORTH", "SOUTH"))

    def by(self, code: str, body: Body, **fields: object) -> Said:
        """Say something: to North, or from North to South."""
        to = "SOUTH/Watch" if code == "NORTH" else "NORTH/Watch"
        fields.setdefault("to_post", to)
        return self.talk.say(code, body, **fields)  # type: ignore[arg-type]

    def say(self, code: str, body: Body, *cited: Said, **fields: object) -> Said:
        """Say something of what North opened, or of another statement."""
        return self.by(code, body, answers=cited or [self.asked], **fields)

    def change(self, of: Said, body: Body, **fields: object) -> Said:
        """Change a statement by its own side."""
        fields.setdefault("kind", "UPDATE")
        return self.by(of.feed.party, body, changes=[of], **fields)

    @property
    def case(self) -> C:
        """What has become of it."""
        return self.talk.case(self.asked, self.family)

    def dues(self, own: str, *receipts: Receipt) -> list[Due]:
        """Return what the case's own clocks ask now, whether it lives or not."""
        local = Local(own, self.talk.now_s, ReceiptBook(receipts))
        return list(self.case.dues(self.talk.founding, local))
