"""The node signs positions for whoever knocks, and nothing else (clause 35.3)."""

import pytest
from tests.dialogue.positions import attached, fix

from detente.dialogue import batch
from detente.dialogue.form import Body, encode
from detente.dialogue.forms import FORM_OF, move, pos
from detente.node.stating import sign
from detente.record import keys, statement
from detente.record.errors import Refused
from detente.record.statement import body_digest
from detente.testing.parties import World

DATA = batch.render((fix(600),))
STATED = batch.stating(DATA, attached(DATA).sha256)


def asked(world: World, body: Body, **fields: object) -> tuple[bytes, bytes]:
    """Return the header of what NORTH's node is to sign, and the body."""
    data, salt = encode(body), bytes(32)
    kid = keys.thumbprint(world.signer("NORTH").credential())
    usual: dict[str, object] = {"drafter": kid, "releasers": (kid,)}
    form = FORM_OF[type(body)].code
    header = world.header("NORTH", data, salt, form=form, **{**usual, **fields})
    assert header.body_digest == body_digest(salt, data)
    return statement.payload(header), data


def test_what_a_tracker_reports_is_signed_with_the_nodes_own_credential() -> None:
    """As its key document lists it."""
    world = World()
    payload, data = asked(world, STATED)

    signed = statement.parse(sign(world.signer("NORTH"), payload, data))

    known = world.parties["NORTH"].credentials()
    statement.verify(signed, world.channel, "NORTH", known)


@pytest.mark.parametrize(
    "body", [move.LostContact(last_contact=1), pos.Shared(tracker="x")]
)
def test_nothing_else_is_signed(body: Body) -> None:
    """Not even what a node enters by itself: that is for its duty to say."""
    world = World()

    with pytest.raises(Refused, match="nothing else"):
        sign(world.signer("NORTH"), *asked(world, body))


def test_nobody_elses_name_is_put_under_it() -> None:
    """An officer signs for himself."""
    world = World()
    officer = keys.thumbprint(world.parties["NORTH"].officers[0].public())

    with pytest.raises(Refused):
        sign(world.signer("NORTH"), *asked(world, STATED, releasers=(officer,)))
