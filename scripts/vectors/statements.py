"""Statements in the wrong place, by the wrong hands, with a wrong header."""

import struct
from typing import Any

import msgspec

from detente.node.keyring import SecretKey
from detente.record import cose, keys, statement, wire
from detente.record.feed import Entry
from detente.testing.parties import World, seeded
from vectors.blocks import (
    NORTH,
    Cases,
    altered,
    bad,
    decoded,
    message,
    placed,
    plain,
    proof,
    said,
    signed,
)


def replays() -> Cases:
    """Yield true things in a place where they do not belong."""
    world, parties = plain(), list(plain().parties.values())
    other = World(seed=70, parties=parties, terms={"versions": {"protocol": 2}})
    other.say(NORTH, message("In another channel."))
    data = proof(other, 2)
    name, what = "other-channel", "A proof of another channel than the reader's."
    yield bad(world, name, what, "10.5", data)
    again = altered(data, charter=world.charter)
    what = "Heads of another channel with the same keys."
    yield bad(world, "heads-of-another-channel", what, "5.2", again)
    other = World(seed=71, parties=parties)
    stray = plain().feeds[NORTH][4]
    other = World(seed=71, parties=parties, terms={"versions": {"protocol": 3}})
    other.feeds[NORTH].append(stray)
    what = "A statement of one channel in the feed of another."
    yield bad(other, "statement-of-another-channel", what, "3.2", proof(other, 2))
    world = World(seed=72)
    world.feeds[NORTH].append(world.say("SOUTH", message("We said this.")))
    what = "SOUTH's statement in NORTH's feed."
    yield bad(world, "statement-of-another-party", what, "3.3", proof(world, 2))
    south = world.parties["SOUTH"]
    data = said(world, "By whom?", secrets=[south.officers[0]])
    what = "SOUTH's officer released in NORTH's name."
    yield bad(world, "releaser-of-another-party", what, "3.5", data)
    stranger = SecretKey(keys.ED25519, seeded(73)(32))
    data = said(world, "Who drafted?", drafter=keys.thumbprint(stranger.public()))
    yield bad(world, "drafter-unknown", "The drafter is nobody.", "3.5", data)
    document = Entry(world.parties[NORTH].raw, b"", b"")
    data = world.proof(NORTH, 0)._replace(entry=document).render(with_body=False)
    what = "A key document is no statement."
    yield bad(world, "key-document-as-statement", what, "3.1", data, 2)


def signatures() -> Cases:
    """Yield statements with signatures taken away, added, doubled or exchanged."""
    world = World(seed=80)
    north = world.parties[NORTH]
    first, second = north.officers
    kids = tuple(keys.thumbprint(each.public()) for each in (first, second))
    header = world.header(NORTH, b"", bytes(32), drafter=kids[0], releasers=kids)
    payload = statement.payload(header)
    parsed = cose.parse(statement.MEDIA_TYPE, signed(payload, first, second))
    one, two = parsed.signatures
    other_kind = (one[0]._replace(algorithm=keys.ML_DSA_44), one[1])
    spare = cose.parse(statement.MEDIA_TYPE, signed(payload, north.spare)).signatures
    for name, what, code, rows in (
        ("signature-stripped", "One of two is gone.", 2, [one]),
        ("signature-added", "One nobody listed.", 2, [one, two, *spare]),
        ("signature-doubled", "One of them twice.", 2, [one, two, two]),
        ("signatures-swapped", "In another order than listed.", 2, [two, one]),
        (
            "signatures-exchanged",
            "Each over the other's name.",
            1,
            [(one[0], two[1]), (two[0], one[1])],
        ),
        (
            "signature-of-another-kind",
            "Ed25519 said to be ML-DSA.",
            1,
            [other_kind, two],
        ),
        ("unsigned", "No signature at all.", 2, []),
    ):
        raw = cose.assemble(statement.MEDIA_TYPE, payload, rows)
        yield bad(world, name, what, "3.5", placed(world, raw), code)
    other_type = "application/vnd.detente.keys+cose"
    rows = [
        (by, secret.sign(cose.to_be_signed(other_type, by, payload)))
        for (by, _), secret in zip(parsed.signatures, (first, second), strict=True)
    ]
    raw = cose.assemble(other_type, payload, rows)
    what = "Signed as something else than a statement."
    yield bad(world, "signed-as-keys", what, "3.1", placed(world, raw), 2)
    outer, _, _, rows_raw = decoded(signed(payload, first, second)).content
    long = payload.replace(b"\x62en", b"\x79\xee\x48" + b"x" * 61_000)
    value = first.sign(cose.to_be_signed(statement.MEDIA_TYPE, one[0], long))
    alone = decoded(signed(payload, first)).content[3][0][0]
    raw = wire.encode(wire.Tagged(98, [outer, {}, long, [[alone, {}, value]]]))
    what = "Over 60 KiB without any body."
    yield bad(world, "statement-too-long", what, "3.1", placed(world, raw), 2)
    raw = wire.encode(wire.Tagged(98, [outer, {4: b"x"}, payload, rows_raw]))
    what = "A header that no signature covers."
    yield bad(world, "unprotected-header", what, "3.1", placed(world, raw), 2)


def headers() -> Cases:
    """Yield truly signed statements whose header may not stand."""
    world = World(seed=90)
    officer = world.parties[NORTH].officers[0]
    base = world.header(NORTH, b"", bytes(32), language="XXX")
    fields: dict[str, Any] = msgspec.to_builtins(base, builtin_types=(bytes,))
    for name, what, clause, change in (
        ("header-unknown-field", "A field no clause names.", "3.2", {"extra": 1}),
        ("header-missing-field", "No drafter.", "3.2", {"drafter": ...}),
        (
            "header-usual-value",
            "What may be left out is spelled out.",
            "3.2",
            {"precedence": "R"},
        ),
        ("header-bool", "True for a time.", "3.2", {"drafted": True}),
        ("header-negative-time", "A time below nought.", "3.2", {"released": -1}),
        (
            "header-short-digest",
            "A digest of 31 bytes.",
            "3.2",
            {"body_digest": bytes(31)},
        ),
        (
            "header-status",
            "Test, by the reference operation.",
            "3.3",
            {"status": "TEST"},
        ),
        ("header-unknown-status", "No such status.", "3.2", {"status": "DRILL"}),
        (
            "header-reference",
            "A serial of three digits.",
            "3.3",
            {"reference": "NORTH/2026/042/MSG/1/O"},
        ),
        ("header-uncited-change", "An update of nothing.", "3.6", {"kind": "UPDATE"}),
        (
            "header-cited-new",
            "New, yet it changes something.",
            "3.6",
            {"changes": [["NORTH/2026/0001/MSG/1/O", bytes(32)]]},
        ),
    ):
        given: dict[int | str, Any] = {
            k: v for k, v in (fields | change).items() if v is not ...
        }
        data = placed(world, signed(wire.encode(given), officer))
        yield bad(world, name, what, clause, data, 2)
    payload = statement.payload(base)
    drafted = b"\x67drafted" + wire.encode(base.drafted)
    as_float = b"\x67drafted\xfb" + struct.pack(">d", base.drafted)
    as_long = b"\x67drafted\x1b" + base.drafted.to_bytes(8, "big")
    for name, what, clause, again in (
        (
            "text-bidi",
            "Text that reads otherwise than it is.",
            "1.6",
            payload.replace(b"XXX", "\u202e".encode()),
        ),
        (
            "text-not-nfc",
            "Text in another Unicode form.",
            "1.6",
            payload.replace(b"XXX", "e\u0301".encode()),
        ),
        (
            "text-control",
            "An escape in a text.",
            "1.6",
            payload.replace(b"XXX", b"\x1b[A"),
        ),
        (
            "text-not-utf-8",
            "Bytes that are no text.",
            "1.6",
            payload.replace(b"XXX", b"\xff\xfe\xfd"),
        ),
        (
            "header-float",
            "A time as a float.",
            "1.4",
            payload.replace(drafted, as_float),
        ),
        (
            "header-long-number",
            "A time in eight bytes.",
            "1.2",
            payload.replace(drafted, as_long),
        ),
    ):
        yield bad(world, name, what, clause, placed(world, signed(again, officer)), 2)
    world.say(NORTH, b"x" * 61_000)
    data = proof(world, len(world.feeds[NORTH]) - 1)
    yield bad(world, "body-too-long", "Over 60 KiB in all.", "3.1", data, 2)


def cases() -> Cases:
    """Yield every case of this module."""
    yield from replays()
    yield from signatures()
    yield from headers()
