"""Derivatives measured on the emitted forward: complex step where it has one, differences everywhere else."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from sympy import Abs, ceiling, floor, sign

from codegen.verification.cases import Case
from codegen.verification.interpreter.numbers import Array, bounded
from codegen.verification.report import Outcome, Verdict, compare, worst
from codegen.verification.rungs import differences
from codegen.verification.rungs.checks import (
    LIMIT,
    SAFETY,
    Pulled,
    Subject,
    along,
    derivative,
    pulled,
    shaped,
    tolerance,
    unit,
)
from derive.expr import Acc, Cond, Hat, HatSlope, Reduce, Tensor
from derive.model.layer import Layer

STEP = 1e-30


def is_analytic(layer: Layer) -> bool:
    """Whether the forward has a complex continuation: nothing in it compares or rounds real data."""
    return not any(_has_kink(one.expr) for one in layer.forward)


def _has_kink(expr: Any) -> bool:
    deciding = [*expr.atoms(Cond), *expr.atoms(Hat, HatSlope, floor, ceiling, Abs, sign)]
    deciding += [r.body for r in expr.atoms(Reduce) if r.op not in ("sum", "prod")]
    return any(a.tensor.kind == "real" for e in deciding for a in e.atoms(Acc))


def takes_complex(subject: Subject) -> bool:
    """Whether the complex step says anything: an analytic forward, in a module that does not deny it."""
    spec = getattr(subject.kernels.module, "SPEC", {"analytic": True})
    return is_analytic(subject.layer) and bool(spec["analytic"])


def complex_step(case: Case, subject: Subject) -> Outcome:
    """Im f(x + ihv) / h of the emitted forward against the VJP (Squire & Trapp 1998)."""
    tensor, kernels = subject.tensor, subject.kernels
    columns = case.directions(tensor, coordinates=4)
    found, error = along(kernels.vjp(case, tensor), columns)
    wanted = pulled(case, tensor, columns)
    measured = np.zeros(columns.shape[1])
    for k in range(columns.shape[1]):
        moved = case.arrays[tensor.name] + 1j * STEP * columns[:, k].reshape(case.shape(tensor))
        made = kernels.forward(case, np.complex128, **{tensor.name: moved})
        for name, u in case.cotangents().items():
            regular = np.isfinite(made[name].real)
            measured[k] += float(np.sum((u * made[name].imag)[regular])) / STEP
    side = Pulled(measured, wanted.error, wanted.size)
    return derivative(found, side, error, np.float64, LIMIT, f"<v, d{tensor.name}> of direction ")


def finite_differences(case: Case, subject: Subject) -> Outcome:
    """Central differences of the emitted forward in float64, away from every kink of the model."""
    tensor, kernels = subject.tensor, subject.kernels
    case, columns, distance = _smooth(case, tensor)
    gradient = kernels.vjp(case, tensor)
    wrong = shaped(gradient, case, tensor)
    if wrong:
        return wrong
    found, error = along(gradient, columns)
    scale = float(np.max(np.abs(gradient), initial=0.0))
    outcomes = []
    for k in range(columns.shape[1]):
        if not distance[k] > 2.0**-20:
            outcomes.append(Outcome(Verdict.INCONCLUSIVE, detail="too near to a kink"))
            continue
        measured = _measure(case, subject, columns[:, k], min(1.0, float(distance[k]) / 4))
        size = max(scale, abs(measured.value), float(error[k]) / max(len(columns), 1))
        bound = measured.bound + SAFETY * unit(np.float64) * float(error[k])
        what = f"<v, d{tensor.name}> of direction {k}"
        outcomes.append(
            compare(found[k : k + 1], np.array([measured.value]), np.array([bound]), size, LIMIT, what)
        )
    failed = [o for o in outcomes if o.verdict is Verdict.FAIL]
    passed = [o for o in outcomes if o.verdict is Verdict.PASS]
    return worst(failed or passed or outcomes)


def _smooth(case: Case, tensor: Tensor, attempts: int = 4) -> tuple[Case, Array, Array]:
    """The case, or one with other generic data, whose directions lead farthest from the kinks."""
    best: tuple[Case, Array, Array] | None = None
    for attempt in range(attempts):
        near = case if attempt == 0 else replace(case, seed=case.seed + 100_003 * attempt, style="dyadic")
        columns = near.directions(tensor, coordinates=3, random=1)
        _, ev = near.tangents(tensor, columns)
        distance = np.broadcast_to(ev.watch.distance, columns.shape[1:])
        if best is None or distance.min(initial=np.inf) > best[2].min(initial=np.inf):
            best = near, columns, distance
        if distance.min(initial=np.inf) > 2.0**-8:
            break
    assert best is not None
    return best


def _measure(case: Case, subject: Subject, column: Array, largest: float) -> differences.Difference:
    """d/dt of <u, forward(x + t v)> by differences; x + t v is exact for the data of a case."""
    tensor, kernels = subject.tensor, subject.kernels
    start, step = case.arrays[tensor.name], column.reshape(case.shape(tensor))
    cotangents = case.cotangents()
    # Data that happen to be computed without rounding say nothing about the places beside them.
    beside = case.moved(tensor, start + largest * step)
    f_error = max(_rounding(cotangents, forward) for forward in (case.forward, beside))

    def f(t: float) -> float:
        made = kernels.forward(case, np.float64, **{tensor.name: start + t * step})
        terms: list[float] = []
        for name, u in cotangents.items():
            keep = np.isfinite(bounded(case.forward[name]).value)
            terms += (u * made[name])[keep].tolist()
        return math.fsum(terms) if np.isfinite(terms).all() else math.nan

    return differences.best(f, largest, f_error)


def _rounding(cotangents: Mapping[str, Array], forward: Mapping[str, Any]) -> float:
    """What rounding may do to <u, forward>."""
    total = 0.0
    for name, u in cotangents.items():
        y = bounded(forward[name])
        keep = np.isfinite(y.value)
        total += float(np.sum((np.abs(u) * (tolerance(y.error) + unit(np.float64) * np.abs(y.value)))[keep]))
    return total


__all__ = ["complex_step", "finite_differences", "is_analytic", "takes_complex"]
