"""Specialisation: a power that an option sets is products and roots where the option has a usual value.

    for b: y[b] = |x[b]|^p        if p == 2: for b: y[b] = x[b] * x[b]
                                  else:      for b: y[b] = |x[b]|^p

A power in general is a logarithm and an exponential, fifty operations for one.  Of innermost loops only,
for options that have a usual value unless told otherwise, and of those values for which no power of the
option is left: the code is doubled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sympy import Basic, Expr, Integer, Pow, Symbol

from codegen.loops.nodes import Accumulate, Block, Carry, Choose, If, Kernel, Label, Let, Loop, Node, Store
from codegen.loops.roles import on_scalars, rewrite, scalars, walk
from derive.expr import Tensor, eq, substitute
from derive.model.layer import Layer

PLAIN = (Accumulate, Carry, If, Label, Let, Store)
"""What may stand in an innermost loop: only its code is doubled."""

USUAL = (2, 1, 3)
"""The values that an exponent is given most: the first is asked for first."""

LARGEST = 3
"""The power that is still cheaper as products: more of them than that round more than they save."""


def specialise(kernel: Kernel, layer: Layer) -> Kernel:
    """Loops of powers, once for each usual value of the option that sets them."""
    options = {s for s, default in layer.option_symbols.items() if default in USUAL}

    def change(node: Node) -> Block:
        return _chosen(node, options) if isinstance(node, Loop) else (node,)

    return replace(kernel, body=rewrite(kernel.body, change)) if options else kernel


def _chosen(loop: Loop, options: set[Any]) -> Block:
    """The loop, behind a choice for each value that leaves no power of an option in it."""
    inner = tuple(walk(loop.body))
    found = [e for n in inner for part in scalars(n) for e in _powers(part)]
    mine = {s for e in found for s in e.exp.free_symbols}
    if len(mine) != 1 or not mine <= options or not all(isinstance(n, PLAIN) for n in inner):
        return (loop,)
    (option,) = mine
    made: Block = (loop,)
    for value in reversed([k for k in USUAL if all(_cheap(e, option, k) for e in found)]):
        made = (Choose("", (eq(option, Integer(value)),), (_at(loop, option, value),), made),)
    return made


def _powers(e: Any) -> Iterator[Pow]:
    """The powers of data in an expression whose exponents are not numbers."""
    if not isinstance(e, Basic) or isinstance(e, Tensor):
        return
    if isinstance(e, Pow) and not e.exp.is_number and not e.is_integer:
        yield e
    for part in e.args:
        yield from _powers(part)


def _cheap(e: Pow, option: Symbol, value: int) -> bool:
    """Whether the power is products, a root of them, or one over these."""
    exponent = e.exp.subs(option, value)
    return bool((2 * exponent).is_Integer and abs(exponent) <= LARGEST)


def _at(loop: Loop, option: Symbol, value: int) -> Node:
    """The loop where the option has the value."""
    known: dict[Expr, Expr] = {option: Integer(value)}
    (made,) = rewrite((loop,), lambda n: (on_scalars(n, lambda e: substitute(e, known)),))
    return made


__all__ = ["specialise"]
