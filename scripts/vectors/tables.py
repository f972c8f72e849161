"""Tables: what is a value, a path, a sound key, a head, an assertion."""

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from detente.node.keyring import SecretKey
from detente.record import feed, keys, wire
from detente.record.feed import Frontier
from detente.testing.parties import Passkey, seeded
from vectors.blocks import (
    between,
    decoded,
    flipped,
)


def wire_rows() -> list[dict[str, Any]]:
    """Return bytes that are a value, or are none (clause 1)."""
    rows = [
        ("00", True, "nought"),
        ("17", True, "23, the largest in one byte"),
        ("1818", True, "24, the smallest in two"),
        ("18ff", True, "255"),
        ("190100", True, "256"),
        ("1a00010000", True, "65536"),
        ("1b0000000100000000", True, "2^32"),
        ("1bffffffffffffffff", True, "2^64 - 1"),
        ("20", True, "-1"),
        ("3bffffffffffffffff", True, "-2^64"),
        ("40", True, "no bytes"),
        ("43010203", True, "three bytes"),
        ("60", True, "no text"),
        ("62c3bc", True, "u with diaeresis, composed"),
        ("63e6b0b4", True, "a Chinese sign"),
        ("6109", True, "a tab"),
        ("610a", True, "a line end"),
        ("62e280" + "8c", False, "a text cut off in its last sign"),
        ("63e2808c", True, "a zero-width non-joiner, which Persian needs"),
        ("80", True, "an empty list"),
        ("83010203", True, "a list"),
        ("a0", True, "an empty map"),
        ("a201002000", True, "keys 1 and -1, in that order"),
        ("a20a0061" + "6100", True, "keys 10 and a"),
        ("f4", True, "false"),
        ("f5", True, "true"),
        ("f6", True, "null"),
        ("d86280", True, "tag 98, outermost"),
        ("", False, "nothing"),
        ("1817", False, "23 in two bytes"),
        ("190018", False, "24 in three bytes"),
        ("1a0000ffff", False, "65535 in five bytes"),
        ("1b00000000ffffffff", False, "2^32 - 1 in nine bytes"),
        ("3817", False, "-24 in two bytes"),
        ("5800", False, "no bytes, with a long head"),
        ("7801" + "61", False, "a text with a long head"),
        ("9800", False, "an empty list with a long head"),
        ("b800", False, "an empty map with a long head"),
        ("1c", False, "a reserved length"),
        ("1f", False, "an open number"),
        ("5f40ff", False, "bytes of open length"),
        ("7f60ff", False, "text of open length"),
        ("9fff", False, "a list of open length"),
        ("bfff", False, "a map of open length"),
        ("ff", False, "a lone end"),
        ("f90000", False, "a half float"),
        ("fa00000000", False, "a single float"),
        ("fb0000000000000000", False, "a double float"),
        ("f97e00", False, "not a number"),
        ("f7", False, "undefined"),
        ("e0", False, "simple value 0"),
        ("f820", False, "simple value 32"),
        ("f8f4", False, "false in two bytes"),
        ("c100", False, "tag 1, a date"),
        ("c24101", False, "tag 2, a large number"),
        ("d9d9f700", False, "tag 55799"),
        ("81d86280", False, "tag 98 inside a list"),
        ("d862d86280", False, "tag 98 twice"),
        ("d9006280", False, "tag 98 with a long head"),
        ("a201000100", False, "one key twice"),
        ("a220000100", False, "keys -1 and 1, in the wrong order"),
        ("a2616200616100", False, "keys b and a, in the wrong order"),
        ("a2616100" + "0a00", False, "text before number"),
        ("a2626161006162" + "00", False, "the longer key first"),
        ("a1400" + "0", False, "bytes as a key"),
        ("a1f500", False, "true as a key"),
        ("a18000", False, "a list as a key"),
        ("a101", False, "a map without its last value"),
        ("8301", False, "a list without its end"),
        ("43" + "0102", False, "bytes without their end"),
        ("0000", False, "two values"),
        ("61ff", False, "text that is no UTF-8"),
        ("63eda080", False, "a lone surrogate"),
        ("62c080", False, "an overlong nought"),
        ("6365cc81", False, "e and an accent, decomposed"),
        ("63e284ab", False, "the angstrom sign, which NFC replaces"),
        ("6100", False, "a nought in a text"),
        ("611b", False, "an escape"),
        ("610d", False, "a carriage return"),
        ("617f", False, "delete"),
        ("62c285", False, "a C1 control"),
        ("63e280ae", False, "right-to-left override"),
        ("63e281a6", False, "left-to-right isolate"),
        ("63e2808f", False, "right-to-left mark"),
        ("62d89c", False, "Arabic letter mark"),
        ("a163e280ae00", False, "an override in a key"),
        ("81" * 16 + "00", True, "16 lists in one another"),
        ("81" * 17 + "00", False, "17 lists in one another"),
        ("990fff" + "00" * 4095, True, "4096 items"),
        ("991000" + "00" * 4096, False, "4097 items"),
        (
            "b90800" + "".join(f"19{n:04x}00" for n in range(256, 2304)),
            False,
            "4097 in a map",
        ),
        ("9affffffff", False, "a list of 2^32 - 1 items that are not there"),
        ("bbffffffffffffffff", False, "a map of 2^64 - 1 pairs that are not there"),
        ("5bffffffffffffffff", False, "2^64 - 1 bytes that are not there"),
        ("7b7fffffffffffffff", False, "2^63 - 1 letters that are not there"),
    ]
    return [{"hex": h, "accepted": a, "what": what} for h, a, what in rows]


def tree_rows() -> dict[str, Any]:
    """Return roots and paths over known leaves (clause 4)."""
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
    data += [bytes(range(0x60, 0x70)).hex(), "", "ff"]
    leaves = [feed.leaf_hash(bytes.fromhex(each)) for each in data]
    whole = range(len(leaves) + 1)
    roots = [Frontier().extend(leaves[:size]).root().hex() for size in whole]
    inclusion, consistency = [], []
    for size in range(1, len(leaves) + 1):
        for index in range(size):
            path = [step.hex() for step in feed.inclusion_path(leaves[:size], index)]
            inclusion.append(
                {"index": index, "size": size, "path": path, "leads": True}
            )
        for old in range(1, size):
            steps = [step.hex() for step in between(leaves[:size], old)]
            consistency.append({"old": old, "size": size, "path": steps, "leads": True})
    inclusion += [
        dict(row, **fault, leads=False) for row, fault in wrong_paths(inclusion)
    ]
    consistency += [
        dict(row, **fault, leads=False) for row, fault in wrong_paths(consistency)
    ]
    return {
        "leaves": data,
        "leaf_hashes": [leaf.hex() for leaf in leaves],
        "roots": roots,
        "inclusion": inclusion,
        "consistency": consistency,
    }


def wrong_paths(rows: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield rows with a fault that must be seen: a wrong shape or a wrong hash."""
    for row in rows[5::9]:
        path = row["path"]
        yield row, {"path": [*path, "00" * 32]}
        yield row, {"path": path[:-1]}
        yield row, {"path": [*path[:-1], "00" * 32]}
        yield row, {"size": row["size"] + 1}
        if "index" in row:
            yield row, {"index": row["size"]}
            yield row, {"index": row["index"] ^ 1}
        else:
            yield row, {"old": 0}
            yield row, {"old": row["size"]}
            yield row, {"old": row["old"] % (row["size"] - 1) + 1}


def key_rows() -> dict[str, Any]:
    """Return points that are sound keys or are none, and names of keys (clause 2)."""
    p = 2**255 - 19
    good_points = [
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "5866666666666666666666666666666666666666666666666666666666666666",
    ]
    rows = [{"key": key, "sound": True, "what": "a key"} for key in good_points]
    for key in good_points[:3]:
        number = int.from_bytes(bytes.fromhex(key), "little")
        turned = (number >> 255 ^ 1) << 255 | p - (number & 2**255 - 1)
        mixed = turned.to_bytes(32, "little").hex()
        rows.append({"key": mixed, "sound": False, "what": "of twice the order"})
    for key, what in (
        ("01" + "00" * 31, "order 1"),
        ("ec" + "ff" * 30 + "7f", "order 2"),
        ("00" * 32, "order 4"),
        ("00" * 31 + "80", "order 4"),
        ("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "order 8"),
        ("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85", "order 8"),
        ("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", "order 8"),
        ("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa", "order 8"),
        ("01" + "00" * 30 + "80", "order 1, with a sign it has not"),
        ("ec" + "ff" * 31, "order 2, with a sign it has not"),
        ("ed" + "ff" * 30 + "7f", "y is p"),
        ("ee" + "ff" * 30 + "7f", "y is p + 1"),
        ("ff" * 31 + "7f", "y is 2^255 - 1"),
        ("ff" * 32, "all bits"),
        ("02" + "00" * 31, "no point of the curve"),
        ("d7" * 31, "31 bytes"),
        ("d7" * 33, "33 bytes"),
        ("58" + "66" * 31 + "00", "a key and a byte"),
    ):
        rows.append({"key": key, "sound": False, "what": what})
    x = "65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d"
    y = "1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c"
    named = [
        keys.PublicKey(keys.PASSKEY, bytes.fromhex("04" + x + y), ("a", "b")),
        keys.PublicKey(keys.ED25519, bytes.fromhex(good_points[0])),
        *(SecretKey(kind, bytes(range(32))).public() for kind in (-48, -49)),
    ]
    names = [
        {
            "algorithm": key.algorithm,
            "key": key.raw.hex(),
            "kid": keys.thumbprint(key).hex(),
        }
        for key in named
    ]
    return {"ed25519": rows, "thumbprints": names, "signatures": signature_rows()}


def signature_rows() -> list[dict[str, Any]]:
    """Return Ed25519 signatures that fit, or do not (clause 2.1)."""
    order = 2**252 + 27742317777372353535851937790883648493
    secret, text = SecretKey(keys.ED25519, bytes(range(32))), b"to be signed"
    public, value = secret.public().raw, secret.sign(text)
    number = int.from_bytes(value[32:], "little")
    # Whoever signs with a nonce of nought gives his key away; it must not count either.
    nought = b"\x01" + bytes(31)
    hashed = hashlib.sha512(secret.seed).digest()
    scalar = int.from_bytes(hashed[:32], "little") & (1 << 254) - 8 | 1 << 254
    asked = int.from_bytes(hashlib.sha512(nought + public + text).digest(), "little")
    weak = nought + (asked * scalar % order).to_bytes(32, "little")
    # R and a point of order eight: fits where the equation is multiplied by eight.
    mixed = bytes.fromhex(
        "bed7ec439f4bbb5bfba687f2380771c9d91d30c9f5d8635c3b67f51054ce7890"
        "f5f55e114a80bf4ffec489765b9f044599c23e971c7238eeeba91ac12642f404"
    )
    rows = [
        (text, value, True, "as RFC 8032 has it"),
        (b"other", value, False, "over another text"),
        (
            text,
            value[:32] + (number + order).to_bytes(32, "little"),
            False,
            "S too large",
        ),
        (text, weak, False, "R of order 1"),
        (text, mixed, False, "R with a part of order 8"),
        (text, value[:-1], False, "63 bytes"),
        (text, value + b"\x00", False, "65 bytes"),
        (text[1:], value + text[:1], False, "a byte moved from the text"),
        (text, flipped(value, 0), False, "one bit in R"),
        (text, flipped(value, 40), False, "one bit in S"),
        (text, b"", False, "nothing"),
    ]
    return [
        {
            "key": public.hex(),
            "message": message.hex(),
            "signature": signature.hex(),
            "fits": fits,
            "what": what,
        }
        for message, signature, fits, what in rows
    ]


def note_rows() -> list[dict[str, Any]]:
    """Return texts that are a signed checkpoint, or are none (clause 5.1)."""
    root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
    line = "— detente/n BAUGBwgJ\n"
    body = f"detente/x\n6\n{root}\n"
    rows = [
        (body + "\n" + line, True, "origin, size, root and a signature"),
        (body + "\n" + line * 32, True, "32 signatures"),
        (f"detente/x\n0\n{root}\n\n{line}", True, "an empty tree"),
        (f"detente/x\n{10**19 - 1}\n{root}\n\n{line}", True, "19 digits"),
        (f"{'x' * 255}\n6\n{root}\n\n{line}", True, "a name of 255 signs"),
        (body, False, "no signature"),
        (body + "\n", False, "an empty line, then no signature"),
        (body + line, False, "no empty line"),
        (body + "\n" + line * 33, False, "33 signatures"),
        (body + "\n" + line[:-1], False, "no line end after the last line"),
        (body + "\n" + line + "\n", False, "an empty line at the end"),
        (body + "\n" + line.replace("\n", "\r\n"), False, "a carriage return"),
        (body + "more\n\n" + line, False, "an extension line"),
        (body.replace("6", "06") + "\n" + line, False, "a size with a nought before"),
        (body.replace("6", "+6") + "\n" + line, False, "a size with a sign"),
        (body.replace("6", "6_0") + "\n" + line, False, "a size with a stroke"),
        (body.replace("6", "٦") + "\n" + line, False, "an Arabic digit"),
        (body.replace("\n6\n", f"\n{10**19}\n") + "\n" + line, False, "20 digits"),
        (body.replace("2I=", "2J=") + "\n" + line, False, "stray bits in the root"),
        (body.replace("2I=", "2I") + "\n" + line, False, "base64 without its end"),
        (body.replace("CsUY", "") + "\n" + line, False, "a root of 29 bytes"),
        (body.replace("x", "x y") + "\n" + line, False, "a space in the origin"),
        (body.replace("x", "x+y") + "\n" + line, False, "a plus in the origin"),
        (body.replace("x", "é") + "\n" + line, False, "an origin beyond ASCII"),
        (f"\n6\n{root}\n\n{line}", False, "no origin"),
        (f"{'x' * 256}\n6\n{root}\n\n{line}", False, "a name of 256 signs"),
        (body + "\n" + line.replace("—", "-"), False, "a hyphen for the dash"),
        (body + "\n" + line.replace(" B", "  B"), False, "two spaces"),
        (body + "\n" + line.replace("gJ", "g J"), False, "a space in base64"),
        (body + "\n" + line.replace("gJ", "g"), False, "base64 cut off"),
        (body + "\n— detente/n BAUGBw==\n", False, "a hint alone"),
        (body + "\n— detente/n BAUG\n", False, "three bytes for a signature"),
        (body + "\n" + line + "x\n", False, "a line that is no signature"),
        ("", False, "nothing"),
    ]
    return [{"note": n, "readable": r, "what": what} for n, r, what in rows]


class Elsewhere(Passkey):
    """A passkey that was used on another site."""

    site = "elsewhere.example"


def passkey_rows() -> list[dict[str, Any]]:
    """Return assertions that fit their message, and some that do not (clause 2.5)."""
    passkey, text = Passkey.draw(seeded(200)), b"to be signed"
    public = passkey.public()
    client = decoded(passkey.sign(text))[1]
    other = Passkey(passkey.algorithm, passkey.seed[::-1])
    elsewhere = Elsewhere(*passkey)
    padded = client[:-1] + b" " * 4000 + client[-1:]
    compact = client.replace(b',"crossOrigin":false', b"")
    # What some readers of JSON take, and RFC 8259 does not know.
    utf_16, marked = client.decode().encode("utf-16-le"), b"\xef\xbb\xbf" + client
    no_number = client.replace(b"false", b"NaN")
    rows = [
        (passkey.sign(text), True, "as a browser gives it"),
        (passkey.answer(compact, flags=5), True, "client data in another form"),
        (passkey.answer(client, flags=0x1D), True, "a synchronised passkey"),
        (passkey.sign(b"other"), False, "another message"),
        (other.sign(text), False, "another key"),
        (passkey.answer(client, flags=4), False, "nobody was present"),
        (passkey.answer(client, flags=1), False, "nobody was verified"),
        (
            passkey.answer(client.replace(b"console", b"evil"), flags=5),
            False,
            "another site",
        ),
        (
            passkey.answer(client.replace(b".get", b".create"), flags=5),
            False,
            "a registration",
        ),
        (passkey.answer(b"[]", flags=5), False, "client data that is a list"),
        (passkey.answer(b"{", flags=5), False, "client data that is no JSON"),
        (passkey.answer(utf_16, flags=5), False, "client data in UTF-16"),
        (passkey.answer(marked, flags=5), False, "client data behind a mark"),
        (passkey.answer(no_number, flags=5), False, "client data with NaN"),
        (
            elsewhere.answer(client, flags=5),
            False,
            "authenticator data of another site",
        ),
        (passkey.answer(client, flags=5, counter=b""), False, "authenticator data cut"),
        (wire.encode([b"", b"{}"]), False, "two parts"),
        (passkey.answer(padded, flags=5), False, "over 4,096 bytes in all"),
        (flipped(passkey.sign(text), -1), False, "the last bit of the signature"),
    ]
    shown = {"algorithm": public.algorithm, "key": public.raw.hex()}
    return [
        {
            **shown,
            "origins": public.origins,
            "message": text.hex(),
            "signature": signature.hex(),
            "fits": fits,
            "what": what,
        }
        for signature, fits, what in rows
    ]


TABLES: Final = {
    "wire": wire_rows,
    "trees": tree_rows,
    "keys": key_rows,
    "notes": note_rows,
    "passkeys": passkey_rows,
}
