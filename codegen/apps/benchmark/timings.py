"""What a benchmark found: rows, geometric means by direction and by family."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

DIRECTIONS = ("forward", "backward")
MEASURED = ("layer", "case", "direction", "ours_ms", "torch_ms", "ratio_torch", "roofline")
UNREST = 1.3
"""A median so far over the best call was disturbed, and the row is worth another visit."""
JAX = ("jax_ms", "ratio_jax")
DETAILS = ("family", "gflops", "gbs", "ours_best_ms", "torch_best_ms", "distance")


@dataclass(frozen=True)
class Timing:
    """A case in one direction; ratios are the peer's median time over ours.

    ``roofline``  the least time that the operations and bytes take on this machine, over ours
    ``gflops``    10⁹ operations a second, ``gbs`` 10⁹ bytes that must move a second
    ``distance``  how far the results are from the peers', in units of what rounding explains
    """

    layer: str
    case: str
    direction: str
    ours_ms: float
    torch_ms: float | None = None
    ratio_torch: float | None = None
    roofline: float | None = None
    jax_ms: float | None = None
    ratio_jax: float | None = None
    family: str = ""
    gflops: float | None = None
    gbs: float | None = None
    ours_best_ms: float | None = None
    torch_best_ms: float | None = None
    distance: float | None = None
    composed: bool = False

    @property
    def agrees(self) -> bool:
        return self.distance is None or self.distance <= 1

    def ratio(self, peer: str) -> float | None:
        """The ratio to a peer; none where the two did not compute the same."""
        return getattr(self, f"ratio_{peer}") if self.agrees else None

    @property
    def unrest(self) -> float:
        """How far medians lie over the best call, of ours or of PyTorch: 1 where nothing else ran."""
        sides = ((self.ours_ms, self.ours_best_ms), (self.torch_ms, self.torch_best_ms))
        return max((median / best for median, best in sides if median and best), default=1.0)

    def quieter(self, other: Timing) -> Timing:
        """The same row as it was timed in the quieter of two visits, all sides of it: no ratio is asked."""
        ours = [t for t in (self.ours_best_ms, other.ours_best_ms) if t]
        torch = [t for t in (self.torch_best_ms, other.torch_best_ms) if t]
        best = min(ours, default=None), min(torch, default=None)
        both = (replace(one, ours_best_ms=best[0], torch_best_ms=best[1]) for one in (self, other))
        return min(both, key=lambda one: one.unrest)

    def part(self, keys: Iterable[str]) -> dict[str, Any]:
        return {key: getattr(self, key) for key in keys}


def geomean(rows: Iterable[Timing], peer: str = "torch") -> float | None:
    """The geometric mean of the ratios that there are; none where there is none."""
    ratios = [ratio for row in rows if (ratio := row.ratio(peer))]
    return math.exp(statistics.fmean(map(math.log, ratios))) if ratios else None


@dataclass(frozen=True)
class Timings:
    """``flops``, ``bandwidth``: the roofline of the run; ``untimed``: what could not be run, and why."""

    machine: str
    rows: tuple[Timing, ...]
    flops: float | None = None
    bandwidth: float | None = None
    peers: tuple[str, ...] = ("torch",)
    untimed: tuple[str, ...] = ()

    def geomean(self, direction: str, peer: str = "torch") -> float | None:
        return geomean((row for row in self.rows if row.direction == direction), peer)

    def families(self, peer: str = "torch") -> Mapping[str, Mapping[str, float | None]]:
        """The means of each family by direction, in the order of the rows."""
        names = dict.fromkeys(row.family for row in self.rows)
        return {name: {d: geomean(self._of(name, d), peer) for d in DIRECTIONS} for name in names if name}

    def _of(self, family: str, direction: str) -> Iterable[Timing]:
        return (row for row in self.rows if (row.family, row.direction) == (family, direction))

    @property
    def strangers(self) -> list[Timing]:
        """The rows whose results are not those of the peers."""
        return [row for row in self.rows if not row.agrees]

    def as_json(self) -> dict[str, Any]:
        """``rows`` and ``geomean``; in ``details``, row by row, what else was measured."""
        keys = MEASURED + (JAX if "jax" in self.peers else ())
        return {
            "machine": self.machine,
            "rows": [row.part(keys) for row in self.rows],
            "geomean": {direction: self.geomean(direction) for direction in DIRECTIONS},
            "families": self.families(),
            "details": [row.part(DETAILS) for row in self.rows],
            "untimed": list(self.untimed),
            "peak": {"flops": self.flops, "bandwidth": self.bandwidth},
        }


__all__ = ["DIRECTIONS", "UNREST", "Timing", "Timings", "geomean"]
