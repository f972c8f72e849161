"""Decide how the charter is read at the console: what binds, and what is to change it.

Clauses 10.8 to 10.17. Each term in force, who agreed to the version by which statement,
every proposal with what it changes and who has yet to consent. To consent is an answer
like any other, by the page of its form.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detente.console.floor import Floor
from detente.console.languages import chosen
from detente.dialogue.form import Form
from detente.dialogue.forms import FORMS
from detente.dialogue.manner import OWN_FORMS
from detente.dialogue.spoken import groups


def charters(floor: Floor) -> list[Route]:
    """Return the address of the charter."""

    async def charter(request: Request) -> Response:
        floor.seat(request)
        language = chosen(request).language
        found = await floor.line.ask(lambda client: client.charter(language))
        force = (await floor.line.ask(lambda client: client.terms())).terms
        seen = floor.beat.seen or await floor.beat.look()
        told = {
            "found": found,
            "spoken": groups(bytes.fromhex(found.channel)),
            "under_way": [each for each in found.proposals if each.open],
            "over": [each for each in found.proposals if not each.open],
            "forms": _sayable(alone=len(found.parties) == 1),
            "two_keys": force.two_key_forms,
            "used": seen.state.terms.used,
        }
        return await floor.page("charter", request, told)

    return [Route("/charter", charter, methods=["GET"])]


def _sayable(*, alone: bool) -> list[Form]:
    """Return the forms that can be said; in a channel of our own, fewer (10.15)."""
    found = (each for each in FORMS.values() if not alone or each.code in OWN_FORMS)
    return sorted(found, key=lambda form: form.code)
