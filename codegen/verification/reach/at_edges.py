"""The rung at the edges: what large kernels compute, in both precisions, by one thread and by several.

Where whole numbers stay whole, every element of the forward and ⟨v, J'u⟩ are right to the last bit.
Elsewhere they lie within their rounding errors, and float32 is near to float64: what its rounding may do to
single elements is asked by another rung.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.interpreter.numbers import Array, bounded, plain
from codegen.verification.interpreter.precision import SINGLE
from codegen.verification.judgement import (
    LIMIT,
    around,
    compare,
    scale_of,
    tolerance,
    unit,
    worst,
)  # fmt: skip
from codegen.verification.reach.crossings import crossings
from codegen.verification.reach.demands import Quantities
from codegen.verification.reach.moved import Moved
from codegen.verification.reach.wholes import terms_allowed
from codegen.verification.report import Open, Outcome, Verdict
from codegen.verification.rungs.conduct.thread_counts import shared_among
from codegen.verification.rungs.derivatives.complex_step import takes_complex
from codegen.verification.rungs.subject import Rung, Subject
from derive.expr import Tensor
from generated.threads import num_threads

DTYPES = (np.float32, np.float64)
THREADS = 3
LAST = 64
"""Fractions may differ in their last bits: which loop runs may hang on where arrays lie."""
TRIALS, SEEDS = 4, 1_000
STEP = 2.0**-100
"""A power of two, so that whole numbers stay exact beside it."""
NEAR = 2.0**10
"""Of so many units of float32 and of so many perturbations by one: what is farther is no rounding."""

Results = dict[str, Array]


def edges(case: Case, subject: Subject) -> Outcome:
    """Everything that a call computes at these sizes; what is said holds for the gradient of the subject."""
    moved = settled(_Same(case))
    kept: list[Outcome] = []
    found: list[Outcome] = []
    for dtype in DTYPES:
        with num_threads(1):
            alone, stayed = called(moved, subject, dtype)
        with shared_among(THREADS, dtype):
            shared, _ = called(moved, subject, dtype)
        by = f" by {np.dtype(dtype).name}"
        kept += [stayed, *shared_out(alone, shared, moved.whole, by)]
        found += judged(moved, subject, alone, dtype, by)
    if not moved.whole:
        found.append(near(moved, subject))
    if takes_complex(subject):
        found += slopes(moved, subject)
    return worst([*kept, _excused(moved, worst(found))])


def _excused(case: Moved, outcome: Outcome) -> Outcome:
    """Numbers may differ where rounding decides: not what one and the same call does to its arguments."""
    if outcome.verdict is Verdict.FAIL and not case.whole and case.unstable:
        return Outcome.undecided(Open("a comparison in the model is decided by rounding", outcome.detail))
    return outcome


@lru_cache(maxsize=64)
def settled(known: _Same) -> Moved:
    """The case with data for which no comparison of the model is decided by rounding, if some are found.

    It is the same one for every gradient, with what has been evaluated of it.
    """
    case: Case = known.it
    whole = _work(case) <= terms_allowed(case.layer)
    tried = (Moved.of(replace(case, seed=case.seed + k * SEEDS), whole) for k in range(TRIALS))
    first = next(tried)
    return first if whole or not first.unstable else next((one for one in tried if not one.unstable), first)


def _work(case: Case) -> int:
    return Quantities(case.layer).work(case.symbols)


def called(case: Moved, subject: Subject, dtype: Any) -> tuple[Results, Outcome]:
    """The gradient of the subject, all gradients at once; and whether the arguments stayed.

    The forward is asked with the first gradient: it is the same for all.
    """
    kernels, name = subject.kernels, subject.tensor.name
    inputs, seeds = kernels.arguments(case, dtype), kernels.cotangents(case, dtype)
    given = (*seeds, *inputs)
    before = [None if a is None else a.copy() for a in given]
    first = subject.tensor == subject.layer.wrt[0]
    made = kernels.named(kernels.module.forward(*inputs, **case.options)) if first else {}
    made = {**made, f"d{name}": np.asarray(kernels.gradient_function(subject.tensor)(*given, **case.options))}
    if hasattr(kernels.module, "vjp"):
        together = kernels.module.vjp(*given, **case.options)
        made[f"d{name} by vjp()"] = np.asarray(getattr(together, name))
    if hasattr(kernels.module, "jvp"):
        tangents = kernels.jvp(case, {subject.tensor: case.direction[name]}, dtype)
        made |= {_along(one, name): array for one, array in tangents.items()}
    pairs = [(a, b) for a, b in zip(given, before, strict=True) if a is not None and b is not None]
    if any(a.tobytes() != b.tobytes() for a, b in pairs):
        return made, Outcome(Verdict.FAIL, np.inf, 0.0, "an argument was written to")
    return made, Outcome(Verdict.PASS)


def _along(output: str, name: str) -> str:
    return f"{output}_dot along {name}"


def shared_out(alone: Results, shared: Results, whole: bool, by: str) -> Iterator[Outcome]:
    """The work shared out gives the same: whole numbers to the bit, so that no race is hidden."""
    for name, a in alone.items():
        bound = 0.0 if whole or a.dtype.kind != "f" else LAST * unit(a.dtype) * scale_of(a)
        yield compare(shared[name], a, bound, 1.0, np.inf, f"{name}{by} with {THREADS} threads ")


def judged(case: Moved, subject: Subject, made: Results, dtype: Any, by: str) -> Iterator[Outcome]:
    """The results of one precision against the model."""
    outputs, tensor = (*subject.layer.outputs, *subject.layer.aux), subject.tensor
    forward = [one for one in outputs if one.name in made]
    for one in forward:
        yield valued(case, one, made[one.name], dtype, by)
    slid = {_along(one.name, tensor.name): one for one in subject.layer.outputs}
    for name in slid.keys() & made.keys():
        if dtype is np.float64:  # steps are too long for sums in float32 to be exact
            yield _rate(case, tensor, slid[name], made[name], f"{name}{by} ")
    wanted, bound, scale = pulled(case, tensor)
    for name in made.keys() - {one.name for one in forward} - slid.keys():
        if made[name].shape != case.shape(tensor):
            yield Outcome(Verdict.FAIL, np.inf, 0.0, f"{name} has shape {made[name].shape}{by}")
        elif case.whole or dtype is np.float64:
            with np.errstate(all="ignore"):
                found = np.sum(made[name].astype(np.float64) * case.direction[tensor.name])
            limit = np.inf if case.whole else LIMIT
            yield compare([found], [wanted], [bound], scale, limit, [f"<v, {name}>{by}"])


def valued(case: Moved, tensor: Tensor, made: Array, dtype: Any, by: str) -> Outcome:
    """One array of the forward, element by element."""
    value, name = case.value(tensor), f"{tensor.name}{by} "
    if tensor.kind == "real" and made.dtype != dtype:
        return Outcome(Verdict.FAIL, np.inf, 0.0, f"{name} is {made.dtype}")
    if case.whole or tensor.kind == "integer":
        return compare(made, plain(value), 0.0, 1.0, np.inf, name)
    limit = LIMIT if dtype is np.float64 else np.inf
    seen = compare(made, plain(value), around(value, dtype), scale_of(plain(value)), limit, name)
    if seen.verdict is not Verdict.FAIL or dtype is np.float64:
        return seen
    single = bounded(case.counted_in(SINGLE).forward[tensor.name])
    left = {"float32 overflows on the way, and so little is known": ~np.isfinite(single.error)}
    return compare(made, plain(value), around(value, dtype), scale_of(plain(value)), limit, name, left)


def pulled(case: Moved, tensor: Tensor) -> tuple[float, float, float]:
    """⟨Jv, u⟩ while one input moves, its bound (0 in whole numbers) and the sum of its absolute terms."""
    alone = case.alone(tensor)
    total, error, size = 0.0, 0.0, 0.0
    for one in case.layer.outputs:
        u, moved = case.cotangents()[one.name][..., None], alone[one.name]
        rate = bounded(moved.tangent)
        terms = np.where(moved.reached, u * rate.value, 0.0)
        total, size = total + float(terms.sum()), size + float(np.abs(terms).sum())
        error += float(np.where(moved.reached, np.abs(u) * rate.error, 0.0).sum()) + u.size * size
    return total, 0.0 if case.whole else float(tolerance(np.array([error]))[0]), size


def slopes(case: Moved, subject: Subject) -> Iterator[Outcome]:
    """How the outputs move along the direction, by the imaginary part of the forward of complex numbers."""
    tensor = subject.tensor
    moved = case.arrays[tensor.name] + 1j * STEP * case.direction[tensor.name]
    with num_threads(1):
        made = subject.kernels.forward(case, np.complex128, **{tensor.name: moved})
    for one in subject.layer.outputs:
        name = f"{one.name} along {tensor.name} by complex numbers "
        yield _rate(case, tensor, one, made[one.name].imag / STEP, name)


def _rate(case: Moved, tensor: Tensor, output: Tensor, found: Array, name: str) -> Outcome:
    """How an output moves along the direction of one input, element by element."""
    rate = bounded(case.alone(tensor)[output.name].tangent)
    wanted, error = (np.broadcast_to(a[..., 0], found.shape) for a in (rate.value, rate.error))
    bound = 0.0 if case.whole else tolerance(np.maximum(error, np.abs(wanted)))
    return compare(found, wanted, bound, scale_of(wanted), np.inf, name)


def near(case: Moved, subject: Subject) -> Outcome:
    """The float32 gradient is the float64 one but for rounding, each element."""
    with num_threads(1):
        made = [subject.kernels.vjp(case, subject.tensor, dtype).astype(np.float64) for dtype in DTYPES]
        beside = subject.kernels.vjp(_beside(case), subject.tensor, np.float64)
    single, double = made
    largest = np.max(np.abs(double), initial=0.0, where=np.isfinite(double))
    finite = np.isfinite(double) & np.isfinite(beside)
    spread = np.max(
        np.abs(np.subtract(beside, double, where=finite, out=np.zeros(double.shape))), initial=0.0
    )
    _, error, _ = pulled(case, subject.tensor)  # of all elements together
    bound = max(NEAR * (spread + unit(np.float32) * largest), error * unit(np.float32) / unit(np.float64))
    name = f"d{subject.tensor.name} by float32 "
    left = {"float32 overflows on the way, and so little is known": ~np.isfinite(single)}
    return compare(single, double, bound, max(largest, 1e-30), np.inf, name, left)


def _beside(case: Moved) -> Moved:
    """The case with every datum one unit of float32 aside."""
    other = Moved.of(case, case.whole)
    rng = np.random.default_rng([case.seed, 81])
    step = 2 * unit(np.float32)
    moved = {
        name: a if a.dtype.kind in "iu" else a * (1 + step * rng.choice([-1.0, 1.0], a.shape))
        for name, a in case.arrays.items()
    }
    other.__dict__["arrays"] = moved
    return other


@lru_cache(maxsize=1)
def _crossing(layer: Any, spec: Any, drawn: tuple[Case, ...]) -> list[Case]:
    return crossings(layer.it, spec.it, drawn)


class _Same:
    """What cannot be hashed, known by which object it is."""

    def __init__(self, it: Any) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.it is self.it


def own(subject: Subject, drawn: Sequence[Case]) -> Sequence[Case]:
    """The cases of the edges, instead of those that were drawn; the same ones for every gradient."""
    spec = getattr(subject.kernels.module, "SPEC", _NOTHING)
    return _crossing(_Same(subject.layer), _Same(spec), tuple(drawn))


_NOTHING: dict[str, Any] = {}
EDGES = Rung("edges", edges, own=own)

__all__ = ["EDGES", "edges"]
