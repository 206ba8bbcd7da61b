"""Loop-invariant code motion: what does not change in a loop is computed before it.

Integer divisions, residues and floors of data leave from wherever they stand (bounds, indices); of real
expressions, the invariant factors and terms.  An access moves only to where it is still proved to be legal,
and never out of the branch of a condition or of a choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import singledispatchmethod
from typing import Any

from sympy import Add, Basic, Expr, Mul, Symbol, ceiling, floor

from codegen.loops.legality import readable
from codegen.loops.nodes import Alloc, Block, Choose, Kernel, Let, Nest, Node, Range
from codegen.loops.place import Place
from codegen.loops.roles import (
    branches,
    defines,
    makes,
    on_scalars,
    ranges,
    rewrite,
    walk,
    with_bodies,
    with_ranges,
    writes,
    written,
)
from codegen.passes.naming import Fresh
from codegen.program.grouping import Grouped
from codegen.program.whole_numbers import is_integer
from derive.expr import Acc, Cond, FloorDiv, Gcd, Iverson, Modulo, Residue, Tensor, Where, rebuild, substitute
from derive.model.layer import Layer

COSTLY = (FloorDiv, Modulo, Residue, Gcd, floor, ceiling)


def licm(kernel: Kernel, layer: Layer) -> Kernel:
    """Move loop-invariant values out of the loops, as far as they go."""
    motion = _Motion(kernel)
    body = motion.block(kernel.body, Place.start(kernel, layer))
    return replace(kernel, body=motion.fresh.numbered(body))


class _Motion:
    def __init__(self, kernel: Kernel) -> None:
        self.fresh = Fresh(kernel)

    def block(self, block: Block, place: Place) -> Block:
        """Each nested body first, then what it can give away comes to stand in front of it."""
        made: list[Node] = []
        known: dict[Expr, Symbol] = {}
        for node in block:
            for new in self.once(self.out_of(node, place) if isinstance(node, Nest) else (node,), known):
                made.append(new)
                known = _unchanged(known, new)
                if isinstance(new, Let):
                    place.let(new)
                if isinstance(new, Alloc):
                    place.arrays.add(new.tensor.name)
        return tuple(made)

    def once(self, nodes: Block, known: dict[Expr, Symbol]) -> Block:
        """What a nest before has moved to here already, and nothing has changed, is used by its name."""
        alias: dict[Symbol, Expr] = {}
        kept: list[Node] = []
        for node in nodes[:-1]:
            assert isinstance(node, Let)
            value = substitute(node.value, alias)
            if value in known:
                alias[node.name] = known[value]
                continue
            known[value] = node.name
            kept.append(Let(node.name, value))
        return (*kept, *_renamed(nodes[-1:], alias))

    def out_of(self, node: Nest, place: Place) -> Block:
        if isinstance(node, Choose):
            inner = [self.block(body, place.within((), conds)) for conds, body in branches(node)]
            return (with_bodies(node, inner),)
        ((conds, body),) = branches(node)
        body = self.block(body, place.within(ranges(node), conds))
        pull = _Hoisting(self, place, ranges(node), body)
        kept = tuple(n for child in body for n in pull.child(child))
        return (*pull.named_values(), with_bodies(node, [_renamed(kept, pull.alias)]))


class _Hoisting:
    """Pulls invariant values out of the body of one loop."""

    def __init__(self, motion: _Motion, place: Place, around: tuple[Range, ...], body: Block) -> None:
        self.motion, self.place, self.loops = motion, place, bool(around)
        self.varying: set[Any] = {r.index for r in around} | written(body)
        self.varying |= {t for n in walk(body) for t in (*makes(n), *defines(n))}
        changed = {t for n in walk(body) for t in writes(n)}
        lets = Counter(n.name for n in walk(body) if isinstance(n, Let))
        self.fixed = {s for s in lets if lets[s] == 1} - changed
        values = {(n.name, n.value) for n in walk(body) if isinstance(n, Let)}
        self.alike = {s for s, k in Counter(name for name, _ in values).items() if k == 1} - changed
        self.lets: dict[Expr, Symbol] = {}
        self.alias: dict[Symbol, Expr] = {}

    def named_values(self) -> list[Let]:
        """The values in the order found; what is named already is used by name."""
        made: list[Let] = []
        for value, name in self.lets.items():
            known = {let.value: let.name for let in made if let.value != value}
            made.append(Let(name, substitute(substitute(value, self.alias), known)))
        return made

    def child(self, node: Node) -> Block:
        """What remains of a node of the body: nothing, where a named value moves as a whole."""
        if isinstance(node, Let) and self.moves(node):
            self.varying.discard(node.name)
            known = node.value if node.value.is_Symbol else self.known(node.value)
            if known is None:
                self.lets[node.value] = node.name
            else:
                self.alias[node.name] = known
            return ()
        bounded = with_ranges(node, [self.bounded(r) for r in ranges(node)])
        return (self.through(on_scalars(bounded, self.reduce)),)

    def through(self, node: Node) -> Node:
        """A choice whose branches use names for the whole numbers that do not change in this loop either."""
        if not isinstance(node, Choose) or not self.loops:
            return node
        return with_bodies(node, [rewrite(body, self.across) for _, body in branches(node)])

    def across(self, node: Node) -> Block:
        """A node of a branch: a name that it gives to such a number is another for what is named before."""
        if isinstance(node, Let):
            value = self.whole(node.value)
            if value.is_Symbol and node.name in self.alike:
                self.alias[node.name] = value
                return ()
            return (Let(node.name, value),)
        return (on_scalars(node, self.whole),)

    def moves(self, node: Let) -> bool:
        """Whether a named value is invariant as a whole (an accumulator's start is not)."""
        fixed = node.name in self.fixed and not node.value.is_number
        return fixed and self.free(node.value) and self.legal(node.value)

    def bounded(self, r: Range) -> Range:
        """The range with each of its invariant ends named after its index."""
        first, last = (lambda e, word=word: self.end(e, f"{r.index}_{word}") for word in ("first", "last"))
        return replace(r, lo=tuple(map(first, r.lo)), hi=tuple(map(last, r.hi)))

    def end(self, e: Expr, stem: str) -> Expr:
        """One costly operation, perhaps times a number, has the name of what it bounds."""
        factors = [f for f in Mul.make_args(e) if not f.is_Integer]
        if len(factors) != 1 or not isinstance(factors[0], COSTLY) or not self.free(e) or not self.legal(e):
            return e
        return self.named(e, lambda: self.motion.fresh(stem, integer=True))

    def free(self, e: Any) -> bool:
        """Whether nothing that ``e`` reads changes in the loop."""
        if e in self.varying:
            return False
        if isinstance(e, Acc):
            return e.tensor not in self.varying and all(map(self.free, e.index))
        return all(map(self.free, e.args)) if isinstance(e, Basic) and not isinstance(e, Tensor) else True

    def legal(self, e: Any) -> bool:
        """Whether ``e`` may be evaluated outside: all that it reads is there, nothing is divided by zero."""
        divisors = {q.args[1] for q in e.atoms(FloorDiv, Modulo)} if isinstance(e, Basic) else set()
        return readable(e, self.place) and all(self.place.nonnegative(d - 1) for d in divisors)

    def known(self, e: Expr) -> Expr | None:
        """What ``e`` is called already, or ``-e``."""
        if e in self.lets:
            return self.lets[e]
        return -self.lets[-e] if is_integer(e) and -e in self.lets else None

    def named(self, e: Expr, name: Callable[[], Symbol] | None = None) -> Expr:
        known = self.known(e)
        if known is None:
            known = self.lets[e] = name() if name else self.motion.fresh.of(e)
        return known

    def reduce(self, e: Any) -> Any:
        """``e`` with its invariant parts named; targets of assignments and conditions keep their shape."""
        if not _has_parts(e):
            return e
        if isinstance(e, Expr) and self.worth(e) and self.free(e) and self.legal(e):
            return self.named(e)
        return self.inside(e)

    @singledispatchmethod
    def inside(self, e: Basic) -> Any:
        """``e``, which varies, with its parts reduced."""
        return _over_parts(e, self.reduce)

    @inside.register
    def _(self, e: Acc) -> Any:
        return Acc(e.tensor, *map(self.reduce, e.index))

    @inside.register
    def _(self, e: Grouped) -> Any:
        return Grouped(rebuild(e.args[0], [self.reduce(a) for a in e.args[0].args]))

    @inside.register
    def _(self, e: Add) -> Any:
        return _over_parts(self.part(e), self.reduce)

    @inside.register
    def _(self, e: Cond) -> Any:
        """A comparison of what is given with a number is as short as a comparison of its name."""
        return _over_parts(e, self.reduce) if is_integer(e.of) or e.has(Acc) else e

    @inside.register
    def _(self, e: Mul) -> Any:
        guarded = any(isinstance(f, Iverson) for f in e.args)
        return self.whole(e) if guarded else _over_parts(self.part(e), self.reduce)

    @inside.register
    def _(self, e: Where) -> Any:
        return self.whole(e)

    def whole(self, e: Any) -> Any:
        """A branch with its invariant whole numbers named: what reads no array is legal anywhere."""
        if not _has_parts(e):
            return e
        element = isinstance(e, Acc) and self.worth(e) and self.legal(e)
        if is_integer(e) and self.free(e) and (element or (isinstance(e, COSTLY) and not e.has(Acc))):
            return self.named(e)
        return _over_parts(e, self.whole)

    def part(self, e: Expr) -> Expr:
        """The invariant factors (or terms) of a real product (or sum) as one value."""
        if is_integer(e):
            return e
        mine = [a for a in e.args if self.free(a)]
        value = e.func(*mine)
        if not mine or len(mine) == len(e.args) or not self.worth(value) or not self.legal(value):
            return e
        return e.func(self.named(value), *(a for a in e.args if a not in mine))

    def worth(self, e: Expr) -> bool:
        """Whether naming ``e`` saves more than a register move."""
        if isinstance(e, Acc):
            return self.loops or not is_integer(e)
        if is_integer(e):
            return isinstance(e, COSTLY)
        return bool(e.atoms(Acc)) or (any(not s.is_integer for s in e.free_symbols) and not e.is_Symbol)


def _has_parts(e: Any) -> bool:
    return isinstance(e, Basic) and bool(e.args) and not isinstance(e, Tensor)


def _over_parts(e: Basic, change: Callable[[Any], Any]) -> Any:
    """``e`` itself where ``change`` leaves its parts as they are: it is not evaluated anew."""
    args = tuple(map(change, e.args))
    return e if args == e.args else rebuild(e, args)


def _unchanged(known: dict[Expr, Symbol], node: Node) -> dict[Expr, Symbol]:
    """The named values that ``node`` does not change."""
    changed = written((node,))
    return {
        e: name
        for e, name in known.items()
        if changed.isdisjoint({*e.free_symbols, *(a.tensor for a in e.atoms(Acc))})
    }


def _renamed(block: Block, alias: dict[Symbol, Expr]) -> Block:
    if not alias:
        return block
    return rewrite(block, lambda n: (on_scalars(n, lambda e: substitute(e, alias)),))


__all__ = ["licm"]
