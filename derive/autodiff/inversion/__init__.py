"""Index maps turned round: from where a value is written to what is summed up there.

In go terms at places ``f(z)``, over a space, under guards; out comes a sum for each element of the array
(``transposed``), by solving ``f(z) = a`` for the indices (``invert``) in one of three modes:

========  =====================================================================================
free      eliminates an index of the output; leaves a congruence, as a paper prints it
unit      prefers an index with coefficient ±1; leaves none, for forms that are derived again
residue   splits the axis into residue classes; no test is left in any loop
========  =====================================================================================

``phased`` takes a definition whose sum tests congruences, as the free mode leaves them, to the form over
residue classes: that is the step from what is told to what is compiled.
"""

from derive.autodiff.inversion.gather import MODES, Inverse, invert, keeps_left_side
from derive.autodiff.inversion.residue_classes import CLASSES, Phased, phased
from derive.autodiff.inversion.transpose import Transposed, transposed

__all__ = [
    "CLASSES", "MODES", "Inverse", "Phased", "Transposed", "invert", "keeps_left_side", "phased",
    "transposed",
]  # fmt: skip
