"""Somebody's function as a module of kernels: called by role, its answers by name, its arguments copied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from codegen.check.answers import Order, named_gradients
from codegen.check.parameters import Kind, Meant, Of, Roles, roles_of
from codegen.verification import Case
from codegen.verification.callables.kernels import Kernels
from codegen.verification.interpreter.numbers import Array, plain
from codegen.verification.strategies import broken
from derive.api.arguments import ArgumentError
from derive.expr import Tensor
from derive.model.layer import Layer, Option

Values = Mapping[Meant, Any]
Call = Callable[[Values, Sequence[str]], Any]
"""Values by role and the inputs to differentiate by, in; what the function gives, out."""

RESULTS = "results of the forward"
"""The keyword that hands them to a function: no option of a layer is called so."""


@dataclass(frozen=True)
class Foreign:
    """``run`` gives the gradients by the inputs ``gives``, ``forward_run`` the outputs, if there is one."""

    layer: Layer
    roles: Roles
    run: Call
    forward_run: Call | None
    gives: tuple[str, ...]
    orders: tuple[Order, ...] = ()
    """What several answers may mean."""
    fixed: Mapping[str, Any] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    """Inputs that the function wrote over."""

    def __getattr__(self, name: str) -> Any:
        """``forward`` and ``vjp_<input>`` with the calling convention of generated kernels."""
        if name == "forward" and self.forward_run:
            return lambda *arrays, **options: self._forward(arrays, options)
        if any(f"vjp_{one}" == name for order in (self.gives, *self.orders) for one in order):
            return lambda *arrays, **options: self._gradient(name.removeprefix("vjp_"), arrays, options)
        raise AttributeError(name)

    def _forward(self, arrays: Sequence[Any], options: Mapping[str, Any]) -> Any:
        assert self.forward_run
        values = self._values((), arrays, options)
        made = _watched(self.forward_run, values, (), self.changed)
        outputs = made if isinstance(made, tuple | list) else (made,)
        return np.asarray(outputs[0]) if len(self.layer.outputs) == 1 else tuple(map(np.asarray, outputs))

    def _gradient(self, name: str, arrays: Sequence[Any], options: Mapping[str, Any]) -> Array:
        count = len(self.layer.outputs)
        return self._gradients(arrays[:count], arrays[count:], options)[name]

    def gradients(self, case: Case, dtype: Any = np.float64) -> dict[str, Array]:
        """All that it answers to a case."""
        kernels = Kernels(self, self.layer)
        given = kernels.cotangents(case, dtype), kernels.arguments(case, dtype)
        return self._gradients(*given, case.options | self.results(case))

    def results(self, case: Case) -> dict[str, Any]:
        """What it reads of the forward's results, from the model."""
        wanted = self.roles.names(Of.result)
        return {RESULTS: {name: plain(case.forward[name]) for name in wanted}} if wanted else {}

    def _gradients(
        self, cotangents: Sequence[Any], inputs: Sequence[Any], options: Mapping[str, Any]
    ) -> dict[str, Array]:
        values = self._values(cotangents, inputs, options)
        made = _watched(self.run, values, self.gives, self.changed)
        return named_gradients(made, (self.gives, *self.orders) if self.gives else self.orders)

    def _values(
        self, cotangents: Sequence[Any], inputs: Sequence[Any], options: Mapping[str, Any]
    ) -> dict[Meant, Any]:
        made = {
            Meant(Of.cotangent, t.name): np.array(u)
            for t, u in zip(self.layer.outputs, cotangents, strict=False)
        }
        for tensor, array in zip(self.layer.inputs, inputs, strict=True):
            if array is not None:
                made[Meant(Of.input, tensor.name)] = np.array(array)
        for name, array in options.get(RESULTS, {}).items():
            made[Meant(Of.result, name)] = np.array(array)
        for option in self.layer.options:
            value = options.get(option.name, self.fixed.get(option.name, option.default))
            made[Meant(Of.option, option.name)] = _plain(value)
            for symbol, one in zip(option.symbols, each_of(value, option), strict=True):
                made[Meant(Of.symbol, symbol.name)] = one
        return made


def each_of(value: Any, option: Option) -> tuple[Any, ...]:
    """A value for every symbol of an option: one for all, or each repeated (two axes, four sides)."""
    values = tuple(value) if isinstance(value, tuple | list) else (value,)
    if len(option.symbols) % len(values):
        raise ArgumentError("set", f"{option.name} has {len(option.symbols)} values, got {len(values)}")
    return tuple(v for v in values for _ in range(len(option.symbols) // len(values)))


def _plain(value: Any) -> Any:
    """One number where all are equal: foreign code often takes no other."""
    if isinstance(value, tuple) and len(set(value)) == 1:
        return value[0]
    return value


def _watched(run: Call, values: Mapping[Meant, Any], wanted: Sequence[str], changed: set[str]) -> Any:
    before = {role: value.copy() for role, value in values.items() if isinstance(value, np.ndarray)}
    made = run(values, wanted)
    for role, old in before.items():
        if not np.array_equal(old, values[role], equal_nan=old.dtype.kind == "f"):
            changed.add(role.name if role.of is Of.input else f"d{role.name}")
    return made


@dataclass(frozen=True)
class Reader(Kernels):
    """The function as kernels; what it reads of the forward's results is given to it."""

    def vjp(self, case: Case, tensor: Tensor, dtype: Any = np.float64, **keywords: Any) -> Array:
        return super().vjp(case, tensor, dtype, **self.module.results(case), **keywords)


@dataclass(frozen=True)
class Fit:
    """How drawn cases are made such that a function can be called with them."""

    layer: Layer
    roles: Roles
    values: Mapping[str, float]
    """Symbols that stay at a value."""
    follows: Mapping[str, str] = field(default_factory=dict)
    """Symbols with the value of another one."""

    def __call__(self, case: Case) -> Case | None:
        """The case that the function can take next to a drawn one; ``None`` where there is none."""
        chosen = dict(case.chosen) | {k: v for k, v in self.values.items() if k in dict(case.chosen)}
        for option in self.layer.options:
            if self._is_tied(option):
                names = [s.name for s in option.symbols]
                chosen |= dict.fromkeys(names, chosen[names[0]])
        chosen |= {name: chosen[other] for name, other in self.follows.items()}
        symbols = {s: chosen[s.name] for s in case.symbols if s.name in chosen}
        if broken(self.layer, symbols):
            return None
        fitted = tuple((name, chosen[name]) for name, _ in case.chosen)
        return replace(case, chosen=fitted, omitted=self._omitted(case))

    def _is_tied(self, option: Option) -> bool:
        """Whether the function takes one number for all axes."""
        for parameter, role in self.roles.taken.items():
            if role == Meant(Of.option, option.name):
                return not isinstance(self.roles.defaults.get(parameter), tuple | list)
        return False

    def _omitted(self, case: Case) -> tuple[str, ...]:
        had = {role.name: p for p, role in self.roles.taken.items() if role.of is Of.input}
        optional = [t.name for t in self.layer.defaults]
        dropped = [n for n in optional if n not in had]
        return tuple(sorted({*dropped, *(n for n in case.omitted if had.get(n) in self.roles.defaults)}))


class Runs(NamedTuple):
    """A function by role: how it is run backward and forward, if it can be; the options it was made with."""

    roles: Roles
    backward: Call | None
    forward: Call | None
    options: Mapping[str, Any]
    shapes: Mapping[str, tuple[int, ...]] = MappingProxyType({})
    """Of inputs that it holds itself."""


def numpy_side(function: Callable[..., Any], layer: Layer) -> Runs:
    """A function of arrays: a backward if it takes a cotangent, else a forward."""
    roles = roles_of(function, layer)

    def run(values: Values, wanted: Sequence[str]) -> Any:
        return roles.call(function, values)

    return Runs(roles, run, None, {}) if roles.kind is Kind.backward else Runs(roles, None, run, {})


__all__ = ["Call", "Fit", "Foreign", "Reader", "Runs", "Values", "each_of", "numpy_side"]
