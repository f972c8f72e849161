"""The wrong counterpart: who speaks with whom is agreed, and is said in time."""

from tests.dialogue.talk import Talk, request

from detente.dialogue import compose
from detente.dialogue.form import encode
from detente.dialogue.outcome import Outcome

CLAUSES = ("12.10",)


def play() -> None:
    """North's minister wants the deputy, who he thinks is his equal."""
    talk = Talk()
    wanted = request(own_principal="Minister", level_sought="Deputy")
    header = talk.header("NORTH", encode(wanted), "CON", post="Minister")

    # The review page says it before the request is released, and says who it would be.
    faults, cautions = compose.preview(talk.standing(), header, encode(wanted))
    assert [caution.clause for caution in cautions] == ["12.10"]
    assert cautions[0].sentence == (
        "SOUTH/Deputy is not the agreed counterpart of NORTH/Minister; "
        "that is SOUTH/Minister."
    )

    # It is a caution and no fault: which counterpart is right may be the very dispute.
    assert faults == ()
    asked = talk.request(own_principal="Minister", level_sought="Deputy")
    assert talk.clauses(asked) == []
    assert talk.contact(asked).outcome is Outcome.PENDING

    # With the agreed counterpart nothing is said.
    usual = request()
    header = talk.header("NORTH", encode(usual), "CON", post="Minister")
    assert compose.preview(talk.standing(), header, encode(usual)) == ((), ())


def test_an_officer_hears_before_release_that_he_asks_for_the_wrong_man() -> None:
    """The table stands in the charter, which both sides signed."""
    play()
