"""All layers, in the order in which they are listed.  A new layer is one file and one entry here."""

from derive.layer import Layer
from derive.layers.activations import relu
from derive.layers.conv import conv2d
from derive.layers.deform_conv2d import deform_conv2d
from derive.layers.dense import dense
from derive.layers.losses import cross_entropy
from derive.layers.norm import batch_norm, batch_norm_inference
from derive.layers.pool import avg_pool2d, max_pool2d

LAYERS: tuple[Layer, ...] = (
    dense,
    conv2d,
    relu,
    max_pool2d,
    avg_pool2d,
    batch_norm,
    batch_norm_inference,
    cross_entropy,
    deform_conv2d,
)
