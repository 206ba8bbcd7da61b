"""What is done with kernels and models: each module is a program of its own, imported when it is wanted.

``bench``   in: layers and modules; out: medians beside PyTorch's (``workloads`` and ``peers`` are its data)
``train``   in: a recipe; out: a CNN trained by kernels alone, chained by ``network``
``draw``    in: layers and sizes; out: pictures of windows, shared sets and stacks (on a ``canvas``)
``matrix_print``  in: the matrix of a layer; out: text, LaTeX, JSON, a picture
``threads``       how the kernels' threads wait for each other
"""
