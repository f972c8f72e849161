"""The search for bad input reaches every decoder and sees what it is for."""

import re
import sys
from pathlib import Path
from random import Random
from types import FrameType

import pytest
from tests.fuzz import run
from tests.fuzz.mutants import MAX_BYTES, mutant
from tests.fuzz.targets import Target, Unequal, by_name
from tests.fuzz.trial import Finding, attempt, smaller

import detente
from detente.record.errors import Malformed

SOURCES = Path(detente.__file__).parent
# The self-test reads its own constants, the player the node that it has started.
OWN_BYTES = {"detente.node.selftest", "detente.play.side", "detente.play.locating"}
# What a browser brings of a passkey is small, and read again by `record.keys`.
OWN_BYTES |= {"detente.node.passkeys"}
DECODES = re.compile(r"\b(wire\.decode|json\.loads|tomllib\.loads?|b64decode)\(")


@pytest.mark.parametrize("name", by_name())
def test_a_target_takes_its_seeds(name: str) -> None:
    """A search that starts from bytes which are refused at once finds little."""
    target = by_name()[name]

    assert target.seeds
    for seed in target.seeds:
        assert attempt(target, seed) == (True, None)


@pytest.mark.parametrize("name", by_name())
def test_a_short_search_finds_nothing(name: str) -> None:
    """Some mutants for every decoder, the same each time; `make fuzz` tries many."""
    tally = run.Tally([name])
    try:
        run.batch(by_name()[name], 2026, 3, tally)
    except run.Found as found:
        pytest.fail(str(found.finding))

    assert tally.tried[name] == 60


DEEP_TABLE = b"a=" + b"{a=" * 900
DEEP_LIST = b"a=" + b"[" * 900
TOML = ("settings", "terms-file", "terms-edited", "body-toml", "script")
FOUND_ONCE = [
    *((name, DEEP_TABLE) for name in TOML),
    *((name, DEEP_LIST) for name in TOML),
    ("body-json", b"[" * 900),
    ("body-json", b'{"mode": "\\ud800"}'),
    ("body-json", b'{"mode": "\xed\xa0\x80"}'),
    ("body-typed", b"mode=\xff"),
    ("body-typed", b"level_sought=\nmode=\xf7"),
    ("body-typed", b"level_sought=SOUTH\nduration_min=" + b"3" * 4305),
    ("passkey", b"\x83\x40\x59\x03\x84" + b"[" * 900 + b"\x40"),
    ("verify", b"\x81" * 900),
]


@pytest.mark.parametrize(
    ("name", "data"),
    FOUND_ONCE,
    ids=[f"{number} {name}" for number, (name, _) in enumerate(FOUND_ONCE)],
)
def test_what_was_found_once_is_not_found_again(name: str, data: bytes) -> None:
    """Inputs that a decoder neither took nor refused."""
    assert attempt(by_name()[name], data).finding is None


def test_every_module_that_decodes_is_reached() -> None:
    """Whoever writes a decoder gives it a target: nothing else makes sure of it."""
    decoding = {
        "detente." + ".".join(path.relative_to(SOURCES).with_suffix("").parts)
        for path in SOURCES.rglob("*.py")
        if DECODES.search(path.read_text())
    }
    reached: set[str] = set()

    def note(frame: FrameType, _event: str, _argument: object) -> None:
        reached.add(str(frame.f_globals.get("__name__")))

    sys.setprofile(note)
    try:
        for target in by_name().values():
            target.read(target.seeds[0])
    finally:
        sys.setprofile(None)

    assert len(decoding) > 5
    assert decoding - reached - OWN_BYTES == set()


def fragile(data: bytes) -> None:
    """Read like a decoder with a mistake in it."""
    if not data.startswith(b"good"):
        raise Malformed("It does not begin well.")
    if b"\xff" in data:
        raise KeyError("\xff")


FRAGILE = Target("fragile", fragile, (b"good bytes, and many of them",))


def test_a_mistake_is_found_and_cut_down() -> None:
    """What is reported is the error, and as little input as brings it about."""
    tally = run.Tally(["fragile"])
    with pytest.raises(run.Found) as caught:
        run.batch(FRAGILE, 1, 500, tally)
    finding = smaller(FRAGILE, caught.value.finding)

    assert finding.data == b"good\xff"
    assert "KeyError in fragile" in finding.what
    assert "input of 5 bytes: 676f6f64ff" in str(finding)
    assert "--target fragile --replay 676f6f64ff" in str(finding)


@pytest.mark.parametrize(
    ("data", "taken", "what"),
    [
        (b"good", True, ""),
        (b"bad", False, ""),
        (b"good\xff", False, "KeyError"),
    ],
)
def test_an_input_is_taken_refused_or_a_finding(
    data: bytes, what: str, *, taken: bool
) -> None:
    """There is no fourth."""
    outcome = attempt(FRAGILE, data)

    assert outcome.taken is taken
    assert (outcome.finding is not None) == bool(what)
    if outcome.finding is not None:
        assert outcome.finding.what.startswith(what)


def test_an_error_that_stops_programs_is_a_finding() -> None:
    """Running out of stack is what a bomb does."""

    def endless(data: bytes) -> object:
        return endless(data)

    finding = attempt(Target("endless", endless, (b"",)), b"").finding

    assert finding is not None
    assert finding.what.startswith("RecursionError")


def test_a_look_alike_is_a_finding() -> None:
    """Bytes that are taken must be the only ones with that meaning."""
    wire = by_name()["wire"]
    lenient = wire._replace(read=lambda _: (_ for _ in ()).throw(Unequal("two")))

    assert attempt(lenient, b"\x00").finding is not None


def test_the_same_seed_makes_the_same_mutants() -> None:
    """A run that found something can be run again."""
    seeds = by_name()["bundle"].seeds
    first, again, other = (
        [mutant(Random(n), seeds) for _ in "12345"] for n in (1, 1, 2)
    )

    assert first == again != other


def test_mutants_are_bounded_and_some_are_taken() -> None:
    """They stay small, and near enough to be looked at closely."""
    target = by_name()["statement"]
    made = [mutant(Random(number), target.seeds) for number in range(300)]

    assert max(map(len, made)) <= MAX_BYTES
    assert 5 < sum(attempt(target, each).taken for each in made) < 250


def test_a_run_says_what_it_did_and_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its exit tells scripts, its table people."""
    targets = {"fragile": FRAGILE, "wire": by_name()["wire"]}
    monkeypatch.setattr(run, "by_name", lambda: targets)
    command = ["--seconds", "0.2", "--seed", "1"]

    assert run.main([*command, "--target", "wire"]) == 0
    assert run.main(command) == 1

    said = capsys.readouterr().out
    assert re.search(r"^wire +[1-9][0-9]* +[1-9]", said, re.MULTILINE)
    assert "replay: python -m tests.fuzz.run --target fragile" in said


@pytest.mark.parametrize(
    ("data", "exit_code", "said"),
    [(b"good", 0, "taken"), (b"", 0, "refused"), (b"good\xff", 1, "KeyError")],
)
def test_a_finding_can_be_replayed(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    data: bytes,
    exit_code: int,
    said: str,
) -> None:
    """The command that a finding prints does what it says."""
    monkeypatch.setattr(run, "by_name", lambda: {"fragile": FRAGILE})
    printed = str(Finding("fragile", data, "")).split()
    command = printed[printed.index("--target") :]

    assert run.main(command) == exit_code
    assert said in capsys.readouterr().out
