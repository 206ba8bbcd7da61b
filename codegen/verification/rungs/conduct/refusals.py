"""What a kernel must refuse or get right: memory that overlaps, other layouts, labels that name nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.interpreter.numbers import Array
from codegen.verification.judgement import unit, worst
from codegen.verification.report import Outcome, Verdict
from codegen.verification.rungs.subject import Subject

PASSED = Outcome(Verdict.PASS)
LAST = 64
"""So many units in the last place of the largest element are no difference here."""
REFUSED = (TypeError, ValueError)


def refusals(case: Case, subject: Subject) -> Outcome:
    """The forward and the gradient of the subject, each way that it can be called wrongly or otherwise."""
    kernels, tensor = subject.kernels, subject.tensor
    inputs, seeds = kernels.arguments(case), kernels.cotangents(case)
    calls: tuple[tuple[str, Callable[..., Any], list[Any]], ...] = (
        ("forward", kernels.module.forward, [*inputs]),
        (f"vjp_{tensor.name}", kernels.gradient_function(tensor), [*seeds, *inputs]),
    )
    found = []
    for name, function, given in calls:
        outputs = subject.layer.outputs if name == "forward" else (tensor,)
        alone = len(outputs) + (len(subject.layer.aux) if name == "forward" else 0) == 1
        found += [*layouts(name, function, given, case), *stay(name, function, given, case)]
        found += memory(name, function, given, case) if alone and outputs[0].kind == "real" else ()
    return worst([*found, *labels(case, subject)])


def first(made: Any) -> Array:
    return np.asarray(made[0] if isinstance(made, tuple) else made)


def layouts(name: str, function: Callable[..., Any], given: list[Any], case: Case) -> Iterator[Outcome]:
    """Arrays in the order of Fortran, and such that may only be read, give the same result or an error."""
    wanted = first(function(*given, **case.options))
    for how, change in (("in the order of Fortran", np.asfortranarray), ("to be read only", _frozen)):
        other = [a if a is None else change(a) for a in given]
        try:
            made = first(function(*other, **case.options))
        except REFUSED:
            continue
        yield PASSED if alike(made, wanted) else _failed(f"{name} of arrays {how} is another")


def alike(made: Array, wanted: Array) -> bool:
    """The same but for the last bits: which loop runs may hang on where arrays lie."""
    bound = LAST * unit(wanted.dtype) if wanted.dtype.kind == "f" else 0.0
    largest = np.max(np.abs(wanted), initial=0.0, where=np.isfinite(wanted))
    same = made.shape == wanted.shape and np.allclose(made, wanted, 0.0, bound * largest, equal_nan=True)
    return bool(same)


def _frozen(a: Array) -> Array:
    made = np.array(a)
    made.flags.writeable = False
    return made


def stay(name: str, function: Callable[..., Any], given: list[Any], case: Case) -> Iterator[Outcome]:
    """No argument is written to."""
    before = [None if a is None else a.copy() for a in given]
    function(*given, **case.options)
    pairs = [(a, b) for a, b in zip(given, before, strict=True) if a is not None and b is not None]
    changed = [a.tobytes() != b.tobytes() for a, b in pairs]
    yield _failed(f"{name} writes to an argument") if any(changed) else PASSED


def memory(name: str, function: Callable[..., Any], given: list[Any], case: Case) -> Iterator[Outcome]:
    """``out`` of another shape or type is refused; so is an argument, unless the result is right."""
    wanted = first(function(*given, **case.options))
    wrong = {
        "of another shape": np.zeros((*wanted.shape, 2)),
        "of another type": np.zeros(wanted.shape, np.float32),
        "in the order of Fortran": np.zeros((*wanted.shape, 2)).T[0].T if wanted.ndim else wanted,
        "to be read only": _frozen(wanted),
    }
    for how, out in wrong.items():
        taken, made = _tried(function, given, case, out)
        right = taken and how.endswith("Fortran") and alike(first(made), wanted)
        yield _failed(f"{name} takes an out {how}") if taken and not right else PASSED
    for k, a in enumerate(given):
        if a is not None and a.shape == wanted.shape and a.dtype == wanted.dtype and a.flags.c_contiguous:
            mine = [b if b is None else b.copy() for b in given]
            taken, made = _tried(function, mine, case, np.asarray(mine[k]))
            same = taken and alike(first(made), wanted)
            yield _failed(f"{name} with out= an argument is another") if taken and not same else PASSED
    out = np.full(wanted.shape, np.nan)
    taken, _ = _tried(function, given, case, out)
    yield PASSED if taken and alike(out, wanted) else _failed(f"{name} does not fill out")


def _tried(function: Callable[..., Any], given: list[Any], case: Case, out: Array) -> tuple[bool, Any]:
    """Whether a call is accepted, and what it returns."""
    try:
        return True, function(*given, **case.options, out=out)
    except REFUSED:
        return False, None


def labels(case: Case, subject: Subject) -> Iterator[Outcome]:
    """Integers that name no place are refused."""
    for tensor in subject.layer.inputs:
        array = case.arrays[tensor.name]
        if tensor.kind != "integer" or not array.size or tensor.bound == 0:
            continue
        below = Evaluator.at_sizes(case.symbols, {}).scalar(tensor.bound)
        exempt = None if tensor.exempt is None else Evaluator.at_sizes(case.symbols, {}).scalar(tensor.exempt)
        for value in {below, -2, 2**40} - {exempt}:
            other = array.copy()
            other.reshape(-1)[-1] = value
            try:
                subject.kernels.forward(case, **{tensor.name: other})
            except REFUSED:
                continue
            yield _failed(f"forward takes {tensor.name} = {value}, not below {below}")


def _failed(text: str) -> Outcome:
    return Outcome(Verdict.FAIL, np.inf, 0.0, text)


__all__ = ["refusals"]
