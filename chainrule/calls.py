"""Kernels as functions of flat lists of arrays, for bridges to frameworks that think so.

A layer in, an ``Operation`` out: its forward, gradients and tangents with positions instead of names, the
shapes of all that they give before anything is computed, and each gradient as an operation of its own,
whose gradients are derived again: a bridge that knows one order of derivatives knows all of them.  All is
read from the ``SPEC`` of the kernels; no layer is known here.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from derive.api.lookup import LayerLike
    from derive.model.layer import Layer

Arrays: TypeAlias = Sequence[Any]
Options: TypeAlias = Mapping[str, Any]
Shape: TypeAlias = tuple[Any, ...]

CHOICES: Mapping[str, str] = {"algorithm": "auto", "accuracy": "exact"}
"""What layers with correlations take beside their options, with what is meant by nothing."""


@dataclass(frozen=True, eq=False)
class Operation:
    """One layer: ``name`` tells it from every other one, ``module`` has its kernels."""

    name: str
    module: ModuleType
    model: Callable[[], Layer]

    def __post_init__(self) -> None:
        """All is read now: who traces a program cannot follow what is read when it is asked for."""
        for name, one in vars(type(self)).items():
            if isinstance(one, cached_property):
                getattr(self, name)

    def __reduce__(self) -> Any:
        """By what it was made of: the kernels of another process are compiled there."""
        known = shipped(self.name) is self.module
        return operation, (self.name if known else self.model(),)

    @cached_property
    def spec(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.module.SPEC
        return found

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        return names(self.spec["inputs"])

    @cached_property
    def wrt(self) -> tuple[str, ...]:
        """The inputs that have a gradient."""
        return tuple(self.spec["gradients"])

    @cached_property
    def kernels(self) -> dict[str, Callable[..., Any]]:
        """The function of each gradient."""
        return {name: getattr(self.module, kernel) for name, kernel in self.spec["gradients"].items()}

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        return names(self.spec["outputs"])

    @cached_property
    def returned(self) -> tuple[str, ...]:
        """What a caller of the forward gets: outputs, then what comes with them."""
        return self.outputs + names(self.spec["aux"])

    @cached_property
    def residuals(self) -> tuple[str, ...]:
        return names(self.spec["residuals"])

    @cached_property
    def results(self) -> tuple[str, ...]:
        """What ``forward`` gives here: all that is returned, then all else that is saved."""
        return self.returned + tuple(n for n in self.residuals if n not in self.returned)

    @cached_property
    def integers(self) -> frozenset[str]:
        """Arrays of integers."""
        groups = ("inputs", "outputs", "aux", "residuals")
        return frozenset(one["name"] for g in groups for one in self.spec[g] if one["kind"] == "integer")

    @cached_property
    def optional(self) -> frozenset[str]:
        """Inputs that may be left out."""
        return frozenset(one["name"] for one in self.spec["inputs"] if one["default"] is not None)

    @cached_property
    def options(self) -> dict[str, Any]:
        """Every option with its default; ``None`` where there is none."""
        plain = {one["name"]: one["default"] for one in self.spec["options"]}
        return plain | (dict(CHOICES) if "winograd" in self.spec else {})

    @cached_property
    def kinds(self) -> dict[str, str]:
        """What each option holds: ``int``, ``float`` or ``str``."""
        return {one["name"]: one["kind"] for one in self.spec["options"]} | dict.fromkeys(CHOICES, "str")

    @cached_property
    def pointwise(self) -> bool:
        """Whether every array has one and the same shape, whatever that is."""
        return bool(self.spec["elementwise"])

    # -- what is computed

    def forward(self, arrays: Arrays, options: Options, out: Arrays = ()) -> tuple[Any, ...]:
        """All ``results`` in their order; of the first, those that ``out`` has an array for are there."""
        forward = self.module.forward
        if out:
            options = {**options, "out": _one_or_all(out[: len(self.returned)])}
        options = self._taken(forward, options)
        if not self.residuals:
            return _tuple(forward(*arrays, **options))
        values, saved = forward(*arrays, save=True, **options)
        if self.results == self.returned:
            return _tuple(values)
        found = dict(zip(self.residuals, saved, strict=True))
        found |= dict(zip(self.returned, _tuple(values), strict=True))
        return tuple(found[name] for name in self.results)

    def vjp(
        self,
        cotangents: Arrays,
        arrays: Arrays,
        saved: Arrays,
        options: Options,
        wrt: Sequence[str],
        out: Arrays = (),
    ) -> list[Any]:
        """The gradients of the inputs ``wrt``; what was not ``saved`` (``None``) is computed again.

        Where ``out`` has an array for each, they are written there, unless one pass makes all of them.
        """
        options = {**options, "residuals": _saved(saved)}
        if 1 < len(wrt) == len(self.wrt):
            together = self.module.vjp
            made = together(*cotangents, *arrays, **self._taken(together, options))
            return [getattr(made, name) for name in wrt]
        made = []
        for k, name in enumerate(wrt):
            one, place = self.kernels[name], out[k] if out else None
            made.append(one(*cotangents, *arrays, out=place, **self._taken(one, options)))
        return made

    def jvp(self, tangents: Arrays, arrays: Arrays, saved: Arrays, options: Options) -> tuple[Any, ...]:
        """The tangents of the outputs, given those of ``wrt``; ``None`` stands for zeros."""
        given = {f"{name}_dot": one for name, one in zip(self.wrt, tangents, strict=True)}
        given |= {**options, "residuals": _saved(saved)}
        return _tuple(self.module.jvp(*arrays, **self._taken(self.module.jvp, given)))

    def _taken(self, function: Any, given: Options) -> Options:
        """Without the choices that a function does not offer: what it computes has no correlations."""
        if "winograd" not in self.spec:
            return given
        lacks = _lacks(function)
        return {name: value for name, value in given.items() if name not in lacks} if lacks else given

    # -- what is known before

    def shapes(self, given: Mapping[str, Shape], options: Options) -> dict[str, Shape]:
        """The shape of every array of a call, from those of its inputs; sizes may be symbols.

        ``options`` are all there are, as tuples.  Raises ``ValueError``, as the kernels do, where numbers
        do not fit each other.
        """
        if self.pointwise:
            return dict.fromkeys((*self.inputs, *self.results), next(iter(given.values())))
        layer = self.module._LAYER
        plain = {one["name"]: options[one["name"]] for one in self.spec["options"]}
        numbers = (number for group in (*given.values(), *plain.values()) for number in group)
        if all(type(number) in (int, float) for number in numbers):
            sizes = layer._sizes(dict(given), plain)
        else:
            sizes = _solved(layer, given, plain)
        return {name: tuple(function(**sizes)) for name, function in layer.shapes.items()}

    # -- what is derived again

    def gradient(self, name: str) -> Operation:
        """The gradient towards one input as an operation: its inputs are cotangents, then inputs."""
        return _gradient(self, name)


@cache
def _gradient(operation: Operation, name: str) -> Operation:
    from codegen.module.cache import compiled
    from derive.gradients import derived_layer

    layer = operation.model()
    model = derived_layer(layer, next(t for t in layer.wrt if t.name == name))
    return Operation(f"{operation.name}_vjp_{name}", compiled(model), lambda: model)


def _solved(layer: Any, given: Mapping[str, Shape], options: Options) -> dict[str, Any]:
    """The sizes of a call where some are symbols: solved, not checked."""
    sizes = spread(layer.spec["options"], options)
    for step in layer.steps:
        if step.array in given and step.size and step.size not in sizes:
            rest = step.rest(**sizes) if step.rest else 0
            factor = step.factor(**sizes) if step.factor else 1
            sizes[step.size] = (given[step.array][step.axis] - rest) // factor
    for name, size in layer.sizes.items():
        sizes[name] = size(**sizes)
    return sizes


def spread(described: Iterable[Mapping[str, Any]], options: Options) -> dict[str, Any]:
    """The symbols of options with their numbers; a number is repeated for a run of symbols."""
    found: dict[str, Any] = {}
    for option in described:
        values, symbols = options[option["name"]], option["symbols"]
        found |= {name: values[k * len(values) // len(symbols)] for k, name in enumerate(symbols)}
    return found


@cache
def shipped(name: str) -> ModuleType | None:
    """The module of that name in ``generated``, if it is a layer's; nothing is derived for it."""
    if not name.isidentifier() or find_spec(f"generated.{name}") is None:
        return None
    module = importlib.import_module(f"generated.{name}")
    return module if hasattr(module, "SPEC") and module.SPEC["name"] == name else None


def operation(what: LayerLike) -> Operation:
    """The operation of a layer: by its name in the catalogue, from a file, or the layer itself.

    Raises ``ArgumentError`` for what means no layer, ``ModelError`` for a model that contradicts itself.
    """
    if isinstance(what, str) and (module := shipped(what)) is not None:
        return _of_catalogue(what, module)
    from derive.api.lookup import one_layer
    from derive.layers import LAYERS

    model = one_layer(what)
    if model.name in LAYERS.names and LAYERS[model.name] is model and (known := shipped(model.name)):
        return _of_catalogue(model.name, known)
    return _of_model(model)


@cache
def _of_catalogue(name: str, module: ModuleType) -> Operation:
    import derive

    return Operation(name, module, lambda: derive.layer(name))


_MODELS: dict[str, Operation] = {}


def _of_model(model: Layer) -> Operation:
    """Another model of the same name has another name here."""
    from codegen.module.cache import compiled, described

    name = f"{model.name}_{sha256(described(model).encode()).hexdigest()[:12]}"
    if name not in _MODELS:
        _MODELS[name] = Operation(name, compiled(model), lambda: model)
    return _MODELS[name]


def _one_or_all(out: Arrays) -> Any:
    """As a forward takes memory for its results: nothing, an array, or one (or nothing) for each."""
    return out[0] if len(out) == 1 else tuple(out) or None


def names(group: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(one["name"] for one in group)


@cache
def _lacks(function: Any) -> frozenset[str]:
    """The choices that a function does not offer."""
    code = function.__code__
    return frozenset(CHOICES) - {*code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]}


def _saved(values: Arrays) -> tuple[Any, ...] | None:
    """What a forward saved, if all of it is there."""
    for one in values:
        if one is None:
            return None
    return tuple(values)


def _tuple(values: Any) -> tuple[Any, ...]:
    return values if type(values) is tuple else (values,)


__all__ = ["Operation", "operation"]
