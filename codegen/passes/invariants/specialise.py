"""Specialisation: a power that an option sets is products and roots where the option has a usual value.

    for b: y[b] = |x[b]|^p        if p == 2: for b: y[b] = x[b] * x[b]
                                  else:      for b: y[b] = |x[b]|^p

A power in general is a logarithm and an exponential, fifty operations for one.  Of innermost loops only,
for options that have a usual value unless told otherwise, and of those values for which no power of the
option is left: the code is doubled.

Of a choice between loops that compute the same all are there for the value that the option has by default;
other values and the power in general have the last of the loops alone: the code is long enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sympy import Basic, Expr, Integer, Pow, Symbol

from codegen.loops.nodes import Accumulate, Block, Carry, Choose, If, Kernel, Label, Let, Loop, Node, Store
from codegen.loops.roles import bodies, on_bodies, on_scalars, rewrite, scalars, walk
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
    options = {s: default for s, default in layer.option_symbols.items() if default in USUAL}

    def block(nodes: Block) -> Block:
        return tuple(made for node in nodes for made in change(node))

    def change(node: Node) -> Block:
        if isinstance(node, Choose) and not node.by:
            *_, last = _ways(node)
            made = _chosen(node, (*PLAIN, Loop, Choose), options, last)
        else:
            made = _chosen(node, PLAIN, options, (node,)) if isinstance(node, Loop) else (node,)
        return (on_bodies(node, block),) if made == (node,) else made

    return replace(kernel, body=block(kernel.body)) if options else kernel


def _ways(node: Choose) -> Iterator[Block]:
    """The blocks that a choice is between, the one that asks for nothing last."""
    yield node.then
    match node.otherwise:
        case (Choose(by="") as other,):
            yield from _ways(other)
        case other:
            yield other


def _chosen(node: Node, plain: Sequence[type], options: dict[Any, Any], other: Block) -> Block:
    """The node for the usual value of its option, ``other`` for those that leave no power and all else."""
    inner = tuple(n for body in bodies(node) for n in walk(body))
    found = [e for n in inner for part in scalars(n) for e in _powers(part)]
    mine = {s for e in found for s in e.exp.free_symbols}
    if len(mine) != 1 or not mine <= options.keys() or not all(isinstance(n, tuple(plain)) for n in inner):
        return (node,)
    (option,) = mine
    values = [k for k in USUAL if all(_cheap(e, option, k) for e in found)]
    made = other if values else (node,)
    for value in reversed(values):
        here = (node,) if value == options[option] else other
        made = (Choose("", (eq(option, Integer(value)),), _at(here, option, value), made),)
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


def _at(block: Block, option: Symbol, value: int) -> Block:
    """The nodes where the option has the value."""
    known: dict[Expr, Expr] = {option: Integer(value)}
    return rewrite(block, lambda n: (on_scalars(n, lambda e: substitute(e, known)),))


__all__ = ["specialise"]
