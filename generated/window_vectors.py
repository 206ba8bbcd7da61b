"""Windows that slide over padded planes, as vector code: results in registers, or taps.

Hand-written, knows no layer; ``stencils`` has what kernels call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic, overload

from .registers import BYTES, INDEX, _address_of, _Code, _loop, _pointer, _vector
from .registers import address as _address

REGISTERS = 32 if BYTES == 64 else 16
"""How many vectors a core holds."""
HEIGHT = (0, 8, 8, 4, 4) if REGISTERS == 32 else (0, 8, 4, 2, 2)
"""Rows of pixels beside each other in registers, by how many rows of results share them."""
LAGS = (0, 9, 9, 6, 6) if REGISTERS == 32 else (0, 9, 4, 3, 2)
"""Taps beside each other in registers, by how many rows of results share them."""
SHARED = {3: (3, 7), 5: (5, 4)} if REGISTERS == 32 else {3: (2, 4), 5: (1, 4)}
"""How many columns of so many taps stand in registers, and how many lines they share."""
SHARED3, SHARED5 = SHARED[3][0], SHARED[5][0]
SHUFFLED = (2, 3, 4)
"""Steps between neighbours for which whole vectors are loaded and the wanted elements picked."""

NEVER = 1 << 62
"""Stands in a lane that is never below a count."""


def _number(value: int) -> Any:
    return ir.Constant(INDEX, value)


def _least(builder: Any, a: Any, b: Any) -> Any:
    return builder.select(builder.icmp_signed("<", a, b), a, b)


def _at(code: _Code, address: Any) -> Any:
    """The element that stands there."""
    return code.builder.inttoptr(address, code.vector.element.as_pointer())


def _moved(builder: Any, pointer: Any, step: Any, count: Any) -> Any:
    return builder.gep(pointer, [builder.mul(step, count)])


def _sweep(rows: int, column: int) -> Any:
    """``rows`` rows of results over all pixels; ``column`` taps below each other share what they load."""
    high = HEIGHT[rows]

    @intrinsic
    def sweep(
        typingctx, kind, out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts,
        right, right_i, rights, taps, lines, cols,
    ):  # type: ignore[no-untyped-def]  # fmt: skip
        signature = types.void(kind, *(types.int64,) * 15)

        def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            _, c, c_p, c_i, c_j, s, s_p, a, a_p, a_k, b, b_i, b_k, count, some, wide = arguments
            code = _Code(builder, kind.dtype)
            mine = [_number(p) for p in range(rows)]
            a_from, b_from, c_from, s_from = (_at(code, x) for x in (a, b, c, s))
            factors = [_moved(builder, a_from, a_p, p) for p in mine]
            first = [code.spread(builder.load(_moved(builder, s_from, s_p, p))) for p in mine]
            begun = [one for one in first for _ in range(high)]
            a_table, b_table = (builder.inttoptr(x, INDEX.as_pointer()) for x in (a_k, b_k))

            def band(i: Any, held: Any) -> Any:
                done = builder.mul(i, _number(high))
                left_over = builder.sub(some, done)
                # lines past the last one are computed too, and stored where that one overwrites them
                ends = [_least(builder, _number(r), builder.sub(left_over, _number(1))) for r in range(high)]
                seen = [
                    _least(builder, _number(z), builder.add(left_over, _number(column - 2)))
                    for z in range(high + column - 1)
                ]
                b_band = _moved(builder, b_from, b_i, done)
                c_band = _moved(builder, c_from, c_i, done)
                pixels = [_moved(builder, b_band, b_i, z) for z in seen]
                rows_from = [_moved(builder, c_band, c_p, p) for p in mine]
                targets = [_moved(builder, x, c_i, r) for x in rows_from for r in ends]

                def vector(q: Any, held: Any) -> Any:
                    over = builder.mul(q, _number(code.lanes))
                    lanes = builder.sub(wide, over)
                    there = [builder.gep(x, [over]) for x in pixels]
                    to = [_moved(builder, x, c_j, over) for x in targets]
                    mask = code.mask(lanes)
                    taken = factors, there, a_table, b_table, count, begun, mask
                    sums = _taps(code, rows, high, column, False, *taken)
                    _kept(code, list(zip(sums, to, strict=True))[::-1], c_j, lanes)
                    return []

                _loop(builder, _over(builder, wide, code.lanes), [], vector)
                return []

            _loop(builder, _over(builder, some, high), [], band)
            return context.get_dummy_value()

        return signature, emit

    return sweep


def _kept(code: _Code, results: list[tuple[Any, Any]], step: Any, count: Any) -> None:
    """Store the first ``count`` lanes of each result ``step`` elements apart, one result after the other."""
    builder = code.builder

    def kept(store: Callable[[Any, Any], None]) -> None:
        for value, pointer in results:
            store(value, pointer)

    with builder.if_else(builder.icmp_signed("==", step, _number(1))) as (near, apart):
        with near:
            kept(lambda value, pointer: code.store(value, pointer, code.mask(count)))
        with apart, builder.if_else(builder.icmp_signed("==", step, _number(2))) as (two, more):
            with two:
                kept(lambda value, pointer: _every_other(code, value, pointer, count))
            with more:
                kept(lambda value, pointer: code.scatter(value, pointer, step, code.mask(count)))


def _every_other(code: _Code, value: Any, pointer: Any, count: Any) -> None:
    """Store the first ``count`` lanes two elements apart: half of them in each of two vectors."""
    half = code.lanes // 2
    for m in range(2):
        lane = [m * half + k // 2 for k in range(code.lanes)]
        order = ir.Constant(ir.VectorType(ir.IntType(32), code.lanes), lane)
        even = code.constant(z if k % 2 == 0 else NEVER for k, z in enumerate(lane))
        mask = code.builder.icmp_signed("<", even, code.spread(count))
        to = code.builder.gep(pointer, [_number(m * code.lanes)])
        code.store(code.builder.shuffle_vector(value, value, order), to, mask)


def _over(builder: Any, count: Any, size: int) -> Any:
    """How many blocks of ``size`` cover ``count``."""
    return builder.sdiv(builder.add(count, _number(size - 1)), _number(size))


def _taps(
    code: _Code, rows: int, high: int, column: int, own: bool, factors: Any, pixels: Any, a_table: Any,
    b_table: Any, count: Any, begun: Any, mask: Any,
) -> Any:  # fmt: skip
    """The sums over all taps, ``column`` of them at a time, which stand one line below each other.

    Every lane has an ``own`` factor, or all have the same.
    """
    builder = code.builder

    def step(k: Any, held: Any) -> Any:
        now = list(held)
        first = builder.mul(k, _number(column))
        there = builder.load(builder.gep(b_table, [first]))
        places = [builder.load(builder.gep(a_table, [builder.add(first, _number(u))])) for u in range(column)]
        given = [[builder.gep(f, [to]) for to in places] for f in factors]
        weights = [[code.load(x, mask) if own else code.spread(builder.load(x)) for x in xs] for xs in given]
        for z in range(high + column - 1):
            seen = code.load(builder.gep(pixels[z], [there]), mask)
            for u in range(column):
                if 0 <= z - u < high:
                    for p in range(rows):
                        k_th = p * high + z - u
                        now[k_th] = code.fma(weights[p][u], seen, now[k_th])
        return now

    return _loop(builder, builder.sdiv(count, _number(column)), begun, step)


_sweep1, _sweep2, _sweep3, _sweep4 = (_sweep(rows, 1) for rows in (1, 2, 3, 4))
_sweep1_3, _sweep1_5, _sweep2_3, _sweep2_5 = (_sweep(rows, column) for rows in (1, 2) for column in (3, 5))


@njit(nogil=True, cache=True, error_model="numpy")
def _correlate(kind, size, out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts,
               right, right_i, rights, taps, column, rows, lines, cols):  # fmt: skip
    p = 0
    while p < rows:
        o, s, a = out + p * out_p * size, starts + p * start_p * size, left + p * left_p * size
        if rows - p >= 4:
            _sweep4(kind, o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                    right, right_i, rights, taps, lines, cols)  # fmt: skip
            p += 4
        elif rows - p == 3:
            _sweep3(kind, o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                    right, right_i, rights, taps, lines, cols)  # fmt: skip
            p += 3
        elif rows - p == 2:
            if column == 3:
                _sweep2_3(kind, o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                          right, right_i, rights, taps, lines, cols)  # fmt: skip
            elif column == 5:
                _sweep2_5(kind, o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                          right, right_i, rights, taps, lines, cols)  # fmt: skip
            else:
                _sweep2(kind, o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                        right, right_i, rights, taps, lines, cols)  # fmt: skip
            p += 2
        else:
            if column == 3:
                _sweep1_3(kind, o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                          right, right_i, rights, taps, lines, cols)  # fmt: skip
            elif column == 5:
                _sweep1_5(kind, o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                          right, right_i, rights, taps, lines, cols)  # fmt: skip
            else:
                _sweep1(kind, o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                        right, right_i, rights, taps, lines, cols)  # fmt: skip
            p += 1


@intrinsic
def _whole(typingctx, address):  # type: ignore[no-untyped-def]
    """The number of a table that stands at an address."""

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        return builder.load(builder.inttoptr(arguments[0], INDEX.as_pointer()))

    return types.int64(types.int64), emit


@njit(nogil=True, cache=True, error_model="numpy")
def _below(rights, taps, line, column):
    """How many taps stand one line below each other, as far as the first two tell."""
    return column if taps > 1 and _whole(rights + 8) - _whole(rights) == line else 1


@njit(nogil=True, cache=True, error_model="numpy")
def _correlated(kind, size, lanes, out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts,
                right, right_i, rights, column, taps, rows, lines, cols):  # fmt: skip
    """Arrays by addresses alone: to hand on a number costs nothing, to count who refers to an array does."""
    if rows < 1 or lines < 1 or cols < 1:  # a residue class without a pixel
        return
    if lines > 1 or cols <= lanes:
        _correlate(kind, size, out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts, right, right_i,
                   rights, taps, _below(rights, taps, right_i, column), rows, lines, cols)  # fmt: skip
        return
    q = cols // lanes  # a single line, one vector of it below the other
    _correlate(kind, size, out, out_p, lanes * out_j, out_j, starts, start_p, left, left_p, lefts,
               right, lanes, rights, taps, 1, rows, q, lanes)  # fmt: skip
    if cols > q * lanes:
        _correlate(kind, size, out + q * lanes * out_j * size, out_p, out_i, out_j, starts, start_p, left,
                   left_p, lefts, right + q * lanes * size, right_i, rights, taps, 1, rows, 1,
                   cols - q * lanes)  # fmt: skip


def _lagged(rows: int, column: int) -> Any:
    """``rows`` rows of results over some taps, every pixel added up.

    ``column`` taps below each other share the pixels that they see in several lines.
    """
    groups, deep = (LAGS[rows], 1) if column == 1 else SHARED[column]

    @intrinsic
    def lagged(typingctx, kind, out, out_p, left, left_p, left_i, right, right_i, rights, taps, high, wide):  # type: ignore[no-untyped-def]
        signature = types.void(kind, *(types.int64,) * 11)

        def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            _, c, c_p, a, a_p, a_i, b, b_i, table, some, lines, cols = arguments
            code = _Code(builder, kind.dtype)
            offsets = builder.inttoptr(table, INDEX.as_pointer())
            # taps past the last ones repeat these: they compute and store the same once more
            last = builder.sub(some, _number(column))
            mine = [_least(builder, _number(g * column), last) for g in range(groups)]
            a_from, b_from, c_from = (_at(code, x) for x in (a, b, c))
            factors = [_moved(builder, a_from, a_p, _number(p)) for p in range(rows)]
            pixels = [builder.gep(b_from, [builder.load(builder.gep(offsets, [k]))]) for k in mine]

            def lines_of(count: int, first: Any) -> Callable[[Any, Any], Any]:
                return _lines(code, count, column, first, factors, a_i, pixels, b_i, cols)

            blocks = builder.sdiv(lines, _number(deep))
            sums = [code.zero()] * (rows * groups * column)
            sums = _loop(builder, blocks, sums, lines_of(deep, _number(0)))
            if deep > 1:
                done = builder.mul(blocks, _number(deep))
                sums = _loop(builder, builder.sub(lines, done), sums, lines_of(1, done))
            rows_from = [_moved(builder, c_from, c_p, _number(p)) for p in range(rows)]
            to = [builder.gep(x, [k]) for x in rows_from for k in mine]
            ends = [builder.gep(end, [_number(u)]) for end in to for u in range(column)]
            before = [builder.load(end) for end in ends]
            totals = [builder.fadd(old, _total(code, value)) for old, value in zip(before, sums, strict=True)]
            for value, end in zip(totals, ends, strict=True):
                builder.store(value, end)
            return context.get_dummy_value()

        return signature, emit

    return lagged


def _lines(
    code: _Code, count: int, column: int, first: Any, factors: Any, a_i: Any, pixels: Any, b_i: Any, cols: Any
) -> Callable[[Any, Any], Any]:
    """The sums with ``count`` lines more, the i-th so many from ``first`` on."""
    builder, groups = code.builder, len(pixels)
    vectors = _over(builder, cols, code.lanes)

    def block(i: Any, held: Any) -> Any:
        at = builder.add(first, builder.mul(i, _number(count)))
        lines = [builder.add(at, _number(r)) for r in range(count + column - 1)]
        given_from = [[_moved(builder, x, a_i, r) for r in lines[:count]] for x in factors]
        seen_from = [[_moved(builder, x, b_i, z) for z in lines] for x in pixels]

        def step(q: Any, held: Any) -> Any:
            over = builder.mul(q, _number(code.lanes))
            mask = code.mask(builder.sub(cols, over))
            given = [[code.load(builder.gep(x, [over]), mask) for x in line] for line in given_from]
            now = list(held)
            for g in range(groups):
                for z in range(count + column - 1):
                    seen = code.load(builder.gep(seen_from[g][z], [over]), mask)
                    for u in range(max(0, z - count + 1), min(column, z + 1)):
                        for p in range(len(factors)):
                            k = (p * groups + g) * column + u
                            now[k] = code.fma(given[p][z - u], seen, now[k])
            return now

        return _loop(builder, vectors, held, step)

    return block


def _total(code: _Code, value: Any) -> Any:
    """The sum of the lanes, halves upon halves."""
    builder, lanes = code.builder, code.lanes
    whole = ir.IntType(32)
    while lanes > 1:
        lanes //= 2
        order = [(k + lanes) % code.lanes for k in range(code.lanes)]
        upper = ir.Constant(ir.VectorType(whole, code.lanes), order)
        value = builder.fadd(value, builder.shuffle_vector(value, value, upper))
    return builder.extract_element(value, ir.Constant(whole, 0))


_lagged1, _lagged2, _lagged3, _lagged4 = (_lagged(rows, 1) for rows in (1, 2, 3, 4))
_lagged1_3, _lagged1_5 = _lagged(1, 3), _lagged(1, 5)


@njit(nogil=True, cache=True, error_model="numpy")
def _lags(kind, size, out, out_p, left, left_p, left_i, right, right_i, rights, taps, line,
          rows, high, wide):  # fmt: skip
    if rows < 1 or high < 1 or wide < 1:
        return
    p, column = 0, _below(rights, taps, right_i, line)
    while p < rows:
        o, a = out + p * out_p * size, left + p * left_p * size
        if rows - p >= 4:
            for k in range(0, taps, LAGS[4]):
                _lagged4(kind, o + k * size, out_p, a, left_p, left_i, right, right_i, rights + k * 8,
                         taps - k, high, wide)  # fmt: skip
            p += 4
        elif rows - p == 3:
            for k in range(0, taps, LAGS[3]):
                _lagged3(kind, o + k * size, out_p, a, left_p, left_i, right, right_i, rights + k * 8,
                         taps - k, high, wide)  # fmt: skip
            p += 3
        elif rows - p == 2:
            for k in range(0, taps, LAGS[2]):
                _lagged2(kind, o + k * size, out_p, a, left_p, left_i, right, right_i, rights + k * 8,
                         taps - k, high, wide)  # fmt: skip
            p += 2
        elif column == 3:
            for k in range(0, taps, 3 * SHARED3):
                _lagged1_3(kind, o + k * size, out_p, a, left_p, left_i, right, right_i, rights + k * 8,
                           taps - k, high, wide)  # fmt: skip
            p += 1
        elif column == 5:
            for k in range(0, taps, 5 * SHARED5):
                _lagged1_5(kind, o + k * size, out_p, a, left_p, left_i, right, right_i, rights + k * 8,
                           taps - k, high, wide)  # fmt: skip
            p += 1
        else:
            for k in range(0, taps, LAGS[1]):
                _lagged1(kind, o + k * size, out_p, a, left_p, left_i, right, right_i, rights + k * 8,
                         taps - k, high, wide)  # fmt: skip
            p += 1


@intrinsic
def _laid(typingctx, kind, target, row, source, line, step, high, wide, first, end, left, right):  # type: ignore[no-untyped-def]
    signature = types.void(kind, *(types.int64,) * 11)

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        _, into, row, out_of, line, apart, lines, cols, top, bottom, fore, aft = arguments
        code = _Code(builder, kind.dtype)
        lanes = _number(code.lanes)
        vectors = builder.sdiv(builder.add(cols, _number(code.lanes - 1)), lanes)
        target_from, source_from = _at(code, into), _at(code, out_of)

        def stretch(start: Any, end: Any, load: Callable[[Any, Any, Any], Any] | None) -> None:
            """The lines from ``start`` to before ``end``, copied or cleared."""

            def column(q: Any, held: Any) -> Any:
                done = builder.mul(q, lanes)
                low, high = builder.sub(fore, done), builder.sub(aft, done)
                mask = code.mask(builder.sub(cols, done))
                into, out_of = builder.gep(target_from, [done]), _moved(builder, source_from, apart, done)

                def each(r: Any, held: Any) -> Any:
                    i = builder.add(start, r)
                    value = load(_moved(builder, out_of, line, i), low, high) if load else code.zero()
                    code.store(value, _moved(builder, into, row, i), mask)
                    return []

                _loop(builder, builder.sub(end, start), [], each)
                return []

            _loop(builder, vectors, [], column)

        def along() -> None:
            """The lines that are there, one after the other, as memory brings them."""

            def each(r: Any, held: Any) -> Any:
                i = builder.add(top, r)
                into, out_of = _moved(builder, target_from, row, i), _moved(builder, source_from, line, i)

                def step(q: Any, held: Any) -> Any:
                    done = builder.mul(q, lanes)
                    low, high = builder.sub(fore, done), builder.sub(aft, done)
                    begun = builder.icmp_signed("<=", low, _number(0))
                    whole = builder.and_(begun, builder.icmp_signed(">=", high, lanes))
                    to, at = builder.gep(into, [done]), builder.gep(out_of, [done])
                    with builder.if_else(whole) as (then, otherwise):
                        with then:
                            code.store(code.load(at), to)
                        with otherwise:
                            value = code.load(at, _between(code, low, high))
                            code.store(value, to, code.mask(builder.sub(cols, done)))
                    return []

                _loop(builder, vectors, [], step)
                return []

            _loop(builder, builder.sub(bottom, top), [], each)

        def walk(load: Callable[[Any, Any, Any], Any], near: bool = False) -> None:
            stretch(_number(0), top, None)
            if near:
                with builder.if_else(builder.icmp_signed(">", vectors, _number(2))) as (many, few):
                    with many:
                        along()
                    with few:
                        stretch(top, bottom, load)
            else:
                stretch(top, bottom, load)
            stretch(bottom, lines, None)

        def chosen(steps: tuple[int, ...]) -> None:
            if not steps:
                walk(lambda pointer, low, high: code.gather(pointer, apart, _between(code, low, high)))
                return
            with builder.if_else(builder.icmp_signed("==", apart, _number(steps[0]))) as (then, otherwise):
                with then:
                    walk(
                        lambda pointer, low, high: _picked(code, pointer, steps[0], low, high), steps[0] == 1
                    )
                with otherwise:
                    chosen(steps[1:])

        chosen((1, *SHUFFLED))
        return context.get_dummy_value()

    return signature, emit


@njit(nogil=True, cache=True, error_model="numpy")
def _pad(kind, target, row, source, line, step, high, wide, first, end, left, right):  # type: ignore[no-untyped-def]
    if high < 1 or wide < 1:
        return
    top = min(max(first, 0), high)
    _laid(kind, target, row, source, line, step, high, wide, top, max(top, min(end, high)), max(left, 0),
          min(right, wide))  # fmt: skip


def _between(code: _Code, low: Any, high: Any) -> Any:
    """The lanes from ``low`` to before ``high``; all of them where nothing is said."""
    if low is None:
        return ir.Constant(ir.VectorType(ir.IntType(1), code.lanes), [1] * code.lanes)
    lanes = code.constant(range(code.lanes))
    above = code.builder.icmp_signed(">=", lanes, code.spread(low))
    return code.builder.and_(above, code.builder.icmp_signed("<", lanes, code.spread(high)))


def _picked(code: _Code, pointer: Any, step: int, low: Any, high: Any) -> Any:
    """Every ``step``-th element, those from ``low`` to before ``high``: whole vectors, then shuffles."""
    builder, size = code.builder, code.lanes

    def part(m: int) -> Any:
        done = _number(m * size)
        mask = None
        if low is not None:
            first = builder.sub(builder.mul(low, _number(step)), done)
            end = builder.sub(builder.mul(high, _number(step)), _number(m * size + step - 1))
            mask = _between(code, first, end)
        elif m == step - 1:  # what follows the last element wanted may be no element
            mask = _between(code, _number(0), _number(size - step + 1))
        return code.load(builder.gep(pointer, [done]), mask)

    value = part(0)
    for m in range(1, step):
        # the k-th element wanted stands in the k step // size -th vector; what is found already stays
        before = [k * step if m == 1 else k for k in range(size)]
        order = [
            size + k * step % size if k * step // size == m else min(before[k], size - 1) for k in range(size)
        ]
        wanted = ir.Constant(ir.VectorType(ir.IntType(32), size), order)
        value = builder.shuffle_vector(value, part(m), wanted)
    return value


@njit(nogil=True, cache=True, error_model="numpy")
def _correlate_loops(out, at, out_p, out_i, out_j, starts, begin, start_p, left, left_at, left_p, lefts,
                     right, right_at, right_i, rights, column, taps, rows, high, wide):  # fmt: skip
    results, first, given, pixels = out.reshape(-1), starts.reshape(-1), left.reshape(-1), right.reshape(-1)
    for p in range(rows):
        for i in range(high):
            for j in range(wide):
                total = first[begin + p * start_p]
                for k in range(taps):
                    value = given[left_at + p * left_p + lefts[k]]
                    total += value * pixels[right_at + i * right_i + j + rights[k]]
                results[at + p * out_p + i * out_i + j * out_j] = total


@njit(nogil=True, cache=True, error_model="numpy")
def _lags_loops(out, at, out_p, left, left_at, left_p, left_i, right, right_at, right_i, rights,
                column, rows, high, wide):  # fmt: skip
    results, given, pixels = out.reshape(-1), left.reshape(-1), right.reshape(-1)
    for p in range(rows):
        for k in range(len(rights)):
            total = results[at + p * out_p + k]
            for i in range(high):
                for j in range(wide):
                    value = given[left_at + p * left_p + i * left_i + j]
                    total += value * pixels[right_at + i * right_i + j + rights[k]]
            results[at + p * out_p + k] = total


@njit(nogil=True, cache=True, error_model="numpy")
def _pad_loops(target, to, row, source, at, line, step, high, wide, first, end, left, right):
    into, out_of = target.reshape(-1), source.reshape(-1)
    for i in range(high):
        for j in range(wide):
            into[to + i * row + j] = 0
    for i in range(first, end):
        for j in range(left, right):
            into[to + i * row + j] = out_of[at + i * line + j * step]


__all__ = ["_correlate_loops", "_correlated", "_lags", "_lags_loops", "_pad", "_pad_loops"]
