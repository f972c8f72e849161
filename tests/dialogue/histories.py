"""Draw what parties say while keys, charter and suspensions change under them.

Much is said in few manners, as a watch does: so that of two statements with like
headers one stands before a change, and one behind it, or one has seen it and one not.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeAlias

import msgspec
from hypothesis import strategies as st
from tests.dialogue.amending import terms_of
from tests.dialogue.talk import Talk, digest, document

from detente.dialogue.charter import amended, channel_id, render_terms
from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import cht, con
from detente.dialogue.forms.ack import Acknowledged, Opened, Reviewed
from detente.dialogue.forms.lck import Challenge
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.ndf import NoDuff
from detente.dialogue.forms.pre import Disputed, Stated
from detente.dialogue.forms.void import Void
from detente.dialogue.reading import Keyed, Said
from detente.record.credentials import KeyDocument

HELLO: Final = Message(subject=Text("S"), text=Text("T"))
CHECK: Final = Challenge(path="https", text="fox")
BODIES: Final[tuple[Body | bytes, ...]] = (
    CHECK,
    Stated(number=1, text=Text("P")),
    NoDuff(),
    con.Accepted(),
    con.Cancelled(reason=Text("R")),
    con.RefusedPrecondition(preconditions=(1,)),
    Acknowledged(read_back=Text("T")),
    Opened(),
    Reviewed(),
    Disputed(),
    Void(reason=Text("R")),
    b"no body",
)
CHANNELS: Final[tuple[dict[str, object], ...]] = (
    {},
    {"two_key_forms": ("CON",)},
    {"traffic": "exercise"},
    {"observers": ("EAST",)},
)
TERMS: Final[tuple[dict[str, object], ...]] = (
    {"two_key_forms": ("MSG",)},
    {"languages": ("en",)},
    {"denounce_notice_s": 9},
)
STEPS: Final = (*("say",) * 7, *("act",) * 2, "amend", "keys")
ODD: Final[tuple[tuple[tuple[str, object], ...], ...]] = (
    (("to_post", "{other}/Kitchen"),),
    (("to_post", "{own}/Watch"),),
    (("info_posts", ("{own}/Kitchen",)),),
    (("post", "Minister"),),
    (("post", "Kitchen"),),
    (("from_post", "{own}/Minister"),),
    (("officers", (1, 2)),),
    (("officers", (2,)),),
    (("officers", (9,)),),
    (("drafter", bytes(32)),),
    (("precedence", "Z"),),
    (("language", "zh"),),
    (("language", "ru"),),
    (("status", "TEST"),),
    (("status", "EXERCISE"),),
    (("status", "OPERATION"),),
    (("charter_version", 2),),
    (("charter_version", 2),),
    (("serial", 3),),
    (("valid_from", 9), ("valid_until", 8)),
    (("drafted", 2_000_000_000),),
)
Change: TypeAlias = Callable[[KeyDocument], KeyDocument]


def _without_the_first_officer(keys: KeyDocument) -> KeyDocument:
    left = tuple(c for c in keys.credentials if (c.post, c.number) != ("Watch", 1))
    return msgspec.structs.replace(keys, credentials=left)


def _with_a_kitchen(keys: KeyDocument) -> KeyDocument:
    return msgspec.structs.replace(keys, posts=(*keys.posts, "Kitchen"))


def _without_a_watch(keys: KeyDocument) -> KeyDocument:
    return msgspec.structs.replace(keys, posts=keys.posts[:-1])


CHANGES: Final[tuple[Change, ...]] = (
    _without_the_first_officer,
    _with_a_kitchen,
    _without_a_watch,
)


class Manners(NamedTuple):
    """The few ways in which a history speaks: what is said, and what is odd in it."""

    bodies: Sequence[Body | bytes]
    odd: Sequence[Sequence[tuple[str, object]]]


@st.composite
def histories(draw: st.DrawFn, parties: Sequence[str] = ("NORTH", "SOUTH")) -> Talk:
    """Draw a talk in which each statement may have seen less than was said."""
    talk = Talk(parties, **draw(st.sampled_from(CHANNELS[: 1 + len(parties)])))
    manners = Manners(
        (HELLO, *draw(st.lists(st.sampled_from(BODIES), max_size=2))),
        ((), *draw(st.lists(st.sampled_from(ODD), max_size=2))),
    )
    said: list[Said] = []
    for _ in range(draw(st.integers(0, 16))):
        code = draw(st.sampled_from(parties))
        heads = talk.heads()
        seen = {p: draw(st.integers(max(1, n - 4), n)) for p, n in heads.items()}
        fields = _fields(draw, talk, code, manners) | {"seen": seen}
        match draw(st.sampled_from(STEPS)):
            case "keys":
                _rekey(draw, talk, code)
            case "amend":
                said += _amend(draw, talk, code)
            case "act":
                said.append(_act(draw, talk, code, said, fields))
            case _:
                said.append(_say(draw, talk, code, said, fields, manners.bodies))
    return talk


def _rekey(draw: st.DrawFn, talk: Talk, code: str) -> None:
    """Let a party certify other keys, in its feed or in a new generation of it."""
    if draw(st.integers(0, 3)) == 0:
        talk.renew(code)
        return
    feed = talk.feeds[code]
    changed = draw(st.sampled_from(CHANGES))(document(code, 2, feed.generation))
    position = talk.sizes[feed]
    id_ = digest(code, str(feed.generation), str(position))
    talk.put(Keyed(feed, position, id_, changed))


def _amend(draw: st.DrawFn, talk: Talk, code: str) -> list[Said]:
    """Let all agree on other terms, as far as they can; who has seen it comes later."""
    others = [each for each in talk.founding.charter.speaking if each != code]
    fields: dict[str, object] = {
        "to_post": f"{others[0]}/Watch",
        "info_posts": tuple(f"{each}/Watch" for each in others[1:]),
        "status": _status(talk),
    }
    proposed = talk.say(code, _proposed(draw, talk), **fields)  # type: ignore[arg-type]
    fields |= {"to_post": f"{code}/Watch", "info_posts": (), "answers": [proposed]}
    given = [talk.say(each, cht.Consented(), **fields) for each in others]  # type: ignore[arg-type]
    return [proposed, *given]


def _act(
    draw: st.DrawFn,
    talk: Talk,
    code: str,
    said: Sequence[Said],
    fields: dict[str, object],
) -> Said:
    """Let a party do something with the charter; much of it may be void."""
    earlier = [each for each in said if isinstance(each.body, cht.Act)]
    answers = [draw(st.sampled_from(earlier))] if earlier else []
    kind = draw(st.sampled_from(("propose", "accept", "accept", "suspend", "end")))
    if kind == "accept" and answers:
        return talk.say(code, cht.Consented(), answers=answers, **fields)  # type: ignore[arg-type]
    if kind == "end" and answers:
        if draw(st.booleans()):
            return talk.say(code, cht.Resumed(), answers=answers, **fields)  # type: ignore[arg-type]
        fields["kind"] = "CANCEL"
        return talk.say(code, answers[0].body, changes=answers, **fields)  # type: ignore[arg-type]
    if kind == "suspend":
        forms = draw(st.sampled_from(((), ("MSG",), ("CON", "PRE"))))
        from_s = talk.now_s + draw(st.integers(-1, 4))
        body = cht.Suspended(effective_from=from_s, reason=Text("R"), forms=forms)
        return talk.say(code, body, **fields)  # type: ignore[arg-type]
    return talk.say(code, _proposed(draw, talk), **fields)  # type: ignore[arg-type]


def _proposed(draw: st.DrawFn, talk: Talk) -> cht.Proposed:
    """Return a second version, or a third that amends a second one."""
    previous, version = talk.founding.channel, draw(st.sampled_from((2, 2, 3)))
    if version > 2:
        terms = render_terms(terms_of(talk, **TERMS[0]))
        previous = channel_id(amended(talk.founding.charter, terms)[0])
    terms = render_terms(terms_of(talk, **draw(st.sampled_from(TERMS))))
    return cht.Proposed(version=version, previous=previous, terms=terms)


def _say(
    draw: st.DrawFn,
    talk: Talk,
    code: str,
    said: Sequence[Said],
    fields: dict[str, object],
    bodies: Sequence[Body | bytes],
) -> Said:
    """Let a party say something, which may answer or change what was said."""
    if said:
        cited = st.lists(st.sampled_from(said), max_size=2)
        fields["answers"] = draw(cited)
        if draw(st.integers(0, 4)) == 0:
            fields["kind"] = draw(st.sampled_from(("UPDATE", "CANCEL", "CORRECTION")))
            fields["changes"] = draw(cited)
    body = draw(st.sampled_from(bodies))
    form = "" if isinstance(body, Body) else "MSG"
    return talk.say(code, body, form=form, **fields)  # type: ignore[arg-type]


def _fields(
    draw: st.DrawFn, talk: Talk, code: str, manners: Manners
) -> dict[str, object]:
    """Return a header's fields, in one of the manners of a history."""
    others = [each for each in talk.feeds if each != code]
    fields: dict[str, object] = {
        "to_post": f"{others[0]}/Watch",
        "info_posts": tuple(f"{each}/Watch" for each in others[1:]),
        "status": _status(talk),
    }
    odd = draw(st.sampled_from(manners.odd))
    return fields | {name: _named(value, code, others[0]) for name, value in odd}


def _status(talk: Talk) -> str:
    """Return what is said in a channel of this kind."""
    exercise = talk.founding.charter.terms.traffic == "exercise"
    return "EXERCISE" if exercise else "OPERATION"


def _named(value: object, own: str, other: str) -> object:
    """Return a field in which the parties stand by their names."""
    if isinstance(value, tuple):
        return tuple(_named(each, own, other) for each in value)
    return value.format(own=own, other=other) if isinstance(value, str) else value
