"""At which sizes the emitted kernels change their way: read from their loops, for whoever tries both sides.

``blocks``, ``correlations``, …  the way of that name opens (or ends) where a quantity reaches a value
``high``, ``wide``, ``deep``     rows, columns and terms of a block of a contraction: the next block begins
``parts``                        the next part of a sum, the next strip of an axis or the next lane begins
``vector``                       the innermost loop leaves the registers of one step, on any machine
``ranges``                       there is work enough for a second thread
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sympy import Add, Expr, Function, Integer, Max, Min, Symbol, expand

from codegen.contraction.stages import ColBlock, RowBlock
from codegen.loops.nodes import Block, Choose, Kernel, Let, Loop, Node, Parallel, Product, Range
from codegen.loops.outline import PartCall, outline
from codegen.loops.roles import children, ranges, scalars, walk
from codegen.loops.work import work
from codegen.numba.expressions import Scalars
from derive.expr import Acc, FloorDiv, Index, Modulo
from generated import threads, vectors

VECTOR = 64
"""Four vectors of sixteen numbers: the most that a step of an unrolled loop takes on any machine."""
LEAST_PART = 16
LONGEST = 72
"""A quantity that takes more letters to say hangs on residue classes: other ones move with it."""

Env = Mapping[Symbol, Expr]


@dataclass(frozen=True)
class Threshold:
    """A way of a kernel, and the quantity that opens it or ends it at a value."""

    path: str
    of: Expr
    at: int


def edges(kernels: Mapping[str, Kernel], show: Scalars) -> list[dict[str, Any]]:
    """As plain data: for each way and value the quantities, as text in the sizes of the layer."""
    made: dict[tuple[str, int], set[str]] = {}
    for name, kernel in kernels.items():
        known = frozenset(kernel.scalars)
        for edge in _of(outline(replace(kernel, name=name)).caller.body, {}):
            if edge.at > 0 and said(edge.of, known) and len(text := show.integer(edge.of)) <= LONGEST:
                made.setdefault((edge.path, edge.at), set()).add(text)
    return [{"path": path, "at": at, "of": sorted(made[path, at])} for path, at in sorted(made)]


def said(e: Expr, known: frozenset[Symbol]) -> bool:
    """Whether a quantity is made of sizes alone, by plain arithmetic."""
    plain = all(isinstance(f, Max | Min | FloorDiv | Modulo) for f in e.atoms(Function))
    return bool(e.free_symbols) and e.free_symbols <= known and plain and not e.has(Acc)


def _of(block: Block, env: Env) -> Iterator[Threshold]:
    """The edges of a block; a loop is looked at in its first iteration."""
    env = dict(env)
    for node in block:
        yield from _own(node, env)
        if isinstance(node, Let) and node.name.is_integer and not isinstance(node.value, RowBlock | ColBlock):
            env[node.name] = node.value.xreplace(env)
        env |= {r.index: r.lo[0].xreplace(env) for r in ranges(node)}
        yield from _of(node.part.body if isinstance(node, PartCall) else children(node), env)


def _own(node: Node | PartCall, env: Env) -> Iterator[Threshold]:
    """The edges that a node itself has."""
    match node:
        case PartCall():
            if isinstance(loop := node.loop, Parallel):
                yield Threshold("ranges", work(node.part.body), 2 * threads.GRAIN)
                yield from _steps(_ends(loop.ranges), env)
            return
        case Choose(by=by, conds=conds):
            yield from (
                edge for c in conds if c.kind == "ge" for edge in opens(by or "single", c.of.xreplace(env))
            )
        case Let(value=RowBlock() as value):
            yield Threshold("high", value.args[0].xreplace(env), vectors.HIGH)
        case Product():
            yield from (Threshold("deep", e, vectors.DEEP) for e in extents(node.depth, env))
            yield from (Threshold("wide", e, vectors.WIDE) for e in extents(node.cols, env))
        case Loop() if not any(isinstance(n, Loop) for n in walk(node.body)):
            yield from (Threshold("vector", e, VECTOR) for e in extents(node.range, env))
    yield from _steps(scalars(node), env)


def opens(by: str, e: Expr) -> Iterator[Threshold]:
    """``e >= 0`` as the value of a quantity from which on it holds, or from which on it does not."""
    for one in e.args if isinstance(e, Min) else _leaves(e):
        rest, constant = (Add(*p) for p in _apart(expand(one)))
        falls = all(term.could_extract_minus_sign() for term in Add.make_args(rest))
        if constant.is_Integer:
            yield (
                Threshold(by, expand(-rest), int(constant) + 1)
                if falls
                else Threshold(by, rest, int(-constant))
            )


def _leaves(e: Expr) -> tuple[Expr, ...]:
    """Of choices inside of choices each on its own: one of them opens the way or ends it."""
    factor, choice = e.as_coeff_Mul()
    if not (isinstance(choice, Min | Max) and choice.has(Min) and choice.has(Max)):
        return (e,)
    return tuple(factor * leaf for leaf in _flat(choice))


def _flat(e: Expr) -> tuple[Expr, ...]:
    return tuple(leaf for a in e.args for leaf in _flat(a)) if isinstance(e, Min | Max) else (e,)


def _apart(e: Expr) -> tuple[list[Expr], list[Expr]]:
    terms = Add.make_args(e)
    return [t for t in terms if not t.is_number], [t for t in terms if t.is_number]


def extents(r: Range, env: Env) -> Iterator[Expr]:
    """How many values a range has, by each pair of its ends."""
    for lo in r.lo:
        for hi in r.hi:
            made = expand((hi - lo + 1).xreplace({r.index: lo}).xreplace(dict(env)))
            if made.as_coeff_Add()[0] < LEAST_PART:  # an end in parts is no end of the whole
                yield made


def _ends(some: Iterable[Range]) -> tuple[Expr, ...]:
    return tuple(e for r in some for e in (*r.lo, *r.hi))


def _steps(some: Iterable[Expr], env: Env) -> Iterator[Threshold]:
    """``(n - 1) // b``: a range is walked in parts of ``b``, of which another one begins behind each."""
    for e in some:
        for quotient in e.atoms(FloorDiv):
            count, part = (a.xreplace(dict(env)) for a in quotient.args)
            if isinstance(part, Integer) and part >= LEAST_PART and not count.atoms(Index):
                yield Threshold("parts", expand(count + 1), int(part))


__all__ = ["VECTOR", "Threshold", "edges", "opens"]
