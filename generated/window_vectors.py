"""Windows that slide over padded planes, as vector code; hand-written, for ``stencils``, knows no layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic, register_jitable

from .registers import BYTES, INDEX, _Code, _loop, moved, stacked, vector_of
from .routines import DONE, REALS, routine
from .scalars import carried

REGISTERS = 32 if BYTES == 64 else 16  # how many vectors a core holds
HEIGHT = (0, 8, 8, 4, 4) if REGISTERS == 32 else (0, 8, 4, 2, 2)
"""Lines of pixels beside each other in registers, by how many rows of results share them.  Where these do
not divide the lines, some bands have one less: a line that a band lacks is computed for nothing.
"""
LAGS = (0, 9, 9, 6, 6) if REGISTERS == 32 else (0, 9, 4, 3, 2)
"""Taps beside each other in registers, by how many rows of results share them."""
SHARED = {3: (3, 7), 5: (5, 4)} if REGISTERS == 32 else {3: (2, 4), 5: (1, 4)}
"""How many columns of so many taps stand in registers, and how many lines they share."""
SHARED3, SHARED5 = SHARED[3][0], SHARED[5][0]
SHUFFLED = (2, 3, 4)
"""Steps between neighbours for which whole vectors are loaded and the wanted elements picked."""

PART = 256
"""The most terms that are added up one after the other; the sums of such parts are added without loss."""

NEVER = 1 << 62  # stands in a lane that is never below a count


def _number(value: int) -> Any:
    return ir.Constant(INDEX, value)


def _least(builder: Any, a: Any, b: Any) -> Any:
    return builder.select(builder.icmp_signed("<", a, b), a, b)


def _moved(builder: Any, pointer: Any, step: Any, count: Any) -> Any:
    return builder.gep(pointer, [builder.mul(step, count)])


def _whole(count: int) -> Any:
    return (types.int64,) * count


@intrinsic(prefer_literal=True)  # type: ignore[untyped-decorator]
def _sweep(
    typingctx, rows, column, high, out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts,
    right, right_i, rights, taps, lines, cols,
):  # type: ignore[no-untyped-def]  # fmt: skip
    """``rows`` rows of results over all pixels, ``high`` lines of these in registers; ``column`` taps below
    each other share what they load.
    """
    known, element = (rows, column, high), out.dtype
    rows, column, high = (one.literal_value for one in known)
    signature = types.void(
        *known, out, *_whole(3), starts, types.int64, left, types.int64, lefts,
        right, types.int64, rights, *_whole(3),
    )  # fmt: skip

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        c_from, c_p, c_i, c_j, s_from, s_p, a_from, a_p, a_table, b_from, b_i, b_table, *counts = arguments[
            3:
        ]
        count, some, wide = counts
        code = _Code(builder, element)
        mine = [_number(p) for p in range(rows)]
        factors = [_moved(builder, a_from, a_p, p) for p in mine]
        first = [code.spread(builder.load(_moved(builder, s_from, s_p, p))) for p in mine]
        begun = [one for one in first for _ in range(high)]

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
                taken = factors, there, a_table, b_table, count, begun, code.mask(lanes)
                sums = _taps(code, rows, high, column, *taken)
                _kept(code, list(zip(sums, to, strict=True))[::-1], c_j, lanes)
                return []

            _loop(builder, _over(builder, wide, code.lanes), [], vector)
            return []

        _loop(builder, _over(builder, some, high), [], band)
        return context.get_dummy_value()

    return signature, emit


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
    code: _Code, rows: int, high: int, column: int, factors: Any, pixels: Any, a_table: Any, b_table: Any,
    count: Any, begun: Any, mask: Any, own: bool = False,
) -> Any:  # fmt: skip
    """The sums over all taps, ``column`` of them at a time, which stand one line below each other.

    Every lane has an ``own`` factor, or all have the same.  More than ``PART`` taps are added up in parts.
    """
    builder = code.builder
    turns, most = builder.sdiv(count, _number(column)), _number(PART // column)

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

    def part(b: Any, held: Any) -> Any:
        done = builder.mul(builder.add(b, _number(1)), most)
        here = _least(builder, most, builder.sub(turns, done))
        none = [code.zero()] * len(begun)
        sums = _loop(builder, here, none, lambda k, now: step(builder.add(done, k), now))
        half = len(begun)
        made = [_added(builder, *one) for one in zip(held[:half], held[half:], sums, strict=True)]
        return [total for total, _ in made] + [rest for _, rest in made]

    def further(_: Any, held: Any) -> Any:
        parts = builder.sdiv(builder.sub(turns, _number(1)), most)
        made = _loop(builder, parts, [*held, *(code.zero() for _ in held)], part)
        return [builder.fadd(*both) for both in zip(made[: len(held)], made[len(held) :], strict=True)]

    first = _loop(builder, _least(builder, turns, most), begun, step)
    many = builder.zext(builder.icmp_signed(">", turns, most), INDEX)
    return _loop(builder, many, first, further)


def _added(builder: Any, total: Any, rest: Any, value: Any) -> tuple[Any, Any]:
    """``total + value``, and ``rest`` with what rounding took from that (Dekker 1971, add2)."""
    made = builder.fadd(total, value)
    back = builder.fsub(made, total)
    lost = builder.fadd(builder.fsub(total, builder.fsub(made, back)), builder.fsub(value, back))
    known = builder.fcmp_ordered("ord", lost, lost)
    return made, builder.select(known, builder.fadd(rest, lost), rest)


def whole_bands(lines, high):  # type: ignore[no-untyped-def]
    """How many of the bands that cover the lines have ``high`` of them, the others one less."""
    over = lines - (lines + high - 1) // high * (high - 1)
    return over if over > 0 else 0


whole = register_jitable(whole_bands)


def _swept(rows: int, column: int, high: int, less: Any = None) -> Any:
    """Bands of ``high`` lines, and by ``less`` those of one line less."""

    def even(element):  # type: ignore[no-untyped-def]
        def sweep(
            out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts, right, right_i, rights,
            taps, lines, cols,
        ):  # type: ignore[no-untyped-def]  # fmt: skip
            _sweep(rows, column, high, out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts,
                   right, right_i, rights, taps, lines, cols)  # fmt: skip
            return DONE

        return sweep

    def code(element):  # type: ignore[no-untyped-def]
        def sweep(
            out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts, right, right_i, rights,
            taps, lines, cols,
        ):  # type: ignore[no-untyped-def]  # fmt: skip
            done = whole(lines, high) * high
            _sweep(rows, column, high, out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts,
                   right, right_i, rights, taps, done, cols)  # fmt: skip
            if done < lines:
                less(moved(out, done * out_i), out_p, out_i, out_j, starts, start_p, left, left_p, lefts,
                     moved(right, done * right_i), right_i, rights, taps, lines - done, cols)  # fmt: skip
            return DONE

        return sweep

    return routine(f"sweep_{rows}_{column}_{high}", "ennnenententnnn", code if less else even, elements=REALS)


def _bands(rows: int, column: int) -> Any:
    high = HEIGHT[rows]
    return _swept(rows, column, high, _swept(rows, column, high - 1) if high > 2 else None)


_sweep1, _sweep2, _sweep3, _sweep4 = (_bands(rows, 1) for rows in (1, 2, 3, 4))
_sweep1_3, _sweep1_5, _sweep2_3, _sweep2_5 = (_bands(rows, column) for rows in (1, 2) for column in (3, 5))


def _correlate(out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts,
               right, right_i, rights, taps, column, rows, lines, cols):  # type: ignore[no-untyped-def]  # fmt: skip
    p = 0
    while p < rows:
        o, s, a = moved(out, p * out_p), moved(starts, p * start_p), moved(left, p * left_p)
        if rows - p >= 4:
            _sweep4(o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                    right, right_i, rights, taps, lines, cols)  # fmt: skip
            p += 4
        elif rows - p == 3:
            _sweep3(o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                    right, right_i, rights, taps, lines, cols)  # fmt: skip
            p += 3
        elif rows - p == 2:
            if column == 3:
                _sweep2_3(o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                          right, right_i, rights, taps, lines, cols)  # fmt: skip
            elif column == 5:
                _sweep2_5(o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                          right, right_i, rights, taps, lines, cols)  # fmt: skip
            else:
                _sweep2(o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                        right, right_i, rights, taps, lines, cols)  # fmt: skip
            p += 2
        else:
            if column == 3:
                _sweep1_3(o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                          right, right_i, rights, taps, lines, cols)  # fmt: skip
            elif column == 5:
                _sweep1_5(o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                          right, right_i, rights, taps, lines, cols)  # fmt: skip
            else:
                _sweep1(o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                        right, right_i, rights, taps, lines, cols)  # fmt: skip
            p += 1
    return DONE


_sweeps = routine("sweeps", "ennnenententnnnnn", lambda element: _correlate, elements=REALS)


def _correlation(target, row, line, step, starts, start_row, left, left_row, lefts,
                 right, right_line, rights, column, taps, rows, high, wide):  # type: ignore[no-untyped-def]  # fmt: skip
    if rows < 1 or high < 1 or wide < 1:  # a residue class without a pixel
        return DONE
    below = stacked(column, taps, rights, right_line)
    lanes = vector_of(target)
    if high > 1 or wide <= lanes:
        _sweeps(target, row, line, step, starts, start_row, left, left_row, lefts,
                right, right_line, rights, taps, below, rows, high, wide)  # fmt: skip
    else:  # a single line, one vector of it below the other
        q = wide // lanes
        _sweeps(target, row, lanes * step, step, starts, start_row, left, left_row, lefts,
                right, lanes, rights, taps, 1, rows, q, lanes)  # fmt: skip
        if wide > q * lanes:
            _sweeps(moved(target, q * lanes * step), row, line, step, starts, start_row, left, left_row, lefts,
                    moved(right, q * lanes), right_line, rights, taps, 1, rows, 1, wide - q * lanes)  # fmt: skip
    return DONE


@intrinsic(prefer_literal=True)  # type: ignore[untyped-decorator]
def _lag(typingctx, rows, column, out, out_p, left, left_p, left_i, right, right_i, rights, taps, high, wide):  # type: ignore[no-untyped-def]
    """``rows`` rows of results over some taps, every pixel added up.

    ``column`` taps below each other share the pixels that they see in several lines.
    """
    known, element = (rows, column), out.dtype
    rows, column = (one.literal_value for one in known)
    groups, deep = (LAGS[rows], 1) if column == 1 else SHARED[column]
    signature = types.void(*known, out, types.int64, left, *_whole(2), right, types.int64, rights, *_whole(3))

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        _, _, c_from, c_p, a_from, a_p, a_i, b_from, b_i, offsets, some, lines, cols = arguments
        code = _Code(builder, element)
        # taps past the last ones repeat these: they compute and store the same once more
        last = builder.sub(some, _number(column))
        mine = [_least(builder, _number(g * column), last) for g in range(groups)]
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


def _lagged(rows: int, column: int) -> Any:
    several = column * (LAGS[rows] if column == 1 else SHARED[column][0])

    def code(element):  # type: ignore[no-untyped-def]
        def lagged(out, out_p, left, left_p, left_i, right, right_i, rights, taps, high, wide):  # type: ignore[no-untyped-def]
            most = PART * vector_of(out)  # every lane has a share of the pixels
            some = max(1, most // wide)
            for i in range(0, high, some):
                for j in range(0, wide, most):
                    a, b = moved(left, i * left_i + j), moved(right, i * right_i + j)
                    lines, columns = min(some, high - i), min(most, wide - j)
                    for k in range(0, taps, several):
                        _lag(rows, column, moved(out, k), out_p, a, left_p, left_i, b, right_i,
                             moved(rights, k), taps - k, lines, columns)  # fmt: skip
            return DONE

        return lagged

    return routine(f"lagged_{rows}_{column}", "enennentnnn", code, elements=REALS)


_lagged1, _lagged2, _lagged3, _lagged4 = (_lagged(rows, 1) for rows in (1, 2, 3, 4))
_lagged1_3, _lagged1_5 = _lagged(1, 3), _lagged(1, 5)


def _lags(out, out_p, left, left_p, left_i, right, right_i, rights, taps, column, rows, high, wide):  # type: ignore[no-untyped-def]
    if rows < 1 or high < 1 or wide < 1:
        return DONE
    below = stacked(column, taps, rights, right_i)
    p = 0
    while p < rows:
        o, a = moved(out, p * out_p), moved(left, p * left_p)
        if rows - p >= 4:
            _lagged4(o, out_p, a, left_p, left_i, right, right_i, rights, taps, high, wide)
            p += 4
        elif rows - p == 3:
            _lagged3(o, out_p, a, left_p, left_i, right, right_i, rights, taps, high, wide)
            p += 3
        elif rows - p == 2:
            _lagged2(o, out_p, a, left_p, left_i, right, right_i, rights, taps, high, wide)
            p += 2
        else:
            if below == 3:
                _lagged1_3(o, out_p, a, left_p, left_i, right, right_i, rights, taps, high, wide)
            elif below == 5:
                _lagged1_5(o, out_p, a, left_p, left_i, right, right_i, rights, taps, high, wide)
            else:
                _lagged1(o, out_p, a, left_p, left_i, right, right_i, rights, taps, high, wide)
            p += 1
    return DONE


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


def _correlate_loops(out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts,
                     right, right_i, rights, column, taps, rows, high, wide):  # type: ignore[no-untyped-def]  # fmt: skip
    for p in range(rows):
        for i in range(high):
            for j in range(wide):
                total, rest = starts[p * start_p], 0
                for first in range(0, taps, PART):
                    part = 0
                    for k in range(first, min(first + PART, taps)):
                        part += left[p * left_p + lefts[k]] * right[i * right_i + j + rights[k]]
                    total, rest = carried(total, rest, part)
                out[p * out_p + i * out_i + j * out_j] = total
    return DONE


def _lags_loops(out, out_p, left, left_p, left_i, right, right_i, rights, taps, column, rows, high, wide):  # type: ignore[no-untyped-def]
    for p in range(rows):
        for k in range(taps):
            total = out[p * out_p + k]
            for i in range(high):
                for j in range(wide):
                    total += left[p * left_p + i * left_i + j] * right[i * right_i + j + rights[k]]
            out[p * out_p + k] = total
    return DONE


__all__ = ["_correlate_loops", "_correlation", "_lags", "_lags_loops"]
