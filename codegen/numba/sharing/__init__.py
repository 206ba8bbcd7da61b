"""Functions of one text: what differs from an earlier one in names alone is that one, called otherwise.

A chain of layers computes the same with other arrays in each of its links: a function for each would be
compiled as often.  Two functions are one where their code is the same once each name of their own is numbered
by where it stands first; comments and docstrings do not count, nor does the order in which whole numbers are
added and multiplied.

In: a part of a kernel and its text.  Out: the kernel to call in its place (``written_functions``), known
by code in which names are numbers (``same_code``).
"""

from codegen.numba.sharing.written_functions import FunctionsByCode, calling

__all__ = ["FunctionsByCode", "calling"]
