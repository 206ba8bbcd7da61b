"""Windows that slide: sums of products in which one side is read at ``s i + d u + rest`` along its last axes.

In: a group of definitions.  Out: the nodes that pad one side and walk it with the taps or the pixels of a
window in registers, or the reason why there are none.

``windowed``  whether a definition is such a sum, and which of its indices are pixels, taps and rows
``planes``    the padded planes of the side that is read through the window, and where its taps stand there
``slide``     the nodes: a *correlation* sums over taps for every pixel, *lags* sum over pixels for every tap
``abreast``   several planes at once, where lines are too short to fill vectors
``together``  the nodes: the same sums over planes that stand abreast
"""

from codegen.stencil.slide import slid
from codegen.stencil.windowed import Windowed, windowed

__all__ = ["Windowed", "slid", "windowed"]
