"""A body as one line of text: short, read aloud, and never another body."""

import re
import string

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic
from tests.dialogue.bodies import bodies
from tests.dialogue.talk import START_S

from detente.dialogue import compact, definition
from detente.dialogue.fields import Text, Window, label
from detente.dialogue.form import Body, encode
from detente.dialogue.forms import FORM_OF, FORMS
from detente.dialogue.forms.ack import Opened
from detente.dialogue.forms.con import Request, Scheduled
from detente.dialogue.forms.msg import Message
from detente.dialogue.forms.stop import Requested
from detente.dialogue.position import Bearing, Position
from detente.record.errors import Malformed

LIST = Mnemonic("english").wordlist
# What a text message carries in one septet each (GSM 03.38, basic), of ASCII.
ANY_PATH = set(string.printable) - set("[]{}\\^~|`\t\r\x0b\x0c\n")
STOP = Requested(
    position=Position(
        lat_e5=4_849_213,
        lon_e5=3_002_871,
        bearing=Bearing("Kamianka water tower", 4_850_000, 3_001_000, 122, 1_640),
    ),
    happening=Text(
        "Artillery is hitting the district hospital, 4 impacts in the last 3 minutes, "
        "about 200 patients inside."
    ),
    since=START_S,
    wanted="cease fire",
    contact="Dr on VHF channel 16",
)


def written(body: Body, *, letters: bool = False) -> str:
    """Return a body as its compact text."""
    return compact.write(FORM_OF[type(body)], body, LIST, letters=letters)


@given(body=bodies(), letters=st.booleans())
def test_a_body_reads_back_as_it_was_written(body: Body, *, letters: bool) -> None:
    """Every record of every form survives the thin path."""
    form, read = compact.read(written(body, letters=letters), LIST)

    assert (form, read) == (FORM_OF[type(body)], body)
    assert encode(read) == encode(body)


@given(bodies())
def test_a_body_is_written_in_signs_that_any_path_carries(body: Body) -> None:
    """One sign that the path changes would spoil the whole."""
    assert set(written(body)) <= ANY_PATH


def test_a_stop_fits_in_300_bytes() -> None:
    """Said in full, with both fixes, it goes in two text messages."""
    assert len(written(STOP).encode()) <= 300


def test_a_stop_in_another_script_fits_in_300_bytes_too() -> None:
    """Nobody has to write English to be spared."""
    happening = Text(text="Обстрел больницы, внутри двести больных.")
    body = msgspec.structs.replace(STOP, happening=happening)

    assert len(written(body).encode()) <= 300
    assert "больницы" in written(body, letters=True)


def test_what_has_its_default_is_left_out() -> None:
    """What nobody filled in costs nothing."""
    assert written(Opened()).startswith("ACK/1/0 () ")


def test_a_text_is_written_as_the_page_says() -> None:
    """Another implementation reads the same line."""
    body = Message(subject=Text("A <b>"), text=Text("né"), phrases=(-7, 36))

    fields = '0=(0="A <1O>b>"),1=(0="n<6H>"),2=(-7,10)'
    assert written(body) == f"MSG/1/0 ({fields}) {words_of(body)}"


def words_of(body: Body) -> str:
    """Return the check words of a body."""
    return compact.check_words(FORM_OF[type(body)], body, LIST)


def test_check_words_are_of_the_body_and_not_of_its_spelling() -> None:
    """So two officers compare three words over any telephone."""
    body = Message(subject=Text("Да"), text=Text("нет"))

    assert words_of(body).count(" ") == 2
    assert written(body).endswith(words_of(body))
    assert written(body, letters=True).endswith(words_of(body))
    assert words_of(body) != words_of(Message(subject=Text("Да"), text=Text("да")))


def test_a_line_taken_down_by_ear_may_be_in_capitals_or_not() -> None:
    """Only in texts do they differ."""
    body = Scheduled(window=Window(1, 2))
    line = written(body)

    assert compact.read(f"  {line.lower()}\n", LIST)[1] == body
    assert compact.read(line.upper(), LIST)[1] == body


@given(bodies(), st.data())
def test_a_damaged_line_is_refused_or_means_the_same(
    body: Body, data: st.DataObject
) -> None:
    """A sign lost, doubled or changed never makes another body."""
    line = written(body)
    at = data.draw(st.integers(0, len(line) - 1))
    put = data.draw(st.text(st.sampled_from(sorted(ANY_PATH)), max_size=2))
    try:
        read = compact.read(line[:at] + put + line[at + 1 :], LIST)
    except Malformed:
        return
    assert read == (FORM_OF[type(body)], body)


@given(st.text(max_size=80))
def test_any_other_text_is_refused(text: str) -> None:
    """It is one error, whatever was handed in."""
    with pytest.raises(Malformed):
        compact.read(text, LIST)


GOOD = written(Message(subject=Text("S"), text=Text("T")))


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "XYZ/1/0 () abandon abandon abandon",
        "MSG/2/0 () abandon abandon abandon",
        "MSG/1/1 () abandon abandon abandon",
        "MSG/1/0 () abandon abandon abandon",
        GOOD.replace("1=", "0="),
        GOOD.replace("1=", "9="),
        GOOD.replace(",1", ";1"),
        GOOD.replace("(0", "0", 1),
        GOOD.replace('"S"', '"<S>"'),
        GOOD.replace('"S"', '"<"'),
        GOOD.replace('"S"', '"<ZZZZ>"'),
        GOOD.replace('"S"', '"<16O0>"'),
        GOOD.replace('"S"', '"<7>"'),
        GOOD.replace('"S"', "'S'"),
        GOOD.replace('"S"', "S"),
        GOOD.replace(") ", ",2=(ZZZZZZZZZZZZZZ)) ", 1),
        GOOD.replace(") ", ",3=2) "),
        GOOD.replace(") ", ")) "),
        GOOD.rpartition(" ")[0],
        GOOD.rpartition(" ")[0] + " abandon",
        "CHT/1/0 (0='AAA') abandon abandon abandon",
        "MSG/1/0 (" + "2=(" * 900 + " abandon abandon abandon",
        GOOD + " " * compact.MAX_CHARS,
    ],
)
def test_what_no_body_is_written_as_is_refused(damaged: str) -> None:
    """Every way in which a line can be none has the one error."""
    with pytest.raises(Malformed):
        compact.read(damaged, LIST)


def test_a_field_filled_twice_is_refused_whatever_it_says() -> None:
    """One body has one filling: nobody reads out a field that another replaces."""
    doubled = GOOD.replace('(0=(0="S"),', '(0=(0="A"),0=(0="S"),', 1)

    assert doubled != GOOD
    with pytest.raises(Malformed):
        compact.read(doubled, LIST)


def test_what_the_record_cannot_hold_is_refused_here_too() -> None:
    """A body of too many items would be unreadable once it is signed (clause 1.7)."""
    body = Message(subject=Text("S"), text=Text("T"), phrases=(1,) * 5_000)

    with pytest.raises(Malformed):
        compact.read(written(body), LIST)


def test_numbers_of_acts_and_values_are_their_places() -> None:
    """What the clause numbers is what the definition lists."""
    form = FORMS["CON", 1]
    body = Request(
        level_sought="a",
        own_principal="b",
        mode="in person",
        purpose=Text("c"),
        agenda=(),
        answer_by_s=7_200,
    )
    line = written(body)

    assert line.startswith("CON/1/0 ")
    assert form.bodies[0] is Request
    assert re.search(r"[(,]3=2,", line)
    assert re.search(r"[(,]G=5K0\)", line)


class Either(msgspec.Struct, frozen=True, tag_field="is", tag="one"):
    """A record that another may stand for."""

    a: int = 0


class Other(msgspec.Struct, frozen=True, tag_field="is", tag="other"):
    """The other."""

    b: str = ""


def test_one_of_two_records_is_told_by_its_place() -> None:
    """A form whose field is one of several records loses nothing."""
    kind = definition.kind_of(Either | Other | None)
    reader = compact._Reader('1(0="x")')

    assert compact._value(kind, Other("x"), letters=False) == '1(0="x")'
    assert reader._value(kind) == {"is": "other", "b": "x"}
    assert compact._value(kind, None, letters=False) == "."


@pytest.mark.parametrize("hint", [float, dict, tuple[int, int], int | str])
def test_a_field_that_no_page_can_draw_stops_the_start(hint: object) -> None:
    """It would be missing from a page, and nobody would see that."""
    with pytest.raises(TypeError):
        definition.kind_of(hint)


def test_every_field_of_every_form_can_be_drawn() -> None:
    """A new form is rendered as soon as its file is there."""
    for body in FORM_OF:
        for field in definition.fields_of(body):
            assert field.label
            assert field.where


def test_a_field_without_a_label_is_called_by_its_name() -> None:
    """A record of another module may have none."""

    class Bare(msgspec.Struct):
        some_field: int

    assert definition.fields_of(Bare)[0].label == "some field"
    assert label("x").title == "x"
