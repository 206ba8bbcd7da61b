"""Planes with margins around them, copied and cleared in vectors; hand-written, for ``stencils``, knows no layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import types
from numba.extending import intrinsic

from .registers import _Code, _loop
from .routines import DONE, REALS, routine
from .window_vectors import SHUFFLED, _between, _moved, _number, _picked, _whole


@intrinsic(prefer_literal=True)  # type: ignore[untyped-decorator]
def _pad(typingctx, known, target, row, source, line, step, high, wide, first, end, left, right):  # type: ignore[no-untyped-def]
    """Copies and zeros; elements of the source are ``known`` apart, or ``step`` where that is 0."""
    said, known, element = known, known.literal_value, target.dtype
    signature = types.void(said, target, types.int64, source, *_whole(8))

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        _, target_from, row, source_from, line, apart, lines, cols, top, bottom, fore, aft = arguments
        code = _Code(builder, element)
        lanes = _number(code.lanes)
        vectors = builder.sdiv(builder.add(cols, _number(code.lanes - 1)), lanes)

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

        def load(pointer: Any, low: Any, high: Any) -> Any:
            if known:
                return _picked(code, pointer, known, low, high)
            return code.gather(pointer, apart, _between(code, low, high))

        walk(load, known == 1)
        return context.get_dummy_value()

    return signature, emit


def _padded(known: int) -> Any:
    def code(element):  # type: ignore[no-untyped-def]
        def padded(target, row, source, line, step, high, wide, first, end, left, right):  # type: ignore[no-untyped-def]
            _pad(known, target, row, source, line, step, high, wide, first, end, left, right)
            return DONE

        return padded

    return routine(f"pad_{known}", "enennnnnnnn", code, elements=REALS)


_padded0, _padded1, _padded2, _padded3, _padded4 = (_padded(known) for known in (0, 1, *SHUFFLED))


def _padding(target, row, source, line, step, high, wide, first, end, left, right):  # type: ignore[no-untyped-def]
    if high < 1 or wide < 1:
        return DONE
    top, fore, aft = min(max(first, 0), high), max(left, 0), min(right, wide)
    bottom = max(top, min(end, high))
    if step == 1:
        _padded1(target, row, source, line, step, high, wide, top, bottom, fore, aft)
    elif step == 2:
        _padded2(target, row, source, line, step, high, wide, top, bottom, fore, aft)
    elif step == 3:
        _padded3(target, row, source, line, step, high, wide, top, bottom, fore, aft)
    elif step == 4:
        _padded4(target, row, source, line, step, high, wide, top, bottom, fore, aft)
    else:
        _padded0(target, row, source, line, step, high, wide, top, bottom, fore, aft)
    return DONE


def _pad_loops(target, row, source, line, step, high, wide, first, end, left, right):  # type: ignore[no-untyped-def]
    for i in range(high):
        for j in range(wide):
            target[i * row + j] = 0
    for i in range(max(first, 0), min(end, high)):
        for j in range(max(left, 0), min(right, wide)):
            target[i * row + j] = source[i * line + j * step]
    return DONE


__all__ = ["_pad_loops", "_padding"]
