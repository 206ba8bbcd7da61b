"""A layer as an ``nn.Module``: what it trains, keeps and lets through, read from its ``SPEC``."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import torch

from chainrule import calls
from chainrule.torch.tensors import TensorFunction, function
from chainrule.written import listed

if TYPE_CHECKING:
    from derive.api.lookup import LayerLike

NEW = "new_"
"""Before the name of an input: the result that takes its place in the next call."""


class LayerModule(torch.nn.Module):
    """A layer with its parameters; ``module`` makes it and says how.

    ``forward`` takes the inputs that are neither parameters nor state, in their order, and returns the
    outputs.  In training, results called ``new_<input>`` renew the state of that name; after ``eval()`` a
    layer with such a state is computed by ``inference``.
    """

    def __init__(
        self,
        call: TensorFunction,
        inference: TensorFunction | None,
        held: Mapping[str, Any],
        options: dict[str, Any],
    ) -> None:
        super().__init__()
        self.call, self.inference, self.options = call, inference, options
        self._state = [name for name in call.operation.inputs if NEW + name in call.operation.returned]
        for name, value in held.items():
            if name in call.operation.wrt and value is not None:
                self.register_parameter(name, torch.nn.Parameter(value))
            else:
                self.register_buffer(name, value)
        self._data = [name for name in call.operation.inputs if name not in held]

    def forward(self, *data: Any) -> Any:
        if len(data) > len(self._data):
            raise TypeError(
                f"{self.call.spec['name']}: takes {', '.join(self._data)}; got {len(data)} inputs"
            )
        given = dict(zip(self._data, data, strict=False))
        if self._state and not self.training:
            return self._infer(given)
        names = self.call.operation.inputs
        found = self.call(
            *(given[n] if n in given else getattr(self, n, None) for n in names), **self.options
        )
        if not isinstance(found, tuple):
            return found
        named = dict(zip(self.call.operation.returned, found, strict=True))
        if self._state:
            self._renew(named)
        outputs = tuple(named[name] for name in self.call.operation.outputs)
        return outputs if len(outputs) > 1 else outputs[0]

    def _renew(self, results: Mapping[str, Any]) -> None:
        with torch.no_grad():
            for name in self._state:
                if (kept := getattr(self, name)) is not None:
                    kept.copy_(results[NEW + name])

    def _infer(self, given: Mapping[str, Any]) -> Any:
        """With the statistics that were kept, by the layer for that."""
        if self.inference is None:
            raise RuntimeError(
                f"{self.call.spec['name']}: eval() needs the layer that reads {', '.join(self._state)}: "
                "module(..., inference=<that layer>)"
            )
        o = self.inference.operation
        options = {name: value for name, value in self.options.items() if name in o.options}
        inputs = (given[n] if n in given else getattr(self, n, None) for n in o.inputs)
        return self.inference(*inputs, **options)

    def extra_repr(self) -> str:
        shapes = [f"{name}={tuple(value.shape)}" for name, value in self.named_parameters(recurse=False)]
        return ", ".join(
            [str(self.call.spec["name"]), *shapes, *(f"{k}={v}" for k, v in self.options.items())]
        )


def module(layer: LayerLike, /, *, inference: LayerLike | None = None, **given: Any) -> LayerModule:
    """A layer as an ``nn.Module``: ``module("conv2d", w=(16, 3, 3, 3), padding=1)``.

    The first input flows through.  The others, and the options, are given by name: an option by its value,
    an input by its shape, by a tensor (its first value), or by ``None`` (left out, where it has a default).

    parameters  differentiable inputs without the batch axis (the first axis of the first input).  Those
                that were not given are made where their shape follows from the others (the ``b`` of a
                ``w``) and they have a default; with a default they begin there, with two axes or more
                uniformly in ±1/√fan-in (He et al. 2015, as in common use); others must be given as tensors.
    state       inputs that the layer renews by a result ``new_<input>`` (running statistics): buffers.
    data        all others, arguments of the module's ``forward`` in their order (labels, targets).
    inference   the layer that stands in after ``eval()`` where there is a state; left out: the one called
                ``<name>_inference``, if there is one.

    Raises ``TypeError`` for a name that the layer does not have or a parameter that is missing,
    ``ValueError`` for shapes that do not fit each other.

    >>> import torch, chainrule
    >>> conv = chainrule.torch.module("conv2d", w=(16, 3, 3, 3), padding=1)
    >>> [name for name, _ in conv.named_parameters()]
    ['w', 'b']
    >>> conv(torch.ones(2, 3, 8, 8)).shape
    torch.Size([2, 16, 8, 8])
    """
    call = function(layer)
    o = call.operation
    options = {name: given.pop(name) for name in o.options if name in given}
    unknown = [name for name in given if name not in o.inputs[1:]]
    if unknown:
        known = ", ".join((*o.inputs[1:], *o.options))
        raise TypeError(f"{o.spec['name']}: nothing to set is called {unknown[0]!r}; there are: {known}")
    numbers = {name: listed(value) for name, value in (dict(o.options) | options).items()}
    held = _held(o, given, numbers)
    return LayerModule(call, _inference(o, inference), held, options)


def _inference(o: calls.Operation, layer: LayerLike | None) -> TensorFunction | None:
    if layer is None and calls.shipped(f"{o.spec['name']}_inference") is not None:
        layer = f"{o.spec['name']}_inference"
    return None if layer is None else function(layer)


def _held(o: calls.Operation, given: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """The first values of parameters and state, by name; ``None`` for one that is left out."""
    shapes = {n: _shape(n, value) for n, value in given.items() if value is not None}
    known = dict(_following(o, shapes, options))
    made: dict[str, Any] = {}
    for one in o.spec["inputs"][1:]:
        name = one["name"]
        if name in given:
            made[name] = _first(o, one, given[name])
        elif name in known and one["default"] is not None:
            made[name] = torch.full(known[name], float(one["default"]))
        elif _kept(o, one):
            if one["default"] is None:
                raise TypeError(f"{o.spec['name']}: {name} has no default: give {_wanted(one)}")
            made[name] = None
    return made


def _kept(o: calls.Operation, one: Mapping[str, Any]) -> bool:
    """Whether an input is a parameter or a state: none that comes with each batch, nor one of integers."""
    batch = o.spec["inputs"][0]["shape"][:1]
    state = NEW + one["name"] in o.returned
    return state or (one["differentiable"] and not set(batch) & set(one["shape"]))


def _wanted(one: Mapping[str, Any]) -> str:
    extents = ", ".join(one["shape"]) + ("," if len(one["shape"]) == 1 else "")
    if len(one["shape"]) > 1:
        return f"its shape, {one['name']}=({extents}), or a tensor"
    return f"a tensor of shape ({extents}), for example {one['name']}=torch.ones(...)"


def _shape(name: str, value: Any) -> tuple[int, ...]:
    if isinstance(value, torch.Tensor):
        return tuple(value.shape)
    if isinstance(value, Sequence) and all(type(extent) is int and extent >= 0 for extent in value):
        return tuple(value)
    raise TypeError(f"{name} must be a shape, a tensor or None, got {value!r}")


def _first(o: calls.Operation, one: Mapping[str, Any], value: Any) -> Any:
    """A tensor as it was given; else the default, or uniform values as wide as the fan-in asks for."""
    if value is None:
        if one["default"] is None:
            raise TypeError(f"{o.spec['name']}: {one['name']} has no default and cannot be None")
        return None
    if isinstance(value, torch.Tensor):
        return value.detach().clone()
    if one["default"] is not None:
        return torch.full(value, float(one["default"]))
    if len(value) < 2:
        raise TypeError(f"{o.spec['name']}: {one['name']} has no default: give {_wanted(one)}")
    wide = 1 / math.sqrt(max(1, math.prod(value[1:])))
    return torch.empty(value).uniform_(-wide, wide)


def _following(
    o: calls.Operation, shapes: Mapping[str, tuple[int, ...]], options: Mapping[str, Any]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The shapes of inputs that follow from those that are given, and from the options."""
    layer = o.module._LAYER
    sizes = {s: v for s, v in calls.spread(o.spec["options"], options).items() if v is not None}
    for step in layer.steps:
        if step.array in shapes:
            with_sizes(step, shapes[step.array], sizes)
    for one in o.spec["inputs"][1:]:
        function = layer.shapes[one["name"]]
        if _reads(function) <= sizes.keys() and (one["name"] not in shapes):
            yield one["name"], tuple(function(**sizes))


def with_sizes(step: Any, shape: tuple[int, ...], sizes: dict[str, Any]) -> None:
    """One axis of a given shape may tell a size; what it reads itself has to be known."""
    functions = [f for f in (step.factor, step.rest) if f is not None]
    if not step.size or step.size in sizes or not all(_reads(f) <= sizes.keys() for f in functions):
        return
    if step.axis >= len(shape):
        raise ValueError(f"{step.array} has {len(shape)} axes, expected more: axis {step.axis} is missing")
    factor = step.factor(**sizes) if step.factor else 1
    rest = step.rest(**sizes) if step.rest else 0
    if factor == 0 or (shape[step.axis] - rest) % factor:
        raise ValueError(
            f"axis {step.axis} of {step.array} is {shape[step.axis]}, which must be {step.extent}"
        )
    sizes[step.size] = (shape[step.axis] - rest) // factor


def _reads(function: Any) -> set[str]:
    code = function.__code__
    return set(code.co_varnames[: code.co_argcount])


__all__ = ["LayerModule", "module"]
