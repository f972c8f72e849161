"""What a fold remembers of one statement says of another what would be said afresh."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dialogue.amending import accept, proposal
from tests.dialogue.histories import CHECK, HELLO, histories
from tests.dialogue.talk import Talk, digest, document

from detente.dialogue.fold import extend
from detente.dialogue.reading import Keyed
from detente.dialogue.standing import begin


@settings(max_examples=100)
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
    """A credential that the newest document lacks is silent until one has it again."""
    talk, said = Talk(), []
    newer, feed = document("NORTH", 2), talk.feeds["NORTH"]
    officers = tuple(c for c in newer.credentials if (c.post, c.number) != ("Watch", 1))
    without = msgspec.structs.replace(newer, credentials=officers)
    for keys in (newer, without, newer):
        id_ = digest("NORTH", str(talk.sizes[feed]))
        talk.put(Keyed(feed, talk.sizes[feed], id_, keys))
        said.append(talk.say("NORTH", HELLO))
    assert [talk.clauses(each) for each in said] == [[], ["11.6"], []]


@pytest.mark.parametrize(
    ("odd", "clauses"),
    [
        ({}, ["11.14"]),
        ({"officers": (1, 2)}, []),
        ({"precedence": "Z"}, []),
        ({"drafter": bytes(32)}, ["11.6", "11.14"]),
        ({"from_post": "NORTH/Minister"}, ["11.6", "11.14"]),
        ({"to_post": "SOUTH/Kitchen"}, ["11.14", "11.8"]),
        ({"info_posts": ("SOUTH/Kitchen",)}, ["11.14", "11.8"]),
        ({"status": "EXERCISE"}, ["11.14", "11.9"]),
        ({"language": "ru"}, ["11.14", "11.12"]),
        ({"charter_version": 2}, ["11.14", "11.13"]),
        ({"body": CHECK}, []),
    ],
)
def test_what_differs_in_one_thing_is_judged_by_itself(
    odd: dict[str, object], clauses: list[str]
) -> None:
    """Beside statements that are alike but for that, where messages take two keys."""
    talk = Talk(two_key_forms=("MSG",))
    talk.say("NORTH", HELLO)
    fields = {"body": HELLO} | odd
    found = talk.clauses(talk.say("NORTH", **fields))  # type: ignore[arg-type]
    assert found == clauses


def test_an_answer_is_judged_by_itself_beside_what_it_answers() -> None:
    """What follows on a real event among exercises is no fault of who answers it."""
    talk = Talk(traffic="exercise")
    real = talk.say("NORTH", HELLO)
    answer = talk.say("NORTH", HELLO, answers=[real])
    assert (talk.clauses(real), talk.clauses(answer)) == (["11.9"], [])


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
    old, blind = talk.say("NORTH", HELLO), talk.heads()
    proposed = talk.say("SOUTH", proposal(talk, two_key_forms=("MSG",)))
    accept(talk, "NORTH", proposed)
    before = talk.say("SOUTH", HELLO, answers=[old], seen=blind)
    after = talk.say("SOUTH", HELLO, answers=[old])
    assert (talk.clauses(before), talk.clauses(after)) == ([], ["11.13"])
