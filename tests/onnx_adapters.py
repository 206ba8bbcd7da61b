"""What the nodes of ONNX's own suite are called here: an adapter for each operator.

``ADAPTERS`` maps an operator to a function of its attributes, ``a``, and its inputs as tensors (``None``
where one is left out); it gives the first output.
"""

from __future__ import annotations

from math import prod
from types import SimpleNamespace

import torch

from tests.onnx_sampling import SAMPLING
from tests.opinfo_adapters import OF_CLASSES, f, pixels, rows, unpool
from tests.suite_table import refuse

FAR = 2**31 - 1


def plain(layer, **names):
    """An elementwise layer; ``names`` are options by the attribute that has them, with its default."""

    def forward(a, x):
        options = {option: a.get(name, default) for option, (name, default) in names.items()}
        return f(layer)(x, **options)

    return forward


def hard_sigmoid(a, x):
    """ONNX has the line as its slope and its value at 0."""
    alpha, beta = a.get("alpha", 0.2), a.get("beta", 0.5)
    refuse(alpha <= 0, "a line that does not rise")
    return f("hard_sigmoid")(x, low=-beta / alpha, high=(1 - beta) / alpha)


def along(layer):
    def forward(a, x):
        taken, back = rows(x, a.get("axis", -1))
        return back(f(layer)(taken))

    return forward


def sides(a, x, kernel, stride, dilation):
    """ONNX has all beginnings first, or a word."""
    rank = len(kernel)
    word = a.get("auto_pad", b"NOTSET").decode()
    pads = a.get("pads", [0] * 2 * rank)
    if word.startswith("SAME"):
        pads = [[], []]
        for n, k, s, d in zip(x.shape[2:], kernel, stride, dilation, strict=True):
            more = max((-(-n // s) - 1) * s + d * (k - 1) + 1 - n, 0)
            less = more // 2
            pads[0].append(less if word == "SAME_UPPER" else more - less)
            pads[1].append(more - less if word == "SAME_UPPER" else less)
        pads = pads[0] + pads[1]
    return tuple(v for pair in zip(pads[:rank], pads[rank:], strict=True) for v in pair)


def windows(a, x, kernel):
    rank = len(kernel)
    stride = tuple(a.get("strides", [1] * rank))
    dilation = tuple(a.get("dilations", [1] * rank))
    return {"stride": stride, "padding": sides(a, x, kernel, stride, dilation), "dilation": dilation}


def conv(a, x, w, b=None):
    rank = x.ndim - 2
    return f(f"conv{rank}d")(x, w, b, **windows(a, x, w.shape[2:]), groups=a.get("group", 1))


def conv_transpose(a, x, w, b=None):
    refuse("output_shape" in a or "auto_pad" in a, "padding that follows from the size of the result")
    rank = x.ndim - 2
    more = tuple(a.get("output_padding", [0] * rank))
    options = {**windows(a, x, w.shape[2:]), "output_padding": more, "groups": a.get("group", 1)}
    return f(f"conv_transpose{rank}d")(x, w, b, **options)


def deform_conv(a, x, w, offset, b=None, mask=None):
    options = {"groups": a.get("group", 1), "offset_groups": a.get("offset_group", 1)}
    return f("deform_conv2d")(x, w, offset, mask, b, **windows(a, x, w.shape[2:]), **options)


def pool(stem, **more):
    def forward(a, x):
        rank = x.ndim - 2
        kernel = tuple(a["kernel_shape"])
        options = {"kernel": kernel, **windows(a, x, kernel), "ceil_mode": a.get("ceil_mode", 0)}
        for option, (name, default) in more.items():
            options[option] = a.get(name, default)
        refuse("storage_order" in a and a["storage_order"], "places counted column by column")
        y = f(f"{stem}{rank}d_ceil" if rank == 2 else f"{stem}{rank}d")(x, **options)
        return y[0] if isinstance(y, tuple) else y

    return forward


def whole(kind):
    def forward(a, x):
        y = f(f"global_{kind}_pool{x.ndim - 2}d")(x)
        return y.reshape(*y.shape, *[1] * (x.ndim - 2))

    return forward


def batch_norm(a, x, gamma, beta, mean, var):
    names = {2: "batch_norm_features", 3: "batch_norm1d", 4: "batch_norm", 5: "batch_norm3d"}
    eps, name = a.get("epsilon", 1e-5), names[x.ndim]
    if not a.get("training_mode", 0):
        return f(f"{name}_inference")(x, gamma, beta, mean, var, eps=eps)
    options = {"eps": eps, "momentum": 1 - a.get("momentum", 0.9), "correction": 0}
    return f(name)(x, gamma, beta, mean, var, **options)[0]


def instance_norm(a, x, gamma, beta):
    return f("instance_norm")(pixels(x), gamma, beta, eps=a.get("epsilon", 1e-5)).reshape(x.shape)


def group_norm(a, x, gamma, beta):
    refuse(gamma.numel() != x.shape[1], "a scale per group")
    options = {"groups": a["num_groups"], "eps": a.get("epsilon", 1e-5)}
    return f("group_norm")(pixels(x), gamma, beta, **options).reshape(x.shape)


def layer_norm(a, x, gamma, beta=None):
    axis = a.get("axis", -1) % x.ndim
    count = x.shape[axis:].numel()
    shift = torch.zeros(count) if beta is None else beta.reshape(-1)
    y = f("layer_norm")(x.reshape(-1, count), gamma.reshape(-1), shift, eps=a.get("epsilon", 1e-5))
    return y.reshape(x.shape)


def rms_norm(a, x, gamma):
    count = x.shape[a.get("axis", -1) % x.ndim :].numel()
    scale = gamma.expand(x.shape[-gamma.ndim :]).reshape(-1) if gamma.ndim else gamma.expand(count)
    return f("rms_normalise")(x.reshape(-1, count), scale, eps=a.get("epsilon", 1e-5)).reshape(x.shape)


def response_norm(a, x):
    options = {
        "size": a["size"],
        "alpha": a.get("alpha", 1e-4),
        "beta": a.get("beta", 0.75),
        "k": a.get("bias", 1.0),
    }
    return f("local_response_norm_mean")(x, **options)


def gemm(a, x, w, b=None):
    refuse(a.get("alpha", 1.0) != 1 or a.get("beta", 1.0) != 1, "factors before the product and the bias")
    x, w = (x.T if a.get("transA") else x), (w if a.get("transB") else w.T)
    refuse(b is not None and (b.ndim > 1 and b.shape[0] != 1), "a bias per row")
    b = None if b is None else b.reshape(-1).expand(w.shape[0])
    return f("dense")(x, w, b)


def flatten(a, x):
    refuse(x.ndim != 4 or a.get("axis", 1) != 1, "an axis other than the first of an image")
    return f("flatten")(x)


def pad(a, x, pads, value=None, axes=None):
    mode = {"constant": "constant", "reflect": "reflect", "edge": "replicate", "wrap": "circular"}
    kind = mode[a.get("mode", b"constant").decode()]
    axes = list(range(x.ndim)) if axes is None else [int(k) % x.ndim for k in axes]
    both = dict(
        zip(axes, zip(pads.tolist()[: len(axes)], pads.tolist()[len(axes) :], strict=True), strict=True)
    )
    first = min((k for k in axes if both[k] != (0, 0)), default=x.ndim - 1)
    rank = x.ndim - first
    refuse(rank > 3, "borders of more than three axes")
    flat = tuple(v for k in range(first, x.ndim) for v in both.get(k, (0, 0)))
    more = {"value": float(value or 0)} if kind == "constant" else {}
    y = f(f"{kind}_pad{rank}d")(
        x.double().reshape(1, prod(x.shape[:first]), *x.shape[first:]), padding=flat, **more
    )
    return y.reshape(*x.shape[:first], *y.shape[2:]).to(x.dtype)


def depth_to_space(a, x):
    r = a["blocksize"]
    if a.get("mode", b"DCR") == b"DCR":
        x = x.reshape(x.shape[0], r * r, -1, *x.shape[2:]).transpose(1, 2).reshape(x.shape)
    return f("pixel_shuffle")(x, factor=r)


def space_to_depth(a, x):
    r = a["blocksize"]
    refuse(a.get("mode", b"DCR") != b"DCR", "another order of the channels")
    y = f("pixel_unshuffle")(x, factor=r)
    return y.reshape(x.shape[0], -1, r * r, *y.shape[2:]).transpose(1, 2).reshape(y.shape)


def col2im(a, x, size, block):
    refuse(size.numel() != 2, "columns of anything but images")
    kernel = tuple(block.tolist())
    pads, ones = a.get("pads", [0, 0, 0, 0]), [1, 1]
    options = {"stride": tuple(a.get("strides", ones)), "dilation": tuple(a.get("dilations", ones))}
    padding = (pads[0], pads[2], pads[1], pads[3])
    return f("fold2d")(x, size=tuple(size.tolist()), kernel=kernel, padding=padding, **options)


def gather(a, table, numbers):
    refuse(a.get("axis", 0) != 0 or table.ndim != 2, "a table of other than two axes")
    refuse(bool((numbers < 0).any()), "numbers counted from behind")
    return f("embedding")(numbers.reshape(1, -1), table).reshape(*numbers.shape, -1)


def of_classes(layer):
    def forward(a, x, t, w=None):
        reduction = a.get("reduction", b"mean").decode()
        taken, _ = rows(x, 1)
        labels = t.reshape(-1)
        skipped = a.get("ignore_index", -100)
        y = f(OF_CLASSES[layer][reduction])(taken, labels, w, ignore_index=skipped)
        return y.reshape(t.shape) if reduction == "none" else y

    return forward


def shrink(a, x):
    bias, lambd = a.get("bias", 0.0), a.get("lambd", 0.5)
    refuse(bias not in (0.0, lambd), "a step that is not the threshold")
    return f("soft_shrink" if bias else "hard_shrink")(x, lambd=lambd)


def clip(a, x, low=None, high=None):
    low, high = -torch.inf if low is None else float(low), torch.inf if high is None else float(high)
    return f("hardtanh")(x, low=min(low, high), high=high)


def prelu(a, x, slope):
    """A slope per element is one per channel of an image that has only channels."""
    if slope.numel() == 1:
        return f("prelu_shared")(x.reshape(-1), slope.reshape(())).reshape(x.shape)
    channels = x.reshape(1, -1, 1, 1)
    return f("prelu")(channels, slope.expand(x.shape).reshape(-1)).reshape(x.shape)


def momentum(a, rate, step, w, grad, v, *more):
    if more:  # the first of several arrays: parameters, then gradients, then velocities
        arrays = (w, grad, v, *more)
        w, grad, v = arrays[:: len(arrays) // 3]
    return f("momentum_step")(
        w, grad, v, lr=float(rate), momentum=a["alpha"], weight_decay=a["norm_coefficient"],
        dampening=1.0 - (a["beta"] if int(step) > 0 else 1.0), nesterov=int(a["mode"] == b"nesterov"),
    )[0]  # fmt: skip


def adam(a, rate, step, *arrays):
    """ONNX adds ε to the root before the root is corrected; step 0 corrects nothing, as one far away."""
    w, grad, mean, square = arrays[:: len(arrays) // 4]
    alpha, beta, t = a.get("alpha", 0.9), a.get("beta", 0.999), int(step) or FAR
    eps = a.get("epsilon", 1e-6) / (1 - beta**t) ** 0.5
    more = {"rho1": 1 - alpha, "rho2": 1 - beta, "step": t, "eps": eps, "lr": float(rate)}
    new = f("adam_step")(w, grad, mean, square, weight_decay=a.get("norm_coefficient", 0.0), **more)[0]
    return (1 - a.get("norm_coefficient_post", 0.0)) * new


def gelu(a, x):
    return f("gelu_tanh" if a.get("approximate", b"none") == b"tanh" else "gelu")(x)


def swish(a, x):
    refuse(a.get("alpha", 1.0) != 1.0, "a factor inside the logistic function")
    return f("silu")(x)


def normalise(a, x):
    taken, back = rows(x, a.get("axis", -1))
    return back(f("lp_normalise")(taken, p=float(a.get("p", 2))))


def max_unpool(a, x, indices, size=None):
    rank = x.ndim - 2
    pads = a.get("pads", [0] * 2 * rank)
    refuse(rank > 2 or pads[:rank] != pads[rank:], "sides padded unlike, or volumes")
    refuse(x.shape[:2].numel() != 1, "places counted through all images")
    given = SimpleNamespace(
        input=x, indices=indices, kernel_size=a["kernel_shape"], stride=a.get("strides", [1] * rank),
        padding=pads[:rank], output_size=None if size is None else size.tolist(),
    )  # fmt: skip
    return unpool(rank)(given)


ADAPTERS = {
    "Relu": plain("relu"),
    "LeakyRelu": plain("leaky_relu", slope=("alpha", 0.01)),
    "Elu": plain("elu", alpha=("alpha", 1.0)),
    "Celu": plain("celu", alpha=("alpha", 1.0)),
    "Selu": plain("selu", alpha=("alpha", 1.6732632423543772), gamma=("gamma", 1.0507009873554805)),
    "Gelu": gelu,
    "Softplus": plain("softplus"),
    "HardSigmoid": hard_sigmoid,
    "HardSwish": plain("hard_swish"),
    "Mish": plain("mish"),
    "Swish": swish,
    "Sigmoid": plain("sigmoid"),
    "Tanh": plain("tanh"),
    "Softsign": plain("softsign"),
    "ThresholdedRelu": plain("threshold", threshold=("alpha", 1.0)),
    "Shrink": shrink,
    "Clip": clip,
    "PRelu": prelu,
    "Softmax": along("softmax"),
    "LogSoftmax": along("log_softmax"),
    "Conv": conv,
    "ConvTranspose": conv_transpose,
    "DeformConv": deform_conv,
    "MaxPool": pool("max_pool"),
    "AveragePool": pool("avg_pool", count_include_pad=("count_include_pad", 0)),
    "LpPool": pool("lp_pool", p=("p", 2)),
    "GlobalAveragePool": whole("avg"),
    "GlobalMaxPool": whole("max"),
    "MaxUnpool": max_unpool,
    "BatchNormalization": batch_norm,
    "InstanceNormalization": instance_norm,
    "GroupNormalization": group_norm,
    "LayerNormalization": layer_norm,
    "RMSNormalization": rms_norm,
    "LpNormalization": normalise,
    "LRN": response_norm,
    "Gemm": gemm,
    "Flatten": flatten,
    "Pad": pad,
    "DepthToSpace": depth_to_space,
    "SpaceToDepth": space_to_depth,
    "Col2Im": col2im,
    "Gather": gather,
    "NegativeLogLikelihoodLoss": of_classes("nll_loss"),
    "SoftmaxCrossEntropyLoss": of_classes("cross_entropy"),
    "Momentum": momentum,
    **SAMPLING,
    "Adam": adam,
}
