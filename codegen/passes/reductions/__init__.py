"""Passes over sums: how accurate a long sum is, and how often memory is read for several of them.

``block_sums``  a long sum in blocks, their totals added without loss
"""

from codegen.passes.reductions.block_sums import block_sums

__all__ = ["block_sums"]
