"""Contractions: sums of products of two operands, computed in packed blocks and in registers.

In: a group of definitions.  Out: the nodes of its blocks, or the reason why it has none.

``match``   whether a definition is a contraction, and the cheapest way to see it as one
``stages``  what is fixed before its loops stand: extents, blocking, buffers; ``axes`` flat indices in blocks
``pack``    the nodes
"""

from codegen.contraction.match import Contraction, contraction
from codegen.contraction.pack import packed

__all__ = ["Contraction", "contraction", "packed"]
