"""Powers of the elements of an array that are read again, or apart, are computed in front, side by side.

A power whose exponent is no known number costs as much as passing several times over memory.  A sum over a
window takes it for each element as often as windows overlap; neighbours that stand apart in memory are not
taken at once.  An array of powers is made in one pass over neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sympy import Basic, Pow, Rational, Symbol
from sympy.core.symbol import Str

from codegen.program.factorise.prelude import Prelude, with_prelude
from derive.expr import Acc, Binder, Reduce, Tensor, accesses, rebuild
from derive.model.layer import Def, Layer, Program

AGAIN = 2
"""How often at least an element is read that is computed in front."""


def raised(program: Program, layer: Layer) -> Program:
    """Every definition with such powers in arrays before it."""
    return with_prelude(program, layer, _raised)


def _raised(stages: Prelude, one: Def) -> Def:
    return one if one.scatter else replace(one, expr=_visit(one.expr, one.free, stages))


def _visit(e: Any, scope: Sequence[Binder], stages: Prelude) -> Any:
    if not isinstance(e, Basic) or isinstance(e, Tensor | Str | Acc) or not e.args:
        return e
    if isinstance(e, Reduce):
        body = _visit(e.body, (*scope, *e.binders), stages)
        return e if body == e.body else Reduce(e.op, body, e.binders, e.guards)
    if isinstance(e, Pow) and not isinstance(e.exp, Rational) and _pays(e, scope, stages):
        (read, *_) = accesses(e)
        return stages.elements(e, read, "power")
    args = [_visit(a, scope, stages) for a in e.args]
    return e if tuple(args) == e.args else rebuild(e, args)


def _pays(e: Pow, scope: Sequence[Binder], stages: Prelude) -> bool:
    """Whether it is of one element, of an array that is read again, or with steps between neighbours."""
    letters = [z for z, _, _ in scope]
    found = {a.index: a.tensor for a in accesses(e)}
    if len(found) != 1 or not e.base.has(Acc) or e.exp.has(Acc, *letters):
        return False
    ((index, tensor),) = found.items()
    mine = [z for z in letters if any(z in at.free_symbols for at in index)]
    rest = e.xreplace({a: Symbol("element") for a in accesses(e)})
    if (
        not mine
        or tensor.kind != "real"
        or rest.free_symbols & set(letters)
        or any(at.has(Acc) for at in index)
    ):
        return False
    depth = max(letters.index(z) for z in mine) + 1
    beside = all(index[-1].coeff(z) in (0, 1, -1) for z in mine)
    return stages.trips(scope[:depth]) >= (AGAIN if beside else 1) * stages.size(tensor)


__all__ = ["raised"]
