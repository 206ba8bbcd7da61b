"""What the oracles say of a case, kept: it does not depend on the mutant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from codegen.verification.callables.kernels import Kernels
from codegen.verification.cases import Case
from codegen.verification.interpreter.numbers import Array
from codegen.verification.moving import Slopes
from derive.expr import Tensor


@dataclass(frozen=True, repr=False)
class Remembered(Case):
    """A case that differentiates its model along the same columns only once."""

    __hash__ = Case.__hash__

    @classmethod
    def of(cls, case: Case) -> Remembered:
        return cls(case.layer, case.chosen, case.seed, case.style, case.omitted)

    @cached_property
    def _known(self) -> dict[Any, Any]:
        return {}

    def tangents(self, tensor: Tensor, columns: Array) -> Slopes:
        key = ("tangents", *_key(tensor, columns))
        if key not in self._known:
            self._known[key] = super().tangents(tensor, columns)
        found: Slopes = self._known[key]
        return found


def _key(tensor: Tensor, columns: Array) -> tuple[str, tuple[int, ...], bytes]:
    return tensor.name, columns.shape, columns.tobytes()


@dataclass(frozen=True)
class SteadyForward(Kernels):
    """Kernels whose gradients are mutants and whose forward is right: its values and slopes are kept."""

    known: dict[Any, Any] = field(default_factory=dict, compare=False)

    def forward(self, case: Case, dtype: Any = np.float64, **changed: Array) -> dict[str, Array]:
        moved = tuple((name, a.dtype.str, a.tobytes()) for name, a in changed.items())
        key = (case, np.dtype(dtype).str, self.algorithm, moved)
        if key not in self.known:
            self.known[key] = super().forward(case, dtype, **changed)
        return dict(self.known[key])

    def jvp(
        self, case: Case, directions: Mapping[Tensor, Array], dtype: Any = np.float64
    ) -> dict[str, Array]:
        moved = tuple((t.name, v.tobytes()) for t, v in directions.items())
        key = (case, "jvp", np.dtype(dtype).str, moved)
        if key not in self.known:
            self.known[key] = super().jvp(case, directions, dtype)
        return dict(self.known[key])


__all__ = ["Remembered", "SteadyForward"]
