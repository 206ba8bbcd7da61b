"""Sides of a product of matrices that are no plain arrays: in a product, out an array and the product of it.

``chosen_cells``  of what indices choose elements: all but a diagonal
``samples``  what is sampled at positions that data give
``reread``   what a window sees of a case distinction, or of arithmetic on elements
"""

from codegen.program.factorise.sides.chosen_cells import chosen_cells
from codegen.program.factorise.sides.paired import paired
from codegen.program.factorise.sides.reread import reread
from codegen.program.factorise.sides.samples import sampled

__all__ = ["chosen_cells", "paired", "reread", "sampled"]
