"""Every layer of the lecture notes, by the row of their table and the module that holds its model.

A new layer is one model in a module of this package and its name here.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping

from derive.model.layer import Layer

ROWS: dict[int, dict[str, str]] = {
    1: {"convolution.conv": "conv1d conv2d conv3d same_conv1d same_conv2d same_conv3d"},
    2: {"convolution.conv": "true_conv2d"},
    3: {
        "convolution.conv": "pointwise_conv2d",
        "convolution.separable": "depthwise_conv2d depthwise_separable_conv2d",
    },
    4: {"convolution.separable": "spatial_separable_conv2d flattened_conv2d cross_channel_spatial_conv2d"},
    5: {"convolution.transposed": "conv_transpose1d conv_transpose2d conv_transpose3d"},
    6: {"sequence": "causal_conv1d tcn_block"},
    7: {"convolution.conv": "locally_connected2d"},
    8: {"convolution.deformable": "deform_conv2d"},
    9: {"convolution.conv": "coord_conv2d"},
    10: {"linear": "dense", "pooling.whole": "flatten"},
    11: {"pooling.pool": "max_pool1d max_pool2d max_pool2d_ceil max_pool3d"},
    12: {"pooling.pool": "avg_pool1d avg_pool2d avg_pool2d_ceil avg_pool3d sum_pool2d"},
    13: {"pooling.statistics": "weighted_pool2d"},
    14: {"pooling.statistics": "lp_pool2d l2_pool2d l2_pool_features"},
    15: {"pooling.statistics": "second_order_pool2d covariance_pool2d"},
    16: {"pooling.pool": "mixed_pool2d"},
    17: {
        "pooling.whole": (
            "spatial_pyramid_pool2d spatial_pyramid_avg_pool2d adaptive_max_pool2d adaptive_avg_pool2d"
        ),
    },
    18: {"pooling.whole": "spectral_pool2d"},
    19: {"pooling.whole": "global_avg_pool2d global_sum_pool2d score_head"},
    20: {
        "convolution.transposed": "max_unpool2d zero_insert2d",
        "pooling.upsample": "nearest_upsample2d bilinear_upsample2d bilinear_upsample2d_aligned",
    },
    21: {"norm": "batch_norm_features batch_norm1d batch_norm batch_norm3d"},
    22: {
        "norm": (
            "batch_norm_features_inference batch_norm1d_inference batch_norm_inference batch_norm3d_inference"
        ),
    },
    23: {"norm": "layer_norm layer_norm2d instance_norm group_norm"},
    24: {"response": "local_response_norm local_response_norm_mean"},
    25: {
        "activations": (
            "relu leaky_relu prelu elu selu gelu gelu_tanh softplus silu mish hard_sigmoid "
            "hard_swish sigmoid tanh softsign"
        ),
    },
    26: {
        "losses": (
            "softmax log_softmax cross_entropy cross_entropy_weighted cross_entropy_sum "
            "cross_entropy_mean mse_loss mse_loss_sum squared_error_loss"
        ),
    },
    27: {"optim": "sgd_step"},
    28: {"fused": "conv_bias_relu conv_batch_norm_relu dense_cross_entropy"},
}


class Catalogue:
    """The layers in the order of the table; a model is imported when it is asked for."""

    def __init__(self, rows: Mapping[int, Mapping[str, str]], package: str) -> None:
        self._module = {
            name: f"{package}.{m}" for row in rows.values() for m in row for name in row[m].split()
        }
        self._known: dict[str, Layer] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all layers; nothing is imported for them."""
        return tuple(self._module)

    def __contains__(self, layer: object) -> bool:
        """Whether it is one of these very models, not another one of the same name."""
        return isinstance(layer, Layer) and layer.name in self._module and self[layer.name] is layer

    def __getitem__(self, name: str) -> Layer:
        """The layer that is called so; raises ``KeyError`` for a name that is none."""
        if name not in self._known:
            module = self._module[name]
            for value in vars(importlib.import_module(module)).values():
                if isinstance(value, Layer) and self._module.get(value.name) == module:
                    self._known.setdefault(value.name, value)
        return self._known[name]

    def __iter__(self) -> Iterator[Layer]:
        return (self[name] for name in self._module)

    def __len__(self) -> int:
        return len(self._module)


LAYERS = Catalogue(ROWS, __package__ or "derive.layers")

__all__ = ["LAYERS", "ROWS", "Catalogue"]
