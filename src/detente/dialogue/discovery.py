"""Decide which modules a package consists of: those that lie in it.

So that a new form or case family is one new file, and no list can lack it.
"""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from types import ModuleType


def modules(name: str, path: Iterable[str]) -> Iterator[ModuleType]:
    """Yield the modules of a package, by name.

    Args:
        name: the package's name.
        path: its `__path__`.
    """
    for found in sorted(pkgutil.iter_modules(path), key=lambda each: each.name):
        yield importlib.import_module(f"{name}.{found.name}")
