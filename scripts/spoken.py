"""Find what the core says in words of its own: states, flags, evidence, what is due.

The core is written in English and knows no catalogues; what it says is read from its
source, each sentence with `{}` where a value stands. `detente.report.retold` tells it
in other languages. A way of saying that is found here by no rule stands in `BESIDES`.
"""

import ast
import inspect
from collections.abc import Iterable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Final, get_args

from detente.dialogue import case, cases, dissemination, due, silence, suspension
from detente.dialogue.outcome import Outcome
from detente.report import casework, positions, stages, state

UNITS: Final = ("d", "h", "min", "s", "ms")
_STATES: Final = ("State", "Status", "Result", "Publication")
_SAYING: Final = {"outcome_words", "flags", "own_flags", "_missing", "_alarms", "_knew"}
_TABLES: Final = {"_HOW", "_ECHELONS", "_ENDED"}
_EVIDENCE: Final = {"classify", "_no_sign", "_heard", "_acted", "_path", "_box"}
BESIDES: Final = (
    *("UP", "DOWN", "Overdue for {}: {}."),
    *("{}, credential {}", "{}, credential {} (the node's own)"),
    *("SEPARATION {}", "SEPARATION {} FOR PHASE {}"),
    *("answer", "answer notice", "answer separation", "answer evidence"),
    *("right of reply", "lapse", "lost contact"),
)


def spoken() -> Iterator[tuple[str, str]]:
    """Yield each way of saying something, and where it is said."""
    for module in (*_cases(), case, dissemination, due, silence, state, casework):
        where = module.__name__.removeprefix("detente.")
        for text in (*_states(module), *_in_source(module)):
            yield text, where
    for outcome in Outcome:
        yield outcome.value, "dialogue.outcome"
    for family in cases.FAMILIES:
        yield family, "dialogue.cases"
    lights = (state.PathLight, state.NodeLight, positions.State)
    words = (silence.Kind, stages.Stage, *lights)
    for each in (word for kind in words for word in get_args(kind)):
        yield each, "report.state"
    for each in get_args(suspension.State):
        yield each.upper(), "dialogue.suspension"
    for each in BESIDES:
        yield each, "scripts/spoken.py"


def _cases() -> Iterator[ModuleType]:
    for each in iter_modules(cases.__path__):
        yield import_module(f"{cases.__name__}.{each.name}")


def _states(module: ModuleType) -> Iterator[str]:
    if module is not state:
        for name in _STATES:
            for word in get_args(getattr(module, name, None)):
                yield str(word).upper()


def _in_source(module: ModuleType) -> Iterator[str]:
    saying = _SAYING | (_EVIDENCE if module is silence else set())
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        match node:
            case ast.FunctionDef(name=name) if name in saying:
                yield from _sentences(node.body)
            case ast.AnnAssign(target=ast.Name(id=name)) if name in _TABLES:
                yield from _sentences([node])
            case ast.Call(func=ast.Name(id="Due"), args=[_, ast.Constant(text), *_]):
                yield str(text)
            case ast.Assign() if "kind" in _names(node):
                yield from _sentences([node])


def _names(node: ast.AST) -> set[str]:
    return {
        each.id
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }


def _sentences(body: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the strings of some code that are said: no docstring, and no key."""
    for node in body:
        match node:
            case ast.JoinedStr(values):
                text = "".join(map(_piece, values))
                if "{}{}" not in text and text[0] not in " :":
                    yield text
            case ast.Constant(str() as text) if text.strip(", ") and (
                " " in text or text.isupper()
            ):
                yield text
            case ast.Expr(ast.Constant()) | ast.Compare() | ast.Constant():
                pass
            case ast.Dict():
                yield from _sentences(node.values)
            case _:
                yield from _sentences(ast.iter_child_nodes(node))


def _piece(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else "{}"
