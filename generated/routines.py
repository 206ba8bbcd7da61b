"""Functions that kernels call and do not contain: compiled when they are first called, once for each type.

Hand-written, knows no layer.  What one compiled function calls by its name is linked into it and optimised
there once more, so that work in common would be compiled with every kernel.  A routine is called through a
slot in memory.  At first the slot leads back here: the routine is compiled (or read from Numba's cache), its
address is put into the slot, and the call goes on.  What no call needs is never compiled.

A routine takes addresses and integers: an array stands for the address of its first element, an array and
the index after it for that of this element.  It answers 1; 0 says that it could not do its work.
"""

from __future__ import annotations

import ctypes
import gc
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir
from numba import cfunc, types
from numba.core import cgutils
from numba.core.typing import signature
from numba.core.typing.templates import AbstractTemplate, infer_global
from numba.extending import lower_builtin

NUMBER, BYTE = ir.IntType(64), ir.IntType(8)
ELEMENTS = (types.float32, types.float64, types.complex128)
REALS = ELEMENTS[:2]
DONE = 1

_lock = threading.RLock()


class Unable(RuntimeError):
    """A routine could not be compiled, or had no memory."""


class Routine:
    """One function for each type of elements; as plain Python it is ``loops``.

    ``kinds`` says what each parameter is: ``e`` the address of an element, ``t`` that of an integer of a
    table, ``c`` how many the table has, ``n`` an integer.  ``code`` gives the function for a type.
    """

    def __init__(self, name: str, kinds: str, code: Callable[[Any], Any], loops: Any, elements: Any) -> None:
        self.name, self.kinds, self.code, self.loops = name, kinds, code, loops
        self.slots = {element: _Slot(self, element) for element in elements}
        _known[name, kinds] = self
        infer_global(self, types.Function(type(f"_Typing_{name}", (_Typing,), {"key": self})))
        lower_builtin(self, types.VarArg(types.Any))(self._lower)

    def __repr__(self) -> str:
        return f"routine {self.name}"

    def __reduce__(self) -> tuple[Any, ...]:
        """By its name: Numba keeps a function that holds a routine together with what it holds."""
        return _named, (self.name, self.kinds)

    def __call__(self, *arguments: Any) -> Any:
        return self.loops(*arguments)

    def element(self, arguments: Any) -> Any:
        """The type of the elements of a call; ``None`` where it has tables only."""
        return next((a.dtype for a in arguments if _holds(a) and a.dtype != types.int64), None)

    def signature(self, element: Any) -> Any:
        of = {"e": element and types.CPointer(element), "t": types.CPointer(types.int64)}
        return types.int64(*(of.get(kind, types.int64) for kind in self.kinds))

    def _lower(self, context: Any, builder: Any, sig: Any, arguments: Any) -> Any:
        values = _numbers(context, builder, self.kinds, sig.args, arguments)
        self.emit(context, builder, self.element(sig.args), values)
        return context.get_dummy_value()

    def emit(self, context: Any, builder: Any, element: Any, values: Any) -> None:
        """A call with addresses and integers."""
        kind = ir.FunctionType(NUMBER, [value.type for value in values])
        place = _global(builder.module, self.slots[element].symbol)
        routine = builder.bitcast(builder.load(place), kind.as_pointer())
        done = builder.call(routine, values)
        with builder.if_then(cgutils.is_null(builder, done), likely=False):
            context.call_conv.return_user_exc(builder, Unable, (f"{self.name} could not do its work",))


_known: dict[tuple[str, str], Routine] = {}


def _named(name: str, kinds: str) -> Routine:
    return _known[name, kinds]


class _Slot:
    """Where the address of a routine for one type stands."""

    def __init__(self, routine: Routine, element: Any) -> None:
        self.routine, self.element = routine, element
        self.symbol = f"{__name__}.{routine.name}.{routine.kinds}.{element}"
        of = (ctypes.c_void_p if kind in "et" else ctypes.c_int64 for kind in routine.kinds)
        self.kind = ctypes.CFUNCTYPE(ctypes.c_int64, *of)
        self.first = self.kind(self._compile_and_call)
        self.place = ctypes.c_void_p(ctypes.cast(self.first, ctypes.c_void_p).value)
        self.made: Any = None
        llvm.add_symbol(self.symbol, ctypes.addressof(self.place))

    def _compile_and_call(self, *arguments: Any) -> int:
        try:
            with _lock:
                self._compile()
            return int(self.kind(self.made.address)(*arguments))
        except BaseException as error:  # nothing may leave a function that machine code calls
            failures.append(error)
            return 0

    def _compile(self) -> None:
        if self.made is None:
            take = self.routine.signature(self.element)
            with uncollected():
                self.made = cfunc(take, cache=True, error_model="numpy")(self.routine.code(self.element))
            self.place.value = self.made.address


@contextmanager
def uncollected() -> Iterator[None]:
    """A compiler makes many objects, all of them in use: to look for others takes an eighth of its time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


failures: list[BaseException] = []
"""Why routines were unable to do their work, until somebody is told."""


def reason() -> BaseException:
    """Why a routine that was called was unable to do its work."""
    cause = failures[-1] if failures else MemoryError()
    failures.clear()
    return cause


class _Typing(AbstractTemplate):  # type: ignore[misc]
    def generic(self, args: Any, kws: Any) -> Any:
        routine = self.key
        if kws or routine.element(args) not in routine.slots:
            return None
        return signature(types.none, *map(types.unliteral, args))


def _holds(kind: Any) -> bool:
    return isinstance(kind, types.Array | types.CPointer)


def _numbers(context: Any, builder: Any, wanted: str, kinds: Any, values: Any) -> list[Any]:
    """The addresses and integers that the arguments of a call stand for."""
    found: list[Any] = []
    array: Any = None
    for kind, value in zip(kinds, values, strict=True):
        if isinstance(kind, types.BaseTuple):
            given = cgutils.unpack_tuple(builder, value, len(kind))
            index = [context.cast(builder, v, k, types.int64) for v, k in zip(given, kind, strict=True)]
            found[-1] = builder.gep(found[-1], [_place(builder, array, index)])
        elif isinstance(kind, types.Array):
            made = context.make_array(kind)(context, builder, value)
            array = cgutils.unpack_tuple(builder, made.shape, kind.ndim)
            found.append(made.data)
            if wanted[len(found) :][:1] == "c":
                found.append(array[0])
        elif isinstance(kind, types.CPointer):
            found.append(value)
        else:
            found.append(context.cast(builder, value, kind, types.int64))
    return found


def _place(builder: Any, extents: Any, index: Any) -> Any:
    """Elements from the start of a C-contiguous array."""
    at = ir.Constant(NUMBER, 0)
    for extent, one in zip(extents, index, strict=True):
        at = builder.add(builder.mul(at, extent), one)
    return at


def _global(module: Any, symbol: str) -> Any:
    """The slot, which is no part of the module: whoever loads it is told where the slot stands."""
    if symbol in module.globals:
        return module.globals[symbol]
    return cgutils.add_global_variable(module, BYTE.as_pointer(), symbol)


def routine(
    name: str, kinds: str, code: Callable[[Any], Any], loops: Any = None, elements: Any = ELEMENTS
) -> Routine:
    return Routine(name, kinds, code, loops, elements)


def by_type(vectors: Any, loops: Any) -> Callable[[Any], Any]:
    """Registers hold real numbers; complex ones are taken one by one."""
    return lambda element: vectors if element in REALS else loops


class Elements:
    """A C-contiguous array from an element on, which may be none of its own."""

    def __init__(self, array: Any, at: Any = None) -> None:
        self.flat, self.first = array.reshape(-1), 0
        for extent, index in zip(array.shape, at or (0,) * array.ndim, strict=True):
            self.first = self.first * extent + index

    def __getitem__(self, at: int) -> Any:
        return self.flat[self._inside(at)]

    def __setitem__(self, at: int, value: Any) -> None:
        self.flat[self._inside(at)] = value

    def _inside(self, at: int) -> int:
        """Python would count negative places from the end."""
        if self.first + at < 0:
            raise IndexError(f"an element at {self.first + at}")
        return self.first + at


def _anew() -> None:
    """The child of a fork has none of the threads that may hold the lock."""
    global _lock
    _lock = threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_anew)


__all__ = ["DONE", "REALS", "Elements", "Routine", "Unable", "by_type", "reason", "routine", "uncollected"]
