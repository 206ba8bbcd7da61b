"""<Jv, u> = <v, J'u>, direction by direction: what every rung that looks at a gradient has in common.

Where the model has no finite derivative by an element, no direction moves it (``Case.directions``); the
element is left open by name, all others are judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from codegen.verification.cases import Case, Pulled
from codegen.verification.interpreter.numbers import Array
from codegen.verification.interpreter.precision import DOUBLE
from codegen.verification.judgement import LIMIT, Names, compare, tolerance
from codegen.verification.report import Open, Outcome, Verdict
from codegen.verification.rungs.conditioning import conditioning
from derive.expr import StopGradient, Tensor, without_stops


def along(gradient: Array, columns: Array) -> tuple[Array, Array]:
    """v . gradient for every column v, and the rounding error of that sum in units of u."""
    flat = gradient.reshape(-1, 1)
    with np.errstate(all="ignore"):
        terms = np.where(columns != 0, columns * flat, 0.0)
        found, size = terms.sum(axis=0), np.abs(terms).sum(axis=0)
    return found, len(flat) * np.where(np.isfinite(size), size, 0.0)


def derivative(
    found: Array,
    wanted: Pulled,
    error: Array,
    dtype: Any,
    limit: float,
    names: Names,
    unknown: Mapping[str, Array] | None = None,
) -> Outcome:
    """Compare derivatives, one per direction."""
    scale = float(np.max(wanted.size, initial=0.0, where=np.isfinite(wanted.size)))
    bound = tolerance(wanted.error + error, dtype)
    return compare(found, wanted.value, bound, scale, limit, names, unknown)


def paired(
    case: Case,
    tensor: Tensor,
    gradient: Array,
    dtype: Any = np.float64,
    limit: float = LIMIT,
    by: str = "",
    columns: Array | None = None,
    wanted: Pulled | None = None,
) -> Outcome:
    """A whole gradient against dual numbers through the model (or what else is ``wanted``)."""
    wrong = shaped(gradient, case, tensor)
    if wrong:
        return wrong
    columns = case.directions(tensor) if columns is None else columns
    wanted = case.pulled(tensor, columns) if wanted is None else wanted
    found, error = along(gradient.astype(np.float64), columns)
    names = called(case, tensor, columns, by)
    outcome = derivative(found, wanted, error, dtype, limit, names)
    if outcome.verdict is not Verdict.PASS or outcome.open:  # else there is nothing to excuse
        error = error + np.abs(columns).T @ conditioning(case, tensor).reshape(-1)
        outcome = derivative(found, wanted, error, dtype, limit, names)
    return with_open(case, tensor, outcome)


def through_stops(case: Case, tensor: Tensor, columns: Array) -> Pulled:
    """What steps of the forward see beside the gradient: they do not stop where the model says."""
    if not any(one.expr.has(StopGradient) for one in case.layer.forward):
        return Pulled(*(np.zeros(columns.shape[1]) for _ in range(3)))
    opened = tuple(replace(one, expr=without_stops(one.expr)) for one in case.layer.forward)
    whole, own = (
        c.pulled(tensor, columns) for c in (replace(case, layer=replace(case.layer, forward=opened)), case)
    )
    return Pulled(whole.value - own.value, whole.error + own.error, whole.size + own.size)


def called(case: Case, tensor: Tensor, columns: Array, by: str = "") -> list[str]:
    """A name for every direction: the element that alone moves, or ``<v, dx>`` for a random one."""
    shape = case.shape(tensor)
    return [_called(tensor, shape, column, by) for column in columns.T]


def _called(tensor: Tensor, shape: tuple[int, ...], column: Array, by: str) -> str:
    (moved,) = np.nonzero(column)
    if len(moved) == 1:
        return element(tensor, shape, int(moved[0])) + by
    return f"<v, d{tensor.name}>{by}"


def element(tensor: Tensor, shape: tuple[int, ...], at: int) -> str:
    """``dx[0, 3]``."""
    place = ", ".join(str(int(i)) for i in np.unravel_index(at, shape)) if shape else ""
    return f"d{tensor.name}[{place}]"


def distances(case: Case, tensor: Tensor, columns: Array) -> Array:
    """How far one may go along each column before a comparison flips."""
    return case.tangents(tensor, columns).distance


def with_open(case: Case, tensor: Tensor, outcome: Outcome) -> Outcome:
    """The outcome of all directions, and beside it the elements that none of them moves."""
    regular = case.regular(tensor)
    if regular.all() or outcome.verdict is Verdict.FAIL:
        return outcome
    first = element(tensor, case.shape(tensor), int(np.flatnonzero(~regular)[0]))
    where = "" if case.precision == DOUBLE else f" in the range of {case.precision.name}"
    left = Open(f"the derivative of the model is not finite there{where}", first, int((~regular).sum()))
    if not regular.any():
        return Outcome.undecided(left)
    return replace(outcome, open=(*outcome.open, left))


def shaped(gradient: Array, case: Case, tensor: Tensor) -> Outcome | None:
    if gradient.shape != case.shape(tensor):
        text = f"d{tensor.name} has shape {gradient.shape}, {tensor.name} has {case.shape(tensor)}"
        return Outcome(Verdict.FAIL, np.inf, 0.0, text)
    return None


__all__ = [
    "along", "called", "derivative", "distances", "element", "paired", "shaped", "through_stops", "with_open",
]  # fmt: skip
