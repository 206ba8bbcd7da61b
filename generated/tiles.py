"""Correlations by tiles, with fewer products: what the kernels by Cook and Toom share.

Hand-written, knows no layer.  ``y[n, r, i, j] = Σ_{d,u,v} w[r, d, u, v] x[n, d, i+u-p, j+v-q]``, or the sum
over n, i, j that gives w from the other two, is cut into tiles; data, weights and results are transformed
(``cook_toom``), and the sums over d, or over tiles, are products of matrices, one for each point.

Each operand is a C-contiguous array, the element where it starts, and a step for each index: any order of
axes, groups, taps that run backwards are the same code.  Between the transforms channels lie innermost, in
vectors.  What is added for an element, and in which order, depends on the sizes alone: results are the same
for every number of threads.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import config, njit
from numba.extending import overload

from .cook_toom import (
    data,
    results_3,
    results_5,
    results_back_3,
    results_back_5,
    weights_3,
    weights_5,
    weights_back_3,
    weights_back_5,
)
from .lanes import BYTES, lanes, load, plain_multiply, store, turn
from .threads import get_num_threads, launch
from .vectors import multiply

if config.DISABLE_JIT:
    multiply = plain_multiply

NONE, ONE, FORTH = np.int64(0), np.int64(1), np.bool_(False)
"""With a type, not a value of their own: for each number as it is written a function would be compiled once more."""
PANEL = 4
"""Vectors side by side in a product."""
DEEP = 64
"""Terms of a sum that are added in registers before they go to memory."""
APART = DEEP + 1
"""Lines of a block of weights: blocks whose lines have one place in the cache push each other out."""
STRIP = 32
"""Tiles of a row that are transformed together."""
CACHED = 1 << 20
"""Bytes of transformed data that stay in a cache beside what they are multiplied with."""
HELD = 12 << 20
"""Bytes of transformed results and data between two rounds of products."""
FEW = 24
"""Tiles that make a product worth its loads."""
MOST = 96
SCRATCH = 40 << 20
"""Bytes for transformed weights: beyond, the rows come in several turns."""
WEIGHT = 32
"""Products and sums in registers that take as long as a step of a plain loop."""


# -- one axis: 1 tap (nothing to do), 3 or 5


def tile(taps):  # type: ignore[no-untyped-def]
    """How many results a tile has along an axis."""
    return 4 if taps == 3 else 2 if taps == 5 else 1


@overload(tile)
def _tile(taps):  # type: ignore[no-untyped-def]
    return tile


@njit(nogil=True, cache=True, error_model="numpy")
def _same(source, at, target, to, width):  # type: ignore[no-untyped-def]
    for z in range(0, width, lanes(source)):
        store(target, to + z, load(source, at + z))


@njit(nogil=True, cache=True, error_model="numpy")
def _data(taps, source, at, step, target, to, apart, width):  # type: ignore[no-untyped-def]
    if taps == 1:
        _same(source, at, target, to, width)
    else:
        data(source, at, step, target, to, apart, width)


@njit(nogil=True, cache=True, error_model="numpy")
def _weights(taps, source, at, step, target, to, apart, width):  # type: ignore[no-untyped-def]
    if taps == 3:
        weights_3(source, at, step, target, to, apart, width)
    elif taps == 5:
        weights_5(source, at, step, target, to, apart, width)
    else:
        _same(source, at, target, to, width)


@njit(nogil=True, cache=True, error_model="numpy")
def _results(taps, source, at, step, target, to, apart, width):  # type: ignore[no-untyped-def]
    if taps == 3:
        results_3(source, at, step, target, to, apart, width)
    elif taps == 5:
        results_5(source, at, step, target, to, apart, width)
    else:
        _same(source, at, target, to, width)


@njit(nogil=True, cache=True, error_model="numpy")
def _weights_back(taps, source, at, step, target, to, apart, width):  # type: ignore[no-untyped-def]
    if taps == 3:
        weights_back_3(source, at, step, target, to, apart, width)
    elif taps == 5:
        weights_back_5(source, at, step, target, to, apart, width)
    else:
        _same(source, at, target, to, width)


@njit(nogil=True, cache=True, error_model="numpy")
def _results_back(taps, source, at, step, target, to, apart, width):  # type: ignore[no-untyped-def]
    if taps == 3:
        results_back_3(source, at, step, target, to, apart, width)
    elif taps == 5:
        results_back_5(source, at, step, target, to, apart, width)
    else:
        _same(source, at, target, to, width)


# -- memory


@njit(nogil=True, cache=True, error_model="numpy")
def _fill(target, at, count):  # type: ignore[no-untyped-def]
    target[at : at + count] = 0


@njit(nogil=True, cache=True, error_model="numpy")
def _aligned(s):  # type: ignore[no-untyped-def]
    """The first element of ``s`` from which a register is loaded in one piece."""
    return -(s.ctypes.data // s.itemsize) % lanes(s)


@njit(nogil=True, cache=True, error_model="numpy")
def _move(target, to, down, along, source, at, apart, beside, rows, cols):  # type: ignore[no-untyped-def]
    """``target[to + p down + q along] = source[at + p apart + q beside]``, in registers where it can be."""
    if rows <= 0 or cols <= 0:
        return
    if down == 1 and beside == 1:
        turn(target, to, along, source, at, apart, rows, cols)
    elif down == 1 and beside == -1:
        turn(target, to + (cols - 1) * along, -along, source, at - (cols - 1), apart, rows, cols)
    elif down == -1 and beside == 1:
        turn(target, to - (rows - 1), along, source, at + (rows - 1) * apart, -apart, rows, cols)
    else:
        for q in range(cols):
            for p in range(rows):
                target[to + p * down + q * along] = source[at + p * apart + q * beside]


# -- transforms of a block


@njit(nogil=True, cache=True, error_model="numpy")
def _strip(back, s, plane, half, out, T, at_tile, x, at, xs, channels, Cp, high, wide, taps, h0, q0, tiles):  # type: ignore[no-untyped-def]
    """Tiles side by side, channels innermost: of the data from row ``h0`` and column ``q0``, or of results."""
    KH, KW = taps
    mh, mw = tile(KH), tile(KW)
    nh, nw = KH + mh - 1, KW + mw - 1
    tall = mh if back else nh
    across = mw * tiles if back else mw * tiles + KW - 1
    c0, c1 = max(0, q0), min(wide, q0 + across)
    e0, e1 = max(0, -h0), min(tall, high - h0)
    if e1 <= e0 or c1 <= c0:
        e0, e1, c0, c1 = 0, 0, max(0, q0), max(0, q0)
    count = c1 - c0
    _fill(s, plane, e0 * count * Cp)
    _fill(s, plane + e1 * count * Cp, (tall - e1) * count * Cp)
    first = at + (h0 + e0) * xs[2] + c0 * xs[3]
    if count == wide and xs[2] == wide * xs[3]:
        _move(s, plane + e0 * count * Cp, ONE, Cp, x, first, xs[1], xs[3], channels, (e1 - e0) * count)
    else:
        for e in range(e1 - e0):
            _move(s, plane + (e0 + e) * count * Cp, ONE, Cp, x, first + e * xs[2], xs[1], xs[3], channels, count)
    left = min(c0 - q0, across)
    for e in range(nh):
        _fill(s, half + e * across * Cp, left * Cp)
        _fill(s, half + (e * across + left + count) * Cp, (across - left - count) * Cp)
    if back:
        _results_back(KH, s, plane, count * Cp, s, half + left * Cp, across * Cp, count * Cp)
    else:
        _data(KH, s, plane, count * Cp, s, half + left * Cp, across * Cp, count * Cp)
    for e in range(nh):
        for t in range(tiles):
            here, to = half + (e * across + t * mw) * Cp, out + (e * nw * T + at_tile + t) * Cp
            if back:
                _results_back(KW, s, here, Cp, s, to, T * Cp, Cp)
            else:
                _data(KW, s, here, Cp, s, to, T * Cp, Cp)


@njit(nogil=True, cache=True, error_model="numpy")
def _weights_block(s, at_taps, target, to, w, at, ws, taps, rows, B, deep):  # type: ignore[no-untyped-def]
    """Transformed weights, rows innermost: of ``B``, ``rows`` are there; ``deep`` terms of ``DEEP``."""
    KH, KW = taps
    nw = KW + tile(KW) - 1
    half = at_taps + DEEP * KH * KW * B
    if rows < B:
        _fill(s, at_taps, DEEP * KH * KW * B)
    together = ws[3] == 1 and ws[2] == KW and ws[1] == KH * KW
    if together:
        _move(s, at_taps, ONE, B, w, at, ws[0], ONE, rows, deep * KH * KW)
    for d in range(deep):
        first = at + d * ws[1]
        here = at_taps + (d * KH * KW * B if together else 0)
        if not together and ws[2] == KW * ws[3]:
            _move(s, here, ONE, B, w, first, ws[0], ws[3], rows, KH * KW)
        elif not together:
            for u in range(KH):
                _move(s, here + u * KW * B, ONE, B, w, first + u * ws[2], ws[0], ws[3], rows, KW)
        for u in range(KH):
            _weights(KW, s, here + u * KW * B, B, s, half + u * nw * B, B, B)
        for e in range(nw):
            _weights(KH, s, half + e * B, nw * B, target, to + (e * APART + d) * B, nw * APART * B, B)


@njit(nogil=True, cache=True, error_model="numpy")
def _finished(s, half, out, M, T, at_tile, y, at, ys, rows, B, taps, high, wide, tiles, start, r0):  # type: ignore[no-untyped-def]
    """Results of tiles side by side from their products."""
    KH, KW = taps
    mw = tile(KW)
    nh, nw = KH + tile(KH) - 1, KW + mw - 1
    for e in range(nh):
        for t in range(tiles):
            _results(KW, s, M + (e * nw * T + at_tile + t) * B, T * B, s, half + (e * tiles + t) * mw * B, B, B)
    _results(KH, s, half, mw * tiles * B, s, out, wide * B, wide * B)
    for p in range(out, out + high * wide * B, B):
        for z in range(0, B, lanes(s)):
            store(s, p + z, load(s, p + z) + load(start, r0 + z))
    if ys[2] == wide * ys[3]:
        _move(y, at, ys[3], ys[1], s, out, B, ONE, high * wide, rows)
    else:
        for i in range(high):
            _move(y, at + i * ys[2], ys[3], ys[1], s, out + i * wide * B, B, ONE, wide, rows)


# -- ranges of the whole


@njit(nogil=True, cache=True, error_model="numpy")
def _weights_range(first, last, w, w_at, ws, R, D, taps, U):  # type: ignore[no-untyped-def]
    """Blocks of transformed weights: rows and depth cut, the depth faster."""
    KH, KW = taps
    nh, nw = KH + tile(KH) - 1, KW + tile(KW) - 1
    B, deeps = PANEL * lanes(w), (D + DEEP - 1) // DEEP
    s = np.empty(KH * (DEEP * KW + nw) * B + lanes(w), w.dtype)
    for task in range(first, last):
        r0, d0 = task // deeps * B, task % deeps * DEEP
        to = _aligned(U) + task * nh * nw * APART * B
        at = w_at + r0 * ws[0] + d0 * ws[1]
        _weights_block(s, _aligned(s), U, to, w, at, ws, taps, min(B, R - r0), B, min(DEEP, D - d0))


@njit(nogil=True, cache=True, error_model="numpy")
def _correlate_range(first, last, y, y_at, ys, w, w_at, ws, x, x_at, xs, sizes, taps, start, U, share, groups):  # type: ignore[no-untyped-def]
    """Strips of tiles, ``share`` at a time, and groups of rows; without ``U`` weights are transformed here."""
    N, R, D, OH, OW, H, W, ph, pw = sizes
    KH, KW = taps
    mh, mw = tile(KH), tile(KW)
    nh, nw = KH + mh - 1, KW + mw - 1
    down, across = (OH + mh - 1) // mh, (OW + mw - 1) // mw
    strips = (across + STRIP - 1) // STRIP
    units, most = N * down * strips, min(across, STRIP)
    T, L, fly = min(share, units) * most, lanes(x), U.size == 0
    B, Dp = PANEL * L, (D + L - 1) // L * L
    blocks, deeps = (R + B - 1) // B, (D + DEEP - 1) // DEEP
    half = nh * (mw * most + KW - 1) * Dp
    V = 2 * half
    M = V + nh * nw * T * Dp
    lines = M + nh * nw * T * B
    out = lines + nh * mw * most * B
    at_taps = out + mh * mw * most * B
    own = at_taps + KH * (DEEP * KW + nw) * B
    s = np.empty(own + (nh * nw * APART * B if fly else 0) + L, x.dtype)
    o = _aligned(s)
    half, V, M, lines, out, at_taps, own = half + o, V + o, M + o, lines + o, out + o, at_taps + o, own + o
    for task in range(first, last):
        begin, group = task // groups * share, task % groups
        end = min(begin + share, units)
        T_here = NONE
        for unit in range(begin, end):
            n, i, j = unit // (down * strips), unit // strips % down * mh, unit % strips * STRIP * mw
            tiles = min(STRIP, across - j // mw)
            _strip(FORTH, s, o, half, V, T, T_here, x, x_at + n * xs[0], xs, D, Dp, H, W, taps, i - ph, j - pw, tiles)
            T_here += tiles
        for block in range(group * blocks // groups, (group + 1) * blocks // groups):
            r0 = block * B
            rows = min(B, R - r0)
            _fill(s, M, nh * nw * T * B)
            for deep in range(deeps):
                d0 = deep * DEEP
                depth = min(DEEP, D - d0)
                if fly:
                    _weights_block(s, at_taps, s, own, w, w_at + r0 * ws[0] + d0 * ws[1], ws, taps, rows, B, depth)
                for k in range(nh * nw):
                    to, at = M + k * T * B, V + k * T * Dp + d0
                    if fly:
                        multiply(s, (to,), B, s, (at,), Dp, 1, s, (own + k * APART * B,), B, T_here, B, depth)
                    else:
                        there = _aligned(U) + ((block * deeps + deep) * nh * nw + k) * APART * B
                        multiply(s, (to,), B, s, (at,), Dp, 1, U, (there,), B, T_here, B, depth)
            T_here = NONE
            for unit in range(begin, end):
                n, i, j = unit // (down * strips), unit // strips % down * mh, unit % strips * STRIP * mw
                tiles = min(STRIP, across - j // mw)
                at = y_at + n * ys[0] + r0 * ys[1] + i * ys[2] + j * ys[3]
                high, wide = min(mh, OH - i), min(mw * tiles, OW - j)
                _finished(s, lines, out, M, T, T_here, y, at, ys, rows, B, taps, high, wide, tiles, start, r0)
                T_here += tiles


@njit(nogil=True, cache=True, error_model="numpy")
def _transform_range(first, last, back, x, x_at, xs, channels, Cp, high, wide, h, q, taps, counts, T, from_unit, V):  # type: ignore[no-untyped-def]
    """Strips of tiles from ``from_unit`` on, transformed into matrices of ``T`` tiles."""
    down, across = counts
    KH, KW = taps
    mh, mw = tile(KH), tile(KW)
    strips, most = (across + STRIP - 1) // STRIP, min(across, STRIP)
    half = (KH + mh - 1) * (mw * most + KW - 1) * Cp
    s = np.empty(2 * half + (KH + mh - 1) * (KW + mw - 1) * most * Cp + lanes(x), x.dtype)
    o, v = _aligned(s), _aligned(V)
    for unit in range(first, last):
        at_unit = from_unit + unit
        n, i, j = at_unit // (down * strips), at_unit // strips % down * mh, at_unit % strips * STRIP * mw
        tiles = min(STRIP, across - j // mw)
        _strip(back, s, o, o + half, o + 2 * half, most, NONE, x, x_at + n * xs[0], xs, channels, Cp, high, wide, taps, i - h, j - q, tiles)
        for k in range((KH + mh - 1) * (KW + mw - 1)):
            _same(s, o + 2 * half + k * most * Cp, V, v + (k * T + unit * most) * Cp, tiles * Cp)
            _fill(V, v + (k * T + unit * most + tiles) * Cp, (most - tiles) * Cp)


@njit(nogil=True, cache=True, error_model="numpy")
def _sums(M, to, Y, y, V, v, k, T, tiles, Rp, Dp, r0, d0, rows, depth, B):  # type: ignore[no-untyped-def]
    """Sums over tiles at one point, for a block of rows and depth."""
    for t in range(0, tiles, DEEP):
        at, there = y + (k * T + t) * Rp + r0, v + (k * T + t) * Dp + d0
        multiply(M, (to,), B, Y, (at,), 1, Rp, V, (there,), Dp, rows, depth, min(DEEP, tiles - t))


@njit(nogil=True, cache=True, error_model="numpy")
def _back_rows(M, at, s, half, w, to, ws, taps, rows, depth, B):  # type: ignore[no-untyped-def]
    """A block of weights from its sums, row by row."""
    KH, KW = taps
    nh, nw = KH + tile(KH) - 1, KW + tile(KW) - 1
    out = half + nh * KW * B
    for r in range(rows):
        for e in range(nh):
            _weights_back(KW, M, at + (e * nw * B + r) * B, B * B, s, half + e * KW * B, B, B)
        _weights_back(KH, s, half, KW * B, s, out, KW * B, KW * B)
        here = to + r * ws[0]
        if ws[2] == KW * ws[3]:
            _move(w, here, ws[3], ws[1], s, out, B, ONE, KH * KW, depth)
        else:
            for u in range(KH):
                _move(w, here + u * ws[2], ws[3], ws[1], s, out + u * KW * B, B, ONE, KW, depth)


@njit(nogil=True, cache=True, error_model="numpy")
def _products_range(first, last, Y, V, M, points, R, D, Rp, Dp, T, tiles, fresh):  # type: ignore[no-untyped-def]
    """Blocks of rows and depth, point by point: sums over some of the tiles."""
    B = PANEL * lanes(M)
    across = (D + B - 1) // B
    for task in range(first, last):
        block, k = task // points, task % points
        r0, d0, to = block // across * B, block % across * B, _aligned(M) + task * B * B
        if fresh:
            _fill(M, to, B * B)
        _sums(M, to, Y, _aligned(Y), V, _aligned(V), k, T, tiles, Rp, Dp, r0, d0, min(B, R - r0), min(B, D - d0), B)


@njit(nogil=True, cache=True, error_model="numpy")
def _back_range(first, last, Y, V, M, points, R, D, Rp, Dp, T, tiles, w, w_at, ws, taps):  # type: ignore[no-untyped-def]
    """Blocks of weights from their sums; without ``M`` these are taken here, over all tiles."""
    B = PANEL * lanes(V)
    across, whole = (D + B - 1) // B, M.size == 0
    KH, KW = taps
    rest = (KH + tile(KH) - 1 + KH) * KW * B
    s = np.empty(rest + (points * B * B if whole else 0) + lanes(V), V.dtype)
    half = _aligned(s)
    own = half + rest
    for task in range(first, last):
        r0, d0 = task // across * B, task % across * B
        rows, depth, to = min(B, R - r0), min(B, D - d0), w_at + r0 * ws[0] + d0 * ws[1]
        if whole:
            _fill(s, own, points * B * B)
            for k in range(points):
                here = own + k * B * B
                _sums(s, here, Y, _aligned(Y), V, _aligned(V), k, T, tiles, Rp, Dp, r0, d0, rows, depth, B)
            _back_rows(s, own, s, half, w, to, ws, taps, rows, depth, B)
        else:
            _back_rows(M, _aligned(M) + task * points * B * B, s, half, w, to, ws, taps, rows, depth, B)


# -- what kernels call


def _element(array: Any, place: Any) -> int:
    """Elements from the start of an array to ``place``, which a range of nothing may put outside."""
    at = 0
    for index, extent in zip(place, array.shape, strict=True):
        at = at * extent + index
    return at


class _Operands:
    """Three arrays flat, each with its start and four steps, and the sizes of both axes."""

    def __init__(self, y: Any, w: Any, x: Any, counts: Any, before: Any) -> None:
        two, some = len(before) == 2, len(counts) > 2 + 3 * len(before)
        self.y, self.w, self.x = (
            _flat(*operand, some or k == 1, two) for k, operand in enumerate((y, w, x))
        )
        n, (r, d), axes = (counts[0] if some else 1), counts[some : some + 2], counts[some + 2 :]
        long, taps, places = (axes[k :: 1][: len(before)] for k in (0, len(before), 2 * len(before)))
        if not two:
            long, taps, places, before = ((1, *long), (1, *taps), (1, *places), (0, *before))
        self.taps = tuple(taps)
        self.sizes = (n, r, d, *long, *(max(0, p) for p in places), *before)
        self.type = x[0].dtype
        self.panel = PANEL * BYTES // self.type.itemsize

    def cut(self, first: int, rows: int) -> _Operands:
        """The same of some rows."""
        made = object.__new__(_Operands)
        vars(made).update(vars(self))
        (y, at, ys), (w, there, ws) = self.y, self.w
        made.y, made.w = (y, at + first * ys[1], ys), (w, there + first * ws[0], ws)
        made.sizes = (self.sizes[0], rows, *self.sizes[2:])
        return made

    def turns(self) -> list[_Operands]:
        """Rows in as many turns as memory for their weights asks for."""
        _, rows, depth, *_ = self.sizes
        each = max(1, SCRATCH // max(1, self.points * depth * self.panel * self.type.itemsize)) * self.panel
        return [self.cut(r, min(each, rows - r)) for r in range(0, rows, each)]

    @property
    def points(self) -> int:
        return int(np.prod([k + tile(k) - 1 for k in self.taps]))

    @property
    def grid(self) -> tuple[int, int]:
        """Tiles below and beside each other."""
        return tuple(-(-long // tile(k)) for long, k in zip(self.sizes[3:5], self.taps, strict=True))  # type: ignore[return-value]

    @property
    def work(self) -> int:
        return int(np.prod(self.sizes[:3]) * np.prod(self.grid)) * self.points // WEIGHT


def _flat(array: Any, start: Any, steps: Any, some: bool, two: bool) -> Any:
    steps = steps if some else (0, *steps)
    steps = steps if two else (*steps[:2], 0, steps[-1])
    return array.reshape(-1), _element(array, start), steps


def tiled(
    y: Any, y_from: Any, y_steps: Any, w: Any, w_from: Any, w_steps: Any, x: Any, x_from: Any, x_steps: Any,
    counts: Any, before: Any, start: Any = None, start_from: Any = (), start_step: int = 0,
) -> None:  # fmt: skip
    """``y[n, r, i] = start[r] + Σ_{d,u} w[r, d, u] x[n, d, i + u - before]`` along one axis or two.

    ``counts`` are those of n (where there is one), r, d, i, u and of the places of ``x``, beyond which it is 0.
    """
    whole = _Operands((y, y_from, y_steps), (w, w_from, w_steps), (x, x_from, x_steps), counts, before)
    rows = whole.sizes[1]
    begin = np.zeros(-(-rows // whole.panel) * whole.panel, whole.type)
    if start is not None and rows:
        at = _element(start, start_from)
        begin[:rows] = start.reshape(-1)[at : at + (rows - 1) * start_step + 1 : max(1, start_step)]
    first = 0
    for part in whole.turns():
        _correlate(part, begin[first:])
        first += part.sizes[1]


def _correlate(o: _Operands, start: Any) -> None:
    n, rows, depth, *_ = o.sizes
    down, across = o.grid
    per, blocks, deeps = min(across, STRIP), -(-rows // o.panel), -(-depth // DEEP)
    units = n * down * -(-across // STRIP)
    if not units:
        return
    fitting = CACHED // max(1, o.points * depth * o.type.itemsize)
    wanted = max(FEW, min(MOST, fitting))
    share = units if units * per <= 2 * wanted else max(1, round(wanted / per))
    tasks = -(-units // share)
    groups = min(blocks, get_num_threads()) if tasks == 1 else 1
    size = 0 if tasks == 1 else blocks * deeps * o.points * APART * o.panel + BYTES
    weights = np.empty(size, o.type)
    if size:
        launch(_weights_range, blocks * deeps, o.work, *o.w, rows, depth, o.taps, weights)
    arguments = (*o.y, *o.w, *o.x, o.sizes, o.taps, start, weights, share, groups)
    launch(_correlate_range, tasks * groups, o.work, *arguments)


def tiled_weights(
    y: Any, y_from: Any, y_steps: Any, w: Any, w_from: Any, w_steps: Any, x: Any, x_from: Any, x_steps: Any,
    counts: Any, before: Any,
) -> None:  # fmt: skip
    """``w[r, d, u] = Σ_{n,i} y[n, r, i] x[n, d, i + u - before]``, sizes and steps as in ``tiled``."""
    whole = _Operands((y, y_from, y_steps), (w, w_from, w_steps), (x, x_from, x_steps), counts, before)
    for part in whole.turns():
        _correlate_weights(part)


def _correlate_weights(o: _Operands) -> None:
    n, rows, depth, long, width, high, wide, h, q = o.sizes
    lane = BYTES // o.type.itemsize
    padded = [-(-count // lane) * lane for count in (rows, depth)]
    per = min(o.grid[1], STRIP)
    units = n * o.grid[0] * -(-o.grid[1] // STRIP)
    once = min(units, max(1, HELD // max(1, o.points * sum(padded) * o.type.itemsize * per)))
    blocks = -(-rows // o.panel) * -(-depth // o.panel)
    whole = once == units and (blocks >= get_num_threads() or units == 0)
    sums = np.empty(0 if whole else blocks * o.points * o.panel**2 + BYTES, o.type)
    Y, V = (np.empty(o.points * once * per * count + BYTES, o.type) for count in padded)
    (y, y_at, ys), (x, x_at, xs) = o.y, o.x
    sized = (o.points, rows, depth, *padded, once * per)
    for unit in range(0, units, max(1, once)):
        count = min(once, units - unit)
        common = (o.taps, o.grid, once * per, unit)
        results = (True, y, y_at, ys, rows, padded[0], long, width, 0, 0)
        launch(_transform_range, count, o.work, *results, *common, Y)
        data_ = (False, x, x_at, xs, depth, padded[1], high, wide, h, q)
        launch(_transform_range, count, o.work, *data_, *common, V)
        if not whole:
            launch(_products_range, blocks * o.points, o.work, Y, V, sums, *sized, count * per, unit == 0)
    launch(_back_range, blocks, o.work, Y, V, sums, *sized, units * per, *o.w, o.taps)


__all__ = ["tiled", "tiled_weights"]
