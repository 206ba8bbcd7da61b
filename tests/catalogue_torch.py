"""The catalogue's forwards in PyTorch, where it has the layer: ``f(torch, arrays, options)``.

Differing conventions are met by the arguments: asymmetric padding is applied before, options are renamed.
"""


def padded(torch, x, padding, value=0.0):
    pairs = list(zip(padding[::2], padding[1::2], strict=True))
    flat = [v for pair in reversed(pairs) for v in pair]
    return torch.nn.functional.pad(x, flat, value=value)


def conv(torch, a, o, rank, w=None):
    f = getattr(torch.nn.functional, f"conv{rank}d")
    weight = a["w"] if w is None else w
    x = padded(torch, a["x"], o["padding"])
    return f(x, weight, a["b"], o["stride"], 0, o["dilation"], o.get("groups", 1))


def same_conv(torch, a, o, rank):
    f = getattr(torch.nn.functional, f"conv{rank}d")
    return f(a["x"], a["w"], a["b"], padding="same", dilation=o["dilation"], groups=o["groups"])


def conv_transpose(torch, a, o, rank):
    """Padding per side is a crop of the unpadded result, output padding a longer crop."""
    f = getattr(torch.nn.functional, f"conv_transpose{rank}d")
    y = f(a["x"], a["w"], None, o["stride"], 0, 0, o["groups"], o["dilation"])
    padding, more = o["padding"], o["output_padding"]
    more = more if isinstance(more, tuple) else (more,)
    grown = padded(torch, y, [v for e in more for v in (0, e)])
    return padded(torch, grown, [-p for p in padding]) + a["b"].reshape(1, -1, *[1] * rank)


def pointwise(torch, a, o):
    return torch.nn.functional.conv2d(
        a["x"], a["w"][:, :, None, None], a["b"], o["stride"], groups=o["groups"]
    )


def depthwise_separable(torch, a, o):
    z = padded(torch, a["x"], o["padding"])
    f = torch.nn.functional.conv2d
    z = f(z, a["w_depth"], None, o["stride"], 0, o["dilation"], a["x"].shape[1])
    return f(z, a["w_point"][:, :, None, None], a["b"])


def max_pool(torch, a, o, rank):
    """None where the padding is larger than PyTorch allows."""
    f = getattr(torch.nn.functional, f"max_pool{rank}d")
    if symmetric(o, rank):
        return f(
            a["x"], o["kernel"], o["stride"], o["padding"][::2], o["dilation"], bool(o.get("ceil_mode", 0))
        )
    if o.get("ceil_mode", 0):
        return None
    return f(padded(torch, a["x"], o["padding"], -float("inf")), o["kernel"], o["stride"], 0, o["dilation"])


def symmetric(o, rank):
    pairs = zip(o["padding"][::2], o["padding"][1::2], strict=True)
    kernel = o["kernel"] if isinstance(o["kernel"], tuple) else (o["kernel"],) * rank
    return all(p == q and p <= k // 2 for (p, q), k in zip(pairs, kernel, strict=True))


def avg_pool(torch, a, o, rank):
    if not symmetric(o, rank):
        return None
    kernel = o["kernel"] if isinstance(o["kernel"], tuple) else (o["kernel"],) * rank
    if rank == 3 and any(k > n for k, n in zip(kernel, a["x"].shape[2:], strict=True)):
        return None  # PyTorch's avg_pool3d refuses a window larger than the unpadded image
    f = getattr(torch.nn.functional, f"avg_pool{rank}d")
    ceil, counted = bool(o["ceil_mode"]), bool(o["count_include_pad"])
    return f(a["x"], o["kernel"], o["stride"], o["padding"][::2], ceil, counted)


def lp_pool(torch, a, o, p):
    x = padded(torch, a["x"], o["padding"])
    return torch.nn.functional.lp_pool2d(x.abs(), p, o["kernel"], o["stride"])


def response(torch, a, o):
    return torch.nn.functional.local_response_norm(a["x"], o["size"], o["alpha"], o["beta"], o["k"])


def batch_norm(torch, a, o):
    if a["x"].numel() == a["x"].shape[1]:
        return None  # PyTorch refuses statistics of a single value
    args = a["running_mean"].clone(), a["running_var"].clone(), a["gamma"], a["beta"], True
    return torch.nn.functional.batch_norm(a["x"], *args, o["momentum"], o["eps"])


def inference(torch, a, o):
    args = a["running_mean"], a["running_var"], a["gamma"], a["beta"], False, 0.0
    return torch.nn.functional.batch_norm(a["x"], *args, o["eps"])


def layer_norm(torch, a, o):
    return torch.nn.functional.layer_norm(a["x"], a["x"].shape[1:], a["gamma"], a["beta"], o["eps"])


def instance_norm(torch, a, o):
    if a["x"][0, 0].numel() == 1:
        return None  # PyTorch refuses statistics of a single value
    return torch.nn.functional.instance_norm(a["x"], weight=a["gamma"], bias=a["beta"], eps=o["eps"])


def group_norm(torch, a, o):
    if a["x"][0].numel() == o["groups"]:
        return None  # PyTorch refuses statistics of a single value
    return torch.nn.functional.group_norm(a["x"], o["groups"], a["gamma"], a["beta"], o["eps"])


def cross_entropy(torch, a, o, reduction):
    if "ignore_index" in o and not bool((a["t"] != o["ignore_index"]).any()):
        return None  # 0/0 there
    if "w" in a and float(a["w"].sum()) == 0:
        return None
    found = torch.nn.functional.cross_entropy(
        a["x"],
        a["t"],
        a["w"].detach() if "w" in a else None,
        ignore_index=o.get("ignore_index", -100),
        reduction=reduction,
    )
    return None if bool(torch.isnan(found).any()) else found


def max_unpool(torch, a, o):
    """Only where windows tile the image: PyTorch overwrites where they overlap."""
    if o["kernel"] != o["stride"] or any(o["padding"]) or any(o["output_padding"]) or o["dilation"] != (1, 1):
        return None
    kh, kw = o["kernel"]
    rows, columns = a["x"].shape[2:]
    i = torch.arange(rows).view(-1, 1) * kh + a["switch"] // kw
    j = torch.arange(columns).view(1, -1) * kw + a["switch"] % kw
    return torch.nn.functional.max_unpool2d(a["x"], i * columns * kw + j, o["kernel"], o["stride"])


def interpolate(torch, a, o, aligned):
    f = torch.nn.functional.interpolate
    return f(a["x"], size=o["size"], mode="bilinear", align_corners=aligned)


def sgd(torch, a, o):
    """Two steps of the optimiser: the first one fills its velocity."""
    w = torch.nn.Parameter(a["w"].clone().detach())
    step = torch.optim.SGD([w], lr=o["lr"], momentum=1.0)
    step.state[w]["momentum_buffer"] = o["momentum"] * a["velocity"]
    w.grad = a["grad"]
    step.step()
    return w.detach()


def functional(name, **fixed):
    return lambda torch, a, o: getattr(torch.nn.functional, name)(a["x"], **fixed)


def ranked(f, name, ranks=(1, 2, 3)):
    return {f"{name}{rank}d": lambda torch, a, o, rank=rank: f(torch, a, o, rank) for rank in ranks}


FORWARDS = {
    **ranked(conv, "conv"),
    **ranked(same_conv, "same_conv"),
    **ranked(conv_transpose, "conv_transpose"),
    **ranked(max_pool, "max_pool"),
    "max_pool2d_ceil": lambda torch, a, o: max_pool(torch, a, o, 2),
    **ranked(avg_pool, "avg_pool", (1, 3)),
    "avg_pool2d_ceil": lambda torch, a, o: avg_pool(torch, a, o, 2),
    "avg_pool2d": lambda torch, a, o: torch.nn.functional.avg_pool2d(
        padded(torch, a["x"], o["padding"]), o["kernel"], o["stride"]
    ),
    "sum_pool2d": lambda torch, a, o: torch.nn.functional.avg_pool2d(
        padded(torch, a["x"], o["padding"]), o["kernel"], o["stride"], divisor_override=1
    ),
    "true_conv2d": lambda torch, a, o: conv(torch, a, o, 2, a["w"].flip(2, 3)),
    "pointwise_conv2d": pointwise,
    "depthwise_conv2d": lambda torch, a, o: conv(torch, a, {**o, "groups": a["x"].shape[1]}, 2),
    "depthwise_separable_conv2d": depthwise_separable,
    "dense": lambda torch, a, o: torch.nn.functional.linear(a["x"], a["w"], a["b"]),
    "flatten": lambda torch, a, o: torch.flatten(a["x"], 1),
    "lp_pool2d": lambda torch, a, o: lp_pool(torch, a, o, o["p"]),
    "l2_pool2d": lambda torch, a, o: lp_pool(torch, a, o, 2.0),
    "adaptive_max_pool2d": lambda torch, a, o: torch.nn.functional.adaptive_max_pool2d(a["x"], o["bins"]),
    "adaptive_avg_pool2d": lambda torch, a, o: torch.nn.functional.adaptive_avg_pool2d(a["x"], o["bins"]),
    "max_unpool2d": max_unpool,
    "nearest_upsample2d": lambda torch, a, o: torch.nn.functional.interpolate(
        a["x"], size=[f * h for f, h in zip(o["factor"], a["x"].shape[2:], strict=True)], mode="nearest"
    ),
    "bilinear_upsample2d": lambda torch, a, o: interpolate(torch, a, o, aligned=False),
    "bilinear_upsample2d_aligned": lambda torch, a, o: interpolate(torch, a, o, aligned=True),
    **dict.fromkeys(("batch_norm_features", "batch_norm1d", "batch_norm", "batch_norm3d"), batch_norm),
    "batch_norm_features_inference": inference,
    "batch_norm1d_inference": inference,
    "batch_norm_inference": inference,
    "batch_norm3d_inference": inference,
    "layer_norm": layer_norm,
    "layer_norm2d": layer_norm,
    "instance_norm": instance_norm,
    "group_norm": group_norm,
    "local_response_norm_mean": response,
    "relu": functional("relu"),
    "leaky_relu": lambda torch, a, o: torch.nn.functional.leaky_relu(a["x"], o["slope"]),
    "prelu": lambda torch, a, o: torch.nn.functional.prelu(a["x"], a["a"]),
    "elu": lambda torch, a, o: torch.nn.functional.elu(a["x"], o["alpha"]),
    "selu": functional("selu"),
    "gelu": functional("gelu"),
    "gelu_tanh": functional("gelu", approximate="tanh"),
    "softplus": lambda torch, a, o: torch.nn.functional.softplus(a["x"], o["beta"], 1000.0),
    "silu": functional("silu"),
    "mish": functional("mish"),
    # The derivative of PyTorch's own hardsigmoid has 1/6 rounded to single precision.
    "hard_sigmoid": lambda torch, a, o: torch.nn.functional.relu6(a["x"] + 3) / 6,
    "hard_swish": functional("hardswish"),
    "sigmoid": functional("sigmoid"),
    "tanh": functional("tanh"),
    "softsign": functional("softsign"),
    "softmax": functional("softmax", dim=1),
    "log_softmax": functional("log_softmax", dim=1),
    "cross_entropy": lambda torch, a, o: cross_entropy(torch, a, o, "none"),
    "cross_entropy_weighted": lambda torch, a, o: cross_entropy(torch, a, o, "none"),
    "cross_entropy_sum": lambda torch, a, o: cross_entropy(torch, a, o, "sum"),
    "cross_entropy_mean": lambda torch, a, o: cross_entropy(torch, a, o, "mean"),
    "mse_loss": lambda torch, a, o: torch.nn.functional.mse_loss(a["x"], a["t"]),
    "mse_loss_sum": lambda torch, a, o: torch.nn.functional.mse_loss(a["x"], a["t"], reduction="sum"),
    "squared_error_loss": lambda torch, a, o: torch.nn.functional.mse_loss(a["x"], a["t"], reduction="none"),
    "sgd_step": sgd,
    "conv_bias_relu": lambda torch, a, o: torch.relu(conv(torch, a, o, 2)),
    "dense_cross_entropy": lambda torch, a, o: torch.nn.functional.cross_entropy(
        torch.nn.functional.linear(a["x"], a["w"], a["b"]), a["t"], reduction="none"
    ),
}
