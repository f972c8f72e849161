"""Decide how NO DUFF is said on two lines at once, and what is said if one fails.

Spec clause 28.6. The officer is asked once. The node of the operational line is looked
for first, the mark is released next, and the move in any case: an exercise that does
not work keeps nobody in the water.
"""

from typing import NamedTuple

from detente.api.client import Client
from detente.api.requests import DraftRequest
from detente.cli.shell import releasing
from detente.cli.shell.exits import Exit
from detente.cli.shell.releasing import Outcome
from detente.cli.shell.showing import say
from detente.cli.shell.voice import Voice
from detente.record.errors import DetenteError, Failed, Misasked
from detente.report.channel import ChannelView, addressee, post_like
from detente.report.shown import Shown


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
    with voices[0].client() as played, voices[1].client() as real:
        views = (
            _checked(voices[0], played, "exercise"),
            _checked(voices[1], real, "operation"),
        )
        cited = _cited(played, asked)
        to = _exercise_post(views[0], cited, asked.to)
        real_to = asked.to or post_like(views[1], to) or addressee(views[1])
        if real.line().our_node != "UP":
            raise Misasked(
                f"No node runs for {voices[1].place.root}, where it matters. Start it: "
                f"detente serve --line {voices[1].place.root}"
            )
        _agree(voices)
        voices = voices[0]._replace(sure=True), voices[1]._replace(sure=True)
        # Only where the mark is itself what will be proven is its receipt waited for.
        wait_s = asked.wait_s if cited is None else 0.0
        said = _no_duff(voices[0], asked, to)
        mark, trouble = _mark(played, voices[0], said, wait_s)
        no_duff = "" if mark is None else mark.draft.reference
        about = asked.reference or no_duff
        told = played.moved(about, asked.text, no_duff)
        said = releasing.asked(
            voices[1], form=told.form, act=told.act, body=told.body, to=real_to
        )
        moved = _move(real, voices[1], said, asked.wait_s, no_duff)
    if trouble is not None:
        reference = moved.data["reference"]
        raise HalfDone(
            f"MOVED as {reference}, and not marked in the exercise: {trouble.sentence}"
        ) from trouble
    if voices[0].as_json and mark is not None:
        say({"no_duff": mark.data, "moved": moved.data}, (), as_json=True)
    return moved.code


def _checked(voice: Voice, client: Client, wanted: str) -> ChannelView:
    """Return a channel, if all that is said in it is played, or real, as it must be.

    Raises:
        Misasked: it is not of its kind.
    """
    view = client.channel()
    if view.traffic != wanted:
        raise Misasked(f"{voice.place.root} is no line of the kind {wanted}.")
    return view


def _cited(played: Client, asked: Asked) -> Shown | None:
    if asked.reference:
        return played.statement(asked.reference).statement
    if not asked.text.strip():
        raise Misasked("What is real? Name a REFERENCE, or say it with --text.")
    return None


def _exercise_post(played: ChannelView, cited: Shown | None, to: str | None) -> str:
    """Return to whom it is said: the one named, else the other side of what is real."""
    if to is not None or cited is None:
        return addressee(played, to or "")
    ours = cited.party == played.own.code
    return cited.to_post if ours else cited.from_post


def _no_duff(voice: Voice, asked: Asked, to: str) -> DraftRequest:
    text = {"text": {"text": asked.text}} if asked.text.strip() else {}
    answers = [asked.reference] if asked.reference else []
    return releasing.asked(
        voice, form="NDF", act="no duff", body=text, answers=answers, to=to
    )


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
    played: Client, voice: Voice, said: DraftRequest, wait_s: float
) -> tuple[Outcome | None, DetenteError | None]:
    """Release NO DUFF in the exercise; return what stands, or why nothing does."""
    try:
        return releasing.release(played, voice, said, wait_s=wait_s), None
    except DetenteError as error:
        return None, error


def _move(
    real: Client, voice: Voice, said: DraftRequest, wait_s: float, no_duff: str
) -> Outcome:
    """Release the move.

    Raises:
        HalfDone: it was not released, and the mark stands.
        DetenteError: neither was.
    """
    try:
        return releasing.release(real, voice, said, wait_s=wait_s)
    except DetenteError as error:
        if not no_duff:
            raise
        raise HalfDone(
            f"NOT MOVED: {error.sentence} NO DUFF stands in the exercise alone, as "
            f"{no_duff}. Say it on the operational line at once, by any way."
        ) from error
