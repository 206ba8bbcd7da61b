"""What is said of axes beside a line over whole arrays: several taken as one, one taken as several."""

from __future__ import annotations

from collections.abc import Sequence

from sympy import Expr, Symbol

from derive.expr import Index
from derive.pretty.remarks import Line
from derive.pretty.tree.boxes import Box
from derive.pretty.tree.identifiers import plain
from derive.pretty.tree.typeset import PrintContext, lay


def as_one_axis(letters: Sequence[Symbol], scope: PrintContext) -> str:
    """``, with h, w as one axis``"""
    if len(letters) < 2:
        return ""
    return f", with {', '.join(plain(scope.name(z)) for z in letters)} as one axis"


def several_axes(numbers: Sequence[Expr], scope: PrintContext) -> Line:
    """``, with g·Cg + c as two axes``: what is said of numbers whose letters have an axis each."""
    if not numbers:
        return ()
    said: list[str | Box] = [", with "]
    for k, one in enumerate(numbers):
        said += [("" if k == 0 else " and " if k == len(numbers) - 1 else ", "), lay(one, scope)]
    pairs = all(sum(isinstance(z, Index) for z in one.free_symbols) == 2 for one in numbers)
    how = "one axis for each letter" if not pairs else "two axes" if len(numbers) == 1 else "two axes each"
    return (*(x for x in said if x != ""), f" as {how}")


__all__ = ["as_one_axis", "several_axes"]
