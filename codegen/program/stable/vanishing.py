"""What decays faster than anything beside it grows makes the product 0, also where the other overflows.

``x² e^(−x²/2)`` is 0 for large ``x``; computed as it stands, it is ∞·0 once ``x²`` overflows.  The same
holds for ``1 − tanh²``, which decays like ``e^(−2|z|)``.  A product of such a factor and a polynomial of
degree 2 or more in the same data is therefore 0 where the factor is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Add, Expr, Mul, Pow, S, Wild, exp, tanh

from codegen.program.grouping import Grouped
from codegen.program.inline_factor import rewrite
from derive.expr import Acc, Where, eq
from derive.model.layer import Program

_Z = Wild("z")
OVERFLOWS = 2
"""The degree from which a polynomial of a finite number can be infinite."""


def vanishing(program: Program) -> Program:
    """Products that vanish with one factor, made to vanish with it."""
    return replace(program, defs=tuple(replace(d, expr=rewrite(d.expr, _vanish)) for d in program.defs))


def _vanish(e: Any) -> Any:
    if not isinstance(e, Mul):
        return e
    for decay in filter(_decays, e.args):
        data = decay.atoms(Acc)
        grows = [f for f in e.args if f is not decay and (_degree(f, data) or 0) > 0]
        if sum(_degree(f, data) or 0 for f in grows) >= OVERFLOWS:
            rest = [f for f in e.args if f is not decay and f not in grows]
            return Mul(Where(eq(Grouped(decay)), S.Zero, Mul(decay, *grows)), *rest)
    return e


def _decays(e: Expr) -> bool:
    """e^z, or 1 − tanh² z, of data."""
    return e.has(Acc) and (isinstance(e, exp) or (isinstance(e, Add) and bool(e.match(1 - tanh(_Z) ** 2))))


def _degree(e: Expr, data: set[Expr]) -> int | None:
    """The degree of a polynomial in ``data``, linear or not in other data; ``None`` for what is none."""
    match e:
        case Acc():
            return int(e in data)
        case Add() | Mul():
            parts = [_degree(a, data) for a in e.args]
            known = [p for p in parts if p is not None]
            return None if len(known) < len(parts) else max(known) if isinstance(e, Add) else sum(known)
        case Pow() if e.exp.is_Integer and e.exp > 0:
            base = _degree(e.base, data)
            return None if base is None else base * int(e.exp)
    return None if e.has(Acc) else 0


__all__ = ["vanishing"]
