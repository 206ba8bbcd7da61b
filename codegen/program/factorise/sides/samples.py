"""What is sampled at positions that data give is laid down where a product reads it again and again.

``Σ_{c,u} w[o, c, u] m[u, i] Σ_q hat(q, p[u, i]) x[c, q]`` samples once for each channel, tap and pixel, not
for each ``o``, too: the samples, with all that depends on no more letters than they do, are an array.  What
is left is a product of two matrices that are read where they lie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sympy import Expr, Mul

from codegen.loops.schedule import placed_by_data, top_reduces
from codegen.program.factorise.prelude import Prelude, with_sums
from codegen.program.inline_factor import rewrite
from derive.expr import Acc, Binder, Iverson, Reduce, Tensor, accesses, substitute
from derive.model.layer import Def, Layer, Program

FEWER = 4
"""So many products at least read each sample."""


def sampled(program: Program, layer: Layer) -> Program:
    """Every product of samples, these as arrays before it."""
    if not any(placed_by_data(r) for d in program.defs for r in d.expr.atoms(Reduce)):
        return program
    return with_sums(_inlined(program, layer), layer, _of_samples)


def _of_samples(stages: Prelude, one: Def, outer: Reduce) -> Expr:
    """A sum of products, its samples as elements of an array."""
    factors = Mul.make_args(outer.body)
    core = next((f for f in factors if isinstance(f, Reduce) and placed_by_data(f)), None)
    if core is None or outer.op != "sum" or outer.guards:
        return outer
    scope = (*one.free, *outer.binders)
    letters = core.free_symbols & {z for z, _, _ in scope}
    mine = Mul(*(f for f in factors if f is core or (f.has(Acc) and _within(f, letters, scope))))
    found = stages.arguments(mine, scope)
    if not found or any(a.guards for a in found) or FEWER * stages.values(found) > stages.trips(scope):
        return outer
    rest = Mul(*(f for f in factors if not mine.has(f)))
    return Reduce("sum", rest * stages.named(mine, found, "sampled"), outer.binders, outer.guards)


def _within(f: Expr, letters: set[Any], scope: Sequence[Binder]) -> bool:
    return not f.has(Reduce) and f.free_symbols & {z for z, _, _ in scope} <= letters


def _inlined(program: Program, layer: Layer) -> Program:
    """Samples that one product reads, where it reads them: it says what belongs to them."""
    stages = Prelude(program, layer)
    times = Counter(d.tensor for d in program.defs)
    inner = {
        d.tensor: d
        for d in program.defs
        if isinstance(d.expr, Reduce) and placed_by_data(d.expr) and not d.scatter
        and times[d.tensor] == 1 and d.tensor not in program.outputs
    }  # fmt: skip
    readers = Counter(t for d in program.defs for t in set(d.reads))
    taken: set[Tensor] = set()
    made: list[Def] = []
    for one in program.defs:
        mine = {t: inner[t] for t in set(_products(stages, one)) & inner.keys() if readers[t] == 1}
        taken |= mine.keys()
        made.append(replace(one, expr=rewrite(one.expr, partial(_value, inner=mine))) if mine else one)
    return replace(program, defs=tuple(d for d in made if d.tensor not in taken))


def _products(stages: Prelude, one: Def) -> Iterator[Tensor]:
    """What is read again and again in a sum."""
    for r in () if one.scatter else top_reduces(one.expr):
        scope = (*one.free, *r.binders)
        for a in accesses(r.body) if not r.guards and r.op == "sum" else ():
            own = [b for b in scope if b[0] in a.free_symbols]
            if a in Mul.make_args(r.body) and FEWER * stages.trips(own) <= stages.trips(scope):
                yield a.tensor


def at_one_place(e: Any) -> Any:
    """Σ_{c,q} hat(q, p) a[c] x[c, q] = Σ_q hat(q, p) Σ_c a[c] x[c, q]: all of one place is summed first."""
    if not isinstance(e, Reduce) or e.op != "sum" or not placed_by_data(e) or not isinstance(e.body, Mul):
        return e
    told = {s for g in e.guards for s in g.free_symbols}
    told |= {s for _, lo, hi in e.binders for s in lo.free_symbols | hi.free_symbols}
    first = tuple(b for b in e.binders if b[0] not in told)
    names = {z for z, _, _ in first}
    mine = [f for f in e.body.args if f.free_symbols & names]
    rest = [f for f in e.body.args if f not in mine]
    if not first or len(first) == len(e.binders) or any(f.has(Iverson, Reduce) for f in mine):
        return e
    inner = Reduce("sum", Mul(*mine), first, ())
    return Reduce("sum", Mul(*rest, inner), tuple(b for b in e.binders if b not in first), e.guards)


def _value(e: Any, inner: Mapping[Tensor, Def]) -> Any:
    if not isinstance(e, Acc) or e.tensor not in inner:
        return e
    one = inner[e.tensor]
    return substitute(one.expr, dict(zip(one.lhs.index, e.index, strict=True)))


__all__ = ["at_one_place", "sampled"]
