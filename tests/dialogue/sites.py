"""A hospital that North notifies South of."""

from tests.dialogue.talk import DAY_S, Talk

from detente.dialogue.asked import Due
from detente.dialogue.cases.site import SiteCase
from detente.dialogue.forms import site
from detente.dialogue.position import Position
from detente.dialogue.reading import Said

SPOT = Position(3_671_800, 6_886_300, mgrs="42SVF8776163590")
PERSONAL = site.Personal(contact="Operations desk, +1 555 0100")


def notified(talk: Talk, **changed: object) -> site.Notified:
    """Return the notification of a hospital, good for ninety days."""
    usual: dict[str, object] = {
        "site_id": "H-7",
        "organisation": "Relief",
        "name": "Trauma Centre",
        "local_name": "Trauma Centre",
        "function": "hospital",
        "position": SPOT,
        "fix_source": "GPS at the gate",
        "fix_at": talk.now_s - DAY_S,
        "revalidate_by": talk.now_s + 90 * DAY_S,
        "personal": PERSONAL,
    }
    return site.Notified(**{**usual, **changed})  # type: ignore[arg-type]


def notify(talk: Talk, **changed: object) -> Said:
    """Let North notify South of the hospital."""
    return talk.say("NORTH", notified(talk, **changed))


def case(talk: Talk, opened: Said) -> SiteCase:
    """Return the case of a site."""
    return talk.case(opened, SiteCase)


def asked(talk: Talk, clause: str) -> list[Due]:
    """Return what the clocks ask now by a clause."""
    return [due for due in talk.dues("NORTH") if due.clause == clause]


def passed_on(talk: Talk, echelon: str = "Air operations") -> site.Disseminated:
    """Return the word that a site was passed on just now."""
    return site.Disseminated(echelon=echelon, at=talk.now_s)
