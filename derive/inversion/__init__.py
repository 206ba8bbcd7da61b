"""Index maps turned round: what is summed at places ``f(z)`` becomes a sum for each place.

In: the places of a scatter, the ranges of its indices, facts about sizes.
Out: the values of the indices that reach a place, what is left to sum over, and the guards, among them
congruences where a stride has no inverse (``gather.invert``); a whole scatter as a gather (``transpose``).
``equations`` solves one index after the other.  What has no inverse stays a scatter, and its caller says so.
"""

from derive.inversion.gather import Inverse, invert
from derive.inversion.transpose import transposed

__all__ = ["Inverse", "invert", "transposed"]
