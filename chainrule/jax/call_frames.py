"""How XLA calls Python on the processor: its call frames, read and answered with ctypes.

XLA calls custom code through a function in C that takes a *call frame*: addresses of the arguments, of the
results and of the attributes of the call (``xla/ffi/api/c_api.h``, which comes with jaxlib).  One such
function serves every call here.  The attribute ``key`` says which Python function is meant and which shapes
and types the program was compiled for; its arrays lie over XLA's memory.  ``jax.pure_callback`` does the
same by way of arrays of JAX, for four times the time of a small call and more.

XLA says which version of the layout it speaks before it takes a function; where it takes none of
``VERSIONS``, ``foreign`` says so, and callers go the long way.
"""

from __future__ import annotations

import ctypes
import math
import mmap
from collections.abc import Callable, Sequence
from ctypes import c_int, c_int64, c_size_t, c_void_p
from functools import cache, partial
from hashlib import sha256
from typing import Any, NamedTuple

import jax
import numpy as np

TARGET = "chainrule_kernels"
VERSIONS = ((0, 3), (0, 2), (0, 1))
"""Versions of XLA's interface under which all that is read here lies where it is read."""
INVALID_ARGUMENT, INTERNAL = 3, 13
"""Codes of XLA's errors."""

# Words of 64 bits.  A struct begins with its size and the list of its extensions.
FRAME = c_int64 * 21
EXTENSIONS, API, ARGUMENTS, RESULTS, ATTRIBUTES = 1, 2, 9, 14, 20
"""In a call frame: extensions, functions of XLA; tables of addresses of arguments, results, attributes."""
KIND, IS_METADATA = 8, 1
"""Bytes to the kind of an extension, and the kind by which XLA asks for metadata."""
METADATA, VERSION = 24, 24
"""Bytes to the address of the metadata in their extension, and to the version in them."""
DATA = 24
"""Bytes to the address of the elements in a buffer."""
CREATE_ERROR = 48
"""Bytes to XLA's function for an error."""

LARGE = 1 << 22
"""Bytes from which NumPy asks for large pages, too."""

Run = Callable[..., Sequence[Any]]


class _Error(ctypes.Structure):
    _fields_ = [
        ("size", c_size_t),
        ("extensions", c_void_p),
        ("message", ctypes.c_char_p),
        ("code", c_int),
    ]


def _in_large_pages(address: int, length: int) -> None:
    """Ask the system to give this memory in large pages, as NumPy does for its own arrays.

    XLA allocates its results anew for every call; page by page the first touch of 50 MB takes longer than
    most kernels.  A system that knows nothing of it says so, and nothing is lost.
    """
    if (advise := _advise()) is not None:
        first = -(-address // mmap.PAGESIZE) * mmap.PAGESIZE
        advise(first, address + length - first, mmap.MADV_HUGEPAGE)


@cache
def _advise() -> Any:
    if not hasattr(mmap, "MADV_HUGEPAGE"):  # not on Linux
        return None
    advise = ctypes.CDLL(None).madvise
    advise.argtypes = [c_void_p, c_size_t, c_int]
    return advise


class Memory(NamedTuple):
    """What an argument or a result of one place in a program looks like."""

    held: Any
    dtype: Any
    shape: tuple[int, ...]

    def at(self, buffer: int) -> Any:
        """The array that a buffer of XLA describes, over its memory."""
        if not self.held:
            return np.empty(self.shape, self.dtype)
        elements = self.held.from_address(c_int64.from_address(buffer + DATA).value)
        return np.ndarray(self.shape, self.dtype, elements)

    def fresh(self, buffer: int) -> Any:
        """The same for a result, whose memory nobody may have touched yet."""
        if self.held and ctypes.sizeof(self.held) >= LARGE:
            _in_large_pages(c_int64.from_address(buffer + DATA).value, ctypes.sizeof(self.held))
        return self.at(buffer)


class Site(NamedTuple):
    """A place in a program: what is called there, with and for which arrays."""

    run: Run
    arguments: tuple[Memory, ...]
    results: tuple[Memory, ...]
    tables: tuple[Any, Any]
    """The types of the tables of addresses of both."""

    def called(self, frame: Any) -> None:
        given, buffers = self.tables
        given, buffers = given.from_address(frame[ARGUMENTS]), buffers.from_address(frame[RESULTS])
        arrays = [memory.at(buffer) for memory, buffer in zip(self.arguments, given, strict=True)]
        wanted = [memory.fresh(buffer) for memory, buffer in zip(self.results, buffers, strict=True)]
        for there, found in zip(wanted, self.run(*arrays, out=wanted), strict=True):
            if found is not there and not np.may_share_memory(found, there):
                there[...] = found


_SITES: dict[bytes, Site] = {}


def _handle(version: tuple[int, int], address: int) -> int | None:
    """What XLA calls: nothing, or an error of its kind."""
    frame = FRAME.from_address(address)
    extension = frame[EXTENSIONS]
    if extension and c_int.from_address(extension + KIND).value == IS_METADATA:
        _introduced(version, extension)
        return None
    with _Answer(frame[API]) as answer:
        _site(frame[ATTRIBUTES]).called(frame)
    return answer.error


class _Answer:
    """What a call says to XLA: nothing, or an error with the words of whatever was raised.

    No exception leaves a function that C calls: Python would print it, and XLA go on with half a result.
    """

    def __init__(self, api: int) -> None:
        self.api = api
        self.error: int | None = None

    def __enter__(self) -> _Answer:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: object) -> bool:
        if kind is not None:
            code = INVALID_ARGUMENT if issubclass(kind, ValueError | TypeError) else INTERNAL
            self.error = _error(self.api, f"{kind.__name__}: {fault}", code)
        return True


def _introduced(version: tuple[int, int], extension: int) -> None:
    """XLA asks which version of its interface this is written for."""
    metadata = c_int64.from_address(extension + METADATA).value
    (c_int * 2).from_address(metadata + VERSION)[:] = [*version]


def _site(attributes: int) -> Site:
    """Of the one attribute: a text of a length, as its address says."""
    text = c_int64.from_address(attributes).value
    key = ctypes.string_at(c_int64.from_address(text).value, c_int64.from_address(text + 8).value)
    if key not in _SITES:
        raise ValueError("this program was compiled in another process: trace it here, too")
    return _SITES[key]


def _error(api: int, message: str, code: int) -> int | None:
    create = ctypes.CFUNCTYPE(c_void_p, c_void_p)(c_int64.from_address(api + CREATE_ERROR).value)
    told = _Error(ctypes.sizeof(_Error), None, message.encode(), code)
    found: int | None = create(ctypes.addressof(told))
    return found


_handler = ctypes.CFUNCTYPE(c_void_p, c_void_p)
_registered: list[Any] = []
"""What XLA calls from now on; it must not be collected."""


@cache
def foreign() -> bool:
    """Whether this XLA calls the functions here; it is asked once."""
    jax.devices("cpu")  # a function that is refused while XLA starts would keep it from starting
    new = ctypes.pythonapi.PyCapsule_New
    new.restype, new.argtypes = ctypes.py_object, [c_void_p, ctypes.c_char_p, c_void_p]
    for version in VERSIONS:
        handler = _handler(partial(_handle, version))
        try:
            jax.ffi.register_ffi_target(
                TARGET, new(ctypes.cast(handler, c_void_p), None, None), platform="cpu"
            )
        except jax.errors.JaxRuntimeError:
            continue
        _registered.append(handler)
        return True
    return False


def foreign_call(name: str, run: Run, results: Sequence[Any], arrays: Sequence[Any]) -> list[Any]:
    """``run`` on NumPy's arrays over ``arrays``, for ``results`` of known shapes and types.

    ``run`` gets arrays ``out`` over the memory of the results, too, and gives these or others.  ``name``
    tells it from all others, in this process and in those that read what this one compiled.  What it raises
    is JAX's error with the same words.
    """
    tables = c_int64 * len(arrays), c_int64 * len(results)
    site = Site(run, tuple(map(_memory, arrays)), tuple(map(_memory, results)), tables)
    said = [name, *(f"{m.dtype}{m.shape}" for m in (*site.arguments, *site.results))]
    key = sha256("\n".join(said).encode()).hexdigest()
    _SITES[key.encode()] = site
    found: list[Any] = jax.ffi.ffi_call(TARGET, results)(*arrays, key=key)
    return found


def _memory(like: Any) -> Memory:
    dtype = np.dtype(like.dtype)
    length = math.prod(like.shape) * dtype.itemsize
    return Memory(ctypes.c_char * length if length else None, dtype, tuple(like.shape))


__all__ = ["Run", "foreign", "foreign_call"]
