"""One generated module: its kernels, its ``SPEC``, its public functions and its docstring.

Everything but the kernels is filled into the same few shapes for every layer; the layer speaks through
the data.
"""

from __future__ import annotations

import pprint
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Symbol, expand

from codegen.emit import emit
from codegen.nodes import Kernel
from codegen.pipeline import schedule
from codegen.scalar import Scalars
from codegen.wrap import wrapped
from derive import pretty
from derive.expr import Acc, Hat, HatSlope, Reduce, Tensor, Where, tensors
from derive.layer import Layer, Program
from derive.pretty.prose import readable
from derive.steps import Derivation

WIDTH = 110


@dataclass(frozen=True)
class Plan:
    """What one module consists of."""

    layer: Layer
    forward: Program
    residuals: tuple[Tensor, ...]
    vjp: dict[Tensor, Program]
    vjp_all: Program | None
    jvp: Program | None
    formulas: tuple[str, ...]


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


class _Module:
    def __init__(self, plan: Plan) -> None:
        self.plan, self.layer = plan, plan.layer
        self.kernels: dict[str, Kernel] = {"_forward": schedule(plan.forward, plan.layer)}
        for t, program in plan.vjp.items():
            self.kernels[f"_vjp_{t.name}"] = schedule(program, plan.layer)
        if plan.vjp_all is not None and _shares(plan):
            self.kernels["_vjp"] = schedule(plan.vjp_all, plan.layer)
        if plan.jvp is not None:
            self.kernels["_jvp"] = schedule(plan.jvp, plan.layer)
        self.show = Scalars(lambda s: identifier(s.name), lambda t: t.name)

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

    def spec(self) -> dict[str, Any]:
        layer = self.layer
        return {
            "name": layer.name,
            "summary": layer.summary,
            "inputs": [self.input(t) for t in layer.inputs],
            "outputs": [self.tensor(t) for t in layer.outputs],
            "aux": [self.tensor(t) for t in layer.aux],
            "residuals": [self.tensor(t) for t in self.plan.residuals],
            "options": [
                {
                    "name": o.name,
                    "symbols": [identifier(s.name) for s in o.symbols],
                    "kind": o.kind,
                    "default": o.default,
                    "minimum": o.minimum,
                    "maximum": o.maximum,
                }
                for o in layer.options
            ],
            "sizes": {identifier(s.name): self.integer(e) for s, e in layer.sizes.items()},
            "gradients": {t.name: f"vjp_{t.name}" for t in self.plan.vjp},
            "analytic": analytic(self.plan.forward),
            "elementwise": elementwise(layer),
        }

    def tensor(self, t: Tensor) -> dict[str, Any]:
        return {"name": t.name, "shape": [self.integer(e) for e in t.shape], "kind": t.kind}

    def input(self, t: Tensor) -> dict[str, Any]:
        more = {
            "differentiable": t in self.layer.wrt,
            "default": self.layer.defaults.get(t),
            "below": self.integer(t.bound) if t.kind == "integer" else None,
        }
        return self.tensor(t) | more

    def integer(self, e: Expr) -> str:
        return self.show.integer(e)

    def spec_text(self) -> str:
        return "SPEC = " + pprint.pformat(self.spec(), width=WIDTH, sort_dicts=False)

    def tuples(self) -> str:
        residuals = ", ".join(f'"{t.name}"' for t in self.plan.residuals)
        gradients = ", ".join(f'"{t.name}"' for t in self.plan.vjp)
        return (
            f'Residuals = namedtuple("Residuals", [{residuals}])\n'
            f'Gradients = namedtuple("Gradients", [{gradients}])'
        )

    def layer_text(self) -> str:
        steps, checks = self.steps()
        known = [*self.layer.inputs, *self.layer.outputs, *self.layer.aux, *self.plan.residuals]
        shapes = {t.name: self.function(t.shape) for t in known}
        below = {t.name: self.function(t.bound) for t in self.layer.inputs if t.kind == "integer"}
        lines = ["_LAYER = runtime.Layer(", "    SPEC,", *_call("steps", steps)]
        lines += [
            "    sizes={",
            *(f'        "{identifier(s.name)}": {self.function(e)},' for s, e in self.layer.sizes.items()),
        ]
        lines += ["    },", "    shapes={", *(f'        "{n}": {f},' for n, f in shapes.items()), "    },"]
        if below:
            lines += ["    below={" + ", ".join(f'"{n}": {f}' for n, f in below.items()) + "},"]
        requires = [f"({self.condition(c)}, {message!r})" for c, message in self.layer.requires]
        lines += [*_call("requires", requires), *_call("checks", checks), ")"]
        return "\n".join(lines)

    def function(self, e: Any) -> str:
        """A size expression as a function of the sizes by name."""
        parts = e if isinstance(e, tuple) else (e,)
        names = sorted({identifier(s.name) for p in parts for s in p.free_symbols})
        text = ", ".join(self.integer(p) for p in parts)
        text = f"({text}{',' if len(parts) == 1 else ''})" if isinstance(e, tuple) else text
        return f"lambda {''.join(n + ', ' for n in names)}**_: {text}"

    def condition(self, cond: Any) -> str:
        names = sorted({identifier(s.name) for s in cond.free_symbols})
        return f"lambda {''.join(n + ', ' for n in names)}**_: {self.show.condition(cond)}"

    def steps(self) -> tuple[list[str], list[str]]:
        """How the sizes follow from the inputs' shapes, and what must agree afterwards."""
        known: set[Symbol] = set(self.layer.option_symbols)
        derived = set(self.layer.sizes)
        pending = [(t, k, extent) for t in self.layer.inputs for k, extent in enumerate(t.shape)]
        steps: list[str] = []
        while True:
            later = []
            for t, k, extent in pending:
                unknown = extent.free_symbols - known
                found = None if unknown & derived or len(unknown) > 1 else self.step(t, k, extent, unknown)
                if found is None:
                    later.append((t, k, extent))
                else:
                    steps.append(found)
                    known |= unknown
            if len(later) == len(pending):
                break
            pending = later
        for _, _, extent in pending:
            if extent.free_symbols - known - derived:
                raise ValueError(
                    f"{self.layer.name}: the size {extent} cannot be solved from the inputs' shapes"
                )
        return steps, [found for t, k, e in pending if (found := self.step(t, k, e, set())) is not None]

    def step(self, t: Tensor, axis: int, extent: Expr, unknown: set[Any]) -> str | None:
        head = f'"{t.name}", {axis}'
        if not unknown:
            symbol = extent if extent.is_Symbol else None
            if symbol is not None:
                return f'runtime.Step({head}, "{identifier(symbol.name)}", "{self.integer(extent)}")'
            return f'runtime.Step({head}, "", "{self.integer(extent)}", rest={self.function(extent)})'
        (symbol,) = unknown
        slope = extent.coeff(symbol)
        rest = expand(extent - slope * symbol)
        if slope == 0 or symbol in rest.free_symbols | slope.free_symbols:
            return None
        more = f", factor={self.function(slope)}" if slope != 1 else ""
        more += f", rest={self.function(rest)}" if rest != 0 else ""
        return f'runtime.Step({head}, "{identifier(symbol.name)}", "{self.integer(extent)}"{more})'

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
        return [f"call.run({name}, {_strings(arrays)}, {_strings(sizes)})"]

    def forward(self) -> str:
        layer = self.layer
        results = [t.name for t in (*layer.outputs, *layer.aux)]
        extra = [t.name for t in self.kernels["_forward"].outputs if t.name not in results]
        body = [*self.bind(), f"call.new_all({_strings(results)}, out)"]
        body += [f'call.new("{n}", "{n}")' for n in extra] + self.run("_forward")
        saved = _strings([t.name for t in self.plan.residuals])
        body += [f"result = call.result(*{_strings(results)})"]
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
            body += [f"return Gradients(*call.results({_strings([f'd{t.name}' for t in wrt])}))"]
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
        body += [*self.run("_jvp"), f"return call.result(*{_strings(results)})"]
        after = [*(f"{n}_dot=None" for n in wrt), "residuals=None"]
        return self.define("jvp", self.arguments((), after), "The tangent of the outputs.", body)


def analytic(program: Program) -> bool:
    """Whether the forward is a complex-differentiable expression: no comparison, extreme or floor of data."""
    for d in program.defs:
        if d.tensor.kind == "integer" or d.expr.atoms(Hat, HatSlope):
            return False
        if any(r.op not in ("sum", "prod") for r in d.expr.atoms(Reduce)):
            return False
        if any(_real_condition(c) for w in d.expr.atoms(Where) for c in w.conds):
            return False
        names = {type(f).__name__ for f in d.expr.atoms(Expr) if f.is_Function}
        if names & {"Abs", "floor", "ceiling", "Max", "Min", "sign", "erf", "erfc", "gamma", "loggamma"}:
            return False
    return True


def _real_condition(cond: Any) -> bool:
    return any(a.tensor.kind == "real" for a in cond.atoms(Acc))


def elementwise(layer: Layer) -> bool:
    """Whether every tensor has the same single axis: such a layer takes arrays of any shape."""
    shapes = {t.shape for t in (*layer.inputs, *layer.outputs, *layer.aux)}
    return len(shapes) == 1 and len(next(iter(shapes))) == 1 and next(iter(shapes))[0].is_Symbol


def _shares(plan: Plan) -> bool:
    """Whether computing all gradients at once saves a third of the sums of computing each alone."""

    def sums(programs: Iterable[Program]) -> int:
        return sum(len(d.expr.atoms(Reduce)) for p in programs for d in p.defs)

    assert plan.vjp_all is not None
    return 3 * sums([plan.vjp_all]) <= 2 * sums(plan.vjp.values())


def identifier(name: str) -> str:
    return name.replace("'", "_")


def _strings(names: Sequence[str]) -> str:
    inner = ", ".join(f'"{n}"' for n in names)
    return f"({inner},)" if len(names) == 1 else f"({inner})"


def _call(name: str, items: Sequence[str]) -> list[str]:
    return [f"    {name}=(", *(f"        {i}," for i in items), "    ),"] if items else [f"    {name}=(),"]


__all__ = ["Plan", "plan_module", "render_module"]
