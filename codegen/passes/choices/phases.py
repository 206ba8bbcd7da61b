"""Phases: what holds at every f-th element of a row only is computed for these alone.

    for b: y[b] = x[b // f] if f | b else 0        for b: y[b] = 0
                                                   for q: y[f q] = x[q]

No element is asked whether it is one, and nothing is divided; nor is what decides a whole row: a row without
any keeps its zeros.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Mul, S, Symbol, expand

from codegen.loops.legality import where_legal
from codegen.loops.nest import positive
from codegen.loops.nodes import Block, If, Kernel, Loop, Node, Range, Store
from codegen.loops.roles import rewrite, told
from codegen.passes.naming import Fresh
from codegen.program.unordered import decides
from derive.expr import Cond, FloorDiv, Iverson, Modulo, brackets_apart, substitute
from derive.model.layer import Layer


@where_legal
def phases(kernel: Kernel, layer: Layer) -> Kernel:
    """Rows in which a divisibility chooses as two loops, where the second is proved to stay inside."""
    fresh = Fresh(kernel)

    def apart(node: Node) -> Block:
        made = _apart(node, fresh) if isinstance(node, Loop) else None
        return (node,) if made is None else made

    return replace(kernel, body=rewrite(kernel.body, apart))


def _apart(loop: Loop, fresh: Fresh) -> Block | None:
    labels, done = told(loop.body)
    match done:
        case [Store(target, value) as store] if target.index and _by_one(loop.range):
            b, (lo,), (hi,) = loop.range.index, loop.range.lo, loop.range.hi
            found = _chosen(value, b)
            if found is None or target.index[-1].coeff(b) != 1:
                return None
            cond, value = found
            first, q = _first(cond, b, lo), fresh("q", integer=True)
            at = {b: first + cond.divisor * q}
            some = replace(store, target=substitute(target, at), value=substitute(value, at))
            phase = Range(q, (S.Zero,), (FloorDiv(hi - first, cond.divisor),))
            zeros = replace(loop, body=(replace(store, value=S.Zero),))
            return (*labels, zeros, _where_any(Loop(phase, (some,)), some))
    return None


def _where_any(loop: Loop, store: Store) -> Loop | If:
    """What decides a whole row is asked once: where it fails, the zeros that are there stay."""
    conds, factors = brackets_apart(store.value)
    whole = [c for c in conds if not c.has(loop.range.index) and not decides(c)]
    if not whole:
        return loop
    value = Mul(Iverson(*(c for c in conds if c not in whole)), *factors)
    return If(tuple(whole), (replace(loop, body=(replace(store, value=value),)),))


def _by_one(r: Range) -> bool:
    return r.step == 1 and len(r.lo) == 1 and len(r.hi) == 1


def _chosen(value: Expr, b: Symbol) -> tuple[Cond, Expr] | None:
    """A bracket that leaves elements of the row: its divisibility, and the other factors."""
    conds, factors = brackets_apart(value)
    for cond in conds:
        if cond.kind == "divides" and cond.of.coeff(b) in (1, -1) and _even(cond, b):
            return cond, Mul(Iverson(*(c for c in conds if c != cond)), *factors)
    return None


def _even(cond: Cond, b: Symbol) -> bool:
    rest = expand(cond.of - cond.of.coeff(b) * b)
    return b not in rest.free_symbols | cond.divisor.free_symbols and positive(cond.divisor)


def _first(cond: Cond, b: Symbol, lo: Expr) -> Expr:
    """The first place from ``lo`` on at which the condition holds."""
    slope = cond.of.coeff(b)
    rest = expand(lo + (cond.of - slope * b) * slope)
    return lo if rest == 0 else lo + Modulo(-rest, cond.divisor)


__all__ = ["phases"]
