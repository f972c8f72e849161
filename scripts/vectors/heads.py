"""Proofs with a bit turned, under wrong heads, by wrong paths."""

from detente.record import feed, head
from detente.record.head import Head, Note, NoteKey
from detente.testing.parties import Party, World, seeded
from vectors.blocks import (
    NORTH,
    Cases,
    altered,
    bad,
    flipped,
    opened,
    plain,
    plain_proof,
    stamped,
    under,
)


def flips() -> Cases:
    """Yield the plain proof with one bit turned in each of its parts."""
    world, data = plain(), plain_proof()
    fields = opened(data)
    for name, clause in (
        ("statement", "4.3"),
        ("salt", "3.4"),
        ("body", "3.4"),
        ("charter", "10.5"),
    ):
        again = altered(data, **{name: flipped(fields[name])})
        yield bad(world, f"flipped-{name}", "One bit is turned.", clause, again)
    north, south = fields["keys"]
    again = altered(data, keys=[flipped(north), south])
    yield bad(world, "flipped-keys", "One bit is turned.", "10.4", again)
    text = fields["tlog"]
    for number, name in (
        (2, "path"),
        (7, "root"),
        (9, "head-1"),
        (10, "head-2"),
        (11, "receipt-1"),
        (12, "receipt-2"),
    ):
        rows = text.split("\n")
        rows[number] = respelled(rows[number])
        again = altered(data, tlog="\n".join(rows))
        yield bad(world, f"flipped-{name}", "One sign is another.", "5.3", again)
    policy = fields["policy"].replace("all-keys all", "all-keys any")
    again = altered(data, policy=policy)
    what = "The policy in the file asks for less than its head has."
    yield bad(world, "policy-in-the-file", what, "7.4", again)
    again = altered(data, charter=fields["charter"].replace(b"South", b"Souph"))
    yield bad(world, "charter-name", "A party by another name.", "10.5", again)
    other = Party.draw("SOUTH", seeded(60))
    again = altered(data, keys=[north, other.raw])
    yield bad(world, "keys-of-a-stranger", "Keys no charter names.", "10.4", again)
    yield bad(
        world,
        "keys-missing",
        "SOUTH's keys are left out.",
        "7.2",
        altered(data, keys=[north]),
    )
    yield bad(
        world,
        "keys-doubled",
        "One document twice.",
        "7.3",
        altered(data, keys=[north, south, south]),
    )


def respelled(row: str) -> str:
    """Return a line of base64 with another sign in its middle."""
    at = len(row) // 2
    return row[:at] + ("A" if row[at] != "A" else "B") + row[at + 1 :]


def heads() -> Cases:
    """Yield proofs under heads that the two sides did not both fully sign."""
    world = plain()
    note = world.head(NORTH, mirrors=["SOUTH"])
    one, two, three, four = note.signatures
    mirror_lines = list(world.signer(NORTH).cosign(note.head, world.now_s))
    for name, what, rows in (
        ("head-by-ed25519-only", "A quantum forger's head.", [one, three, four]),
        ("head-by-ml-dsa-only", "The classical key is missing.", [two, three, four]),
        ("receipt-by-ed25519-only", "Half a receipt.", [one, two, three]),
        ("receipt-by-ml-dsa-only", "Half a receipt.", [one, two, four]),
        ("no-receipt", "Nobody else holds it.", [one, two]),
        ("no-head", "Receipts of a head that its feed did not sign.", [three, four]),
        ("own-receipt", "NORTH receipts itself.", [one, two, *mirror_lines]),
        ("head-signature-doubled", "A line twice.", [one, one, two, three, four]),
        ("receipt-doubled", "A line twice.", [one, two, three, three, four]),
        (
            "stranger-cosigned",
            "A line of nobody.",
            [one, two, three, four, three._replace(name="detente/elsewhere")],
        ),
        (
            "receipt-renamed",
            "SOUTH's name over NORTH's signature.",
            [one, two, *(each._replace(name=three.name) for each in mirror_lines)],
        ),
    ):
        data = under(world, Note(note.head, tuple(rows)))
        yield bad(world, name, what, "5.3", data)
    yield from wrong_kinds(world, note)
    late = Note(note.head, tuple(stamped(world, head.LARGEST_TIME + 1)))
    what = "A time that no clock can reach."
    yield bad(world, "time-over-the-last", what, "5.4", under(world, late))
    empty = Head(note.head.origin, 0, feed.EMPTY_ROOT)
    lines = [
        *world.signer(NORTH).sign_head(empty, 1),
        *world.signer("SOUTH").cosign(empty, 1),
    ]
    data = under(world, note)
    text = head_text(data, Note(empty, tuple(lines)))
    what = "A position in an empty feed."
    yield bad(world, "size-nought", what, "4.3", altered(data, tlog=text))


def head_text(data: bytes, note: Note) -> str:
    """Return a tlog-proof's text with another head."""
    return f"{opened(data)['tlog'].partition(chr(10) * 2)[0]}\n\n{note.text().decode()}"


def wrong_kinds(world: World, note: Note) -> Cases:
    """Yield heads whose signatures are of the other kind: plain for a receipt."""
    one, two, three, four = note.signatures
    north, south = world.parties[NORTH], world.parties["SOUTH"]
    origin, mirror = note.head.origin, three.name
    cosigned = NoteKey(origin, head.COSIGNED_ED25519, north.document.feed.ed25519)
    value = north.node.feed_ed25519.sign(head.to_be_signed(note.head, cosigned, 9))
    rows = (head.signature_line(cosigned, 9, value), two, three, four)
    what = "The feed's Ed25519 key signed as a mirror does."
    yield bad(world, "head-cosigned", what, "5.3", under(world, Note(note.head, rows)))
    bare = NoteKey(mirror, head.PLAIN_ED25519, south.document.mirror.ed25519)
    value = south.node.mirror_ed25519.sign(head.to_be_signed(note.head, bare, 0))
    rows = (one, two, head.signature_line(bare, 0, value), four)
    what = "The mirror's Ed25519 key signed as a feed does, without a time."
    yield bad(world, "receipt-plain", what, "5.4", under(world, Note(note.head, rows)))


def trees() -> Cases:
    """Yield proofs whose path or position is wrong."""
    world, data = plain(), plain_proof()
    text: str = opened(data)["tlog"]
    rows = text.split("\n")
    step = rows[2]
    for name, what, again in (
        ("path-too-short", "A step is missing.", [*rows[:2], *rows[3:]]),
        ("path-too-long", "A step too many.", [*rows[:2], step, *rows[2:]]),
        (
            "path-reversed",
            "The steps in the wrong order.",
            [*rows[:2], *reversed(rows[2:4]), *rows[4:]],
        ),
        ("position-below", "Off by one.", [rows[0], "index 3", *rows[2:]]),
        ("position-above", "Off by one.", [rows[0], "index 5", *rows[2:]]),
        ("position-beyond", "Beyond the head.", [rows[0], "index 6", *rows[2:]]),
    ):
        yield bad(world, name, what, "4.3", altered(data, tlog="\n".join(again)))
    stray = rows[2][:-2] + chr(ord(rows[2][-2]) + 1) + "="
    for name, what, clause, again in (
        (
            "path-of-65",
            "More than any tree needs.",
            "4.3",
            [*rows[:2], *[step] * 65, *rows[4:]],
        ),
        (
            "path-short-hash",
            "A step of 31 bytes.",
            "4.3",
            [*rows[:2], "A" * 40 + "AA==", *rows[3:]],
        ),
        (
            "path-stray-bits",
            "Base64 in a second spelling.",
            "5.1",
            [*rows[:2], stray, *rows[3:]],
        ),
        ("position-padded", "index 04.", "7.2", [rows[0], "index 04", *rows[2:]]),
        ("position-signed", "index +4.", "7.2", [rows[0], "index +4", *rows[2:]]),
        (
            "tlog-extra",
            "An extra line, which nobody signed.",
            "7.2",
            [rows[0], "extra AA==", *rows[1:]],
        ),
        (
            "tlog-version",
            "Another version.",
            "7.2",
            ["c2sp.org/tlog-proof@v2", *rows[1:]],
        ),
        ("head-extended", "An extension line.", "5.1", [*rows[:8], "more", *rows[8:]]),
        ("head-size-padded", "Size 06.", "5.1", [*rows[:6], "06", *rows[7:]]),
        ("head-unfinished", "No line end after the last line.", "5.1", rows[:-1]),
        ("head-empty-line", "A line end too many.", "5.1", [*rows, ""]),
        ("head-unsigned", "No signature at all.", "5.1", [*rows[:9], ""]),
        (
            "head-of-33",
            "33 signature lines.",
            "5.1",
            [*rows[:9], *["— n AAAAAAA="] * 33, ""],
        ),
    ):
        again_data = altered(data, tlog="\n".join(again))
        yield bad(world, name, what, clause, again_data, 2)


def cases() -> Cases:
    """Yield every case of this module."""
    yield from flips()
    yield from heads()
    yield from trees()
