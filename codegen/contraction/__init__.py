"""Contractions: sums of products of two operands, computed in packed blocks and in registers.

In: a group of definitions.  Out: the nodes of its blocks, or the reason why it has none.

``match``     whether a definition is a contraction, and the ways to see it as one
``operands``  where the elements of a side lie; ``cheapest`` which way copies least
``stages``    what is fixed before its loops stand: extents and blocks; ``axes`` flat indices
``margins``   a side with zeros around it
``pack``      the nodes; ``panels`` those of the side that is packed
"""

from codegen.contraction.cheapest import Way, chosen
from codegen.contraction.pack import packed

__all__ = ["Way", "chosen", "packed"]
