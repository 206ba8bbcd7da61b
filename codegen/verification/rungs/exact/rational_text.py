"""The text of the kernels over fractions: forward and gradient of a rational layer have no error at all."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from sympy import Abs, Pow, ceiling, floor, sign
from sympy.core.function import Function

from codegen.verification.cases import Case
from codegen.verification.interpreter import Array
from codegen.verification.judgement import worst
from codegen.verification.report import Outcome, Verdict
from codegen.verification.rungs.derivatives.dot_product import forced, has_blocks
from codegen.verification.rungs.derivatives.dot_product import ways as of_module
from codegen.verification.rungs.exact.both_sides import (
    SAYS_NOTHING,
    Sample,
    dot,
    elements,
    forward,
    gradient,
    in_system,
    point,
    reason,
    unit,
)
from codegen.verification.rungs.pairing import element, shaped
from codegen.verification.rungs.subject import Subject
from codegen.verification.systems import RATIONAL, fraction
from derive.expr import FloorDiv, Gcd, Hat, HatSlope, Modulo, Residue, Tensor
from derive.model.layer import Layer

LARGE = 2**61
"""Directions of integers up to here: two gradients that differ agree along one with probability 2^-61."""
FOREIGN = (TypeError, AttributeError, ValueError)
_WHOLE = (Abs, sign, floor, ceiling, FloorDiv, Modulo, Gcd, Residue, Hat, HatSlope)


def is_rational(layer: Layer) -> bool:
    """Whether the forward is made of sums, products, quotients and choices."""
    return not any(_leaves_fractions(one.expr) for one in layer.forward)


def _leaves_fractions(expr: Any) -> bool:
    functions = [f for f in expr.atoms(Function) if not isinstance(f, _WHOLE)]
    return bool(functions) or any(not p.exp.is_integer for p in expr.atoms(Pow))


def rational_text(case: Case, subject: Subject) -> Outcome:
    """The forward element by element, ⟨Jv, u⟩ = ⟨v, Jᵀu⟩ along a direction of large integers; every way."""
    at = point(case, RATIONAL, fraction)
    exact = in_system(subject, RATIONAL)
    try:
        return worst([_judged(at, exact, way) for way in ways(exact)])
    except SAYS_NOTHING as error:
        return Outcome.silence(reason(error))


def ways(subject: Subject) -> tuple[str, ...]:
    """Small arrays, and what the module says that it has for large ones."""
    return ("", *(of_module(subject.kernels.module) if has_blocks(subject) else ()))


def _judged(at: Sample, subject: Subject, way: str) -> Outcome:
    with forced(subject.kernels.module, way) if way else nullcontext():
        asked = [made for made in (_forward, _gradient) if _is_there(made, subject)]
        return worst([made(at, subject) for made in asked])


def _is_there(made: Callable[..., Outcome], subject: Subject) -> bool:
    return made is _gradient or subject.kernels.has("forward")


def _forward(at: Sample, subject: Subject) -> Outcome:
    try:
        found = forward(at, subject)
    except FOREIGN as error:
        return refused(subject, error)
    wanted = at.forward
    return worst([same(found[k], wanted[k], f"{k}") for k in found])


def _gradient(at: Sample, subject: Subject) -> Outcome:
    try:
        found = gradient(at, subject)
    except FOREIGN as error:
        return refused(subject, error)
    case, tensor = at.case, subject.tensor
    return shaped(found, case, tensor) or _paired(at, subject, found)


def refused(subject: Subject, error: Exception) -> Outcome:
    """A foreign function need not take fractions; the text of a kernel has to."""
    if subject.kernels.native:
        raise error
    return Outcome.silence(f"the function takes no fractions: {type(error).__name__}")


def _paired(at: Sample, subject: Subject, found: Array) -> Outcome:
    tensor = subject.tensor
    column, wanted = _asked(at, tensor)
    made = dot(column, found)
    if _left(made) or _left(wanted):
        return Outcome.silence("something is divided by zero")
    if not isinstance(made, int | Fraction):
        return Outcome.silence("the function rounds fractions")
    if made == wanted:
        return Outcome(Verdict.PASS)
    return next(
        _wrong(at, subject, found), Outcome(Verdict.FAIL, np.inf, 0.0, f"⟨v, d{tensor.name}⟩ differs")
    )


@lru_cache(maxsize=1)
def _asked(at: Sample, tensor: Tensor) -> tuple[Array, Any]:
    """A direction of large integers and what the model says along it, the same for all ways of a kernel."""
    rng = random.Random(at.case.seed)
    count = math.prod(at.case.shape(tensor))
    column = np.empty((count, 1), dtype=object)
    column[:, 0] = [Fraction(rng.randrange(1, LARGE)) for _ in range(count)]
    (wanted,) = at.pulled(tensor, column)
    return column[:, 0], wanted


def _left(value: Any) -> bool:
    return isinstance(value, float) and not np.isfinite(value)


def _wrong(at: Sample, subject: Subject, found: Array) -> Iterator[Outcome]:
    """The first element that is seen to be wrong."""
    case, tensor = at.case, subject.tensor
    for place in elements(case, tensor):
        (wanted,) = at.pulled(tensor, unit(found.size, place))
        if wanted != (made := found.reshape(-1)[place]):
            text = f"{element(tensor, found.shape, place)} is {made}, exactly {wanted}"
            yield Outcome(Verdict.FAIL, float(abs(fraction(made) - fraction(wanted))), 0.0, text)


def same(found: Any, wanted: Any, name: str) -> Outcome:
    """Two arrays of fractions, element by element."""
    found, wanted = np.asarray(found), np.asarray(wanted)
    if found.shape != wanted.shape:
        return Outcome(Verdict.FAIL, np.inf, 0.0, f"{name} has shape {found.shape}, expected {wanted.shape}")
    for place in np.ndindex(found.shape):
        if found[place] != wanted[place] and not (_left(found[place]) and _left(wanted[place])):
            text = f"{name}{list(place)} is {found[place]}, exactly {wanted[place]}"
            return Outcome(Verdict.FAIL, np.inf, 0.0, text)
    return Outcome(Verdict.PASS)


__all__ = ["is_rational", "rational_text", "refused", "same", "ways"]
