"""A wrong kernel in the place of a right one, in a module that runs as plain Python.

The generator's own proof is asked first: what it refuses never leaves it.  What it admits stays inside its
arrays, however wrong its values are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import numpy as np

from codegen.loops.legality import Illegal, check
from codegen.loops.nodes import Kernel
from codegen.module.load import RUNTIME, digest, kept, rendered
from codegen.numba.functions import emit, parameters
from codegen.pipeline import compile_program
from codegen.places import cache_folder
from codegen.source import plan
from codegen.verification.callables.uncompiled import homes, no_compilation, uncompiled
from codegen.verification.mutation.quick_fma import quicken
from codegen.verification.systems.plain_text import NUMPY, PACKAGE, text_module
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.model.layer import Layer, Program

Called = Callable[..., Any]
FORMLESS = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, StopIteration, SyntaxError,
    TypeError, ValueError,
)  # fmt: skip
"""What is said of formulas and loops that no derivation gives."""
SHARED = ("abreast", "elementary", "runtime", "skipped_terms", "stencils", "threads", "tiles", "vectors")


class Refused(Exception):
    """The generator's proof does not admit this kernel: it never leaves the generator."""


class Unwritten(Exception):
    """There is no text of this kernel, or none that is called like the right one: it is no mutant."""


@dataclass(frozen=True)
class Ground:
    """A layer whose kernels run as plain Python, and what they were made from."""

    layer: Layer
    module: ModuleType
    text: ModuleType
    """The same once more, for other numbers than NumPy's."""
    programs: dict[str, Program]
    kernels: dict[str, Kernel]

    @property
    def sides(self) -> tuple[ModuleType, ModuleType]:
        return self.module, self.text

    @contextmanager
    def planted(self, name: str, functions: Sequence[Called]) -> Iterator[ModuleType]:
        """The module while these are the kernel called ``name``, on both sides."""
        with ExitStack() as undo:
            for side, function in zip(self.sides, functions, strict=True):
                for home in (*homes(side), side):
                    if name in vars(home):
                        undo.callback(setattr, home, name, vars(home)[name])
                        setattr(home, name, function)
            yield self.module

    def functions(self, name: str, kernel: Kernel) -> tuple[Called, ...]:
        """The kernel as Python on each side, called like the one whose place it takes."""
        given, wanted = parameters(self.kernels[name]), parameters(kernel)
        if not set(wanted) <= set(given):
            raise Unwritten(f"it needs {', '.join(sorted(set(wanted) - set(given)))}")
        order, code = [given.index(one) for one in wanted], _code(kernel, name)
        return tuple(_called(_run(code, name, side), order) for side in self.sides)


def _run(code: CodeType, name: str, side: ModuleType) -> Called:
    """What the text of a kernel defines where the right one is defined."""
    home = next(h for h in homes(side) if getattr(vars(h).get(name), "__module__", "") == h.__name__)
    space = {**_shared(home.__package__ or ""), **vars(home)}
    with no_compilation():
        exec(code, space)
    function: Called = space[name]
    return function


def _called(function: Called, order: Sequence[int]) -> Called:
    def run(*arguments: Any) -> Any:
        with np.errstate(all="ignore"):  # as compiled code has it
            return function(*(arguments[k] for k in order))

    return run


@cache
def _shared(package: str) -> dict[str, Any]:
    """What the text of a kernel may call besides what the right one calls."""
    with no_compilation():
        parts = [vars(import_module(f"{package}.{name}")) for name in SHARED]
    named = {name: value for part in parts for name, value in part.items() if not name.startswith("__")}
    exact = package.startswith(PACKAGE)
    return {**named, "U": np.uintp, "math": math, "np": NUMPY if exact else np}


def _code(kernel: Kernel, name: str) -> CodeType:
    try:
        return compile(emit(kernel, name), f"<{name}>", "exec")
    except FORMLESS as error:
        raise Unwritten(f"{type(error).__name__}: {error}") from error


def ground(layer: Layer) -> Ground:
    """The kernels of the gradients of a layer."""
    programs = plan(layer, gradients(layer)).programs
    wanted = {f"_vjp_{t.name}" for t in layer.wrt}
    mine = {name: program for name, program in programs.items() if name in wanted}
    kernels = {name: compile_program(program, layer) for name, program in mine.items()}
    folder = _folder(layer)
    module = uncompiled(layer.name, folder)
    quicken(module.__package__ or "")
    return Ground(layer, module, text_module(folder, layer.name), mine, kernels)


def _folder(layer: Layer) -> Path:
    if layer in LAYERS:
        return RUNTIME
    files = rendered(layer)
    return kept(files, cache_folder() / digest(files))


def lowered(program: Program, layer: Layer) -> Kernel:
    """The kernel of a wrong formula."""
    try:
        return compile_program(program, layer)
    except Illegal as error:
        raise Refused(str(error).splitlines()[0]) from error
    except FORMLESS as error:
        raise Unwritten(f"{type(error).__name__}: {error}") from error


def proved(kernel: Kernel, layer: Layer) -> Kernel:
    """A wrong kernel that stays inside its arrays."""
    try:
        return check(kernel, layer)
    except Illegal as error:
        raise Refused(str(error).splitlines()[0]) from error
    except FORMLESS as error:
        raise Unwritten(f"{type(error).__name__}: {error}") from error


__all__ = ["Called", "Ground", "Refused", "Unwritten", "ground", "lowered", "proved"]
