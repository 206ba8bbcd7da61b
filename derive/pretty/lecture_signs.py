"""The signs of the lectures: δ for what reaches a layer from above, ∂L/∂x for what it passes on.

In: a document, whose cotangents are called ``dy`` and ``dx``.  Out: the same with those signs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeAlias, TypeVar

from derive.autodiff.cotangents import cotangent_of
from derive.expr import Tensor
from derive.model.layer import Layer
from derive.pretty.document import Document
from derive.pretty.tree import boxes as b
from derive.pretty.tree.identifiers import parse, plain

T = TypeVar("T")
SIGNS = ("d", "delta")
"""How cotangents are written: ``dy``, or δ and ∂L/∂x."""


def with_delta(page: Document, layer: Layer) -> Document:
    """The page with δ for the cotangents of the outputs and ∂L/∂x for all others."""
    names = {parse(cotangent_of(t).name): t for t in _tensors(layer)}
    signs = {name: _sign(t, layer) for name, t in names.items()}
    words = {plain(name): _word(t, layer) for name, t in names.items()}
    return _changed(page, signs, words)


def _tensors(layer: Layer) -> tuple[Tensor, ...]:
    return (*layer.inputs, *(d.tensor for d in layer.forward))


Sign: TypeAlias = tuple[b.Name, bool]
"""δ; or the name of what L is differentiated by, which stands below a ∂."""


def _sign(tensor: Tensor, layer: Layer) -> Sign:
    """δ, with the name of the output where there are several; else what stands in ∂L/∂x."""
    if tensor not in layer.outputs:
        return parse(tensor.name), True
    return _delta(tensor, layer), False


def _delta(tensor: Tensor, layer: Layer) -> b.Name:
    return b.Name("δ") if len(layer.outputs) == 1 else b.Name("δ", sub=plain(parse(tensor.name)))


def _word(tensor: Tensor, layer: Layer) -> str:
    sign, below = _sign(tensor, layer)
    return f"∂L/∂{plain(sign)}" if below else plain(sign)


def _changed(one: T, signs: Mapping[b.Name, Sign], words: Mapping[str, str]) -> T:
    """All boxes and words inside, changed."""
    made: Any
    match one:
        case b.Access() if one.name in signs:
            index = _changed(one.index, signs, words)
            made = _written(one.name, signs, lambda name: b.Access(name, index))
        case b.Name() if one in signs:
            made = _written(one, signs, lambda name: name)
        case tuple():
            made = tuple(_changed(x, signs, words) for x in one)
        case str():
            made = _said(one, words)
        case _ if is_dataclass(one) and not isinstance(one, b.Name | b.Op | b.Numeral | type):
            inside: Any = one
            parts = {f.name: _changed(getattr(one, f.name), signs, words) for f in fields(inside)}
            made = replace(inside, **parts)
        case _:
            made = one
    result: T = made
    return result


def _written(name: b.Name, signs: Mapping[b.Name, Sign], around: Any) -> Any:
    sign, below = signs[name]
    if not below:
        return around(sign)
    return b.Fraction(b.row(b.Name("∂"), b.Name("L")), b.row(b.Name("∂"), around(sign)))


def _said(text: str, words: Mapping[str, str]) -> str:
    """Running text: the names of cotangents where an index or nothing of a word follows."""
    for name, word in words.items():
        text = re.sub(rf"(?<![\w∂]){re.escape(name)}(?![\w₀-₉])", word, text)
    return text


__all__ = ["SIGNS", "with_delta"]
