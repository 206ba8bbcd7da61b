"""Places that digits of data name lie on one axis: ``y[.., ⌊s/B⌋, s mod B] += v`` is ``y[.., s] += v``.

A scatter to two neighbouring axes (extents A, B) goes to ``B a + b`` of one axis that is as long as both.
What divides the datum is spared where its digits are the places; else one number is added up instead of two.
Conditions say once more that the place exists, where the axes alone did.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, expand

from derive.expr import Acc, FloorDiv, Iverson, Modulo, Tensor, accesses, ge
from derive.model.layer import Def, Program


def flat_places(program: Program) -> Program:
    """The program with the last two axes of such results as one."""
    for one in program.defs:
        if _named_by_digits(one) and _only_written(one.tensor, program):
            made = _flat(one)
            outputs = tuple(made.tensor if t == one.tensor else t for t in program.outputs)
            defs = tuple(made if d is one else d for d in program.defs)
            program = replace(program, outputs=outputs, defs=defs)
    return program


def _named_by_digits(one: Def) -> bool:
    return one.scatter and len(one.lhs.index) > 1 and all(map(_digits, one.lhs.index[-2:]))


def _digits(e: Expr) -> bool:
    return any(isinstance(q.args[0], Acc) for q in e.atoms(FloorDiv, Modulo))


def _only_written(t: Tensor, program: Program) -> bool:
    """Whether nothing else of the program touches the array."""
    return t in program.outputs and sum(t in {a.tensor for a in _touched(d)} for d in program.defs) == 1


def _touched(one: Def) -> list[Acc]:
    return [one.lhs, *accesses(one.expr)]


def _flat(one: Def) -> Def:
    t, (*first, a, b) = one.tensor, one.lhs.index
    rows, columns = t.shape[-2:]
    made = Tensor(
        t.name, (*t.shape[:-2], rows * columns), (*t.axes[:-2], t.axes[-1]), t.kind, t.sign, t.bound
    )
    if (whole := _whole(a, b, columns)) is not None:
        return replace(one, lhs=Acc(made, *first, whole))
    place = expand(columns * a + b)
    inside = Iverson(ge(place), ge(rows * columns - 1 - place))
    return replace(one, lhs=Acc(made, *first, place), expr=inside * one.expr)


def _whole(a: Expr, b: Expr, columns: Expr) -> Expr | None:
    """``s`` where ``a`` is ``⌊s/B⌋`` and ``b`` is ``s mod B``."""
    two = isinstance(a, FloorDiv) and isinstance(b, Modulo)
    return a.args[0] if two and a.args == b.args == (a.args[0], columns) else None


__all__ = ["flat_places"]
