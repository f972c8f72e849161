"""A key binds its messages, and a signature is that of its key or nobody's."""

import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import mldsa
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record import curve, passkeys
from tests.record.values import altered

from detente.node.keyring import SecretKey
from detente.record import keys, wire
from detente.record.errors import Malformed, Refused, Unproven
from detente.record.keys import PublicKey

seeds = st.binary(min_size=32, max_size=32)
ALGORITHMS = [keys.ED25519, keys.ML_DSA_44, keys.ML_DSA_65]


def point(raw: bytes) -> PublicKey:
    """Return an Ed25519 key of these bytes."""
    return PublicKey(keys.ED25519, raw)


def refused(key: PublicKey) -> bool:
    """Tell whether a key may not stand in the record."""
    try:
        keys.enrol(key)
    except Unproven:
        return True
    return False


# --- enrolment -------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@given(seed=seeds)
@settings(max_examples=20)
def test_an_honest_key_is_enrolled(algorithm: int, seed: bytes) -> None:
    """Whatever a node or an officer draws may stand in the record."""
    key = SecretKey(algorithm, seed).public()

    assert keys.enrol(key) is key


@pytest.mark.parametrize("text", curve.SMALL_ORDER + curve.SMALL_ORDER_OTHERWISE)
def test_a_point_of_small_order_is_refused(text: str) -> None:
    """Under it one signature fits every message, so it binds nobody (clause 2.4)."""
    assert refused(point(bytes.fromhex(text)))


def test_the_list_of_small_order_is_whole() -> None:
    """The eight points are different, and each comes back to the identity."""
    points = {curve.decompress(bytes.fromhex(each)) for each in curve.SMALL_ORDER}

    assert len(points) == 8
    for each in points:
        eightfold = each
        for _ in range(3):
            eightfold = curve.plus(eightfold, eightfold)
        assert eightfold == curve.IDENTITY


@given(seeds, st.sampled_from(curve.SMALL_ORDER[1:]))
@settings(max_examples=50)
def test_a_point_of_mixed_order_is_refused(seed: bytes, torsion: str) -> None:
    """An honest key moved by a point of small order shares signatures with others."""
    honest = curve.decompress(SecretKey(keys.ED25519, seed).public().raw)
    moved = curve.plus(honest, curve.decompress(bytes.fromhex(torsion)))

    assert refused(point(curve.compress(moved)))


@given(st.integers(curve.P, 2**255 - 1), st.integers(0, 1))
def test_a_point_that_is_not_reduced_is_refused(y: int, sign: int) -> None:
    """It would be a second spelling of a key, with another thumbprint."""
    assert refused(point((y | sign << 255).to_bytes(32, "little")))


def test_half_of_all_bytes_are_no_point_and_are_refused() -> None:
    """Y alone must have its x; the smallest y without one is 2."""
    assert refused(point((2).to_bytes(32, "little")))


@given(seeds)
def test_no_bytes_make_enrolment_fail_otherwise(raw: bytes) -> None:
    """A stranger's key is sound or refused."""
    refused(point(raw))


@pytest.mark.parametrize("algorithm", keys.KEY_BYTES)
@pytest.mark.parametrize("more", [-1, 1])
def test_a_key_of_another_length_is_refused(algorithm: int, more: int) -> None:
    """Each kind has one length."""
    origins = ("site", "https://site") if algorithm == keys.PASSKEY else ()
    assert refused(
        PublicKey(algorithm, bytes(keys.KEY_BYTES[algorithm] + more), origins)
    )


@pytest.mark.parametrize("algorithm", [-7, -8, -9, -47, -50, 0, 1, -65536])
def test_a_key_of_a_kind_outside_the_profile_is_refused(algorithm: int) -> None:
    """Nothing is negotiated (clause 2.1)."""
    assert refused(PublicKey(algorithm, bytes(32)))


def test_a_passkey_names_its_origins_and_no_other_key_does() -> None:
    """Without them a signature made for any site would count."""
    assert refused(passkeys.key()._replace(origins=()))
    honest = SecretKey(keys.ED25519, bytes(32)).public()
    assert refused(honest._replace(origins=("site", "https://site")))
    assert not refused(passkeys.key())


@pytest.mark.parametrize("first", [0x00, 0x02, 0x03, 0x05, 0x06, 0x07])
def test_a_passkey_that_is_no_uncompressed_point_is_refused(first: int) -> None:
    """One spelling of a point, as for every key."""
    key = passkeys.key()
    assert refused(key._replace(raw=bytes([first]) + key.raw[1:]))


def test_a_passkey_beside_the_curve_is_refused() -> None:
    """An invalid curve gives its holder's secret away, or binds nobody."""
    key = passkeys.key()
    assert refused(key._replace(raw=key.raw[:-1] + bytes([key.raw[-1] ^ 1])))
    assert refused(key._replace(raw=b"\x04" + bytes(64)))


# --- thumbprints -----------------------------------------------------------------


def test_the_thumbprint_is_that_of_rfc_9679() -> None:
    """The example of RFC 9679 section 6, a P-256 key."""
    x = bytes.fromhex(
        "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"
    )
    y = bytes.fromhex(
        "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c"
    )

    assert (
        keys.thumbprint(PublicKey(keys.PASSKEY, b"\x04" + x + y, ("site",))).hex()
        == "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec"
    )


def test_the_thumbprint_of_a_post_quantum_key_is_that_of_rfc_9964() -> None:
    """The example of RFC 9964 appendix A.2: the key whose seed is all zeros."""
    assert (
        keys.thumbprint(SecretKey(keys.ML_DSA_44, bytes(32)).public()).hex()
        == "b8969ab4b37da9f0684e42647eb8a0be8b5b661ebf5d76f0583bf5b8d3a8059a"
    )


@pytest.mark.parametrize(
    ("algorithm", "before"),
    [
        (keys.ED25519, "a3010120 06 21 5820"),
        (keys.ML_DSA_44, "a30107 03382f 20 590520"),
        (keys.ML_DSA_65, "a30107 033830 20 5907a0"),
    ],
)
def test_a_thumbprint_hashes_the_required_members_alone(
    algorithm: int, before: str
) -> None:
    """Each kind as the bytes that RFC 9679 has hashed, written out by hand."""
    key = SecretKey(algorithm, bytes(range(32))).public()
    hashed = bytes.fromhex(before) + key.raw

    assert keys.thumbprint(key) == hashlib.sha256(hashed).digest()


# --- signatures ------------------------------------------------------------------


_RFC_8032 = [
    """
    9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60
    d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a

    e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac
    c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
    """,
    """
    c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7
    fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025
    af82
    6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290
    ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
    """,
]


@pytest.mark.parametrize("example", _RFC_8032)
def test_the_examples_of_rfc_8032_come_out(example: str) -> None:
    """Section 7.1, tests 1 and 3: secret, public key, message and signature."""
    rows = [bytes.fromhex(row) for row in example.splitlines()[1:-1]]
    secret, public, message, signature = *rows[:3], b"".join(rows[3:])
    key = SecretKey(keys.ED25519, secret)

    assert key.public().raw == public
    assert key.sign(message) == signature
    keys.verify(key.public(), message, signature)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@given(seed=seeds, message=st.binary(max_size=200), data=st.data())
@settings(max_examples=20)
def test_a_signature_fits_its_key_and_message_alone(
    algorithm: int, seed: bytes, message: bytes, data: st.DataObject
) -> None:
    """Not another message, not an altered signature, not another key."""
    secret = SecretKey(algorithm, seed)
    key, signature = secret.public(), secret.sign(message)
    other = SecretKey(algorithm, hashlib.sha256(seed).digest()).public()

    keys.verify(key, message, signature)
    for wrong in (
        (key, message + b"\x00", signature),
        (key, message, data.draw(altered(signature))),
        (other, message, signature),
    ):
        with pytest.raises(Unproven):
            keys.verify(*wrong)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("length", [0, 1, 63, 65, 2419, 2421, 3308, 3310])
def test_a_signature_of_another_length_is_refused(algorithm: int, length: int) -> None:
    """No length makes the library raise anything of its own."""
    key = SecretKey(algorithm, bytes(32)).public()

    with pytest.raises(Unproven):
        keys.verify(key, b"message", bytes(length))


def test_the_order_of_the_group_is_not_added_to_a_signature() -> None:
    """Adding it to s makes another signature of the same text, unless it is refused."""
    secret = SecretKey(keys.ED25519, bytes(32))
    signature = secret.sign(b"message")
    order = 2**252 + 27742317777372353535851937790883648493
    s = int.from_bytes(signature[32:], "little") + order

    with pytest.raises(Unproven):
        keys.verify(
            secret.public(), b"message", signature[:32] + s.to_bytes(32, "little")
        )


def test_a_signature_with_a_point_of_small_order_is_refused() -> None:
    """Its holder makes it, some libraries take it, and others call it forged."""
    seed, order = bytes(32), 2**252 + 27742317777372353535851937790883648493
    key = SecretKey(keys.ED25519, seed).public()
    secret = int.from_bytes(hashlib.sha512(seed).digest()[:32], "little")
    secret = secret & (1 << 254) - 8 | 1 << 254
    start = bytes.fromhex(curve.SMALL_ORDER[0])
    bound = hashlib.sha512(start + key.raw + b"message").digest()
    s = int.from_bytes(bound, "little") * secret % order

    with pytest.raises(Unproven):
        keys.verify(key, b"message", start + s.to_bytes(32, "little"))


def test_a_signature_of_a_kind_outside_the_profile_is_refused() -> None:
    """Nothing is negotiated (clause 2.1)."""
    with pytest.raises(Unproven):
        keys.verify(PublicKey(-8, bytes(32)), b"message", bytes(64))


def test_a_post_quantum_signature_with_a_context_is_refused() -> None:
    """RFC 9964 demands the empty context; another is another domain."""
    secret = mldsa.MLDSA65PrivateKey.from_seed_bytes(bytes(32))
    key = PublicKey(keys.ML_DSA_65, secret.public_key().public_bytes_raw())

    with pytest.raises(Unproven):
        keys.verify(key, b"message", secret.sign(b"message", b"context"))


# --- passkeys --------------------------------------------------------------------

MESSAGE = b"what the officer releases"


def test_a_passkey_used_by_its_person_on_its_site_is_taken() -> None:
    """Challenge, origin, site, presence and verification all hold."""
    signature = passkeys.sign(
        passkeys.authenticator_data(), passkeys.client_data(MESSAGE)
    )

    keys.verify(passkeys.key(), MESSAGE, signature)


def test_a_passkey_may_have_several_origins() -> None:
    """A watch has a main and a stand-by console."""
    key = passkeys.key("https://standby.example", passkeys.ORIGIN)
    signature = passkeys.sign(
        passkeys.authenticator_data(), passkeys.client_data(MESSAGE)
    )

    keys.verify(key, MESSAGE, signature)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"challenge": passkeys.challenge(b"another text")}, "another text"),
        ({"challenge": passkeys.challenge(MESSAGE) + "="}, "another spelling"),
        ({"challenge": None}, "no challenge"),
        ({"type": "webauthn.create"}, "the making of a key"),
        ({"origin": "https://watch.north.example.evil"}, "another origin"),
        ({"origin": "http://watch.north.example"}, "an origin without TLS"),
        ({"origin": passkeys.SITE}, "the site where an origin belongs"),
        ({"origin": [passkeys.ORIGIN]}, "a list of origins"),
        ({"origin": None}, "no origin"),
    ],
)
def test_a_passkey_that_signed_something_else_is_refused(
    changed: dict[str, object], why: str
) -> None:
    """The browser says what was signed and where; each word of it counts."""
    client = passkeys.client_data(MESSAGE, **changed)

    with pytest.raises(Unproven):
        keys.verify(
            passkeys.key(),
            MESSAGE,
            passkeys.sign(passkeys.authenticator_data(), client),
        )


@pytest.mark.parametrize(
    ("authenticator", "why"),
    [
        (passkeys.authenticator_data(flags=passkeys.PRESENT), "not verified"),
        (passkeys.authenticator_data(flags=passkeys.VERIFIED), "not present"),
        (passkeys.authenticator_data(flags=0xFA), "neither"),
        (passkeys.authenticator_data("evil.example"), "another site"),
        (passkeys.authenticator_data()[:36], "cut short"),
        (passkeys.authenticator_data()[:32], "no flags"),
        (b"", "nothing"),
    ],
)
def test_a_passkey_without_its_person_is_refused(
    authenticator: bytes, why: str
) -> None:
    """A key that anyone at the desk could touch releases nothing."""
    client = passkeys.client_data(MESSAGE)

    with pytest.raises(Unproven):
        keys.verify(passkeys.key(), MESSAGE, passkeys.sign(authenticator, client))


@given(st.data())
def test_an_altered_assertion_is_refused(data: st.DataObject) -> None:
    """Every byte of it is checked, and no alteration raises anything else."""
    signature = passkeys.sign(
        passkeys.authenticator_data(), passkeys.client_data(MESSAGE)
    )
    wrong = data.draw(altered(signature))

    with pytest.raises(Refused):
        keys.verify(passkeys.key(), MESSAGE, wrong)


@pytest.mark.parametrize(
    "client",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"7",
        b'"text"',
        b"{",
        b'{"type": NaN}',
        b"\xef\xbb\xbf{}",
        b"[" * 3900,
        b'{"a":' * 700,
    ],
    ids=lambda client: repr(client[:12]),
)
def test_client_data_that_is_no_object_is_refused(client: bytes) -> None:
    """No JSON, however odd or deep, raises anything but a refusal."""
    with pytest.raises(Refused):
        keys.verify(
            passkeys.key(),
            MESSAGE,
            passkeys.sign(passkeys.authenticator_data(), client),
        )


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        wire.encode([]),
        wire.encode([b"", b"{}"]),
        wire.encode([b"", "{}", b""]),
        wire.encode([b"", b"{}", b"", b""]),
        wire.encode([bytes(5000), b"{}", b""]),
    ],
    ids=lambda signature: signature[:8].hex(),
)
def test_an_assertion_that_is_not_three_byte_strings_is_malformed(
    signature: bytes,
) -> None:
    """Clause 2.5 gives it one form."""
    with pytest.raises(Malformed):
        keys.verify(passkeys.key(), MESSAGE, signature)


@pytest.mark.parametrize("ecdsa", [b"", b"\x30\x00", bytes(64), b"\x30\x80\x00\x00"])
def test_an_ecdsa_value_that_is_not_der_is_refused(ecdsa: bytes) -> None:
    """Nothing of the library's own gets out."""
    parts: list[wire.Value] = [
        passkeys.authenticator_data(),
        passkeys.client_data(MESSAGE),
        ecdsa,
    ]

    with pytest.raises(Unproven):
        keys.verify(passkeys.key(), MESSAGE, wire.encode(parts))


def test_client_data_of_a_browser_is_json_with_the_challenge_in_it() -> None:
    """What the tests sign is what browsers sign."""
    said = json.loads(passkeys.client_data(MESSAGE))

    assert set(said) == {"type", "challenge", "origin", "crossOrigin"}
    assert len(said["challenge"]) == 43
