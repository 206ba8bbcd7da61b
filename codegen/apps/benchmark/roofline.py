"""What this machine can do at most, measured beside the kernels: multiply-adds in registers, bytes copied.

Threads are those of the benchmark: each runs code that lets go of Python's lock.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

SUMS = 24
"""Vectors that are summed at once: enough to keep two units busy for the six cycles that one takes."""
STEPS, TRIES = 600_000, 24
"""Milliseconds a try: neither the start of threads nor a clock that is slow to rise counts."""
COPIED = 2**27
"""Bytes of the array that a thread copies together with the others: more than caches hold."""


@dataclass(frozen=True)
class Roofline:
    """``flops`` per second for the dtype of the run, and ``bandwidth``: bytes read and written per second."""

    flops: float
    bandwidth: float

    def least(self, flops: float, moved: float) -> float:
        """Seconds below which no program can do so many operations and move so many bytes."""
        return max(flops / self.flops, moved / self.bandwidth)

    def at_best(self, other: Roofline) -> Roofline:
        """The better of two measurements of one machine."""
        return Roofline(max(self.flops, other.flops), max(self.bandwidth, other.bandwidth))


def measure(threads: int, dtype: str) -> Roofline:
    """The best of several tries: whatever else runs on the machine can only slow them down."""
    with ThreadPoolExecutor(threads) as pool:
        return Roofline(_flops(pool, threads, dtype), _bandwidth(pool, threads))


def _flops(pool: ThreadPoolExecutor, threads: int, dtype: str) -> float:
    one = np.dtype(dtype).type(1)
    _multiply_add(one, 1)
    best = _best(pool, [lambda: _multiply_add(one, STEPS)] * threads, TRIES)
    return 2 * SUMS * lanes(np.dtype(dtype).itemsize) * STEPS * threads / best


def _bandwidth(pool: ThreadPoolExecutor, threads: int) -> float:
    size = COPIED // threads
    pairs = [(np.ones(size, np.uint8), np.zeros(size, np.uint8)) for _ in range(threads)]
    copies = [partial(np.copyto, b, a) for a, b in pairs]
    return 2 * size * threads / _best(pool, copies, 8)


def _best(pool: ThreadPoolExecutor, work: Sequence[Callable[[], Any]], tries: int) -> float:
    def together() -> float:
        start = time.perf_counter()
        for future in [pool.submit(one) for one in work]:
            future.result()
        return time.perf_counter() - start

    return min(together() for _ in range(tries))


def lanes(itemsize: int) -> int:
    """How many numbers a vector register of this machine holds."""
    features = llvm.get_host_cpu_features()
    width = 64 if features.get("avx512f") else 32 if features.get("avx2") else 16
    return width // itemsize


@intrinsic  # type: ignore[untyped-decorator]
def _sums(context: Any, one: Any, steps: Any) -> Any:
    """``steps`` times: each of the sums is multiplied by ``one`` and increased by it."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        value, count = arguments
        width = lanes(one.bitwidth // 8)
        kind = ir.VectorType(value.type, width)
        spread = ir.Constant(kind, ir.Undefined)
        for lane in range(width):
            spread = builder.insert_element(spread, value, ir.Constant(ir.IntType(32), lane))
        name = f"llvm.fma.v{width}f{one.bitwidth}"
        fma = cgutils.get_or_insert_function(builder.module, ir.FunctionType(kind, [kind] * 3), name)
        held = [cgutils.alloca_once_value(builder, spread) for _ in range(SUMS)]
        with cgutils.for_range(builder, count):
            for slot in held:
                builder.store(builder.call(fma, [builder.load(slot), spread, spread]), slot)
        total = spread
        for slot in held:
            total = builder.fadd(total, builder.load(slot))
        return builder.extract_element(total, ir.Constant(ir.IntType(32), 0))

    return one(one, types.int64), code


@njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _multiply_add(one: Any, steps: Any) -> Any:
    return _sums(one, steps)


__all__ = ["Roofline", "lanes", "measure"]
