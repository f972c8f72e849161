"""What is followed live in a play: stated by a node, and sounded by both."""

import json

import pytest
from tests.play.six import SIX, Told

from detente.node.place import Place
from detente.play import reading
from detente.record.errors import Malformed
from detente.report.positions import of_case
from detente.report.record import reading as record_of


def test_both_watches_are_warned_before_and_when_it_is_within(told: Told) -> None:
    """Each alarm is written down once by each node, and ends with the flight."""
    for code in ("PRC", "USA"):
        log = (told.root / code / "alarms.jsonl").read_text().splitlines()
        rows = [json.loads(line) for line in log]
        sounded = [r["sentence"] for r in rows if r["kind"] == "due"]
        warned = [each for each in sounded if "predicted incursion USA/" in each]
        within = [each for each in sounded if "incursion USA/" in each]
        assert len(warned) == 1
        assert len(within) == 2
        assert "phase 1, volume 4" in within[1]
    assert told.text.count("ALARM at both watches: predicted incursion") == 1
    assert told.text.count("ALARM at both watches: incursion") == 1


def test_both_stores_hold_every_report(told: Told) -> None:
    """The node of its owner signed an entry a minute, and the bytes followed."""
    found = []
    for code in ("PRC", "USA"):
        with record_of(Place(told.root / code)) as record:
            [case] = [c for c in record.standing.of_family("movement") if c.shares]
            [followed] = of_case(record, case, 0)
            found.append(followed)
            assert followed.state == "OVER"
            assert (followed.lacking, followed.irregular) == (0, 0)
    assert found[0] == found[1]
    assert found[0].batches == 5


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('of = "evacuation"', 'of = "transit"', "'transit' is no movement or incident"),
        (
            "[charter.positions]\nevery_s = 60\nkeep_s = 2592000\n",
            "",
            "the charter permits no live positions",
        ),
        ('kind = "incursion"', 'kind = "excursion"', "Invalid enum value"),
    ],
)
def test_what_cannot_be_followed_is_refused_before_anything_is_started(
    old: str, new: str, says: str
) -> None:
    """With the step, in one sentence."""
    text = SIX.read_text()
    assert old in text

    with pytest.raises(Malformed, match="evacuation-") as refused:
        reading.parse(text.replace(old, new).encode())

    assert says.lower() in refused.value.sentence.lower()
