"""A sealed bundle opens for its reader, from its sender, in its channel, unaltered."""

import hashlib

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.values import altered, texts

from detente.record import credentials, seal, wire
from detente.record.errors import Malformed, Misdirected, Refused, Unproven
from detente.record.seal import Frame, Route

SEED = b"\x05" * 32
PRIVATE, PUBLIC = seal.private_key(SEED)
CHANNEL = b"\x0c" * 32
ROUTE = Route(CHANNEL, "NORTH", "SOUTH", seal.sealing_kid(PUBLIC))
EPOCH_KEY = b"\x0e" * 32


def sealed(route: Route = ROUTE, bundle: bytes = b"bundle", counter: int = 3) -> Frame:
    """Seal a bundle as the sender does, and read the frame back."""
    enclosed = seal.suite().encrypt(
        EPOCH_KEY, seal.public_key(PUBLIC), info=route.info()
    )
    frame = Frame(route, b"\x0f" * 16, counter, enclosed, b"")
    return seal.parse(seal.close(frame, EPOCH_KEY, bundle))


FRAME = sealed()

routes = st.builds(Route, st.binary(max_size=40), texts, texts, st.binary(max_size=40))
frames = st.builds(
    Frame,
    routes,
    st.binary(min_size=16, max_size=16),
    st.integers(0, seal.LAST_COUNTER),
    st.binary(max_size=60),
    st.binary(max_size=60),
)


def opened(frame: Frame, expected: Route = ROUTE) -> bytes:
    """Open a frame as its reader does."""
    seal.check_route(frame, expected)
    return seal.open_bundle(frame, seal.open_epoch(frame, PRIVATE))


# --- the frame -------------------------------------------------------------------


@given(frames)
def test_a_frame_is_read_as_it_was_rendered(frame: Frame) -> None:
    """Nothing of it is lost, and its bytes are its one spelling."""
    assert seal.parse(frame.render()) == frame


@given(st.data())
def test_bytes_are_refused_or_are_the_one_spelling_of_a_frame(
    data: st.DataObject,
) -> None:
    """Two frames that differ are never the same frame."""
    raw = data.draw(altered(FRAME.render()))
    try:
        frame = seal.parse(raw)
    except Malformed:
        return
    assert frame.render() == raw


PARTS: list[wire.Value] = [
    "detente-frame/1",
    [0x647A, 1, 2],
    *ROUTE,
    bytes(16),
    3,
    b"enclosed",
    b"ciphertext",
]


@pytest.mark.parametrize(
    ("at", "instead"),
    [
        (0, "detente-frame/2"),
        (0, b"detente-frame/1"),
        (1, [0x647A, 1, 3]),
        (1, [0x0020, 1, 2]),
        (1, [0x647A, True, 2]),
        (1, [0x647A, 1]),
        (2, "channel"),
        (3, b"NORTH"),
        (4, None),
        (5, 7),
        (6, bytes(15)),
        (6, bytes(17)),
        (7, -1),
        (7, 2**32),
        (7, True),
        (7, "3"),
        (8, None),
        (9, "ciphertext"),
    ],
    ids=repr,
)
def test_a_frame_with_another_part_is_malformed(at: int, instead: wire.Value) -> None:
    """One suite, one format, sizes and counters within bounds (clause 8.1)."""
    last = [*PARTS[:7], 2**32 - 1, *PARTS[8:]]
    assert seal.parse(wire.encode(last)).counter == 2**32 - 1

    with pytest.raises(Malformed):
        seal.parse(wire.encode([*PARTS[:at], instead, *PARTS[at + 1 :]]))


def test_a_frame_with_a_part_more_or_less_is_malformed() -> None:
    """A frame is its ten parts."""
    for parts in (PARTS[:-1], [*PARTS, b""], []):
        with pytest.raises(Malformed):
            seal.parse(wire.encode(parts))


def test_a_frame_of_more_than_two_mib_is_malformed() -> None:
    """A reader must be able to say how much memory a stranger can cost it."""
    # Two bytes more: a longer ciphertext needs a longer head.
    room = 2 * 1024 * 1024 - len(FRAME._replace(ciphertext=b"").render()) - 4
    largest = FRAME._replace(ciphertext=bytes(room)).render()

    assert len(largest) == 2 * 1024 * 1024
    assert len(seal.parse(largest).ciphertext) == room
    with pytest.raises(Malformed):
        seal.parse(FRAME._replace(ciphertext=bytes(room + 1)).render())


# --- what opens ------------------------------------------------------------------


@given(st.binary(max_size=300), st.integers(0, seal.LAST_COUNTER))
@settings(max_examples=30)
def test_what_was_sealed_opens(bundle: bytes, counter: int) -> None:
    """The reader gets the bundle, whole."""
    assert opened(sealed(bundle=bundle, counter=counter)) == bundle


@given(st.data())
@settings(max_examples=50)
def test_an_altered_frame_does_not_open(data: st.DataObject) -> None:
    """Whatever is flipped, cut or put in on the way."""
    raw = data.draw(altered(FRAME.render()))
    with pytest.raises(Refused):
        opened(seal.parse(raw))


TURNED = Route(CHANNEL, "SOUTH", "NORTH", ROUTE.sealing_kid)
OTHERS = {
    "the other direction": TURNED,
    "another channel": ROUTE._replace(channel=b"\x0d" * 32),
    "another sender": ROUTE._replace(sender="EAST"),
    "another reader": ROUTE._replace(reader="EAST"),
    "another key of the reader": ROUTE._replace(sealing_kid=bytes(32)),
    "names run together": ROUTE._replace(sender="NORTHSOUTH", reader=""),
}


@pytest.mark.parametrize("route", OTHERS.values(), ids=OTHERS)
def test_a_bundle_for_another_route_is_misdirected(route: Route) -> None:
    """It is seen before anything is opened."""
    with pytest.raises(Misdirected):
        opened(sealed(route))


@pytest.mark.parametrize("route", OTHERS.values(), ids=OTHERS)
def test_a_frame_relabelled_for_another_route_does_not_open(route: Route) -> None:
    """A frame replayed into another channel or direction stays shut (clause 8.3)."""
    relabelled = FRAME._replace(route=route)

    with pytest.raises(Unproven):
        seal.open_epoch(relabelled, PRIVATE)
    with pytest.raises(Unproven):
        seal.open_bundle(relabelled, EPOCH_KEY)


@pytest.mark.parametrize(
    "changed", [{"counter": 4}, {"epoch": bytes(16)}], ids=["counter", "epoch"]
)
def test_a_bundle_is_bound_to_its_epoch_and_counter(changed: dict[str, object]) -> None:
    """A bundle cannot be shown at another place of the connection."""
    with pytest.raises(Unproven):
        seal.open_bundle(FRAME._replace(**changed), EPOCH_KEY)  # type: ignore[arg-type]


def test_two_bundles_of_an_epoch_have_two_nonces() -> None:
    """The same nonce twice gives AES-GCM away."""
    one, other = sealed(counter=1), sealed(counter=2)

    with pytest.raises(Unproven):
        seal.open_bundle(one._replace(ciphertext=other.ciphertext), EPOCH_KEY)


def test_only_the_readers_key_opens() -> None:
    """The carrier, and whoever copies a stick, holds noise."""
    other, _ = seal.private_key(b"\x06" * 32)
    with pytest.raises(Unproven):
        seal.open_epoch(FRAME, other)
    with pytest.raises(Unproven):
        seal.open_bundle(FRAME, bytes(32))


@pytest.mark.parametrize("length", [0, 1, 31, 1087, 1088, 1119, 1120, 1135, 1136, 1200])
def test_an_enclosed_key_of_another_length_does_not_open(length: int) -> None:
    """No length makes the library raise anything of its own."""
    with pytest.raises(Unproven):
        seal.open_epoch(FRAME._replace(enclosed=bytes(length)), PRIVATE)


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_an_epoch_key_of_another_length_is_refused(length: int) -> None:
    """What is rightly sealed may still be no key."""
    enclosed = seal.suite().encrypt(
        bytes(length), seal.public_key(PUBLIC), info=ROUTE.info()
    )
    with pytest.raises(Unproven, match="another length"):
        seal.open_epoch(FRAME._replace(enclosed=enclosed), PRIVATE)


@pytest.mark.parametrize("length", range(17))
def test_a_ciphertext_that_is_hardly_there_does_not_open(length: int) -> None:
    """Shorter than its tag, or a tag of noughts."""
    with pytest.raises(Unproven):
        seal.open_bundle(FRAME._replace(ciphertext=bytes(length)), EPOCH_KEY)


def test_an_enclosed_point_of_small_order_does_not_open() -> None:
    """X25519 would share a secret that everybody knows."""
    enclosed = FRAME.enclosed[:1088] + bytes(32) + FRAME.enclosed[1120:]
    with pytest.raises(Unproven):
        seal.open_epoch(FRAME._replace(enclosed=enclosed), PRIVATE)


# --- keys ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seed", "public"),
    [
        (
            "3ec47fa82dd5689d27c6190e724c74ec8f608df3331ce331929e37b829676630",
            "ad8aaf3f00d8a39bfeec2947a7d5dde68be08bba19bd301a348a45dc5fcc8341",
        ),
        (
            "8f908710ee25a3aa6fd3ed80eb5bf102963547bf4fe36d86f772432ac383e6e9",
            "404a519065c5818eaf431ba78a961e2c59919cc8b2bce92c6b76e438dcc345bd",
        ),
    ],
)
def test_a_seed_gives_the_keys_of_x_wing(seed: str, public: str) -> None:
    """The vectors of draft-ietf-hpke-pq for KEM 0x647a; public keys as SHA-256."""
    raw = seal.private_key(bytes.fromhex(seed))[1]

    assert hashlib.sha256(raw).hexdigest() == public


def test_a_public_key_is_as_long_as_a_key_document_says() -> None:
    """ML-KEM-768 encapsulation key and X25519 key."""
    assert len(PUBLIC) == credentials.SEALING_BYTES
    seal.public_key(PUBLIC)


@pytest.mark.parametrize(
    "raw",
    [b"", PUBLIC[:-1], PUBLIC + b"\x00", PUBLIC[:1184], b"\xff" * 1216],
    ids=["nothing", "short", "long", "half", "beyond the modulus"],
)
def test_bytes_that_are_no_sealing_key_are_refused(raw: bytes) -> None:
    """Nothing is sealed for a key that nobody can hold."""
    with pytest.raises(Unproven):
        seal.public_key(raw)


def test_what_is_sealed_is_aes_gcm_under_the_counter() -> None:
    """Key, nonce and bound data, put together by hand."""
    plain = AESGCM(EPOCH_KEY).decrypt(
        bytes(11) + b"\x03", FRAME.ciphertext, ROUTE.info() + b"\x0f" * 16
    )

    assert plain == b"bundle"


@given(routes, routes)
def test_no_two_routes_are_bound_alike(one: Route, other: Route) -> None:
    """Names cannot run into one another."""
    assert (one.info() == other.info()) == (one == other)
