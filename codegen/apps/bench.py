"""Kernels against PyTorch: in turns in one process, equal threads, medians of repeats.

Only the ratios of one run count; the milliseconds of a shared machine do not.
"""

from __future__ import annotations

import importlib.util
import math
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from types import ModuleType
from typing import Any

import numpy as np

from codegen.apps.network import NumpyArray
from codegen.apps.peers import PEERS
from codegen.apps.workloads import Workload, all_options, arrays, cases
from derive.model.layer import Layer
from generated import set_num_threads

Run = Callable[[], Any]
Progress = Callable[[str, int, int], None]
Loader = Callable[[Layer], ModuleType]

ROUNDS = 7
"""How often ours and theirs take turns; the first turn of each compiles and warms up and does not count."""
TURN = 0.08
"""Seconds that one turn may last; at least one call is made."""


@dataclass(frozen=True)
class Timing:
    layer: str
    case: str
    direction: str
    ours_ms: float
    torch_ms: float | None
    ratio_torch: float | None


@dataclass(frozen=True)
class Timings:
    machine: str
    rows: tuple[Timing, ...]

    def geomean(self, direction: str) -> float | None:
        """The geometric mean of PyTorch's time over ours; None without PyTorch."""
        ratios = [r.ratio_torch for r in self.rows if r.direction == direction and r.ratio_torch]
        return math.exp(statistics.fmean(map(math.log, ratios))) if ratios else None

    def as_json(self) -> dict[str, Any]:
        means = {direction: self.geomean(direction) for direction in ("forward", "backward")}
        return {"machine": self.machine, "rows": [asdict(row) for row in self.rows], "geomean": means}


def bench(
    layers: Sequence[Layer],
    load: Loader,
    progress: Progress,
    *,
    small: bool = False,
    dtype: str = "float32",
    rounds: int = ROUNDS,
    threads: int = 2,
) -> Timings:
    """Time every case of the layers forward and backward; ``load`` gives a layer's module."""
    set_num_threads(threads)
    torch = _torch(threads)
    work = [(layer, case) for layer in layers for case in cases(layer, small)]
    rows: list[Timing] = []
    for done, (layer, case) in enumerate(work):
        progress(f"{layer.name} {case.label}", done, len(work))
        rows += _case(layer, case, load(layer), torch, dtype, rounds)
    return Timings(machine(threads, torch), tuple(rows))


def _torch(threads: int) -> Any:
    if importlib.util.find_spec("torch") is None:
        return None
    import torch

    torch.set_num_threads(threads)
    return torch


def _case(
    layer: Layer, case: Workload, module: ModuleType, torch: Any, dtype: str, rounds: int
) -> Iterable[Timing]:
    given = arrays(layer, case, dtype)
    ours = _ours(module, given, case)
    theirs = _theirs(torch, layer, given, case) if torch is not None and layer.name in PEERS else None
    for direction in ("forward", "backward"):
        runs = [ours[direction]] + ([theirs[direction]] if theirs else [])
        times = in_turns(runs, rounds)
        other = times[1] if theirs else None
        yield Timing(layer.name, case.label, direction, times[0], other, other / times[0] if other else None)


def _ours(module: ModuleType, given: dict[str, NumpyArray], case: Workload) -> dict[str, Run]:
    """The forward, and all gradients at once from what the forward saved."""
    arguments = [given[one["name"]] for one in module.SPEC["inputs"]]
    results, residuals = module.forward(*arguments, **case.options, save=True)
    values = results if isinstance(results, tuple) else (results,)
    rng = np.random.default_rng(1)
    outputs = values[: len(module.SPEC["outputs"])]
    cotangents = [rng.normal(size=y.shape).astype(y.dtype) for y in outputs]
    return {
        "forward": lambda: module.forward(*arguments, **case.options),
        "backward": lambda: module.vjp(*cotangents, *arguments, residuals=residuals, **case.options),
    }


def _theirs(torch: Any, layer: Layer, given: dict[str, NumpyArray], case: Workload) -> dict[str, Run]:
    """The same through autograd: the graph is built once, the backward alone is timed."""
    names = {tensor.name for tensor in layer.wrt}
    inputs = {k: torch.tensor(v, requires_grad=k in names) for k, v in given.items()}
    plain = {name: value.detach() for name, value in inputs.items()}
    peer, options = PEERS[layer.name], all_options(layer, case.options)
    output = peer(torch, inputs, options)
    cotangent = torch.randn_like(output)
    wrt = [inputs[tensor.name] for tensor in layer.wrt]
    return {
        "forward": lambda: peer(torch, plain, options),
        "backward": lambda: torch.autograd.grad(output, wrt, cotangent, retain_graph=True),
    }


def in_turns(runs: Sequence[Run], rounds: int) -> list[float]:
    """Milliseconds of one call of each: the median over rounds of the median of each turn."""
    medians: list[list[float]] = [[] for _ in runs]
    for number in range(rounds + 1):
        for run, kept in zip(runs, medians, strict=True):
            turn = _turn(run)
            if number > 0:
                kept.append(turn)
    return [1e3 * statistics.median(kept) for kept in medians]


def _turn(run: Run) -> float:
    """One turn: the first call wakes threads and caches and is not counted unless it is the only one."""
    begin = time.perf_counter()
    times = [_seconds(run)]
    while time.perf_counter() - begin < TURN and len(times) < 50:
        times.append(_seconds(run))
    return statistics.median(times[1:] or times)


def _seconds(run: Run) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def machine(threads: int, torch: Any) -> str:
    """What ran: processor, threads, versions."""
    import numba

    versions = [
        f"Python {platform.python_version()}",
        f"NumPy {np.__version__}",
        f"Numba {numba.__version__}",
    ]
    versions += [f"PyTorch {torch.__version__}"] if torch is not None else []
    return f"{_processor()}, {os.cpu_count()} cores, {threads} threads, " + ", ".join(versions)


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            names = [line.split(":", 1)[1].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()
