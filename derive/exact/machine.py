"""Exact values of definitions at given sizes, one element after the other, in plain Python.

Entries are integers, fractions or letters (``Symbolic``): with letters one evaluation holds for every
content of the arrays.  Every element that is read can be noted, which is how pictures are found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from sympy import Expr, Symbol, sympify

from derive.exact.arithmetic import Arrays, Entries, InexactError, Position
from derive.exact.closures import bounds_of, compiled, points
from derive.exact.polynomial import Symbolic
from derive.expr import Tensor
from derive.model.layer import Def


class Machine:
    """Arrays by name, as mappings from a place to a value; ``symbols`` gives sizes and options."""

    def __init__(
        self,
        symbols: Mapping[Symbol, Any],
        arrays: Mapping[str, Entries],
        note: Callable[[str, Position], None] | None = None,
    ) -> None:
        self.symbols = dict(symbols)
        self.arrays = Arrays(dict(arrays), note)

    def run(self, defs: Iterable[Def]) -> dict[str, Entries]:
        """Evaluate definitions in order; returns all arrays."""
        for one in defs:
            self.define(one)
        return self.arrays.values

    def define(self, one: Def) -> None:
        """Evaluate one definition into its array; writing an element twice is refused."""
        shape = self.shape(one.tensor)
        made: Entries = dict.fromkeys(product(*map(range, shape)), 0) if one.scatter else {}
        for place, value in self.elements(one):
            if any(not 0 <= i < extent for i, extent in zip(place, shape, strict=True)):
                raise InexactError(f"{one.lhs} writes outside its array, at {place} of {shape}")
            if place in made and not one.scatter:
                raise InexactError(f"{one.lhs} writes the element {place} twice")
            made[place] = made[place] + value if one.scatter else value
        self.arrays.values[one.tensor.name] = made

    def elements(self, one: Def) -> Iterable[tuple[Position, Any]]:
        """Each place that the definition writes, and the value that it writes there."""
        at = [compiled(e, self.arrays) for e in one.lhs.index]
        value = compiled(one.expr, self.arrays)
        scope = dict(self.symbols)
        for _ in points(bounds_of(one.free, self.arrays), scope):
            yield tuple(int(f(scope)) for f in at), value(scope)

    def shape(self, tensor: Tensor) -> Position:
        return tuple(self.integer(e) for e in tensor.shape)

    def integer(self, e: Expr) -> int:
        """An expression of sizes and options."""
        value = compiled(sympify(e), self.arrays)(dict(self.symbols))
        if value != int(value):
            raise InexactError(f"{e} is {value}, no integer")
        return int(value)


def letters(tensor: Tensor, shape: Sequence[int]) -> Entries:
    """An array of letters: ``x[0, 1]`` is ``x_{0,1}``; axes of extent one are left out of the name."""
    made: Entries = {}
    for place in product(*map(range, shape)):
        digits = ",".join(str(i) for i, extent in zip(place, shape, strict=True) if extent > 1)
        name = f"{tensor.name}_{{{digits}}}" if digits else tensor.name
        made[place] = Symbolic.letter(Symbol(name, real=True, positive=tensor.sign == "positive" or None))
    return made


def filled(tensor: Tensor, shape: Sequence[int], values: Any) -> Entries:
    """Nested lists as an array; a single number fills it."""
    if isinstance(values, int | Fraction):
        return dict.fromkeys(product(*map(range, shape)), values)
    made: Entries = {}

    def walk(part: Any, place: Position) -> None:
        if isinstance(part, list | tuple):
            for k, inner in enumerate(part):
                walk(inner, (*place, k))
        else:
            made[place] = part

    walk(values, ())
    lead = (0,) * (len(shape) - len(next(iter(made), ())))
    made = {(*lead, *place): v for place, v in made.items()}
    if set(made) != set(product(*map(range, shape))):
        raise InexactError(f"{tensor.name}: the numbers given do not have the shape {tuple(shape)}")
    return made


__all__ = ["Entries", "InexactError", "Machine", "filled", "letters"]
