"""One good proof under policies of the reader."""

from detente.record.head import NoteKey
from vectors.blocks import (
    PLAIN,
    Case,
    Cases,
    opened,
    plain,
    plain_proof,
)


def policies() -> Cases:
    """Yield the plain proof under policies of the reader's."""
    world = plain()
    north, south = (each.document for each in world.parties.values())
    log, quantum = (key.vkey() for key in world.names.feed_keys(north))
    one, two = (key.vkey() for key in world.names.mirror_keys(south))
    other, another = (key.vkey() for key in world.names.mirror_keys(north))
    logs = f"log {log}\n"
    witnesses = f"witness a {one}\nwitness b {two}\n"
    both = f"{witnesses}group both all a b\nquorum both\n"
    bare = NoteKey("x.example", 2, bytes(33)).vkey()
    wrong_id = log.replace(log.split("+")[1], "00000000")
    yield from (
        asked(
            "policy-of-file",
            "The policy that the file carries.",
            0,
            opened(plain_proof())["policy"],
        ),
        asked("policy-none", "No cosigner is asked for.", 0, f"{logs}quorum none\n"),
        asked(
            "policy-one",
            "One key of the mirror.",
            0,
            f"{logs}witness a {one}\nquorum a\n",
        ),
        asked(
            "policy-spaced",
            "Comments, tabs, URLs.",
            0,
            f"# ours\n\n\tlog\t{log} https://north.example/ \n"
            f"witness a {one} x\n  quorum a\n",
        ),
        asked(
            "policy-groups",
            "One of two groups.",
            0,
            f"{logs}{witnesses}witness c {other}\nwitness d {another}\n"
            "group ours all a b\ngroup theirs 2 c d\n"
            "group one any ours theirs\nquorum one\n",
        ),
        asked(
            "policy-quantum-log",
            "The log by its ML-DSA key.",
            0,
            f"log {quantum}\n{both}",
        ),
        asked(
            "policy-quorum-missed",
            "A mirror that did not sign.",
            1,
            f"{logs}witness c {other}\nquorum c\n",
        ),
        asked(
            "policy-group-missed",
            "Two of one that signed.",
            1,
            f"{logs}witness a {one}\nwitness c {other}\ngroup g 2 a c\nquorum g\n",
        ),
        asked(
            "policy-other-log",
            "Another log.",
            1,
            f"log {NoteKey('x.example', 1, bytes(32)).vkey()}\n{both}",
        ),
        asked("policy-no-log", "No log at all.", 1, both),
        asked("policy-empty", "Nothing.", 2, ""),
        asked("policy-no-quorum", "No quorum.", 2, logs),
        asked("policy-two-quorums", "Two.", 2, f"{logs}quorum none\nquorum none\n"),
        asked("policy-undefined", "A quorum of nobody.", 2, f"{logs}quorum a\n"),
        asked(
            "policy-late-member",
            "A member named before it is.",
            2,
            f"{logs}group g any a\nwitness a {one}\nquorum g\n",
        ),
        asked(
            "policy-k-too-large",
            "3 of 2.",
            2,
            f"{logs}{witnesses}group g 3 a b\nquorum g\n",
        ),
        asked(
            "policy-k-nought",
            "0 of 2.",
            2,
            f"{logs}{witnesses}group g 0 a b\nquorum g\n",
        ),
        asked(
            "policy-k-padded",
            "01 of 2.",
            2,
            f"{logs}{witnesses}group g 01 a b\nquorum g\n",
        ),
        asked(
            "policy-empty-group",
            "A group of nobody.",
            2,
            f"{logs}group g any\nquorum g\n",
        ),
        asked(
            "policy-name-twice",
            "One name twice.",
            2,
            f"{logs}witness a {one}\nwitness a {two}\nquorum a\n",
        ),
        asked(
            "policy-key-twice",
            "One key twice.",
            2,
            f"{logs}witness a {one}\nwitness b {one}\nquorum a\n",
        ),
        asked("policy-log-twice", "One log twice.", 2, f"{logs}{logs}quorum none\n"),
        asked(
            "policy-member-twice",
            "One member in two groups.",
            2,
            f"{logs}{witnesses}group g any a b\ngroup h any a\nquorum g\n",
        ),
        asked(
            "policy-none-as-member",
            "none is no member.",
            2,
            f"{logs}group g any none\nquorum g\n",
        ),
        asked(
            "policy-none-defined",
            "none is taken.",
            2,
            f"{logs}witness none {one}\nquorum none\n",
        ),
        asked(
            "policy-wrong-id", "A key id of another key.", 2, f"log {wrong_id}\n{both}"
        ),
        asked(
            "policy-stray-bits",
            "Base64 in a second spelling.",
            2,
            f"log {astray(log)}\n{both}",
        ),
        asked("policy-kind", "ECDSA, which we cannot use.", 2, f"log {bare}\n{both}"),
        asked(
            "policy-plain-witness",
            "A witness of the log's kind.",
            2,
            f"{logs}witness a {log}\nquorum a\n",
        ),
        asked("policy-word", "A word that is none.", 2, f"{logs}threshold 2\n{both}"),
        asked("policy-control", "A carriage return.", 2, f"{logs}quorum none\r\n"),
        asked("policy-unfinished", "No line end.", 2, f"{logs}quorum none"),
    )


def asked(name: str, what: str, code: int, policy: str) -> Case:
    """Return the case of a policy over the plain proof."""
    given = (PLAIN, "--policy", "policy.txt")
    suffix = "_fail" if code else ""
    return Case(
        name + suffix, what, "5.7", code, given, {"policy.txt": policy.encode()}
    )


def astray(vkey: str) -> str:
    """Return a key whose base64 has bits that mean nothing."""
    body = vkey.rstrip("=")
    return body[:-1] + chr(ord(body[-1]) + 1) + vkey[len(body) :]


def cases() -> Cases:
    """Yield every case of this module."""
    yield from policies()
