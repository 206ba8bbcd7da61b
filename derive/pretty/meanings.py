"""What the names on a page mean: inputs, sizes, options, values in between, cotangents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from sympy import Symbol

from derive.autodiff.cotangents import cotangent_of
from derive.autodiff.forward import tangent_of
from derive.expr import Acc, Cond, Tensor
from derive.model.definitions import Option
from derive.model.layer import Layer
from derive.pretty.laid_out import formula
from derive.pretty.remarks import Line
from derive.pretty.tree import boxes as b
from derive.pretty.tree.context import PrintContext, Remarks, lay
from derive.pretty.tree.identifiers import parse
from derive.steps import Equation


def meanings(layer: Layer, equations: Iterable[Equation], scope: PrintContext) -> Mapping[b.Name, Line]:
    """The meaning of each name that is no index, as it would be said where the name is met first."""
    quiet = replace(scope, remarks=Remarks())
    made = (
        *_sizes(layer, quiet),
        *_options(layer),
        *_defined((*map(Equation.of, layer.forward), *equations), quiet),
        *((parse(t.name), _input(t, quiet)) for t in layer.inputs),
        *_differentials(layer),
    )
    return dict(made)


Meaning: TypeAlias = tuple[b.Name, Line]


def _sizes(layer: Layer, scope: PrintContext) -> Iterator[Meaning]:
    for tensor in layer.inputs:
        for place, extent in enumerate(tensor.shape, start=1):
            if isinstance(extent, Symbol):
                name = scope.name(extent)
                yield name, (name, f": the extent of axis {place} of ", parse(tensor.name))
    for size, value in layer.sizes.items():
        yield scope.name(size), (formula(Equation(size, value), scope, abbreviate=False).box,)


def _options(layer: Layer) -> Iterator[Meaning]:
    return ((parse(s.name), line) for o, line in option_lines(layer) for s in o.symbols)


def option_lines(layer: Layer) -> Iterator[tuple[Option, Line]]:
    """Each option with its letters, what it is, what it is if left out, and its limits."""
    strict = {c.of for c, _ in layer.requires if isinstance(c, Cond) and c.kind == "gt"}
    return ((option, _option(option, strict)) for option in layer.options)


def _option(option: Option, strict: set[Any]) -> Line:
    letters = b.joined([parse(s.name) for s in option.symbols], b.COMMA)
    default = "required" if option.default is None else f"default {option.default:g}"
    least = "above" if option.minimum == 0 and strict & set(option.symbols) else "at least"
    limits = "" if option.minimum is None else f", {least} {option.minimum:g}"
    limits += "" if option.maximum is None else f", at most {option.maximum:g}"
    head: Line = (f"{option.name} ", letters) if str(option.symbols[0]) != option.name else (letters,)
    return (*head, f": {option.summary or 'hyper-parameter'} ({default}{limits})")


def _input(tensor: Tensor, scope: PrintContext) -> Line:
    extents = b.joined([lay(extent, scope) for extent in tensor.shape], b.Op("×", "add"))
    element = lay(tensor[tensor.axes], scope)
    kind = "given, integers" if tensor.kind == "integer" else "given"
    return (element, f": {kind}, ", extents) if tensor.shape else (element, f": {kind}")


def _defined(equations: Iterable[Equation], scope: PrintContext) -> Iterator[Meaning]:
    for one in equations:
        if isinstance(one.lhs, Acc):
            yield parse(one.lhs.tensor.name), (formula(one, scope, abbreviate=False).box,)


def _differentials(layer: Layer) -> Iterator[Meaning]:
    for tensor in (*layer.inputs, *(d.tensor for d in layer.forward)):
        told = parse(tensor.name)
        over, along = parse(cotangent_of(tensor).name), parse(tangent_of(tensor).name)
        yield over, (over, ": the gradient of the loss with respect to ", told)
        yield along, (along, ": the tangent of ", told)


__all__ = ["meanings", "option_lines"]
