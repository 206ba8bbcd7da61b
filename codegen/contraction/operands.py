"""Where the elements of an operand lie: an address that falls apart into a part for each side, and margins.

An element whose address is ``f(row) + g(inner)`` is read where it lies, through a table of ``f`` and one of
``g``.  Where conditions leave out what lies beside the array, a copy with a margin of zeros has it all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import prod

from sympy import Add, Expr, S, Symbol, expand

from codegen.contraction.match import Contraction, Operand, trips
from codegen.contraction.relaxed import Margin, extremes
from codegen.loops.schedule import Assumed
from derive.expr import Acc, Binder, Cond, accesses

TWICE = 2
"""A side is packed as a whole where each element of its arrays goes at most to so many places."""


@dataclass(frozen=True)
class InPlace:
    """The left side as one element of an array, or (where it has margins) of a copy with zeros around."""

    element: Acc
    margins: tuple[Margin | None, ...]

    @property
    def padded(self) -> bool:
        return any(self.margins)


def in_place(c: Contraction) -> InPlace | None:
    """How the left side is read without being packed; ``None`` where it cannot be."""
    a = c.left.value
    if not isinstance(a, Acc) or a.tensor.kind != "real":
        return None
    apart = parts(a, (c.rows, c.depth, c.cols))
    if apart is None or (c.hadamard and not _neighbours(apart[2], c.cols)):
        return None
    found = margins(a, c.left.guards, c.batch, (*c.rows, *c.depth))
    return None if found is None else InPlace(a, found)


def address(a: Acc) -> Expr:
    """Elements from the start of the array."""
    at = S.Zero
    for index, size in zip(a.index, a.tensor.shape, strict=True):
        at = at * size + index
    return expand(at)


def parts(a: Acc, groups: Sequence[Iterable[Binder]]) -> tuple[Expr, ...] | None:
    """The address as a sum: a part for each group of indices, then the rest; ``None`` where one has both."""
    return shares(address(a), groups)


def shares(at: Expr, groups: Sequence[Iterable[Binder]]) -> tuple[Expr, ...] | None:
    """The same of any sum."""
    letters = [{z for z, _, _ in group} for group in groups]
    found = [S.Zero] * (len(letters) + 1)
    for term in Add.make_args(expand(at)):
        hit = [k for k, names in enumerate(letters) if term.free_symbols & names]
        if len(hit) > 1:
            return None
        found[hit[0] if hit else -1] += term
    return tuple(found)


def evenly(part: Expr, binders: Sequence[Binder]) -> tuple[Expr, Expr] | None:
    """``step · flat index + start`` where the values lie evenly spaced, all indices taken as one."""
    names = {z for z, _, _ in binders}
    step = part.coeff(binders[-1][0]) if binders else S.Zero
    rest, weight = part, step
    for z, lo, hi in reversed(binders):
        rest, weight = rest - weight * (z - lo), weight * (hi - lo + 1)
    rest = expand(rest)
    return None if (rest.free_symbols | step.free_symbols) & names else (step, rest)


def run(part: Expr, binders: Sequence[Binder]) -> int:
    """How many of the last indices go on in even steps."""
    for k in range(len(binders)):
        last = binders[k:]
        own = {z for z, _, _ in last}
        terms = [t for t in Add.make_args(part) if t.free_symbols & own]
        even = evenly(Add(*terms), last)
        if even is not None and even[0] != 0:
            return len(last)
    return 0


def margins(
    a: Acc, guards: Sequence[Cond], batch: Sequence[Binder], inner: Sequence[Binder]
) -> tuple[Margin | None, ...] | None:
    """From where to where each axis goes; ``None`` where the guards say more than that it stays inside.

    One copy serves all of the batch where it is known how far that goes, for each index that decides ranges.
    """
    whole = (*(b for b in batch if b[0] not in free((*batch, *inner))), *inner)
    left = list(guards)
    found: list[Margin | None] = []
    for at, size in zip(a.index, a.tensor.shape, strict=True):
        own = [g for g in left if g.kind == "ge" and _keeps(g, at, size)]
        margin = (extremes(at, whole) or extremes(at, inner)) if own else None
        if own and margin is None:
            return None
        left = [g for g in left if g not in own]
        found.append(margin)
    return None if left else tuple(found)


def one_sided(c: Contraction) -> Contraction:
    """A term that the left side has as zero needs no condition on the right side, which is there anyway."""
    a = c.right.value
    if not isinstance(a, Acc):
        return c
    places = tuple(zip(a.index, a.tensor.shape, strict=True))
    needed = (g for g in c.right.guards if g not in c.left.guards or any(_keeps(g, *p) for p in places))
    return replace(c, right=replace(c.right, guards=tuple(needed)))


def _keeps(g: Cond, at: Expr, size: Expr) -> bool:
    return 0 in (expand(g.of - at), expand(g.of - (size - 1 - at)))


def beside(c: Contraction) -> Acc | None:
    """The right side as one element whose columns are neighbours: it is read where it lies."""
    a = c.right.value
    if not isinstance(a, Acc) or a.tensor.kind != "real" or c.right.guards:
        return None
    found = parts(a, (c.cols, c.depth))
    return a if found is not None and _neighbours(found[0], c.cols) else None


def _neighbours(part: Expr, binders: Sequence[Binder]) -> bool:
    """Whether the values of an address lie side by side, in the order of the indices."""
    even = evenly(part, binders)
    return even is not None and even[0] == 1


def once(c: Contraction, side: Operand, assumed: Assumed) -> bool:
    """Whether packing the right side as a whole takes about the room of its arrays."""
    letters = [b for b in (*c.batch, *c.cols, *c.depth) if b[0] in side.value.free_symbols]
    room = sum(prod(max(1, assumed.number(e)) for e in a.tensor.shape) for a in accesses(side.value))
    return trips(letters, assumed) <= TWICE * room


def free(binders: Iterable[Binder]) -> set[Symbol]:
    """What the ranges depend on."""
    return {s for _, lo, hi in binders for s in lo.free_symbols | hi.free_symbols}


__all__ = [
    "InPlace",
    "address",
    "beside",
    "evenly",
    "free",
    "in_place",
    "margins",
    "once",
    "one_sided",
    "parts",
    "run",
    "shares",
]
