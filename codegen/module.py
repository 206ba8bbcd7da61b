"""One generated module: its kernels, its ``SPEC``, its public functions and its docstring.

Everything but the kernels is filled into the same few shapes for every layer; the layer speaks through
the data.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from codegen.describe import Description, Plan, identifier, strings
from codegen.emit import emit
from codegen.nodes import Kernel
from codegen.pipeline import schedule
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
    return Plan(layer, g.forward, tuple(g.residuals), dict(g.vjp), g.vjp_all, g.jvp, told)


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
        self.kernels: dict[str, Kernel] = {"_forward": schedule(plan.forward, plan.layer)}
        for t, program in plan.vjp.items():
            self.kernels[f"_vjp_{t.name}"] = schedule(program, plan.layer)
        if plan.vjp_all is not None and _shares(plan):
            self.kernels["_vjp"] = schedule(plan.vjp_all, plan.layer)
        if plan.jvp is not None:
            self.kernels["_jvp"] = schedule(plan.jvp, plan.layer)

    def text(self) -> str:
        code = [self.tuples(), self.layer_text()]
        code += [emit(k, name) for name, k in self.kernels.items()]
        code.append(self.forward())
        code += [self.gradient(t) for t in self.plan.vjp]
        if self.plan.vjp:
            code.append(self.all_gradients())
        if self.plan.jvp is not None:
            code.append(self.tangent())
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

    # -- functions

    def arguments(self, before: Iterable[str] = (), after: Iterable[str] = ()) -> str:
        inputs = [f"{t.name}=None" if t in self.layer.defaults else t.name for t in self.layer.inputs]
        seen = False
        for k, text in enumerate(inputs):
            seen = seen or text.endswith("=None")
            inputs[k] = text + "=None" if seen and not text.endswith("=None") else text
        options = [f"{o.name}={o.default!r}" for o in self.layer.options]
        return ", ".join([*before, *inputs, "*", *after, *options])

    def define(self, name: str, arguments: str, doc: str, body: Sequence[str]) -> str:
        if arguments.endswith(", *"):
            arguments = arguments[:-3]
        head = textwrap.wrap(f"def {name}({arguments}):", WIDTH, subsequent_indent=" " * 4)
        return "\n".join([*head, f'    """{doc}"""', *(f"    {line}" for line in body)])

    def bind(self) -> list[str]:
        inputs = ", ".join(f'"{t.name}": {t.name}' for t in self.layer.inputs)
        options = ", ".join(f'"{o.name}": {o.name}' for o in self.layer.options)
        return [f"call = _LAYER.bind({{{inputs}}}, {{{options}}})"]

    def run(self, name: str) -> list[str]:
        kernel = self.kernels[name]
        arrays = [t.name for t in (*kernel.arrays, *kernel.outputs)]
        sizes = [identifier(s.name) for s in kernel.scalars]
        return [f"call.run({name}, {strings(arrays)}, {strings(sizes)})"]

    def forward(self) -> str:
        layer = self.layer
        results = [t.name for t in (*layer.outputs, *layer.aux)]
        extra = [t.name for t in self.kernels["_forward"].outputs if t.name not in results]
        body = [*self.bind(), f"call.new_all({strings(results)}, out)"]
        body += [f'call.new("{n}", "{n}")' for n in extra] + self.run("_forward")
        saved = strings([t.name for t in self.plan.residuals])
        body += [f"result = call.result(*{strings(results)})"]
        body += [f"return (result, Residuals(*call.results({saved}))) if save else result"]
        doc = f"{layer.summary or layer.name}; ``save=True`` also returns what the gradients can use again."
        return self.define("forward", self.arguments(after=["out=None", "save=False"]), doc, body)

    def recompute(self, wanted: Sequence[Tensor]) -> list[str]:
        if not wanted:
            return []
        inputs = ", ".join(t.name for t in self.layer.inputs)
        options = "".join(f"{o.name}={o.name}, " for o in self.layer.options)
        lines = ["if residuals is None:", f"    residuals = forward({inputs}, {options}save=True)[-1]"]
        return [*lines, *(f'call.add("{t.name}", "{t.name}", residuals.{t.name})' for t in wanted)]

    def prepare(self, name: str) -> list[str]:
        """Residuals that a kernel reads."""
        read = {t.name for t in self.kernels[name].arrays}
        return self.recompute([t for t in self.plan.residuals if t.name in read])

    def seeds(self) -> list[str]:
        return [f'call.add("d{t.name}", "{t.name}", d{t.name})' for t in self.layer.outputs]

    def gradient(self, t: Tensor) -> str:
        cotangents = [f"d{y.name}" for y in self.layer.outputs]
        body = [*self.bind(), *self.seeds(), *self.prepare(f"_vjp_{t.name}")]
        body += [f'call.new("d{t.name}", "{t.name}", out)', *self.run(f"_vjp_{t.name}")]
        body += [f'return call.result("d{t.name}")']
        doc = f"The gradient of {t.name}, given {', '.join(cotangents)}."
        after = ["residuals=None", "out=None"]
        return self.define(f"vjp_{t.name}", self.arguments(cotangents, after), doc, body)

    def all_gradients(self) -> str:
        cotangents = [f"d{y.name}" for y in self.layer.outputs]
        wrt = list(self.plan.vjp)
        doc = f"The gradients of {', '.join(t.name for t in wrt)}."
        if "_vjp" in self.kernels:
            body = [*self.bind(), *self.seeds(), *self.prepare("_vjp")]
            body += [f'call.new("d{t.name}", "{t.name}")' for t in wrt] + self.run("_vjp")
            body += [f"return Gradients(*call.results({strings([f'd{t.name}' for t in wrt])}))"]
        else:
            body = self.separate(cotangents)
        return self.define("vjp", self.arguments(cotangents, ["residuals=None"]), doc, body)

    def separate(self, cotangents: list[str]) -> list[str]:
        inputs = [t.name for t in self.layer.inputs]
        options = [f"{o.name}={o.name}" for o in self.layer.options]
        read = {t.name for name, k in self.kernels.items() if name.startswith("_vjp") for t in k.arrays}
        lines = []
        if any(t.name in read for t in self.plan.residuals):
            given = ", ".join([*inputs, *options, "save=True"])
            lines = ["if residuals is None:", f"    residuals = forward({given})[-1]"]
        given = ", ".join([*cotangents, *inputs, "residuals=residuals", *options])
        lines += ["return Gradients("]
        lines += [f"    {t.name}=vjp_{t.name}({given})," for t in self.plan.vjp]
        return [*lines, ")"]

    def tangent(self) -> str:
        wrt = [t.name for t in self.layer.wrt]
        body = self.bind() + [f'call.add("{n}_dot", "{n}", {n}_dot)' for n in wrt]
        body += self.prepare("_jvp")
        results = [t.name for t in self.kernels["_jvp"].outputs]
        body += [f'call.new("{n}", "{n.removesuffix("_dot")}")' for n in results]
        body += [*self.run("_jvp"), f"return call.result(*{strings(results)})"]
        after = [*(f"{n}_dot=None" for n in wrt), "residuals=None"]
        return self.define("jvp", self.arguments((), after), "The tangent of the outputs.", body)


def _shares(plan: Plan) -> bool:
    """Whether computing all gradients at once saves a third of the sums of computing each alone."""

    def sums(programs: Iterable[Program]) -> int:
        return sum(len(d.expr.atoms(Reduce)) for p in programs for d in p.defs)

    assert plan.vjp_all is not None
    return 3 * sums([plan.vjp_all]) <= 2 * sums(plan.vjp.values())


__all__ = ["Plan", "plan_module", "render_module"]
