"""Products of a matrix with the windows of an array: ``W unfold(x)``, ``dy unfold(x)ᵀ``, ``fold(Wᵀ dy)``.

``unfold(A)`` holds beside each other all that the windows of A read: its rows are the places of a window, its
columns the windows.  ``fold(M)`` adds up, for each element of an array, the entries of M that stem from it.
Both are equations that are built here, put in, and only then proved equal to the definition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sympy import Expr, Mul, S, Symbol

from derive.arrays.mixed_axes import axes_apart
from derive.arrays.plain_product import is_plain, of_factors
from derive.arrays.terms import extents_of
from derive.expr import Acc, Index, Reduce, Tensor, accesses, divides, fresh, ge, substitute
from derive.expr.expansion import expand
from derive.expr.integers import quotient
from derive.model.layer import Def
from derive.proof.same_sum import same_sum
from derive.steps import Equation


@dataclass(frozen=True)
class WindowPlace:
    """An axis of an array is read at ``⌊over/under⌋``; the letter ``tap`` is summed, ``along`` stays."""

    axis: int
    over: Expr
    under: Expr
    tap: Symbol
    along: Symbol

    @property
    def spreads(self) -> bool:
        """Whether the element was written to ``along`` from here, and is not read from there."""
        forwards = self.over.coeff(self.along) == 1 and self.over.coeff(self.tap).is_negative
        return bool(self.under != 1 or forwards)


@dataclass(frozen=True)
class Matrix:
    """An array with letters as its ``rows`` and letters as its ``columns``, each group one axis.

    ``unfolded``: the element is one of ``unfold`` of the array of that name.
    """

    element: Acc
    rows: tuple[Symbol, ...] = ()
    columns: tuple[Symbol, ...] = ()
    unfolded: bool = False

    @property
    def transposed(self) -> Matrix:
        return Matrix(self.element, self.columns, self.rows, self.unfolded)

    @property
    def turned(self) -> bool:
        """Whether the transposed of what is stored is meant."""
        stored: tuple[Expr, ...] = self.element.index
        if not self.rows or not self.columns:
            return bool(self.columns)
        return stored.index(self.columns[0]) < stored.index(self.rows[0])


@dataclass(frozen=True)
class WindowProduct:
    """``left = front · Σ_outside A B``, or ``fold`` of that sum; ``says`` is what unfold or fold means there.

    ``made`` is the element of ``unfold(A)``, or that of M in ``fold(M)``; ``apart`` are the numbers whose
    letters have an axis each.
    """

    left: Matrix
    front: Expr
    factors: tuple[Matrix, Matrix]
    outside: tuple[Symbol, ...]
    made: Acc
    says: Equation
    folded: bool = False
    apart: tuple[Expr, ...] = ()

    @property
    def groups(self) -> tuple[tuple[Symbol, ...], ...]:
        """The letters that are taken as one axis."""
        matrices = self.factors if self.folded else (self.left, *self.factors)
        found = (g for m in matrices for g in (m.rows, m.columns) if len(g) > 1)
        return tuple(dict.fromkeys(found))


def windows(one: Def, facts: Iterable[Expr] = ()) -> WindowProduct | None:
    """The definition as a product with windows, where it is proved to be one."""
    found = _windows(one, facts)
    split = axes_apart(one) if found is None and not one.scatter else None
    if split is not None:
        found = _windows(split[0], facts)
        return replace(found, apart=tuple(split[1])) if found is not None else None
    return found


def _windows(one: Def, facts: Iterable[Expr]) -> WindowProduct | None:
    parts = None if one.scatter or not is_plain(one.lhs) else of_factors(one.expr)
    if parts is None or any(lo == hi for _, lo, hi in one.free):
        return None
    front, reduce = parts[0], _forwards(parts[1])
    factors = Mul.make_args(reduce.body)
    if len(factors) != 2 or not all(isinstance(f, Acc) for f in factors):
        return None
    for image, kernel in (factors, factors[::-1]):
        places = _places(one, reduce, image, kernel) if is_plain(kernel) else None
        if places and _is_whole(one, reduce, image, kernel, places, tuple(facts)):
            make = {0: _unfolded, len(places): _folded}.get(sum(p.spreads for p in places))
            return make(one, front, reduce, image, kernel, places) if make else None
    return None


def _forwards(reduce: Reduce) -> Reduce:
    """A letter that runs backwards in every place where it stands alone, forwards: ``K − 1 − u → u``."""
    read = {at for a in accesses(reduce.body) for at in a.index}
    turned = {z: hi - z for z, lo, hi in reduce.binders if lo == 0 and hi - z in read and z not in read}
    if not turned:
        return reduce
    guards = [substitute(g, turned) for g in reduce.guards]
    made = Reduce("sum", substitute(reduce.body, turned), reduce.binders, guards)
    return made if isinstance(made, Reduce) else reduce


def _places(one: Def, reduce: Reduce, image: Acc, kernel: Acc) -> list[WindowPlace] | None:
    """Where the image is read at no letter of its own; None where one such index is no window's."""
    found = [_place(k, at, one, reduce, kernel) for k, at in enumerate(image.index) if not at.is_Symbol]
    kept = [p for p in found if p is not None]
    letters = [z for p in kept for z in (p.tap, p.along)]
    letters += [at for at in image.index if at.is_Symbol]
    return kept if len(kept) == len(found) and len(set(letters)) == len(letters) else None


def _place(k: int, at: Expr, one: Def, reduce: Reduce, kernel: Acc) -> WindowPlace | None:
    """A position that is linear in a summed letter of the other factor and in a letter of the left side."""
    over, under = quotient(at)
    letters = _letters(over)
    taps = [z for z in letters if z in kernel.index and z in reduce.bound]
    along = [z for z in letters if z in one.lhs.index and z not in kernel.index]
    if len(taps) != 1 or len(along) != 1 or len(letters) != 2 or accesses(at):
        return None
    flat = expand(over - sum(over.coeff(z) * z for z in letters))
    if any(_letters(e) for e in (flat, under, *(over.coeff(z) for z in letters))):
        return None
    return WindowPlace(k, over, under, taps[0], along[0])


def _letters(e: Expr) -> set[Symbol]:
    return {z for z in e.free_symbols if isinstance(z, Index)}


def _is_whole(
    one: Def, reduce: Reduce, image: Acc, kernel: Acc, places: Sequence[WindowPlace], facts: tuple[Expr, ...]
) -> bool:
    """Whether the sum is the one over all letters wherever the image has an element: both are put in here."""
    spans: dict[Symbol, Expr] = {}
    for element in (one.lhs, kernel, image):
        for z, extent in extents_of(element).items():
            if spans.setdefault(z, extent) != extent:
                return False
    ran = {z: hi + 1 for z, lo, hi in (*one.free, *reduce.binders) if lo == 0}
    if ran.keys() != {*one.lhs.index, *reduce.bound} or any(expand(ran[z] - spans[z]) != 0 for z in ran):
        return False
    shape = image.tensor.shape
    inside = [c for p in places for c in _there(p, shape[p.axis])]
    every = Reduce("sum", image * kernel, [(z, S.Zero, spans[z] - 1) for z, _, _ in reduce.binders], inside)
    return isinstance(every, Reduce) and same_sum(reduce, every, one.free, facts)


def _there(p: WindowPlace, extent: Expr) -> Iterator[Any]:
    """The conditions under which the array has an element at the place."""
    yield divides(p.under, p.over)
    yield ge(p.over)
    yield ge(p.under * (extent - 1) - p.over)


def _run(wanted: set[Symbol], core: set[Symbol], *arrays: Sequence[Expr]) -> tuple[Symbol, ...]:
    """The most of the letters around ``core`` that stand beside each other in all arrays, in one order."""
    first, *others = arrays
    parts = (tuple(first[a:b]) for a in range(len(first)) for b in range(len(first), a, -1))
    runs = (p for p in parts if {*p} <= wanted and all(_has(p, stored) for stored in others))
    return max(runs, key=lambda p: (len(core & {*p}), len(p)), default=())


def _has(run: Sequence[Expr], stored: Sequence[Expr]) -> bool:
    return any(tuple(stored[k : k + len(run)]) == tuple(run) for k in range(len(stored)))


def _unfolded(
    one: Def, front: Expr, reduce: Reduce, image: Acc, kernel: Acc, places: Sequence[WindowPlace]
) -> WindowProduct | None:
    """``Σ B unfold(A)``: the places of a window are summed with B and the windows stay, or the converse."""
    left, taps, along = one.lhs.index, {p.tap for p in places}, {p.along for p in places}
    plain = [at for at in image.index if at.is_Symbol]
    inner = _run({z for z in reduce.bound if z in kernel.index}, taps, kernel.index)
    columns = _run({z for z in left if z not in kernel.index}, along, left)
    rows = _run({z for z in left if z not in (*plain, *along)}, set(), left, kernel.index)
    outside = tuple(z for z, _, _ in reduce.binders if z not in inner)
    if not taps <= {*inner} or not along <= {*columns} or not {*outside} <= {*plain} & {*kernel.index}:
        return None
    first, last = (inner, columns) if {*plain} & {*inner} else (columns, inner)
    letters = (*(z for z in plain if z not in (*first, *last)), *first, *last)
    made = _element(image.tensor.name, letters, (one.lhs, kernel, image))
    spread = Matrix(made, inner, columns, True)
    factors, target = (Matrix(kernel, rows, inner), spread), Matrix(one.lhs, rows, columns)
    if not rows or left.index(columns[0]) < left.index(rows[0]):
        factors, target = (factors[1].transposed, factors[0].transposed), target.transposed
    return WindowProduct(target, front, factors, outside, made, Equation(made, image))


def _folded(
    one: Def, front: Expr, reduce: Reduce, image: Acc, kernel: Acc, places: Sequence[WindowPlace]
) -> WindowProduct | None:
    """``fold(Σ B A)``: each element of the array adds up the products that were written to it."""
    left, taps, along = one.lhs.index, {p.tap for p in places}, {p.along for p in places}
    busy = {*left, *reduce.bound, *kernel.index}
    own: dict[int, Symbol] = {}
    for p in places:
        own[p.axis] = fresh(image.tensor.axes[p.axis], {*busy, *own.values()})
    source = Acc(image.tensor, *(own.get(k, at) for k, at in enumerate(image.index)))
    inner = _run(reduce.bound - taps, set(), kernel.index, source.index)
    shared = {*kernel.index} & {*source.index} & {*left}
    rows = _run({*kernel.index} - reduce.bound - shared | taps, taps, kernel.index)
    columns = _run({*own.values()}, {*own.values()}, source.index)
    outside = tuple(z for z, _, _ in reduce.binders if z not in (*inner, *taps))
    apart = {*kernel.index} & {*source.index} - {*inner, *outside, *shared}
    if not taps <= {*rows} or len(columns) != len(places) or apart or not {*outside} <= {*source.index}:
        return None
    made = _element(_free_name(one), (*rows, *columns), (one.lhs, kernel, source))
    target = tuple(z for z in left if z in (*rows, *along))
    moved = {own[p.axis]: image.index[p.axis] for p in places}
    spans = [b for b in reduce.binders if b[0] in taps]
    total = Reduce("sum", made.xreplace(moved), spans, [divides(p.under, p.over) for p in places])
    says = Equation(_element(one.lhs.tensor.name, target, (one.lhs,)), total)
    factors = Matrix(kernel, rows, inner), Matrix(source, inner, columns)
    return WindowProduct(Matrix(one.lhs, target), front, factors, outside, made, says, True)


def _free_name(one: Def) -> str:
    taken = {a.tensor.name for a in (one.lhs, *accesses(one.expr))} | {s.name for s in one.expr.free_symbols}
    return next(name for name in ("M", "Z", "T", "matrix") if name not in taken)


def _element(name: str, letters: Sequence[Symbol], of: Iterable[Acc]) -> Acc:
    """An element of an array that is made here, with the extents that the letters have elsewhere."""
    spans = {z: e for one in of for z, e in extents_of(one).items()}
    return Acc(Tensor(name, [spans[z] for z in letters], letters), *letters)


__all__ = ["Matrix", "WindowPlace", "WindowProduct", "windows"]
