"""Decide how parties of a test come by their keys, charter and feeds: from one seed.

A seed fixes every key, every reference and every claimed time; only ML-DSA signatures,
which draw randomness of their own, differ from run to run. `Party` is one side with all
of its private keys. `World` is a channel of parties that have paired: each feed starts
with the key document (position 0) and the founding statement (position 1), and is then
extended, signed, receipted and proved at will.

Everything is built through `detente.record` and `detente.node.keyring`, by the
product's own path; what must be refused, tests make from it.
"""

import base64
import hashlib
import json
import random
from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from detente.node.keyring import (
    NodeKeys,
    NodeSigner,
    RootKeys,
    SecretKey,
    release,
    sign_document,
)
from detente.ports import Random
from detente.record import credentials, keys, statement, wire
from detente.record.credentials import Credential, KeyDocument, Names, Root
from detente.record.feed import Entry, FeedId, Frontier, inclusion_path, leaf_hash
from detente.record.head import Head, Note, policy
from detente.record.proof import Proof
from detente.record.statement import Header

START_S: Final = 1_767_225_600  # 2026-01-01 00:00 UTC
YEAR: Final = 2026
TERMS: Final[dict[int | str, wire.Value]] = {
    "versions": {"protocol": 1, "forms": 1},
    "languages": ["en"],
    "receipt_sentence": "I durably hold every entry up to here.",
}


def seeded(seed: int) -> Random:
    """Return a source of bytes that gives the same bytes for the same seed."""
    return random.Random(seed).randbytes  # noqa: S311 - play keys must replay


class Passkey(SecretKey):
    """A security key of play: a P-256 key that signs as WebAuthn lays it down."""

    site = "console.example"
    origin = "https://console.example"

    @classmethod
    def draw(cls, random: Random) -> "Passkey":
        """Draw a passkey."""
        return cls(keys.PASSKEY, random(32))

    def _private(self) -> ec.EllipticCurvePrivateKey:
        scalar = int.from_bytes(self.seed[1:], "big") + 1
        return ec.derive_private_key(scalar, ec.SECP256R1())

    def public(self) -> keys.PublicKey:
        """Return the public key with the site and origin it signs for."""
        point = self._private().public_key()
        raw = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return keys.PublicKey(keys.PASSKEY, raw, (self.site, self.origin))

    def sign(self, message: bytes) -> bytes:
        """Sign as its person's touch and PIN would let it (clause 2.5)."""
        digest = base64.urlsafe_b64encode(hashlib.sha256(message).digest())
        said = {
            "type": "webauthn.get",
            "challenge": digest.rstrip(b"=").decode(),
            "origin": self.origin,
            "crossOrigin": False,
        }
        return self.answer(json.dumps(said, separators=(",", ":")).encode(), flags=5)

    def answer(self, client: bytes, *, flags: int, counter: bytes = bytes(4)) -> bytes:
        """Sign client data and authenticator data, whatever they say."""
        site = hashlib.sha256(self.site.encode()).digest()
        device = site + bytes([flags]) + counter
        message = device + hashlib.sha256(client).digest()
        value = self._private().sign(message, ec.ECDSA(SHA256()))
        return wire.encode([device, client, value])


def certify(number: int, secret: SecretKey, *, node: bool = False) -> Credential:
    """Return the credential of the post WATCH that a key document lists for a key."""
    key = secret.public()
    return Credential("WATCH", number, key.algorithm, key.raw, key.origins, node)


class Party(NamedTuple):
    """One side with all of its private keys, and its key document version 1.

    `officers` are the private credentials in the order of the key document; the node's
    own credential follows them there.
    """

    document: KeyDocument
    raw: bytes
    holders: tuple[RootKeys, ...]
    officers: tuple[SecretKey, ...]
    spare: SecretKey
    node: NodeKeys

    @classmethod
    def draw(
        cls,
        code: str,
        random: Random,
        *,
        holders: int = 1,
        threshold: int = 1,
        officers: int = 2,
        people: tuple[SecretKey, ...] = (),
        addresses: tuple[str, ...] = (),
    ) -> "Party":
        """Draw a party of one post, WATCH, and a root of `threshold` in `holders`.

        Its officers have Ed25519 keys, unless `people` are their credentials.
        """
        ring = tuple(RootKeys.draw(random) for _ in range(holders))
        people = people or tuple(
            SecretKey(keys.ED25519, random(32)) for _ in range(officers)
        )
        spare, node = SecretKey(keys.ED25519, random(32)), NodeKeys.draw(random)
        numbered = [
            certify(number, secret, node=secret is node.credential)
            for number, secret in enumerate((*people, node.credential), 1)
        ]
        document = KeyDocument(
            format="detente-keys/1",
            party=code,
            name=code.capitalize(),
            version=1,
            previous=None,
            channel=None,
            nonce=random(credentials.NONCE_BYTES),
            generation=1,
            issued=START_S,
            root=Root(threshold, tuple(each.public() for each in ring)),
            posts=("WATCH",),
            credentials=tuple(numbered),
            feed=node.feed(),
            mirror=node.mirror(),
            sealing=node.sealing(),
            spare=spare.public().raw,
            tls=random(32),
            addresses=addresses,
            last_head=None,
        )
        signing = [key for each in ring[:threshold] for key in each]
        raw = sign_document(document, [*signing, *people, spare, *node.secrets()])
        return cls(document, raw, ring, people, spare, node)

    @property
    def code(self) -> str:
        """The party's code, as references carry it."""
        return self.document.party

    def secrets(self) -> list[SecretKey]:
        """Return every key that proves to be held: officers, spare and node."""
        return [*self.officers, self.spare, *self.node.secrets()]

    def credentials(self) -> dict[bytes, keys.PublicKey]:
        """Return the credentials of the key document by thumbprint."""
        listed = [each.public() for each in self.document.credentials]
        return {keys.thumbprint(key): key for key in listed}

    def next_document(
        self, channel: bytes, **changed: object
    ) -> tuple[KeyDocument, bytes]:
        """Return version 2 of the key document, fields changed, and its bytes."""
        document = msgspec.structs.replace(
            self.document,
            version=2,
            previous=credentials.digest(self.raw),
            channel=channel,
            **changed,
        )
        signing = [key for each in self.holders for key in each]
        return document, sign_document(document, [*signing, *self.secrets()])


def found(
    parties: Sequence[Party],
    terms: dict[int | str, wire.Value] = TERMS,
    observers: frozenset[str] = frozenset(),
) -> bytes:
    """Return the founding charter of these parties, numbered by their codes."""
    rows: list[wire.Value] = [
        {
            "number": number,
            "code": party.code,
            "name": party.document.name,
            "keys": credentials.digest(party.raw),
            "observer": party.code in observers,
        }
        for number, party in enumerate(sorted(parties, key=lambda p: p.code), 1)
    ]
    if observers:
        terms = {**terms, "observers": tuple(sorted(observers))}
    return wire.encode({"format": "detente-charter/1", "parties": rows, "terms": terms})


class World:
    """A channel of paired parties, all of whose keys are at hand.

    Args:
        codes: the parties; the charter numbers them in the order of their codes.
        seed: fixes every key and salt.
        terms: the terms of the charter.
        observers: codes of the parties that state nothing.
        holders: root holders of each party.
        threshold: how many of them sign.
        parties: who they are, where they are not to be drawn.
    """

    def __init__(
        self,
        codes: Sequence[str] = ("NORTH", "SOUTH"),
        *,
        seed: int = 1,
        terms: dict[int | str, wire.Value] = TERMS,
        observers: frozenset[str] = frozenset(),
        holders: int = 1,
        threshold: int = 1,
        parties: Sequence[Party] = (),
    ) -> None:
        self.random = seeded(seed)
        drawn = parties or [
            Party.draw(code, self.random, holders=holders, threshold=threshold)
            for code in sorted(codes)
        ]
        self.parties = {party.code: party for party in drawn}
        self.charter = found(tuple(self.parties.values()), terms, observers)
        self.channel = hashlib.sha256(self.charter).digest()
        self.names = Names(self.channel)
        self.now_s = START_S
        self.feeds: dict[str, list[Entry]] = {}
        for code, party in self.parties.items():
            self.feeds[code] = [Entry(party.raw, b"", b"")]
            opening = wire.encode({"act": "found", "charter": self.charter})
            self.say(code, opening, form="CHT", charter_version=0)

    def header(self, code: str, body: bytes, salt: bytes, **fields: object) -> Header:
        """Return a header as this party would write it next; `fields` overrule it."""
        party = self.parties[code]
        other = next((each for each in self.parties if each != code), code)
        by = keys.thumbprint(party.document.credentials[0].public())
        form = fields.pop("form", "MSG")
        reference = f"{code}/{YEAR}/{len(self.feeds[code]):04d}/{form}/1/O"
        usual: dict[str, object] = {
            "channel": self.channel,
            "reference": reference,
            "from_post": f"{code}/WATCH",
            "to_post": f"{other}/WATCH",
            "drafted": self.now_s - 60,
            "released": self.now_s,
            "language": "en",
            "drafter": by,
            "releasers": (by,),
            "charter_version": 1,
            "body_digest": statement.body_digest(salt, body),
        }
        return Header(**{**usual, **fields})  # type: ignore[arg-type]

    def state(
        self,
        code: str,
        body: bytes,
        *,
        secrets: Sequence[SecretKey] = (),
        **fields: object,
    ) -> Entry:
        """Return a released statement that stands in no feed yet.

        The first officer releases it, unless `secrets` names others; `fields` overrule
        the header, `form` its reference.
        """
        salt = self.random(statement.SALT_BYTES)
        by = list(secrets) or [self.parties[code].officers[0]]
        kids = tuple(keys.thumbprint(each.public()) for each in by)
        fields = {"drafter": kids[0], "releasers": kids, **fields}
        header = self.header(code, body, salt, **fields)
        return Entry(release(header, by), salt, body)

    def say(
        self,
        code: str,
        body: bytes,
        *,
        secrets: Sequence[SecretKey] = (),
        **fields: object,
    ) -> Entry:
        """Append a released statement to the party's feed, a second later."""
        self.now_s += 1
        entry = self.state(code, body, secrets=secrets, **fields)
        self.feeds[code].append(entry)
        return entry

    def feed(self, code: str) -> FeedId:
        """Return the name of the party's feed."""
        return FeedId(code, self.parties[code].document.generation)

    def leaves(self, code: str, size: int | None = None) -> list[bytes]:
        """Return the leaf hashes of the party's feed, up to `size` if given."""
        return [leaf_hash(entry.raw) for entry in self.feeds[code][:size]]

    def signer(self, code: str) -> NodeSigner:
        """Return the node's signer in this channel."""
        party = self.parties[code]
        return NodeSigner(party.node, self.names, party.document)

    def checkpoint(self, code: str, size: int | None = None) -> Head:
        """Return the checkpoint of the party's feed, unsigned."""
        leaves = self.leaves(code, size)
        origin = self.names.origin(code, self.feed(code).generation)
        return Head(origin, len(leaves), Frontier().extend(leaves).root())

    def head(
        self, code: str, size: int | None = None, *, mirrors: Sequence[str] = ()
    ) -> Note:
        """Return the signed head of the party's feed, with receipts of `mirrors`."""
        head = self.checkpoint(code, size)
        lines = self.signer(code).sign_head(head, self.now_s)
        for mirror in mirrors:
            lines += self.signer(mirror).cosign(head, self.now_s + 1)
        return Note(head, lines)

    def receipt(self, code: str, mirror: str, size: int | None = None) -> Note:
        """Return the receipt that the mirror gives for the party's feed."""
        head = self.checkpoint(code, size)
        return Note(head, self.signer(mirror).cosign(head, self.now_s + 1))

    def proof(
        self, code: str, index: int, *, mirrors: Sequence[str] | None = None
    ) -> Proof:
        """Return the proof of one entry under the newest head.

        `mirrors` are whose receipts it shows: every other party's, unless given.
        """
        others = [each for each in self.parties if each != code]
        shown = others if mirrors is None else list(mirrors)
        return self.proof_under(self.head(code, mirrors=shown), code, index)

    def proof_under(self, note: Note, code: str, index: int) -> Proof:
        """Return the proof of one entry under a head that is already signed."""
        lines = {line.name for line in note.signatures}
        mirrors = [
            self.names.mirror_keys(party.document)
            for each, party in self.parties.items()
            if self.names.mirror(each) in lines
        ]
        feed_keys = self.names.feed_keys(self.parties[code].document)
        return Proof(
            index,
            tuple(inclusion_path(self.leaves(code, note.head.size), index)),
            note,
            self.feeds[code][index],
            self.charter,
            tuple(party.raw for party in self.parties.values()),
            policy(feed_keys, mirrors),
        )
