"""Decide which commands there are, and how each begins and ends.

Every module of this package is a command and holds a function `command`, whose
docstring is the help: what it does, when to use it, and one run, indented, which
`tests/cli` carries out. A module whose command is a word of Python has that word with
an underscore behind it. What commands share is `detente.cli.shell`. A command loads
what it needs when it runs, so that asking for help is quick. No rule lives here.
"""

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Final

import typer

from detente.cli.shell import exits
from detente.cli.shell.voice import spoken
from detente.record.errors import DetenteError, Misasked

# In the order in which a newcomer needs them; any other comes after these, by name.
_ORDER: Final = (
    "init",
    "pair",
    "serve",
    "form",
    "send",
    "declare",
    "inbox",
    "cases",
    "show",
    "attachment",
    "print",
    "answer",
    "no_duff",
    "tally",
    "check_line",
    "turnover",
    "amend",
    "alarm",
    "verify",
    "export",
    "disclose",
    "carry",
    "bundle",
)
_INDENTED: Final = re.compile(r"(?<=\n\n)(?=    )")
_AS_IT_STANDS: Final = "\b\n"

app = typer.Typer(
    name="detente",
    help="Keep a line open between sides that do not trust each other.",
    epilog="detente COMMAND --help says when to use a command and shows one run.",
    rich_markup_mode=None,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 90},
)


@app.callback()
def _face() -> None:
    """Stand before the commands; there is nothing to set for all of them."""


def _modules() -> Iterator[ModuleType]:
    """Yield the command modules that lie in this package, in the order of the help."""
    found = {each.name for each in pkgutil.iter_modules(__path__) if not each.ispkg}
    first = [name for name in _ORDER if name in found]
    for name in (*first, *sorted(found.difference(first))):
        yield importlib.import_module(f"{__name__}.{name}")


def _register(module: ModuleType) -> None:
    """Take a module's command in, its run kept line by line in the help."""
    name = module.__name__.rpartition(".")[2].removesuffix("_").replace("_", "-")
    text = inspect.cleandoc(module.command.__doc__ or "")
    short, _, _ = text.partition("\n")
    told = _INDENTED.sub(_AS_IT_STANDS, text)
    app.command(name, help=told, short_help=short)(spoken(module.command))


for _module in _modules():
    _register(_module)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code (docs/exit-codes.md).

    Args:
        arguments: the words after `detente`; those of this process if left out.
    """
    given = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    exits.prepare()
    try:
        return _run(given)
    except DetenteError as error:
        return exits.report(error, as_json="--json" in given)
    except BrokenPipeError:
        return exits.reader_left()
    except KeyboardInterrupt:
        return exits.Exit.INTERRUPTED


def _run(given: list[str]) -> int:
    if not all(map(exits.is_text, given)):
        raise Misasked("An argument is no UTF-8 text.")
    command = typer.main.get_command(app)
    try:
        with command.make_context("detente", given) as context:
            code = command.invoke(context)
    except typer.TyperException as error:
        asked = getattr(error, "ctx", None)
        path = asked.command_path if asked else "detente"
        sentence = " ".join(error.format_message().split())
        raise Misasked(f"{sentence} See: {path} --help") from error
    except typer.Abort as error:
        raise Misasked("Nothing was done: a question was left unanswered.") from error
    except typer.Exit as ended:
        return ended.exit_code
    sys.stdout.flush()
    return code or exits.Exit.DONE
