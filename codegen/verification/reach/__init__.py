"""Sizes at which kernels change their way.  In: a model and a module.  Out: cases on both sides of each edge.

``demands``    what SPEC says of its edges, and the everyday widths that any kernel may have
``crossings``  cases that meet the demands, several at once while the oracle has not too much to do
``wholes``     models that whole numbers stay whole in: float32 must then be right to the last bit
``against_model``  results against the model, and those of one thread against those of several
``at_edges``   the rung: every element of the forward, every gradient, in both precisions, by any threads
``sweep``      the rung of every size from 1 to 40 along every axis, in small arrays
"""

from codegen.verification.reach.at_edges import EDGES, edges, kernels_stay
from codegen.verification.reach.crossings import crossings
from codegen.verification.reach.sweep import SIZES

__all__ = ["EDGES", "SIZES", "crossings", "edges", "kernels_stay"]
