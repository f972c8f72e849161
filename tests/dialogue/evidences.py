"""Evidence that North puts to South, and what a node enters about it."""

from tests.dialogue.talk import Talk

from detente.dialogue.asked import Due
from detente.dialogue.cases.evidence import Evidence
from detente.dialogue.fields import Text
from detente.dialogue.form import Body
from detente.dialogue.forms import evd
from detente.dialogue.reading import Said
from detente.dialogue.receipts import Receipt

ITEMS = (
    evd.Item(number=1, description=Text("Regulator"), maker_country="CN"),
    evd.Item(number=2, description=Text("Camera")),
)
ANSWERS: list[tuple[Body, str]] = [
    (evd.NeedMore(items=(1,), needed=Text("The batch.")), "need more"),
    (evd.TraceResult(item=1, result="traced"), "trace result"),
    (evd.Disputed(fact=Text("The place.")), "disputed"),
    (evd.AcceptedInPart(accepted=Text("Item 1."), items=(1,)), "accepted in part"),
    (evd.Declined(reason="stated", text=Text("No.")), "declined"),
    (evd.InspectionOffered(place="Port"), "joint inspection offered"),
]


def body(**changed: object) -> evd.Presented:
    """Return evidence about two parts."""
    usual: dict[str, object] = {
        "claim": Text("The parts come from your arsenal."),
        "items": ITEMS,
        "asked": ("trace end user",),
    }
    return evd.Presented(**{**usual, **changed})  # type: ignore[arg-type]


def present(talk: Talk, **changed: object) -> Said:
    """Put evidence to South."""
    return talk.say("NORTH", body(**changed))


def case(talk: Talk, said: Said) -> Evidence:
    """Return what has become of evidence."""
    return talk.case(said, Evidence)


def covering(talk: Talk, said: Said, time_s: int) -> Receipt:
    """Return South's receipt for a statement."""
    return talk.receipt("SOUTH", "NORTH", said.position + 1, time_s)


def due(talk: Talk, own: str, *receipts: Receipt) -> list[Due]:
    """Return what the clocks ask of this form."""
    return [d for d in talk.dues(own, *receipts) if d.clause.startswith("20.")]


def shown(found: list[Due]) -> list[tuple[str, str, int]]:
    """Return kind, party and time of each."""
    return [(each.kind, each.of, each.at_s) for each in found]


def lapse(
    talk: Talk,
    about: Said,
    after_s: int = evd.ANSWER_S,
    *,
    deadline_s: int | None = None,
    note: bytes | None = None,
) -> Said:
    """Let North's node say that a time is over, by South's receipt of just now."""
    begun_s = talk.now_s + 5
    limit_s = after_s if deadline_s is None else deadline_s
    proof = covering(talk, about, begun_s).note if note is None else note
    entry = evd.Lapse(deadline=begun_s + limit_s, note=proof)
    return talk.by_node("NORTH", entry, answers=[about], at=begun_s + after_s)


def announce(talk: Talk, said: Said) -> Said:
    """Say what is to be published."""
    announced = evd.RightOfReply(to_publish=Text("A summary."))
    return talk.say("NORTH", announced, answers=[said], to_post="SOUTH/Watch")


def publish(talk: Talk, said: Said) -> Said:
    """Publish it."""
    published = evd.Published(where="A report", at=talk.now_s)
    return talk.say("NORTH", published, answers=[said], to_post="SOUTH/Watch")
