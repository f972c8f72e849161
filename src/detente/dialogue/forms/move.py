"""MOVE, the notification of a humanitarian movement and its events (clause 17.1).

Gaza 2024: a convoy that was agreed with headquarters was struck three times; who flew
had no plan of it, its logo did not show to a thermal camera, and nobody could reach it.
So a movement names its check-ins, what is done when contact is lost, and what a camera
sees; and it lasts until its owner says that it is over, whatever the plan said. What
follows is folded by `detente.dialogue.cases.movement`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, TypeAlias

import msgspec

from detente.dialogue import notice
from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Form, Precedence, Setting
from detente.dialogue.position import Placed, Position

Purpose: TypeAlias = Literal[
    "delivery",
    "evacuation",
    "assessment",
    "staff rotation",
    "medical evacuation",
    "other",
]


class Waypoint(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    kw_only=True,
):
    """A place on the way; `arrives_at` and `leaves_at` are the plan's."""

    name: Annotated[str, label("Name")]
    position: Annotated[Position, label("Position")]
    arrives_at: Annotated[int, label("ETA")]
    leaves_at: Annotated[int | None, label("ETD", "Left out: it does not stop")] = None


class Vehicle(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    kw_only=True,
):
    """A vehicle as it is seen; its plate stands with the persons."""

    make: Annotated[str, label("Make")]
    colour: Annotated[str, label("Colour")] = ""
    logo: Annotated[str, label("Logo", "Where on the vehicle")] = ""
    roof_marking: Annotated[str, label("Roof marking")] = ""
    thermal_marking: Annotated[
        str, label("Thermal marking", "What an infra-red camera sees of it")
    ] = ""


class Personal(notice.Contacts, frozen=True, kw_only=True):
    """Who moves and how they are reached; `plates` stand in the vehicles' order."""

    persons: Annotated[int, label("Persons")]
    leader: Annotated[str, label("Leader", "Post and call sign")]
    communications: Annotated[
        str, label("Communications", "Telephone, satellite telephone, radio")
    ]
    plates: Annotated[tuple[str, ...], label("Plates", "In the vehicles' order")] = ()


class Notified(notice.Notification, frozen=True, tag="notified", kw_only=True):
    """A movement as its owner plans it.

    `personal` can be left out of what is shown; see clause 17.12 for its purge.
    """

    title: ClassVar[str] = "MOVEMENT NOTIFIED"

    movement_id: Annotated[str, label("Movement number", "The owner's own")]
    organisations: Annotated[tuple[str, ...], label("Organisations")]
    purpose: Annotated[Purpose, label("Purpose")]
    text: Annotated[Text | None, label("Text")] = None
    origin_name: Annotated[str, label("Origin", "Name of the place")]
    origin: Annotated[Position, label("Position of the origin")]
    destination_name: Annotated[str, label("Destination", "Name of the place")]
    destination: Annotated[Position, label("Position of the destination")]
    departs_at: Annotated[int, label("ETD", "From the origin")]
    arrives_at: Annotated[int, label("ETA", "At the destination")]
    waypoints: Annotated[tuple[Waypoint, ...], label("Waypoints", "In order")] = ()
    route: Annotated[str, label("Route")] = ""
    alternate_route: Annotated[str, label("Alternate route")] = ""
    checkpoints: Annotated[tuple[str, ...], label("Checkpoints")] = ()
    overnight_stops: Annotated[tuple[str, ...], label("Overnight stops")] = ()
    vehicles: Annotated[tuple[Vehicle, ...], label("Vehicles")] = ()
    cargo: Annotated[str, label("Cargo")] = ""
    tracker: Annotated[str, label("Tracker")] = ""
    escort: Annotated[str, label("Escort", "Armed or not, whose; empty: none")] = ""
    check_in_s: Annotated[int, label("Check-in interval", "From departure on")]
    lost_contact_action: Annotated[
        str, label("Lost-contact action", "What the movement then does")
    ]
    abort_word: Annotated[str, label("Abort word")] = ""
    personal: Annotated[Personal | None, label("Contacts and persons")] = None

    def summary(self) -> str:
        """Return what moves, from where to where."""
        way = f"{self.origin_name} to {self.destination_name}"
        return f"{self.title}: {self.purpose}, {way}"

    def placed(self) -> Iterator[Placed]:
        """Yield origin, destination and waypoints."""
        yield Placed("origin", self.origin)
        yield Placed("destination", self.destination)
        for nth, waypoint in enumerate(self.waypoints, 1):
            yield Placed(f"waypoint_{nth}", waypoint.position)

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: fields to be filled, and times in no order."""
        named = (self.movement_id, self.origin_name, self.destination_name)
        organised = self.organisations and not notice.blank(*self.organisations)
        if notice.blank(*named, self.lost_contact_action) or not organised:
            yield Fault(
                "17.3",
                "A movement has a number, organisations, places, lost-contact action.",
            )
        if self.check_in_s < 1:
            yield Fault("17.3", "Its check-in interval is none.")
        times = [self.departs_at]
        for waypoint in self.waypoints:
            times.append(waypoint.arrives_at)
            if waypoint.leaves_at is not None:
                times.append(waypoint.leaves_at)
        times.append(self.arrives_at)
        if times != sorted(times):
            yield Fault("17.3", "Its times do not follow each other.")
        yield from self._personal_faults(setting)

    def _personal_faults(self, setting: Setting) -> Iterator[Fault]:
        personal = self.personal
        if personal is None:
            yield Fault("17.3", "It names neither persons, leader nor communications.")
            return
        unnamed = notice.blank(personal.leader, personal.communications)
        if unnamed or personal.persons < 1:
            yield Fault("17.3", "It names no persons, leader or communications.")
        if personal.plates and len(personal.plates) != len(self.vehicles):
            yield Fault("17.3", "Its plates do not match its vehicles.")
        for photo in notice.unattached(personal, setting):
            yield Fault("17.3", f"The photograph {photo[:80]} is not attached.")


class Event(notice.Act, frozen=True, kw_only=True):
    """Word from the movement, as its owner had it at `at`."""

    at: Annotated[int, label("At")]

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: a time to come."""
        if self.at > setting.header.released:
            yield Fault("17.9", f"{self.title} is of a time to come.")


class Departed(Event, frozen=True, tag="departed", kw_only=True):
    """It has left; from now on it checks in."""

    title: ClassVar[str] = "DEPARTED"


class AtWaypoint(Event, frozen=True, tag="at waypoint", kw_only=True):
    """It has come to a waypoint, by its number from 1."""

    title: ClassVar[str] = "AT WAYPOINT"
    clocked: ClassVar[bool] = False

    waypoint: Annotated[int, label("Waypoint", "Its number, from 1")]

    def summary(self) -> str:
        """Return which waypoint."""
        return f"{self.title} {self.waypoint}"


class Delayed(Event, frozen=True, tag="delayed", kw_only=True):
    """It leaves, or goes on, later than planned; it stays notified all the while."""

    title: ClassVar[str] = "DELAYED"

    until: Annotated[int, label("Until", "When it leaves or goes on")]
    reason: Annotated[Text | None, label("Reason")] = None


class CheckIn(Event, frozen=True, tag="check-in", kw_only=True):
    """It was heard of."""

    title: ClassVar[str] = "CHECK-IN"
    clocked: ClassVar[bool] = False

    place: Annotated[str, label("Place", "Where it is, in words")] = ""


class LostContact(notice.Act, frozen=True, tag="lost contact", kw_only=True):
    """A check-in is ten minutes overdue: entered by the owner's node by itself."""

    title: ClassVar[str] = "LOST CONTACT"
    automatic: ClassVar[bool] = True
    always: ClassVar[Precedence | None] = "O"

    last_contact: Annotated[int, label("Last contact")]


class Aborted(Event, frozen=True, tag="aborted", kw_only=True):
    """It does not take place, or does not go on: it is over."""

    title: ClassVar[str] = "ABORTED"

    reason: Annotated[Text | None, label("Reason")] = None


class Complete(Event, frozen=True, tag="complete", kw_only=True):
    """It has come to its end: it is over."""

    title: ClassVar[str] = "COMPLETE"
    clocked: ClassVar[bool] = False


class Noted(notice.Noted, frozen=True, tag="noted", kw_only=True):
    """The movement is noted."""


class Disseminated(notice.Disseminated, frozen=True, tag="disseminated", kw_only=True):
    """The movement was passed on."""


class HoldAdvised(notice.HoldAdvised, frozen=True, tag="hold advised", kw_only=True):
    """To wait with the movement is advised."""


class RerouteRequested(
    notice.RerouteRequested, frozen=True, tag="re-route requested", kw_only=True
):
    """Another way is asked for."""


class Unable(notice.Unable, frozen=True, tag="unable", kw_only=True):
    """The movement cannot be disseminated."""


FORMS = (
    Form(
        "MOVE",
        1,
        "Movement notified",
        (
            Notified,
            Departed,
            AtWaypoint,
            Delayed,
            CheckIn,
            LostContact,
            Aborted,
            Complete,
            Noted,
            Disseminated,
            HoldAdvised,
            RerouteRequested,
            Unable,
        ),
        "movement",
        frozenset({"MOVE"}),
    ),
)
