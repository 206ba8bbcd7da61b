"""Definitions over whole arrays: products of matrices, contractions, ⊙, updates of rank one.

In goes a definition in index notation; out come claims (``claims``), each a term over arrays whose meaning
in index notation is given once (``terms``), and which is proved equal to the definition before it leaves
(``proved``).  Nothing here is told which layer it looks at, and nothing is typeset.
"""

from derive.arrays.claims import ArrayClaims, array_claims
from derive.arrays.terms import (
    ArrayLine,
    Diagonal,
    Einsum,
    Elementwise,
    MatrixProduct,
    Ones,
    Slice,
    Update,
)

__all__ = [
    "ArrayClaims",
    "ArrayLine",
    "Diagonal",
    "Einsum",
    "Elementwise",
    "MatrixProduct",
    "Ones",
    "Slice",
    "Update",
    "array_claims",
]
