"""Why a mutant survives: it is the same kernel, or the ladder has a hole.

The same is what the engine proves (the difference of two formulas reduces to zero), or what a box shows: at
all sizes of it, for several data, in every way that large arrays have, the same bits.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from sympy import Basic, Integer, Symbol

from codegen.loops.legality import Illegal, check
from codegen.loops.nodes import Kernel, Range
from codegen.loops.roles import on_scalars, rewrite
from codegen.verification.callables.kernels import Kernels
from codegen.verification.cases import Case, free_symbols
from codegen.verification.ladder import draw
from codegen.verification.mutation.courses import NOTHING, chosen, fresh_memory
from codegen.verification.mutation.planted import Called, Ground
from codegen.verification.mutation.same_value import alike_at_the_tie, rearranged
from codegen.verification.rungs.derivatives.dot_product import WAYS, forced
from codegen.verification.strategies import broken, elements
from derive.expr import Tensor
from derive.model.layer import Layer, Program
from derive.proof import Ranges, size_facts
from derive.simplify import Normaliser

MOST = 1100
"""Sizes of a box."""
LEAST, WIDEST = 3, 5
"""Values of a size or an option."""
SMALL = {Integer(p - k): Integer(2 - k) for p in (64, 128, 256, 512, 1024, 2048, 4096) for k in (0, 1)}
"""Lengths of blocks, and their last places."""
RANGES = ("range", "ranges", "conds", "letters")
RAISED = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
STYLES = ("dyadic", "integers", "constant")


def proved(right: Program, wrong: Program, layer: Layer) -> bool:
    """Whether each definition that differs reduces to the one that it was, in whatever order its sums are."""
    facts = size_facts(layer.sizes)
    for a, b in zip(right.defs, rearranged(wrong).defs, strict=True):
        if a == b or alike_at_the_tie(a.expr, b.expr):
            continue
        if Normaliser(distribute=True)(a.expr - b.expr, Ranges(a.free, facts)) != 0:
            return False
    return True


@dataclass(frozen=True)
class Box:
    """What runs over all its values, and how many of these the model admits."""

    varied: tuple[tuple[Symbol, int, int], ...]
    runs: int
    differs: str = ""
    """The first case in which some bits are not the same."""

    def __str__(self) -> str:
        ranges = ", ".join(f"{s} in {lo}..{hi}" for s, lo, hi in self.varied)
        return f"the same bits at all {self.runs} sizes with {ranges}"


def compared(ground: Ground, tensor: Tensor, wrong: Kernel) -> Box | None:
    """Both kernels, their blocks shrunk, at all sizes of a box; ``None`` where there would be too many."""
    name = f"_vjp_{tensor.name}"
    right, wrong = shrunk(ground.kernels[name], wrong, ground.layer)
    functions = [ground.functions(name, one) for one in (right, wrong)]
    kernels = Kernels(ground.module, ground.layer)
    varied = _varied(ground.layer, *touched(right, wrong))
    if varied is None:
        return None
    runs = 0
    for case in _cases(ground.layer, varied):
        with fresh_memory(NOTHING):
            found = [_result(ground, name, one, kernels, case, tensor) for one in functions]
        if found[0] != found[1]:
            return Box(varied, runs, str(case))
        runs += 1
    return Box(varied, runs) if runs else None


def _result(
    ground: Ground, name: str, functions: Sequence[Called], kernels: Kernels, case: Case, tensor: Tensor
) -> list[bytes]:
    with ground.planted(name, functions):
        try:
            return list(_values(kernels, case, tensor))
        except RAISED as error:
            return [type(error).__name__.encode()]


def shrunk(right: Kernel, wrong: Kernel, layer: Layer) -> tuple[Kernel, Kernel]:
    """Both kernels with blocks of two, of which small arrays have several; as they are if that is illegal."""
    small: list[Kernel] = []
    for kernel in (right, wrong):
        body = rewrite(kernel.body, lambda node: (on_scalars(node, _two),))
        small.append(replace(kernel, body=body))
    try:
        check(small[0], layer)
        check(small[1], layer)
    except Illegal:
        return right, wrong
    return small[0], small[1]


def _two(e: Any) -> Any:
    return e.xreplace(SMALL) if isinstance(e, Basic) else e


def _values(kernels: Kernels, case: Case, tensor: Tensor) -> Iterator[bytes]:
    for dtype in (np.float64, np.float32):
        yield kernels.vjp(case, tensor, dtype).tobytes()
    out = np.full(case.shape(tensor), np.nan)
    yield kernels.vjp(case, tensor, out=out).tobytes()
    if getattr(kernels.module, "SPEC", {}).get("blocks"):
        for way in WAYS:
            with forced(kernels.module, way):
                yield kernels.vjp(case, tensor).tobytes()


def _varied(
    layer: Layer, changed: Collection[Symbol], around: Sequence[Symbol]
) -> tuple[tuple[Symbol, int, int], ...] | None:
    """What a change speaks of, and of the loops around it the innermost while there is time."""
    must, more = (_written(layer, one) for one in (changed, around))
    room = int(math.log(MOST, LEAST))
    if len(must) > room:
        return None
    moved = list(dict.fromkeys([*must, *more]))[:room] or _written(layer, layer.size_symbols)[:room]
    width = next(w for w in range(WIDEST, 1, -1) if w ** len(moved) <= MOST)
    return tuple((s, _least(layer, s), _least(layer, s) + width - 1) for s in moved)


def _written(layer: Layer, symbols: Iterable[Symbol]) -> list[Symbol]:
    """What can be chosen, in place of the sizes that follow from it."""
    made: dict[Symbol, None] = {}
    for s in symbols:
        inner = sorted(layer.sizes[s].free_symbols, key=str) if s in layer.sizes else []
        made |= dict.fromkeys(_written(layer, inner) if inner else [s])
    free = {s for s in free_symbols(layer) if s.is_integer}
    return [s for s in made if s in free]


def touched(right: Kernel, wrong: Kernel) -> tuple[frozenset[Symbol], list[Symbol]]:
    """What the changed part speaks of, and what the ranges of the loops around it do, innermost first."""
    around: list[Symbol] = []
    a, b = right.body, wrong.body
    while (inner := _first_unlike(a, b)) is not None:
        around += sorted(
            _symbols(tuple(vars(a).get(f) for f in RANGES) if hasattr(a, "__dict__") else ()), key=str
        )
        a, b = inner
    sizes = {*right.scalars}
    changed = frozenset((_symbols(a) | _symbols(b)) & sizes)
    return changed, [s for s in reversed(around) if s in sizes]


def _first_unlike(a: Any, b: Any) -> tuple[Any, Any] | None:
    """The parts in which two nodes differ, where it is one part."""
    pairs: list[tuple[Any, Any]] = []
    if isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b):
        pairs = list(zip(a, b, strict=True))
    elif type(a) is type(b) and hasattr(a, "__dataclass_fields__") and not isinstance(a, Range):
        pairs = [(getattr(a, name), getattr(b, name)) for name in a.__dataclass_fields__]
    unlike = [pair for pair in pairs if pair[0] != pair[1]]
    return unlike[0] if len(unlike) == 1 else None


def _symbols(part: Any) -> set[Symbol]:
    match part:
        case Basic():
            return set(part.atoms(Symbol))
        case tuple():
            return set().union(*map(_symbols, part))
        case _ if hasattr(part, "__dataclass_fields__"):
            return set().union(*(_symbols(getattr(part, name)) for name in part.__dataclass_fields__))
    return set()


def _cases(layer: Layer, varied: Sequence[tuple[Symbol, int, int]]) -> Iterator[Case]:
    """Every admitted value of these, the others as in a full case."""
    base = max(map(chosen, draw(layer, 12)), key=lambda at: elements(layer, at))
    for k, point in enumerate(product(*(range(lo, hi + 1) for _, lo, hi in varied))):
        at = base | {s: v for (s, _, _), v in zip(varied, point, strict=True)}
        if not broken(layer, at):
            sizes = tuple((s.name, at[s]) for s in free_symbols(layer))
            yield Case(layer, sizes, seed=k, style=STYLES[k % len(STYLES)])


def _least(layer: Layer, symbol: Symbol) -> int:
    option = next((o for o in layer.options if symbol in o.symbols), None)
    if option is None:
        return 1
    return -1 if option.minimum is None else int(option.minimum)


__all__ = ["Box", "compared", "proved", "shrunk"]
