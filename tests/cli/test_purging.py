"""A body that both sides have agreed to purge is gone from both stores."""

import asyncio
from pathlib import Path

import pytest
from tests.cli.program import call
from tests.cli.story import Story

from detente.node.door import Knock
from detente.node.duty import duty_of
from detente.node.place import Place

SECRET = "White lorry, plate 12-345, driver +1 555 0100."
LOOKS = 50


def traces(place: Place) -> list[str]:
    """Return the files of a store in which the secret stands."""
    files = place.store.parent.glob(f"{place.store.name}*")
    return [each.name for each in files if SECRET.encode() in each.read_bytes()]


def attend(place: Place) -> None:
    """Do the duty of a node until the secret is gone, or it does not go."""

    async def look() -> None:
        duty, knock = duty_of(place), await Knock.at(place.door)
        try:
            for _ in range(LOOKS):
                await duty.look(knock)
                if not traces(place):
                    break
        finally:
            await knock.close()

    asyncio.run(look())


@pytest.fixture(scope="module")
def purged(story: Story) -> str:
    """A message that NORTH sent and both have agreed to purge; its reference."""
    fields = ("--field", "subject=Convoy", "--field", f"text={SECRET}")
    sent = call("send", "MSG", *fields, *story.speaks("north"), "--wait", "20").data
    assert all(traces(Place(story.line(side)[1])) for side in ("north", "south"))
    asked = call(
        *("send", "PUR", "--act", "propose", "--answers", sent["reference"]),
        *("--field", "purged=text", "--field", "reason=The convoy is home."),
        *story.speaks("south"),
        *("--wait", "20"),
    )
    assert asked.code == 0, asked.err
    assert asked.data["cautions"] == []
    consent = ("answer", asked.data["reference"], "accept", "--wait", "20")
    assert call(*consent, *story.speaks("north")).code == 0
    return str(sent["reference"])


@pytest.mark.parametrize("side", ["north", "south"])
def test_no_file_of_either_side_holds_it_any_more(
    story: Story, purged: str, side: str
) -> None:
    """And PURGED stands where it stood, on a screen that reads the store anew."""
    place = Place(Path(story.line(side)[1]))
    attend(place)
    assert traces(place) == []
    shown = call("show", purged, *story.line(side))
    assert shown.code == 0, shown.err
    assert "Text: PURGED" in shown.out
    assert "Subject: Convoy" in shown.out


def test_a_proof_of_it_still_holds_and_shows_no_body(
    story: Story, purged: str, tmp_path: Path
) -> None:
    """That it was said, by whom and when, stays provable."""
    out = tmp_path / "purged.proof"
    attend(Place(Path(story.line("north")[1])))
    done = call("export", purged, "--out", out, *story.line("north"))
    assert done.code == 0, done.err
    assert call("verify", out).code in {0, 3}
    assert SECRET.encode() not in out.read_bytes()
