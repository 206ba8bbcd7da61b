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
from llvmlite import ir
from numba.core import types
from numba.core.callwrapper import PyCallWrapper
from numba.core.compiler import Compiler
from numba.core.compiler_machinery import PassManager, register_pass
from numba.core.lowering import Lower
from numba.core.typed_passes import BaseNativeLowering, NativeLowering

from .shared_ranges import entry
from .ways_in import WayIn, known


def njit(**options: Any) -> Callable[[Callable[..., Any]], Any]:
    """``numba.njit``, and LLVM is told that the arguments lie apart."""
    compiled = numba.njit(no_cfunc_wrapper=True, pipeline_class=_KernelCompiler, **options)

    def made(function: Callable[..., Any]) -> Any:
        dispatcher = compiled(function)
        if hasattr(dispatcher, "_compiler"):  # Numba leaves functions as they are while it is told to
            dispatcher._compiler._customize_flags = _apart
            dispatcher.in_ranges = function.__code__.co_varnames[:2] == RANGE
        return dispatcher

    return made


def _apart(flags: Any) -> Any:
    flags.noalias = True
    return flags


RANGE = ("first", "last")
"""What a kernel takes first that computes some of its iterations."""


class _Lower(Lower):  # type: ignore[misc]
    def create_cpython_wrapper(self, release_gil: bool = False) -> None:
        """Python calls a kernel by ranges through a function that can share them (``shared_ranges``)."""
        about, context = self.fndesc, self.context
        if about.args[:2] != RANGE or about.argtypes[:2] != (types.int64, types.int64):
            return super().create_cpython_wrapper(release_gil)
        module = context.create_module("wrapper")
        kind = context.call_conv.get_function_type(about.restype, about.argtypes)
        kernel = ir.Function(module, kind, about.llvm_func_name)
        plain = not known(about)
        called = entry(context, module, kernel, about) if plain else kernel
        way_in = PyCallWrapper if plain else WayIn
        way_in(context, module, called, about, self.env, self.call_helper, release_gil).build()
        return self.library.add_ir_module(module)


@register_pass(mutates_CFG=True, analysis_only=False)
class _Lowering(BaseNativeLowering):  # type: ignore[misc]
    _name = "kernel_lowering"
    lowering_class = _Lower


class _KernelCompiler(Compiler):  # type: ignore[misc]
    """What is lowered in another way is typed as ever."""

    def define_pipelines(self) -> list[Any]:
        made = PassManager("kernel")
        for step, about in super().define_pipelines()[0].passes:
            made.add_pass(_Lowering if step is NativeLowering else step, about)
        made.finalize()
        return [made]


__all__ = ["njit"]
