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
from functools import lru_cache
from typing import Any

import numpy as np

from .disjoint import njit
from .memory import PHYSICAL
from .registers import (
    ALIKE,
    ALONG,
    PANEL,
    TILES,
    alike_tile,
    even_block,
    moved,
    runs,
    tile,
    turned_block,
    vector_of,
)
from .routines import DONE, REALS, Elements, by_type, routine
from .stencils import pad
from .threads import get_num_threads, launch
from .tuned import setting

HIGH, WIDE, DEEP = 216, 64, 1024
"""Rows, columns and terms of a block: its columns in the nearest cache, its rows and a panel in the next."""
SKIPPING, MARGIN = 1 << 22, 6
"""Products of a part, and one of so many places in a margin, for which it is worth to leave zeros out."""
FEW = 8
"""Columns from which on blocks in registers turn them round faster than loops."""
LANES = 16
"""A multiple of the columns that a vector holds."""
LOOKED = 1 << 17
"""Elements that are looked at together: what is known of each stays in the cache."""
LEAST, STEP = 24, 6
"""Rows that are worth a part of their own, and rows of a block in registers."""

EVEN = 4
"""Vectors side by side where rows and terms lie in even steps."""


def _even_rows(side: int) -> Any:
    """All rows of a few columns: ``side`` vectors of them, or (of one) ``cols``."""

    def code(element):  # type: ignore[no-untyped-def]
        def rows_of(a, a_row, a_k, b, b_k, c, c_row, rows, depth, cols):  # type: ignore[no-untyped-def]
            p = 0
            while p < rows:
                if rows - p >= 6:
                    even_block(6, side, a, p * a_row, a_row, a_k, b, 0, b_k, c, p * c_row, c_row, depth, cols)
                    p += 6
                elif rows - p >= 4:
                    even_block(4, side, a, p * a_row, a_row, a_k, b, 0, b_k, c, p * c_row, c_row, depth, cols)
                    p += 4
                elif rows - p >= 2:
                    even_block(2, side, a, p * a_row, a_row, a_k, b, 0, b_k, c, p * c_row, c_row, depth, cols)
                    p += 2
                else:
                    even_block(1, side, a, p * a_row, a_row, a_k, b, 0, b_k, c, p * c_row, c_row, depth, cols)
                    p += 1
            return DONE

        return rows_of

    return routine(f"even_{side}", "ennenennnn", code, elements=REALS)


_wide, _narrow = _even_rows(EVEN), _even_rows(1)


def _multiply(target, row, left, left_row, left_k, right, right_k, rows, cols, depth):  # type: ignore[no-untyped-def]
    lanes = vector_of(target)
    q = 0
    while q + EVEN * lanes <= cols:
        _wide(left, left_row, left_k, moved(right, q), right_k, moved(target, q), row, rows, depth, 0)
        q += EVEN * lanes
    while q < cols:
        here = min(lanes, cols - q)
        _narrow(left, left_row, left_k, moved(right, q), right_k, moved(target, q), row, rows, depth, here)
        q += lanes
    return DONE


def _multiply_loops(target, row, left, left_row, left_k, right, right_k, rows, cols, depth):  # type: ignore[no-untyped-def]
    for p in range(rows):
        for k in range(depth):
            value = left[p * left_row + k * left_k]
            for q in range(cols):
                target[p * row + q] += value * right[k * right_k + q]
    return DONE


def _panel(side: int) -> Any:
    """All rows of ``side`` vectors of columns."""
    height = TILES.get(side, 1)

    def code(element):  # type: ignore[no-untyped-def]
        def rows_of(a, row_at, left_at, b, right_at, c, c_row, rows, tail, first, count, more):  # type: ignore[no-untyped-def]
            for p in range(0, rows, height):
                tile(side, a, row_at, left_at, b, right_at, c, 0, 0, c_row, p, rows, first, count, tail, more)
            return DONE

        return rows_of

    return routine(f"panel_{side}", "ettetennnnnn", code, elements=REALS)


_panel4, _panel3, _panel2, _panel1 = (_panel(side if side in TILES else 1) for side in (4, 3, 2, 1))


def _contract(c, row, a, row_at, left_at, b, start, right_at, rows, cols, first, end, deep):  # type: ignore[no-untyped-def]
    lanes = vector_of(c)
    more = first > 0
    while True:
        count = min(deep, end - first)
        for q in range(0, cols, PANEL * lanes):
            here = min(PANEL * lanes, cols - q)
            side = (here + lanes - 1) // lanes
            tail = here - (side - 1) * lanes
            right, to = moved(b, start + q), moved(c, q)
            if side == 4:
                _panel4(a, row_at, left_at, right, right_at, to, row, rows, tail, first, count, more)
            elif side == 3:
                _panel3(a, row_at, left_at, right, right_at, to, row, rows, tail, first, count, more)
            elif side == 2:
                _panel2(a, row_at, left_at, right, right_at, to, row, rows, tail, first, count, more)
            else:
                _panel1(a, row_at, left_at, right, right_at, to, row, rows, tail, first, count, more)
        first += count
        more = True
        if first >= end:
            break
    return DONE


def _alike(high: int) -> Any:
    """``high`` rows at a time, from one row on."""

    def code(element):  # type: ignore[no-untyped-def]
        def rows_of(
            a, row_at, left_at, b, start, right_at, c, c_row, first_row, rows, wide, first, count, more
        ):  # type: ignore[no-untyped-def]
            for p in range(first_row, rows, high):
                alike_tile(
                    high,
                    a,
                    row_at,
                    left_at,
                    b,
                    right_at,
                    c,
                    start,
                    0,
                    c_row,
                    p,
                    rows,
                    first,
                    count,
                    wide,
                    more,
                )
            return DONE

        return rows_of

    return routine(f"alike_{high}", "ettentennnnnnn", code, elements=REALS)


MANY, SOME = ALIKE
_many_alike, _some_alike = _alike(MANY), _alike(SOME)


def _hadamard(c, row, a, row_at, left_at, b, start, right_at, rows, cols, first, end, deep):  # type: ignore[no-untyped-def]
    lanes = vector_of(c)
    more = first > 0
    most = rows // MANY * MANY
    if rows - most > SOME:
        most = rows
    while True:
        count = min(deep, end - first)
        for q in range(0, cols, ALONG * lanes):
            wide, to = min(ALONG * lanes, cols - q), moved(c, q)
            _many_alike(
                a, row_at, left_at, b, start + q, right_at, to, row, 0, most, wide, first, count, more
            )
            _some_alike(
                a, row_at, left_at, b, start + q, right_at, to, row, most, rows, wide, first, count, more
            )
        first += count
        more = True
        if first >= end:
            break
    return DONE


def _hadamard_loops(c, row, a, row_at, left_at, b, start, right_at, rows, cols, first, end, deep):  # type: ignore[no-untyped-def]
    for p in range(rows):
        if first == 0:
            for q in range(cols):
                c[p * row + q] = 0
        for k in range(first, end):
            for q in range(cols):
                c[p * row + q] += a[start + row_at[p] + left_at[k] + q] * b[start + right_at[k] + q]
    return DONE


def _contract_loops(c, row, a, row_at, left_at, b, start, right_at, rows, cols, first, end, deep):  # type: ignore[no-untyped-def]
    for p in range(rows):
        if first == 0:
            for q in range(cols):
                c[p * row + q] = 0
        for k in range(first, end):
            value = a[row_at[p] + left_at[k]]
            for q in range(cols):
                c[p * row + q] += value * b[start + right_at[k] + q]
    return DONE


def _turn_loops(target, apart, source, start, every, step, rows, cols):  # type: ignore[no-untyped-def]
    for q in range(cols):
        for p in range(rows):
            target[q * apart + p] = source[start + p * every + q * step]
    return DONE


_turned_loops = routine("turn_loops", "enennnnn", lambda element: _turn_loops, elements=REALS)


def _turn_blocks(target, apart, source, start, every, step, rows, cols):  # type: ignore[no-untyped-def]
    lanes = vector_of(target)
    for p in range(0, rows, lanes):
        for q in range(0, cols, lanes):
            high, wide = min(lanes, rows - p), min(lanes, cols - q)
            turned_block(target, q * apart + p, apart, source, start + p * every + q, every, high, wide)
    return DONE


_turned_blocks = routine("turn_blocks", "enennnnn", lambda element: _turn_blocks, elements=REALS)


def _turn(target, apart, source, start, every, step, rows, cols):  # type: ignore[no-untyped-def]
    if step == 1 and cols >= FEW:
        _turned_blocks(target, apart, source, start, every, step, rows, cols)
    else:
        _turned_loops(target, apart, source, start, every, step, rows, cols)
    return DONE


def _copy(target, source, step, count):  # type: ignore[no-untyped-def]
    if step == 1:
        runs(target, 0, source, 0, count)
    else:
        for z in range(count):
            target[z] = source[z * step]
    return DONE


def _copy_loop(target, source, step, count):  # type: ignore[no-untyped-def]
    for z in range(count):
        target[z] = source[z * step]
    return DONE


ROOM = 1 << 26
"""Bytes of memory that are kept for the copies of later calls."""

LINE = 64
"""Bytes that come from memory together: a vector that lies across two of them takes two steps to load."""

SMALL = 1 << 11
"""So few bytes the allocator hands out sooner than a room is found; a line more does not count for them."""

FREE = 3
"""Who refers to memory that nobody uses: its pair, the loop over them, and whoever asks."""

_rooms: list[tuple[int, Any]] = []
"""Where a line of the cache starts in it, and memory."""
_lock = threading.Lock()


def scratch(shape: Any, dtype: Any) -> Any:
    """Memory for an array that does not outlive the call of a kernel; fresh memory is slow at its first touch."""
    kind, count = np.dtype(dtype), math.prod(shape) if isinstance(shape, tuple) else int(shape)
    size = count * kind.itemsize
    if size <= SMALL:
        return np.empty(shape, kind)
    with _lock:
        start, room = _room(size)
        return np.ndarray(shape, kind, room, start)


def _room(size: int) -> tuple[int, Any]:
    """The smallest unused room that is large enough, else a new one, which is kept if it is not too large."""
    for start, room in _rooms:
        if len(room) >= size + LINE and sys.getrefcount(room) <= FREE:
            return start, room
    if size > PHYSICAL:
        raise MemoryError(
            f"what a kernel computes on the way takes {size / 2**30:.3g} GiB in memory at these sizes, "
            f"more than there is (this machine: {PHYSICAL / 2**30:.3g} GiB)"
        )
    made = np.empty(size + LINE, np.uint8)
    start = -made.ctypes.data % LINE
    if len(made) <= ROOM:
        _rooms.append((start, made))
        _rooms.sort(key=lambda one: len(one[1]))
        while sum(len(room) for _, room in _rooms) > ROOM:
            _rooms.pop(0)
    return start, made


def padded(source: Any, start: Any, shape: Any) -> Any:
    """``source[start + z]`` for ``z`` within ``shape``, 0 where there is none; itself where that is all."""
    if tuple(shape) == source.shape and not any(start):
        return source
    target = scratch(shape, source.dtype)
    into, of, more = _planes(tuple(shape), source.shape, tuple(start))
    launch(_fill, into[0], target.size, target.reshape(into), source.reshape(of), *more)
    return target


@lru_cache(256)
def _planes(shape: Any, held: Any, start: Any) -> Any:
    """Both arrays as planes, and which of the source's these are: thought out once for each shape."""
    lead = max(0, 3 - len(shape))
    sizes, has, first = (1,) * lead + shape, (1,) * lead + held, (0,) * lead + start
    outer = (np.array(some[:-2], np.int64) for some in (sizes, has, first))
    return (math.prod(sizes[:-2]), *sizes[-2:]), (math.prod(has[:-2]), *has[-2:]), (*outer, *first[-2:])


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _fill(first, last, target, source, sizes, held, start, down, across):  # type: ignore[no-untyped-def]
    """Planes ``first … last − 1``: what the source has from ``down`` and ``across`` on, and zeros around it."""
    for plane in range(first, last):
        rest, at, there, apart = plane, 0, True, 1
        for k in range(len(sizes) - 1, -1, -1):
            z = rest % sizes[k] + start[k]
            rest //= sizes[k]
            there = there and z >= 0 and z < held[k]
            at += z * apart
            apart *= held[k]
        pad(target, (plane, 0, 0), target.shape[2], source, (at if there else 0, down, across), source.shape[2], 1,
            target.shape[1], target.shape[2], -down, source.shape[1] - down if there else -down,
            -across, source.shape[2] - across)  # fmt: skip


def _plain_copy(target: Any, at: Any, source: Any, start: Any, step: int, count: int) -> None:
    """``count`` neighbours in ``target`` from ``at`` = every ``step``-th of ``source`` from ``start``."""
    if count <= 0:  # a run of nothing may start outside
        return
    to, first = np.ravel_multi_index(at, target.shape), np.ravel_multi_index(start, source.shape)
    target.reshape(-1)[to : to + count] = source.reshape(-1)[first + step * np.arange(count)]


def _plain_turn(
    target: Any, at: Any, apart: int, source: Any, start: int, every: int, step: int, rows: int, cols: int
) -> None:
    if rows > 0 and cols > 0:
        _turn_loops(Elements(target, at), apart, Elements(source), start, every, step, rows, cols)


def _plain_contract(
    target: Any, at: Any, row: int, left: Any, row_at: Any, left_at: Any, right: Any, start: int,
    right_at: Any, rows: int, cols: int, first: int, end: int, deep: int,
) -> None:  # fmt: skip
    _contract_loops(
        Elements(target, at), row, Elements(left), row_at, left_at, Elements(right), start, right_at,
        rows, cols, first, end, deep,
    )  # fmt: skip


def _plain_hadamard(
    target: Any, at: Any, row: int, left: Any, row_at: Any, left_at: Any, right: Any, start: int,
    right_at: Any, rows: int, cols: int, first: int, end: int, deep: int,
) -> None:  # fmt: skip
    _hadamard_loops(
        Elements(target, at), row, Elements(left), row_at, left_at, Elements(right), start, right_at,
        rows, cols, first, end, deep,
    )  # fmt: skip


def _plain_multiply(
    target: Any, at: Any, row: int, left: Any, left_at: Any, left_row: int, left_k: int,
    right: Any, right_at: Any, right_k: int, rows: int, cols: int, depth: int,
) -> None:  # fmt: skip
    _multiply_loops(
        Elements(target, at), row, Elements(left, left_at), left_row, left_k, Elements(right, right_at), right_k,
        rows, cols, depth,
    )  # fmt: skip


copy = routine("copy", "eenn", by_type(_copy, _copy_loop), _plain_copy)
"""``copy(target, at, source, start, step, count)``: ``count`` neighbours in ``target`` from ``at`` = every
``step``-th of ``source`` from ``start``."""

turn = routine("turn", "enennnnn", by_type(_turn, _turn_loops), _plain_turn)
"""``turn(target, at, apart, source, start, every, step, rows, cols)``: ``target[apart q + p] =
source[start + every p + step q]`` from the given elements on."""

contract = routine("contract", "enettentnnnnn", by_type(_contract, _contract_loops), _plain_contract)
"""``contract(target, at, row, left, row_at, left_at, right, start, right_at, rows, cols, first, end, deep)``

``target[p, q] (+)= Σ_k left[row_at[p] + left_at[k]] · right[start + right_at[k] + q]``, terms
``first <= k < end``, in blocks of ``deep``; what stands in the target counts from the second block of the
sum on.  Rows of the target are ``row`` apart.
"""

hadamard = routine("hadamard", "enettentnnnnn", by_type(_hadamard, _hadamard_loops), _plain_hadamard)
"""``hadamard(target, at, row, left, row_at, left_at, right, start, right_at, rows, cols, first, end, deep)``

``target[p, q] (+)= Σ_k left[start + row_at[p] + left_at[k] + q] · right[start + right_at[k] + q]``; the rest
is as ``contract`` has it.
"""

multiply = routine("multiply", "enennennnn", by_type(_multiply, _multiply_loops), _plain_multiply)
"""``multiply(target, at, row, left, left_at, left_row, left_k, right, right_at, right_k, rows, cols, depth)``

``target[p, q] += Σ_k left[p, k] · right[k, q]`` from the given elements on.  ``row``, ``left_row``,
``left_k`` and ``right_k`` are steps in memory; columns are neighbours.
"""


_always = False
_first: bool | None = None


def blocks(worth: bool) -> bool:
    """Whether a contraction runs in blocks: where they are worth it, or inside ``always_blocks``."""
    return _always or bool(setting("blocks", worth))


def few(values: bool) -> bool:
    """Whether data take so few values that a table of them is worth it; inside ``always_blocks``, never."""
    return values and not _always


def finite(array: Any, other: Any) -> bool:
    """Whether every element is a number, or ``other``, which is smaller, is looked at in its place.

    A factor that is no number, multiplied by 0, is not 0; nor is then the sum that has the product.
    """
    flat = np.asarray(array).reshape(-1)
    if flat.size > other.size or flat.dtype.kind not in "fc":
        return True
    return all(np.isfinite(flat[k : k + LOOKED]).all() for k in range(0, flat.size, LOOKED))


def either(better: bool) -> bool:
    """Whether the first of two ways to see a contraction is taken."""
    return bool(setting("first", better)) if _first is None else _first


@contextmanager
def always_blocks(high: int = 0, wide: int = 0, deep: int = 0, first: bool | None = None) -> Iterator[None]:
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


def colblock(cols: int = 1 << 30) -> int:
    """The columns of a panel, where there are ``cols`` in all: whole vectors of them, no more than are needed."""
    most = WIDE if _always else setting("wide", WIDE)
    return max(1, min(most, -(-cols // LANES) * LANES))


def depthblock() -> int:
    """The terms of a sum that are added in registers before they go to memory."""
    return DEEP if _always else setting("deep", DEEP)


def skipping(inside: int, whole: int) -> int:
    """From how many products of a part on those with a margin are left out, of a plane ``inside`` a ``whole``.

    The routine that does it takes a second to be compiled.
    """
    return 0 if _always else SKIPPING if MARGIN * (whole - inside) >= whole else sys.maxsize


def rowblock(rows: int, others: int) -> int:
    """The rows of a part, where each is cut into ``others`` besides: few enough for all threads to have some.

    Parts are of one height: a last one of a few rows would read all columns for them.
    """
    most = HIGH if _always else setting("high", HIGH)
    parts = max(1, -(-rows // most), -(-2 * get_num_threads() // max(1, others)))
    return max(1, min(most, max(LEAST, -(-rows // (parts * STEP)) * STEP)))


__all__ = [
    "always_blocks", "blocks", "colblock", "contract", "copy", "depthblock", "either", "few", "finite", "hadamard",
    "multiply",
    "padded", "parts", "rowblock", "scratch", "skipping", "turn",
]  # fmt: skip
