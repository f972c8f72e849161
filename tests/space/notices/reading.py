"""How tests read a notice."""

from detente.space.notices.notice import Notice, NoticeArea, read
from detente.space.notices.positions import MinutesAs
from detente.space.volume import E9, Area, Point, Polygon, Window

TIMES = "041200Z TO 071200Z AUG 26"
SQUARE = "25-00N 120-00E, 26-00N 120-00E, 26-00N 121-00E, 25-00N 121-00E"


def at(lat: float, lon: float) -> Point:
    """Return a place given in degrees."""
    return Point(round(lat * E9), round(lon * E9))


def one(text: str, minutes_as: MinutesAs | None = None) -> NoticeArea:
    """Return the only area of a notice of which nothing else should be an area."""
    notice = read(text, minutes_as)
    assert notice.refused == ()
    [area] = notice.areas
    return area


def shape(text: str) -> Area:
    """Return the shape of the only area of a notice."""
    [found] = one(text).volume.areas
    return found


def corners(text: str, minutes_as: MinutesAs | None = None) -> tuple[Point, ...]:
    """Return the corners of the only polygon of a notice."""
    [found] = one(text, minutes_as).volume.areas
    assert isinstance(found, Polygon)
    return found.outer


def refusal(text: str) -> str:
    """Return why a notice of one area makes none."""
    notice = read(text)
    assert notice.areas == ()
    return notice.refused[0].why


def windows(text: str) -> tuple[Window, ...]:
    """Return the windows of a square for which a text gives the times."""
    return one(f"FIRING {text} IN AREA BOUNDED BY {SQUARE}.").volume.windows


def doubted(area: NoticeArea, words: str) -> bool:
    """Say whether a doubt of an area has these words."""
    return any(words in each for each in area.doubts)


def told(notice: Notice) -> str:
    """Return all that a notice left unread."""
    return " | ".join(each.text for each in (*notice.refused, *notice.unread))
