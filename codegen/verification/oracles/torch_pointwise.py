"""PyTorch's normalisation, activations, losses, dense layers and optimiser, called as the catalogue's are."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from codegen.verification.oracles.torch_convolutions import convolved
from codegen.verification.oracles.torch_windows import Forward

Values = Mapping[str, Any]


def batch_norm_of(torch: Any, x: Any, a: Values, o: Values) -> Any:
    """The operation below ``torch.nn.functional``, which refuses statistics of a single value.

    Of a single value PyTorch's new running variance is NaN (m/(m-1)), so nothing is said of it; nor is it of
    a biased one, which PyTorch does not have.
    """
    mean, var = a["running_mean"].clone(), a["running_var"].clone()
    y = torch.batch_norm(x, a["gamma"], a["beta"], mean, var, True, o["momentum"], o["eps"], False)
    said = x.numel() > x.shape[1] and o.get("correction", 1) == 1
    return (y, mean, var) if said else (y, mean)


def batch_norm(torch: Any, a: Values, o: Values) -> Any:
    return batch_norm_of(torch, a["x"], a, o)


def batch_norm_inference(torch: Any, a: Values, o: Values) -> Any:
    statistics = a["running_mean"], a["running_var"], a["gamma"], a["beta"]
    return torch.nn.functional.batch_norm(a["x"], *statistics, False, 0.0, o["eps"])


def layer_norm(torch: Any, a: Values, o: Values) -> Any:
    return torch.nn.functional.layer_norm(a["x"], a["x"].shape[1:], a["gamma"], a["beta"], o["eps"])


def instance_norm(torch: Any, a: Values, o: Values) -> Any:
    """Below ``torch.nn.functional`` again."""
    return torch.instance_norm(a["x"], a["gamma"], a["beta"], None, None, True, 0.0, o["eps"], False)


def group_norm(torch: Any, a: Values, o: Values) -> Any:
    """Below ``torch.nn.functional`` again."""
    return torch.group_norm(a["x"], o["groups"], a["gamma"], a["beta"], o["eps"], False)


def response_norm_mean(torch: Any, a: Values, o: Values) -> Any:
    return torch.nn.functional.local_response_norm(a["x"], o["size"], o["alpha"], o["beta"], o["k"])


def response_norm(torch: Any, a: Values, o: Values) -> Any:
    """As the notes have it: an odd number of maps, α not divided; PyTorch's with both undone."""
    size = 2 * (o["size"] // 2) + 1
    return torch.nn.functional.local_response_norm(a["x"], size, o["alpha"] * size, o["beta"], o["k"])


def conv_batch_norm_relu(torch: Any, a: Values, o: Values) -> Any:
    y, *rest = batch_norm_of(torch, convolved(torch, a["x"], a["w"], None, o, 2, o["groups"]), a, o)
    return (torch.relu(y), *rest)


def hard_sigmoid(torch: Any, a: Values, o: Values) -> Any:
    """Composed: PyTorch's own has no options, and 1/6 rounded to single precision in its derivative."""
    wide = o["high"] - o["low"]
    return torch.nn.functional.hardtanh(a["x"] - o["low"], 0.0, wide) / wide


def selu(torch: Any, a: Values, o: Values) -> Any:
    """Composed: PyTorch's own has no options."""
    return o["gamma"] * torch.nn.functional.elu(a["x"], o["alpha"])


def softplus(torch: Any, a: Values, o: Values) -> Any:
    """PyTorch's is linear from a threshold on, which is put out of reach."""
    return torch.nn.functional.softplus(a["x"], o["beta"], 1e4)


def cross_entropy(torch: Any, a: Values, o: Values, reduction: str) -> Any:
    """PyTorch has no derivative towards class weights: they join as a difference of value zero."""
    f = partial(torch.nn.functional.cross_entropy, ignore_index=o["ignore_index"], reduction=reduction)
    weighted = composed_cross_entropy(torch, a["x"].detach(), a, o, reduction)
    return f(a["x"], a["t"], a["w"].detach()) + (weighted - weighted.detach())


def composed_cross_entropy(torch: Any, x: Any, a: Values, o: Values, reduction: str) -> Any:
    there, counts = weights_that_count(torch, a, o)
    rows = counts * torch.nn.functional.cross_entropy(x, there, reduction="none")
    if reduction == "none":
        return rows
    return rows.sum() / (counts.sum() if reduction == "mean" else 1)


def weights_that_count(torch: Any, a: Values, o: Values) -> tuple[Any, Any]:
    """Labels, the first class for ignored ones, and their weights, 0 for ignored ones."""
    counts = a["t"] != o["ignore_index"]
    there = torch.where(counts, a["t"], 0)
    return there, a["w"][there] * counts


def nothing_counts(torch: Any, a: Values, o: Values) -> bool:
    """Whether all rows are ignored or have weight 0."""
    return not bool(weights_that_count(torch, a, o)[1].any())


def dense(torch: Any, a: Values, o: Values) -> Any:
    return torch.nn.functional.linear(a["x"], a["w"], a["b"])


def dense_cross_entropy(torch: Any, a: Values, o: Values) -> Any:
    return torch.nn.functional.cross_entropy(dense(torch, a, o), a["t"], reduction="none")


def squared_error(torch: Any, a: Values, o: Values, reduction: str) -> Any:
    return torch.nn.functional.mse_loss(a["x"], a["t"], reduction=reduction)


def sgd_step(torch: Any, a: Values, o: Values) -> Any:
    """Momentum 1 of an optimiser whose last step is already multiplied by it: PyTorch refuses negative ones.

    ``differentiable`` lets autograd follow the step.
    """
    w = a["w"].clone()
    step = torch.optim.SGD([w], lr=o["lr"], momentum=1.0, differentiable=True)
    step.state[w]["momentum_buffer"] = o["momentum"] * a["velocity"]
    w.grad = a["grad"]
    step.step()
    return w, step.state[w]["momentum_buffer"]


def of_x(name: str, **fixed: Any) -> Forward:
    """A function of PyTorch that takes x alone."""
    return lambda torch, a, o: getattr(torch.nn.functional, name)(a["x"], **fixed)


NORMALISATIONS: Mapping[str, Forward] = {
    **dict.fromkeys(("batch_norm_features", "batch_norm1d", "batch_norm", "batch_norm3d"), batch_norm),
    "batch_norm_features_inference": batch_norm_inference,
    "batch_norm1d_inference": batch_norm_inference,
    "batch_norm_inference": batch_norm_inference,
    "batch_norm3d_inference": batch_norm_inference,
    "layer_norm": layer_norm,
    "layer_norm2d": layer_norm,
    "instance_norm": instance_norm,
    "group_norm": group_norm,
    "local_response_norm": response_norm,
    "local_response_norm_mean": response_norm_mean,
    "conv_batch_norm_relu": conv_batch_norm_relu,
}

ACTIVATIONS: Mapping[str, Forward] = {
    "relu": of_x("relu"),
    "leaky_relu": lambda torch, a, o: torch.nn.functional.leaky_relu(a["x"], o["slope"]),
    "prelu": lambda torch, a, o: torch.nn.functional.prelu(a["x"], a["a"]),
    "elu": lambda torch, a, o: torch.nn.functional.elu(a["x"], o["alpha"]),
    "selu": selu,
    "gelu": of_x("gelu"),
    "gelu_tanh": of_x("gelu", approximate="tanh"),
    "softplus": softplus,
    "silu": of_x("silu"),
    "mish": of_x("mish"),
    "hard_sigmoid": hard_sigmoid,
    "hard_swish": of_x("hardswish"),
    "sigmoid": of_x("sigmoid"),
    "tanh": of_x("tanh"),
    "softsign": of_x("softsign"),
    "softmax": of_x("softmax", dim=1),
    "log_softmax": of_x("log_softmax", dim=1),
}

LOSSES: Mapping[str, Forward] = {
    "cross_entropy": lambda torch, a, o: torch.nn.functional.cross_entropy(a["x"], a["t"], reduction="none"),
    "cross_entropy_weighted": partial(cross_entropy, reduction="none"),
    "cross_entropy_sum": partial(cross_entropy, reduction="sum"),
    "cross_entropy_mean": partial(cross_entropy, reduction="mean"),
    "mse_loss": partial(squared_error, reduction="mean"),
    "mse_loss_sum": partial(squared_error, reduction="sum"),
    "squared_error_loss": partial(squared_error, reduction="none"),
}

POINTWISE: Mapping[str, Forward] = {
    **NORMALISATIONS,
    **ACTIVATIONS,
    **LOSSES,
    "dense": dense,
    "flatten": lambda torch, a, o: torch.flatten(a["x"], 1),
    "dense_cross_entropy": dense_cross_entropy,
    "sgd_step": sgd_step,
}

__all__ = ["POINTWISE", "nothing_counts", "weights_that_count"]
