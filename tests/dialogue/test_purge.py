"""A body is destroyed once all agree, and what came of it stays."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dialogue.bodies import bodies
from tests.dialogue.drawn import delivered, deliveries, views
from tests.dialogue.purges import HELLO, WHY, body_of, case_of, propose, proposed
from tests.dialogue.talk import Talk, digest
from tests.scenarios.humanitarian import clinic

from detente.dialogue import fold, forms, purging
from detente.dialogue.case import Case
from detente.dialogue.compose import Draft, cite, completed
from detente.dialogue.fields import Text
from detente.dialogue.form import Body, encode
from detente.dialogue.forms import pur
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.site import Notified, Personal
from detente.dialogue.reading import Said, Spoken
from detente.dialogue.standing import begin
from detente.record.errors import Misasked
from detente.record.statement import Attachment


def test_a_body_goes_once_all_have_consented() -> None:
    """Until then it is there, and then PURGED says that there was something."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    proposal = propose(talk, "SOUTH", said, "text")
    assert case_of(talk, proposal).state == "proposed"
    assert body_of(talk, said) == HELLO
    talk.say("NORTH", pur.Consented(), answers=[proposal])
    assert case_of(talk, proposal).state == "purged"
    assert body_of(talk, said) == Message(
        subject=HELLO.subject, text=Text(purging.PURGED)
    )


def test_of_three_parties_each_must_consent() -> None:
    """It was put to one of them; it lies with all."""
    talk = Talk(("EAST", "NORTH", "SOUTH"))
    said = talk.say("NORTH", HELLO, to_post="SOUTH/Watch")
    proposal = propose(
        talk, "NORTH", said, to_post="SOUTH/Watch", info_posts=("EAST/Watch",)
    )
    talk.say("SOUTH", pur.Consented(), answers=[proposal], to_post="NORTH/Watch")
    assert case_of(talk, proposal).state == "proposed"
    talk.say("EAST", pur.Consented(), answers=[proposal], to_post="NORTH/Watch")
    assert case_of(talk, proposal).state == "purged"


def test_an_observer_is_not_asked() -> None:
    """It states nothing, and its node destroys the body all the same."""
    talk = Talk(("EAST", "NORTH", "SOUTH"), observers=("EAST",))
    said = talk.say("NORTH", HELLO, to_post="SOUTH/Watch")
    proposal = propose(talk, "NORTH", said, to_post="SOUTH/Watch")
    talk.say("SOUTH", pur.Consented(), answers=[proposal], to_post="NORTH/Watch")
    assert case_of(talk, proposal).state == "purged"


def test_a_site_stays_on_the_list_without_its_contacts() -> None:
    """The contacts go by themselves; where it is and what it is stay."""
    talk = Talk()
    notified = clinic(talk)
    said = talk.say("NORTH", notified)
    before = talk.standing()
    proposal = propose(talk, "SOUTH", said, "personal")
    talk.say("NORTH", pur.Consented(), answers=[proposal])
    after = talk.standing()
    case, was = (s.case_of(s.entries[said.id]) for s in (after, before))
    assert case.outcome_words == was.outcome_words
    body = after.entries[said.id].body
    assert isinstance(body, Notified)
    assert body.personal is not None
    assert body.personal.contact == purging.PURGED
    assert msgspec.structs.replace(body, personal=notified.personal) == notified
    assert talk.clauses(said) == []


@pytest.mark.parametrize("again", [pur.Declined(), proposed()])
def test_a_consent_that_crossed_the_refusal_holds(again: Body) -> None:
    """The node that consented may have destroyed the body before it learns of it."""
    talk = Talk(("EAST", "NORTH", "SOUTH"))
    said = talk.say("NORTH", HELLO, to_post="SOUTH/Watch")
    both: dict[str, object] = {"to_post": "SOUTH/Watch", "info_posts": ("EAST/Watch",)}
    proposal = propose(talk, "NORTH", said, **both)
    talk.say("EAST", pur.Consented(), answers=[proposal], to_post="NORTH/Watch")
    seen = talk.heads()
    cancels = isinstance(again, pur.Proposed)
    talk.say(
        "NORTH" if cancels else "EAST",
        again,
        kind="CANCEL" if cancels else "NEW",
        changes=[proposal] if cancels else [],
        answers=[] if cancels else [proposal],
        to_post="SOUTH/Watch",
    )
    talk.say(
        "SOUTH", pur.Consented(), answers=[proposal], seen=seen, to_post="NORTH/Watch"
    )
    assert case_of(talk, proposal).state == "purged"


def test_nobody_consents_to_what_was_declined_or_taken_back() -> None:
    """Whoever still wants it proposes anew."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    proposal = propose(talk, "NORTH", said)
    talk.say("SOUTH", pur.Declined(), answers=[proposal])
    assert case_of(talk, proposal).state == "declined"
    late = talk.say("SOUTH", pur.Consented(), answers=[proposal])
    assert talk.clauses(late) == ["29.4"]
    assert case_of(talk, proposal).state == "declined"
    assert body_of(talk, said) == HELLO


def test_what_is_gone_is_not_taken_back() -> None:
    """A cancellation after the fact is marked, and brings nothing back."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    proposal = propose(talk, "NORTH", said)
    talk.say("SOUTH", pur.Consented(), answers=[proposal])
    late = talk.say("SOUTH", pur.Declined(), answers=[proposal])
    assert talk.clauses(late) == ["29.4"]
    assert case_of(talk, proposal).state == "purged"


@pytest.mark.parametrize(
    ("body", "cited", "clause"),
    [
        (
            pur.Proposed(purged=("text",), remainder=encode(HELLO), reason=Text(" ")),
            1,
            "29.2",
        ),
        (pur.Proposed(purged=(), remainder=encode(HELLO), reason=WHY), 1, "29.2"),
        (
            pur.Proposed(purged=("text",), remainder=encode(HELLO), reason=WHY),
            2,
            "29.2",
        ),
        (pur.Proposed(purged=("text",), remainder=b"\x00", reason=WHY), 1, "29.2"),
    ],
)
def test_a_purge_is_of_one_statement_with_reason_and_remainder(
    body: Body, cited: int, clause: str
) -> None:
    """Else nobody could say what is gone, and why."""
    talk = Talk()
    said = [talk.say("NORTH", HELLO), talk.say("NORTH", HELLO)]
    assert clause in talk.clauses(talk.say("SOUTH", body, answers=said[:cited]))


def test_a_charter_is_never_purged() -> None:
    """What binds the sides is kept whole, and so is what says what is gone."""
    talk = Talk()
    founded = next(
        e for e in talk.all if isinstance(e, Said) and e.feed.party == "NORTH"
    )
    body = pur.Proposed(purged=("charter",), remainder=b"", reason=WHY)
    assert "29.1" in talk.clauses(talk.say(founded.feed.party, body, answers=[founded]))


def test_another_remainder_than_the_body_gives_is_told_before_release() -> None:
    """Nobody consents unwarned to words that were never said."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    other = Message(subject=Text("All is well"), text=Text(purging.PURGED))
    forged = pur.Proposed(purged=("text",), remainder=encode(other), reason=WHY)
    proposal = talk.say("SOUTH", forged, answers=[said])
    standing = talk.standing()
    told = purging.doubts(standing, standing.entries[proposal.id])
    assert [each.clause for each in told] == ["29.5"]
    consent = talk.say("NORTH", pur.Consented(), answers=[proposal])
    told = purging.doubts(standing, talk.entered(consent))
    assert [each.clause for each in told] == ["29.5"]


def test_an_honest_remainder_raises_no_doubt() -> None:
    """A warning that always comes is not read."""
    talk = Talk()
    proposal = propose(talk, "SOUTH", talk.say("NORTH", HELLO))
    standing = talk.standing()
    assert list(purging.doubts(standing, standing.entries[proposal.id])) == []


def test_what_an_outcome_rests_on_cannot_be_purged() -> None:
    """The officer is told which fields can."""
    talk = Talk()
    asked = talk.request()
    draft = Draft(
        pur.Proposed(purged=("mode",), reason=WHY),
        "SOUTH/Watch",
        answers=(cite(talk.entered(asked)),),
    )
    with pytest.raises(Misasked, match="purpose, agenda"):
        completed(talk.standing(), draft)


def test_an_officer_names_fields_and_the_remainder_is_made() -> None:
    """Nobody types bytes."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    cited = (cite(talk.entered(said)),)
    draft = Draft(
        pur.Proposed(purged=("text",), reason=WHY), "SOUTH/Watch", answers=cited
    )
    made = completed(talk.standing(), draft).body
    assert isinstance(made, pur.Proposed)
    left = forms.read(said.name, made.remainder)
    assert left == Message(subject=HELLO.subject, text=Text(purging.PURGED))


@given(bodies())
def test_a_remainder_is_of_the_same_form_and_purged_once(body: Body) -> None:
    """To purge what is purged changes nothing, so the order of two does not matter."""
    left = purging.remainder(body, purging.purgeable(body))
    assert type(left) is type(body)
    assert purging.remainder(left, purging.purgeable(left)) == left


@st.composite
def purged_talks(draw: st.DrawFn, parties: Sequence[str]) -> Talk:
    """Draw a talk in which bodies are proposed for purging, and consents are late."""
    talk = Talk(parties)
    said, proposed = list[Said](), list[Said]()
    for _ in range(draw(st.integers(1, 14))):
        code = draw(st.sampled_from(parties))
        other = draw(st.sampled_from([each for each in parties if each != code]))
        seen = {p: draw(st.integers(max(0, n - 3), n)) for p, n in talk.heads().items()}
        to, posts = f"{other}/Watch", tuple(f"{each}/Watch" for each in parties)
        kind = draw(st.sampled_from(["say", "propose", "accept", "accept", "against"]))
        if kind == "say" or not said:
            say = talk.request if draw(st.booleans()) else None
            said.append(
                talk.request(code, seen=seen, to_post=to)
                if say
                else talk.say(code, HELLO, seen=seen, to_post=to)
            )
        elif kind == "propose":
            of = draw(st.sampled_from(said))
            assert isinstance(of.body, Body)
            name = draw(st.sampled_from(purging.purgeable(of.body)))
            fields: dict[str, object] = {"to_post": to, "info_posts": posts}
            proposed.append(propose(talk, code, of, name, seen=seen, **fields))
        elif proposed:
            of = draw(st.sampled_from(proposed))
            body = pur.Consented() if kind == "accept" else pur.Declined()
            talk.say(code, body, answers=[of], seen=seen, to_post=to)
    return talk


def erased(talk: Talk) -> list[Spoken]:
    """Return what a node reads that has destroyed what is to be gone."""
    gone = purging.agreed(talk.standing())
    return [
        msgspec.structs.replace(each, body=forms.read(each.name, None))
        if isinstance(each, Said) and each.id in gone
        else each
        for each in talk.all
    ]


@pytest.mark.parametrize("count", [2, 3])
@settings(max_examples=60)
@given(st.data())
def test_nodes_fold_alike_whether_the_body_is_gone_or_not(
    count: int, data: st.DataObject
) -> None:
    """However the entries came, and on a node that starts anew without the bodies."""
    talk = data.draw(purged_talks(("EAST", "NORTH", "SOUTH")[-count:]))
    whole = views(talk.standing())
    assert views(delivered(talk, data.draw(deliveries(talk)))) == whole
    assert views(fold.extend(begin(talk.founding), erased(talk))) == whole


def test_the_case_of_a_purged_request_is_counted_as_before() -> None:
    """Sixteen requests without an answer stay sixteen, whatever their texts were."""
    talk = Talk()
    asked = talk.request()
    proposal = propose(talk, "SOUTH", asked)
    before: Case = talk.contact(asked)
    talk.say("NORTH", pur.Consented(), answers=[proposal])
    after = talk.contact(asked)
    assert after.outcome_words == before.outcome_words
    assert after.request.purpose == Text(purging.PURGED)


def test_photographs_go_with_the_contacts_that_name_them() -> None:
    """And no other attachment of the statement does."""
    talk = Talk()
    body = clinic(talk, personal=Personal(contact="Desk", photos=("roof.jpg",)))
    roof, plan = (
        Attachment(name, "image/jpeg", 9, digest(name))
        for name in ("roof.jpg", "plan.jpg")
    )
    said = talk.say("NORTH", body, attachments=(roof, plan))
    draft = Draft(
        pur.Proposed(purged=("personal",), reason=WHY),
        "SOUTH/Watch",
        answers=(cite(talk.entered(said)),),
    )
    made = completed(talk.standing(), draft).body
    assert isinstance(made, pur.Proposed)
    assert made.files == (roof.sha256,)
    proposal = talk.say("NORTH", made, answers=[said])
    talk.say("SOUTH", pur.Consented(), answers=[proposal])
    assert talk.standing().purged[said.id].files == (roof.sha256,)


def test_a_purge_of_what_is_not_attached_is_told_before_release() -> None:
    """An officer who names a wrong file learns that it would stay."""
    talk = Talk()
    said = talk.say("NORTH", HELLO)
    left = encode(purging.remainder(HELLO, ("text",)))
    asked = proposed(remainder=left, files=(digest("elsewhere"),))
    proposal = talk.say("SOUTH", asked, answers=[said])
    told = purging.doubts(talk.standing(), talk.entered(proposal))
    assert [each.clause for each in told] == ["29.5"]
