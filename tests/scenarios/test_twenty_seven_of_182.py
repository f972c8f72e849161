"""Twenty-seven of 182: a figure is counted by both, over the same bytes."""

import hashlib

from tests.dialogue.talk import Talk

from detente.dialogue import claim as claims
from detente.dialogue.claim import Claim, Condition
from detente.dialogue.fields import Text
from detente.dialogue.forms import evd
from detente.record.statement import Attachment

CLAUSES = ("20.13", "20.15", "20.16", "20.18")

HIT = ["yes"] * 27 + ["Yes"] + ["no"] * 154
TABLE = "".join(f"{n},{hit}\n" for n, hit in [("site", "hit"), *enumerate(HIT, 1)])
DATA = TABLE.encode()


def play() -> None:
    """A report says that at least 15 % of the sites on a list were hit."""
    talk = Talk()
    claim = Claim(
        table_sha256=hashlib.sha256(DATA).hexdigest(),
        where=(Condition("hit", ("yes",)),),
        measure="share",
        comparison="at least",
        numerator=15,
        denominator=100,
        matching=28,
        total=182,
    )
    body = evd.Presented(
        claim=Text("At least 15 % of the listed sites were hit."),
        table_claim=claim,
        asked=("explain",),
    )

    # Without its table it is a figure like any in a newspaper, and marked as that.
    bare = talk.say("NORTH", body)
    assert talk.clauses(bare) == ["20.13"]

    # With it, the other side counts. One row says "Yes" where the claim says "yes":
    # nobody's program guesses that the two are meant to be the same.
    sha256 = hashlib.sha256(DATA).digest()
    table = Attachment("sites.csv", "text/csv", len(DATA), sha256)
    shown = talk.say("NORTH", body, attachments=(table,))
    assert talk.clauses(shown) == []
    found = claims.evaluate(claim, DATA)
    assert (found.matching, found.total) == (27, 182)

    # That is 14.8 %, which rounds to 15 and is not 15.
    assert found.verdict == "does not hold"

    # How far North's own figures are from that stands beside them.
    assert found.off == (-1, 0)


def test_a_figure_is_counted_and_not_believed() -> None:
    """The same bytes, the same form, the same whole numbers."""
    play()
