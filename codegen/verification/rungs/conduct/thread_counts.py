"""One thread against several: the same bits, in both precisions, however the work is shared out.

Which elements a range touches is the same in either precision, and so a race is one in both.  Threads take
the ranges of float32 at once; those of float64 are taken by one thread, the last first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import numpy as np

from codegen.verification.cases import Case
from codegen.verification.interpreter.numbers import Array
from codegen.verification.report import Outcome, Verdict
from codegen.verification.rungs.subject import Subject
from generated.threads import num_threads, one_after_the_other, smallest_ranges

COUNTS = (2, 3, 4)


def thread_counts(case: Case, subject: Subject) -> Outcome:
    """Forward, gradient and all gradients at once do not depend on the number of threads."""
    for dtype in (np.float32, np.float64):
        with num_threads(1):
            alone = dict(_results(case, subject, dtype))
        for count in COUNTS:
            with shared_among(count, dtype):
                shared = dict(_results(case, subject, dtype))
            unlike = [name for name in alone if not _same(alone[name], shared[name])]
            if unlike:
                text = f"{', '.join(unlike)}: not the same bits with {count} threads, {np.dtype(dtype).name}"
                return Outcome(Verdict.FAIL, np.inf, 0.0, text)
    return Outcome(Verdict.PASS)


@contextmanager
def shared_among(count: int, dtype: Any) -> Iterator[None]:
    """Work is shared out in the smallest ranges: to threads in float32, in turn in float64."""
    how = nullcontext() if dtype is np.float32 else one_after_the_other()
    with num_threads(count), smallest_ranges(), how:
        yield


def _results(case: Case, subject: Subject, dtype: Any) -> Iterator[tuple[str, Array]]:
    kernels = subject.kernels
    yield from kernels.forward(case, dtype).items()
    yield f"d{subject.tensor.name}", kernels.vjp(case, subject.tensor, dtype)
    given = (*kernels.cotangents(case, dtype), *kernels.arguments(case, dtype))
    together = kernels.module.vjp(*given, **case.options)
    yield from ((f"d{name} by vjp()", np.asarray(made)) for name, made in together._asdict().items())


def _same(a: Array, b: Array) -> bool:
    return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()


def has_threads(subject: Subject) -> bool:
    """Whether the kernels are launched on the threads that can be counted here."""
    return hasattr(subject.kernels.module, "SPEC")


__all__ = ["has_threads", "shared_among", "thread_counts"]
