"""Im f(x + ihv) / h of the forward's text, run as Python over complex numbers, against its gradient.

Comparisons look at real parts, so that a layer with kinks has a derivative on each of its pieces.  On a kink
the text may take any of them for its value; there the model says which slope counts.
"""

from __future__ import annotations

import numpy as np

from codegen.verification.cases import Case, Pulled
from codegen.verification.interpreter import Array, plain
from codegen.verification.report import Outcome
from codegen.verification.rungs.exact.both_sides import SAYS_NOTHING, forward, in_system, point, reason
from codegen.verification.rungs.exact.rational_text import FOREIGN
from codegen.verification.rungs.pairing import distances, paired, through_stops
from codegen.verification.rungs.subject import Subject
from codegen.verification.systems import ANALYTIC
from codegen.verification.systems.analytic import Analytic, analytic

STEP = 1e-30


def complex_text(case: Case, subject: Subject) -> Outcome:
    """The slopes that the complex forward shows along a few directions, against the compiled gradient."""
    tensor, text = subject.tensor, in_system(subject, ANALYTIC)
    columns = case.directions(tensor, coordinates=2, random=1)
    model = case.pulled(tensor, columns)
    try:
        with np.errstate(all="ignore"):
            steps = [_slope(case, text, column) for column in columns.T]
    except SAYS_NOTHING as error:
        return Outcome.silence(reason(error))
    except FOREIGN as error:
        if subject.kernels.native:
            raise
        return Outcome.silence(f"the function takes no complex numbers: {type(error).__name__}")
    stopped = through_stops(case, tensor, columns)
    slopes = np.array(steps) - stopped.value
    gradient = subject.kernels.vjp(case, tensor)
    smooth = np.isfinite(model.value) & (distances(case, tensor, columns) > 0)
    value = np.where(smooth, slopes, model.value)
    wanted = Pulled(value, model.error + stopped.error, model.size + stopped.size)
    return paired(case, tensor, gradient, by=" by the complex step", columns=columns, wanted=wanted)


def _slope(case: Case, subject: Subject, column: Array) -> float:
    """Of ⟨u, forward⟩ along one direction; outputs that are not finite are asked nothing."""
    name = subject.tensor.name
    at = point(case, ANALYTIC, analytic)
    at.arrays[name].reshape(-1)[:] = [
        Analytic(x, STEP * v) for x, v in zip(case.arrays[name].reshape(-1), column, strict=True)
    ]
    made, total = forward(at, subject, moved=name), 0.0
    for output, u in case.cotangents().items():
        finite = np.isfinite(plain(case.forward[output])).reshape(-1)
        slopes = (analytic(v).y for v in np.asarray(made[output]).reshape(-1))
        total += sum(a * s for a, s, kept in zip(u.reshape(-1), slopes, finite, strict=True) if kept) / STEP
    return float(total)


__all__ = ["complex_text"]
