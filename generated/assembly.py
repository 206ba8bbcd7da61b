"""Functions of whole numbers written in the compiler's own language, from Python that reads like them.

Hand-written, knows no layer.  A function that is written here is there in some thousandths of a second, where
Numba takes a tenth for each that it has to find the types of.  All its numbers have 64 bits; an address is one.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

WORD, WHOLE, TRUTH = ir.IntType(64), ir.IntType(32), ir.IntType(1)
BYTES = 8


class Number:
    """A number while a function is written."""

    def __init__(self, code: Code, value: Any) -> None:
        self.code, self.value = code, value

    def _with(self, name: str, other: Any) -> Number:
        return Number(self.code, getattr(self.code.builder, name)(self.value, self.code.value(other)))

    def _is(self, name: str, other: Any) -> Number:
        made = self.code.builder.icmp_signed(name, self.value, self.code.value(other))
        return Number(self.code, self.code.builder.zext(made, WORD))

    def __add__(self, other: Any) -> Number:
        return self._with("add", other)

    def __sub__(self, other: Any) -> Number:
        return self._with("sub", other)

    def __mul__(self, other: Any) -> Number:
        return self._with("mul", other)

    def __floordiv__(self, other: Any) -> Number:
        """Of numbers that are not negative."""
        return self._with("udiv", other)

    def __mod__(self, other: Any) -> Number:
        return self._with("urem", other)

    def __and__(self, other: Any) -> Number:
        return self._with("and_", other)

    def __or__(self, other: Any) -> Number:
        return self._with("or_", other)

    def __xor__(self, other: Any) -> Number:
        return self._with("xor", other)

    def __lshift__(self, other: Any) -> Number:
        return self._with("shl", other)

    def __rshift__(self, other: Any) -> Number:
        return self._with("lshr", other)

    def __lt__(self, other: Any) -> Number:
        return self._is("<", other)

    def __ge__(self, other: Any) -> Number:
        return self._is(">=", other)

    def __gt__(self, other: Any) -> Number:
        return self._is(">", other)

    def equals(self, other: Any) -> Number:
        return self._is("==", other)

    def least(self, other: Any) -> Number:
        """The smaller of two."""
        return (self < other).choose(self, other)

    def choose(self, one: Any, other: Any) -> Number:
        """``one`` where this is not zero."""
        builder, value = self.code.builder, self.code.value
        met = builder.icmp_signed("!=", self.value, WORD(0))
        return Number(self.code, builder.select(met, value(one), value(other)))


class Variable:
    """A number that changes."""

    def __init__(self, code: Code, first: Any) -> None:
        self.code = code
        self.place = cgutils.alloca_once(code.builder, WORD)
        self.set(first)

    def set(self, value: Any) -> None:
        self.code.builder.store(self.code.value(value), self.place)

    def get(self) -> Number:
        return Number(self.code, self.code.builder.load(self.place))


class Code:
    """A function of numbers that is being written."""

    def __init__(self, builder: Any, names: Mapping[str, str]) -> None:
        self.builder, self.names = builder, names

    def value(self, number: Any) -> Any:
        return number.value if isinstance(number, Number) else WORD(number)

    @contextmanager
    def when(self, met: Number) -> Iterator[None]:
        with self.builder.if_then(self.builder.icmp_signed("!=", met.value, WORD(0))):
            yield

    @contextmanager
    def while_(self, met: Callable[[], Number]) -> Iterator[None]:
        test, body, done = (self.builder.append_basic_block(name) for name in ("test", "body", "done"))
        self.builder.branch(test)
        self.builder.position_at_end(test)
        self.builder.cbranch(self.builder.icmp_signed("!=", met().value, WORD(0)), body, done)
        self.builder.position_at_end(body)
        yield
        self.builder.branch(test)
        self.builder.position_at_end(done)

    @contextmanager
    def each(self, count: Any) -> Iterator[Number]:
        """0 … count − 1."""
        with cgutils.for_range(self.builder, self.value(count), intp=WORD) as loop:
            yield Number(self, loop.index)

    def _cell(self, base: Any, k: Any) -> Any:
        address = Number(self, self.value(base)) + Number(self, self.value(k)) * BYTES
        return self.builder.inttoptr(address.value, WORD.as_pointer())

    def load(self, base: Any, k: Any = 0) -> Number:
        return Number(self, self.builder.load(self._cell(base, k)))

    def store(self, base: Any, k: Any, value: Any) -> None:
        self.builder.store(self.value(value), self._cell(base, k))

    def look(self, base: Any, k: Any) -> Number:
        """What stands in a cell now, whoever wrote it; all that was written before is seen too."""
        return Number(self, self.builder.load_atomic(self._cell(base, k), "seq_cst", BYTES))

    def put(self, base: Any, k: Any, value: Any) -> None:
        """A cell gets a value that others see, after all that was written before."""
        self.builder.store_atomic(self.value(value), self._cell(base, k), "seq_cst", BYTES)

    def add(self, base: Any, k: Any, value: Any) -> Number:
        """Add to a cell; what stood there before."""
        return self._change("add", base, k, value)

    def swap(self, base: Any, k: Any, value: Any) -> Number:
        """Put a value in a cell; what stood there before."""
        return self._change("xchg", base, k, value)

    def _change(self, how: str, base: Any, k: Any, value: Any) -> Number:
        made = self.builder.atomic_rmw(how, self._cell(base, k), self.value(value), "seq_cst")
        return Number(self, made)

    def call(self, name: str, *given: Any) -> Number:
        """Another function that is written here."""
        module = self.builder.module
        function = cgutils.get_or_insert_function(module, _type(len(given)), self.names[name])
        return Number(self, self.builder.call(function, [self.value(one) for one in given]))

    def system(self, name: str, takes: tuple[Any, ...] = (), *given: Any) -> Number:
        """A function of the system, which answers a number of 32 bits."""
        function = cgutils.get_or_insert_function(self.builder.module, ir.FunctionType(WHOLE, takes), name)
        values = [self._as(kind, one) for kind, one in zip(takes, given, strict=True)]
        return Number(self, self.builder.sext(self.builder.call(function, values), WORD))

    def _as(self, kind: Any, number: Any) -> Any:
        value = self.value(number)
        if isinstance(kind, ir.PointerType):
            return self.builder.inttoptr(value, kind)
        return value if kind == WORD else self.builder.trunc(value, kind)


def written(functions: Mapping[str, Callable[..., Any]]) -> Any:
    """What an intrinsic answers that writes the functions and gives their addresses.

    A function of ``code, *numbers`` writes one of them and gives its result.
    """
    kind = types.UniTuple(types.int64, len(functions))

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        names = {name: builder.module.get_unique_name(f"written.{name}") for name in functions}
        made = [_function(builder.module, names, name, write) for name, write in functions.items()]
        return context.make_tuple(builder, kind, [builder.ptrtoint(one, WORD) for one in made])

    return kind(), emit


def _function(module: Any, names: Mapping[str, str], name: str, write: Callable[..., Any]) -> Any:
    function = cgutils.get_or_insert_function(module, _type(_takes(write)), names[name])
    function.linkage = "internal"
    code = Code(ir.IRBuilder(function.append_basic_block("entry")), names)
    made = write(code, *(Number(code, one) for one in function.args))
    code.builder.ret(code.value(0 if made is None else made))
    return function


def _type(takes: int) -> Any:
    return ir.FunctionType(WORD, [WORD] * takes)


def _takes(write: Callable[..., Any]) -> int:
    """How many numbers."""
    return write.__code__.co_argcount - 1


def called(address: int, write: Callable[..., Any], holding: bool = False) -> Any:
    """A function at an address as Python calls it, ``holding`` the interpreter's lock or not."""
    kind = ctypes.PYFUNCTYPE if holding else ctypes.CFUNCTYPE
    return kind(ctypes.c_int64, *[ctypes.c_int64] * _takes(write))(address)


__all__ = ["TRUTH", "WHOLE", "WORD", "Code", "Number", "Variable", "called", "written"]
