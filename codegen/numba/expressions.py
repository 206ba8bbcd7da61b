"""SymPy expressions as Numba source, in two contexts: integers (indices) and reals of the arrays' dtype.

An index is wrapped in ``U`` (unsigned): ``check`` has proved that it is not negative, so that no
wrap-around test is compiled.
"""

from __future__ import annotations

from typing import Any

from codegen.numba.integer_text import integer_text
from codegen.numba.printer import Printer, Unprintable, bracketed
from codegen.numba.real_text import real_text


class Scalars(Printer):
    """Prints expressions by the tables of both contexts, which call each other."""

    def integer(self, e: Any, outer: int = 0) -> str:
        return bracketed(integer_text(e, self), outer)

    def real(self, e: Any, outer: int = 0) -> str:
        return bracketed(real_text(e, self), outer)


__all__ = ["Scalars", "Unprintable"]
