"""The checks of the documents find what they are for."""

from pathlib import Path

import pytest

import check_docs
from findings import Finding


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """An empty checkout in which nothing is wrong."""
    (tmp_path / "adr").mkdir()
    (tmp_path / "adr" / "README.md").write_text("# Decisions\n")
    (tmp_path / "docs").mkdir()
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    """Put a file into a checkout, and the folders it needs."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def sentences(root: Path) -> list[str]:
    """What is wrong with the documents of a checkout."""
    return [finding.sentence for finding in check_docs.findings(root)]


def test_an_empty_checkout_is_in_order(checkout: Path) -> None:
    """Where nothing is written, nothing is wrong."""
    assert sentences(checkout) == []


def test_a_broken_link_is_reported_with_its_line(checkout: Path) -> None:
    """The finding leads the writer to the line of the link."""
    write(checkout, "docs/a.md", "# A\n\nSee [the\nother](gone.md).\n")

    assert list(check_docs.findings(checkout)) == [
        Finding("docs/a.md", 4, "gone.md is not in the checkout.")
    ]


@pytest.mark.parametrize(
    "link",
    [
        "[b](b.md)",
        "[b](./b.md#two-words)",
        "[b](<b.md>)",
        '[b](b.md "with a title")',
        "[up](../LICENSE)",
        "![picture](b.md)",
        "[here](#a-page)",
        "[web](https://example.org/none)",
        "`[code](none.md)`",
        "```\n[code](none.md)\n```",
        "[b]: b.md",
    ],
)
def test_a_link_that_leads_somewhere_is_left_alone(checkout: Path, link: str) -> None:
    """Files, folders, headings, other sites and code give no finding."""
    write(checkout, "docs/a.md", f"# A page\n\n{link}\n")
    write(checkout, "docs/b.md", "# B\n\n## Two words\n")
    write(checkout, "LICENSE", "")

    assert sentences(checkout) == []


@pytest.mark.parametrize(
    "link", ["[b](b.md#three-words)", "[b]: none.md", "[out](../../elsewhere.md)"]
)
def test_a_link_that_leads_nowhere_is_reported(checkout: Path, link: str) -> None:
    """A missing heading counts, and so does a file outside the checkout."""
    write(checkout, "docs/a.md", f"# A page\n\n{link}\n")
    write(checkout, "docs/b.md", "# B\n\n## Two words\n")
    write(checkout.parent, "elsewhere.md", "# Not of this checkout\n")

    assert len(sentences(checkout)) == 1


def test_the_second_of_two_equal_headings_has_its_own_anchor(checkout: Path) -> None:
    """Equal headings are told apart as web hosts of Markdown do it."""
    write(checkout, "docs/a.md", "# A\n\n## B\n\n## B\n\n[x](#b) [y](#b-1) [z](#b-2)\n")

    assert sentences(checkout) == ["#b-2: there is no such heading."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# §4.2.1 the codec", ["4.2.1"]),
        ("spec clause 4", ["4"]),
        ("Clauses 4.2, 4.3 and 5.1 say", ["4.2", "4.3", "5.1"]),
        ("(clause 5.1).", ["5.1"]),
        ("first\n    # of clause\n    # 6.5", ["6.5"]),
        ("RFC 8949 §4.2.1", []),
        ("RFC 8949, §4.2.1", []),
        ("RFC 8949\n    §4.2.1", []),
        ("RFC-9162 (§2.1)", []),
        ("FIPS 204 §5", []),
        ("IMO MSC.302(87) §7.3", []),
        ("as RFC 9162 has it, and as clause 4.2 narrows it", ["4.2"]),
    ],
)
def test_citations_are_told_from_those_of_others(
    text: str, expected: list[str]
) -> None:
    """A clause of an RFC or another standard is not one of ours."""
    assert [number for number, _ in check_docs.cited_clauses(text)] == expected


def test_a_cited_clause_that_is_not_written_is_reported(checkout: Path) -> None:
    """Code that cites a rule which nobody can look up is a finding."""
    write(checkout, "spec/feed.md", "# Feeds\n\n## 4 Feeds\n\n4.2 A feed grows.\n")
    write(checkout, "src/detente/feed.py", "# clause 4\n# §4.2\n# §4.3\n")

    assert list(check_docs.findings(checkout)) == [
        Finding("src/detente/feed.py", 3, "Clause 4.3 is not in spec/.")
    ]


def test_citations_wait_until_there_is_a_specification(checkout: Path) -> None:
    """Without `spec/` there is nothing to look a clause up in."""
    write(checkout, "src/detente/feed.py", "# §4.3\n")

    assert sentences(checkout) == []


def test_a_clause_written_twice_is_reported(checkout: Path) -> None:
    """Two clauses under one number make every citation of it doubtful."""
    write(checkout, "spec/a.md", "# A\n\n## 4 Feeds\n\n**4.2** A feed grows.\n")
    write(checkout, "spec/b.md", "# B\n\n## 5 Heads\n\n**4.2** A head is signed.\n")

    assert list(check_docs.findings(checkout)) == [
        Finding("spec/b.md", 5, "Clause 4.2 is written a second time.")
    ]


def test_a_clause_without_a_number_is_reported(checkout: Path) -> None:
    """A part of the specification that cannot be cited cannot be checked."""
    write(checkout, "spec/a.md", "# A\n\n## 4 Feeds\n\n### Growth\n\n## Annex A\n")

    assert list(check_docs.findings(checkout)) == [
        Finding("spec/a.md", 5, "'Growth' has no clause number.")
    ]


def test_a_decision_missing_from_the_index_is_reported(checkout: Path) -> None:
    """The index is how a newcomer finds a decision."""
    write(checkout, "adr/0001-record-decisions.md", "# 1. Record decisions\n")

    assert sentences(checkout) == [
        "0001-record-decisions.md is missing from the index."
    ]


def test_two_decisions_of_one_number_are_reported(checkout: Path) -> None:
    """Two branches may each have taken the next number."""
    write(checkout, "adr/README.md", "[a](0001-a.md)\n[b](0001-b.md)\n")
    write(checkout, "adr/0001-a.md", "# 1. A\n")
    write(checkout, "adr/0001-b.md", "# 1. B\n")

    assert sentences(checkout) == ["Number 0001 is given twice."]


def test_a_command_without_an_entry_is_reported(checkout: Path) -> None:
    """A mention in passing is no entry: it takes a heading."""
    write(
        checkout,
        "docs/commands.md",
        "# Commands\n\n## `detente send`\n\nAlso detente show.\n",
    )

    found = check_docs.undescribed_commands(checkout, ["send", "show"])

    assert [finding.sentence for finding in found] == [
        "No heading in docs/ is called detente show."
    ]
