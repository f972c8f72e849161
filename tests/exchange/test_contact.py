"""What nodes of one channel find out by talking to each other (clauses 9.5 to 9.8)."""

import pytest
from tests.exchange.sides import TERMS, Node, Place, Sides

from detente.exchange import bundle as bundles
from detente.exchange import fork, replica
from detente.exchange.bundle import Bundle, Want
from detente.exchange.replica import Answered, Failed, Tick
from detente.node.line import Released
from detente.node.mirrored import FORK_MARK

THREE = ("NORTH", "SOUTH", "EAST")
BUSY = 50


def carry(sender: Node, reader: Node, bundle: Bundle) -> Bundle | float:
    """Carry a bundle and its answer; return what the sender does next.

    Both must be taken: between nodes that keep to the clauses nothing is ever refused.
    """
    reply = reader.answer(bundles.parse(bundles.render(bundle)))
    sender.answer(bundles.parse(bundles.render(reply)))
    return sender.line.step(bundle.reader, Answered(0.5))


def work(sender: Node, reader: Node, peer: str) -> int:
    """Let one node send all that it has to send now; return in how many bundles."""
    found, sent = sender.line.step(peer, Tick()), 0
    while not isinstance(found, float) and sent < BUSY:
        found, sent = carry(sender, reader, found), sent + 1
    return sent


def contact(nodes: dict[str, Node], pairs: list[tuple[str, str]], for_s: int) -> int:
    """Let pairs of nodes work for a while; return how many bundles went out."""
    sent = 0
    for _ in range(for_s):
        for node in nodes.values():
            node.place.clock.move(1.0)
        for one, other in pairs:
            sent += work(nodes[one], nodes[other], other)
            sent += work(nodes[other], nodes[one], one)
    return sent


def three() -> tuple[Sides, dict[str, Node]]:
    """Return three parties, and the nodes of two: the third one's are told apart."""
    sides = Sides(*THREE)
    return sides, {code: sides.node(code) for code in ("NORTH", "SOUTH")}


def proven(sides: Sides, node: Node, code: str) -> bool:
    """Tell whether a node holds a fork proof of a party that anyone can check."""
    file = node.line.fork_proofs().get(f"{FORK_MARK}{code}/1")
    if file is None:
        return False
    fork.check(fork.parse(file), sides.channel, sides.verify)
    return True


def test_two_nodes_come_to_hold_and_receipt_all() -> None:
    """With a bundle or two each, and then they rest."""
    sides = Sides().talk("NORTH", 700).talk("SOUTH", 3)
    nodes = {code: sides.node(code) for code in ("NORTH", "SOUTH")}

    contact(nodes, [("NORTH", "SOUTH")], 3)
    for one, other in (("NORTH", "SOUTH"), ("SOUTH", "NORTH")):
        size = len(sides.feeds[one])
        assert nodes[other].size(sides.feed(one)) == size
        assert nodes[one].line.receipts.of_ours(other) == size
        assert nodes[other].raws(sides.feed(one)) == nodes[one].raws(sides.feed(one))
    assert contact(nodes, [("NORTH", "SOUTH")], 30) == 0


def test_an_entry_goes_round_a_line_that_is_cut() -> None:
    """EAST reaches SOUTH only through NORTH; nothing on the way is refused."""
    sides = Sides(*THREE).talk("EAST", 5)
    nodes = {code: sides.node(code) for code in THREE}

    contact(nodes, [("NORTH", "EAST"), ("NORTH", "SOUTH")], 40)
    for reader in ("NORTH", "SOUTH"):
        assert nodes[reader].raws(sides.feed("EAST")) == nodes["EAST"].raws(
            sides.feed("EAST")
        )


def test_three_nodes_at_rest_stay_at_rest() -> None:
    """Heads are shown where they are new or a line is probed, not for ever."""
    sides = Sides(*THREE).talk("EAST", 2).talk("NORTH", 2)
    nodes = {code: sides.node(code) for code in THREE}
    pairs = [("NORTH", "SOUTH"), ("SOUTH", "EAST"), ("EAST", "NORTH")]

    contact(nodes, pairs, 90)
    assert contact(nodes, pairs, 600) <= 6 * 11


def test_a_backlog_too_large_to_relay_causes_no_busy_loop() -> None:
    """A relay hands on what fits one bundle; what does not is left to its owner."""
    sides, nodes = three()
    sides.talk("EAST", 900)
    for start in (0, 512):
        section = sides.section("EAST", start, min(start + 512, 902))
        nodes["NORTH"].answer(sides.bundle("EAST", "NORTH", section))

    assert contact(nodes, [("NORTH", "SOUTH")], 120) < 60


@pytest.mark.parametrize(
    ("north", "south"), [(6, 6), (5, 9), (9, 5), (520, 600), (3, 600)]
)
def test_a_party_that_tells_two_others_two_histories_is_found_out(
    north: int, south: int
) -> None:
    """As soon as those two are in contact, though neither ever saw both histories.

    Sizes alone would tell them nothing: a forger keeps them equal.
    """
    sides, nodes = three()
    told = {
        "NORTH": (sides.branch("EAST", 2).talk("EAST", 700, b"one"), north),
        "SOUTH": (sides.branch("EAST", 2).talk("EAST", 700, b"two"), south),
    }
    for reader, (history, size) in told.items():
        for start in range(0, size, 512):
            section = history.section("EAST", start, min(start + 512, size))
            nodes[reader].answer(sides.bundle("EAST", reader, section))

    contact(nodes, [("NORTH", "SOUTH")], 120)
    found = [code for code, node in nodes.items() if proven(sides, node, "EAST")]
    assert found, "nobody found out"
    for code in found:
        assert nodes[code].place.kinds() == ["fork"]
        assert nodes[code].line.mirrors[sides.feed("EAST")].frozen


def test_a_party_that_signed_anew_over_a_restored_copy_is_found_out() -> None:
    """Its copy remembers an old receipt, so it sends from below what we hold."""
    sides = Sides().talk("SOUTH", 8, b"one")
    north = sides.node("NORTH")
    north.answer(sides.bundle("SOUTH", "NORTH", sides.section("SOUTH", 0)))
    copy = sides.branch("SOUTH", 4).talk("SOUTH", 9, b"anew")

    north.answer(sides.bundle("SOUTH", "NORTH", copy.section("SOUTH", 3)))
    assert proven(sides, north, "SOUTH")
    assert north.raws(sides.feed("SOUTH")) == [e.raw for e in sides.feeds["SOUTH"]]


def test_both_histories_in_one_bundle_or_one_turn_are_found_out() -> None:
    """Also where the first is not in the store yet when the second is judged."""
    sides = Sides().talk("SOUTH", 8, b"one")
    other = sides.branch("SOUTH", 4).talk("SOUTH", 6, b"two")
    for second in (other.head_alone("SOUTH"), other.section("SOUTH", 4)):
        north = sides.node("NORTH")
        north.take(
            sides.bundle("SOUTH", "NORTH", sides.section("SOUTH", 0)),
            sides.bundle("SOUTH", "NORTH", second),
        )
        assert proven(sides, north, "SOUTH")
        assert north.size(sides.feed("SOUTH")) == 10


def forked() -> tuple[Sides, Sides, Node]:
    """Return a node that has found SOUTH out, and both of SOUTH's histories."""
    sides = Sides().talk("SOUTH", 8, b"one")
    other = sides.branch("SOUTH", 4).talk("SOUTH", 6, b"two")
    north = sides.node("NORTH")
    north.answer(sides.bundle("SOUTH", "NORTH", sides.section("SOUTH", 0)))
    north.answer(sides.bundle("SOUTH", "NORTH", other.head_alone("SOUTH")))
    return sides, other, north


def test_a_forked_feed_gets_no_receipt_but_is_still_heard() -> None:
    """Receipts stop, the talk goes on: what continues our copy is kept."""
    sides, _, north = forked()
    sides.talk("SOUTH", 2, b"more")
    reply = north.answer(sides.bundle("SOUTH", "NORTH", sides.section("SOUTH", 10)))

    assert reply.receipts == ()
    assert north.size(sides.feed("SOUTH")) == 12


def test_a_fork_stays_found_over_a_restart() -> None:
    """The proof is in the record, and the feed stays frozen."""
    sides, _, north = forked()
    again = Node(sides.open("NORTH", north.place), north.place)

    assert proven(sides, again, "SOUTH")
    reply = again.answer(sides.bundle("SOUTH", "NORTH", sides.section("SOUTH", 9)))
    assert reply.receipts == ()


def test_a_fork_shown_again_sounds_no_further_alarm() -> None:
    """Whoever replays it could else drown every other alarm, and fill the disk."""
    sides, other, north = forked()
    kept = north.line.fork_proofs()
    for section in (other.head_alone("SOUTH", 7), other.section("SOUTH", 4)) * 3:
        north.answer(sides.bundle("SOUTH", "NORTH", section))

    assert north.place.kinds() == ["fork"]
    assert north.line.fork_proofs() == kept


def test_a_head_of_a_third_party_is_shown_where_it_is_new_or_the_line_is_probed() -> (
    None
):
    """Every statement would otherwise carry all of them along."""
    sides, nodes = three()
    north, east = nodes["NORTH"].line, sides.feed("EAST")
    shown = []
    for size in (2, 2, 3):
        section = sides.branch("EAST", 2).talk("EAST", 1).section("EAST", 0, size)
        nodes["NORTH"].answer(sides.bundle("EAST", "NORTH", section))
        bundle = north.compose("SOUTH", [(sides.feed("NORTH"), 0)])
        shown.append(east in {each.feed for each in bundle.sections})
    probe = north.compose("SOUTH", [])

    assert shown == [True, False, True]
    assert [each.feed for each in probe.sections] == [east]


def test_an_honest_peer_is_never_found_out() -> None:
    """Whatever heads of its one history come, in whatever order."""
    sides = Sides().talk("SOUTH", 12)
    north = sides.node("NORTH")
    for start, end in ((0, 5), (0, 3), (2, 9), (9, 9), (4, 4), (0, 14), (6, 8)):
        north.answer(sides.bundle("SOUTH", "NORTH", sides.section("SOUTH", start, end)))
    again = Node(sides.open("NORTH", north.place), north.place)
    for end in range(1, 15):
        head = sides.head_alone("SOUTH", end)
        again.answer(sides.bundle("SOUTH", "NORTH", head))

    assert north.place.kinds() == []
    assert again.line.fork_proofs() == {}


# --- restored copies of our own ---------------------------------------------------


def copied(place: Place, sides: Sides) -> Place:
    """Return an older copy of a place, store and second file both: two entries."""
    old = Place()
    line = sides.open("NORTH", old)
    line.turn([Released(entry) for entry in sides.feeds["NORTH"][:2]])
    old.clock = place.clock
    return old


def test_a_node_on_an_old_copy_learns_of_it_at_its_first_contact() -> None:
    """Store and second file restored together vouch for each other; the peer does not.

    The alarm must come before our own people state anything on top of it: what they
    state then is a second history, and the peer can prove it.
    """
    sides = Sides().talk("NORTH", 5)
    nodes = {code: sides.node(code) for code in ("NORTH", "SOUTH")}
    contact(nodes, [("NORTH", "SOUTH")], 3)
    old = copied(nodes["NORTH"].place, sides)
    nodes["NORTH"] = Node(sides.open("NORTH", old), old)

    contact(nodes, [("NORTH", "SOUTH")], 3)
    assert old.kinds() == ["unknown-receipt"]


def test_a_node_on_an_old_copy_still_hears_its_peer() -> None:
    """What the peer says gets through, whatever it receipts."""
    sides = Sides().talk("NORTH", 5)
    nodes = {code: sides.node(code) for code in ("NORTH", "SOUTH")}
    contact(nodes, [("NORTH", "SOUTH")], 3)
    old = copied(nodes["NORTH"].place, sides)
    nodes["NORTH"] = Node(sides.open("NORTH", old), old)
    nodes["SOUTH"].line.turn([Released(sides.say("SOUTH", b"stop"))])

    contact(nodes, [("NORTH", "SOUTH")], 3)
    assert nodes["NORTH"].size(sides.feed("SOUTH")) == 3


def test_a_peer_on_an_old_copy_gets_back_what_it_lost() -> None:
    """Also where nobody states anything new."""
    sides = Sides().talk("NORTH", 5)
    nodes = {code: sides.node(code) for code in ("NORTH", "SOUTH")}
    contact(nodes, [("NORTH", "SOUTH")], 3)
    nodes["SOUTH"] = sides.node("SOUTH")
    assert nodes["SOUTH"].size(sides.feed("NORTH")) == 0

    contact(nodes, [("NORTH", "SOUTH")], 70)
    assert nodes["SOUTH"].size(sides.feed("NORTH")) == 7


# --- in somebody's name -----------------------------------------------------------


def test_nobody_can_make_us_believe_in_a_receipt() -> None:
    """Neither the sender's name, nor a true receipt of another party, nor a want."""
    sides, nodes = three()
    north = nodes["NORTH"]
    size = len(sides.feeds["NORTH"])
    for receipt in (
        sides.receipt("NORTH", "EAST"),
        sides.head("NORTH").text(),
        sides.receipt("SOUTH", "NORTH"),
    ):
        forged = sides.bundle("SOUTH", "NORTH", receipts=[receipt])
        north.take(forged)
    north.answer(
        sides.bundle("SOUTH", "NORTH", wants=[Want(sides.feed("NORTH"), size)])
    )

    assert north.line.receipts.of_ours("SOUTH") == 0
    assert north.line.peers["SOUTH"].receipted == 0


def test_forged_bundles_do_not_keep_our_entries_from_the_peer() -> None:
    """EAST says in SOUTH's name, after every bundle, that it lacks everything."""
    sides = Sides(*THREE).talk("NORTH", 600)
    nodes = {code: sides.node(code) for code in ("NORTH", "SOUTH")}
    north, south = nodes["NORTH"], nodes["SOUTH"]
    contact(nodes, [("NORTH", "SOUTH")], 5)
    north.line.turn([Released(sides.say("NORTH", b"STOP"))])
    claims = [Want(sides.feed("NORTH"), 0), Want(sides.feed("EAST"), 2**60)]
    for _ in range(40):
        north.place.clock.move(0.02)
        north.answer(sides.bundle("SOUTH", "NORTH", wants=claims))
        work(north, south, "SOUTH")

    assert south.size(sides.feed("NORTH")) == 603


def test_forged_bundles_make_nobody_suspected() -> None:
    """The line to SOUTH is cut; bundles in its name come for ten minutes."""
    sides = Sides(*THREE)
    north = sides.node("NORTH")
    for _ in range(60):
        north.place.clock.move(10.0)
        north.answer(sides.bundle("SOUTH", "NORTH"))
        if not isinstance(north.line.step("SOUTH", Tick()), float):
            north.line.step("SOUTH", Failed(0.5))

    now_s = north.place.clock.monotonic_s()
    assert now_s > 2 * TERMS.receipt_withheld_s
    assert not replica.suspected(north.line.peers["SOUTH"], now_s)
