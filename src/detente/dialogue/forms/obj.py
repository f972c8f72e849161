"""OBJ, an object of unknown owner, or one of ours that strayed (clause 15.10).

A missile fired by mistake crossed a border, and its owner said so two days later;
balloons were shot at before anyone would answer for them; one that fell on a farm was
for a night everybody's. So any officer asks or admits alone, always as FLASH. What is
answered, and when it is asked again, is folded by `detente.dialogue.cases.object`; what
came of the object (damage, debris, blame) is for other forms.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, TypeAlias

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Opens, Precedence, Setting
from detente.dialogue.position import Placed, Position

Kind: TypeAlias = Literal[
    "balloon", "missile", "aircraft", "vessel", "uncrewed craft", "debris", "unknown"
]
Datum: TypeAlias = Literal["ground", "sea level", "WGS 84"]

COURSES = range(360)


class _Object(Body, frozen=True, tag_field="act"):
    always: ClassVar[Precedence | None] = "Z"
    one_suffices: ClassVar[bool] = True
    during_suspension: ClassVar[bool] = True


class _Seen(_Object, frozen=True, kw_only=True):
    """What is seen, where and since when; the track as far as it is known."""

    opens: ClassVar[Opens] = "always"

    kind: Annotated[Kind, label("Object")]
    position: Annotated[Position, label("Position")]
    since: Annotated[int, label("Since")]
    course_deg: Annotated[
        int | None, label("Course", "True, 0 to 359; empty: not known")
    ] = None
    speed_m_s: Annotated[
        int | None, label("Speed", "In metres a second; empty: not known")
    ] = None
    altitude_m: Annotated[
        int | None, label("Altitude", "In metres; empty: not known")
    ] = None
    altitude_datum: Annotated[
        Datum | None, label("Altitude above", "What the altitude is measured from")
    ] = None
    description: Annotated[
        Text | None, label("Description", "Looks, markings, load, what it does")
    ] = None

    def summary(self) -> str:
        """Return what it is, where, and what is said of it."""
        said = f", {self.description}" if self.description else ""
        return f"{self.title}: {self.kind}, {self.position}{said}"

    def placed(self) -> Iterator[Placed]:
        """Yield the position."""
        yield Placed("position", self.position)

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: a time to come, a track that is none."""
        if self.since > setting.header.released:
            yield Fault("15.11", "An object is seen since a time to come.")
        if self.course_deg is not None and self.course_deg not in COURSES:
            yield Fault("15.11", "A course is a figure from 0 to 359.")
        if self.speed_m_s is not None and self.speed_m_s < 0:
            yield Fault("15.11", "A speed is not below nought.")
        if (self.altitude_m is None) != (self.altitude_datum is None):
            yield Fault("15.11", "An altitude says what it is measured from.")


class Question(_Seen, frozen=True, tag="question", kw_only=True):
    """Is it yours?"""

    title: ClassVar[str] = "IS IT YOURS?"


class Admission(_Seen, frozen=True, tag="admission", kw_only=True):
    """It is ours, and it is not under control; nobody had to ask."""

    title: ClassVar[str] = "OURS, AND STRAYED"


class _Answer(_Object, frozen=True, kw_only=True):
    opens: ClassVar[Opens] = "never"

    text: Annotated[Text | None, label("Text")] = None

    def summary(self) -> str:
        """Return the answer, and what is said with it."""
        return f"{self.title}: {self.text}" if self.text else self.title


class Owned(_Answer, frozen=True, tag="ours", kw_only=True):
    """It belongs to the answering side, and is under control."""

    title: ClassVar[str] = "OURS"


class Strayed(_Answer, frozen=True, tag="ours, not under control", kw_only=True):
    """It belongs to the answering side, and nobody steers it."""

    title: ClassVar[str] = "OURS, NOT UNDER CONTROL"


class Disowned(_Answer, frozen=True, tag="not ours", kw_only=True):
    """It does not belong to the answering side."""

    title: ClassVar[str] = "NOT OURS"


class Checking(_Answer, frozen=True, tag="unknown, checking", kw_only=True):
    """Nobody here knows yet; it is being found out, and will be asked again."""

    title: ClassVar[str] = "UNKNOWN, CHECKING"

    asked_of: Annotated[str, label("Asked of", "Echelon or unit")] = ""


Told: TypeAlias = Question | Admission
Answer: TypeAlias = Owned | Strayed | Disowned | Checking

FORMS = (
    Form(
        "OBJ",
        1,
        "Object of unknown owner, or strayed",
        (Question, Admission, Owned, Strayed, Disowned, Checking),
        "object",
        frozenset({"OBJ"}),
    ),
)
