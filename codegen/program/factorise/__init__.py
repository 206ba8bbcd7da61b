"""What depends on few numbers is computed once for them: sums in stages, tables, folded arrays laid down.

In: a ``Program`` whose sums are products.  Out: one with more definitions and fewer operations in all.

``effective``  the numbers through which a formula depends on letters: ``i + u``, not ``i`` and ``u``
``degrees``    how an array or a loop grows with one size
``prelude``    a part of a formula as a definition of its own, over just these numbers
``common_sums`` what two sums take over the same elements is taken once
``axes``       a sum over bins or windows along two axes adds up whole rows first
``paths``      Σ over a product separates by the distributive law; which indices are summed first
``formed``     a product of two matrices inside a formula is formed before it
``gathered``   what a scatter adds to one place by several ways is summed before it is added
``sides``      what is sampled, or seen through a window, is laid down for the product that reads it
``rearranged`` what is found by data or by digits of an index, over letters that suit its loops
``sparse``     a factor that is zero but near one place bounds the loop over its letter
``tables``     functions and folded indices that few numbers decide, powers that are read again
"""

from codegen.program.factorise.axes import by_axes, by_columns
from codegen.program.factorise.common_sums import common
from codegen.program.factorise.formed import formed
from codegen.program.factorise.gathered import gathered
from codegen.program.factorise.paths import factorised
from codegen.program.factorise.rearranged import rearranged
from codegen.program.factorise.sides import chosen_cells, paired, reread, sampled
from codegen.program.factorise.sparse import sparse
from codegen.program.factorise.tables import raised, tabled

__all__ = [
    "by_axes",
    "by_columns",
    "chosen_cells",
    "common",
    "factorised",
    "formed",
    "gathered",
    "paired",
    "raised",
    "rearranged",
    "reread",
    "sampled",
    "sparse",
    "tabled",
]
