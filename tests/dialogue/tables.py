"""Tables as chance draws them, written as another program writes them."""

import csv
import io
import string

from hypothesis import strategies as st

from detente.dialogue.table import Table

SIGNS = string.ascii_letters + string.digits + " ,\";'-é中Я"
FIELDS = st.text(SIGNS, max_size=12).map(str.strip)
NAMES = FIELDS.filter(bool)
ENDS = {"LF": "\n", "CRLF": "\r\n"}


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw a table."""
    columns = tuple(draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)))
    row = st.tuples(*[FIELDS for _ in columns])
    return Table(columns, tuple(draw(st.lists(row, max_size=6))))


def written(drawn: Table, end: str, *, quoted: bool) -> bytes:
    """Return a table as Python's own csv writes it."""
    out = io.StringIO()
    if quoted:
        writer = csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL)
    else:
        writer = csv.writer(out, lineterminator=end)
    writer.writerows([drawn.columns, *drawn.rows])
    return out.getvalue().encode()
