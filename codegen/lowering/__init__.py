"""A program of formulas becomes a kernel of loops.

In: a ``Program`` and its layer.  Out: a ``Kernel``, not yet proved, with the decisions that were taken.

``lower``  groups of definitions one after the other; ``rows`` results in a row, ``sums`` named accumulators;
``singles``, ``unit_strides`` and ``single_terms`` what is left of a program where a size is one, strides are
one, or windows do not overlap
"""

from codegen.lowering.lower import lower

__all__ = ["lower"]
