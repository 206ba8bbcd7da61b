"""The matrix of a layer that is linear in one of its inputs: ``y = C x``, with the other inputs as letters.

Rows are the elements of the output, columns those of the input, both unrolled row by row.  The forward is
evaluated once on letters; nothing is known here about kinds of layers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from sympy import Expr, Symbol

from derive.exact.arithmetic import InexactError, Position
from derive.exact.machine import Machine, filled, letters
from derive.exact.polynomial import Powers, Symbolic
from derive.expr import Tensor
from derive.model.layer import Layer, ModelError

LONGEST = 60
"""Characters of a term that is no longer a help to read."""


@dataclass(frozen=True)
class LinearMap:
    """``entries[row, column]`` holds what is not zero; ``rows`` and ``columns`` are places in the arrays."""

    rows: tuple[Position, ...]
    columns: tuple[Position, ...]
    entries: Mapping[tuple[int, int], Expr]

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.columns)

    @property
    def transposed(self) -> LinearMap:
        """The matrix of the way back: ``∂x = Cᵀ δ``."""
        return LinearMap(self.columns, self.rows, {(k, r): e for (r, k), e in self.entries.items()})

    def row(self, number: int) -> list[Expr]:
        return [self.entries.get((number, k), Symbolic({}).expression()) for k in range(len(self.columns))]


def linear_map(layer: Layer, towards: Tensor, symbols: Mapping[Symbol, int]) -> LinearMap:
    """The matrix of the first output of ``layer`` as a function of ``towards``.

    Inputs with a default are left out.  Raises ``ModelError`` where the output is not linear.
    """
    machine = Machine(symbols, {})
    for tensor in layer.inputs:
        shape = machine.shape(tensor)
        if tensor != towards and tensor in layer.defaults:
            machine.arrays.values[tensor.name] = filled(tensor, shape, layer.defaults[tensor])
        elif tensor.kind == "integer":
            raise ModelError(
                f"{layer.name}: the matrix hangs on the integers {tensor.name}, which have no letters"
            )
        else:
            machine.arrays.values[tensor.name] = letters(tensor, shape)
    unknown = machine.arrays.values[towards.name]
    output = layer.outputs[0]
    try:
        values = machine.run(layer.forward)[output.name]
    except InexactError as error:
        raise ModelError(f"{layer.name} is not linear in {towards.name}: {error}") from error
    rows = tuple(product(*map(range, machine.shape(output))))
    columns = tuple(product(*map(range, machine.shape(towards))))
    names = {place: next(iter(unknown[place].letters)) for place in columns}
    return LinearMap(rows, columns, _entries(layer, towards, [Symbolic.of(values[r]) for r in rows], names))


def _entries(
    layer: Layer, towards: Tensor, values: list[Symbolic], names: Mapping[Position, Expr]
) -> dict[tuple[int, int], Expr]:
    """Coefficients; a constant term or a product of two unknowns is refused."""
    numbers = {letter: k for k, letter in enumerate(names.values())}
    entries: dict[tuple[int, int], Expr] = {}
    for row, value in enumerate(values):
        wrong = next((fault for m in value.terms if (fault := _not_linear(m, set(numbers)))), None)
        if wrong is not None:
            what, monomial = wrong
            term = Symbolic({monomial: value.terms[monomial]})
            raise ModelError(f"{layer.name} is not linear in {towards.name}: {what} {_short(term)}")
        for letter in sorted(value.letters & set(numbers), key=numbers.__getitem__):
            entries[row, numbers[letter]] = value.coefficient(letter).expression()
    return entries


def _short(said: object) -> str:
    """As much of a term as a line of an error holds."""
    text = str(said)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _not_linear(monomial: Powers, unknown: set[Expr]) -> tuple[str, Powers] | None:
    """What a term is that has not exactly one unknown, to the first power; None if it has."""
    powers = [k for a, k in monomial if a in unknown]
    hidden = any(a not in unknown and a.free_symbols & unknown for a, _ in monomial)
    if powers == [1] and not hidden:
        return None
    return ("a nonlinear term" if powers or hidden else "a constant term"), monomial


__all__ = ["LinearMap", "linear_map"]
