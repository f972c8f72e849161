"""Who may speak to a node over TLS, tried on real sockets."""

import asyncio
import contextlib
import ssl
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.node import tls
from detente.node.tls import Identity
from detente.record.errors import KeysSealed, Malformed, Refused, Unproven
from detente.testing.parties import seeded

NORTH = tls.draw("NORTH", seeded(1))
SOUTH = tls.draw("SOUTH", seeded(2))
STRANGER = tls.draw("NORTH", seeded(3))


def talked(server: ssl.SSLContext, client: ssl.SSLContext) -> str | None:
    """Return the TLS version under which a word went there and back, if it did."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            writer.write(await reader.read(5))
            await writer.drain()
        writer.transport.abort()

    async def scene() -> str | None:
        listening = await asyncio.start_server(echo, "127.0.0.1", 0, ssl=server)
        async with listening:
            address = listening.sockets[0].getsockname()
            try:
                reader, writer = await asyncio.open_connection(*address, ssl=client)
            except OSError:
                return None
            try:
                writer.write(b"word.")
                # In TLS 1.3 a client learns only now that its certificate was refused.
                heard = await reader.read(5)
                version: str = writer.get_extra_info("ssl_object").version()
            except OSError:
                return None
            finally:
                writer.transport.abort()
            return version if heard == b"word." else None

    return asyncio.run(scene())


def issued(
    key: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey,
    by: ec.EllipticCurvePrivateKey,
    *,
    ca: bool = False,
    issuer: str = "detente NORTH",
) -> bytes:
    """Return a certificate of NORTH's name for `key`, issued by another key."""
    from_name, to_name = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)])
        for each in (issuer, "detente NORTH")
    )
    return (
        x509.CertificateBuilder(issuer_name=from_name, subject_name=to_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2090, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .sign(by, SHA256())
        .public_bytes(Encoding.DER)
    )


def private(identity: Identity) -> ec.EllipticCurvePrivateKey:
    """Return the private key of an identity."""
    return ec.derive_private_key(int.from_bytes(identity.scalar), ec.SECP256R1())


def scalar(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the 32 bytes of a private key."""
    return key.private_numbers().private_value.to_bytes(32)


def test_two_nodes_that_know_each_other_talk() -> None:
    """With each other's exact certificates, both ends agree, under TLS 1.3."""
    server = tls.server_context(SOUTH, [NORTH.certificate])
    assert talked(server, tls.client_context(NORTH, SOUTH.certificate)) == "TLSv1.3"


def test_a_node_lets_in_each_of_its_peers() -> None:
    """Several parties of a channel call one node."""
    third = tls.draw("EAST", seeded(4))
    server = tls.server_context(SOUTH, [NORTH.certificate, third.certificate])
    for peer in (NORTH, third):
        assert talked(server, tls.client_context(peer, SOUTH.certificate))


def test_a_strangers_certificate_is_refused() -> None:
    """The same name on another key opens neither end."""
    server = tls.server_context(SOUTH, [NORTH.certificate])
    assert not talked(server, tls.client_context(STRANGER, SOUTH.certificate))
    posing = tls.server_context(STRANGER, [NORTH.certificate])
    assert not talked(posing, tls.client_context(NORTH, SOUTH.certificate))


def test_another_certificate_on_the_same_key_is_refused() -> None:
    """The key document names one certificate, not whatever its key signs."""
    own = private(NORTH)
    other = Identity(issued(own, own), NORTH.scalar)
    server = tls.server_context(SOUTH, [NORTH.certificate])
    assert not talked(server, tls.client_context(other, SOUTH.certificate))


def test_a_certificate_issued_by_a_pinned_one_is_refused() -> None:
    """A node's key lets nobody else in: it is no authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    child = Identity(issued(key, private(NORTH)), scalar(key))
    server = tls.server_context(SOUTH, [NORTH.certificate])
    assert not talked(server, tls.client_context(child, SOUTH.certificate))


def test_a_certificate_of_a_partys_own_authority_can_be_pinned() -> None:
    """Who issued it does not matter: it is pinned, and the authority is not."""
    authority = ec.generate_private_key(ec.SECP256R1())
    named, other = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    node = Identity(issued(named, authority, issuer="North CA"), scalar(named))
    server = tls.server_context(SOUTH, [node.certificate])
    assert talked(server, tls.client_context(node, SOUTH.certificate))
    sibling = Identity(issued(other, authority, issuer="North CA"), scalar(other))
    assert not talked(server, tls.client_context(sibling, SOUTH.certificate))


def test_a_caller_without_a_certificate_is_refused() -> None:
    """Whoever shows nothing learns nothing."""
    nameless = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    nameless.check_hostname = False
    nameless.load_verify_locations(cadata=SOUTH.certificate)
    assert not talked(tls.server_context(SOUTH, [NORTH.certificate]), nameless)


@pytest.mark.parametrize("end", ["server", "client"])
def test_tls_below_1_3_is_refused(end: str) -> None:
    """An older peer cannot talk either end down."""
    server = tls.server_context(SOUTH, [NORTH.certificate])
    client = tls.client_context(NORTH, SOUTH.certificate)
    old = server if end == "server" else client
    old.minimum_version = ssl.TLSVersion.TLSv1_2
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    assert not talked(server, client)


def test_the_web_lets_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """No authority of this machine, nor one named in its environment, is trusted."""
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt")
    for context in (
        tls.server_context(SOUTH, [NORTH.certificate]),
        tls.client_context(SOUTH, NORTH.certificate),
    ):
        assert context.cert_store_stats()["x509"] == 1
        assert context.verify_mode is ssl.CERT_REQUIRED


def test_no_clock_ends_a_line() -> None:
    """A certificate holds from 1970, where dead clocks start, to the end of 9999."""
    read = x509.load_der_x509_certificate(NORTH.certificate)
    assert read.not_valid_before_utc == datetime(1970, 1, 1, tzinfo=UTC)
    assert read.not_valid_after_utc.year == 9999


def test_a_seed_fixes_key_and_certificate() -> None:
    """The same random bytes give the same bytes; other ones, another key."""
    assert tls.draw("NORTH", seeded(1)) == NORTH
    assert STRANGER.scalar != NORTH.scalar
    assert tls.check_certificate(NORTH.certificate) == NORTH.certificate


@given(st.sampled_from([0x00, 0xFF]))
def test_any_random_bytes_make_a_key(value: int) -> None:
    """No bytes of the random source lie outside the group."""
    identity = tls.draw("NORTH", lambda size: bytes([value]) * size)
    tls.server_context(identity, [SOUTH.certificate])


def test_a_certificate_that_could_issue_others_is_not_pinned() -> None:
    """Pinning an authority would let in keys that no key document names."""
    own = private(NORTH)
    with pytest.raises(Unproven, match="issue others"):
        tls.check_certificate(issued(own, own, ca=True))


def test_a_certificate_on_another_kind_of_key_is_not_pinned() -> None:
    """P-256 is what every stack speaks; anything else may fail at the worst time."""
    other = issued(ed25519.Ed25519PrivateKey.generate(), private(NORTH))
    with pytest.raises(Unproven, match="P-256"):
        tls.server_context(SOUTH, [other])


@pytest.mark.parametrize(
    "der",
    [
        b"",
        b"\x00" * 100,
        NORTH.certificate[:-1],
        NORTH.certificate + b"\x00",
        NORTH.certificate * 2,
        ssl.DER_cert_to_PEM_cert(NORTH.certificate).encode(),
        NORTH.certificate + bytes(5000),
    ],
)
def test_what_is_no_certificate_is_malformed(der: bytes) -> None:
    """A second certificate behind the first, too: it would be pinned along with it."""
    with pytest.raises(Malformed):
        tls.client_context(NORTH, der)


def test_a_certificate_that_is_only_just_readable_is_malformed() -> None:
    """What one library warns of and another refuses would part the two sides."""
    serial = NORTH.certificate.index(b"\x02\x10") + 2
    zero = NORTH.certificate[:serial] + bytes(16) + NORTH.certificate[serial + 16 :]
    with pytest.raises(Malformed):
        tls.check_certificate(zero)


def test_no_session_can_be_resumed() -> None:
    """A ticket would let a revoked certificate back in unasked."""
    assert tls.server_context(SOUTH, [NORTH.certificate]).num_tickets == 0


@settings(max_examples=200)
@given(st.integers(0, len(NORTH.certificate) - 1), st.integers(1, 255))
def test_a_damaged_certificate_is_refused_or_another(at: int, flip: int) -> None:
    """Whatever is altered, only a typed refusal comes, or a certificate like it."""
    damaged = bytearray(NORTH.certificate)
    damaged[at] ^= flip
    with contextlib.suppress(Refused):
        tls.client_context(SOUTH, bytes(damaged))


@pytest.mark.parametrize("wrong", [STRANGER.scalar, bytes(32), b"\xff" * 32])
def test_a_key_that_is_not_the_certificates_is_told(wrong: bytes) -> None:
    """After a botched restore the officer reads what does not fit."""
    with pytest.raises(KeysSealed, match="does not belong"):
        tls.server_context(Identity(NORTH.certificate, wrong), [SOUTH.certificate])
