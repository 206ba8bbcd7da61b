"""A factor that is zero but near one place bounds the loop over its letter.

``max(0, 1 - |p - i|)`` is zero unless ``⌊p⌋ ≤ i ≤ ⌊p⌋ + 1``: of a sum over all ``i`` two terms are left.
What stands beside the zero does not count, as beside a false bracket; where ``p`` is no number, its cell is 0
and the factor spoils the sum there.  Where the letter is one of the result, the sum becomes a scatter: each
of its terms goes to the few results that it reaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any

from sympy import Abs, Expr, Mul, Pow, S, Symbol, floor, sign
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
    near = {z: list(_factors_near(e.body, z)) for z, _, _ in e.binders}
    found = [c for z, some in near.items() for one in some for c in one.conds(z)]
    made = conjunction([*guards, *found])
    body = _at_one_place(e.body, near)
    return e if (body, list(made)) == (e.body, list(e.guards)) else Reduce("sum", body, e.binders, made)


def _at_one_place(e: Expr, near: Mapping[Any, Sequence[Near]]) -> Expr:
    """``e`` with the place that bounds a letter as one number, wherever the letter is compared with it."""
    places = {(z, n.place) for z, some in near.items() for n in some if not isinstance(n.place, Acc)}
    away = {z - p: z - Grouped(p) for z, p in places}

    def change(a: Any) -> Any:
        if not isinstance(a, Expr) or not (a.is_Add or isinstance(a, Abs | sign)):
            return a
        whole = a.args[0] if isinstance(a, Abs | sign) else a
        for apart, one in away.items():
            for side in (1, -1):
                if whole.is_Add and multiplied_out(whole - side * apart) == 0:
                    return a.func(side * one) if whole is not a else side * one
        return a

    done: Expr = rewrite(e, change)
    return done


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
    body = _at_one_place(e.body, reached)
    free = [b for b in one.free if b[0] not in reached]
    last = [b for b in one.free if b[0] in reached]
    expr = Mul(Iverson(*conds), body)
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
