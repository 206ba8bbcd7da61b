"""Two sides evaluated exactly: for given numbers, or at every point of a box of sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from itertools import product
from typing import Any

from sympy import Symbol

from derive.exact.arithmetic import Entries
from derive.exact.machine import Machine, filled, letters
from derive.exact.polynomial import Symbolic
from derive.exact.sides import Side
from derive.expr import Iverson, Tensor
from derive.model.layer import ModelError


def computed(side: Side, given: Mapping[str, Any], options: Mapping[str, int]) -> Any:
    """The output of a side for given numbers, as nested lists; sizes are read off the arrays."""
    known: dict[Symbol, int] = {}
    for tensor in side.inputs:
        extents = _extents(given[tensor.name])
        for extent, size in zip(tensor.shape[len(tensor.shape) - len(extents) :], extents, strict=True):
            if extent.is_Symbol:
                known[extent] = size
    symbols = complete((side,), {**{s.name: v for s, v in known.items()}, **options})
    machine = Machine(symbols, {})
    for tensor in side.inputs:
        machine.arrays.values[tensor.name] = filled(tensor, machine.shape(tensor), given[tensor.name])
    machine.run(side.live)
    return nested(machine.arrays.values[side.output.name], machine.shape(side.output))


def nested(array: Entries, shape: Sequence[int], lead: tuple[int, ...] = ()) -> Any:
    """An array as nested lists of integers and fractions."""
    if len(lead) == len(shape):
        value = array[lead]
        value = value.constant if isinstance(value, Symbolic) and value.constant is not None else value
        return int(value) if isinstance(value, Fraction) and value.denominator == 1 else value
    return [nested(array, shape, (*lead, k)) for k in range(shape[len(lead)])]


def _extents(values: Any) -> list[int]:
    found = []
    while isinstance(values, list | tuple):
        found.append(len(values))
        values = values[0]
    return found


def points(sides: Sequence[Side], box: Mapping[str, Sequence[int]]) -> Iterator[dict[Symbol, int]]:
    """The admissible points of a box: requirements hold and no derived size is below 1."""
    for values in product(*box.values()):
        symbols = complete(sides, dict(zip(box, values, strict=True)))
        if admissible(sides, symbols):
            yield symbols


def complete(sides: Sequence[Side], named: Mapping[str, int]) -> dict[Symbol, int]:
    """Values for all symbols of the sides; derived sizes by their definitions."""
    derived = {k: v for side in sides for k, v in side.sizes.items()}
    needed = set().union(*map(_mentioned, sides), *(e.free_symbols for e in derived.values()))
    symbols = {s: named.get(s.name, 1 if s.is_positive else 0) for s in needed - set(derived)}
    below = TopologicalSorter({k: v.free_symbols & set(derived) for k, v in derived.items()})
    try:
        order = list(below.static_order())
    except CycleError as error:
        circle = ", ".join(map(str, error.args[1]))
        raise ModelError(f"the sizes {circle} are defined by each other") from None
    for k in order:
        symbols[k] = Machine(symbols, {}).integer(derived[k])
    return symbols


def _mentioned(side: Side) -> set[Any]:
    """The sizes and options in the definitions and inputs of a side."""
    found: set[Any] = set().union(*(t.free_symbols for t in side.inputs), set())
    for one in side.live:
        ends = [end for _, lo, hi in one.free for end in (lo, hi)]
        parts = (one.expr, one.lhs, one.tensor, *ends)
        found |= set().union(*(part.free_symbols for part in parts)) - set(one.indices)
    return found


def admissible(sides: Sequence[Side], symbols: Mapping[Symbol, int]) -> bool:
    machine = Machine(symbols, {})
    large = all(symbols[k] >= 1 for side in sides for k in side.sizes)
    return large and all(machine.integer(Iverson(c)) for side in sides for c in side.requires)


def difference(left: Side, right: Side, symbols: Mapping[Symbol, int], entries: str, filling: int) -> str:
    """Where the two sides differ, or ""."""
    machine = Machine(symbols, {})
    inputs: dict[str, Tensor] = {}
    for tensor in (*left.inputs, *right.inputs):
        known = inputs.setdefault(tensor.name, tensor)
        if machine.shape(known) != machine.shape(tensor):
            return f"{tensor.name} is {known.shape} on one side and {tensor.shape} on the other"
    for tensor in inputs.values():
        machine.arrays.values[tensor.name] = contents(tensor, machine, entries, filling)
    found = []
    for side in (left, right):
        one = Machine(symbols, machine.arrays.values)
        found.append((one.run(side.live)[side.output.name], one.shape(side.output)))
    (a, a_shape), (b, b_shape) = found
    if a_shape != b_shape:
        return f"shapes {a_shape} and {b_shape}"
    for place in a:
        if a[place] != b.get(place):
            return f"at {place}: {a[place]} and {b.get(place)}"
    return "" if len(a) == len(b) else "one side writes more places"


def contents(tensor: Tensor, machine: Machine, entries: str, filling: int) -> Entries:
    """Letters, or integers (or quarters) spread such that order and ties vary with the filling."""
    shape = machine.shape(tensor)
    if tensor.kind == "real" and entries == "letters":
        return letters(tensor, shape)
    places = list(product(*map(range, shape)))
    bound = machine.integer(tensor.bound) if tensor.kind == "integer" else (7, 1009, 5)[filling]
    spread = [
        (37 * (k + 3 * filling + len(tensor.name)) * (filling + 2) + k * k) % 1009 for k in range(len(places))
    ]
    low = 0 if tensor.sign or tensor.kind == "integer" else bound // 2
    parts = 4 if entries == "quarters" and tensor.kind == "real" else 1
    return {place: Fraction(v % bound - low, parts) for place, v in zip(places, spread, strict=True)}


def spoken(box: Mapping[str, Sequence[int]], entries: str) -> str:
    ranges = [f"{k} ∈ {{{', '.join(map(str, v))}}}" for k, v in box.items()]
    kind = "every entry a letter" if entries == "letters" else f"{entries} as entries, in three fillings"
    return f"{', '.join(ranges) or 'all sizes 1'}, {kind}"


def at(symbols: Mapping[Symbol, int]) -> str:
    return ", ".join(f"{k}={v}" for k, v in sorted(symbols.items(), key=lambda s: s[0].name))


__all__ = ["at", "computed", "difference", "points", "spoken"]
