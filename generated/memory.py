"""Arrays of a call: what a caller gives as one, and fresh ones.  Hand-written, knows no layer.

Nothing is copied, or made, that the machine has no room for; errors name the layer and the argument.
"""

from __future__ import annotations

import math
import os
from typing import Any

import numpy as np

from .disjoint import njit
from .threads import launch

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


def beyond(array: np.ndarray[Any, Any], low: int, high: int) -> bool:
    """Whether any integer of the array is not in ``low … high``: in one pass, on all threads where that pays."""
    if not hasattr(_beyond, "overloads"):
        return bool(array.size and not low <= array.min() <= array.max() <= high)
    numbers = array.reshape(-1)
    found = np.zeros(1, np.int64)
    if numbers.size < ALONE:
        _beyond(0, numbers.size, numbers, low, high, found)
        return bool(found[0])
    launch(_beyond, numbers.size, numbers.size // AT_ONCE, numbers, low, high, found)
    return bool(found[0])


ALONE, AT_ONCE = 2**16, 8
"""From so many integers on threads share them; so many are compared in one step."""


@njit(nogil=True, cache=True, error_model="numpy")
def _beyond(first: Any, last: Any, array: Any, low: Any, high: Any, found: Any) -> Any:
    """Of a range; ``found`` is left as it is where there is none."""
    outside = 0
    for k in range(first, last):
        number = array[np.uintp(k)]
        outside |= np.int64((number < low) | (number > high))
    if outside:
        found[0] = 1  # whichever range says so, it is the same


__all__ = ["allocate", "beyond", "contiguous", "room", "taken"]
