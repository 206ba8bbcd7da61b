"""What a condition says, as facts ``>= 0``."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Expr

from derive.expr import Acc, Cond
from derive.expr.expansion import expand


def implied(cond: Cond) -> Iterator[Expr]:
    """What is ``>= 0`` where ``cond`` holds, as it stands; of a datum, also that it lies in its range.

    ``t != e`` gives ``0 <= t <= bound - 1`` for integer data with the exempt number ``e``.
    """
    if cond.kind in ("ge", "eq"):
        yield cond.of
    if cond.kind == "eq":
        yield -cond.of
    if cond.kind == "ne":
        for a in cond.of.atoms(Acc):
            if a.tensor.exempt is not None and _says_apart(cond.of, a):
                yield a
                yield expand(a.tensor.bound - 1 - a)


def _says_apart(e: Expr, a: Acc) -> bool:
    return expand(a - a.tensor.exempt) in (e, expand(-e))


__all__ = ["implied"]
