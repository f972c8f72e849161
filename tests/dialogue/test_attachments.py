"""Whose node is known to hold an attachment: who has entered HELD for it (11.30)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.dialogue.talk import Talk

from detente.dialogue import attachments, fold
from detente.dialogue.entered import Entered
from detente.dialogue.fields import Text
from detente.dialogue.forms.ack import Held
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import Said
from detente.dialogue.standing import Standing, begin
from detente.record.statement import Attachment

TABLE = Attachment("table.csv", "text/csv", 40, b"t" * 32)
PHOTO = Attachment("roof.jpg", "image/jpeg", 900, b"p" * 32)


def listing(talk: Talk, *attached: Attachment, info: tuple[str, ...] = ()) -> Said:
    """Let NORTH state something to SOUTH with attachments."""
    body = Message(subject=Text("Evidence"), text=Text("See the files."))
    to = "SOUTH/Watch"
    return talk.say("NORTH", body, attachments=attached, to_post=to, info_posts=info)


def held(talk: Talk, of: Said, attached: Attachment, code: str = "SOUTH") -> Said:
    """Let a node enter HELD."""
    body = Held(sha256=attached.sha256, size_bytes=attached.size_bytes)
    return talk.by_node(code, body, answers=(of,))


def told(standing: Standing, of: Said, attached: Attachment) -> list[Entered]:
    """Return what says that an attachment is held."""
    entered = standing.entries[of.id]
    statements = standing.case_of(entered).statements
    return list(attachments.holders(statements, entered, attached))


def holders(talk: Talk, of: Said, attached: Attachment) -> list[str]:
    """Return who is known to hold an attachment."""
    return [each.party for each in told(talk.standing(), of, attached)]


def test_each_attachment_is_held_by_itself() -> None:
    """A table may be there hours before a film."""
    talk = Talk()
    said = listing(talk, TABLE, PHOTO)
    assert holders(talk, said, TABLE) == []
    held(talk, said, TABLE)
    assert holders(talk, said, TABLE) == ["SOUTH"]
    assert holders(talk, said, PHOTO) == []


def test_each_statement_that_lists_it_is_held_by_itself() -> None:
    """Whoever is asked about one of them sees the answer there."""
    talk = Talk()
    first, second = listing(talk, TABLE), listing(talk, TABLE)
    held(talk, first, TABLE)
    assert holders(talk, second, TABLE) == []


def test_it_asks_nobody_for_anything_and_changes_nothing() -> None:
    """No person has read it, and none is to acknowledge it."""
    talk = Talk()
    said = listing(talk, TABLE)
    entry = held(talk, said, TABLE)
    assert talk.clauses(entry) == []
    standing = talk.standing()
    case = standing.case_of(standing.entries[said.id])
    assert [each.id for each in case.waiting] == [said.id]
    assert (case.receipts, case.crossings) == ((), ())


@pytest.mark.parametrize(
    "about",
    [PHOTO, Attachment("", "", 41, TABLE.sha256), Attachment("", "", 0, b"")],
    ids=["another", "another size", "none"],
)
def test_held_of_what_the_statement_does_not_list_is_void(about: Attachment) -> None:
    """It would show a file as delivered that was never sent."""
    talk = Talk()
    said = listing(talk, TABLE)
    entry = held(talk, said, about)
    assert "11.30" in talk.clauses(entry)
    assert holders(talk, said, TABLE) == []


def test_nobody_holds_for_his_own_side() -> None:
    """That the sender has it shows nothing of the receiver."""
    talk = Talk()
    said = listing(talk, TABLE)
    entry = held(talk, said, TABLE, "NORTH")
    assert talk.clauses(entry) == ["11.30"]
    assert holders(talk, said, TABLE) == []


def test_an_officer_may_say_it_too_and_the_first_one_counts() -> None:
    """A second one says nothing new."""
    talk = Talk()
    said = listing(talk, TABLE)
    body = Held(sha256=TABLE.sha256, size_bytes=TABLE.size_bytes)
    first = talk.say("SOUTH", body, answers=(said,))
    held(talk, said, TABLE)
    found = told(talk.standing(), said, TABLE)
    assert [each.id for each in found] == [first.id]


def test_every_party_that_was_told_holds_for_itself() -> None:
    """One of three has it: the others are still lacking."""
    talk = Talk(("EAST", "NORTH", "SOUTH"))
    said = listing(talk, TABLE, info=("EAST/Watch",))
    held(talk, said, TABLE, "EAST")
    assert holders(talk, said, TABLE) == ["EAST"]


@given(st.randoms(use_true_random=False), st.integers(0, 6))
def test_every_order_of_arrival_folds_alike(dice: object, cut: int) -> None:
    """Both nodes show the same of each attachment, whatever came first."""
    talk = Talk()
    said = listing(talk, TABLE, PHOTO)
    held(talk, said, PHOTO)
    held(talk, said, TABLE)
    other = listing(talk, PHOTO)
    held(talk, other, TABLE)
    feeds = {f: [e for e in talk.all if e.feed == f] for f in talk.feeds.values()}
    order = [feed for feed, entries in feeds.items() for _ in entries]
    dice.shuffle(order)  # type: ignore[attr-defined]
    mixed = [feeds[feed].pop(0) for feed in order]
    standing = begin(talk.founding)
    for part in (mixed[:cut], mixed[cut:]):
        standing = fold.extend(standing, part)
    whole = talk.standing()
    for listed, attached in ((said, TABLE), (said, PHOTO), (other, PHOTO)):
        assert told(standing, listed, attached) == told(whole, listed, attached)
    for entry in talk.all:
        if isinstance(entry, Said):
            found = standing.faults(standing.entries[entry.id])
            assert found == whole.faults(whole.entries[entry.id])
