"""What PyTorch calls the layers beyond the notes, called as the layers are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codegen.verification.oracles.torch_pointwise import weights_that_count
from codegen.verification.oracles.torch_windows import Forward, padded, sides

Values = Mapping[str, Any]


def of_x(name: str) -> Forward:
    """A function of ``torch.nn.functional`` that takes x, then the options in their order."""
    return lambda torch, a, o: getattr(torch.nn.functional, name)(a["x"], *o.values())


def halves(torch: Any, a: Values, gate: Callable[..., Any]) -> Any:
    first, second = a["x"].chunk(2, dim=1)
    return gate(first) * second


def bce(torch: Any, a: Values, o: Values) -> Any:
    """Composed: PyTorch's own refuses what is no probability."""
    here, there = (one.clamp(min=o["eps"]).log() for one in (a["x"], 1 - a["x"]))
    return -a["t"] * here - (1 - a["t"]) * there


def kl_div(torch: Any, a: Values, o: Values) -> Any:
    """PyTorch's where the target is positive; elsewhere its derivative towards the target is not finite."""
    t = torch.where(a["t"] > 0, a["t"], torch.ones_like(a["t"]))
    found = torch.nn.functional.kl_div(a["x"], t, reduction="none")
    return torch.where(a["t"] > 0, found, torch.zeros_like(found))


def hinge(torch: Any, a: Values, o: Values) -> Any:
    return torch.relu(o["margin"] - a["t"] * a["x"])


def soft_margin(torch: Any, a: Values, o: Values) -> Any:
    """PyTorch's own overflows and has no derivative towards the target."""
    return -torch.nn.functional.logsigmoid(a["t"] * a["x"])


def each(torch: Any, name: str, a: Values, **options: Any) -> Any:
    """A loss of ``torch.nn.functional`` per element."""
    return getattr(torch.nn.functional, name)(a["x"], a["t"], reduction="none", **options)


def pad(mode: str) -> Forward:
    """PyTorch counts the axes from the last one."""

    def forward(torch: Any, a: Values, o: Values) -> Any:
        pairs = list(zip(*sides(o["padding"]), strict=True))
        return torch.nn.functional.pad(a["x"], [v for pair in reversed(pairs) for v in pair], mode)

    return forward


def constant_pad(torch: Any, a: Values, o: Values) -> Any:
    return padded(torch, a["x"], o["padding"], o["value"])


def circular(torch: Any, a: Values, o: Values) -> Any:
    """By rows: PyTorch's own repeats an image once at most."""
    x = a["x"]
    for axis, (p, q) in enumerate(zip(*sides(o["padding"]), strict=True), start=2):
        extent = x.shape[axis]
        x = x.index_select(axis, torch.arange(-p, extent + q) % extent)
    return x


def windows(torch: Any, name: str, x: Any, o: Values, *size: Any) -> Any:
    """PyTorch pads both sides alike, so the images that it sees are padded here."""
    return getattr(torch.nn.functional, name)(x, *size, o["kernel"], o["dilation"], 0, o["stride"])


def fold(torch: Any, a: Values, o: Values) -> Any:
    """On a canvas with its border, which is cut off."""
    before, after = sides(o["padding"])
    canvas = [n + p + q for n, p, q in zip(o["size"], before, after, strict=True)]
    y = windows(torch, "fold", a["x"], o, canvas)
    return padded(torch, y, [-p for p in o["padding"]])


LOSSES: Mapping[str, Forward] = {
    "l1_loss": lambda torch, a, o: each(torch, "l1_loss", a),
    "smooth_l1_loss": lambda torch, a, o: each(torch, "smooth_l1_loss", a, **o),
    "huber_loss": lambda torch, a, o: each(torch, "huber_loss", a, **o),
    "bce_loss": bce,
    "bce_with_logits_loss": lambda torch, a, o: each(torch, "binary_cross_entropy_with_logits", a),
    "kl_div_loss": kl_div,
    "hinge_loss": hinge,
    "soft_margin_loss": soft_margin,
}


def rms_normalise(torch: Any, a: Values, o: Values) -> Any:
    return torch.nn.functional.rms_norm(a["x"], a["x"].shape[1:], a["gamma"], o["eps"])


def lp_normalise(torch: Any, a: Values, o: Values) -> Any:
    """Composed: PyTorch's norm has another derivative at a row of zeros."""
    powers = a["x"].abs().pow(o["p"]).sum(dim=1, keepdim=True)
    there = powers > 0
    length = torch.where(there, torch.where(there, powers, 1.0).pow(1 / o["p"]), 0.0)
    return a["x"] / length.clamp(min=o["eps"])


def nll(torch: Any, a: Values, o: Values) -> Any:
    """Composed: PyTorch has no derivative towards class weights."""
    there, counts = weights_that_count(torch, a, o)
    return -counts * a["x"].gather(1, there[:, None])[:, 0], counts


def nll_mean(torch: Any, a: Values, o: Values) -> Any:
    return mean_of_rows(torch, *nll(torch, a, o))


def attention(torch: Any, a: Values, o: Values) -> Any:
    given = {"attn_mask": a["mask"]} if "mask" in a else {"is_causal": True}
    return torch.nn.functional.scaled_dot_product_attention(a["q"], a["k"], a["v"], **given)


def momentum_step(torch: Any, a: Values, o: Values) -> Any:
    """By hand: PyTorch refuses negative numbers, and momentum 0 beside Nesterov's step."""
    pull = a["grad"] + o["weight_decay"] * a["w"]
    velocity = o["momentum"] * a["velocity"] + (1 - o["dampening"]) * pull
    return a["w"] - o["lr"] * (pull + o["momentum"] * velocity if o["nesterov"] else velocity), velocity


def adam(torch: Any, a: Values, o: Values, grad: Any) -> Any:
    """By hand: PyTorch's root has no derivative at 0."""
    kept, kept_square = 1 - o["rho1"], 1 - o["rho2"]
    mean = kept * a["mean"] + o["rho1"] * grad
    square = kept_square * a["square"] + o["rho2"] * grad**2
    there = square > 0
    root = (
        torch.where(there, torch.where(there, square, 1.0).sqrt(), 0.0)
        / (1 - kept_square ** o["step"]) ** 0.5
    )
    return -o["lr"] * mean / (1 - kept ** o["step"]) / (root + o["eps"]), mean, square


def adam_step(torch: Any, a: Values, o: Values) -> Any:
    step, *rest = adam(torch, a, o, a["grad"] + o["weight_decay"] * a["w"])
    return a["w"] + step, *rest


def adamw_step(torch: Any, a: Values, o: Values) -> Any:
    step, *rest = adam(torch, a, o, a["grad"])
    return a["w"] * (1 - o["lr"] * o["weight_decay"]) + step, *rest


def soft(torch: Any, a: Values, o: Values, t: Any) -> Any:
    """Composed: PyTorch has no derivative towards class weights."""
    shares = (1 - o["label_smoothing"]) * t + o["label_smoothing"] / a["x"].shape[1]
    return -(a["w"] * shares * torch.log_softmax(a["x"], dim=1)).sum(dim=1)


def smoothed(torch: Any, a: Values, o: Values) -> Any:
    there, counts = weights_that_count(torch, a, o)
    losses = soft(torch, a, o, torch.nn.functional.one_hot(there, a["x"].shape[1]).to(a["x"].dtype))
    return torch.where(a["t"] != o["ignore_index"], losses, 0.0), counts


def mean_of_rows(torch: Any, losses: Any, counts: Any) -> Any:
    whole = counts.sum()
    return torch.where(whole != 0, losses.sum() / torch.where(whole != 0, whole, 1.0), 0.0)


def averaged(f: Forward) -> Forward:
    return lambda torch, a, o: f(torch, a, o).mean()


BEYOND: Mapping[str, Forward] = {
    "hardtanh": of_x("hardtanh"),
    "relu6": of_x("relu6"),
    "threshold": of_x("threshold"),
    "hard_shrink": of_x("hardshrink"),
    "soft_shrink": of_x("softshrink"),
    "tanh_shrink": of_x("tanhshrink"),
    "celu": of_x("celu"),
    "log_sigmoid": of_x("logsigmoid"),
    "glu": lambda torch, a, o: torch.nn.functional.glu(a["x"], dim=1),
    "swiglu": lambda torch, a, o: halves(torch, a, torch.nn.functional.silu),
    "geglu": lambda torch, a, o: halves(torch, a, torch.nn.functional.gelu),
    **{f"constant_pad{rank}d": constant_pad for rank in (1, 2, 3)},
    **{f"{mode}_pad{rank}d": pad(mode) for mode in ("reflect", "replicate") for rank in (1, 2, 3)},
    **{f"circular_pad{rank}d": circular for rank in (1, 2, 3)},
    "pixel_shuffle": of_x("pixel_shuffle"),
    "pixel_unshuffle": of_x("pixel_unshuffle"),
    "channel_shuffle": lambda torch, a, o: torch.channel_shuffle(a["x"], o["groups"]),
    "unfold2d": lambda torch, a, o: windows(torch, "unfold", padded(torch, a["x"], o["padding"]), o),
    "fold2d": fold,
    "embedding": lambda torch, a, o: torch.nn.functional.embedding(a["t"], a["w"]),
    "rms_normalise": rms_normalise,
    "lp_normalise": lp_normalise,
    "nll_loss": nll_mean,
    "nll_loss_sum": lambda torch, a, o: nll(torch, a, o)[0].sum(),
    "nll_loss_each": lambda torch, a, o: nll(torch, a, o)[0],
    "attention": attention,
    "causal_attention": attention,
    "momentum_step": momentum_step,
    "adam_step": adam_step,
    "adamw_step": adamw_step,
    "softplus_linear": of_x("softplus"),
    "prelu_shared": lambda torch, a, o: torch.nn.functional.prelu(a["x"], a["a"].reshape(1)),
    "soft_cross_entropy": lambda torch, a, o: soft(torch, a, o, a["t"]).mean(),
    "soft_cross_entropy_each": lambda torch, a, o: soft(torch, a, o, a["t"]),
    "smoothed_cross_entropy": lambda torch, a, o: mean_of_rows(torch, *smoothed(torch, a, o)),
    "smoothed_cross_entropy_each": lambda torch, a, o: smoothed(torch, a, o)[0],
    **{f"{name}_each": f for name, f in LOSSES.items()},
    **{name: averaged(f) for name, f in LOSSES.items()},
}

__all__ = ["BEYOND"]
