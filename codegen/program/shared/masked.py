"""Masks: what data keep of an array, and several products of sums read, is laid down as an array.

    dx[n,c] = Σ_o dy[n,o] w[o,c]  where a[n,o] > 0        kept[n,o] = dy[n,o] if a[n,o] > 0 else 0
    dw[o,c] = Σ_n dy[n,o] x[n,c]  where a[n,o] > 0        dx[n,c] = Σ_o kept[n,o] w[o,c]
                                                          dw[o,c] = Σ_n kept[n,o] x[n,c]

The products then read neighbours, as they do without a mask, and no condition is asked again for each tap.
Only where the data stand at the very place that they keep, and another factor of each sum stands elsewhere:
a sum over one pass of memory has nothing to gain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sympy import Expr, Mul, S, Symbol, expand

from codegen.program.inline_factor import live, rewrite
from codegen.program.name_sums import unused
from codegen.program.unordered import on_data
from derive.expr import Acc, Cond, Index, Iverson, Reduce, Tensor, accesses, substitute
from derive.model.layer import Def, Program


@dataclass(frozen=True)
class Mask:
    """What ``conds``, said of the axes of an array, keep of it."""

    of: Tensor
    conds: frozenset[Cond]

    def said(self) -> tuple[str, ...]:
        """An order that does not hang on how Python hashes."""
        return (self.of.name, *sorted(map(str, self.conds)))


def masked(vjp: Mapping[Tensor, Program]) -> tuple[dict[Tensor, Program], tuple[Tensor, ...]]:
    """The programs with the masks that several of them share as arrays, and these arrays."""
    programs = list(vjp.values())
    found = [{m for e in _products(p) for m in _masks_of(e) if m is not None} for p in programs]
    count = Counter(mask for masks in found for mask in masks)
    often = sorted((mask for mask in count if count[mask] > 1), key=Mask.said)
    taken = {t.name for p in programs for d in p.defs for t in (d.tensor, *d.reads)}
    made = {mask: _definition(mask, unused(f"{mask.of.name}_kept", taken)) for mask in often}
    return {t: _reading(p, made) for t, p in vjp.items()}, tuple(d.tensor for d in made.values())


def _products(program: Program) -> Iterator[Reduce]:
    """The sums of products of factors that stand at different places."""
    for e in (r for d in program.defs if not d.scatter for r in d.expr.atoms(Reduce)):
        read = [f for f in Mul.make_args(e.body) if f.has(Acc)]
        if e.op == "sum" and any(_letters(f) - _letters(g) for f in read for g in read):
            yield e


def _masks_of(e: Reduce) -> list[Mask | None]:
    """For each factor of a sum, the mask by which all its conditions on data keep it."""
    data = _asked(e)
    return [_mask(f, data) if isinstance(f, Acc) and data else None for f in Mul.make_args(e.body)]


def _asked(e: Reduce) -> list[Cond]:
    """The guards that data decide, and those by which what they read lies inside: places that data name."""
    data = [g for g in e.guards if on_data(g)]
    named = {i for g in data for a in accesses(g) for i in a.index if i.has(Acc)}
    return data + [g for g in e.guards if not on_data(g) and any(g.of.has(i) for i in named)]


def _mask(f: Acc, data: list[Cond]) -> Mask | None:
    """The conditions at the axes of the array, if they speak of the place of ``f`` alone."""
    axes = f.tensor.axes
    at = {a: a.tensor[axes] for g in data for a in accesses(g) if a.index == f.index}
    conds = frozenset(substitute(g, at) for g in data)
    here = f.tensor.kind == "real" and all(a.tensor.shape == f.tensor.shape for a in at)
    return Mask(f.tensor, conds) if here and all(_letters(c) <= set(axes) for c in conds) else None


def _letters(e: Expr | Cond) -> set[Symbol]:
    return {s for s in e.free_symbols if isinstance(s, Index)}


def _definition(mask: Mask, name: str) -> Def:
    axes, shape = mask.of.axes, mask.of.shape
    made = Tensor(name, shape, axes, "real")
    free = tuple((z, S.Zero, expand(n - 1)) for z, n in zip(axes, shape, strict=True))
    return Def(made[axes], free, mask.of[axes] * Iverson(*sorted(mask.conds, key=str)))


def _reading(program: Program, made: Mapping[Mask, Def]) -> Program:
    """The program with its masks in front of the first definition that reads them."""
    defs: list[Def] = []
    for one in program.defs:
        one = one if one.scatter else replace(one, expr=rewrite(one.expr, lambda e: _by_name(e, made)))
        here = {d.tensor for d in defs}
        defs += [d for d in made.values() if d.tensor in one.reads and d.tensor not in here]
        defs.append(one)
    return live(replace(program, defs=tuple(defs)))


def _by_name(e: Expr, made: Mapping[Mask, Def]) -> Expr:
    """A sum that reads a mask in place of what it keeps."""
    if not isinstance(e, Reduce) or e.op != "sum":
        return e
    factors = Mul.make_args(e.body)
    for k, mask in enumerate(_masks_of(e)):
        if mask is not None and mask in made:
            kept = made[mask].tensor[factors[k].index]
            guards = [g for g in e.guards if not on_data(g)]
            return Reduce(e.op, Mul(*factors[:k], kept, *factors[k + 1 :]), e.binders, guards)
    return e


__all__ = ["masked"]
