"""Memory with a fence on each side: who touches a byte beyond an array ends there, or leaves a trace.

An array lies flush with pages that nobody may touch, behind it or before it; the bytes on its other side hold
a pattern that is looked at after the call.  Inputs are read-only for the time of a call.  Where pages cannot
be protected the patterns stand alone.
"""

from __future__ import annotations

import ctypes
import mmap
from typing import Any

import numpy as np

from codegen.verification.interpreter.numbers import Array

PAGE = mmap.PAGESIZE
ROOM = (*(16 * PAGE for _ in range(64)), *(1024 * PAGE for _ in range(24)))
"""So many bytes have the places for arrays; more than the largest is refused as too much memory."""
NOTHING, READ, WRITE = 0, 1, 3
PATTERNS = (0xA5, 0xFF)
"""Every float of bytes 0xFF is not a number; one of bytes 0xA5 is tiny."""


class Escaped(Exception):
    """A byte beyond an array, or one of an input, has changed."""


class Pages:
    """Pages for one array between two that are closed."""

    def __init__(self, room: int) -> None:
        self.map = mmap.mmap(-1, room + 2 * PAGE)
        self.bytes = np.frombuffer(self.map, np.uint8)[PAGE:-PAGE]
        self.start, self.room = self.bytes.ctypes.data, room
        _protect(self.start - PAGE, PAGE, NOTHING)
        _protect(self.start + room, PAGE, NOTHING)
        self.first = self.end = 0
        self.pattern = PATTERNS[0]
        self.input: bytes | None = None
        self.name = ""

    def hold(self, name: str, shape: tuple[int, ...], dtype: np.dtype[Any], behind: bool) -> Array:
        """An array filled with the pattern, at the end of the pages or at their beginning."""
        self.open()
        size = int(np.prod(shape, dtype=object)) * dtype.itemsize
        self.first = self.room - size if behind and size else 0
        self.end, self.name, self.input = self.first + size, name, None
        self.bytes[:] = self.pattern
        return np.ndarray(shape, dtype, self.bytes.data, self.first)

    def close(self) -> None:
        """From here on nobody may write into the array."""
        self.input = self.bytes[self.first : self.end].tobytes()
        _protect(self.start, self.room, READ)

    def open(self) -> None:
        if self.input is not None:
            _protect(self.start, self.room, WRITE)
            self.input = None

    def check(self) -> None:
        around = (self.bytes[: self.first], self.bytes[self.end :])
        if any((side != self.pattern).any() for side in around):
            raise Escaped(f"bytes beside {self.name} were written")
        if self.input is not None and self.bytes[self.first : self.end].tobytes() != self.input:
            raise Escaped(f"{self.name} was written to")


class Fences:
    """Places for the arrays of one call; ``clear`` takes all of them back."""

    def __init__(self) -> None:
        self.places = [Pages(room) for room in ROOM]
        self.clear(0)

    def clear(self, kind: int) -> None:
        """For another call: patterns of this ``kind``, arrays flush with one fence or the other."""
        self.used: list[Pages] = []
        self.free = {room: [p for p in self.places if p.room == room] for room in set(ROOM)}
        self.kind = kind

    def empty(self, shape: Any, dtype: Any = float, name: str = "a fresh array") -> Array:
        """Memory as ``np.empty`` gives it, which is what the run time asks for."""
        shape, dtype = tuple(shape) if isinstance(shape, tuple | list) else (shape,), np.dtype(dtype)
        size = int(np.prod(shape, dtype=object)) * dtype.itemsize
        room = next((r for r in sorted(self.free) if r >= size and self.free[r]), None)
        if room is None:
            raise MemoryError
        place = self.free[room].pop()
        place.open()
        place.pattern = PATTERNS[self.kind % 2]
        self.used.append(place)
        return place.hold(name, shape, dtype, (len(self.used) + self.kind) % 4 != 3)

    def check(self) -> None:
        for place in self.used:
            place.check()


def _protect(start: int, size: int, how: int) -> None:
    if _mprotect is not None:
        _mprotect(ctypes.c_void_p(start), ctypes.c_size_t(size), how)


_mprotect = getattr(ctypes.CDLL(None), "mprotect", None) if hasattr(mmap, "PROT_READ") else None

__all__ = ["Escaped", "Fences"]
