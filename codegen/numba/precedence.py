"""Where brackets go: how tightly each operation binds, what is negated, in which order terms stand."""

from __future__ import annotations

from typing import Any

from sympy import Add, Expr, expand

from codegen.elementary import FALLING, FUNCTIONS, NORMAL, OF_TWO
from derive.expr import FloorDiv, Modulo

ATOM, POWER, UNARY, PRODUCT, SUM, COMPARE, CONDITION = 9, 8, 7, 6, 5, 4, 1
"""How tightly a piece of emitted source binds: what stands inside a tighter one needs parentheses."""


RUNTIME = ("carried", "cell", "gcd", "inside", "larger", "plus", "residue", "smaller")
VECTORS = (
    "blocks", "colblock", "contract", "copy", "depthblock", "either", "few", "finite", "hadamard", "padded",
    "parts", "rowblock", "scratch", "skipping", "turn",
)  # fmt: skip
ABREAST = ("correlate_abreast", "lags_abreast", "lay_abreast", "pad_abreast")
STENCILS = ("abreast", "correlate", "correlations", "lagging", "lags", "pad")
SKIPPED_TERMS = ("contract_inside",)
TILES = ("tiled", "tiled_weights")
THREADS = ("launch",)
ELEMENTARY = (*FUNCTIONS, *FALLING, *NORMAL, *OF_TWO, "select")
"""What the emitted code calls of the files beside every module, each by its name."""


def sides(e: Expr) -> tuple[Expr, Expr]:
    """``a - b >= 0`` reads ``a >= b``; data are compared as they were written, so that no digit is lost."""
    terms = Add.make_args(expand(e) if e.is_integer else e)
    left = Add(*(t for t in terms if not t.could_extract_minus_sign()))
    return left, Add(*(-t for t in terms if t.could_extract_minus_sign()))


def negative(e: Expr) -> bool:
    """Whether ``e`` is written with a minus in front."""
    return bool(e.could_extract_minus_sign())


def negated(e: Expr) -> int:
    """``-(a // b)`` needs its brackets, ``-a * b`` none."""
    return ATOM if e.as_numer_denom()[1] != 1 or isinstance(e, FloorDiv | Modulo) else PRODUCT


def closed(text: str) -> bool:
    """Whether ``text`` is one call or name, which needs no brackets below a fraction stroke."""
    depth = 0
    for c in text:
        depth += (c in "([") - (c in ")]")
        if depth == 0 and c in " */+-":
            return False
    return True


def in_order(args: Any) -> list[Any]:
    return sorted(args, key=key)


def key(e: Any) -> tuple[Any, ...]:
    return (bool(e.is_number), str(e))
