"""Differences that each of many pairs reads are taken once, and laid down row by row.

``y[c,e,j] = Σ_u (x[c, s j + u] − μ[c,j]) (x[e, s j + u] − μ[e,j])`` takes each difference for every ``c``
and every ``e``, from elements ``s`` apart.  As ``z[c,u,j]`` they are neighbours: of each product only the
product is left.  Both factors hang on ``j``, the row of the result: no product of matrices has them as sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from sympy import Add, Expr, Mul, Symbol

from codegen.program.factorise.effective import Argument
from codegen.program.factorise.prelude import Prelude, with_sums
from derive.expr import Acc, Index, Reduce, accesses, substitute
from derive.model.layer import Def, Layer, Program

PAIRS = 8
"""So many pairs at least read a difference that is worth a place in memory."""


def paired(program: Program, layer: Layer) -> Program:
    """Every sum over products of a difference with itself at another letter."""
    return with_sums(program, layer, _paired)


def _paired(stages: Prelude, one: Def, e: Reduce) -> Expr:
    """The sum of products of what is laid down."""
    if e.op != "sum" or e.guards or e.body.has(Reduce) or not one.lhs.index:
        return e
    for first, second, c, other in _twins(one, e):
        row = one.lhs.index[-1]
        letters = [b for b in (*one.free, *e.binders) if b[0] in first.free_symbols and b[0] != row]
        letters += [b for b in one.free if b[0] == row]
        found = [Argument(z, (z,), lo, hi) for z, lo, hi in letters]
        boxed = all(lo == 0 and not hi.atoms(Index) and not hi.has(Acc) for _, lo, hi in letters)
        again = [b for b in one.free if b[0] == other]
        if boxed and stages.trips(again) >= PAIRS and stages.fits(found):
            laid = stages.named(first, found, "pairs")
            both = {first: laid, second: substitute(laid, {c: other})}
            factors = (both.get(f, f) for f in Mul.make_args(e.body))
            return Reduce("sum", Mul(*factors), e.binders)
    return e


def _twins(one: Def, e: Reduce) -> Iterator[tuple[Expr, Expr, Symbol, Symbol]]:
    """Two factors that are the same difference, at one letter and at another, along the row of the result."""
    row = one.lhs.index[-1]
    ends = {z: (lo, hi) for z, lo, hi in one.free}
    sides = [f for f in Mul.make_args(e.body) if isinstance(f, Add) and len({*accesses(f)}) > 1]
    for first, second in permutations(sides, 2):
        mine, others = (f.free_symbols & ends.keys() for f in (first, second))
        if len(mine - others) == len(others - mine) == 1 and row in mine & others:
            (c,), (other,) = mine - others, others - mine
            if ends[c] == ends[other] and substitute(first, {c: other}) == second:
                yield first, second, c, other


__all__ = ["paired"]
