"""Which expressions are computed in integers, and which in the type of the arrays."""

from __future__ import annotations

from typing import Any

from sympy import Dummy, Expr, ceiling, floor, sign

from derive.expr import Acc, Iverson


def is_integer(e: Any) -> bool:
    """Whether ``e`` is computed in integers: no real array, option or function in it."""
    if isinstance(e, Iverson):
        return True
    return _whole(e) and not any(a.tensor.kind != "integer" for a in e.atoms(Acc) if not _floored(e, a))


def _whole(e: Expr) -> bool:
    """SymPy takes a floor for an integer only where its argument is finite, and every sign for one."""
    if any(not s.args[0].is_integer for s in e.atoms(sign)):
        return False
    floors = {f: Dummy(integer=True) for f in e.atoms(floor, ceiling)} if not e.is_integer else {}
    return bool(e.xreplace(floors).is_integer)


def _floored(e: Expr, a: Acc) -> bool:
    return any(f.has(a) for f in e.atoms(floor, ceiling)) or any(
        b is not a and b.has(a) for b in e.atoms(Acc)
    )


__all__ = ["is_integer"]
