"""Functions and folded indices that few numbers decide are computed once for these, before the loops.

``cos(π (2 i + 1) k / 2 N)`` under a sum over rows is a table over ``i`` and ``k``; ``x[n, reflect(i + u - 1)]`` is a
longer row that is laid down once, and read at ``i + u`` like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sympy import Abs, Basic, Expr, Max, Min, Mul, Tuple

from codegen.program.factorise.stages import Stages, staged_by
from codegen.program.inline_factor import costly
from derive.expr import Acc, Binder, Cond, FloorDiv, Iverson, Modulo, Reduce, Tensor, Where, rebuild
from derive.model.layer import Def, Layer, Program

AGAIN = 8
FOLDED = 2
"""How often at least an element of a table is read: of a function, and of an array at a folded index."""
FOLDS = (Abs, Modulo, FloorDiv, Min, Max, Where)
"""Index maps that are not linear: neighbours in the loop are no neighbours in the array."""


def tabled(program: Program, layer: Layer) -> Program:
    """Every definition with what few numbers decide in arrays before it."""
    return staged_by(program, layer, _tabled)


def _tabled(stages: Stages, one: Def) -> Def:
    return one if one.scatter else replace(one, expr=_Tables(stages).visit(one.expr, one.free, ()))


class _Tables:
    def __init__(self, stages: Stages) -> None:
        self.stages = stages

    def visit(self, e: Any, scope: Sequence[Binder], within: tuple[Cond, ...]) -> Any:
        """``e`` with tables in it; what stands in a branch or beside a bracket may not be defined elsewhere."""
        if not isinstance(e, Basic) or isinstance(e, Tensor | Cond | Where | Iverson | Tuple) or not e.args:
            return e
        if isinstance(e, Mul) and any(isinstance(f, Iverson) for f in e.args):
            return e
        if isinstance(e, Reduce):
            body = self.visit(e.body, (*scope, *e.binders), (*within, *e.guards))
            return e if body == e.body else Reduce(e.op, body, e.binders, e.guards)
        again = _again(e)
        if again:
            return self.table(e, scope, within, again)
        args = [self.visit(a, scope, within) for a in e.args]
        return e if tuple(args) == e.args else rebuild(e, args)

    def table(self, e: Expr, scope: Sequence[Binder], within: tuple[Cond, ...], again: int) -> Expr:
        stages = self.stages
        found = stages.arguments(e, scope, within)
        if not found or any(a.guards for a in found) or not stages.fits(found):
            return e
        worth = again * stages.values(found) <= stages.trips(scope)
        return stages.named(e, found, "table" if again == AGAIN else "laid") if worth else e


def _again(e: Expr) -> int:
    """How often a table of ``e`` must be read; 0 for what needs none."""
    if isinstance(e, Acc):
        folded = e.tensor.kind == "real" and not any(at.has(Acc) for at in e.index)
        return FOLDED if folded and any(at.has(*FOLDS) for at in e.index) else 0
    return AGAIN if costly(e) and not any(costly(a) for a in e.args) and not e.has(Reduce) else 0


__all__ = ["tabled"]
