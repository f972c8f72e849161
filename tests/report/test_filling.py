"""A body is made of what was typed or handed in, and of nothing else."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dialogue.fields import Text, Window
from detente.dialogue.forms import FORMS
from detente.dialogue.forms.ack import Acknowledged
from detente.dialogue.forms.con import Request, Scheduled
from detente.dialogue.forms.msg import Message
from detente.dialogue.position import ReadPosition
from detente.record.errors import Misasked
from detente.report import described, filling
from detente.report.filling import Unfilled

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_every_act_of_every_form_that_officers_release_can_be_chosen() -> None:
    """A new form can be sent as soon as its file is there."""
    for form in FORMS.values():
        for body in form.bodies:
            act = filling.act_of(body)
            if not body.automatic:
                assert filling.choose(form.code, act).body is body


@pytest.mark.parametrize(("code", "act"), [("CON", "lapse"), ("CON", "receipted")])
def test_what_a_node_enters_by_itself_is_not_for_officers(code: str, act: str) -> None:
    """It rests on receipts and clocks, not on what somebody says."""
    with pytest.raises(Misasked):
        filling.choose(code, act)


def test_an_answer_is_of_the_forms_own_family_first() -> None:
    """CON is refused by CON; what no form of its own answers, ACK does."""
    assert filling.answer_to("CON", "refused").form.code == "CON"
    assert filling.answer_to("CON", "acknowledged").form.code == "ACK"
    assert filling.answer_to("LCK", "echo").form.code == "LCK"


def test_what_opens_a_case_is_no_answer() -> None:
    """A precondition is stated, not answered with."""
    with pytest.raises(Misasked):
        filling.answer_to("CON", "stated")


def test_typed_fields_mean_what_their_types_say() -> None:
    """Texts, lists, lengths of time, spans of time, yes and no."""
    typed = [
        ("level_sought", "Minister"),
        ("own_principal", "Minister"),
        ("mode", "in person"),
        ("purpose", "Talk"),
        ("agenda", "One"),
        ("agenda", "Two"),
        ("windows", "2026-01-31T12:00Z/2026-01-31T13:00Z"),
        ("answer_by_s", "48 h"),
    ]

    body = filling.from_fields(filling.choose("CON", "request"), typed, {})

    assert body == Request(
        level_sought="Minister",
        own_principal="Minister",
        mode="in person",
        purpose=Text(text="Talk"),
        agenda=(Text(text="One"), Text(text="Two")),
        windows=(Window(1_769_860_800, 1_769_864_400),),
        answer_by_s=172_800,
    )


def test_dots_lead_into_a_record_and_to_a_number_of_a_list() -> None:
    """So that whatever a form holds can be typed a field at a time."""
    typed = [
        ("read_back", "Two places."),
        ("positions.0.name", "Clinic"),
        ("positions.0.lat_e5", "1500000"),
        ("positions.0.lon_e5", "0"),
        ("positions.1.name", "Bridge"),
        ("positions.1.lat_e5", "0"),
        ("positions.1.lon_e5", "0"),
    ]

    body = filling.from_fields(filling.choose("ACK", "acknowledged"), typed, {})

    assert isinstance(body, Acknowledged)
    assert body.positions == (
        ReadPosition(name="Clinic", lat_e5=1_500_000, lon_e5=0),
        ReadPosition(name="Bridge", lat_e5=0, lon_e5=0),
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("positions.1.name", "the next of its list is number 0"),
        ("positions.0.height", "the form has name, lat_e5, lon_e5"),
        ("read_back.colour", "the form has text, language, translations"),
    ],
)
def test_dots_that_lead_nowhere_are_named(name: str, reason: str) -> None:
    """With what stands there instead."""
    with pytest.raises(Unfilled) as refused:
        filling.from_fields(filling.choose("ACK", "acknowledged"), [(name, "1")], {})

    assert refused.value.field == name
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("text", "e5"),
    [
        ("50.12345 N", 5_012_345),
        ("50.12345S", -5_012_345),
        ("-50.5", -5_050_000),
        ("180 W", -18_000_000),
        ("0.000005", 1),
        ("0.0000049", 0),
        ("5012345", 5_012_345),
    ],
)
def test_a_coordinate_is_typed_in_degrees(text: str, e5: int) -> None:
    """A whole number without a letter is what the record holds."""
    typed = [("read_back", "One"), ("positions.0.name", "One")]
    typed += [("positions.0.lat_e5", text), ("positions.0.lon_e5", "0")]

    body = filling.from_fields(filling.choose("ACK", "acknowledged"), typed, {})

    assert isinstance(body, Acknowledged)
    assert body.positions[0].lat_e5 == e5


def test_a_length_of_time_is_told_in_the_unit_of_its_field() -> None:
    """Two hours are 120 minutes where minutes are asked for."""
    choice = filling.choose("CON", "request")
    whole = {
        "level_sought": "Minister",
        "own_principal": "Minister",
        "mode": "voice",
        "purpose": {"text": "Talk"},
        "agenda": [],
        "answer_by_s": 7_200,
    }

    body = filling.from_fields(choice, [("duration_min", "2 h")], whole)

    assert isinstance(body, Request)
    assert body.duration_min == 120
    with pytest.raises(Unfilled):
        filling.from_fields(choice, [("duration_min", "90 s")], whole)


def test_the_fields_of_a_form_are_listed_with_what_they_take() -> None:
    """Enough to fill it in without a manual, whatever form it is."""
    shapes = {each.name: each for each in described.fields_of(Message)}

    assert shapes["subject"].required
    assert not shapes["acknowledge"].required
    assert shapes["acknowledge"].kind == "yes or no"
    assert shapes["subject"].label == "Subject"
    for form in FORMS.values():
        for body in form.bodies:
            listed = described.fields_of(body)
            assert [each.name for each in listed] == list(body.__struct_fields__)


def test_a_typed_field_replaces_one_from_a_file() -> None:
    """The file is the pattern, the command line what differs today."""
    given_fields = {"subject": {"text": "Daily"}, "text": {"text": "Old"}}
    choice = filling.choose("MSG")

    body = filling.from_fields(choice, [("text", "New")], given_fields)

    assert body == Message(subject=Text(text="Daily"), text=Text(text="New"))


def test_a_letter_typed_in_two_parts_is_one_letter() -> None:
    """Some keyboards send an accent by itself; the record takes one spelling."""
    typed = [("subject", "Cafe\u0301"), ("text", "a")]

    body = filling.from_fields(filling.choose("MSG"), typed, {})

    assert isinstance(body, Message)
    assert body.subject.text == "Caf\u00e9"


@pytest.mark.parametrize(
    ("code", "act", "typed", "field"),
    [
        ("MSG", "", [("text", "a")], ""),
        ("MSG", "", [("text", "a"), ("text", "b")], "text"),
        ("MSG", "", [("topic", "a")], "topic"),
        ("MSG", "", [("acknowledge", "perhaps")], "acknowledge"),
        ("MSG", "", [("phrases", "one")], "phrases"),
        ("CON", "scheduled", [("window", "tomorrow")], "window"),
        ("CON", "scheduled", [("window", "a/b")], "window"),
        ("CON", "request", [("mode", "smoke")], "mode"),
    ],
)
def test_a_field_that_says_something_else_is_named(
    code: str, act: str, typed: list[tuple[str, str]], field: str
) -> None:
    """Field, reason, clause: enough to put it right."""
    filled = {"level_sought", "own_principal", "purpose", "answer_by_s"}
    whole = [(name, "1") for name in sorted(filled)] + [("agenda", "1")]
    more = whole if act == "request" else []

    with pytest.raises(Unfilled) as raised:
        filling.from_fields(filling.choose(code, act), [*more, *typed], {})

    assert (raised.value.field, raised.value.clause) == (field, "11.4")


@pytest.mark.parametrize("value", ["1769860800", 1.5, True, [1, 2]])
def test_numbers_of_programs_are_numbers(value: object) -> None:
    """A program that puts a number in quotes has a mistake that would hide others."""
    window = {"from_s": value, "until_s": 1_769_864_400}
    choice = filling.choose("CON", "scheduled")

    with pytest.raises(Unfilled):
        filling.from_json(choice, {"window": window})


def test_what_json_says_is_what_the_record_has() -> None:
    """The act stands in the JSON, or is left to whoever chose it."""
    choice = filling.choose("CON", "scheduled")
    window = {"from_s": 1_769_860_800, "until_s": 1_769_864_400}
    wanted = Scheduled(window=Window(1_769_860_800, 1_769_864_400))

    assert filling.from_json(choice, {"window": window}) == wanted
    assert filling.from_json(choice, {"window": window, "act": "scheduled"}) == wanted


def sentence(attempt: Callable[[], object]) -> str:
    """Return what is said of an attempt that is refused; any other error gets out."""
    try:
        attempt()
    except Misasked as error:
        return error.sentence
    return "It was taken."


@given(JSON)
def test_nothing_but_the_typed_error_comes_of_any_json(value: object) -> None:
    """Whatever a program hands in, it gets a body or a sentence."""

    def attempt() -> None:
        read = filling.read_json(json.dumps(value).encode())
        filling.from_json(filling.choose("MSG"), read)

    assert sentence(attempt)


@given(st.binary())
def test_nothing_but_the_typed_error_comes_of_any_bytes(data: bytes) -> None:
    """Whatever a file holds."""
    assert sentence(lambda: filling.read_json(data))


@given(st.lists(st.tuples(st.sampled_from(["subject", "text", "phrases"]), st.text())))
def test_nothing_but_the_typed_error_comes_of_any_typing(
    typed: list[tuple[str, str]],
) -> None:
    """Whatever a person types."""
    choice = filling.choose("MSG")

    assert sentence(lambda: filling.from_fields(choice, typed, {}))
