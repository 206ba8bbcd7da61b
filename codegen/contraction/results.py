"""Where results go: indices that count through neighbours are one index, in another shape."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Mul, S, expand

from codegen.contraction.axes import Flat
from codegen.contraction.match import Contraction
from codegen.contraction.stages import Numbered
from codegen.loops.nodes import Block, Range, View
from derive.expr import Acc, Index, Tensor


@dataclass(frozen=True)
class Results:
    """What is written, and by which indices; ``nodes`` make the shape in which it is seen.

    ``matrix``: the results are the sums themselves, rows and columns one index each.
    """

    nodes: Block
    target: Acc
    along: Flat
    matrix: Tensor | None = None


def results(c: Contraction, along: Flat, names: Numbered) -> Results:
    """The side ``along`` which the results lie, with as many of its last indices as one as can be."""
    merged = _merged(c, along)
    if merged < 2:
        return Results((), c.one.lhs, along)
    count = Mul(*along.counts[-merged:])
    z = names.index("run")
    tensor = c.one.tensor
    made = names.array(f"{tensor.name}_lines", *tensor.shape[:-merged], count)
    flat = Flat(
        along.index,
        (*along.binders[:-merged], (z, S.Zero, count - 1)),
        (*along.counts[:-merged], count),
        along.total,
    )
    return Results((_seen(tensor, made),), Acc(made, *c.one.lhs.index[:-merged], z), flat)


def matrix(c: Contraction, rows: Flat, cols: Flat, names: Numbered) -> Results | None:
    """Sums that are all there is, each row whole and after the row before it, columns in their order.

    Products element by element have few terms: a tile in between would take as long as they do.
    """
    axes = zip(c.one.lhs.index, c.one.tensor.shape, (*c.rows, *c.cols), strict=False)
    whole = all(at == z and lo == 0 and expand(hi + 1 - size) == 0 for at, size, (z, lo, hi) in axes)
    if (
        not c.hadamard
        or c.one.expr != c.reduce
        or not whole
        or len(c.one.lhs.index) != len(c.rows) + len(c.cols)
    ):
        return None
    made = names.array(f"{c.one.tensor.name}_matrix", rows.total, cols.total)
    return Results((_seen(c.one.tensor, made),), c.one.lhs, cols, made)


def _seen(tensor: Tensor, made: Tensor) -> View:
    """The memory of an array in another shape."""
    letters = [Index(f"axis{k}") for k in range(len(tensor.shape))]
    whole = tuple(Range(y, (S.Zero,), (e - 1,)) for y, e in zip(letters, tensor.shape, strict=True))
    return View(made, whole, Acc(tensor, *letters))


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


__all__ = ["Results", "matrix", "results"]
