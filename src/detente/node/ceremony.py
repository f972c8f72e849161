"""Decide how a party comes by its keys: the root ceremony in one place.

Draws the root of n holders, the numbered credentials of each post, the spare key and
the node's keys; makes the first key document, which k of the root and every key sign
(clause 6); and leaves each private part where it belongs: people's keys and root parts
sealed under a passphrase, the node's own where only its user can read it. The root
parts are then carried away by hand; nothing of a running node needs them. Last come the
settings and the offer to the other side, so that a line that has an offer has its keys.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from detente import durable
from detente.dialogue import pairing
from detente.dialogue.terms import Terms
from detente.node import tls, vault
from detente.node.keyring import Holds, NodeKeys, RootKeys, SecretKey, sign_document
from detente.node.place import Place, Settings, render_settings
from detente.ports import Random
from detente.record import credentials, keys
from detente.record.credentials import Credential, KeyDocument, Root
from detente.record.errors import Misasked, StoreFailed

NODE_POST: Final = "Node"


class Wanted(NamedTuple):
    """What a party wants to be: code, full name, posts, and how keys are split."""

    code: str
    name: str
    posts: tuple[str, ...]
    address: str
    officers: int = 2
    holders: int = 3
    threshold: int = 2


class Drawn(NamedTuple):
    """A party with all of its private keys, before they are put away."""

    document: KeyDocument
    document_raw: bytes
    root: tuple[RootKeys, ...]
    officers: tuple[tuple[str, int, Holds], ...]
    spare: SecretKey
    node: NodeKeys
    identity: tls.Identity

    def seeds(self) -> Iterator[tuple[str, int, SecretKey]]:
        """Yield the credentials that are kept here; a passkey stays in its hand."""
        for post, number, held in self.officers:
            if isinstance(held, SecretKey):
                yield post, number, held


class Seal(NamedTuple):
    """What people's keys are sealed with: passphrase, random bytes, and the effort."""

    passphrase: str
    random: Random
    cost: vault.Cost = vault.STANDARD


def draw(
    wanted: Wanted,
    random: Random,
    now_s: int,
    passkeys: Mapping[tuple[str, int], Holds] = {},
) -> Drawn:
    """Draw a party's keys and sign its first key document.

    Args:
        wanted: what the party wants to be.
        random: all of its seeds come from there.
        now_s: POSIX seconds.
        passkeys: the credentials, by post and number, that officers hold in their
            hands; each is asked to sign the document.

    Raises:
        Misasked: it wants what cannot be.
        KeysSealed: the holder of a passkey does not sign.
    """
    _check(wanted)
    root = tuple(RootKeys.draw(random) for _ in range(wanted.holders))
    officers = tuple(
        (post, number, passkeys.get((post, number)) or _drawn(random))
        for post in wanted.posts
        for number in range(1, wanted.officers + 1)
    )
    spare, node = SecretKey(keys.ED25519, random(32)), NodeKeys.draw(random)
    identity = tls.draw(wanted.code, random)
    document = KeyDocument(
        format="detente-keys/1",
        party=wanted.code,
        name=wanted.name,
        version=1,
        previous=None,
        channel=None,
        nonce=random(credentials.NONCE_BYTES),
        generation=1,
        issued=now_s,
        root=Root(wanted.threshold, tuple(holder.public() for holder in root)),
        posts=(*wanted.posts, NODE_POST),
        credentials=tuple(_listed(officers, node)),
        feed=node.feed(),
        mirror=node.mirror(),
        sealing=node.sealing(),
        spare=spare.public().raw,
        tls=identity.certificate,
        addresses=(wanted.address,) if wanted.address else (),
        last_head=None,
    )
    signing = [key for holder in root[: wanted.threshold] for key in holder]
    people = [secret for _, _, secret in officers]
    raw = sign_document(document, [*signing, *people, spare, *node.secrets()])
    credentials.parse(raw)
    return Drawn(document, raw, root, officers, spare, node, identity)


def _drawn(random: Random) -> Holds:
    return SecretKey(keys.ED25519, random(32))


def _check(wanted: Wanted) -> None:
    if not 0 < wanted.threshold <= wanted.holders:
        raise Misasked("A root needs at least one holder, and no more than it has.")
    if credentials.PARTY_CODE.fullmatch(wanted.code) is None:
        raise Misasked(
            f"{wanted.code!r} is no party code: a capital, then letters or digits."
        )
    if not wanted.posts or NODE_POST in wanted.posts or wanted.officers < 1:
        raise Misasked(f"A party has posts with officers, none of them {NODE_POST!r}.")


def _listed(
    officers: tuple[tuple[str, int, Holds], ...], node: NodeKeys
) -> Iterator[Credential]:
    for post, number, secret in officers:
        key = secret.public()
        yield Credential(post, number, key.algorithm, key.raw, key.origins)
    raw = node.credential.public().raw
    yield Credential(NODE_POST, 1, keys.ED25519, raw, node=True)


def put_away(
    drawn: Drawn, place: Place, passphrase: str, random: Random, cost: vault.Cost
) -> None:
    """Put every private key where it belongs in a line's directory.

    Raises:
        Misasked: keys stand there already, or the passphrase is too short.
        StoreFailed: a file could not be written.
    """
    code = drawn.document.party
    for post, number, secret in drawn.seeds():
        label = vault.Label("credential", code, post, number)
        data = vault.seal(label, [secret], passphrase, random, cost)
        vault.keep(place.credential(post, number), data)
    for number, holder in enumerate(drawn.root, 1):
        label = vault.Label("root", code, "", number)
        data = vault.seal(label, list(holder), passphrase, random, cost)
        vault.keep(place.root_part(number), data)
    label = vault.Label("spare", code, "", 1)
    spare = vault.seal(label, [drawn.spare], passphrase, random, cost)
    vault.keep(place.spare, spare)
    secrets = vault.NodeSecrets(code, drawn.node, drawn.identity.scalar)
    vault.keep_node(place.node_keys, secrets)


def set_up(
    place: Place, settings: Settings, terms: Terms, drawn: Drawn, seal: Seal
) -> None:
    """Make a line's directory: keys, settings, and the offer to the other side.

    Raises:
        Misasked: something lies there already, or the passphrase is too short.
        StoreFailed: a file could not be written.
    """
    try:
        place.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if next(place.root.iterdir(), None) is not None:
            raise Misasked(
                f"{place.root} is not empty. A line is set up in a directory of its "
                "own, and keys are never written over."
            )
    except OSError as error:
        raise StoreFailed(f"{place.root} cannot be made: {error.strerror}.") from error
    put_away(drawn, place, seal.passphrase, seal.random, seal.cost)
    durable.publish(place.settings, render_settings(settings).encode())
    durable.publish(place.offer, pairing.render_offer(drawn.document_raw, terms))
