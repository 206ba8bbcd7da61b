"""Replacing and reading subexpressions, with respect for the indices that reductions bind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sympy import Basic, Expr, S, Symbol, Tuple, sympify
from sympy.core.symbol import Str

from derive.expr.atoms import Acc, Index, StopGradient, Tensor
from derive.expr.conditions import Cond, Where, divides, eq, ge, gt, ne
from derive.expr.reductions import Reduce


def substitute(expr: Any, mapping: Mapping[Any, Any]) -> Any:
    """Replace whole subexpressions by ``mapping``, never capturing an index bound by a ``Reduce``."""
    if not mapping:
        return expr
    arriving: set[Basic] = set().union(*(sympify(v).free_symbols for v in mapping.values()))
    return _substitute(expr, mapping, arriving, {})


def replace_in_scope(expr: Any, mapping: Mapping[Any, Any]) -> Any:
    """Replace whole subexpressions where they stand: a value may mention the indices bound around its key."""
    return _substitute(expr, mapping, set(), {}) if mapping else expr


def without_stops(expr: Any) -> Any:
    """``expr`` with ``e`` for ``sg(e)``: the same value, but derivatives look into it."""
    while found := found_in(expr, StopGradient):
        expr = replace_in_scope(expr, {one: one.args[0] for one in found})
    return expr


def _substitute(expr: Any, mapping: Mapping[Any, Any], arriving: set[Basic], memo: dict[Any, Any]) -> Any:
    if expr in mapping:
        return mapping[expr]
    if not isinstance(expr, Basic) or not expr.args or isinstance(expr, Str):
        return expr
    if expr in memo:
        return memo[expr]
    if isinstance(expr, Reduce):
        made = _substitute_reduce(expr, mapping, arriving, memo)
    elif isinstance(expr, Tensor):
        shape = tuple(_substitute(e, mapping, arriving, memo) for e in expr.shape)
        bound = _substitute(expr.bound, mapping, arriving, memo)
        exempt = None if expr.exempt is None else _substitute(expr.exempt, mapping, arriving, memo)
        made = Tensor(expr.name, shape, expr.axes, expr.kind, expr.sign, bound, exempt)
    else:
        args = [_substitute(a, mapping, arriving, memo) for a in expr.args]
        made = expr if args == list(expr.args) else rebuild(expr, args)
    memo[expr] = made
    return made


def _substitute_reduce(
    expr: Reduce, mapping: Mapping[Any, Any], arriving: set[Basic], memo: dict[Any, Any]
) -> Expr:
    inner = {k: v for k, v in mapping.items() if k not in expr.bound}
    captured = expr.bound & arriving
    if captured:
        leaving: set[Basic] = set().union(*(k.free_symbols for k in mapping))
        avoid = arriving | leaving | expr.free_symbols | expr.bound
        expr = rename_binders(expr, {z: fresh(z, avoid) for z in sorted(captured, key=lambda z: z.name)})
    if captured or len(inner) < len(mapping):
        return substitute_parts(expr, lambda part: _substitute(part, inner, arriving, {}))
    return substitute_parts(expr, lambda part: _substitute(part, inner, arriving, memo))


def substitute_parts(expr: Reduce, change: Any) -> Expr:
    """``expr`` with ``change`` applied to its body, ranges and guards (not to its binders)."""
    binders = [(z, change(lo), change(hi)) for z, lo, hi in expr.binders]
    return Reduce(expr.op, change(expr.body), binders, [change(g) for g in expr.guards])


def rename_binders(expr: Reduce, names: Mapping[Symbol, Symbol]) -> Reduce:
    """α-conversion: the same reduction with its binders renamed; new names must be fresh."""
    if not names:
        return expr
    parts = substitute_parts(
        Reduce(expr.op, expr.body, [(Index("_"), S.Zero, S.Zero), *expr.binders], expr.guards),
        lambda part: substitute(part, names),
    )
    binders = [(names.get(z, z), lo, hi) for z, lo, hi in parts.binders[1:]]
    return Reduce(expr.op, parts.body, binders, parts.guards)


def rebuild(expr: Basic, args: Sequence[Any]) -> Any:
    """``expr`` over new arguments, through the constructors that evaluate (conditions may become true)."""
    if isinstance(expr, Cond):
        makers: dict[str, Callable[..., Any]] = {"ge": ge, "gt": gt, "eq": eq, "ne": ne, "divides": divides}
        make = makers[expr.kind]
        return make(*args[1:])
    if isinstance(expr, Where):
        conds = args[0].args if isinstance(args[0], Tuple) else args[0]
        return Where(tuple(conds), args[1], args[2])
    if isinstance(expr, Reduce):
        return Reduce(args[0], args[1], [tuple(b.args) for b in args[2].args], tuple(args[3].args))
    return expr.func(*args)


def fresh(letter: Symbol | str, avoid: Iterable[Any]) -> Index:
    """An index with the name of ``letter``, primed until it differs from everything in ``avoid``."""
    name = letter if isinstance(letter, str) else letter.name
    taken = {getattr(s, "name", None) for s in avoid}
    while name in taken:
        name += "'"
    return Index(name)


def reads_numbers(*some: Basic) -> bool:
    """Whether real data are read, in which a NaN may stand."""
    return any(a.tensor.kind == "real" for e in some for a in e.atoms(Acc))


def accesses(expr: Basic) -> list[Acc]:
    """Every access in ``expr``, outermost first, left to right, each once."""
    return list(_accesses(expr))


@lru_cache(maxsize=1 << 14)
def _accesses(expr: Basic) -> tuple[Acc, ...]:
    seen: dict[Acc, None] = {}
    stack: list[Any] = [expr]
    while stack:
        node = stack.pop()
        if isinstance(node, Acc):
            seen[node] = None
        if isinstance(node, Basic) and not isinstance(node, Tensor):
            stack.extend(reversed(node.args))
    return tuple(seen)


@lru_cache(maxsize=1 << 14)
def found_in(tree: Basic, *kinds: type[Any]) -> tuple[Any, ...]:
    """Every part of ``tree`` of one of the ``kinds``, each once; what stands there twice is walked once."""
    return tuple(node for node in _parts(tree) if isinstance(node, kinds))


@lru_cache(maxsize=1 << 11)
def _parts(tree: Basic) -> tuple[Basic, ...]:
    """Every part of ``tree`` once: the same tree is asked for one kind after the other."""
    seen: dict[Basic, None] = {}
    stack = [tree]
    while stack:
        node = stack.pop()
        if node not in seen:
            seen[node] = None
            stack.extend(reversed(node.args))
    return tuple(seen)


def bound_indices(expr: Basic) -> set[Symbol]:
    """Every index that a reduction inside ``expr`` binds."""
    return {z for r in found_in(expr, Reduce) for z in r.bound}


def tensors(expr: Basic) -> list[Tensor]:
    """The tensors read in ``expr``, in the order of first use."""
    return list(dict.fromkeys(a.tensor for a in accesses(expr)))
