"""Program to program, before any loop stands: which sums are formed, and in which loops they share.

In: a ``Program`` of formulas as the derivation leaves it.  Out: one that computes the same, cheaper.

``inline_factor``   dead work goes, cheap work is inlined, a factor leaves a sum that it does not depend on
``unordered``       case distinctions whose value is NaN where they compare a NaN
``vanishing``       products that are 0 with a factor that decays, also where another overflows
``grouping``        what is computed on its own: one position, differences of near things
``whole_numbers``   which expressions are computed in integers, and which are never below zero
``computable``      all of these, in order
``recurrences``     sums that are their neighbour times a factor and one term more
``fuse_axes``       neighbouring axes that are always walked together are one
``fuse_loops``      definitions that share their outer loops
``shared``          what several gradients need is a program of its own
"""

from codegen.program.computable import computable
from codegen.program.fuse_loops import Group, group
from codegen.program.shared import staged

__all__ = ["Group", "computable", "group", "staged"]
