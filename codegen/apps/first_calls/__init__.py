"""How long the first calls of kernels take, and how to have them behind one.

In: layers, types of numbers.  Out: seconds of imports and first calls, cold and warm (``compile_times``),
each in a process of its own (``stopwatch``); or the same kernels compiled and kept on the disk (``ahead``).
"""
