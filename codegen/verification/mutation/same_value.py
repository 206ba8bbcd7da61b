"""What a formula may change while its value stays: the order of a sum, the end from which a mirror is read.

A sum over 0..n−1 whose index is only read as (±z + c) mod n has the same terms in another order.  What is
defined by a formula that is the same for u and for n − 1 − u may be read from either end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sympy import Dummy, Expr, S, expand

from derive.expr import Acc, Cond, Iverson, Modulo, Reduce, Tensor, Where
from derive.model.layer import Def, Program


def rearranged(program: Program) -> Program:
    """The program with each such sum in the order of its index, each such mirror read from its front."""
    known: dict[Tensor, Def] = {}
    defs = []
    for one in program.defs:
        expr = _in_order(_from_front(one.expr, known))
        defs.append(replace(one, expr=expr))
        if not one.scatter:
            known[one.tensor] = one
    return replace(program, defs=tuple(defs))


def _in_order(e: Any) -> Any:
    """Every sum whose index is only read through a turn of its range."""
    sums = sorted((r for r in e.atoms(Reduce) if r.op == "sum"), key=str)
    for one in sums:
        for turn, z in _turns(one):
            e = e.xreplace({one: one.xreplace({turn: z})})
            return _in_order(e)
    return e


def _turns(one: Reduce) -> Iterator[tuple[Expr, Expr]]:
    for z, lo, hi in one.binders:
        for turn in sorted((m for m in one.atoms(Modulo) if z in m.free_symbols), key=str):
            inner, count = expand(turn.args[0]), turn.args[1]
            sign = inner.coeff(z)
            straight = sign in (S.One, S.NegativeOne) and z not in (inner - sign * z).free_symbols
            whole = lo == 0 and expand(hi + 1 - count) == 0 and z not in count.free_symbols
            if whole and straight and _is_read_alone(one, turn, z):
                yield turn, z


def _is_read_alone(one: Reduce, turn: Expr, z: Expr) -> bool:
    """Whether the index stands nowhere but in the turn, in what is summed, its guards, the other ranges."""
    hidden = Dummy(integer=True)
    parts = [one.body, *one.guards, *(end for other, *ends in one.binders if other != z for end in ends)]
    return not any(z in part.xreplace({turn: hidden}).free_symbols for part in parts)


def _from_front(e: Any, known: Mapping[Tensor, Def]) -> Any:
    """Every access that reads a mirror from its far end.

    It is inside its array there: what it is compared with reads the same place from the front.
    """
    for a in sorted(e.atoms(Acc), key=str):
        for axis, at in enumerate(a.index):
            front = _mirrored(at, a.tensor.shape[axis])
            if front is not None and a.tensor in known and is_mirror(known[a.tensor], axis):
                index = [*a.index[:axis], front, *a.index[axis + 1 :]]
                return _from_front(e.xreplace({a: Acc(a.tensor, *index)}), known)
    return e


def _mirrored(at: Any, extent: Any) -> Expr | None:
    """``i`` where an index is n − 1 − i."""
    if isinstance(at, Modulo) and at.args[1] == extent:
        front = expand(-at.args[0] - 1)
        return front if front.could_extract_minus_sign() is False else None
    return None


def is_mirror(one: Def, axis: int) -> bool:
    """Whether a definition is the same formula from either end of an axis."""
    u, extent = one.lhs.index[axis], one.tensor.shape[axis]
    if not u.is_Symbol or one.expr.has(Reduce):
        return False
    other = one.expr.xreplace({u: extent - 1 - u})
    return bool(one.expr == other or _expanded(one.expr) == _expanded(other))


def _expanded(e: Any) -> Any:
    """With the arguments of all functions multiplied out."""
    return expand(e.func(*map(_expanded, e.args))) if e.args and not isinstance(e, Acc) else e


def alike_at_the_tie(a: Expr, b: Expr) -> bool:
    """Whether formulas that differ in who wins at a datum of 0 are the same there, and so everywhere."""
    gone, new = a.atoms(Cond) - b.atoms(Cond), b.atoms(Cond) - a.atoms(Cond)
    if len(gone) != 1 or len(new) != 1 or a.has(Reduce, Where):
        return False
    (one,), (other,) = gone, new
    data = [of for of in (one.of, -one.of) if isinstance(of, Acc) and of.tensor.kind == "real"]
    if (
        not data
        or one.of != other.of
        or {one.kind, other.kind} != {"ge", "gt"}
        or a.xreplace({one: other}) != b
    ):
        return False
    return bool(expand(_at_zero(a, data[0]) - _at_zero(b, data[0])) == 0)


def _at_zero(e: Expr, datum: Acc) -> Any:
    """The formula where a datum is 0: conditions on it alone hold there, or they do not."""
    decided: dict[Any, Any] = {}
    for bracket in e.atoms(Iverson):
        here = {c for c in bracket.args if isinstance(c, Cond) and c.of.xreplace({datum: S.Zero}) == 0}
        left = [c for c in bracket.args if c not in here]
        holds = all(c.kind in ("ge", "eq") for c in here)
        decided[bracket] = (Iverson(*left) if left else S.One) if holds else S.Zero
    return e.xreplace(decided).xreplace({datum: S.Zero})


__all__ = ["alike_at_the_tie", "is_mirror", "rearranged"]
