"""Cook-Toom: in go m, r and points, out come the transforms of F(m, r), proved, and how errors grow in them.

``transforms``     A, B, G by interpolation in exact arithmetic, and the proof of the identity
``straight_line``  a transform as a sequence of operations that shares what its rows share
``growth``         bounds of the error in floating point, and the points that keep them small
"""

from derive.cook_toom.growth import Growth, best_points, growth
from derive.cook_toom.straight_line import Combination, Term, straight_line
from derive.cook_toom.transforms import Transforms, residual, transforms

__all__ = [
    "Combination",
    "Growth",
    "Term",
    "Transforms",
    "best_points",
    "growth",
    "residual",
    "straight_line",
    "transforms",
]
