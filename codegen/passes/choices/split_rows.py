"""Split rows: where the place in a row decides a case, each case is a row of its own.

    for j: y[j] = x[|j − p|]                    for j < p: y[j] = x[p − j]        for j ≥ p: y[j] = x[j − p]
    for k: y[k] = f(k) if k ≥ D else g(k)       for k < D: y[k] = g(k)            for k ≥ D: y[k] = f(k)

Of the elements none is asked where it stands.  Only rows of results that are stored one by one are split:
they are written in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy import Abs, Expr, S, Symbol, expand

from codegen.loops.legality import where_legal
from codegen.loops.nodes import Block, Kernel, Loop, Node
from codegen.loops.roles import on_scalars, rewrite, stored
from derive.expr import Acc, Cond, Iverson, Where, found_in, ge, negation, replace_in_scope
from derive.model.layer import Layer

MOST = 2
"""So many borders of a row are looked at, each of which splits the rows that the others made."""


@where_legal
def split_rows(kernel: Kernel, layer: Layer) -> Kernel:
    """Rows of stores split at the borders of their cases, where all parts are proved to stay inside."""

    def parts(node: Node) -> Block:
        return _parts(node, MOST) if isinstance(node, Loop) and stored(node) else (node,)

    return replace(kernel, body=rewrite(kernel.body, parts))


def _parts(loop: Loop, left: int) -> Block:
    """What stands before the first border that is found, and what stands from there on."""
    border = next(_borders(loop), None)
    if border is None or left == 0:
        return (loop,)
    z, r = loop.range.index, loop.range
    slope = border.of.coeff(z)
    at = expand(z - border.of / slope)  # the test is z >= at, or z <= at
    first, last = (at, at - 1) if slope == 1 else (at + 1, at)
    before = replace(loop, range=replace(r, hi=(*r.hi, expand(last))))
    after = replace(loop, range=replace(r, lo=(*r.lo, expand(first))))
    sides = (negation(border), border) if slope == 1 else (border, negation(border))
    return tuple(
        part
        for side, known in zip((before, after), sides, strict=True)
        for part in _parts(replace(side, body=_where(side.body, known)), left - 1)
    )


def _borders(loop: Loop) -> Iterator[Cond]:
    """Tests that the place in the row decides alone, one after the other."""
    z = loop.range.index
    for store in stored(loop):
        for e in (store.target, store.value):
            tested = [c for w in found_in(e, Where, Iverson) for c in _conditions(w)]
            folded = [ge(a.args[0]) for a in found_in(e, Abs) if a.args[0].is_integer]
            yield from (c for c in (*folded, *tested) if isinstance(c, Cond) and _decides(c, z))


def _conditions(e: Expr) -> tuple[object, ...]:
    return tuple(e.conds) if isinstance(e, Where) else tuple(e.args)


def _decides(c: Cond, z: Symbol) -> bool:
    """``z >= e`` or ``z <= e``, ``e`` the same for the whole row and free of data."""
    slope = c.of.coeff(z)
    rest = expand(c.of - slope * z)
    return c.kind == "ge" and slope in (1, -1) and z not in rest.free_symbols and not c.of.has(Acc, Abs)


def _where(body: Block, known: Cond) -> Block:
    return tuple(on_scalars(n, lambda e: _settled(e, known)) for n in body)


def _settled(e: Expr, known: Cond) -> Expr:
    """``e`` where ``known`` holds: the magnitudes, cases and brackets that it decides."""
    decided = {known: S.true, negation(known): S.false}
    mapping: dict[Expr, Expr] = {}
    for one in found_in(e, Abs, Where, Iverson):
        match one:
            case Where():
                conds, a, b = one.args
                made = Where(tuple(decided.get(c, c) for c in conds.args), a, b)
            case Iverson():
                made = Iverson(*(decided.get(c, c) for c in one.args))
            case _:
                of = one.args[0]
                made = {S.true: of, S.false: -of}.get(decided.get(ge(of)), one)
        if made != one:
            mapping[one] = made
    changed = replace_in_scope(e, mapping) if mapping else e
    return _settled(changed, known) if changed != e else e


__all__ = ["split_rows"]
