"""Formulas in the form that floating point does best: in goes a program, out one equal to it over the reals.

``uncancelled``  of equal forms the one whose sums have terms of one sign
``vanishing``    products that are 0 with one factor, though another one overflows
"""

from codegen.program.stable.uncancelled import uncancelled
from codegen.program.stable.vanishing import vanishing

__all__ = ["uncancelled", "vanishing"]
