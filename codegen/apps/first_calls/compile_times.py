"""Imports and first calls of layers, cold and warm: for each a fresh process and a cache that was empty."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from codegen.apps.benchmark.bench import Loader, Progress
from codegen.apps.benchmark.suite import first
from codegen.apps.benchmark.workloads import arrays
from derive.model.layer import Layer

STOPWATCH = Path(__file__).with_name("stopwatch.py")
LIMITS = {"cold_forward": 2.0, "cold_all": 5.0, "warm_all": 0.3, "importing": 0.15}
"""Seconds that a first call may take; ``all`` are the forward and all gradients."""


class Stopped(RuntimeError):
    """A program that was timed did not end well; the message is what it said."""


@dataclass(frozen=True)
class FirstCalls:
    """Seconds; ``all`` is the forward and then all gradients; ``importing`` is beyond NumPy and Numba."""

    layer: str
    dtype: str
    importing: float
    cold_forward: float
    cold_all: float
    warm_forward: float
    warm_all: float

    def beyond(self) -> list[str]:
        """The names of what takes longer than it may."""
        return [name for name, limit in LIMITS.items() if getattr(self, name) > limit]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def first_calls(
    layers: Sequence[Layer], dtypes: Sequence[str], load: Loader, progress: Progress
) -> Iterator[FirstCalls]:
    """One row a layer and type; ``load`` gives a layer's module, which is not called here."""
    work = [(layer, dtype) for layer in layers for dtype in dtypes]
    for done, (layer, dtype) in enumerate(work):
        progress(f"{layer.name} {dtype}", done, len(work))
        module = load(layer)
        with tempfile.TemporaryDirectory(prefix="chainrule-") as place:
            yield _measured(layer, dtype, module, Path(place))


def _measured(layer: Layer, dtype: str, module: ModuleType, place: Path) -> FirstCalls:
    """Cold, then warm three times: of those the medians."""
    case = first(layer).workload
    given: dict[str, Any] = arrays(layer, case, dtype)
    np.savez(place / "arrays.npz", **given)
    asked = {
        "folder": str(Path(str(module.__file__)).parent),
        "package": str(module.__package__),
        "layer": layer.name,
        "arrays": str(place / "arrays.npz"),
        "options": dict(case.options),
    }
    cold, *warm = (_run(asked, place / "cache") for _ in range(4))
    middle = {name: statistics.median(one[name] for one in warm) for name in cold}
    return FirstCalls(
        layer.name, dtype, middle["import"], cold["forward"], cold["forward"] + cold["gradients"],
        middle["forward"], middle["forward"] + middle["gradients"],
    )  # fmt: skip


def _run(asked: Mapping[str, Any], cache: Path) -> dict[str, float]:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache)}
    done = subprocess.run(
        [sys.executable, str(STOPWATCH)], input=json.dumps(asked), capture_output=True, text=True,
        env=environment, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise Stopped(f"{asked['layer']}: {done.stderr.strip()}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


__all__ = ["LIMITS", "FirstCalls", "Stopped", "first_calls"]
