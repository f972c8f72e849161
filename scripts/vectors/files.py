"""Files of another form, and good files asked about wrongly."""

from detente.record import wire
from vectors.blocks import (
    FILE,
    PLAIN,
    Case,
    Cases,
    altered,
    bad,
    by_channel,
    opened,
    plain,
    plain_proof,
)


def files() -> Cases:
    """Yield files that cannot be read."""
    world, data = plain(), plain_proof()
    pairs = [wire.encode(k) + wire.encode(v) for k, v in opened(data).items()]
    count, body = data[:1], b"".join(pairs)
    for name, what, clause, again in (
        ("file-empty", "No bytes.", "1.1", b""),
        ("file-cut", "Its second half is missing.", "1.1", data[: len(data) // 2]),
        ("file-followed", "A byte too many.", "1.1", data + b"\x00"),
        ("file-json", "JSON.", "1.1", b'{"format": "detente-proof/1"}\n'),
        ("file-text", "A letter.", "1.1", b"To whom it may concern:\n"),
        (
            "file-long-head",
            "A length in two bytes.",
            "1.2",
            b"\xb8" + bytes([len(pairs)]) + body,
        ),
        ("file-open-map", "A map of open length.", "1.3", b"\xbf" + body + b"\xff"),
        (
            "file-unsorted",
            "Keys in another order.",
            "1.5",
            count + b"".join(reversed(pairs)),
        ),
        (
            "file-doubled-key",
            "One key twice.",
            "1.5",
            bytes([data[0] + 1]) + pairs[0] + body,
        ),
        ("file-tagged", "A tag before it.", "1.4", b"\xd9\xd9\xf7" + data),
        ("file-deep", "17 lists in one another.", "1.7", b"\x81" * 17 + b"\x00"),
        (
            "file-of-4097",
            "More items than are read.",
            "1.7",
            b"\x99\x10\x00" + bytes(4096),
        ),
        ("file-promise", "A length of 2^63 bytes.", "1.1", b"\x5b\x80" + bytes(7)),
        ("file-of-fields", "A field no clause names.", "7.1", altered(data, note="")),
        (
            "file-format",
            "Another format.",
            "7.1",
            altered(data, format="detente-proof/2"),
        ),
        ("file-body-alone", "Body without salt.", "3.4", altered(data, salt=None)),
        ("file-salt-alone", "Salt without body.", "3.4", altered(data, body=None)),
        (
            "file-short-salt",
            "A salt of 31 bytes.",
            "3.4",
            altered(data, salt=bytes(31)),
        ),
    ):
        yield bad(world, name, what, clause, again, 2)
    what = "Longer than 4 MiB."
    arguments = by_channel(world)
    yield Case("file-too-long_fail", what, "7.1", 2, arguments, {}, (FILE, 2**22 + 1))
    what = "There is no such file."
    yield Case("file-missing_fail", what, "7.1", 2, arguments, {})


def arguments() -> Cases:
    """Yield good proofs, asked about wrongly."""
    channel = plain().channel.hex()
    for name, what, code, given in (
        ("channel-other", "Another channel's id.", 1, ["--channel", "00" * 32]),
        ("channel-short", "63 digits.", 2, ["--channel", channel[1:]]),
        (
            "channel-group",
            "A group over 65535.",
            2,
            ["--channel", "65536 " * 15 + "00000"],
        ),
        (
            "channel-and-policy",
            "Both at once.",
            2,
            ["--channel", channel, "--policy", PLAIN],
        ),
        ("policy-missing", "There is no such policy.", 2, ["--policy", "policy.txt"]),
        ("policy-is-a-proof", "A proof as policy.", 2, ["--policy", PLAIN]),
    ):
        yield Case(f"{name}_fail", what, "7.6", code, (PLAIN, *given), {})


def cases() -> Cases:
    """Yield every case of this module."""
    yield from files()
    yield from arguments()
