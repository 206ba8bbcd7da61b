"""The types of momentum_step, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    w: Array
    grad: Array
    velocity: Array

class Residuals(NamedTuple):
    ...

@overload
def forward(
    w: ArrayLike,
    grad: ArrayLike,
    velocity: ArrayLike | None = None,
    *,
    out: Sequence[Array | None] | None = None,
    save: Literal[False] = False,
    lr: float = 0.01,
    momentum: float = 0.0,
    dampening: float = 0.0,
    weight_decay: float = 0.0,
    nesterov: int = 0,
) -> tuple[Array, Array]: ...

@overload
def forward(
    w: ArrayLike,
    grad: ArrayLike,
    velocity: ArrayLike | None = None,
    *,
    out: Sequence[Array | None] | None = None,
    save: Literal[True],
    lr: float = 0.01,
    momentum: float = 0.0,
    dampening: float = 0.0,
    weight_decay: float = 0.0,
    nesterov: int = 0,
) -> tuple[tuple[Array, Array], Residuals]: ...

def vjp_w(
    dnew_w: ArrayLike,
    dnew_velocity: ArrayLike,
    w: ArrayLike,
    grad: ArrayLike,
    velocity: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    lr: float = 0.01,
    momentum: float = 0.0,
    dampening: float = 0.0,
    weight_decay: float = 0.0,
    nesterov: int = 0,
) -> Array: ...

def vjp_grad(
    dnew_w: ArrayLike,
    dnew_velocity: ArrayLike,
    w: ArrayLike,
    grad: ArrayLike,
    velocity: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    lr: float = 0.01,
    momentum: float = 0.0,
    dampening: float = 0.0,
    weight_decay: float = 0.0,
    nesterov: int = 0,
) -> Array: ...

def vjp_velocity(
    dnew_w: ArrayLike,
    dnew_velocity: ArrayLike,
    w: ArrayLike,
    grad: ArrayLike,
    velocity: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    lr: float = 0.01,
    momentum: float = 0.0,
    dampening: float = 0.0,
    weight_decay: float = 0.0,
    nesterov: int = 0,
) -> Array: ...

def vjp(
    dnew_w: ArrayLike,
    dnew_velocity: ArrayLike,
    w: ArrayLike,
    grad: ArrayLike,
    velocity: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    lr: float = 0.01,
    momentum: float = 0.0,
    dampening: float = 0.0,
    weight_decay: float = 0.0,
    nesterov: int = 0,
) -> Gradients: ...

def jvp(
    w: ArrayLike,
    grad: ArrayLike,
    velocity: ArrayLike | None = None,
    *,
    w_dot: ArrayLike | None = None,
    grad_dot: ArrayLike | None = None,
    velocity_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
    lr: float = 0.01,
    momentum: float = 0.0,
    dampening: float = 0.0,
    weight_decay: float = 0.0,
    nesterov: int = 0,
) -> tuple[Array, Array]: ...
