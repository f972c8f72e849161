"""The path in memory, where it differs from the others."""

import pytest
from tests.carriers.ends import Inbox, run

from detente.carriers.memory import MemoryCarrier
from detente.record.errors import PathFailed, StoreFailed


def test_a_far_side_that_fails_is_a_failed_path() -> None:
    """Its trouble is its own: this side learns that the bundle was not taken."""

    async def fail(frame: bytes) -> bytes:
        raise StoreFailed("The disk at /secret/place is full.")

    carrier = MemoryCarrier("wire")
    carrier.attach(Inbox(fail))
    with pytest.raises(PathFailed, match="cannot take bundles now") as caught:
        run(carrier.hand_over(b"frame"))
    assert "secret" not in caught.value.sentence
    assert carrier.path == "wire"
