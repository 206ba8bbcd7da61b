"""Element by element: activations that cut, shrink and gate (``thresholds``), losses of two arrays
(``regression``).

In: functions of numbers.  Out: layers of arrays of any shape, and their means.
"""
