"""A language nobody agreed on: the words are kept, and the desk is warned."""

from tests.dialogue.talk import Talk

from detente.dialogue.fields import Text, Translation
from detente.dialogue.forms.msg import Message

CLAUSES = ("11.12",)


def play() -> None:
    """The charter says English and Chinese; a notice comes in French."""
    talk = Talk(languages=("en", "zh"))
    text = "Exercice de tir au large."
    notice = Message(subject=Text("Tir"), text=Text(text))
    sent = talk.say("SOUTH", notice, language="fr")
    assert talk.clauses(sent) == ["11.12"]

    # It is not lost for that: it stands, takes effect, and waits for a reader.
    standing = talk.standing()
    entered = standing.entries[sent.id]
    assert entered.effective
    assert entered in standing.case_of(entered).waiting

    # In an agreed language, with the same sentence beside it as a courtesy, nothing is
    # marked. The translation says that a machine made it, and binds nobody.
    courtesy = Translation("fr", text, "machine", "SOUTH/Watch", talk.now_s)
    agreed = Message(
        subject=Text("Firing"),
        text=Text("Firing exercise at sea.", translations=(courtesy,)),
    )
    assert talk.clauses(talk.say("SOUTH", agreed, language="en")) == []


def test_words_in_an_unagreed_language_are_shown_as_such() -> None:
    """Nobody guesses at 03:00 which of two texts is the authentic one."""
    play()
