"""A command says the same at home and over an API, and needs no directory to read."""

import re
from pathlib import Path

import pytest
from tests.cli.asking import Api
from tests.cli.program import Ended, call, keep_passphrase, refused
from tests.cli.story import Story, reference, year_now

# Ages run on between two looks.
_AGE = re.compile(
    r'("(?:\w+_s_ago|\w+_ms_ago|age_s|overdue_s|now_s|awaited_ms|size)": )[^,}]+'
)
Over = tuple[str | Path, ...]
_SPAN = re.compile(r"\b[0-9]+ (?:ms|s|min|h|d)\b")


@pytest.fixture(scope="module")
def over(api: Api, tmp_path_factory: pytest.TempPathFactory) -> Over:
    """The options by which a command asks the served API of NORTH, as the watch."""
    token = keep_passphrase(tmp_path_factory.mktemp("over"), "watch.token")
    token.write_text(f"{api.token('watch')}\n")
    return "--api", api.address, "--token-file", token


def settled(ended: Ended) -> tuple[int, str, str]:
    """Return how a command ended, without what is older by the time."""
    return ended.code, _SPAN.sub("", _AGE.sub(r"\1", ended.out)), ended.err


READING = (
    ("inbox", "--last", "999"),
    ("cases",),
    ("cases", "--family", "weather"),
    ("show", "NORTH/2/MSG"),
    ("show", "NORTH/2/MSG", "--compact"),
    ("show", "NORTH/9999/MSG"),
    ("print", "NORTH/2/MSG", "--language", "ru"),
    ("tally",),
    ("tally", "--heads", "NORTH=2", "--period", "2026"),
    ("tally", "--heads", "WEST=2"),
    ("check-line", "--look"),
    ("log",),
)


@pytest.mark.parametrize("asked", READING, ids=" ".join)
def test_a_command_that_reads_says_the_same_over_an_api(
    story: Story, over: Over, elsewhere: Path, asked: tuple[str, ...]
) -> None:
    """And stands in no line's directory there."""
    words = tuple(_named(each) for each in asked)

    home = call(*words, *story.line("north"), "--json")
    away = call(*words, *over, "--json")

    assert settled(home) == settled(away)
    assert home.out


def _named(word: str) -> str:
    """Return a word of a command, with this year in a reference."""
    party, *rest = word.split("/")
    return f"{party}/{year_now()}/{int(rest[0]):04d}/{rest[1]}/1/O" if rest else word


def test_a_proof_taken_out_over_an_api_convinces(
    story: Story, over: Over, elsewhere: Path
) -> None:
    """The file is written where the command runs, with its parts."""
    said = reference(story, 2, "MSG")

    done = call("export", said, "--out", "a.proof", "--parts", "p", *over)

    assert done.code == 0, done.err
    assert call("verify", "a.proof", "--line", story.north).code == 0
    assert "head.note" in {each.name for each in Path("p").iterdir()}


def test_a_statement_is_released_over_an_api_with_the_keys_at_home(
    story: Story, over: Over
) -> None:
    """It ends as at home, and stands in the record."""
    text = ("--field", "subject=Over", "--field", "text=Said.", "--wait", "30")
    said = ("send", "MSG", *text, *story.speaks("north"))

    home, away = call(*said), call(*said, *over)

    assert (home.code, away.code) == (0, 0), away.err
    same = ("stage", "missing", "marks", "cautions")
    assert [home.data[name] for name in same] == [away.data[name] for name in same]
    assert away.data["position"] == home.data["position"] + 1
    shown = call("show", away.data["reference"], *story.line("south"), "--json")
    assert shown.data["statement"]["id"] == away.data["id"]


def test_an_answer_and_a_proof_go_over_an_api_too(
    story: Story, over: Over, elsewhere: Path
) -> None:
    """What an echo says by itself is said there."""
    check = call("check-line", *story.speaks("south"), "--wait", "30").data["check"]
    speaks = (*story.speaks("north"), *over)

    echo = call("answer", check["reference"], "echo", *speaks)
    told = ("--to", "The mediator", "--out", "b.proof")
    disclosed = call("disclose", check["reference"], *told, *speaks)

    assert (echo.code, echo.data["marks"]) == (0, []), echo.err
    assert disclosed.code == 0, disclosed.err
    assert call("verify", "b.proof", "--line", story.north).code == 0


def test_without_the_keys_nothing_is_said_over_an_api(
    over: Over, elsewhere: Path
) -> None:
    """They are looked for in the line's directory alone."""
    text = ("--field", "subject=Over", "--field", "text=Said.")

    assert "--line" in refused(call("send", "MSG", *text, *over), 2)


def test_the_keys_of_another_line_sign_nothing(
    story: Story, over: Over, unpaired: Path
) -> None:
    """They are found out before a reference is spent."""
    text = ("--field", "subject=Over", "--field", "text=Said.")
    speaks = (*story.speaks("south"), *over)

    done = call("send", "MSG", *text, *speaks)

    assert done.code == 1, done.err
    assert done.data["error"]["code"] == "misdirected"


def test_the_environment_names_an_api_as_well(
    api: Api, over: Over, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A watch room sets it once."""
    monkeypatch.setenv("DETENTE_API", str(over[1]))
    monkeypatch.setenv("DETENTE_TOKEN_FILE", str(over[3]))

    assert call("inbox", "--json").data["party"] == "NORTH"


def test_an_api_is_not_asked_without_a_token(over: Over, elsewhere: Path) -> None:
    """Nor with a file that is not there."""
    where = over[:2]

    assert "--token-file" in refused(call("inbox", *where), 2)
    missing = call("inbox", *where, "--token-file", "missing")
    assert "missing cannot be read" in refused(missing, 2)


def test_a_token_that_does_not_count_is_refused(over: Over, elsewhere: Path) -> None:
    """As the API says it."""
    Path("other").write_text("detente-00\n")
    Path("other").chmod(0o600)

    done = call("inbox", *over[:2], "--token-file", "other", "--json")

    assert (done.code, done.data["error"]["code"]) == (1, "barred")


@pytest.mark.parametrize(
    "address", ["127.0.0.1:80", "ftp://a", "http://[", "http://:x"]
)
def test_an_address_that_is_none_is_named(elsewhere: Path, address: str) -> None:
    """Before a token goes anywhere."""
    Path("any").write_text("detente-00\n")
    Path("any").chmod(0o600)

    done = call("inbox", "--api", address, "--token-file", "any")

    assert "http://HOST:PORT" in refused(done, 2)


def test_an_api_that_is_not_there_is_a_path_that_failed(elsewhere: Path) -> None:
    """And is told apart from what it would refuse."""
    Path("any").write_text("detente-00\n")
    Path("any").chmod(0o600)
    where = ("--api", "http://127.0.0.1:1", "--token-file", "any")

    assert "does not answer" in refused(call("inbox", *where), 4)
