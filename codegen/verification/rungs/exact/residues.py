"""⟨Jv, u⟩ = ⟨v, Jᵀu⟩ modulo a random prime near 2^61, at a random point, on the text of the kernels.

Both sides are rational functions of the data, on the branch that the case chooses, and of atoms for roots and
exponentials.  Where they differ, they agree at a random point with probability degree/q at most (Schwartz
1980, Zippel 1979), q = (p − 1)/2 the number of residues that a datum is drawn from.  Data are generic: on a
kink they would obey an equation that residues do not.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np
from sympy import Float, NumberSymbol, Pow, erf, erfc

from codegen.verification.cases import Case
from codegen.verification.interpreter import Array
from codegen.verification.judgement import worst
from codegen.verification.report import Outcome, Verdict
from codegen.verification.rungs.derivatives.dot_product import forced
from codegen.verification.rungs.exact.both_sides import (
    SAYS_NOTHING,
    Entry,
    Sample,
    dot,
    gradient,
    in_system,
    point,
    reason,
)
from codegen.verification.rungs.exact.rational_text import FOREIGN, is_rational, ways
from codegen.verification.rungs.pairing import element, shaped
from codegen.verification.rungs.subject import Subject
from codegen.verification.systems import Field, FieldNumber, drawn_field
from codegen.verification.systems.residue_atoms import system_of
from derive.model.layer import Layer


def has_atoms(layer: Layer) -> bool:
    """Whether all constants of the forward are fractions, and its functions have laws that residues keep."""
    said = (one.expr for one in layer.forward)
    return not any(
        e.atoms(NumberSymbol, Float, erf, erfc) or any(map(_irrational, e.atoms(Pow))) for e in said
    )


def _irrational(power: Any) -> bool:
    return bool(power.base.is_Number and not power.exp.is_integer)


def residues(case: Case, subject: Subject) -> Outcome:
    """One random point of the case, one random direction, every way that the kernel has."""
    rng = random.Random(f"{case.seed} {case.chosen}")
    field = drawn_field(rng.randrange(8))
    system = system_of(field)
    kernels = in_system(subject, system)
    try:
        zero = FieldNumber(field, 0.0, 0)
        at = point(replace(case, style="dyadic"), system, entry(field, rng), zero.of)
        return worst([_judged(at, kernels, way, field, rng) for way in _ways(kernels)])
    except SAYS_NOTHING as error:
        return Outcome.silence(reason(error))


def _ways(subject: Subject) -> tuple[str, ...]:
    """Blocks and windows of a rational layer are tried over fractions."""
    return ("",) if is_rational(subject.layer) else ways(subject)


def entry(field: Field, rng: random.Random) -> Entry:
    """A random residue for each datum, which lies on the real line where the datum does.

    Of positive numbers it is a square, of negative ones minus a square: roots of data are what they are in ℝ.
    """

    def drawn(value: float) -> FieldNumber:
        square = pow(rng.randrange(1, field.p), 2, field.p)
        residue = -square % field.p if value < 0 else square
        return FieldNumber(field, float(value), residue, up=rng.randrange(field.q), num=1)

    return drawn


def _judged(at: Sample, subject: Subject, way: str, field: Field, rng: random.Random) -> Outcome:
    tensor = subject.tensor
    try:
        if way:
            with forced(subject.kernels.module, way):
                found = gradient(at, subject)
        else:
            found = gradient(at, subject)
    except FOREIGN as error:
        if subject.kernels.native:
            raise
        return Outcome.silence(f"the function takes no residues: {type(error).__name__}")
    return shaped(found, at.case, tensor) or _paired(at, subject, found, field, rng)


def _paired(at: Sample, subject: Subject, found: Array, field: Field, rng: random.Random) -> Outcome:
    tensor = subject.tensor
    column = np.empty((found.size, 1), dtype=object)
    draw = entry(field, rng)
    column[:, 0] = [draw(1.0) for _ in range(found.size)]
    (wanted,) = at.pulled(tensor, column)
    made = dot(column[:, 0], found)
    left, right = (FieldNumber(field, 0.0, 0) + side for side in (made, wanted))
    if not (np.isfinite(left.at) and np.isfinite(right.at)):
        return Outcome.silence("a value on the real line is not finite")
    degree = max(left.num + right.den, right.num + left.den)
    if (left.re, left.im) == (right.re, right.im):
        return Outcome(Verdict.PASS, 0.0, degree / field.q)
    name = _first_wrong(at, subject, found) or f"⟨v, d{tensor.name}⟩"
    return Outcome(Verdict.FAIL, 1.0, degree / field.q, f"{name} differs modulo {field.p}")


def _first_wrong(at: Sample, subject: Subject, found: Array) -> str:
    tensor = subject.tensor
    for place in range(min(found.size, 24)):
        column = np.zeros((found.size, 1), dtype=np.int64)
        column[place] = 1
        (wanted,) = at.pulled(tensor, column)
        flat = found.reshape(-1)[place]
        difference = flat - wanted
        known = difference if isinstance(difference, FieldNumber) else None
        if (known.re or known.im) if known is not None else difference != 0:
            return element(tensor, found.shape, place)
    return ""


__all__ = ["entry", "has_atoms", "residues"]
