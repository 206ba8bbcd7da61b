"""The rung at the edges: what large kernels compute, in both precisions, by one thread and by several.

Where whole numbers stay whole, every element of the forward and ⟨v, J'u⟩ are right to the last bit.
Elsewhere they lie within their rounding errors, and float32 is near to float64: what its rounding may do to
single elements is asked by another rung.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from codegen.verification.callables.kernels import Kernels
from codegen.verification.cases import Case
from codegen.verification.judgement import worst
from codegen.verification.reach.against_model import (
    THREADS,
    Named,
    Results,
    along,
    judged,
    near,
    shared_out,
    slopes,
)
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
TRIALS, SEEDS = 4, 1_000


def edges(case: Case, subject: Subject) -> Outcome:
    """Everything that a call computes at these sizes; what is said holds for the gradient of the subject."""
    if not _kept:
        return _of_all(settled(_Same(case)), subject.kernels, (subject.tensor,))[subject.tensor.name]
    key = (_Same(case), _Same(subject.kernels))
    if key not in _kept[-1]:
        asked = tuple(t for t in subject.layer.wrt if subject.kernels.differentiates(t))
        _kept[-1][key] = _of_all(settled(_Same(case)), subject.kernels, asked)
    return _kept[-1][key][subject.tensor.name]


_kept: list[dict[tuple[_Same, _Same], dict[str, Outcome]]] = []


@contextmanager
def kernels_stay() -> Iterator[None]:
    """No kernel is replaced inside of the block: what a call says of every gradient is asked once for all."""
    _kept.append({})
    try:
        yield
    finally:
        _kept.pop()


def _of_all(moved: Moved, kernels: Kernels, asked: tuple[Tensor, ...]) -> dict[str, Outcome]:
    """By the name of each input that is asked about; what is no gradient counts for the first one."""
    kept: list[Named] = []
    found: list[Named] = []
    made: dict[Any, Results] = {}
    for dtype in DTYPES:
        with num_threads(1):
            made[dtype], stayed = called(moved, kernels, asked, dtype)
        with shared_among(THREADS, dtype):
            shared, _ = called(moved, kernels, asked, dtype)
        by = f" by {np.dtype(dtype).name}"
        kept += [*stayed, *shared_out(made[dtype], shared, moved.whole, by)]
        found += judged(moved, asked, made[dtype], dtype, by)
    if not moved.whole:
        found += near(moved, kernels, asked, [made[dtype] for dtype in DTYPES])
    if takes_complex(Subject(kernels, asked[0])):
        found += slopes(moved, kernels, asked)
    return {t.name: _together(moved, t.name, kept, found) for t in asked}


def _together(moved: Moved, name: str, kept: Sequence[Named], found: Sequence[Named]) -> Outcome:
    own = [[outcome for of, outcome in some if of == name] for some in (kept, found)]
    return worst([*own[0], _excused(moved, worst(own[1]))])


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
    return _quantities(_Same(case.layer)).work(case.symbols)


@lru_cache(maxsize=4)
def _quantities(known: _Same) -> Quantities:
    return Quantities(known.it)


def called(case: Moved, kernels: Kernels, asked: Sequence[Tensor], dtype: Any) -> tuple[Results, list[Named]]:
    """The gradients that are asked for, all at once, the tangents; and whether the arguments stayed.

    The forward is asked with the first gradient: it is the same for all.
    """
    inputs, seeds = kernels.arguments(case, dtype), kernels.cotangents(case, dtype)
    given = (*seeds, *inputs)
    before = [None if a is None else a.copy() for a in given]
    first, made = asked[0].name, Results()
    if asked[0] == case.layer.wrt[0]:
        outputs = kernels.named(kernels.module.forward(*inputs, **case.options))
        made |= {name: (first, array) for name, array in outputs.items()}
    for t in asked:
        gradient = kernels.gradient_function(t)(*given, **case.options)
        made[f"d{t.name}"] = t.name, np.asarray(gradient)
    if hasattr(kernels.module, "vjp"):
        together = kernels.module.vjp(*given, **case.options)
        made |= {f"d{t.name} by vjp()": (t.name, np.asarray(getattr(together, t.name))) for t in asked}
    if hasattr(kernels.module, "jvp"):
        tangents = kernels.jvp(case, {t: case.direction[t.name] for t in asked}, dtype)
        made |= {along(one, asked): (first, array) for one, array in tangents.items()}
    pairs = [(a, b) for a, b in zip(given, before, strict=True) if a is not None and b is not None]
    if any(a.tobytes() != b.tobytes() for a, b in pairs):
        wrong = Outcome(Verdict.FAIL, np.inf, 0.0, "an argument was written to")
        return made, [(t.name, wrong) for t in asked]
    return made, [(t.name, Outcome(Verdict.PASS)) for t in asked]


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

__all__ = ["EDGES", "edges", "kernels_stay"]
