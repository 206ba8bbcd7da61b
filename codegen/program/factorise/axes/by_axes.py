"""A sum over a box of bins in two stages, so that whole rows are added up or spread.

``y[i,j] = Σ_{a ∈ A(i)} Σ_{b ∈ B(j)} x[a,b]``: no condition speaks of letters of both axes.  In the short
rows of one bin nothing is done at once; ``s[i,b] = Σ_{a ∈ A(i)} x[a,b]`` adds up whole rows, and
``y[i,j] = Σ_{b ∈ B(j)} s[i,b]`` is little work.  Turned round, ``dx[a,b] = Σ_{i ∋ a} Σ_{j ∋ b} dy[i,j]``
spreads a row of ``dy`` once, and adds it to each row of ``dx`` that it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sympy import Expr, Symbol

from codegen.program.factorise.effective import Argument
from codegen.program.factorise.prelude import Prelude, with_sums
from derive.expr import Binder, Cond, Index, Reduce, accesses
from derive.model.layer import Def, Layer, Program


def by_axes(program: Program, layer: Layer) -> Program:
    """Every sum over bins along several axes as a sum of sums."""
    return with_sums(program, layer, _by_axes)


def _by_axes(stages: Prelude, one: Def, e: Reduce) -> Expr:
    """The sum over bins along the last axis apart from those along the others, the longer row first."""
    along = _along(one, e)
    if along is None:
        return e
    row = next(b for b in one.free if b[0] == one.lhs.index[-1])
    across = [b for b in e.binders if b != along]
    if stages.trips([along]) <= stages.trips([row]):
        return _staged(stages, one, e, [along], row)
    return _staged(stages, one, e, across, along) if _neighbours(e.body, along[0]) else e


def _along(one: Def, e: Reduce) -> Binder | None:
    """The letter with the bins of the result's last axis, where each other letter has bins of its own."""
    free, last = {z for z, _, _ in one.free}, one.lhs.index[-1:]
    named = {b: _named(b[0], e.guards) for b in e.binders}
    ends = {s for _, lo, hi in e.binders for s in lo.free_symbols | hi.free_symbols}
    apart = len({*named.values()}) == len(named) > 1 and all(len(some) == 1 for some in named.values())
    if e.op != "sum" or e.body.has(Reduce) or not apart or ends & {*free, *e.bound}:
        return None
    bins = frozenset[Symbol]().union(*named.values())
    within = free >= bins and not bins & e.body.free_symbols
    return next((b for b, some in named.items() if within and some == {*last}), None)


def _staged(stages: Prelude, one: Def, e: Reduce, first: Sequence[Binder], row: Binder) -> Expr:
    """The sum over ``first`` as an array with ``row`` last, and the sum over the others of its elements."""
    letters = {z for z, _, _ in first}
    mine = [g for g in e.guards if g.free_symbols & letters]
    inner = Reduce("sum", e.body, first, mine)
    others = [b for b in e.binders if b not in first]
    needed = inner.free_symbols - letters
    axes = [b for b in (*one.free, *others) if b[0] in needed and b != row]
    found = [Argument(z, (z,), lo, hi) for z, lo, hi in (*axes, row)]
    if any(lo != 0 for _, lo, _ in (*axes, row)) or not stages.fits(found):
        return e
    return Reduce("sum", stages.named(inner, found, "rows"), others, [g for g in e.guards if g not in mine])


def _named(z: Symbol, guards: Iterable[Cond]) -> frozenset[Symbol]:
    """The other letters of the conditions on ``z``."""
    mine = (g.free_symbols for g in guards if z in g.free_symbols)
    return frozenset(s for some in mine for s in some if isinstance(s, Index) and s != z)


def _neighbours(body: Expr, z: Symbol) -> bool:
    """Whether ``z`` runs over neighbours in what is read."""
    return any(a.index[-1] == z for a in accesses(body) if a.index)


__all__ = ["by_axes"]
