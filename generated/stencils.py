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

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic, overload

from .registers import BYTES, INDEX, _address_of, _Code, _loop, _pointer, _vector
from .registers import address as _address
from .window_vectors import _correlate_loops, _correlated, _lags, _lags_loops, _pad, _pad_loops


def _place(array: Any, at: Any) -> int:
    """How far an element stands from the first one, also where it is none of the array."""
    place = 0
    for extent, index in zip(array.shape, at, strict=True):
        place = place * extent + index
    return place


def correlate(
    target: Any, at: Any, row: int, line: int, step: int, starts: Any, begin: Any, start_row: int,
    left: Any, left_at: Any, left_row: int, lefts: Any,
    right: Any, right_at: Any, right_line: int, rights: Any, column: int, taps: int,
    rows: int, high: int, wide: int,
) -> None:  # fmt: skip
    """``target[p, i, j] = starts[p] + Σ_k left[p, k] · right[k, i, j]`` from the given elements on.

    The k-th tap stands ``lefts[k]`` and ``rights[k]`` elements behind the first one.
    """
    _correlate_loops(target, _place(target, at), row, line, step, starts, _place(starts, begin), start_row,
                     left, _place(left, left_at), left_row, lefts,
                     right, _place(right, right_at), right_line, rights, column, taps,
                     rows, high, wide)  # fmt: skip


def lags(
    target: Any, at: Any, row: int, left: Any, left_at: Any, left_row: int, left_line: int,
    right: Any, right_at: Any, right_line: int, rights: Any, column: int, rows: int, high: int, wide: int,
) -> None:  # fmt: skip
    """``target[p, k] += Σ_ij left[p, i, j] · right[k, i, j]`` from the given elements on.

    The k-th tap stands ``rights[k]`` elements behind the first one; taps and columns are neighbours.
    """
    _lags_loops(target, _place(target, at), row, left, _place(left, left_at), left_row, left_line,
                right, _place(right, right_at), right_line, rights, column, rows, high, wide)  # fmt: skip


def pad(
    target: Any, at: Any, row: int, source: Any, start: Any, line: int, step: int, high: int, wide: int,
    first: int, end: int, left: int, right: int,
) -> None:  # fmt: skip
    """``target[i, j] = source[i, j]`` for i in first..end-1 and j in left..right-1, else 0.

    ``row`` and ``line`` are the steps from i to i + 1, ``step`` the one from j to j + 1 in the source.
    """
    _pad_loops(target, _place(target, at), row, source, _place(source, start), line, step, high, wide,
               max(first, 0), min(end, high), max(left, 0), min(right, wide))  # fmt: skip


_slid: str | None = None


def correlations(worth: bool) -> bool:
    """Whether a window slides with its pixels in registers: where it is worth it, or as ``slide`` says."""
    return worth if _slid is None else _slid == "correlations"


def lagging(worth: bool) -> bool:
    """Whether a window slides with its taps in registers: where it is worth it, or as ``slide`` says."""
    return worth if _slid is None else _slid == "lagging"


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


@intrinsic
def _element(typingctx, array, index):  # type: ignore[no-untyped-def]
    """Where in memory an element stands: to hand on a number costs nothing, to hand on an array does."""
    signature = types.int64(array, index)

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        given = cgutils.unpack_tuple(builder, arguments[1], len(index))
        whole = [context.cast(builder, v, t, types.int64) for v, t in zip(given, index, strict=True)]
        at = _address_of(context, builder, array, arguments[0], whole)
        return builder.ptrtoint(_pointer(context, builder, array, arguments[0], at), INDEX)

    return signature, emit


def _vectors(kind: Any) -> bool:
    return kind in (types.float32, types.float64)


@overload(correlate, inline="always")
def _correlation(
    target, at, row, line, step, starts, begin, start_row, left, left_at, left_row, lefts,
    right, right_at, right_line, rights, column, taps, rows, high, wide,
):  # type: ignore[no-untyped-def]  # fmt: skip
    if not _vectors(target.dtype):

        def plain(
            target, at, row, line, step, starts, begin, start_row, left, left_at, left_row, lefts,
            right, right_at, right_line, rights, column, taps, rows, high, wide,
        ):  # type: ignore[no-untyped-def]  # fmt: skip
            _correlate_loops(target, _address(target, at), row, line, step, starts, _address(starts, begin),
                             start_row, left, _address(left, left_at), left_row, lefts, right,
                             _address(right, right_at), right_line, rights, column, taps,
                             rows, high, wide)  # fmt: skip

        return plain
    lanes, size = _vector(target.dtype).count, target.dtype.bitwidth // 8

    def implementation(
        target, at, row, line, step, starts, begin, start_row, left, left_at, left_row, lefts,
        right, right_at, right_line, rights, column, taps, rows, high, wide,
    ):  # type: ignore[no-untyped-def]  # fmt: skip
        _correlated(target.dtype, size, lanes, _element(target, at), row, line, step,
                    _element(starts, begin), start_row, _element(left, left_at), left_row,
                    _element(lefts, (0,)), _element(right, right_at), right_line, _element(rights, (0,)),
                    column, taps, rows, high, wide)  # fmt: skip

    return implementation


@overload(lags, inline="always")
def _lagging(
    target,
    at,
    row,
    left,
    left_at,
    left_row,
    left_line,
    right,
    right_at,
    right_line,
    rights,
    column,
    rows,
    high,
    wide,
):  # type: ignore[no-untyped-def]
    if not _vectors(target.dtype):

        def plain(
            target, at, row, left, left_at, left_row, left_line, right, right_at, right_line, rights,
            column, rows, high, wide,
        ):  # type: ignore[no-untyped-def]  # fmt: skip
            _lags_loops(target, _address(target, at), row, left, _address(left, left_at), left_row, left_line,
                        right, _address(right, right_at), right_line, rights, column,
                        rows, high, wide)  # fmt: skip

        return plain
    size = target.dtype.bitwidth // 8

    def implementation(
        target, at, row, left, left_at, left_row, left_line, right, right_at, right_line, rights,
        column, rows, high, wide,
    ):  # type: ignore[no-untyped-def]  # fmt: skip
        _lags(target.dtype, size, _element(target, at), row, _element(left, left_at), left_row, left_line,
              _element(right, right_at), right_line, _element(rights, (0,)), len(rights), column,
              rows, high, wide)  # fmt: skip

    return implementation


@overload(pad, inline="always")
def _padding(target, at, row, source, start, line, step, high, wide, first, end, left, right):  # type: ignore[no-untyped-def]
    if not _vectors(target.dtype):

        def plain(target, at, row, source, start, line, step, high, wide, first, end, left, right):  # type: ignore[no-untyped-def]
            _pad_loops(target, _address(target, at), row, source, _address(source, start), line, step,
                       high, wide, max(first, 0), min(end, high), max(left, 0), min(right, wide))  # fmt: skip

        return plain

    def implementation(target, at, row, source, start, line, step, high, wide, first, end, left, right):  # type: ignore[no-untyped-def]
        _pad(target.dtype, _element(target, at), row, _element(source, start), line, step,
             high, wide, first, end, left, right)  # fmt: skip

    return implementation


__all__ = ["abreast", "correlate", "correlations", "lagging", "lags", "pad", "slide"]
