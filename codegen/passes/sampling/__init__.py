"""Passes over samples at fractional positions: what a position is, which taps it has, where it is computed.

``name_positions``   a position and its cell are computed once, for its taps, weights and slopes
``two_taps``         the loop over the taps of a cell as two statements
``tabulate_places``  positions, cells and weights that one index decides stand in tables
"""

from codegen.passes.sampling.place_tables import tabulate_places
from codegen.passes.sampling.positions import name_positions
from codegen.passes.sampling.two_taps import two_taps

__all__ = ["name_positions", "tabulate_places", "two_taps"]
