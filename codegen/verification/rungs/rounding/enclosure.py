"""Every element of a float32 result inside ``CONSTANT`` log₂(n) ε Σ|terms| of a value in float64.

Σ|terms| is the running error of the formula that was derived, counted operation by operation, a sum of n
terms as min(n, 1 + log₂ n) roundings of its terms; float64 encloses the value 2⁻²⁹ of that closely.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from codegen.verification.cases import Case, free_symbols
from codegen.verification.interpreter.doubt import uncertain
from codegen.verification.interpreter.numbers import Array, Bounded, bounded, plain
from codegen.verification.interpreter.precision import ROUNDED
from codegen.verification.judgement import LIMIT_FLOAT32, compare, known, scale_of
from codegen.verification.report import Outcome, Verdict
from codegen.verification.rungs.conditioning import evaluated
from codegen.verification.rungs.pairing import element, shaped
from codegen.verification.rungs.rounding.long_axes import companions
from codegen.verification.rungs.subject import Subject
from codegen.verification.strategies import work
from derive.expr import Index, Reduce

CONSTANT = 8.0
"""In units of ε.  A block of a long sum has at most 1024 terms in at least the eight partial sums of a
register: 128 + 3 roundings of half an ε, where log₂ 1024 = 10 times 8 ε admits 160; for sums of no more than
hundred terms it admits one rounding each, whatever their order.  Any other operation may become eight."""

RANGE = "a value on the way leaves the range of float32, or rounding decides a comparison"
SINGULAR = "the gradient is not finite there"


MOST_POINTS = 20_000_000
"""Of one definition, evaluated at once: some hundred megabytes."""


def rounding(case: Case, subject: Subject) -> Outcome:
    """The forward and the gradient of the case, and of one with a long axis."""
    bearable = [one for one in companions(case, subject.tensor) if points(one) <= MOST_POINTS]
    return known([_both(one, subject) for one in (case, *bearable)])


def points(case: Case) -> int:
    """Of the largest grid over which the model of a case is evaluated; a triangle takes its whole square."""
    found = work(case.layer, {s: case.symbols[s] for s in free_symbols(case.layer)})
    sums = [r for one in case.layer.forward for r in one.expr.atoms(Reduce)]
    ends = [end for r in sums for _, lo, hi in r.binders for end in (lo, hi)]
    return found * int(max(dict(case.chosen).values())) if any(end.has(Index) for end in ends) else found


def _both(case: Case, subject: Subject) -> Outcome:
    case, kernels, tensor = case.counted_in(ROUNDED), subject.kernels, subject.tensor
    made = kernels.forward(case, np.float32)
    named = {t.name: t for t in (*subject.layer.outputs, *subject.layer.aux)}
    found = [_forward(made[name], case.forward[name], name, t.kind) for name, t in named.items()]
    gradient = kernels.vjp(case, tensor, np.float32)
    found.append(shaped(gradient, case, tensor) or _gradient(case, subject, gradient))
    return known(found)


def _forward(made: Array, wanted: Any, name: str, kind: str) -> Outcome:
    if kind == "integer":
        return compare(made, plain(wanted), 0.0, 1.0, LIMIT_FLOAT32, name, {RANGE: uncertain(wanted)})
    if made.dtype != np.float32:
        return Outcome(Verdict.FAIL, np.inf, 0.0, f"{name} is {made.dtype}, not float32")
    return enclosed(made, bounded(wanted), name, {})


def _gradient(case: Case, subject: Subject, gradient: Array) -> Outcome:
    tensor = subject.tensor
    wanted = evaluated(case, tensor)
    shape = case.shape(tensor)
    singular = {SINGULAR: ~np.isfinite(wanted.value)}

    def name(at: tuple[int, ...]) -> str:
        return element(tensor, shape, int(np.ravel_multi_index(at, shape)) if shape else 0)

    return enclosed(gradient, wanted, name, singular)


def enclosed(made: Array, wanted: Bounded, names: Any, unknown: dict[str, Array]) -> Outcome:
    """Element by element; a value that is not finite is met exactly."""
    value = wanted.value.reshape(made.shape) if wanted.value.size == made.size else wanted.value
    error = wanted.error.reshape(value.shape)
    finite = np.isfinite(value)
    bound = np.where(finite, room(value, error), 0.0)
    unknown = {**unknown, RANGE: finite & ~np.isfinite(error)}
    return compare(made, value, bound, scale_of(value), LIMIT_FLOAT32, names, unknown)


def room(value: Array, error: Array) -> Array:
    """How far float32 may be away: the last rounding counts in any case, as does what is flushed."""
    with np.errstate(all="ignore"):
        counted = np.maximum(error, np.abs(value))
        return np.asarray(2 * CONSTANT * ROUNDED.unit * counted + ROUNDED.least)


__all__ = ["CONSTANT", "enclosed", "room", "rounding"]
