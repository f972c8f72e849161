"""Decide how a side of a line is set up: keys, settings, terms, offer."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.shell.options import JsonOption, LineOption


def command(  # noqa: PLR0913 - each option is one thing a party decides
    *,
    party: Annotated[
        str, typer.Option(metavar="CODE", help="Our code: capital, letters, digits.")
    ],
    name: Annotated[str, typer.Option(metavar="TEXT", help="Our full name.")],
    post: Annotated[
        list[str], typer.Option(metavar="POST", help="A post of ours; repeatable.")
    ],
    line: LineOption = None,
    listen: Annotated[
        str, typer.Option(metavar="HOST:PORT", help="Where our node takes bundles.")
    ] = "",
    address: Annotated[
        str,
        typer.Option(
            metavar="URL", help="Where the other side reaches it, if not at --listen."
        ),
    ] = "",
    officers: Annotated[
        int, typer.Option(metavar="N", min=1, max=99, help="Credentials of each post.")
    ] = 2,
    root_holders: Annotated[
        int, typer.Option(metavar="N", min=1, max=16, help="Who share the root.")
    ] = 3,
    root_threshold: Annotated[
        int, typer.Option(metavar="K", min=1, max=16, help="How many of them sign.")
    ] = 2,
    terms: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="TOML: the terms offered, where not usual."),
    ] = None,
    exercise: Annotated[
        bool, typer.Option("--exercise", help="For exercises alone, never in earnest.")
    ] = False,
    passkey: Annotated[
        list[str] | None,
        typer.Option(
            metavar="POST/N", help="This credential is a passkey; again for more."
        ),
    ] = None,
    origin: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Where the console will be, such as http://localhost:8090.",
        ),
    ] = "",
    passphrase_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            envvar="DETENTE_PASSPHRASE_FILE",
            help="Its first line seals the keys; left out, you are asked twice.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    r"""Set up our side of a line: keys, settings, offer.

    Use it once, first of all, on the machine that will run our node. It needs no
    network and no other side. Each post gets numbered credentials, sealed under a
    passphrase; the root, which certifies all keys, is shared by several holders. With
    --passkey an officer makes his credential in a browser, on the page of --origin,
    which stands there until all have: it serves the console at that address alone.

        $ detente init --line north --party NORTH --name "Northern Republic" \
            --post Watch --listen 127.0.0.1:7701 --passphrase-file north.pass
        NORTH is set up in north.
        Give the other side north/offer.detente and take theirs; then: detente pair
        Carry root parts and spare key out of north/root, off this machine.
        Each of the 3 holders keeps one; 2 change keys.
    """
    import secrets

    from detente.cli.shell import enrolling
    from detente.cli.shell.asking import passphrase
    from detente.cli.shell.showing import say
    from detente.cli.shell.terms import load_terms
    from detente.node import ceremony, passkeys
    from detente.node.ceremony import Seal, Wanted
    from detente.node.place import Place, Settings

    place = Place(line or Path.cwd())
    reached = address or (f"https://{_checked(listen)}" if listen else "")
    wanted = Wanted(
        party, name, tuple(post), reached, officers, root_holders, root_threshold
    )
    offered = load_terms(terms, exercise=exercise)
    drawn, known = enrolling.draw(wanted, passkey or (), origin)
    typed = passphrase(passphrase_file, f"the keys of {party}", twice=True)
    seal = Seal(typed, secrets.token_bytes)
    ceremony.set_up(place, Settings(party, listen), offered, drawn, seal)
    if known:
        passkeys.keep(place, known)
    data = {
        "party": party,
        "line": str(place.root),
        "offer": str(place.offer),
        "root_parts": [str(place.root_part(n + 1)) for n in range(root_holders)],
        "root_threshold": root_threshold,
        "spare": str(place.spare),
    }
    root = place.root_part(1).parent
    lines = [
        f"{party} is set up in {place.root}.",
        f"Give the other side {place.offer} and take theirs; then: detente pair",
        f"Carry root parts and spare key out of {root}, off this machine.",
        f"Each of the {root_holders} holders keeps one; {root_threshold} change keys.",
    ]
    say(data, lines, as_json=as_json)


def _checked(listen: str) -> str:
    """Return where to listen if it is an address of a machine and a port.

    Raises:
        Misasked: it is not.
    """
    import ipaddress

    from detente.record.errors import Misasked

    host, _, port = listen.rpartition(":")
    try:
        ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        port = ""
    if not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise Misasked(f"{listen!r} is no place to listen at, such as 127.0.0.1:7701.")
    return listen
