"""Decide how bundles pass inside one process: for tests and embedded use.

It keeps to the port as the others do: bounded sizes, refusals as `PathFailed`, nothing
handed over while the other side is away.
"""

from detente.carriers import refusals
from detente.ports import Receive
from detente.record.errors import Failed, PathFailed, Refused


class MemoryCarrier:
    """The Carrier port to whoever is attached at the far end.

    Args:
        path: the path's name, as the record shows it.
    """

    def __init__(self, path: str = "memory") -> None:
        self._path = path
        self._far_end: Receive | None = None
        self._closed = False

    @property
    def path(self) -> str:
        """The path's name, as the record shows it."""
        return self._path

    def attach(self, far_end: Receive) -> None:
        """Let the other side listen from now on."""
        self._far_end = far_end

    def detach(self) -> None:
        """Let the other side go away."""
        self._far_end = None

    async def hand_over(self, frame: bytes) -> bytes | None:
        """Hand one sealed bundle over; return the sealed answer.

        Raises:
            PathFailed: nobody listens, or the other side refused or failed.
        """
        refusals.check_size(frame)
        if self._closed or self._far_end is None:
            raise PathFailed("Nobody listens at the far end of the path in memory.")
        try:
            return await self._far_end(frame, self._path)
        except Refused as error:
            raise refusals.told(error) from error
        except Failed as error:
            raise refusals.NotTaken(
                "The other side cannot take bundles now."
            ) from error

    async def close(self) -> None:
        """Let go of the path."""
        self._closed = True
