"""One side of an equation between layers: definitions, put into one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Expr, Integer, Symbol

from derive.autodiff.backward import Backward
from derive.autodiff.canonicalise import canonicalise
from derive.expr import (
    Acc,
    Cond,
    FloorDiv,
    Iverson,
    Modulo,
    Tensor,
    accesses,
    replace_in_scope,
    substitute,
)
from derive.expr.expansion import expand
from derive.model.layer import Def, Layer, ModelError, Program
from derive.proof import exact_division_facts, size_facts


@dataclass(frozen=True)
class Side:
    """One side of an equation: definitions, which of them it means, and what is known of the sizes.

    ``opaque`` are values that are not put in: both sides speak of them by name.
    """

    defs: tuple[Def, ...]
    output: Tensor
    sizes: Mapping[Symbol, Expr] = field(default_factory=dict)
    requires: tuple[Any, ...] = ()
    opaque: frozenset[str] = frozenset()

    @property
    def inputs(self) -> list[Tensor]:
        """What is read and not defined."""
        made = {d.tensor for d in self.live}
        read = dict.fromkeys(t for d in self.live for t in d.reads)
        return [t for t in read if t not in made]

    @property
    def live(self) -> tuple[Def, ...]:
        """The definitions that the output needs, opaque ones left out."""
        needed, kept = {self.output}, list[Def]()
        for one in reversed(self.defs):
            if one.tensor in needed and one.tensor.name not in self.opaque:
                kept.append(one)
                needed |= set(one.reads)
        return tuple(reversed(kept))

    def then(self, *defs: Def) -> Side:
        """The same with further definitions; the last one is the output."""
        return replace(self, defs=(*self.defs, *defs), output=defs[-1].tensor)

    def after(self, *defs: Def) -> Side:
        """The same with definitions in front, of what it reads."""
        return replace(self, defs=(*defs, *self.defs))

    def set(self, values: Mapping[Any, Any]) -> Side:
        """Sizes, options or whole tensors replaced."""
        return Side(
            tuple(d.substitute(values) for d in self.defs),
            substitute(self.output, values),
            {k: substitute(v, values) for k, v in self.sizes.items() if k not in values},
            tuple(substitute(c, values) for c in self.requires),
            self.opaque,
        )

    def facts(self) -> list[Expr]:
        """What is known to be non-negative."""
        conds = [c for c in self.requires if isinstance(c, Cond)]
        return [
            *size_facts(self.sizes),
            *exact_division_facts(conds, self.sizes),
            *(c.of for c in conds if c.kind == "ge"),
        ]


def forward(layer: Layer, output: str = "", opaque: Iterable[str] = ()) -> Side:
    """What the forward of a layer computes; arguments that may be left out are left out."""
    named = {d.tensor.name: d.tensor for d in layer.forward}
    wanted = named[output] if output else layer.outputs[0]
    requires = tuple(c for c, _ in layer.requires)
    return Side(tuple(layer.forward), wanted, layer.sizes, requires, frozenset(opaque))


def gradient(layer: Layer, towards: str, opaque: Iterable[str] = ()) -> Side:
    """The derived gradient of a layer towards one of its inputs."""
    return _gradient(layer, towards, opaque, lambda backward, target: backward.program([target], "vjp"))


def printed_gradient(layer: Layer, towards: str, opaque: Iterable[str] = ()) -> Side:
    """The same as pages print it: a sum for each element, also where a kernel adds into places of data."""
    return _gradient(layer, towards, opaque, lambda backward, target: backward.printed(target, [target]))


def _gradient(
    layer: Layer, towards: str, opaque: Iterable[str], form: Callable[[Backward, Tensor], Program]
) -> Side:
    target = next(t for t in layer.wrt if t.name == towards)
    backward = Backward(canonicalise(layer))
    program = form(backward, target)
    requires = tuple(c for c, _ in layer.requires)
    return Side(backward.after_forward(program), program.outputs[0], layer.sizes, requires, frozenset(opaque))


def defaulted(layer: Layer, side: Side) -> Side:
    """The side with the arguments that have a default filled by it."""
    constants = {
        a: Integer(v)
        for t, v in layer.defaults.items()
        for d in side.defs
        for a in accesses(d.expr)
        if a.tensor == t
    }
    return replace(side, defs=tuple(replace(d, expr=substitute(d.expr, constants)) for d in side.defs))


def flat(side: Side, at: Sequence[Expr] | None = None) -> Def:
    """The output as one expression of the inputs, at the left side's own indices or at ``at``."""
    known = {d.tensor: d for d in side.live}
    if any(d.scatter for d in known.values()):
        raise ModelError("a sum into places that data choose has no closed form")
    last = next(reversed(known.values()))
    if at is not None:
        place = Acc(last.tensor, *at)
        return Def(place, (), _put_in(place, known))
    single = {z: lo for z, lo, hi in last.free if lo == hi}
    free = tuple(b for b in last.free if b[0] not in single)
    place = substitute(last.lhs, single)
    return Def(place, free, _put_in(place, known))


def together(left: Side, right: Side) -> tuple[Side, Side]:
    """Both sides over the same sizes: those that are polynomials of others are put in (``m = N H W``)."""
    sizes = {**right.sizes, **left.sizes}
    values = {k: v for k, v in sizes.items() if not v.has(FloorDiv, Modulo, Iverson)}
    for k in values:
        values = {z: v if z == k else substitute(v, {k: values[k]}) for z, v in values.items()}
    return replace(left, sizes=sizes).set(values), replace(right, sizes=sizes).set(values)


def _put_in(expr: Expr, known: Mapping[Tensor, Def]) -> Expr:
    """Every access to a defined tensor replaced by its definition."""
    mapping: dict[Expr, Expr] = {}
    for access in accesses(expr):
        one = known.get(access.tensor)
        if one is not None:
            at = {z: v for z, v in _digits(one, access.index).items() if z != v}
            mapping[access] = _put_in(substitute(one.expr, at), known)
    return replace_in_scope(expr, mapping)


def _digits(one: Def, at: Sequence[Expr]) -> dict[Symbol, Expr]:
    """The free indices of a definition at which it writes the place ``at`` (mixed radix taken apart)."""
    found: dict[Symbol, Expr] = {z: lo for z, lo, hi in one.free if lo == hi}
    counts = {z: expand(hi + 1) for z, lo, hi in one.free if lo == 0}
    for written, wanted in zip(substitute(one.lhs, found).index, at, strict=True):
        weights = {z: written.coeff(z) for z in one.indices if written.has(z)}
        exact = expand(written - sum(w * z for z, w in weights.items())) == 0
        chain = _ascending(weights, counts) if exact else None
        if chain is None:
            raise ModelError(f"{one.lhs}: the place {written} is no mixed radix number")
        rest = wanted
        for z in reversed(chain):
            found[z] = rest if weights[z] == 1 else FloorDiv(rest, weights[z])
            rest = Modulo(rest, weights[z])
    return found


def _ascending(weights: Mapping[Symbol, Expr], counts: Mapping[Symbol, Expr]) -> list[Symbol] | None:
    """The digits from the lowest up, if each weight is the product of the counts below it."""
    chain: list[Symbol] = []
    weight: Expr = Integer(1)
    while len(chain) < len(weights):
        here = [z for z, w in weights.items() if z not in chain and expand(w - weight) == 0]
        if len(here) != 1 or here[0] not in counts:
            return None
        chain += here
        weight = expand(weight * counts[here[0]])
    return chain


__all__ = ["Side", "defaulted", "flat", "forward", "gradient", "printed_gradient", "together"]
