"""The same numbers in other places: ``borders`` around an image, ``shuffles`` of pixels and channels,
``patches`` as columns and back, rows of a table (``lookups``).

In: definitions in index notation whose right side reads one element, or adds what meets at one place.
Out: layers.
"""
