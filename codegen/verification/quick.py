"""Every kernel of a layer, compiled and run once: the forward, each gradient, all at once, the tangents.

In float64 and float32, on a few small cases and on one in which contractions are worth blocks.  What is run
is what stands in ``generated/``, for a layer of the catalogue; any other layer is rendered first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import prod
from typing import Any

from sympy import Symbol, floor

from codegen.module.load import RUNTIME, import_from
from codegen.verification.cases import Case, free_symbols
from codegen.verification.eleven import rungs
from codegen.verification.ladder import draw, load, verify
from codegen.verification.report import GradientReport
from codegen.verification.rungs import Check
from codegen.verification.strategies import Values, broken, elements, work
from derive.expr import Acc, Hat, Reduce
from derive.model.layer import Layer

QUICK: tuple[Check, ...] = rungs(
    "forward", "dot_product", "in_blocks", "in_tiles", "float32", "jvp", "contract", "threads"
)

SMALL = 3
MOST_WORK = 100_000
"""So many points of a grid the interpreter visits in some milliseconds, for each direction."""

MOST_BOX = 500_000
"""So many values the sizes take together where places are found by data: the oracle tries each of them."""


def quick(layer: Layer, module_for: Callable[[Layer], Any] | None = None) -> list[GradientReport]:
    """A report for every gradient; the forward and the tangents are tried with each of them."""
    return verify([layer], checks=QUICK, module_for=module_for or standing, cases_for=few)


def standing(layer: Layer) -> Any:
    """The kernels of a layer as they stand in ``generated/``; rendered where there are none."""
    from derive.layers import LAYERS

    stands = layer in LAYERS and (RUNTIME / f"{layer.name}.py").is_file()
    return import_from(RUNTIME, "generated", layer.name) if stands else load(layer)


def few(layer: Layer) -> list[Case]:
    """The fullest of a dozen small cases, and a larger one."""
    drawn = sorted(draw(layer, 12), key=lambda case: elements(layer, _chosen(case)))
    return [*drawn[-SMALL:], grown(drawn[-1])]


def _chosen(case: Case) -> Values:
    values = dict(case.chosen)
    return {s: values[s.name] for s in free_symbols(case.layer)}


def grown(case: Case, targets: Sequence[int] = (2, 9, 5, 3)) -> Case:
    """The case with its sizes raised while the model admits it and the oracle has not too much to do.

    Sizes that several inputs share come first: they are rows, columns and depths of contractions.  Nine is
    more than any least extent of a block, and a multiple of none.
    """
    layer = case.layer
    defaults = {s: v for s, v in layer.option_symbols.items() if v is not None}
    values = _chosen(case) | defaults
    if broken(layer, values):
        values = _chosen(case)
    for target, symbol in product(targets, _most_shared(layer)):
        larger = values | {symbol: max(target, values[symbol])}
        fits = not broken(layer, larger) and work(layer, larger) <= MOST_WORK
        if fits and (prod(larger[s] for s in _most_shared(layer)) <= MOST_BOX or not _looks_up(layer)):
            values = larger
    chosen = tuple((s.name, values[s]) for s in free_symbols(layer))
    return Case(layer, chosen, seed=case.seed)


def _looks_up(layer: Layer) -> bool:
    """Whether a sum stands over places that data decide: the oracle walks through all of them."""
    sums = (r for one in layer.forward for r in one.expr.atoms(Reduce))
    ends = (e for r in sums for _, lo, hi in r.binders for e in (lo, hi))
    return any(one.expr.has(Hat, floor) for one in layer.forward) or any(e.has(Acc) for e in ends)


def _most_shared(layer: Layer) -> list[Symbol]:
    sizes = [s for s in free_symbols(layer) if s not in layer.option_symbols]
    return sorted(sizes, key=lambda s: -sum(s in t.free_symbols for t in layer.inputs))


__all__ = ["MOST_WORK", "QUICK", "few", "grown", "quick", "standing", "work"]
