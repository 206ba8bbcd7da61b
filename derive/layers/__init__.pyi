# isort: skip_file
# The catalogue: every layer, by the row of the table of the lecture notes.  A new layer is a model in a
# module of this package and its name here.  Checkers and editors follow these imports; ``catalogue`` runs
# the one that it needs.

from derive.layers.catalogue import LAYERS as LAYERS

# 1: Convolution
from derive.layers.convolution.conv import (
    conv1d as conv1d,
    conv2d as conv2d,
    conv3d as conv3d,
    same_conv1d as same_conv1d,
    same_conv2d as same_conv2d,
    same_conv3d as same_conv3d,
)

# 2: True convolution
from derive.layers.convolution.conv import true_conv2d as true_conv2d

# 3: Pointwise, depthwise, depthwise separable
from derive.layers.convolution.conv import pointwise_conv2d as pointwise_conv2d
from derive.layers.convolution.separable import (
    depthwise_conv2d as depthwise_conv2d,
    depthwise_separable_conv2d as depthwise_separable_conv2d,
)

# 4: Factored in space
from derive.layers.convolution.separable import (
    spatial_separable_conv2d as spatial_separable_conv2d,
    flattened_conv2d as flattened_conv2d,
    cross_channel_spatial_conv2d as cross_channel_spatial_conv2d,
)

# 5: Transposed convolution
from derive.layers.convolution.transposed import (
    conv_transpose1d as conv_transpose1d,
    conv_transpose2d as conv_transpose2d,
    conv_transpose3d as conv_transpose3d,
)

# 6: Causal convolution
from derive.layers.sequence import causal_conv1d as causal_conv1d, tcn_block as tcn_block

# 7: Locally connected
from derive.layers.convolution.conv import locally_connected2d as locally_connected2d

# 8: Deformable convolution
from derive.layers.convolution.deformable import deform_conv2d as deform_conv2d

# 9: Coordinates as channels
from derive.layers.convolution.conv import coord_conv2d as coord_conv2d

# 10: Fully connected
from derive.layers.linear import dense as dense
from derive.layers.pooling.whole import flatten as flatten

# 11: Max pooling
from derive.layers.pooling.pool import (
    max_pool1d as max_pool1d,
    max_pool2d as max_pool2d,
    max_pool2d_ceil as max_pool2d_ceil,
    max_pool3d as max_pool3d,
)

# 12: Average and sum pooling
from derive.layers.pooling.pool import (
    avg_pool1d as avg_pool1d,
    avg_pool2d as avg_pool2d,
    avg_pool2d_ceil as avg_pool2d_ceil,
    avg_pool3d as avg_pool3d,
    sum_pool2d as sum_pool2d,
)

# 13: Weighted pooling
from derive.layers.pooling.statistics import weighted_pool2d as weighted_pool2d

# 14: Lp pooling
from derive.layers.pooling.statistics import (
    lp_pool2d as lp_pool2d,
    l2_pool2d as l2_pool2d,
    l2_pool_features as l2_pool_features,
)

# 15: Second-order pooling
from derive.layers.pooling.statistics import (
    second_order_pool2d as second_order_pool2d,
    covariance_pool2d as covariance_pool2d,
)

# 16: Mixed pooling
from derive.layers.pooling.pool import mixed_pool2d as mixed_pool2d

# 17: Pyramid and adaptive pooling
from derive.layers.pooling.whole import (
    spatial_pyramid_pool2d as spatial_pyramid_pool2d,
    spatial_pyramid_avg_pool2d as spatial_pyramid_avg_pool2d,
    adaptive_max_pool2d as adaptive_max_pool2d,
    adaptive_avg_pool2d as adaptive_avg_pool2d,
)

# 18: Spectral pooling
from derive.layers.pooling.whole import spectral_pool2d as spectral_pool2d

# 19: Global pooling
from derive.layers.pooling.whole import (
    global_avg_pool2d as global_avg_pool2d,
    global_sum_pool2d as global_sum_pool2d,
    score_head as score_head,
)

# 20: Unpooling and upsampling
from derive.layers.convolution.transposed import max_unpool2d as max_unpool2d, zero_insert2d as zero_insert2d
from derive.layers.sampling.resize import (
    nearest_upsample2d as nearest_upsample2d,
    bilinear_upsample2d as bilinear_upsample2d,
    bilinear_upsample2d_aligned as bilinear_upsample2d_aligned,
)

# 21: Batch normalisation
from derive.layers.norm import (
    batch_norm_features as batch_norm_features,
    batch_norm1d as batch_norm1d,
    batch_norm as batch_norm,
    batch_norm3d as batch_norm3d,
)

# 22: Batch normalisation, inference
from derive.layers.norm import (
    batch_norm_features_inference as batch_norm_features_inference,
    batch_norm1d_inference as batch_norm1d_inference,
    batch_norm_inference as batch_norm_inference,
    batch_norm3d_inference as batch_norm3d_inference,
)

# 23: Layer, instance, group normalisation
from derive.layers.norm import (
    layer_norm as layer_norm,
    layer_norm2d as layer_norm2d,
    instance_norm as instance_norm,
    group_norm as group_norm,
)

# 24: Local response normalisation
from derive.layers.response import (
    local_response_norm as local_response_norm,
    local_response_norm_mean as local_response_norm_mean,
)

# 25: Activations
from derive.layers.activations import (
    relu as relu,
    leaky_relu as leaky_relu,
    prelu as prelu,
    elu as elu,
    selu as selu,
    gelu as gelu,
    gelu_tanh as gelu_tanh,
    softplus as softplus,
    silu as silu,
    mish as mish,
    hard_sigmoid as hard_sigmoid,
    hard_swish as hard_swish,
    sigmoid as sigmoid,
    tanh as tanh,
    softsign as softsign,
)

# 26: Softmax and losses
from derive.layers.losses import (
    softmax as softmax,
    log_softmax as log_softmax,
    cross_entropy as cross_entropy,
    cross_entropy_weighted as cross_entropy_weighted,
    cross_entropy_sum as cross_entropy_sum,
    cross_entropy_mean as cross_entropy_mean,
    mse_loss as mse_loss,
    mse_loss_sum as mse_loss_sum,
    squared_error_loss as squared_error_loss,
)

# 27: Optimiser
from derive.layers.optim import sgd_step as sgd_step

# 28: Fused blocks
from derive.layers.fused import (
    conv_bias_relu as conv_bias_relu,
    conv_batch_norm_relu as conv_batch_norm_relu,
    dense_cross_entropy as dense_cross_entropy,
)

# 29: Beyond the notes: activations
from derive.layers.activations import prelu_shared as prelu_shared
from derive.layers.elementwise.thresholds import (
    hardtanh as hardtanh,
    relu6 as relu6,
    threshold as threshold,
    hard_shrink as hard_shrink,
    soft_shrink as soft_shrink,
    tanh_shrink as tanh_shrink,
    celu as celu,
    softplus_linear as softplus_linear,
    log_sigmoid as log_sigmoid,
    glu as glu,
    swiglu as swiglu,
    geglu as geglu,
)

# 30: Beyond the notes: losses
from derive.layers.elementwise.regression import (
    l1_loss as l1_loss,
    l1_loss_each as l1_loss_each,
    smooth_l1_loss as smooth_l1_loss,
    smooth_l1_loss_each as smooth_l1_loss_each,
    huber_loss as huber_loss,
    huber_loss_each as huber_loss_each,
    bce_loss as bce_loss,
    bce_loss_each as bce_loss_each,
    bce_with_logits_loss as bce_with_logits_loss,
    bce_with_logits_loss_each as bce_with_logits_loss_each,
    kl_div_loss as kl_div_loss,
    kl_div_loss_each as kl_div_loss_each,
    hinge_loss as hinge_loss,
    hinge_loss_each as hinge_loss_each,
    soft_margin_loss as soft_margin_loss,
    soft_margin_loss_each as soft_margin_loss_each,
)
from derive.layers.losses import (
    nll_loss as nll_loss,
    nll_loss_sum as nll_loss_sum,
    nll_loss_each as nll_loss_each,
    smoothed_cross_entropy as smoothed_cross_entropy,
    smoothed_cross_entropy_each as smoothed_cross_entropy_each,
    soft_cross_entropy as soft_cross_entropy,
    soft_cross_entropy_each as soft_cross_entropy_each,
)

# 31: Beyond the notes: borders
from derive.layers.arrangement.borders import (
    constant_pad1d as constant_pad1d,
    constant_pad2d as constant_pad2d,
    constant_pad3d as constant_pad3d,
    reflect_pad1d as reflect_pad1d,
    reflect_pad2d as reflect_pad2d,
    reflect_pad3d as reflect_pad3d,
    replicate_pad1d as replicate_pad1d,
    replicate_pad2d as replicate_pad2d,
    replicate_pad3d as replicate_pad3d,
    circular_pad1d as circular_pad1d,
    circular_pad2d as circular_pad2d,
    circular_pad3d as circular_pad3d,
)

# 32: Beyond the notes: shuffles, patches, look-ups
from derive.layers.arrangement.shuffles import (
    pixel_shuffle as pixel_shuffle,
    pixel_unshuffle as pixel_unshuffle,
    channel_shuffle as channel_shuffle,
)
from derive.layers.arrangement.patches import unfold2d as unfold2d, fold2d as fold2d
from derive.layers.arrangement.lookups import embedding as embedding

# 33: Beyond the notes: pooling along one, two or three axes
from derive.layers.pooling.pool import sum_pool1d as sum_pool1d, sum_pool3d as sum_pool3d
from derive.layers.pooling.statistics import (
    lp_pool1d as lp_pool1d,
    lp_pool2d_ceil as lp_pool2d_ceil,
    lp_pool3d as lp_pool3d,
)
from derive.layers.pooling.whole import (
    adaptive_max_pool1d as adaptive_max_pool1d,
    adaptive_max_pool3d as adaptive_max_pool3d,
    adaptive_avg_pool1d as adaptive_avg_pool1d,
    adaptive_avg_pool3d as adaptive_avg_pool3d,
    global_avg_pool1d as global_avg_pool1d,
    global_avg_pool3d as global_avg_pool3d,
    global_max_pool1d as global_max_pool1d,
    global_max_pool2d as global_max_pool2d,
    global_max_pool3d as global_max_pool3d,
)

# 34: Beyond the notes: normalisation, attention, optimisers
from derive.layers.norm import rms_normalise as rms_normalise, lp_normalise as lp_normalise
from derive.layers.attention import attention as attention, causal_attention as causal_attention
from derive.layers.optim import (
    momentum_step as momentum_step,
    adam_step as adam_step,
    adamw_step as adamw_step,
)

# 35: Beyond the notes: resizing, sampling
from derive.layers.sampling.resize import (
    nearest_resize1d as nearest_resize1d,
    nearest_resize2d as nearest_resize2d,
    nearest_resize3d as nearest_resize3d,
    linear_upsample1d as linear_upsample1d,
    trilinear_upsample3d as trilinear_upsample3d,
    bicubic_upsample2d as bicubic_upsample2d,
)
from derive.layers.sampling.grids import (
    affine_grid2d as affine_grid2d,
    affine_grid3d as affine_grid3d,
    grid_sample2d as grid_sample2d,
    grid_sample2d_nearest as grid_sample2d_nearest,
    grid_sample2d_bicubic as grid_sample2d_bicubic,
    grid_sample3d as grid_sample3d,
    grid_sample3d_nearest as grid_sample3d_nearest,
)
from derive.layers.sampling.regions import roi_align as roi_align
