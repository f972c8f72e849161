"""What happens to statements while a node is away, and to a node that is killed."""

import signal

from tests.cli.program import call, run
from tests.cli.story import Story

SAID = ("--field", "subject=Test", "--field", "text=Said.")


def test_a_statement_waits_for_a_node_that_was_killed(story: Story) -> None:
    """It is STORED HERE meanwhile, never more; then it is there, once."""
    story.nodes["south"].end(signal.SIGKILL)

    sent = call("send", "MSG", *SAID, *story.speaks("north"), "--wait", "0.2")

    assert sent.code == 6
    assert (sent.data["stage"], sent.data["missing"]) == ("STORED HERE", ["SOUTH"])
    story.serve("south")
    later = call("send", "MSG", *SAID, *story.speaks("north"), "--wait", "40")
    assert later.data["stage"] == "IN THEIR RECORD"
    reference = sent.data["reference"]
    there = call("show", reference, *story.line("south"), "--json")
    assert there.data["statement"]["id"] == sent.data["id"]
    mine = call("show", reference, *story.line("north"), "--json").data["progress"]
    assert (mine["stage"], mine["held_by"][0]["path"]) == ("IN THEIR RECORD", "https")
    rows = call("inbox", "--last", "999", *story.line("south"), "--json").data
    assert [r["reference"] for r in rows["received"]].count(reference) == 1


def test_nothing_released_is_lost_by_killing_our_own_node(story: Story) -> None:
    """What was STORED HERE stands after SIGKILL, and the next serial is another."""
    sent = call("send", "MSG", *SAID, *story.speaks("north")).data
    story.nodes["north"].end(signal.SIGKILL)

    stands = call("show", sent["reference"], *story.line("north"), "--json")

    assert stands.data["statement"]["id"] == sent["id"]
    story.serve("north")
    later = call("send", "MSG", *SAID, *story.speaks("north"), "--wait", "40")
    assert later.code == 0, later.err
    assert later.data["position"] == sent["position"] + 1
    assert later.data["reference"] != sent["reference"]


def test_without_our_node_one_can_read_and_not_release(story: Story) -> None:
    """The record is read as ever; the command that needs the node says so."""
    story.nodes["north"].end()
    try:
        read = call("inbox", *story.line("north"), "--json")
        sent = call("send", "MSG", *SAID, *story.speaks("north"))
        looked = call("check-line", "--look", *story.line("north"), "--json")
    finally:
        story.serve("north")

    assert read.code == 0
    assert (sent.code, sent.data["error"]["code"]) == (2, "misasked")
    assert looked.data["state"]["our_node"] == "DOWN"
    assert looked.data["state"]["peers"][0]["verdict"] == "UNKNOWN"


def test_a_node_ends_cleanly_when_it_is_told_to(story: Story) -> None:
    """SIGTERM: exit code 0, no complaint on standard error, the door gone.

    What is due of the officer there sounds, and is no complaint.
    """
    ended = story.nodes["south"].end()
    there = (story.south / "door.sock").exists()
    story.serve("south")

    said = [s for s in ended.err.splitlines() if not s.startswith("ALARM due: ")]
    assert (ended.code, said, there) == (0, [], False)


def test_a_second_node_of_a_line_does_not_start(story: Story) -> None:
    """Two nodes would sign two histories."""
    second = run("serve", "--line", "north", "--json", at=story.at)

    assert second.code == 4
    assert second.data["error"]["code"] in {"store-failed", "head-lost"}
    assert "Traceback" not in second.err
    assert story.nodes["north"].up


def test_the_line_says_that_their_node_is_down_while_it_is_away(
    story: Story,
) -> None:
    """Their machine refuses the call: that is the evidence, and stands beside it."""
    story.nodes["south"].end()
    try:
        call("send", "MSG", *SAID, *story.speaks("north"), "--wait", "1")
        looked = call("check-line", "--look", *story.line("north"), "--json")
    finally:
        story.serve("south")

    [peer] = looked.data["state"]["peers"]
    [path] = peer["paths"]
    assert (peer["verdict"], path["light"]) == ("THEIR NODE IS DOWN", "FAILS")
    assert path["trouble"]
