"""Which wrong formula gives what somebody's gradient gives: suspects that agree with it on every case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import process_time

import numpy as np

from codegen.check.suspects import Suspect, derived, suspects
from codegen.verification import Case, EvaluationError
from codegen.verification.interpreter.numbers import Array
from derive.expr import Tensor
from derive.gradients import gradients
from derive.model.layer import Layer

SECONDS = 6.0
"""Of the processor: a diagnosis that has not been found by then is not given."""

CLOSE = 1e-9
"""Of the largest value: rounding of one formula in two orders; a wrong term is larger on generic data."""

MOST = 3

_CANNOT = (ArithmeticError, EvaluationError, LookupError, TypeError, ValueError, NotImplementedError)

Found = Callable[[Case], Array]


def diagnose(
    layer: Layer, tensor: Tensor, answers: Sequence[tuple[Case, Array]]
) -> tuple[list[Suspect], bool]:
    """The first suspects that agree with the answers on all cases, and whether all were tried in time.

    ``answers``: cases with what the function gave; some of them are wrong, none may agree by chance.
    """
    start = process_time()
    right = gradients(layer, mode="free")
    factor = _constant_factor(tensor, [(c, a, derived(c, tensor, right)) for c, a in answers])
    if factor:
        return [factor], True
    agreeing: list[Suspect] = []
    for suspect in suspects(layer, tensor, right):
        if process_time() - start > SECONDS:
            return agreeing, False
        if all(_agrees(suspect, case, answer) for case, answer in answers):
            agreeing.append(suspect)
            if len(agreeing) == MOST:
                break
    return agreeing, True


def _agrees(suspect: Suspect, case: Case, answer: Array) -> bool:
    try:
        guess = suspect.gradient(case)
    except _CANNOT:
        return False
    return same(guess, answer)


def same(a: Array, b: Array) -> bool:
    """Whether two arrays agree but for the rounding of another order."""
    if a.shape != b.shape:
        return False
    finite = np.isfinite(b)
    scale = float(np.max(np.abs(b), initial=1e-300, where=finite))
    with np.errstate(all="ignore"):
        return bool(np.all((np.abs(a - b) <= CLOSE * scale) | (np.isnan(a) & np.isnan(b)) | (a == b)))


def _constant_factor(tensor: Tensor, answers: Sequence[tuple[Case, Array, Array]]) -> Suspect | None:
    """The right gradient times a number, or times or over a size or an option."""
    ratios = []
    for _, answer, right in answers:
        at = np.abs(right) > CLOSE * max(float(np.max(np.abs(right), initial=0.0)), 1e-300)
        if answer.shape != right.shape or not at.any():
            return None
        ratio = float(np.median(answer[at] / right[at]))
        if not same(ratio * right, answer):
            return None
        ratios.append(ratio)
    words = next(_factors(ratios, [case for case, _, _ in answers]), None)
    return None if words is None else Suspect(words, lambda case: np.zeros(0))


def _factors(ratios: Sequence[float], cases: Sequence[Case]) -> Iterator[str]:
    if np.allclose(ratios, ratios[0], rtol=1e-9) and abs(ratios[0]) > CLOSE:
        yield "with the sign turned" if abs(ratios[0] + 1) < CLOSE else f"times {ratios[0]:.6g}"
    names = [s.name for s in cases[0].symbols]
    for name in names:
        values = [float({s.name: v for s, v in case.symbols.items()}[name]) for case in cases]
        if np.allclose(ratios, values, rtol=1e-9):
            yield f"times {name}: a division by {name} is missing"
        if all(values) and np.allclose(ratios, [1 / v for v in values], rtol=1e-9):
            yield f"over {name}: a division by {name} too many"


__all__ = ["Found", "diagnose", "same"]
