"""Decide how something is filled in at the console, and becomes a draft.

The page of a form is drawn from the form's own description. What is filled in is kept
as it is typed (`detente.console.drafts`), and becomes a draft under review; what then
becomes of it is `detente.console.releasing`.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from detente.api.requests import DraftRequest, draft_request
from detente.console.drafts import Begun
from detente.console.filled import DROP, Given, Translated, typed_of
from detente.console.floor import Floor, filled_in
from detente.console.languages import chosen
from detente.console.reading_back import names_of, only_read, to_read
from detente.console.seats import Seat
from detente.dialogue.phrases import BOOK
from detente.record.errors import DetenteError, Malformed
from detente.report import filling
from detente.report.channel import ChannelView, addressee, own_post
from detente.report.described import fields_of, title_of
from detente.report.filling import Choice
from detente.report.words import utc

_DONE: Final = 204
_SEE_OTHER: Final = 303
_REFUSED: Final = 409
_URGENT: Final = {"STOP": "Z", "OBJ": "Z"}
_NOW: Final = {"STOP": "since", "OBJ": "since", "LOG": "at"}
"""In which field of a form it stands at first that it is now."""


class Asked(NamedTuple):
    """What an address asks to say: the body of a form, and what it answers.

    `changes` is the line of the watch log that it strikes through (clause 27.3).
    """

    choice: Choice
    answers: str = ""
    changes: str = ""

    @property
    def address(self) -> str:
        """The address of the page on which it is filled in."""
        code, act = self.choice.form.code, self.choice.act
        if self.answers:
            return f"/answer/{act}/{self.answers}"
        if self.changes:
            return f"/say/{code}/{act}/{self.changes}"
        return f"/say/{code}/{act}" if act else f"/say/{code}"

    @property
    def reads_back(self) -> bool:
        """Whether it enters the positions of what it answers once more."""
        return self.choice.act == "acknowledged"


def forms(floor: Floor) -> list[Route]:
    """Return the addresses at which something is filled in."""

    async def fill_in(request: Request) -> Response:
        seat, asked = floor.seat(request), _asked(request)
        kept = floor.drafts.find(seat.who, asked.address)
        given = await _usual(floor, asked) if kept is None else kept
        return await _form(floor, request, asked, given)

    async def review(request: Request) -> Response:
        seat, asked = floor.seat(request), _asked(request)
        given = Given.of(await filled_in(request))
        if given.header(DROP):
            floor.drafts.forget(seat.who, asked.address)
            return RedirectResponse("/inbox", _SEE_OTHER)
        longer = given.with_more()
        floor.drafts.keep(Begun(seat.who, asked.address, longer or given))
        if longer is not None:
            return await _form(floor, request, asked, longer)
        try:
            said = _request(floor, seat, asked, given)
            name = await under_review(floor, seat, asked.address, said)
        except DetenteError as error:
            return await _form(floor, request, asked, given, error)
        return RedirectResponse(f"/reviews/{name}", _SEE_OTHER)

    async def keep(request: Request) -> Response:
        seat = floor.seat(request)
        sent = await filled_in(request)
        address = dict(sent).get("address", "")
        if not address.startswith(("/say/", "/answer/", "/disclose/")):
            raise Malformed("A draft was sent from no page of a form.")
        rest = [(name, text) for name, text in sent if name != "address"]
        floor.drafts.keep(Begun(seat.who, address, Given.of(rest)))
        return Response(status_code=_DONE)

    return [
        Route("/say/{form}", fill_in, methods=["GET"]),
        Route("/say/{form}", review, methods=["POST"]),
        Route("/say/{form}/{act}", fill_in, methods=["GET"]),
        Route("/say/{form}/{act}", review, methods=["POST"]),
        Route("/say/LOG/correction/{changes:path}", fill_in, methods=["GET"]),
        Route("/say/LOG/correction/{changes:path}", review, methods=["POST"]),
        Route("/answer/{act}/{answers:path}", fill_in, methods=["GET"]),
        Route("/answer/{act}/{answers:path}", review, methods=["POST"]),
        Route("/drafts", keep, methods=["POST"]),
    ]


def _asked(request: Request) -> Asked:
    """Return what an address asks to say.

    Raises:
        Misasked: there is no such form or act.
    """
    told = request.path_params
    if "answers" in told:
        code = [*told["answers"].split("/"), *("",) * 4][3]
        return Asked(filling.answer_to(code, told["act"]), told["answers"])
    if "changes" in told:
        return Asked(filling.choose("LOG", "correction"), changes=told["changes"])
    return Asked(filling.choose(told["form"].upper(), told.get("act", "")))


async def _usual(floor: Floor, asked: Asked) -> Given:
    """Return what stands in a form at first: the time, or the positions to be read."""
    if asked.reads_back:
        found = await floor.line.ask(lambda client: client.statement(asked.answers))
        return to_read(names_of(found.statement.body))
    field = _NOW.get(asked.choice.form.code, "")
    if field not in asked.choice.body.__struct_fields__ or asked.answers:
        return Given()
    return happening_now(floor, field)


def happening_now(floor: Floor, field: str = "since") -> Given:
    """Return what stands in a form at first of what is urgent: that it is now."""
    return Given(((f"body.{field}", f"{utc(floor.beat.now_s())[:16]}Z"),))


async def _form(
    floor: Floor,
    request: Request,
    asked: Asked,
    given: Given,
    error: DetenteError | None = None,
) -> Response:
    channel = await floor.line.ask(lambda client: client.channel())
    terms = (await floor.line.ask(lambda client: client.terms())).terms
    choice, seat = asked.choice, floor.seat(request)
    language = chosen(request).language
    told = {
        "asked": asked,
        "title": title_of(choice.body, language),
        "shapes": fields_of(choice.body, language),
        "given": given,
        "posts": posts_of(channel),
        "precedence": given.header("precedence") or _URGENT.get(choice.form.code, "R"),
        "languages": terms.languages,
        "seconds": seconds(channel, seat),
        "phrases": tuple(BOOK.values()),
        "two_keys": choice.form.code in terms.two_key_forms,
        "trouble": "" if error is None else error.sentence,
        "at_field": getattr(error, "field", ""),
    }
    return await floor.page("form", request, told, _REFUSED if error else 200)


def posts_of(channel: ChannelView) -> Sequence[str]:
    """Return whom something may be put to, whoever is meant first first."""
    found = [(each.code, row.post) for each in channel.others for row in each.staffed]
    return [f"{code}/{post}" for code, post in found] or [addressee(channel)]


def seconds(channel: ChannelView, seat: Seat) -> list[int]:
    """Return who of a post may release beside the officer who sits here."""
    post = own_post(channel.own, seat.post)
    return [each for each in post.officers if each != seat.number]


def officers_of(seat: Seat, given: Given) -> list[int]:
    """Return who releases: the officer who sits here, and a second one if named."""
    second = given.header("second")
    return [seat.number, *([int(second)] if second.isdecimal() else [])]


def _request(floor: Floor, seat: Seat, asked: Asked, given: Given) -> DraftRequest:
    """Return what is to be drafted, in the name of who sits here.

    Raises:
        Unreadable: a field is of another shape.
    """
    language = given.header("courtesy_language")
    translated = Translated(seat.who, floor.beat.now_s(), language)
    entered = only_read(given) if asked.reads_back else given
    said: dict[str, object] = {
        "act": asked.choice.act,
        "typed": typed_of(entered, asked.choice.body, translated),
        "from_post": seat.post,
        "officers": officers_of(seat, given),
        "language": given.header("language"),
    }
    if asked.answers:
        return draft_request(**said, answers=[asked.answers])
    if asked.changes:
        strikes = {"kind": "CORRECTION", "changes": [asked.changes], "alone": True}
        return draft_request(**said, form=asked.choice.form.code, **strikes)
    return draft_request(
        **said,
        form=asked.choice.form.code,
        to=given.header("to"),
        precedence=given.header("precedence") or "R",
    )


async def under_review(
    floor: Floor, seat: Seat, address: str, said: DraftRequest
) -> str:
    """Draft something, and return the name of the page on which it is reviewed.

    Args:
        floor: the watch floor.
        seat: who drafts it.
        address: the page on which it was filled in.
        said: what it says.

    Raises:
        DetenteError: it cannot be said, in the API's words.
    """
    now_s = floor.clock.monotonic_s()
    return await floor.line.ask(
        lambda client: floor.reviews.begin(client, said, address, seat.who, now_s)
    )
