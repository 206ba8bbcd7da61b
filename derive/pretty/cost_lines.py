"""What a formula takes, as a line below it: operations, bytes, and what simplifying it has saved."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, Mul

from derive.arrays.work_counts import WorkCount, work_count
from derive.model.layer import Def
from derive.pretty.remarks import Line, Note
from derive.pretty.tree.boxes import Box
from derive.pretty.tree.typeset import PrintContext, lay

SIZE = 16
"""Every size and option where two forms are compared in numbers."""


def cost_note(defs: Sequence[Def], scope: PrintContext, before: Sequence[Def] = ()) -> list[Note]:
    """The note for the definitions; ``before``: the same as they were before they were simplified."""
    count = work_count(defs)
    if count is None or not count.operations:
        return []
    lines = [_operations(count, scope), _bytes(count.numbers, scope)]
    saved = factor(work_count(before), count) if before else 1.0
    if saved >= 1.05:
        text = f"{saved:.2g} times fewer operations than before it was simplified, at sizes of {SIZE}"
        lines.append((text,))
    return [Note("cost", tuple(lines))]


def factor(before: WorkCount | None, after: WorkCount) -> float:
    """How many times more operations the one takes than the other."""
    left = after.at(SIZE) if after.operations else 0
    return before.at(SIZE) / left if before and left > 0 else 1.0


def _operations(count: WorkCount, scope: PrintContext) -> Line:
    out: list[str | Box] = ["at most "] if count.guarded else []
    for place, (kind, number) in enumerate(count.operations.items()):
        out += [", "] if place else []
        out += [lay(number, scope), f" {kind if number != 1 else kind.removesuffix('s')}"]
    return tuple(out)


def _bytes(numbers: Expr, scope: PrintContext) -> Line:
    return (lay(Mul(4, numbers, evaluate=False), scope), " bytes move in float32, each number once")


__all__ = ["cost_note", "factor"]
