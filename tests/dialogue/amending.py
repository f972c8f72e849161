"""What the parties of a talk do with its charter."""

from tests.dialogue.talk import Talk

from detente.dialogue.charter import render_terms
from detente.dialogue.fields import Text
from detente.dialogue.forms import cht
from detente.dialogue.reading import Said
from detente.dialogue.terms import Deadlines, Terms
from detente.record.wire import encode

FASTER = Deadlines(acknowledge_r_s=600, contact_s=3_600)


def terms_of(talk: Talk, **changed: object) -> Terms:
    """Return the founding terms of a talk, changed; else with faster deadlines."""
    kept = talk.founding.charter.terms
    fields = {name: getattr(kept, name) for name in Terms.__struct_fields__}
    return Terms(**{**fields, **(changed or {"deadlines": FASTER})})


def proposal(talk: Talk, version: int = 2, **changed: object) -> cht.Proposed:
    """Return a proposal of changed terms, on the founding charter."""
    return cht.Proposed(
        version=version,
        previous=talk.founding.channel,
        terms=render_terms(terms_of(talk, **changed)),
        text=Text("Answers within the hour."),
    )


def propose(
    talk: Talk, code: str = "NORTH", version: int = 2, **fields: object
) -> Said:
    """Propose faster deadlines."""
    return talk.say(code, proposal(talk, version), **fields)  # type: ignore[arg-type]


def accept(talk: Talk, code: str, proposed: Said, **fields: object) -> Said:
    """Accept a proposal."""
    return talk.say(code, cht.Consented(), answers=[proposed], **fields)  # type: ignore[arg-type]


def amend(talk: Talk) -> None:
    """Amend the charter of two parties: faster deadlines bind both from here on."""
    accept(talk, "SOUTH", propose(talk))


def suspend(
    talk: Talk, code: str = "SOUTH", forms: tuple[str, ...] = (), **changed: object
) -> Said:
    """Suspend the charter, or some forms of it, from now on."""
    kind = str(changed.pop("kind", "NEW"))
    changes = changed.pop("changes", ())
    usual: dict[str, object] = {
        "effective_from": talk.now_s + 1,
        "reason": Text("The exercise."),
        "forms": forms,
    }
    body = cht.Suspended(**{**usual, **changed})  # type: ignore[arg-type]
    return talk.say(code, body, kind=kind, changes=changes)  # type: ignore[arg-type]


def denounce(talk: Talk, code: str = "SOUTH", notice_s: int = 7_776_000) -> Said:
    """Denounce the charter."""
    return talk.say(code, cht.Denounced(notice_s=notice_s, reason=Text("No use.")))


def no_terms() -> bytes:
    """Return bytes that are no terms."""
    return encode({"versions": 1})
