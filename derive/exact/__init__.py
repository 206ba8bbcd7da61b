"""A model computed exactly: with integers, fractions and letters in place of rounded numbers.

In: the definitions of a layer and integer sizes; entries are numbers or letters (``Symbolic``).
Out: exact arrays (``Machine``), the matrix of a linear layer (``linear_map``), what an output element is
made of (``dependence``), sizes, parameters, multiplications and receptive field (``shape``), and one side
of an equation as a single formula (``Side``).  What cannot be said exactly is an ``InexactError``.
"""

from derive.exact.arithmetic import InexactError
from derive.exact.dependence import dependence
from derive.exact.machine import Machine
from derive.exact.matrix import linear_map
from derive.exact.polynomial import Symbolic
from derive.exact.shape import Counts, Reach, mathematics, output_shape, reach
from derive.exact.sides import Side, flat

__all__ = [
    "Counts",
    "InexactError",
    "Machine",
    "Reach",
    "Side",
    "Symbolic",
    "dependence",
    "flat",
    "linear_map",
    "mathematics",
    "output_shape",
    "reach",
]  # fmt: skip
