"""Decide how officers' passkeys come into a party's first key document.

Spec clauses 2.5 and 6.4. Each officer makes a passkey on a page, and then signs the
document with it, since every key that it lists has signed it. The page is served where
the console will be, for a passkey serves one site alone. The ceremony runs beside the
page, and waits for each officer in turn.
"""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from typing import Any, Final, NamedTuple, TypeVar
from urllib.parse import urlsplit

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from detente.api import serving
from detente.console.asserting import challenge_of, signature_of
from detente.console.choosing import LANGUAGE
from detente.console.floor import sent
from detente.console.languages import chosen
from detente.console.own_pages import guarded
from detente.console.rendering import STATIC, Pages
from detente.node.passkeys import Known, base64url, from_base64url
from detente.ports import Random
from detente.record import keys
from detente.record.errors import DetenteError, KeysSealed, Malformed, Misasked
from detente.report import retold

WITHIN_S: Final = 600.0
"""So long the ceremony waits for an officer."""
_MOST_BYTES: Final = 20_000
_ID_BYTES: Final = 32
_Made = TypeVar("_Made")


class Held(NamedTuple):
    """A passkey in an officer's hand; he is asked on the page whenever it signs."""

    known: Known
    key: keys.PublicKey
    page: "Enrolment"

    def public(self) -> keys.PublicKey:
        """Return the public key."""
        return self.key

    def sign(self, message: bytes) -> bytes:
        """Have the officer sign.

        Raises:
            KeysSealed: he does not, or with another passkey.
        """
        told = self.page.ask(
            "sign",
            {
                "who": f"{self.known.post} {self.known.number}",
                "id": self.known.id,
                "challenge": challenge_of(message),
                "site": self.page.site,
            },
        )
        try:
            return signature_of(told, self.key, message)
        except DetenteError as error:
            raise KeysSealed(error.sentence) from error


class _Job(NamedTuple):
    """What an officer is asked for on the page, and where his answer goes."""

    number: int
    told: Mapping[str, Any]
    answer: "Future[Mapping[str, Any]]"


class Enrolment:
    """The page on which officers make their passkeys, and what it asks for now."""

    def __init__(self, origin: str, random: Random) -> None:
        """Enrol for a console at an origin such as http://localhost:8090.

        Raises:
            Misasked: no passkey can be made for it.
        """
        self.site = urlsplit(origin).hostname or ""
        self.origin = origin
        if not self.site or self.site.replace(".", "").isdigit() or ":" in self.site:
            raise Misasked(
                f"{origin!r} is no address for passkeys: they want a name, such as "
                "http://localhost:8090 or https://watch.example."
            )
        self._random = random
        self._count = 0
        self._job: _Job | None = None
        self._is_over = False

    def passkey(self, party: str, post: str, number: int) -> Held:
        """Have an officer make a passkey; wait for it.

        Raises:
            KeysSealed: he made none that can be used.
        """
        told = self.ask(
            "create",
            {
                "who": f"{post} {number}",
                "name": f"{party}/{post} {number}",
                "user": base64url(self._random(_ID_BYTES)),
                "challenge": base64url(self._random(_ID_BYTES)),
                "site": self.site,
            },
        )
        try:
            raw = _point(from_base64url(str(told["key"])))
            known = Known(post, number, str(told["id"]))
        except (KeyError, ValueError) as error:
            raise KeysSealed(f"{post} {number} made no passkey of P-256.") from error
        key = keys.PublicKey(keys.PASSKEY, raw, (self.site, self.origin))
        return Held(known, key, self)

    def ask(self, kind: str, told: Mapping[str, Any]) -> Mapping[str, Any]:
        """Ask for something on the page, and wait for it; not from the page's thread.

        Raises:
            KeysSealed: nobody answered in time.
        """
        self._count += 1
        job = _Job(self._count, {**told, "kind": kind}, Future())
        self._job = job
        try:
            return job.answer.result(WITHIN_S)
        except TooLate as error:
            raise KeysSealed(
                "No officer answered on the page in ten minutes."
            ) from error
        finally:
            self._job = None

    def over(self) -> None:
        """Say on the page that all is done."""
        self._is_over = True

    def application(self) -> Starlette:
        """Return what serves the page."""
        pages = Pages()

        async def page(request: Request) -> Response:
            language = chosen(request).language
            return pages.page("enrol", language, {"party": "Detente"})

        async def wanted(_: Request) -> Response:
            job = self._job
            told: Mapping[str, Any] = {"kind": "over" if self._is_over else "wait"}
            if job is not None:
                told = {**job.told, "number": job.number}
            return Response(msgspec.json.encode(told), media_type="application/json")

        async def answer(request: Request) -> Response:
            told = _read(await sent(request, _MOST_BYTES))
            job = self._job
            awaited = job is not None and not job.answer.done()
            if job is None or not awaited or told.get("number") != job.number:
                raise Malformed("Nothing is asked for here now.")
            job.answer.set_result(told)
            return Response(status_code=204)

        async def refused(request: Request, error: Exception) -> Response:
            sentence = getattr(error, "sentence", str(error))
            words = retold.told(chosen(request), sentence)
            return PlainTextResponse(words, 400)

        return Starlette(
            routes=[
                Route("/", page),
                LANGUAGE,
                Route("/wanted", wanted),
                Route("/answer", answer, methods=["POST"]),
                Mount("/static", StaticFiles(directory=str(STATIC))),
            ],
            middleware=guarded([self.site]),
            exception_handlers={DetenteError: refused},
        )


def enrolled(
    page: Enrolment,
    listen: str,
    ready: Callable[[], None],
    ceremony: Callable[[], _Made],
) -> _Made:
    """Hold a ceremony beside the page on which it asks officers.

    Args:
        page: the page.
        listen: where it is served, on this machine.
        ready: is called once it is.
        ceremony: asks `page`, on a thread of its own.

    Raises:
        DetenteError: the address is taken, or the ceremony ends without a result.
    """
    return asyncio.run(_enrolled(page, listen, ready, ceremony))


async def _enrolled(
    page: Enrolment,
    listen: str,
    ready: Callable[[], None],
    ceremony: Callable[[], _Made],
) -> _Made:
    listener = serving.listen(*serving.address(listen))
    started: list[serving.Server] = []

    def up(server: serving.Server) -> None:
        started.append(server)
        ready()

    served = asyncio.create_task(serving.serve(page.application(), listener, up))
    try:
        return await asyncio.to_thread(ceremony)
    finally:
        page.over()
        await asyncio.sleep(1)  # so long the page takes to hear of it
        for server in started:
            server.stop()
        await served


def _read(data: bytes) -> dict[str, Any]:
    try:
        found: dict[str, Any] = msgspec.json.decode(data, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise Malformed(f"A page sent no JSON: {error}.") from error
    return found


def _point(der: bytes) -> bytes:
    """Return the point of a public key as clause 2.3 wants it.

    Raises:
        ValueError: it is no key of P-256.
    """
    key = load_der_public_key(der)
    if not isinstance(key, ec.EllipticCurvePublicKey) or key.curve.name != "secp256r1":
        raise ValueError("no key of P-256")
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
