"""Every layer of the lecture notes, in the order of the catalogue's table."""

from derive.layer import Layer
from derive.layers.activations import (
    elu,
    gelu,
    gelu_tanh,
    hard_sigmoid,
    hard_swish,
    hyperbolic_tangent,
    leaky_relu,
    mish,
    prelu,
    relu,
    selu,
    sigmoid,
    silu,
    softplus,
    softsign,
)  # fmt: skip
from derive.layers.conv import (
    conv1d,
    conv2d,
    conv3d,
    coord_conv2d,
    locally_connected2d,
    pointwise_conv2d,
    same_conv1d,
    same_conv2d,
    same_conv3d,
    true_conv2d,
)  # fmt: skip
from derive.layers.deform_conv2d import deform_conv2d
from derive.layers.dense import dense
from derive.layers.fused import conv_batch_norm_relu, conv_bias_relu, dense_cross_entropy
from derive.layers.losses import (
    cross_entropy,
    cross_entropy_mean,
    cross_entropy_sum,
    cross_entropy_weighted,
    log_softmax,
    mse_loss,
    mse_loss_sum,
    softmax,
    squared_error_loss,
)  # fmt: skip
from derive.layers.norm import (
    batch_norm,
    batch_norm1d,
    batch_norm1d_inference,
    batch_norm3d,
    batch_norm3d_inference,
    batch_norm_features,
    batch_norm_features_inference,
    batch_norm_inference,
    group_norm,
    instance_norm,
    layer_norm,
    layer_norm2d,
)  # fmt: skip
from derive.layers.optim import sgd_step
from derive.layers.pool import (
    avg_pool1d,
    avg_pool2d,
    avg_pool2d_ceil,
    avg_pool3d,
    max_pool1d,
    max_pool2d,
    max_pool2d_ceil,
    max_pool3d,
    mixed_pool2d,
    sum_pool2d,
)  # fmt: skip
from derive.layers.pool_statistics import (
    covariance_pool2d,
    l2_pool2d,
    l2_pool_features,
    lp_pool2d,
    second_order_pool2d,
    weighted_pool2d,
)  # fmt: skip
from derive.layers.response import local_response_norm, local_response_norm_mean
from derive.layers.separable import (
    cross_channel_spatial_conv2d,
    depthwise_conv2d,
    depthwise_separable_conv2d,
    flattened_conv2d,
    spatial_separable_conv2d,
)  # fmt: skip
from derive.layers.sequence import causal_conv1d, tcn_block
from derive.layers.transposed import (
    conv_transpose1d,
    conv_transpose2d,
    conv_transpose3d,
    max_unpool2d,
    zero_insert2d,
)  # fmt: skip
from derive.layers.upsample import bilinear_upsample2d, bilinear_upsample2d_aligned, nearest_upsample2d
from derive.layers.whole import (
    adaptive_avg_pool2d,
    adaptive_max_pool2d,
    flatten,
    global_avg_pool2d,
    global_sum_pool2d,
    score_head,
    spatial_pyramid_avg_pool2d,
    spatial_pyramid_pool2d,
    spectral_pool2d,
)  # fmt: skip

ROWS: dict[int, tuple[Layer, ...]] = {
    1: (conv1d, conv2d, conv3d, same_conv1d, same_conv2d, same_conv3d),
    2: (true_conv2d,),
    3: (pointwise_conv2d, depthwise_conv2d, depthwise_separable_conv2d),
    4: (spatial_separable_conv2d, flattened_conv2d, cross_channel_spatial_conv2d),
    5: (conv_transpose1d, conv_transpose2d, conv_transpose3d),
    6: (causal_conv1d, tcn_block),
    7: (locally_connected2d,),
    8: (deform_conv2d,),
    9: (coord_conv2d,),
    10: (dense, flatten),
    11: (max_pool1d, max_pool2d, max_pool2d_ceil, max_pool3d),
    12: (avg_pool1d, avg_pool2d, avg_pool2d_ceil, avg_pool3d, sum_pool2d),
    13: (weighted_pool2d,),
    14: (lp_pool2d, l2_pool2d, l2_pool_features),
    15: (second_order_pool2d, covariance_pool2d),
    16: (mixed_pool2d,),
    17: (spatial_pyramid_pool2d, spatial_pyramid_avg_pool2d, adaptive_max_pool2d, adaptive_avg_pool2d),
    18: (spectral_pool2d,),
    19: (global_avg_pool2d, global_sum_pool2d, score_head),
    20: (
        max_unpool2d, nearest_upsample2d, bilinear_upsample2d, bilinear_upsample2d_aligned, zero_insert2d,
    ),
    21: (batch_norm_features, batch_norm1d, batch_norm, batch_norm3d),
    22: (
        batch_norm_features_inference, batch_norm1d_inference, batch_norm_inference, batch_norm3d_inference,
    ),
    23: (layer_norm, layer_norm2d, instance_norm, group_norm),
    24: (local_response_norm, local_response_norm_mean),
    25: (
        relu, leaky_relu, prelu, elu, selu, gelu, gelu_tanh, softplus, silu, mish, hard_sigmoid, hard_swish,
        sigmoid, hyperbolic_tangent, softsign,
    ),
    26: (
        softmax, log_softmax, cross_entropy, cross_entropy_weighted, cross_entropy_sum, cross_entropy_mean,
        mse_loss, mse_loss_sum, squared_error_loss,
    ),
    27: (sgd_step,),
    28: (conv_bias_relu, conv_batch_norm_relu, dense_cross_entropy),
}  # fmt: skip
"""The layers of each row of the table."""

CATALOGUE: tuple[Layer, ...] = tuple(layer for row in ROWS.values() for layer in row)

__all__ = ["CATALOGUE", "ROWS"]
