"""The text of a module, run as plain Python over any numbers.

The package is imported once more under a name of its own, nothing is compiled, and the few names by which
its text reaches numbers are given other meanings: memory, square roots, elementary functions, real options.
Everything else is the very text that is compiled, checks of arguments included.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from codegen.module.load import digest, import_from
from codegen.verification.callables.uncompiled import no_compilation
from codegen.verification.systems.system import PLAIN, Entries, System, blank, current, running

PACKAGE = "text_of_kernels"
NORMAL = ("normal_cdf", "normal_bell")
ELEMENTARY = ("exp", "expm1", "log", "log1p", "tanh", "erf", "erfc", "sin", "cos", *NORMAL, "power")
SAME = {"exp_falling": "exp"}
"""What is another way to compute a function, by the name of the function."""


def has_text(module: Any) -> bool:
    """Whether a module is one that stands in a folder of kernels."""
    return isinstance(module, ModuleType) and hasattr(module, "_LAYER") and bool(module.__file__)


def text_of(module: Any, system: System) -> SimpleNamespace:
    """The public functions of a module, each running its text in ``system``."""
    found = text_module(Path(module.__file__).parent, module.__name__.rpartition(".")[2])
    functions = {k: _within(v, system) for k, v in vars(found).items() if _public(k, v)}
    return SimpleNamespace(SPEC=found.SPEC, __package__=found.__package__, **functions)


def _public(name: str, value: Any) -> bool:
    return callable(value) and (name in ("forward", "jvp", "vjp") or name.startswith("vjp_"))


def _within(function: Callable[..., Any], system: System) -> Callable[..., Any]:
    @wraps(function)
    def run(*arguments: Any, **options: Any) -> Any:
        with running(system):
            return function(*arguments, **options)

    return run


def text_module(folder: Path, name: str) -> ModuleType:
    """The module whose text runs, the same one each time."""
    package = f"{PACKAGE}_{digest({'': str(folder.resolve())})}"
    with no_compilation():
        import_from(folder, package, "runtime")
        shared = {room: importlib.import_module(f"{package}.{room}") for room in _SHARED}
        for room, names in _SHARED.items():
            vars(shared[room]).update(names)
        module = import_from(folder, package, name)
    for one in [shared["scalars"], module, *_beside(module)]:
        if "np" in vars(one):
            vars(one)["np"] = NUMPY
        if "scratch" in vars(one):
            vars(one)["scratch"] = _memory
    return module


def _beside(module: ModuleType) -> list[ModuleType]:
    """The modules that hold the kernels of a layer with many of them."""
    found = {getattr(value, "__module__", "") for value in vars(module).values() if callable(value)}
    return [importlib.import_module(name) for name in found if name.startswith(f"{module.__name__}_kernels")]


def _memory(shape: Any, dtype: Any) -> Any:
    return blank(shape, dtype) if isinstance(dtype, System) else np.empty(shape, dtype)


def _taken(layer: str, name: str, value: Any) -> Any:
    return value if isinstance(value, Entries) else np.asarray(value)


def _contiguous(layer: str, name: str, array: Any, dtype: Any) -> Any:
    return array if isinstance(array, Entries) else np.ascontiguousarray(array, dtype)


def _elementary(name: str) -> Callable[..., Any]:
    return lambda *values: current().apply(name, *values)


def _sign(value: Any) -> int:
    return int(value > 0) - int(value < 0)


NUMPY = SimpleNamespace(
    empty=_memory,
    sqrt=_elementary("sqrt"),
    floor=lambda value: current().functions.get("floor", math.floor)(value),
    sign=_sign,
    dtype=lambda real: current(),
    inf=np.inf,
    float64=np.float64,
    int64=np.int64,
    uintp=np.uintp,
    **{name: _elementary(name) for name in PLAIN},
)
"""What the text of kernels calls NumPy."""


class _Real(dict[str, Callable[[Any], Any]]):
    """The type of real options beside arrays of any type: numbers of the system."""

    def __missing__(self, char: str) -> Callable[[Any], Any]:
        return current().number


_SHARED: Mapping[str, Mapping[str, Any]] = {
    "memory": {"allocate": _memory, "taken": _taken, "contiguous": _contiguous},
    "runtime": {"REAL": _Real()},
    "scalars": {},
    "vectors": {"scratch": _memory},
    "elementary": {name: _elementary(SAME.get(name, name)) for name in (*ELEMENTARY, *SAME)},
}

__all__ = ["NUMPY", "PACKAGE", "has_text", "text_module", "text_of"]
