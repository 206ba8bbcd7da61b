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
``Split``      the digits of a flat index, as names for what stands inside
``Copy``       ``x[..., z] = y[...]`` over a range, neighbours in ``x`` and evenly spaced in ``y``
``Product``    ``out[p, q] += Σ_k left[p, k] right[k, q]`` over three ranges, in registers
``Comment``    a line for the reader: the formula that the next nodes compute
``Kernel``     a function: arrays, scalars, body
=============  =========================================================================
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
class Split:
    """``letters`` (outer first, from ``lo`` to ``hi`` each) as digits of ``flat``, which counts from 0."""

    letters: tuple[Range, ...]
    flat: Expr
    body: Block


@dataclass(frozen=True)
class Copy:
    """A run of neighbours in ``target``, evenly spaced in ``source``."""

    range: Range
    target: Acc
    source: Acc


@dataclass(frozen=True)
class Product:
    """``target += Σ left · right``: over ``rows`` and ``cols`` the target, over ``depth`` the sum."""

    rows: Range
    cols: Range
    depth: Range
    target: Acc
    left: Acc
    right: Acc


@dataclass(frozen=True)
class Comment:
    text: str


Node: TypeAlias = (
    Loop | Parallel | If | Let | Alloc | Store | Accumulate | Best | Split | Copy | Product | Comment
)
Nest: TypeAlias = Loop | Parallel | If | Split


@dataclass(frozen=True)
class Kernel:
    """A function over arrays and scalars.

    ``views`` names the arrays that the kernel sees in another shape than its caller: neighbouring axes
    that are always walked together are one axis.
    """

    name: str
    arrays: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    scalars: tuple[Symbol, ...]
    body: Block
    views: tuple[str, ...] = ()


def children(node: Node) -> Block:
    """The nodes inside ``node``."""
    return node.body if isinstance(node, Nest) else ()


def walk(block: Block) -> Iterator[Node]:
    """Every node, outermost first, in order."""
    for node in block:
        yield node
        yield from walk(children(node))


def with_body(node: Nest, body: Block) -> Node:
    return replace(node, body=body)


def rewrite(block: Block, change: Callable[[Node], Block]) -> Block:
    """``change`` applied to every node, innermost first; it returns what stands in the node's place."""
    made: list[Node] = []
    for node in block:
        if isinstance(node, Nest):
            node = with_body(node, rewrite(node.body, change))
        made.extend(change(node))
    return tuple(made)


def ranges(node: Node) -> tuple[Range, ...]:
    """The ranges that ``node`` opens for its body, or for its own expressions."""
    match node:
        case Loop() | Copy():
            return (node.range,)
        case Parallel():
            return node.ranges
        case Split():
            return node.letters
        case Product():
            return node.rows, node.cols, node.depth
        case _:
            return ()


def inside(node: Node) -> tuple[Expr, ...]:
    """The expressions of ``node`` that its own ranges bind."""
    match node:
        case Copy():
            return node.target, node.source
        case Product():
            return node.target, node.left, node.right
        case _:
            return ()


def scalars(node: Node) -> tuple[Expr, ...]:
    """The expressions that stand in ``node`` itself (neither in its body nor ``inside`` its ranges)."""
    match node:
        case Loop() | Parallel() | Copy() | Product():
            return tuple(e for r in ranges(node) for e in (*r.lo, *r.hi))
        case Split():
            return (node.flat, *(e for r in node.letters for e in (*r.lo, *r.hi)))
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
        case Split():
            return replace(node, letters=tuple(map(on_range, node.letters)), flat=change(node.flat))
        case Copy():
            return Copy(on_range(node.range), change(node.target), change(node.source))
        case Product():
            rows, cols, depth = map(on_range, ranges(node))
            return Product(rows, cols, depth, *map(change, inside(node)))
        case _:
            return node


def written(block: Block) -> set[Tensor | Symbol]:
    """The arrays and scalars that ``block`` changes."""
    out: set[Tensor | Symbol] = set()
    for node in walk(block):
        match node:
            case Let():
                out.add(node.name)
            case Store() | Accumulate() | Copy() | Product():
                out.add(node.target.tensor if isinstance(node.target, Acc) else node.target)
            case Best():
                out |= {t.tensor if isinstance(t, Acc) else t for t in (node.best, node.at)}
    return out
