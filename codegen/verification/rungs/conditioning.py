"""The derived formula with its running error: how well what is emitted can be computed at all.

A gradient such as dy y (1 − y) loses more than the model it comes from; no kernel that computes it as it
stands is to blame for that.  Values are not taken from here, except where the formula itself is judged.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.interpreter.evaluate import EvaluationError, Evaluator
from codegen.verification.interpreter.numbers import Array, Bounded, bounded, exactly
from codegen.verification.interpreter.precision import counted_in
from derive.expr import Tensor
from derive.gradients import gradients
from derive.model.layer import Def, Layer

FORWARD = "forward as it is derived from"
"""It is the same for every gradient."""


def definitions(layer: Layer, tensor: Tensor) -> tuple[Def, ...]:
    """What is evaluated for a gradient: the forward as it is derived from, and the gradient."""
    found = derived(layer)
    return (*found.forward.defs, *found.vjp[tensor].defs)


@lru_cache(maxsize=64)
def _derived(key: int, layer: Any) -> Any:
    return gradients(layer.layer)


class _Key:
    """Layers hold mappings and cannot be hashed; the same object means the same layer here."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer

    def __hash__(self) -> int:
        return id(self.layer)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.layer is self.layer


def derived(layer: Layer) -> Any:
    """Everything that is derived from a layer."""
    return _derived(id(layer), _Key(layer))


def evaluated(case: Case, tensor: Tensor) -> Bounded:
    """The gradient that the derived program gives for a case, and what rounding may do to it."""
    made = case.memory.get(tensor.name)
    if made is None:
        made = case.memory[tensor.name] = _evaluated(case, tensor)
    found: Bounded = made
    return found


def _evaluated(case: Case, tensor: Tensor) -> Bounded:
    found = derived(case.layer)
    with counted_in(case.precision):
        if FORWARD not in case.memory:
            given = case.given(case.arrays)
            case.memory[FORWARD] = Evaluator.at_sizes(case.symbols, given).run(found.forward)
        arrays = case.memory[FORWARD] | {f"d{name}": exactly(u) for name, u in case.cotangents().items()}
        made = Evaluator.at_sizes(case.symbols, arrays).run(found.vjp[tensor])[f"d{tensor.name}"]
    return bounded(made)


def conditioning(case: Case, tensor: Tensor) -> Array:
    """The error of the derived formula at every element, 0 where it has no bound: it excuses nothing then."""
    try:
        error = evaluated(case, tensor).error
    except (EvaluationError, ArithmeticError):
        return np.zeros(case.shape(tensor))
    return np.where(np.isfinite(error), error, 0.0)


__all__ = ["conditioning", "definitions", "derived", "evaluated"]
