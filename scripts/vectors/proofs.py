"""Proofs that must convince, and near relatives that must not."""

from typing import Any

import msgspec

from detente.node.keyring import SecretKey, sign_document
from detente.record import credentials, head, keys, statement
from detente.record.credentials import Root
from detente.record.head import Note
from detente.testing.parties import Party, Passkey, World, certify, seeded
from vectors.blocks import (
    NORTH,
    PLAIN,
    Case,
    Cases,
    altered,
    bad,
    decoded,
    good,
    message,
    opened,
    placed,
    plain,
    plain_proof,
    proof,
    said,
    spoken,
    stamped,
    under,
)


def proofs() -> Cases:
    """Yield proofs that must convince, of the usual kind."""
    world = plain()
    yield good(world, "statement", "A statement, body and all.", "7.5", plain_proof())
    closed = world.proof(NORTH, 4).render(with_body=False)
    yield good(world, "body-withheld", "Withheld or purged: it stands.", "3.4", closed)
    pairs = (world.channel[at : at + 2] for at in range(0, 32, 2))
    groups = " ".join(f"{int.from_bytes(pair, 'big'):05}" for pair in pairs)
    what = "The channel's id as it is read aloud."
    yield Case("channel-in-groups", what, "10.6", 0, (PLAIN, "--channel", groups), {})
    what = "Consistent, but the reader brought nothing to trust."
    yield Case("no-trust_untrusted", what, "7.7", 3, (PLAIN,), {})
    first = World(seed=2)
    yield good(first, "tree-of-two", "The smallest proof.", "4.3", proof(first, 1))
    uneven = spoken(3)
    uneven.say(NORTH, message("The last of seven."))
    yield good(uneven, "uneven-tree", "The last leaf.", "4.3", proof(uneven, 6))
    world = spoken(4)
    officers = world.parties[NORTH].officers
    text = "Two keys released this."
    data = said(world, text, secrets=officers, precedence="Z")
    yield good(world, "two-releasers", text, "3.5", data)
    secrets = [world.parties[NORTH].node.credential]
    data = said(world, "Line checked.", secrets=secrets, form="LCK")
    yield good(world, "node-credential", "The machine's own entry.", "6.3", data)
    data = said(world, "Воздушный шар. 气球。", language="ru", form="OBJ")
    yield good(world, "other-scripts", "Text beyond Latin letters.", "1.6", data)
    late = Note(world.checkpoint(NORTH), tuple(stamped(world, head.LARGEST_TIME)))
    what = "The last second that can be claimed."
    yield good(world, "last-second", what, "5.4", under(world, late))


def kinds_of_credentials() -> Cases:
    """Yield proofs whose releaser holds another kind of key."""
    for name, what, secret in (
        ("passkey", "A passkey released this.", Passkey.draw(seeded(30))),
        ("ml-dsa-44", "ML-DSA-44.", SecretKey(keys.ML_DSA_44, seeded(31)(32))),
        ("ml-dsa-65", "ML-DSA-65.", SecretKey(keys.ML_DSA_65, seeded(32)(32))),
    ):
        party = Party.draw(NORTH, seeded(33), people=(secret,))
        world = spoken(33, parties=[party, Party.draw("SOUTH", seeded(34))])
        yield good(world, f"credential-{name}", what, "2.1", proof(world))
    yield from wrong_passkeys()


def wrong_passkeys() -> Cases:
    """Yield assertions of a passkey that release nothing."""
    passkey = Passkey.draw(seeded(30))
    kid = keys.thumbprint(passkey.public())
    south = Party.draw("SOUTH", seeded(34))
    party = Party.draw(NORTH, seeded(33), people=(passkey,))
    for name, what, change, flags in (
        ("absent", "Nobody touched the key.", (b"", b""), 4),
        ("unverified", "Nobody entered a PIN.", (b"", b""), 1),
        ("elsewhere", "The browser was on another site.", (b"console.", b"evil."), 5),
        ("made", "A registration, no release.", (b"webauthn.get", b"webauthn.new"), 5),
        ("other-text", "Another challenge.", (b'"challenge":"', b'"challenge":"A'), 5),
    ):
        world = World(seed=33, parties=[party, south])
        header = world.header(NORTH, b"", bytes(32), drafter=kid, releasers=(kid,))
        payload = statement.payload(header)
        to_sign = statement.to_be_signed(payload, passkey.public())
        client = decoded(passkey.sign(to_sign))[1]
        value = passkey.answer(client.replace(*change), flags=flags)
        raw = statement.assemble(payload, [(passkey.public(), value)])
        yield bad(world, f"passkey-{name}", what, "2.5", placed(world, raw))


def roots_and_mirrors() -> Cases:
    """Yield proofs in channels of another shape."""
    world = spoken(40, holders=3, threshold=2)
    what = "Two of three root holders signed the keys."
    yield good(world, "root-two-of-three", what, "6.4", proof(world))
    world = spoken(
        41, codes=(NORTH, "SOUTH", "HARBOUR"), observers=frozenset({"HARBOUR"})
    )
    what = "Receipted by the other side and by a neutral who only mirrors."
    yield good(world, "two-receipts", what, "5.4", proof(world))
    data = proof(world, mirrors=["HARBOUR"])
    yield good(world, "receipt-of-a-neutral", "The neutral's alone.", "7.5", data)


def later_documents() -> Cases:
    """Yield proofs under keys that were changed after the pairing."""
    world = World(seed=50)
    north, new = world.parties[NORTH], SecretKey(keys.ED25519, seeded(51)(32))
    certified = (*north.document.credentials, certify(9, new))
    nodes = Party.draw(NORTH, seeded(52)).node
    for name, what, changed, secrets in (
        ("credential", "A credential of version 2.", {"credentials": certified}, [new]),
        (
            "generation",
            "A new generation of the feed, with new keys.",
            {"generation": 2, "feed": nodes.feed(), "credentials": certified},
            [new, nodes.feed_ed25519, nodes.feed_ml_dsa_44],
        ),
    ):
        data, _ = second_version(north, world, changed, secrets)
        yield good(world, f"second-{name}", what, "6.5", data)
    changed = {"credentials": certified}
    data, raw = second_version(north, world, changed, [new])
    documents = opened(data)["keys"]
    for name, what, chain in (
        ("without-first", "Version 2 without version 1.", [raw, documents[1]]),
        ("before-first", "Version 2 before version 1.", [raw, *documents[:2]]),
        ("doubled", "One version twice.", [*documents, raw]),
    ):
        again = altered(data, keys=chain)
        yield bad(world, f"second-{name}", what, "6.5", again)
    for name, what, fault in (
        ("of-another-channel", "It names another channel.", {"channel": bytes(32)}),
        ("of-other-keys", "It follows other bytes.", {"previous": bytes(32)}),
        ("skipping", "Version 3 after version 1.", {"version": 3}),
    ):
        again, _ = second_version(north, world, {**changed, **fault}, [new])
        yield bad(world, f"second-{name}", what, "6.5", again)
    stranger = Party.draw(NORTH, seeded(53))
    root = Root(1, (stranger.holders[0].public(),))
    again, _ = second_version(
        north._replace(holders=stranger.holders),
        world,
        {**changed, "root": root},
        [new],
    )
    what = "A new root that the old one did not sign."
    yield bad(world, "second-by-a-usurper", what, "6.5", again)


def second_version(
    north: Party, world: World, changed: dict[str, Any], secrets: list[SecretKey]
) -> tuple[bytes, bytes]:
    """Return the proof of a statement under version 2, and that version's bytes."""
    fields = {"version": 2, "previous": credentials.digest(north.raw), **changed}
    document = msgspec.structs.replace(
        north.document, **{"channel": world.channel, **fields}
    )
    officer, *feed_keys = secrets
    if feed_keys:
        node = north.node._replace(
            feed_ed25519=feed_keys[0], feed_ml_dsa_44=feed_keys[1]
        )
        north = north._replace(node=node)
    holders = [key for each in north.holders for key in each]
    raw = sign_document(document, [*holders, *north.secrets(), officer])
    renewed = World(seed=54, parties=list(world.parties.values()))
    renewed.parties[NORTH] = north._replace(document=document)
    renewed.say(NORTH, message("Under new keys."), secrets=[officer])
    data = proof(renewed, 2)
    documents = [world.parties[NORTH].raw, world.parties["SOUTH"].raw, raw]
    return altered(data, keys=documents), raw


def cases() -> Cases:
    """Yield every case of this module."""
    yield from proofs()
    yield from kinds_of_credentials()
    yield from roots_and_mirrors()
    yield from later_documents()
