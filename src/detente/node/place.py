"""Decide where a line lies on disk and how it is set up: one directory a line.

    line.toml          how this node runs: party, where it listens, paths to each peer
    offer.detente      what is given to the other side at pairing
    charter.cbor       the founding charter; keys/ holds each party's key document
    terms.cbor         the amended terms that the node works by, if any
    store.sqlite3      the record; head.guard is the second file beside it
    people/  root/     sealed keys; root/ belongs off this machine
    alerts.json        what has sounded of conflicts, so that it does not sound again
    trial.json         how the alarms went when they were last tried
    node/              the node's own keys
    door.sock          where programs of this machine knock

Reading it wrong must not start a node on somebody else's line: unknown keys in
`line.toml` are refused.
"""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from detente.durable import publish
from detente.record.errors import Misasked, StoreFailed

_UNSAFE_NAME: Final = re.compile(r"[^A-Za-z0-9]+")


class Peer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a peer is reached; what is left out is not used.

    `address` stands in for the one in the peer's key document.
    """

    address: str = ""
    outbox: str = ""
    inbox: str = ""


class Channel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way in which an alarm sounds; one of the three is given.

    `command` is a program with its arguments, `device` a sound device of this machine
    (ALSA), `webhook` an address that takes a POST. It sounds for the echelon of its
    number and for those behind it.
    """

    command: tuple[str, ...] = ()
    device: str = ""
    webhook: str = ""
    echelon: int = 1


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `line.toml` says."""

    party: str
    listen: str = ""
    peers: Mapping[str, Peer] = {}
    alarms: tuple[Channel, ...] = ()


@dataclass(frozen=True)
class Place:
    """The directory of one line."""

    root: Path

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.root / "line.toml"

    @property
    def offer(self) -> Path:
        """The offer to the other side."""
        return self.root / "offer.detente"

    @property
    def charter(self) -> Path:
        """The founding charter; it is there once the line is paired."""
        return self.root / "charter.cbor"

    @property
    def terms(self) -> Path:
        """The amended terms that the node worked by last (clause 10.16)."""
        return self.root / "terms.cbor"

    @property
    def store(self) -> Path:
        """The record."""
        return self.root / "store.sqlite3"

    @property
    def guard(self) -> Path:
        """The second file."""
        return self.root / "head.guard"

    @property
    def door(self) -> Path:
        """The local socket of the running node."""
        return self.root / "door.sock"

    @property
    def alarms(self) -> Path:
        """The log of alarms."""
        return self.root / "alarms.jsonl"

    @property
    def alerts(self) -> Path:
        """What has sounded of conflicts (clause 34.9)."""
        return self.root / "alerts.json"

    @property
    def known_alarms(self) -> Path:
        """The alarms of live positions that have sounded (clause 35.9)."""
        return self.root / "known-alarms.json"

    @property
    def trial(self) -> Path:
        """How the alarms went when they were last tried (clause 23.6)."""
        return self.root / "trial.json"

    @property
    def passkeys(self) -> Path:
        """Which passkeys its officers hold; no key."""
        return self.root / "passkeys.json"

    @property
    def drafts(self) -> Path:
        """What officers have begun to fill in at the console."""
        return self.root / "drafts.json"

    def disclosed(self, digest: str) -> Path:
        """Return where the file of a disclosure lies, by its SHA-256 in hex."""
        return self.root / "disclosed" / f"{digest}.proof"

    @property
    def readings(self) -> Path:
        """The log of who has read what is personal."""
        return self.root / "readings.jsonl"

    @property
    def node_keys(self) -> Path:
        """The node's own keys."""
        return self.root / "node" / "node.keys"

    @property
    def spare(self) -> Path:
        """The sealed spare key."""
        return self.root / "root" / "spare.sealed"

    def document(self, code: str) -> Path:
        """Return where a party's first key document lies."""
        return self.root / "keys" / f"{code}.keys"

    def credential(self, post: str, number: int) -> Path:
        """Return where the sealed credential of a post lies."""
        name = _UNSAFE_NAME.sub("-", post).strip("-").lower()
        return self.root / "people" / f"{name}-{number}.sealed"

    def root_part(self, number: int) -> Path:
        """Return where a root holder's sealed part lies until it is carried away."""
        return self.root / "root" / f"holder-{number}.sealed"

    def read(self, path: Path) -> bytes:
        """Read a file of the line.

        Raises:
            Misasked: it is not there: the line is not set up so far.
            StoreFailed: it cannot be read.
        """
        try:
            return path.read_bytes()
        except FileNotFoundError as error:
            raise Misasked(
                f"{path} is not there. A line is set up by `detente init` and then "
                "`detente pair`."
            ) from error
        except OSError as error:
            raise StoreFailed(f"{path} cannot be read: {error.strerror}.") from error

    def load_settings(self) -> Settings:
        """Read `line.toml`.

        Raises:
            Misasked: it is missing, or says what this release does not know.
        """
        text = self.read(self.settings)
        try:
            found = tomllib.loads(text.decode())
            settings = msgspec.convert(found, Settings)
        except (ValueError, RecursionError, msgspec.ValidationError) as error:
            raise Misasked(f"{self.settings} cannot be used: {error}.") from error
        for each in settings.alarms:
            check_channel(each)
        return settings


def check_channel(channel: Channel) -> Channel:
    """Return a channel that says how it sounds, in one way.

    Raises:
        Misasked: it says so in none, or in several.
    """
    ways = (channel.command, channel.device, channel.webhook)
    if sum(map(bool, ways)) != 1:
        raise Misasked("An alarm is one of command, device and webhook.")
    return channel


def add_alarms(place: Place, settings: Settings, channels: Sequence[Channel]) -> None:
    """Set further alarms up in `line.toml`.

    Raises:
        StoreFailed: it cannot be written.
    """
    more = (*settings.alarms, *channels)
    changed = msgspec.structs.replace(settings, alarms=more)
    publish(place.settings, render_settings(changed).encode())


def render_settings(settings: Settings) -> str:
    """Return the text of `line.toml`."""
    lines = [f"party = {_quoted(settings.party)}"]
    if settings.listen:
        lines.append(f"listen = {_quoted(settings.listen)}")
    for code, peer in settings.peers.items():
        lines += ["", f"[peers.{code}]"]
        rows = msgspec.structs.asdict(peer).items()
        lines += [f"{name} = {_quoted(value)}" for name, value in rows if value]
    for channel in settings.alarms:
        lines += ["", "[[alarms]]"]
        lines += [
            f"{name} = {json.dumps(value)}"
            for name, value in msgspec.structs.asdict(channel).items()
            if value
        ]
    return "\n".join([*lines, ""])


def _quoted(text: str) -> str:
    return json.dumps(text)
