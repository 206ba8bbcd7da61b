"""The rungs of the ladder: each compares a kernel with something that shares no code with it.

A rung takes a case and a subject (kernels and one input to differentiate by) and gives an outcome.
Bounds come from the running error analysis of ``numbers.Bounded``; only ``SAFETY`` is chosen.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.interpreter.numbers import Array, bounded, plain
from codegen.verification.kernels import Kernels
from codegen.verification.report import Outcome, Verdict, compare, worst
from derive.expr import Tensor
from derive.model.layer import Layer

SAFETY = 8.0
"""A kernel may order its operations otherwise than the model, at the same conditioning."""

LIMIT = 1e-8
"""A bound above this, relative to what is compared, proves nothing."""

SMALLEST_SCALE = 2.0**-10
"""The data of a case are of order 1: a forward that cancels to zero is compared with this."""

LIMIT_FLOAT32 = 1e-2


@dataclass(frozen=True)
class Subject:
    """The kernels under test and the input whose gradient is looked at."""

    kernels: Kernels
    tensor: Tensor

    @property
    def layer(self) -> Layer:
        return self.kernels.layer


class Check(Protocol):
    """One rung: whether it says anything about a subject, and what it says about a case."""

    @property
    def name(self) -> str: ...
    def applies(self, subject: Subject) -> bool: ...
    def run(self, case: Case, subject: Subject) -> Outcome: ...


@dataclass(frozen=True)
class Rung:
    """A check made of functions."""

    name: str
    on_case: Callable[[Case, Subject], Outcome]
    condition: Callable[[Subject], bool] = lambda subject: True

    def applies(self, subject: Subject) -> bool:
        return self.condition(subject)

    def run(self, case: Case, subject: Subject) -> Outcome:
        return self.on_case(case, subject)


def unit(dtype: Any) -> float:
    """The unit roundoff u of a precision."""
    return float(np.finfo(dtype).eps) / 2


def tolerance(error: Array, dtype: Any = np.float64) -> Array:
    """A bound in units of u as a number, never below an eighth of the largest one in the array.

    A kernel may round where the model as it is written happens to be exact.
    """
    error = np.asarray(error, dtype=float)
    largest = np.max(error, initial=0.0, where=np.isfinite(error))
    return SAFETY * unit(dtype) * np.maximum(error, largest / 8)


def around(wanted: Any, dtype: Any = np.float64) -> Array:
    """The tolerance of a forward value: its own rounding counts, and data of order 1 may have cancelled."""
    wanted = bounded(wanted)
    size = np.where(np.isfinite(wanted.value), np.abs(wanted.value), 0.0)
    return tolerance(np.maximum(np.maximum(wanted.error, size), 1.0), dtype)


def forward(case: Case, subject: Subject) -> Outcome:
    """Emitted forward against the evaluator, within the rounding error of the model."""
    found = subject.kernels.forward(case)
    outcomes = []
    for tensor in (*subject.layer.outputs, *subject.layer.aux):
        made, wanted = found[tensor.name], case.forward[tensor.name]
        if tensor.kind == "integer":
            outcomes.append(compare(made, plain(wanted), np.zeros(made.shape), 1.0, LIMIT, tensor.name))
            continue
        wanted = bounded(wanted)
        scale = float(np.max(np.abs(wanted.value), initial=SMALLEST_SCALE, where=np.isfinite(wanted.value)))
        outcomes.append(compare(made, wanted.value, around(wanted), scale, LIMIT, tensor.name))
    return unless_unstable(case, worst(outcomes))


def unless_unstable(case: Case, outcome: Outcome) -> Outcome:
    """A comparison of nearly equal rounded numbers may go either way: nothing follows then."""
    if outcome.verdict is Verdict.FAIL and case.unstable:
        return Outcome(Verdict.INCONCLUSIVE, detail="a comparison is decided by rounding")
    return outcome


class Pulled(NamedTuple):
    """u J v for every column v, a bound of its error in units of u, and the sum of |terms|."""

    value: Array
    error: Array
    size: Array


def pulled(case: Case, tensor: Tensor, columns: Array) -> Pulled:
    """The forward-mode side of <Jv, u> = <v, J'u>; outputs that are infinite do not count."""
    outputs, _ = case.tangents(tensor, columns)
    total = Pulled(*(np.zeros(columns.shape[1]) for _ in range(3)))
    for name, u in case.cotangents().items():
        value, tangent = plain(outputs[name].value), outputs[name].tangent
        tangent = bounded(tangent)
        shape = (*value.shape, columns.shape[1])
        finite = np.isfinite(value)[..., None]
        terms = np.where(finite, u[..., None] * np.broadcast_to(tangent.value, shape), 0)
        error = np.where(finite, np.abs(u)[..., None] * np.broadcast_to(tangent.error, shape), 0)
        axes = tuple(range(value.ndim))
        size = np.abs(terms).sum(axis=axes)
        total = Pulled(
            total.value + terms.sum(axis=axes),
            total.error + error.sum(axis=axes) + (value.size + 2) * size,
            total.size + size,
        )
    return total


def along(gradient: Array, columns: Array) -> tuple[Array, Array]:
    """v . gradient for every column v, and the rounding error of that sum in units of u."""
    flat = gradient.reshape(-1, 1)
    with np.errstate(all="ignore"):
        terms = np.where(columns != 0, columns * flat, 0.0)
        found, size = terms.sum(axis=0), np.abs(terms).sum(axis=0)
    return found, len(flat) * np.where(np.isfinite(size), size, 0.0)


def derivative(found: Array, wanted: Pulled, error: Array, dtype: Any, limit: float, what: str) -> Outcome:
    """Compare derivatives where the model has one."""
    regular = np.isfinite(wanted.value) & np.isfinite(wanted.error)
    if not regular.all() and (not regular.any() or not np.isfinite(found).all()):
        return Outcome(Verdict.INCONCLUSIVE, detail="the derivative is not finite")
    bound = tolerance((wanted.error + error)[regular], dtype)
    scale = float(np.max(wanted.size[regular], initial=0.0))
    return compare(found[regular], wanted.value[regular], bound, scale, limit, what)


def shaped(gradient: Array, case: Case, tensor: Tensor) -> Outcome | None:
    if gradient.shape != case.shape(tensor):
        text = f"d{tensor.name} has shape {gradient.shape}, {tensor.name} has {case.shape(tensor)}"
        return Outcome(Verdict.FAIL, np.inf, 0.0, text)
    return None


def dot_product(case: Case, subject: Subject) -> Outcome:
    """<Jv, u> = <v, J'u>, with Jv from dual numbers through the model and J'u from the kernel."""
    tensor = subject.tensor
    gradient = subject.kernels.vjp(case, tensor)
    wrong = shaped(gradient, case, tensor)
    if wrong:
        return wrong
    columns = case.directions(tensor)
    found, error = along(gradient, columns)
    wanted = pulled(case, tensor, columns)
    outcome = derivative(found, wanted, error, np.float64, LIMIT, f"<v, d{tensor.name}> of direction ")
    return unless_unstable(case, outcome)


def in_blocks(case: Case, subject: Subject) -> Outcome:
    """Forward and <Jv, u> = <v, J'u> once more with every contraction in blocks, as large arrays have it."""
    with _vectors(subject.kernels.module).always_blocks():
        return worst([forward(case, subject), dot_product(case, subject)])


def has_blocks(subject: Subject) -> bool:
    """Whether the module holds contractions that small arrays compute in plain loops."""
    return _vectors(subject.kernels.module) is not None


def _vectors(module: Any) -> Any:
    """What the module's kernels share for contractions, if any of them has one."""
    named = any("blocks" in getattr(value, "__globals__", {}) for value in vars(module).values())
    return sys.modules[f"{module.__package__}.vectors"] if named else None


def jvp(case: Case, subject: Subject) -> Outcome:
    """The emitted forward-mode derivative against dual numbers through the model."""
    columns = case.directions(subject.tensor, coordinates=1, random=1)
    outputs, _ = case.tangents(subject.tensor, columns)
    outcomes = []
    for k in range(columns.shape[1]):
        made = subject.kernels.jvp(case, subject.tensor, columns[:, k])
        for tensor in subject.layer.outputs:
            value, tangent = plain(outputs[tensor.name].value), bounded(outputs[tensor.name].tangent)
            wanted = np.broadcast_to(tangent.value, (*value.shape, columns.shape[1]))[..., k]
            error = np.broadcast_to(tangent.error, (*value.shape, columns.shape[1]))[..., k]
            keep = np.isfinite(value) & np.isfinite(wanted) & np.isfinite(error)
            side = Pulled(wanted[keep], error[keep] + np.abs(wanted[keep]), np.abs(wanted[keep]))
            what = f"{tensor.name}_dot of direction {k} at "
            outcomes.append(
                derivative(made[tensor.name][keep], side, error[keep] * 0, np.float64, LIMIT, what)
            )
    return unless_unstable(case, worst(outcomes))


def float32(case: Case, subject: Subject) -> Outcome:
    """The float32 kernels against the float64 ones, within the bound that u = 2^-24 allows."""
    tensor, kernels = subject.tensor, subject.kernels
    outcomes = []
    single, double = kernels.forward(case, np.float32), kernels.forward(case)
    for output in subject.layer.outputs:
        if single[output.name].dtype != np.float32:
            return Outcome(
                Verdict.FAIL, np.inf, 0.0, f"{output.name} is {single[output.name].dtype}, not float32"
            )
        bound = around(case.forward[output.name], np.float32)
        wanted = double[output.name]
        scale = float(np.max(np.abs(wanted), initial=SMALLEST_SCALE, where=np.isfinite(wanted)))
        outcomes.append(compare(single[output.name], wanted, bound, scale, LIMIT_FLOAT32, output.name))
    columns = case.directions(tensor)
    found, error = along(kernels.vjp(case, tensor, np.float32).astype(np.float64), columns)
    reference, _ = along(kernels.vjp(case, tensor), columns)
    wanted_size = pulled(case, tensor, columns)
    side = Pulled(reference, wanted_size.error, wanted_size.size)
    outcomes.append(
        derivative(found, side, error, np.float32, LIMIT_FLOAT32, f"d{tensor.name} in direction ")
    )
    return unless_unstable(case, worst(outcomes))


__all__ = [
    "LIMIT",
    "SAFETY",
    "Check",
    "Pulled",
    "Rung",
    "Subject",
    "along",
    "around",
    "derivative",
    "dot_product",
    "float32",
    "forward",
    "has_blocks",
    "in_blocks",
    "jvp",
    "pulled",
    "shaped",
    "tolerance",
    "unit",
    "unless_unstable",
]
