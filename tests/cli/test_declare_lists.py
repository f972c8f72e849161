"""Each row of a list becomes a site, each number of stops a movement, and once."""

import subprocess
from pathlib import Path

from tests.cli.declaring import body, csv, declare, listed, ours
from tests.cli.program import DETENTE, call, refused
from tests.cli.story import Story
from tests.report.tables.lists import GOOD, book, stops


def test_each_row_is_a_site_and_is_stated_once(story: Story, tmp_path: Path) -> None:
    """The same command again states what is new."""
    rows = listed("A", {}, {}, {"persons_day": "12"})
    first = declare(story, csv(tmp_path, rows[:2]), "--confirm-doubts")
    again = declare(story, csv(tmp_path, rows), "--confirm-doubts")

    assert (first.code, again.code) == (0, 0), first.err + again.err
    assert [each["id"] for each in first.data["stated"]] == ["A-1", "A-2"]
    assert [each["id"] for each in again.data["stated"]] == ["A-3"]
    assert again.data["standing_already"] == [2, 3]
    [third] = again.data["stated"]
    assert body(story, third["reference"])["personal"]["persons_day"] == 12
    assert sorted(e for e in ours(story) if e.startswith("A-")) == ["A-1", "A-2", "A-3"]


def test_nothing_is_stated_while_a_row_is_wrong(story: Story, tmp_path: Path) -> None:
    """All faults are listed: of cells, and of what every node would mark."""
    rows = listed("B", {}, {"lat": "north"}, {"revalidate_by": "2026-01-01"})
    done = declare(story, csv(tmp_path, rows), "--confirm-doubts")

    assert done.code == 2
    assert done.data["stated"] == []
    assert [(each["row"], each["column"]) for each in done.data["faults"]] == [
        (3, "lat"),
        (4, ""),
    ]
    assert "17.2" in done.data["faults"][1]["reason"]
    assert not any(each.startswith("B-") for each in ours(story))


def test_the_right_rows_alone_are_stated_if_asked_for(
    story: Story, tmp_path: Path
) -> None:
    """The others are written out with the reason, and once mended are stated."""
    rows = listed("C", {}, {"lat": "north"})
    file = csv(tmp_path, rows)
    done = declare(story, file, "--only-right-rows", "--confirm-doubts")

    rest = tmp_path / "sites.csv.rejected.csv"
    assert done.code == 2
    assert [each["id"] for each in done.data["stated"]] == ["C-1"]
    assert done.data["rejected"] == str(rest)
    mended = rest.read_text("utf-8-sig").replace(",north,", ",36.91800,")
    rest.write_text(mended)
    again = declare(story, rest, "--confirm-doubts")
    assert [each["id"] for each in again.data["stated"]] == ["C-2"]
    assert again.data["unread_columns"] == ["row", "reason"]


def test_a_site_that_stands_elsewhere_is_no_new_one(
    story: Story, tmp_path: Path
) -> None:
    """It is changed, by its reference."""
    rows = listed("D", {})
    first = declare(story, csv(tmp_path, rows), "--confirm-doubts").data["stated"][0]
    moved = [{**rows[0], "lat": "36.99900"}]

    done = declare(story, csv(tmp_path, moved), "--confirm-doubts")

    [fault] = done.data["faults"]
    assert f"--changes {first['reference']}" in fault["reason"]
    assert done.data["stated"] == []


def test_doubts_of_a_list_are_confirmed_or_nothing_is_stated(
    story: Story, tmp_path: Path
) -> None:
    """Swapped figures are not stated unseen."""
    rows = listed("E", {"lat": "68.86300", "lon": "36.71800", "mgrs": GOOD["mgrs"]})
    file = csv(tmp_path, rows)

    sentence = refused(declare(story, file, "--yes"), 2)
    checked = declare(story, file, "--check")

    assert "look swapped" in sentence
    assert (checked.code, checked.data["stated"]) == (0, [])
    assert "look swapped" in checked.data["doubts"][0]["sentence"]
    assert not any(each.startswith("E-") for each in ours(story))


def test_a_workbook_is_stated_like_a_table(story: Story, tmp_path: Path) -> None:
    """What no row says is filled in for all."""
    [row] = listed("F", {"lat": 36.818, "lon": 68.863})
    del row["organisation"]
    file = tmp_path / "sites.xlsx"
    file.write_bytes(book([row]))

    fill = ("--field", "organisation=Relief", "--confirm-doubts")
    done = declare(story, file, *fill)

    [stated] = done.data["stated"]
    assert body(story, stated["reference"])["organisation"] == "Relief"


def test_the_page_lists_faults_doubts_and_what_became_of_each_row(
    story: Story, tmp_path: Path
) -> None:
    """For whoever stands at the terminal."""
    rows = listed("G", {"Colour": "red"}, {"Colour": "", "function": "castle"})
    words = ("--only-right-rows", "--confirm-doubts", "--yes")
    page = call(
        "declare", csv(tmp_path, rows), *words, *story.speaks("north")[:-1]
    ).out.splitlines()

    assert page[0] == "1 new, 0 standing already, 1 wrong; doubts: 1"
    assert page[1] == "Columns that nobody reads: Colour"
    assert page[2].startswith("row 3, function: Invalid enum value")
    assert page[3].startswith("? row 2: Its position is given once")
    assert page[4].startswith("row 2: G-1 is NORTH/")
    rest = tmp_path / "sites.csv.rejected.csv"
    assert page[5:] == [
        "STATED: 1",
        f"The wrong rows are in {rest}, each with the reason",
    ]


def test_doubts_of_the_same_words_are_shown_once_with_their_rows(
    story: Story, tmp_path: Path
) -> None:
    """So that the one that matters is seen among a thousand."""
    file = csv(tmp_path, listed("K", *[{}] * 12))

    page = call("declare", file, "--check", *story.line("north")).out.splitlines()

    assert page[0] == "12 new, 0 standing already, 0 wrong; doubts: 12"
    assert page[1].startswith("? rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more: Its")
    assert page[2:] == ["NOTHING STATED"]


def test_what_was_stated_before_a_break_is_not_stated_again(
    story: Story, tmp_path: Path
) -> None:
    """Killed in the middle of a list; the same command states the rest."""
    file = csv(tmp_path, listed("I", *[{}] * 30))
    words = ["declare", file, "--confirm-doubts", "--yes", *story.speaks("north")[:-1]]
    broken = subprocess.Popen(
        [DETENTE, *words], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    )
    with broken:
        assert broken.stdout is not None
        for line in broken.stdout:
            if line.startswith("row 4: "):
                broken.kill()
                break
    assert 3 <= sum(each.startswith("I-") for each in ours(story)) < 30

    done = declare(story, file, "--confirm-doubts")

    assert done.code == 0, done.err
    found = sorted(each for each in ours(story) if each.startswith("I-"))
    assert found == sorted(f"I-{number}" for number in range(1, 31))


def test_a_list_of_movements_is_stated_movement_by_movement(
    story: Story, tmp_path: Path
) -> None:
    """And, as sites are, once."""
    file = csv(tmp_path, [*stops("J-1"), *stops("J-2")])

    done = declare(story, file)
    again = declare(story, file)

    assert (done.code, again.code) == (0, 0), done.err
    assert [(each["row"], each["id"]) for each in done.data["stated"]] == [
        (2, "J-1"),
        (5, "J-2"),
    ]
    assert (again.data["stated"], again.data["standing_already"]) == ([], [2, 5])
    moved = body(story, done.data["stated"][0]["reference"])
    assert [each["name"] for each in moved["waypoints"]] == ["Bridge"]
