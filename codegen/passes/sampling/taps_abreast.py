"""Taps abreast: the loops that each tap of a position runs through are run through once, for all taps.

    for q in cell, cell + 1: part = 0          part, part2 = 0, 0
        for c: part += x[c, q] dy[c]           for c: part += x[c, cell] dy[c]; part2 += x[c, cell + 1] dy[c]
        acc += w(q) part                       acc += w(cell) part; acc += w(cell + 1) part2

Where a tap does not exist, the loops over the taps remain.  What the taps add comes in the same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from sympy import Add, Expr, Symbol

from codegen.loops.legality import where_legal
from codegen.loops.nodes import Accumulate, Block, Carry, Choose, Kernel, Let, Loop, Node
from codegen.loops.roles import inside, on_bodies, on_scalars, ranges, reads, rewrite, walk, writes
from codegen.passes.naming import Fresh
from codegen.passes.sampling.all_taps import strictest
from codegen.passes.sampling.two_taps import cell_of, tests_of
from derive.expr import Acc, Cond, substitute
from derive.model.layer import Layer


@where_legal
def taps_abreast(kernel: Kernel, layer: Layer) -> Kernel:
    """Every nest over taps around other loops, with a way on which all taps exist."""
    fresh = Fresh(kernel)
    del layer
    return replace(kernel, body=tuple(new for node in kernel.body for new in _outermost(node, fresh)))


def _outermost(node: Node, fresh: Fresh) -> Block:
    """A nest over taps by its two ways; what stands around it with this inside."""
    every = _every_tap(node, fresh) if isinstance(node, Loop) else None
    if every is not None:
        return (every,)
    return (on_bodies(node, lambda body: tuple(new for n in body for new in _outermost(n, fresh))),)


def _every_tap(node: Loop, fresh: Fresh) -> Choose | None:
    """The choice between the loops of all taps run through at once, and the taps one after the other."""
    taps, step = _nest(node)
    if not taps or not _fits(step, {loop.range.index for loop in taps}):
        return None
    cells = [cell_of(loop.range) for loop in taps]
    near = [(c, c + 1) for c in cells if c is not None]
    told = zip(taps, near, strict=True)
    conds: list[Cond] = [c for loop, both in told for at in both for c in tests_of(loop.range, at)]
    made = _Abreast(fresh, step)
    each = [made.tap(dict(zip((t.range.index for t in taps), at, strict=True))) for at in product(*near)]
    return Choose("", strictest(conds), tuple(made.lets) + _jammed(each), (node,))


def _nest(node: Loop) -> tuple[list[Loop], Block]:
    """The loops over taps, each all of the one around it but names, and what the innermost does."""
    taps: list[Loop] = []
    before: list[Node] = []
    step: Block = (node,)
    while step and isinstance(step[-1], Loop) and all(isinstance(n, Let) for n in step[:-1]):
        loop = step[-1]
        if cell_of(loop.range) is None:
            break
        before += step[:-1]
        taps.append(loop)
        step = loop.body
    return taps, (*before, *step)


def _fits(step: Block, letters: set[Symbol]) -> bool:
    """Whether a step runs through loops that no tap decides, and only adds to what others add to."""
    nodes = list(walk(step))
    own = {n.name for n in nodes if isinstance(n, Let)}
    changed = Counter(t for n in nodes for t in writes(n) if t not in own)
    read = {e for n in nodes if not isinstance(n, Accumulate) for e in (*reads(n), *inside(n))}
    read |= {n.value for n in nodes if isinstance(n, Accumulate)}
    names = {getattr(t, "tensor", t) for t in changed}
    ends = {s for n in nodes for r in ranges(n) for e in (*r.lo, *r.hi) for s in e.free_symbols}
    return (
        any(isinstance(n, Loop) for n in nodes)
        and all(isinstance(n, Let | Loop | Accumulate) or _own(n, own) for n in nodes)
        and all(n.op == "sum" for n in nodes if isinstance(n, Accumulate))
        and max(changed.values(), default=0) == 1
        and not any(e.has(*names) for e in read)
        and not any(t.free_symbols & (letters | own) for t in changed if isinstance(t, Acc))
        and not ends & (letters | own)
    )


def _own(node: Node, own: set[Symbol]) -> bool:
    return isinstance(node, Carry) and node.total in own and node.rest in own


class _Abreast:
    """The step of a nest over taps, once for each of them."""

    def __init__(self, fresh: Fresh, step: Block) -> None:
        self.fresh, self.step = fresh, step
        self.known: dict[Expr, Symbol] = {}
        self.lets: list[Let] = []
        self.sums = {t for n in walk(step) for t in writes(n)}

    def tap(self, at: dict[Symbol, Expr]) -> Block:
        """The step at one tap, its names its own; what two taps would name alike is named once."""
        names: dict[Expr, Expr] = dict(at)
        left: list[Node] = []
        for node in self.step:
            if isinstance(node, Let) and node.name not in self.sums:
                names[node.name] = self.named(substitute(node.value, names), node.name)
            else:
                left.append(node)
        for n in walk(tuple(left)):
            if isinstance(n, Let) and n.name not in names:
                names[n.name] = self.fresh(n.name.name.rstrip("0123456789"), integer=bool(n.name.is_integer))
        return rewrite(tuple(left), lambda n: (_with(n, names),))

    def named(self, value: Expr, name: Symbol) -> Symbol:
        if value not in self.known:
            stem = name.name.rstrip("0123456789")
            self.known[value] = self.fresh(stem, integer=bool(name.is_integer))
            self.lets.append(Let(self.known[value], value))
        return self.known[value]


def _with(node: Node, names: dict[Expr, Expr]) -> Node:
    made = on_scalars(node, lambda e: substitute(e, names))
    return replace(made, name=names[made.name]) if isinstance(made, Let) and made.name in names else made


def _jammed(each: Sequence[Block]) -> Block:
    """The steps of all taps, statement by statement, their loops as one."""
    made: list[Node] = []
    for row in zip(*each, strict=True):
        first = row[0]
        if isinstance(first, Loop):
            made.append(replace(first, body=_jammed([n.body for n in row if isinstance(n, Loop)])))
        elif isinstance(first, Accumulate) and isinstance(first.target, Acc):
            same = {n.target for n in row if isinstance(n, Accumulate)} == {first.target}
            value = Add(*(n.value for n in row if isinstance(n, Accumulate)))
            made += [replace(first, value=value)] if same else row
        else:
            made += row
    return tuple(made)


__all__ = ["taps_abreast"]
