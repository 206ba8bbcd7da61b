"""The text of a kernel over polynomials in the data: what holds for letters holds for every content.

An element of the gradient must be the polynomial Σ dy ∂y/∂x that the model's own forward gives, computed by
definition, one element after the other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from sympy import Symbol

from codegen.verification.cases import Case
from codegen.verification.interpreter import Array
from codegen.verification.report import Outcome, Verdict
from codegen.verification.rungs.exact.both_sides import Sample, gradient, in_system
from codegen.verification.rungs.exact.rational_text import FOREIGN, refused
from codegen.verification.rungs.pairing import element, shaped
from codegen.verification.rungs.subject import Subject
from codegen.verification.systems import Entries, System, Unsaid, fraction
from derive.exact import InexactError, Machine, Symbolic
from derive.exact.machine import letters
from derive.expr import Tensor

FEW = 48
"""Of so many letters at most: polynomials grow."""
MOST = 4


def _no_floor(value: Any) -> int:
    if isinstance(value, Symbolic):
        raise Unsaid("letters have no order")
    return math.floor(value)


LETTERS = System(
    "letters",
    lambda value: value if isinstance(value, Symbolic) else fraction(value),
    {"floor": _no_floor},
)


def small(subject: Subject, drawn: Sequence[Case]) -> Sequence[Case]:
    """The largest cases that have few letters."""
    return sorted((case for case in drawn if case.size <= FEW), key=lambda case: case.size)[-MOST:]


def for_all_data(case: Case, subject: Subject) -> Outcome:
    """At the sizes of a case, each element of the gradient is the right polynomial of all inputs."""
    tensor = subject.tensor
    case = replace(case, omitted=tuple(name for name in case.omitted if name != tensor.name))
    machine = _machine(case)
    places = {t.name: dict(machine.arrays.values[t.name]) for t in case.layer.inputs}
    try:
        outputs = machine.run(case.layer.forward)
        at = Sample(case, LETTERS, _filled(case, places), _cotangents(case))
        found = gradient(at, in_system(subject, LETTERS))
    except ArithmeticError as error:
        return Outcome.silence(_plainly(error))
    except FOREIGN as error:
        return refused(subject, error)
    wrong = shaped(found, case, tensor)
    if wrong:
        return wrong
    try:
        return _compared(case, tensor, found, places[tensor.name], outputs, at)
    except ArithmeticError as error:
        return Outcome.silence(_plainly(error))


def _machine(case: Case) -> Machine:
    symbols = {s: fraction(v) if isinstance(v, float) else v for s, v in case.symbols.items()}
    return Machine(symbols, {t.name: _content(case, t) for t in case.layer.inputs})


def _content(case: Case, tensor: Tensor) -> dict[tuple[int, ...], Any]:
    """Letters for real data, the numbers of the case for integers and for what is left out."""
    shape = case.shape(tensor)
    if tensor.kind == "real" and tensor.name not in case.omitted:
        return letters(tensor, shape)
    given = case.arrays[tensor.name]
    return {at: fraction(given[at]) if tensor.kind == "real" else int(given[at]) for at in np.ndindex(shape)}


def _filled(case: Case, places: dict[str, dict[tuple[int, ...], Any]]) -> dict[str, Any]:
    return {
        t.name: case.arrays[t.name] if t.kind == "integer" else _entries(case.shape(t), places[t.name])
        for t in case.layer.inputs
    }


def _cotangents(case: Case) -> dict[str, Any]:
    made = {}
    for one in case.layer.outputs:
        shape = case.shape(one)
        content = {at: Symbolic.letter(Symbol(f"d{one.name}{list(at)}")) for at in np.ndindex(shape)}
        made[one.name] = _entries(shape, content)
    return made


def _entries(shape: tuple[int, ...], content: dict[tuple[int, ...], Any]) -> Entries:
    made = np.empty(shape, dtype=object).view(Entries)
    made.system = LETTERS
    for at in np.ndindex(shape):
        made[at] = content[at]
    return made


def _compared(case: Case, tensor: Tensor, found: Array, inputs: Any, outputs: Any, at: Sample) -> Outcome:
    for place in np.ndindex(found.shape):
        wanted = Symbolic({})
        for one in case.layer.outputs:
            u = at.cotangents[one.name]
            for k in np.ndindex(u.shape):
                wanted = wanted + u[k] * _slope(Symbolic.of(outputs[one.name][k]), inputs[place])
        if Symbolic.of(found[place]).terms != wanted.terms:
            flat = int(np.ravel_multi_index(place, found.shape)) if found.shape else 0
            text = f"{element(tensor, found.shape, flat)} is {found[place]}, by definition {wanted}"
            return Outcome(Verdict.FAIL, np.inf, 0.0, text)
    return Outcome(Verdict.PASS, detail="for all data at the sizes of each case")


def _slope(value: Symbolic, by: Any) -> Symbolic:
    """∂/∂letter of a polynomial; a letter that stands for a quotient or a root has none here."""
    (letter,) = Symbolic.of(by).letters
    made: dict[Any, Fraction] = {}
    for monomial, c in value.terms.items():
        if any(atom != letter and letter in atom.free_symbols for atom, _ in monomial):
            raise InexactError("what is no polynomial has no derivative in letters")
        power = dict(monomial).get(letter, 0)
        if power:
            rest = tuple((a, n - (a == letter)) for a, n in monomial if a != letter or n > 1)
            made[rest] = made.get(rest, Fraction(0)) + c * power
    return Symbolic(made)


def _plainly(error: ArithmeticError) -> str:
    """Without the letters of one case."""
    return (
        "letters have no order" if "order" in str(error) else "what is no polynomial has no value in letters"
    )


__all__ = ["for_all_data", "small"]
