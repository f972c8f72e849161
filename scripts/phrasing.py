"""Read in Python's source what is said: each text as a pattern, with named places.

The name of a place is that of the value in the source, the last one that it has there.
Of an f-string whose value is one of two texts both ways are read; texts that are added
are one; a text that a module has given a name stands where the name does.
"""

import ast
import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

from babel.messages import Message

_CODE: Final = re.compile(r"^(SELECT|INSERT|DELETE|PRAGMA|UPDATE|FROM) |[\n\0]|\w=")
_WORD: Final = re.compile(r"[a-z]{2}")
PLACE: Final = re.compile(r"\{(\w*)\}")
_BESIDE: Final = re.compile(r"(\{\w*\})(?:\{\w*\})+")
_APART: Final = "\0"
_MOST_WAYS: Final = 8
_OF_TEXTS: Final = {"strip", "rstrip", "lower", "upper", "hex", "replace", "join"}


class Speaking(NamedTuple):
    """What says something: each is a set of names in the source.

    `calls` are called with what they say, `names` are given to it; `silent` is called
    with what is shown to nobody.
    """

    calls: Collection[str]
    names: Collection[str]
    silent: Collection[str]


class Reader:
    """Reads the sentences in the code of one module; knows the texts it has named."""

    def __init__(self, tree: ast.Module, speaking: Speaking) -> None:
        """Read the code of a module by what says something there."""
        self._tree = tree
        self._speaking = speaking
        self._constants = dict(_constants(tree))

    def read(self, *, parts: bool) -> Iterator[str]:
        """Yield what is said.

        Args:
            parts: whether every text is a part of a sentence; else sentences alone,
                and what stands where something is said.
        """
        yield from self._read(self._tree, part=parts)

    def unread(self) -> Iterator[str]:
        """Yield the calls that say something which is not read here."""
        for node in ast.walk(self._tree):
            match node:
                case ast.Call(func, [_, *_] as args) if name_of(
                    func
                ) in self._speaking.calls and not any(map(self._follows, args)):
                    yield ast.unparse(node)

    def _follows(self, node: ast.expr) -> bool:
        named = isinstance(node, ast.Name) and node.id in self._speaking.names
        return named or self._ways(node) is not None

    def _read(self, node: ast.AST, *, part: bool) -> Iterator[str]:
        if self._is_silent(node):
            return
        part = part or self._speaks(node)
        ways = self._ways(node)
        for way in ways or ():
            for text in way.split(_APART):
                if is_sentence(text) or (part and _is_part(text)):
                    yield told_apart(text.strip())
        if ways is None or isinstance(node, ast.JoinedStr):
            for each in _within(node):
                yield from self._read(each, part=part)

    def _is_silent(self, node: ast.AST) -> bool:
        match node:
            case (
                ast.Expr(ast.Constant()) | ast.Compare() | ast.arg() | ast.MatchValue()
            ):
                return True
            case ast.Call(func):
                return name_of(func) in self._speaking.silent
            case _:
                return False

    def _speaks(self, node: ast.AST) -> bool:
        match node:
            case ast.Call(func):
                return name_of(func) in self._speaking.calls
            case ast.keyword(arg):
                return arg in self._speaking.names
            case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
                named = (e.id for e in ast.walk(target) if isinstance(e, ast.Name))
                return any(each in self._speaking.names for each in named)
            case _:
                return False

    def _ways(self, node: ast.AST) -> list[str] | None:
        """Return every way that a text may read; None: it is no text."""
        match node:
            case ast.Constant(str() as text):
                return [text.replace("{", "{{").replace("}", "}}")]
            case ast.JoinedStr(values):
                return _joined([self._placed(each) for each in values])
            case ast.BinOp(left, ast.Add(), right):
                sides = [self._ways(left), self._ways(right)]
                if sides == [None, None]:
                    return None
                named = [f"{{{_named(left)}}}"], [f"{{{_named(right)}}}"]
                return _joined([a or b for a, b in zip(sides, named, strict=True)])
            case ast.IfExp(body=body, orelse=orelse):
                one, other = self._ways(body), self._ways(orelse)
                return None if one is None or other is None else [*one, *other]
            case ast.Name(name) if name in self._constants:
                text = self._constants[name]
                return [f"{_APART}{text}{_APART}" if is_sentence(text) else text]
            case _:
                return None

    def _placed(self, node: ast.expr) -> list[str]:
        if not isinstance(node, ast.FormattedValue):
            return self._ways(node) or [""]
        ways = self._ways(node.value) if node.format_spec is None else None
        return ways or [f"{{{_named(node.value)}}}"]


def is_sentence(text: str) -> bool:
    """Say whether a text has the shape of a sentence."""
    said = text.strip()
    begins = said[:1].isupper() or said.startswith("{")
    return _is_part(said) and begins and said.endswith((".", "?", "{sentence}"))


def _is_part(text: str) -> bool:
    """Say whether a text may be a part of a sentence: words, and no code."""
    bare = PLACE.sub("", text)
    return " " in text.strip() and bool(_WORD.search(bare)) and not _CODE.search(text)


def shape(pattern: str) -> str:
    """Return a pattern without the names of its places."""
    return PLACE.sub("{}", pattern)


def told_apart(pattern: str) -> str:
    """Return a pattern in which a name that comes again has a number.

    Values without a word between them are one: nobody could part them again.
    """
    seen = Counter[str]()

    def numbered(place: re.Match[str]) -> str:
        name = place[1].rstrip("0123456789") or "value"
        seen[name] += 1
        return f"{{{name}{seen[name] if seen[name] > 1 else ''}}}"

    return PLACE.sub(numbered, _BESIDE.sub(r"\1", pattern))


def renamed(known: Message, english: str) -> str:
    """Return a translation with its places called as in a sentence of the same shape.

    A value that has another name in the source costs translators nothing.
    """
    names = dict(zip(PLACE.findall(str(known.id)), PLACE.findall(english), strict=True))
    return PLACE.sub(
        lambda place: f"{{{names.get(place[1], place[1])}}}", str(known.string)
    )


def name_of(node: ast.expr) -> str:
    """Return the last name of what is called; empty: it has none."""
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the texts that a module gives a name of its own."""
    for node in tree.body:
        match node:
            case ast.AnnAssign(
                target=ast.Name(name), value=ast.Constant(str() as text)
            ) | ast.Assign([ast.Name(name)], ast.Constant(str() as text)):
                yield name, text
            case _:
                pass


def _within(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may speak within some code: of a text the values, and no text."""
    match node:
        case ast.JoinedStr(values):
            for each in values:
                if isinstance(each, ast.FormattedValue):
                    yield each.value
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from filter(None, node.args.kw_defaults)
            yield from (*node.args.defaults, *node.body)
        case ast.AnnAssign():
            yield from filter(None, [node.value])
        case ast.Dict():
            yield from node.values
        case _:
            yield from ast.iter_child_nodes(node)


def _joined(parts: Sequence[Sequence[str]]) -> list[str] | None:
    """Return every way in which parts follow one another; None: too many."""
    if math.prod(map(len, parts)) > _MOST_WAYS:
        return None
    return ["".join(each) for each in product(*parts)]


def _named(node: ast.AST) -> str:
    """Return the name of a value: the last one that the source gives it."""
    match node:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name.strip("_").lower() or "value"
        case ast.Subscript(slice=ast.Constant(str() as name)):
            return name
        case ast.Call():
            return _named_by_call(node)
        case _:
            inner = next(_inside(node), None)
            return "value" if inner is None else _named(inner)


def _named_by_call(node: ast.Call) -> str:
    match node:
        case ast.Call(ast.Attribute(value=of, attr=name)) if name in _OF_TEXTS:
            return _named(node.args[0] if name == "join" else of)
        case ast.Call(args=[first, *_]):
            return _named(first)
        case _:
            return _named(node.func)


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a value by which it may be named, the best first."""
    match node:
        case ast.Subscript(value=of) | ast.Starred(value=of) | ast.IfExp(test=of):
            yield of
        case ast.UnaryOp(operand=of) | ast.BinOp(left=of) | ast.FormattedValue(of):
            yield of
        case ast.GeneratorExp(elt=of) | ast.ListComp(elt=of):
            yield of
        case ast.BoolOp(values=values):
            yield from values
        case ast.JoinedStr(values):
            yield from (each for each in values if isinstance(each, ast.FormattedValue))
        case _:
            return
