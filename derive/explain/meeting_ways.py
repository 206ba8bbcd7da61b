"""Names for the cotangents in which several ways meet, where the gradient is long without them.

``dx = a (du + F) + b (dv + G)`` as ``u̅ = du + F``, ``v̅ = dv + G``, ``dx = a u̅ + b v̅``: a formula that is
read at once is worth more than one formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from derive.autodiff.backward import Backward
from derive.explain.reading.measure import reading_cost
from derive.explain.reading.reader import read
from derive.expr import Tensor
from derive.model.layer import Def, Program
from derive.simplify.identities import FOLD, INVERT
from derive.simplify.search import Simplified

AT_ONCE = 22
"""What a formula costs to read that is taken in at one look: three arrays, a sum and a few factors."""
A_NAME = 6
"""What a line of its own may cost more: its name twice, the equals sign, three names looked up again."""

Cotangents = Mapping[Tensor, Sequence[Simplified]]


def by_name(backward: Backward, order: Sequence[Tensor], inlined: Program) -> Cotangents | None:
    """The cotangents of ``order``, those where ways meet by name; None where ``inlined`` is read as well."""
    longest = reading_cost(read(inlined.defs[-1], backward.layer.forward)[0].expr)
    if longest <= AT_ONCE or _folds(backward, order[-1]):
        return None
    made = backward.naming(order)
    if not made:
        return None
    program = backward.program_of(made, inlined.name)
    forward = {d.tensor for d in backward.layer.forward}
    lines, before = (_lines(p.defs, forward) for p in (program, inlined))
    shorter = max(lines) < longest and sum(lines) <= sum(before) + A_NAME * (len(lines) - len(before))
    return made if shorter else None


def _folds(backward: Backward, tensor: Tensor) -> bool:
    """Whether values of the forward were found in the gradient, which names in it would hide."""
    rules = {s.rule for one in backward.shown(tensor) for s in one.trace.steps}
    return not rules.isdisjoint((INVERT.name, FOLD.name))


def _lines(defs: Iterable[Def], forward: set[Tensor]) -> list[int]:
    """What each cotangent costs to read."""
    return [reading_cost(d.expr) for d in defs if d.tensor not in forward]


__all__ = ["by_name"]
