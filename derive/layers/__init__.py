"""All layers, in the order in which they are listed.  A new layer is one file and one entry here."""

from derive.layer import Layer
from derive.layers.avg_pool2d import avg_pool2d
from derive.layers.batch_norm import batch_norm, batch_norm_inference
from derive.layers.conv2d import conv2d
from derive.layers.cross_entropy import cross_entropy
from derive.layers.deform_conv2d import deform_conv2d
from derive.layers.dense import dense
from derive.layers.max_pool2d import max_pool2d
from derive.layers.relu import relu

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
