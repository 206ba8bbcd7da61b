"""Which loop stands innermost, and which passes a kernel gets: data and a small cost model, no layer names.

The cost of an inner loop is what its accesses cost per step (contiguous 1, invariant 0, strided 8) times
the overhead of a short loop.  Extents are unknown when a kernel is emitted, so they are *assumed*: an
option has its default, a size that another size shrinks by or that moves an index (a window's extent) is
small, all others are large, with them an option without default that is the extent of a result.  The
assumption decides speed, never correctness.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Basic, Expr, Function, Pow, S, Symbol, expand, floor, preorder_traversal

from derive.expr import Acc, Binder, FloorDiv, Reduce, accesses, substitute
from derive.model.layer import Def, Layer

EXTENT = 48
LARGE = 1 << 20
"""What a size may well be: what is long then, is long."""
WINDOW = 3
SHORT = 12
JAM = 8
TILE = (2, 4)
STRIP = 1024
CARRIED = 32
"""So many elements go to one place, found once for them."""


@dataclass(frozen=True)
class Innermost:
    """Which index runs innermost where one definition is computed.

    ``row``    the free index, contiguous in the result; ``None``: scalar accumulators
    ``inner``  the bound index that runs innermost when ``row`` is ``None``
    """

    row: Symbol | None = None
    inner: Symbol | None = None
    reason: str = field(default="", compare=False)

    def __str__(self) -> str:
        if self.row is not None:
            return f"{self.row} innermost, a row of results"
        return f"{self.inner} innermost, a scalar accumulator" if self.inner else "scalar accumulators"


class Assumed:
    """Numbers for symbols that are unknown until run time."""

    def __init__(self, layer: Layer, extent: int = EXTENT) -> None:
        self.values: dict[Symbol, int] = {}
        made = {e for t in layer.outputs for e in t.shape}
        for symbol, default in layer.option_symbols.items():
            self.values[symbol] = int(default) if symbol.is_integer and default is not None else 1
            if symbol in made and default is None:
                self.values[symbol] = extent
        base = {s for t in layer.inputs for s in t.free_symbols} - set(self.values) - set(layer.sizes)
        extents = dict.fromkeys(e for d in layer.forward for e in d.tensor.shape if not e.is_Symbol)
        taps = {s for d in layer.forward for s in _taps(d)}
        for symbol in base:
            small = symbol in taps or any(_shrinks(e, symbol) for e in (*layer.sizes.values(), *extents))
            self.values[symbol] = WINDOW if small else extent
        for symbol, definition in layer.sizes.items():
            self.values[symbol] = max(1, int(self.number(definition, extent)))

    def number(self, e: Expr, otherwise: int = 0) -> int:
        """``e`` with every symbol assumed, unknown ones (outer indices) at their start."""
        values = {s: S(self.values.get(s, otherwise)) for s in e.free_symbols}
        found = substitute(e.xreplace(dict.fromkeys(e.atoms(Acc), S.Zero)) if e.has(Acc) else e, values)
        return int(floor(found)) if found.is_number else otherwise

    def trips(self, binder: Binder) -> int:
        """About how often a loop runs."""
        _, lo, hi = binder
        return max(1, self.number(hi) - self.number(lo) + 1)

    def stride(self, access: Acc, z: Symbol) -> int | None:
        """How far apart two neighbouring steps of ``z`` lie in memory; ``None`` where it is not affine."""
        step, weight = 0, 1
        for at, extent in zip(reversed(access.index), reversed(access.tensor.shape), strict=True):
            if z in at.free_symbols:
                slope = at.coeff(z)
                if z in (at - slope * z).expand().free_symbols or z in slope.free_symbols:
                    return None
                step += weight * self.number(slope)
            weight *= max(1, self.number(extent))
        return step


def _shrinks(e: Expr, symbol: Symbol) -> bool:
    """Whether a larger ``symbol`` makes ``e`` smaller: the extent of a window."""
    for quotient in e.atoms(FloorDiv):
        slope = quotient.args[0].expand().coeff(symbol)
        if slope.could_extract_minus_sign():
            return True
    return e.expand().coeff(symbol).could_extract_minus_sign()


def _taps(one: Def) -> Iterator[Symbol]:
    """The extents of summed letters that move an index of the result: ``u`` in ``x[i + u]``."""
    extents = {z: expand(hi - lo + 1) for z, lo, hi in one.free}
    for reduce in one.expr.atoms(Reduce):
        for at in (at for a in accesses(reduce.body) for at in a.index):
            moved = [z for z in extents if z in at.free_symbols]
            known = {extents[z] for z in moved} | {s for z in moved for s in at.coeff(z).free_symbols}
            taps = (expand(hi - lo + 1) for z, lo, hi in reduce.binders if moved and z in at.free_symbols)
            yield from (s for s in taps if isinstance(s, Symbol) and s not in known)


def innermost(one: Def, assumed: Assumed) -> Innermost:
    """The cheaper of a contiguous row of results and a contiguous run of the sum."""
    reduces = top_reduces(one.expr)
    if not reduces:
        return Innermost(row=row_index(one))
    if any(map(placed_by_data, reduces)):
        steady = _steady(one, reduces, assumed)
        if steady is not None:
            return steady
    choices = [*_as_row(one, reduces, assumed), *_as_run(reduces, assumed)]
    if not choices:
        return Innermost()
    costs = ", ".join(f"{how.row or how.inner} {cost:.2f}" for cost, how in choices)
    return replace(min(choices, key=lambda c: c[0])[1], reason=f"cost of a step: {costs}")


def either_row(one: Def) -> tuple[Binder, Binder] | None:
    """The indices ``i`` and ``k`` of a row ``f(x[i], k)``: functions of neighbours, or of one element.

    Which of the two loops stands inside is a matter of their lengths: a short one leaves no vectors.
    """
    row, reads = row_index(one), accesses(one.expr)
    if row is None or one.tensor.kind != "real" or top_reduces(one.expr):
        return None
    if any(row in a.free_symbols for a in reads):
        return None
    ranges = {b[0]: b for b in one.free}
    last = {a.index[-1] for a in reads if a.index}
    mixed = any(row in f.free_symbols and f.has(Acc) for f in one.expr.atoms(Function, Pow))
    along = next((z for z in ranges if last == {z}), None)
    ends = {s for _, lo, hi in one.free for s in lo.free_symbols | hi.free_symbols}
    free = along is not None and not ends & {row, along} and along in one.lhs.index
    return (ranges[along], ranges[row]) if mixed and free and along is not None else None


def placed_by_data(reduce: Reduce) -> bool:
    """Whether data say which terms a sum has: those near a position."""
    return any(says_place(g) for g in reduce.guards)


def says_place(cond: Basic) -> bool:
    """Whether a condition bounds an index by the cell of a position that is computed from data."""
    return any(isinstance(e, Acc) for f in cond.atoms(floor) for e in preorder_traversal(f))


def _steady(one: Def, reduces: list[Reduce], assumed: Assumed) -> Innermost | None:
    """An index of which no term's place depends: its loop stands inside those over the terms."""
    told: set[Basic] = set().union(*(g.free_symbols for r in reduces for g in r.guards))
    told |= {s for r in reduces for _, lo, hi in r.binders for s in lo.free_symbols | hi.free_symbols}
    told |= {s for _, lo, hi in one.free for s in lo.free_symbols | hi.free_symbols}
    reason = "the places of the terms do not depend on it"
    inner = [b for b in max(reduces, key=lambda r: len(r.binders)).binders if b[0] not in told]
    if inner:
        return Innermost(inner=max(inner, key=assumed.trips)[0], reason=reason)
    rows = [b for b in one.free if b[0] not in told and all(b[0] in r.body.free_symbols for r in reduces)]
    if rows and any(z in told for z in one.indices):
        return Innermost(row=max(rows, key=assumed.trips)[0], reason=reason)
    return None


def _as_row(one: Def, reduces: list[Reduce], assumed: Assumed) -> Iterator[tuple[float, Innermost]]:
    row = row_index(one)
    if row is not None and rowable(one, row, reduces):
        extent = next(b for b in one.free if b[0] == row)
        cost = max(_cost(r, row, assumed) for r in reduces) + 1.5
        yield cost * _overhead(assumed.trips(extent)), Innermost(row=row)


def _as_run(reduces: list[Reduce], assumed: Assumed) -> Iterator[tuple[float, Innermost]]:
    main = max(reduces, key=lambda r: len(r.binders))
    bounds = {s for _, lo, hi in main.binders for s in lo.free_symbols | hi.free_symbols}
    for binder in reversed(main.binders):
        if binder[0] not in bounds:
            cost = _cost(main, binder[0], assumed) * _overhead(assumed.trips(binder))
            yield cost, Innermost(inner=binder[0])


def row_index(one: Def) -> Symbol | None:
    """The free index along the last axis of the result."""
    if not one.lhs.index or one.scatter:
        return None
    last = one.lhs.index[-1]
    axis = [z for z in reversed(one.indices) if z in last.free_symbols]
    if not axis or any(axis[0] in lo.free_symbols | hi.free_symbols for _, lo, hi in one.free):
        return None
    return axis[0]


def rowable(one: Def, row: Symbol, reduces: list[Reduce]) -> bool:
    """Whether the sums' own loops can stand outside the row's loop: no bound depends on the row."""
    return not any(
        row in lo.free_symbols | hi.free_symbols for r in reduces for _, lo, hi in r.binders
    ) and all(
        _absorbable(g.of, row) for r in reduces for g in r.guards if row in g.free_symbols and g.kind == "ge"
    )


def _absorbable(e: Expr, row: Symbol) -> bool:
    slope = e.coeff(row)
    return row not in (e - slope * row).expand().free_symbols


def _cost(reduce: Reduce, z: Symbol, assumed: Assumed) -> float:
    total = 0.5
    for access in accesses(reduce.body):
        stride = assumed.stride(access, z)
        total += 5 if stride is None else {0: 0.0, 1: 1.0, -1: 1.5, 2: 1.5}.get(stride, 8.0)
    return total


def _overhead(trips: int) -> float:
    return 1 + SHORT / trips


def top_reduces(expr: Any) -> list[Reduce]:
    """The reductions of ``expr`` that stand in no other one."""
    if isinstance(expr, Reduce):
        return [expr]
    found: dict[Reduce, None] = {}
    for arg in getattr(expr, "args", ()):
        if not isinstance(expr, Acc):
            found.update(dict.fromkeys(top_reduces(arg)))
    return list(found)
