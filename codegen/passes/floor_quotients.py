"""Quotients: a bound rounded up is written by the quotient rounded down, which the other bound often has.

    ⌊(−a − 1)/d⌋ = −1 − ⌊a/d⌋

for integers with d > 0; the first and the last place of a window then share their divisions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sympy import Add, Integer, expand

from codegen.loops.nest import positive
from codegen.loops.nodes import Block, Kernel, Node
from codegen.loops.roles import on_scalars, rewrite
from codegen.program.inline_factor import rewrite as rewritten
from derive.expr import FloorDiv
from derive.model.layer import Layer


def quotients(kernel: Kernel, layer: Layer) -> Kernel:
    """Quotients of what is negative by those of what is not, equal ones written alike."""
    del layer

    def change(node: Node) -> Block:
        return (on_scalars(node, _upwards),)

    return replace(kernel, body=rewrite(kernel.body, change))


def _upwards(e: Any) -> Any:
    return rewritten(e, _turned) if e.has(FloorDiv) else e


def _turned(e: Any) -> Any:
    """The law from left to right, where all of ``a`` is written with plus signs; sums are multiplied out."""
    if not isinstance(e, FloorDiv) or not positive(e.args[1]):
        return e
    top, bottom = expand(e.args[0]), e.args[1]
    rest = Add.make_args(expand(-top - 1))
    if all(t == 0 or t.as_coeff_Mul()[0] > 0 for t in rest):
        return -Integer(1) - FloorDiv(Add(*rest), bottom)
    return FloorDiv(top, bottom)


__all__ = ["quotients"]
