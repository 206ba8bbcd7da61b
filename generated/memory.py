"""Arrays of a call: what a caller gives as one, and fresh ones.  Hand-written, knows no layer.

Nothing is copied, or made, that the machine has no room for; errors name the layer and the argument.
"""

from __future__ import annotations

import math
import os
from typing import Any

import numpy as np

allocate = np.empty
"""Where memory comes from; a test may put fences around it."""


def _physical() -> int:
    """The bytes of this machine's memory; where it does not say, those that can be addressed."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 2**47


PHYSICAL = _physical()


def taken(layer: str, name: str, value: Any) -> np.ndarray[Any, Any]:
    """What was given as an array, without a copy where it is one."""
    if type(value) is np.ndarray:
        return value
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(
            f"{layer}: {name} is a masked array, expected one without: kernels read every element; "
            f"fill it, for example with {name}.filled(0)"
        )
    try:
        return np.asarray(value)
    except (MemoryError, RecursionError, RuntimeError, TypeError, ValueError) as error:
        raise TypeError(f"{layer}: {name} must be an array, got {type(value).__name__}: {error}") from error


def room(layer: str, name: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
    """Memory for an array, with whatever is in it."""
    size = math.prod(shape) * dtype.itemsize
    try:
        if size <= PHYSICAL:
            return allocate(shape, dtype)
    except (MemoryError, ValueError):
        pass
    raise MemoryError(
        f"{layer}: {name} with shape {shape} takes {size / 2**30:.3g} GiB in memory, "
        f"more than there is (this machine: {PHYSICAL / 2**30:.3g} GiB)"
    )


class Lent:
    """A read-only array as kernels take it, for which it would be another type, compiled once more.

    Nothing of it is copied and nothing written to: kernels write to what they return, to no argument.
    """

    def __init__(self, array: np.ndarray[Any, Any]) -> None:
        self.array = array
        self.__array_interface__ = array.__array_interface__ | {"data": (array.ctypes.data, False)}


def contiguous(
    layer: str, name: str, array: np.ndarray[Any, Any], dtype: np.dtype[Any]
) -> np.ndarray[Any, Any]:
    """The array itself where it is C-contiguous, aligned and of this type, else a copy."""
    flags = array.flags
    if flags.c_contiguous and flags.aligned and array.dtype == dtype:
        return array if flags.writeable else np.asarray(Lent(array))
    made = room(layer, name, array.shape, dtype)
    made[...] = array
    return made


__all__ = ["allocate", "contiguous", "room", "taken"]
