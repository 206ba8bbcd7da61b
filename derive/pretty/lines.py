"""The recorded steps as lines of a page: what puts known things in belongs to the line that it serves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sympy import Add, Expr, Integer, S, Symbol

from derive.expr import Binder, Iverson, accesses, found_in, replace_in_scope, substitute
from derive.model.one_function import told_once
from derive.pretty.read_forms import read_form
from derive.proof import Ranges
from derive.simplify.factor import collect
from derive.steps import Derivation, Equation, Step

PUTS_IN = {"substitute", "distribute", "invert", "fold"}
KNOWN = "put in what is known: the earlier cotangents, and what the forward says of its values"


def lines(derived: Derivation) -> list[Step]:
    """The steps with one idea each: an inner cotangent is one line, from its readers to its form.

    A run of substitutions, inversions and folds is one step; of each line its last form stays.  What
    reads like the line before it is no line.
    """
    own = {e.lhs for s in derived.steps if s.rule == "chain rule" for e in s.equations} | {derived.target}
    out: list[Step] = []
    for step in derived.steps:
        last = out[-1] if out else None
        if last is not None and _is_inner(last) and step.rule in PUTS_IN | {"collect"}:
            out[-1] = _joined(last, step, own, kept=last.equations[:1])
        elif last is not None and last.rule in PUTS_IN and step.rule in PUTS_IN:
            out[-1] = replace(_joined(last, step, own), rule="substitute", law=KNOWN)
        elif last is None or not _reads_like(last, step):
            out.append(step)
    return out


def _reads_like(last: Step, step: Step) -> bool:
    """Whether what was done to cases does not show, because the page tells them as one function."""
    if step.rule not in {"collect", "cases agree"} or step.conditions or step.notes:
        return False
    return [_told(e) for e in step.equations] == [_told(e) for e in last.equations[-len(step.equations) :]]


def _told(one: Equation) -> Equation:
    return replace(one, rhs=read_form(told_once(one.rhs), one.free))


def _is_inner(step: Step) -> bool:
    """A cotangent of an inner value, told in one step."""
    return step.rule == "chain rule" and bool(step.before)


def _joined(one: Step, other: Step, own: set[Expr | None], kept: Sequence[Equation] = ()) -> Step:
    """Both steps: what was put in, and the last form of the line."""
    every = list(dict.fromkeys((*one.equations, *other.equations)))
    forms = [e for e in every if e.lhs in own]
    said = [e for e in every if e not in forms]
    made = one.and_then(replace(other, rule=one.rule, law=one.law))
    return replace(made, equations=tuple(_once([*kept, *said, *forms[-1:]])))


def _once(equations: Iterable[Equation]) -> list[Equation]:
    return list(dict.fromkeys(equations))


def apart(one: Equation, letters: Iterable[Binder] = ()) -> list[Equation]:
    """``y[2 k + e] = [e = 0] a + [e = 1] b`` as one formula for each value of ``e``; halves likewise.

    ``letters``: those of the forward, for what runs over one half.
    """
    for z, lo, hi in one.free:
        chosen = (c for b in found_in(one.rhs, Iverson) for c in b.args)
        if lo == 0 and hi in (1, 2, 3) and any(c.kind == "eq" and c.free_symbols == {z} for c in chosen):
            rest = tuple(b for b in one.free if b[0] != z)
            at = [{z: Integer(k)} for k in range(int(hi) + 1)]
            return [Equation(substitute(one.lhs, v), substitute(one.rhs, v), rest, one.relation) for v in at]
        if lo == 0 and (made := _halves(one, z, hi + 1, letters)):
            return made
    return [one]


def _halves(one: Equation, z: Symbol, extent: Expr, letters: Iterable[Binder]) -> list[Equation]:
    """``y[k] = [k < D] a + [k ≥ D] b`` over 0 ≤ k < 2 D as ``y[d] = a`` and ``y[D + d] = b``; or thirds.

    Nothing where a condition on ``k`` stays undecided in a part.
    """
    parts, width = extent.as_coeff_Mul()
    asked = [c for b in found_in(one.rhs, Iverson) for c in b.args if z in c.free_symbols]
    if parts not in (2, 3, 4) or not width.is_Symbol or not asked:
        return []
    taken = {s.name for t in (one.lhs, one.rhs) if t is not None for s in t.free_symbols}
    usual = (d for d, lo, hi in letters if lo == 0 and hi == width - 1 and d.name not in taken)
    d = next(usual, z)
    free = tuple((d, S.Zero, width - 1) if b[0] == z else b for b in one.free)
    made = []
    for k in range(int(parts)):
        place = {z: d + k * width}
        right = _decided(substitute(one.rhs, place), Ranges(free), d)
        if right is None:
            return []
        made.append(Equation(substitute(one.lhs, place), right, free, one.relation))
    return made


def _decided(e: Expr, ranges: Ranges, d: Symbol) -> Expr | None:
    """``e`` without its conditions on ``d``, which all hold or do not; None where one is open."""
    made: dict[Expr, Expr] = {}
    for bracket in found_in(e, Iverson):
        own = {c: ranges.holds(c) for c in bracket.args if d in c.free_symbols and not accesses(c)}
        if None in own.values():
            return None
        if own:
            left = [c for c in bracket.args if c not in own]
            made[bracket] = Iverson(*left) if all(own.values()) else S.Zero
    e = told_once(replace_in_scope(e, made))
    return collect(e) if isinstance(e, Add) else e


__all__ = ["apart", "lines"]
