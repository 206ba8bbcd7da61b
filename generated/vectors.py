"""Products of matrices in registers, and copies of runs: what the kernels of contractions share.

Hand-written, knows no layer.  LLVM keeps a block of results in registers only where it is handed vector
values, so the two innermost loops are written in its language here.  ``multiply`` adds to each element in
the order of the sum, whatever the block that it falls into: results do not depend on the number of threads.
Addresses are elements from the start of a C-contiguous array.  Complex arrays take plain loops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir
from numba import config, njit, types
from numba.core import cgutils
from numba.extending import intrinsic, overload

INDEX = ir.IntType(64)
PANEL = 4
"""Vectors of results side by side in registers."""
ROWS = 6
"""Rows of results above each other in registers."""


THREADS = config.NUMBA_NUM_THREADS


def _register_bytes() -> int:
    """The width of a vector register of this machine."""
    features = llvm.get_host_cpu_features()
    return 64 if features.get("avx512f") else 32 if features.get("avx2") else 16


BYTES = _register_bytes()


def _vector(element: Any) -> Any:
    real = ir.DoubleType() if element == types.float64 else ir.FloatType()
    return ir.VectorType(real, BYTES // element.bitwidth * 8)


def _call(builder: Any, name: str, result: Any, arguments: Any) -> Any:
    kind = ir.FunctionType(result, [a.type for a in arguments])
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), arguments)


class _Code:
    """Vector instructions for one element type."""

    def __init__(self, builder: Any, element: Any) -> None:
        self.builder, self.element, self.vector = builder, element, _vector(element)
        self.lanes = self.vector.count
        self.suffix = f"v{self.lanes}f{element.bitwidth}"
        self.align = ir.Constant(ir.IntType(32), element.bitwidth // 8)

    def constant(self, values: Any) -> Any:
        return ir.Constant(ir.VectorType(INDEX, self.lanes), list(values))

    def spread(self, value: Any) -> Any:
        """``value`` in every lane."""
        one = self.builder.insert_element(
            ir.Constant(ir.VectorType(value.type, self.lanes), ir.Undefined),
            value,
            ir.Constant(ir.IntType(32), 0),
        )
        order = ir.Constant(ir.VectorType(ir.IntType(32), self.lanes), [0] * self.lanes)
        return self.builder.shuffle_vector(one, one, order)

    def mask(self, count: Any) -> Any:
        """The lanes below ``count``."""
        return self.builder.icmp_signed("<", self.constant(range(self.lanes)), self.spread(count))

    def zero(self) -> Any:
        return ir.Constant(self.vector, [0.0] * self.lanes)

    def load(self, pointer: Any, mask: Any = None) -> Any:
        at = self.builder.bitcast(pointer, self.vector.as_pointer())
        if mask is None:
            return self.builder.load(at, align=self.element.bitwidth // 8)
        arguments = [at, self.align, mask, self.zero()]
        return _call(self.builder, f"llvm.masked.load.{self.suffix}.p0", self.vector, arguments)

    def store(self, value: Any, pointer: Any, mask: Any = None) -> None:
        at = self.builder.bitcast(pointer, self.vector.as_pointer())
        if mask is None:
            self.builder.store(value, at, align=self.element.bitwidth // 8)
        else:
            arguments = [value, at, self.align, mask]
            _call(self.builder, f"llvm.masked.store.{self.suffix}.p0", ir.VoidType(), arguments)

    def gather(self, pointer: Any, step: Any, mask: Any) -> Any:
        """Every ``step``-th element from ``pointer``."""
        size = self.element.bitwidth // 8
        offsets = self.builder.mul(self.constant(k * size for k in range(self.lanes)), self.spread(step))
        first = self.spread(self.builder.ptrtoint(pointer, INDEX))
        kinds = ir.VectorType(pointer.type, self.lanes)
        at = self.builder.inttoptr(self.builder.add(first, offsets), kinds)
        arguments = [at, self.align, mask, self.zero()]
        return _call(
            self.builder, f"llvm.masked.gather.{self.suffix}.v{self.lanes}p0", self.vector, arguments
        )

    def fma(self, a: Any, b: Any, c: Any) -> Any:
        return _call(self.builder, f"llvm.fma.{self.suffix}", self.vector, [a, b, c])


def _pointer(context: Any, builder: Any, kind: Any, array: Any, at: Any) -> Any:
    return builder.gep(context.make_array(kind)(context, builder, array).data, [at])


def _loop(builder: Any, count: Any, state: Any, body: Callable[[Any, Any], Any]) -> Any:
    """``state = body(k, state)`` for k below ``count``, the state in registers."""
    before, top = builder.block, builder.append_basic_block("top")
    inside, after = builder.append_basic_block("inside"), builder.append_basic_block("after")
    builder.branch(top)
    builder.position_at_end(top)
    k = builder.phi(INDEX)
    held = [builder.phi(value.type) for value in state]
    k.add_incoming(ir.Constant(INDEX, 0), before)
    for phi, value in zip(held, state, strict=True):
        phi.add_incoming(value, before)
    builder.cbranch(builder.icmp_signed("<", k, count), inside, after)
    builder.position_at_end(inside)
    new = body(k, held)
    k.add_incoming(builder.add(k, ir.Constant(INDEX, 1)), builder.block)
    for phi, value in zip(held, new, strict=True):
        phi.add_incoming(value, builder.block)
    builder.branch(top)
    builder.position_at_end(after)
    return held


def _block(rows: int, vectors: int) -> Any:
    """``out += left right`` for a block of ``rows`` rows and ``vectors`` vectors (of one, ``cols`` lanes)."""

    @intrinsic
    def block(
        typingctx,
        left,
        left_at,
        left_row,
        left_k,
        right,
        right_at,
        right_k,
        out,
        out_at,
        out_row,
        depth,
        cols,
    ):  # type: ignore[no-untyped-def]
        whole = types.int64
        signature = types.void(
            left, whole, whole, whole, right, whole, whole, out, whole, whole, whole, whole
        )

        def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
            a, a_at, a_row, a_k, b, b_at, b_k, c, c_at, c_row, count, lanes = arguments
            code = _Code(builder, left.dtype)
            mask = code.mask(lanes) if vectors == 1 else None
            starts = [builder.add(a_at, builder.mul(a_row, ir.Constant(INDEX, p))) for p in range(rows)]
            a_from = [_pointer(context, builder, left, a, s) for s in starts]
            b_from = _pointer(context, builder, right, b, b_at)
            ends = [builder.add(c_at, builder.mul(c_row, ir.Constant(INDEX, p))) for p in range(rows)]
            targets = [
                builder.gep(_pointer(context, builder, out, c, s), [ir.Constant(INDEX, q * code.lanes)])
                for s in ends
                for q in range(vectors)
            ]

            def step(k: Any, held: Any) -> Any:
                row = builder.gep(b_from, [builder.mul(k, b_k)])
                there = [
                    code.load(builder.gep(row, [ir.Constant(INDEX, q * code.lanes)]), mask)
                    for q in range(vectors)
                ]
                new = []
                for p in range(rows):
                    value = code.spread(builder.load(builder.gep(a_from[p], [builder.mul(k, a_k)])))
                    new += [code.fma(value, there[q], held[p * vectors + q]) for q in range(vectors)]
                return new

            sums = _loop(builder, count, [code.zero()] * (rows * vectors), step)
            for value, target in zip(sums, targets, strict=True):
                code.store(builder.fadd(code.load(target, mask), value), target, mask)
            return context.get_dummy_value()

        return signature, emit

    return block


_WIDE = {rows: _block(rows, PANEL) for rows in (1, 2, 4, 6)}
_NARROW = {rows: _block(rows, 1) for rows in (1, 2, 4, 6)}
_wide6, _wide4, _wide2, _wide1 = (_WIDE[rows] for rows in (6, 4, 2, 1))
_narrow6, _narrow4, _narrow2, _narrow1 = (_NARROW[rows] for rows in (6, 4, 2, 1))


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
def _multiply(a, a_at, a_row, a_k, b, b_at, b_k, c, c_at, c_row, rows, cols, depth, lanes):
    q = 0
    while q + PANEL * lanes <= cols:
        _wide(a, a_at, a_row, a_k, b, b_at + q, b_k, c, c_at + q, c_row, rows, depth)
        q += PANEL * lanes
    while q < cols:
        _narrow(a, a_at, a_row, a_k, b, b_at + q, b_k, c, c_at + q, c_row, rows, depth, min(lanes, cols - q))
        q += lanes


def _address_of(context: Any, builder: Any, kind: Any, array: Any, indices: Any) -> Any:
    """Elements from the start of a C-contiguous array."""
    shape = cgutils.unpack_tuple(builder, context.make_array(kind)(context, builder, array).shape, kind.ndim)
    at = ir.Constant(INDEX, 0)
    for extent, index in zip(shape, indices, strict=True):
        at = builder.add(builder.mul(at, extent), index)
    return at


@intrinsic
def _address(typingctx, array, index):  # type: ignore[no-untyped-def]
    signature = types.int64(array, index)

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        given = cgutils.unpack_tuple(builder, arguments[1], len(index))
        whole = [context.cast(builder, v, t, types.int64) for v, t in zip(given, index, strict=True)]
        return _address_of(context, builder, array, arguments[0], whole)

    return signature, emit


@intrinsic
def _runs(typingctx, target, to, source, at, step, count):  # type: ignore[no-untyped-def]
    """Vectors of every ``step``-th element of ``source``, the last one masked."""
    whole = types.int64
    signature = types.void(target, whole, source, whole, whole, whole)

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        code = _Code(builder, source.dtype)
        into = _pointer(context, builder, target, arguments[0], arguments[1])
        out_of = _pointer(context, builder, source, arguments[2], arguments[3])
        every, total = arguments[4], arguments[5]
        lanes = ir.Constant(INDEX, code.lanes)
        vectors = builder.sdiv(builder.add(total, ir.Constant(INDEX, code.lanes - 1)), lanes)

        def walk(load: Callable[[Any, Any], Any]) -> None:
            def step(k: Any, held: Any) -> Any:
                done = builder.mul(k, lanes)
                mask = code.mask(builder.sub(total, done))
                pointer = builder.gep(out_of, [builder.mul(done, every)])
                code.store(load(pointer, mask), builder.gep(into, [done]), mask)
                return []

            _loop(builder, vectors, [], step)

        dense = builder.icmp_signed("==", every, ir.Constant(INDEX, 1))
        with builder.if_else(dense) as (then, otherwise):
            with then:
                walk(code.load)
            with otherwise:
                walk(lambda pointer, mask: code.gather(pointer, every, mask))
        return context.get_dummy_value()

    return signature, emit


@njit(nogil=True, cache=True, error_model="numpy")
def _copy_loop(target, to, source, at, step, count):
    into, out_of = target.reshape(-1), source.reshape(-1)
    for z in range(count):
        into[to + z] = out_of[at + z * step]


@njit(nogil=True, cache=True, error_model="numpy")
def _multiply_loops(a, a_at, a_row, a_k, b, b_at, b_k, c, c_at, c_row, rows, cols, depth):
    left, right, out = a.reshape(-1), b.reshape(-1), c.reshape(-1)
    for p in range(rows):
        for k in range(depth):
            value = left[a_at + p * a_row + k * a_k]
            for q in range(cols):
                out[c_at + p * c_row + q] += value * right[b_at + k * b_k + q]


def copy(target: Any, at: Any, source: Any, start: Any, step: int, count: int) -> None:
    """``count`` neighbours in ``target`` from ``at`` = every ``step``-th of ``source`` from ``start``."""
    if count <= 0:  # a run of nothing may start outside
        return
    to, first = np.ravel_multi_index(at, target.shape), np.ravel_multi_index(start, source.shape)
    target.reshape(-1)[to : to + count] = source.reshape(-1)[first : first + (count - 1) * step + 1 : step]


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


def blocks(worth: bool) -> bool:
    """Whether a contraction runs in blocks: where they are worth it, or inside ``always_blocks``."""
    return worth or _always


def few(values: bool) -> bool:
    """Whether data take so few values that a table of them is worth it; inside ``always_blocks``, never."""
    return values and not _always


@contextmanager
def always_blocks() -> Iterator[None]:
    """The ways of the largest arrays also for the smallest, where a test can look at every element."""
    global _always
    before, _always = _always, True
    try:
        yield
    finally:
        _always = before


def parts(count: int) -> int:
    """Into how many parts ``count`` results are cut, which could be cut anywhere."""
    return max(1, min(THREADS, count))


@overload(copy, inline="never")
def _copy(target, at, source, start, step, count):  # type: ignore[no-untyped-def]
    inner = _runs if source.dtype in (types.float32, types.float64) else _copy_loop

    def implementation(target, at, source, start, step, count):  # type: ignore[no-untyped-def]
        inner(target, _address(target, at), source, _address(source, start), step, count)

    return implementation


@overload(multiply, inline="never")
def _product(target, at, row, left, left_at, left_row, left_k, right, right_at, right_k, rows, cols, depth):  # type: ignore[no-untyped-def]
    if target.dtype not in (types.float32, types.float64):

        def plain(
            target, at, row, left, left_at, left_row, left_k, right, right_at, right_k, rows, cols, depth
        ):  # type: ignore[no-untyped-def]
            a, b, c = _address(left, left_at), _address(right, right_at), _address(target, at)
            _multiply_loops(left, a, left_row, left_k, right, b, right_k, target, c, row, rows, cols, depth)

        return plain
    lanes = _vector(target.dtype).count

    def implementation(
        target, at, row, left, left_at, left_row, left_k, right, right_at, right_k, rows, cols, depth
    ):  # type: ignore[no-untyped-def]
        a, b, c = _address(left, left_at), _address(right, right_at), _address(target, at)
        _multiply(left, a, left_row, left_k, right, b, right_k, target, c, row, rows, cols, depth, lanes)

    return implementation


@overload(parts, inline="never")
def _parts(count):  # type: ignore[no-untyped-def]
    def implementation(count):  # type: ignore[no-untyped-def]
        return max(1, min(THREADS, count))

    return implementation


__all__ = ["always_blocks", "blocks", "copy", "few", "multiply", "parts"]
