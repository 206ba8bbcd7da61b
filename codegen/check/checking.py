"""Cases that the function can take, the rungs that need nothing of it, and the smallest input that fails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from codegen.check.diagnosis import diagnose, same
from codegen.check.findings import Examination, Failure, Judged, differing
from codegen.check.parameters import Of
from codegen.check.reproduction import origin, reproduction
from codegen.check.setup import Setup, fitting, setup_of, smaller_cases
from codegen.check.suspects import derived
from codegen.verification import Case, Outcome, Subject, Verdict, attempt, rungs
from codegen.verification.interpreter.numbers import Array
from codegen.verification.interpreter.precision import SINGLE
from codegen.verification.judgement import LIMIT_FLOAT32
from codegen.verification.ladder import RAISED, in_short
from codegen.verification.rungs.pairing import paired
from codegen.verification.rungs.subject import Check, Rung
from derive import pretty
from derive.api.arguments import at_least
from derive.api.lookup import LayerLike, one_layer
from derive.expr import Tensor
from derive.gradients import Gradients, gradients

CASES = 20
SECONDS = 3.0
"""Of the processor: a search for a smaller input takes no longer."""
GENERIC = 4
"""Cases, failing ones first, that a diagnosis must explain."""


def _in_single(case: Case, subject: Subject) -> Outcome:
    """The gradient as float32 allows, of data in float32."""
    found = subject.kernels.vjp(case, subject.tensor, np.float32)
    return paired(case.counted_in(SINGLE), subject.tensor, found, np.float32, LIMIT_FLOAT32)


IN_SINGLE = Rung("single", _in_single)
FORWARD, GRADIENT = rungs("forward")[0], rungs("dot_product")[0]


def check(
    function: Any,
    layer: LayerLike,
    *,
    wrt: str | Sequence[str] | None = None,
    settings: Mapping[str, int] | None = None,
    framework: str | None = None,
    cases: int = CASES,
    seed: int = 0,
    found_at: tuple[Path, str] | None = None,
) -> Examination:
    """Check somebody's backward (or forward) against a layer, with oracles written from the model alone.

    ``function``   a NumPy function or a Numba kernel; a ``torch.autograd.Function``, a ``torch.nn.Module``
                   or a function of tensors; a JAX function: those are differentiated by their framework
    ``layer``      a layer, the name of one in the catalogue, or the path of a file that defines one
    ``wrt``        the gradients that the function returns, in order; all by its parameters if left out
    ``settings``   options and sizes at which it is checked; options that it does not take keep their defaults
    ``framework``  ``"numpy"``, ``"torch"`` or ``"jax"``, where it cannot be told from the function
    ``cases``      random sizes, options and data; the same ``seed`` draws the same ones
    ``found_at``   the file and the name of a function that does not say them itself: a lambda, an instance

    What a parameter is, its name tells (``dy``, ``x``, ``w``, ``stride``), or its place.  ``Examination`` has
    ``.passed``, ``.findings`` and as its text a table: of a failure the smallest input, the elements, and
    which change of the derived formula gives what the function gave.  Raises ``ArgumentError``.

    >>> import numpy as np, chainrule
    >>> def backward(dy, x, w, b): return {"x": dy @ w, "w": dy.T @ x, "b": dy.sum(0)}
    >>> chainrule.check(backward, "dense").passed
    True
    """
    setup = setup_of(function, one_layer(layer), wrt, settings or {}, framework)
    setup = replace(setup, origin=origin(function, wrt, framework, found_at))
    return checked(setup, fitting(setup, at_least("cases", cases, 1), seed))


def checked(setup: Setup, drawn: Sequence[Case]) -> Examination:
    """What is found on these cases."""
    setup = setup.after_a_call(drawn)
    drawn, refused = _taken(setup, drawn)
    findings = tuple(_findings(setup, drawn))
    return Examination(
        setup.layer.name,
        _name(setup.function),
        findings,
        (*_skipped(setup), *refused),
        tuple(_remarks(setup)),
        _formulas(setup),
    )


def _taken(setup: Setup, drawn: Sequence[Case]) -> tuple[Sequence[Case], list[str]]:
    """The cases that its forward takes, and what it says to the others; all of them where it takes none."""
    said = {case: told for case in drawn if (told := _refusal(setup, case))}
    if not said or len(said) == len(drawn):
        return drawn, []
    taken = [case for case in drawn if case not in said]
    first = next(iter(said.values()))
    return taken, [f"{len(said)} of {len(drawn)} cases, which its forward refuses ({first})"]


def _refusal(setup: Setup, case: Case) -> str:
    """What its forward raises; nothing where it has none to ask."""
    if not setup.foreign.forward_run:
        return ""
    try:
        setup.kernels.forward(case)
    except RAISED as error:
        return in_short(error)
    return ""


def _remarks(setup: Setup) -> Iterator[str]:
    roles = setup.foreign.roles
    for parameter in roles.placed:
        role = roles.taken[parameter]
        name = f"d{role.name}" if role.of is Of.cotangent else role.name
        yield f"its parameter {parameter} is taken for {name}, by its place"
    if setup.single:
        yield "its answers are float32: they are judged in roundings of that"
    yield from (f"it writes over its argument {name}" for name in sorted(setup.foreign.changed))


def _skipped(setup: Setup) -> Iterator[str]:
    missing = [f"d{t.name}" for t in setup.layer.wrt if t.name not in setup.foreign.gives]
    if missing and setup.foreign.gives:
        why = "not among its answers" if setup.asked is None else "not asked for"
        yield f"{', '.join(missing)} ({why})"
    for option in setup.layer.options:
        names = {s.name for s in option.symbols}
        held = {name: f"{value:g}" for name, value in setup.fit.values.items()} | dict(setup.fit.follows)
        if names <= set(held) and not _is_taken(setup, option.name, names):
            values = [held[s.name] for s in option.symbols]
            said = values[0] if len(set(values)) == 1 else f"({', '.join(values)})"
            yield f"{option.name} other than {said} (it takes none)"


def _is_taken(setup: Setup, name: str, symbols: set[str]) -> bool:
    roles = setup.foreign.roles
    return name in roles.names(Of.option) or bool(symbols & set(roles.names(Of.symbol)))


def _findings(setup: Setup, drawn: Sequence[Case]) -> Iterator[Judged]:
    if setup.foreign.forward_run:
        yield _forward_finding(setup, drawn)
    for name in setup.foreign.gives:
        tensor = next(t for t in setup.layer.wrt if t.name == name)
        yield _gradient_finding(setup, tensor, drawn)


def _climb(
    setup: Setup, rung: Check, tensor: Tensor, drawn: Sequence[Case]
) -> tuple[list[Outcome], Case | None]:
    """The outcomes up to the first failure, and the case that failed."""
    outcomes = []
    for case in drawn:
        outcomes.append(attempt(rung, case, setup.subject(tensor)))
        if outcomes[-1].verdict is Verdict.FAIL:
            return outcomes, case
    return outcomes, None


def _summed(outcomes: Sequence[Outcome]) -> Verdict:
    passed = any(one.verdict is Verdict.PASS for one in outcomes)
    return Verdict.PASS if passed else Verdict.INCONCLUSIVE


def _forward_finding(setup: Setup, drawn: Sequence[Case]) -> Judged:
    tensor = setup.layer.wrt[0]
    outcomes, failed = _climb(setup, FORWARD, tensor, drawn)
    if failed is None:
        return Judged("forward", _summed(outcomes), len(outcomes))
    small = _smallest(setup, FORWARD, tensor, failed)
    detail = attempt(FORWARD, small, setup.subject(tensor)).detail
    return Judged("forward", Verdict.FAIL, len(outcomes), Failure(small, detail))


def _gradient_finding(setup: Setup, tensor: Tensor, drawn: Sequence[Case]) -> Judged:
    what, rung = f"d{tensor.name}", IN_SINGLE if setup.single else GRADIENT
    outcomes, failed = _climb(setup, rung, tensor, drawn)
    if failed is None:
        return Judged(what, _summed(outcomes), len(outcomes))
    small = _smallest(setup, rung, tensor, failed)
    last = attempt(rung, small, setup.subject(tensor))
    return Judged(what, Verdict.FAIL, len(outcomes), _failure(setup, tensor, small, last, drawn))


def _smallest(setup: Setup, one: Check, tensor: Tensor, failed: Case) -> Case:
    """One size or option after the other as small as it still fails, until nothing gets smaller."""
    subject, start = setup.subject(tensor), process_time()
    raised = _raises(attempt(one, failed, subject))

    def fails(case: Case) -> bool:
        """In the same way: a wrong value is not traded for an input that is refused."""
        outcome = attempt(one, case, subject)
        return outcome.verdict is Verdict.FAIL and _raises(outcome) == raised

    smaller: Case | None = failed
    while smaller is not None:
        failed = smaller
        tried = (case for case in smaller_cases(setup, failed) if process_time() - start < SECONDS)
        smaller = next(filter(fails, tried), None)
    return failed


def _raises(outcome: Outcome) -> bool:
    return outcome.detail.startswith("raised ")


def _failure(setup: Setup, tensor: Tensor, small: Case, last: Outcome, drawn: Sequence[Case]) -> Failure:
    """What differs at the smallest input; what explains it there and on generic data."""
    right = gradients(setup.layer, mode="free")
    answers = list(_answers(setup, tensor, [small, *drawn]))
    again = reproduction(setup.origin, setup.layer, tensor, small)
    expected = derived(small, tensor, right)
    if not answers or answers[0][0] is not small or answers[0][1].shape != expected.shape:
        return Failure(small, last.detail, reproduction=again)
    found = answers[0][1]
    elements, wrong = differing(expected, found)
    agreeing, stopped = diagnose(setup.layer, tensor, *_telling(answers, tensor, right))
    return Failure(
        small,
        last.detail,
        elements,
        wrong,
        expected.size,
        tuple(one.named for one in agreeing),
        tuple(one.formula for one in agreeing),
        stopped,
        again,
    )


def _telling(
    answers: Sequence[tuple[Case, Array]], tensor: Tensor, right: Gradients
) -> tuple[list[tuple[Case, Array]], list[tuple[Case, Array]]]:
    """Some wrong answers and a right one: what a diagnosis must explain; and the other wrong ones."""
    wrong = [not same(derived(case, tensor, right), answer) for case, answer in answers]
    bad = [a for a, is_wrong in zip(answers, wrong, strict=True) if is_wrong]
    good = [a for a, is_wrong in zip(answers, wrong, strict=True) if not is_wrong]
    return [*bad[:GENERIC], *good[:1]], bad[GENERIC:]


def _answers(setup: Setup, tensor: Tensor, drawn: Sequence[Case]) -> Iterator[tuple[Case, Array]]:
    """What the function gives for each case on which it gives anything."""
    for case in drawn:
        try:
            yield case, _real(setup.kernels.vjp(case, tensor))
        except RAISED:
            continue


def _real(found: Array) -> Array:
    return found if found.dtype.kind == "f" else np.asarray(found, dtype=float)


def _formulas(setup: Setup) -> dict[str, str]:
    """The derived formulas, a line each."""
    right = gradients(setup.layer, mode="free")
    sizes = setup.layer.size_symbols
    return {f"d{t.name}": pretty.equation(right.vjp[t].defs[-1], sizes=sizes) for t in setup.layer.wrt}


def _name(function: Any) -> str:
    return getattr(function, "__qualname__", None) or type(function).__qualname__


__all__ = ["CASES", "check", "checked"]
