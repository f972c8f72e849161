"""What the parties of a schedule say: contact requests, answers, files.

Each draws what a party could say with what its own node holds: a request, an answer to
a request that has arrived, a cancellation, a message with files or without. What it has
seen goes into the header, so that crossings, late answers and lapses arise by
themselves. At the end every side folds and counts what its own store holds.
"""

import hashlib
import random
from typing import Final

from detente.dialogue.fields import Text, Window
from detente.dialogue.form import Body, encode
from detente.dialogue.forms import FORM_OF, con
from detente.dialogue.forms.msg import Message
from detente.dialogue.pairing import Founding
from detente.dialogue.tally import Tally, tally
from detente.node.following import Following
from detente.node.keyring import release
from detente.node.line import Line
from detente.ports import Store
from detente.record import statement
from detente.record.feed import Entry, leaf_hash
from detente.record.statement import Attachment, Citation, Seen
from detente.testing.fakes import fake_release
from detente.testing.parties import START_S, YEAR, World

DAY_S: Final = 86_400
WORDS: Final = Text("Said in a schedule.")
MOST_FILES: Final = 2
MOST_FILE_BYTES: Final = 120_000
WINDOW: Final = Window(START_S + DAY_S, START_S + DAY_S + 3600)


class Speaker:
    """Draws statements and counts what came of them."""

    def __init__(
        self,
        world: World,
        founding: Founding,
        dice: random.Random,
        *,
        real_keys: bool,
    ) -> None:
        """Speak for every party of `world`."""
        self._world = world
        self._dice = dice
        self._real_keys = real_keys
        self._serials = dict.fromkeys(world.parties, 0)
        self._requests: list[tuple[str, Citation]] = []
        self.files: dict[bytes, tuple[bytes, ...]] = {}
        self._founding = founding
        self._speaking = founding.charter.speaking
        self._officers = {
            code: party.document.credentials[0].public()
            for code, party in world.parties.items()
        }

    def opening(self, code: str) -> list[Entry]:
        """Return how a party's feed begins: key document and founding statement."""
        document, founded = self._world.feeds[code]
        body = founded.body or b""
        return [document, self._entry(code, "CHT", body, charter_version=0)]

    def choose(self) -> str:
        """Return whose turn it is to speak; observers have none."""
        return self._dice.choice(self._speaking)

    def say(self, code: str, line: Line | None) -> Entry:
        """Return a statement that this party could release now."""
        dice = self._dice
        answers: tuple[Citation, ...] = ()
        body: Body = Message(subject=WORDS, text=Text(f"Number {dice.random()}"))
        theirs = [cited for asker, cited in self._requests if asker != code]
        held = [] if line is None else self._held(line, theirs)
        drawn = dice.random()
        if held and drawn < 0.5:  # noqa: PLR2004 - half of what can be answered is
            answers, body = (dice.choice(held),), self._answer()
        elif drawn < 0.8:  # noqa: PLR2004 - most of the rest asks
            body = self._request()
        form = FORM_OF[type(body)].code
        files = self._draw_files() if isinstance(body, Message) else ()
        entry = self._entry(
            code,
            form,
            encode(body),
            answers=answers,
            seen=() if line is None else self._seen(line),
            attachments=tuple(map(_attached, files)),
        )
        self.files[entry.raw] = files
        if isinstance(body, con.Request):
            reference = statement.parse(entry.raw).header.reference
            self._requests.append((code, Citation(reference, leaf_hash(entry.raw))))
        return entry

    def _draw_files(self) -> tuple[bytes, ...]:
        """Return files to go with a statement; now and then one that went before."""
        dice, found = self._dice, []
        for _ in range(dice.choice((0, 0, 1, MOST_FILES))):
            size = dice.choice((1, dice.randint(1, 5_000), MOST_FILE_BYTES))
            before = [each for files in self.files.values() for each in files]
            again = before and dice.random() < 0.2  # noqa: PLR2004 - one in five
            found.append(dice.choice(before) if again else dice.randbytes(size))
        return tuple(dict.fromkeys(found))

    def _held(self, line: Line, cited: list[Citation]) -> list[Citation]:
        held = {leaf for feed in line.mirrors for leaf in line.leaves(feed)}
        return [each for each in cited if each.id in held]

    def _seen(self, line: Line) -> tuple[Seen, ...]:
        return tuple(
            Seen(*feed, held.size, held.frontier.root())
            for feed, held in line.mirrors.items()
            if held.size
        )

    def _request(self) -> con.Request:
        return con.Request(
            level_sought="WATCH",
            own_principal="WATCH",
            mode="voice",
            purpose=WORDS,
            agenda=(WORDS,),
            answer_by_s=2 * DAY_S,
        )

    def _answer(self) -> Body:
        return self._dice.choice(
            (
                con.Accepted(),
                con.AcceptedLower(post="WATCH"),
                con.CounterProposed(text=WORDS),
                con.Deferred(until=START_S + DAY_S),
                con.Refused(reason="unavailable", text=WORDS),
                con.Scheduled(window=WINDOW),
                con.Cancelled(reason=WORDS),
                con.NoShow(absent="NORTH"),
            )
        )

    def _entry(self, code: str, form: str, body: bytes, **fields: object) -> Entry:
        self._serials[code] += 1
        salt = self._dice.randbytes(statement.SALT_BYTES)
        reference = f"{code}/{YEAR}/{self._serials[code]:04d}/{form}/1/O"
        header = self._world.header(code, body, salt, reference=reference, **fields)
        if self._real_keys:
            officer = self._world.parties[code].officers[0]
            return Entry(release(header, [officer]), salt, body)
        return Entry(fake_release(header, self._officers[code]), salt, body)

    def tally(self, store: Store) -> Tally:
        """Return what a side counts by what its store holds."""
        return tally(Following(self._founding, store).catch_up())


def _attached(data: bytes) -> Attachment:
    digest = hashlib.sha256(data).digest()
    return Attachment(f"{digest.hex()[:8]}.bin", "image/png", len(data), digest)
