"""A suspect: a wrong gradient with its name; and formulas evaluated as the ladder evaluates them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from sympy import Symbol, expand

from codegen.verification import Case, Evaluator
from codegen.verification.interpreter.numbers import Array, plain
from derive.expr import Tensor
from derive.gradients import Gradients
from derive.model.layer import Program

Wrong = Callable[[Case], Array]


@dataclass(frozen=True)
class Suspect:
    """``named``: what was done wrong, in words.  ``formula``: what is then computed, if it is one line."""

    named: str
    gradient: Wrong
    formula: str = ""
    program: Program | None = None
    """What computes it, where it is a program: two programs that are equal are one suspect."""

    @property
    def identity(self) -> Any:
        """Equal for suspects that a reader would take for one: one formula, or the same words alone."""
        if self.program is None:
            return self.named
        return tuple((one.lhs, expand(one.expr)) for one in self.program.defs)


def zero(tensor: Tensor) -> Suspect:
    """Nothing is ever added to the gradient."""
    return Suspect("zero everywhere", lambda case: np.zeros(case.shape(tensor)))


def derived(
    case: Case, tensor: Tensor, found: Gradients, changed: Mapping[Symbol, Any] | None = None
) -> Array:
    """The derived gradient of a case; ``changed`` symbols have other values in its formula, sizes do not."""
    return run(case, tensor, found.forward, found.vjp[tensor], changed or {})


def run(
    case: Case,
    tensor: Tensor,
    forward: Program,
    backward: Program,
    changed: Mapping[Symbol, Any],
    before: Mapping[Symbol, Any] | None = None,
    turned: Mapping[str, tuple[int, ...]] | None = None,
) -> Array:
    """As the ladder evaluates a formula; ``changed`` symbols have other values in the backward, ``before``
    in the forward; ``turned`` arrays are read from their ends along some axes.
    """
    start = {**case.symbols, **(before or {})}
    arrays: dict[str, Any] = Evaluator.at_sizes(start, dict(case.arrays)).run(forward)
    arrays |= {f"d{name}": u for name, u in case.cotangents().items()}
    for name, axes in (turned or {}).items():
        arrays[name] = np.flip(plain(arrays[name]), axes)
    made = Evaluator.at_sizes({**case.symbols, **changed}, arrays).run(backward)[f"d{tensor.name}"]
    return np.asarray(plain(made), dtype=float)


__all__ = ["Suspect", "Wrong", "derived", "run", "zero"]
