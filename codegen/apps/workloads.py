"""Benchmark data: realistic sizes for the layers of the catalogue, and arrays of any sizes for any layer."""

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


def _image(n: int, c: int, h: int, **more: int) -> dict[str, int]:
    return {"N": n, "C": c, "H": h, "W": h, **more}


def _conv(n: int, c: int, o: int, h: int, k: int) -> dict[str, int]:
    return {"N": n, "Cg": c, "Og": o, "H": h, "W": h, "KH": k, "KW": k}


CASES: Mapping[str, Sequence[Workload]] = {
    "dense": [Workload("128x1024 to 1024", {"N": 128, "K": 1024, "O": 1024})],
    "conv2d": [
        Workload("8x64x28x28, 3x3 to 64", _conv(8, 64, 64, 28, 3), {"padding": 1}),
        Workload("8x64x28x28, 3x3 to 64, stride 2", _conv(8, 64, 64, 28, 3), {"padding": 1, "stride": 2}),
        Workload("8x64x28x28, 5x5 depthwise", _conv(8, 1, 1, 28, 5), {"padding": 2, "groups": 64}),
    ],
    "relu": [Workload("8x64x56x56", {"M": 8 * 64 * 56 * 56})],
    "max_pool2d": [
        Workload("8x64x56x56, 2x2", _image(8, 64, 56), {"kernel": 2, "stride": 2}),
        Workload("8x64x56x56, 3x3 stride 2", _image(8, 64, 56), {"kernel": 3, "stride": 2, "padding": 1}),
    ],
    "avg_pool2d": [Workload("8x64x56x56, 2x2", _image(8, 64, 56), {"kernel": 2, "stride": 2})],
    "batch_norm": [Workload("8x64x56x56", _image(8, 64, 56))],
    "batch_norm_inference": [Workload("8x64x56x56", _image(8, 64, 56))],
    "cross_entropy": [Workload("2048x1000", {"N": 2048, "C": 1000})],
    "deform_conv2d": [
        Workload("2x32x28x28, 3x3 to 32 (PyTorch: composed)", _conv(2, 32, 32, 28, 3), {"padding": 1})
    ],
}

SMALL: Mapping[str, Sequence[Workload]] = {
    "conv2d": [Workload("4x16x28x28, 3x3 to 16", _conv(4, 16, 16, 28, 3), {"padding": 1})],
    "deform_conv2d": [Workload("1x8x14x14, 3x3 to 8", _conv(1, 8, 8, 14, 3), {"padding": 1})],
}
"""Smaller ones, where the first of ``CASES`` would keep a person waiting."""

_TRIES = (64, 32, 24, 16, 8, 4, 2, 1)
_MOST_ELEMENTS = 2_000_000


def cases(layer: Layer, small: bool = False) -> list[Workload]:
    """The benchmark cases of a layer; for a layer without data, one with sizes that fit its conditions."""
    if small and layer.name in SMALL:
        return list(SMALL[layer.name])
    return list(CASES[layer.name]) if layer.name in CASES else [fitting(layer)]


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
            normal = rng.normal(size=shape)
            made[tensor.name] = (np.abs(normal) + 0.5 if tensor.sign else normal).astype(dtype)
    return made


__all__ = ["CASES", "Workload", "all_options", "arrays", "cases", "fitting"]
