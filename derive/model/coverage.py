"""Whether a definition gives each element of its array one value: asked at small sizes, one by one.

A place that is never written would be whatever was in memory, one that is written twice the last of two
values, and its derivative wrong.  Sizes at which neither happens prove nothing; the kernel's proofs do.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, product
from math import prod
from typing import Any, TypeAlias

from sympy import Abs, Add, Expr, Integer, Max, Min, Mul, Symbol

from derive.expr import Acc, Binder, Cond, FloorDiv, Index, Modulo, substitute
from derive.expr.order import ordered

Values: TypeAlias = Mapping[Symbol, int]
Given: TypeAlias = tuple[tuple[Symbol, Expr], ...]
"""Derived sizes in their order."""

SIZES = (1, 2, 3, 4, 5, 6, 7, 12, 33)
DRAWS, CASES, PLACES = 200, 12, 200
"""So many sizes are drawn; of those that the model admits, so many are looked at, with so many places."""


def fault(lhs: Acc, free: tuple[Binder, ...], sizes: Given, requires: tuple[Any, ...]) -> str:
    """What goes wrong, and at which sizes; nothing where the axes are the letters of the left side."""
    own = {z: expr for z, lo, expr in free if lo == 0}
    letters = [z for z in lhs.index if z in own and own[z] + 1 == lhs.tensor.shape[lhs.index.index(z)]]
    if len(set(letters)) == len(lhs.index) == len(free):
        return ""
    return _fault(lhs, free, sizes, requires)


@lru_cache(maxsize=1 << 10)
def _fault(lhs: Acc, free: tuple[Binder, ...], sizes: Given, requires: tuple[Any, ...]) -> str:
    letters = [z for z, _, _ in free]
    axes = [_number(e, sizes) for e in lhs.index]
    ends = [(_number(lo, sizes), _number(hi, sizes)) for _, lo, hi in free]
    shape = [_number(e, sizes) for e in lhs.tensor.shape]
    for values in _cases(lhs, free, sizes, requires):
        extents = [extent(values) for extent in shape]
        ranges = [range(lo(values), hi(values) + 1) for lo, hi in ends]
        if min(extents, default=1) < 1 or max(prod(extents), prod(map(len, ranges))) > PLACES:
            continue
        found = Counter(
            tuple(axis({**values, **dict(zip(letters, at, strict=True))}) for axis in axes)
            for at in product(*ranges)
        )
        said = _wrong(lhs.tensor.name, found, extents)
        if said:
            given = ", ".join(f"{s} = {v}" for s, v in values.items())
            return f"for {given} {said}"
    return ""


def _wrong(name: str, found: Mapping[tuple[int, ...], int], extents: Sequence[int]) -> str:
    every = set(product(*map(range, extents)))
    for at, what in (
        (next((at for at in sorted(found) if at not in every), None), "is no element of it"),
        (next((at for at in sorted(found) if found[at] > 1), None), "is defined twice"),
        (next((at for at in sorted(every) if at not in found), None), "is never defined"),
    ):
        if at is not None:
            return f"{name}[{', '.join(map(str, at))}] {what}"
    return ""


def _cases(
    lhs: Acc, free: tuple[Binder, ...], sizes: Given, requires: tuple[Any, ...]
) -> Iterator[dict[Symbol, int]]:
    """Small values of the sizes and options that the model admits."""
    parts = [*lhs.index, *lhs.tensor.shape, *(end for _, lo, hi in free for end in (lo, hi))]
    asked = [c for c in requires if isinstance(c, Cond) and not c.atoms(Acc)]
    every = _in_given(set().union(*(p.free_symbols for p in parts)), sizes)
    tied = [c for c in asked if _in_given(c.free_symbols, sizes) & every]
    names = ordered(every | _in_given(set().union(*(c.free_symbols for c in tied)), sizes))
    names = [s for s in names if not isinstance(s, Index)]
    if any(s.is_integer is not True for s in names):
        return
    tests = [_test(c, sizes) for c in tied]
    rng = random.Random(0)
    few = len(SIZES) ** len(names) <= DRAWS
    drawn = (
        product(SIZES, repeat=len(names)) if few else (rng.choices(SIZES, k=len(names)) for _ in range(DRAWS))
    )
    admitted = (v for v in (dict(zip(names, d, strict=True)) for d in drawn) if all(t(v) for t in tests))
    yield from islice(admitted, CASES if not few else None)


def _in_given(symbols: set[Any], sizes: Given) -> set[Any]:
    """The symbols that derived sizes among ``symbols`` are made of."""
    for size, value in reversed(sizes):
        symbols = (symbols - {size}) | value.free_symbols if size in symbols else symbols
    return symbols


def _number(e: Expr, sizes: Given) -> Callable[[Values], int]:
    """``e`` as a function of letters, options and of what the sizes are made of."""
    for size, value in reversed(sizes):
        e = substitute(e, {size: value})
    return _closure(e)


OPERATIONS: dict[type[Expr], Callable[[list[int]], int]] = {
    Add: sum,
    Mul: prod,
    Max: max,
    Min: min,
    Abs: lambda v: abs(v[0]),
    FloorDiv: lambda v: v[0] // v[1],
    Modulo: lambda v: v[0] % v[1],
}


def _closure(e: Expr) -> Callable[[Values], int]:
    if isinstance(e, Integer):
        number = int(e)
        return lambda values: number
    if isinstance(e, Symbol):
        return lambda values: values[e]
    if type(e) not in OPERATIONS:
        return lambda values: int(substitute(e, {s: Integer(values[s]) for s in e.free_symbols}))
    parts, operation = [_closure(a) for a in e.args], OPERATIONS[type(e)]
    return lambda values: operation([part(values) for part in parts])


def _test(cond: Any, sizes: Given) -> Callable[[Values], bool]:
    of = _number(cond.of, sizes)
    match cond.kind:
        case "divides":
            by = _number(cond.divisor, sizes)
            return lambda values: of(values) % by(values) == 0
        case "ge":
            return lambda values: of(values) >= 0
        case "gt":
            return lambda values: of(values) > 0
        case "eq":
            return lambda values: of(values) == 0
        case _:
            return lambda values: of(values) != 0


__all__ = ["fault"]
