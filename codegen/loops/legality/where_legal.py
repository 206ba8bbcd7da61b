"""Passes whose result stands only where it is proved: where it is not, the kernel stays what it was."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper

from codegen.loops.legality.faults import Illegal
from codegen.loops.legality.scoping import check
from codegen.loops.nodes import Kernel
from derive.model.layer import Layer

Pass = Callable[[Kernel, Layer], Kernel]


class where_legal:
    """The pass that proves what it makes: nobody need prove its result again."""

    def __init__(self, change: Pass) -> None:
        self.change = change
        update_wrapper(self, change)

    def __call__(self, kernel: Kernel, layer: Layer) -> Kernel:
        made = self.change(kernel, layer)
        if made.body == kernel.body:
            return kernel
        try:
            return check(made, layer)
        except Illegal:
            return kernel


__all__ = ["Pass", "where_legal"]
