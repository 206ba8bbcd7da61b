"""A sequential network of generated modules, driven through their ``SPEC`` and calling convention alone.

Nothing here knows a layer: the first input of a module is what flows through the network, the other
inputs are parameters, state or data, found by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

NumpyArray: TypeAlias = npt.NDArray[Any]


@dataclass
class Stage:
    """One module of the network.

    ``parameters``  inputs that are trained, by name
    ``state``       inputs that the forward itself renews (running statistics), by name
    ``carry``       which additional result renews which state: ``{"new_mean": "mean"}``
    ``inference``   the module that takes its place outside training; it reads the same names
    """

    module: ModuleType
    options: Mapping[str, Any] = field(default_factory=dict)
    parameters: dict[str, NumpyArray] = field(default_factory=dict)
    state: dict[str, NumpyArray] = field(default_factory=dict)
    carry: Mapping[str, str] = field(default_factory=dict)
    inference: ModuleType | None = None

    def __post_init__(self) -> None:
        names = {one["name"] for module in self._modules() for one in module.SPEC["inputs"]}
        for name in (*self.parameters, *self.state):
            if name not in names:
                raise ValueError(f"{self.module.SPEC['name']} has no input {name}; it has {', '.join(names)}")

    def _modules(self) -> list[ModuleType]:
        return [self.module] + ([self.inference] if self.inference else [])

    def arguments(
        self, module: ModuleType, flowing: NumpyArray, data: Mapping[str, NumpyArray]
    ) -> list[NumpyArray | None]:
        """The inputs of ``module`` in its order; those with a default may be missing."""
        given = {**data, **self.state, **self.parameters}
        _, *rest = module.SPEC["inputs"]
        found: list[NumpyArray | None] = [_fitted(flowing, module.SPEC)]
        for one in rest:
            if one["name"] not in given and one["default"] is None:
                raise ValueError(
                    f"{module.SPEC['name']} needs {one['name']}: no parameter, state or data is called so"
                )
            found.append(given.get(one["name"]))
        return found

    def options_of(self, module: ModuleType) -> dict[str, Any]:
        known = {one["name"] for one in module.SPEC["options"]}
        return {name: value for name, value in self.options.items() if name in known}


def _fitted(array: NumpyArray, spec: Mapping[str, Any]) -> NumpyArray:
    """``array`` with its last axes made one where the module expects fewer (images before a dense layer)."""
    rank = len(spec["inputs"][0]["shape"])
    if spec["elementwise"] or array.ndim <= rank:
        return array
    return array.reshape(*array.shape[: rank - 1], -1)


@dataclass
class Tape:
    """What the backward of a stage needs of its forward."""

    arguments: list[NumpyArray | None]
    residuals: Any
    outputs: tuple[NumpyArray, ...]
    shape: tuple[int, ...]


class Network:
    """Stages one after the other; ``forward`` remembers, ``backward`` uses up what it remembered."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        self.stages = list(stages)
        self._calls: list[Tape] = []

    def forward(self, flowing: NumpyArray, **data: NumpyArray) -> NumpyArray:
        """The output in training; ``data`` are the inputs that are neither parameters nor state (labels)."""
        self._calls = []
        for stage in self.stages:
            arguments = stage.arguments(stage.module, flowing, data)
            results, residuals = stage.module.forward(*arguments, **stage.options, save=True)
            values = results if isinstance(results, tuple) else (results,)
            named = dict(zip(_result_names(stage.module), values, strict=True))
            stage.state.update({to: named[of] for of, to in stage.carry.items()})
            outputs = values[: len(stage.module.SPEC["outputs"])]
            self._calls.append(Tape(arguments, residuals, outputs, flowing.shape))
            flowing = outputs[0]
        return flowing

    def infer(self, flowing: NumpyArray, stages: int | None = None, **data: NumpyArray) -> NumpyArray:
        """The output of the first ``stages`` stages outside training; nothing is remembered."""
        for stage in self.stages[:stages]:
            module = stage.inference or stage.module
            results = module.forward(*stage.arguments(module, flowing, data), **stage.options_of(module))
            flowing = results[0] if isinstance(results, tuple) else results
        return flowing

    def backward(self, cotangent: NumpyArray) -> list[dict[str, NumpyArray]]:
        """The gradients of every stage's parameters, by name, given the cotangent of the output."""
        gradients: list[dict[str, NumpyArray]] = []
        for number, (stage, call) in reversed(list(enumerate(zip(self.stages, self._calls, strict=True)))):
            found = _vjp(stage, call, cotangent, with_input=number > 0)
            gradients.append({name: found[name] for name in stage.parameters})
            if number > 0:
                cotangent = found[stage.module.SPEC["inputs"][0]["name"]].reshape(call.shape)
        self._calls = []
        return gradients[::-1]


def _result_names(module: ModuleType) -> list[str]:
    return [one["name"] for one in (*module.SPEC["outputs"], *module.SPEC["aux"])]


def _vjp(stage: Stage, call: Tape, cotangent: NumpyArray, with_input: bool) -> dict[str, NumpyArray]:
    """All gradients in one call, or only those of the parameters where nobody asks for the input's."""
    cotangents = [cotangent.reshape(call.outputs[0].shape), *map(np.zeros_like, call.outputs[1:])]
    arguments = (*cotangents, *call.arguments)
    if with_input:
        made = stage.module.vjp(*arguments, residuals=call.residuals, **stage.options)
        return dict(zip(made._fields, made, strict=True))
    kernels = {name: getattr(stage.module, stage.module.SPEC["gradients"][name]) for name in stage.parameters}
    return {
        name: kernel(*arguments, residuals=call.residuals, **stage.options)
        for name, kernel in kernels.items()
    }


class Momentum:
    """v ← μ v + g, θ ← θ − η v (Sutskever et al. 2013, as in common use), in place."""

    def __init__(self, stages: Sequence[Stage], rate: float, momentum: float) -> None:
        self.stages, self.rate, self.momentum = stages, rate, momentum
        self.velocity = [{name: np.zeros_like(p) for name, p in stage.parameters.items()} for stage in stages]

    def step(self, gradients: Sequence[Mapping[str, NumpyArray]]) -> None:
        for stage, velocity, gradient in zip(self.stages, self.velocity, gradients, strict=True):
            for name, parameter in stage.parameters.items():
                velocity[name] *= self.momentum
                velocity[name] += gradient[name]
                parameter -= self.rate * velocity[name]
