"""How Python calls a kernel by ranges: its arguments are laid down in memory by a function that all kernels share.

Hand-written, knows no layer.  Numba writes the steps that take each argument out of its object into every
kernel, which makes half of what is compiled.  Here they are written once; a kernel brings a table that says
what each argument is, and a function that reads them where they lie, for the caller as for its helpers.  An
array is read as NumPy lays it out; the caller holds it, so nobody counts references.
"""

from __future__ import annotations

import ctypes
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir
from numba import njit
from numba.core import cgutils, types
from numba.core.callwrapper import PyCallWrapper
from numba.extending import intrinsic

from .assembly import WORD, Code, Number, Variable, called, written
from .shared_ranges import BUSY, DONE, RANGE_KIND, SEATING, WRONG, team

WHOLE, REAL = -1, -2
"""What an argument is that is no array; an array is 256 times its axes and the bytes of an element."""
DATA, AXES, EXTENTS, STRIDES = 16, 24, 32, 40
"""Where NumPy keeps them in an array, in bytes."""
_BYTES = ir.IntType(8).as_pointer()
_OF = {types.int64: WHOLE, types.float64: REAL, types.float32: REAL}
_SLOT = (ctypes.c_int64 * 1)()
_SYMBOL = f"{__name__}.unpack"
llvm.add_symbol(_SYMBOL, ctypes.addressof(_SLOT))


def known(about: Any) -> bool:
    """Whether a kernel takes numbers and arrays only, and returns nothing."""
    return bool(about.restype == types.none) and all(_kind(one) is not None for one in about.argtypes)


def _kind(one: Any) -> int | None:
    if isinstance(one, types.Array):
        simple = one.layout == "C" and one.aligned and 0 < one.ndim < 64
        width = getattr(one.dtype, "bitwidth", 0) // 8
        return one.ndim * 256 + width if simple and width else None
    return _OF.get(one)


def _unpack(code: Code, arguments: Number, kinds: Number, count: Number, to: Number) -> Any:
    """Lay down the arguments in a tuple; whether there was no error."""
    at = Variable(code, to)
    with code.when(_python(code, "PyTuple_Size", arguments).equals(count)), code.each(count) as k:
        one, kind = _python(code, "PyTuple_GetItem", arguments, k), code.load(kinds, k)
        with code.when(kind.equals(WHOLE)):
            code.store(at.get(), 0, _python(code, "PyLong_AsLongLong", one))
            at.set(at.get() + 8)
        with code.when(kind.equals(REAL)):
            code.store(at.get(), 0, _real(code, one))
            at.set(at.get() + 8)
        with code.when(kind >= 0):
            at.set(_array(code, one, kind, at.get()))
    with code.when(_python(code, "PyTuple_Size", arguments).equals(count).equals(0)):
        _python(code, "PyErr_BadArgument")
    return _python(code, "PyErr_Occurred").equals(0)


def _array(code: Code, one: Number, kind: Number, to: Number) -> Number:
    """Nobody's memory, nobody's parent; elements, bytes of one, the first, extents, strides; what comes then."""
    axes, width, size = kind >> 8, kind & 255, Variable(code, 1)
    extents, strides = code.load(one + EXTENTS), code.load(one + STRIDES)
    with code.each(axes) as k:
        extent = code.load(extents, k)
        size.set(size.get() * extent)
        code.store(to, k + 5, extent)
        code.store(to, k + 5 + axes, code.load(strides, k))
    for k, value in enumerate((0, 0, size.get(), width, code.load(one + DATA))):
        code.store(to, k, value)
    return to + 8 * 5 + axes * 16


def _python(code: Code, name: str, *given: Any) -> Number:
    """A function of the interpreter; objects are addresses."""
    kind = ir.FunctionType(WORD, [WORD] * len(given))
    function = cgutils.get_or_insert_function(code.builder.module, kind, name)
    return Number(code, code.builder.call(function, [code.value(one) for one in given]))


def _real(code: Code, one: Number) -> Number:
    """The bits of a number in double precision."""
    kind = ir.FunctionType(ir.DoubleType(), [WORD])
    function = cgutils.get_or_insert_function(code.builder.module, kind, "PyFloat_AsDouble")
    return Number(code, code.builder.bitcast(code.builder.call(function, [one.value]), WORD))


@intrinsic
def _parts(context: Any) -> Any:
    return written({"unpack": _unpack})


@njit(cache=True, no_cfunc_wrapper=True)
def _addresses():  # type: ignore[no-untyped-def]
    return _parts()


def _prepare(*numbers: int) -> int:
    """What stands in the place of ``unpack`` until it is called first."""
    _SLOT[0] = _addresses()[0]
    return int(called(_SLOT[0], _unpack, holding=True)(*numbers))


_first = ctypes.PYFUNCTYPE(ctypes.c_int64, *[ctypes.c_int64] * 4)(_prepare)
_SLOT[0] = ctypes.cast(_first, ctypes.c_void_p).value or 0


class WayIn(PyCallWrapper):  # type: ignore[misc]
    """The function that Python calls."""

    def build_wrapper(self, api: Any, builder: Any, closure: Any, args: Any, kws: Any) -> None:
        kinds = [_kind(one) for one in self.fndesc.argtypes]
        held = [self._held(one) for one in self.fndesc.argtypes]
        data = ir.LiteralStructType([*held, _BYTES])
        laid = cgutils.alloca_once(builder, data)
        table = cgutils.global_constant(builder, "kinds", ir.Constant(ir.ArrayType(WORD, len(kinds)), kinds))
        place = cgutils.add_global_variable(builder.module, WORD, _SYMBOL)
        unpack = builder.inttoptr(builder.load(place), ir.FunctionType(WORD, [WORD] * 4).as_pointer())
        at = [builder.ptrtoint(one, WORD) for one in (args, table, laid)]
        fine = builder.call(unpack, [at[0], at[1], WORD(len(kinds)), at[2]])
        with builder.if_then(builder.icmp_signed("==", fine, WORD(0)), likely=False):
            builder.ret(api.get_null_object())
        thread = api.save_thread() if self.release_gil else None
        code, ended = self._run(builder, data, laid)
        if thread is not None:
            api.restore_thread(thread)
        with builder.if_then(cgutils.is_not_null(builder, code), likely=False):
            error = builder.load(cgutils.gep_inbounds(builder, laid, 0, len(kinds)))
            self._fail(api, builder, code, error)
        with builder.if_then(builder.icmp_signed("==", ended, WORD(WRONG)), likely=False):
            said = f"{self.fndesc.qualname}: one of several threads had no memory"
            api.err_set_string("PyExc_MemoryError", said)
            builder.ret(api.get_null_object())
        api.return_none()

    def _held(self, one: Any) -> Any:
        return ir.DoubleType() if one == types.float32 else self.context.get_value_type(one)

    def _run(self, builder: Any, data: Any, laid: Any) -> Any:
        """The error of a kernel that ran alone, if any, and how a team ended."""
        first, last = (builder.load(cgutils.gep_inbounds(builder, laid, 0, k)) for k in (0, 1))
        run = self._range(builder.module, data)
        ended = cgutils.alloca_once_value(builder, WORD(BUSY))
        start = cgutils.alloca_once_value(builder, first)
        code = cgutils.alloca_once_value(builder, ir.IntType(32)(0))
        with builder.if_then(builder.icmp_signed("<", first, WORD(0)), likely=False):
            builder.store(WORD(0), start)
            wanted = builder.neg(first)
            numbers = [last, builder.udiv(wanted, WORD(SEATING)), builder.urem(wanted, WORD(SEATING))]
            builder.store(team(builder, run, laid, *numbers), ended)
        with builder.if_then(builder.icmp_signed("!=", builder.load(ended), WORD(DONE))):
            given = [builder.load(start), last, builder.bitcast(laid, _BYTES)]
            builder.store(builder.call(run, given), code)
        return builder.load(code), builder.load(ended)

    def _range(self, module: Any, data: Any) -> Any:
        """``range(first, last, data)``: the kernel with what lies there; its error, which is laid down, too."""
        function = ir.Function(module, RANGE_KIND, f"{self.func.name}.range")
        function.linkage = "internal"
        builder = ir.IRBuilder(function.append_basic_block())
        first, last, place = function.args
        place = builder.bitcast(place, data.as_pointer())
        cells = [cgutils.gep_inbounds(builder, place, 0, k) for k in range(len(data.elements))]
        given = [
            builder.fptrunc(builder.load(cell), ir.FloatType())
            if one == types.float32
            else builder.load(cell)
            for cell, one in zip(cells, self.fndesc.argtypes, strict=False)
        ]
        about = self.fndesc
        status, _ = self.context.call_conv.call_function(
            builder, self.func, about.restype, about.argtypes, [first, last, *given[2:]], attrs=("noinline",)
        )
        with builder.if_then(status.is_error, likely=False):
            builder.store(builder.bitcast(status.excinfoptr, _BYTES), cells[-1])
            builder.ret(status.code)
        builder.ret(status.code.type(0))
        return function

    def _fail(self, api: Any, builder: Any, code: Any, error: Any) -> None:
        kind = self.func.function_type.args[1].pointee
        convention = self.context.call_conv
        status = convention._get_return_status(builder, code, builder.bitcast(error, kind))
        convention.raise_error(builder, api, status)
        builder.ret(api.get_null_object())


__all__ = ["WayIn", "known"]
