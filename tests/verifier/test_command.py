"""The verifier as a command: its words, its exit codes, many files at once."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pytest

import detente_verify
from detente.record import wire
from detente.testing.parties import World
from findings import ROOT

NORTH: Final = "NORTH"
PROGRAM: Final = ROOT / "src" / "detente_verify.py"
MANY: Final = 70


# What a `cryptography` built without ML-DSA does, and no more of it than is asked.
LESSER: Final = """
from cryptography.exceptions import UnsupportedAlgorithm

class Key:
    @staticmethod
    def from_public_bytes(raw):
        raise UnsupportedAlgorithm(raw)

class ed25519: Ed25519PublicKey = Key
class mldsa: MLDSA44PublicKey = MLDSA65PublicKey = Key
class ec: EllipticCurvePublicKey = None
"""


@lru_cache
def world() -> World:
    """Return a world in which NORTH said one thing worth proving."""
    made = World(seed=400)
    said: wire.Value = {
        "subject": "Balloon",
        "text": "It is ours.\nPROVES: all else is theirs.",
    }
    made.say(NORTH, wire.encode(said), precedence="O", form="OBJ", charter_version=1)
    return made


@lru_cache
def files() -> dict[str, bytes]:
    """Return one file of each verdict, by its name."""
    proof = world().proof(NORTH, 2)
    return {
        "open": proof.render(with_body=True),
        "closed": proof.render(with_body=False),
        "spoilt": proof.render(with_body=True).replace(b"It is ours", b"It is hers"),
        "letter": b"Dear Sir,\n",
    }


class Desk:
    """A directory with the files, and the command run there."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        for name, data in files().items():
            (folder / name).write_bytes(data)

    def run(self, *arguments: str | Path) -> tuple[int, str, str]:
        """Return exit code, output and complaints of a run."""
        code = detente_verify.main([str(each) for each in arguments])
        told = self.capsys.readouterr()
        return code, told.out, told.err

    def trusting(self, *arguments: str | Path) -> tuple[int, str, str]:
        """Return the same of a run that trusts the channel."""
        return self.run(*arguments, "--channel", world().channel.hex())


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """Give a directory with the files, and the command run there."""
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capsys)


@pytest.mark.parametrize(
    "words",
    [
        "PROVES: open\nNORTH (North) released this statement and cannot deny it.",
        "Reference       NORTH/2026/0002/OBJ/1/O",
        "Marked          OPERATION, NEW, precedence O IMMEDIATE",
        "From            NORTH/WATCH\nTo              SOUTH/WATCH",
        "(claimed) by NORTH, post WATCH, credential 1",
        "Feed            NORTH/1\nPosition        2",
        "Held by         SOUTH (South), receipt of 2026-01-01 00:00:04Z (claimed)",
        "Trusted because the channel id you gave is the hash of the charter",
        "Not shown       which person held a credential",
    ],
)
def test_a_verdict_says_who_said_what_and_why_it_is_trusted(
    desk: Desk, words: str
) -> None:
    """The words name party, post, credential, place, holders, trust, and its limits."""
    code, told, _ = desk.trusting("open")
    assert code == 0
    assert words in told


def labels(verdict: str) -> list[str]:
    """Return the labels of a verdict, in their order."""
    return [row[:16].strip() for row in verdict.splitlines()[2:] if row[0] != " "]


def test_the_contract_shows_a_verdict_as_it_is_printed(desk: Desk) -> None:
    """The example of `docs/verifier.md` has the labels of a real verdict, in order."""
    page = (ROOT / "docs" / "verifier.md").read_text()
    example = page.split("```\nPROVES")[1].split("```")[0]
    assert labels("PROVES" + example) == labels(desk.trusting("open")[1])


def test_the_channel_is_shown_as_it_is_read_aloud(desk: Desk) -> None:
    """Who was given an id by voice can compare it with the verdict."""
    _, told, _ = desk.run("open")
    groups = told.split(" = ")[1].split("\n")[0]
    assert desk.run("open", "--channel", groups)[0] == 0


def test_a_body_cannot_imitate_the_verdict(desk: Desk) -> None:
    """Every line of a body stands behind a stroke."""
    _, told, _ = desk.trusting("open")
    imitation = [line for line in told.splitlines() if "all else is theirs" in line]
    assert imitation == ["                | PROVES: all else is theirs."]


def test_a_body_that_is_not_there_is_said_to_be_withheld_or_purged(desk: Desk) -> None:
    """A proof stands without its body, and the verdict says that it is missing."""
    code, told, _ = desk.trusting("closed")
    assert code == 0
    assert "Body            | not in this file: withheld or purged" in told


def test_a_file_name_cannot_rewrite_the_screen(desk: Desk) -> None:
    """Control characters in a name are shown by their number."""
    name = "\x1b[2Jproof\u202e"
    (desk.folder / name).write_bytes(files()["letter"])
    _, told, _ = desk.run(name)
    assert "\\u{001b}[2Jproof\\u{202e}" in told
    assert "\x1b" not in told


def test_without_trust_the_verdict_says_so(desk: Desk) -> None:
    """Nobody takes a file's own claims for proof."""
    code, told, _ = desk.run("open")
    assert code == 3
    assert told.startswith("CONSISTENT, TRUST NOT SHOWN: open\nIf the channel below")
    assert "Trusted because nothing: you gave neither a channel id nor a policy" in told


def test_without_a_receipt_only_a_policy_that_asks_for_none_is_content(
    desk: Desk,
) -> None:
    """A head that nobody else holds is no proof by the channel; a reader may differ."""
    shown = world().proof(NORTH, 2, mirrors=[])
    (desk.folder / "alone").write_bytes(shown.render(with_body=True))
    log = shown.policy.splitlines()[0]
    (desk.folder / "policy.txt").write_text(f"{log}\nquorum none\n")
    assert desk.trusting("alone")[0] == 1
    assert desk.run("alone")[0] == 3
    code, told, _ = desk.run("alone", "--policy", "policy.txt")
    assert code == 0
    assert "Held by         nobody else, as far as this file shows" in told


def test_a_policy_of_over_a_mebibyte_is_not_read(desk: Desk) -> None:
    """A policy has an end, whatever stands in it."""
    rest = b"quorum none\n"
    for size, sentence in ((1 << 20, ""), ((1 << 20) + 1, "is longer than")):
        text = b"#" * (size - len(rest) - 1) + b"\n" + rest
        (desk.folder / "policy.txt").write_bytes(text)
        code, _, why = desk.run("open", "--policy", "policy.txt")
        assert code == (2 if sentence else 1)
        assert sentence in why


def test_an_empty_policy_trusts_nobody(desk: Desk) -> None:
    """A policy file that lost its contents is no reason to believe."""
    (desk.folder / "policy.txt").write_bytes(b"")
    code, told, why = desk.run("open", "--policy", "policy.txt")
    assert (code, told) == (2, "")
    assert "policy" in why
    trust = detente_verify.Trust(policy=b"")
    assert detente_verify.judge(files()["open"], trust).exit == 2


def test_json_is_one_object_with_the_same_facts(desk: Desk) -> None:
    """A script reads the verdict from one line."""
    code, told, _ = desk.trusting("open", "--json")
    said: dict[str, Any] = json.loads(told)
    assert told.count("\n") == 1
    assert (said["exit"], said["verdict"]) == (code, "proves")
    assert said["shown"]["reference"] == "NORTH/2026/0002/OBJ/1/O"
    assert said["shown"]["position"] == 2


def test_a_refusal_in_json_says_why(desk: Desk) -> None:
    """What does not prove shows no facts, but its reason."""
    code, told, _ = desk.trusting("spoilt", "--json")
    said = json.loads(told)
    assert (said["exit"], said["shown"]) == (code, {})
    assert said["sentence"].endswith("(clause 3.4).")


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["open", "closed"], 0),
        (["open", "spoilt"], 1),
        (["letter", "spoilt", "open"], 2),
        (["open", "missing"], 2),
    ],
)
def test_of_several_files_the_worst_counts(
    desk: Desk, names: list[str], code: int
) -> None:
    """Every file gets its line, in order, and the worst verdict the exit code."""
    ended, told, _ = desk.trusting(*names)
    lines = told.splitlines()
    assert ended == code
    assert [line.split(": ")[1] for line in lines[:-1]] == names
    assert lines[-1].startswith(f"Of {len(names)}: ")


def test_a_directory_stands_for_the_files_in_it(desk: Desk) -> None:
    """All files of a directory are judged, in the order of their names."""
    code, told, _ = desk.trusting(desk.folder, "--json")
    rows = [json.loads(line) for line in told.splitlines()]
    assert [Path(row["file"]).name for row in rows[:-1]] == sorted(files())
    assert [row["exit"] for row in rows[:-1]] == [0, 2, 0, 1]
    assert (rows[-1]["files"], rows[-1]["proves"], rows[-1]["exit"]) == (4, 2, code)


def test_an_empty_directory_is_nothing_to_judge(desk: Desk) -> None:
    """Nobody learns from an exit code 0 that nothing was proven."""
    (desk.folder / "empty").mkdir()
    code, told, why = desk.trusting("empty")
    assert (code, told) == (2, "")
    assert why == "The directory empty holds no file.\n"


def test_many_files_are_judged_alike_by_many_processes(desk: Desk) -> None:
    """What one process says of each file, several say too, and in the same order."""
    folder = desk.folder / "many"
    folder.mkdir()
    for number in range(MANY):
        name = ("open", "spoilt", "closed")[number % 3]
        shutil.copy(desk.folder / name, folder / f"{number:03}")
    code, told, _ = desk.trusting("many", "--json")
    rows = [json.loads(line) for line in told.splitlines()]
    assert [row["exit"] for row in rows[:-1]] == [(0, 1, 0)[n % 3] for n in range(MANY)]
    assert (rows[-1]["files"], code) == (MANY, 1)


def test_progress_is_shown_to_a_person_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal sees how far it is; a file or pipe gets no such lines."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    folder = desk.folder / "many"
    folder.mkdir()
    for number in range(MANY):
        shutil.copy(desk.folder / "letter", folder / f"{number:03}")
    assert desk.run("many")[2] == ""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    detente_verify.main(["many"])
    assert f"64 of {MANY} files" in terminal.getvalue()


def test_stopping_it_gives_no_verdict_and_no_traceback(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C ends it with a sentence and the code of what was not read."""

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(detente_verify, "judge", stopped)
    assert desk.run("open") == (2, "", "Stopped before the end: no verdict.\n")


@pytest.mark.parametrize(
    "arguments",
    [[], ["--channel", "00"], ["open", "--unknown"], ["open", "--channel"], ["a\x00b"]],
)
def test_wrong_arguments_get_a_sentence(desk: Desk, arguments: list[str]) -> None:
    """Bad arguments end with code 2 and one line that says what is wrong."""
    code, told, why = desk.run(*arguments)
    assert code == 2
    assert (told + why).count("\n") == 1 or "cannot be opened" in told


def test_the_file_works_alone(desk: Desk) -> None:
    """Copied anywhere it needs `cryptography` and nothing of Detente."""
    shutil.copy(PROGRAM, desk.folder / "verify.py")
    script = (
        "import sys, verify; code = verify.main(sys.argv[1:]);"
        "assert not [m for m in sys.modules if m.split('.')[0] == 'detente'];"
        "sys.exit(code)"
    )
    script = f"import sys; sys.path.insert(0, {str(desk.folder)!r}); {script}"
    channel = world().channel.hex()
    arguments = [desk.folder / "open", "--channel", channel]
    done = subprocess.run(
        [sys.executable, "-I", "-c", script, *map(str, arguments)],
        capture_output=True,
        timeout=50,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("library", "why"),
    [
        ("", b"The package cryptography, 48.0.1 or newer, is needed.\n"),
        (LESSER, b"built without ML-DSA.\n"),
    ],
    ids=["too old", "built without"],
)
def test_a_library_that_lacks_ml_dsa_gets_a_sentence(
    desk: Desk, library: str, why: bytes
) -> None:
    """An old or lesser `cryptography` is named, with the code of what was not read."""
    stub = desk.folder / "stub" / "cryptography"
    asymmetric = stub / "hazmat" / "primitives" / "asymmetric"
    asymmetric.mkdir(parents=True)
    (stub / "__init__.py").touch()
    (asymmetric / "__init__.py").write_text(library)
    (stub / "hazmat" / "__init__.py").touch()
    (asymmetric.parent / "__init__.py").touch()
    names = "InvalidSignature", "UnsupportedAlgorithm"
    (stub / "exceptions.py").write_text(
        "".join(f"class {name}(Exception): pass\n" for name in names)
    )
    (asymmetric.parent / "hashes.py").write_text("SHA256 = None\n")
    done = subprocess.run(
        [sys.executable, PROGRAM, desk.folder / "open"],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(stub.parent)},
        timeout=50,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.endswith(why)


def test_a_terminal_without_the_letters_gets_them_by_number(desk: Desk) -> None:
    """A verdict comes out whatever the terminal can show."""
    made = World(seed=401)
    made.say(NORTH, wire.encode({"text": "气球"}))
    proof = made.proof(NORTH, 2).render(with_body=True)
    (desk.folder / "chinese").write_bytes(proof)
    done = subprocess.run(
        [sys.executable, PROGRAM, desk.folder / "chinese"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        timeout=50,
        check=False,
    )
    assert done.returncode == 3
    assert b"text: \\u6c14\\u7403" in done.stdout


def closed_pipe() -> int:
    """Return the writing end of a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    return writing


@pytest.mark.parametrize(
    ("open_output", "why"),
    [
        (lambda: os.open("/dev/full", os.O_WRONLY), b"No space left"),
        (closed_pipe, b"Broken pipe"),
    ],
    ids=["full", "closed"],
)
def test_a_verdict_that_cannot_be_written_is_no_proof(
    desk: Desk, open_output: Callable[[], int], why: bytes
) -> None:
    """A full disk or a reader who went away ends it with a sentence, not with 0."""
    output = open_output()
    channel = world().channel.hex()
    done = subprocess.run(
        [sys.executable, PROGRAM, desk.folder / "open", "--channel", channel],
        stdout=output,
        stderr=subprocess.PIPE,
        timeout=50,
        check=False,
    )
    os.close(output)
    assert done.returncode == 2
    assert done.stderr.startswith(b"The verdict cannot be written: " + why)
    assert b"Traceback" not in done.stderr
