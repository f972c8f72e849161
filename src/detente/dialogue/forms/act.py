"""ACT, the notice of an activity, and the answers to it (clause 18.1).

Firing into waters where somebody sails, a launch taken for an attack: the notice says
who does what, where and when, phase by phase, before it begins. It is notice and no
request: nobody approves it, and to note it binds nobody. Whether two activities
conflict is found elsewhere; what becomes of a notice is folded by
`detente.dialogue.cases.activity`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, TypeAlias

import msgspec

from detente.dialogue import volume
from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Opens, Setting
from detente.dialogue.position import Placed
from detente.dialogue.volume import Volume4D

Kind: TypeAlias = Literal[
    "exercise",
    "live firing",
    "missile or rocket launch",
    "patrol or reconnaissance",
    "transit",
    "strike box",
    "hazard area",
    "uncrewed aircraft",
    "laser or jamming test",
    "balloon",
    "other",
]
Stage: TypeAlias = Literal[
    "transfer", "deployment", "concentration", "active", "recovery", "whole"
]
Basis: TypeAlias = Literal["treaty", "MOU", "voluntary"]
COUNTED = (
    "troops",
    "tanks",
    "armoured_vehicles",
    "artillery",
    "helicopters",
    "aircraft",
    "sorties",
    "uncrewed_aircraft",
    "primary_hz",
    "secondary_hz",
)


class Phase(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    kw_only=True,
):
    """A part of the activity: where, when, and how far others should keep off."""

    number: Annotated[int, label("Number", "From 1")]
    stage: Annotated[Stage, label("Phase")] = "whole"
    volumes: Annotated[tuple[Volume4D, ...], label("Volumes")]
    lateral_m: Annotated[int, label("Separation wanted, lateral", "In metres")] = 0
    vertical_m: Annotated[int, label("Separation wanted, vertical", "In metres")] = 0
    time_s: Annotated[int, label("Separation wanted, time", "In seconds")] = 0
    purpose: Annotated[Text | None, label("Tactical purpose")] = None
    places: Annotated[str, label("Geographic names")] = ""

    @property
    def start(self) -> int | None:
        """When it begins; None where a beginning is open, or no volume is given."""
        starts = [each.time_start for each in self.volumes]
        known = [each for each in starts if each is not None]
        return min(known) if known and len(known) == len(starts) else None


class Notice(Body, frozen=True, tag_field="act", tag="notice", kw_only=True):
    """This will be done, there and then.

    `notice_due_s` is the notice that the clause cited demands; without a clause nothing
    is late. Figures left out are not told, which is not nought.
    """

    title: ClassVar[str] = "ACTIVITY NOTIFIED"
    opens: ClassVar[Opens] = "always"

    designation: Annotated[str, label("Designation")]
    purpose: Annotated[Text, label("Purpose")]
    kind: Annotated[Kind, label("Kind")]
    states: Annotated[tuple[str, ...], label("States taking part")] = ()
    command_level: Annotated[str, label("Level of command")] = ""
    troops: Annotated[int | None, label("Troops")] = None
    formations: Annotated[tuple[str, ...], label("Formations", "Type, number")] = ()
    tanks: Annotated[int | None, label("Tanks")] = None
    armoured_vehicles: Annotated[int | None, label("Armoured vehicles")] = None
    artillery: Annotated[int | None, label("Artillery", "Of 100 mm or more")] = None
    helicopters: Annotated[int | None, label("Helicopters")] = None
    aircraft: Annotated[int | None, label("Aircraft")] = None
    sorties: Annotated[int | None, label("Sorties")] = None
    ships: Annotated[tuple[str, ...], label("Ships", "Class, number")] = ()
    uncrewed_aircraft: Annotated[int | None, label("Uncrewed aircraft")] = None
    live_weapons: Annotated[tuple[str, ...], label("Live weapons")] = ()
    phases: Annotated[tuple[Phase, ...], label("Phases")]
    control_unit: Annotated[str, label("Controlling unit")] = ""
    call_sign: Annotated[str, label("Call sign")] = ""
    primary_hz: Annotated[int | None, label("Primary frequency", "In hertz")] = None
    secondary_hz: Annotated[int | None, label("Secondary frequency", "In hertz")] = None
    notams: Annotated[tuple[str, ...], label("NOTAM numbers")] = ()
    warnings: Annotated[tuple[str, ...], label("Navigational warning numbers")] = ()
    emergency_contact: Annotated[str, label("Emergency contact", "A post")] = ""
    basis: Annotated[Basis, label("Basis")] = "voluntary"
    clause: Annotated[str, label("Clause", "Under which notice is given")] = ""
    notice_due_s: Annotated[
        int, label("Notice demanded", "By that clause, in seconds before the start")
    ] = 0

    def summary(self) -> str:
        """Return what will be done, and when it begins."""
        return f"{self.title}, {self.kind}: {self.designation}, {self.purpose}"

    def placed(self) -> Iterator[Placed]:
        """Yield the centre or first point of each volume, by phase and volume."""
        for phase in self.phases:
            for nth, each in enumerate(phase.volumes, 1):
                if each.reference_point is not None:
                    name = f"phase_{phase.number}_volume_{nth}"
                    yield Placed(name, each.reference_point, area=True)

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: what it lacks, its figures, its volumes."""
        del setting
        if not self.designation.strip() or not self.purpose.text.strip():
            yield Fault("18.2", "A notice names its designation and its purpose.")
        if not self.phases or not all(phase.volumes for phase in self.phases):
            yield Fault("18.2", "A notice has phases, and each phase has volumes.")
        numbers = [phase.number for phase in self.phases]
        if len(set(numbers)) != len(numbers) or min(numbers, default=1) < 1:
            yield Fault("18.2", "A phase bears the number of another, or none.")
        figures = [getattr(self, name) or 0 for name in COUNTED]
        for phase in self.phases:
            figures += [phase.lateral_m, phase.vertical_m, phase.time_s]
        if min(*figures, self.notice_due_s) < 0:
            yield Fault("18.2", "A figure of a notice is less than nought.")
        if self.notice_due_s > 0 and not self.clause.strip():
            yield Fault("18.4", "Notice is demanded by a clause, and none is cited.")
        for phase in self.phases:
            for each in phase.volumes:
                yield from volume.faults(each)


class _Act(Body, frozen=True, tag_field="act"):
    opens: ClassVar[Opens] = "never"


class Noted(_Act, frozen=True, tag="noted", kw_only=True):
    """It is read, and will be taken into account. It is no consent."""

    title: ClassVar[str] = "NOTED"

    text: Annotated[Text | None, label("Text")] = None


class ClarificationRequested(
    _Act, frozen=True, tag="clarification requested", kw_only=True
):
    """Something in it is not clear."""

    title: ClassVar[str] = "CLARIFICATION REQUESTED"

    questions: Annotated[tuple[Text, ...], label("Questions")]

    def summary(self) -> str:
        """Return what is asked."""
        return f"{self.title}: {' '.join(map(str, self.questions))}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: nothing asked."""
        del setting
        if not any(each.text.strip() for each in self.questions):
            yield Fault("18.5", "A request for clarification asks nothing.")


class Concern(_Act, frozen=True, tag="concern", kw_only=True):
    """Something in it gives concern, and which field that is."""

    title: ClassVar[str] = "CONCERN"

    field: Annotated[str, label("Which field", "As the notice names it")]
    phase: Annotated[int, label("Phase", "Its number; 0: all")] = 0
    text: Annotated[Text, label("Concern")]

    def summary(self) -> str:
        """Return the field and the concern."""
        return f"{self.title} about {self.field}: {self.text}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: no field of a notice, nothing said."""
        del setting
        known = (*Notice.__struct_fields__, *Phase.__struct_fields__)
        if self.field not in (*known, *Volume4D.__struct_fields__):
            yield Fault("18.5", "A concern names no field of a notice.")
        if not self.text.text.strip():
            yield Fault("18.5", "A concern does not say what it is.")


class SeparationProposed(_Act, frozen=True, tag="separation proposed", kw_only=True):
    """Keep apart like this; either side proposes it.

    `about` is the reference of what the phase is to be kept apart from.
    """

    title: ClassVar[str] = "SEPARATION PROPOSED"

    phase: Annotated[int, label("Phase", "Its number")]
    about: Annotated[str, label("Apart from", "Reference of an activity or site")] = ""
    lateral_m: Annotated[int, label("Lateral", "In metres")] = 0
    vertical_m: Annotated[int, label("Vertical", "In metres")] = 0
    time_s: Annotated[int, label("Time", "In seconds")] = 0
    text: Annotated[Text | None, label("Who keeps where, and when")] = None

    def summary(self) -> str:
        """Return what is proposed."""
        parts = (
            (self.lateral_m, "m lateral"),
            (self.vertical_m, "m vertical"),
            (self.time_s, "s"),
        )
        said = [f"{figure} {unit}" for figure, unit in parts if figure]
        said += [str(self.text)] if self.text else []
        return f"{self.title} for phase {self.phase}: {', '.join(said)}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: nothing proposed, or less than nothing."""
        del setting
        figures = (self.lateral_m, self.vertical_m, self.time_s)
        if not any(figures) or min(figures) < 0:
            yield Fault(
                "18.5", "A separation is in metres aside, metres of height, or time."
            )


class SeparationAgreed(_Act, frozen=True, tag="separation agreed", kw_only=True):
    """The proposal that the header's `answers` cite is agreed."""

    title: ClassVar[str] = "SEPARATION AGREED"

    text: Annotated[Text | None, label("Text")] = None


class Cancelled(_Act, frozen=True, tag="cancelled", kw_only=True):
    """It does not take place."""

    title: ClassVar[str] = "ACTIVITY CANCELLED"

    reason: Annotated[Text | None, label("Reason")] = None


class Ended(_Act, frozen=True, tag="ended", kw_only=True):
    """It is over, and its volumes are free, whatever their times say."""

    title: ClassVar[str] = "ACTIVITY ENDED"

    at: Annotated[int, label("Ended at")]
    text: Annotated[Text | None, label("Text")] = None

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: an end that is still to come."""
        if self.at > setting.header.released:
            # Others enter a volume that is said to be free.
            yield Fault("18.8", "It says that it ended when it has not.", voids=True)


Answer: TypeAlias = Noted | ClarificationRequested | Concern
Act: TypeAlias = (
    Notice | Answer | SeparationProposed | SeparationAgreed | Cancelled | Ended
)

FORMS = (
    Form(
        "ACT",
        1,
        "Activity notification",
        (
            Notice,
            Noted,
            ClarificationRequested,
            Concern,
            SeparationProposed,
            SeparationAgreed,
            Cancelled,
            Ended,
        ),
        "activity",
        frozenset({"ACT"}),
    ),
)
