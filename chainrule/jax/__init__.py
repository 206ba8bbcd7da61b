"""The layers inside JAX: a layer in, a function of JAX's arrays out, with every order of derivatives.

    chainrule.jax.function("conv2d")   called like ``generated.conv2d.forward``, on JAX's arrays

Functions are made from the ``SPEC`` of the kernels as data, with the derived gradients, tangents and second
orders: under ``jit``, ``grad``, ``jvp``, ``vmap``, ``jacrev``, ``jacfwd`` and ``hessian``.  The kernels are
called through ``jax.pure_callback``.  Needs JAX: ``pip install chainrule[jax]``.
"""

from __future__ import annotations

try:
    import jax  # noqa: F401
except ImportError as error:
    raise ImportError(
        "chainrule.jax needs JAX, which is not installed: pip install 'chainrule[jax]'", name="jax"
    ) from error

from chainrule.jax.layers_of_jax import JaxFunction, function

__all__ = ["JaxFunction", "function"]
