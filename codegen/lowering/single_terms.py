"""Windows that do not overlap: a sum over the windows that hold a place has one term, or none.

``Σ_{t = 0..⌊(K−1−r)/s⌋}`` has no other term than ``t = 0`` where ``K ≤ s``; with holes of ``d`` it is
``Σ_{t = 0..⌊(K−1−res(d,r,s))/(s/g)⌋}``, ``g = gcd(s, d)``, where ``K ≤ s/g``.  Then nothing is added up: what
one window gives goes where it belongs, the rest is 0.  Whether they overlap is known when a kernel is called.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Expr, Mul, Pow, S, Symbol, expand

from codegen.program.inline_factor import rewrite
from codegen.program.name_sums import unused
from derive.expr import Acc, Binder, Cond, FloorDiv, Iverson, Reduce, Residue, Tensor, ge, substitute
from derive.model.layer import Def, Program


def apart(program: Program) -> tuple[Cond, ...]:
    """When no two windows overlap, if there are sums over nothing but windows."""
    found = (c for d in program.defs for e in _sums(d) for c in _at_most_one(e, d) or ())
    return tuple(dict.fromkeys(found))


def with_single_terms(program: Program) -> Program:
    """The program without sums over windows, of which there is at most one."""
    taken = {t.name for d in program.defs for t in (d.tensor, *d.reads)}
    return replace(program, defs=tuple(e for d in program.defs for e in _given(_single(d), d, taken)))


def _given(one: Def, before: Def, taken: set[str]) -> tuple[Def, ...]:
    """What a window gives each of its places alike stands in front, if it takes a root or a power.

    There it is taken once and not for each place, one window after the other: on vectors.  Where places lie
    side by side along the last axis of the array, vectors run along it, and the pass is spared.
    """
    factors = Mul.make_args(one.expr)
    strided = one != before and one.lhs.index[-1] not in one.indices
    alike = [e for e in factors if strided and _costly(e)]
    accs = {a for e in alike for a in e.atoms(Acc)}
    at = {a.index for a in accs}
    index = min(at, default=(), key=str)
    letters = {z for e in alike for z in e.free_symbols} & set(one.indices)
    if len(at) != 1 or set(index) != letters or len(index) != len(letters):
        return (one,)
    tensor = min(accs, key=str).tensor
    name = unused(f"{one.tensor.name}_given", taken)
    made = Tensor(name, tensor.shape, tensor.axes, "real")
    free = tuple((z, S.Zero, extent - 1) for z, extent in zip(index, tensor.shape, strict=True))
    place = Acc(made, *index)
    rest = Mul(place, *(e for e in factors if e not in alike))
    return Def(place, free, Mul(*alike), origin=one.origin), replace(one, expr=rest)


def _costly(e: Any) -> bool:
    """Whether an expression of data takes more than products and sums."""
    within = {p for p in e.atoms(Pow) if p.has(Acc)}
    return bool(within) and not isinstance(e, Acc | Iverson)


def _single(one: Def) -> Def:
    def change(e: Any) -> Any:
        return _term(e) if isinstance(e, Reduce) and _at_most_one(e, one) else e

    made = rewrite(one.expr, change)
    return one if made == one.expr else replace(one, expr=made, scatter=True)


def _term(e: Reduce) -> Expr:
    first = {z: lo for z, lo, _ in e.binders}
    there = [ge(hi.args[0]) for _, _, hi in e.binders]
    return Iverson(*there, *(substitute(g, first) for g in e.guards)) * substitute(e.body, first)


def _sums(one: Def) -> list[Reduce]:
    return [] if one.scatter else sorted(one.expr.atoms(Reduce), key=str)


def _at_most_one(e: Reduce, one: Def) -> tuple[Cond, ...] | None:
    """When each index of a sum takes one value at most: its last is ``⌊(c − r)/s⌋``, ``r`` not negative."""
    starts = {z: lo for z, lo, _ in one.free}
    found = [_step(b, starts) for b in e.binders]
    fits = e.op == "sum" and not e.body.has(Reduce) and None not in found
    return tuple(c for c in found if isinstance(c, Cond)) if fits else None


def _step(b: Binder, starts: dict[Symbol, Expr]) -> Cond | None:
    _, lo, hi = b
    if lo != 0 or not isinstance(hi, FloorDiv) or hi.atoms(Acc):
        return None
    top, step = hi.args
    parts = (*top.free_symbols, *top.atoms(Residue))
    falling = [z for z in parts if top.coeff(z) == -1 and _from_zero(z, starts)]
    most = expand(top + sum(falling))
    cond = ge(expand(step - 1 - most)) if falling and not most.free_symbols & starts.keys() else None
    return cond if isinstance(cond, Cond) and not step.free_symbols & starts.keys() else None


def _from_zero(z: Expr, starts: dict[Symbol, Expr]) -> bool:
    """Whether ``z`` is the least solution of a congruence, or an index that starts at 0."""
    return isinstance(z, Residue) or starts.get(z) == 0


__all__ = ["apart", "with_single_terms"]
