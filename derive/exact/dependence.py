"""Which elements of an input an output element is made of: read off the model by watching it compute."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product, takewhile
from typing import Any

from sympy import Mul, Symbol

from derive.exact.arithmetic import Arrays, Position
from derive.exact.closures import bounds_of, compiled, points
from derive.exact.machine import Machine
from derive.exact.shape import image_of
from derive.expr import Acc, Binder, Hat, Reduce, Tensor
from derive.model.layer import Layer


def dependence(layer: Layer, symbols: Mapping[Symbol, int]) -> dict[Position, set[Position]]:
    """For each element of the first output what it reads of the image, also through statistics."""
    image, heard = image_of(layer), list[tuple[str, Position]]()
    machine = Machine(symbols, {}, lambda name, place: heard.append((name, place)))
    for tensor in layer.inputs:
        machine.arrays.values[tensor.name] = contents(tensor, machine)
    own: dict[str, dict[Position, set[Position]]] = {
        image.name: {p: {p} for p in machine.arrays.values[image.name]}
    }
    for one in layer.forward:
        made: dict[Position, set[Position]] = {}
        values = {}
        heard.clear()
        for place, value in machine.elements(one):
            made.setdefault(place, set()).update(*(own[n].get(p, set()) for n, p in heard if n in own))
            values[place] = value
            heard.clear()
        own[one.tensor.name] = made
        machine.arrays.values[one.tensor.name] = values
        if one.tensor == layer.outputs[0]:
            break
    return own[layer.outputs[0].name]


def contents(tensor: Tensor, machine: Machine) -> dict[Position, Any]:
    """Small numbers, none of them whole or zero, so that nothing vanishes by accident."""
    places = list(product(*map(range, machine.shape(tensor))))
    if tensor.kind == "integer":
        return dict.fromkeys(places, 0)
    return {p: Fraction(2 * ((7 * k + 3) % 13) - 13, 16) + bool(tensor.sign) for k, p in enumerate(places)}


def samples(
    layer: Layer, symbols: Mapping[Symbol, int], at: Position, still: bool = False
) -> list[tuple[float, float]]:
    """Where an output element samples the image between the pixels; empty without interpolation.

    ``still``: where it would if the data were zero, and nothing moved the samples.
    """
    image = image_of(layer)
    machine = Machine(symbols, {})
    for tensor in layer.inputs:
        held = contents(tensor, machine)
        machine.arrays.values[tensor.name] = dict.fromkeys(held, 0) if still else held
    found: dict[tuple[float, float], None] = {}
    one = layer.definition(layer.outputs[0])
    if _interpolations(one.expr, (), image):
        machine.run(takewhile(lambda before: before != one, layer.forward))
    for binders, hats in _interpolations(one.expr, (), image):
        scope: dict[Symbol, Any] = dict(symbols)
        arrays = Arrays(machine.arrays.values)
        where = [compiled(e, arrays) for e in one.lhs.index]
        rows = [compiled(p, arrays) for p in hats]
        for _ in points(bounds_of(one.free, arrays), scope):
            if tuple(int(f(scope)) for f in where) == at:
                for _ in points(bounds_of(binders, arrays), scope):
                    y, x = (float(f(scope)) for f in rows)
                    found[y, x] = None
    return list(found)


def _interpolations(
    e: Any, binders: tuple[Binder, ...], image: Tensor
) -> list[tuple[tuple[Binder, ...], list[Any]]]:
    """Products of two hat functions with an element of the image, and the indices around them."""
    if isinstance(e, Reduce):
        return _interpolations(e.body, (*binders, *e.binders), image)
    own = _interpolation(e, binders, image) if isinstance(e, Mul) else None
    if own is not None:
        return [own]
    parts = () if isinstance(e, Tensor | Acc) else getattr(e, "args", ())
    return [found for a in parts for found in _interpolations(a, binders, image)]


def _interpolation(
    e: Mul, binders: tuple[Binder, ...], image: Tensor
) -> tuple[tuple[Binder, ...], list[Any]] | None:
    """The indices around one interpolation and the two positions that it reads at, if ``e`` is one."""
    hats = {f.args[0]: f.args[1] for f in e.args if isinstance(f, Hat)}
    reads = [f for f in e.args if isinstance(f, Acc) and f.tensor == image]
    if not reads or len(hats) != 2:
        return None
    return tuple(b for b in binders if b[0] not in hats), [hats[q] for q in reads[0].index if q in hats]


__all__ = ["contents", "dependence", "samples"]
