"""Differentiation: from a layer to the definitions that compute its derivatives.

In goes a ``Layer``; out come programs and the steps that led to them, in this order:

``canonicalise``    a forward that can be differentiated: guards, names, switches      → ``Canonical``
``reverse``         cotangents by chain rule, ``partials`` and ``inversion``            → ``Cotangent``
``backward``        cotangents in the order of the backward pass, each simplified once  → ``Backward``
``forward``         tangents, by the same table of partial derivatives                  → ``Program``
``share``           what the forward saves for them, what nothing needs                 → ``Program``
``second_order``    a gradient as a layer of its own, to be derived again               → ``Layer``

Nothing here knows a layer by name; every rule is one of calculus or of index arithmetic.
"""

from derive.autodiff.backward import Backward, is_residual
from derive.autodiff.canonicalise import Canonical, canonicalise
from derive.autodiff.cotangents import Cotangent, Piece, cotangent_of
from derive.autodiff.forward import forward_mode, tangent_of
from derive.autodiff.partials import partials
from derive.autodiff.reverse import Adjoint
from derive.autodiff.second_order import derived_layer
from derive.autodiff.share import forward_with, residuals_of, with_forward, without_dead

__all__ = [
    "Adjoint", "Backward", "Canonical", "Cotangent", "Piece", "canonicalise", "cotangent_of", "derived_layer",
    "forward_mode", "forward_with", "is_residual", "partials", "residuals_of", "tangent_of", "with_forward",
    "without_dead",
]  # fmt: skip
