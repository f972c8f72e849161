"""Decide how a script's steps are performed: by officers, at doors, on a real cable.

The player does nothing that an operator could not do: it releases statements, moves
bundle files, pulls the cable, kills a process and starts it again, and otherwise waits
for what the nodes do by themselves. Where the line makes something else of it than the
script expects, the play ends with a sentence that says so.
"""

import functools
import secrets
from collections.abc import AsyncGenerator, Iterable
from typing import Final, NamedTuple, assert_never

import msgspec
from mnemonic import Mnemonic

from detente.carriers.folder import SUFFIX
from detente.dialogue.cases.contact import Contact
from detente.dialogue.cases.line_check import LineCheck
from detente.dialogue.compose import Draft, cite
from detente.dialogue.entered import Entered
from detente.dialogue.form import Body
from detente.dialogue.forms import act, con, lck
from detente.dialogue.outcome import Outcome
from detente.dialogue.tally import tally
from detente.play import comparing, files, locating, replaying, wording
from detente.play.becoming import become
from detente.play.script import (
    Answer,
    AwaitLapse,
    Buckets,
    Carry,
    CheckLine,
    Compare,
    Cut,
    Expect,
    Follow,
    Kill,
    Performed,
    Replay,
    Restart,
    Restore,
    Script,
    State,
    Statement,
    Tell,
)
from detente.play.side import Side, Spoken, carry
from detente.play.stage import Stage
from detente.record.errors import DetenteError, Failed, Misasked
from detente.report import samples
from detente.report.record import Record
from detente.report.stages import progress
from detente.report.words import utc

WORDS_OF_A_CALL: Final = 4
CLOCKS_APART_S: Final = 60


class Happened(NamedTuple):
    """A step that was performed, and what was observed of it, a sentence each."""

    step: Performed
    facts: tuple[str, ...]


class Player:
    """Performs one script on one stage whose nodes run."""

    def __init__(self, script: Script, stage: Stage, sides: dict[str, Side]) -> None:
        """Perform `script`; the cable is open and both nodes run."""
        self.script = script
        self.stage = stage
        self.sides = sides
        self.spoken: dict[str, Spoken] = {}
        self.all_spoken: list[Spoken] = []
        self.restarts = 0

    async def play(self) -> AsyncGenerator[Happened, None]:
        """Perform every step in turn.

        Raises:
            DetenteError: a step could not be performed, or came to something else than
                the script expects; the sentence names the step.
        """
        for step in self.script.steps:
            try:
                yield Happened(step, tuple(await self._perform(step)))
            except DetenteError as error:
                raise type(error)(f"Step {step.id!r}: {error.sentence}") from error

    async def _perform(self, step: Performed) -> list[str]:
        if isinstance(step, Tell):
            return []
        if isinstance(step, AwaitLapse):
            return await self._await_lapse(step)
        await self._set_clocks(step.at_s)
        match step:
            case State() | Answer():
                return await self._say(step)
            case CheckLine():
                return await self._check_line(step)
            case Expect():
                return await self._expect(step)
            case Compare() | Replay() | Follow():
                return await self._draw(step)
            case Cut() | Restore() | Carry():
                return await self._network(step)
            case Kill() | Restart():
                return await self._node(step)
            case _:
                assert_never(step)

    async def _set_clocks(self, now_s: int) -> None:
        for side in self.sides.values():
            if side.is_up:
                await side.tell(now_s)

    def _other(self, code: str) -> Side:
        return self.sides[self.script.other(code).code]

    def _cited(self, side: Side, id_: str) -> Entered:
        return side.held(self.spoken[id_].id)

    # ------------------------------------------------------------------- statements

    async def _say(self, step: Statement) -> list[str]:
        side = self.sides[step.by]
        await files.put(side, self.script, step)
        spoken = await side.release(
            self._draft(side, step),
            step.from_post,
            step.language,
            step.at_s,
            await_receipt=step.receipt == "now",
        )
        self._keep(step.id, spoken)
        other = self._other(step.by).code
        facts = [f"{spoken.reference}, {_receipted(spoken, other)}"]
        if step.receipt == "later":
            facts.append(self._check_not_delivered(side, spoken))
        entered = side.held(spoken.id)
        facts += become(side.record().standing.case_of(entered), entered)
        if step.receipt == "now":
            facts += await files.arrive(self.sides[other], spoken.id)
        return facts + [fault.sentence for fault in spoken.cautions]

    def _keep(self, id_: str, spoken: Spoken) -> None:
        self.spoken[id_] = spoken
        self.all_spoken.append(spoken)

    def _draft(self, side: Side, step: Statement) -> Draft:
        other = self.script.other(step.by)
        info = tuple(
            f"{other.code if post in other.posts else step.by}/{post}"
            for post in step.info_posts
        )
        return Draft(
            self._body(side, step),
            f"{other.code}/{step.to_post}",
            step.precedence,
            "EXERCISE",
            step.kind,
            info,
            tuple(cite(self._cited(side, each)) for each in (step.answers,) if each),
            tuple(cite(self._cited(side, each)) for each in (step.changes,) if each),
            attachments=files.listed(self.script, step),
        )

    def _body(self, side: Side, step: Statement) -> Body:
        body = wording.body(step)
        if isinstance(body, con.Request) and step.beside:
            reference = self._cited(side, step.beside).header.reference
            return msgspec.structs.replace(body, beside=reference)
        if isinstance(body, act.SeparationProposed) and step.apart_from:
            reference = self._cited(side, step.apart_from).header.reference
            return msgspec.structs.replace(body, about=reference)
        if isinstance(body, con.Scheduled) and not body.words:
            words = secrets.SystemRandom().sample(
                Mnemonic("english").wordlist, WORDS_OF_A_CALL
            )
            return msgspec.structs.replace(body, words=tuple(words))
        return body

    def _check_not_delivered(self, side: Side, spoken: Spoken) -> str:
        """Check that what went into an outage is shown as such, and as nothing else."""
        record, entered = side.record(), side.held(spoken.id)
        found = progress(record, entered)
        if found.stage != "STORED HERE":
            raise Failed(f"It is {found.stage}, though nothing can have carried it.")
        case = self._contact(side, entered)
        if case is not None:
            stage = case.stage(record.following.receipts())
            if stage != "not delivered yet" or case.bucket != "pending":
                raise Failed(
                    f"A request sent into an outage is {stage}, {case.bucket}."
                )
            return "No receipt: NOT DELIVERED YET."
        return "No receipt yet."

    async def _delivered(self, spoken: Spoken) -> list[str]:
        """Wait until the receipt for a statement is here."""
        side = self.sides[spoken.party]
        entered = side.held(spoken.id)
        await side.until(
            lambda: progress(side.record(), entered).stage == "IN THEIR RECORD",
            f"The receipt for {spoken.reference}",
        )
        held_by = progress(side.record(), entered).held_by[0]
        path = f" by {held_by.path}" if held_by.path else ""
        fact = f"{spoken.reference} is in {held_by.by}'s record{path}."
        return [fact, *await self._not_delivered_ends(side, entered)]

    async def _all_delivered(self, ids: tuple[str, ...]) -> list[str]:
        return [
            fact for each in ids for fact in await self._delivered(self.spoken[each])
        ]

    async def _not_delivered_ends(self, side: Side, entered: Entered) -> list[str]:
        """Wait until NOT DELIVERED is withdrawn, where that is what stood."""
        case = self._contact(side, entered)
        if case is None or not _lapses(case):
            return []

        def ended() -> bool:
            now = self._contact(side, entered)
            return now is not None and now.outcome is not Outcome.NOT_DELIVERED

        await side.until(ended, "The end of NOT DELIVERED")
        return ["NOT DELIVERED is withdrawn; its clock runs from that receipt."]

    def _contact(self, side: Side, opened: Entered) -> Contact | None:
        """Return the case that a request opened, as this side has it now."""
        case = side.record().standing.case_of(opened)
        return case if isinstance(case, Contact) and case.id == opened.id else None

    # --------------------------------------------------------------------- deadlines

    async def _await_lapse(self, step: AwaitLapse) -> list[str]:
        side = self.sides[step.by]
        opened = self._cited(side, step.request)

        def contact() -> Contact:
            case = self._contact(side, opened)
            if case is None:
                raise Misasked(f"{step.request!r} opened no case of contact.")
            return case

        before = len(_lapses(contact()))
        if contact().outcome is not Outcome.PENDING:
            raise Failed(f"It is {contact().outcome.value} before its time is over.")
        await self._set_clocks(step.at_s)
        await side.until(
            lambda: len(_lapses(contact())) > before,
            f"The LAPSE for {opened.header.reference}",
        )
        lapse, outcome = _lapses(contact())[-1], contact().outcome.value
        if outcome != step.outcome:
            raise Failed(f"The outcome is {outcome}, not {step.outcome}.")
        _check_deadline(lapse, step)
        return [f"{lapse.header.reference}, entered by {step.by}'s node: {outcome}."]

    # ------------------------------------------------------------- network and nodes

    async def _carry(self, step: Carry) -> list[str]:
        source, target = self.sides[step.from_], self.sides[step.to]
        await source.until(
            lambda: any(source.installed.outbox.glob(f"*{SUFFIX}")),
            f"A bundle file in {source.installed.outbox}",
        )
        count = carry(source.installed, target.installed)
        await target.until(
            lambda: not any(target.installed.inbox.glob(f"*{SUFFIX}")),
            f"The reading of {target.installed.inbox}",
        )
        moved = "1 file" if count == 1 else f"{count} files"
        facts = [f"{moved} from {source.installed.outbox.name}/ to their inbox/."]
        return facts + await self._all_delivered(step.delivers)

    async def _network(self, step: Cut | Restore | Carry) -> list[str]:
        match step:
            case Cut():
                await self.stage.cable.cut()
                return ["Every socket is closed; connecting is refused."]
            case Restore():
                await self.stage.cable.restore()
                return ["The sockets listen again."]
            case Carry():
                return await self._carry(step)
            case _:
                assert_never(step)

    async def _node(self, step: Kill | Restart) -> list[str]:
        side = self.sides[step.party]
        if isinstance(step, Kill):
            await side.kill()
            return [f"SIGKILL to process {side.pids[-1]}."]
        await side.start(step.at_s)
        self.restarts += 1
        facts = [f"Process {side.pids[-1]}, keys opened unattended."]
        return facts + await self._all_delivered(step.delivers)

    async def _check_line(self, step: CheckLine) -> list[str]:
        side, other = self.sides[step.by], self._other(step.by)
        languages = self.script.charter.languages
        text = samples.sample(languages, self._checks_of(side))
        challenge = lck.Challenge(
            path=step.path, text=text, readability=step.readability
        )
        sent = await side.release(
            Draft(challenge, f"{other.code}/{step.to_post}", status="EXERCISE"),
            step.from_post,
            self.script.party(side.code).language,
            step.at_s,
            await_receipt=True,
        )
        self._keep(step.id, sent)
        came = other.held(sent.id)
        if not isinstance(came.body, lck.Challenge):
            raise Failed("What came is no line check.")
        echo = lck.Echo(text=came.body.text, received=step.at_s)
        back = await other.release(
            Draft(
                echo, came.header.from_post, status="EXERCISE", answers=(cite(came),)
            ),
            step.to_post,
            self.script.party(other.code).language,
            step.at_s,
            await_receipt=True,
        )
        self.all_spoken.append(back)
        for each in (side, other):
            case = each.record().standing.case_of(each.held(sent.id))
            if not isinstance(case, LineCheck) or case.result != step.expected:
                raise Failed(f"The line check is not {step.expected}.")
        return [f"“{text}” came back as it went: {step.expected.upper()}."]

    def _checks_of(self, side: Side) -> int:
        return sum(
            each.party == side.code and isinstance(each.body, lck.Challenge)
            for each in side.record().statements()
        )

    # ------------------------------------------------------------- what is declared

    async def _draw(self, step: Compare | Replay | Follow) -> list[str]:
        await level(self.sides.values())
        named = {id_: each.reference for id_, each in self.spoken.items()}
        if isinstance(step, Compare):
            return await comparing.compare(step, self.sides, named)
        if isinstance(step, Follow):
            data = self.script.files[step.reports]
            return await locating.follow(step, data, self.sides, named)
        data = self.script.files[step.tracks]
        return replaying.replay(step, data, self.sides, named)

    # ---------------------------------------------------------------------- tallies

    async def _expect(self, step: Expect) -> list[str]:
        if len(step.on) > 1:
            await level(self.sides.values())
        for code in step.on:
            differ(code, totals(self.sides[code].record()), step.tally)
        return [f"As expected on {' and '.join(step.on)}."]


def _receipted(spoken: Spoken, other: str) -> str:
    if spoken.receipted_ms is None:
        return f"stored in {spoken.stored_ms:.0f} ms."
    return f"receipted by {other}'s node after {spoken.receipted_ms:.0f} ms."


def _lapses(case: Contact) -> list[Entered]:
    return [each for each in case.statements if isinstance(each.body, con.Lapse)]


def _check_deadline(lapse: Entered, step: AwaitLapse) -> None:
    """Check that a lapse names the deadline that the script worked out.

    Told time goes on by itself while a step is performed: so much may lie between.
    """
    said_s = lapse.body.deadline if isinstance(lapse.body, con.Lapse) else 0
    if not 0 <= said_s - int(step.deadline.timestamp()) <= CLOCKS_APART_S:
        raise Failed(f"The deadline was {utc(said_s)}, not {step.deadline}.")


async def level(sides: Iterable[Side]) -> None:
    """Wait until each side holds a receipt for all it has said, and all is folded.

    Raises:
        Failed: the two do not come level in time.
    """
    for side in sides:
        await side.until(
            functools.partial(_is_level, side),
            f"The receipt for all that {side.code} said",
        )


def _is_level(side: Side) -> bool:
    record = side.record()
    feed = record.standing.own_feed(side.code)
    size = record.standing.heads()[feed]
    held = record.store.held().receipts
    return not record.standing.waiting() and all(
        any(r.mirror == code and r.feed == feed and r.size == size for r in held)
        for code in record.others
    )


def totals(record: Record) -> Buckets:
    """Return the tally as a store folds to it."""
    counts = tally(record.standing).total
    return Buckets(*(getattr(counts, name) for name in Buckets.__struct_fields__))


def differ(code: str, found: Buckets, expected: Buckets) -> None:
    """Check a tally against what was worked out by hand.

    Raises:
        Failed: they differ; the sentence says in what.
    """
    wrong = [
        f"{name} is {getattr(found, name)}, not {getattr(expected, name)}"
        for name in Buckets.__struct_fields__
        if getattr(found, name) != getattr(expected, name)
    ]
    if wrong:
        raise Failed(
            f"The tally on {code}'s node is not as expected: {'; '.join(wrong)}."
        )
