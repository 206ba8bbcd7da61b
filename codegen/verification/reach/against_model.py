"""What a call gave at the edges against the model: by one thread and by several, in both precisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from codegen.verification.callables.kernels import Kernels
from codegen.verification.interpreter.numbers import Array, bounded, plain
from codegen.verification.interpreter.precision import SINGLE
from codegen.verification.judgement import LIMIT, around, compare, scale_of, tolerance, unit
from codegen.verification.reach.moved import Moved
from codegen.verification.report import Outcome, Verdict
from codegen.verification.rungs.conditioning import conditioning
from derive.expr import Tensor
from generated.threads import num_threads

THREADS = 3
LAST = 64
"""Fractions may differ in their last bits: which loop runs may hang on where arrays lie."""
STEP = 2.0**-100
"""A power of two, so that whole numbers stay exact beside it."""
NEAR = 2.0**10
"""Of so many units of float32 and of so many perturbations by one: what is farther is no rounding."""

Results = dict[str, tuple[str, Array]]
"""By its name, what a call gave, and for which gradient it counts."""
Named = tuple[str, Outcome]
"""For which gradient an outcome counts."""


def along(output: str, asked: Sequence[Tensor]) -> str:
    return f"{output}_dot along {', '.join(t.name for t in asked)}"


def shared_out(alone: Results, shared: Results, whole: bool, by: str) -> Iterator[Named]:
    """The work shared out gives the same: whole numbers to the bit, so that no race is hidden."""
    for name, (of, a) in alone.items():
        bound = 0.0 if whole or a.dtype.kind != "f" else LAST * unit(a.dtype) * scale_of(a)
        yield of, compare(shared[name][1], a, bound, 1.0, np.inf, f"{name}{by} with {THREADS} threads ")


def judged(case: Moved, asked: Sequence[Tensor], made: Results, dtype: Any, by: str) -> Iterator[Named]:
    """The results of one precision against the model."""
    for one in (*case.layer.outputs, *case.layer.aux):
        if one.name in made:
            yield asked[0].name, valued(case, one, made[one.name][1], dtype, by)
    for one in case.layer.outputs:
        name = along(one.name, asked)
        if name in made and dtype is np.float64:  # steps are too long for sums in float32 to be exact
            yield asked[0].name, _rate(case, asked, one, made[name][1], f"{name}{by} ")
    for t in asked:
        wanted = pulled(case, t)
        for name in (f"d{t.name}", f"d{t.name} by vjp()"):
            if name in made:
                yield t.name, _paired(case, t, f"{name}{by}", made[name][1], wanted, dtype)


def _paired(
    case: Moved, tensor: Tensor, name: str, made: Array, wanted: tuple[float, float, float], dtype: Any
) -> Outcome:
    """⟨v, J'u⟩ of one gradient; of fractions in float64 alone."""
    if made.shape != case.shape(tensor):
        return Outcome(Verdict.FAIL, np.inf, 0.0, f"{name} has shape {made.shape}")
    if not case.whole and dtype is not np.float64:
        return Outcome(Verdict.PASS)
    with np.errstate(all="ignore"):
        found = np.sum(made.astype(np.float64) * case.direction[tensor.name])
    value, error, scale = wanted
    limit, named = np.inf if case.whole else LIMIT, [f"<v, {name}>"]
    seen = compare([found], [value], [error], scale, limit, named)
    if seen.verdict is not Verdict.FAIL or case.whole:
        return seen
    emitted = np.abs(case.direction[tensor.name]) * conditioning(case, tensor)  # it may lose more
    return compare([found], [value], [error + tolerance(emitted.sum())], scale, limit, named)


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


def slopes(case: Moved, kernels: Kernels, asked: Sequence[Tensor]) -> Iterator[Named]:
    """How the outputs move along the directions, by the imaginary part of the forward of complex numbers."""
    moved = {t.name: case.arrays[t.name] + 1j * STEP * case.direction[t.name] for t in asked}
    with num_threads(1):
        made = kernels.forward(case, np.complex128, **moved)
    for one in case.layer.outputs:
        name = f"{one.name} along {', '.join(moved)} by complex numbers "
        yield asked[0].name, _rate(case, asked, one, made[one.name].imag / STEP, name)


def _rate(case: Moved, asked: Sequence[Tensor], output: Tensor, found: Array, name: str) -> Outcome:
    """How an output moves while some inputs do, each along its direction, element by element."""
    rates = [bounded(case.alone(t)[output.name].tangent) for t in asked]
    parts = [[np.broadcast_to(a[..., 0], found.shape) for a in (r.value, r.error)] for r in rates]
    wanted = np.sum([value for value, _ in parts], axis=0)
    error = np.sum([np.maximum(error, np.abs(value)) for value, error in parts], axis=0)
    bound = 0.0 if case.whole else tolerance(error)
    return compare(found, wanted, bound, scale_of(wanted), np.inf, name)


def near(case: Moved, kernels: Kernels, asked: Sequence[Tensor], made: Sequence[Results]) -> Iterator[Named]:
    """The float32 gradient is the float64 one but for rounding, each element."""
    beside = _beside(case)
    for t in asked:
        single, double = (one[f"d{t.name}"][1].astype(np.float64) for one in made)
        with num_threads(1):
            other = kernels.vjp(beside, t, np.float64)
        yield t.name, _near(case, t, single, double, other)


def _near(case: Moved, tensor: Tensor, single: Array, double: Array, beside: Array) -> Outcome:
    largest = np.max(np.abs(double), initial=0.0, where=np.isfinite(double))
    finite = np.isfinite(double) & np.isfinite(beside)
    spread = np.max(
        np.abs(np.subtract(beside, double, where=finite, out=np.zeros(double.shape))), initial=0.0
    )
    _, error, _ = pulled(case, tensor)  # of all elements together
    bound = max(NEAR * (spread + unit(np.float32) * largest), error * unit(np.float32) / unit(np.float64))
    left = {"float32 overflows on the way, and so little is known": ~np.isfinite(single)}
    scale, name = max(largest, 1e-30), f"d{tensor.name} by float32 "
    seen = compare(single, double, bound, scale, np.inf, name, left)
    if seen.verdict is not Verdict.FAIL:
        return seen
    emitted = tolerance(conditioning(case, tensor), np.float32)
    return compare(single, double, bound + emitted, scale, np.inf, name, left)


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


__all__ = ["THREADS", "Named", "Results", "along", "judged", "near", "shared_out", "slopes"]
