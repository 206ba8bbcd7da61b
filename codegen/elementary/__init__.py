"""Elementary functions as code: in go the polynomials of ``derive.approximation``, out comes one file.

Kernels call ``exp``, ``log`` and so on from ``generated/elementary.py`` where Numba would call the C library
once an element, which keeps a loop from being vectorised.
"""

from codegen.elementary.source import FUNCTIONS, source

__all__ = ["FUNCTIONS", "source"]
