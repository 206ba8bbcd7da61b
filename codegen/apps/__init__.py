"""What is done with kernels and models: each module is a program of its own, imported when it is wanted.

``benchmark``     in: layers; out: medians beside PyTorch's and JAX's, shares of what the machine can do
``first_calls``   in: layers; out: seconds of imports and first calls; or kernels compiled ahead
``tuning``        in: a layer; out: the settings of its kernels that are fastest on this machine
``train``   in: a recipe; out: a CNN trained by kernels alone, chained by ``network``
``draw``    in: layers and sizes; out: pictures of windows, shared sets and stacks (on a ``canvas``)
``matrix_print``  in: the matrix of a layer; out: text, LaTeX, JSON, a picture
"""
