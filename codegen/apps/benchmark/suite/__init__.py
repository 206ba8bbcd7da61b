"""Benchmark data: which layers of the catalogue are timed, at which sizes, in which families.

In: nothing.  Out: ``SUITE``, the whole set, and ``entries`` and ``first``, the lines of one layer, for a
layer that the set does not know one with sizes that fit its conditions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from codegen.apps.benchmark.suite.contractions import CONTRACTIONS
from codegen.apps.benchmark.suite.images import IMAGES
from codegen.apps.benchmark.suite.line import Entry, grouped
from codegen.apps.benchmark.workloads import Workload, fitting
from derive.model.layer import Layer

SUITE: Sequence[Entry] = (*CONTRACTIONS, *IMAGES)

FIRST: Mapping[str, Workload] = {
    "conv2d": Workload("4x16x28x28, 3x3 to 16", grouped(4, 16, 16, 28, 3), {"padding": 1}),
    "deform_conv2d": Workload("1x8x14x14, 3x3 to 8", grouped(1, 8, 8, 14, 3), {"padding": 1}),
}
"""Smaller ones, where those of the set would keep a person waiting at a first look."""


def entries(layer: Layer) -> Iterator[Entry]:
    """The lines of a layer; one with sizes that fit its conditions where the set does not know it."""
    known = [one for one in SUITE if one.layer == layer.name]
    yield from known or [Entry("other", layer.name, fitting(layer))]


def first(layer: Layer) -> Entry:
    """One case, small enough for a first look."""
    one = next(entries(layer))
    return Entry(one.family, one.layer, FIRST.get(layer.name, one.workload))


__all__ = ["FIRST", "SUITE", "Entry", "entries", "first"]
