"""<Jv, u> = <v, J'u>, with Jv from dual numbers through the model and J'u from the kernel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from importlib import import_module
from typing import Any

from codegen.verification.cases import Case, free_symbols
from codegen.verification.judgement import LIMIT, compare, scale_of, worst
from codegen.verification.report import Outcome
from codegen.verification.rungs.conduct.contract import together
from codegen.verification.rungs.derivatives.forward_mode import has_jvp, jvp
from codegen.verification.rungs.pairing import paired
from codegen.verification.rungs.subject import Subject
from codegen.verification.rungs.values import forward
from codegen.verification.strategies import broken

WAYS = ("blocks", "correlations", "lagging", "abreast")
"""What large contractions may take: blocks, or windows that slide in one of three ways."""
LOST = 1e-11
"""Of the largest value: the transforms of a tile lose three decimal digits, sums of small cases one more."""


def dot_product(case: Case, subject: Subject) -> Outcome:
    """The kernel's gradient in every direction."""
    return paired(case, subject.tensor, subject.kernels.vjp(case, subject.tensor))


def in_blocks(case: Case, subject: Subject) -> Outcome:
    """Forward, gradients and tangents in every way that large arrays have: in blocks, by windows."""
    checks = (forward, dot_product, together, *((jvp,) if has_jvp(subject) else ()))
    found = []
    for way in ways(subject.kernels.module):
        with forced(subject.kernels.module, way):
            found += [check(case, subject) for check in checks]
    return worst(found)


def ways(module: Any) -> list[str]:
    """The ways that a module says it has, two at least: a contraction may be seen in either of two."""
    said = {edge["path"] for edge in module.SPEC["edges"]}
    return ["blocks", *([way for way in WAYS[1:] if way in said] or WAYS[-1:])]


@contextmanager
def forced(module: Any, way: str) -> Iterator[None]:
    """Contractions in blocks on any arrays, windows that slide in this way and in no other."""
    stencils = import_module(f"{module.__package__}.stencils")
    with _vectors(module).always_blocks(high=10, wide=9, deep=7, first=way == "blocks"), stencils.slide(way):
        yield


def has_blocks(subject: Subject) -> bool:
    """Whether the module holds contractions that small arrays compute in plain loops."""
    return _vectors(subject.kernels.module) is not None


def in_tiles(case: Case, subject: Subject) -> Outcome:
    """Correlations in tiles give what they give directly, but for what their transforms lose.

    The case is changed so that there are some: strides of one, three or five taps, images that hold them.
    """
    module, of = subject.kernels.module, subject.tensor
    case = sliding(case, module._LAYER.tiles)
    wanted = [*subject.kernels.forward(case).values(), subject.kernels.vjp(case, of)]
    tiles, outcomes = replace(subject.kernels, algorithm="winograd"), []
    some = module.SPEC["winograd"]["blocks"]
    for way in ("", *(ways(module) if some else ())):
        with forced(module, way) if way else nullcontext():
            made = {**tiles.forward(case), f"d{of.name}": tiles.vjp(case, of)}
        for (name, found), a in zip(made.items(), wanted, strict=True):
            outcomes.append(compare(found, a, LOST * scale_of(a), scale_of(a), LIMIT, f"{name} in tiles "))
    return worst(outcomes)


def sliding(case: Case, tiles: Any) -> Case:
    values = dict(case.chosen)
    taps = {name for function in tiles.taps for name in function.__code__.co_varnames}
    sizes = [s.name for s in free_symbols(case.layer) if s not in case.layer.option_symbols]
    values |= dict.fromkeys(tiles.unit, 1) | dict.fromkeys(taps & values.keys(), (3, 5)[case.seed % 2])
    for name in [s for s in sizes if s not in taps]:
        if broken(case.layer, {s: values[s.name] for s in free_symbols(case.layer)}):
            values[name] = max(values[name], 7)
    chosen = tuple((name, values[name]) for name, _ in case.chosen)
    return replace(case, chosen=chosen, style="dyadic")


def has_tiles(subject: Subject) -> bool:
    """Whether the module holds kernels in tiles."""
    return "winograd" in getattr(subject.kernels.module, "SPEC", {})


def _vectors(module: Any) -> Any:
    """What the module's kernels share for contractions, if it says that any of them has one."""
    spec = getattr(module, "SPEC", {})
    return import_module(f"{module.__package__}.vectors") if spec.get("blocks") else None


__all__ = ["WAYS", "dot_product", "forced", "has_blocks", "has_tiles", "in_blocks", "in_tiles", "ways"]
