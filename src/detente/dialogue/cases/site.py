"""Fold a notified site: whether it stands, and by when it is re-validated.

Spec clause 17.8. A date that has passed makes a site STALE and takes it off nothing:
only its owner's WITHDRAWN does. Whether it is stale depends on the time one asks about,
so it is no outcome, and a function of that time.
"""

from collections.abc import Iterator
from typing import ClassVar, Literal, TypeAlias

from detente.dialogue.asked import Due, Local
from detente.dialogue.dissemination import Notice
from detente.dialogue.entered import Entered
from detente.dialogue.forms import site
from detente.dialogue.pairing import Founding

State: TypeAlias = Literal["notified", "stale", "withdrawn"]


class SiteCase(Notice, frozen=True, kw_only=True, gc=False):
    """A site that is to be protected."""

    family: ClassVar[str] = "site"

    @property
    def site(self) -> site.Notified:
        """The site as last notified."""
        body = self.notified.body
        assert isinstance(body, site.Notified)  # noqa: S101 - only this opens it
        return body

    @property
    def withdrawn(self) -> Entered | None:
        """Its owner's withdrawal, unless that was taken back."""
        gone = (each for each in self.acts if isinstance(each.body, site.Withdrawn))
        return next(gone, None)

    @property
    def revalidate_by(self) -> int:
        """Until when its owner stands by it, by the owner's newest word."""
        said = (
            each.body.revalidate_by
            for each in reversed(self.acts)
            if isinstance(each.body, site.Notified | site.Revalidated)
        )
        return next(said)

    def state(self, at_s: int) -> State:
        """Return how it stands at a given time."""
        if self.withdrawn is not None:
            return "withdrawn"
        return "stale" if at_s > self.revalidate_by else "notified"

    @property
    def outcome_words(self) -> str:
        """Whether it stands; whether it is stale is a matter of time."""
        return "NOTIFIED" if self.withdrawn is None else "WITHDRAWN"

    def outcome_at(self, now_s: int) -> str:
        """Return how it stands at a time, for a screen."""
        return self.state(now_s).upper()

    def own_flags(self) -> Iterator[str]:
        """Yield who has not passed it on, as long as it stands."""
        if self.withdrawn is None:
            yield from super().own_flags()

    @property
    def live(self) -> bool:
        """Whether it stands, or a person is waited for."""
        return self.withdrawn is None or super().live

    def dues(self, founding: Founding, local: Local) -> Iterator[Due]:
        """Yield what the clocks ask: that it is passed on, and checked again."""
        yield from super().dues(founding, local)
        if self.withdrawn is not None:
            return
        yield from self.to_disseminate(self.told_s(local) + self.passing_on_s(founding))
        post, about = self.notified.header.from_post, self.notified
        at_s, kind = self.revalidate_by, "re-validate site"
        yield Due(at_s, kind, self.owner, post, "17.8", about)


FAMILY = SiteCase
