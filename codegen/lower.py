"""A program of formulas becomes a kernel of loops.

Each definition is computed in one of two shapes (``schedule.plan`` chooses): a *row* of results that
sits innermost while the sums run outside, or *scalar accumulators* with the sums innermost.  A guard
becomes a bound of the innermost loop that it speaks of; only what no bound can express stays an ``If``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sympy import Add, Basic, Expr, Max, Min, Mul, S, Symbol, expand

from codegen.group import Group, bounded, group
from codegen.nodes import (
    Accumulate, Alloc, Best, Block, Comment, If, Kernel, Let, Loop, Node, Parallel, Range, Store,
)  # fmt: skip
from codegen.prepare import IDENTITY, prepare, rewrite
from codegen.schedule import STRIP, Assumed, Plan, plan, top_reduces
from derive.expr import Acc, Binder, Cond, FloorDiv, Gcd, Index, Iverson, Reduce, Tensor, Where, fresh, ge, rename_binders, tensors
from derive.layer import Def, Layer, Program


def lower(program: Program, layer: Layer) -> Kernel:
    """The loops of ``program``; arrays are its inputs and outputs, scalars the sizes and options it uses."""
    ready = prepare(program)
    assumed = Assumed(layer)
    body: list[Node] = []
    lowering = _Lowering(assumed)
    for g in group(ready, assumed):
        body += lowering.group(g)
    outside = _temporaries(ready, lowering.private)
    block = (*map(Alloc, outside), *body)
    used = {t for d in ready.defs for t in tensors(d.expr)} | {t for d in ready.defs for t in tensors(d.lhs)}
    arrays = tuple(t for t in program.inputs if t in used)
    return Kernel(program.name, arrays, program.outputs, scalars_of(block, layer), block)


def _temporaries(program: Program, private: set[str]) -> list[Tensor]:
    made = dict.fromkeys(d.tensor for d in program.defs)
    return [t for t in made if t not in program.outputs and t.name not in private]


def scalars_of(block: Block, layer: Layer) -> tuple[Symbol, ...]:
    """The sizes and options, in the layer's order, that the nodes mention."""
    from codegen.nodes import scalars, walk

    used: set[Basic] = set()
    for node in walk(block):
        for e in scalars(node):
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

    def name(self, stem: str, integer: bool = False) -> Symbol:
        """A fresh scalar name."""
        k = self.count[stem] = self.count.get(stem, 0) + 1
        return Symbol(stem if k == 1 else f"{stem}{k}", **({"integer": True} if integer else {"real": True}))

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
        text = Comment(f"{one.lhs} = {one.expr}")
        if how.row is not None and reduces and how.row in {z for z, _, _ in rest}:
            return (text, *self.rows(one, how.row, rest, reduces))
        if how.row in {z for z, _, _ in rest}:
            rest = [b for b in rest if b[0] != how.row] + [b for b in rest if b[0] == how.row]
        before, value = self.value(one.expr, how)
        return (text, *nest(rest, (), (*before, self.put(one, value))))

    def scatter(self, one: Def, rest: list[Binder]) -> Block:
        """``lhs += [c]·e``: the bracket bounds the loops; sums stand before the loops they do not depend on."""
        conds = [c for f in Mul.make_args(one.expr) if isinstance(f, Iverson) for c in f.args]
        value = Mul(*(f for f in Mul.make_args(one.expr) if not isinstance(f, Iverson)))
        needed = {s for r in top_reduces(value) for s in r.free_symbols}
        last = [b for b in rest if b[0] in bounded(one) and b[0] not in needed and _moves(b, rest)]
        first = [b for b in rest if b not in last]
        before, value = self.value(value, Plan())
        inner = {b[0] for b in last}
        outside = [c for c in conds if not c.free_symbols & inner]
        leaf = nest(last, [c for c in conds if c not in outside], (self.put(one, value),))
        return (Comment(f"{one.lhs} += {one.expr}"), *nest(first, outside, (*before, *leaf)))

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
            order = _ordered(reduce, how.inner)
            nodes += nest(order, map(self.read, reduce.guards), self.step(reduce, target))
            known[reduce] = result
        return tuple(nodes), self.read(_swap(expr, known))

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
            first = {k: IDENTITY[reduce.op] for k in target} | (
                {"at": S.NegativeOne} if "at" in target else {}
            )
            if direct is not None and "acc" in target:
                first["acc"] = self.read(direct)
            nodes += nest([along], (), tuple(Store(t, first[k]) for k, t in target.items()))
            order = [*_ordered(reduce, None), along]
            nodes += nest(order, map(self.read, reduce.guards), self.step(reduce, target))
            known[reduce] = target.get("at", target.get("acc"))
        if direct is None:
            nodes += nest([along], (), (self.put(one, self.read(_swap(one.expr, known))),))
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
    return rewrite_outside(expr, known) if known else expr


def rewrite_outside(expr: Any, known: dict[Any, Any]) -> Any:
    from derive.expr import substitute

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


def _ordered(reduce: Reduce, inner: Symbol | None) -> list[Binder]:
    """The loops of a reduction; an arg-extreme keeps its order (the first one wins)."""
    binders = list(reduce.binders)
    if inner is None or reduce.op.startswith("arg") or inner not in reduce.bound:
        return binders
    moved = next(b for b in binders if b[0] == inner)
    later = [b for b in binders if b is not moved]
    if any(inner in lo.free_symbols | hi.free_symbols for _, lo, hi in later):
        return binders
    return [*later, moved]


def position(reduce: Reduce) -> Expr:
    """The mixed-radix number of the current element, in the order of the binders."""
    at: Expr = S.Zero
    for z, lo, hi in reduce.binders:
        at = at * (hi - lo + 1) + z
    return expand(at)


def unique_binders(expr: Any, taken: Iterable[Any]) -> Any:
    """Rename bound indices until none hides another."""
    taken = set(taken)
    if isinstance(expr, Reduce):
        clash = [z for z, _, _ in expr.binders if z in taken]
        names = {}
        for z in clash:
            names[z] = fresh(z, {*taken, *expr.bound, *expr.free_symbols, *names.values()})
        expr = rename_binders(expr, names)
        body = unique_binders(expr.body, taken | expr.bound)
        return Reduce(expr.op, body, expr.binders, expr.guards)
    if not isinstance(expr, Basic) or not expr.has(Reduce) or isinstance(expr, Tensor):
        return expr
    from derive.expr import rebuild

    return rebuild(expr, [unique_binders(a, taken) for a in expr.args])


def nest(order: Sequence[Binder], guards: Iterable[Cond], leaf: Block) -> Block:
    """Sequential loops in the given order; each guard bounds the innermost loop that it mentions."""
    bounds = {z: (alternatives(lo, Max), alternatives(hi, Min)) for z, lo, hi in order}
    names = [z for z, _, _ in order]
    conds: dict[int, list[Cond]] = {}
    for g in guards:
        depth = max((k for k, z in enumerate(names) if z in g.free_symbols), default=-1)
        found = bound_of(g, names[depth]) if depth >= 0 else None
        if found is None:
            conds.setdefault(depth, []).append(g)
        else:
            bounds[names[depth]][0].extend(found[0])
            bounds[names[depth]][1].extend(found[1])
    body = leaf
    for depth in range(len(names) - 1, -1, -1):
        if depth in conds:
            body = (If(tuple(conds[depth]), body),)
        lo, hi = bounds[names[depth]]
        body = (Loop(Range(names[depth], tuple(dict.fromkeys(lo)), tuple(dict.fromkeys(hi))), body),)
    return (If(tuple(conds[-1]), body),) if -1 in conds else body


def alternatives(e: Expr, extreme: Any) -> list[Expr]:
    """The arguments of a maximum (of starts) or minimum (of ends), also where it is said by a condition."""
    if isinstance(e, Where) and len(e.conds) == 1 and e.conds[0].kind == "ge":
        above = expand(e.args[1] - e.args[2]) * (1 if extreme is Max else -1)
        if expand(e.conds[0].of - above) == 0:
            return [*alternatives(e.args[1], extreme), *alternatives(e.args[2], extreme)]
    return [a for arg in e.args for a in alternatives(arg, extreme)] if isinstance(e, extreme) else [e]


def bound_of(guard: Cond, z: Symbol) -> tuple[list[Expr], list[Expr]] | None:
    """``a z + r >= 0`` as a first or last value of ``z``; ``None`` where the guard is not affine in ``z``."""
    e = guard.of
    if guard.kind not in ("ge", "eq") or not e.is_integer:
        return None
    slope = e.coeff(z)
    rest = expand(e - slope * z)
    if z in rest.free_symbols or z in slope.free_symbols or not (positive(slope) or positive(-slope)):
        return None
    if guard.kind == "eq":
        up, down = bound_of(ge(e), z), bound_of(ge(-e), z)
        return None if up is None or down is None else (up[0] + down[0], up[1] + down[1])
    if positive(slope):
        return [expand(-FloorDiv(rest, slope))], []
    return [], [FloorDiv(rest, -slope)]


def positive(e: Expr) -> bool:
    """``e > 0``, knowing that a positive number divided by its gcd with another is positive."""
    e = expand(e)
    exact = {q: Symbol(f"q{k}", positive=True) for k, q in enumerate(e.atoms(FloorDiv)) if isinstance(q.args[1], Gcd)}
    return bool(e.xreplace({q: z for q, z in exact.items() if q.args[0] in q.args[1].args}).is_positive)


def loops(shared: Sequence[Binder], body: Block) -> Block:
    """The outer loops: a parallel box of those that depend on no other, the others inside it."""
    names = {z for z, _, _ in shared}
    box = [b for b in shared if not (b[1].free_symbols | b[2].free_symbols) & names and not b[2].atoms(Acc)]
    inner = nest([b for b in shared if b not in box], (), body)
    if not box:
        return inner
    return (Parallel(tuple(Range(z, (lo,), (hi,)) for z, lo, hi in box), inner),)


def strip(row: Symbol, body: Block, one: Def) -> Block:
    """The row's loops inside a parallel loop over strips of it."""
    along = next(b for b in one.free if b[0] == row)
    if along[1] != 0:
        return body
    block = Index(f"{row.name}_block")
    first, last = STRIP * block, STRIP * block + STRIP - 1

    def change(node: Node) -> Block:
        if isinstance(node, Loop) and node.range.index == row:
            r = node.range
            return (
                replace(node, range=replace(r, lo=(*(e for e in r.lo if e != 0), first), hi=(*r.hi, last))),
            )
        return (node,)

    from codegen.nodes import rewrite as on_nodes

    box = Range(block, (S.Zero,), (FloorDiv(along[2], S(STRIP)),))
    return (Parallel((box,), on_nodes(body, change)),)
