"""A table or mailbox is imported line by line: nothing lost, nothing doubled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dialogue.fields import Text
from detente.dialogue.unilateral import origin
from detente.record.errors import Malformed
from detente.report.imported import Importable, Problem, Read, read_csv, sort
from detente.report.mbox import read_mbox

HEADER = "medium,made_at,party,office,purpose,text"
ROW = "fax,2026-01-05T10:00Z,Southern Republic,Operations room,Speak,Please."
AT_S = 1_767_607_200


def table(*lines: str, end: str = "\n") -> list[Read]:
    """Read a table of these lines."""
    data = "".join(line + end for line in (HEADER, *lines)).encode()
    return list(read_csv(data, "NORTH/Watch"))


def reasons(read: list[Read]) -> dict[int, str]:
    """Return why lines were not read, by number."""
    return {each.line: each.reason for each in read if isinstance(each, Problem)}


def read(data: bytes, **sent: str) -> list[Read]:
    """Read a mailbox."""
    return list(read_mbox(data, "Southern Republic", sent))


def message(*changed: tuple[str, str], text: str = "Please speak.") -> bytes:
    """Return an e-mail in a mailbox; a header without text is left out."""
    rows = {
        "From": "A Person <watch@north.example>",
        "To": "Operations room <ops@south.example>",
        "Date": "Mon, 05 Jan 2026 11:00:00 +0100",
        "Subject": "Speak before the exercise",
        "Message-ID": "<1@north>",
    } | dict(changed)
    headers = "".join(f"{name}: {row}\n" for name, row in rows.items() if row)
    return f"From watch Mon Jan  5\n{headers}\n{text}\n\n".encode()


def request(found: Read) -> Importable:
    """Return what was read, which is a request."""
    assert isinstance(found, Importable), found
    return found


# ------------------------------------------------------------------------------ tables


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_row_is_a_request(end: str) -> None:
    """By its columns, whatever the lines end with."""
    [found] = table(ROW, end=end)
    body = request(found).request
    assert (body.medium, body.made_at, body.made_by) == ("fax", AT_S, "NORTH/Watch")
    assert (body.party, body.office) == ("Southern Republic", "Operations room")
    assert (body.purpose, body.text) == (Text("Speak"), Text("Please."))


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (ROW.replace("2026-01-05T10:00Z", "noon"), "made_at"),
        (ROW.replace("fax", "smoke"), "medium"),
        (ROW.replace("Southern Republic", ""), "party"),
        ("fax,2026-01-05T10:00Z,S,O,P", "has 5 fields"),
        ("", "is empty"),
        (ROW.replace("Speak", '"Speak'), "quotation mark"),
        (ROW.replace("Please.", "\u202eesaelP"), "direction characters"),
    ],
)
def test_a_row_that_cannot_be_read_costs_no_other(bad: str, reason: str) -> None:
    """It is named by its line, with the reason."""
    found = table(ROW, bad, ROW)
    assert [each.line for each in found] == [2, 3, 4]
    assert list(reasons(found)) == [3]
    assert reason in reasons(found)[3]


def test_bytes_that_are_no_text_cost_one_row() -> None:
    """A table saved in another charset is named, not guessed at."""
    data = f"{HEADER}\n{ROW}\n{ROW.replace('Please', 'Café')}\n".encode("latin-1")
    found = list(read_csv(data, "NORTH/Watch"))
    assert "no UTF-8" in reasons(found)[3]
    assert isinstance(found[0], Importable)


def test_a_last_line_that_was_cut_off_is_named() -> None:
    """Half a row could say something else than the whole."""
    data = f"{HEADER}\n{ROW}\n{ROW}".encode()
    assert list(reasons(list(read_csv(data, "NORTH/Watch")))) == [3]


@pytest.mark.parametrize(
    "header", [HEADER.replace("party", "whom"), "medium,made_at", f"{HEADER},text"]
)
def test_a_table_with_other_columns_is_refused(header: str) -> None:
    """A column nobody reads would be lost in silence."""
    with pytest.raises(Malformed):
        list(read_csv(f"{header}\n{ROW}\n".encode(), "NORTH/Watch"))


@given(st.binary(max_size=80))
def test_random_lines_are_problems_or_requests(data: bytes) -> None:
    """Whatever stands in a row, the rows before it are read."""
    found = list(read_csv(f"{HEADER}\n{ROW}\n".encode() + data, "NORTH/Watch"))
    assert isinstance(found[0], Importable)


# ---------------------------------------------------------------------------- mailboxes


def test_a_message_is_a_request() -> None:
    """From, To, Date, Subject, Message-ID and text; of From, no person's name."""
    [found] = read(message())
    body = request(found).request
    assert (body.medium, body.made_at, body.made_by) == (
        "e-mail",
        AT_S,
        "watch@north.example",
    )
    assert body.office == "Operations room <ops@south.example>"
    assert (body.party, body.message_id) == ("Southern Republic", "<1@north>")
    assert body.purpose == Text("Speak before the exercise")
    assert body.text == Text("Please speak.")


def test_a_sentence_that_begins_with_from_cuts_no_message() -> None:
    """Only after an empty line does a message begin."""
    [found] = read(message(text="We ask\nFrom the start, please speak."))
    assert request(found).request.text == Text("We ask\nFrom the start, please speak.")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (("Date", ""), "no Date"),
        (("Date", "soon"), "Date is none"),
        (("Date", "Mon, 05 Jan 2026 11:00:00"), "no zone"),
        (("To", ""), "no To"),
        (("Subject", ""), "no Subject"),
        (("From", ""), "no From"),
        (("From", "nobody"), "no address"),
        (("Subject", "=?utf-8?b?/////w==?="), "not in the charset"),
        (("Content-Type", "text/html"), "no plain text"),
        (("Content-Type", "text/plain; charset=x-none"), "not in the charset"),
        (("Content-Transfer-Encoding", "base64"), "damaged"),
    ],
)
def test_a_message_that_cannot_be_read_costs_no_other(
    changed: tuple[str, str], reason: str
) -> None:
    """It is named by the line at which it begins, with the reason."""
    found = read(message() + message(changed) + message(("Message-ID", "<2@north>")))
    assert len(found) == 3
    [(line, told)] = reasons(found).items()
    assert line == 10
    assert reason in told


def test_what_stands_before_the_first_message_is_named() -> None:
    """It may be the end of one that was cut off."""
    found = read(b"rest of a message\n\n" + message())
    assert list(reasons(found)) == [1]
    assert len(found) == 2


def test_a_reply_of_the_other_side_is_no_request() -> None:
    """Else its answer would be counted as our asking; our own follow-up is one."""
    reply = message(
        ("From", "ops@south.example"),
        ("Message-ID", "<2@south>"),
        ("In-Reply-To", "<1@north>"),
    )
    again = message(("Message-ID", "<3@north>"), ("In-Reply-To", "<1@north>"))
    found = read(message() + reply + again)
    assert len(found) == 3
    assert "answers <1@north>" in reasons(found)[10]
    assert list(reasons(read(reply, **{"<1@north>": "watch@north.example"}))) == [1]


def test_attached_files_are_counted_as_left_out() -> None:
    """What is not imported is said."""
    parts = (
        '--x\nContent-Type: text/plain; charset="utf-8"\n\nPlease.\n'
        "--x\nContent-Type: image/png\nContent-Disposition: attachment\n\nabc\n--x--"
    )
    [found] = read(message(("Content-Type", "multipart/mixed; boundary=x"), text=parts))
    assert request(found).notes == ("1 attached files are not imported.",)
    assert request(found).request.text == Text("Please.")


def test_a_message_longer_than_a_statement_is_named() -> None:
    """It is not cut to fit."""
    assert "longer" in reasons(read(message(text="x" * 70_000)))[1]


def test_control_characters_in_a_message_are_named() -> None:
    """They could rewrite a terminal."""
    assert "control" in reasons(read(message(text="\x1b[2J")))[1]


@given(st.binary(max_size=200))
def test_random_messages_are_problems_or_requests(data: bytes) -> None:
    """Whatever stands in one, those before it are read."""
    found = read(message() + b"From x\n" + data)
    assert isinstance(found[0], Importable)


@given(
    st.sampled_from(["From", "To", "Date", "Subject", "Message-ID", "Content-Type"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40),
)
def test_random_headers_are_problems_or_requests(name: str, text: str) -> None:
    """The library stumbles over some; none of that comes out."""
    assert len(read(message((name, text)))) == 1


# --------------------------------------------------------------------- imported once


def test_a_message_is_imported_once() -> None:
    """By its Message-ID, also when a mail program has added headers since."""
    [first] = read(message())
    held = {origin(request(first).request): request(first).request}
    found = sort(iter(read(message(("X-Status", "RO")))), held)
    assert (found.new, len(found.held), found.problems) == ((), 1, ())


def test_a_row_is_imported_once_also_within_one_file() -> None:
    """By its digest; another row is another request."""
    found = sort(iter(table(ROW, ROW, ROW.replace("Speak", "Meet"))), {})
    assert [each.line for each in found.new] == [2, 4]
    assert [each.line for each in found.held] == [3]


def test_one_message_id_with_two_texts_is_named() -> None:
    """Nothing is passed over in silence."""
    found = sort(iter(read(message() + message(text="Something else."))), {})
    assert (len(found.new), [each.line for each in found.problems]) == (1, [10])
