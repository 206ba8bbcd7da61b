"""The layers that the quick suite compiles: one of each kind of index map and of reduction.

The whole catalogue goes the same way in ``pytest -m deep`` and ``chainrule verify``.
"""

import pytest

from derive.layers import LAYERS

SPINE = tuple(
    LAYERS[name]
    for name in (
        "dense", "conv2d", "relu", "max_pool2d", "avg_pool2d", "batch_norm", "batch_norm_inference",
        "cross_entropy", "deform_conv2d",
    )
)  # fmt: skip


def quickly(layers, *heavy):
    """The layers as parameters of a test; those named ``heavy`` belong to the deep suite."""
    marks = dict.fromkeys(heavy, (pytest.mark.deep,))
    return [pytest.param(layer, id=layer.name, marks=marks.get(layer.name, ())) for layer in layers]


def sampled(names, every=4, also=()):
    """Names as parameters of a test: each fourth, the spine's and ``also``; the others are deep.

    The catalogue stands in families, whose layers have one structure: each of four and more keeps one.
    """
    kept = (
        {name for k, name in enumerate(names) if k % every == 0} | {layer.name for layer in SPINE} | {*also}
    )
    return [pytest.param(name, marks=() if name in kept else (pytest.mark.deep,)) for name in names]


REST = tuple(layer for layer in LAYERS if layer not in SPINE)
