"""What a generated module says of itself as data: its ``SPEC``, its tuples, how its shapes are solved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sympy import Expr, expand

from codegen.cook_toom import units
from codegen.loops.legality import nonempty
from codegen.loops.nodes import Kernel
from codegen.numba.expressions import Scalars
from codegen.numba.functions import Source
from codegen.program.stable import uncancelled
from codegen.source import choice
from codegen.source.edges import edges
from codegen.source.names import identifier
from codegen.source.plan import Plan
from codegen.source.proven import Guarantees
from codegen.source.stretches import strides
from derive.expr import Acc, Cond, Hat, HatSlope, Reduce, Tensor, Where, ge
from derive.model.layer import Layer, Program

Extent: TypeAlias = tuple[Tensor, int, Expr]
"""An array, one of its axes, and its extent there."""


class Description:
    """The data of one module; ``self.plan`` and ``self.layer`` are what it describes."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.layer = plan, plan.layer
        self.show = Scalars(lambda s: identifier(s.name), lambda t: t.name)

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
            "analytic": all(map(analytic, (self.plan.forward, uncancelled(self.plan.forward)))),
            "elementwise": elementwise(layer, self.plan.residuals),
        }

    def tensor(self, t: Tensor) -> dict[str, Any]:
        """An array as data; integers say between which ends they lie, so that they can be checked."""
        found = {"name": t.name, "shape": [self.integer(e) for e in t.shape], "kind": t.kind}
        ends = {"low": lowest(t), "below": self.integer(t.bound) if t.bound != 0 else None}
        ends |= {} if t.exempt is None else {"exempt": self.integer(t.exempt)}
        return found | (ends if t.kind == "integer" else {})

    def input(self, t: Tensor) -> dict[str, Any]:
        more = {"differentiable": t in self.layer.wrt, "default": self.layer.defaults.get(t)}
        return self.tensor(t) | more

    def integer(self, e: Expr) -> str:
        return self.show.integer(e)

    def spec_text(
        self, blocks: bool, kernels: Mapping[str, Kernel], functions: Sequence[str], claims: Guarantees
    ) -> str:
        """``blocks`` tells whether contractions of large arrays have kernels of their own."""
        data = self.spec() | {"blocks": blocks}
        data |= {"edges": edges(kernels, Scalars(lambda s: identifier(s.name), lambda t: t.name))}
        data |= {"winograd": choice.described(kernels, functions)} if choice.tiled(kernels) else {}
        data |= claims.spec()
        return "\n".join(["SPEC = {", *(f"    {k!r}: {_value(v)}," for k, v in data.items()), "}"])

    def claims(self, kernels: Mapping[str, Kernel], used: Iterable[str]) -> Guarantees:
        """What is proved of the kernels; integers that a call brings along are tested in it."""
        given = [
            t for t in (*self.layer.inputs, *self.plan.residuals) if t.kind == "integer" and t.bound != 0
        ]
        return Guarantees.of(kernels, used, {t.name: self._ends(t) for t in given})

    def _ends(self, t: Tensor) -> str:
        said = f"{lowest(t)} <= {t.name} < {self.integer(t.bound)}"
        return said if t.exempt is None else f"{said} or {t.name} = {self.integer(t.exempt)}"

    def tuples(self) -> Source:
        residuals = ", ".join(f'"{t.name}"' for t in self.plan.residuals)
        gradients = ", ".join(f'"{t.name}"' for t in self.plan.vjp)
        return Source(
            f'Gradients = namedtuple("Gradients", [{gradients}])\n\n\n'
            f'class Residuals(namedtuple("Residuals", [{residuals}]), runtime.Saved):\n'
            '    """What a forward saves for the gradients of the same call."""\n',
            frozenset({"namedtuple", "runtime"}),
        )

    def layer_text(self, kernels: Mapping[str, Kernel]) -> Source:
        steps, checks = self.steps()
        known = self.shaped()
        sizes = {identifier(s.name): self.function(e) for s, e in self.layer.sizes.items()}
        below = {t.name: self.function(t.bound) for t in known if t.kind == "integer" and t.bound != 0}
        places = [t.name for t in self.places()]
        requires = [
            f"({self.condition(c)}, {said!r})" for c, said in (*self.layer.requires, *self.elements())
        ]
        lines = ["_LAYER = runtime.Layer(", "    SPEC,", *called("steps", steps), *table("sizes", sizes)]
        lines += table("shapes", {t.name: self.function(t.shape) for t in known})
        lines += ["    below={" + ", ".join(f'"{n}": {f}' for n, f in below.items()) + "},"] if below else []
        exempt = {t.name: self.function(t.exempt) for t in known if t.exempt is not None}
        lines += (
            ["    exempt={" + ", ".join(f'"{n}": {f}' for n, f in exempt.items()) + "},"] if exempt else []
        )
        lines += [f"    places={strings(places)},"] if places else []
        steps_of = {o: tuple(map(identifier, names)) for o, names in strides(self.layer).items()}
        lines += [f"    strides={steps_of!r},"] if steps_of else []
        lines += [*called("requires", requires), *called("checks", checks)]
        names = lambda s: identifier(s.name)  # noqa: E731
        lines += [*choice.layer_text(kernels, units(self.layer), names, self.function), ")"]
        return Source("\n".join(lines), frozenset({"runtime", *self.show.used}))

    def shaped(self) -> list[Tensor]:
        """Every array that a call of the module holds or may have to judge."""
        own = [*self.layer.inputs, *self.layer.outputs, *self.layer.aux, *self.plan.residuals]
        return list(dict.fromkeys([*own, *self.places(), *(t for p in self.plan.stages for t in p.outputs)]))

    def places(self) -> list[Tensor]:
        """The integers that the forward computes and that kernels read through without a test."""
        return [d.tensor for d in self.plan.forward.defs if d.tensor.kind == "integer" and d.tensor.sign]

    def elements(self) -> list[tuple[Cond, str]]:
        """Sizes that may not be 0, as requirements: an element is read whatever loops are empty."""
        defs = (d for program in self.plan.programs.values() for d in program.defs)
        found = nonempty(defs, self.layer)
        return [
            (ge(s - 1), f"{identifier(s.name)} must be at least 1: {a} is read") for s, a in found.items()
        ]

    def function(self, e: Any) -> str:
        """A size expression as a function of the sizes by name."""
        parts = e if isinstance(e, tuple) else (e,)
        names = sorted({identifier(s.name) for p in parts for s in p.free_symbols})
        text = ", ".join(self.integer(p) for p in parts)
        text = f"({text}{',' if len(parts) == 1 else ''})" if isinstance(e, tuple) else text
        return f"lambda {''.join(n + ', ' for n in names)}**_: {text}"

    def condition(self, cond: Any) -> str:
        """A test of sizes and options, which are numbers of Python: no array says of what kind."""
        names = sorted({identifier(s.name) for s in cond.free_symbols})
        text = re.sub(r"\bT\(", "float(", self.show.condition(cond))
        return f"lambda {''.join(n + ', ' for n in names)}**_: {text}"

    def steps(self) -> tuple[list[str], list[str]]:
        """How the sizes follow from the inputs' shapes, and what must agree afterwards."""
        known: set[Any] = set(self.layer.option_symbols)
        pending = [(t, k, extent) for t in self.layer.inputs for k, extent in enumerate(t.shape)]
        steps: list[str] = []
        while found := self.solved(pending, known):
            steps += found.values()
            pending = [axis for axis in pending if axis not in found]
        for _, _, extent in pending:
            if extent.free_symbols - known - set(self.layer.sizes):
                raise ValueError(
                    f"{self.layer.name}: the size {extent} cannot be solved from the inputs' shapes"
                )
        return steps, [text for t, k, e in pending if (text := self.step(t, k, e, set())) is not None]

    def solved(self, axes: Iterable[Extent], known: set[Any]) -> dict[Extent, str]:
        """The axes that give a size its value or agree with it; what they give is ``known`` from there on."""
        made: dict[Extent, str] = {}
        for axis in axes:
            unknown = axis[2].free_symbols - known
            possible = len(unknown) < 2 and not unknown & set(self.layer.sizes)
            found = self.step(*axis, unknown) if possible else None
            if found is not None:
                made[axis] = found
                known |= unknown
        return made

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


def lowest(t: Tensor) -> int:
    """The least that integer data hold: -1 says that there was nothing to choose from."""
    return 0 if t.sign or t.exempt is not None else -1


def _value(value: Any) -> str:
    """Plain data: what holds several records takes a line for each."""
    if not isinstance(value, list) or not value:
        return repr(value)
    return "\n".join(["[", *(f"        {one!r}," for one in value), "    ]"])


def analytic(program: Program) -> bool:
    """Whether the forward is a complex-differentiable expression: no comparison, extreme or floor of data.

    It is asked of the model and of the form that is compiled, which does not cancel: that one may compare
    what the model does not, and has functions (Φ for erf) that no complex number is given to.
    """
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
    """Whether a comparison is computed in the type of the arrays; a sum is, even one that counts."""
    return cond.has(Reduce) or any(a.tensor.kind == "real" for a in cond.atoms(Acc))


def elementwise(layer: Layer, residuals: Iterable[Tensor] = ()) -> bool:
    """Whether each element is made of those at its own place: it takes arrays of any shape."""
    shapes = {t.shape for t in (*layer.inputs, *layer.outputs, *layer.aux, *residuals)}
    single = len(shapes) == 1 and len(next(iter(shapes))) == 1 and next(iter(shapes))[0].is_Symbol
    return single and all(one.pointwise for one in layer.forward)


def quoted(names: Sequence[str]) -> str:
    """Names as arguments."""
    return ", ".join(f'"{n}"' for n in names)


def strings(names: Sequence[str]) -> str:
    """Names as a tuple."""
    inner = quoted(names)
    return f"({inner},)" if len(names) == 1 else f"({inner})"


def table(name: str, functions: Mapping[str, str]) -> list[str]:
    return [f"    {name}={{", *(f'        "{n}": {f},' for n, f in functions.items()), "    },"]


def called(name: str, items: Sequence[str]) -> list[str]:
    return [f"    {name}=(", *(f"        {i}," for i in items), "    ),"] if items else [f"    {name}=(),"]
