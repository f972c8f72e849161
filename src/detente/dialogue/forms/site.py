"""SITE, the notification of a place that is to be protected (clause 17.1).

Syria 2019: 27 of 182 listed sites were hit, some coordinates were wrong, and nobody
could say when a line of the list was last checked. So a site says where its fix comes
from and of when, is given twice and read back, and by when it is re-validated; but a
lapsed date takes nothing off the list. What follows is folded by
`detente.dialogue.cases.site`.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, TypeAlias

from detente.dialogue import notice
from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Form, Setting
from detente.dialogue.position import Placed, Position
from detente.dialogue.volume import FEWEST_VERTICES, LatLngPoint

Function: TypeAlias = Literal[
    "hospital",
    "clinic",
    "school",
    "shelter",
    "water",
    "power",
    "warehouse",
    "office",
    "residence",
    "distribution point",
    "displaced persons",
]


class Personal(notice.Contacts, frozen=True, kw_only=True):
    """Who is at a site and how they are reached."""

    contact: Annotated[
        str, label("24/7 contact", "Post of the organisation, and how to reach it")
    ]
    focal_point: Annotated[
        str, label("Focal point", "Post on the site, its languages and means")
    ] = ""
    persons_day: Annotated[int, label("Persons by day")] = 0
    persons_night: Annotated[int, label("Persons by night")] = 0


class Notified(notice.Notification, frozen=True, tag="notified", kw_only=True):
    """A place to be protected, as its owner knows it.

    `personal` can be left out of what is shown; see clause 17.12 for its purge.
    """

    title: ClassVar[str] = "SITE NOTIFIED"

    site_id: Annotated[str, label("Site number", "The owner's own")]
    organisation: Annotated[str, label("Organisation")]
    name: Annotated[str, label("Name")]
    local_name: Annotated[str, label("Name in local script")]
    function: Annotated[Function, label("Function")]
    address: Annotated[str, label("Address", "With the administrative area")] = ""
    position: Annotated[Position, label("Position")]
    fix_source: Annotated[str, label("Source of the fix", "Such as GPS on the site")]
    fix_at: Annotated[int, label("Date of the fix")]
    confirmed_by: Annotated[
        str, label("Second confirmation", "Such as a satellite image, and its date")
    ] = ""
    footprint: Annotated[
        tuple[LatLngPoint, ...], label("Footprint", "Corners in their order")
    ] = ()
    entrances: Annotated[tuple[str, ...], label("Entrances")] = ()
    roof_marking: Annotated[str, label("Roof marking")] = ""
    night_marking: Annotated[str, label("Marking by night")] = ""
    thermal_marking: Annotated[
        str, label("Thermal marking", "What an infra-red camera sees of it")
    ] = ""
    revalidate_by: Annotated[int, label("Re-validate by")]
    verification: Annotated[
        str, label("Verification", "By which body, how and when; empty: none")
    ] = ""
    personal: Annotated[Personal | None, label("Contacts and persons")] = None

    def summary(self) -> str:
        """Return what it is, and where."""
        return f"{self.title}: {self.function} {self.name}, {self.position}"

    def placed(self) -> Iterator[Placed]:
        """Yield where it is."""
        yield Placed("position", self.position)

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: fields to be filled, dates, the footprint."""
        if notice.blank(
            self.site_id,
            self.organisation,
            self.name,
            self.local_name,
            self.fix_source,
        ):
            yield Fault(
                "17.2", "A site has a number, organisation, names, and source of fix."
            )
        if self.fix_at > setting.header.released:
            yield Fault("17.2", "Its fix is of a time to come.")
        if self.revalidate_by <= setting.header.released:
            yield Fault("17.2", "Its re-validation was due before it was released.")
        flat = 0 < len(self.footprint) < FEWEST_VERTICES
        if flat or not all(corner.sound for corner in self.footprint):
            yield Fault("17.2", "Its footprint is no area on the Earth.")
        yield from self._personal_faults(setting)

    def _personal_faults(self, setting: Setting) -> Iterator[Fault]:
        personal = self.personal
        if personal is None or not personal.contact.strip():
            yield Fault("17.2", "Nobody of it can be reached by day and night.")
        if personal is None:
            return
        if min(personal.persons_day, personal.persons_night) < 0:
            yield Fault("17.2", "It has fewer persons than none.")
        for photo in notice.unattached(personal, setting):
            yield Fault("17.2", f"The photograph {photo[:80]} is not attached.")


class Revalidated(notice.Act, frozen=True, tag="re-validated", kw_only=True):
    """Its owner has checked that it is as notified, and says until when that holds."""

    title: ClassVar[str] = "RE-VALIDATED"
    clocked: ClassVar[bool] = False

    revalidate_by: Annotated[int, label("Re-validate by")]
    verification: Annotated[str, label("Verification", "By which body, how, when")] = ""

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: a date that has passed."""
        if self.revalidate_by <= setting.header.released:
            yield Fault("17.2", "Its re-validation was due before it was released.")


class Withdrawn(notice.Act, frozen=True, tag="withdrawn", kw_only=True):
    """Its owner takes it off the list. The duty to protect what is there stays."""

    title: ClassVar[str] = "WITHDRAWN"

    reason: Annotated[Text | None, label("Reason", "Such as closed, or moved")] = None


class Noted(notice.Noted, frozen=True, tag="noted", kw_only=True):
    """The site is noted."""


class Disseminated(notice.Disseminated, frozen=True, tag="disseminated", kw_only=True):
    """The site was passed on."""


class HoldAdvised(notice.HoldAdvised, frozen=True, tag="hold advised", kw_only=True):
    """To keep away from the site for now is advised."""


class RerouteRequested(
    notice.RerouteRequested, frozen=True, tag="re-route requested", kw_only=True
):
    """Another way to the site is asked for."""


class Unable(notice.Unable, frozen=True, tag="unable", kw_only=True):
    """The site cannot be disseminated."""


FORMS = (
    Form(
        "SITE",
        1,
        "Site notified",
        (
            Notified,
            Revalidated,
            Withdrawn,
            Noted,
            Disseminated,
            HoldAdvised,
            RerouteRequested,
            Unable,
        ),
        "site",
        frozenset({"SITE"}),
    ),
)
