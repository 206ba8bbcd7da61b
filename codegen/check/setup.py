"""The function as kernels, and the cases that it can take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sympy import solve

from codegen.check.foreign import Fit, Foreign, Runs, each_of, numpy_side
from codegen.check.frameworks import framework_of, jax_side, torch_side
from codegen.check.parameters import Of, Roles
from codegen.check.reproduction import Origin
from codegen.verification import Case, Subject, draw
from codegen.verification.callables.kernels import Kernels
from derive.api.arguments import ArgumentError, named
from derive.api.settings import chosen
from derive.expr import Tensor
from derive.model.layer import Layer

SIDES: Mapping[str, Callable[[Any, Layer], Runs]] = {
    "numpy": numpy_side,
    "torch": torch_side,
    "jax": jax_side,
}


@dataclass(frozen=True)
class Setup:
    """The function as kernels, and how cases are made such that it can take them."""

    layer: Layer
    foreign: Foreign
    fit: Fit
    function: Any
    origin: Origin | None = None

    def subject(self, tensor: Tensor) -> Subject:
        return Subject(Kernels(self.foreign, self.layer), tensor)


def setup_of(
    function: Any,
    layer: Layer,
    wrt: str | Sequence[str] | None,
    settings: Mapping[str, int],
    framework: str | None,
) -> Setup:
    """What is known before the first call; raises ``ArgumentError`` for what cannot be checked."""
    if not callable(function):
        raise ArgumentError("function", f"expected a function, a Function or a Module, got {function!r}")
    kind = framework or framework_of(function)
    side = named("framework", kind, SIDES, "expected a framework, got")(function, layer)
    given: dict[str, float] = {s.name: int(v) for s, v in chosen(layer, settings.items()).items()}
    values = given | _at_defaults(layer, side.roles, side.options, given)
    values |= _held(layer, side.shapes, values)
    gives = _gives(layer, side.roles, wrt) if side.backward else ()
    foreign = Foreign(layer, side.roles, side.backward or _no_call, side.forward, gives, side.options)
    return Setup(layer, foreign, Fit(layer, side.roles, values), function)


def smaller_cases(setup: Setup, case: Case) -> Iterator[Case]:
    """Cases with one value smaller, the smallest value first."""
    least = {s.name: o.minimum for o in setup.layer.options for s in o.symbols}
    whole = [(name, int(value)) for name, value in case.chosen if value == int(value)]
    for name, value in whole:
        for less in range(int(least.get(name, 1) or 0), value):
            chosen = tuple((n, less if n == name else v) for n, v in case.chosen)
            fitted = setup.fit(replace(case, chosen=chosen))
            if fitted is not None and sum(v for _, v in fitted.chosen) < sum(v for _, v in case.chosen):
                yield fitted


def _no_call(values: Any, wanted: Any) -> Any:
    raise AssertionError("a forward has no gradients")


def _at_defaults(
    layer: Layer, roles: Roles, fixed: Mapping[str, Any], given: Mapping[str, float]
) -> dict[str, float]:
    """Options that the function does not take, at what they are then."""
    made: dict[str, float] = {}
    taken = {*roles.names(Of.option), *roles.names(Of.symbol)}
    for option in layer.options:
        names = [s.name for s in option.symbols]
        if option.name in taken or taken & set(names) or set(names) <= set(given):
            continue
        value = fixed.get(option.name, option.default)
        if value is None:
            raise ArgumentError(
                "set",
                f"{layer.name} needs {option.name}, which the function does not take: --set {option.name}=…",
            )
        made |= dict(zip(names, each_of(value, option), strict=True))
    return made


def _held(
    layer: Layer, shapes: Mapping[str, tuple[int, ...]], values: Mapping[str, float]
) -> dict[str, float]:
    """Sizes that follow from the shapes of the weights that a module holds."""
    known = dict(values)
    for tensor in layer.inputs:
        for extent, size in zip(tensor.shape, shapes.get(tensor.name, ()), strict=False):
            left = extent.subs({s: known[s.name] for s in extent.free_symbols if s.name in known})
            if len(left.free_symbols) == 1:
                (symbol,) = left.free_symbols
                known[symbol.name] = int(solve(left - size, symbol)[0])
    return known


def _gives(layer: Layer, roles: Roles, wrt: str | Sequence[str] | None) -> tuple[str, ...]:
    """The gradients that are asked for: those named, else by all inputs that the function takes."""
    known = {t.name: t for t in layer.wrt}
    if wrt is not None:
        asked = [wrt] if isinstance(wrt, str) else list(wrt)
        return tuple(named("wrt", one, known, f"{layer.name} has no gradient towards").name for one in asked)
    return tuple(name for name in roles.names(Of.input) if name in known)


def fitting(setup: Setup, count: int, seed: int) -> list[Case]:
    """Drawn cases that the function can take."""
    drawn = (setup.fit(case) for case in draw(setup.layer, 4 * count, seed))
    made = list(dict.fromkeys(case for case in drawn if case is not None))[:count]
    if not made:
        raise ArgumentError(
            "set", f"no case of {setup.layer.name} fits: the settings leave nothing to compute"
        )
    return made


__all__ = ["Setup", "fitting", "setup_of", "smaller_cases"]
