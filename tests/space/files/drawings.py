"""Events of Cursor on Target as programs write them."""

TIMES = (
    'time="2026-08-30T19:19:41.48Z" start="2026-08-30T19:19:41.48Z" '
    'stale="2026-09-06T19:19:41.48Z"'
)
RING = ((50.1, 8.68), (50.11, 8.68), (50.11, 8.69), (50.1, 8.69))


def event(kind: str, detail: str = "", uid: str = "a1", **point: str) -> str:
    """Return an event; `point` are attributes of its point."""
    usual = {"lat": "50.1083", "lon": "8.6744", "hae": "9999999.0"}
    usual |= {"ce": "9999999.0", "le": "9999999.0"}
    said = " ".join(f'{name}="{text}"' for name, text in {**usual, **point}.items())
    return (
        f'<event version="2.0" uid="{uid}" type="{kind}" {TIMES} how="h-e">'
        f"<point {said}/><detail>{detail}</detail></event>"
    )


def links(*points: tuple[float, float]) -> str:
    """Return the links of a line."""
    return "".join(f'<link point="{lat},{lon},82.5"/>' for lat, lon in points)


def circle(major: str = "346.5", minor: str = "346.5") -> str:
    """Return the shape of a circle."""
    axes = f'minor="{minor}" angle="360" major="{major}"'
    return f"<shape><ellipse {axes}/></shape>"


def report(uid: str, time: str, lat: str, lon: str, **point: str) -> str:
    """Return a report of an object, as its sender sees it: a friend, on the move."""
    made = event(
        "a-f-G-U-C",
        '<track speed="4.5" course="90"/><contact callsign="ALPHA"/>',
        uid,
        lat=lat,
        lon=lon,
        **point,
    )
    return made.replace('time="2026-08-30T19:19:41.48Z"', f'time="{time}"', 1)
