"""Which parameter of somebody's function is what: an input of the layer, a cotangent, an option."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from derive.api.arguments import ArgumentError
from derive.model.layer import Layer, Option

P = inspect.Parameter

ALSO_CALLED = {
    "x": ("input", "inputs", "inp", "image", "images", "features", "a", "z"),
    "w": ("weight", "weights", "filters", "kernels"),
    "b": ("bias", "biases"),
    "gamma": ("weight", "scale"),
    "beta": ("bias", "shift"),
    "t": ("target", "targets", "labels", "label"),
}
"""What frameworks call the inputs of layers."""

UPSTREAM = (
    "dout",
    "grad_output",
    "grad_out",
    "grad",
    "upstream",
    "delta",
    "cotangent",
    "g",
    "dz",
    "gy",
    "error",
)
"""What a backward calls the cotangent of its only output."""

RESULT = ("out", "output", "outputs", "y")
"""What a backward calls the only output of the forward, where it reads that."""

SHORTEST = 3
"""``pad`` is padding and ``eps`` epsilon; a letter alone is no abbreviation."""


class Kind(StrEnum):
    """What a function computes."""

    forward = "forward"
    backward = "backward"


class Of(StrEnum):
    """What an argument is of the layer."""

    input = "input"
    cotangent = "cotangent"
    result = "result"
    option = "option"
    symbol = "symbol"


@dataclass(frozen=True)
class Meant:
    """What a parameter stands for: ``name`` is that of the layer."""

    of: Of
    name: str


@dataclass(frozen=True)
class Roles:
    """The parameters of a function in order, each with its role."""

    taken: Mapping[str, Meant]
    by_keyword: frozenset[str]
    defaults: Mapping[str, Any]
    placed: tuple[str, ...] = ()
    """Parameters whose names say nothing, told by their order."""

    @property
    def kind(self) -> Kind:
        return Kind.backward if self.names(Of.cotangent) else Kind.forward

    def names(self, of: Of) -> tuple[str, ...]:
        """What of the layer is taken in this capacity."""
        return tuple(role.name for role in self.taken.values() if role.of is of)

    def call(self, function: Callable[..., Any], values: Mapping[Meant, Any]) -> Any:
        """The function at values by role; what has none keeps its default."""
        positional: list[Any] = []
        named: dict[str, Any] = {}
        gap = False
        for parameter, role in self.taken.items():
            if role not in values:
                gap = True
            elif gap or parameter in self.by_keyword:
                named[parameter] = values[role]
            else:
                positional.append(values[role])
        return function(*positional, **named)


def roles_of(function: Callable[..., Any], layer: Layer, skip: int = 0) -> Roles:
    """The roles of a function's parameters, by their names; what no name tells, by their order.

    Raises ``ArgumentError`` for a required parameter that means nothing of the layer, and for an input of the
    layer without a default that a forward does not take; a backward need not read all of them.
    """
    parameters = _parameters(function, skip)
    known = _known(layer)
    taken: dict[str, Meant] = {}
    for parameter in parameters:
        role = _role(parameter.name, known, taken.values())
        if role and (role.of is not Of.result or parameter.default is P.empty):
            taken[parameter.name] = role
    if not any(role.of is Of.cotangent for role in taken.values()):
        taken = {name: role for name, role in taken.items() if role.of is not Of.result}
    named = set(taken)
    _by_order(parameters, taken, layer)
    _nothing_missing(parameters, taken, layer)
    ordered = {p.name: taken[p.name] for p in parameters if p.name in taken}
    keywords = frozenset(p.name for p in parameters if p.kind is P.KEYWORD_ONLY)
    defaults = {p.name: p.default for p in parameters if p.default is not P.empty}
    return Roles(ordered, keywords, defaults, tuple(name for name in ordered if name not in named))


def _parameters(function: Callable[..., Any], skip: int) -> list[P]:
    try:
        found = list(inspect.signature(function).parameters.values())[skip:]
    except (TypeError, ValueError):
        raise ArgumentError(
            "function", f"{function!r} says nothing of its parameters: wrap it in a def that does"
        ) from None
    return [p for p in found if p.kind not in (P.VAR_POSITIONAL, P.VAR_KEYWORD)]


def _known(layer: Layer) -> list[tuple[Meant, tuple[str, ...]]]:
    """Each role with the names that it goes by, exact names before common ones."""
    made = [(Meant(Of.input, t.name), (t.name, *ALSO_CALLED.get(t.name, ()))) for t in layer.inputs]
    alone = len(layer.outputs) == 1
    for tensor in layer.outputs:
        own = (f"d{tensor.name}", f"grad_{tensor.name}", f"{tensor.name}_grad", f"{tensor.name}_bar")
        made.append((Meant(Of.cotangent, tensor.name), (*own, *(UPSTREAM if alone else ()))))
    for option in layer.options:
        made.append((Meant(Of.option, option.name), spellings(option, layer)))
        if len(option.symbols) > 1:
            made += [(Meant(Of.symbol, s.name), (s.name,)) for s in option.symbols]
    results = (*layer.outputs, *layer.aux)
    common = RESULT if alone else ()
    return [*made, *((Meant(Of.result, t.name), (t.name, *common)) for t in results)]


def spellings(option: Option, layer: Layer) -> tuple[str, ...]:
    """The name, its beginnings, the name with a suffix, and its symbol where there is one alone.

    An option that is the extent of the result itself, axis by axis, is its size to PyTorch.
    """
    name = option.name
    short = tuple(name[:k] for k in range(SHORTEST, len(name)))
    extents = {extent for one in layer.outputs for extent in one.shape}
    of_result = ("output_size",) if set(option.symbols) <= extents else ()
    alone = (s.name for s in option.symbols if len(option.symbols) == 1)
    return (name, *short, f"{name}_size", *of_result, *alone)


def _role(name: str, known: Sequence[tuple[Meant, tuple[str, ...]]], taken: Iterable[Meant]) -> Meant | None:
    free = [(role, names) for role, names in known if role not in set(taken)]
    exact = [role for role, names in free if names[0] == name]
    common = [role for role, names in free if name.lower() in names]
    return next(iter([*exact, *common]), None)


def _by_order(parameters: Sequence[P], taken: dict[str, Meant], layer: Layer) -> None:
    """Required parameters that no name explains are the missing inputs, after the missing cotangents."""
    unknown = [p.name for p in parameters if p.name not in taken and p.default is P.empty]
    had = set(taken.values())
    inputs = [r for t in layer.inputs if (r := Meant(Of.input, t.name)) not in had]
    needed = [r for r in inputs if r.name not in {t.name for t in layer.defaults}]
    upstream = [r for t in layer.outputs if (r := Meant(Of.cotangent, t.name)) not in had]
    for guess in (needed, inputs, [*upstream, *needed], [*upstream, *inputs]):
        if len(guess) == len(unknown):
            taken.update(zip(unknown, guess, strict=True))
            return


def _nothing_missing(parameters: Sequence[P], taken: Mapping[str, Meant], layer: Layer) -> None:
    strange = [p.name for p in parameters if p.name not in taken and p.default is P.empty]
    optional = {t.name for t in layer.defaults}
    had = {role.name for role in taken.values() if role.of is Of.input}
    backward = any(role.of is Of.cotangent for role in taken.values())
    missing = [t.name for t in layer.inputs if t.name not in had and t.name not in optional and not backward]
    if not strange and not missing:
        return
    inputs = ", ".join(t.name for t in layer.inputs)
    upstream = ", ".join(f"d{t.name}" for t in layer.outputs)
    said = f"its parameters {', '.join(strange)} mean nothing of {layer.name}" if strange else ""
    lacks = f"it does not take {', '.join(missing)}" if missing else ""
    adapter = f"def backward({upstream}, {inputs}): return yours(...)"
    raise ArgumentError(
        "function", f"{' and '.join(filter(None, (said, lacks)))}; an adapter says what is what: {adapter}"
    )


__all__ = ["Kind", "Meant", "Of", "Roles", "roles_of", "spellings"]
