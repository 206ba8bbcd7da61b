"""One line of the set, and the sizes that lines are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from codegen.apps.benchmark.workloads import Workload


@dataclass(frozen=True)
class Entry:
    """One line of the set; ``quick`` ones are all that ``bench --quick`` runs."""

    family: str
    layer: str
    workload: Workload
    quick: bool = False


Sizes = Mapping[str, int]


def entry(family: str, layer: str, label: str, sizes: Sizes, quick: bool = False, **options: Any) -> Entry:
    return Entry(family, layer, Workload(label, sizes, options), quick)


def image(n: int, c: int, h: int, w: int = 0) -> dict[str, int]:
    return {"N": n, "C": c, "H": h, "W": w or h}


def grouped(n: int, c: int, o: int, h: int, k: int) -> dict[str, int]:
    """Sizes of one group of channels, for a square image and kernel."""
    return {"N": n, "Cg": c, "Og": o, "H": h, "W": h, "KH": k, "KW": k}


__all__ = ["Entry", "Sizes", "entry", "grouped", "image"]
