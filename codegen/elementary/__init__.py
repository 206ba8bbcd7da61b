"""Elementary functions as code: in go the polynomials of ``derive.approximation``, out comes one file.

``source``  the file, filled into three texts: what all share, one precision, and sine, cosine and powers
``reduced``  the numbers that arguments are reduced with
``proofs``  the straight parts of the same text on intervals: bounds of their errors, roundings included

Kernels call ``exp``, ``log`` and so on from ``generated/elementary.py`` where Numba would call the C library
once an element, which keeps a loop from being vectorised.
"""

from codegen.elementary.source import FALLING, FUNCTIONS, NORMAL, OF_TWO, source

__all__ = ["FALLING", "FUNCTIONS", "NORMAL", "OF_TWO", "source"]
