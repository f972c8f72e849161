"""Count one-sided requests apart, and put them to the other side (clauses 26.6, 26.9).

A count of one's own requests is one side's word, and is called so wherever it stands:
it never enters the tally (clause 13), which both nodes find alike. What is put carries
the request as it was recorded, and where it stands.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

import msgspec

from detente.dialogue.cases.unilateral import Unilateral
from detente.dialogue.forms import uni
from detente.dialogue.standing import Standing
from detente.record.errors import Misasked

GROUPS: Final = 3
_GROUP_BYTES: Final = 2
CODE_BYTES: Final = GROUPS * _GROUP_BYTES


class UnilateralCount(msgspec.Struct, frozen=True, kw_only=True):
    """One-sided requests, each in one row; the rows sum to `requests`.

    UNILATERAL: the first rows are one side's word. Of those put to the other side, it
    has confirmed only what is in `confirmed`.
    """

    requests: int
    made: int
    delivered: int
    answered: int
    no_answer: int
    put: int
    confirmed: int
    disputed: int
    taken_back: int


def unilateral_count(standing: Standing) -> UnilateralCount:
    """Return the count of one-sided requests, from all that stands.

    A request that was put twice counts once, as it was first put and not taken back.
    """
    traffic = standing.founding.charter.terms.traffic
    status = "EXERCISE" if traffic == "exercise" else "OPERATION"
    cases: dict[tuple[str, bytes, bytes], Unilateral] = {}
    for case in sorted(requests(standing), key=_is_taken_back):
        if case.opened.header.status == status:
            cases.setdefault(_key(case), case)
    states = Counter(case.state for case in cases.values())
    return UnilateralCount(
        requests=len(cases),
        made=states["made"],
        delivered=states["delivered"],
        answered=states["answered"],
        no_answer=states["no answer"],
        put=states["put"],
        confirmed=states["confirmed"],
        disputed=states["disputed"],
        taken_back=states["taken back"],
    )


def requests(standing: Standing) -> list[Unilateral]:
    """Return every one-sided request, by party and position."""
    cases = standing.of_family(Unilateral.family)
    return [case for case in cases if isinstance(case, Unilateral)]


def put_already(standing: Standing, party: str) -> Mapping[bytes, Unilateral]:
    """Return what a party has put and not taken back, by the id of the request."""
    return {
        case.request.request_id: case
        for case in reversed(requests(standing))
        if isinstance(case.request, uni.Put)
        and case.opened.party == party
        and case.state != "taken back"
    }


def _key(case: Unilateral) -> tuple[str, bytes, bytes]:
    asked, party = case.request, case.opened.party
    if isinstance(asked, uni.Put):
        return party, asked.channel, asked.request_id
    return party, b"", case.id


def _is_taken_back(case: Unilateral) -> bool:
    return case.state == "taken back"


def to_put(case: Unilateral, channel: bytes) -> uni.Put:
    """Return the body by which a request is put to the side that was asked.

    Args:
        case: the request, as it stands in a channel of one's own.
        channel: the id of that channel.

    Raises:
        Misasked: it is taken back, or has been put already.
    """
    asked, reference = case.request, case.opened.header.reference
    became = case.state
    if became not in {"made", "delivered", "answered", "no answer"}:
        raise Misasked(f"{reference} is {became}: it is not put to the other side.")
    delivered = None if case.delivered is None else case.delivered.body
    answered = None if case.answered is None else case.answered.body
    answer = answered if isinstance(answered, uni.Answered) else None
    shared = {name: getattr(asked, name) for name in uni.Request.__struct_fields__}
    return uni.Put(
        **shared,
        request=reference,
        request_id=case.id,
        channel=channel,
        became=became,
        delivered_at=delivered.at if isinstance(delivered, uni.Delivered) else None,
        answered_at=None if answer is None else answer.at,
        answer=None if answer is None else answer.text,
    )


def delivery_code(drawn: bytes) -> str:
    """Return a code for delivery by hand: three groups of five digits.

    It is long enough that a slip of the pen does not make another request's code of it.

    Args:
        drawn: six random bytes.
    """
    pairs = (drawn[at : at + _GROUP_BYTES] for at in range(0, CODE_BYTES, _GROUP_BYTES))
    return " ".join(f"{int.from_bytes(pair, 'big'):05d}" for pair in pairs)


def origin(request: uni.Asked) -> bytes:
    """Return what an imported request is known by; empty: it was not imported."""
    return request.message_id.encode() or request.sha256 or b""
