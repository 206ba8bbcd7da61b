"""One generated module: its kernels, its ``SPEC``, its public functions and its docstring.

Everything but the kernels is filled into the same few shapes for every layer; the layer speaks through
the data.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from codegen.loops.nodes import Kernel
from codegen.lowering.optimise import schedule
from codegen.module.spec import Description, Plan
from codegen.module.wrappers import Functions
from codegen.numba.line_wrap import wrapped
from codegen.numba.precedence import ELEMENTARY, RUNTIME, VECTORS
from codegen.numba.statements import emit
from codegen.program.shared_kernels import staged
from derive import pretty
from derive.expr import Reduce, Tensor
from derive.model.layer import Layer, Program
from derive.pretty.formats.prose import readable
from derive.steps import Derivation

WIDTH = 110
LONGEST = 600
"""A module with more lines keeps its kernels in a file of their own."""
UNSIGNED = "# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled."


def plan_module(layer: Layer, gradients: Any) -> Plan:
    """The programs of a module; ``gradients`` is what ``derive.gradients.gradients(layer)`` returns."""
    g = gradients
    told = tuple(formulas(layer, g.derivations))
    stages, vjp = staged(g.vjp)
    return Plan(layer, g.forward, tuple(g.residuals), vjp, g.vjp_all, g.jvp, told, stages)


def formulas(layer: Layer, derivations: Mapping[Tensor, Derivation]) -> Iterable[str]:
    """The forward and the derived gradients as a person writes them, and what was recognised in them."""
    own = {d.tensor for d in layer.forward}
    derived = (d for told in derivations.values() for d in told.program.defs if d.tensor not in own)
    every = [*layer.forward, *derived]
    yield from dict.fromkeys(pretty.equation(one) for one in every)
    names = {t.name for one in every for t in (one.tensor, *one.reads)}
    yield from (readable(s, names) for told in derivations.values() for s in told.recognised)
    yield from dict.fromkeys(r for one in every for r in pretty.remarks(one) if "(from 0)" not in r)


def render_module(plan: Plan) -> dict[str, str]:
    """File names and texts: one file, or two where one would be too long to read."""
    return _Module(plan).files()


class _Module(Description):
    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        programs = {"_forward": plan.forward}
        programs |= {f"_{p.name}": p for p in plan.stages}
        programs |= {f"_vjp_{t.name}": p for t, p in plan.vjp.items()}
        if plan.vjp_all is not None and _shares(plan):
            programs["_vjp"] = plan.vjp_all
        if plan.jvp is not None:
            programs["_jvp"] = plan.jvp
        self.kernels: dict[str, Kernel] = {n: schedule(p, plan.layer) for n, p in programs.items()}

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
        for formula in self.plan.formulas:
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


def _shares(plan: Plan) -> bool:
    """Whether computing all gradients at once saves a third of the sums of computing each alone."""
    if len(plan.vjp) < 2:
        return False

    def sums(programs: Iterable[Program]) -> int:
        return sum(len(d.expr.atoms(Reduce)) for p in programs for d in p.defs)

    assert plan.vjp_all is not None
    return 3 * sums([plan.vjp_all]) <= 2 * sums([*plan.stages, *plan.vjp.values()])


__all__ = ["Plan", "plan_module", "render_module"]
