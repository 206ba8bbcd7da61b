"""Transforms of users: cosines of the indices, and sampling as a sum over all pixels."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from codegen.apps.user_models.entry import UserModel
from derive.notation import Abs, Layer, cos, define, index, larger, pi, sizes, tensor, total

N, C, H, W = sizes("N C H W")
n, c, i, j, k, l = (
    index("n", N), index("c", C), index("i", H), index("j", W), index("k", H), index("l", W),
)  # fmt: skip
p, q = index("p", H), index("q", W)


def _cosine_transform_2d() -> Layer:
    x, y = tensor("x", n, i, j), tensor("y", n, k, l)
    basis = cos(pi * (2 * i + 1) * k / (2 * H)) * cos(pi * (2 * j + 1) * l / (2 * W))
    return Layer(
        "cosine_transform_2d", [define(y[n, k, l], total(x[n, i, j] * basis, over=(i, j)))], wrt=(x,)
    )


def _cosine_transform_2d_torch(torch: Any, given: Mapping[str, Any]) -> Any:
    def basis(length: int) -> Any:
        at = torch.arange(length, dtype=given["x"].dtype)
        return torch.cos(math.pi * (2 * at[None, :] + 1) * at[:, None] / (2 * length))

    x = given["x"]
    return basis(x.shape[1]) @ x @ basis(x.shape[2]).T


def _spatial_transformer() -> Layer:
    x, y = tensor("x", n, c, i, j), tensor("y", n, c, p, q)
    theta = tensor("theta", n, index("r", 2), index("s", 3))
    row, column = tensor("row", n, p, q), tensor("column", n, p, q)

    def place(r: int) -> Any:
        return theta[n, r, 0] * p + theta[n, r, 1] * q + theta[n, r, 2]

    hats = larger(0, 1 - Abs(row[n, p, q] - i)) * larger(0, 1 - Abs(column[n, p, q] - j))
    return Layer(
        "spatial_transformer",
        [
            define(row[n, p, q], place(0)),
            define(column[n, p, q], place(1)),
            define(y[n, c, p, q], total(x[n, c, i, j] * hats, over=(i, j))),
        ],
        wrt=(x, theta),
    )


def _spatial_transformer_torch(torch: Any, given: Mapping[str, Any]) -> Any:
    x, theta = given["x"], given["theta"]
    h, w = x.shape[2:]
    p_, q_ = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")
    at = torch.stack([p_, q_, torch.ones_like(p_)], -1).to(x.dtype)
    row, column = (torch.einsum("pqs,ns->npq", at, theta[:, r]) for r in (0, 1))
    grid = torch.stack([2 * column / (w - 1) - 1, 2 * row / (h - 1) - 1], -1)
    return torch.nn.functional.grid_sample(x, grid, align_corners=True)


SAMPLED = (
    UserModel(
        _cosine_transform_2d(),
        {"N": 16, "H": 64, "W": 64},
        {"N": 2, "H": 7, "W": 9},
        _cosine_transform_2d_torch,
    ),
    UserModel(
        _spatial_transformer(),
        {"N": 4, "C": 16, "H": 32, "W": 32},
        {"N": 2, "C": 3, "H": 7, "W": 9},
        _spatial_transformer_torch,
    ),
)

__all__ = ["SAMPLED"]
