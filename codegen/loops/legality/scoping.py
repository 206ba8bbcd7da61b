"""The walk through a kernel: what is defined, what exists, and what holds at each node."""

from __future__ import annotations

from typing import Any

from sympy import Basic, S, Symbol, expand

from codegen.loops.legality.bounds import inside_arrays, prove, tested_inside
from codegen.loops.legality.faults import Illegal
from codegen.loops.legality.races import no_race
from codegen.loops.legality.taps import taps_stand
from codegen.loops.nodes import (
    Alloc,
    Block,
    Border,
    Correlate,
    If,
    Kernel,
    Label,
    Lags,
    Let,
    Node,
    Offsets,
    Parallel,
    Split,
    View,
)  # fmt: skip
from codegen.loops.place import Place
from codegen.loops.roles import branches, inside, ranges, reads, scalars, writes
from derive.expr import Acc, Tensor, accesses
from derive.model.definitions import Def
from derive.model.layer import Layer


def check(kernel: Kernel, layer: Layer) -> Kernel:
    """The kernel itself, or ``Illegal``."""
    empty = {t.name for t in kernel.outputs} - {t.name for t in kernel.arrays}
    try:
        _block(kernel.body, Place.start(kernel, layer), empty)
    except Illegal as fault:
        raise fault.of(kernel.name) from None
    return kernel


def _block(block: Block, place: Place, empty: set[str]) -> None:
    """``empty``: the arrays of which nothing has been written yet."""
    told: Def | None = None
    for node in block:
        told = node.one if isinstance(node, Label) else told
        try:
            _node(node, place, empty)
        except Illegal as fault:
            raise fault.about(told) from None


def _node(node: Node, place: Place, empty: set[str]) -> None:
    for e in scalars(node):
        _known(e, place)
    if isinstance(node, If) and not node.at_once:
        tested_inside(node.conds, place)
    else:
        for e in scalars(node):
            inside_arrays(e, place)
    _written_before(node, empty)
    _kept(node, place)
    if inside(node):
        _run(node, place.within(ranges(node)))
    _defined(node, place, empty)
    _inner(node, place, empty)
    empty -= {t.tensor.name for t in writes(node) if isinstance(t, Acc)}


def _known(e: Any, place: Place) -> None:
    for s in _letters(e):
        if s not in place.defined:
            raise Illegal(f"{s} is used before it is defined, in {e}")


def _written_before(node: Node, empty: set[str]) -> None:
    for e in reads(node):
        for a in accesses(e):
            if a.tensor.name in empty:
                raise Illegal(f"{a} is read before anything is written to {a.tensor.name}")


def _run(node: Node, place: Place) -> None:
    """What a node computes in its own ranges, into an array that it does not read."""
    for e in inside(node):
        _known(e, place)
        inside_arrays(e, place)
    for target in writes(node):
        sources = [a for e in inside(node) if e != target for a in accesses(e)]
        if isinstance(target, Acc) and any(a.tensor.name == target.tensor.name for a in sources):
            raise Illegal(f"{target} is read where it is written")


def _defined(node: Node, place: Place, empty: set[str]) -> None:
    """What is known after the node, or inside it."""
    match node:
        case Let():
            _named(node, place)
            place.let(node)
        case Split():
            _digits(node, place)
        case Alloc():
            if node.tensor.name in place.arrays:
                raise Illegal(f"two arrays have the name {node.tensor.name}")
            place.arrays.add(node.tensor.name)
            empty.add(node.tensor.name)
        case Border() | View():
            place.arrays.add(node.made.name)
        case Offsets():
            place.arrays.add(node.table.name)
            place.tables[node.table.name] = node
        case Correlate() | Lags():
            taps_stand(node, place)
        case Parallel():
            no_race(node, place)


def _named(node: Let, place: Place) -> None:
    """What a name promises holds of its value; a whole number in sight gets no second value."""
    name, value = node.name, node.value
    if name.is_positive and not value.is_positive:
        prove(value - 1, ("cannot prove that ", name, " is positive"), place)
    if name.is_nonnegative and not value.is_nonnegative:
        prove(value, ("cannot prove that ", name, " is not negative"), place)
    if name.is_integer and name in place.defined:
        raise Illegal(f"{name} has a value already, where it is to be {value}")


def _kept(node: Node, place: Place) -> None:
    """No node changes what proofs have written out, or know by the assumptions of its name."""
    for s in writes(node):
        if isinstance(s, Symbol) and (s in place.values or s in place.named.by_index or s.is_nonnegative):
            raise Illegal(f"{s} is changed, of which more is known than that it is a number")


def _inner(node: Node, place: Place, empty: set[str]) -> None:
    """Each block inside; after a choice, what one of its ways has left empty is empty."""
    left: set[str] = set()
    for conds, body in branches(node):
        within = set(empty)
        try:
            _block(body, place.within(ranges(node), conds), within)
        except Illegal as fault:
            raise fault.inside(node) from None
        left |= within
    if branches(node):
        empty &= left


def _digits(node: Split, place: Place) -> None:
    """The flat index counts no further than its digits do, and each of these has values."""
    total = S.One
    for r in node.letters:
        span = expand(r.hi[0] - r.lo[0])
        prove(span, ("cannot prove that ", r.index, " has a value"), place)
        total *= span + 1
    prove(node.flat, ("cannot prove that ", node.flat, " counts from 0"), place)
    below = ("cannot prove that ", node.flat, " is below the number of its digits")
    prove(total - 1 - node.flat, below, place)


def _letters(e: Any) -> set[Symbol]:
    if isinstance(e, Tensor):
        return set()
    if isinstance(e, Symbol):
        return {e}
    return set().union(*map(_letters, e.args)) if isinstance(e, Basic) else set()
