"""Tables of offsets: they say where the taps of a node stand, which is what its proof of bounds is about."""

from __future__ import annotations

from sympy import Expr, Symbol, expand

from codegen.loops.legality.faults import Illegal
from codegen.loops.nodes import Correlate, Lags
from codegen.loops.place import Place
from codegen.loops.strides import offset
from derive.expr import Acc, Tensor, accesses


def taps_stand(node: Correlate | Lags, place: Place) -> None:
    """Each table holds how far its side moves along the taps, whatever the other indices are."""
    pairs = [(node.rights, node.right)]
    if isinstance(node, Correlate):
        pairs.append((node.lefts, side(node.left)))
    others = {r.index for r in (node.rows, *node.grid, *node.lanes)}
    for table, access in pairs:
        _stands(table, access, node, others, place)


def side(e: Expr) -> Acc:
    """The one element that an operand reads, perhaps under conditions."""
    (found,) = accesses(e)
    return found


def _stands(table: Tensor, access: Acc, node: Correlate | Lags, others: set[Symbol], place: Place) -> None:
    made = place.tables.get(table.name)
    if made is None or made.taps != node.taps:
        raise Illegal(f"{table.name} is no table of the taps of {access}")
    wanted = place.plain(offset(access, node.taps))
    if wanted.free_symbols & others or expand(place.plain(made.value) - wanted) != 0:
        raise Illegal(f"{table.name} does not say where the taps of {access} stand")


__all__ = ["side", "taps_stand"]
