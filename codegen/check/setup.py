"""The function as kernels, and the cases that it can take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sympy import solve

from codegen.check.answers import Order, answers_of, orders_of
from codegen.check.foreign import Fit, Foreign, Reader, Runs, each_of, numpy_side
from codegen.check.frameworks import framework_of, jax_side, torch_side
from codegen.check.parameters import Of, Roles
from codegen.check.reproduction import Origin
from codegen.verification import Case, Subject, draw
from codegen.verification.callables.kernels import Kernels
from codegen.verification.cases import free_symbols
from codegen.verification.ladder import RAISED
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
    asked: Order | None = None
    """The gradients that are to be judged; all that come where nothing was said."""
    single: bool = False
    origin: Origin | None = None

    @property
    def kernels(self) -> Kernels:
        return Reader(self.foreign, self.layer)

    def subject(self, tensor: Tensor) -> Subject:
        return Subject(self.kernels, tensor)

    def after_a_call(self, drawn: Iterable[Case]) -> Setup:
        """With what the first answer tells; as it is where every case ends in an error of the function.

        Raises ``ArgumentError`` where it answers with what no order of the gradients explains.
        """
        unread: ArgumentError | None = None
        for case in drawn if self.foreign.gives else ():
            try:
                found = self.foreign.gradients(case)
            except ArgumentError as error:
                unread = error
                continue
            except RAISED:
                continue
            gives, single = answers_of(found, self.asked, tuple(t.name for t in self.layer.wrt))
            return replace(self, foreign=replace(self.foreign, gives=gives), single=single)
        if unread is not None:
            raise unread
        return self


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
    known = tuple(t.name for t in layer.wrt)
    asked = _asked(layer, wrt) or _called_by(function, layer)
    taken = tuple(name for name in side.roles.names(Of.input) if name in known)
    orders = orders_of(asked, taken, known) if side.backward else ()
    foreign = Foreign(
        layer,
        side.roles,
        side.backward or _no_call,
        side.forward,
        next(iter(orders), ()),
        orders,
        side.options,
    )
    fit = Fit(layer, side.roles, values, _following(layer, side.options))
    return Setup(layer, foreign, fit, function, asked)


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
        pairs = zip(names, each_of(value, option), strict=True)
        made |= {name: one for name, one in pairs if one is not None}
    return made


def _following(layer: Layer, fixed: Mapping[str, Any]) -> dict[str, str]:
    """Extents of the result that keep the length of the first input's axis: an option of ``None`` there.

    Raises ``ArgumentError`` where the option is no extent, or the axis no length of its own.
    """
    made: dict[str, str] = {}
    for option in layer.options:
        values = each_of(fixed[option.name], option) if option.name in fixed else ()
        for symbol in (s for s, one in zip(option.symbols, values, strict=False) if one is None):
            shapes = [one.shape for one in layer.outputs if symbol in one.shape]
            length = layer.inputs[0].shape[shapes[0].index(symbol)] if shapes else None
            if length not in free_symbols(layer):
                raise ArgumentError("function", f"{option.name} of None: {symbol} is no length that is kept")
            made[symbol.name] = str(length)
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


def _asked(layer: Layer, wrt: str | Sequence[str] | None) -> Order | None:
    """The gradients that were named."""
    if wrt is None:
        return None
    known = {t.name: t for t in layer.wrt}
    asked = [wrt] if isinstance(wrt, str) else list(wrt)
    return tuple(named("wrt", one, known, f"{layer.name} has no gradient towards").name for one in asked)


def _called_by(function: Any, layer: Layer) -> Order | None:
    """The gradients that the name of a function names: ``conv_dw`` gives that towards ``w``."""
    words = str(getattr(function, "__name__", "")).split("_")
    return tuple(t.name for t in layer.wrt if f"d{t.name}" in words) or None


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
