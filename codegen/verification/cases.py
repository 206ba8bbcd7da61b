"""One test case of a layer: sizes, options and data, reproducible from a few numbers.

Real data are dyadic fractions of at most 22 bits, so that they are exact in every precision and a
finite-difference step changes them without rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from sympy import Symbol

from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.interpreter.numbers import Array, Bounded, Dual, bounded
from derive.expr import Tensor
from derive.model.layer import Layer

STYLES = ("dyadic", "integers", "constant", "wide")
"""``dyadic``: generic data · ``integers``: small integers, so ties and kinks · ``constant``: all ties ·
``wide``: quarters from -8 to 8, so that what saturates does
"""

QUANTUM = 2**20


def free_symbols(layer: Layer) -> tuple[Symbol, ...]:
    """Every size and option that a case must choose, options first, in a fixed order."""
    shapes: set[Any] = set().union(*(t.free_symbols | t.bound.free_symbols for t in layer.inputs))
    chosen = dict.fromkeys(layer.option_symbols)
    chosen |= dict.fromkeys(sorted(shapes - set(layer.sizes) - set(chosen), key=lambda s: s.name))
    return tuple(chosen)


def complete(layer: Layer, chosen: Mapping[Symbol, Any]) -> dict[Symbol, Any]:
    """Chosen values together with the sizes derived from them."""
    symbols = dict(chosen)
    reader = Evaluator(symbols, {})
    for name, formula in layer.sizes.items():
        symbols[name] = reader.scalar(formula)
    return symbols


@dataclass(frozen=True, repr=False)
class Case:
    """``chosen`` gives ``free_symbols(layer)`` by name; ``seed`` and ``style`` make the data."""

    layer: Layer
    chosen: tuple[tuple[str, int | float], ...]
    seed: int = 0
    style: str = "dyadic"
    omitted: tuple[str, ...] = ()

    def __hash__(self) -> int:
        return hash((self.layer.name, self.chosen, self.seed, self.style, self.omitted))

    def __repr__(self) -> str:
        return f"Case({self.layer.name}, {self})"

    def __str__(self) -> str:
        sizes = ", ".join(f"{k}={v!r}" for k, v in self.chosen)
        rest = f", omitted={self.omitted!r}" if self.omitted else ""
        return f"seed={self.seed}, style={self.style!r}{rest}, sizes=dict({sizes})"

    @cached_property
    def symbols(self) -> dict[Symbol, Any]:
        values = dict(self.chosen)
        return complete(self.layer, {s: values[s.name] for s in free_symbols(self.layer)})

    def shape(self, tensor: Tensor) -> tuple[int, ...]:
        return Evaluator(self.symbols, {}).shape(tensor)

    @property
    def options(self) -> dict[str, Any]:
        """Options as the kernels take them."""
        made: dict[str, Any] = {}
        for option in self.layer.options:
            values = tuple(self.symbols[s] for s in option.symbols)
            made[option.name] = values[0] if len(values) == 1 else values
        return made

    @cached_property
    def arrays(self) -> dict[str, Array]:
        """Every input by name; an omitted one holds its default."""
        rng = np.random.default_rng([self.seed, STYLES.index(self.style)])
        made = {t.name: self._draw(t, rng) for t in self.layer.inputs}
        for tensor, constant in self.layer.defaults.items():
            if tensor.name in self.omitted:
                made[tensor.name] = np.full(self.shape(tensor), float(constant))
        return made

    def _draw(self, tensor: Tensor, rng: np.random.Generator) -> Array:
        shape = self.shape(tensor)
        if tensor.kind == "integer":
            below = Evaluator(self.symbols, {}).scalar(tensor.bound)
            return rng.integers(0, below, shape)
        return dyadic(rng, shape, self.style, tensor.sign)

    def cotangents(self) -> dict[str, Array]:
        """One array per output, nowhere zero."""
        rng = np.random.default_rng([self.seed, 77])
        made = {}
        for tensor in self.layer.outputs:
            u = dyadic(rng, self.shape(tensor), "dyadic", "positive")
            made[tensor.name] = u * rng.choice([-1.0, 1.0], u.shape)
        return made

    def directions(self, tensor: Tensor, coordinates: int = 24, random: int = 2) -> Array:
        """Columns to differentiate along: single coordinates (all, where they are few) and random ones."""
        rng = np.random.default_rng([self.seed, 78])
        count = int(np.prod(self.shape(tensor), dtype=int))
        chosen = np.sort(rng.permutation(count)[:coordinates])
        single = np.zeros((count, len(chosen)))
        single[chosen, np.arange(len(chosen))] = 1.0
        both = rng.integers(1, 17, (count, random)) * rng.choice([-1, 1], (count, random)) / 16
        return np.concatenate([both, single], axis=1)

    @cached_property
    def _forward(self) -> Evaluator:
        return self._run(self.arrays)

    def _run(self, arrays: Mapping[str, Array]) -> Evaluator:
        made = {k: v if v.dtype.kind in "iu" else bounded(v) for k, v in arrays.items()}
        ev = Evaluator(self.symbols, made)
        ev.run(self.layer.program)
        return ev

    def moved(self, tensor: Tensor, data: Array) -> dict[str, Any]:
        """The forward in ``Bounded`` numbers with other data for one input."""
        return self._run({**self.arrays, tensor.name: data}).arrays

    @property
    def forward(self) -> dict[str, Any]:
        """The forward in ``Bounded`` numbers: values and what rounding may do to them."""
        return self._forward.arrays

    @property
    def unstable(self) -> bool:
        """Whether the forward compares numbers that differ by less than their rounding errors."""
        return self._forward.watch.unstable

    def tangents(self, tensor: Tensor, columns: Array) -> tuple[dict[str, Dual], Evaluator]:
        """J v for every output and every column v, by forward-mode dual numbers over ``Bounded``."""
        made: dict[str, Any] = {k: v if v.dtype.kind in "iu" else bounded(v) for k, v in self.arrays.items()}
        shape = (*self.shape(tensor), columns.shape[1])
        made[tensor.name] = Dual(made[tensor.name], bounded(columns.reshape(shape)))
        ev = Evaluator(self.symbols, made)
        found = ev.run(self.layer.program)
        outputs = {t.name: as_dual(found[t.name]) for t in self.layer.outputs}
        return outputs, ev


def as_dual(x: Any) -> Dual:
    """An output that does not depend on the input has tangent zero."""
    if isinstance(x, Dual):
        return x
    x = bounded(x)
    zero = np.zeros((*x.value.shape, 1))
    return Dual(x, Bounded(zero, zero))


def dyadic(rng: np.random.Generator, shape: tuple[int, ...], style: str, sign: str) -> Array:
    """Random multiples of 2^-20 in -2..2 (``sign`` moves them), small integers, quarters, or one constant."""
    if style == "dyadic":
        x = rng.integers(-2 * QUANTUM, 2 * QUANTUM + 1, shape) / QUANTUM
    elif style == "integers":
        x = rng.integers(-2, 3, shape).astype(float)
    elif style == "wide":
        x = rng.integers(-32, 33, shape) / 4
    else:
        x = np.full(shape, float(rng.integers(-1, 2)))
    if sign == "positive":
        return np.abs(x) + (0.25 if style == "dyadic" else 1.0)
    return np.abs(x) if sign else x


def case_of(layer: Layer, sizes: Mapping[str, Any], **fields: Any) -> Case:
    """A case from a printed line: ``case_of(conv2d, dict(N=1, ...), seed=3, style="dyadic")``.

    Options that are not named take their defaults; raises ``KeyError`` naming a size that is missing.
    """
    known = {s.name: v for s, v in layer.option_symbols.items() if v is not None} | dict(sizes)
    return Case(layer, tuple((s.name, known[s.name]) for s in free_symbols(layer)), **fields)


__all__ = ["STYLES", "Case", "case_of", "complete", "free_symbols"]
