"""Im f(x + ihv) / h of the emitted forward against its gradient (Squire & Trapp 1998)."""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.exceptions import ComplexWarning
from sympy import Abs, ceiling, floor, sign

from codegen.verification.cases import Case
from codegen.verification.interpreter.numbers import Array, plain
from codegen.verification.judgement import unit
from codegen.verification.report import Open, Outcome
from codegen.verification.rungs.pairing import paired
from codegen.verification.rungs.subject import Subject
from derive.expr import Acc, Cond, Hat, HatSlope, Reduce, StopGradient
from derive.model.layer import Layer

REAL = (TypeError, ValueError, AttributeError, ComplexWarning)
"""What functions of real numbers say to complex ones, or when they drop what is imaginary."""
STEP = 1e-30
"""What is truncated is of its second order: far below itself."""


def is_analytic(layer: Layer) -> bool:
    """Whether the forward has a complex continuation: nothing in it compares or rounds real data,
    and no derivative stops."""
    return not any(_has_kink(one.expr) or one.expr.has(StopGradient) for one in layer.forward)


@lru_cache(maxsize=256)
def _has_kink(expr: Any) -> bool:
    deciding = [*expr.atoms(Cond), *expr.atoms(Hat, HatSlope, floor, ceiling, Abs, sign)]
    deciding += [r.body for r in expr.atoms(Reduce) if r.op not in ("sum", "prod")]
    return any(a.tensor.kind == "real" for e in deciding for a in e.atoms(Acc))


def takes_complex(subject: Subject) -> bool:
    """Whether the complex step says anything: an analytic forward, in a module that does not deny it."""
    spec = getattr(subject.kernels.module, "SPEC", {"analytic": True})
    return is_analytic(subject.layer) and bool(spec["analytic"])


def complex_step(case: Case, subject: Subject) -> Outcome:
    """The slopes that the complex forward shows, against the gradient."""
    tensor = subject.tensor
    columns = case.directions(tensor, coordinates=4)
    model = case.pulled(tensor, columns)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", ComplexWarning)
            slopes = [_slope(case, subject, column) for column in columns.T]
    except ZeroDivisionError:  # of kernels it is a ValueError, too
        if _is_finite(case):
            raise
        return Outcome.undecided(Open("compiled complex numbers cannot be divided by 0", f"d{tensor.name}"))
    except REAL as error:
        if subject.kernels.native:
            raise
        return Outcome.silence(f"the function takes no complex numbers: {type(error).__name__}")
    wanted = model._replace(value=np.array(slopes), error=model.error + STEP / unit(np.float64))
    gradient = subject.kernels.vjp(case, tensor)
    return paired(case, tensor, gradient, by=" by the complex step", columns=columns, wanted=wanted)


def _is_finite(case: Case) -> bool:
    return all(np.isfinite(plain(case.forward[t.name])).all() for t in case.layer.outputs)


def _slope(case: Case, subject: Subject, column: Array) -> float:
    """Of <u, forward> along one direction; outputs that the direction does not move count as still."""
    tensor = subject.tensor
    moved = case.arrays[tensor.name] + 1j * STEP * column.reshape(case.shape(tensor))
    made = subject.kernels.forward(case, np.complex128, **{tensor.name: moved})
    total = 0.0
    for name, u in case.cotangents().items():
        if not np.iscomplexobj(made[name]):
            raise TypeError(f"{name} of complex numbers is {made[name].dtype}")
        finite = np.isfinite(plain(case.forward[name]))
        total += float(np.sum((u * made[name].imag)[finite])) / STEP
    return total


__all__ = ["complex_step", "is_analytic", "takes_complex"]
