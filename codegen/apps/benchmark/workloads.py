"""Sizes and options to run a layer at, whatever layer it is, and arrays of these sizes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sympy import S, Symbol

from codegen.apps.network import NumpyArray
from derive.model.layer import Layer, Option


@dataclass(frozen=True)
class Workload:
    """Sizes (by the names in the layer's shapes) and options of one benchmark."""

    label: str
    sizes: Mapping[str, int]
    options: Mapping[str, Any] = field(default_factory=dict)


_TRIES = (64, 32, 24, 16, 8, 4, 2, 1)
_MOST_ELEMENTS = 2_000_000


def fitting(layer: Layer) -> Workload:
    """Sizes for a layer never seen before: one for all axes if that fits, else a seeded search."""
    chosen = {o.name: o.example for o in layer.options if o.default is None}
    for sizes in _candidates(sorted(free_sizes(layer), key=str)):
        named = {str(s): n for s, n in sizes.items()}
        case = Workload(", ".join(f"{s} = {n}" for s, n in named.items()), named, chosen)
        if _fits(layer, case):
            return case
    raise ValueError(f"{layer.name}: no sizes found that satisfy its conditions; give them yourself")


def _candidates(symbols: Sequence[Symbol]) -> Iterator[dict[Symbol, int]]:
    for n in _TRIES:
        yield dict.fromkeys(symbols, n)
    rng = random.Random(0)
    for _ in range(2000):
        yield {s: rng.choice(_TRIES[2:]) for s in symbols}


def free_sizes(layer: Layer) -> set[Symbol]:
    """The sizes that the arrays bring: in the shapes of the inputs, neither options nor derived."""
    inside = {s for tensor in layer.inputs for s in tensor.free_symbols}
    return inside - set(layer.option_symbols) - set(layer.sizes)


def spread(option: Option, value: Any) -> dict[Symbol, Any]:
    """A scalar for every symbol of the option, or one value per run of symbols."""
    given = value if isinstance(value, tuple | list) else (value,)
    run = len(option.symbols) // len(given)
    return {symbol: given[number // run] for number, symbol in enumerate(option.symbols)}


def all_options(layer: Layer, given: Mapping[str, Any]) -> dict[str, Any]:
    """Every option of the layer, with one value per symbol where it has several."""
    made: dict[str, Any] = {}
    for option in layer.options:
        numbers = tuple(spread(option, given.get(option.name, option.default)).values())
        made[option.name] = numbers if len(numbers) > 1 else numbers[0]
    return made


def values(layer: Layer, case: Workload) -> dict[Symbol, Any]:
    """Every symbol of the shapes with its number: sizes, options, derived sizes."""
    known: dict[Symbol, Any] = {s: case.sizes[s.name] for s in free_sizes(layer) if s.name in case.sizes}
    for option in layer.options:
        known |= spread(option, case.options.get(option.name, option.default))
    for size, expr in layer.sizes.items():
        known[size] = expr.subs(known)
    return known


def _fits(layer: Layer, case: Workload) -> bool:
    known = values(layer, case)
    tensors = (*layer.inputs, *layer.outputs)
    shapes = [[extent.subs(known) for extent in tensor.shape] for tensor in tensors]
    if not all(extent.is_Integer and extent > 0 for shape in shapes for extent in shape):
        return False
    if sum(int(np.prod([int(e) for e in shape])) for shape in shapes) > _MOST_ELEMENTS:
        return False
    return all(_holds(condition, known) for condition, _ in layer.requires)


def _holds(condition: Any, known: Mapping[Symbol, Any]) -> bool:
    if condition in (S.true, S.false):
        return bool(condition)
    from derive.expr import substitute

    return bool(substitute(condition, {k: S(v) for k, v in known.items()}) == S.true)


def arrays(layer: Layer, case: Workload, dtype: str, seed: int = 0) -> dict[str, NumpyArray]:
    """Random inputs of the case's sizes; integers below their bound, positive tensors positive."""
    rng, known = np.random.default_rng(seed), values(layer, case)
    made: dict[str, NumpyArray] = {}
    for tensor in layer.inputs:
        shape = tuple(int(extent.subs(known)) for extent in tensor.shape)
        if tensor.kind == "integer":
            made[tensor.name] = rng.integers(0, int(tensor.bound.subs(known)), shape)
        else:
            normal = np.asarray(rng.standard_normal(shape, np.dtype(dtype).type))
            made[tensor.name] = np.abs(normal) + normal.dtype.type(0.5) if tensor.sign else normal
    return made


__all__ = ["Workload", "all_options", "arrays", "fitting", "free_sizes", "spread", "values"]
