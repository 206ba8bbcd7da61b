"""``--set name=integer``: fixing options and sizes of a layer in its formulas.  Nothing is evaluated."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sympy import Integer, Symbol

from codegen.cli.terminal import Refusal
from derive.model.layer import Layer

_SETTING = re.compile(r"\s*([A-Za-z_]\w*)\s*=\s*([+-]?\d{1,9})\s*")


def parse(text: str) -> tuple[str, int]:
    """``"s=2"`` → ``("s", 2)``; anything but a name, ``=`` and an integer is refused."""
    matched = _SETTING.fullmatch(text)
    if matched is None:
        raise Refusal(f"--set takes name=integer (as in --set s=2), not {text!r}")
    return matched[1], int(matched[2])


def chosen(layer: Layer, texts: Sequence[str]) -> dict[Symbol, Integer]:
    """What the user fixed: an option (``stride``), a symbol (``s_h``, ``KH``) or a common stem (``s``)."""
    values: dict[Symbol, Integer] = {}
    for text in texts:
        name, value = parse(text)
        for symbol in _symbols(layer, name):
            _check(layer, symbol, name, value)
            values[symbol] = Integer(value)
    return values


def textbook(layer: Layer, but: Mapping[Symbol, Any]) -> dict[Symbol, Integer]:
    """Integer options that are 1 unless asked for (stride, dilation, groups): the form that books print."""
    plain = [option for option in layer.options if option.kind == "int" and option.default == 1]
    return {symbol: Integer(1) for option in plain for symbol in option.symbols if symbol not in but}


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


def _symbols(layer: Layer, name: str) -> list[Symbol]:
    names = _names(layer)
    if name in names:
        return names[name]
    known = ", ".join(names) or "no options or sizes"
    raise Refusal(f"{layer.name} has nothing called {name!r} to set; there are: {known}")


def _names(layer: Layer) -> dict[str, list[Symbol]]:
    """Every name that ``--set`` understands, most specific meaning first."""
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
        raise Refusal(f"{layer.name}: {name} must be at least {least}, not {value}")
    if most is not None and value > most:
        raise Refusal(f"{layer.name}: {name} must be at most {most}, not {value}")


__all__ = ["chosen", "parse", "spoken", "textbook"]
