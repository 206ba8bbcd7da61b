"""Conditions in formulas: Iverson brackets, cases, and what is left to a remark below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sympy import Expr, S

from derive.expr import Acc, Cond, Iverson, Where, clamped, extreme, found_in, ge
from derive.pretty.tree import boxes as b
from derive.pretty.tree.boxes import Box, row
from derive.pretty.tree.context import PrintContext, lay
from derive.pretty.tree.guards import Chain, chains, inside_conditions, kept_by


@lay.register
def _(expr: Iverson, scope: PrintContext) -> Box:
    return lay_bracket(expr.args, scope)


def lay_bracket(conds: Sequence[Any], scope: PrintContext) -> Box:
    """``[c1, c2]``"""
    return b.Fence("square", lay_conditions(conds, scope))


def lay_conditions(conds: Sequence[Any], scope: PrintContext) -> Box:
    """The conditions, comma between."""
    return b.joined([lay_chain(c, scope) for c in chains(conds, scope.bound)], b.COMMA)


def lay_chain(chain: Chain, scope: PrintContext) -> Box:
    """``0 ≤ e < H``, ``i ∈ {p ± a}``"""
    out: list[Box] = [lay(chain.parts[0], scope)]
    if chain.among:
        places = [_mirrored(centre, distance, scope) for centre, distance in chain.among]
        return row(*out, b.Op("∈", "rel"), b.Fence("brace", b.joined(places, b.COMMA)))
    for sign, part in zip(chain.signs, chain.parts[1:], strict=True):
        out += [b.Op(sign, "rel"), lay(part, scope)]
    return row(*out)


def _mirrored(centre: Expr, distance: Expr, scope: PrintContext) -> Box:
    """``p ± a``"""
    far = lay(distance, scope)
    far = b.Fence("paren", far) if b.is_sum(far) else far
    return row(lay(centre, scope), b.Op("±", "add"), far) if centre != 0 else row(b.Op("±", "sign"), far)


@lay.register
def _(expr: Cond, scope: PrintContext) -> Box:
    return lay_conditions((expr,), scope)


@lay.register
def _(expr: Where, scope: PrintContext) -> Box:
    conds, value, other = expr.conds, expr.args[1], expr.args[2]
    padded = isinstance(value, Acc) and other.is_number and set(conds) <= inside_conditions(value)
    if padded and scope.remarks.agrees(value.tensor, other):
        return lay(value, scope)
    between = clamped(expr)
    if between is not None:
        scope.remarks.clamps = True
        return b.call(b.Name("clamp", upright=True), *(lay(part, scope) for part in between))
    choice = extreme(expr)
    if choice:
        return b.call(b.Name(choice, upright=True), lay(value, scope), lay(other, scope))
    branches: list[tuple[Box, Box | None]] = [(lay(value, scope), lay_conditions(conds, scope))]
    while isinstance(other, Where):
        branches.append((lay(other.args[1], scope), lay_conditions(other.conds, scope)))
        other = other.args[2]
    return b.Cases((*branches, (lay(other, scope), None)))


def dropped(conds: Iterable[Any], body: Expr, scope: PrintContext) -> tuple[Any, ...]:
    """``conds`` without those that ``body`` already says; each such reading is noted as a remark."""
    conds = tuple(c for c in conds if not _is_in_its_range(c, scope))
    said = kept_by(conds, body)
    kept = []
    for cond in conds:
        speakers = said.get(cond)
        if speakers is None or not all(_note(s, scope) for s in speakers):
            kept.append(cond)
    return tuple(kept)


def _is_in_its_range(cond: Any, scope: PrintContext) -> bool:
    """``0 ≤ switch`` and ``switch < K``, which the page says of the whole array."""
    if not isinstance(cond, Cond) or cond.kind != "ge":
        return False
    read = [a for a in found_in(cond.of, Acc) if a.tensor.name in scope.chosen]
    return len(read) == 1 and cond in (ge(read[0]), ge(read[0].tensor.bound - 1 - read[0]))


def _note(speaker: Expr, scope: PrintContext) -> bool:
    if isinstance(speaker, Acc):
        return scope.remarks.agrees(speaker.tensor, S.Zero)
    scope.remarks.hats = True
    return True
