"""Kernel to kernel: each pass is one verb of the field and leaves a legal kernel behind.

In: a legal ``Kernel`` and its layer.  Out: one that computes the same, with the decisions that were taken.

``scalarise``       an array without axes is a number
``fuse``            sums over the same elements are taken in one pass over memory
``same_sums``       a sum that is taken twice in one pass is taken once
``keep_rows``       what a sum computes of a row, and a later loop again, is kept in between
``tile``            a block of results at once
``serial_rows``     results that are neighbours in memory are one task
``block_sums``      a long sum in blocks, their totals added without loss
``found_sums``      a sum at a place that data name carries what rounding takes
``parts_at_once``   threads sum the blocks of long columns, whose totals are carried in order
``unroll_and_jam``  several steps of a sum in one pass over the row
``tabulate``        the digits of a datum of few values are looked up
``peel``            where data of a known range cannot make a test fail, a loop does not test
``few_terms``       a row whose elements have few terms is gone through once
``unswitch``        what a loop decides alike in each step is decided before it
``specialise``      a power that an option sets is products where the option has a usual value
``phases``          what holds at every f-th element is computed for these alone
``turns``           a row that reads round the end of an axis is a row for each turn
``split_rows``      where the place in a row decides a case, each case is a row of its own
``name_positions``  a fractional position is computed once, for its taps, weights and slopes
``two_taps``        the loop over the taps of a cell as two statements
``tabulate_places`` positions, cells and weights that one index decides stand in tables
``steady_places``   what is the same for all channels is computed once for these
``taps_abreast``    what the taps of a position have loops for is run through once
``all_taps``        where every tap of a position exists, none is tested
``tabulate_quotients``  what the index of an inner loop is divided to stands in a table
``masked_adds``     where a datum says whether a term counts, the term or zero is added
``merge_arms``      what both arms of a choice call is called once, of the argument chosen
``same_weights``    a weight or slope that many taps of a sample take is computed once
``cse``             a costly function that stands twice is called once
``interleave``      two classes of places of a row, filled in one pass
``quotients``       bounds rounded up and down share their divisions
``reciprocals``     what a statement divides by more than once is inverted once
``if_convert``      what the arms of a choice read is read in front of it
``at_once``         tests in front of a statement are evaluated without a jump between them
``licm``            what does not change in a loop is computed before it
"""

from codegen.passes.at_once import at_once
from codegen.passes.choices import (
    if_convert,
    interleave,
    masked_adds,
    merge_arms,
    peel,
    phases,
    split_rows,
    turns,
)
from codegen.passes.cse import cse
from codegen.passes.floor_quotients import quotients
from codegen.passes.invariants import licm, specialise, tabulate_quotients, unswitch
from codegen.passes.reciprocals import reciprocals
from codegen.passes.reductions import (
    block_sums,
    few_terms,
    found_sums,
    fuse,
    keep_rows,
    parts_at_once,
    same_sums,
)
from codegen.passes.sampling import (
    all_taps,
    name_positions,
    same_weights,
    steady_places,
    tabulate_places,
    taps_abreast,
    two_taps,
)
from codegen.passes.scalarise import scalarise
from codegen.passes.serial_rows import serial_rows
from codegen.passes.tabulate import tabulate
from codegen.passes.tile import tile
from codegen.passes.unroll_and_jam import unroll_and_jam

__all__ = [
    "all_taps",
    "at_once",
    "block_sums",
    "cse",
    "few_terms",
    "found_sums",
    "fuse",
    "if_convert",
    "interleave",
    "keep_rows",
    "licm",
    "masked_adds",
    "merge_arms",
    "name_positions",
    "parts_at_once",
    "peel",
    "phases",
    "quotients",
    "reciprocals",
    "same_sums",
    "same_weights",
    "scalarise",
    "serial_rows",
    "specialise",
    "split_rows",
    "steady_places",
    "tabulate",
    "tabulate_places",
    "tabulate_quotients",
    "taps_abreast",
    "tile",
    "turns",
    "two_taps",
    "unroll_and_jam",
    "unswitch",
]
