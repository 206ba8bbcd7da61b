"""A factor that is zero but near one place bounds the loop over its letter.

``max(0, 1 - |p - i|)`` is zero unless ``⌊p⌋ ≤ i ≤ ⌊p⌋ + 1``: of a sum over all ``i`` two terms are left.
What stands beside the zero does not count, as beside a false bracket; where ``p`` is no number, its cell is 0
and the factor spoils the sum there.  Where the letter is one of the result, the sum becomes a scatter: each
of its terms goes to the few results that it reaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any

from sympy import Abs, Expr, Mul, Pow, S, Symbol, floor
from sympy import expand as multiplied_out

from codegen.program.grouping import Grouped
from codegen.program.inline_factor import rewrite
from derive.expr import Acc, Cond, Hat, HatSlope, Iverson, Reduce, Where, conjunction, ge, negation
from derive.model.layer import Def, Program


@dataclass(frozen=True)
class Near:
    """``|z - place| <= radius``; ``open``: less."""

    place: Expr
    radius: Expr
    open: bool

    def conds(self, z: Symbol) -> list[Cond]:
        """The same of the whole number ``z``, or a little more."""
        inner = 1 if self.open else 0
        if self.radius.is_integer:
            cell = _cell(self.place)
            found = (ge(z - cell + self.radius - inner), ge(cell + self.radius - z))
        else:
            lo, hi = _cell(self.place - self.radius), _cell(self.place + self.radius)
            found = (ge(z - lo - inner), ge(hi - z))
        return [c for c in found if isinstance(c, Cond)]


def _cell(e: Expr) -> Expr:
    return floor(e if isinstance(e, Acc) else Grouped(e))


def sparse(program: Program) -> Program:
    """Every sum bounded by its sparse factors, as far as these depend on data."""
    return replace(program, defs=tuple(map(_bounded, program.defs)))


def _bounded(one: Def) -> Def:
    if one.scatter:
        return one
    one = replace(one, expr=rewrite(one.expr, _guarded))
    return _scattered(one)


def _guarded(e: Any) -> Any:
    if not isinstance(e, Reduce) or e.op != "sum":
        return e
    guards = [c for g in e.guards for c in _sides(g)]
    found = [
        c for z in (z for z, _, _ in e.binders) for near in _factors_near(e.body, z) for c in near.conds(z)
    ]
    made = conjunction([*guards, *found])
    return e if list(made) == list(e.guards) else Reduce("sum", e.body, e.binders, made)


def _sides(guard: Cond) -> list[Cond]:
    """``r - |a| >= 0`` of whole numbers as two bounds."""
    sizes = [a for a in guard.of.atoms(Abs) if guard.of.coeff(a) == -1]
    if guard.kind != "ge" or not guard.of.is_integer or len(sizes) != 1:
        return [guard]
    rest = guard.of + sizes[0]
    if rest.has(sizes[0]):
        return [guard]
    return [c for c in (ge(rest - sizes[0].args[0]), ge(rest + sizes[0].args[0])) if isinstance(c, Cond)]


def _scattered(one: Def) -> Def:
    """Σ_p f(p) [i near p] as ``y[i] += f(p)`` for every ``p``."""
    e = one.expr
    if not isinstance(e, Reduce) or e.op != "sum" or any(at not in one.indices for at in one.lhs.index):
        return one
    near = {z: found for z in one.indices if (found := list(_factors_near(e.body, z)))}
    reached = {z: found for z, found in near.items() if any(n.place.free_symbols & e.bound for n in found)}
    if not reached:
        return one
    conds = [*e.guards, *(c for z, found in reached.items() for n in found for c in n.conds(z))]
    free = [b for b in one.free if b[0] not in reached]
    last = [b for b in one.free if b[0] in reached]
    expr = Mul(Iverson(*conds), e.body)
    return replace(one, free=(*free, *e.binders, *last), expr=expr, scatter=True)


def _factors_near(body: Expr, z: Symbol) -> Iterator[Near]:
    for f in Mul.make_args(body):
        found = None if isinstance(f, Hat | HatSlope) else _support(f, z)
        if found is not None:
            yield found


@singledispatch
def _support(e: Any, z: Symbol) -> Near | None:
    """Near what ``z`` must be for ``e`` not to be zero; ``None`` where that is not known."""
    return None


@_support.register
def _(e: Pow, z: Symbol) -> Near | None:
    return _support(e.base, z) if e.exp.is_positive else None


@_support.register
def _(e: Mul, z: Symbol) -> Near | None:
    return next((found for f in e.args if (found := _support(f, z)) is not None), None)


@_support.register
def _(e: Iverson, z: Symbol) -> Near | None:
    return _first(e.args, z)


@_support.register
def _(e: Where, z: Symbol) -> Near | None:
    _, a, b = e.args
    left = None if a == S.Zero else _first(e.conds, z) or _support(a, z)
    right = None if b == S.Zero else _fails(e.conds, z) or _support(b, z)
    if a == S.Zero or b == S.Zero:
        return right if a == S.Zero else left
    same = left is not None and right is not None and (left.place, left.radius) == (right.place, right.radius)
    return replace(left, open=left.open and right.open) if same and left and right else None


def _fails(conds: Sequence[Cond], z: Symbol) -> Near | None:
    """What the failure of a single condition says."""
    other = negation(conds[0]) if len(conds) == 1 else None
    return _near(other, z) if isinstance(other, Cond) else None


def _first(conds: Sequence[Any], z: Symbol) -> Near | None:
    return next((found for c in conds if (found := _near(c, z)) is not None), None)


def _near(c: Cond, z: Symbol) -> Near | None:
    """``r - a |s z - p|`` at least 0, with data in ``p`` and none beside it."""
    sizes = [a for a in c.of.atoms(Abs) if z in a.free_symbols and a.has(Acc)]
    if c.kind not in ("ge", "gt") or len(sizes) != 1:
        return None
    (size,) = sizes
    slope = multiplied_out(c.of).coeff(size)
    rest = multiplied_out(c.of - slope * size)
    inner = multiplied_out(size.args[0])
    sign = inner.coeff(z)
    place = multiplied_out(z - inner / sign) if sign in (1, -1) else z
    if not slope.is_negative or rest.has(Acc) or z in rest.free_symbols | place.free_symbols:
        return None
    return Near(place, -rest / slope, c.kind == "gt")


__all__ = ["sparse"]
