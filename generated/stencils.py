"""Windows that slide over padded planes: what the kernels with few rows or few channels share.

Hand-written, knows no layer.  A window's taps are addresses relative to its first one, so that stride,
dilation and the order of the taps make no difference here: ``pad`` lays every residue class of a strided
plane out as a plane of its own, with zeros around it.  ``correlate`` keeps several rows of results in
registers while it walks the taps; ``lags`` keeps the sums of several taps while it walks the pixels.  Each
element is summed in an order of its own: results do not depend on the number of threads.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .routines import Elements, by_type, routine
from .tuned import setting
from .window_margins import _pad_loops, _padding
from .window_vectors import _correlate_loops, _correlation, _lags, _lags_loops


def _plain_correlate(
    target: Any, at: Any, row: int, line: int, step: int, starts: Any, begin: Any, start_row: int,
    left: Any, left_at: Any, left_row: int, lefts: Any,
    right: Any, right_at: Any, right_line: int, rights: Any, column: int, taps: int,
    rows: int, high: int, wide: int,
) -> None:  # fmt: skip
    _correlate_loops(
        Elements(target, at), row, line, step, Elements(starts, begin), start_row, Elements(left, left_at),
        left_row, lefts, Elements(right, right_at), right_line, rights, column, taps, rows, high, wide,
    )  # fmt: skip


def _plain_lags(
    target: Any, at: Any, row: int, left: Any, left_at: Any, left_row: int, left_line: int,
    right: Any, right_at: Any, right_line: int, rights: Any, column: int, rows: int, high: int, wide: int,
) -> None:  # fmt: skip
    _lags_loops(
        Elements(target, at), row, Elements(left, left_at), left_row, left_line,
        Elements(right, right_at), right_line, rights, len(rights), column, rows, high, wide,
    )  # fmt: skip


def _plain_pad(
    target: Any, at: Any, row: int, source: Any, start: Any, line: int, step: int, high: int, wide: int,
    first: int, end: int, left: int, right: int,
) -> None:  # fmt: skip
    _pad_loops(
        Elements(target, at), row, Elements(source, start), line, step, high, wide, first, end, left, right
    )


correlate = routine(
    "correlate", "ennnenententnnnnn", by_type(_correlation, _correlate_loops), _plain_correlate
)
"""``correlate(target, at, row, line, step, starts, begin, start_row, left, left_at, left_row, lefts, right,
right_at, right_line, rights, column, taps, rows, high, wide)``

``target[p, i, j] = starts[p] + Σ_k left[p, k] · right[k, i, j]`` from the given elements on.  The k-th tap
stands ``lefts[k]`` and ``rights[k]`` elements behind the first one.
"""

lags = routine("lags", "enennentcnnnn", by_type(_lags, _lags_loops), _plain_lags)
"""``lags(target, at, row, left, left_at, left_row, left_line, right, right_at, right_line, rights, column,
rows, high, wide)``

``target[p, k] += Σ_ij left[p, i, j] · right[k, i, j]`` from the given elements on.  The k-th tap stands
``rights[k]`` elements behind the first one; taps and columns are neighbours.
"""

pad = routine("pad", "enennnnnnnn", by_type(_padding, _pad_loops), _plain_pad)
"""``pad(target, at, row, source, start, line, step, high, wide, first, end, left, right)``

``target[i, j] = source[i, j]`` for i in first..end-1 and j in left..right-1, else 0.  ``row`` and ``line``
are the steps from i to i + 1, ``step`` the one from j to j + 1 in the source.
"""


_slid: str | None = None


def correlations(worth: bool) -> bool:
    """Whether a window slides with its pixels in registers: where it is worth it, or as ``slide`` says."""
    return bool(setting("windows", worth)) if _slid is None else _slid == "correlations"


def lagging(worth: bool) -> bool:
    """Whether a window slides with its taps in registers: where it is worth it, or as ``slide`` says."""
    return bool(setting("lags", worth)) if _slid is None else _slid == "lagging"


def abreast(worth: bool) -> bool:
    """Whether vectors run along an outer index: where it is worth it, or as ``slide`` says."""
    return worth if _slid is None else _slid == "abreast"


@contextmanager
def slide(kind: str) -> Iterator[None]:
    """Of the ways in which a window slides this one, on any arrays; none where it is another word."""
    global _slid
    before, _slid = _slid, kind
    try:
        yield
    finally:
        _slid = before


__all__ = ["abreast", "correlate", "correlations", "lagging", "lags", "pad", "slide"]
