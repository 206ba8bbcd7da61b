"""A hat function counts at the cell of its position and the next, wherever it stands.

A sum over its letter, and a scatter, have this as their guards.  Elsewhere a bracket says it, so that a
position that is no number spoils the same two places in every form of a formula.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Basic, Mul, Pow, floor

from derive.expr import Acc, Cond, Hat, HatSlope, Iverson, Reduce, Tensor, conjunction, ge, rebuild
from derive.model.layer import Program


def celled(program: Program) -> Program:
    """Every hat function under the condition that its letter is one of the two."""
    return replace(program, defs=tuple(replace(d, expr=_celled(d.expr, frozenset())) for d in program.defs))


def _celled(e: Any, known: frozenset[Any]) -> Any:
    """``e`` where the conditions ``known`` hold."""
    if not isinstance(e, Basic) or not e.has(Hat, HatSlope) or isinstance(e, Acc | Tensor | Cond):
        return e
    if isinstance(e, Reduce):
        body = _celled(e.body, known.union(e.guards))
        return Reduce(e.op, body, e.binders, e.guards)
    factors = Mul.make_args(e)
    hats = [h for h in map(_base, factors) if isinstance(h, Hat | HatSlope)]
    if not hats and not e.is_Mul:
        return rebuild(e, [_celled(a, known) for a in e.args])
    held = known.union(c for f in factors if isinstance(f, Iverson) for c in f.args)
    missing = [c for c in conjunction(c for h in hats for c in _cell(h)) if c not in held]
    bracket = [Iverson(*missing)] if missing else []
    inside = held.union(missing)
    return Mul(*(f if _base(f) in hats else _celled(f, inside) for f in factors), *bracket)


def _base(factor: Any) -> Any:
    return factor.base if isinstance(factor, Pow) else factor


def _cell(hat: Any) -> tuple[Any, Any]:
    q, p = hat.args
    return ge(q - floor(p)), ge(floor(p) + 1 - q)


__all__ = ["celled"]
