"""What every kernel promises besides its numbers: memory that it may touch, and ways to call it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from inspect import signature
from typing import Any

import numpy as np

from codegen.verification.cases import Case, free_symbols
from codegen.verification.interpreter.evaluate import EvaluationError
from codegen.verification.interpreter.numbers import Array, bounded
from codegen.verification.judgement import compare, tolerance, worst
from codegen.verification.report import Outcome, Verdict
from codegen.verification.rungs.pairing import along, called
from codegen.verification.rungs.subject import Subject
from codegen.verification.strategies import broken
from derive.expr import Tensor


def contract(case: Case, subject: Subject) -> Outcome:
    """``out=`` is overwritten, strided inputs work, inputs stay, all calls agree, empty batches work, results
    have memory of their own, and any rank will do where a layer says so.

    Foreign functions promise neither ``out=`` nor residuals nor a word on empty batches.
    """
    parts: tuple[Callable[[Case, Subject], Outcome], ...] = (strided_inputs, inputs_stay, together)
    if subject.kernels.native or _takes(subject, "out"):
        parts = (stale_output, *parts)
    if subject.kernels.native:
        parts = (*parts, residuals_agree, empty_batch, own_memory, any_shape)
    return worst([part(case, subject) for part in parts])


def _takes(subject: Subject, keyword: str) -> bool:
    """Whether the function of the gradient names a keyword."""
    try:
        return keyword in signature(subject.kernels.gradient_function(subject.tensor)).parameters
    except (TypeError, ValueError):
        return False


def _same(found: Array, wanted: Array, what: str) -> Outcome:
    return compare(found, wanted, np.zeros(wanted.shape), 1.0, np.inf, what)


def stale_output(case: Case, subject: Subject) -> Outcome:
    """A gradient written over NaNs is the gradient (an accumulation into an old buffer is not)."""
    wanted = subject.kernels.vjp(case, subject.tensor)
    out = np.full(wanted.shape, np.nan)
    made = subject.kernels.vjp(case, subject.tensor, out=out)
    if made is not out and not np.shares_memory(made, out) and made.size:
        return Outcome(Verdict.FAIL, np.inf, 0.0, "out= was not written to")
    return _same(out, wanted, f"d{subject.tensor.name} with out= ")


def spread(a: Array) -> Array:
    """The same numbers with gaps between them and the axes in the opposite order in memory."""
    wide = np.full((*a.T.shape, 2), np.nan if a.dtype.kind == "f" else 10**6, dtype=a.dtype)
    wide[..., 0] = a.T
    return wide[..., 0].T


def strided_inputs(case: Case, subject: Subject) -> Outcome:
    """Inputs that are not contiguous give the same result, or an error that speaks of contiguity."""
    kernels, tensor = subject.kernels, subject.tensor
    given: list[Any] = [*kernels.cotangents(case), *kernels.arguments(case)]
    strided = [a if a is None or a.ndim == 0 else spread(a) for a in given]
    try:
        made = kernels.gradient_function(tensor)(*strided, **case.options)
    except ValueError as error:
        clear = "contiguous" in str(error)
        return Outcome(Verdict.PASS if clear else Verdict.FAIL, 0.0, 0.0, f"strided inputs: {error}")
    return _same(np.asarray(made), kernels.vjp(case, tensor), f"d{tensor.name} of strided inputs ")


def inputs_stay(case: Case, subject: Subject) -> Outcome:
    """No kernel writes to what it reads."""
    kernels = subject.kernels
    given: list[Any] = [*kernels.cotangents(case), *kernels.arguments(case)]
    before = [None if a is None else a.copy() for a in given]
    kernels.gradient_function(subject.tensor)(*given, **case.options)
    pairs = [(a, b) for a, b in zip(given, before, strict=True) if a is not None and b is not None]
    return worst([_same(a, b, "an input after the call ") for a, b in pairs])


def residuals_agree(case: Case, subject: Subject) -> Outcome:
    """Saved intermediate values lead to the same gradient as recomputed ones."""
    kernels = subject.kernels
    _, residuals = kernels.module.forward(*kernels.arguments(case), save=True, **case.options)
    made = kernels.vjp(case, subject.tensor, residuals=residuals)
    return _same(made, kernels.vjp(case, subject.tensor), f"d{subject.tensor.name} with residuals= ")


def together(case: Case, subject: Subject) -> Outcome:
    """``vjp`` gives what the single functions give, within rounding."""
    kernels, tensor = subject.kernels, subject.tensor
    if not kernels.has("vjp"):
        return Outcome(Verdict.PASS)
    columns = case.directions(tensor)
    wanted, error = along(kernels.vjp(case, tensor), columns)
    found, _ = along(kernels.vjp_all(case)[tensor.name], columns)
    bound = tolerance(case.pulled(tensor, columns).error + error)
    names = called(case, tensor, columns, " by vjp()")
    return compare(found, wanted, bound, 1.0, np.inf, names)


def own_memory(case: Case, subject: Subject) -> Outcome:
    """What one call returned stays what it is when another is made, and is nobody's input."""
    kernels = subject.kernels
    given = [*kernels.cotangents(case), *kernels.arguments(case)]
    inputs = given[len(subject.layer.outputs) :]
    calls = (
        (kernels.gradient_function(subject.tensor), given),
        (lambda *a, **o: tuple(kernels.named(kernels.module.forward(*a, **o)).values()), inputs),
    )
    for function, arguments in calls:
        first, second = (_arrays(function(*arguments, **case.options)) for _ in range(2))
        others = [*second, *(a for a in arguments if a is not None)]
        if any(np.may_share_memory(a, b) for a in first for b in others if a.size):
            return Outcome(Verdict.FAIL, np.inf, 0.0, "the memory of a result is also somebody else's")
    return Outcome(Verdict.PASS)


def _arrays(made: Any) -> list[Array]:
    return [np.asarray(a) for a in made] if isinstance(made, tuple) else [np.asarray(made)]


def any_shape(case: Case, subject: Subject) -> Outcome:
    """What takes arrays of any shape makes of a higher rank what it makes of the flat one."""
    kernels = subject.kernels
    if not kernels.module.SPEC["elementwise"]:
        return Outcome(Verdict.PASS)
    given: list[Any] = [*kernels.cotangents(case), *kernels.arguments(case)]
    high = [a if a is None else a.reshape(1, *a.shape, 1) for a in given]
    shape = (1, *case.shape(subject.tensor), 1)
    found = np.asarray(kernels.gradient_function(subject.tensor)(*high, **case.options))
    forward = _arrays(kernels.module.forward(*high[len(subject.layer.outputs) :], **case.options))
    outcomes = [
        _same(made.reshape(-1) if made.shape == shape else made, wanted, f"{name} of three axes ")
        for made, wanted, name in (
            (found, kernels.vjp(case, subject.tensor), f"d{subject.tensor.name}"),
            *zip(forward, kernels.forward(case).values(), kernels.forward(case), strict=True),
        )
    ]
    return worst(outcomes)


def empty_batch(case: Case, subject: Subject) -> Outcome:
    """With no sample at all: gradients of the right shape, zero where they sum over samples, or an error."""
    batch = next((s for s in free_symbols(subject.layer) if _is_batch(subject, s)), None)
    if batch is None:
        return Outcome(Verdict.PASS)
    empty = replace(case, chosen=tuple((k, 0 if k == batch.name else v) for k, v in case.chosen))
    values = dict(empty.chosen)
    wrong = broken(subject.layer, {s: values[s.name] for s in free_symbols(subject.layer)})
    if wrong or not _is_regular(empty):
        return Outcome(Verdict.PASS)
    try:
        made = subject.kernels.vjp(empty, subject.tensor)
    except ValueError:
        return Outcome(Verdict.PASS)
    return _same(made, np.zeros(empty.shape(subject.tensor)), f"d{subject.tensor.name} of an empty batch ")


def _is_batch(subject: Subject, symbol: Any) -> bool:
    """Whether an extent leads every output, and no integers have to lie below it."""
    layer = subject.layer
    free = not any(symbol in t.bound.free_symbols for t in layer.inputs)
    return free and all(t.shape and t.shape[0] == symbol for t in layer.outputs)


def _is_regular(case: Case) -> bool:
    try:
        made = case.forward
    except (EvaluationError, ZeroDivisionError):
        return False
    real = [t for t in (d.tensor for d in case.layer.forward) if isinstance(t, Tensor) and t.kind == "real"]
    return all(np.isfinite(bounded(made[t.name]).value).all() for t in real)


__all__ = ["contract", "spread"]
