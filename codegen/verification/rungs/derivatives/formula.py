"""The derived formula itself, before any code: evaluated as it stands, against dual numbers.

When a kernel fails and its formula does not, the fault lies in the generator.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.interpreter.numbers import Array
from codegen.verification.report import Outcome
from codegen.verification.rungs.pairing import paired
from codegen.verification.rungs.subject import Subject
from derive.expr import Tensor
from derive.gradients import gradients
from derive.model.layer import Layer


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


def evaluated(case: Case, tensor: Tensor) -> Array:
    """The gradient that the derived program gives for a case."""
    found = _derived(id(case.layer), _Key(case.layer))
    arrays: dict[str, Any] = Evaluator(case.symbols, dict(case.arrays)).run(found.forward)
    arrays |= {f"d{name}": u for name, u in case.cotangents().items()}
    made: Array = Evaluator(case.symbols, arrays).run(found.vjp[tensor])[f"d{tensor.name}"]
    return made


def formula(case: Case, subject: Subject) -> Outcome:
    """<Jv, u> = <v, J'u> with J'u from the derived formula."""
    gradient = np.asarray(evaluated(case, subject.tensor))
    return paired(case, subject.tensor, gradient, by=" by the formula")


__all__ = ["evaluated", "formula"]
