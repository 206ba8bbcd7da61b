"""A result that is several contractions added up: each of them alone, the last one added to the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from sympy import Add, Expr

from codegen.loops.schedule import top_reduces
from codegen.program.fuse_loops import Group
from derive.expr import Acc, Reduce, Tensor
from derive.model.layer import Def, Program


def addends_apart(program: Program, contracted: Callable[[Group], bool], taken: set[str]) -> Program:
    """The program with a definition for each of several terms that are contractions by themselves.

    Their names are added to those ``taken``.
    """
    defs = [made for one in program.defs for made in _apart(one, contracted, taken)]
    return replace(program, defs=tuple(defs))


def _apart(one: Def, contracted: Callable[[Group], bool], taken: set[str]) -> Iterator[Def]:
    terms = [part for term in Add.make_args(one.expr) for part in _distributed(term)]
    sums = [t for t in terms if top_reduces(t)]
    if one.scatter or len(sums) < 2 or not all(contracted(Group((), (replace(one, expr=t),))) for t in sums):
        yield one
        return
    known: list[Acc] = []
    rest = [t for t in terms if t not in sums]
    for term in sums[:-1]:
        known.append(Acc(_beside(one.tensor, taken), *one.lhs.index))
        yield replace(one, lhs=known[-1], expr=Add(term, *rest))
        rest = []
    yield replace(one, expr=Add(*known, sums[-1]))


def _distributed(term: Expr) -> tuple[Expr, ...]:
    """``Σ (a + b) = Σ a + Σ b``."""
    if not isinstance(term, Reduce) or term.op != "sum":
        return (term,)
    return tuple(Reduce("sum", e, term.binders, term.guards) for e in Add.make_args(term.body))


def _beside(t: Tensor, taken: set[str]) -> Tensor:
    """Memory for a part of ``t``."""
    k = 1
    while f"{t.name}_part{k}" in taken:
        k += 1
    taken.add(f"{t.name}_part{k}")
    return Tensor(f"{t.name}_part{k}", t.shape, t.axes, t.kind)


__all__ = ["addends_apart"]
