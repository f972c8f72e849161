"""A real event in an exercise is marked there, and moved to where all is real."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.program import Ended, Node, call, free_port, keep_passphrase
from tests.cli.story import SIDES

WAIT = ("--wait", "30")


class Pair:
    """A line between two sides, for exercises or not; both nodes run."""

    def __init__(self, at: Path, *kind: str) -> None:
        self.at, self.key = at, keep_passphrase(at, "pair.pass")
        for side, name in (("north", "NORTH"), ("south", "SOUTH")):
            done = call(
                *("init", "--line", at / side, "--party", name, "--name", name),
                *("--post", "Watch", "--officers", "1", "--root-holders", "1"),
                *("--root-threshold", "1", *kind),
                *("--listen", f"127.0.0.1:{free_port()}"),
                *("--passphrase-file", self.key),
            )
            assert done.code == 0, done.err
        for side, other in (SIDES, SIDES[::-1]):
            offer = at / other / "offer.detente"
            told = call("pair", "--line", at / side, offer, "--show", "--json")
            done = call(
                *("pair", offer, "--line", at / side),
                *("--confirm-id", told.data["words"], "--passphrase-file", self.key),
            )
            assert done.code == 0, done.err
        self.nodes = {side: Node("--line", side, at=at) for side in SIDES}

    def speaks(self, side: str) -> tuple[str | Path, ...]:
        """Return the options with which an officer of a side speaks."""
        line = self.at / side
        return "--line", line, "--passphrase-file", self.key, "--json"

    def say(self, side: str, text: str) -> str:
        """Say something that is played, and wait until the other side holds it."""
        fields = ("--field", "subject=Aircraft", "--field", f"text={text}")
        return str(
            call("send", "MSG", *fields, *self.speaks(side), *WAIT).data["reference"]
        )

    def end(self) -> None:
        """End both nodes."""
        for node in self.nodes.values():
            node.end()


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The line of exercises."""
    made = Pair(tmp_path_factory.mktemp("drill"), "--exercise")
    try:
        yield made
    finally:
        made.end()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """The operational line."""
    made = Pair(tmp_path_factory.mktemp("real"))
    try:
        yield made
    finally:
        made.end()


def no_duff(drill: Pair, real: Pair, *more: str) -> Ended:
    """Let NORTH mark something real, and move it."""
    return call(
        *("no-duff", *more, "--operational", real.at / "north", *drill.speaks("north")),
        *("--operational-passphrase-file", real.key, *WAIT),
    )


def shown(line: Path, reference: str) -> dict[str, Any]:
    """Return what a side shows of a statement."""
    return call("show", reference, "--line", line, "--json").data


def test_what_is_real_is_marked_and_moved_with_its_proof_in_one_act(
    drill: Pair, real: Pair
) -> None:
    """Both as FLASH; the other side reads both, each where it belongs."""
    said = drill.say("south", "A helicopter has ditched.")

    done = no_duff(drill, real, said, "--text", "Helicopter ditched, four on board.")

    assert done.code == 0, done.err
    mark, moved = done.data["no_duff"], done.data["moved"]
    assert (mark["marks"], moved["marks"]) == ([], [])
    played = shown(drill.at / "north", said)
    assert "NO DUFF" in played["case"]["flags"]
    told = shown(real.at / "south", moved["reference"])["statement"]
    assert (told["precedence"], told["status"]) == ("Z", "OPERATION")
    assert told["marks"] == []
    body = told["body"]
    assert (body["reference"], body["no_duff"]) == (said, mark["reference"])
    assert body["text"]["text"] == "Helicopter ditched, four on board."
    proof = real.at / "moved.proof"
    proof.write_bytes(bytes.fromhex(body["proof"]))
    assert call("verify", proof, "--channel", body["channel"]).code == 0


def test_what_only_a_text_says_is_proven_by_its_own_mark(
    drill: Pair, real: Pair
) -> None:
    """Nobody has to find a reference first."""
    done = no_duff(drill, real, "--text", "Man overboard.")
    assert done.code == 0, done.err
    body = shown(real.at / "north", done.data["moved"]["reference"])["statement"][
        "body"
    ]
    assert body["reference"] == done.data["no_duff"]["reference"]
    assert body["proof"]


def test_a_line_of_the_wrong_kind_marks_nothing(drill: Pair, real: Pair) -> None:
    """NO DUFF on the operational line would make all around it look played."""
    done = call(
        *("no-duff", "--text", "Fire.", "--operational", drill.at / "north"),
        *real.speaks("north"),
    )
    assert done.code == 2
    assert "no line of the kind exercise" in done.data["error"]["sentence"]


def test_nothing_said_is_asked_for(drill: Pair, real: Pair) -> None:
    """A FLASH that says nothing helps nobody."""
    done = no_duff(drill, real)
    assert done.code == 2
    assert "--text" in done.data["error"]["sentence"]


def test_an_exercise_that_does_not_work_keeps_nothing_from_being_moved(
    drill: Pair, real: Pair
) -> None:
    """Then without a proof, for nothing there says that it left."""
    said = drill.say("south", "An engine is on fire.")
    drill.nodes["north"].end()
    try:
        done = no_duff(drill, real, said)
    finally:
        drill.nodes["north"] = Node("--line", "north", at=drill.at)

    assert (done.code, done.data["error"]["code"]) == (4, "half-done")
    sentence = str(done.data["error"]["sentence"])
    reference = sentence.removeprefix("MOVED as ").partition(",")[0]
    body = shown(real.at / "north", reference)["statement"]["body"]
    assert (body["reference"], body.get("proof", "")) == (said, "")
    assert "no_duff" not in body


def test_a_move_that_fails_says_what_stands(drill: Pair, real: Pair) -> None:
    """The officer then takes up the telephone."""
    other = keep_passphrase(drill.at, "wrong.pass")
    other.write_text("something else\n")
    done = call(
        *("no-duff", "--text", "Fire.", "--operational", real.at / "north"),
        *drill.speaks("north"),
        *("--operational-passphrase-file", other),
    )
    assert done.code == 4
    assert str(done.data["error"]["sentence"]).startswith("NOT MOVED:")
