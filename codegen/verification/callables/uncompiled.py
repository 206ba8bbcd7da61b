"""The modules of ``generated/`` as plain Python: the text that stands there runs, nothing is compiled.

Numba leaves functions as they are while it is told to; the modules are imported once more under another
name, so that compiled ones stay what they are.  An index that leaves its array, or is negative where the
text promises that it is not, raises here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from itertools import combinations
from pathlib import Path
from types import FunctionType, ModuleType

import numpy as np
from numba import config

from codegen.module.load import digest, import_from

PACKAGE = "uncompiled_kernels"


@contextmanager
def no_compilation() -> Iterator[None]:
    before, config.DISABLE_JIT = config.DISABLE_JIT, True
    try:
        yield
    finally:
        config.DISABLE_JIT = before


def uncompiled(name: str, folder: Path) -> ModuleType:
    """One module of a folder of kernels."""
    with no_compilation():
        return import_from(folder, f"{PACKAGE}_{digest({'': str(folder.resolve())})}", name)


def counted(module: ModuleType) -> dict[str, int]:
    """How often each kernel of a module has run since: those that it calls, wherever they are written."""
    seen: dict[str, int] = {}
    for home in homes(module):
        for name, value in list(vars(home).items()):
            if name.startswith("_") and isinstance(value, FunctionType) and not name.startswith("__"):
                seen[name] = 0
                setattr(home, name, _counting(value, name, seen))
    return seen


def homes(module: ModuleType) -> list[ModuleType]:
    """The module and those of its package that its kernels come from."""
    found = {module.__name__: module}
    for value in vars(module).values():
        home = getattr(value, "__module__", "") if isinstance(value, FunctionType) else ""
        if home.startswith(f"{module.__name__}_kernels"):
            found[home] = sys.modules[home]
    return list(found.values())


def _counting(function: FunctionType, name: str, seen: dict[str, int]) -> FunctionType:
    @wraps(function)
    def run(*args: object) -> object:
        seen[name] += 1
        _apart(name, args)
        with np.errstate(all="ignore"):  # as compiled code has it
            return function(*args)

    return run  # type: ignore[return-value]


def _apart(name: str, args: tuple[object, ...]) -> None:
    """Compiled code takes it that no two arrays of a call overlap: so it must be in plain Python."""
    arrays = [a for a in args if isinstance(a, np.ndarray)]
    if any(np.may_share_memory(a, b) for a, b in combinations(arrays, 2)):
        raise ValueError(f"{name} is called with arrays that overlap")


__all__ = ["counted", "homes", "no_compilation", "uncompiled"]
