"""Every decoder that takes bytes from outside, what it may raise, and good bytes.

A target hands bytes to one decoder. The decoder refuses them by one of the errors that
are allowed, or takes them; then what it read must be spelled as it came. Where the
one-file verifier reads the same thing with code of its own, the two must agree.

To add a decoder: one more `Target` below, with at least one good seed.
"""

import asyncio
import struct
import tempfile
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple, TypeAlias

from tests.fuzz.seeds import dialogue as said
from tests.fuzz.seeds import edges, people
from tests.fuzz.seeds import record as seeds
from tests.fuzz.seeds.record import WORLD

import detente_verify as verifier
from detente.api import drafting as drafting_api
from detente.api import signing
from detente.carriers import https_client, refusals
from detente.cli.shell import amending, drafting
from detente.cli.shell.terms import load_terms
from detente.dialogue import (
    address,
    batch,
    charter,
    claim,
    compact,
    form,
    forms,
    intake,
    pairing,
    spoken,
    table,
)
from detente.exchange import bundle, fork, mirror
from detente.exchange.mirror import Mirror
from detente.node import door, vault
from detente.node.place import Place
from detente.play import reading as script
from detente.record import cose, credentials, head, keys, seal, statement, wire
from detente.record.errors import Misasked, PathFailed, Refused, StoreFailed
from detente.report import carrying, filling
from detente.report.tables import csvtext, sites, workbook
from detente.space.files import cot_tracks, cot_volumes
from detente.space.files import reading as volumes
from detente.stores import headfile

Read: TypeAlias = Callable[[bytes], object]
Error: TypeAlias = type[Exception]

_NOW_S = 1_767_225_600
_ROOM = 2 * 1024 * 1024
_FOREIGN = (verifier.NotReadable, verifier.NotProven, Refused)


class Target(NamedTuple):
    """A decoder: its name, what it does with bytes, seeds, and how it may refuse."""

    name: str
    read: Read
    seeds: tuple[bytes, ...]
    allowed: tuple[Error, ...] = (Refused,)


class Unequal(Exception):
    """What was read is spelled otherwise, or another reader reads otherwise."""


@cache
def by_name() -> dict[str, Target]:
    """Return all targets by name."""
    return {
        each.name: each
        for group in (
            *(_record, _exchange, _dialogue, _people, _edges),
            *(_verifier, _agreeing),
        )
        for each in group()
    }


def _record() -> Iterator[Target]:
    yield Target("wire", _read_wire, (*seeds.values(), *seeds.signed()))
    for kind, good in (
        (statement.MEDIA_TYPE, seeds.statements()),
        (credentials.MEDIA_TYPE, seeds.documents()),
    ):
        name = kind.removeprefix("application/vnd.detente.").replace("+", "-")
        yield Target(name, partial(_read_cose, kind), good)
    yield Target("statement", _read_statement, seeds.statements())
    yield Target("key-document", _read_document, seeds.documents())
    yield Target("head", _read_note, seeds.notes())
    yield Target("frame", _read_frame, seeds.frames())
    yield Target("frame-opened", _open_frame, seeds.frames())
    yield Target("passkey", _read_passkey, seeds.assertions())
    yield Target("public-key", _read_key, seeds.public_keys())
    yield Target("sealing-key", seal.public_key, seeds.sealing_keys())
    yield Target("reference", _as_text(statement.parse_reference), seeds.references())


def _exchange() -> Iterator[Target]:
    yield Target("bundle", _read_bundle, seeds.bundles())
    yield Target("bundle-admitted", _admit, seeds.bundles())
    yield Target("fork", fork.parse, seeds.forks())
    yield Target("fork-judged", _judge_fork, seeds.forks())


def _dialogue() -> Iterator[Target]:
    yield Target("charter", charter.parse, said.charters())
    yield Target("offer", pairing.parse_offer, said.offers())
    for (code, version), each in forms.FORMS.items():
        name = f"form-{code.lower()}-{version}"
        yield Target(name, partial(form.decode, each), said.bodies(each), ())
    yield Target("post", _as_text(address.parse), (b"NORTH/Watch",))
    yield Target("positions", _read_batch, said.batches())
    yield Target("positions-table", _as_text(_take_reports), said.reports())
    groups = spoken.groups(WORLD.channel).encode()
    yield Target("spoken-groups", _as_text(spoken.from_groups), (groups,))
    lines = said.compact_texts()
    yield Target("compact", _as_text(_read_compact), lines)
    words = spoken.words(WORLD.channel, said.word_list()).encode()
    yield Target("spoken-words", _as_text(_from_words), (words,))


def _people() -> Iterator[Target]:
    """Yield what a person hands in: files, and words on a command line."""
    yield Target("script", script.parse, people.scripts())
    yield Target("table", partial(table.read, line_end="LF"), people.tables())
    yield Target("volumes", volumes.volumes, people.volumes())
    yield Target("cot-areas", cot_volumes.read, people.drawings())
    yield Target("cot-tracks", cot_tracks.tracks, people.positions())
    yield Target("site-list", _read_sites, people.site_lists())
    yield Target("site-workbook", _read_workbook, people.site_workbooks())
    yield Target("claim", _read_claim, people.claims(), (Misasked, Refused))
    yield Target("terms-file", _read_terms, people.terms(), (Misasked,))
    yield Target("terms-edited", _edit_terms, people.terms(), (Misasked, Refused))
    files = people.toml_bodies()
    yield Target("body-toml", _read_toml_body, files, (Misasked, Refused))
    yield Target("body-json", _read_json_body, people.json_bodies(), (Misasked,))
    yield Target("body-typed", _as_text(_type_body), people.typed(), (Misasked,))


def _edges() -> Iterator[Target]:
    yield Target("sealed-keys", vault.parse, edges.sealed_keys())
    yield Target("node-keys", _read_node_keys, edges.node_keys())
    files = edges.settings()
    yield Target("settings", _read_settings, files, (Misasked, StoreFailed))
    yield Target("head-slot", headfile._parse, edges.head_slots(), ())
    yield Target("door", _read_door, edges.requests(), (Refused, EOFError))
    answers = edges.answer_heads()
    yield Target("https-answer", https_client._parse_head, answers, (PathFailed,))
    urls = (b"https://north.example:8443", b"https://[::1]:1")
    yield Target("https-address", _as_text(https_client._address), urls, (Misasked,))
    yield Target("api-bytes", _as_text(drafting_api.unbase64), (b"AAECAw==",))
    payloads = tuple(statement.parse(each).payload for each in seeds.statements())
    yield Target("draft-payload", signing.header_of, payloads)
    yield Target("carried-proof", carrying.stated_in, seeds.proofs())
    yield Target("https-reason", _quote, (b"A bundle has at most 2 MiB.",), ())


def _verifier() -> Iterator[Target]:
    files = (*seeds.proofs(), *seeds.forks())
    yield Target("verify", _judge, files, ())
    yield Target("verify-policy", _judge_by_policy, seeds.policies(), ())
    channels = (WORLD.channel.hex().encode(), spoken.groups(WORLD.channel).encode())
    yield Target(
        "verify-channel",
        _as_text(verifier.channel_id),
        channels,
        (verifier.NotReadable,),
    )


def _agreeing() -> Iterator[Target]:
    """Yield what both programs read, each with code of its own."""
    for name, ours, theirs, good in (
        ("wire", _read_wire, partial(verifier.cbor, most=_ROOM), seeds.values()),
        ("statement", statement.parse, verifier.Statement, seeds.statements()),
        ("key-document", credentials.parse, verifier.KeyDocument, seeds.documents()),
        ("head", head.parse_note, verifier.note, seeds.notes()),
        ("public-key", _read_key, _read_their_key, seeds.public_keys()),
        ("passkey", _read_passkey, _read_their_passkey, seeds.assertions()),
    ):
        yield Target(f"both-{name}", partial(_both, ours, theirs), good, ())


# --- what a target does ----------------------------------------------------------


def _same(rendered: bytes, data: bytes) -> None:
    if rendered != data:
        raise Unequal("taken, but rendered otherwise")


def _both(ours: Read, theirs: Read, data: bytes) -> None:
    verdicts = []
    for read, allowed in ((ours, (Refused,)), (theirs, _FOREIGN)):
        try:
            read(data)
        except allowed as error:
            verdicts.append(f"refused: {error}")
        else:
            verdicts.append("taken")
    if ("taken" in verdicts) and verdicts != ["taken", "taken"]:
        raise Unequal(f"record: {verdicts[0]}; verifier: {verdicts[1]}")


def _as_text(read: Callable[[str], object]) -> Read:
    """Take bytes as a command line does."""
    return lambda data: read(data.decode(errors="surrogateescape"))


def _file(name: str, data: bytes) -> Path:
    path = Path(_directory().name, name)
    path.write_bytes(data)
    return path


def _read_terms(data: bytes) -> object:
    return load_terms(_file("terms.toml", data), exercise=False)


def _edit_terms(data: bytes) -> object:
    agreed = charter.parse(WORLD.charter).terms
    return amending.edited(_file("edited.toml", data), agreed)


def _read_toml_body(data: bytes) -> object:
    choice = filling.choose("CON", "request")
    return filling.from_json(choice, drafting.given(_file("body.toml", data)))


def _read_json_body(data: bytes) -> object:
    choice = filling.choose("CON", "request")
    return filling.from_json(choice, filling.read_json(data))


def _read_sites(data: bytes) -> None:
    sites.read(csvtext.read(data), {})


def _read_workbook(data: bytes) -> None:
    sites.read(workbook.read(data), {})


def _read_claim(data: bytes) -> object:
    return claim.of(filling.read_json(data))


def _type_body(text: str) -> object:
    choice = filling.choose("CON", "request")
    return filling.from_fields(choice, drafting.pairs(text.split("\n")), {})


@cache
def _directory() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="fuzz-")


def _read_settings(data: bytes) -> object:
    return Place(_file("line.toml", data).parent).load_settings()


def _read_wire(data: bytes) -> None:
    _same(wire.encode(wire.decode(data, max_bytes=_ROOM)), data)


def _read_cose(media_type: str, data: bytes) -> None:
    _same(cose.assemble(media_type, *cose.parse(media_type, data)), data)


def _read_statement(data: bytes) -> None:
    read = statement.parse(data)
    _same(statement.payload(read.header), read.payload)


def _read_document(data: bytes) -> None:
    document = credentials.parse(data)
    payload = cose.parse(credentials.MEDIA_TYPE, data).payload
    _same(credentials.payload(document), payload)


def _read_note(data: bytes) -> None:
    note = head.parse_note(data)
    _same(note.text(), data)
    party = WORLD.parties["NORTH"].document
    head.verify_note(note, WORLD.names.feed_keys(party))


def _read_frame(data: bytes) -> None:
    _same(seal.parse(data).render(), data)


def _open_frame(data: bytes) -> None:
    frame = seal.parse(data)
    key = seal.open_epoch(frame, seeds.SEALING)
    seal.check_route(frame, seeds.ROUTE)
    seal.open_bundle(frame, key)


def _read_passkey(data: bytes) -> None:
    keys.verify(seeds.PASSKEY, seeds.MESSAGE, data)


def _read_their_passkey(data: bytes) -> None:
    verifier.check_signature(verifier.Key(*seeds.PASSKEY), seeds.MESSAGE, data)


def _read_key(data: bytes) -> None:
    keys.enrol(keys.PublicKey(*seeds.split_key(data)))


def _read_their_key(data: bytes) -> None:
    verifier.sound(verifier.Key(*seeds.split_key(data)))


def _read_bundle(data: bytes) -> None:
    _same(bundle.render(bundle.parse(data)), data)


def _admit(data: bytes) -> None:
    channel = seeds.channel()
    for section in bundle.parse(data).sections:
        party = channel.party(section.feed.party)
        held = Mirror(party.feed)
        mirror.admit(channel.id, party, held, section, lambda *_: [])


def _judge_fork(data: bytes) -> None:
    fork.check(fork.parse(data), seeds.channel())


def _read_batch(data: bytes) -> None:
    _same(batch.render(batch.parse(data)), data)


def _take_reports(text: str) -> None:
    found = intake.take(text, intake.Rate(60), intake.Before(), _NOW_S, strict=False)
    for each in found.batches:
        _same(batch.render(batch.parse(each.data)), each.data)


def _read_compact(text: str) -> None:
    form, body = compact.read(text, said.word_list())
    again = compact.write(form, body, said.word_list())
    if compact.read(again, said.word_list()) != (form, body):
        raise Unequal("a compact text that is written as another body")


def _from_words(text: str) -> bytes:
    return spoken.from_words(text, said.word_list())


def _read_node_keys(data: bytes) -> object:
    return vault._parse(data, vault._NodeFile)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.new_event_loop()


def _read_door(data: bytes) -> object:
    reader = asyncio.StreamReader(loop=_loop())
    reader.feed_data(struct.pack(">I", len(data)) + data)
    reader.feed_eof()
    return _loop().run_until_complete(door.read_frame(reader))


def _quote(data: bytes) -> None:
    quoted = refusals.quote(data)
    if wire.check_text(quoted) != quoted or "\n" in quoted:
        raise Unequal("a quotation that rewrites the screen")


def _judge(data: bytes) -> None:
    trust = verifier.Trust(channel=WORLD.channel)
    verdict = verifier.judge(data, trust, "file")
    verifier.in_words(verdict).encode()
    verifier.in_a_line(verdict).encode()
    if verdict.exit == verifier.PROVES and data not in seeds.known_to_prove():
        _check_meaning(data)


def _check_meaning(data: bytes) -> None:
    """Look closer at another file that proves: it must say what a good one says."""
    told = wire.decode(data, max_bytes=_ROOM)
    good = [wire.decode(each, max_bytes=_ROOM) for each in seeds.known_to_prove()]
    shown = {"statement", "first"}
    if not isinstance(told, dict) or not any(
        isinstance(each, dict)
        and all(told.get(name) == each.get(name) for name in shown)
        for each in good
    ):
        raise Unequal("a file proves what nobody signed")


def _judge_by_policy(data: bytes) -> None:
    trust = verifier.Trust(policy=data)
    verifier.in_words(verifier.judge(seeds.proofs()[0], trust, "file")).encode()
