"""A form and a statement are rendered at the command line, for people and programs."""

import pytest
from tests.cli.program import call
from tests.cli.story import Story, reference

from detente.dialogue import compact
from detente.dialogue.forms.msg import Message
from detente.report.wordlist import word_list


@pytest.mark.parametrize("command", ["show", "print"])
def test_the_compact_text_of_a_statement_reads_back(story: Story, command: str) -> None:
    """What goes over the telephone is the body that was signed."""
    asked = (command, reference(story, 2, "MSG"), *story.line("south"), "--compact")

    told, shown = call(*asked, "--json"), call(*asked)

    form, body = compact.read(told.data["compact"], word_list())
    assert form.code == "MSG"
    assert isinstance(body, Message)
    assert body.subject.text == "Exercise notice"
    assert told.data["compact"].endswith(told.data["check_words"])
    assert shown.out == told.data["compact"] + "\n"


def test_a_page_has_two_languages_and_no_third(story: Story) -> None:
    """There is room for two."""
    asked = ("print", reference(story, 2, "MSG"), *story.line("south"))
    two = ("--language", "zh", "--language", "ru")

    assert "事由" in call(*asked, *two).out
    assert "room for two" in call(*asked, *two, "--language", "en").err


def test_a_page_without_a_language_is_in_those_of_the_charter(story: Story) -> None:
    """This one names English alone."""
    told = call("print", reference(story, 2, "MSG"), *story.line("south"), "--json")

    assert told.data["page"][0] == "OPERATION OPERATION OPERATION"
    assert told.data["check_words"].count(" ") == 2


def test_a_form_names_its_acts_in_any_language() -> None:
    """Before one is chosen."""
    told = call("form", "stop", "--language", "ru")

    assert "STOP unable" in told.out
    assert "ПРЕКРАЩЕНО" in told.out


def test_a_form_is_given_to_programs_as_schema_or_fields() -> None:
    """The same definition, for who validates and for who draws."""
    schema = call("form", "STOP", "stop", "--schema", "--json")
    fields = call("form", "STOP", "stop", "--fields", "--json")

    assert schema.data["$id"] == "urn:detente:form:STOP:1:stop"
    assert fields.data["act"] == "stop"
    assert [each["name"] for each in fields.data["fields"]][1] == "position"


@pytest.mark.parametrize("asked", [("HALT",), ("STOP", "able"), ("STOP", "--schema")])
def test_a_form_that_is_none_is_refused(asked: tuple[str, ...]) -> None:
    """With what there is."""
    told = call("form", *asked)

    assert told.code == 2
    assert "There are" in told.err or "Name one of" in told.err
