"""Fixing options and sizes of a layer by name, in its formulas.  Nothing is evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sympy import Integer, Symbol

from derive.api.arguments import ArgumentError, named
from derive.expr import Acc
from derive.model.layer import Layer, Option

_SETTING = re.compile(r"\s*([A-Za-z_]\w*)\s*=\s*([+-]?\d{1,9})\s*")


def setting(text: str) -> tuple[str, int] | None:
    """``"s=2"`` → ``("s", 2)``; None for anything but a name, ``=`` and an integer."""
    matched = _SETTING.fullmatch(text)
    return None if matched is None else (matched[1], int(matched[2]))


def chosen(layer: Layer, given: Iterable[tuple[str, int]]) -> dict[Symbol, Integer]:
    """What the user fixed: an option (``stride``), a symbol (``s_h``, ``KH``) or a common stem (``s``).

    The later setting of a symbol wins.
    """
    values: dict[Symbol, Integer] = {}
    names = _names(layer)
    for name, value in given:
        if not isinstance(value, int) or isinstance(value, bool):
            raise ArgumentError("set", f"{name} takes an integer, not {value!r}")
        for symbol in named("set", name, names, f"{layer.name} has nothing called"):
            _check(layer, symbol, name, value)
            values[symbol] = Integer(value)
    return values


def textbook(layer: Layer, but: Mapping[Symbol, Any]) -> dict[Symbol, Integer]:
    """Switches, and integers that are 1 unless asked for (stride, dilation, groups): the form of books.

    Not those that are the extent of an axis by themselves (bins, groups of a norm): at 1 the axis is gone,
    and with it what the layer does; nor those that leave of it a copy (groups of a shuffle).
    """
    plain = [option for option in layer.options if option.kind == "int" and _unless_asked(option)]
    tensors = [*layer.inputs, *(d.tensor for d in layer.forward)]
    axes = {extent for t in tensors for extent in t.shape}
    named = [(s, Integer(option.default)) for option in plain for s in option.symbols]
    found = {s: value for s, value in named if s not in but and s not in axes}
    return {} if _only_copies(layer, found) else found


def _only_copies(layer: Layer, values: Mapping[Symbol, Any]) -> bool:
    """Whether a layer that moves elements leaves each of them in its place at the values."""
    moves = bool(values) and all(isinstance(d.expr, Acc) for d in layer.forward)
    made = layer.specialise(values).forward if moves else ()
    return moves and all(d.lhs.index == d.expr.index for d in made)


def _unless_asked(option: Option) -> bool:
    """Whether it is 1, or a switch, which has a first and a last value."""
    return option.default == 1 or (option.default == option.minimum == 0 and option.maximum is not None)


@dataclass(frozen=True)
class Hint:
    """Another value of what nobody chose, as one types it: ``s=2``, for all symbols that begin so."""

    name: str
    value: int

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


def hint(layer: Layer, silent: Mapping[Symbol, Any]) -> Hint | None:
    """The first of the silent values at another one that the layer admits."""
    for option in layer.options:
        for s in option.symbols:
            others = (
                [v for v in (2, 0, 1) if v != silent.get(s) and _admits(option, v)] if s in silent else []
            )
            if others:
                return Hint(s.name.split("_")[0], others[0])
    return None


def _admits(option: Option, value: int) -> bool:
    return (option.minimum is None or value >= option.minimum) and (
        option.maximum is None or value <= option.maximum
    )


def specialised(
    layer: Layer, given: Mapping[Symbol, Any], silent: Mapping[Symbol, Any], more: str = ""
) -> Layer:
    """The layer at the chosen values; its summary says at which, so every format does.

    ``silent`` are values that nobody chose; ``more`` is added where there are such.
    """
    fixed = {**silent, **given}
    if not fixed:
        return layer
    words = f"at {spoken(layer, fixed)}" + (more if silent else "")
    summary = f"{layer.summary}; {words}" if layer.summary else words
    return _without_copies(replace(layer.specialise(fixed), summary=summary))


def _without_copies(layer: Layer) -> Layer:
    """A value that became a copy of another one, which nothing else reads, is that one under its own name."""
    forward = list(layer.forward)
    for copy in layer.forward:
        of = next((d for d in forward if d.lhs == copy.expr and d.free == copy.free), None)
        readers = [d for d in forward if of is not None and of.tensor in d.reads]
        if of is None or readers != [copy] or of.tensor in (*layer.outputs, *layer.aux):
            continue
        forward[forward.index(of)] = replace(of, lhs=copy.lhs)
        forward.remove(copy)
    return replace(layer, forward=tuple(forward)) if len(forward) < len(layer.forward) else layer


def spoken(layer: Layer, values: Mapping[Symbol, Any]) -> str:
    """The fixed values in words of the user: ``stride = 1, dilation = 1``."""
    left = dict(values)
    words: list[str] = []
    for option in layer.options:
        given = [left.pop(symbol) for symbol in option.symbols if symbol in left]
        if not given:
            continue
        if len(given) == len(option.symbols) and len(set(given)) == 1:
            words.append(f"{option.name} = {given[0]}")
        else:
            words += [f"{symbol} = {values[symbol]}" for symbol in option.symbols if symbol in values]
    return ", ".join([*words, *(f"{symbol} = {value}" for symbol, value in left.items())])


def _names(layer: Layer) -> dict[str, list[Symbol]]:
    """Every name that a setting understands, most specific meaning first."""
    options = [symbol for option in layer.options for symbol in option.symbols]
    shapes = {s for tensor in layer.inputs for s in tensor.free_symbols} - set(options) - set(layer.sizes)
    names: dict[str, list[Symbol]] = {option.name: list(option.symbols) for option in layer.options}
    names |= {symbol.name: [symbol] for symbol in options}
    stems: dict[str, list[Symbol]] = {}
    for symbol in options:
        stems.setdefault(symbol.name.split("_")[0], []).append(symbol)
    sizes = {str(size): [size] for size in sorted(shapes, key=str)}
    return sizes | stems | names


def _check(layer: Layer, symbol: Symbol, name: str, value: int) -> None:
    least: int | float | None = 1
    most: int | float | None = None
    for option in layer.options:
        if symbol in option.symbols:
            least, most = option.minimum, option.maximum
    if least is not None and value < least:
        raise ArgumentError("set", f"{layer.name}: {name} must be at least {least}, not {value}")
    if most is not None and value > most:
        raise ArgumentError("set", f"{layer.name}: {name} must be at most {most}, not {value}")


__all__ = ["Hint", "chosen", "hint", "specialised", "spoken", "textbook"]
