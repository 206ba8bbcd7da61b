"""``front · (d v_f − Σ u_f Σ_z w_z v_z)``: a diagonal matrix with updates of rank one, times a vector."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sympy import Add, Expr, Mul, Symbol

from derive.arrays.plain_product import is_plain
from derive.arrays.terms import ArrayLine, RankOne, Slice, Update, extents_of
from derive.expr import Acc, Reduce, substitute
from derive.expr.expansion import expand
from derive.model.layer import Def


def update(one: Def) -> ArrayLine | None:
    """The definition as ``(diag(d) + Σ u wᵀ) v``, where it is a product around one such sum."""
    inner, front = _around(one.expr)
    if inner is None:
        return None
    terms = list(Add.make_args(inner))
    with_sums = [t for t in terms if t.has(Reduce)]
    plain = [t for t in terms if t not in with_sums]
    if len(plain) != 1 or not with_sums:
        return None
    letters = _letters(one, with_sums)
    vector = tuple(f for f in Mul.make_args(plain[0]) if isinstance(f, Acc) and f.free_symbols & set(letters))
    found = [_rank_one(t, vector, letters) for t in with_sums]
    kept = [r for r in found if r is not None]
    if not letters or not vector or len(kept) != len(found) or not all(map(is_plain, vector)):
        return None
    over = [f for f in Mul.make_args(front) if isinstance(f, Acc) and f.free_symbols & set(letters)]
    rest = Mul(*(f for f in Mul.make_args(front) if f not in over))
    if rest.free_symbols & set(letters) or not all(map(is_plain, over)):
        return None
    diagonal = Mul(*over, *(f for f in Mul.make_args(plain[0]) if f not in vector))
    updates = tuple(RankOne(r.scale, (*over, *r.u), r.w) for r in kept)
    shape = extents_of(one.lhs)
    made = Update(rest, diagonal, updates, vector, letters, tuple(shape[z] for z in letters))
    return ArrayLine(Slice(one.lhs), (made,), one.free)


def _around(e: Expr) -> tuple[Expr | None, Expr]:
    """The one sum of terms of a product, and what stands in front."""
    factors = Mul.make_args(e)
    inner = [f for f in factors if isinstance(f, Add) and f.has(Reduce)]
    return (inner[0], Mul(*(f for f in factors if f != inner[0]))) if len(inner) == 1 else (None, e)


def _letters(one: Def, terms: Sequence[Expr]) -> tuple[Symbol, ...]:
    """The letters of the left side over which the sums run again: those that no sum has free."""
    sums = [r for t in terms for r in t.atoms(Reduce)]
    return tuple(z for z in one.lhs.index if not any(z in r.free_symbols for r in sums))


def _rank_one(term: Expr, vector: Sequence[Acc], letters: Sequence[Symbol]) -> RankOne | None:
    """``scale · u_f Σ_z w_z v_z`` of one term, its sum moved to the letters."""
    factors = Mul.make_args(term)
    sums = [f for f in factors if isinstance(f, Reduce)]
    if len(sums) != 1 or sums[0].guards or sums[0].op != "sum" or len(sums[0].binders) != len(letters):
        return None
    (one,) = sums
    body = _moved(one, vector, letters)
    if body is None:
        return None
    weight = expand(body / Mul(*vector))
    w = [f for f in Mul.make_args(weight) if isinstance(f, Acc)]
    u = [f for f in factors if isinstance(f, Acc) and f.free_symbols & set(letters)]
    scale = Mul(
        *(f for f in factors if f != one and f not in u), *(f for f in Mul.make_args(weight) if f not in w)
    )
    return None if scale.free_symbols & set(letters) else RankOne(scale, tuple(u), tuple(w))


def _moved(one: Reduce, vector: Sequence[Acc], letters: Iterable[Symbol]) -> Expr | None:
    """The body of the sum at the letters, by where the vector stands in it."""
    names: dict[Symbol, Symbol] = {}
    for inner in one.body.atoms(Acc):
        for outer in vector:
            if inner.tensor == outer.tensor:
                names |= {a: b for a, b in zip(inner.index, outer.index, strict=True) if a in one.bound}
    return (
        substitute(one.body, names)
        if set(names) == one.bound and set(names.values()) == set(letters)
        else None
    )


__all__ = ["update"]
