"""A program of formulas becomes a kernel of loops.

In: a ``Program`` and its layer.  Out: a ``Kernel``, not yet proved, with the decisions that were taken.

``lower``  groups of definitions one after the other; ``rows`` results in a row, ``sums`` named accumulators;
``special``  what is left of a program where a size is one (``singles``), strides are one (``unit_strides``),
windows do not overlap (``single_terms``), or a small table has all places (``window_places``)
"""

from codegen.lowering.lower import lower

__all__ = ["lower"]
