"""The settings of kernels, measured on this machine.

In: a layer, sizes, a number of threads.  Out: for each kernel the settings that were fastest among the
``alternatives``, kept in the file that ``generated.tuned`` reads (``keeping``).
"""
