"""Sums in the conditions of a scatter: each is an array before it, for loops hold numbers, not sums.

``[Σ_{e : t[e] = t[e']} 1 ≥ 1]`` depends on ``e'`` only through ``t[e']``: the array has an element for each
number that the data may name, and is read where they name it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sympy import Basic, S, Symbol

from codegen.program.name_sums import unused
from derive.expr import Acc, Binder, Cond, Reduce, Tensor, accesses, fresh, substitute
from derive.model.layer import Def, Program


def counted(program: Program) -> Program:
    """Every scatter behind arrays of the sums in its conditions."""
    taken = {t.name for d in program.defs for t in (d.tensor, *d.reads)} | {t.name for t in program.inputs}
    defs = [made for one in program.defs for made in (_apart(one, taken) if one.scatter else (one,))]
    return replace(program, defs=tuple(defs))


def _apart(one: Def, taken: set[str]) -> Iterator[Def]:
    known: dict[Any, Acc] = {}
    for r in dict.fromkeys(_told(one.expr, False)):
        free, places, body = _arguments(r, one.free)
        if all(lo == 0 for _, lo, _ in free):
            made = Tensor(
                unused(f"{one.tensor.name}_told", taken),
                [hi + 1 for _, _, hi in free],
                [z for z, _, _ in free],
            )
            yield Def(made[tuple(z for z, _, _ in free)], free, body, origin=one.origin)
            known[r] = made[places]
    yield replace(one, expr=substitute(one.expr, known)) if known else one


def _told(e: Any, inside: bool) -> Iterator[Reduce]:
    """The outermost sums in conditions."""
    if isinstance(e, Tensor) or not isinstance(e, Basic):
        return
    if isinstance(e, Reduce) and inside:
        yield e
        return
    for part in e.args:
        yield from _told(part, inside or isinstance(part, Cond))


def _arguments(r: Reduce, scope: tuple[Binder, ...]) -> tuple[tuple[Binder, ...], tuple[Any, ...], Any]:
    """What the array of a sum runs over, where it is read, and its elements."""
    letters = {z for z, _, _ in scope} & r.free_symbols
    found = [a for a in accesses(r) if a.tensor.kind == "integer" and a.free_symbols & letters]
    if len(found) == 1 and found[0].tensor.bound != 0 and found[0].tensor.exempt is None:
        z = fresh("named", {s for s in (*r.free_symbols, *r.bound) if isinstance(s, Symbol)})
        body = substitute(r, {found[0]: z})
        if not body.free_symbols & letters:
            return ((z, S.Zero, found[0].tensor.bound - 1),), (found[0],), body
    free = tuple(b for b in scope if b[0] in letters)
    return free, tuple(z for z, _, _ in free), r


__all__ = ["counted"]
