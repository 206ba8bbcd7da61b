"""Sizes and costs read off a model: output extents, parameters, multiplications, receptive field.

Conventions: the first axis of an image is the batch, the second the channels, the others are space.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Mul, S, Symbol, expand, prod

from derive.exact.arithmetic import InexactError
from derive.exact.machine import Machine
from derive.exact.operations import operations
from derive.exact.sides import Side, flat, forward
from derive.exact.space import LEAD, followed, window_extents
from derive.expr import Acc, Binder, Cond, FloorDiv, Iverson, Reduce, Tensor
from derive.model.layer import Def, Layer, ModelError

UNFIT = "the window does not fit"


@dataclass(frozen=True)
class Counts:
    """Expressions of the sizes.

    ``weights``          elements of parameters that are multiplied with something
    ``parameters``       elements of all differentiable inputs without the batch axis
    ``multiplications``  products of two values in the forward, those with the padding's zeros included
    """

    weights: Expr
    parameters: Expr
    multiplications: Expr


def mathematics(layer: Layer) -> Counts:
    """Parameters and multiplications of a layer, as expressions of its sizes."""
    held = [t for t in layer.wrt if not _batched(t, layer)]
    multiplied = {a.tensor for d in layer.forward for f in _products(d.expr) for a in f}
    return Counts(
        expand(sum(prod(t.shape) for t in held if t in multiplied)),
        expand(sum(prod(t.shape) for t in held)),
        operations(layer.forward).multiplications,
    )


def image_of(layer: Layer) -> Tensor:
    """The input that the layer is applied to: the first one with the batch axis."""
    return next((t for t in layer.inputs if _batched(t, layer)), layer.inputs[0])


def _batched(tensor: Tensor, layer: Layer) -> bool:
    """Whether its first axis is that of the output, or of the first input where the output is one number."""
    first = (layer.outputs[0].shape or layer.inputs[0].shape)[:1]
    return bool(first) and tensor.shape[:1] == first


def _products(e: Any) -> Iterator[list[Acc]]:
    """The accesses of every product of two values."""
    if isinstance(e, Acc | Cond | Tensor) or not getattr(e, "args", ()):
        return
    if isinstance(e, Mul) and len([f for f in e.args if f.atoms(Acc)]) > 1:
        yield [f for f in e.args if isinstance(f, Acc)]
    for a in e.args:
        yield from _products(a)


def symbols_of(layer: Layer, given: Mapping[Symbol, int]) -> dict[Symbol, int]:
    """Values for all sizes and options: those given, a width like its height, options by default, else 1.

    A width is its height, and that of a window the window's, where only the latter is given.
    """
    found = {**_defaults(layer, given), **given}
    machine = Machine(found, {})
    for name, definition in layer.sizes.items():
        machine.symbols[name] = found[name] = machine.integer(definition)
        if found[name] < 1:
            raise ModelError(f"{layer.name}: {name} is {found[name]} at {_said(definition, found)}: {UNFIT}")
    for cond, message in layer.requires:
        if not _holds(machine, cond):
            raise ModelError(f"{layer.name}: {message}")
    return found


def _said(definition: Expr, values: Mapping[Symbol, Any]) -> str:
    """The values that a size hangs on."""
    read = sorted(definition.free_symbols & values.keys(), key=str)
    return ", ".join(f"{symbol} = {values[symbol]}" for symbol in read)


def small(layer: Layer, image: int, window: int) -> dict[Symbol, int]:
    """The axes of an image and the windows at these sizes, batch and channels at 1; no option."""
    options = layer.option_symbols
    shape = image_of(layer).shape
    chosen: dict[Symbol, int] = {}
    for axis, extent in enumerate(shape):
        size = image if axis >= LEAD or len(shape) <= LEAD else 1
        chosen |= dict.fromkeys((s for s in extent.free_symbols if s not in options), size)
    return chosen | dict.fromkeys(window_extents(layer) - set(layer.sizes) - options.keys(), window)


def _defaults(layer: Layer, given: Mapping[Symbol, int]) -> dict[Symbol, Any]:
    """A value for every symbol that is not given."""
    options, before = layer.option_symbols, followed(layer, image_of(layer))
    shapes: set[Any] = set().union(*(t.free_symbols for t in layer.inputs), set())
    sizes = sorted(shapes - set(options) - set(layer.sizes), key=str)
    open_ = [s for s in (*options, *sizes) if s not in given]
    return {s: given.get(before.get(s), _default(s, options.get(s))) for s in open_}


def _default(symbol: Symbol, default: int | float | None) -> int | float:
    value = 1 if default is None else default
    return int(value) if symbol.is_integer else value


def _holds(machine: Machine, cond: Any) -> bool:
    return machine.integer(Iverson(cond)) == 1


def refuse_remainders(layer: Layer, symbols: Mapping[Symbol, int]) -> None:
    """Raise where the last window does not end at the border: ``(W − F + 2P)/S + 1`` is no integer."""
    for name, definition in layer.sizes.items():
        machine = Machine(symbols, {})
        for quotient in sorted(definition.atoms(FloorDiv), key=str):
            n, d = (machine.integer(e) for e in quotient.args)
            if n % d:
                rest = machine.integer(expand(definition - quotient))
                raise ModelError(
                    f"{layer.name}: {name} = {n}/{d} + {rest} = {n / d + rest:.2f} is no integer, "
                    f"the last window would not end at the border; without strict it is {n // d + rest}"
                )


@dataclass(frozen=True)
class Reach:
    """What one output element sees of the image, per axis of space: ``field`` pixels; the next one begins
    ``jump`` pixels further, the first one at ``start``."""

    field: tuple[int, ...]
    jump: tuple[int, ...]
    start: tuple[int, ...]

    def then(self, after: Reach) -> Reach:
        """This reach under another layer's: f + (f' − 1) j, j j', start + start' j."""
        axes = list(zip(self.field, self.jump, self.start, after.field, after.jump, after.start, strict=True))
        return Reach(
            tuple(f + (g - 1) * j for f, j, _, g, _, _ in axes),
            tuple(j * k for _, j, _, _, k, _ in axes),
            tuple(s + t * j for _, j, s, _, _, t in axes),
        )


def reach(layer: Layer, symbols: Mapping[Symbol, int]) -> Reach | None:
    """The window of a layer at given sizes; None where the places it reads are no fixed window."""
    image = image_of(layer)
    try:
        one = flat(forward(layer))
    except ModelError:
        return None
    space = range(2, len(image.shape))
    found = [window for axis in space if (window := _window(one, image, axis, symbols)) is not None]
    if not found or len(found) < len(space):
        return None
    field, jump, start = zip(*found, strict=True)
    return Reach(field, jump, start)


def _window(one: Def, image: Tensor, axis: int, symbols: Mapping[Symbol, int]) -> tuple[int, int, int] | None:
    """Length, step and start of what an output element reads along one axis, if it is one window."""
    if axis >= len(one.lhs.index) or not one.lhs.index[axis].is_Symbol:
        return None
    reads = [(acc, binders) for acc, binders in _reads(one.expr, ()) if acc.tensor == image]
    spans = [_span(acc.index[axis], one.lhs.index[axis], binders, symbols) for acc, binders in reads]
    known = [span for span in spans if span is not None]
    jumps = {jump for _, _, jump in known}
    if len(known) < len(spans) or len(jumps) != 1:
        return None
    low, high = min(first for first, _, _ in known), max(last for _, last, _ in known)
    return high - low + 1, jumps.pop(), low


def _reads(e: Any, binders: tuple[Binder, ...]) -> Iterator[tuple[Acc, tuple[Binder, ...]]]:
    if isinstance(e, Acc):
        yield e, binders
    if isinstance(e, Reduce):
        binders = (*binders, *e.binders)
    if not isinstance(e, Tensor):
        for a in getattr(e, "args", ()):
            yield from _reads(a, binders)


def _span(
    at: Expr, free: Symbol, binders: Sequence[Binder], symbols: Mapping[Symbol, int]
) -> tuple[int, int, int] | None:
    """First and last position for the output element 0, and the step to the next output element."""
    hidden = free in {z for z, _, _ in binders}
    jump = S.Zero if hidden else expand(at).coeff(free)
    rest = expand(at - jump * free)
    low = high = rest
    for z, lo, hi in reversed(binders):
        slope = expand(rest).coeff(z)
        if rest.has(FloorDiv) or not (slope.is_nonnegative or slope.is_nonpositive):
            return None
        ends = (lo, hi) if slope.is_nonnegative else (hi, lo)
        low, high = low.subs(z, ends[0]), high.subs(z, ends[1])
    if at.atoms(Acc):
        return None
    machine = Machine(symbols, {})
    try:
        return machine.integer(low), machine.integer(high), machine.integer(jump)
    except InexactError:
        return None


def window_stack(parts: Sequence[tuple[Layer, Mapping[str, int]]]) -> Reach:
    """The reach of several layers, the first one next to the image; settings by name."""
    whole: Reach | None = None
    for layer, named in parts:
        symbols = dict(_named(layer, named))
        own = reach(layer, symbols_for_window(layer, symbols))
        if own is None:
            raise ModelError(f"{layer.name}: what one output element sees is no fixed window of the image")
        whole = own if whole is None else whole.then(own)
    if whole is None:
        raise ModelError("a stack needs at least one layer")
    return whole


def symbols_for_window(layer: Layer, given: Mapping[Symbol, int]) -> dict[Symbol, int]:
    """As ``symbols_of``, for an image as large as the window needs."""
    extents = image_of(layer).shape[2:]
    large = {e: 4096 for e in extents if e.is_Symbol and e not in given}
    return symbols_of(layer, {**large, **given})


def _named(layer: Layer, named: Mapping[str, int]) -> Iterator[tuple[Symbol, int]]:
    known = {s.name: s for t in layer.inputs for s in t.free_symbols}
    known |= {s.name: s for s in layer.option_symbols}
    for name, value in named.items():
        yield known[name], value


def output_shape(layer: Layer, symbols: Mapping[Symbol, int]) -> tuple[int, ...]:
    """The extents of the first output."""
    return Machine(symbols, {}).shape(layer.outputs[0])


__all__ = [
    "Counts", "Reach", "Side", "image_of", "mathematics", "output_shape", "reach", "refuse_remainders",
    "symbols_for_window", "symbols_of", "window_stack",
]  # fmt: skip
