"""Read JSON text so that nothing of it is lost, and nothing can be read in two ways.

RFC 8259. Numbers with a fraction stay the decimals that they were written as: rounding
them to whole numbers is for clause 30.1 alone. A name that stands twice in an object,
`NaN` and `Infinity` are refused, for other programs read them otherwise or not at all.
"""

import json
from decimal import Decimal
from typing import NoReturn

from detente.record.errors import Malformed


def parse(data: bytes) -> object:
    """Return the value of a JSON text in UTF-8; numbers are int or Decimal.

    Raises:
        Malformed: it is no JSON, or a reader could take it in two ways.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed(
            f"The file is no text in UTF-8: byte {error.start + 1} is wrong."
        ) from error
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_once,
        )
    except json.JSONDecodeError as error:
        raise Malformed(
            f"The file is no JSON: in line {error.lineno}, column {error.colno}, "
            f"{error.msg[:1].lower()}{error.msg[1:]}."
        ) from error
    except RecursionError as error:
        raise Malformed("The file is no such JSON: its lists lie too deep.") from error
    except (ArithmeticError, ValueError) as error:
        raise Malformed("The file has a number too long for any place.") from error


def _refuse_constant(name: str) -> NoReturn:
    raise Malformed(f"The file is no JSON: {name} is no number.")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise Malformed(f"The name {name[:40]!r} stands twice in one object.")
            seen.add(name)
    return found
