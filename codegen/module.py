"""One generated module: its kernels, its ``SPEC``, its public functions and its docstring.

Everything but the kernels is filled into the same few shapes for every layer; the layer speaks through
the data.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from codegen.describe import Description, Plan
from codegen.emit import emit
from codegen.functions import Functions
from codegen.nodes import Kernel
from codegen.pipeline import schedule
from codegen.stages import staged
from codegen.wrap import wrapped
from derive import pretty
from derive.expr import Reduce, Tensor, tensors
from derive.layer import Layer, Program
from derive.pretty.prose import readable
from derive.steps import Derivation

WIDTH = 110


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
    names = {t.name for one in every for t in (one.tensor, *tensors(one.expr))}
    yield from (readable(s, names) for told in derivations.values() for s in told.recognised)
    yield from dict.fromkeys(r for one in every for r in pretty.remarks(one) if "(from 0)" not in r)


def render_module(plan: Plan) -> str:
    """The text of the module."""
    return _Module(plan).text()


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

    def text(self) -> str:
        code = [self.tuples(), self.layer_text()]
        code += [emit(k, name) for name, k in self.kernels.items()]
        code += Functions(self.plan, self.kernels).all()
        code = ["\n".join(short for line in part.splitlines() for short in wrapped(line)) for part in code]
        return "\n\n".join(p.rstrip() + "\n" for p in (self.head(), self.spec_text(), *code))

    # -- data

    def head(self) -> str:
        summary = self.layer.summary or self.layer.name
        lines = [f'"""{self.layer.name}: {summary}.', ""]
        lines += [f"Made by `chainrule generate` from the forward of `{self.layer.name}`.  Do not edit.", ""]
        for formula in self.plan.formulas:
            lines += textwrap.wrap(formula, WIDTH - 4, initial_indent="    ", subsequent_indent=" " * 8)
        for text in self.layer.conventions:
            lines += ["", *textwrap.wrap(f"Convention: {text}.", WIDTH - 4)]
        if self.layer.source:
            lines += ["", f"Source: {self.layer.source}."]
        imports = [
            "from collections import namedtuple",
            "",
            "import numpy as np",
            "from numba import njit, prange",
        ]
        imports += [
            "",
            "from . import runtime",
            "from .runtime import cell, gcd, residue",
            "",
            "U = np.uintp",
        ]
        note = "# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled."
        if any("math." in emit(k, "f") for k in self.kernels.values()):
            imports = ["import math", *imports]
        return "\n".join([*lines, '"""', "", *imports[:-1], note, imports[-1]]).replace("\\", "\\\\")


def _shares(plan: Plan) -> bool:
    """Whether computing all gradients at once saves a third of the sums of computing each alone."""

    def sums(programs: Iterable[Program]) -> int:
        return sum(len(d.expr.atoms(Reduce)) for p in programs for d in p.defs)

    assert plan.vjp_all is not None
    return 3 * sums([plan.vjp_all]) <= 2 * sums([*plan.stages, *plan.vjp.values()])


__all__ = ["Plan", "plan_module", "render_module"]
