"""The derivative of a forward, right or wrong, a column for each element of an input; its gradients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from codegen.check.suspects.suspect import Wrong
from codegen.verification import Case, Evaluator
from codegen.verification.interpreter.numbers import Array, Dual, bounded, plain
from derive.expr import Tensor
from derive.gradients import Gradients
from derive.model.layer import Program

TOP = "_before"
"""The end of the name of an array that was computed before and counts as a constant."""


def columns(
    case: Case, program: Program, found: Gradients, tensor: Tensor, arrays: Mapping[str, Array] | None = None
) -> Mapping[str, Array]:
    """How each output moves with each element of ``tensor``: that is the last axis, of 1 where nothing moves.

    Every array of the right forward, and every input, is there once more as a constant.
    """
    given = dict(arrays or case.arrays)
    true: dict[str, Any] = Evaluator.at_sizes(case.symbols, dict(given)).run(found.forward)
    count = int(np.prod(case.shape(tensor), dtype=int))
    made: dict[str, Any] = {f"{name}{TOP}": plain(value) for name, value in true.items()}
    made |= {f"{name}{TOP}": value for name, value in given.items()} | given
    ahead = bounded(np.eye(count).reshape(*case.shape(tensor), count))
    made[tensor.name] = Dual(bounded(given[tensor.name]), ahead)
    outputs = Evaluator.at_sizes(case.symbols, made).run(program)
    rates: dict[str, Array] = {}
    for name, u in case.cotangents().items():
        one = outputs[name]
        rates[name] = plain(one.tangent) if isinstance(one, Dual) else np.zeros((*u.shape, 1))
    return rates


def through(program: Program, found: Gradients, tensor: Tensor) -> Wrong:
    """J'u of another forward."""

    def gradient(case: Case) -> Array:
        shape = case.shape(tensor)
        total = np.zeros(int(np.prod(shape, dtype=int)))
        rates = columns(case, program, found, tensor)
        for name, u in case.cotangents().items():
            total = total + (u[..., None] * rates[name]).reshape(-1, rates[name].shape[-1]).sum(axis=0)
        return total.reshape(shape)

    return gradient


__all__ = ["TOP", "columns", "through"]
