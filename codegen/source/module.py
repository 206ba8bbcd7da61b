"""One generated module: its kernels, its ``SPEC``, its public functions and its docstring.

Everything but the kernels is filled into the same few shapes for every layer; the layer speaks through
the data.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping

from codegen.loops.nodes import Kernel
from codegen.numba.line_wrap import wrapped
from codegen.numba.precedence import ELEMENTARY, RUNTIME, VECTORS
from codegen.numba.statements import emit
from codegen.source.plan import Plan
from codegen.source.spec import Description
from codegen.source.wrappers import Functions
from derive import pretty
from derive.expr import Tensor
from derive.model.layer import Layer
from derive.pretty.formats.prose import readable
from derive.steps import Derivation

WIDTH = 110
LONGEST = 600
"""A module with more lines keeps its kernels in a file of their own."""
UNSIGNED = "# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled."


def formulas(layer: Layer, derivations: Mapping[Tensor, Derivation]) -> Iterable[str]:
    """The forward and the derived gradients as a person writes them, and what was recognised in them."""
    own = {d.tensor for d in layer.forward}
    derived = (d for told in derivations.values() for d in told.program.defs if d.tensor not in own)
    every = [*layer.forward, *derived]
    yield from dict.fromkeys(pretty.equation(one) for one in every)
    names = {t.name for one in every for t in (one.tensor, *one.reads)}
    yield from (readable(s, names) for told in derivations.values() for s in told.recognised)
    yield from dict.fromkeys(r for one in every for r in pretty.remarks(one) if "(from 0)" not in r)


def render(plan: Plan, kernels: Mapping[str, Kernel]) -> dict[str, str]:
    """File names and texts: one file, or two where one would be too long to read."""
    return _Module(plan, kernels).files()


class _Module(Description):
    def __init__(self, plan: Plan, kernels: Mapping[str, Kernel]) -> None:
        super().__init__(plan)
        self.kernels = kernels

    def files(self) -> dict[str, str]:
        name = self.layer.name
        kernels = {n: _filled(emit(k, n)) for n, k in self.kernels.items()}
        data = [self.spec_text(), _filled(self.tuples()), _filled(self.layer_text())]
        functions = list(map(_filled, Functions(self.plan, self.kernels).all()))
        whole = _file(self.about(), [*data, *kernels.values(), *functions])
        if whole.count("\n") <= LONGEST:
            return {f"{name}.py": whole}
        parts = {f"{name}_kernels{k + 1 if k else ''}": part for k, part in enumerate(self.volumes(kernels))}
        apart = [line for module, names in parts.items() for line in _import(module, names)]
        made = {f"{name}.py": _file(self.about(), [*data, *functions], apart)}
        for module, names in parts.items():
            made[f"{module}.py"] = _file(self.about_kernels(), [kernels[n] for n in names])
        return made

    def volumes(self, kernels: Mapping[str, str]) -> list[list[str]]:
        """The names of the kernels in order, as many in one file as a reader takes."""
        made: list[list[str]] = [[]]
        for name in kernels:
            together = _file(self.about_kernels(), [kernels[n] for n in (*made[-1], name)])
            if made[-1] and together.count("\n") > LONGEST:
                made.append([])
            made[-1].append(name)
        return made

    def about(self) -> list[str]:
        """The docstring: what this is, its formulas, its conventions, its source."""
        lines = [f"{self.layer.name}: {self.layer.summary or self.layer.name}.", "", self.maker(), ""]
        for formula in formulas(self.layer, self.plan.derivations):
            lines += textwrap.wrap(formula, WIDTH - 4, initial_indent="    ", subsequent_indent=" " * 8)
        for text in self.layer.conventions:
            lines += ["", *textwrap.wrap(f"Convention: {text}.", WIDTH - 4)]
        if self.layer.source:
            lines += ["", f"Source: {self.layer.source}."]
        return lines

    def about_kernels(self) -> list[str]:
        name = self.layer.name
        return [f"The kernels of {name}; {name}.py has its formulas and its functions.", "", self.maker()]

    def maker(self) -> str:
        return f"Made by `chainrule generate` from the forward of `{self.layer.name}`.  Do not edit."


def _import(module: str, names: Iterable[str]) -> list[str]:
    listed = textwrap.wrap(", ".join(names) + ",", WIDTH - 4)
    return [f"from .{module} import (", *(f"    {line}" for line in listed), ")"]


def _filled(text: str) -> str:
    return "\n".join(short for line in text.splitlines() for short in wrapped(line))


def _file(about: list[str], parts: list[str], apart: Iterable[str] = ()) -> str:
    """A docstring, the imports that the parts need, the parts."""
    head = "\n".join(['"""' + about[0], *about[1:], '"""']).replace("\\", "\\\\")
    body = "\n\n".join(part.rstrip() + "\n" for part in parts)
    return "\n".join([head, "", *_imports(body, apart), "", "", body])


def _imports(body: str, apart: Iterable[str]) -> list[str]:
    def used(*names: str) -> str:
        return ", ".join(name for name in names if re.search(rf"(?<![\w.]){name}\(", body))

    first = [
        "import math" if "math." in body else "",
        "from collections import namedtuple" if used("namedtuple") else "",
    ]
    second = [
        "import numpy as np" if "np." in body or used("U") else "",
        f"from numba import {used('njit', 'prange')}" if used("njit") else "",
    ]
    third = [
        "from . import runtime" if "runtime." in body else "",
        *apart,
        f"from .elementary import {used(*ELEMENTARY)}" if used(*ELEMENTARY) else "",
        f"from .runtime import {used(*RUNTIME)}" if used(*RUNTIME) else "",
        f"from .vectors import {used(*VECTORS)}" if used(*VECTORS) else "",
    ]
    groups = [[line for line in group if line] for group in (first, second, third)]
    lines = [line for group in groups if group for line in (*group, "")]
    return [*lines, UNSIGNED, "U = np.uintp"] if used("U") else lines[:-1]


__all__ = ["LONGEST", "render"]
