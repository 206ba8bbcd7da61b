"""What a caller may choose: kernels in tiles beside the direct ones, and what they take.

``algorithm`` and ``accuracy`` are arguments of the functions that have a kernel of both kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sympy import Expr, Symbol

from codegen.loops.nodes import Choose, Kernel, Tiling
from codegen.loops.roles import walk
from codegen.loops.strides import values

TILED = "_winograd"
"""How the kernel in tiles is called, after the direct one."""
CHOICES = ("algorithm", "accuracy")
ARGUMENTS = ('algorithm="auto"', 'accuracy="exact"')
DOC = (
    ' ``algorithm`` is "auto", "direct" or "winograd": tiles by Cook and Toom, with fewer products and a'
    ' larger error (``SPEC["winograd"]``), which "auto" takes only where ``accuracy`` is "fast".'
)


def tiled(kernels: Mapping[str, Kernel]) -> dict[str, Kernel]:
    """The kernels in tiles by the names of the direct ones."""
    return {name.removesuffix(TILED): k for name, k in kernels.items() if name.endswith(TILED)}


def correlations(kernels: Mapping[str, Kernel]) -> list[Tiling]:
    return [n for k in tiled(kernels).values() for n in walk(k.body) if isinstance(n, Tiling)]


def described(kernels: Mapping[str, Kernel], functions: Iterable[str]) -> dict[str, Any]:
    """What ``SPEC`` says of them: which ``functions`` (their texts) have the choice, what else is chosen."""
    heads = [text.partition("(")[0] for text in functions if "call.tiled" in text]
    return {
        "functions": [head.removeprefix("def ") for head in heads],
        "blocks": any(isinstance(n, Choose) for k in tiled(kernels).values() for n in walk(k.body)),
        "error": "s u / (1 - s u) a N max|w| max|x|: u the unit roundoff, N terms for each tap; a and s the "
        "product and the sum over the axes of cook_toom.GROWTH, s and min(N, 64) + ceil(N / 64) + 2 more",
    }


def layer_text(
    kernels: Mapping[str, Kernel],
    units: Iterable[Symbol],
    name: Callable[[Symbol], str],
    function: Callable[[tuple[Expr, ...]], str],
) -> list[str]:
    """The argument of ``runtime.Layer`` that says where tiles are possible and where they pay."""
    found = correlations(kernels)
    if not found:
        return []
    sets = dict.fromkeys(tuple(values(r) for r in n.taps) for n in found)
    channels = dict.fromkeys(values(r) for n in found for r in (n.rows, n.depth))
    taps = ", ".join(map(function, sets))
    said = ", ".join(f'"{name(s)}"' for s in units)
    said = f"({said},)" if said else "()"
    return [f"    tiles=runtime.Tiles({said}, ({taps},), {function(tuple(channels))}),"]


__all__ = ["ARGUMENTS", "CHOICES", "DOC", "TILED", "correlations", "described", "layer_text", "tiled"]
