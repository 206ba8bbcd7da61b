"""Case distinctions at NaN: what the model means, in comparisons as a processor makes them.

To the model, a comparison of a NaN neither holds nor fails, and the value of ``Where`` is NaN (see there).
To the processor it simply does not hold.  So a ``Where`` on data becomes one whose last branch, the one taken
where nothing holds, is NaN there anyway, at no cost where a branch computes with what is compared::

    x if x > 0 else 0         0 if x <= 0 else x
    dy if x > 0 else 0        dy if x > 0 else 0 if x <= 0 else x

A bracket on data, around a term or as the guard of a sum, is such a distinction between the term and 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import singledispatch
from typing import Any

from sympy import (
    Abs,
    Add,
    Dummy,
    Expr,
    Mul,
    Pow,
    S,
    Symbol,
    ceiling,
    cos,
    erf,
    erfc,
    exp,
    floor,
    log,
    sin,
    tanh,
)
from sympy.codegen.cfunctions import expm1, log1p

from codegen.program.inline_factor import rewrite
from derive.expr import Acc, Cond, Index, Iverson, Reduce, Where, brackets_apart, eq, gt, negation, rebuild
from derive.model.layer import Def, Program
from derive.simplify.safety import always_inside, finite_everywhere

NAN_THROUGH = (exp, expm1, log, log1p, sin, cos, tanh, erf, erfc, Abs)
"""Functions whose value is NaN where their argument is."""


def ordered(program: Program) -> Program:
    """Every case distinction on data such that its value is NaN where it compares a NaN."""
    return replace(program, defs=tuple(map(_ordered, program.defs)))


def _ordered(one: Def) -> Def:
    return replace(one, expr=_alone(rewrite(rewrite(one.expr, _joined), _law)))


def _joined(e: Any) -> Any:
    """[c]·a + [not c]·b = a where c, else b."""
    if not isinstance(e, Add):
        return e
    left, made = list(e.args), list[Expr]()
    while left:
        term = left.pop(0)
        found = ((t, both) for t in left if (both := _either(term, t)) is not None)
        other, both = next(found, (None, None))
        if both is not None:
            left.remove(other)
            term = both
        made.append(term)
    return Add(*made)


def _either(a: Expr, b: Expr) -> Expr | None:
    """``a + b`` where one condition on data decides between them.

    What it reads may exist only under brackets that both terms have: those stay around it.
    """
    (data, plain, rest), (opposite, beside, others) = map(_parted, (a, b))
    if len(data) != 1 or len(opposite) != 1 or opposite[0] != negation(data[0]):
        return None
    if always_inside(data[0].of):
        return Where(data[0], Mul(Iverson(*plain), *rest), Mul(Iverson(*beside), *others))
    alike = set(plain) == set(beside)
    return Mul(Iverson(*plain), Where(data[0], Mul(*rest), Mul(*others))) if alike else None


def _parted(e: Expr) -> tuple[list[Cond], list[Cond], list[Expr]]:
    """Of a product, the conditions of its brackets, those on data first, and its other factors."""
    conds, others = brackets_apart(e)
    data = [c for c in conds if on_data(c)]
    return data, [c for c in conds if c not in data], others


def _law(e: Any) -> Any:
    """The law of each kind of expression, its parts being ordered already."""
    match e:
        case Where():
            return _where(e.conds, e.args[1], e.args[2])
        case Reduce() if e.op == "sum" and any(map(on_data, e.guards)):
            kept = [g for g in e.guards if not on_data(g)]
            body = _product(Iverson(*(g for g in e.guards if on_data(g))) * e.body)
            return Reduce(e.op, body, e.binders, kept)
        case Mul():
            return _product(e)
        case Expr() if any(isinstance(a, Iverson) for a in e.args):
            return rebuild(e, list(map(_alone, e.args)))
    return e


def _alone(e: Any) -> Any:
    """A bracket that is no factor; in a product it decides about the others, too."""
    return _product(e) if isinstance(e, Iverson) else e


def _product(e: Expr) -> Expr:
    """A bracket on data keeps, or makes 0, the factors that stand at its own place."""
    data, plain, others = _parted(e)
    if not data:
        return e
    here = set().union(*(c.free_symbols for c in data))
    others = [part for f in others for part in _kept_apart(f, here)]
    mine = [f for f in others if f.has(Acc) and _letters(f) <= here and not f.has(Reduce)]
    rest = [f for f in others if f not in mine]
    return Mul(Iverson(*plain), _where(data, Mul(*mine), S.Zero), *rest)


def _kept_apart(e: Expr, here: set[Any]) -> list[Expr]:
    """Σ a f = a Σ f where a stands at the place of a bracket and may fail: the bracket has to keep it, for
    0 · Σ f/a has no value where a is 0.
    """
    if not isinstance(e, Reduce) or e.op != "sum":
        return [e]
    factors = Mul.make_args(e.body)
    mine = [f for f in factors if not f.free_symbols & e.bound and not f.has(Reduce)]
    mine = [f for f in mine if _letters(f) <= here and not finite_everywhere(f)]
    if not mine:
        return [e]
    return [*mine, Reduce("sum", Mul(*(f for f in factors if f not in mine)), e.binders, e.guards)]


def _letters(e: Expr) -> set[Any]:
    """Where an expression stands; what an option or a size is, it is anywhere."""
    return {s for s in e.free_symbols if isinstance(s, Index)}


def _where(conds: Sequence[Cond], a: Expr, b: Expr) -> Expr:
    """Conditions that cannot meet a NaN stay outside; ``!=``, which to a processor holds for NaN, goes."""
    data = [c for c in conds if on_data(c)]
    if len(data) < len(conds):
        return Where([c for c in conds if c not in data], _where(data, a, b) if data else a, b)
    unequal = next((c for c in data if c.kind == "ne"), None)
    if unequal is None:
        return _choice(data, a, b)
    if len(data) == 1:
        return _choice([eq(unequal.of)], b, a)
    rest = [c for c in data if c is not unequal]
    return _where([*rest, gt(unequal.of)], a, _where([*rest, gt(-unequal.of)], a, b))


def _choice(conds: Sequence[Cond], a: Expr, b: Expr) -> Expr:
    """The branch that computes with what is compared stands last; if none does, the compared value does."""
    compared = {v for c in conds for v in _read(c.of)}
    if all(_through(b, v) for v in compared):
        return Where(conds, a, b)
    if len(conds) == 1 and conds[0].kind != "eq" and all(_through(a, v) for v in compared):
        return Where(negation(conds[0]), b, a)
    last = _spoilt(conds)
    for cond in (failed for c in reversed(conds) for failed in _failures(c)):
        last = Where(cond, b, last)
    return Where(conds, a, last)


def _spoilt(conds: Sequence[Cond]) -> Expr:
    """What is NaN where one of the conditions compares a NaN."""
    seen, made = set[Expr](), list[Expr]()
    for c in conds:
        if not (read := _read(c.of)) <= seen:
            seen |= read
            (v,) = read if len(read) == 1 else (c.of,)
            slope = c.of.coeff(v)
            plain = (c.of - slope * v).is_number and not slope.has(Iverson)  # a bracket says where it is
            made.append(v if plain else c.of)
    return Add(*made)


def _failures(c: Cond) -> list[Cond]:
    """The comparisons of which one holds where ``c`` fails, none where it compares a NaN."""
    return [gt(c.of), gt(-c.of)] if c.kind == "eq" else [negation(c)]


def _through(e: Expr, v: Expr) -> bool:
    """Whether ``e`` is NaN wherever the element ``v`` is."""
    return e == v or _through_parts(e, v)


@singledispatch
def _through_parts(e: Expr, v: Expr) -> bool:
    return isinstance(e, NAN_THROUGH) and _through(e.args[0], v)


@_through_parts.register(Add)
@_through_parts.register(Mul)
def _(e: Expr, v: Expr) -> bool:
    return any(_through(a, v) for a in e.args)


@_through_parts.register
def _(e: Pow, v: Expr) -> bool:
    return (e.exp.is_number and _through(e.base, v)) or (e.base.is_number and _through(e.exp, v))


@_through_parts.register
def _(e: Where, v: Expr) -> bool:
    unheld = any(c.kind != "ne" and _through(c.of, v) for c in e.conds)
    return _through(e.args[2], v) and (unheld or _through(e.args[1], v))


def on_data(c: Cond) -> bool:
    """Whether ``c`` compares real data, among which a NaN may be."""
    return c.kind != "divides" and bool(_read(c.of))


def decides(c: Cond) -> bool:
    """Whether ``c`` compares real data, or what was computed of them and has a name."""
    named = (s for s in c.of.free_symbols if isinstance(s, Symbol) and s.is_real and s.is_integer is None)
    return c.kind != "divides" and (on_data(c) or any(named))


def _read(e: Expr) -> set[Expr]:
    """The real elements of which ``e`` is computed, those aside that only choose a whole number."""
    bare = e.xreplace({f: Dummy(integer=True) for f in e.atoms(floor, ceiling)})
    return {a for a in bare.atoms(Acc) if a.tensor.kind == "real"}


__all__ = ["decides", "on_data", "ordered"]
