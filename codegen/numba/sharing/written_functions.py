"""The functions that stand in a module, each called wherever its code is wanted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from codegen.loops.nodes import Kernel, Label
from codegen.loops.outline import PartCall
from codegen.loops.roles import rewrite, walk
from codegen.numba.sharing.same_code import numbered
from derive.expr import Tensor


class FunctionsByCode:
    """The functions of a module so far, by their code."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Kernel, list[int]]] = {}

    def instead(self, part: Kernel, text: str) -> Kernel:
        """``part``, or what it computes by the function that is there, in the order of its arguments."""
        given = [*part.arrays, *part.scalars]
        code, numbers = numbered(text, given)
        mine = dict(zip(numbers, given, strict=True))
        first, order = self._known.setdefault(code, (part, numbers))
        ordered = [mine[k] for k in order]
        arrays, scalars = ordered[: len(first.arrays)], ordered[len(first.arrays) :]
        if first is part or not all(isinstance(t, Tensor) for t in arrays) or len(part.arrays) != len(arrays):
            return part
        return replace(part, name=first.name, arrays=tuple(arrays), scalars=tuple(scalars))


def calling(caller: Kernel, instead: dict[str, Kernel]) -> Kernel:
    """``caller`` with other functions in place of its parts; what these compute here is told at the call."""

    def called(node: Any) -> Any:
        if not isinstance(node, PartCall) or instead[node.part.name] is node.part:
            return (node,)
        told = dict.fromkeys(n for n in walk(node.part.body) if isinstance(n, Label))
        return (*told, PartCall(instead[node.part.name]))

    return replace(caller, body=rewrite(caller.body, called))


__all__ = ["FunctionsByCode", "calling"]
