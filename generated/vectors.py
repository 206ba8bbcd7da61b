"""Products of matrices in registers, and copies of runs: what the kernels of contractions share.

Hand-written, knows no layer.  An element of either side stands where two tables say, one for its row (or
column) and one for its term of the sum, so that a side is read where it lies: a window of a larger array, a
plane with a margin, a packed panel.  ``contract`` adds to each element in the order of the sum, whatever the
block that it falls into: results do not depend on the number of threads.  Addresses are elements from the
start of a C-contiguous array.  Complex arrays take plain loops.
"""

from __future__ import annotations

import math
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numba import njit, types
from numba.extending import overload

from .registers import (
    ALIKE,
    ALONG,
    PANEL,
    TILES,
    address,
    even_block,
    lanes,
    rows_alike,
    runs,
    tiles,
    turned_block,
)
from .threads import get_num_threads, launch

HIGH, WIDE, DEEP = 192, 64, 1024
"""Rows, columns and terms of a block: its columns in the nearest cache, its rows and a panel in the next."""
FEW = 8
"""Columns from which on blocks in registers turn them round faster than loops."""
LEAST = 24
"""Rows that are worth a part of their own."""

_high4, _high3, _high2, _high1 = (TILES.get(vectors, 1) for vectors in (4, 3, 2, 1))
_tile4, _tile3, _tile2, _tile1 = (tiles.get(vectors, tiles[1]) for vectors in (4, 3, 2, 1))


EVEN = 4
"""Vectors side by side where rows and terms lie in even steps."""
_wide6, _wide4, _wide2, _wide1 = (even_block(rows, EVEN) for rows in (6, 4, 2, 1))
_narrow6, _narrow4, _narrow2, _narrow1 = (even_block(rows, 1) for rows in (6, 4, 2, 1))


@njit(nogil=True, cache=True, error_model="numpy")
def _wide(a, a_at, a_row, a_k, b, b_at, b_k, c, c_at, c_row, rows, depth):
    p = 0
    while p < rows:
        at, to = a_at + p * a_row, c_at + p * c_row
        if rows - p >= 6:
            _wide6(a, at, a_row, a_k, b, b_at, b_k, c, to, c_row, depth, 0)
            p += 6
        elif rows - p >= 4:
            _wide4(a, at, a_row, a_k, b, b_at, b_k, c, to, c_row, depth, 0)
            p += 4
        elif rows - p >= 2:
            _wide2(a, at, a_row, a_k, b, b_at, b_k, c, to, c_row, depth, 0)
            p += 2
        else:
            _wide1(a, at, a_row, a_k, b, b_at, b_k, c, to, c_row, depth, 0)
            p += 1


@njit(nogil=True, cache=True, error_model="numpy")
def _narrow(a, a_at, a_row, a_k, b, b_at, b_k, c, c_at, c_row, rows, depth, cols):
    p = 0
    while p < rows:
        at, to = a_at + p * a_row, c_at + p * c_row
        if rows - p >= 6:
            _narrow6(a, at, a_row, a_k, b, b_at, b_k, c, to, c_row, depth, cols)
            p += 6
        elif rows - p >= 4:
            _narrow4(a, at, a_row, a_k, b, b_at, b_k, c, to, c_row, depth, cols)
            p += 4
        elif rows - p >= 2:
            _narrow2(a, at, a_row, a_k, b, b_at, b_k, c, to, c_row, depth, cols)
            p += 2
        else:
            _narrow1(a, at, a_row, a_k, b, b_at, b_k, c, to, c_row, depth, cols)
            p += 1


@njit(nogil=True, cache=True, error_model="numpy")
def _multiply_even(a, a_at, a_row, a_k, b, b_at, b_k, c, c_at, c_row, rows, cols, depth, lanes):
    q = 0
    while q + EVEN * lanes <= cols:
        _wide(a, a_at, a_row, a_k, b, b_at + q, b_k, c, c_at + q, c_row, rows, depth)
        q += EVEN * lanes
    while q < cols:
        _narrow(a, a_at, a_row, a_k, b, b_at + q, b_k, c, c_at + q, c_row, rows, depth, min(lanes, cols - q))
        q += lanes


@njit(nogil=True, cache=True, error_model="numpy")
def _panel(a, row_at, left_at, b, right_at, c, start, to, c_row, rows, vectors, tail, first, count, more):
    p = 0
    while p < rows:
        if vectors == 4:
            _tile4(a, row_at, left_at, b, right_at, c, start, to, c_row, p, rows, first, count, tail, more)
            p += _high4
        elif vectors == 3:
            _tile3(a, row_at, left_at, b, right_at, c, start, to, c_row, p, rows, first, count, tail, more)
            p += _high3
        elif vectors == 2:
            _tile2(a, row_at, left_at, b, right_at, c, start, to, c_row, p, rows, first, count, tail, more)
            p += _high2
        else:
            _tile1(a, row_at, left_at, b, right_at, c, start, to, c_row, p, rows, first, count, tail, more)
            p += _high1


@njit(nogil=True, cache=True, error_model="numpy")
def _contract(a, row_at, left_at, b, start, right_at, c, to, c_row, rows, cols, first, end, deep, lanes):
    more = first > 0
    while True:
        count = min(deep, end - first)
        q = 0
        while q < cols:
            here = min(PANEL * lanes, cols - q)
            vectors = (here + lanes - 1) // lanes
            tail = here - (vectors - 1) * lanes
            _panel(
                a, row_at, left_at, b, right_at, c,
                start + q, to + q, c_row, rows, vectors, tail, first, count, int(more),
            )  # fmt: skip
            q += PANEL * lanes
        first += count
        more = True
        if first >= end:
            break


_many, _some = ALIKE
_alike_many, _alike_some = (rows_alike[height] for height in ALIKE)


@njit(nogil=True, cache=True, error_model="numpy")
def _hadamard(a, row_at, left_at, b, start, right_at, c, to, c_row, rows, cols, first, end, deep, lanes):
    more = first > 0
    while True:
        count = min(deep, end - first)
        for q in range(0, cols, ALONG * lanes):
            here = min(ALONG * lanes, cols - q)
            p = 0
            while p < rows:
                if rows - p > _some:
                    _alike_many(
                        a, row_at, left_at, b, right_at, c,
                        start + q, to + q, c_row, p, rows, first, count, here, int(more),
                    )  # fmt: skip
                    p += _many
                else:
                    _alike_some(
                        a, row_at, left_at, b, right_at, c,
                        start + q, to + q, c_row, p, rows, first, count, here, int(more),
                    )  # fmt: skip
                    p += _some
        first += count
        more = True
        if first >= end:
            break


@njit(nogil=True, cache=True, error_model="numpy")
def _hadamard_loops(
    a, row_at, left_at, b, start, right_at, c, to, c_row, rows, cols, first, end, deep=0, lanes=0
):  # fmt: skip
    for p in range(rows):
        if first == 0:
            for q in range(cols):
                c[to + p * c_row + q] = 0
        for k in range(first, end):
            for q in range(cols):
                c[to + p * c_row + q] += a[start + row_at[p] + left_at[k] + q] * b[start + right_at[k] + q]


@njit(nogil=True, cache=True, error_model="numpy")
def _contract_loops(a, row_at, left_at, b, start, right_at, c, to, c_row, rows, cols, first, end):
    for p in range(rows):
        if first == 0:
            for q in range(cols):
                c[to + p * c_row + q] = 0
        for k in range(first, end):
            value = a[row_at[p] + left_at[k]]
            for q in range(cols):
                c[to + p * c_row + q] += value * b[start + right_at[k] + q]


@njit(nogil=True, cache=True, error_model="numpy")
def _turn(target, to, apart, source, at, every, rows, cols, lanes):
    for p in range(0, rows, lanes):
        for q in range(0, cols, lanes):
            turned_block(
                target, to + q * apart + p, apart, source, at + p * every + q, every,
                min(lanes, rows - p), min(lanes, cols - q),
            )  # fmt: skip


@njit(nogil=True, cache=True, error_model="numpy")
def _turn_loops(target, to, apart, source, at, every, step, rows, cols):
    for q in range(cols):
        for p in range(rows):
            target[to + q * apart + p] = source[at + p * every + q * step]


@njit(nogil=True, cache=True, error_model="numpy")
def _copy_neighbours(target, to, source, at, count):
    for z in range(count):
        target[to + z] = source[at + z]


@njit(nogil=True, cache=True, error_model="numpy")
def _copy_loop(target, to, source, at, step, count):
    for z in range(count):
        target[to + z] = source[at + z * step]


ROOM = 1 << 26
"""Bytes of memory that are kept for the copies of later calls."""

FREE = 3
"""Who refers to memory that nobody uses: the list, the loop over it, and whoever asks."""

_rooms: list[Any] = []
_lock = threading.Lock()


def scratch(shape: Any, dtype: Any) -> Any:
    """Memory for an array that does not outlive the call of a kernel; fresh memory is slow at its first touch."""
    kind, count = np.dtype(dtype), int(np.prod(shape))
    with _lock:
        return np.frombuffer(_room(count * kind.itemsize), kind, count).reshape(shape)


def _room(size: int) -> Any:
    """The smallest unused room that is large enough, else a new one, which is kept if it is not too large."""
    for room in _rooms:
        if len(room) >= size and sys.getrefcount(room) <= FREE:
            return room
    made = np.empty(size, np.uint8)
    if size <= ROOM:
        _rooms.append(made)
        _rooms.sort(key=len)
        while sum(map(len, _rooms)) > ROOM:
            _rooms.pop(0)
    return made


@njit(nogil=True, cache=True, error_model="numpy")
def _multiply_even_loops(a, a_at, a_row, a_k, b, b_at, b_k, c, c_at, c_row, rows, cols, depth):
    left, right, out = a.reshape(-1), b.reshape(-1), c.reshape(-1)
    for p in range(rows):
        for k in range(depth):
            value = left[a_at + p * a_row + k * a_k]
            for q in range(cols):
                out[c_at + p * c_row + q] += value * right[b_at + k * b_k + q]


def padded(source: Any, start: Any, shape: Any) -> Any:
    """``source[start + z]`` for ``z`` within ``shape``, 0 where there is none; itself where that is all."""
    if tuple(shape) == source.shape and not any(start):
        return source
    target = scratch(shape, source.dtype)
    same = 0
    while same < len(shape) and start[same] == 0 and shape[same] == source.shape[same]:
        same += 1
    lead = math.prod(shape[:same])
    held, rest = source.reshape((lead, *source.shape[same:])), target.reshape((lead, *shape[same:]))
    launch(_fill, lead, target.size, rest, held, start[same:])
    return target


def _fill(first: int, last: int, target: Any, source: Any, start: Any) -> None:
    """Of the leading axis ``first … last − 1``: what the source has, and zeros around it."""
    target, source = target[first:last], source[first:last]
    into, of = [slice(None)], [slice(None)]
    for at, size, held in zip(start, target.shape[1:], source.shape[1:], strict=True):
        low, high = min(max(0, -at), size), min(max(0, held - at), size)
        for margin in (slice(0, low), slice(max(low, high), size)):
            target[(*into, margin)] = 0
        into.append(slice(low, max(low, high)))
        of.append(slice(low + at, max(low, high) + at))
    target[tuple(into)] = source[tuple(of)]


def copy(target: Any, at: Any, source: Any, start: Any, step: int, count: int) -> None:
    """``count`` neighbours in ``target`` from ``at`` = every ``step``-th of ``source`` from ``start``."""
    if count <= 0:  # a run of nothing may start outside
        return
    to, first = np.ravel_multi_index(at, target.shape), np.ravel_multi_index(start, source.shape)
    target.reshape(-1)[to : to + count] = source.reshape(-1)[first : first + (count - 1) * step + 1 : step]


def turn(
    target: Any, at: Any, apart: int, source: Any, start: int, every: int, step: int, rows: int, cols: int
) -> None:
    """``target[apart q + p] = source[every p + step q]`` from the given elements on."""
    if rows > 0 and cols > 0:
        to = int(np.ravel_multi_index(at, target.shape))
        _turn_loops(target.reshape(-1), to, apart, source.reshape(-1), start, every, step, rows, cols)


def contract(
    target: Any, at: Any, row: int, left: Any, row_at: Any, left_at: Any, right: Any, start: int,
    right_at: Any, rows: int, cols: int, first: int, end: int, deep: int,
) -> None:  # fmt: skip
    """``target[p, q] (+)= Σ_k left[row_at[p] + left_at[k]] · right[start + right_at[k] + q]``.

    Terms ``first <= k < end``, in blocks of ``deep``; what stands in the target counts from the second block
    of the sum on.  Rows of the target are ``row`` apart.
    """
    a, b, c = left.reshape(-1), right.reshape(-1), target.reshape(-1)
    _contract_loops(
        a, row_at, left_at, b, start, right_at, c, int(np.ravel_multi_index(at, target.shape)), row,
        rows, cols, first, end,
    )  # fmt: skip


def hadamard(
    target: Any, at: Any, row: int, left: Any, row_at: Any, left_at: Any, right: Any, start: int,
    right_at: Any, rows: int, cols: int, first: int, end: int, deep: int,
) -> None:  # fmt: skip
    """``target[p, q] (+)= Σ_k left[start + row_at[p] + left_at[k] + q] · right[start + right_at[k] + q]``.

    The rest is as ``contract`` has it.
    """
    a, b, c = left.reshape(-1), right.reshape(-1), target.reshape(-1)
    _hadamard_loops(
        a, row_at, left_at, b, start, right_at, c, int(np.ravel_multi_index(at, target.shape)), row,
        rows, cols, first, end,
    )  # fmt: skip


def multiply(
    target: Any, at: Any, row: int, left: Any, left_at: Any, left_row: int, left_k: int,
    right: Any, right_at: Any, right_k: int, rows: int, cols: int, depth: int,
) -> None:  # fmt: skip
    """``target[p, q] += Σ_k left[p, k] · right[k, q]`` from the given elements on.

    ``row``, ``left_row``, ``left_k`` and ``right_k`` are steps in memory; columns are neighbours.
    """
    for p in range(rows):
        for q in range(cols):
            for k in range(depth):
                a = left.reshape(-1)[np.ravel_multi_index(left_at, left.shape) + p * left_row + k * left_k]
                b = right.reshape(-1)[np.ravel_multi_index(right_at, right.shape) + k * right_k + q]
                target.reshape(-1)[np.ravel_multi_index(at, target.shape) + p * row + q] += a * b


_always = False
_first: bool | None = None


def blocks(worth: bool) -> bool:
    """Whether a contraction runs in blocks: where they are worth it, or inside ``always_blocks``."""
    return worth or _always


def few(values: bool) -> bool:
    """Whether data take so few values that a table of them is worth it; inside ``always_blocks``, never."""
    return values and not _always


def either(better: bool) -> bool:
    """Whether the first of two ways to see a contraction is taken."""
    return better if _first is None else _first


@contextmanager
def always_blocks(
    high: int = 0, wide: int = 0, deep: int = 0, first: bool | None = None
) -> Iterator[None]:
    """Blocks also for the smallest arrays, where a test can look at every element.

    Of these sizes, if given; in the ``first`` or the other of two ways, if it is said.
    """
    global _always, _first, HIGH, WIDE, DEEP
    before = _always, _first, HIGH, WIDE, DEEP
    _always, _first, HIGH, WIDE, DEEP = True, first, high or HIGH, wide or WIDE, deep or DEEP
    try:
        yield
    finally:
        _always, _first, HIGH, WIDE, DEEP = before


def parts(count: int) -> int:
    """Into how many parts ``count`` results are cut, which could be cut anywhere."""
    return max(1, min(get_num_threads(), count))


def colblock() -> int:
    """The columns of a panel."""
    return WIDE


def depthblock() -> int:
    """The terms of a sum that are added in registers before they go to memory."""
    return DEEP


def rowblock(rows: int, others: int) -> int:
    """The rows of a part, where each is cut into ``others`` besides: few enough for all threads to have some."""
    parts = -(-2 * get_num_threads() // max(1, others))
    return max(1, min(HIGH, max(LEAST, -(-rows // (parts * LEAST)) * LEAST)))


@overload(copy, inline="never")
def _copy(target, at, source, start, step, count):  # type: ignore[no-untyped-def]
    inner = runs if source.dtype in (types.float32, types.float64) else _copy_neighbours

    def implementation(target, at, source, start, step, count):  # type: ignore[no-untyped-def]
        to, first = address(target, at), address(source, start)
        if step == 1:
            inner(target.reshape(-1), to, source.reshape(-1), first, count)
        else:
            _copy_loop(target.reshape(-1), to, source.reshape(-1), first, step, count)

    return implementation


@overload(turn, inline="never")
def _turned(target, at, apart, source, start, every, step, rows, cols):  # type: ignore[no-untyped-def]
    if source.dtype not in (types.float32, types.float64):

        def plain(target, at, apart, source, start, every, step, rows, cols):  # type: ignore[no-untyped-def]
            to = address(target, at)
            _turn_loops(target.reshape(-1), to, apart, source.reshape(-1), start, every, step, rows, cols)

        return plain
    count = lanes(source.dtype)

    def implementation(target, at, apart, source, start, every, step, rows, cols):  # type: ignore[no-untyped-def]
        to = address(target, at)
        if step == 1 and cols >= FEW:
            _turn(target.reshape(-1), to, apart, source.reshape(-1), start, every, rows, cols, count)
        else:
            _turn_loops(target.reshape(-1), to, apart, source.reshape(-1), start, every, step, rows, cols)

    return implementation


@overload(contract, inline="never")
def _product(target, at, row, left, row_at, left_at, right, start, right_at, rows, cols, first, end, deep):  # type: ignore[no-untyped-def]
    if target.dtype not in (types.float32, types.float64):

        def plain(
            target, at, row, left, row_at, left_at, right, start, right_at, rows, cols, first, end, deep
        ):  # type: ignore[no-untyped-def]
            a, b, c = left.reshape(-1), right.reshape(-1), target.reshape(-1)
            to = address(target, at)
            _contract_loops(a, row_at, left_at, b, start, right_at, c, to, row, rows, cols, first, end)

        return plain
    count = lanes(target.dtype)

    def implementation(
        target, at, row, left, row_at, left_at, right, start, right_at, rows, cols, first, end, deep
    ):  # type: ignore[no-untyped-def]
        a, b, c = left.reshape(-1), right.reshape(-1), target.reshape(-1)
        to = address(target, at)
        _contract(a, row_at, left_at, b, start, right_at, c, to, row, rows, cols, first, end, deep, count)

    return implementation


@overload(hadamard, inline="never")
def _products(target, at, row, left, row_at, left_at, right, start, right_at, rows, cols, first, end, deep):  # type: ignore[no-untyped-def]
    inner, count = _hadamard_loops, 0
    if target.dtype in (types.float32, types.float64):
        inner, count = _hadamard, lanes(target.dtype)

    def implementation(
        target, at, row, left, row_at, left_at, right, start, right_at, rows, cols, first, end, deep
    ):  # type: ignore[no-untyped-def]
        a, b, c = left.reshape(-1), right.reshape(-1), target.reshape(-1)
        to = address(target, at)
        inner(a, row_at, left_at, b, start, right_at, c, to, row, rows, cols, first, end, deep, count)

    return implementation


@overload(multiply, inline="never")
def _even_product(target, at, row, left, left_at, left_row, left_k, right, right_at, right_k, rows, cols, depth):  # type: ignore[no-untyped-def]
    if target.dtype not in (types.float32, types.float64):

        def plain(
            target, at, row, left, left_at, left_row, left_k, right, right_at, right_k, rows, cols, depth
        ):  # type: ignore[no-untyped-def]
            a, b, c = address(left, left_at), address(right, right_at), address(target, at)
            _multiply_even_loops(left, a, left_row, left_k, right, b, right_k, target, c, row, rows, cols, depth)

        return plain
    count = lanes(target.dtype)

    def implementation(
        target, at, row, left, left_at, left_row, left_k, right, right_at, right_k, rows, cols, depth
    ):  # type: ignore[no-untyped-def]
        a, b, c = address(left, left_at), address(right, right_at), address(target, at)
        _multiply_even(left, a, left_row, left_k, right, b, right_k, target, c, row, rows, cols, depth, count)

    return implementation


__all__ = [
    "always_blocks", "blocks", "colblock", "contract", "copy", "depthblock", "either", "few", "hadamard", "multiply",
    "padded", "parts", "rowblock", "scratch", "turn",
]  # fmt: skip
