"""A copy of an array with zeros around it, as wide as indices go beyond its ends."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, Max, Min, S

from codegen.contraction.operands import InPlace
from codegen.contraction.stages import Numbered
from codegen.loops.nodes import Block, Border, Let, Range
from derive.expr import Acc, Index


@dataclass(frozen=True)
class Copied:
    """A side with its margins: the names and the copy that are made, and the element in it."""

    nodes: Block
    element: Acc


def with_margins(side: InPlace, names: Numbered) -> Copied:
    """The side in a copy that has all that is read; itself where there are no margins."""
    a = side.element
    if not side.padded:
        return Copied((), a)
    lets, first, shape = list[Let](), list[Expr](), list[Expr]()
    for k, (size, m) in enumerate(zip(a.tensor.shape, side.margins, strict=True)):
        start, wide = (S.Zero, size) if m is None else (Min(S.Zero, m.low), Max(size, m.high + 1))
        first.append(_named(names, f"{a.tensor.name}_from{k}", start, lets))
        shape.append(_named(names, f"{a.tensor.name}_size{k}", wide - first[-1], lets))
    made = names.array(f"{a.tensor.name}_padded", *shape)
    letters = [Index(f"axis{k}") for k in range(len(shape))]
    whole = tuple(Range(z, (S.Zero,), (e - 1,)) for z, e in zip(letters, a.tensor.shape, strict=True))
    pad = Border(made, whole, Acc(a.tensor, *letters), tuple(first))
    index = (at - start for at, start in zip(a.index, first, strict=True))
    return Copied((*lets, pad), Acc(made, *index))


def _named(names: Numbered, stem: str, value: Expr, lets: list[Let]) -> Expr:
    """A name for what takes arithmetic."""
    if value.is_Symbol or value.is_number or value.is_Mul:
        return value
    lets.append(Let(names.integer(stem), value))
    return lets[-1].name


__all__ = ["Copied", "with_margins"]
