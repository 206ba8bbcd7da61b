"""The loop language between formulas and Numba source: frozen nodes, scalars stay SymPy.

=============  =========================================================================
``Range``      an index from the largest of ``lo`` to the smallest of ``hi`` (inclusive), by ``step``
``Loop``       a sequential loop over one range
``Parallel``   one loop whose iterations may run at once, over a box of ranges
``If``         a condition that no loop bound could take over
``Let``        a named scalar, integer or real
``Alloc``      a temporary array, private to the iteration of the loop in which it stands
``Store``      ``x[...] = value``
``Accumulate`` ``target op= value``; the target is an element or a named scalar
``Best``       keeps the first extreme value and where it stood
``Comment``    a line for the reader: the formula that the next nodes compute
``Kernel``     a function: arrays, scalars, body
=============  =========================================================================

A later node (a tile of vector values, a packed operand) joins the union ``Node`` and registers
one function in ``emit`` and one in ``check``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from sympy import Expr, Symbol, sympify

from derive.expr import Acc, Cond, Tensor

Block: TypeAlias = "tuple[Node, ...]"
Target: TypeAlias = Acc | Symbol


@dataclass(frozen=True)
class Range:
    """``index`` from ``max(lo)`` to ``min(hi)``, both inclusive; empty where the end comes first."""

    index: Symbol
    lo: tuple[Expr, ...]
    hi: tuple[Expr, ...]
    step: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "lo", tuple(map(sympify, self.lo)))
        object.__setattr__(self, "hi", tuple(map(sympify, self.hi)))


@dataclass(frozen=True)
class Loop:
    range: Range
    body: Block


@dataclass(frozen=True)
class Parallel:
    """Iterations in any order or at once.  The ranges form a box: no bound mentions another index."""

    ranges: tuple[Range, ...]
    body: Block


@dataclass(frozen=True)
class If:
    conds: tuple[Cond, ...]
    body: Block


@dataclass(frozen=True)
class Let:
    """``name = value``: an integer or a real, by the assumptions of the name."""

    name: Symbol
    value: Expr


@dataclass(frozen=True)
class Alloc:
    tensor: Tensor


@dataclass(frozen=True)
class Store:
    target: Acc
    value: Expr


@dataclass(frozen=True)
class Accumulate:
    """``op`` is ``sum``, ``prod``, ``max`` or ``min``; a NaN, once there, stays."""

    target: Target
    op: str
    value: Expr


@dataclass(frozen=True)
class Best:
    """Keep ``value`` and ``position`` where it beats ``best``, ``at`` is still -1, or it is the first NaN."""

    op: str
    best: Target
    at: Target
    value: Expr
    position: Expr


@dataclass(frozen=True)
class Comment:
    text: str


Node: TypeAlias = Loop | Parallel | If | Let | Alloc | Store | Accumulate | Best | Comment


@dataclass(frozen=True)
class Kernel:
    """``fast`` allows sums to be reassociated (never at the price of NaN or infinity).

    ``views`` names the arrays that the kernel sees in another shape than its caller: neighbouring axes
    that are always walked together are one axis.
    """

    name: str
    arrays: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    scalars: tuple[Symbol, ...]
    body: Block
    fast: bool = True
    views: tuple[str, ...] = ()


def children(node: Node) -> Block:
    """The nodes inside ``node``."""
    return node.body if isinstance(node, Loop | Parallel | If) else ()


def walk(block: Block) -> Iterator[Node]:
    """Every node, outermost first, in order."""
    for node in block:
        yield node
        yield from walk(children(node))


def with_body(node: Loop | Parallel | If, body: Block) -> Node:
    return replace(node, body=body)


def rewrite(block: Block, change: Callable[[Node], Block]) -> Block:
    """``change`` applied to every node, innermost first; it returns what stands in the node's place."""
    made: list[Node] = []
    for node in block:
        if isinstance(node, Loop | Parallel | If):
            node = with_body(node, rewrite(node.body, change))
        made.extend(change(node))
    return tuple(made)


def ranges(node: Node) -> tuple[Range, ...]:
    """The ranges that ``node`` opens for its body."""
    if isinstance(node, Loop):
        return (node.range,)
    return node.ranges if isinstance(node, Parallel) else ()


def scalars(node: Node) -> tuple[Expr, ...]:
    """The expressions that stand in ``node`` itself (not in its body), read or written."""
    match node:
        case Loop() | Parallel():
            return tuple(e for r in ranges(node) for e in (*r.lo, *r.hi))
        case If():
            return tuple(c for c in node.conds)
        case Let():
            return (node.value,)
        case Alloc():
            return node.tensor.shape
        case Store():
            return (node.target, node.value)
        case Accumulate():
            return (node.target, node.value)
        case Best():
            return (node.best, node.at, node.value, node.position)
        case _:
            return ()


def on_scalars(node: Node, change: Callable[[Expr], Expr]) -> Node:
    """``node`` with ``change`` applied to each of its own expressions (names that it defines stay)."""

    def on_range(r: Range) -> Range:
        return replace(r, lo=tuple(map(change, r.lo)), hi=tuple(map(change, r.hi)))

    match node:
        case Loop():
            return replace(node, range=on_range(node.range))
        case Parallel():
            return replace(node, ranges=tuple(map(on_range, node.ranges)))
        case If():
            return replace(node, conds=tuple(change(c) for c in node.conds))
        case Let():
            return replace(node, value=change(node.value))
        case Store():
            return replace(node, target=change(node.target), value=change(node.value))
        case Accumulate():
            return replace(node, target=change(node.target), value=change(node.value))
        case Best():
            return Best(node.op, *(change(e) for e in (node.best, node.at, node.value, node.position)))
        case _:
            return node


def written(block: Block) -> set[Tensor | Symbol]:
    """The arrays and scalars that ``block`` changes."""
    out: set[Tensor | Symbol] = set()
    for node in walk(block):
        match node:
            case Let():
                out.add(node.name)
            case Store() | Accumulate():
                out.add(node.target.tensor if isinstance(node.target, Acc) else node.target)
            case Best():
                out |= {t.tensor if isinstance(t, Acc) else t for t in (node.best, node.at)}
    return out
