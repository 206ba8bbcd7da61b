"""Instructions on vectors: what ``vectors.py`` is made of, written in the language of LLVM.

Hand-written, knows no layer.  LLVM keeps a block of results in registers only where it is handed vector
values, and it unrolls a loop around such a block until they no longer fit: both are said here.  Addresses
are elements from the start of an array with one axis.  A lane that a mask leaves out is neither read nor
written, so that no block needs another one for its edges.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, register_jitable

INDEX = ir.IntType(64)


def _machine() -> tuple[int, int]:
    """The bytes of a vector register of this machine, and how many registers there are."""
    features = llvm.get_host_cpu_features()
    if features.get("avx512f"):
        return 64, 32
    return (32, 16) if features.get("avx2") else (16, 32 if features.get("neon") else 16)


BYTES, REGISTERS = _machine()
TILES = {4: 6, 3: 7, 2: 8, 1: 8} if REGISTERS == 32 else {2: 6, 1: 8}
"""Rows of results above each other in registers, by the vectors side by side."""
PANEL = max(TILES)
ALIKE, ALONG = (8, 2) if REGISTERS == 32 else (4, 1), 2
"""Rows above each other, and vectors side by side, where each product has its own two elements."""
AHEAD, BEYOND = 16, 64
"""So many rows before they are needed, elements are fetched into the nearest cache: by a block of sums, and
where short rows are turned round one after the other, a single stream that no cache is early enough for.
"""


def _vector(element: Any) -> Any:
    real = ir.DoubleType() if element == types.float64 else ir.FloatType()
    return ir.VectorType(real, BYTES // element.bitwidth * 8)


def lanes(element: Any) -> int:
    """How many numbers of a type a register holds."""
    return int(_vector(element).count)


def number(value: int) -> Any:
    return ir.Constant(INDEX, value)


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

    def where(self, condition: Any, mask: Any) -> Any:
        """The lanes of ``mask`` where the condition holds, else none."""
        none = ir.Constant(mask.type, [0] * self.lanes)
        return self.builder.select(condition, mask, none)

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
            return
        arguments = [value, at, self.align, mask]
        _call(self.builder, f"llvm.masked.store.{self.suffix}.p0", ir.VoidType(), arguments)

    def apart(self, pointer: Any, step: Any) -> Any:
        """Where every ``step``-th element from ``pointer`` on stands."""
        size = self.element.bitwidth // 8
        offsets = self.builder.mul(self.constant(k * size for k in range(self.lanes)), self.spread(step))
        first = self.spread(self.builder.ptrtoint(pointer, INDEX))
        kinds = ir.VectorType(pointer.type, self.lanes)
        return self.builder.inttoptr(self.builder.add(first, offsets), kinds)

    def scatter(self, value: Any, pointer: Any, step: Any, mask: Any) -> None:
        """``value`` to every ``step``-th element from ``pointer`` on."""
        arguments = [value, self.apart(pointer, step), self.align, mask]
        name = f"llvm.masked.scatter.{self.suffix}.v{self.lanes}p0"
        _call(self.builder, name, ir.VoidType(), arguments)

    def gather(self, pointer: Any, step: Any, mask: Any) -> Any:
        """Every ``step``-th element from ``pointer``."""
        arguments = [self.apart(pointer, step), self.align, mask, self.zero()]
        return _call(
            self.builder, f"llvm.masked.gather.{self.suffix}.v{self.lanes}p0", self.vector, arguments
        )

    def fetch(self, pointer: Any) -> None:
        """Bring the line of an element into the nearest cache."""
        at = self.builder.bitcast(pointer, ir.IntType(8).as_pointer())
        how = [ir.Constant(ir.IntType(32), k) for k in (0, 3, 1)]
        _call(self.builder, "llvm.prefetch.p0", ir.VoidType(), [at, *how])

    def fma(self, a: Any, b: Any, c: Any) -> Any:
        return _call(self.builder, f"llvm.fma.{self.suffix}", self.vector, [a, b, c])

    def transposed(self, rows: Sequence[Any]) -> list[Any]:
        """As many vectors as there are lanes, rows for columns: blocks of 1, 2, 4 … are exchanged."""
        held, width = list(rows), 1
        while width < self.lanes:
            for p in [p for p in range(self.lanes) if not p & width]:
                one, other = held[p], held[p + width]
                held[p], held[p + width] = self._exchanged(one, other, width)
            width *= 2
        return held

    def _exchanged(self, one: Any, other: Any, width: int) -> tuple[Any, Any]:
        low = [k - width + self.lanes if k & width else k for k in range(self.lanes)]
        high = [k + self.lanes if k & width else k + width for k in range(self.lanes)]
        return self._shuffled(one, other, low), self._shuffled(one, other, high)

    def _shuffled(self, one: Any, other: Any, order: list[int]) -> Any:
        chosen = ir.Constant(ir.VectorType(ir.IntType(32), self.lanes), order)
        return self.builder.shuffle_vector(one, other, chosen)


def _pointer(context: Any, builder: Any, kind: Any, array: Any, at: Any) -> Any:
    first = (
        array if isinstance(kind, types.CPointer) else context.make_array(kind)(context, builder, array).data
    )
    return builder.gep(first, [at])


def _loop(builder: Any, count: Any, state: Any, body: Callable[[Any, Any], Any]) -> Any:
    """``state = body(k, state)`` for k below ``count``, the state in registers; never unrolled."""
    before, top = builder.block, builder.append_basic_block("top")
    inside, after = builder.append_basic_block("inside"), builder.append_basic_block("after")
    builder.branch(top)
    builder.position_at_end(top)
    k = builder.phi(INDEX)
    held = [builder.phi(value.type) for value in state]
    k.add_incoming(number(0), before)
    for phi, value in zip(held, state, strict=True):
        phi.add_incoming(value, before)
    builder.cbranch(builder.icmp_signed("<", k, count), inside, after)
    builder.position_at_end(inside)
    new = body(k, held)
    k.add_incoming(builder.add(k, number(1)), builder.block)
    for phi, value in zip(held, new, strict=True):
        phi.add_incoming(value, builder.block)
    _once(builder.module, builder.branch(top))
    builder.position_at_end(after)
    return held


def _once(module: Any, back: Any) -> None:
    """The loop that ends with the branch ``back`` stays as it is written."""
    this = ir.MDValue(module, [], name=str(len(module.metadata)))
    this.operands = (this, module.add_metadata([ir.MetaDataString(module, "llvm.loop.unroll.disable")]))
    back.set_metadata("llvm.loop", this)


@intrinsic(prefer_literal=True)  # type: ignore[untyped-decorator]
def tile(
    typingctx, side, left, row_at, left_at, right, right_at, out, start, out_at, out_row, row, rows, first, count, tail, more
):  # type: ignore[no-untyped-def]  # fmt: skip
    """``out (+)= Σ_k left[row_at[p] + left_at[k]] · right[start + right_at[k] + q]`` for a block in registers.

    ``side`` vectors stand side by side.  Rows from ``rows`` on are computed once more as the last one and not
    stored; the last vector has ``tail`` lanes; ``more`` tells whether there are sums to add to.
    """
    vectors, whole = side.literal_value, types.int64
    signature = types.void(side, left, row_at, left_at, right, right_at, out, *[whole] * 9)
    return signature, _tile(vectors, TILES[vectors], along=False)


@intrinsic(prefer_literal=True)  # type: ignore[untyped-decorator]
def alike_tile(
    typingctx, high, left, row_at, left_at, right, right_at, out, start, out_at, out_row, row, rows, first, count, wide, more
):  # type: ignore[no-untyped-def]  # fmt: skip
    """``out (+)= Σ_k left[start + row_at[p] + left_at[k] + q] · right[start + right_at[k] + q]`` in registers.

    ``high`` rows of ``wide`` columns, at most so many as ``ALONG`` vectors have; the rest is as in ``tile``.
    """
    whole = types.int64
    signature = types.void(high, left, row_at, left_at, right, right_at, out, *[whole] * 9)
    return signature, _tile(ALONG, high.literal_value, along=True)


def _tile(vectors: int, height: int, along: bool) -> Callable[..., Any]:
    """The code of a block: ``along`` the columns both sides are vectors, else one is a number in every lane."""

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        _, a, row_table, left_table, b, right_table, c, start, c_at, c_row, p0, p1, k0, count, tail, more = (
            arguments
        )
        left, row_at, left_at, right, right_at, out = signature.args[1:7]
        code = _Code(builder, left.dtype)
        edge, full = code.mask(tail), code.mask(number(code.lanes))
        masks, within = [full] * (vectors - 1) + [edge], [None] * (vectors - 1) + [edge]
        if along:
            masks = within = [code.mask(builder.sub(tail, number(q * code.lanes))) for q in range(vectors)]
        rows_left = [builder.add(p0, number(p)) for p in range(height)]
        inside = [builder.icmp_signed("<", p, p1) for p in rows_left]
        last = builder.sub(p1, number(1))

        def element(kind: Any, array: Any, at: Any) -> Any:
            return _pointer(context, builder, kind, array, at)

        def row_from(p: Any) -> Any:
            chosen = builder.select(builder.icmp_signed("<", p, p1), p, last)
            at = builder.load(element(row_at, row_table, chosen))
            return element(left, a, builder.add(at, start) if along else at)

        a_from = [row_from(p) for p in rows_left]
        later = row_from(builder.add(p0, number(AHEAD)))
        b_from = element(right, b, start)
        left_steps, right_steps = element(left_at, left_table, k0), element(right_at, right_table, k0)

        def line(start: Any) -> list[Any]:
            ends = (builder.gep(start, [number(q * code.lanes)]) for q in range(vectors))
            return [code.load(end, mask) for end, mask in zip(ends, within, strict=True)]

        def step(k: Any, held: Any) -> Any:
            there = builder.load(builder.gep(left_steps, [k]))
            if not along:
                code.fetch(builder.gep(later, [there]))
            beside = line(builder.gep(b_from, [builder.load(builder.gep(right_steps, [k]))]))
            new = []
            for p in range(height):
                here = builder.gep(a_from[p], [there])
                values = line(here) if along else [code.spread(builder.load(here))] * vectors
                new += [code.fma(values[q], beside[q], held[p * vectors + q]) for q in range(vectors)]
            return new

        sums = _loop(builder, count, [code.zero()] * (height * vectors), step)
        adds = builder.icmp_signed("!=", more, number(0))
        for p in range(height):
            to = element(out, c, builder.add(c_at, builder.mul(c_row, rows_left[p])))
            for q in range(vectors):
                target = builder.gep(to, [number(q * code.lanes)])
                mask = code.where(inside[p], masks[q])
                before = code.load(target, code.where(adds, mask))
                code.store(builder.fadd(before, sums[p * vectors + q]), target, mask)
        return context.get_dummy_value()

    return emit


@intrinsic(prefer_literal=True)  # type: ignore[untyped-decorator]
def even_block(
    typingctx, high, side, left, left_at, left_row, left_k, right, right_at, right_k, out, out_at, out_row, depth, cols
):  # type: ignore[no-untyped-def]  # fmt: skip
    """``out += left right`` for a block of ``high`` rows and ``side`` vectors (of one, ``cols`` lanes)."""
    rows, vectors, whole = high.literal_value, side.literal_value, types.int64
    signature = types.void(
        high, side, left, whole, whole, whole, right, whole, whole, out, whole, whole, whole, whole
    )

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        _, _, a, a_at, a_row, a_k, b, b_at, b_k, c, c_at, c_row, count, lanes = arguments
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


@intrinsic
def turned_block(typingctx, target, to, apart, source, at, every, rows, cols):  # type: ignore[no-untyped-def]
    """``target[q apart + p] = source[p every + q]`` for as many rows and columns as a vector has lanes."""
    whole = types.int64
    signature = types.void(target, whole, whole, source, *[whole] * 4)

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        into, to, apart, out_of, at, every, rows, cols = arguments
        code = _Code(builder, source.dtype)
        lanes = number(code.lanes)

        def line(kind: Any, array: Any, start: Any, step: Any, k: int) -> Any:
            return _pointer(context, builder, kind, array, builder.add(start, builder.mul(step, number(k))))

        def block(read: Callable[[int], Any], write: Callable[[int, Any], None]) -> None:
            held = [code.load(line(source, out_of, at, every, k), read(k)) for k in range(code.lanes)]
            for k, value in enumerate(code.transposed(held)):
                write(k, value)

        def store(k: int, value: Any, mask: Any = None) -> None:
            code.store(value, line(target, into, to, apart, k), mask)

        def store_some(k: int, value: Any) -> None:
            with builder.if_then(builder.icmp_signed("<", number(k), cols)):
                store(k, value)

        def below(k: int, count: Any, mask: Any) -> Any:
            return code.where(builder.icmp_signed("<", number(k), count), mask)

        high, wide = (builder.icmp_signed("==", n, lanes) for n in (rows, cols))
        across = code.mask(cols)
        with builder.if_else(high) as (then, otherwise):
            with then, builder.if_else(wide) as (whole_block, narrow):
                with whole_block:
                    block(lambda k: None, store)
                with narrow:
                    for k in range(code.lanes):
                        code.fetch(line(source, out_of, at, every, BEYOND + k))
                    block(lambda k: across, store_some)
            with otherwise:
                down = code.mask(rows)
                block(lambda k: below(k, rows, across), lambda k, v: store(k, v, below(k, cols, down)))
        return context.get_dummy_value()

    return signature, emit


@intrinsic
def runs(typingctx, target, to, source, at, count):  # type: ignore[no-untyped-def]
    """Neighbours of ``source``, vector by vector, the last one masked."""
    whole = types.int64
    signature = types.void(target, whole, source, whole, whole)

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        code = _Code(builder, source.dtype)
        into = _pointer(context, builder, target, arguments[0], arguments[1])
        out_of = _pointer(context, builder, source, arguments[2], arguments[3])
        lanes = number(code.lanes)
        vectors = builder.sdiv(arguments[4], lanes)

        def move(done: Any, mask: Any = None) -> list[Any]:
            code.store(code.load(builder.gep(out_of, [done]), mask), builder.gep(into, [done]), mask)
            return []

        _loop(builder, vectors, [], lambda k, held: move(builder.mul(k, lanes)))
        done = builder.mul(vectors, lanes)
        rest = builder.sub(arguments[4], done)
        with builder.if_then(builder.icmp_signed(">", rest, number(0))):
            move(done, code.mask(rest))
        return context.get_dummy_value()

    return signature, emit


@intrinsic
def moved(typingctx, pointer, count):  # type: ignore[no-untyped-def]
    """The address ``count`` elements on."""

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        return builder.gep(arguments[0], [arguments[1]])

    return pointer(pointer, types.int64), emit


@intrinsic
def vector_of(typingctx, pointer):  # type: ignore[no-untyped-def]
    """How many of the elements that stand there a register holds."""

    def emit(context, builder, signature, arguments):  # type: ignore[no-untyped-def]
        return number(lanes(pointer.dtype))

    return types.int64(pointer), emit


@register_jitable  # type: ignore[untyped-decorator]
def stacked(column, taps, rights, line):  # type: ignore[no-untyped-def]
    """How many taps at a time stand one line below each other: all of a column, or each is taken alone.

    Where a column has taps of several residue classes, some may stand so and the next of them elsewhere.
    """
    for k in range(1, min(column, taps)):
        if rights[k] - rights[k - 1] != line:
            return 1
    return column


__all__ = [
    "ALIKE", "ALONG", "PANEL", "TILES", "alike_tile", "even_block", "lanes", "moved", "runs", "tile", "turned_block", "vector_of",
]  # fmt: skip
