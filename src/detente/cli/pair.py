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
    from detente.dialogue import pairing
    from detente.node import opening
    from detente.node.clock import SystemClock
    from detente.node.officer import author, sign
    from detente.node.place import Place
    from detente.record.errors import Misasked
    from detente.record.statement import SALT_BYTES

    place = Place(line_of(line))
    if alone == bool(offers):
        raise Misasked("Give the other sides' offers, or --alone and none.")
    theirs = [files.read(path, pairing.MAX_OFFER_BYTES) for path in offers or ()]
    raw = opening.found_alone(place) if alone else opening.found(place, theirs)
    channel, codes = charters.channel_id(raw), charters.parse(raw).codes
    data = {
        "channel": channel.hex(),
        "groups": comparing.groups(channel),
        "words": comparing.words(channel),
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
    document = pairing.parse_offer(place.read(place.offer)).document
    signers = officers.signers_of(document, post or "", officer or [1])
    us = officers.open_all(place, signers, passphrase_file or ())
    opening.keep_documents(place, theirs)
    paired = opening.read_paired(place, raw)
    by = author(paired.own, us, paired.charter.terms.languages[0])
    salt, now_s = secrets.token_bytes(SALT_BYTES), SystemClock().now_s()
    composed = opening.compose_founding(paired, by, now_s, salt)
    opening.begin(place, raw, sign(composed, salt, us))
    node = f"Start the node: detente serve --line {place.root}"
    done = "has a channel of its own, receipted by nobody" if alone else "is paired"
    say(data, [f"{paired.own} {done}. {node}"], as_json=as_json)
