"""Correlations by Cook and Toom: fewer products, tile by tile, where the indices of a sum slide.

In: a program, or one of its definitions.  Out: the nodes of its tiles, or the reason why it has none; and
the file of the transforms that they call.

``unit``          a program with strides and dilations of one, where only these allow tiles
``correlations``  whether a definition is one, and what is its result, its weights and its data
``sliding_pairs``  the two indices along an axis, and where their sum starts and ends
``transform_source``  the transforms of ``derive.cook_toom`` as code
"""

from codegen.cook_toom.correlations import Correlation, correlation, slides
from codegen.cook_toom.transform_source import source
from codegen.cook_toom.unit import of_one, units

__all__ = ["Correlation", "correlation", "of_one", "slides", "source", "units"]
