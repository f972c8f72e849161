"""Decide how two sides become a line: exchange offers, compare one number by voice."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.shell.options import (
    FromOption,
    JsonOption,
    LineOption,
    OfficerOption,
    PassphraseOption,
    line_of,
)


def command(  # noqa: PLR0913 - each option is one thing that pairing needs
    offers: Annotated[
        list[Path] | None,
        typer.Argument(metavar="OFFER...", help="The other sides' offers."),
    ] = None,
    *,
    line: LineOption = None,
    alone: Annotated[
        bool, typer.Option("--alone", help="Found a channel of our own, with no other.")
    ] = False,
    show: Annotated[
        bool, typer.Option("--show", help="Only show the id; nothing is paired.")
    ] = False,
    confirm_id: Annotated[
        str,
        typer.Option(
            metavar="ID", help="The id as the other side read it out; for scripts."
        ),
    ] = "",
    post: FromOption = None,
    officer: OfficerOption = None,
    passphrase_file: PassphraseOption = None,
    as_json: JsonOption = False,
) -> None:
    r"""Make one line of two offers, once both read the same id.

    Use it once, when each side has the other's offer, over a telephone on which you
    know each other's voices. Both machines compute the same charter from the offers;
    its id is shown as sixteen groups of five digits and as 24 words. Read all of it to
    the other side: one digit apart means that somebody stands between you.

        $ detente pair south/offer.detente --line north \
            --passphrase-file north.pass --confirm-id "$THE_ID_THEY_READ"
        The channel of NORTH and SOUTH:
        ...
        NORTH is paired. Start the node: detente serve --line north

    With --alone and no offer it founds a channel of our own, for the watch log and for
    what is asked of a side that has no node.
    """
    import secrets

    from detente.cli.shell import comparing, files, officers
    from detente.cli.shell.showing import say
    from detente.dialogue import charter as charters
    from detente.dialogue.pairing import MAX_OFFER_BYTES, parse_offer
    from detente.node import opening, pairing
    from detente.node.clock import SystemClock
    from detente.node.place import Place
    from detente.record.errors import Misasked
    from detente.report import aloud

    place = Place(line_of(line))
    if alone == bool(offers):
        raise Misasked("Give the other sides' offers, or --alone and none.")
    theirs = [files.read(path, MAX_OFFER_BYTES) for path in offers or ()]
    raw = opening.found_alone(place) if alone else opening.found(place, theirs)
    channel, codes = charters.channel_id(raw), charters.parse(raw).codes
    data = {
        "channel": channel.hex(),
        "groups": aloud.groups(channel),
        "words": aloud.words(channel),
        "parties": codes,
        "paired": not show,
    }
    title = f"The channel of {' and '.join(codes)}:"
    if show or not as_json:
        say(data, [title, *comparing.lines(channel)], as_json=as_json)
    if show:
        return
    if not alone:
        comparing.check(channel, confirm_id)
    document = parse_offer(place.read(place.offer)).document
    signers = officers.signers_of(document, post or "", officer or [1])
    us = officers.open_all(place, signers, passphrase_file or ())
    now_s, random = SystemClock().now_s(), secrets.token_bytes
    own = pairing.pair(place, raw, theirs, us, now_s, random)
    node = f"Start the node: detente serve --line {place.root}"
    done = "has a channel of its own, receipted by nobody" if alone else "is paired"
    say(data, [f"{own} {done}. {node}"], as_json=as_json)
