"""What a fold remembers of one statement says of another what would be said afresh."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dialogue.amending import accept, proposal
from tests.dialogue.histories import HELLO, histories
from tests.dialogue.talk import Talk, digest, document

from detente.dialogue.fold import extend
from detente.dialogue.reading import Keyed
from detente.dialogue.standing import begin


@settings(max_examples=300)
@given(st.data(), st.sampled_from([2, 3]))
def test_what_is_judged_among_many_is_judged_as_if_alone(
    data: st.DataObject, parties: int
) -> None:
    """Keys, charter and suspensions change; a turn of one entry remembers nothing."""
    talk = data.draw(histories(("NORTH", "SOUTH", "EAST")[:parties]))
    together, alone = talk.standing(), begin(talk.founding)
    for each in talk.all:
        alone = extend(alone, [each])
    assert dict(together.entries) == dict(alone.entries)
    assert together.charters == alone.charters
    assert {name: dict(cases) for name, cases in together.cases.items()} == {
        name: dict(cases) for name, cases in alone.cases.items()
    }


def _two_keys_for_messages(talk: Talk) -> None:
    """Let both agree that a message takes two keys from now on."""
    proposed = talk.say("NORTH", proposal(talk, two_key_forms=("MSG",)))
    accept(talk, "SOUTH", proposed)


def test_what_was_judged_under_old_keys_is_judged_anew_under_new_ones() -> None:
    """A credential that the newest document lacks speaks no longer, in one fold."""
    talk = Talk()
    newer, feed = document("NORTH", 2), talk.feeds["NORTH"]
    officers = tuple(c for c in newer.credentials if (c.post, c.number) != ("Watch", 1))
    keys = msgspec.structs.replace(newer, credentials=officers)
    before = talk.say("NORTH", HELLO)
    talk.put(Keyed(feed, talk.sizes[feed], digest("NORTH", "newer"), keys))
    after = talk.say("NORTH", HELLO)
    assert (talk.clauses(before), talk.clauses(after)) == ([], ["11.6"])


def test_answers_alike_in_two_cases_are_judged_each_by_its_own_version() -> None:
    """The case that opened before the amendment asks for one key, the other for two."""
    talk = Talk()
    old = talk.say("SOUTH", HELLO)
    _two_keys_for_messages(talk)
    new = talk.say("SOUTH", HELLO, officers=(1, 2), charter_version=2)
    answers = [
        talk.say("NORTH", HELLO, answers=[each], charter_version=2)
        for each in (old, new)
    ]
    assert [talk.clauses(each) for each in answers] == [[], ["11.14"]]


def test_answers_alike_in_one_case_name_each_the_version_that_binds_it() -> None:
    """Of two in a case of the old version, one has seen the amendment."""
    talk = Talk()
    old, blind = talk.say("SOUTH", HELLO), talk.heads()
    _two_keys_for_messages(talk)
    before = talk.say("NORTH", HELLO, answers=[old], seen=blind)
    after = talk.say("NORTH", HELLO, answers=[old])
    assert (talk.clauses(before), talk.clauses(after)) == ([], ["11.13"])
