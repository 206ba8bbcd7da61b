"""Windows over planes that stand abreast: a vector holds one pixel of several planes.

Hand-written, knows no layer.  Where lines are shorter than a vector, or read with a stride, vectors run along
an outer index instead, of which ``LANES`` values stand side by side: ``pad_abreast`` turns a rectangle of
each plane that way, ``lay_abreast`` turns results back, and between the two no element needs a neighbour.
Each element is summed in an order of its own, as in ``stencils``.
"""

from __future__ import annotations

from typing import Any

from numba import njit, types
from numba.extending import intrinsic, overload

from .registers import INDEX, _Code, _loop, _vector
from .registers import address as _address
from .stencils import _element, _place, _vectors
from .window_vectors import HEIGHT, LAGS, _at, _below, _least, _moved, _number, _over, _taps


@intrinsic
def _cleared(typingctx, kind, target, column, count, many):  # type: ignore[no-untyped-def]
    signature = types.void(kind, *(types.int64,) * 4)

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        _, into, column, count, many = arguments
        code = _Code(builder, kind.dtype)
        start = _at(code, into)

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
def _turned(typingctx, kind, target, apart, source, every, rows, cols):  # type: ignore[no-untyped-def]
    """``target[q apart + p] = source[p every + q]``, as many rows and columns as a vector has lanes at most."""
    signature = types.void(kind, *(types.int64,) * 6)

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        _, into, apart, out_of, every, rows, cols = arguments
        code = _Code(builder, kind.dtype)
        to, at = _at(code, into), _at(code, out_of)
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
def _collected(typingctx, kind, target, column, source, step, apart, count, many):  # type: ignore[no-untyped-def]
    """``target[k column + z] = source[k step + z apart]`` for k below ``count``, z below ``many``."""
    signature = types.void(kind, *(types.int64,) * 7)

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        _, into, column, out_of, step, apart, count, many = arguments
        code = _Code(builder, kind.dtype)
        start, first = _at(code, into), _at(code, out_of)

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
def _strewn(typingctx, kind, target, step, apart, source, column, count, many):  # type: ignore[no-untyped-def]
    """``target[k step + z apart] = source[k column + z]`` for k below ``count``, z below ``many``."""
    signature = types.void(kind, *(types.int64,) * 7)

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        _, into, step, apart, out_of, column, count, many = arguments
        code = _Code(builder, kind.dtype)
        start, first = _at(code, into), _at(code, out_of)

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
def _copied(typingctx, kind, target, column, source, step, count, many):  # type: ignore[no-untyped-def]
    """``target[k column + z] = source[k step + z]`` for k below ``count``, z below ``many``."""
    signature = types.void(kind, *(types.int64,) * 6)

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        _, into, column, out_of, step, count, many = arguments
        code = _Code(builder, kind.dtype)
        start, first = _at(code, into), _at(code, out_of)

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


@njit(nogil=True, cache=True, error_model="numpy")
def _blocks(kind, size, lanes, target, apart, source, every, rows, cols):  # type: ignore[no-untyped-def]
    for p in range(0, rows, lanes):
        for q in range(0, cols, lanes):
            _turned(kind, target + (q * apart + p) * size, apart, source + (p * every + q) * size, every,
                    min(lanes, rows - p), min(lanes, cols - q))  # fmt: skip


@njit(nogil=True, cache=True, error_model="numpy")
def _pad(kind, size, lanes, target, row, column, source, line, step, apart, high, wide, many,
         first, end, left, right):  # type: ignore[no-untyped-def]  # fmt: skip
    top, fore = min(max(first, 0), max(high, 0)), min(max(left, 0), max(wide, 0))
    bottom, aft = max(top, min(end, high)), max(fore, min(right, wide))
    if line == wide * step and row == wide * column and (top, fore, bottom, aft) == (0, 0, high, wide):
        high, wide = 1, high * wide  # all of a plane is one line
        bottom, aft = high, wide
    for i in range(high):
        to, at, count = target + i * row * size, source + (i * line + fore * step) * size, aft - fore
        if i < top or i >= bottom or count == 0:
            _cleared(kind, to, column, wide, many)
            continue
        _cleared(kind, to, column, fore, many)
        _cleared(kind, to + aft * column * size, column, wide - aft, many)
        to += fore * column * size
        if apart == 1:
            _copied(kind, to, column, at, step, count, many)
        elif step == 1:
            _blocks(kind, size, lanes, to, column, at, apart, many, count)
        else:
            _collected(kind, to, column, at, step, apart, count, many)


@njit(nogil=True, cache=True, error_model="numpy")
def _lay(kind, size, lanes, target, line, step, apart, source, row, column, high, wide, many):  # type: ignore[no-untyped-def]
    if step == 1 and line == wide and row == wide * column:  # all of a plane is one line
        high, wide = 1, max(high, 0) * wide
    for i in range(high):
        to, at = target + i * line * size, source + i * row * size
        if step == 1:
            _blocks(kind, size, lanes, to, apart, at, column, wide, many)
        else:
            _strewn(kind, to, step, apart, at, column, wide, many)


def _swept(rows: int, column: int) -> Any:
    """``rows`` rows of results over all pixels; ``column`` taps below each other share what they load."""
    high = HEIGHT[rows]

    @intrinsic
    def swept(
        typingctx, kind, out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts,
        right, right_i, right_j, rights, taps, lines, cols, many,
    ):  # type: ignore[no-untyped-def]  # fmt: skip
        signature = types.void(kind, *(types.int64,) * 17)

        def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            _, c, c_p, c_i, c_j, s, s_p, a, a_p, a_k, b, b_i, b_j, b_k, count, some, wide, many = arguments
            code = _Code(builder, kind.dtype)
            a_from, b_from, c_from, s_from = (_at(code, x) for x in (a, b, c, s))
            a_table, b_table = (builder.inttoptr(x, INDEX.as_pointer()) for x in (a_k, b_k))

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
                    seen = [
                        _least(builder, builder.add(done, _number(z)), below)
                        for z in range(high + column - 1)
                    ]
                    pixels = [lane(b_from, b_i, z) for z in seen]
                    targets = [_moved(builder, x, c_i, r) for x in rows_from for r in ends]

                    def pixel(j: Any, held: Any) -> Any:
                        there = [_moved(builder, x, b_j, j) for x in pixels]
                        to = [_moved(builder, x, c_j, j) for x in targets]
                        taken = factors, there, a_table, b_table, count, begun, mask
                        sums = _taps(code, rows, high, column, True, *taken)
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

    return swept


_swept1, _swept1_3, _swept1_5, _swept4 = _swept(1, 1), _swept(1, 3), _swept(1, 5), _swept(4, 1)


@njit(nogil=True, cache=True, error_model="numpy")
def _correlate(kind, size, out, out_p, out_i, out_j, starts, start_p, left, left_p, lefts,
               right, right_i, right_j, rights, column, taps, rows, high, wide, many):  # type: ignore[no-untyped-def]  # fmt: skip
    if high < 1:
        return
    p, below = 0, _below(rights, taps, right_i, column)
    while p < rows:
        o, s, a = out + p * out_p * size, starts + p * start_p * size, left + p * left_p * size
        if rows - p >= 4:
            _swept4(kind, o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                    right, right_i, right_j, rights, taps, high, wide, many)  # fmt: skip
            p += 4
            continue
        if below == 3:
            _swept1_3(kind, o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                      right, right_i, right_j, rights, taps, high, wide, many)  # fmt: skip
        elif below == 5:
            _swept1_5(kind, o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                      right, right_i, right_j, rights, taps, high, wide, many)  # fmt: skip
        else:
            _swept1(kind, o, out_p, out_i, out_j, s, start_p, a, left_p, lefts,
                    right, right_i, right_j, rights, taps, high, wide, many)  # fmt: skip
        p += 1


def _lagged(rows: int) -> Any:
    """``rows`` rows of results over some taps, every pixel added up lane by lane."""
    groups = LAGS[rows]

    @intrinsic
    def lagged(
        typingctx, kind, out, out_p, out_k, left, left_p, left_i, left_j, right, right_i, right_j, rights,
        taps, high, wide, many,
    ):  # type: ignore[no-untyped-def]  # fmt: skip
        signature = types.void(kind, *(types.int64,) * 15)

        def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            _, c, c_p, c_k, a, a_p, a_i, a_j, b, b_i, b_j, table, some, lines, cols, many = arguments
            code = _Code(builder, kind.dtype)
            offsets = builder.inttoptr(table, INDEX.as_pointer())
            # taps past the last one repeat it: they compute and store the same once more
            last = builder.sub(some, _number(1))
            mine = [_least(builder, _number(g), last) for g in range(groups)]
            a_from, b_from, c_from = (_at(code, x) for x in (a, b, c))
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

    return lagged


_lagged1, _lagged4 = _lagged(1), _lagged(4)


@njit(nogil=True, cache=True, error_model="numpy")
def _lags(kind, size, out, out_p, out_k, left, left_p, left_i, left_j, right, right_i, right_j, rights, taps,
          rows, high, wide, many):  # type: ignore[no-untyped-def]  # fmt: skip
    p = 0
    while p < rows:
        o, a = out + p * out_p * size, left + p * left_p * size
        if rows - p >= 4:
            for k in range(0, taps, LAGS[4]):
                _lagged4(kind, o + k * out_k * size, out_p, out_k, a, left_p, left_i, left_j,
                         right, right_i, right_j, rights + k * 8, taps - k, high, wide, many)  # fmt: skip
            p += 4
        else:
            for k in range(0, taps, LAGS[1]):
                _lagged1(kind, o + k * out_k * size, out_p, out_k, a, left_p, left_i, left_j,
                         right, right_i, right_j, rights + k * 8, taps - k, high, wide, many)  # fmt: skip
            p += 1


@njit(nogil=True, cache=True, error_model="numpy")
def _pad_loops(
    into, to, row, column, out_of, at, line, step, apart, high, wide, many, first, end, left, right
):  # type: ignore[no-untyped-def]
    target, source = into.reshape(-1), out_of.reshape(-1)
    for i in range(high):
        for j in range(wide):
            inside = first <= i < end and left <= j < right
            for z in range(many):
                if inside:
                    target[to + i * row + j * column + z] = source[at + i * line + j * step + z * apart]
                else:
                    target[to + i * row + j * column + z] = 0


@njit(nogil=True, cache=True, error_model="numpy")
def _lay_loops(into, to, line, step, apart, out_of, at, row, column, high, wide, many):  # type: ignore[no-untyped-def]
    target, source = into.reshape(-1), out_of.reshape(-1)
    for i in range(high):
        for j in range(wide):
            for z in range(many):
                target[to + i * line + j * step + z * apart] = source[at + i * row + j * column + z]


@njit(nogil=True, cache=True, error_model="numpy")
def _correlate_loops(out, at, out_p, out_i, out_j, starts, begin, start_p, left, left_at, left_p, lefts,
                     right, right_at, right_i, right_j, rights, taps, rows, high, wide, many):  # type: ignore[no-untyped-def]  # fmt: skip
    results, first, given, pixels = out.reshape(-1), starts.reshape(-1), left.reshape(-1), right.reshape(-1)
    for p in range(rows):
        for i in range(high):
            for j in range(wide):
                for z in range(many):
                    total = first[begin + p * start_p + z]
                    for k in range(taps):
                        value = given[left_at + p * left_p + lefts[k] + z]
                        total += value * pixels[right_at + i * right_i + j * right_j + rights[k] + z]
                    results[at + p * out_p + i * out_i + j * out_j + z] = total


@njit(nogil=True, cache=True, error_model="numpy")
def _lags_loops(out, at, out_p, out_k, left, left_at, left_p, left_i, left_j, right, right_at, right_i,
                right_j, rights, rows, high, wide, many):  # type: ignore[no-untyped-def]  # fmt: skip
    results, given, pixels = out.reshape(-1), left.reshape(-1), right.reshape(-1)
    for p in range(rows):
        for k in range(len(rights)):
            for z in range(many):
                total = results[at + p * out_p + k * out_k + z]
                for i in range(high):
                    for j in range(wide):
                        value = given[left_at + p * left_p + i * left_i + j * left_j + z]
                        total += value * pixels[right_at + i * right_i + j * right_j + rights[k] + z]
                results[at + p * out_p + k * out_k + z] = total


def pad_abreast(
    target: Any, at: Any, row: int, column: int, source: Any, start: Any, line: int, step: int, apart: int,
    high: int, wide: int, many: int, first: int, end: int, left: int, right: int,
) -> None:  # fmt: skip
    """``target[i, j, z] = source[i, j, z]`` for i in first..end-1 and j in left..right-1, else 0.

    ``z`` counts neighbours in the target; in the source they are ``apart``.
    """
    _pad_loops(target, _place(target, at), row, column, source, _place(source, start), line, step, apart,
               high, wide, many, first, end, left, right)  # fmt: skip


def lay_abreast(
    target: Any, at: Any, line: int, step: int, apart: int, source: Any, start: Any, row: int, column: int,
    high: int, wide: int, many: int,
) -> None:  # fmt: skip
    """``target[i, j, z] = source[i, j, z]``: neighbours ``z`` of the source, ``apart`` in the target."""
    _lay_loops(target, _place(target, at), line, step, apart, source, _place(source, start), row, column,
               high, wide, many)  # fmt: skip


def correlate_abreast(
    target: Any, at: Any, row: int, line: int, column: int, starts: Any, begin: Any, start_row: int,
    left: Any, left_at: Any, left_row: int, lefts: Any,
    right: Any, right_at: Any, right_line: int, right_column: int, rights: Any, below: int, taps: int,
    rows: int, high: int, wide: int, many: int,
) -> None:  # fmt: skip
    """``target[p, i, j, z] = starts[p, z] + Σ_k left[p, k, z] · right[k, i, j, z]``, all ``z`` neighbours."""
    _correlate_loops(target, _place(target, at), row, line, column, starts, _place(starts, begin), start_row,
                     left, _place(left, left_at), left_row, lefts, right, _place(right, right_at), right_line,
                     right_column, rights, taps, rows, high, wide, many)  # fmt: skip


def lags_abreast(
    target: Any, at: Any, row: int, tap: int, left: Any, left_at: Any, left_row: int, left_line: int,
    left_column: int, right: Any, right_at: Any, right_line: int, right_column: int, rights: Any,
    rows: int, high: int, wide: int, many: int,
) -> None:  # fmt: skip
    """``target[p, k, z] += Σ_ij left[p, i, j, z] · right[k, i, j, z]``, all ``z`` neighbours."""
    _lags_loops(target, _place(target, at), row, tap, left, _place(left, left_at), left_row, left_line,
                left_column, right, _place(right, right_at), right_line, right_column, rights,
                rows, high, wide, many)  # fmt: skip


@overload(pad_abreast, inline="always")
def _padding(
    target, at, row, column, source, start, line, step, apart, high, wide, many, first, end, left, right
):  # type: ignore[no-untyped-def]
    if not _vectors(target.dtype):

        def plain(
            target,
            at,
            row,
            column,
            source,
            start,
            line,
            step,
            apart,
            high,
            wide,
            many,
            first,
            end,
            left,
            right,
        ):  # type: ignore[no-untyped-def]
            _pad_loops(target, _address(target, at), row, column, source, _address(source, start), line, step,
                       apart, high, wide, many, first, end, left, right)  # fmt: skip

        return plain
    lanes, size = _vector(target.dtype).count, target.dtype.bitwidth // 8

    def implementation(
        target, at, row, column, source, start, line, step, apart, high, wide, many, first, end, left, right
    ):  # type: ignore[no-untyped-def]
        _pad(target.dtype, size, lanes, _element(target, at), row, column, _element(source, start), line,
             step, apart, high, wide, many, first, end, left, right)  # fmt: skip

    return implementation


@overload(lay_abreast, inline="always")
def _laying(target, at, line, step, apart, source, start, row, column, high, wide, many):  # type: ignore[no-untyped-def]
    if not _vectors(target.dtype):

        def plain(target, at, line, step, apart, source, start, row, column, high, wide, many):  # type: ignore[no-untyped-def]
            _lay_loops(target, _address(target, at), line, step, apart, source, _address(source, start), row,
                       column, high, wide, many)  # fmt: skip

        return plain
    lanes, size = _vector(target.dtype).count, target.dtype.bitwidth // 8

    def implementation(target, at, line, step, apart, source, start, row, column, high, wide, many):  # type: ignore[no-untyped-def]
        _lay(target.dtype, size, lanes, _element(target, at), line, step, apart, _element(source, start), row,
             column, high, wide, many)  # fmt: skip

    return implementation


@overload(correlate_abreast, inline="always")
def _correlation(
    target, at, row, line, column, starts, begin, start_row, left, left_at, left_row, lefts,
    right, right_at, right_line, right_column, rights, below, taps, rows, high, wide, many,
):  # type: ignore[no-untyped-def]  # fmt: skip
    if not _vectors(target.dtype):

        def plain(
            target, at, row, line, column, starts, begin, start_row, left, left_at, left_row, lefts,
            right, right_at, right_line, right_column, rights, below, taps, rows, high, wide, many,
        ):  # type: ignore[no-untyped-def]  # fmt: skip
            _correlate_loops(target, _address(target, at), row, line, column, starts, _address(starts, begin),
                             start_row, left, _address(left, left_at), left_row, lefts,
                             right, _address(right, right_at), right_line, right_column, rights, taps,
                             rows, high, wide, many)  # fmt: skip

        return plain
    size = target.dtype.bitwidth // 8

    def implementation(
        target, at, row, line, column, starts, begin, start_row, left, left_at, left_row, lefts,
        right, right_at, right_line, right_column, rights, below, taps, rows, high, wide, many,
    ):  # type: ignore[no-untyped-def]  # fmt: skip
        _correlate(target.dtype, size, _element(target, at), row, line, column, _element(starts, begin),
                   start_row, _element(left, left_at), left_row, _element(lefts, (0,)),
                   _element(right, right_at), right_line, right_column, _element(rights, (0,)), below, taps,
                   rows, high, wide, many)  # fmt: skip

    return implementation


@overload(lags_abreast, inline="always")
def _lagging(
    target, at, row, tap, left, left_at, left_row, left_line, left_column, right, right_at, right_line,
    right_column, rights, rows, high, wide, many,
):  # type: ignore[no-untyped-def]  # fmt: skip
    if not _vectors(target.dtype):

        def plain(
            target, at, row, tap, left, left_at, left_row, left_line, left_column, right, right_at,
            right_line, right_column, rights, rows, high, wide, many,
        ):  # type: ignore[no-untyped-def]  # fmt: skip
            _lags_loops(target, _address(target, at), row, tap, left, _address(left, left_at), left_row,
                        left_line, left_column, right, _address(right, right_at), right_line, right_column,
                        rights, rows, high, wide, many)  # fmt: skip

        return plain
    size = target.dtype.bitwidth // 8

    def implementation(
        target, at, row, tap, left, left_at, left_row, left_line, left_column, right, right_at, right_line,
        right_column, rights, rows, high, wide, many,
    ):  # type: ignore[no-untyped-def]  # fmt: skip
        _lags(target.dtype, size, _element(target, at), row, tap, _element(left, left_at), left_row,
              left_line, left_column, _element(right, right_at), right_line, right_column,
              _element(rights, (0,)), len(rights), rows, high, wide, many)  # fmt: skip

    return implementation


__all__ = ["correlate_abreast", "lags_abreast", "lay_abreast", "pad_abreast"]
