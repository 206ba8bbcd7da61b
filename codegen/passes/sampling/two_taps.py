"""Two taps: a loop over the cell of a position and the next one is two statements, each where its tap exists.

``for r in range(max(0, cell), min(W, cell + 2))`` runs twice almost everywhere; what it starts and ends costs
as much as what it does.  So do such loops inside each other, as those over the rows and the columns of an
image.  The weights, which no element of what is sampled decides, get names of their own in front.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy import Expr, Mul, Symbol, expand

from codegen.loops.legality import where_legal
from codegen.loops.nodes import Accumulate, Block, If, Kernel, Let, Loop, Node, Range
from codegen.loops.roles import on_scalars, rewrite, walk
from codegen.passes.naming import Fresh
from derive.expr import Acc, Cond, accesses, ge, substitute
from derive.model.layer import Layer


@where_legal
def two_taps(kernel: Kernel, layer: Layer) -> Kernel:
    """Every loop over two neighbours that adds products as two statements."""
    fresh = Fresh(kernel)
    del layer
    return replace(kernel, body=rewrite(kernel.body, lambda n: _taken_apart(n, fresh)))


def _taken_apart(node: Node, fresh: Fresh) -> Block:
    match node:
        case Loop(Range() as r, body) if _adds(body):
            first = cell_of(r)
            if first is not None:
                before, each = _apart(body, r.index)
                taps = (n for at in (first, first + 1) for n in _tap(each, r, at, fresh))
                return (*before, *taps)
    return (node,)


def _adds(body: Block) -> bool:
    """Whether a body is names and sums of products, perhaps on conditions."""
    return all(
        isinstance(n, Let | If) or (isinstance(n, Accumulate) and n.op == "sum") for n in walk(body)
    ) and not any(isinstance(n, Let) and _started(n, body) for n in body)


def _started(let: Let, body: Block) -> bool:
    """Whether a name is that of an accumulator."""
    return any(isinstance(n, Accumulate) and n.target == let.name for n in walk(body))


def cell_of(r: Range) -> Expr | None:
    """The first of two neighbours that bound a range, beside what it may not leave."""
    if r.step != 1:
        return None
    names = [e for e in r.lo if e.is_Symbol and e.name.startswith("below")]
    return next((e for e in names if any(expand(end - e) == 1 for end in r.hi)), None)


def tests_of(r: Range, at: Expr) -> tuple[Cond, ...]:
    """What says that a tap is inside the bounds beside its cell."""
    conds = [ge(at - e) for e in r.lo if expand(at - e) not in (0, 1)]
    conds += [ge(e - at) for e in r.hi if expand(e - at) not in (0, 1)]
    return tuple(c for c in conds if isinstance(c, Cond))


def _apart(body: Block, z: Symbol) -> tuple[list[Let], list[Node]]:
    """The names that are the same at both taps, and what is left."""
    before: list[Let] = []
    each: list[Node] = []
    own: set[Symbol] = {z}
    for node in body:
        if isinstance(node, Let) and not node.value.free_symbols & own:
            before.append(node)
            continue
        each.append(node)
        own |= {node.name} if isinstance(node, Let) else set()
    return before, each


def _tap(body: list[Node], r: Range, at: Expr, fresh: Fresh) -> Block:
    """What the loop adds at one of its two steps, where that is inside the other bounds."""
    tests = tests_of(r, at)
    names: dict[Expr, Expr] = {r.index: at}
    lets: list[Let] = []
    steps: list[Node] = []
    for node in body:
        if isinstance(node, Let):
            name = fresh("weight", integer=bool(node.name.is_integer))
            lets.append(Let(name, substitute(node.value, names)))
            names[node.name] = name
        else:
            steps += rewrite((node,), lambda n: (on_scalars(n, lambda e: substitute(e, names)),))
    weights = _Weights(fresh, at if at.is_Symbol else at.args[1])
    steps = [n for node in steps for n in rewrite((node,), lambda n: (weights.named(n),))]
    made = tuple(steps)
    return (*lets, *weights.lets, *((If(tests, made),) if tests else made))


class _Weights:
    """What a tap is multiplied by, named once for all that it is multiplied with."""

    def __init__(self, fresh: Fresh, cell: Expr) -> None:
        self.fresh, self.cell = fresh, cell
        self.names: dict[Expr, Symbol] = {}

    @property
    def lets(self) -> Iterator[Let]:
        return (Let(name, value) for value, name in self.names.items())

    def named(self, node: Node) -> Node:
        if not isinstance(node, Accumulate):
            return node
        factors = Mul.make_args(node.value)
        own = [f for f in factors if self.decides(f)]
        if not own or len(own) == len(factors):
            return node
        value = Mul(*own)
        if value not in self.names:
            self.names[value] = self.fresh("weight")
        return replace(node, value=Mul(self.names[value], *(f for f in factors if f not in own)))

    def decides(self, f: Expr) -> bool:
        """Whether a factor is made of the tap, and of elements that stand elsewhere."""
        placed = any(self.cell in a.free_symbols for a in accesses(f))
        return not f.is_number and not isinstance(f, Acc) and f.has(self.cell) and not placed


__all__ = ["cell_of", "tests_of", "two_taps"]
