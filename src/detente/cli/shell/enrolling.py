"""Decide how a root ceremony asks officers for passkeys: on a page, one by one."""

import secrets
import sys
from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from detente.node import ceremony
from detente.node.ceremony import Drawn, Wanted
from detente.node.clock import SystemClock
from detente.node.passkeys import Known
from detente.record.errors import Misasked

_BEHIND_A_PROXY: Final = 8090


def draw(
    wanted: Wanted, passkeys: Sequence[str], origin: str
) -> tuple[Drawn, tuple[Known, ...]]:
    """Hold the ceremony; return the party drawn, and which passkeys it has.

    Args:
        wanted: what the party wants to be.
        passkeys: which credentials are passkeys, each as `POST/N`.
        origin: where the console will be.

    Raises:
        Misasked: it wants what cannot be.
        KeysSealed: an officer did not make his passkey, or did not sign.
    """
    now_s = SystemClock().now_s()
    if not passkeys:
        return ceremony.draw(wanted, secrets.token_bytes, now_s), ()
    from detente.console.enrolling import Enrolment, enrolled

    who = [_officer(wanted, each) for each in passkeys]
    page = Enrolment(origin, secrets.token_bytes)
    port = urlsplit(origin).port or _BEHIND_A_PROXY

    def held() -> tuple[Drawn, tuple[Known, ...]]:
        found = {each: page.passkey(wanted.code, *each) for each in who}
        drawn = ceremony.draw(wanted, secrets.token_bytes, now_s, found)
        return drawn, tuple(each.known for each in found.values())

    def ready() -> None:
        sys.stderr.write(f"Each officer makes his passkey at {origin}\n")
        sys.stderr.flush()

    return enrolled(page, f"127.0.0.1:{port}", ready, held)


def _officer(wanted: Wanted, text: str) -> tuple[str, int]:
    post, _, number = text.rpartition("/")
    known = post in wanted.posts and number.isdecimal()
    if not known or not 1 <= int(number) <= wanted.officers:
        raise Misasked(
            f"{text[:80]!r} is no credential of this party, such as Watch/2."
        )
    return post, int(number)
