"""Images read between their pixels: at places that sizes give (``resize``), at places that data give
(``grids``), and over rectangles of them (``regions``).

In: definitions in index notation that sum hat functions, or tables of taps and their weights.  Out: layers.
"""
