"""Two taps: a loop over the cell of a position and the next one is two statements, each where its tap exists.

``for r in range(max(0, cell), min(W, cell + 2))`` runs twice almost everywhere; what it starts and ends costs
as much as what it does.  The weights, which depend on no array, get names of their own.
"""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Mul, expand

from codegen.loops.nodes import Accumulate, Block, If, Kernel, Let, Loop, Node, Range
from codegen.loops.roles import rewrite
from codegen.passes.naming import Fresh
from derive.expr import Acc, Cond, ge, substitute
from derive.model.layer import Layer


def two_taps(kernel: Kernel, layer: Layer) -> Kernel:
    """Every loop over two neighbours that adds one product as two statements."""
    fresh = Fresh(kernel)
    return replace(kernel, body=rewrite(kernel.body, lambda n: _taken_apart(n, fresh)))


def _taken_apart(node: Node, fresh: Fresh) -> Block:
    match node:
        case Loop(Range() as r, (Accumulate(op="sum") as one,)):
            first = _cell(r)
            return (
                (node,) if first is None else (*_tap(one, r, first, fresh), *_tap(one, r, first + 1, fresh))
            )
    return (node,)


def _cell(r: Range) -> Expr | None:
    """The first of two neighbours that bound a range, beside what it may not leave."""
    if r.step != 1:
        return None
    names = [e for e in r.lo if e.is_Symbol and e.name.startswith("below")]
    return next((e for e in names if any(expand(end - e) == 1 for end in r.hi)), None)


def _tap(one: Accumulate, r: Range, at: Expr, fresh: Fresh) -> Block:
    """What the loop adds at one of its two steps, where that is inside the other bounds."""
    value, target = (substitute(e, {r.index: at}) for e in (one.value, one.target))
    conds = [ge(at - e) for e in r.lo if expand(at - e) not in (0, 1)]
    conds += [ge(e - at) for e in r.hi if expand(e - at) not in (0, 1)]
    factors = Mul.make_args(value)
    own = [
        f for f in factors if not f.has(Acc) and not f.is_number and f.has(at if at.is_Symbol else at.args[1])
    ]
    lets: list[Node] = []
    if own and len(own) < len(factors):
        weight = fresh("weight")
        lets.append(Let(weight, Mul(*own)))
        value = Mul(weight, *(f for f in factors if f not in own))
    step = Accumulate(target, one.op, value)
    tests = tuple(c for c in conds if isinstance(c, Cond))
    return (*lets, If(tests, (step,)) if tests else step)


__all__ = ["two_taps"]
