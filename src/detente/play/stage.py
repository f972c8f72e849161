"""Decide how two lines are set up for a play: the root ceremony and pairing, for real.

One directory a side, as `detente init` and `detente pair` make them; the two offers are
the only thing that passes between. The channel is chartered for exercise, which is what
lets its nodes run on told time. A play keeps to few sealed keys (one officer a post, a
root of one holder), at the full effort of every other line.
"""

import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from detente import durable
from detente.dialogue import charter as charters
from detente.dialogue import terms as agreed
from detente.node import ceremony, opening
from detente.node.ceremony import Drawn, Seal, Wanted
from detente.node.officer import Officer, author, sign
from detente.node.opening import EXERCISE
from detente.node.place import Peer, Place, Settings, render_settings
from detente.play.cable import LOOPBACK, Cable, Leg, free_port
from detente.play.script import Party, Script
from detente.record.errors import Failed, Misasked, StoreFailed
from detente.record.statement import SALT_BYTES

OUTBOX: Final = "outbox"
INBOX: Final = "inbox"
PASSPHRASE_FILE: Final = "passphrase"  # noqa: S105 - a file's name
# The name of a local socket has room for 107 bytes (unix(7)).
_LONGEST_DOOR_BYTES: Final = 107
_PASSPHRASE_BYTES: Final = 12

_Network: TypeAlias = tuple[dict[str, int], dict[str, Leg]]
"""Where each node listens, and the leg of the cable that leads there."""


class Installed(NamedTuple):
    """One side, set up and paired: its line, boxes and officers."""

    party: Party
    place: Place
    officers: dict[str, Officer]

    @property
    def outbox(self) -> Path:
        """Where its node leaves bundle files."""
        return self.place.root / OUTBOX

    @property
    def inbox(self) -> Path:
        """Where its node looks for bundle files."""
        return self.place.root / INBOX


class Stage(NamedTuple):
    """Two sides and the cable between them; nothing runs yet."""

    root: Path
    channel: bytes
    sides: dict[str, Installed]
    cable: Cable


def check_free(script: Script, root: Path) -> None:
    """Check that a script can be set up below a directory.

    Raises:
        Misasked: something lies there already, or the path is too long.
    """
    try:
        if root.exists() and any(root.iterdir()):
            raise Misasked(f"{root} is not empty. Name another directory.")
    except OSError as error:
        raise Misasked(f"{root} cannot be used: {error.strerror}.") from error
    for party in script.parties:
        door = _place(root, party).door
        if len(bytes(door)) > _LONGEST_DOOR_BYTES:
            raise Misasked(
                f"{door} is too long a name for a local socket. Name a directory with "
                "a shorter path."
            )


def build(script: Script, root: Path) -> Stage:
    """Set up both sides of a script's line below a directory.

    Takes some seconds: sealing keys under a passphrase is slow on purpose.

    Raises:
        Misasked: something lies there already, or the path is too long.
        Failed: a file could not be written, or the two sides do not agree.
    """
    check_free(script, root)
    try:
        return _build(script, root)
    except OSError as error:
        raise StoreFailed(f"Nothing can be set up in {root}: {error}.") from error


def _build(script: Script, root: Path) -> Stage:
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    passphrase = secrets.token_urlsafe(_PASSPHRASE_BYTES)
    durable.write(root / PASSPHRASE_FILE, f"{passphrase}\n".encode(), mode=0o600)
    ports = {party.code: free_port() for party in script.parties}
    legs = {code: Leg(free_port(), port) for code, port in ports.items()}
    seal = Seal(passphrase, secrets.token_bytes)

    def set_up(party: Party) -> Drawn:
        return _set_up(script, party, _place(root, party), (ports, legs), seal)

    with ThreadPoolExecutor() as pool:
        drawn = list(pool.map(set_up, script.parties))
    places = [_place(root, party) for party in script.parties]
    pairs = zip(places, drawn, reversed(places), strict=True)
    channels = {_pair(script, own, each, other) for own, each, other in pairs}
    if len(channels) != 1:
        raise Failed("The two sides computed two channels from the same offers.")
    sides = {
        party.code: Installed(party, place, _officers(each))
        for party, place, each in zip(script.parties, places, drawn, strict=True)
    }
    return Stage(root, channels.pop(), sides, Cable(tuple(legs.values())))


def straighten(installed: Installed) -> None:
    """Take the cable out of a side's settings, so that it reaches its peer by itself.

    Raises:
        StoreFailed: the settings cannot be written.
    """
    settings = installed.place.load_settings()
    peers = {
        code: Peer(outbox=peer.outbox, inbox=peer.inbox)
        for code, peer in settings.peers.items()
    }
    text = render_settings(Settings(settings.party, settings.listen, peers))
    durable.write(installed.place.settings, text.encode(), mode=0o600)


def _place(root: Path, party: Party) -> Place:
    return Place(root / party.code)


def _set_up(
    script: Script, party: Party, place: Place, network: _Network, seal: Seal
) -> Drawn:
    """Hold one side's ceremony; its peer is reached through the cable."""
    ports, legs = network
    other = script.other(party.code).code
    own = f"{LOOPBACK}:{ports[party.code]}"
    wanted = Wanted(party.code, party.name, party.posts, f"https://{own}", 1, 1, 1)
    drawn = ceremony.draw(wanted, secrets.token_bytes, _starts_s(script))
    peer = Peer(
        f"https://{LOOPBACK}:{legs[other].port}",
        str(place.root / OUTBOX),
        str(place.root / INBOX),
    )
    settings = Settings(party.code, own, {other: peer})
    ceremony.set_up(place, settings, _terms(script), drawn, seal)
    for box in (OUTBOX, INBOX):
        (place.root / box).mkdir()
    return drawn


def _starts_s(script: Script) -> int:
    return int(script.case.starts_at.timestamp())


def _terms(script: Script) -> agreed.Terms:
    charter = script.charter
    return agreed.Terms(
        versions=agreed.Versions(agreed.PROTOCOL, agreed.FORMS),
        languages=charter.languages,
        receipt_sentence=charter.receipt_sentence,
        traffic=EXERCISE,
        counterparts=tuple(
            agreed.Counterpart((f"{one}/{post}", f"{other}/{counterpart}"))
            for one, post, other, counterpart in charter.counterparts
        ),
        deadlines=agreed.Deadlines(
            contact_s=charter.deadlines.contact_s,
            contact_crisis_s=charter.deadlines.contact_crisis_s,
        ),
        check_hours_utc=charter.check_hours_utc,
        paths=charter.paths,
        attachments=agreed.AttachmentBounds(),
        positions=_positions(script),
    )


def _positions(script: Script) -> agreed.PositionTerms | None:
    told = script.charter.positions
    return None if told is None else agreed.PositionTerms(told.every_s, told.keep_s)


def _officers(drawn: Drawn) -> dict[str, Officer]:
    return {
        post: Officer(post, number, secret) for post, number, secret in drawn.seeds()
    }


def _pair(script: Script, place: Place, drawn: Drawn, other: Place) -> bytes:
    """Pair one side with the other's offer; return the channel's id."""
    offers = [other.read(other.offer)]
    raw = opening.found(place, offers)
    opening.keep_documents(place, offers)
    paired = opening.read_paired(place, raw)
    party = script.party(paired.own)
    releasing = [_officers(drawn)[party.posts[0]]]
    by = author(party.code, releasing, party.language)
    salt = secrets.token_bytes(SALT_BYTES)
    composed = opening.compose_founding(paired, by, _starts_s(script), salt)
    opening.begin(place, raw, sign(composed, salt, releasing))
    return charters.channel_id(raw)
