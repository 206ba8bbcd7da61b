"""Windows over planes that stand abreast: a vector holds one pixel of several planes.

Hand-written, knows no layer.  Where lines are shorter than a vector, or read with a stride, vectors run along
an outer index instead, of which ``LANES`` values stand side by side: ``pad_abreast`` turns a rectangle of
each plane that way, ``lay_abreast`` turns results back, and between the two no element needs a neighbour.
Each element is summed in an order of its own, as in ``stencils``.
"""

from __future__ import annotations

from typing import Any

from numba import types
from numba.extending import intrinsic

from .registers import _Code, _loop, moved, stacked, vector_of
from .routines import DONE, REALS, Elements, by_type, routine
from .scalars import carried
from .window_vectors import HEIGHT, LAGS, PART, _least, _moved, _number, _over, _taps, _whole, whole


@intrinsic
def _cleared(typingctx, target, column, count, many):  # type: ignore[no-untyped-def]
    signature = types.void(target, *_whole(3))

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        start, column, count, many = arguments
        code = _Code(builder, target.dtype)

        def vector(q: Any, held: Any) -> Any:
            over = builder.mul(q, _number(code.lanes))
            mask, to = code.mask(builder.sub(many, over)), builder.gep(start, [over])

            def pixel(k: Any, held: Any) -> Any:
                code.store(code.zero(), _moved(builder, to, column, k), mask)
                return []

            _loop(builder, count, [], pixel)
            return []

        _loop(builder, _over(builder, many, code.lanes), [], vector)
        return context.get_dummy_value()

    return signature, emit


@intrinsic
def _turned(typingctx, target, apart, source, every, rows, cols):  # type: ignore[no-untyped-def]
    """``target[q apart + p] = source[p every + q]``, as many rows and columns as a vector has lanes at most."""
    signature = types.void(target, types.int64, source, *_whole(3))

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        to, apart, at, every, rows, cols = arguments
        code = _Code(builder, target.dtype)
        lines = [_moved(builder, at, every, _number(k)) for k in range(code.lanes)]
        across, down = code.mask(cols), code.mask(rows)

        def block(masks: list[Any]) -> None:
            held = [code.load(line, mask) for line, mask in zip(lines, masks, strict=True)]
            for k, value in enumerate(code.transposed(held)):
                with builder.if_then(builder.icmp_signed("<", _number(k), cols)):
                    code.store(value, _moved(builder, to, apart, _number(k)), down)

        some = [code.where(builder.icmp_signed("<", _number(k), rows), across) for k in range(code.lanes)]
        block(some)
        return context.get_dummy_value()

    return signature, emit


@intrinsic
def _collected(typingctx, target, column, source, step, apart, count, many):  # type: ignore[no-untyped-def]
    """``target[k column + z] = source[k step + z apart]`` for k below ``count``, z below ``many``."""
    signature = types.void(target, types.int64, source, *_whole(4))

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        start, column, first, step, apart, count, many = arguments
        code = _Code(builder, target.dtype)

        def vector(q: Any, held: Any) -> Any:
            over = builder.mul(q, _number(code.lanes))
            mask, to = code.mask(builder.sub(many, over)), builder.gep(start, [over])
            at = _moved(builder, first, apart, over)

            def pixel(k: Any, held: Any) -> Any:
                value = code.gather(_moved(builder, at, step, k), apart, mask)
                code.store(value, _moved(builder, to, column, k), mask)
                return []

            _loop(builder, count, [], pixel)
            return []

        _loop(builder, _over(builder, many, code.lanes), [], vector)
        return context.get_dummy_value()

    return signature, emit


@intrinsic
def _strewn(typingctx, target, step, apart, source, column, count, many):  # type: ignore[no-untyped-def]
    """``target[k step + z apart] = source[k column + z]`` for k below ``count``, z below ``many``."""
    signature = types.void(target, *_whole(2), source, *_whole(3))

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        start, step, apart, first, column, count, many = arguments
        code = _Code(builder, target.dtype)

        def vector(q: Any, held: Any) -> Any:
            over = builder.mul(q, _number(code.lanes))
            mask, at = code.mask(builder.sub(many, over)), builder.gep(first, [over])
            to = _moved(builder, start, apart, over)

            def pixel(k: Any, held: Any) -> Any:
                value = code.load(_moved(builder, at, column, k), mask)
                code.scatter(value, _moved(builder, to, step, k), apart, mask)
                return []

            _loop(builder, count, [], pixel)
            return []

        _loop(builder, _over(builder, many, code.lanes), [], vector)
        return context.get_dummy_value()

    return signature, emit


@intrinsic
def _copied(typingctx, target, column, source, step, count, many):  # type: ignore[no-untyped-def]
    """``target[k column + z] = source[k step + z]`` for k below ``count``, z below ``many``."""
    signature = types.void(target, types.int64, source, *_whole(3))

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        start, column, first, step, count, many = arguments
        code = _Code(builder, target.dtype)

        def vector(q: Any, held: Any) -> Any:
            over = builder.mul(q, _number(code.lanes))
            mask = code.mask(builder.sub(many, over))
            to, at = builder.gep(start, [over]), builder.gep(first, [over])

            def pixel(k: Any, held: Any) -> Any:
                code.store(
                    code.load(_moved(builder, at, step, k), mask), _moved(builder, to, column, k), mask
                )
                return []

            _loop(builder, count, [], pixel)
            return []

        _loop(builder, _over(builder, many, code.lanes), [], vector)
        return context.get_dummy_value()

    return signature, emit


def _blocks(target, apart, source, every, rows, cols):  # type: ignore[no-untyped-def]
    lanes = vector_of(target)
    for p in range(0, rows, lanes):
        for q in range(0, cols, lanes):
            _turned(moved(target, q * apart + p), apart, moved(source, p * every + q), every,
                    min(lanes, rows - p), min(lanes, cols - q))  # fmt: skip
    return DONE


_turn = routine("turn_abreast", "enennn", lambda element: _blocks, elements=REALS)


def _collect(target, column, source, step, apart, count, many):  # type: ignore[no-untyped-def]
    _collected(target, column, source, step, apart, count, many)
    return DONE


_gathered = routine("collect_abreast", "enennnn", lambda element: _collect, elements=REALS)


def _strew(target, step, apart, source, column, count, many):  # type: ignore[no-untyped-def]
    _strewn(target, step, apart, source, column, count, many)
    return DONE


_scattered = routine("strew_abreast", "ennennn", lambda element: _strew, elements=REALS)


def _pad(target, row, column, source, line, step, apart, high, wide, many, first, end, left, right):  # type: ignore[no-untyped-def]
    top, fore = min(max(first, 0), max(high, 0)), min(max(left, 0), max(wide, 0))
    bottom, aft = max(top, min(end, high)), max(fore, min(right, wide))
    if (
        line == wide * step
        and row == wide * column
        and top == 0
        and fore == 0
        and bottom == high
        and aft == wide
    ):
        high, wide = 1, high * wide  # all of a plane is one line
        bottom, aft = high, wide
    for i in range(high):
        to, at, count = moved(target, i * row), moved(source, i * line + fore * step), aft - fore
        if i < top or i >= bottom or count == 0:
            _cleared(to, column, wide, many)
            continue
        _cleared(to, column, fore, many)
        _cleared(moved(to, aft * column), column, wide - aft, many)
        to = moved(to, fore * column)
        if apart == 1:
            _copied(to, column, at, step, count, many)
        elif step == 1:
            _turn(to, column, at, apart, many, count)
        else:
            _gathered(to, column, at, step, apart, count, many)
    return DONE


def _lay(target, line, step, apart, source, row, column, high, wide, many):  # type: ignore[no-untyped-def]
    if step == 1 and line == wide and row == wide * column:  # all of a plane is one line
        high, wide = 1, max(high, 0) * wide
    for i in range(high):
        to, at = moved(target, i * line), moved(source, i * row)
        if step == 1:
            _turn(to, apart, at, column, wide, many)
        else:
            _scattered(to, step, apart, at, column, wide, many)
    return DONE


@intrinsic(prefer_literal=True)  # type: ignore[untyped-decorator]
def _sweep(
    typingctx, rows, column, high, out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts,
    right, right_i, right_j, rights, taps, lines, cols, many,
):  # type: ignore[no-untyped-def]  # fmt: skip
    """``rows`` rows of results over all pixels, ``high`` lines of these in registers; ``column`` taps below
    each other share what they load.
    """
    known, element = (rows, column, high), out.dtype
    rows, column, high = (one.literal_value for one in known)
    signature = types.void(
        *known, out, *_whole(3), starts, types.int64, left, types.int64, lefts,
        right, *_whole(2), rights, *_whole(4),
    )  # fmt: skip

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        c_from, c_p, c_i, c_j, s_from, s_p, a_from, a_p, a_table, *others = arguments[3:]
        b_from, b_i, b_j, b_table, count, some, wide, many = others
        code = _Code(builder, element)

        def vector(q: Any, held: Any) -> Any:
            over = builder.mul(q, _number(code.lanes))
            mask = code.mask(builder.sub(many, over))

            def lane(pointer: Any, step: Any, k: Any) -> Any:
                return builder.gep(_moved(builder, pointer, step, k), [over])

            mine = [_number(p) for p in range(rows)]
            first = [code.load(lane(s_from, s_p, p), mask) for p in mine]
            begun = [one for one in first for _ in range(high)]
            factors = [lane(a_from, a_p, p) for p in mine]
            rows_from = [lane(c_from, c_p, p) for p in mine]

            def band(i: Any, held: Any) -> Any:
                done = builder.mul(i, _number(high))
                last = builder.sub(some, _number(1))
                # lines past the last one are computed too, and stored where that one overwrites them
                ends = [_least(builder, builder.add(done, _number(r)), last) for r in range(high)]
                below = builder.add(last, _number(column - 1))
                places = [builder.add(done, _number(z)) for z in range(high + column - 1)]
                pixels = [lane(b_from, b_i, _least(builder, z, below)) for z in places]
                targets = [_moved(builder, x, c_i, r) for x in rows_from for r in ends]

                def pixel(j: Any, held: Any) -> Any:
                    there = [_moved(builder, x, b_j, j) for x in pixels]
                    to = [_moved(builder, x, c_j, j) for x in targets]
                    taken = factors, there, a_table, b_table, count, begun, mask
                    sums = _taps(code, rows, high, column, *taken, own=True)
                    for k in range(len(to) - 1, -1, -1):
                        code.store(sums[k], to[k], mask)
                    return []

                _loop(builder, wide, [], pixel)
                return []

            _loop(builder, _over(builder, some, high), [], band)
            return []

        _loop(builder, _over(builder, many, code.lanes), [], vector)
        return context.get_dummy_value()

    return signature, emit


def _swept(rows: int, column: int, high: int, less: Any = None) -> Any:
    """Bands of ``high`` lines, and by ``less`` those of one line less."""

    def even(element):  # type: ignore[no-untyped-def]
        def swept(
            out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts, right, right_i, right_j, rights,
            taps, lines, cols, many,
        ):  # type: ignore[no-untyped-def]  # fmt: skip
            _sweep(rows, column, high, out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts,
                   right, right_i, right_j, rights, taps, lines, cols, many)  # fmt: skip
            return DONE

        return swept

    def code(element):  # type: ignore[no-untyped-def]
        def swept(
            out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts, right, right_i, right_j, rights,
            taps, lines, cols, many,
        ):  # type: ignore[no-untyped-def]  # fmt: skip
            done = whole(lines, high) * high
            _sweep(rows, column, high, out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts,
                   right, right_i, right_j, rights, taps, done, cols, many)  # fmt: skip
            if done < lines:
                less(moved(out, done * out_i), out_p, out_i, out_j, starts, start_p, left, left_p, lefts,
                     moved(right, done * right_i), right_i, right_j, rights, taps, lines - done, cols, many)  # fmt: skip
            return DONE

        return swept

    name = f"sweep_abreast_{rows}_{column}_{high}"
    return routine(name, "ennnenentenntnnnn", code if less else even, elements=REALS)


def _bands(rows: int, column: int) -> Any:
    high = HEIGHT[rows]
    return _swept(rows, column, high, _swept(rows, column, high - 1) if high > 2 else None)


_swept1, _swept1_3, _swept1_5, _swept4 = _bands(1, 1), _bands(1, 3), _bands(1, 5), _bands(4, 1)


def _correlate(out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts, right, right_i, right_j, rights,
               column, taps, rows, high, wide, many):  # type: ignore[no-untyped-def]  # fmt: skip
    if high < 1:
        return DONE
    p, below = 0, stacked(column, taps, rights, right_i)
    while p < rows:
        o, s, a = moved(out, p * out_p), moved(starts, p * start_p), moved(left, p * left_p)
        if rows - p >= 4:
            _swept4(o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                    right, right_i, right_j, rights, taps, high, wide, many)  # fmt: skip
            p += 4
            continue
        if below == 3:
            _swept1_3(o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                      right, right_i, right_j, rights, taps, high, wide, many)  # fmt: skip
        elif below == 5:
            _swept1_5(o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                      right, right_i, right_j, rights, taps, high, wide, many)  # fmt: skip
        else:
            _swept1(o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                    right, right_i, right_j, rights, taps, high, wide, many)  # fmt: skip
        p += 1
    return DONE


@intrinsic(prefer_literal=True)  # type: ignore[untyped-decorator]
def _lag(
    typingctx, rows, out, out_p, out_k, left, left_p, left_i, left_j, right, right_i, right_j, rights,
    taps, high, wide, many,
):  # type: ignore[no-untyped-def]  # fmt: skip
    """``rows`` rows of results over some taps, every pixel added up lane by lane."""
    known, rows, element = rows, rows.literal_value, out.dtype
    groups = LAGS[rows]
    signature = types.void(known, out, *_whole(2), left, *_whole(3), right, *_whole(2), rights, *_whole(4))

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        _, c_from, c_p, c_k, a_from, a_p, a_i, a_j, b_from, b_i, b_j, offsets, some, lines, cols, many = (
            arguments
        )
        code = _Code(builder, element)
        # taps past the last one repeat it: they compute and store the same once more
        last = builder.sub(some, _number(1))
        mine = [_least(builder, _number(g), last) for g in range(groups)]
        factors = [_moved(builder, a_from, a_p, _number(p)) for p in range(rows)]
        pixels = [builder.gep(b_from, [builder.load(builder.gep(offsets, [k]))]) for k in mine]
        rows_from = [_moved(builder, c_from, c_p, _number(p)) for p in range(rows)]
        ends = [_moved(builder, x, c_k, k) for x in rows_from for k in mine]

        def vector(q: Any, held: Any) -> Any:
            over = builder.mul(q, _number(code.lanes))
            mask = code.mask(builder.sub(many, over))

            def line(i: Any, held: Any) -> Any:
                given = [builder.gep(_moved(builder, x, a_i, i), [over]) for x in factors]
                seen = [builder.gep(_moved(builder, x, b_i, i), [over]) for x in pixels]

                def pixel(j: Any, held: Any) -> Any:
                    mine = [code.load(_moved(builder, x, a_j, j), mask) for x in given]
                    now = list(held)
                    for g in range(groups):
                        value = code.load(_moved(builder, seen[g], b_j, j), mask)
                        for p in range(rows):
                            k = p * groups + g
                            now[k] = code.fma(mine[p], value, now[k])
                    return now

                return _loop(builder, cols, held, pixel)

            sums = _loop(builder, lines, [code.zero()] * (rows * groups), line)
            to = [builder.gep(x, [over]) for x in ends]
            before = [code.load(x, mask) for x in to]
            for old, value, x in zip(before, sums, to, strict=True):
                code.store(builder.fadd(old, value), x, mask)
            return []

        _loop(builder, _over(builder, many, code.lanes), [], vector)
        return context.get_dummy_value()

    return signature, emit


def _lagged(rows: int) -> Any:
    several = LAGS[rows]

    def code(element):  # type: ignore[no-untyped-def]
        def lagged(out, out_p, out_k, left, left_p, left_i, left_j, right, right_i, right_j, rights, taps,
                   high, wide, many):  # type: ignore[no-untyped-def]  # fmt: skip
            some = max(1, PART // max(1, wide))
            for i in range(0, high, some):
                for j in range(0, wide, PART):
                    a, b = moved(left, i * left_i + j * left_j), moved(right, i * right_i + j * right_j)
                    lines, columns = min(some, high - i), min(PART, wide - j)
                    for k in range(0, taps, several):
                        _lag(rows, moved(out, k * out_k), out_p, out_k, a, left_p, left_i, left_j,
                             b, right_i, right_j, moved(rights, k), taps - k, lines, columns, many)  # fmt: skip
            return DONE

        return lagged

    return routine(f"lagged_abreast_{rows}", "ennennnenntnnnn", code, elements=REALS)


_lagged1, _lagged4 = _lagged(1), _lagged(4)


def _lags(out, out_p, out_k, left, left_p, left_i, left_j, right, right_i, right_j, rights, taps,
          rows, high, wide, many):  # type: ignore[no-untyped-def]  # fmt: skip
    p = 0
    while p < rows:
        o, a = moved(out, p * out_p), moved(left, p * left_p)
        if rows - p >= 4:
            _lagged4(o, out_p, out_k, a, left_p, left_i, left_j, right, right_i, right_j, rights, taps,
                     high, wide, many)  # fmt: skip
            p += 4
        else:
            _lagged1(o, out_p, out_k, a, left_p, left_i, left_j, right, right_i, right_j, rights, taps,
                     high, wide, many)  # fmt: skip
            p += 1
    return DONE


def _pad_loops(target, row, column, source, line, step, apart, high, wide, many, first, end, left, right):  # type: ignore[no-untyped-def]
    for i in range(high):
        for j in range(wide):
            inside = first <= i and i < end and left <= j and j < right
            for z in range(many):
                if inside:
                    target[i * row + j * column + z] = source[i * line + j * step + z * apart]
                else:
                    target[i * row + j * column + z] = 0
    return DONE


def _lay_loops(target, line, step, apart, source, row, column, high, wide, many):  # type: ignore[no-untyped-def]
    for i in range(high):
        for j in range(wide):
            for z in range(many):
                target[i * line + j * step + z * apart] = source[i * row + j * column + z]
    return DONE


def _correlate_loops(out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts, right, right_i, right_j,
                     rights, column, taps, rows, high, wide, many):  # type: ignore[no-untyped-def]  # fmt: skip
    for p in range(rows):
        for i in range(high):
            for j in range(wide):
                for z in range(many):
                    total, rest = starts[p * start_p + z], 0
                    for first in range(0, taps, PART):
                        part = 0
                        for k in range(first, min(first + PART, taps)):
                            value = left[p * left_p + lefts[k] + z]
                            part += value * right[i * right_i + j * right_j + rights[k] + z]
                        total, rest = carried(total, rest, part)
                    out[p * out_p + i * out_i + j * out_j + z] = total
    return DONE


def _lags_loops(out, out_p, out_k, left, left_p, left_i, left_j, right, right_i, right_j, rights, taps,
                rows, high, wide, many):  # type: ignore[no-untyped-def]  # fmt: skip
    for p in range(rows):
        for k in range(taps):
            for z in range(many):
                total = out[p * out_p + k * out_k + z]
                for i in range(high):
                    for j in range(wide):
                        value = left[p * left_p + i * left_i + j * left_j + z]
                        total += value * right[i * right_i + j * right_j + rights[k] + z]
                out[p * out_p + k * out_k + z] = total
    return DONE


def _plain_pad(target: Any, at: Any, row: int, column: int, source: Any, start: Any, *more: int) -> None:
    _pad_loops(Elements(target, at), row, column, Elements(source, start), *more)


def _plain_lay(
    target: Any, at: Any, line: int, step: int, apart: int, source: Any, start: Any, *more: int
) -> None:
    _lay_loops(Elements(target, at), line, step, apart, Elements(source, start), *more)


def _plain_correlate(
    target: Any, at: Any, row: int, line: int, column: int, starts: Any, begin: Any, start_row: int,
    left: Any, left_at: Any, left_row: int, lefts: Any, right: Any, right_at: Any, *more: Any,
) -> None:  # fmt: skip
    _correlate_loops(
        Elements(target, at), row, line, column, Elements(starts, begin), start_row, Elements(left, left_at),
        left_row, lefts, Elements(right, right_at), *more,
    )  # fmt: skip


def _plain_lags(
    target: Any, at: Any, row: int, tap: int, left: Any, left_at: Any, left_row: int, left_line: int,
    left_column: int, right: Any, right_at: Any, right_line: int, right_column: int, rights: Any,
    *more: int,
) -> None:  # fmt: skip
    _lags_loops(
        Elements(target, at), row, tap, Elements(left, left_at), left_row, left_line, left_column,
        Elements(right, right_at), right_line, right_column, rights, len(rights), *more,
    )  # fmt: skip


pad_abreast = routine("pad_abreast", "ennennnnnnnnnn", by_type(_pad, _pad_loops), _plain_pad)
"""``pad_abreast(target, at, row, column, source, start, line, step, apart, high, wide, many, first, end, left,
right)``

``target[i, j, z] = source[i, j, z]`` for i in first..end-1 and j in left..right-1, else 0.  ``z`` counts
neighbours in the target; in the source they are ``apart``.
"""

lay_abreast = routine("lay_abreast", "ennnennnnn", by_type(_lay, _lay_loops), _plain_lay)
"""``lay_abreast(target, at, line, step, apart, source, start, row, column, high, wide, many)``

``target[i, j, z] = source[i, j, z]``: neighbours ``z`` of the source, ``apart`` in the target.
"""

correlate_abreast = routine(
    "correlate_abreast", "ennnenentenntnnnnnn", by_type(_correlate, _correlate_loops), _plain_correlate
)
"""``correlate_abreast(target, at, row, line, column, starts, begin, start_row, left, left_at, left_row, lefts,
right, right_at, right_line, right_column, rights, below, taps, rows, high, wide, many)``

``target[p, i, j, z] = starts[p, z] + Σ_k left[p, k, z] · right[k, i, j, z]``, all ``z`` neighbours.
"""

lags_abreast = routine("lags_abreast", "ennennnenntcnnnn", by_type(_lags, _lags_loops), _plain_lags)
"""``lags_abreast(target, at, row, tap, left, left_at, left_row, left_line, left_column, right, right_at,
right_line, right_column, rights, rows, high, wide, many)``

``target[p, k, z] += Σ_ij left[p, i, j, z] · right[k, i, j, z]``, all ``z`` neighbours.
"""


__all__ = ["correlate_abreast", "lags_abreast", "lay_abreast", "pad_abreast"]
