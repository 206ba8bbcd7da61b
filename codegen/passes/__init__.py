"""Kernel to kernel: each pass is one verb of the field and leaves a legal kernel behind.

In: a legal ``Kernel`` and its layer.  Out: one that computes the same, with the decisions that were taken.

``scalarise``       an array without axes is a number
``fuse``            sums over the same elements are taken in one pass over memory
``tile``            a block of results at once
``block_sums``      a long sum in blocks, their totals added without loss
``unroll_and_jam``  several steps of a sum in one pass over the row
``one_scan``        an extreme and its place are found together
``tabulate``        the digits of a datum of few values are looked up
``name_positions``  a fractional position is computed once, for its taps, weights and slopes
``cse``             a costly function that stands twice is called once
``licm``            what does not change in a loop is computed before it
"""

from codegen.passes.block_sums import block_sums
from codegen.passes.cse import cse
from codegen.passes.fuse import fuse
from codegen.passes.licm import licm
from codegen.passes.one_scan import one_scan
from codegen.passes.positions import name_positions
from codegen.passes.scalarise import scalarise
from codegen.passes.tabulate import tabulate
from codegen.passes.tile import tile
from codegen.passes.unroll_and_jam import unroll_and_jam

__all__ = [
    "block_sums", "cse", "fuse", "licm", "name_positions", "one_scan", "scalarise", "tabulate", "tile",
    "unroll_and_jam",
]  # fmt: skip
