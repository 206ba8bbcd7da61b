"""Where results go: last indices that count through neighbours are one index, in another shape."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Mul, S, expand

from codegen.contraction.axes import Flat
from codegen.contraction.match import Contraction
from codegen.contraction.stages import Numbered
from codegen.loops.nodes import Block, Range, View
from derive.expr import Acc, Index


@dataclass(frozen=True)
class Results:
    """What is written, and by which indices; ``nodes`` make the shape in which it is seen."""

    nodes: Block
    target: Acc
    along: Flat


def results(c: Contraction, along: Flat, names: Numbered) -> Results:
    """The side ``along`` which the results lie, with as many of its last indices as one as can be."""
    merged = _merged(c, along)
    if merged < 2:
        return Results((), c.one.lhs, along)
    tensor, count = c.one.tensor, Mul(*along.counts[-merged:])
    z = names.index("run")
    made = names.array(f"{tensor.name}_lines", *tensor.shape[:-merged], count)
    flat = Flat(
        along.index,
        (*along.binders[:-merged], (z, S.Zero, count - 1)),
        (*along.counts[:-merged], count),
        along.total,
    )
    letters = [Index(f"axis{k}") for k in range(len(tensor.shape))]
    whole = tuple(Range(y, (S.Zero,), (e - 1,)) for y, e in zip(letters, tensor.shape, strict=True))
    view = View(made, whole, Acc(tensor, *letters))
    return Results((view,), Acc(made, *c.one.lhs.index[:-merged], z), flat)


def _merged(c: Contraction, along: Flat) -> int:
    """How many of the last axes are walked whole by the last indices, which stand nowhere else."""
    used = c.one.expr.xreplace({c.reduce: S.Zero}).free_symbols
    axes = zip(reversed(c.one.lhs.index), reversed(c.one.tensor.shape), reversed(along.binders), strict=False)
    found = 0
    for at, size, (z, lo, hi) in axes:
        if at != z or lo != 0 or expand(hi + 1 - size) != 0 or z in used:
            break
        found += 1
    return found


__all__ = ["Results", "results"]
