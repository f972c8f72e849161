"""The vectors of `spec/`: judged by the verifier, and its tables by the record too."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest

import detente_verify
import make_vectors
from detente.record import feed, head, keys, wire
from detente.record.errors import Refused
from findings import ROOT

FOLDER: Final = ROOT / "spec" / "vectors"
FOLDERS: Final = sorted(path.parent for path in FOLDER.glob("*/case.json"))
LEAST_CASES: Final = 60
MOST_BYTES: Final = 4_000_000
MOST: Final = 1 << 20


def table(name: str) -> Any:  # noqa: ANN401 - JSON
    """Return a table of the vectors."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def case_of(folder: Path) -> dict[str, Any]:
    """Return what a folder says of its case."""
    case: dict[str, Any] = json.loads((folder / "case.json").read_text())
    return case


def made(folder: Path) -> Path | None:
    """Make the file that is too large to keep, if the case has one."""
    make = case_of(folder).get("make")
    if make is None:
        return None
    path = folder / str(make["file"])
    path.write_bytes(bytes(make["zero_bytes"]))
    return path


def refused(refusal: type[Exception] | tuple[type[Exception], ...]) -> Any:  # noqa: ANN401
    """Return a function that says whether a call goes through or is refused so."""

    def passes(call: Callable[[], object]) -> bool:
        try:
            call()
        except refusal:
            return False
        return True

    return passes


verifier_takes = refused((detente_verify.NotReadable, detente_verify.NotProven))
record_takes = refused(Refused)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_case_gets_the_verdict_it_says(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every folder of `spec/vectors` is judged as its `case.json` says."""
    case, large = case_of(folder), made(folder)
    monkeypatch.chdir(folder)
    try:
        assert detente_verify.main(case["arguments"]) == case["exit"]
    finally:
        if large:
            large.unlink()
    told = capsys.readouterr()
    assert (told.out or told.err).strip()


@pytest.mark.parametrize(
    "name", ["statement", "no-trust_untrusted", "flipped-body_fail", "file-empty_fail"]
)
def test_the_command_by_itself_gives_the_same_exit_code(name: str) -> None:
    """The verifier started as a program ends with the code of the case."""
    case = case_of(FOLDER / name)
    program = ROOT / "src" / "detente_verify.py"
    done = subprocess.run(
        [sys.executable, "-I", program, *case["arguments"]],
        cwd=FOLDER / name,
        capture_output=True,
        timeout=50,
        check=False,
    )
    assert done.returncode == case["exit"]
    assert done.stdout
    assert not done.stderr


def test_a_case_that_must_be_refused_says_so_in_its_name() -> None:
    """The name ends in _fail where the verdict is a refusal, and nowhere else."""
    for folder in FOLDERS:
        code, name = case_of(folder)["exit"], folder.name
        assert name.endswith("_fail") == (code in {1, 2}), name
        assert name.endswith("_untrusted") == (code == 3), name


def test_each_case_names_a_clause_that_is_written() -> None:
    """Whoever fails a case can read which sentence it is about."""
    pages = "".join(p.read_text() for p in sorted((ROOT / "spec").glob("*.md")))
    written = set(re.findall(r"^\*\*(\d+\.\d+)\*\*", pages, re.MULTILINE))
    written |= set(re.findall(r"^## (\d+)\. ", pages, re.MULTILINE))
    assert {case_of(folder)["clause"] for folder in FOLDERS} <= written


def test_there_are_enough_cases_and_they_are_not_too_large() -> None:
    """A second implementation gets at least sixty cases, in few megabytes."""
    assert len(FOLDERS) >= LEAST_CASES
    assert sum(p.stat().st_size for p in FOLDER.rglob("*") if p.is_file()) < MOST_BYTES


@pytest.fixture(scope="module")
def all_cases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Any]]:
    """Make every case anew, those that are not kept too."""
    folder = tmp_path_factory.mktemp("cases")
    written = list(make_vectors.cases())
    for case in written:
        make_vectors.write(folder, case)
    return folder, written


def test_cases_made_anew_are_judged_as_they_say(
    all_cases: tuple[Path, list[Any]],
) -> None:
    """The cases do not hang on the randomness with which they were signed."""
    folder, written = all_cases
    answers = {case.name: make_vectors.judged(folder, case) for case in written}
    wrong = {c.name: answers[c.name] for c in written if answers[c.name][0] != c.exit}
    assert wrong == {}


def test_the_kept_cases_are_those_that_would_be_made(
    all_cases: tuple[Path, list[Any]],
) -> None:
    """Nothing lies in `spec/vectors` that the script would not write."""
    _, written = all_cases
    names = {case.name for case in written}
    assert names >= make_vectors.LEFT_OUT
    assert {f.name for f in FOLDERS} == names - make_vectors.LEFT_OUT


@pytest.mark.parametrize("row", table("wire"), ids=lambda row: row["what"])
def test_the_record_and_the_verifier_take_the_same_values(row: dict[str, Any]) -> None:
    """Bytes are a value for both, or for neither, as the table says."""
    data = bytes.fromhex(row["hex"])
    assert record_takes(lambda: wire.decode(data, max_bytes=MOST)) == row["accepted"]
    assert verifier_takes(lambda: detente_verify.cbor(data, MOST)) == row["accepted"]


@pytest.mark.parametrize("row", table("notes"), ids=lambda row: row["what"])
def test_the_record_and_the_verifier_read_the_same_heads(row: dict[str, Any]) -> None:
    """A text is a signed checkpoint for both, or for neither."""
    text = row["note"].encode()
    assert record_takes(lambda: head.parse_note(text)) == row["readable"]
    assert verifier_takes(lambda: detente_verify.note(text)) == row["readable"]


@pytest.mark.parametrize("row", table("keys")["ed25519"], ids=lambda row: row["key"])
def test_the_record_and_the_verifier_take_the_same_points(row: dict[str, Any]) -> None:
    """An Ed25519 key is sound for both, or for neither."""
    raw = bytes.fromhex(row["key"])
    theirs, ours = keys.PublicKey(-19, raw), detente_verify.Key(-19, raw)
    assert record_takes(lambda: keys.enrol(theirs)) == row["sound"]
    assert verifier_takes(lambda: detente_verify.sound(ours)) == row["sound"]


@pytest.mark.parametrize(
    "row", table("keys")["thumbprints"], ids=lambda row: str(row["algorithm"])
)
def test_the_record_and_the_verifier_name_keys_alike(row: dict[str, Any]) -> None:
    """A key has the thumbprint of the table, also that of the example in RFC 9679."""
    raw = bytes.fromhex(row["key"])
    theirs = keys.PublicKey(row["algorithm"], raw)
    ours = detente_verify.Key(row["algorithm"], raw)
    assert keys.thumbprint(theirs).hex() == row["kid"]
    assert detente_verify.thumbprint(ours).hex() == row["kid"]
    if row["algorithm"] == keys.PASSKEY:
        assert row["kid"].startswith("496bd8afadf307e5b08c64b0421bf9dc01528a34")


@pytest.mark.parametrize(
    "row", table("keys")["signatures"], ids=lambda row: row["what"]
)
def test_the_record_and_the_verifier_take_the_same_signatures(
    row: dict[str, Any],
) -> None:
    """An Ed25519 signature fits for both, or for neither."""
    message, value = bytes.fromhex(row["message"]), bytes.fromhex(row["signature"])
    parts = -19, bytes.fromhex(row["key"])
    theirs, ours = keys.PublicKey(*parts), detente_verify.Key(*parts)
    assert record_takes(lambda: keys.verify(theirs, message, value)) == row["fits"]
    assert (
        verifier_takes(lambda: detente_verify.check_signature(ours, message, value))
        == row["fits"]
    )


@pytest.mark.parametrize("row", table("passkeys"), ids=lambda row: row["what"])
def test_the_record_and_the_verifier_take_the_same_assertions(
    row: dict[str, Any],
) -> None:
    """A passkey's assertion fits its message for both, or for neither."""
    message, value = bytes.fromhex(row["message"]), bytes.fromhex(row["signature"])
    parts = row["algorithm"], bytes.fromhex(row["key"]), tuple(row["origins"])
    theirs, ours = keys.PublicKey(*parts), detente_verify.Key(*parts)
    assert record_takes(lambda: keys.verify(theirs, message, value)) == row["fits"]
    assert (
        verifier_takes(lambda: detente_verify.check_signature(ours, message, value))
        == row["fits"]
    )


def test_the_roots_are_those_that_other_logs_compute() -> None:
    """The tree of eight known leaves has the root known from RFC 6962 logs."""
    known = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    trees = table("trees")
    assert trees["roots"][8] == known
    assert trees["roots"][0] == feed.EMPTY_ROOT.hex()


def leads(call: Callable[[], object], root: object) -> bool:
    """Say whether a path leads to a root; a refusal is a no."""
    try:
        return call() == root
    except (Refused, detente_verify.NotProven):
        return False


def test_inclusion_paths_lead_where_the_table_says() -> None:
    """Record and verifier agree on every path, right or wrong, of every leaf."""
    trees = table("trees")
    roots = [bytes.fromhex(each) for each in trees["roots"]] + [b""] * 2
    leaves = [bytes.fromhex(each) for each in trees["leaf_hashes"]] + [b""] * 3
    for row in trees["inclusion"]:
        index, size = row["index"], row["size"]
        path = [bytes.fromhex(step) for step in row["path"]]
        proof = (leaves[index], index, size, path)
        assert (
            leads(partial(feed.root_of_inclusion, *proof), roots[size]) == row["leads"]
        )
        told = leads(partial(detente_verify.included_root, *proof), roots[size])
        assert told == row["leads"], row


def test_consistency_paths_lead_where_the_table_says() -> None:
    """Record and verifier agree on every path, right or wrong, between sizes."""
    trees = table("trees")
    roots = [bytes.fromhex(each) for each in trees["roots"]] + [b""] * 2
    for row in trees["consistency"]:
        old, size = row["old"], row["size"]
        path = [bytes.fromhex(step) for step in row["path"]]
        proof, both = (old, size, path), (roots[old], roots[size])
        assert leads(partial(feed.roots_of_path, *proof), both) == row["leads"]
        told = leads(partial(detente_verify.consistent_roots, *proof), both)
        assert told == row["leads"], row
