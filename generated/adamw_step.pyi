"""The types of adamw_step, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    w: Array
    grad: Array
    mean: Array
    square: Array

class Residuals(NamedTuple):
    ...

@overload
def forward(
    w: ArrayLike,
    grad: ArrayLike,
    mean: ArrayLike | None = None,
    square: ArrayLike | None = None,
    *,
    out: Sequence[Array | None] | None = None,
    save: Literal[False] = False,
    lr: float = 0.001,
    rho1: float = 0.1,
    rho2: float = 0.001,
    step: int,
    eps: float = 1e-08,
    weight_decay: float = 0.01,
) -> tuple[Array, Array, Array]: ...

@overload
def forward(
    w: ArrayLike,
    grad: ArrayLike,
    mean: ArrayLike | None = None,
    square: ArrayLike | None = None,
    *,
    out: Sequence[Array | None] | None = None,
    save: Literal[True],
    lr: float = 0.001,
    rho1: float = 0.1,
    rho2: float = 0.001,
    step: int,
    eps: float = 1e-08,
    weight_decay: float = 0.01,
) -> tuple[tuple[Array, Array, Array], Residuals]: ...

def vjp_w(
    dnew_w: ArrayLike,
    dnew_mean: ArrayLike,
    dnew_square: ArrayLike,
    w: ArrayLike,
    grad: ArrayLike,
    mean: ArrayLike | None = None,
    square: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    lr: float = 0.001,
    rho1: float = 0.1,
    rho2: float = 0.001,
    step: int,
    eps: float = 1e-08,
    weight_decay: float = 0.01,
) -> Array: ...

def vjp_grad(
    dnew_w: ArrayLike,
    dnew_mean: ArrayLike,
    dnew_square: ArrayLike,
    w: ArrayLike,
    grad: ArrayLike,
    mean: ArrayLike | None = None,
    square: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    lr: float = 0.001,
    rho1: float = 0.1,
    rho2: float = 0.001,
    step: int,
    eps: float = 1e-08,
    weight_decay: float = 0.01,
) -> Array: ...

def vjp_mean(
    dnew_w: ArrayLike,
    dnew_mean: ArrayLike,
    dnew_square: ArrayLike,
    w: ArrayLike,
    grad: ArrayLike,
    mean: ArrayLike | None = None,
    square: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    lr: float = 0.001,
    rho1: float = 0.1,
    rho2: float = 0.001,
    step: int,
    eps: float = 1e-08,
    weight_decay: float = 0.01,
) -> Array: ...

def vjp_square(
    dnew_w: ArrayLike,
    dnew_mean: ArrayLike,
    dnew_square: ArrayLike,
    w: ArrayLike,
    grad: ArrayLike,
    mean: ArrayLike | None = None,
    square: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    lr: float = 0.001,
    rho1: float = 0.1,
    rho2: float = 0.001,
    step: int,
    eps: float = 1e-08,
    weight_decay: float = 0.01,
) -> Array: ...

def vjp(
    dnew_w: ArrayLike,
    dnew_mean: ArrayLike,
    dnew_square: ArrayLike,
    w: ArrayLike,
    grad: ArrayLike,
    mean: ArrayLike | None = None,
    square: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    lr: float = 0.001,
    rho1: float = 0.1,
    rho2: float = 0.001,
    step: int,
    eps: float = 1e-08,
    weight_decay: float = 0.01,
) -> Gradients: ...

def jvp(
    w: ArrayLike,
    grad: ArrayLike,
    mean: ArrayLike | None = None,
    square: ArrayLike | None = None,
    *,
    w_dot: ArrayLike | None = None,
    grad_dot: ArrayLike | None = None,
    mean_dot: ArrayLike | None = None,
    square_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
    lr: float = 0.001,
    rho1: float = 0.1,
    rho2: float = 0.001,
    step: int,
    eps: float = 1e-08,
    weight_decay: float = 0.01,
) -> tuple[Array, Array, Array]: ...
