"""Two officers talk through the commands: both sides hold, count and prove the same."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.program import call
from tests.cli.story import Story

REQUEST = {
    "act": "request",
    "level_sought": "Watch",
    "own_principal": "Watch",
    "mode": "voice",
    "purpose": {"text": "Talk about the exercise."},
    "agenda": [{"text": "Area"}, {"text": "Times"}],
    "answer_by_s": 172_800,
}
WAIT = ("--wait", "30")
SIDES = ("north", "south")


def ask(story: Story, at: Path) -> str:
    """Let NORTH ask for contact, from a file; return the reference."""
    (at / "request.json").write_text(json.dumps(REQUEST))
    body = ("--body", at / "request.json", "--to", "SOUTH/Watch")
    asked = call("send", "CON", *body, *story.speaks("north"), *WAIT)
    assert asked.code == 0, asked.err
    return str(asked.data["reference"])


def shown(story: Story, side: str, reference: str) -> dict[str, Any]:
    """Return what a side shows of a statement."""
    return call("show", reference, *story.line(side), "--json").data


def test_a_refused_request_is_refused_on_both_nodes_and_counts_alike(
    story: Story, tmp_path: Path
) -> None:
    """The tally is a function of the heads it names, whoever counts."""
    request = ask(story, tmp_path)
    refusal = ("--field", "reason=time", "--field", "text=Not before Monday.")

    answered = call(
        "answer", request, "refused", *refusal, *story.speaks("south"), *WAIT
    )

    assert answered.data["stage"] == "IN THEIR RECORD"
    outcomes = [shown(story, each, request)["case"]["outcome"] for each in SIDES]
    assert outcomes == ["REFUSED", "REFUSED"]
    one, other = (call("tally", *story.line(each), "--json").data for each in SIDES)
    assert one == other
    assert one["tally"]["total"]["refused"] >= 1


def test_a_tally_can_be_had_at_older_heads(story: Story, tmp_path: Path) -> None:
    """What the other side counted last month can be counted again."""
    before = call("tally", *story.line("north"), "--json").data["tally"]
    ask(story, tmp_path)
    heads = [f"--heads={h['party']}={h['size']}" for h in before["heads"]]

    again = call("tally", *heads, *story.line("north"), "--json").data["tally"]

    assert again == before


def test_a_period_leaves_out_what_was_released_outside_it(
    story: Story, tmp_path: Path
) -> None:
    """A count is of the time that it names."""
    ask(story, tmp_path)

    long_ago = call("tally", "--period", "2019-12", *story.line("north"), "--json")

    assert long_ago.data["tally"]["total"]["requested"] == 0


def test_who_knew_what_is_shown(story: Story, tmp_path: Path) -> None:
    """An answer had the request before its eyes, and the case says so."""
    request = ask(story, tmp_path)
    field = ("--field", "text=Agreed.")
    answered = call("answer", request, "accepted", *field, *story.speaks("south"))

    case = shown(story, "south", answered.data["reference"])["case"]

    knew = {row["reference"]: row["knew"] for row in case["statements"]}
    assert knew[request] == "seen before it"


def test_a_warning_stands_on_the_review_before_release(
    story: Story, tmp_path: Path
) -> None:
    """A post that is not in the counterpart table is said to be so (clause 12.10)."""
    (tmp_path / "request.json").write_text(json.dumps(REQUEST))
    body = ("--body", tmp_path / "request.json", "--to", "SOUTH/Watch")

    sent = call("send", "CON", *body, *story.speaks("north"))

    assert [each["clause"] for each in sent.data["cautions"]] == ["12.10"]


def test_an_irregular_statement_is_told_before_and_marked_after(story: Story) -> None:
    """What breaks a rule is released all the same, and bears its clause over there."""
    empty = ("--field", "subject= ", "--field", "text=Nobody knows what about.")

    sent = call("send", "MSG", *empty, *story.speaks("north"), *WAIT)

    assert [each["clause"] for each in sent.data["marks"]] == ["11.22"]
    reference = sent.data["reference"]
    inbox = call("inbox", "--last", "1", *story.line("south"), "--json").data
    [row] = [each for each in inbox["received"] if each["reference"] == reference]
    assert [each["clause"] for each in row["marks"]] == ["11.22"]


def test_the_inbox_puts_the_unread_and_the_urgent_first(story: Story) -> None:
    """FLASH stands above ROUTINE, and both above what is acknowledged."""
    sent = []
    for precedence, text in (("R", "Later."), ("Z", "Now."), ("O", "Soon.")):
        said = ("--field", f"subject={text}", "--field", f"text={text}")
        urgent = ("--precedence", precedence, *WAIT)
        sent += [call("send", "MSG", *said, *urgent, *story.speaks("north")).data]
    reference = sent[-1]["reference"]
    read_back = ("--field", "read_back=Soon.")
    call("answer", reference, "acknowledged", *read_back, *story.speaks("south"))

    rows = call("inbox", *story.line("south"), "--json").data["received"]

    order = [(row["acknowledged"], "ZOPR".index(row["precedence"])) for row in rows]
    assert order == sorted(order)
    assert next(r for r in rows if r["reference"] == reference)["acknowledged"]


def test_an_echo_says_what_came(story: Story) -> None:
    """A line check that comes back as it went is an echo, on both nodes."""
    checked = call("check-line", *story.speaks("north"), *WAIT)
    reference = checked.data["check"]["reference"]

    call("answer", reference, "echo", *story.speaks("south"), *WAIT)

    assert shown(story, "north", reference)["case"]["outcome"] == "ECHOED"
    state = call("check-line", "--look", *story.line("north"), "--json").data["state"]
    [peer] = state["peers"]
    assert (peer["verdict"], peer["node"]) == ("NOT SILENT", "HEARD")
    assert [path["light"] for path in peer["paths"]] == ["WORKS"]


def test_the_texts_of_line_checks_rotate(story: Story) -> None:
    """In time every sign of a script is tried."""
    sent = [
        call("check-line", *story.speaks("south")).data["check"]["reference"]
        for _ in range(2)
    ]

    bodies = [shown(story, "south", each)["statement"]["body"] for each in sent]

    assert bodies[0]["text"] != bodies[1]["text"]


@pytest.mark.parametrize("side", SIDES)
def test_either_side_can_prove_a_statement(
    story: Story, tmp_path: Path, side: str
) -> None:
    """Its own by the other's receipt, the other's by its own."""
    said = ("--field", "subject=Proof", "--field", "text=Said.")
    sent = call("send", "MSG", *said, *story.speaks("north"), *WAIT).data["reference"]
    proof = tmp_path / "said.proof"

    done = call("export", sent, "--out", proof, *story.line(side), "--json")

    assert done.code == 0, done.err
    channel = ("--channel", done.data["channel"])
    assert call("verify", proof, *channel).code == 0
    assert call("verify", proof).code == 3
    assert call("verify", proof, "--channel", "0" * 64).code == 1


def test_parts_are_plain_files_and_the_policy_among_them_fits(
    story: Story, tmp_path: Path
) -> None:
    """Other people's tools get head, proof, statement and policy under fixed names."""
    said = ("--field", "subject=Proof", "--field", "text=Said.")
    sent = call("send", "MSG", *said, *story.speaks("south"), *WAIT).data["reference"]
    proof, parts = tmp_path / "said.proof", tmp_path / "parts"
    where = ("--out", proof, "--parts", parts, "--without-body")

    done = call("export", sent, *where, *story.line("south"), "--json")

    assert not done.data["with_body"]
    assert sorted(each.name for each in parts.iterdir()) == [
        "head.note",
        "policy.txt",
        "proof.tlog",
        "statement.cose",
    ]
    assert call("verify", proof, "--policy", parts / "policy.txt").code == 0


def test_two_officers_release_one_statement(story: Story) -> None:
    """Both keys stand under it, in the order in which they were named."""
    said = ("--field", "subject=Two keys", "--field", "text=Said.")
    both = ("--officer", "2", "--officer", "1")

    sent = call("send", "MSG", *said, *both, *story.speaks("north")).data["reference"]

    releasers = shown(story, "north", sent)["statement"]["releasers"]
    assert releasers == ["NORTH/Watch, credential 2", "NORTH/Watch, credential 1"]


def test_a_second_officer_reviews_what_the_first_released(story: Story) -> None:
    """The review goes where the statement went, and breaks no rule."""
    said = ("--field", "subject=Urgent", "--field", "text=Now.", "--precedence", "Z")
    sent = call("send", "MSG", *said, *story.speaks("north")).data["reference"]

    done = call("answer", sent, "reviewed", "--officer", "2", *story.speaks("north"))

    assert done.data["marks"] == []
    review = shown(story, "north", done.data["reference"])["statement"]
    assert (review["title"], review["to_post"]) == ("REVIEWED", "SOUTH/Watch")


def test_a_test_is_marked_as_one(story: Story) -> None:
    """In the reference, where nobody can take it off."""
    said = ("--field", "subject=Test", "--field", "text=Said.")

    sent = call("send", "MSG", *said, "--test", *story.speaks("north"))

    assert sent.data["reference"].endswith("/T")
    assert sent.data["marks"] == []


def test_a_correction_cites_what_it_corrects(story: Story) -> None:
    """Nothing is edited: both stand, and the later says which."""
    said = ("--field", "subject=Time", "--field", "text=At noon.")
    first = call("send", "MSG", *said, *story.speaks("north")).data["reference"]
    changed = ("--kind", "CORRECTION", "--changes", first, "--field", "subject=Time")

    sent = call(
        "send", "MSG", *changed, "--field", "text=At one.", *story.speaks("north")
    )

    assert sent.data["marks"] == []
    case = shown(story, "north", first)["case"]
    assert [row["reference"] for row in case["statements"]] == [
        first,
        sent.data["reference"],
    ]
