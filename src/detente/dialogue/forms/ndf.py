"""NDF, NO DUFF: something is real, exercise or not (clause 28.1).

Nine o'clock, and everybody on the net is playing; then a crew really ditches, and its
call is taken for the next line of the script. So in a channel of exercises one act says
that a thing is real: it always goes as FLASH, it bears the status OPERATION though all
around it is EXERCISE, and the same act moves the event to the operational channel,
where who did not play will read it. What is moved there is a proof, as in DIS.
"""

from collections.abc import Iterator
from typing import Annotated, ClassVar, TypeAlias

from detente.dialogue.fault import Fault
from detente.dialogue.fields import Text, label
from detente.dialogue.form import Body, Form, Opens, Precedence, Setting
from detente.dialogue.forms.dis import Carried


class NoDuff(Body, frozen=True, tag_field="act", tag="no duff", kw_only=True):
    """What the header's `answers` cite, or what the text says, is no exercise."""

    title: ClassVar[str] = "NO DUFF"
    always: ClassVar[Precedence | None] = "Z"
    one_suffices: ClassVar[bool] = True
    real: ClassVar[bool] = True

    text: Annotated[Text | None, label("What is real", "Where, who needs help")] = None

    def summary(self) -> str:
        """Return what is real."""
        return f"{self.title}: {self.text}" if self.text else self.title

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: its channel, its status, nothing said."""
        header, terms = setting.header, setting.founding.charter.terms
        if terms.traffic != "exercise":
            yield Fault("28.2", "NO DUFF is said where nothing is an exercise.")
        if header.status == "EXERCISE":
            yield Fault("28.2", "NO DUFF bears the status EXERCISE.")
        cites = header.answers or header.changes
        if not cites and not (self.text and self.text.text.strip()):
            yield Fault("28.2", "NO DUFF does not say what is real.")


class Moved(Carried, frozen=True, tag_field="act", tag="moved", kw_only=True):
    """A real event of an exercise channel, moved here.

    `reference` and `channel` name the statement that says what happened, `proof` proves
    it; `no_duff` is the reference of the mark there. Without a proof yet, `sha256` is
    empty too, and the proof follows by DIS: a real event waits for no receipt.
    """

    title: ClassVar[str] = "NO DUFF, MOVED FROM AN EXERCISE"
    opens: ClassVar[Opens] = "always"
    always: ClassVar[Precedence | None] = "Z"
    one_suffices: ClassVar[bool] = True
    real: ClassVar[bool] = True

    sha256: Annotated[bytes, label("Proof file", "Its SHA-256; empty: it follows")] = (
        b""
    )
    no_duff: Annotated[
        str, label("Marked by", "Reference of the NO DUFF; empty: it is being marked")
    ] = ""

    def summary(self) -> str:
        """Return what happened, and where it was said first."""
        said = self.text or self.reference
        return f"{self.title}: {said}"

    def faults(self, setting: Setting) -> Iterator[Fault]:
        """Yield what is wrong with it: its channel, its status, what is carried."""
        header, terms = setting.header, setting.founding.charter.terms
        if terms.traffic == "exercise" or header.status == "EXERCISE":
            yield Fault("28.4", "A real event is moved to where all is real.")
        if self.sha256 or self.proof:
            yield from super().faults(setting)
        elif not self.channel or self.channel == header.channel:
            yield Fault("28.4", "A real event is moved here from this channel.")
        if not self.reference.strip() and not self.text:
            yield Fault("28.4", "It neither says what is real nor where that was said.")


Real: TypeAlias = NoDuff | Moved

FORMS = (Form("NDF", 1, "No duff: a real event in an exercise", (NoDuff, Moved)),)
