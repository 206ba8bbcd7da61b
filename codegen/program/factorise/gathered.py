"""What a scatter adds to one place by several ways is summed before it is added.

``dx[reflect(i + u)] += dy[i] w[u]`` goes to as many places as ``i + u`` has values: ``t[e]``, the sum of all
``dy[e - u] w[u]``, is one like any other, and ``dx[reflect(e)] += t[e]`` is little work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sympy import Expr, Mul, S, Symbol, expand

from codegen.program.factorise.effective import Argument
from codegen.program.factorise.paths import flattened
from codegen.program.factorise.prelude import Prelude, with_prelude
from codegen.program.factorise.tables import FOLDS
from derive.expr import Acc, Binder, Cond, Reduce, brackets_apart, ge, substitute
from derive.model.layer import Def, Layer, Program

WAYS = 2
"""How many terms a place gets at least for their sum to pay."""


def gathered(program: Program, layer: Layer) -> Program:
    """Scatters by a folded index, over the numbers that it folds."""
    return with_prelude(program, layer, _gathered)


def _gathered(stages: Prelude, one: Def) -> Def:
    folded = any(at.has(*FOLDS) for at in one.lhs.index) and not any(at.has(Acc) for at in one.lhs.index)
    found = stages.arguments(one.lhs, one.free) if one.scatter and folded else None
    if not found or any(a.guards for a in found) or not stages.fits(found):
        return one
    if stages.trips(one.free) < WAYS * stages.values(found):
        return one
    return _Scatter(stages, one, found).gathered()


class _Scatter:
    def __init__(self, stages: Prelude, one: Def, found: Sequence[Argument]) -> None:
        self.stages, self.one, self.found = stages, one, found
        self.ranges = {z: (lo, hi) for z, lo, hi in one.free}
        self.letters = [stages.letter(a, one.expr) for a in found]

    def gathered(self) -> Def:
        """The scatter of the sums that stand before it."""
        solved: dict[Symbol, Expr] = {}
        conds: list[Cond] = []
        for a, z in zip(self.found, self.letters, strict=True):
            if a.place == z:
                continue
            own = self.eliminated(a)
            if own is None:
                return self.one
            rest = a.place - a.place.coeff(own) * own
            solved[own] = expand((z + a.first - rest) / a.place.coeff(own))
            conds += [c for c in self.inside(own, solved[own]) if isinstance(c, Cond)]
        read = self.stages.defined(self.summed(solved, conds), self.found, self.letters, "sum")
        mapping = {k: v for a, z in zip(self.found, self.letters, strict=True) if a.place != z
                   for k, v in a.mapping(z + a.first).items()}  # fmt: skip
        free = tuple((z, S.Zero, expand(a.extent - 1)) for a, z in zip(self.found, self.letters, strict=True))
        return replace(self.one, lhs=substitute(self.one.lhs, mapping), free=free, expr=read)

    def eliminated(self, a: Argument) -> Symbol | None:
        """The letter with the most values that the others decide."""
        fit = [z for z in a.letters if a.place.coeff(z) in (1, -1)]
        return max(fit, key=lambda z: self.stages.trips([(z, *self.ranges[z])]), default=None)

    def inside(self, z: Symbol, value: Expr) -> Sequence[object]:
        lo, hi = self.ranges[z]
        return ge(value - lo), ge(hi - value)

    def summed(self, solved: dict[Symbol, Expr], conds: list[Cond]) -> Expr:
        """All that goes to one place."""
        given = {a.letters[0] for a in self.found if a.place.is_Symbol}
        over: list[Binder] = [b for b in self.one.free if b[0] not in solved and b[0] not in given]
        told, factors = brackets_apart(substitute(self.one.expr, solved))
        made = Reduce("sum", Mul(*factors), over, [*conds, *told])
        return flattened(made, set(self.letters)) if isinstance(made, Reduce) else made


__all__ = ["gathered"]
