"""``njit`` for functions whose arrays lie apart: none overlaps another, or both are only read.

Hand-written, knows no layer.  Where Numba cannot know that, LLVM compares addresses at run time and takes one
of two loops: a vector for arrays that lie far from each other, one element after the other for neighbours.
The terms of a sum are added in another order by either, and last bits would hang on where the allocator put
an array.  Kernels may say so: what they write is fresh, or was refused where it is also an input (``runtime``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba


def njit(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """``numba.njit``, and LLVM is told that the arguments lie apart."""
    compiled = numba.njit(**options)

    def made(function: Callable[..., Any]) -> Any:
        dispatcher = compiled(function)
        if hasattr(dispatcher, "_compiler"):  # Numba leaves functions as they are while it is told to
            dispatcher._compiler._customize_flags = _apart
        return dispatcher

    return made


def _apart(flags: Any) -> Any:
    flags.noalias = True
    return flags


__all__ = ["njit"]
