"""Kernels timed beside PyTorch's and JAX's.

In: layers, or nothing for the whole set.  Out: ``Timings``: rows, geometric means, what the machine can do.

``suite``, ``peers``, ``jax_peers``  the data: which layers at which sizes, and what the peers call them
``workloads``  sizes and arrays for any layer; ``trials`` puts layer, sizes and peers together
``contenders`` each program as two calls without arguments; ``agreement`` compares what they give
``turns``      the clock; ``roofline`` what the machine can do, ``demand`` what a call has to do
``bench``      all of it, trial by trial; ``timings`` its result, ``picture`` its bars
"""
