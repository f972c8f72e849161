"""Values of fields are written so that people can compare and read them."""

from detente.dialogue.forms.dis import Carried, Disclosed
from detente.report.writing import filled, written


def rows(body: Disclosed | Carried) -> dict[str, str]:
    """Return the fields of a body that say something, as they are written."""
    return {field.name: written(field, value) for field, value in filled(body)}


def test_a_digest_is_written_as_it_is() -> None:
    """Whoever holds the file compares its digest with the one that was signed."""
    found = rows(Disclosed(to_whom="The press", sha256=bytes(range(32))))

    assert found["sha256"] == bytes(range(32)).hex()
    assert "channel" not in found  # it goes into none


def test_bytes_too_long_to_read_are_named_by_their_digest() -> None:
    """A proof file that is carried fills no page."""
    found = rows(
        Carried(
            reference="NORTH/2026/0001/MSG/1/O",
            channel=bytes(32),
            sha256=bytes(32),
            proof=bytes(65),
        )
    )

    assert found["proof"].startswith("65 bytes, SHA-256 ")
