"""Passes over sums: how accurate a long sum is, and how often memory is read for several of them.

``block_sums``     a long sum in blocks, their totals added without loss
``few_terms``      a row whose elements have few terms is gone through once
``found_sums``     a sum at a place that data name carries what rounding takes
``fuse``           sums over the same elements are taken in one pass over memory
``keep_rows``      what a sum computes of a row, and a later loop again, is kept in between
``parts_at_once``  threads sum the blocks of long columns, whose totals are carried in order
``same_sums``      a sum that is taken twice in one pass is taken once
"""

from codegen.passes.reductions.block_sums import block_sums
from codegen.passes.reductions.few_terms import few_terms
from codegen.passes.reductions.found_sums import found_sums
from codegen.passes.reductions.fuse import fuse
from codegen.passes.reductions.kept import keep_rows
from codegen.passes.reductions.parts_at_once import parts_at_once
from codegen.passes.reductions.same_sums import same_sums

__all__ = ["block_sums", "few_terms", "found_sums", "fuse", "keep_rows", "parts_at_once", "same_sums"]
