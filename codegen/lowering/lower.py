"""A program of formulas becomes a kernel of loops.

Each definition is computed in one of two shapes (``schedule.plan`` chooses): a *row* of results that
sits innermost while the sums run outside, or *scalar accumulators* with the sums innermost.  A guard
becomes a bound of the innermost loop that it speaks of; only what no bound can express stays an ``If``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sympy import Add, Basic, Expr, Mul, S, Symbol

from codegen.contraction.match import contraction
from codegen.contraction.pack import packed
from codegen.loops.nest import loops, nest, strip
from codegen.loops.nodes import (
    Accumulate,
    Alloc,
    Best,
    Block,
    Formula,
    Kernel,
    Let,
    Node,
    Store,
)  # fmt: skip
from codegen.loops.roles import inside, scalars, walk
from codegen.loops.schedule import Assumed, Plan, plan, top_reduces
from codegen.program.binders import ordered, position, unique_binders
from codegen.program.fuse_axes import collapse
from codegen.program.fuse_loops import Group, bounded, group
from codegen.program.inline_factor import IDENTITY, prepare, rewrite
from derive.expr import (
    Acc,
    Binder,
    Index,
    Iverson,
    Reduce,
    Tensor,
    substitute,
)
from derive.model.layer import Def, Layer, Program


def lower(program: Program, layer: Layer, blocks: bool = False) -> Kernel:
    """The loops of ``program``, contractions in ``blocks`` or as plain loops.

    Arrays are its inputs and outputs, scalars the sizes and options it uses.
    """
    ready = collapse(prepare(program))
    assumed = Assumed(layer)
    body: list[Node] = []
    lowering = _Lowering(assumed)
    for g in group(ready, assumed):
        body += lowering.fastest(g) if blocks else lowering.group(g)
    outside = _temporaries(ready, lowering.private)
    block = (*map(Alloc, outside), *body)
    used = {t for d in ready.defs for t in d.reads}
    arrays = tuple(t for t in ready.inputs if t in used)
    before = {t.name: t for t in (*program.inputs, *program.outputs)}
    views = tuple(t.name for t in (*arrays, *ready.outputs) if t != before[t.name])
    return Kernel(program.name, arrays, ready.outputs, scalars_of(block, layer), block, views=views)


def _temporaries(program: Program, private: set[str]) -> list[Tensor]:
    made = dict.fromkeys(d.tensor for d in program.defs)
    return [t for t in made if t not in program.outputs and t.name not in private]


def scalars_of(block: Block, layer: Layer) -> tuple[Symbol, ...]:
    """The sizes and options, in the layer's order, that the nodes mention."""
    used: set[Basic] = set()
    for node in walk(block):
        for e in (*scalars(node), *inside(node)):
            used |= e.free_symbols
            for a in e.atoms(Acc):
                used |= a.free_symbols
    order: dict[Symbol, None] = {}
    for t in layer.inputs:
        for extent in t.shape:
            order.update(dict.fromkeys(sorted(extent.free_symbols, key=str)))
    order.update(dict.fromkeys([*layer.sizes, *layer.option_symbols]))
    return tuple(s for s in order if s in used)


class _Lowering:
    def __init__(self, assumed: Assumed) -> None:
        self.assumed = assumed
        self.count: dict[str, int] = {}
        self.private: set[str] = set()
        self.scalar: dict[Tensor, Symbol] = {}
        self.packed = 0

    def name(self, stem: str, integer: bool = False) -> Symbol:
        """A fresh scalar name."""
        k = self.count[stem] = self.count.get(stem, 0) + 1
        return Symbol(stem if k == 1 else f"{stem}{k}", **({"integer": True} if integer else {"real": True}))

    def fastest(self, g: Group) -> Block:
        """A contraction in registers, with plain loops for small ones; else plain loops."""
        found = contraction(g, self.assumed)
        if found is None:
            return self.group(g)
        self.packed += 1
        taken = {z for z, _, _ in found.one.free} | found.reduce.bound
        value = lambda e: self.value(unique_binders(e, taken), Plan())  # noqa: E731
        return packed(found, self.assumed, value, self.packed, lambda: self.group(g))

    def group(self, g: Group) -> Block:
        """The shared loops of a group around the loops of each definition."""
        body: list[Node] = []
        for t in g.local:
            self.private.add(t.name)
            if t.shape:
                body.append(Alloc(t))
            else:
                self.scalar[t] = self.name(t.name, integer=t.kind == "integer")
        zero = [n for d in g.defs if d.scatter and _first(d, g) for n in self.zeroed(d)]
        for one in g.defs:
            body += self.definition(one, g.shared)
        if len(g.defs) == 1 and not any(isinstance(n, Alloc) for n in body):
            body = list(self.strips(g.defs[0], g.shared, tuple(body)))
        return (*zero, *loops(g.shared, tuple(body)))

    def strips(self, one: Def, shared: Sequence[Binder], body: Block) -> Block:
        """Without an outer loop to run in parallel, the row itself is cut into strips."""
        row = plan(one, self.assumed).row
        if row is None or any(self.assumed.trips(b) > 1 for b in shared) or one.scatter:
            return body
        if shared:
            return body
        return strip(row, body, one)

    def zeroed(self, one: Def) -> Block:
        shape = one.tensor.shape
        letters = [Index(f"z{k}") for k in range(len(shape))]
        box = [(z, S.Zero, extent - 1) for z, extent in zip(letters, shape, strict=True)]
        store = Store(Acc(one.tensor, *letters), S.Zero)
        return loops(box[:-1] or box, nest(box[-1:] if len(box) > 1 else [], (), (store,)))

    def definition(self, one: Def, shared: Sequence[Binder]) -> Block:
        names = {z for z, _, _ in shared}
        rest = [b for b in one.free if b[0] not in names]
        taken = set(one.indices) | names
        one = replace(one, expr=unique_binders(one.expr, taken))
        if one.scatter:
            return self.scatter(one, rest)
        how = plan(one, self.assumed)
        reduces = top_reduces(one.expr)
        text = Formula(one)
        if how.row is not None and reduces and how.row in {z for z, _, _ in rest}:
            return (text, *self.rows(one, how.row, rest, reduces))
        if how.row in {z for z, _, _ in rest}:
            rest = [b for b in rest if b[0] != how.row] + [b for b in rest if b[0] == how.row]
        before, value = self.value(one.expr, how)
        return (text, *nest(rest, (), (*before, self.put(one, value))))

    def scatter(self, one: Def, rest: list[Binder]) -> Block:
        """``lhs += [c]·e``: the bracket bounds the loops; sums stand before loops that they do not need."""
        conds = [c for f in Mul.make_args(one.expr) if isinstance(f, Iverson) for c in f.args]
        value = Mul(*(f for f in Mul.make_args(one.expr) if not isinstance(f, Iverson)))
        needed = {s for r in top_reduces(value) for s in r.free_symbols}
        last = [b for b in rest if b[0] in bounded(one) and b[0] not in needed and _moves(b, rest)]
        first = [b for b in rest if b not in last]
        before, value = self.value(value, Plan())
        inner = {b[0] for b in last}
        outside = [c for c in conds if not c.free_symbols & inner]
        leaf = nest(last, [c for c in conds if c not in outside], (self.put(one, value),))
        return (Formula(one), *nest(first, outside, (*before, *leaf)))

    def put(self, one: Def, value: Expr) -> Node:
        if one.tensor in self.scalar:
            return Let(self.scalar[one.tensor], value)
        return (
            Accumulate(self.read(one.lhs), "sum", value) if one.scatter else Store(self.read(one.lhs), value)
        )

    def read(self, expr: Any) -> Any:
        """Scalars of the iteration are read by name."""
        if not self.scalar:
            return expr
        return rewrite(expr, lambda e: self.scalar.get(e.tensor, e) if isinstance(e, Acc) else e)

    def value(self, expr: Any, how: Plan) -> tuple[Block, Any]:
        """The nodes that compute the reductions in ``expr``, and ``expr`` over their results."""
        nodes: list[Node] = []
        known: dict[Any, Any] = {}
        for reduce in top_reduces(expr):
            result = self.name("at" if reduce.op.startswith("arg") else "acc", reduce.op.startswith("arg"))
            target = (
                {"at": result, "best": self.name("best")} if reduce.op.startswith("arg") else {"acc": result}
            )
            nodes += [Let(t, S.NegativeOne if k == "at" else IDENTITY[reduce.op]) for k, t in target.items()]
            nodes += self.summed(reduce, how.inner, target)
            known[reduce] = result
        return tuple(nodes), self.read(_swap(expr, known))

    def summed(self, reduce: Reduce, inner: Symbol | None, target: dict[str, Any]) -> Block:
        """The loops of a reduction; sums inside it stand in front of the loops that they do not depend on."""
        order = ordered(reduce, inner)
        early = {r: {z for z, _, _ in order} & r.free_symbols for r in top_reduces(reduce.body)}
        depth = max(
            (k + 1 for k, b in enumerate(order) for names in early.values() if b[0] in names), default=0
        )
        guards = [self.read(g) for g in reduce.guards]
        later = {z for z, _, _ in order[depth:]}
        if not early or not later:
            return nest(order, guards, self.step(reduce, target))
        before, value = self.value(reduce.body, Plan())
        leaf = self.step(Reduce(reduce.op, value, reduce.binders, reduce.guards), target)
        inside = nest(order[depth:], [g for g in guards if g.free_symbols & later], leaf)
        return nest(order[:depth], [g for g in guards if not g.free_symbols & later], (*before, *inside))

    def step(self, reduce: Reduce, target: dict[str, Any]) -> Block:
        before, value = self.value(reduce.body, Plan())
        if "acc" in target:
            return (*before, Accumulate(target["acc"], reduce.op, value))
        return (*before, Best(reduce.op, target["best"], target["at"], value, position(reduce)))

    def rows(self, one: Def, row: Symbol, rest: list[Binder], reduces: list[Reduce]) -> Block:
        outer = [b for b in rest if b[0] != row]
        along = next(b for b in rest if b[0] == row)
        direct = _direct(one, reduces)
        nodes: list[Node] = []
        allocs: list[Node] = []
        known: dict[Any, Any] = {}
        for reduce in reduces:
            target = self.targets(one, along, reduce, direct is not None, allocs)
            first = dict.fromkeys(target, IDENTITY[reduce.op]) | (
                {"at": S.NegativeOne} if "at" in target else {}
            )
            if direct is not None and "acc" in target:
                first["acc"] = self.read(direct)
            nodes += nest([along], (), tuple(Store(t, first[k]) for k, t in target.items()))
            order = [*ordered(reduce, None), along]
            nodes += nest(order, map(self.read, reduce.guards), self.step(reduce, target))
            known[reduce] = target.get("at", target.get("acc"))
        if direct is None:
            nodes += nest([along], (), (self.put(one, self.read(_swap(one.expr, known))),))
        if {z for z, _, _ in outer} & (along[1].free_symbols | along[2].free_symbols):
            # each phase of a strided row has its own length
            return nest(outer, (), (*allocs, *nodes))
        return (*allocs, *nest(outer, (), tuple(nodes)))

    def targets(
        self, one: Def, along: Binder, reduce: Reduce, direct: bool, allocs: list[Node]
    ) -> dict[str, Any]:
        """Where a row of this reduction accumulates: in the result itself, or in a row of its own."""
        arg = reduce.op.startswith("arg")
        if direct and not arg:
            return {"acc": self.read(one.lhs)}
        made = {"best": self.buffer("best", along, "real", allocs)} if arg else {}
        if direct:
            return made | {"at": self.read(one.lhs)}
        return made | {
            "at" if arg else "acc": self.buffer("row", along, "integer" if arg else "real", allocs)
        }

    def buffer(self, stem: str, along: Binder, kind: str, allocs: list[Node]) -> Acc:
        z, lo, hi = along
        made = Tensor(self.name(stem).name, (hi - lo + 1,), (z,), kind)
        allocs.append(Alloc(made))
        return Acc(made, z - lo)


def _moves(binder: Binder, rest: list[Binder]) -> bool:
    """Whether no other range mentions this index, so that its loop may stand last."""
    return not any(binder[0] in lo.free_symbols | hi.free_symbols for _, lo, hi in rest)


def _first(one: Def, g: Group) -> bool:
    return next(d for d in g.defs if d.tensor == one.tensor) is one


def _swap(expr: Any, known: dict[Any, Any]) -> Any:
    """Replace whole reductions, not looking inside accesses' tensors."""
    if expr in known:
        return known[expr]
    return substitute(expr, known)


def _direct(one: Def, reduces: list[Reduce]) -> Any:
    """What the row starts with, where the result itself can hold the running value; else ``None``."""
    if len(reduces) != 1:
        return None
    (reduce,) = reduces
    if one.expr == reduce:
        return IDENTITY[reduce.op]
    if reduce.op == "sum" and reduce in Add.make_args(one.expr):
        rest = one.expr - reduce
        return None if rest.has(reduce) else rest
    return None
