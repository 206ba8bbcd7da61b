"""Functions that become part of the compiled functions that call them, and are nothing by themselves.

Hand-written, knows no layer.  What one compiled function calls, Numba compiles as if Python called it, too:
with ways in, optimised for itself, made into machine code that nobody runs, and optimised once more where it
is linked.  These are written down once a process for each types of arguments and optimised where they are
called.  For everyone else they stay plain Python.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba.core import compiler, types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import cpu_target
from numba.core.typing import signature
from numba.core.typing.templates import AbstractTemplate, infer_global
from numba.extending import lower_builtin

OPTIONS = {
    "nopython": True, "forceinline": True, "error_model": "numpy", "fastmath": False,
    "no_cpython_wrapper": True, "no_cfunc_wrapper": True,
}  # fmt: skip
"""What is inlined would otherwise be compiled with the fastmath of its first caller."""


def inlined(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compiled functions that call ``function`` get its code."""
    _Inlined(function, lambda *kinds: function)
    return function


def inlined_as(function: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Compiled functions that call ``function`` get the code that is chosen for the types of its arguments.

    That is a function or an intrinsic; ``None`` where there is none for such types.
    """

    def decorate(choose: Callable[..., Any]) -> Callable[..., Any]:
        _Inlined(function, choose)
        return choose

    return decorate


class _Inlined:
    """One function, and what it was written down as so far."""

    def __init__(self, function: Callable[..., Any], choose: Callable[..., Any]) -> None:
        self.choose = choose
        self.written: dict[Any, Any] = {}
        template = type(f"_Typing_{function.__name__}", (_Typing,), {"key": function, "inlined": self})
        infer_global(function, types.Function(template))
        lower_builtin(function, types.VarArg(types.Any))(self.lower)

    def of(self, kinds: tuple[Any, ...]) -> Any:
        """A signature and what writes a call, for arguments of such types."""
        if kinds not in self.written:
            self.written[kinds] = _written(self.choose(*kinds), kinds)
        return self.written[kinds]

    def lower(self, context: Any, builder: Any, sig: Any, arguments: Any) -> Any:
        return self.of(sig.args)[1](context, builder, sig, arguments)


class _Typing(AbstractTemplate):  # type: ignore[misc]
    def generic(self, args: Any, kws: Any) -> Any:
        found = None if kws else self.inlined.of(tuple(map(types.unliteral, args)))
        return found and found[0]


@global_compiler_lock  # type: ignore[untyped-decorator]
def _written(chosen: Any, kinds: tuple[Any, ...]) -> Any:
    typing, target = cpu_target.typing_context, cpu_target.target_context
    if chosen is None:
        return None
    if hasattr(chosen, "_defn"):
        return chosen._defn(typing, *kinds)
    flags = compiler.Flags()
    cpu_target.options.parse_as_flags(flags, OPTIONS)
    flags.no_compile = True
    library = _Unlinked(target.codegen(), chosen.__name__)
    made = compiler.compile_extra(typing, target, chosen, kinds, None, flags, {}, library=library)

    def code(context: Any, builder: Any, sig: Any, arguments: Any) -> Any:
        library.join(context.active_code_library)
        return context.call_internal_no_propagate(builder, made.fndesc, sig, arguments)[1]

    return signature(made.signature.return_type, *kinds), code


class _Unlinked(JITCodeLibrary):  # type: ignore[misc]
    """Code as it was written down, for other libraries to take."""

    def finalize(self) -> None:
        self._finalized = True

    def join(self, library: Any) -> None:
        """Become part of a library, with all that is called."""
        for one in (self, *self._linking_libraries):
            library.add_linking_library(one)


__all__ = ["inlined", "inlined_as"]
