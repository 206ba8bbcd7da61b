"""Which wrong formula gives what somebody's gradient gives: suspects that agree with it on every case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import prod
from time import process_time
from typing import Any, NamedTuple

import numpy as np

from codegen.check.answers import nothing, slack
from codegen.check.suspects import Suspect, derived, suspects
from codegen.verification import Case, EvaluationError
from codegen.verification.interpreter.numbers import Array
from derive.expr import Tensor
from derive.gradients import gradients
from derive.model.layer import Layer

SECONDS = 6.0
"""Of the processor: a diagnosis that has not been found by then is not given."""

MOST = 3

_CANNOT = (ArithmeticError, EvaluationError, LookupError, TypeError, ValueError, NotImplementedError)

SIZES = 3
"""A mean is over so many axes at most."""

Found = Callable[[Case], Array]


class Diagnosis(NamedTuple):
    """``stopped``: how far the search came, where the time was over before all were tried."""

    agreeing: list[Suspect]
    stopped: str = ""


def diagnose(
    layer: Layer,
    tensor: Tensor,
    answers: Sequence[tuple[Case, Array]],
    more: Sequence[tuple[Case, Array]] = (),
) -> Diagnosis:
    """The first suspects that agree with the answers on all cases.

    ``answers``: cases with what the function gave; some of them are wrong, none may agree by chance.
    ``more`` of them tell sizes apart by which a few answers may have been divided.
    """
    start = process_time()
    right = gradients(layer, mode="free")
    factor = _constant_factor(tensor, [(c, a, derived(c, tensor, right)) for c, a in (*answers, *more)])
    if factor:
        return Diagnosis([factor])
    agreeing: dict[Any, Suspect] = {}
    for tried, suspect in enumerate(suspects(layer, tensor, right)):
        if process_time() - start > SECONDS:
            return Diagnosis(list(agreeing.values()), f"{tried} wrong formulas, up to those {suspect.named}")
        if all(_agrees(suspect, case, answer) for case, answer in answers):
            agreeing.setdefault(suspect.identity, suspect)
            if len(agreeing) == MOST:
                break
    return Diagnosis(list(agreeing.values()))


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
        near = np.abs(a - b) <= max(slack(b) * scale, nothing(b))
        return bool(np.all(near | (np.isnan(a) & np.isnan(b)) | (a == b)))


def _constant_factor(tensor: Tensor, answers: Sequence[tuple[Case, Array, Array]]) -> Suspect | None:
    """The right gradient times a number, or times or over a size or an option."""
    ratios = []
    telling = [one for one in answers if max(map(_largest, one[1:])) > nothing(one[1])]
    for _, answer, right in telling:
        at = np.abs(right) > max(slack(answer) * _largest(right), nothing(answer))
        if answer.shape != right.shape or not at.any():
            return None
        ratio = float(np.median(answer[at] / right[at]))
        if not same(ratio * right, answer):
            return None
        ratios.append(ratio)
    if not ratios:
        return None
    close = max(slack(answer) for _, answer, _ in telling)
    words = next(_factors(ratios, [case for case, _, _ in telling], close), None)
    return None if words is None else Suspect(words, lambda case: np.zeros(0))


def _largest(values: Array) -> float:
    return float(np.max(np.abs(values), initial=0.0))


def _factors(ratios: Sequence[float], cases: Sequence[Case], close: float) -> Iterator[str]:
    if np.allclose(ratios, ratios[0], rtol=close) and abs(ratios[0]) > close:
        yield "with the sign turned" if abs(ratios[0] + 1) < close else f"times {ratios[0]:.6g}"
    for names in _some_sizes(cases[0]):
        values = [float(prod(_value(case, name) for name in names)) for case in cases]
        said = "·".join(names)
        if np.allclose(ratios, values, rtol=close):
            yield f"times {said}: a division by {said} is missing"
        if all(values) and np.allclose(ratios, [1 / v for v in values], rtol=close):
            yield f"over {said}: a division by {said} too many"


def _some_sizes(case: Case) -> Iterator[tuple[str, ...]]:
    """One symbol, else a few sizes at once: what a mean over some axes divides by."""
    symbols = [s.name for s in case.symbols]
    options = {s.name for option in case.layer.options for s in option.symbols}
    yield from ((name,) for name in symbols)
    sizes = [name for name in symbols if name not in options]
    for count in range(2, SIZES + 1):
        yield from combinations(sizes, count)


def _value(case: Case, name: str) -> Any:
    return next(value for symbol, value in case.symbols.items() if symbol.name == name)


__all__ = ["Diagnosis", "Found", "diagnose", "same"]
