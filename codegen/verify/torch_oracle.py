"""PyTorch as a differential oracle: what it calls the layers of the catalogue (data of an oracle).

Deformable convolution is composed of torch operations here, so that its automatic differentiation
knows nothing of the closed forms.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from codegen.verify.cases import Case
from codegen.verify.checks import LIMIT, Pulled, Subject, along, around, pulled, tolerance
from codegen.verify.report import Outcome, Verdict, compare, worst

Forward = Callable[[Any, Mapping[str, Any], Mapping[str, Any]], Any]


def _pad(torch: Any, x: Any, o: Mapping[str, Any], value: float = 0.0) -> Any:
    top, bottom, left, right = o["padding"]
    return torch.nn.functional.pad(x, (left, right, top, bottom), value=value)


def _conv2d(torch: Any, a: Mapping[str, Any], o: Mapping[str, Any]) -> Any:
    rest = {k: o[k] for k in ("stride", "dilation", "groups")}
    return torch.nn.functional.conv2d(_pad(torch, a["x"], o), a["w"], a["b"], **rest)


def _max_pool2d(torch: Any, a: Mapping[str, Any], o: Mapping[str, Any]) -> Any:
    padded = _pad(torch, a["x"], o, value=-float("inf"))
    return torch.nn.functional.max_pool2d(padded, o["kernel"], o["stride"], dilation=o["dilation"])


def _avg_pool2d(torch: Any, a: Mapping[str, Any], o: Mapping[str, Any]) -> Any:
    return torch.nn.functional.avg_pool2d(_pad(torch, a["x"], o), o["kernel"], o["stride"])


def _batch_norm(torch: Any, a: Mapping[str, Any], o: Mapping[str, Any]) -> Any:
    mean, var = a["running_mean"].clone(), a["running_var"].clone()
    scale = a["gamma"], a["beta"]
    return torch.nn.functional.batch_norm(a["x"], mean, var, *scale, True, o["momentum"], o["eps"])


def _batch_norm_inference(torch: Any, a: Mapping[str, Any], o: Mapping[str, Any]) -> Any:
    scale = a["running_mean"], a["running_var"], a["gamma"], a["beta"]
    return torch.nn.functional.batch_norm(a["x"], *scale, False, 0.0, o["eps"])


def _deform_conv2d(torch: Any, a: Mapping[str, Any], o: Mapping[str, Any]) -> Any:
    """Bilinear sampling by four look-ups in an image that is padded far enough, then one contraction."""
    x, w, n, (rows, columns) = a["x"], a["w"], a["x"].shape[0], a["x"].shape[2:]
    (kh, kw), (oh, ow), e = w.shape[2:], a["offset"].shape[2:], o["offset_groups"]
    i, j = torch.arange(oh).view(oh, 1), torch.arange(ow).view(1, ow)
    u, v = torch.arange(kh).view(kh, 1, 1, 1), torch.arange(kw).view(1, kw, 1, 1)
    offset = a["offset"].view(n, e, kh, kw, 2, oh, ow)
    y = o["stride"][0] * i + o["dilation"][0] * u - o["padding"][0] + offset[:, :, :, :, 0]
    z = o["stride"][1] * j + o["dilation"][1] * v - o["padding"][2] + offset[:, :, :, :, 1]
    sampled = torch.zeros(())
    image = x.view(n, e, -1, rows * columns)
    for dy in (0, 1):
        for dz in (0, 1):
            r, c = torch.floor(y.detach()) + dy, torch.floor(z.detach()) + dz
            weight = (1 - (y - r).abs()) * (1 - (z - c).abs())
            inside = (r >= 0) & (r < rows) & (c >= 0) & (c < columns)
            at = (r.clamp(0, rows - 1) * columns + c.clamp(0, columns - 1)).long().view(n, e, 1, -1)
            value = torch.gather(image, 3, at.expand(-1, -1, image.shape[2], -1))
            value = value.view(n, e, image.shape[2], kh, kw, oh, ow)
            sampled = sampled + value * (weight * inside)[:, :, None]
    sampled = sampled * a["mask"].view(n, e, 1, kh, kw, oh, ow)
    g = o["groups"]
    taps, filters = sampled.reshape(n, g, -1, kh, kw, oh, ow), w.view(g, -1, *w.shape[1:])
    made = torch.einsum("ngcuvij,gocuv->ngoij", taps, filters)
    return made.reshape(n, -1, oh, ow) + a["b"].view(1, -1, 1, 1)


ORACLES: Mapping[str, Forward] = {
    "dense": lambda torch, a, o: torch.nn.functional.linear(a["x"], a["w"], a["b"]),
    "conv2d": _conv2d,
    "relu": lambda torch, a, o: torch.nn.functional.relu(a["x"]),
    "max_pool2d": _max_pool2d,
    "avg_pool2d": _avg_pool2d,
    "batch_norm": _batch_norm,
    "batch_norm_inference": _batch_norm_inference,
    "cross_entropy": lambda torch, a, o: torch.nn.functional.cross_entropy(a["x"], a["t"], reduction="none"),
    "deform_conv2d": _deform_conv2d,
}


def installed() -> bool:
    return importlib.util.find_spec("torch") is not None


def applies(subject: Subject) -> bool:
    """Only for the very layers that the table means, not for another one of the same name."""
    from derive.layers import LAYERS

    return subject.layer.name in ORACLES and any(subject.layer is known for known in LAYERS) and installed()


def differential(case: Case, subject: Subject) -> Outcome:
    """Forward and gradient against PyTorch in float64; where the two are known to differ, nothing is said."""
    if disagreement(case):
        return Outcome(Verdict.INCONCLUSIVE, detail=disagreement(case))
    import torch

    given = {k: torch.tensor(v) for k, v in case.arrays.items()}
    x = given[subject.tensor.name].requires_grad_()
    y = ORACLES[subject.layer.name](torch, given, case.options)
    output = subject.layer.outputs[0]
    made, bound = subject.kernels.forward(case)[output.name], around(case.forward[output.name])
    values = y.detach().numpy()
    scale = float(np.max(np.abs(values), initial=2.0**-10, where=np.isfinite(values)))
    first = compare(made, values, bound, scale, LIMIT, output.name)
    u = torch.tensor(case.cotangents()[output.name])
    torch.where(torch.isfinite(y.detach()), y * u, torch.zeros(())).sum().backward()
    columns = case.directions(subject.tensor)
    found, error = along(subject.kernels.vjp(case, subject.tensor), columns)
    wanted, _ = along(x.grad.numpy(), columns)
    reference = pulled(case, subject.tensor, columns)
    side = Pulled(wanted, reference.error, reference.size)
    regular = np.isfinite(wanted) & np.isfinite(side.error)
    limit = tolerance((side.error + error)[regular])
    size = float(np.max(side.size[regular], initial=0.0))
    second = compare(
        found[regular], wanted[regular], limit, size, LIMIT, f"d{subject.tensor.name} in direction "
    )
    return worst([first, second])


def disagreement(case: Case) -> str:
    """The stated conventions in which PyTorch differs, or its refusals."""
    name, style = case.layer.name, case.style
    if name == "batch_norm" and case.symbols[next(iter(case.layer.sizes))] == 1:
        return "PyTorch refuses statistics of a single value"
    if name == "deform_conv2d" and style != "dyadic":
        return "at integer positions the composed |.| has another subgradient"
    return ""


__all__ = ["ORACLES", "applies", "differential", "disagreement", "installed"]
