"""a b + c with one rounding by the C library: what plain Python computes with fractions, and sooner."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

Fused = Callable[[Any, Any, Any], Any]


def quicken(package: str) -> None:
    """In the modules of a package that run as plain Python: the same numbers, sooner."""
    slow = getattr(sys.modules.get(f"{package}.arithmetic"), "fma", None)
    quick = slow and _by_library(slow)
    if quick:
        for name, module in list(sys.modules.items()):
            if name.startswith(f"{package}.") and vars(module).get("fma") is slow:
                vars(module)["fma"] = quick


def _by_library(slow: Fused) -> Fused | None:
    """``None`` where there is no such library."""
    try:
        library = ctypes.CDLL(ctypes.util.find_library("m"))
        double, single = _typed(library.fma, ctypes.c_double), _typed(library.fmaf, ctypes.c_float)
    except (AttributeError, OSError):
        return None

    known = {np.float64: double, np.float32: single}

    def fused(a: Any, b: Any, c: Any) -> Any:
        kind = type(c)
        call = known.get(kind) if type(a) is kind and type(b) is kind else None
        return kind(call(a, b, c)) if call else slow(a, b, c)

    return fused


def _typed(function: Any, kind: Any) -> Any:
    function.argtypes, function.restype = [kind] * 3, kind
    return function


__all__ = ["quicken"]
