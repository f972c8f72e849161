"""Decide who may speak to this node over TLS: the keys that key documents name.

Mutual TLS 1.3 and nothing below. A party's key document carries, as `tls`, the one
certificate of its node; that exact certificate is the only trust anchor of the other
side. No web PKI: no authority beyond the parties' roots can let anyone in. No host
names: an address may change, the certificate says who answers. No expiry: the key
document certifies and revokes, and a certificate that ran out at night, or a machine
whose clock fell back to 1970, would cut a line that people need. So it is valid from
1970 to the end of 9999, which RFC 5280 section 4.1.2.5 has for "no well-defined end".

The key is ECDSA P-256, which every TLS 1.3 stack must offer (RFC 8446 section 9.1). TLS
keeps strangers out and metadata in; secrecy against a quantum computer is the business
of the seal inside (`detente.node.sealing`).
"""

import os
import ssl
import warnings
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.oid import NameOID

from detente.ports import Random
from detente.record.errors import KeysSealed, Malformed, Unproven

SCALAR_BYTES: Final = 32
MAX_CERTIFICATE_BYTES: Final = 4096
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_DRAWN_BYTES: Final = 48
_SERIAL_BYTES: Final = 16
_UNREADABLE: Final = (
    CryptographyDeprecationWarning,
    ssl.SSLError,
    ValueError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.ExtensionNotFound,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
_NOT_BEFORE: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_AFTER: Final = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


class Identity(NamedTuple):
    """A node's certificate (DER) and its private key, a 32-byte P-256 scalar."""

    certificate: bytes
    scalar: bytes


def draw(party: str, random: Random) -> Identity:
    """Draw a TLS key and make its self-signed certificate."""
    # 128 bits beyond the order: no value is visibly likelier (FIPS 186-5, A.2.1).
    scalar = int.from_bytes(random(_DRAWN_BYTES)) % (_ORDER - 1) + 1
    private = ec.derive_private_key(scalar, ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"detente {party}")])
    built = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name)
        .public_key(private.public_key())
        .serial_number(1 + int.from_bytes(random(_SERIAL_BYTES)))
        .not_valid_before(_NOT_BEFORE)
        .not_valid_after(_NOT_AFTER)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_only(), critical=True)
        .sign(private, SHA256(), ecdsa_deterministic=True)
    )
    der = built.public_bytes(Encoding.DER)
    return Identity(der, scalar.to_bytes(SCALAR_BYTES))


def check_certificate(der: bytes) -> bytes:
    """Return a peer's certificate if pinning it admits its one key and no other.

    Raises:
        Malformed: it is no certificate, or not in its only spelling.
        Unproven: its key is not P-256, or it could issue further certificates, whose
            holders the key document does not name.
    """
    if len(der) > MAX_CERTIFICATE_BYTES:
        raise Malformed("A TLS certificate is longer than 4096 bytes.")
    try:
        with warnings.catch_warnings():
            # What the library merely warns of today it will not read tomorrow.
            warnings.simplefilter("error")
            read = x509.load_der_x509_certificate(der)
            key = read.public_key()
            constraints = read.extensions.get_extension_for_class(x509.BasicConstraints)
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=der)
    except _UNREADABLE as error:
        raise Malformed("A key document has no sound TLS certificate.") from error
    if constraints.value.ca:
        raise Unproven("A node's TLS certificate could issue others (clause 6.3).")
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != "secp256r1":
        raise Unproven("A node's TLS key is not of P-256 (clause 6.3).")
    return der


def server_context(own: Identity, peers: Iterable[bytes]) -> ssl.SSLContext:
    """Return how this node lets its peers in, each by its exact certificate (DER).

    Raises:
        Refused: a peer's certificate cannot be pinned.
        KeysSealed: our own key and certificate do not belong together.
    """
    context = _context(ssl.PROTOCOL_TLS_SERVER, own, peers)
    # A resumed session is not asked for its certificate again, and would outlive the
    # key document that revoked it.
    context.num_tickets = 0
    return context


def client_context(own: Identity, peer: bytes) -> ssl.SSLContext:
    """Return how this node calls one peer, known by its exact certificate (DER).

    Raises:
        Refused: the peer's certificate cannot be pinned.
        KeysSealed: our own key and certificate do not belong together.
    """
    return _context(ssl.PROTOCOL_TLS_CLIENT, own, [peer])


def _context(kind: int, own: Identity, peers: Iterable[bytes]) -> ssl.SSLContext:
    context = ssl.SSLContext(kind)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    # The pinned certificate is the end of the chain, whoever issued it.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    for peer in peers:
        context.load_verify_locations(cadata=check_certificate(peer))
    _load(context, own)
    return context


def _load(context: ssl.SSLContext, own: Identity) -> None:
    # The ssl module loads keys from files alone; this one lies in memory, has no name,
    # and is gone when it is closed.
    descriptor = os.memfd_create("tls", os.MFD_CLOEXEC)
    try:
        private = ec.derive_private_key(int.from_bytes(own.scalar), ec.SECP256R1())
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        os.write(descriptor, pem + ssl.DER_cert_to_PEM_cert(own.certificate).encode())
        context.load_cert_chain(f"/proc/self/fd/{descriptor}")
    except (ssl.SSLError, ValueError) as error:
        raise KeysSealed(
            "This node's TLS key does not belong to the certificate that our key "
            "document names. Restore the key file that belongs to it."
        ) from error
    finally:
        os.close(descriptor)


def _signing_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
