"""INC, an incident as both sides tell it (clause 19.1).

Two aircraft touch, and by evening there are two stories. So there is one case: first
five facts within half an hour, then a full account of each side beside the other's,
facts agreed or disputed one by one, a record, and an end to which both say yes. Nobody
here decides who is right. What follows is folded by `detente.dialogue.cases.incident`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, TypeAlias

import msgspec

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Opens, Setting
from detente.dialogue.position import LARGEST_LAT_E5, LARGEST_LON_E5, Placed, Position
from detente.dialogue.volume import Altitude

Code: TypeAlias = Literal[
    "collision",
    "near miss",
    "intercept",
    "fire-control radar",
    "laser",
    "flare or chaff",
    "simulated attack",
    "object dropped",
    "jamming",
    "entry of territory by distress or mistake",
    "live fire",
    "uncrewed aircraft",
    "balloon",
    "cyber",
    "other",
]
Assessment: TypeAlias = Literal["SAFE", "UNSAFE", "not assessed"]
Light: TypeAlias = Literal["day", "twilight", "night", "not told"]

URGENT = frozenset("ZO")
FULL_TURN_DEG = 360


class _Act(Body, frozen=True, tag_field="act"):
    opens: ClassVar[Opens] = "never"


class Initial(_Act, frozen=True, tag="initial", kw_only=True):
    """The first five facts, within half an hour.

    One that answers the other side's report is the answering side's own first report.
    """

    title: ClassVar[str] = "INCIDENT"
    opens: ClassVar[Opens] = "free"
    during_suspension: ClassVar[bool] = True

    happened: Annotated[int, label("When", "DTG of the incident")]
    position: Annotated[Position, label("Position")]
    who: Annotated[str, label("Who", "Unit and side")]
    whom: Annotated[str, label("With whom", "Unit and side, as far as known")]
    what: Annotated[Code, label("What")]
    emergency: Annotated[
        Text, label("Casualties or emergency now", "None: say that there are none")
    ]

    def summary(self) -> str:
        """Return what happened between whom, and whether somebody needs help."""
        return f"{self.title}, {self.what}: {self.who}, {self.whom}. {self.emergency}"

    def placed(self) -> Iterator[Placed]:
        """Yield where it happened."""
        yield Placed("position", self.position)

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: a fact that is missing, a time to come."""
        said = (self.who, self.whom, self.emergency.text)
        if not all(each.strip() for each in said):
            yield Fault(
                "19.2", "A first report says who, with whom, and who needs help."
            )
        if self.happened > setting.header.released:
            yield Fault("19.2", "An incident is reported that is still to come.")
        if setting.header.precedence not in URGENT:
            yield Fault("19.2", "A first report goes as Z or O.")


class Unit(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    kw_only=True,
):
    """A unit that took part, by its side; what is not known is left out."""

    side: Annotated[str, label("Side", "The party's code, or another")]
    type: Annotated[str, label("Type")]
    call_sign: Annotated[str, label("Call sign")] = ""
    course_deg: Annotated[int | None, label("True course", "0 to 359")] = None
    speed_kt: Annotated[int | None, label("Speed", "In knots")] = None
    altitude: Annotated[Altitude | None, label("Altitude")] = None

    @property
    def sound(self) -> bool:
        """Whether it is named, and its figures can be."""
        course, speed = self.course_deg or 0, self.speed_kt or 0
        named = self.side.strip() and self.type.strip()
        return bool(named) and 0 <= course < FULL_TURN_DEG and speed >= 0


class TrackPoint(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Where a unit was at a time; `unit` is its place among the units, from 1."""

    unit: Annotated[int, label("Unit", "Its place among the units, from 1")]
    at: Annotated[int, label("At")]
    lat_e5: Annotated[int, label("Latitude", "North is plus, in 1/100,000 degree")]
    lon_e5: Annotated[int, label("Longitude", "East is plus, in 1/100,000 degree")]
    altitude: Annotated[Altitude | None, label("Altitude")] = None


class RadioCall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A call that was made, and the answer; empty where there was none."""

    at: Annotated[int, label("At")]
    by: Annotated[str, label("By", "Unit")]
    frequency_hz: Annotated[int, label("Frequency", "In hertz; 0: not known")]
    words: Annotated[Text, label("Words")]
    answer: Annotated[str, label("Answer", "Word for word; empty: none")]


class Account(_Act, frozen=True, tag="full", kw_only=True):
    """The incident as the side that releases this saw it, within a day."""

    title: ClassVar[str] = "FULL ACCOUNT"

    code: Annotated[Code, label("What")]
    narrative: Annotated[Text, label("What happened", "In order")]
    position: Annotated[Position | None, label("Position", "If given anew")] = None
    units: Annotated[tuple[Unit, ...], label("Units")] = ()
    lateral_m: Annotated[int | None, label("Closest, lateral", "In metres")] = None
    vertical_m: Annotated[int | None, label("Closest, vertical", "In metres")] = None
    closest_at: Annotated[int | None, label("Closest at")] = None
    duration_s: Annotated[int | None, label("Duration", "In seconds")] = None
    passes: Annotated[int | None, label("Passes")] = None
    radio: Annotated[tuple[RadioCall, ...], label("Radio calls")] = ()
    signals: Annotated[tuple[str, ...], label("Signals", "By their code")] = ()
    weather: Annotated[str, label("Weather and visibility")] = ""
    light: Annotated[Light, label("Light")] = "not told"
    sea: Annotated[str, label("Sea state")] = ""
    rule: Annotated[str, label("Rule relied on", "Instrument and article")] = ""
    assessment: Annotated[Assessment, label("Assessment")]
    damage: Annotated[str, label("Damage and injuries")] = ""
    measures: Annotated[str, label("Action taken")] = ""
    tracks: Annotated[tuple[TrackPoint, ...], label("Tracks")] = ()
    evidence: Annotated[
        tuple[str, ...], label("Evidence", "References, or names of attachments")
    ] = ()
    response: Annotated[Text | None, label("Response sought")] = None

    def summary(self) -> str:
        """Return what it was, how it is judged, and the account."""
        return f"{self.title}, {self.code}, {self.assessment}: {self.narrative}"

    def placed(self) -> Iterator[Placed]:
        """Yield the position, if it is given anew."""
        if self.position is not None:
            yield Placed("position", self.position)

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: nothing told, a figure that is none."""
        if not self.narrative.text.strip():
            yield Fault("19.3", "A full account does not say what happened.")
        if not all(unit.sound for unit in self.units):
            yield Fault("19.3", "A unit is not named, or its course or speed is none.")
        figures = (self.lateral_m, self.vertical_m, self.duration_s, self.passes)
        if any(figure is not None and figure < 0 for figure in figures):
            yield Fault("19.3", "A figure of a full account is less than nought.")
        if (self.closest_at or 0) > setting.header.released:
            yield Fault("19.3", "The closest approach is still to come.")
        if not all(self._tracked(point) for point in self.tracks):
            yield Fault("19.3", "A track is of no unit, or nowhere on the Earth.")

    def _tracked(self, point: TrackPoint) -> bool:
        on_earth = (
            abs(point.lat_e5) <= LARGEST_LAT_E5 and abs(point.lon_e5) <= LARGEST_LON_E5
        )
        return on_earth and 1 <= point.unit <= len(self.units)


class Facts(_Act, frozen=True, tag="facts", kw_only=True):
    """Facts that the side releasing this states, numbered on from `first`."""

    title: ClassVar[str] = "FACTS"

    first: Annotated[int, label("Number of the first", "The others follow")]
    facts: Annotated[tuple[Text, ...], label("Facts", "One each")]

    def summary(self) -> str:
        """Return the facts with their numbers."""
        rows = (f"{n}. {text}" for n, text in enumerate(self.facts, self.first))
        return f"{self.title}: {' '.join(rows)}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no number, no fact."""
        del setting
        if self.first < 1:
            yield Fault("19.5", "Facts are numbered from 1.", voids=True)
        if not self.facts or not all(each.text.strip() for each in self.facts):
            yield Fault("19.5", "A fact says nothing.")


class FactsAgreed(_Act, frozen=True, tag="facts agreed", kw_only=True):
    """These facts of the other side are so."""

    title: ClassVar[str] = "FACTS AGREED"

    numbers: Annotated[tuple[int, ...], label("Facts", "The other side's, by number")]

    def summary(self) -> str:
        """Return the numbers."""
        return f"{self.title}: {', '.join(map(str, self.numbers))}"


class FactDisputed(_Act, frozen=True, tag="fact disputed", kw_only=True):
    """This fact of the other side is not so, and why."""

    title: ClassVar[str] = "FACT DISPUTED"

    number: Annotated[int, label("Fact", "The other side's, by number")]
    text: Annotated[Text, label("What is disputed")]

    def summary(self) -> str:
        """Return the number and what is disputed."""
        return f"{self.title}, {self.number}: {self.text}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no reason."""
        del setting
        if not self.text.text.strip():
            yield Fault("19.5", "A dispute does not say what is disputed.")


class Recorded(_Act, frozen=True, tag="record", kw_only=True):
    """The formal record of the incident, as one side writes it."""

    title: ClassVar[str] = "FORMAL RECORD"

    text: Annotated[Text, label("Record")]
    measures: Annotated[
        tuple[Text, ...], label("Measures", "So that it does not happen again")
    ] = ()

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: nothing recorded."""
        del setting
        if not self.text.text.strip():
            yield Fault("19.6", "A formal record records nothing.")


class RecordAgreed(_Act, frozen=True, tag="record agreed"):
    """The formal record that the header's `answers` cite is agreed."""

    title: ClassVar[str] = "FORMAL RECORD AGREED"


class Closed(_Act, frozen=True, tag="closed", kw_only=True):
    """For the side that releases this the incident is closed."""

    title: ClassVar[str] = "CLOSED"

    text: Annotated[Text | None, label("Text")] = None


class Continued(_Act, frozen=True, tag="continued", kw_only=True):
    """Both sides reported one incident; it goes on in the other side's case.

    The header's `answers` cite the own report and then the other side's.
    """

    title: ClassVar[str] = "CONTINUED IN THEIR CASE"

    text: Annotated[Text | None, label("Text")] = None


Act: TypeAlias = (
    Initial
    | Account
    | Facts
    | FactsAgreed
    | FactDisputed
    | Recorded
    | RecordAgreed
    | Closed
    | Continued
)

FORMS = (
    Form(
        "INC",
        1,
        "Incident",
        (
            Initial,
            Account,
            Facts,
            FactsAgreed,
            FactDisputed,
            Recorded,
            RecordAgreed,
            Closed,
            Continued,
        ),
        "incident",
        frozenset({"INC"}),
    ),
)
