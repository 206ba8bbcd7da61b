"""The layers inside PyTorch: a layer in, an operator on tensors or an ``nn.Module`` out.

    chainrule.torch.function("conv2d")           called like ``generated.conv2d.forward``, on tensors
    chainrule.torch.module("conv2d", w=(8, 3, 3, 3))   with parameters, for ``nn.Sequential``

Operators are made from the ``SPEC`` of the kernels as data, with the derived gradients, tangents and second
orders: for ``backward`` (also of a backward), forward mode, ``torch.func``, ``vmap``, ``torch.compile`` and
``torch.export``.  Needs PyTorch: ``pip install chainrule[torch]``.
"""

from __future__ import annotations

try:
    import torch  # noqa: F401
except ImportError as error:
    raise ImportError(
        "chainrule.torch needs PyTorch, which is not installed: pip install 'chainrule[torch]'", name="torch"
    ) from error

from chainrule.torch.modules import LayerModule, module
from chainrule.torch.tensors import TensorFunction, function

__all__ = ["LayerModule", "TensorFunction", "function", "module"]
