"""Make the page that judges proofs: modules, libraries and style, in one file.

No bundler: a module of `src/detente/console/verify/`, or of the libraries it imports,
becomes a function whose locals are what it imports and whose result is what it exports.
Nothing else of it is changed, so that a reader finds in the page what npm delivers,
line by line. A form of import or export that is not known here ends the work; so does a
circle.
The page's policy lets in its own script and style, by their hashes, and nothing else.
"""

import base64
import hashlib
import posixpath
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
SOURCE: Final = ROOT / "src" / "detente" / "console" / "verify"
COLOURS: Final = SOURCE.with_name("static") / "colours.css"
LIBRARIES: Final = ROOT / "node_modules"
ENTRY: Final = "detente/page.js"
_IMPORT: Final = re.compile(
    r"^import (?P<what>\{[^}]*\}|\* as \w+) from ['\"](?P<name>[^'\"]+)['\"];$",
    re.MULTILINE,
)
_PASSED_ON: Final = re.compile(
    r"^export (?P<what>\{[^}]*\}) from ['\"](?P<name>[^'\"]+)['\"];$", re.MULTILINE
)
_LISTED: Final = re.compile(r"^export \{(?P<what>[^}]*)\};$", re.MULTILINE)
_DECLARED: Final = re.compile(
    r"^export (?=(?:async )?(?:const|let|function|class) (?P<name>\w+))", re.MULTILINE
)
_LEFT: Final = re.compile(r"^\s*(?:import|export)\b(?!\()", re.MULTILINE)
_MAP: Final = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


class NotMade(Exception):
    """The page cannot be made; the sentence says of which module."""


def parts() -> list[Path]:
    """List the files of ours that the page is made from, and by."""
    return [
        Path(__file__),
        COLOURS,
        *sorted(path for path in SOURCE.iterdir() if path.is_file()),
    ]


def path_of(name: str) -> Path:
    """Return the file of a module: ours, or one that npm has put there."""
    own = name.removeprefix("detente/")
    return SOURCE / own if own != name else LIBRARIES / name


def resolved(name: str, by: str) -> str:
    """Return the full name of a module that another one imports."""
    if not name.startswith("."):
        return name
    return posixpath.normpath(posixpath.join(posixpath.dirname(by), name))


def pairs(what: str) -> list[tuple[str, str]]:
    """Read `a, b as c`: each name, and the one it gets."""
    words = [part.split() for part in what.strip("{}").split(",")]
    return [(word[0], word[-1]) for word in words if word]


def taken(what: str, name: str) -> str:
    """Write an import as what a function takes out of a module's result."""
    if what.startswith("*"):
        return f"const {what.rsplit(maxsplit=1)[-1]} = modules[{name!r}];"
    names = ", ".join(
        old if old == new else f"{old}: {new}" for old, new in pairs(what)
    )
    return f"const {{ {names} }} = modules[{name!r}];"


def wrapped(name: str, text: str) -> tuple[str, list[str]]:
    """Return a module as a function, and the modules that come before it.

    Raises:
        NotMade: it imports or exports in a form that is not known here.
    """
    needed: list[str] = []
    given: dict[str, str] = {}

    def imported(match: re.Match[str]) -> str:
        needed.append(resolved(match["name"], name))
        return taken(match["what"], needed[-1])

    def passed_on(match: re.Match[str]) -> str:
        needed.append(resolved(match["name"], name))
        found = f"modules[{needed[-1]!r}]"
        given.update((new, f"{found}.{old}") for old, new in pairs(match["what"]))
        return ""

    def listed(match: re.Match[str]) -> str:
        given.update((new, old) for old, new in pairs(match["what"]))
        return ""

    def declared(match: re.Match[str]) -> str:
        given[match["name"]] = match["name"]
        return ""

    text = _MAP.sub("", text)
    text = _IMPORT.sub(imported, text)
    text = _PASSED_ON.sub(passed_on, text)
    text = _LISTED.sub(listed, text)
    text = _DECLARED.sub(declared, text)
    if _LEFT.search(text):
        raise NotMade(f"{name} imports or exports in a form that is not known.")
    results = ", ".join(f"{new}: {old}" for new, old in sorted(given.items()))
    start = f"modules[{name!r}] = (() => {{\n"
    return f"{start}{text.rstrip()}\nreturn {{ {results} }};\n}})();\n", needed


def script(entry: str = ENTRY) -> str:
    """Return all modules, each after those that it imports.

    Raises:
        NotMade: two modules need each other, or one is not known.
    """
    done: dict[str, str] = {}
    open_: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        if name in open_:
            raise NotMade(f"{name} needs itself, by way of others.")
        open_.append(name)
        text, needed = wrapped(name, path_of(name).read_text(encoding="utf-8"))
        for each in needed:
            visit(each)
        open_.pop()
        done[name] = text

    visit(entry)
    return "\n" + licences(done) + "const modules = {};\n" + "".join(done.values())


def licences(names: Iterable[str]) -> str:
    """Return what the libraries ask to be told wherever their text goes."""
    libraries = sorted(
        {"/".join(name.split("/")[:2]) for name in names if name.startswith("@")}
    )
    return "".join(
        f"/*\n{each}\n{(LIBRARIES / each / 'LICENSE').read_text(encoding='utf-8')}*/\n"
        for each in libraries
    )


def allowed(text: str) -> str:
    """Return how a policy names a script or a style: by its hash."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def styles() -> tuple[Path, ...]:
    """Return the style sheets of the page, the console's own colours first."""
    return COLOURS, SOURCE / "page.css"


def page(entry: str = ENTRY) -> str:
    """Return the page.

    Raises:
        NotMade: a part would end the element that it stands in.
    """
    filled = {
        "style": "".join(each.read_text(encoding="utf-8") for each in styles()),
        "script": script(entry),
    }
    for name, text in filled.items():
        if re.search(r"</(?:script|style)|<!--|\r|\0", text, re.IGNORECASE):
            raise NotMade(f"The {name} holds signs that would end it.")
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"script-src {allowed(filled['script'])}; style-src {allowed(filled['style'])}"
    )
    made = (SOURCE / "page.html").read_text(encoding="utf-8")
    for name, text in {"policy": policy, **filled}.items():
        made = made.replace(f"{{{{{name}}}}}", text)
    return made
