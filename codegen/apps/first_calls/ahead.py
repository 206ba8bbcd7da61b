"""Compile the kernels of a layer and keep them on the disk, so that nobody waits for them later."""

from __future__ import annotations

import time
from collections.abc import Iterable

from codegen.apps.benchmark.suite import first
from codegen.apps.benchmark.workloads import arrays
from codegen.apps.first_calls.stopwatch import Clock, call
from codegen.module.cache import compiled
from derive.model.layer import Layer


def compile_ahead(layer: Layer, dtypes: Iterable[str]) -> float:
    """Seconds that it took; what the disk has already takes none to compile."""
    begin = time.perf_counter()
    module, case = compiled(layer), first(layer).workload
    for dtype in dtypes:
        call(module, arrays(layer, case, dtype), dict(case.options), Clock())
    return time.perf_counter() - begin


__all__ = ["compile_ahead"]
