"""The emitted forward-mode derivative against dual numbers through the model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from codegen.verification.cases import Case, Pulled
from codegen.verification.interpreter.numbers import Array, Dual
from codegen.verification.judgement import LIMIT, worst
from codegen.verification.report import Outcome
from codegen.verification.rungs.pairing import derivative, with_open
from codegen.verification.rungs.subject import Subject


def has_jvp(subject: Subject) -> bool:
    return hasattr(subject.kernels.module, "jvp")


def jvp(case: Case, subject: Subject) -> Outcome:
    """Every element of every output, along a random direction and along an element.

    What depends on an element by which the model has no finite derivative is open: 0 · ∞ has no value.
    """
    tensor = subject.tensor
    columns = case.directions(tensor, coordinates=1, random=1)
    singular = ~case.regular(tensor)[:, None]
    outputs, _ = case.tangents(tensor, np.concatenate([columns, singular], axis=1))
    judged = [one for k in range(columns.shape[1]) for one in _along(case, subject, outputs, columns, k)]
    return with_open(case, tensor, worst(judged))


def _along(
    case: Case, subject: Subject, outputs: dict[str, Dual], columns: Array, k: int
) -> Iterator[Outcome]:
    made: dict[str, Any] = subject.kernels.jvp(case, subject.tensor, columns[:, k])
    for tensor in subject.layer.outputs:
        dual = outputs[tensor.name]
        rate, error = dual.tangent.value[..., k], dual.tangent.error[..., k]
        side = Pulled(rate, error + np.abs(rate), np.abs(rate))
        unknown = {
            "the output of the model is not finite there": np.isnan(rate),
            "it depends on an element by which the model has no finite derivative": dual.reached[..., -1],
        }
        names = f"{tensor.name}_dot of direction {k} at "
        yield derivative(made[tensor.name], side, 0.0 * rate, np.float64, LIMIT, names, unknown)


__all__ = ["has_jvp", "jvp"]
