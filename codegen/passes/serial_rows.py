"""Serial rows: results that lie beside each other in memory are one task, not one each.

The number of a task is taken apart by divisions, and what its outer indices decide is computed in it; both
are work for a row, not for each of its elements.  Where the place in the row decides what is read of another
one, the places are the same for all rows, and a loop over the row can look them up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sympy import S, Symbol, floor

from codegen.loops.nodes import Block, Kernel, Loop, Node, Parallel, Range, Store
from codegen.loops.roles import inside, rewrite, scalars, told, walk
from derive.model.layer import Layer

OUTER = 2
"""So many indices at least are left for the threads, one where all rows have the same places."""


def serial_rows(kernel: Kernel, layer: Layer) -> Kernel:
    """The last index of each parallel box as a loop inside it, where the results along it are neighbours."""
    del layer
    return replace(kernel, body=rewrite(kernel.body, _serial))


def _serial(node: Node) -> Block:
    match node:
        case Parallel(ranges=(*outer, last), body=body) if _enough(outer, last, body) and _along(body, last):
            labels, done = told(body)
            return (Parallel(tuple(outer), (*labels, Loop(last, done))),)
    return (node,)


def _enough(outer: Sequence[Range], last: Range, body: Block) -> bool:
    """Whether there is enough for the threads without the last index."""
    return len(outer) >= OUTER or (len(outer) == 1 and _places(body, last, outer[0]))


def _places(body: Block, last: Range, outer: Range) -> bool:
    """Whether the last index decides where something is read, and the other one does not."""
    every = {f for n in walk(body) for e in (*scalars(n), *inside(n)) for f in e.atoms(floor)}
    return any(last.index in f.free_symbols and outer.index not in f.free_symbols for f in every)


def _along(body: Block, r: Range) -> bool:
    """Whether the body stores one result, or a few side by side, and the next one the next of the row."""
    match told(body)[1]:
        case [Loop(range=few, body=inner)] if all(isinstance(n, Store) for n in inner):
            return r.step == 1 and any(_row(n, few.index, r.index) for n in inner)
    stores = [n for n in body if isinstance(n, Store) and n.target.index]
    return r.step == 1 and any(n.target.index[-1].coeff(r.index) == 1 for n in stores)


def _row(store: Node, few: Symbol, along: Symbol) -> bool:
    """``y[…, w r + b] = …`` for all ``b``: what stands beside each other is one row over both."""
    last = store.target.index[-1] if isinstance(store, Store) and store.target.index else S.Zero
    return bool(last.coeff(few) == 1 and along in last.free_symbols)


__all__ = ["serial_rows"]
