"""What a fold remembers of one statement says of another what would be said afresh."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dialogue.histories import histories

from detente.dialogue.fold import extend
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
