"""What is computed on its own, before anything else happens to it.

SymPy keeps a sum flat and in an order of its own; rounding depends on the order.  ``Grouped`` marks a part
of a formula that is one value: it is computed once, in one order, and no pass takes it apart.  Two laws need
it.

*One position.*  Linear interpolation at ``p`` reads the cells ⌊p⌋ and ⌊p⌋ + 1, with weights and slopes that
depend on ``p``.  The position as it was rounded is the definition: taps, weights and slopes follow from it.
(⌊i + x⌋ = i + ⌊x⌋ for a whole ``i`` holds before rounding, not after.)

*Near things cancel first.*  Where a sum has an element of an array and, with the other sign, another element
of the same array, or the largest, the smallest or the mean of its elements, their difference is taken first:
it is exact or nearly so, and what all elements have in common is gone before it can drown the rest.
``(x − max x) − log s`` keeps its digits under any common offset of ``x``; ``x − (max x + log s)`` does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sympy import Add, Expr, Mul, S, Symbol, floor, sympify

from codegen.program.inline_factor import rewrite
from derive.expr import Acc, Cond, Hat, HatSlope, Iverson, Reduce, Tensor, Where, ge
from derive.model.layer import Def, Program


class Grouped(Expr):
    """The value of its argument, computed on its own; for SymPy, which would expand it, it has no parts."""

    is_commutative = True
    is_real = True
    is_Atom = True

    def __new__(cls, value: Any) -> Any:
        """A number is one value as it stands, and so is what is marked."""
        made = sympify(value)
        return made if made.is_number or isinstance(made, cls) else super().__new__(cls, made)


def grouped(program: Program, known: Sequence[Def]) -> Program:
    """Both laws, in every definition; ``known`` defines what the program reads from a former one."""
    origins = _origins((*known, *program.defs))
    return replace(program, defs=tuple(_near_first(_positions(d), origins) for d in program.defs))


def ungrouped(one: Def) -> Def:
    """The formula as people write it: without marks, and without tests of what is computed on its own."""

    def tested(e: Any) -> bool:
        return isinstance(e, Where) and isinstance(e.conds[0].of, Grouped)

    plain = rewrite(one.expr, lambda e: e.args[2] if tested(e) else e)
    return replace(one, expr=rewrite(plain, lambda e: e.args[0] if isinstance(e, Grouped) else e))


def _positions(one: Def) -> Def:
    """Every position of an interpolation as one value, also where its cell bounds a sum."""
    hats = sorted(one.expr.atoms(Hat, HatSlope), key=str)
    places = {h.args: Grouped(h.args[1]) for h in hats if not isinstance(h.args[1], Acc)}
    conds: dict[Cond, Cond] = {}
    for (q, p), whole in places.items():
        conds[ge(q - floor(p))] = ge(q - floor(whole))
        conds[ge(floor(p) + 1 - q)] = ge(floor(whole) + 1 - q)

    def change(e: Any) -> Any:
        if isinstance(e, Hat | HatSlope) and e.args in places:
            return e.func(e.args[0], places[e.args])
        return conds.get(e, e) if isinstance(e, Cond) else e

    return replace(one, expr=rewrite(one.expr, change)) if places else one


def _origins(defs: Sequence[Def]) -> dict[Tensor, Expr]:
    """Of each array that holds extremes or means, what they were taken over."""
    found: dict[Tensor, Expr] = {}
    for one in defs:
        reduced = [f for f in Mul.make_args(one.expr) if isinstance(f, Reduce)]
        scale = Mul(*(f for f in Mul.make_args(one.expr) if f not in reduced))
        if len(reduced) == 1 and not scale.has(Acc):
            mean = reduced[0].op == "sum" and scale != 1
            if mean or (reduced[0].op in ("max", "min") and scale == 1):
                found[one.tensor] = _anywhere(reduced[0].body, found)
    return found


def _anywhere(e: Expr, origins: Mapping[Tensor, Expr]) -> Expr:
    """``e`` without its places: elements of one array, and what was taken over them, are one name."""
    made: Expr = rewrite(
        e, lambda a: origins.get(a.tensor, Symbol(a.tensor.name)) if isinstance(a, Acc) else a
    )
    return made


def _near_first(one: Def, origins: Mapping[Tensor, Expr]) -> Def:
    def change(e: Any) -> Any:
        return _paired(e, origins) if e.is_Add and len(e.args) > 2 and e.has(Acc) and not e.is_integer else e

    return replace(one, expr=rewrite(one.expr, change))


def _paired(e: Expr, origins: Mapping[Tensor, Expr]) -> Expr:
    """The terms of a sum, each with the first later one that it nearly cancels."""
    left, made = list(Add.make_args(e)), list[Expr]()
    while left:
        term = left.pop(0)
        kind = _kind(term, origins)
        other = next((t for t in left if kind == -_kind(t, origins)), None)
        if other is None or kind.is_number:
            made.append(term)
            continue
        left.remove(other)
        first = next((t for t in (term, other) if not any(a.tensor in origins for a in t.atoms(Acc))), term)
        sign = S.NegativeOne if first.could_extract_minus_sign() else S.One
        made.append(sign * Grouped(sign * (term + other)))
    return Add(*made)


def _kind(term: Expr, origins: Mapping[Tensor, Expr]) -> Expr:
    """What a term speaks of, with its sign, without its places and brackets."""
    return _anywhere(Mul(*(f for f in Mul.make_args(term) if not isinstance(f, Iverson))), origins)


__all__ = ["Grouped", "grouped", "ungrouped"]
