"""Sums as linear recurrences: in go formulas, out formulas that take one step for each result.

``parted_products``  a running product without one factor is one before it and one behind it
"""

from codegen.program.recurrences.parted_products import parted

__all__ = ["parted"]
