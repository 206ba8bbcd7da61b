"""One test case of a layer: sizes, options and data, reproducible from a few numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from sympy import Symbol

from codegen.verification.data import LOSING, STYLES, dyadic, labels
from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.interpreter.numbers import Array, Dual, exactly
from codegen.verification.interpreter.precision import DOUBLE, Roundings, counted_in
from codegen.verification.moving import KnownSlopes, Pulled, Slopes, as_dual, beside, hanging_on, rounded
from derive.expr import Tensor
from derive.model.layer import Layer, Program

COORDINATES, RANDOM = 24, 2
"""Directions to differentiate along: single coordinates, and random ones."""
FEW = 1_000
"""So many elements may move along all of them at once."""


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
    """``chosen`` gives ``free_symbols(layer)`` by name; ``seed`` and ``style`` make the data.

    Errors are counted in roundings of a ``precision``; the data are the same in each.
    """

    layer: Layer
    chosen: tuple[tuple[str, int | float], ...]
    seed: int = 0
    style: str = "dyadic"
    omitted: tuple[str, ...] = ()
    precision: Roundings = DOUBLE

    def __hash__(self) -> int:
        return hash((self.layer.name, self.chosen, self.seed, self.style, self.omitted, self.precision))

    def counted_in(self, precision: Roundings) -> Case:
        """The same case with errors in another precision."""
        if precision == self.precision:
            return self
        if precision not in self._elsewhere:
            other = self._elsewhere[precision] = replace(self, precision=precision)
            other.__dict__["arrays"] = self.arrays
        return self._elsewhere[precision]

    @cached_property
    def memory(self) -> dict[str, Any]:
        """What others keep of the case."""
        return {}

    @cached_property
    def _elsewhere(self) -> dict[Roundings, Case]:
        return {}

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
        if tensor not in self._shapes:
            self._shapes[tensor] = Evaluator.at_sizes(self.symbols, {}).shape(tensor)
        return self._shapes[tensor]

    @cached_property
    def _shapes(self) -> dict[Tensor, tuple[int, ...]]:
        return {}

    @cached_property
    def size(self) -> int:
        """How many numbers the inputs hold."""
        return sum(int(np.prod(self.shape(tensor), dtype=int)) for tensor in self.layer.inputs)

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
        rng = np.random.default_rng([self.seed, (*STYLES, *LOSING).index(self.style)])
        made = {t.name: self._draw(t, rng) for t in self.layer.inputs}
        for tensor, constant in self.layer.defaults.items():
            if tensor.name in self.omitted:
                made[tensor.name] = np.full(self.shape(tensor), float(constant))
        return made

    def _draw(self, tensor: Tensor, rng: np.random.Generator) -> Array:
        shape = self.shape(tensor)
        if tensor.kind == "integer":
            at = Evaluator.at_sizes(self.symbols, {}).scalar
            return labels(rng, shape, at(tensor.bound), None if tensor.exempt is None else at(tensor.exempt))
        return dyadic(rng, shape, self.style, tensor.sign)

    def cotangents(self) -> dict[str, Array]:
        """One array per output, nowhere zero."""
        return dict(self._cotangents)

    @cached_property
    def _cotangents(self) -> dict[str, Array]:
        rng = np.random.default_rng([self.seed, 77])
        made = {}
        for tensor in self.layer.outputs:
            u = dyadic(rng, self.shape(tensor), "dyadic", "positive")
            made[tensor.name] = np.asarray(u * rng.choice([-1.0, 1.0], u.shape))
            made[tensor.name].flags.writeable = False
        return made

    def directions(self, tensor: Tensor, coordinates: int = COORDINATES, random: int = RANDOM) -> Array:
        """Columns to differentiate along: random ones and single coordinates (all, where they are few).

        They keep to the elements by which the model has a finite derivative, so that what is open at one
        element hides nothing at another.
        """
        return self._directions(self.regular(tensor), coordinates, random)

    def _directions(self, regular: Array, coordinates: int = COORDINATES, random: int = RANDOM) -> Array:
        """Fewer ones are some of more, so that what is known of these is known of those."""
        rng = np.random.default_rng([self.seed, 78])
        order = rng.permutation(regular.size)
        chosen = np.sort(order[regular[order]][:coordinates])
        single = _unit_columns(regular.size, chosen)
        some = [_random_columns(rng, regular.size, 1) * regular[:, None] for _ in range(random)]
        return np.concatenate([*some, single], axis=1)

    def regular(self, tensor: Tensor) -> Array:
        """Of every element of an input, whether the model has a finite derivative by it."""
        if tensor.name not in self._regular:
            self._regular[tensor.name] = self._find_regular(tensor)
        return self._regular[tensor.name]

    @cached_property
    def _regular(self) -> dict[str, Array]:
        return {}

    def _find_regular(self, tensor: Tensor, at_once: int = 32) -> Array:
        count = int(np.prod(self.shape(tensor), dtype=int))
        everywhere = _random_columns(np.random.default_rng([self.seed, 79]), count, 1)
        all_of_them = np.ones(count, dtype=bool)
        if count <= FEW:  # one evaluation for what will be asked next, too
            self.pulled(tensor, np.concatenate([everywhere, self._directions(all_of_them)], axis=1))
        if self.pulled(tensor, everywhere).finite.all():
            return all_of_them
        pieces = np.split(np.arange(count), range(at_once, count, at_once))
        return np.concatenate([self.pulled(tensor, _unit_columns(count, piece)).finite for piece in pieces])

    @cached_property
    def _forward(self) -> Evaluator:
        return self._run(self.given(self.arrays), self.layer.program)

    def _run(self, arrays: dict[str, Any], program: Program) -> Evaluator:
        ev = Evaluator.at_sizes(self.symbols, arrays)
        with counted_in(self.precision):
            ev.run(program)
        return ev

    def _while_moving(self, tensor: Tensor, data: Any) -> Evaluator:
        """The forward with other data for one input; what does not hang on that is known."""
        program = hanging_on(self.layer, tensor)
        known = self.forward if len(program.defs) < len(self.layer.forward) else self.given(self.arrays)
        return self._run({**beside(program, known), tensor.name: data}, program)

    def given(self, arrays: Mapping[str, Array]) -> dict[str, Any]:
        """Inputs with their errors: a real number was rounded once, unless data are taken as they are."""
        as_number = exactly if self.precision.given_exactly else rounded
        return {k: v if v.dtype.kind in "iu" else as_number(v) for k, v in arrays.items()}

    def moved(self, tensor: Tensor, data: Array) -> dict[str, Any]:
        """The forward in ``Bounded`` numbers with other data for one input."""
        return self._while_moving(tensor, self.given({tensor.name: data})[tensor.name]).arrays

    @property
    def forward(self) -> dict[str, Any]:
        """The forward in ``Bounded`` numbers: values and what rounding may do to them."""
        return self._forward.arrays

    @property
    def unstable(self) -> bool:
        """Whether the forward compares numbers that differ by less than their rounding errors."""
        return self._forward.watch.unstable

    def tangents(self, tensor: Tensor, columns: Array) -> Slopes:
        """J v for every output and every column v, by forward-mode dual numbers over ``Bounded``."""
        new = self._slopes.missing(tensor, columns)
        if new:
            found = self._find_slopes(tensor, columns[:, new])
            if len(new) == columns.shape[1]:
                self._slopes.add(tensor, columns, found)
                return found
            self._slopes.add(tensor, columns[:, new], found)
        return self._slopes.all(tensor, columns) or self._find_slopes(tensor, columns)

    @cached_property
    def _slopes(self) -> KnownSlopes:
        return KnownSlopes()

    def _find_slopes(self, tensor: Tensor, columns: Array) -> Slopes:
        start = self.given({tensor.name: self.arrays[tensor.name]})[tensor.name]
        shape = (*self.shape(tensor), columns.shape[1])
        ev = self._while_moving(tensor, Dual(start, rounded(columns.reshape(shape))))
        outputs = {t.name: as_dual(ev.arrays[t.name], columns.shape[1]) for t in self.layer.outputs}
        return Slopes(outputs, np.broadcast_to(ev.watch.distance, columns.shape[1:]))

    def pulled(self, tensor: Tensor, columns: Array) -> Pulled:
        """u J v for every column v: the forward-mode side of <Jv, u> = <v, J'u>; many checks ask the same."""
        known = self._pulled.setdefault(tensor.name, {})
        asked = [column.tobytes() for column in np.ascontiguousarray(columns.T, dtype=float)]
        new = [k for k, column in enumerate(asked) if column not in known]
        if new:
            found = self._pull(tensor, columns[:, new])
            known |= {asked[k]: one for k, one in zip(new, zip(*found, strict=True), strict=True)}
        parts = zip(*(known[column] for column in asked), strict=True) if asked else ((), (), ())
        return Pulled(*map(np.array, parts))

    @cached_property
    def _pulled(self) -> dict[str, dict[bytes, tuple[Any, ...]]]:
        return {}

    def _pull(self, tensor: Tensor, columns: Array) -> Pulled:
        outputs = self.tangents(tensor, columns).outputs
        total = Pulled(*(np.zeros(columns.shape[1]) for _ in range(3)))
        for name, u in self.cotangents().items():
            dual = outputs[name]
            axes = tuple(range(u.ndim))
            with np.errstate(all="ignore"):
                terms = np.where(dual.reached, u[..., None] * dual.tangent.value, 0.0)
                error = np.where(dual.reached, np.abs(u)[..., None] * dual.tangent.error, 0.0)
                size = np.abs(terms).sum(axis=axes)
                total = Pulled(
                    total.value + terms.sum(axis=axes),
                    total.error + error.sum(axis=axes) + (u.size + 2) * size,
                    total.size + size,
                )
        return total


def _unit_columns(count: int, chosen: Array) -> Array:
    made = np.zeros((count, len(chosen)))
    made[chosen, np.arange(len(chosen))] = 1.0
    return made


def _random_columns(rng: np.random.Generator, count: int, columns: int) -> Array:
    """Nowhere zero."""
    return rng.integers(1, 17, (count, columns)) * rng.choice([-1, 1], (count, columns)) / 16


def case_of(layer: Layer, sizes: Mapping[str, Any], **fields: Any) -> Case:
    """A case from a printed line: ``case_of(conv2d, dict(N=1, ...), seed=3, style="dyadic")``.

    Options that are not named take their defaults; raises ``KeyError`` naming a size that is missing.
    """
    known = {s.name: v for s, v in layer.option_symbols.items() if v is not None} | dict(sizes)
    return Case(layer, tuple((s.name, known[s.name]) for s in free_symbols(layer)), **fields)


__all__ = ["STYLES", "Case", "Pulled", "case_of", "complete", "free_symbols"]
