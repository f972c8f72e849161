"""Decide what is told of volumes that conflict: pairs, and when both stand (30.6)."""

from collections.abc import Iterator, Sequence

import msgspec

from detente.report.declared import counted, told
from detente.report.pages import columns
from detente.space.files import geojson
from detente.space.meeting import pairs
from detente.space.meeting.pairs import ENGINE
from detente.space.picture import picture
from detente.space.volume import Minima, Volume, shared


class ConflictsFound(msgspec.Struct, frozen=True):
    """The pairs of volumes that conflict, by id, in order; and who found them."""

    pairs: tuple[tuple[str, str], ...]
    engine: str = ENGINE


class Found(msgspec.Struct, frozen=True):
    """Two volumes that conflict."""

    one: Volume
    other: Volume

    @property
    def ids(self) -> tuple[str, str]:
        """Their ids."""
        return self.one.id, self.other.id


def among(volumes: Sequence[Volume], minima: Minima) -> list[Found]:
    """Return the volumes of two parties that conflict, by id, the lower id first."""
    rows = pairs.among(picture(volumes), minima).tolist()
    both = (sorted((volumes[i], volumes[j]), key=_id) for i, j in rows)
    return sorted((Found(one, other) for one, other in both), key=_ids)


def between(
    ours: Sequence[Volume], theirs: Sequence[Volume], minima: Minima
) -> list[Found]:
    """Return the volumes of ours and of theirs that conflict, by id."""
    rows = pairs.between(picture(ours), picture(theirs), minima).tolist()
    return sorted((Found(ours[i], theirs[j]) for i, j in rows), key=_ids)


def _id(volume: Volume) -> str:
    return volume.id


def _ids(found: Found) -> tuple[str, str]:
    return found.ids


def listed(found: Sequence[Found]) -> ConflictsFound:
    """Return the pairs, for a program."""
    return ConflictsFound(tuple(each.ids for each in found))


def drawn(found: Sequence[Found]) -> object:
    """Return the volumes in conflict as GeoJSON, each with what it conflicts with."""
    with_whom: dict[str, list[str]] = {}
    volumes = {}
    for each in found:
        for one, other in ((each.one, each.other), (each.other, each.one)):
            volumes[one.id] = one
            with_whom.setdefault(one.id, []).append(other.id)
    features = []
    for id_, others in sorted(with_whom.items()):
        features.append(geojson.feature(volumes[id_], conflicts_with=sorted(others)))
    return geojson.collection(features)


def conflicts_page(found: Sequence[Found], compared: int) -> Iterator[str]:
    """Yield each pair, and from when until when both stand."""
    yield f"{counted(len(found))} among {compared:,} volumes ({ENGINE})"
    yield from columns([list(_row(each)) for each in found])


def _row(found: Found) -> Iterator[str]:
    for each in (found.one, found.other):
        yield f"{each.party} {each.id}".strip()
    yield told(shared(found.one.windows, found.other.windows))
