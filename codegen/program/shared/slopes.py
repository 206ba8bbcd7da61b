"""Slopes: what functions make of a cotangent, and products of sums read again and again, is laid down.

    dx[n,t] = Σ_{o,u} dy[n,o,t−u] φ(s[n,o,t−u]) w[o,u]         slope[n,o,t] = dy[n,o,t] φ(s[n,o,t])
    dw[o,u] = Σ_{n,t} dy[n,o,t] φ(s[n,o,t]) x[n,t+u]           dx[n,t] = Σ_{o,u} slope[n,o,t−u] w[o,u]
                                                               dw[o,u] = Σ_{n,t} slope[n,o,t] x[n,t+u]

The functions are then computed for each element and not for each tap of each element, once for all gradients.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sympy import Dummy, Expr, Mul, S, Symbol, expand

from codegen.program.inline_factor import costly, live, rewrite
from codegen.program.name_sums import unused
from derive.expr import Acc, Index, Reduce, Tensor, substitute
from derive.model.layer import Def, Program


@dataclass(frozen=True)
class Slope:
    """A product with functions in it, of elements at one place, said of the axes of their arrays."""

    of: Tensor
    value: Expr


def slopes(vjp: Mapping[Tensor, Program]) -> tuple[dict[Tensor, Program], tuple[Tensor, ...]]:
    """The programs with such products as arrays, the same for the same product, and these arrays."""
    taken = {t.name for p in vjp.values() for d in p.defs for t in (d.tensor, *d.reads)}
    made: dict[Slope, Def] = {}
    changed = {t: _reading(p, made, taken) for t, p in vjp.items()}
    return changed, tuple(d.tensor for d in made.values())


def _reading(program: Program, made: dict[Slope, Def], taken: set[str]) -> Program:
    """The program with its slopes in front of the first definition that reads them."""

    def by_name(e: Expr) -> Expr:
        found = _slope(e) if isinstance(e, Reduce) and e.op == "sum" else None
        if found is None:
            return e
        slope, place, rest = found
        if slope not in made:
            made[slope] = _definition(slope, unused(f"{slope.of.name}_slope", taken))
        return Reduce(e.op, Mul(made[slope].tensor[place], *rest), e.binders, e.guards)

    defs: list[Def] = []
    for one in program.defs:
        one = one if one.scatter else replace(one, expr=rewrite(one.expr, by_name))
        here = {d.tensor for d in defs}
        defs += [d for d in made.values() if d.tensor in one.reads and d.tensor not in here]
        defs.append(one)
    return live(replace(program, defs=tuple(defs)))


def _slope(e: Reduce) -> tuple[Slope, tuple[Expr, ...], list[Expr]] | None:
    """Of a product under a sum: the factors at one place among which functions are, and the others."""
    factors = Mul.make_args(e.body)
    for place in dict.fromkeys(p for f in factors if _functions(f) and (p := _place(f)) is not None):
        mine = [f for f in factors if _place(f) == place]
        rest = [f for f in factors if f not in mine]
        own = _letters(*place)
        if any(_letters(f) - own and own - _letters(f) for f in rest if f.has(Acc)):
            elements = sorted({a for f in mine for a in f.atoms(Acc)}, key=str)
            first = next((f for f in mine if isinstance(f, Acc)), elements[0])
            axes = first.tensor.axes
            value = substitute(Mul(*mine), {a: a.tensor[axes] for a in elements})
            return Slope(first.tensor, value), place, rest
    return None


def _functions(f: Expr) -> bool:
    """Whether functions are taken of what a factor reads."""
    return costly(f.xreplace({a: Dummy() for a in f.atoms(Acc)}))


def _place(f: Expr) -> tuple[Expr, ...] | None:
    """Where all that a factor reads stands, in real arrays of one shape; it knows no letter beside."""
    elements = f.atoms(Acc)
    if not elements or f.has(Reduce) or any(a.has(Acc) for x in elements for a in x.index):
        return None
    places = {a.index for a in elements}
    shapes = {a.tensor.shape for a in elements}
    alone = not _letters(f.xreplace({a: Dummy() for a in elements}))
    real = all(a.tensor.kind == "real" for a in elements)
    return next(iter(places)) if len(places) == len(shapes) == 1 and alone and real else None


def _letters(*parts: Expr) -> set[Symbol]:
    return {s for e in parts for s in e.free_symbols if isinstance(s, Index)}


def _definition(slope: Slope, name: str) -> Def:
    axes, shape = slope.of.axes, slope.of.shape
    made = Tensor(name, shape, axes, "real")
    free = tuple((z, S.Zero, expand(n - 1)) for z, n in zip(axes, shape, strict=True))
    return Def(made[axes], free, slope.value)


__all__ = ["slopes"]
