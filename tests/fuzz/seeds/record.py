"""Good bytes of the record and the exchange, from one play channel."""

from functools import cache

from tests.record import passkeys

from detente.exchange import bundle
from detente.exchange.bundle import Bundle, Section, Want
from detente.exchange.channel import Channel, Seat, open_channel
from detente.exchange.fork import Fork
from detente.exchange.piece import Content, Lack, Piece
from detente.node.keyring import SecretKey
from detente.record import feed, keys, seal, wire
from detente.record.feed import FeedId, Frontier
from detente.record.head import Head, Note
from detente.record.keys import PublicKey
from detente.record.seal import Frame, Route
from detente.record.statement import Attachment, Citation, Seen
from detente.testing.parties import World

WORLD = World(seed=2023)
MESSAGE = b"what an officer releases"
PASSKEY = passkeys.key()
SEALING, _SEALING_PUBLIC = seal.private_key(b"\x05" * 32)
ROUTE = Route(WORLD.channel, "NORTH", "SOUTH", seal.sealing_kid(_SEALING_PUBLIC))
_EPOCH_KEY = b"\x0e" * 32


def _talk() -> None:
    WORLD.say("NORTH", wire.encode({"text": "We exercise on Monday."}))
    first = WORLD.feeds["NORTH"][-1]
    cited = Citation("NORTH/2026/0002/MSG/1/O", feed.leaf_hash(first.raw))
    head = WORLD.checkpoint("NORTH")
    WORLD.say(
        "SOUTH",
        wire.encode({"text": "Noted."}),
        secrets=WORLD.parties["SOUTH"].officers,
        precedence="O",
        answers=(cited,),
        seen=(Seen("NORTH", 1, head.size, head.root),),
        attachments=(Attachment("map", "image/png", 12, bytes(32)),),
        info_posts=("NORTH/DUTY",),
        reply_by=WORLD.now_s + 60,
        handling="releasable",
        releasable_to=("EAST",),
    )


_talk()


def values() -> tuple[bytes, ...]:
    """Return plain values."""
    told: list[wire.Value] = [
        0,
        {"a": [1, -2, None, True, b"bytes"], 7: "text", -1: {}},
        [[], [[1]], {"b": {"c": "d"}}],
    ]
    return tuple(wire.encode(each) for each in told)


@cache
def statements() -> tuple[bytes, ...]:
    """Return statements."""
    return tuple(each.raw for told in WORLD.feeds.values() for each in told[1:])


@cache
def documents() -> tuple[bytes, ...]:
    """Return key documents."""
    return tuple(party.raw for party in WORLD.parties.values())


def signed() -> tuple[bytes, ...]:
    """Return whatever is signed with COSE."""
    return statements() + documents()


@cache
def notes() -> tuple[bytes, ...]:
    """Return heads of NORTH, with and without receipts."""
    return (
        WORLD.head("NORTH").text(),
        WORLD.head("NORTH", mirrors=["SOUTH"]).text(),
    )


@cache
def frames() -> tuple[bytes, ...]:
    """Return sealed bundles that open with `SEALING`."""
    public = seal.public_key(_SEALING_PUBLIC)
    enclosed = seal.suite().encrypt(_EPOCH_KEY, public, info=ROUTE.info())
    frame = Frame(ROUTE, b"\x0f" * 16, 3, enclosed, b"")
    return tuple(seal.close(frame, _EPOCH_KEY, each) for each in (b"", bundles()[0]))


@cache
def assertions() -> tuple[bytes, ...]:
    """Return a passkey's signature of `MESSAGE`."""
    authenticator, client = passkeys.authenticator_data(), passkeys.client_data(MESSAGE)
    return (passkeys.sign(authenticator, client),)


def public_keys() -> tuple[bytes, ...]:
    """Return a public key of every kind, as `split_key` takes them apart."""
    secrets = [SecretKey(each, bytes(32)) for each in (-19, -48, -49)]
    listed = [(each.algorithm, each.public().raw, ()) for each in secrets]
    shown = [*listed, (keys.PASSKEY, PASSKEY.raw, PASSKEY.origins)]
    return tuple(wire.encode([*each]) for each in shown)


def split_key(data: bytes) -> PublicKey:
    """Take a key apart as a key document's record of it is: typed, unchecked."""
    match wire.decode(data, max_bytes=8192):
        case [int() as algorithm, bytes() as raw, [*origins]] if type(algorithm) is int:
            named = tuple(each for each in origins if isinstance(each, str))
            return PublicKey(algorithm, raw, named)
        case _:
            return PublicKey(0, b"")


def sealing_keys() -> tuple[bytes, ...]:
    """Return sealing keys."""
    return (_SEALING_PUBLIC,)


def references() -> tuple[bytes, ...]:
    """Return references."""
    return (b"NORTH/2026/0042/CON/1/O", b"N-1/2026/100042/VOID/12/T")


@cache
def bundles() -> tuple[bytes, ...]:
    """Return bundles: everything, a part with its path, receipts alone, a file."""
    whole = tuple(WORLD.feeds["NORTH"])
    leaves = WORLD.leaves("NORTH")
    path = tuple(feed.consistency_path(Frontier().extend(leaves[:2]), leaves[2:]))
    note = WORLD.head("NORTH").text()
    sent = [
        (Section(FeedId("NORTH", 1), 0, whole, note, ()),),
        (Section(FeedId("NORTH", 1), 2, whole[2:], note, path),),
        (),
    ]
    receipts = (WORLD.receipt("SOUTH", "NORTH").text(),)
    wants = (Want(FeedId("SOUTH", 1), 2),)
    found = [
        Bundle(WORLD.channel, "NORTH", "SOUTH", each, receipts, wants) for each in sent
    ]
    content = Content(bytes(32), 12)
    lacks, pieces = (Lack(content, 5),), (Piece(content, 5, b"of a map"[:7]),)
    found.append(found[-1]._replace(lacks=lacks, pieces=pieces))
    return tuple(map(bundle.render, found))


@cache
def channel() -> Channel:
    """Return the channel as a node holds it."""
    seats = [Seat(n, False, raw) for n, raw in enumerate(documents(), 1)]  # noqa: FBT003
    return open_channel(WORLD.channel, seats)


@cache
def forks() -> tuple[bytes, ...]:
    """Return proofs of a fork: two heads of one size, and two with a path between."""
    signer = WORLD.signer("NORTH")
    good = WORLD.leaves("NORTH")
    bad = [*good[:-1], feed.leaf_hash(b"another")]
    origin = WORLD.names.origin("NORTH", 1)

    def signed_over(leaves: list[bytes]) -> Note:
        told = Head(origin, len(leaves), Frontier().extend(leaves).root())
        return Note(told, signer.sign_head(told, WORLD.now_s))

    more = [*bad, feed.leaf_hash(b"one more")]
    path = tuple(feed.consistency_path(Frontier().extend(bad), more[len(bad) :]))
    proofs_of = [
        Fork(signed_over(good), signed_over(bad)),
        Fork(signed_over(good), signed_over(more), path),
    ]
    return tuple(each.render(WORLD.charter, documents()) for each in proofs_of)


@cache
def proofs() -> tuple[bytes, ...]:
    """Return proof files, with and without their body."""
    made = WORLD.proof("NORTH", len(WORLD.feeds["NORTH"]) - 1)
    other = WORLD.proof("SOUTH", len(WORLD.feeds["SOUTH"]) - 1)
    return (
        made.render(with_body=True),
        made.render(with_body=False),
        other.render(with_body=True),
    )


def known_to_prove() -> tuple[bytes, ...]:
    """Return every file that proves something."""
    return (*proofs(), *forks())


def policies() -> tuple[bytes, ...]:
    """Return policies."""
    return (WORLD.proof("NORTH", 2).policy.encode(),)
