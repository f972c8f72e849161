"""Decide how NO DUFF is said on two lines at once, and what is said if one fails.

Spec clause 28.6. The officer is asked once. The node of the operational line is looked
for first, the mark is released next, and the move in any case: an exercise that does
not work keeps nobody in the water.
"""

from typing import NamedTuple

from detente.cli.shell import drafting, knocking, releasing
from detente.cli.shell.exits import Exit
from detente.cli.shell.releasing import Outcome
from detente.cli.shell.showing import say
from detente.cli.shell.voice import Voice
from detente.dialogue.compose import Draft, cite
from detente.dialogue.entered import Entered
from detente.dialogue.fields import Text
from detente.dialogue.forms.ndf import NoDuff
from detente.record.errors import DetenteError, Failed, Misasked
from detente.report import moving
from detente.report.record import Record


class Asked(NamedTuple):
    """What is to be marked: a statement, or what a text says; and to which post.

    `wait_s` is how long to wait for the other side's receipt of each.
    """

    reference: str
    text: str
    to: str | None
    wait_s: float


class HalfDone(Failed):
    """Of the two acts one was released, and the other was not."""

    code = "half-done"


def no_duff(voices: tuple[Voice, Voice], asked: Asked) -> Exit:
    """Mark a real event on the line of an exercise, and move it to the other line.

    Args:
        voices: who speaks on the exercise's line, and on the operational one.
        asked: what is real.

    Raises:
        HalfDone: one of the two was not released; it says which stands.
        DetenteError: neither was.
    """
    played_at, real_at = (each.place for each in voices)
    with releasing.opened(played_at) as played, releasing.opened(real_at) as real:
        moving.check(played, real)
        cited = _cited(played, asked)
        to = _exercise_post(played, cited, asked.to)
        real_to = asked.to or moving.post_like(real, to)
        real_to = real_to or drafting.addressee(real, None)
        knocking.status(real.place)  # where it matters a node must run
        _agree(voices)
        voices = voices[0]._replace(sure=True), voices[1]._replace(sure=True)
        # Only where the mark is itself what will be proven is its receipt waited for.
        wait_s = asked.wait_s if cited is None else 0.0
        mark, trouble = _mark(played, voices[0], _draft(asked, cited, to), wait_s)
        no_duff = "" if mark is None else str(mark.data["reference"])
        about = cited
        if about is None and no_duff:
            played.following.catch_up()
            about = played.standing.by_reference(no_duff)
        now_s = knocking.now_s(knocking.status_if_up(played.place))
        body = moving.moved(played, about, asked.text, no_duff, now_s)
        draft = Draft(body, real_to, "Z")
        moved = _move(real, voices[1], draft, asked.wait_s, no_duff)
    if trouble is not None:
        reference = moved.data["reference"]
        raise HalfDone(
            f"MOVED as {reference}, and not marked in the exercise: {trouble.sentence}"
        ) from trouble
    if voices[0].as_json and mark is not None:
        say({"no_duff": mark.data, "moved": moved.data}, (), as_json=True)
    return moved.code


def _cited(played: Record, asked: Asked) -> Entered | None:
    if asked.reference:
        return played.standing.by_reference(asked.reference)
    if not asked.text.strip():
        raise Misasked("What is real? Name a REFERENCE, or say it with --text.")
    return None


def _exercise_post(played: Record, cited: Entered | None, to: str | None) -> str:
    """Return to whom it is said: the one named, else the other side of what is real."""
    if to is not None or cited is None:
        return drafting.addressee(played, to)
    ours = cited.party == played.own
    return cited.header.to_post if ours else cited.header.from_post


def _draft(asked: Asked, cited: Entered | None, to: str) -> Draft:
    body = NoDuff(text=Text(asked.text) if asked.text.strip() else None)
    answers = () if cited is None else (cite(cited),)
    return Draft(body, to, "Z", answers=answers)


def _agree(voices: tuple[Voice, Voice]) -> None:
    """Ask the officer once, for both acts.

    Raises:
        Misasked: he decided against it.
    """
    played, real = (each.place.root for each in voices)
    if not voices[0].agrees(
        f"NO DUFF on {played}, moved to {real}, both as FLASH. Release?"
    ):
        raise Misasked("Nothing was released.")


def _mark(
    played: Record, voice: Voice, draft: Draft, wait_s: float
) -> tuple[Outcome | None, DetenteError | None]:
    """Release NO DUFF in the exercise; return what stands, or why nothing does."""
    try:
        return releasing.release(played, voice, draft, wait_s=wait_s), None
    except DetenteError as error:
        return None, error


def _move(
    real: Record, voice: Voice, draft: Draft, wait_s: float, no_duff: str
) -> Outcome:
    """Release the move.

    Raises:
        HalfDone: it was not released, and the mark stands.
        DetenteError: neither was.
    """
    try:
        return releasing.release(real, voice, draft, wait_s=wait_s)
    except DetenteError as error:
        if not no_duff:
            raise
        raise HalfDone(
            f"NOT MOVED: {error.sentence} NO DUFF stands in the exercise alone, as "
            f"{no_duff}. Say it on the operational line at once, by any way."
        ) from error
