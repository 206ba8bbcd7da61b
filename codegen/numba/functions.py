"""Kernels as the text of functions: one for each part, and plain Python that launches or calls them."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from codegen.loops.nodes import Kernel, Let, Store
from codegen.loops.outline import outline, outside
from codegen.loops.roles import walk
from codegen.numba.docstring import compiled, docstring
from codegen.numba.line_wrap import WIDTH
from codegen.numba.sharing import FunctionsByCode, calling
from codegen.numba.statements import Statements
from derive import pretty

OPTIONS = 'fastmath={"contract"}, error_model="numpy", nogil=True, cache=True'
"""a b + c may be rounded once; otherwise each operation is as written, NaN and signed zeros included.

Only the terms of a sum over an index may be added in another order: ``plus`` says so where they are.
"""


@dataclass(frozen=True)
class Source:
    """Emitted text, and the names that it takes from outside: modules, functions of the run-time files."""

    text: str
    used: frozenset[str] = frozenset()


def emit(kernel: Kernel, function: str) -> str:
    """The source of ``kernel`` as a function named ``function``, the functions of its parts before it."""
    return source(kernel, function).text


def source(
    kernel: Kernel,
    function: str,
    told: Sequence[str] = (),
    about: str = "",
    written: FunctionsByCode | None = None,
) -> Source:
    """What ``emit`` gives; the docstrings have the formulas as ``told``, then as compiled.

    What stands in a function that is ``written`` is called there.
    """
    whole = outline(replace(kernel, name=function))
    known = written or FunctionsByCode()
    parts = {part.name: _part(part) for part in whole.parts}
    instead = {part.name: known.instead(part, parts[part.name].text) for part in whole.parts}
    made = [parts[name] for name, one in instead.items() if one.name == name]
    single = len(whole.parts) < 2
    spoken = compiled(kernel) if single else ()
    plain = any(map(outside, kernel.body))
    caller = _Emitter(calling(whole.caller, instead), not plain).function(docstring(told, spoken, about))
    made.append(replace(caller, used=caller.used | {one.name for one in instead.values()} - parts.keys()))
    return Source("\n\n".join(one.text for one in made), frozenset().union(*(one.used for one in made)))


def _part(part: Kernel) -> Source:
    return _Emitter(part).function(docstring((), compiled(part) or _stored(part), ""))


def _stored(part: Kernel) -> tuple[str, ...]:
    """What a part without a formula does: it clears what others add to, it finishes what others summed."""
    named = {n.name: n.value for n in walk(part.body) if isinstance(n, Let)}
    stores = [n for n in walk(part.body) if isinstance(n, Store)]
    return tuple(
        dict.fromkeys(
            f"{pretty.expression(n.target)} = {pretty.expression(n.value.xreplace(named))}" for n in stores
        )
    )


def parameters(kernel: Kernel) -> list[str]:
    """The names of the kernel's arguments, in order: arrays read, arrays written, scalars."""
    return _Emitter(kernel).parameters


class _Emitter(Statements):
    """The text of one function."""

    def function(self, about: Sequence[str]) -> Source:
        lines = [f"@{self.call('njit')}({OPTIONS})"] if self.compiled else []
        text = f"def {self.kernel.name}({', '.join([*self.ends, *self.parameters])}):"
        lines += textwrap.wrap(text, WIDTH, subsequent_indent=" " * 8, break_long_words=False)
        lines += about
        real = self.real()
        body = [*self.views(), *self.block(self.kernel.body, 1)]
        lines += [*self.types(real, body), *body]
        return Source("\n".join(lines) + "\n", frozenset(self.show.used))

    def real(self) -> str:
        """An array of real numbers, by the name that it is handed over with."""
        arrays = [*self.kernel.outputs, *self.kernel.arrays]
        return next((self.array(t) for t in arrays if t.kind == "real"), "")

    def types(self, real: str, body: Sequence[str]) -> list[str]:
        """The type of the numbers, where the text mentions it."""
        code = [line for line in body if not line.lstrip().startswith("#")]
        typed, made = (any(re.search(word, line) for line in code) for word in (r"\bT\(", r"\bdtype\b"))
        text = f"{real}.dtype" if real or not (typed or made) else f"{self.call('np.dtype')}(np.float64)"
        return (["    dtype = " + text] if typed or made else []) + (["    T = dtype.type"] if typed else [])

    def views(self) -> list[str]:
        """Arrays in the shape that the loops walk."""
        made: list[str] = []
        for t in self.arrays:
            if t.name in self.kernel.views:
                given, seen = self.array(t), self.names.fresh(f"{t.name}_rows")
                shape = ", ".join(self.show.integer(e) for e in t.shape)
                made.append(f"    {seen} = {given}.reshape(({shape}{',' if len(t.shape) == 1 else ''}))")
                self.names.see(t, seen)
        return made


__all__ = ["OPTIONS", "Source", "emit", "parameters", "source"]
