"""Nodes as Numba source: one rule per node, registered by type."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatchmethod
from typing import Any

from sympy import Expr, Integer, S, Symbol, expand

from codegen.loops.flat_parts import arrays_of
from codegen.loops.iteration_memory import growing, outside, steady
from codegen.loops.nodes import (
    Accumulate,
    Alloc,
    Best,
    Block,
    Border,
    Carry,
    Choose,
    Copy,
    Correlate,
    If,
    Kernel,
    Label,
    Lags,
    Let,
    Loop,
    Node,
    Offsets,
    Pad,
    Parallel,
    Product,
    Range,
    Split,
    Store,
    Tiling,
    Turn,
    View,
)  # fmt: skip
from codegen.loops.outline import PartCall, parallel
from codegen.loops.strides import falls, step, values
from codegen.loops.work import work
from codegen.numba.docstring import above, stands_above, typeset
from codegen.numba.expressions import Scalars
from codegen.numba.line_wrap import else_if, twice
from codegen.numba.precedence import PRODUCT, SUM, UNARY
from codegen.numba.printer import compared
from codegen.numba.reserved import Identifiers, letters
from codegen.numba.sliding import Sliding, sliding
from codegen.program.grouping import Grouped
from codegen.program.whole_numbers import is_integer
from derive import pretty
from derive.expr import Acc, FloorDiv, Tensor


class Statements:
    """The names of one function, and the text of each kind of node in it."""

    def __init__(self, kernel: Kernel, compiled: bool = True) -> None:
        self.kernel, self.compiled = kernel, compiled
        self.names = Identifiers()
        self.growing: set[str] = set()
        self.name, self.array = self.names.scalar, self.names.array
        self.arrays = [*kernel.arrays, *kernel.outputs]
        self.loop = parallel(kernel)
        self.ends = [self.names.once(word) for word in ("first", "last")] if self.loop else []
        self.parameters = [self.array(t) for t in self.arrays] + [self.name(s) for s in kernel.scalars]
        for letter in letters(kernel.body):
            self.name(letter)
        self.show = Scalars(self.name, self.array, compared(kernel.body))
        self.call = self.show.call

    def block(self, block: Block, depth: int) -> list[str]:
        pad = "    " * depth
        return [pad + line for node in block for line in self.lines(node)]

    @singledispatchmethod
    def lines(self, node: Node | PartCall) -> list[str]:
        """The source lines of a node, relative to its indentation."""
        raise NotImplementedError(f"no rule to emit {type(node).__name__}")

    @lines.register
    def _(self, node: Loop) -> list[str]:
        r = node.range
        by = f", {r.step}" if r.step != 1 else ""
        start = self.first(r)
        bounds = f"{start}, {self.end(r)}{by}" if start != "0" or by else self.end(r)
        bounds = self.down(r) if falls(node) else bounds
        return [f"for {self.name(r.index)} in range({bounds}):", *self.block(node.body, 1)]

    def down(self, r: Range) -> str:
        """The bounds of a range from its last index to its first one."""
        last = _one_of("min", [self.show.integer(e) for e in r.hi])
        if r.step != 1:
            last = self.show.integer(r.lo[0] + r.step * FloorDiv(r.hi[0] - r.lo[0], Integer(r.step)))
        return f"{last}, {_one_of('max', [self.show.integer(expand(e - 1)) for e in r.lo])}, -{r.step}"

    def first(self, r: Range) -> str:
        numbers = [e for e in r.lo if e.is_Integer]
        ends = dict.fromkeys(max(numbers) if e.is_Integer else e for e in r.lo)
        return _one_of("max", [self.show.integer(e) for e in ends])

    def end(self, r: Range) -> str:
        return _one_of("min", [self.show.integer(expand(e + 1)) for e in r.hi])

    @lines.register
    def _(self, node: Parallel) -> list[str]:
        """The iterations from ``first`` to ``last`` of the function's own loop, all of another one.

        They use the same memory, of the longest so far where extents differ; tables of all are filled once.
        """
        memory, rows = (*outside(node), *steady(node)), growing(node) if self.compiled else ()
        self.growing |= {t.name for t in rows}
        body = self.block(tuple(n for n in node.body if n not in memory), 1)
        before = [*self.block(memory, 0), *(self.made(t, "0") for t in rows)]
        if self.counted(node):
            r = node.ranges[0]
            bounds = ", ".join(self.ends) if node is self.loop else self.end(r)
            return [*before, f"for {self.name(r.index)} in range({bounds}):", *body]
        extents = [self.extent(r) for r in node.ranges]
        flat = self.names.once("task")
        bounds = ", ".join(self.ends) if node is self.loop else self.total(node)
        digits = [f"    {line}" for line in self.digits(flat, node.ranges, extents)]
        return [*before, f"for {flat} in range({bounds}):", *digits, *body]

    def counted(self, node: Parallel) -> bool:
        """Whether the one index of a loop counts its iterations."""
        return len(node.ranges) == 1 and (r := node.ranges[0]).lo == (S.Zero,) and r.step == 1 == len(r.hi)

    def total(self, node: Parallel) -> str:
        """How many iterations a parallel loop has."""
        if self.counted(node):
            return self.end(node.ranges[0])
        return " * ".join(self.show.integer(self.extent(r), PRODUCT) for r in node.ranges)

    def digits(self, flat: str, ranges: Sequence[Range], extents: Sequence[Expr]) -> list[str]:
        """Each index by its digit of the flat one, the last one fastest."""
        lines = []
        for k, r in enumerate(ranges):
            inner = [self.show.integer(e, PRODUCT) for e in extents[k + 1 :]]
            at = f"{flat} // {_product(inner)}" if inner else flat
            at += f" % {self.show.integer(extents[k], UNARY)}" if k else ""
            at = f"{r.step} * {_product([at])}" if r.step != 1 else at
            at += f" + {self.show.integer(r.lo[0], SUM)}" if r.lo != (S.Zero,) else ""
            lines.append(f"{self.name(r.index)} = {at}")
        return lines

    def extent(self, r: Range) -> Expr:
        if len(r.lo) != 1 or len(r.hi) != 1:
            raise ValueError(f"the parallel loop over {r.index} has more than one bound")
        span = expand(r.hi[0] - r.lo[0])
        return span + 1 if r.step == 1 else FloorDiv(span, Integer(r.step)) + 1

    @lines.register
    def _(self, node: If) -> list[str]:
        show = self.show.at_once if node.at_once else self.show.conditions
        return [f"if {show(node.conds)}:", *self.block(node.body, 1)]

    @lines.register
    def _(self, node: Choose) -> list[str]:
        then, otherwise = self.block(node.then, 1), self.block(node.otherwise, 1)
        sizes = self.show.conditions(node.conds)
        test = f"{self.call(node.by)}({sizes})" if node.by else sizes
        if node.finite:
            arrays = [self.array(t) for t in (node.result, *node.finite) if t]
            return twice(self.names.once("again"), self.call("finite"), test, arrays, then, otherwise)
        chosen = [n.finite if isinstance(n, Choose) else None for n in node.otherwise] == [()]
        return [f"if {test}:", *then, *(else_if(otherwise) if chosen else ["else:", *otherwise])]

    def handed(self, t: Tensor) -> str:
        """An array in the shape in which a part sees it."""
        seen = [a for a in arrays_of(self.kernel) if a.name == t.name]
        shape = ", ".join(map(self.show.integer, t.shape)) or "()"
        return f"{self.array(t)}.reshape({shape})" if seen and t not in seen else self.array(t)

    @lines.register
    def _(self, node: PartCall) -> list[str]:
        arguments = [*map(self.handed, node.part.arrays), *map(self.name, node.part.scalars)]
        if node.loop is None:
            return [f"{node.part.name}({', '.join(arguments)})"]
        shares = [self.total(node.loop), self.show.integer(work(node.part.body))]
        return [f"{self.call('launch')}({', '.join([node.part.name, *shares, *arguments])})"]

    @lines.register
    def _(self, node: Let) -> list[str]:
        return [f"{self.name(node.name)} = {self.value(node.value, node.name)}"]

    def value(self, e: Expr, target: Any) -> str:
        """``e`` in the type of what it is stored in."""
        e = e.args[0] if isinstance(e, Grouped) else e
        whole = target.tensor.kind == "integer" if isinstance(target, Acc) else bool(target.is_integer)
        return self.show.integer(e) if whole else self.show.real(e)

    @lines.register
    def _(self, node: Alloc) -> list[str]:
        t = node.tensor
        sizes = [self.show.integer(e) for e in t.shape]
        shape = ", ".join(
            n if e.is_nonnegative else f"max(0, {n})" for n, e in zip(sizes, t.shape, strict=True)
        )
        if t.name in self.growing:
            return [f"if {self.array(t)}.size < {shape}:", f"    {self.made(t, shape)}"]
        return [self.made(t, shape if len(t.shape) == 1 else f"({shape})")]

    def made(self, t: Tensor, shape: str) -> str:
        kind = self.call("np.int64") if t.kind == "integer" else "dtype"
        return f"{self.array(t)} = {self.call('np.empty' if self.compiled else 'scratch')}({shape}, {kind})"

    def target(self, target: Any) -> str:
        return self.show.access(target) if isinstance(target, Acc) else self.name(target)

    @lines.register
    def _(self, node: Store) -> list[str]:
        return [f"{self.target(node.target)} = {self.value(node.value, node.target)}"]

    @lines.register
    def _(self, node: Accumulate) -> list[str]:
        target, value = self.target(node.target), self.value(node.value, node.target)
        if node.op == "sum" and isinstance(node.target, Symbol):
            return [f"{target} = {self.call('plus')}({target}, {value})"]
        if node.op in ("sum", "prod"):
            return [f"{target} {'+=' if node.op == 'sum' else '*='} {value}"]
        if not is_integer(node.value):
            return [f"{target} = {self.call('larger' if node.op == 'max' else 'smaller')}({target}, {value})"]
        v, beats = self.names.once("value"), ">" if node.op == "max" else "<"
        return [f"{v} = {value}", f"{target} = {v} if {v} {beats} {target} else {target}"]

    @lines.register
    def _(self, node: Carry) -> list[str]:
        both = f"{self.target(node.total)}, {self.target(node.rest)}"
        return [f"{both} = {self.call('carried')}({both}, {self.value(node.value, node.total)})"]

    @lines.register
    def _(self, node: Best) -> list[str]:
        """A row chooses, so that neighbours do it at once; a number changes seldom, and one test says so."""
        best, at = self.target(node.best), self.target(node.at)
        v, better, seen, place = map(self.names.once, ("value", "better", "seen", "place"))
        beats, stays = (">", "<=") if node.op == "argmax" else ("<", ">=")
        first = f"{v} = {self.show.real(node.value)}"
        if not isinstance(node.best, Acc):
            return [
                first,
                f"if {at} < 0 or not {v} {stays} {best}:",
                f"    if {at} < 0 or {v} {beats} {best} or ({v} != {v} and {best} == {best}):",
                f"        {best} = {v}",
                f"        {at} = {self.show.integer(node.position)}",
            ]
        return [
            first,
            f"{seen} = {best}",
            f"{place} = {at}",
            f"{better} = ({place} < 0) | ({v} {beats} {seen}) | (({v} != {v}) & ({seen} == {seen}))",
            f"{best} = {v} if {better} else {seen}",
            f"{at} = {self.show.integer(node.position)} if {better} else {place}",
        ]

    @lines.register
    def _(self, node: Split) -> list[str]:
        flat = self.show.integer(node.flat, PRODUCT)
        lines = self.digits(flat, node.letters, list(map(values, node.letters)))
        return [*lines, *self.block(node.body, 0)]

    @lines.register
    def _(self, node: Copy) -> list[str]:
        z, apart = node.range.index, self.show.integer(step(node.source, node.range.index))
        ends = f"{self.place(node.target)}, {self.place(node.source)}"
        if step(node.target, z) != 1:
            raise ValueError(f"{node.target} is not copied to neighbours along {z}")
        count = f"{self.end(node.range)} - {self.name(z)}"
        start = f"{self.name(z)} = {self.first(node.range)}"
        return [start, f"{self.call('copy')}({ends}, {apart}, {count})"]

    @lines.register(Turn | Border | View | Product | Offsets | Pad | Correlate | Lags | Tiling)
    def _(self, node: Sliding) -> list[str]:
        return sliding(node, self)

    def place(self, a: Acc) -> str:
        """An array and the element of it where something starts."""
        index = ", ".join(self.show.integer(e) for e in a.index)
        return f"{self.array(a.tensor)}, ({index}{',' if len(a.index) == 1 else ''})"

    @lines.register
    def _(self, node: Label) -> list[str]:
        text = typeset(node.one, self.kernel.sizes)
        if stands_above(text):
            return above(text)
        return [f"# {pretty.expression(node.one.lhs)}, as written above"]


def _one_of(word: str, texts: list[str]) -> str:
    return texts[0] if len(texts) == 1 else f"{word}({', '.join(texts)})"


def _product(factors: list[str]) -> str:
    return factors[0] if len(factors) == 1 and factors[0].isidentifier() else f"({' * '.join(factors)})"


__all__ = ["Statements"]
