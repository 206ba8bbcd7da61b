"""Correlations by tiles: what the kernels by Cook and Toom share.

Hand-written, knows no layer.  A result ``y[n, r, i, j] = start[r] + Σ w[r, d, u, v] x[n, d, i+u-p, j+v-q]``
is cut into tiles; each side is transformed, the products are matrices, the results are transformed back.
Every operand is a C-contiguous array, the address of its first element and a step for each index, so that
any order of axes, groups and reversed taps are the same code.  Channels lie innermost in all that is kept in
between.  What is added for an element, and in which order, does not depend on how the work is cut.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from .cook_toom import (
    data,
    results_3,
    results_5,
    weights_3,
    weights_5,
)
from .lanes import lanes, load, store, turn
from .vectors import multiply

PANEL = 4
DEEP = 64
"""Terms of a sum that are added in registers before they go to memory, in panels of this many bytes of lanes."""
TILES = {1: 1, 3: 4, 5: 2}
"""How many results a tile has along an axis, by the taps there."""
WIDE = 32
STRIP = 32


@njit(nogil=True, cache=True, error_model="numpy")
def _same(source, at, target, to, width):
    for z in range(0, width, lanes(source)):
        store(target, to + z, load(source, at + z))


@njit(nogil=True, cache=True, error_model="numpy")
def _data(taps, source, at, step, target, to, apart, width):
    if taps == 1:
        _same(source, at, target, to, width)
    else:
        data(source, at, step, target, to, apart, width)


@njit(nogil=True, cache=True, error_model="numpy")
def _weights(taps, source, at, step, target, to, apart, width):
    if taps == 3:
        weights_3(source, at, step, target, to, apart, width)
    elif taps == 5:
        weights_5(source, at, step, target, to, apart, width)
    else:
        _same(source, at, target, to, width)


@njit(nogil=True, cache=True, error_model="numpy")
def _results(taps, source, at, step, target, to, apart, width):
    if taps == 3:
        results_3(source, at, step, target, to, apart, width)
    elif taps == 5:
        results_5(source, at, step, target, to, apart, width)
    else:
        _same(source, at, target, to, width)


@njit(nogil=True, cache=True, error_model="numpy")
def _fill(target, at, count, value):
    for z in range(count):
        target[at + z] = value


@njit(nogil=True, cache=True, error_model="numpy")
def _move(target, to, down, along, source, at, apart, beside, rows, cols):
    """``target[to + p down + q along] = source[at + p apart + q beside]``, in registers where it can be."""
    if down == 1 and beside == 1:
        turn(target, to, along, source, at, apart, rows, cols)
    elif down == 1 and beside == -1:
        turn(target, to + (cols - 1) * along, -along, source, at - (cols - 1), apart, rows, cols)
    else:
        for q in range(cols):
            for p in range(rows):
                target[to + p * down + q * along] = source[at + p * apart + q * beside]


@njit(nogil=True, cache=True, error_model="numpy")
def _start(s):
    """The first element of ``s`` that a register may be loaded from in one piece."""
    return (-(s.ctypes.data // s.itemsize)) % lanes(s)


@njit(nogil=True, cache=True, error_model="numpy")
def _gather_taps(s, to, B, w, at, ws, KH, KW, rows):
    """The taps of some rows at one place of the depth, rows innermost."""
    if KH == 1 or ws[2] == KW * ws[3]:
        _move(s, to, 1, B, w, at, ws[0], ws[3], rows, KH * KW)
    else:
        for u in range(KH):
            _move(s, to + u * KW * B, 1, B, w, at + u * ws[2], ws[0], ws[3], rows, KW)


@njit(nogil=True, cache=True, error_model="numpy")
def _weights_block(s, taps, U, to, w, at, ws, KH, KW, rows, B, deep):
    """The transformed weights of a block: ``rows`` results (of ``B``), ``deep`` places of the depth."""
    nh, nw = KH + TILE_OF(KH) - 1, KW + TILE_OF(KW) - 1
    half = taps + KH * KW * B
    if rows < B:
        _fill(s, taps, KH * KW * B, 0)
    for d in range(deep):
        _gather_taps(s, taps, B, w, at + d * ws[1], ws, KH, KW, rows)
        for u in range(KH):
            _weights(KW, s, taps + u * KW * B, B, s, half + u * nw * B, B, B)
        for e in range(nw):
            _weights(KH, s, half + e * B, nw * B, U, to + (e * DEEP + d) * B, nw * DEEP * B, B)


@njit(nogil=True, cache=True, error_model="numpy")
def TILE_OF(taps):
    return 4 if taps == 3 else 2 if taps == 5 else 1


@njit(nogil=True, cache=True, error_model="numpy")
def _weights_range(first, last, w, w_at, ws, R, D, KH, KW, U):
    nh, nw = KH + TILE_OF(KH) - 1, KW + TILE_OF(KW) - 1
    B = PANEL * lanes(w)
    deeps = (D + DEEP - 1) // DEEP
    s = np.empty(KH * (KW + nw) * B + 64, w.dtype)
    base = _start(s)
    to = _start(U)
    for task in range(first, last):
        r0, d0 = task // deeps * B, task % deeps * DEEP
        _weights_block(s, base, U, to + task * nh * nw * DEEP * B, w, w_at + r0 * ws[0] + d0 * ws[1], ws, KH, KW,
                       min(B, R - r0), B, min(DEEP, D - d0))


@njit(nogil=True, cache=True, error_model="numpy")
def _data_strip(s, plane, half, V, T, tile, x, at, xs, D, Dp, H, W, KH, KW, h0, q0, tiles):
    """A strip of tiles of one row, transformed: channels innermost, one matrix of tiles for each product."""
    mw = TILE_OF(KW)
    nh, nw = KH + TILE_OF(KH) - 1, KW + mw - 1
    wide = mw * tiles + KW - 1
    c0, c1 = max(0, q0), min(W, q0 + wide)
    count = max(0, c1 - c0)
    e0, e1 = max(0, -h0), min(nh, H - h0)
    if e1 <= e0 or count == 0:
        e0, e1 = nh, nh
    _fill(s, plane, e0 * count * Dp, 0)
    _fill(s, plane + max(e0, e1) * count * Dp, (nh - max(e0, e1)) * count * Dp, 0)
    from_ = at + (h0 + e0) * xs[2] + c0 * xs[3]
    if count == W and xs[2] == W * xs[3]:
        _move(s, plane + e0 * count * Dp, 1, Dp, x, from_, xs[1], xs[3], D, (e1 - e0) * count)
    else:
        for e in range(e0, e1):
            _move(s, plane + e * count * Dp, 1, Dp, x, from_ + (e - e0) * xs[2], xs[1], xs[3], D, count)
    left = c0 - q0
    for e in range(nh):
        _fill(s, half + e * wide * Dp, left * Dp, 0)
        _fill(s, half + (e * wide + left + count) * Dp, (wide - left - count) * Dp, 0)
    _data(KH, s, plane, count * Dp, s, half + left * Dp, wide * Dp, count * Dp)
    for e in range(nh):
        for t in range(tiles):
            _data(KW, s, half + (e * wide + t * mw) * Dp, Dp, s, V + (e * nw * T + tile + t) * Dp, T * Dp, Dp)


@njit(nogil=True, cache=True, error_model="numpy")
def _results_strip(s, half, out, M, T, tile, y, at, ys, rows, B, KH, KW, high, wide, tiles, start, r0):
    """The results of a strip of tiles from their products."""
    mw = TILE_OF(KW)
    nh, nw = KH + TILE_OF(KH) - 1, KW + mw - 1
    for e in range(nh):
        for t in range(tiles):
            _results(KW, s, M + (e * nw * T + tile + t) * B, T * B, s, half + (e * tiles + t) * mw * B, B, B)
    _results(KH, s, half, mw * tiles * B, s, out, wide * B, wide * B)
    for p in range(high * wide):
        for z in range(0, B, lanes(s)):
            at_ = out + p * B + z
            store(s, at_, load(s, at_) + load(start, r0 + z))
    if ys[2] == wide * ys[3]:
        _move(y, at, ys[3], ys[1], s, out, B, 1, high * wide, rows)
    else:
        for i in range(high):
            _move(y, at + i * ys[2], ys[3], ys[1], s, out + i * wide * B, B, 1, wide, rows)


@njit(nogil=True, cache=True, error_model="numpy")
def _correlate_range(first, last, y, y_at, ys, w, w_at, ws, x, x_at, xs, sizes, start, U, fly, share, groups):
    N, R, D, OH, OW, H, W, KH, KW, ph, pw = sizes
    mh, mw = TILE_OF(KH), TILE_OF(KW)
    nh, nw = KH + mh - 1, KW + mw - 1
    down, across = (OH + mh - 1) // mh, (OW + mw - 1) // mw
    strips = (across + STRIP - 1) // STRIP
    most = min(across, STRIP)
    T = min(share, N * down * strips) * most
    L = lanes(x)
    B, Dp = PANEL * L, (D + L - 1) // L * L
    blocks, deeps = (R + B - 1) // B, (D + DEEP - 1) // DEEP
    wide = mw * most + KW - 1
    plane = nh * wide * Dp
    s_V = 2 * plane
    s_M = s_V + nh * nw * T * Dp
    s_half = s_M + nh * nw * T * B
    s_out = s_half + nh * mw * most * B
    s_taps = s_out + mh * mw * most * B
    s_U = s_taps + KH * (KW + nw) * B
    s = np.empty(s_U + (nh * nw * DEEP * B if fly else 0) + 64, x.dtype)
    o = _start(s)
    u_at = _start(U)
    for task in range(first, last):
        unit0 = task // groups * share
        unit1 = min(unit0 + share, N * down * strips)
        group = task % groups
        tile = 0
        for unit in range(unit0, unit1):
            n, tr, st = unit // (down * strips), unit // strips % down, unit % strips
            tiles = min(STRIP, across - st * STRIP)
            _data_strip(s, o, o + plane, o + s_V, T, tile, x, x_at + n * xs[0], xs, D, Dp, H, W, KH, KW,
                        tr * mh - ph, st * STRIP * mw - pw, tiles)
            tile += tiles
        for block in range(group * blocks // groups, (group + 1) * blocks // groups):
            r0 = block * B
            rows = min(B, R - r0)
            _fill(s, o + s_M, nh * nw * T * B, 0)
            for deep in range(deeps):
                d0 = deep * DEEP
                depth = min(DEEP, D - d0)
                if fly:
                    _weights_block(s, o + s_taps, s, o + s_U, w, w_at + r0 * ws[0] + d0 * ws[1], ws, KH, KW, rows, B, depth)
                for k in range(nh * nw):
                    if fly:
                        multiply(s, (o + s_M + k * T * B,), B, s, (o + s_V + k * T * Dp + d0,), Dp, 1,
                                 s, (o + s_U + k * DEEP * B,), B, tile, B, depth)
                    else:
                        multiply(s, (o + s_M + k * T * B,), B, s, (o + s_V + k * T * Dp + d0,), Dp, 1,
                                 U, (u_at + ((block * deeps + deep) * nh * nw + k) * DEEP * B,), B, tile, B, depth)
            tile_ = 0
            for unit in range(unit0, unit1):
                n, tr, st = unit // (down * strips), unit // strips % down, unit % strips
                tiles = min(STRIP, across - st * STRIP)
                i0, j0 = tr * mh, st * STRIP * mw
                _results_strip(s, o + s_half, o + s_out, o + s_M, T, tile_, y,
                               y_at + n * ys[0] + r0 * ys[1] + i0 * ys[2] + j0 * ys[3], ys, rows, B, KH, KW,
                               min(mh, OH - i0), min(mw * tiles, OW - j0), tiles, start, r0)
                tile_ += tiles


def launch(function, count, *arguments):
    function(0, count, *arguments)


BUDGET = 1 << 20
def correlate(y, y_at, ys, w, w_at, ws, x, x_at, xs, sizes, start):
    N, R, D, OH, OW, H, W, KH, KW, ph, pw = sizes
    mh, mw = TILES[KH], TILES[KW]
    nh, nw = KH + mh - 1, KW + mw - 1
    L = 64 // x.itemsize
    B = PANEL * L
    down, across = -(-OH // mh), -(-OW // mw)
    units = N * down * -(-across // STRIP)
    per = min(across, STRIP)
    tiles = max(24, min(96, BUDGET // (nh * nw * D * x.itemsize)))
    share = max(1, round(tiles / per))
    if units * per <= 2 * tiles: share = units
    blocks = -(-R // B)
    tasks = -(-units // share)
    share = -(-units // tasks)
    fly = tasks == 1
    deeps = -(-D // DEEP)
    U = np.empty(64 if fly else blocks * deeps * nh * nw * DEEP * B + 64, x.dtype)
    st = np.zeros(blocks * B, x.dtype)
    st[:R] = start
    yf, wf, xf = y.reshape(-1), w.reshape(-1), x.reshape(-1)
    if not fly:
        launch(_weights_range, blocks * deeps, wf, w_at, ws, R, D, KH, KW, U)
    launch(_correlate_range, tasks, yf, y_at, ys, wf, w_at, ws, xf, x_at, xs, sizes, st, U, fly, share, 1)
