"""Passes over sums: how accurate a long sum is, and how often memory is read for several of them.

``block_sums``  a long sum in blocks, their totals added without loss
``fuse``        sums over the same elements are taken in one pass over memory
"""

from codegen.passes.reductions.block_sums import block_sums
from codegen.passes.reductions.fuse import fuse

__all__ = ["block_sums", "fuse"]
