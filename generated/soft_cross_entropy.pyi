"""The types of soft_cross_entropy, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    x: Array
    t: Array
    w: Array

class Residuals(NamedTuple):
    m: Array
    s: Array

@overload
def forward(
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike | None = None,
    *,
    out: Array | None = None,
    save: Literal[False] = False,
    label_smoothing: float = 0.0,
) -> Array: ...

@overload
def forward(
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike | None = None,
    *,
    out: Array | None = None,
    save: Literal[True],
    label_smoothing: float = 0.0,
) -> tuple[Array, Residuals]: ...

def vjp_x(
    dmean_loss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    label_smoothing: float = 0.0,
) -> Array: ...

def vjp_t(
    dmean_loss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    label_smoothing: float = 0.0,
) -> Array: ...

def vjp_w(
    dmean_loss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    label_smoothing: float = 0.0,
) -> Array: ...

def vjp(
    dmean_loss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    label_smoothing: float = 0.0,
) -> Gradients: ...

def jvp(
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike | None = None,
    *,
    x_dot: ArrayLike | None = None,
    t_dot: ArrayLike | None = None,
    w_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
    label_smoothing: float = 0.0,
) -> Array: ...
