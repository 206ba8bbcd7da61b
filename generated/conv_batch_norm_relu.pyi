"""The types of conv_batch_norm_relu, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    x: Array
    w: Array
    gamma: Array
    beta: Array

class Residuals(NamedTuple):
    a: Array
    z_mu: Array
    z_var: Array

@overload
def forward(
    x: ArrayLike,
    w: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    running_mean: ArrayLike | None = None,
    running_var: ArrayLike | None = None,
    *,
    out: Sequence[Array | None] | None = None,
    save: Literal[False] = False,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
    eps: float = 1e-05,
    momentum: float = 0.1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> tuple[Array, Array, Array]: ...

@overload
def forward(
    x: ArrayLike,
    w: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    running_mean: ArrayLike | None = None,
    running_var: ArrayLike | None = None,
    *,
    out: Sequence[Array | None] | None = None,
    save: Literal[True],
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
    eps: float = 1e-05,
    momentum: float = 0.1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> tuple[tuple[Array, Array, Array], Residuals]: ...

def vjp_x(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    running_mean: ArrayLike | None = None,
    running_var: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
    eps: float = 1e-05,
    momentum: float = 0.1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> Array: ...

def vjp_w(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    running_mean: ArrayLike | None = None,
    running_var: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
    eps: float = 1e-05,
    momentum: float = 0.1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> Array: ...

def vjp_gamma(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    running_mean: ArrayLike | None = None,
    running_var: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
    eps: float = 1e-05,
    momentum: float = 0.1,
) -> Array: ...

def vjp_beta(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    running_mean: ArrayLike | None = None,
    running_var: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
    eps: float = 1e-05,
    momentum: float = 0.1,
) -> Array: ...

def vjp(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    running_mean: ArrayLike | None = None,
    running_var: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
    eps: float = 1e-05,
    momentum: float = 0.1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> Gradients: ...

def jvp(
    x: ArrayLike,
    w: ArrayLike,
    gamma: ArrayLike,
    beta: ArrayLike,
    running_mean: ArrayLike | None = None,
    running_var: ArrayLike | None = None,
    *,
    x_dot: ArrayLike | None = None,
    w_dot: ArrayLike | None = None,
    gamma_dot: ArrayLike | None = None,
    beta_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
    eps: float = 1e-05,
    momentum: float = 0.1,
) -> Array: ...
