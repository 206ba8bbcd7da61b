"""What the samples of PyTorch's own suite (OpInfo) are called here: an adapter for each operation.

``ADAPTERS`` maps a name of ``op_db`` to the parameters of the operation, as it is called, and to the same
written in layers: ``f(name)`` is a layer of the bridge, ``p`` has the arguments of the sample by name.
"""

from __future__ import annotations

import inspect
from functools import cache
from math import prod
from types import SimpleNamespace

import torch

import chainrule
from tests.suite_table import refuse


@cache
def f(layer):
    refuse(layer not in chainrule.LAYERS.names, f"no layer {layer}")
    return chainrule.torch.function(layer)


LOOSE = {"nn.functional.hardsigmoid": 1e-7}
"""Where PyTorch's own constant, 1/6, is one of single precision."""


def plain(layer, **names):
    """An elementwise layer of the input; ``names`` are options by the parameter that has them."""
    return lambda p: f(layer)(p.input, **{option: getattr(p, name) for option, name in names.items()})


def rows(x, dim):
    """``x`` as rows along ``dim``, and the way back."""
    moved = x.movedim(dim, -1) if x.ndim else x.reshape(1)

    def back(y):
        return y.reshape(*moved.shape[:-1], y.shape[-1]).movedim(-1, dim) if x.ndim else y.reshape(())

    return moved.reshape(prod(moved.shape[:-1]), moved.shape[-1]), back


def along(layer, dim="dim"):
    """A layer of rows along one axis."""

    def forward(p):
        refuse(getattr(p, dim) is None, "no axis is named, PyTorch guesses one")
        refuse(getattr(p, "dtype", None) not in (None, p.input.dtype), "another type for the result")
        taken, back = rows(p.input, getattr(p, dim))
        return back(f(layer)(taken))

    return forward


def batched(x, rank, call):
    """A layer of batches on one element of a batch."""
    if x.ndim == rank + 2:
        return call(x)
    refuse(x.ndim != rank + 1, f"an input of {x.ndim} axes")
    return call(x.unsqueeze(0)).squeeze(0)


def numbers(value, rank):
    value = [value] if isinstance(value, int) else list(value)
    return tuple(value * rank if len(value) == 1 else value)


def conv(rank):
    def forward(p):
        name = f"conv{rank}d"
        options = {"dilation": p.dilation, "groups": p.groups}
        if p.padding == "same":
            name = f"same_conv{rank}d"
            refuse(set(numbers(p.stride, rank)) != {1}, "a stride beside padding='same'")
        else:
            padding = 0 if p.padding == "valid" else p.padding
            options |= {"stride": p.stride, "padding": numbers(padding, rank)}
        return batched(p.input, rank, lambda x: f(name)(x, p.weight, p.bias, **options))

    return forward


def conv_transpose(rank):
    def forward(p):
        options = {name: getattr(p, name) for name in ("stride", "output_padding", "dilation", "groups")}
        options["padding"] = numbers(p.padding, rank)
        call = f(f"conv_transpose{rank}d")
        return batched(p.input, rank, lambda x: call(x, p.weight, p.bias, **options))

    return forward


def windows(p, rank):
    """Kernel, stride and padding as the layers take them."""
    kernel = numbers(p.kernel_size, rank)
    stride = p.stride if p.stride not in (None, ()) else kernel
    return {"kernel": kernel, "stride": numbers(stride, rank), "padding": numbers(p.padding, rank)}


def max_pool(rank):
    layer = {1: "max_pool1d", 2: "max_pool2d_ceil", 3: "max_pool3d"}[rank]

    def forward(p):
        options = {**windows(p, rank), "dilation": p.dilation, "ceil_mode": int(p.ceil_mode)}
        return batched(p.input, rank, lambda x: f(layer)(x, **options)[0])

    return forward


def avg_pool(rank):
    layer = {1: "avg_pool1d", 2: "avg_pool2d_ceil", 3: "avg_pool3d"}[rank]

    def forward(p):
        options = {**windows(p, rank), "ceil_mode": int(p.ceil_mode)}
        options["count_include_pad"] = int(p.count_include_pad)
        if divisor := getattr(p, "divisor_override", None):
            options["divisor_override"] = divisor
        return batched(p.input, rank, lambda x: f(layer)(x, **options))

    return forward


def adaptive(kind, rank):
    def forward(p):
        size = numbers(p.output_size, rank)
        bins = [n if b is None else b for n, b in zip(p.input.shape[-rank:], size, strict=True)]

        def call(x):
            y = f(f"adaptive_{kind}_pool{rank}d")(x, bins=tuple(bins))
            return y[0] if isinstance(y, tuple) else y

        return batched(p.input, rank, call)

    return forward


def reduced(loss, reduction, weight=None):
    loss = loss if weight is None else loss * weight
    return {"none": lambda t: t, "mean": torch.mean, "sum": torch.sum}[reduction](loss)


def each(layer, other="target", **names):
    """A loss per element; what weighs and sums it is PyTorch's."""

    def forward(p):
        x, t = torch.broadcast_tensors(p.input, getattr(p, other))
        options = {option: float(getattr(p, name)) for option, name in names.items()}
        wide = (x.reshape(1, -1), t.to(x.dtype).reshape(1, -1))
        loss = f(layer)(*wide, **options).reshape(x.shape)
        return reduced(loss, p.reduction, getattr(p, "weight", None))

    return forward


def kl_div(p):
    t = p.target.exp() if p.log_target else p.target
    loss = f("kl_div_loss_each")(*torch.broadcast_tensors(p.input, t))
    return loss.sum() / p.input.shape[0] if p.reduction == "batchmean" else reduced(loss, p.reduction)


def with_logits(p):
    loss = f("bce_with_logits_loss_each")(*torch.broadcast_tensors(p.input, p.target))
    if p.pos_weight is not None:
        loss = loss + (p.pos_weight - 1) * p.target * f("softplus")(-p.input)
    return reduced(loss, p.reduction, p.weight)


def ranking(p):
    """The hinge of the difference."""
    x, t = torch.broadcast_tensors(p.input - p.other, p.target)
    return reduced(f("hinge_loss_each")(x, t.to(x.dtype), margin=float(p.margin)), p.reduction)


def hinge_embedding(p):
    """The input where the target is 1, a hinge where it is −1, both where it is anything else."""
    x, t = torch.broadcast_tensors(p.input, p.target)
    hinge = f("hinge_loss_each")(x, torch.ones_like(x), margin=float(p.margin))
    return reduced(torch.where(t == 1, 0.0, hinge) + torch.where(t == -1, 0.0, x), p.reduction)


def of_labels(p):
    """Binary cross-entropy of each label, averaged over the labels."""
    loss = f("bce_with_logits_loss_each")(*torch.broadcast_tensors(p.input, p.target.to(p.input.dtype)))
    loss = loss if p.weight is None else loss * p.weight
    return reduced(loss.mean(dim=-1), p.reduction)


OF_CLASSES = {
    "cross_entropy": {
        "none": "cross_entropy_weighted",
        "sum": "cross_entropy_sum",
        "mean": "cross_entropy_mean",
    },
    "nll_loss": {"none": "nll_loss_each", "sum": "nll_loss_sum", "mean": "nll_loss"},
}


def of_shares(p, axis):
    """Probabilities of classes as target."""
    x, _ = rows(p.input, axis)
    shares, _ = rows(p.target, axis)
    loss = f("soft_cross_entropy_each")(x, shares, p.weight, label_smoothing=p.label_smoothing)
    shape = torch.Size(n for k, n in enumerate(p.input.shape) if k != axis)
    return reduced(loss.reshape(shape), p.reduction)


def smoothed(p, x, labels, smoothing):
    options = {"ignore_index": p.ignore_index, "label_smoothing": smoothing}
    if p.reduction == "mean":
        return f("smoothed_cross_entropy")(x, labels, p.weight, **options)
    loss = f("smoothed_cross_entropy_each")(x, labels, p.weight, **options)
    return reduced(loss.reshape(p.target.shape), p.reduction)


def of_classes(layer):
    """Scores and labels of any shape as rows; the layers average by weight."""

    def forward(p):
        axis = 1 if p.input.ndim > 1 else 0
        if p.target.is_floating_point():
            return of_shares(p, axis)
        x, _ = rows(p.input, axis)
        labels, smoothing = p.target.reshape(-1), getattr(p, "label_smoothing", 0.0)
        if smoothing:
            return smoothed(p, x, labels, smoothing)
        found = f(OF_CLASSES[layer][p.reduction])(x, labels, p.weight, ignore_index=p.ignore_index)
        return found.reshape(p.target.shape) if p.reduction == "none" else found

    return forward


def batch_norm(p):
    x = p.input
    layers = {2: "batch_norm_features", 3: "batch_norm1d", 4: "batch_norm", 5: "batch_norm3d"}
    refuse(x.ndim not in layers, f"an input of {x.ndim} axes")
    gamma, beta = p.weight, p.bias
    statistics = (p.running_mean, p.running_var)
    if not p.training and p.running_mean is not None:
        return f(f"{layers[x.ndim]}_inference")(x, gamma, beta, *statistics, eps=p.eps)
    return f(layers[x.ndim])(x, gamma, beta, *statistics, eps=p.eps, momentum=float(p.momentum))[0]


def scaled(p, count, shape):
    """γ and β, ones and zeros where there are none."""
    like = {"dtype": p.input.dtype}
    gamma = torch.ones(count, **like) if p.weight is None else p.weight
    beta = torch.zeros(count, **like) if p.bias is None else p.bias
    return gamma.reshape(shape), beta.reshape(shape)


def layer_norm(p):
    count = int(torch.Size(p.normalized_shape).numel())
    gamma, beta = scaled(p, count, (count,))
    return f("layer_norm")(p.input.reshape(-1, count), gamma, beta, eps=p.eps).reshape(p.input.shape)


def rms_norm(p):
    count = int(torch.Size(p.normalized_shape).numel())
    gamma = None if p.weight is None else p.weight.reshape(-1)
    eps = torch.finfo(p.input.dtype).eps if p.eps is None else p.eps
    return f("rms_normalise")(p.input.reshape(-1, count), gamma, eps=eps).reshape(p.input.shape)


def pixels(x):
    """Any image, volume or signal as an image of one row of pixels at least."""
    return x.reshape(*x.shape[:2], 1, prod(x.shape[2:])) if x.ndim != 4 else x


def group_norm(p):
    x = p.input
    gamma, beta = scaled(p, x.shape[1], (x.shape[1],))
    return f("group_norm")(pixels(x), gamma, beta, groups=p.num_groups, eps=p.eps).reshape(x.shape)


def instance_norm(p):
    refuse(p.running_mean is not None, "running statistics of each channel")
    x = p.input
    gamma, beta = scaled(p, x.shape[1], (x.shape[1],))
    return f("instance_norm")(pixels(x), gamma, beta, eps=p.eps).reshape(x.shape)


def response_norm(p):
    options = {name: getattr(p, name) for name in ("size", "alpha", "beta", "k")}
    return f("local_response_norm_mean")(pixels(p.input), **options).reshape(p.input.shape)


def prelu(p):
    x = p.input
    refuse(x.numel() == 0, "an array without elements")
    slopes = p.weight if x.ndim > 1 else p.weight.reshape(-1)[:1]
    wide = x if x.ndim > 1 else x.reshape(1, 1, -1)
    a = slopes.expand(wide.shape[1]) if slopes.numel() == 1 else slopes
    return f("prelu")(pixels(wide.reshape(*wide.shape, *[1] * (3 - wide.ndim))), a).reshape(x.shape)


def pad(p):
    rank = len(p.pad) // 2
    x, sides = p.input, [v for k in reversed(range(rank)) for v in p.pad[2 * k : 2 * k + 2]]
    mode = p.mode
    refuse(rank > 3, "borders of more than three axes")
    lead = x.ndim - rank
    refuse(lead < 0, "more borders than axes")
    wide = x.reshape(1, prod(x.shape[:lead]), *x.shape[lead:]) if lead != 2 else x
    options = {"padding": tuple(sides)} | ({"value": float(p.value or 0)} if mode == "constant" else {})
    y = f(f"{mode}_pad{rank}d")(wide, **options)
    return y.reshape(*x.shape[:lead], *y.shape[2:])


def patches(p):
    options = {"kernel": numbers(p.kernel_size, 2), "dilation": numbers(p.dilation, 2)}
    options |= {"padding": numbers(p.padding, 2), "stride": numbers(p.stride, 2)}
    x = p.input
    return f("unfold2d")(x, **options) if x.ndim == 4 else f("unfold2d")(x.unsqueeze(0), **options).squeeze(0)


def over_images(layer, option, name):
    """A layer of images over any axes before them."""

    def forward(p):
        x = p.input
        y = f(layer)(x.reshape(prod(x.shape[:-3]), *x.shape[-3:]), **{option: getattr(p, name)})
        return y.reshape(*x.shape[:-3], *y.shape[1:])

    return forward


def embedding(p):
    """The samples have the table first."""
    refuse(p.max_norm is not None, "rows cut to a norm")
    refuse(p.scale_grad_by_freq, "gradients divided by how often a row is read")
    refuse(p.padding_idx is not None, "a row without a gradient")
    refuse(p.numbers.numel() == 0, "an array without elements")
    return f("embedding")(p.numbers.reshape(1, -1), p.input).reshape(*p.numbers.shape, -1)


def unpool(rank):
    """Places in the whole image become those in the window; a line is an image of one row."""

    def forward(p):
        refuse(rank == 3, "no layer max_unpool3d")
        one = (1,) * (2 - rank)
        kernel = (*one, *numbers(p.kernel_size, rank))
        stride = (*one, *numbers(p.stride or p.kernel_size, rank))
        padding = (0,) * len(one) + numbers(p.padding, rank)
        shape = [*one, *p.input.shape[-rank:]]
        least = [(n - 1) * s + k - 2 * q for n, k, s, q in zip(shape, kernel, stride, padding, strict=True)]
        size = [*one, *(p.output_size or least[-rank:])[-rank:]]
        more = tuple(wide - low for wide, low in zip(size, least, strict=True))
        refuse(min(more) < 0, "an image smaller than its windows")
        switch = in_windows(p.indices.reshape(-1, *shape), size, kernel, stride, padding)
        x = p.input.reshape(1, -1, *shape)
        options = {"kernel": kernel, "stride": stride, "padding": padding, "output_padding": more}
        y = f("max_unpool2d")(x, switch.reshape(x.shape), **options)
        return y.reshape(*p.input.shape[:-rank], *size[-rank:])

    return forward


def in_windows(indices, size, kernel, stride, padding):
    """Taps of windows for places in images of ``size``, one image after the other."""
    flat = indices.flatten(1).sort(dim=1).values
    refuse(bool((flat[:, 1:] == flat[:, :-1]).any()), "values that meet at one place, which the layer adds")
    taps = []
    for axis, place in enumerate((indices // size[1], indices % size[1])):
        first = torch.arange(indices.shape[1 + axis]).view((-1, 1) if axis == 0 else (1, -1))
        taps.append(place + padding[axis] - stride[axis] * first)
        outside = (taps[-1] < 0) | (taps[-1] >= kernel[axis])
        refuse(bool(outside.any()), "places outside the windows")
    return taps[0] * kernel[1] + taps[1]


RESIZED = {
    "linear": "linear_upsample1d",
    "bilinear": "bilinear_upsample2d",
    "trilinear": "trilinear_upsample3d",
    "bicubic": "bicubic_upsample2d",
    "nearest": "nearest_resize{}d",
    "nearest-exact": "nearest_resize{}d",
}


def interpolate(mode, rank):
    """Without ``recompute_scale_factor`` the factor itself says where a pixel lies, not the two sizes."""

    def forward(p):
        new, step = p.size, None
        refuse(new is None and p.scale_factor is None, "neither a size nor a factor")
        refuse(p.antialias if hasattr(p, "antialias") else False, "antialiasing")
        if new is None:
            factor = numbers_real(p.scale_factor, rank)
            new = [int(n * s) for n, s in zip(p.input.shape[2:], factor, strict=True)]
            step = None if p.recompute_scale_factor else tuple(1 / s for s in factor)
        size = numbers(new, rank)
        if mode == "area":
            return f(f"adaptive_avg_pool{rank}d")(p.input, bins=size)
        refuse(mode not in RESIZED, f"interpolation {mode!r}")
        return resize(p.input, RESIZED[mode].format(rank), mode, size, step, p.align_corners)

    return forward


def resize(x, layer, mode, size, step, aligned):
    """A layer by the options that it has."""
    if aligned and layer == "bilinear_upsample2d":
        return f("bilinear_upsample2d_aligned")(x, size=size)
    options = {"size": size} | ({"step": step} if step else {})
    if mode.startswith("nearest"):
        return f(layer)(x, **options, exact=int(mode == "nearest-exact"))
    if layer != "bilinear_upsample2d":
        options["align_corners"] = int(bool(aligned))
    return f(layer)(x, **options)


SAMPLED = {"bilinear": "", "nearest": "_nearest", "bicubic": "_bicubic"}
PADDED = ("zeros", "border", "reflection")


def grid_sample(p):
    mode, padding = p.mode, p.padding_mode
    mode = mode if isinstance(mode, str) else tuple(SAMPLED)[mode]
    padding = padding if isinstance(padding, int) else PADDED.index(padding)
    layer = f(f"grid_sample{p.input.ndim - 2}d{SAMPLED[mode]}")
    return layer(p.input, p.grid, padding=padding, align_corners=int(bool(p.align_corners)))


def former(p, mode, aligned):
    """The former functions of PyTorch: what they leave out is fixed."""
    p.align_corners, p.recompute_scale_factor = aligned, None
    return interpolate(mode, p.input.ndim - 2)(p)


def numbers_real(value, rank):
    return tuple(value) if isinstance(value, (tuple, list)) else (value,) * rank


RESIZE = "input size=None scale_factor=None mode=None align_corners=None"
INTERPOLATE = f"{RESIZE} recompute_scale_factor=None antialias=False"


def resized(mode):
    """The rank is that of the input."""
    return lambda p: interpolate(mode, p.input.ndim - 2)(p)


def softplus(p):
    return f("softplus_linear")(p.input, beta=float(p.beta), threshold=float(p.threshold))


def glu(p):
    x, back = rows(p.input, p.dim)
    return back(f("glu")(x))


def linear(p):
    x = p.input
    refuse(p.weight.ndim != 2, "a weight that is a vector")
    y = f("dense")(x.reshape(prod(x.shape[:-1]), x.shape[-1]), p.weight, p.bias)
    return y.reshape(*x.shape[:-1], y.shape[-1])


def attention(p):
    """Batches and heads are one axis; a mask is one for all."""
    q, k, v = p.input, p.key, p.value
    refuse(p.dropout_p != 0, "dropout")
    refuse(p.enable_gqa, "several heads that share their keys")
    refuse(p.attn_mask is not None and p.attn_mask.ndim > 2, "a mask for each batch")
    refuse(p.attn_mask is not None and p.attn_mask.dtype == torch.bool, "a mask of truth values")
    refuse(p.is_causal and q.shape[-2] != k.shape[-2], "rows and columns of other numbers under a triangle")
    scale = 1.0 if p.scale is None else p.scale * q.shape[-1] ** 0.5
    taken = (q * scale).flatten(0, -3), k.flatten(0, -3), v.flatten(0, -3)
    y = f("causal_attention")(*taken) if p.is_causal else f("attention")(*taken, p.attn_mask)
    return y.reshape(*q.shape[:-1], v.shape[-1])


def normalize(p):
    x, back = rows(p.input, p.dim)
    refuse(p.p < 1, "a power below 1")
    return back(f("lp_normalise")(x, p=float(p.p), eps=float(p.eps)))


POOL = "input kernel_size stride=None padding=0"
RANKED = "input other target margin=0.0 size_average=None reduce=None reduction='mean'"
LOSS = "input target size_average=None reduce=None reduction='mean'"
WEIGHED = "input target weight=None size_average=None reduce=None reduction='mean'"
CLASSES = "input target weight=None size_average=None ignore_index=-100 reduce=None reduction='mean'"
CONV = "input weight bias=None stride=1 padding=0"


def channel_shuffle(p):
    return f("channel_shuffle")(pixels(p.input), groups=p.groups).reshape(p.input.shape)


CONV_TRANSPOSE = f"{CONV} output_padding=0 groups=1 dilation=1"
MAX_POOL = f"{POOL} dilation=1 ceil_mode=False return_indices=False"
AVG_POOL = f"{POOL} ceil_mode=False count_include_pad=True divisor_override=None"
BATCH_NORM = "input running_mean running_var weight=None bias=None training=False momentum=0.1 eps=1e-05"
INSTANCE_NORM = "input running_mean=None running_var=None weight=None bias=None use_input_stats=True"
EMBEDDING = "input numbers padding_idx=None max_norm=None norm_type=2.0 scale_grad_by_freq=False sparse=False"
INPLACE = "input inplace=False"

ATTENTION = "input key value attn_mask=None dropout_p=0.0 is_causal=False scale=None enable_gqa=False"

CONVOLUTIONS = {
    **{f"conv{r}d": (f"{CONV} dilation=1 groups=1", conv(r)) for r in (1, 2, 3)},
    **{f"conv_transpose{r}d": (CONV_TRANSPOSE, conv_transpose(r)) for r in (1, 2, 3)},
    "linear": ("input weight bias=None", linear),
    "scaled_dot_product_attention": (ATTENTION, attention),
    "unfold": ("input kernel_size dilation=1 padding=0 stride=1", patches),
    "embedding": (EMBEDDING, embedding),
}

ADAPTIVE = "input output_size return_indices=False"
GRID_SAMPLE = "input grid mode='bilinear' padding_mode='zeros' align_corners=None"
POOLS = {
    **{f"max_pool{r}d": (MAX_POOL, max_pool(r)) for r in (1, 2, 3)},
    **{f"avg_pool{r}d": (AVG_POOL, avg_pool(r)) for r in (1, 2, 3)},
    **{f"adaptive_avg_pool{r}d": (ADAPTIVE, adaptive("avg", r)) for r in (1, 2, 3)},
    **{f"adaptive_max_pool{r}d": (ADAPTIVE, adaptive("max", r)) for r in (1, 2, 3)},
    **{f"max_unpool{r}d": ("input indices kernel_size stride=None padding=0 output_size=None", unpool(r))
       for r in (1, 2, 3)},
    "interpolate": (INTERPOLATE, lambda p: resized(p.mode)(p)),
    "grid_sample": (GRID_SAMPLE, grid_sample),
    "upsample_nearest": ("input size=None scale_factor=None", lambda p: former(p, "nearest", None)),
    "upsample_bilinear": ("input size=None scale_factor=None", lambda p: former(p, "bilinear", True)),
    "pad": ("input pad mode='constant' value=None", pad),
    "pixel_shuffle": ("input upscale_factor", over_images("pixel_shuffle", "factor", "upscale_factor")),
    "pixel_unshuffle": (
        "input downscale_factor",
        over_images("pixel_unshuffle", "factor", "downscale_factor"),
    ),
    "channel_shuffle": ("input groups", channel_shuffle),
}  # fmt: skip

SLOPED = "input negative_slope=0.01 inplace=False"
UP_TO = "input threshold value inplace=False"
CUT = "input min_val=-1.0 max_val=1.0 inplace=False"
ACTIVATIONS = {
    "relu": (INPLACE, plain("relu")),
    "leaky_relu": (SLOPED, plain("leaky_relu", slope="negative_slope")),
    "elu": ("input alpha=1.0 inplace=False", plain("elu", alpha="alpha")),
    "celu": ("input alpha=1.0 inplace=False", plain("celu", alpha="alpha")),
    "selu": (INPLACE, plain("selu")),
    "gelu": ("input approximate='none'", lambda p: f(GELU[p.approximate])(p.input)),
    "softplus": ("input beta=1.0 threshold=20.0", softplus),
    "silu": (INPLACE, plain("silu")),
    "mish": (INPLACE, plain("mish")),
    "hardsigmoid": (INPLACE, plain("hard_sigmoid")),
    "hardswish": (INPLACE, plain("hard_swish")),
    "hardtanh": (CUT, plain("hardtanh", low="min_val", high="max_val")),
    "relu6": (INPLACE, plain("relu6")),
    "threshold": (UP_TO, plain("threshold", threshold="threshold", value="value")),
    "hardshrink": ("input lambd=0.5", plain("hard_shrink", lambd="lambd")),
    "softshrink": ("input lambd=0.5", plain("soft_shrink", lambd="lambd")),
    "tanhshrink": ("input", plain("tanh_shrink")),
    "logsigmoid": ("input", plain("log_sigmoid")),
    "softsign": ("input", plain("softsign")),
    "glu": ("input dim=-1", glu),
    "prelu": ("input weight", prelu),
}  # fmt: skip
GELU = {"none": "gelu", "tanh": "gelu_tanh"}

NORMALISATIONS = {
    "batch_norm": (BATCH_NORM, batch_norm),
    "layer_norm": ("input normalized_shape weight=None bias=None eps=1e-05", layer_norm),
    "rms_norm": ("input normalized_shape weight=None eps=None", rms_norm),
    "normalize": ("input p=2.0 dim=1 eps=1e-12 out=None", normalize),
    "group_norm": ("input num_groups weight=None bias=None eps=1e-05", group_norm),
    "instance_norm": (f"{INSTANCE_NORM} momentum=0.1 eps=1e-05", instance_norm),
    "local_response_norm": ("input size alpha=0.0001 beta=0.75 k=1.0", response_norm),
}

HUBER = "input target reduction='mean' delta=1.0 weight=None"
LOSSES = {
    "mse_loss": (f"{LOSS} weight=None", each("squared_error_loss")),
    "l1_loss": (f"{LOSS} weight=None", each("l1_loss_each")),
    "smooth_l1_loss": (f"{LOSS} beta=1.0", each("smooth_l1_loss_each", beta="beta")),
    "huber_loss": (HUBER, each("huber_loss_each", delta="delta")),
    "soft_margin_loss": (LOSS, each("soft_margin_loss_each")),
    "binary_cross_entropy": (WEIGHED, each("bce_loss_each")),
    "binary_cross_entropy_with_logits": (f"{WEIGHED} pos_weight=None", with_logits),
    "kl_div": (f"{LOSS} log_target=False", kl_div),
    "cross_entropy": (f"{CLASSES} label_smoothing=0.0", of_classes("cross_entropy")),
    "nll_loss": (CLASSES, of_classes("nll_loss")),
    "margin_ranking_loss": (RANKED, ranking),
    "hinge_embedding_loss": (LOSS.replace("target", "target margin=1.0"), hinge_embedding),
    "multilabel_soft_margin_loss": (WEIGHED, of_labels),
}

FUNCTIONAL = {**CONVOLUTIONS, **POOLS, **ACTIVATIONS, **NORMALISATIONS, **LOSSES}
ADAPTERS = {
    **{f"nn.functional.{name}": one for name, one in FUNCTIONAL.items()},
    "grid_sampler_2d": ("input grid mode padding_mode align_corners", grid_sample),
    "grid_sampler_3d": ("input grid mode padding_mode align_corners", grid_sample),
    "sigmoid": ("input", plain("sigmoid")),
    "tanh": ("input", plain("tanh")),
    "softmax": ("input dim=None dtype=None", along("softmax")),
    "log_softmax": ("input dim=None dtype=None", along("log_softmax")),
}


@cache
def signature(takes):
    """The parameters of an operation, from ``input weight bias=None``."""
    space: dict = {}
    exec(f"def call({', '.join(takes.split())}): ...", space)
    return inspect.signature(space["call"])


def parameters(takes, sample):
    """The arguments of a sample by name."""
    bound = signature(takes).bind(sample.input, *sample.args, **sample.kwargs)
    bound.apply_defaults()
    return SimpleNamespace(**bound.arguments)
