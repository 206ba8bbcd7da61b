"""Sizes that a layer admits, drawn at random: what is false for one of them need not be proved for all."""

from __future__ import annotations

import random
from collections.abc import Mapping

from sympy import Integer, Symbol

from derive.expr import Cond, substitute
from derive.model.layer import Layer

POINTS = 8
DRAWS = 300
LARGEST = 7

Point = Mapping[Symbol, Integer]

_ADMITTED: dict[int, tuple[Layer, tuple[Point, ...]]] = {}


def admitted(layer: Layer) -> tuple[Point, ...]:
    """Up to eight assignments of all integer sizes and options that meet the layer's requirements."""
    if id(layer) not in _ADMITTED:
        _ADMITTED[id(layer)] = (layer, _drawn(layer))
    return _ADMITTED[id(layer)][1]


def _drawn(layer: Layer) -> tuple[Point, ...]:
    rng = random.Random(0)
    base = {s for t in layer.inputs for extent in t.shape for s in extent.free_symbols}
    base |= {s for s in layer.option_symbols if s.is_integer}
    letters = sorted(base - set(layer.sizes), key=str)
    found: list[Point] = []
    for _ in range(DRAWS):
        point: dict[Symbol, Integer] = {
            s: Integer(rng.randint(1 if s.is_positive else 0, LARGEST if s.is_positive else 2))
            for s in letters
        }
        if _complete(point, layer):
            found.append(point)
        if len(found) == POINTS:
            break
    return tuple(found)


def _complete(point: dict[Symbol, Integer], layer: Layer) -> bool:
    """Add the derived sizes; whether all are admitted."""
    for name, definition in layer.sizes.items():
        value = substitute(definition, point)
        if not value.is_Integer or value < (1 if name.is_positive else 0):
            return False
        point[name] = value
    return all(_holds(c, point) for c, _ in layer.requires)


def _holds(cond: Cond, point: Point) -> bool:
    value = substitute(cond.of, point)
    if not value.is_Integer:
        return False
    if cond.kind == "divides":
        divisor = substitute(cond.divisor, point)
        return bool(divisor.is_Integer and value % divisor == 0)
    tests = {"ge": value >= 0, "gt": value > 0, "eq": value == 0, "ne": value != 0}
    return bool(tests[cond.kind])


__all__ = ["Point", "admitted"]
