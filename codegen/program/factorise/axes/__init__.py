"""Sums along several axes become sums of sums along fewer.

In: a program.  Out: one with a definition more for each sum that was taken apart.

``by_axes``     sums over bins, which conditions bound
``by_columns``  sums over windows, which slide
"""

from codegen.program.factorise.axes.by_axes import by_axes
from codegen.program.factorise.axes.by_columns import by_columns

__all__ = ["by_axes", "by_columns"]
