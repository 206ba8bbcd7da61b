"""The layers that the quick suite compiles: one of each kind of index map and of reduction.

The whole catalogue goes the same way in ``pytest -m deep`` and ``chainrule verify``.
"""

from derive.layers import LAYERS

SPINE = tuple(
    LAYERS[name]
    for name in (
        "dense", "conv2d", "relu", "max_pool2d", "avg_pool2d", "batch_norm", "batch_norm_inference",
        "cross_entropy", "deform_conv2d",
    )
)  # fmt: skip
REST = tuple(layer for layer in LAYERS if layer not in SPINE)
