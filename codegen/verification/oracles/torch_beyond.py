"""What PyTorch calls the layers beyond the notes, called as the layers are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codegen.verification.oracles.torch_windows import Forward

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
    **{f"{name}_each": f for name, f in LOSSES.items()},
    **{name: averaged(f) for name, f in LOSSES.items()},
}

__all__ = ["BEYOND"]
