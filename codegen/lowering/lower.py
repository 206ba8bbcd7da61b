"""A program of formulas becomes a kernel of loops.

Each definition is computed in one of two shapes (``schedule.innermost`` chooses): a *row* of results that
sits innermost while the sums run outside, or *scalar accumulators* with the sums innermost.  A guard
becomes a bound of the innermost loop that it speaks of; only what no bound can express stays an ``If``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import count

from sympy import Basic, Expr, Mul, S, Symbol

from codegen.contraction.addends import addends_apart
from codegen.contraction.cheapest import Way, chosen
from codegen.contraction.pack import packed
from codegen.contraction.relaxed import laid, spared
from codegen.cook_toom.correlations import Correlation, correlation
from codegen.loops.nest import in_one_box, loops, nest, strip
from codegen.loops.nodes import (
    Alloc,
    Block,
    Choose,
    Decision,
    Kernel,
    Label,
    Node,
    Store,
)
from codegen.loops.recurrence import runs
from codegen.loops.roles import inside, scalars, walk
from codegen.loops.schedule import CARRIED, Assumed, Innermost, either_row, innermost, top_reduces
from codegen.lowering.scan import Scans
from codegen.lowering.scatters import begun, by_strides, moves, own_part
from codegen.lowering.seen_together import in_scans
from codegen.lowering.special import special
from codegen.lowering.sums import split
from codegen.program.binders import unique_binders
from codegen.program.computable import computable
from codegen.program.fuse_loops import Group, alone, bounded, carried, group
from codegen.stencil import slid, windowed
from derive.expr import Acc, Binder, Tensor, brackets_apart, ge
from derive.model.layer import Def, Layer, Program


def lower(
    program: Program, layer: Layer, blocks: bool = False, tiles: bool = False, staged: bool = True
) -> Kernel:
    """The loops of ``program``, contractions in ``blocks`` or as plain loops, correlations in ``tiles``.

    Arrays are its inputs and outputs, scalars the sizes and options it uses.
    """
    ready = computable(program, layer, staged)
    taken = {t.name for d in ready.defs for t in (d.tensor, *d.reads)} | {t.name for t in ready.inputs}
    block, told = _lowered(ready, _Lowering(layer, Assumed(layer), taken), blocks, tiles)
    alone = partial(computable, program, layer, staged, columns=False)  # each window by itself
    for conds, other, ones in special(ready, alone, layer, block) if blocks and not tiles else ():
        assumed = Assumed(layer)
        assumed.values |= dict.fromkeys(ones, 1)
        one, more = _lowered(other, _Lowering(layer, assumed, taken), blocks, tiles)
        block, told = (Choose("", conds, one, block),), (*told, *more)
    used = {t for d in ready.defs for t in d.reads}
    arrays = tuple(t for t in ready.inputs if t in used)
    before = {t.name: t for t in (*program.inputs, *program.outputs)}
    views = tuple(t.name for t in (*arrays, *ready.outputs) if t != before[t.name])
    given = scalars_of(block, layer)
    return Kernel(
        program.name,
        arrays,
        ready.outputs,
        given,
        block,
        views=views,
        decisions=tuple(dict.fromkeys(told)),
        sizes=layer.size_symbols,
    )


def _lowered(
    ready: Program, lowering: _Lowering, blocks: bool, tiles: bool
) -> tuple[Block, tuple[Decision, ...]]:
    """The loops of a program, and what was decided about them."""
    ready = addends_apart(ready, lowering.whole, lowering.taken) if blocks else ready
    lowering.begun = begun(ready.defs)
    lowering.laid = laid(ready.defs)
    one = lowering.tiled if tiles else lowering.fastest if blocks else lowering.group
    groups = group(ready, lowering.assumed, *([lowering.whole] if blocks else []))
    body = [node for g in groups for node in one(g)]
    return (*map(Alloc, _temporaries(ready, lowering.private)), *body), tuple(lowering.decisions)


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


class _Lowering(Scans):
    """The groups of a program, one after the other; ``private`` tensors live in one iteration.

    No new array takes a name that is ``taken``; what is ``begun`` adds to an array that is written before.
    """

    def __init__(self, layer: Layer, assumed: Assumed, taken: set[str]) -> None:
        super().__init__()
        self.layer, self.assumed = layer, assumed
        self.taken = taken
        self.given = frozenset(s.name for s in (*layer.option_symbols, *layer.size_symbols)) | taken
        self.private: set[str] = set()
        self.begun: set[Def] = set()
        self.laid: dict[Tensor, Def] = {}
        self.decisions: list[Decision] = []
        self.numbers = count(1)
        """What is computed in blocks or by windows has names of its own."""

    def tiled(self, g: Group) -> Block:
        """Each correlation tile by tile, what is none as fast as it can be; what is local stays together."""
        found = [correlation(one, self.layer) for one in g.defs]
        if g.local or all(isinstance(c, str) for c in found):
            return self.fastest(g)
        return tuple(node for one, c in zip(g.defs, found, strict=True) for node in self.tile(one, c))

    def tile(self, one: Def, found: Correlation | str) -> Block:
        if isinstance(found, str):
            return self.fastest(alone(one, self.assumed))
        self.decisions.append(Decision(one, f"correlation in tiles: {found}", "allowed by the caller"))
        return found.nodes()

    def whole(self, g: Group) -> bool:
        """Whether a group is a contraction, or a window that slides."""
        return not isinstance(self.contraction(g), str) or not isinstance(windowed(g, self.assumed), str)

    def contraction(self, g: Group) -> tuple[Way, ...] | str:
        free, _ = spared(g, self.laid)
        return "it is a running sum" if any(map(runs, g.defs)) else chosen(free, self.assumed)

    def fastest(self, g: Group) -> Block:
        """A window that slides where it is worth it; else in blocks, else in plain loops."""
        found = windowed(g, self.assumed)
        if isinstance(found, str):
            return self.blocks(g)
        told = " or ".join("lags: " * w.lags + str(w) for w in found)
        self.decisions.append(Decision(g.defs[-1], f"a window that slides, where it is worth it: {told}"))
        return slid(found, next(self.numbers), self.blocks(g))

    def blocks(self, g: Group) -> Block:
        """A contraction in registers, with plain loops for small ones; else plain loops."""
        found = self.contraction(g)
        if isinstance(found, str):
            self.decisions += [Decision(d, "no contraction in blocks", found) for d in g.defs if _sums(d)]
            return self.group(g)
        choice = f"contraction in blocks, as plain loops where it is small: {'; or '.join(map(str, found))}"
        self.decisions.append(Decision(g.defs[-1], choice, "of the ways that fit the one that copies least"))
        c = found[0].c
        taken = {z for z, _, _ in c.one.free} | c.reduce.bound
        value = lambda e: self.value(unique_binders(e, taken), Innermost())  # noqa: E731
        numbers = [next(self.numbers) for _ in found]
        return packed(found, value, numbers, lambda: self.group(g), spared(g, self.laid)[1])

    def group(self, g: Group) -> Block:
        """The shared loops of a group around the loops of each definition."""
        body: list[Node] = []
        for t in g.local:
            self.private.add(t.name)
            if t.shape:
                body.append(Alloc(t))
            else:
                self.scalar[t] = self.name(t.name, integer=t.kind == "integer", own=True)
        zero: list[Node] = []
        for d in (d for d in g.defs if d.scatter and d not in self.begun):
            own = self.apart(d) is None and own_part(d, g.shared)
            (body if own else zero).extend(self.zeroed(d, g.shared if own else ()))
        self.decisions += [_fused(d, g) for d in g.defs[1:]]
        for batch in in_scans(g.defs, self.assumed):
            body += self.scan_of(batch, g.shared)
            if self.loops_alone(batch[0], g.shared):
                self.scanned.clear()
        self.scanned.clear()
        if len(g.defs) == 1 and not any(isinstance(n, Alloc) for n in body):
            body = list(self.strips(g.defs[0], g.shared, tuple(body)))
        return (*zero, *in_one_box(g.shared, tuple(body)))

    def scan_of(self, batch: Sequence[Def], shared: Sequence[Binder]) -> Block:
        """Definitions that one scan computes, in the same loops."""
        own = [b for b in batch[0].free if b not in shared] if len(batch) > 1 else []
        return nest(own, (), tuple(n for one in batch for n in self.definition(one, (*shared, *own))))

    def loops_alone(self, one: Def, shared: Sequence[Binder]) -> bool:
        """Whether a definition has loops of its own but that over a row: what it saw is gone after them."""
        row = innermost(one, self.assumed).row
        return bool({z for z, _, _ in one.free} - {z for z, _, _ in shared} - {row})

    def strips(self, one: Def, shared: Sequence[Binder], body: Block) -> Block:
        """Without an outer loop to run in parallel, the row itself is cut into strips."""
        along = self.apart(one)
        if along is not None:
            return strip(along[0], body, one, CARRIED)
        row = innermost(one, self.assumed).row
        return body if row is None or shared or one.scatter else strip(row, body, one)

    def apart(self, one: Def) -> Binder | None:
        """What a scatter carries to each place that lies far apart in memory: some of it at a time."""
        along = carried(one, self.assumed)
        return along if along is not None and along[0] != one.lhs.index[-1] else None

    def zeroed(self, one: Def, shared: Sequence[Binder]) -> Block:
        """The loops that clear what a scatter adds to; inside its shared loops, the part that is theirs."""
        outside = {z for z, _, _ in shared}
        places = zip(one.lhs.index, one.tensor.axes, one.tensor.shape, strict=True)
        box = [(z, S.Zero, extent - 1) for at, z, extent in places if at not in outside]
        letters = (at if at in outside else z for at, z in zip(one.lhs.index, one.tensor.axes, strict=True))
        store = Store(Acc(one.tensor, *letters), S.Zero)
        if shared:
            return nest(box, (), (store,))
        return loops(box[:-1] or box, nest(box[-1:] if len(box) > 1 else [], (), (store,)))

    def definition(self, one: Def, shared: Sequence[Binder]) -> Block:
        """The loops of one definition inside the shared ones."""
        names = {z for z, _, _ in shared}
        rest = [b for b in one.free if b[0] not in names]
        one = replace(one, expr=unique_binders(one.expr, {*one.indices, *names}))
        if one.scatter:
            return (Label(one), *self.scatter(one, rest))
        along = runs(one)
        if along is not None:
            self.decisions.append(Decision(one, f"running sums along {along.letter}", "one term more each"))
            return (Label(one), *self.scan(one, along, rest))
        how = innermost(one, self.assumed)
        own = how.row in {z for z, _, _ in rest}
        if _sums(one):
            self.decisions.append(Decision(one, str(how), how.reason))
        if how.row is not None and own and top_reduces(one.expr):
            return (Label(one), *self.rows(one, how.row, rest))
        if own:
            rest.sort(key=lambda b: b[0] == how.row)
        before, value = self.value(one.expr, how)
        both = either_row(one)
        if both is not None and all(b in rest for b in both):
            outer = [b for b in rest if b not in both]
            return (Label(one), *before, *nest(outer, (), self.either(one, both, value)))
        return (Label(one), *nest(rest, (), (*before, self.put(one, value))))

    def either(self, one: Def, both: tuple[Binder, Binder], value: Expr) -> Block:
        """The longer of two loops inside: neighbours are computed in a row that is then stored apart."""
        along, row = both
        made: list[Node] = []
        kept = self.buffer("row", along, "real", made)
        apart = nest([along], (), (Store(kept, value),)), nest([along], (), (self.put(one, kept),))
        longer = (ge(along[2] - along[1], row[2] - row[1]),)
        ways = nest([row], (), (*apart[0], *apart[1])), nest([along, row], (), (self.put(one, value),))
        return (*made, Choose("", longer, *ways))

    def scatter(self, one: Def, rest: list[Binder]) -> Block:
        """``lhs += [c]·e``: the bracket bounds the loops; sums stand before loops that they do not need."""
        conds, factors = brackets_apart(one.expr)
        value = Mul(*factors)
        needed = {s for r in top_reduces(value) for s in r.free_symbols}
        free = bounded(one) - needed
        along, apart = carried(one, self.assumed), self.apart(one)
        first = [b for b in rest if b == apart]
        last = [b for b in rest if b[0] in free and moves(b, rest)]
        last += [b for b in rest if b == along and b not in first]
        before, value = self.value(value, Innermost())
        outside, others = split(conds, {z for z, _, _ in last})
        leaf = nest(last, others, (self.put(one, value),))
        between = [b for b in rest if b not in (*first, *last)]
        between = by_strides(between, value, self.assumed) if first else between
        return nest([*first, *between], outside, (*before, *leaf))


def _sums(one: Def) -> bool:
    return not one.scatter and bool(top_reduces(one.expr))


def _fused(one: Def, g: Group) -> Decision:
    letters = ", ".join(str(z) for z, _, _ in g.shared)
    return Decision(one, f"in the loops over {letters} of {g.defs[0].tensor.name}", "one pass over memory")


__all__ = ["lower", "scalars_of"]
