"""Decide how a proof is taken away from the console, as a file (clause 7).

For our own files alone: whoever hands one on does it as a disclosure, which stands in
the record first (`detente.console.disclosing`). Each file is passed by the verifier
before anybody gets it, which is the API's matter.
"""

import io
import zipfile
from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente.console.floor import Floor

_NO: Final = "no"
_ZIPPED: Final = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a ZIP: what is taken twice is the same twice."""


def proofs(floor: Floor) -> list[Route]:
    """Return the addresses from which proofs are taken."""

    async def proof(request: Request) -> Response:
        floor.seat(request)
        reference = request.path_params["reference"]
        with_body = request.query_params.get("with_body") != _NO
        found = await floor.line.ask(
            lambda client: client.export(reference, with_body=with_body)
        )
        name = file_name(reference, with_body=found.with_body)
        if "parts" in request.query_params:
            return kept(_zipped(found.parts), f"{name}.zip")
        return kept(found.proof, f"{name}.proof")

    async def fork(request: Request) -> Response:
        floor.seat(request)
        party = request.path_params["party"]
        found = await floor.line.ask(lambda client: client.fork(party))
        return kept(found.proof, f"{party}-fork.proof")

    return [
        Route("/proofs/{reference:path}", proof, methods=["GET"]),
        Route("/forks/{party}", fork, methods=["GET"]),
    ]


def file_name(reference: str, *, with_body: bool) -> str:
    """Return what the file of a proof is called, without its ending."""
    return reference.replace("/", "-") + ("" if with_body else "-without-body")


def kept(data: bytes, name: str) -> Response:
    """Return a file that a browser is to keep, and not to show."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(data, media_type="application/octet-stream", headers=headers)


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return the parts of a proof, for other people's tools, as one file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in sorted(parts.items()):
            archive.writestr(zipfile.ZipInfo(name, _ZIPPED), data)
    return made.getvalue()
