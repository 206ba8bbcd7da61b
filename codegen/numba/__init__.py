"""Loops as Numba source.

In: a legal ``Kernel``.  Out: the text of one function, or of several where parts stand apart.

``expressions``  scalars, in integers (``integer_text``) and in the type of the arrays (``real_text``)
``printer``      what both share; ``precedence`` where brackets go
``statements``   nodes, one rule for each kind; ``reserved`` their identifiers; ``line_wrap`` lines of a page
"""

from codegen.numba.functions import emit, parameters

__all__ = ["emit", "parameters"]
