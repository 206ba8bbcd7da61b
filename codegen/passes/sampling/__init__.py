"""Passes over samples at fractional positions: what a position is, which taps it has, where it is computed.

``name_positions``   a position and its cell are computed once, for its taps, weights and slopes
``two_taps``         the loop over the taps of a cell as two statements
``tabulate_places``  positions, cells and weights that one index decides stand in tables
``steady_places``    those that are the same for all channels are computed once for these
``taps_abreast``     what the taps of a position have loops for is run through once
``all_taps``         where every tap exists, none is tested
``same_weights``     a weight that many taps take is named once
"""

from codegen.passes.sampling.all_taps import all_taps
from codegen.passes.sampling.place_tables import tabulate_places
from codegen.passes.sampling.positions import name_positions
from codegen.passes.sampling.same_weights import same_weights
from codegen.passes.sampling.steady_places import steady_places
from codegen.passes.sampling.taps_abreast import taps_abreast
from codegen.passes.sampling.two_taps import two_taps

__all__ = [
    "all_taps",
    "name_positions",
    "same_weights",
    "steady_places",
    "tabulate_places",
    "taps_abreast",
    "two_taps",
]
