"""Definitions as functions of an array library: NumPy, PyTorch or JAX, to read, to paste and to run.

In goes a layer and what is wanted of it (the forward, a gradient); out comes the text of a module that needs
the library alone (``source``).  A sum of a product is one ``einsum`` of its factors, each gathered over its
own letters; conditions are masks.  Nothing is scheduled: what has to be fast is a kernel.
"""

from codegen.array_code.array_libraries import LIBRARIES, Library
from codegen.array_code.array_module import einsum_source, source

__all__ = ["LIBRARIES", "Library", "einsum_source", "source"]
