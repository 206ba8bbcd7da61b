"""The types of cross_entropy_mean, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    x: Array
    w: Array

class Residuals(NamedTuple):
    m: Array
    s: Array
    all_weights: Array
    S1: Array

@overload
def forward(
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike | None = None,
    *,
    out: Array | None = None,
    save: Literal[False] = False,
    ignore_index: int = -100,
) -> Array: ...

@overload
def forward(
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike | None = None,
    *,
    out: Array | None = None,
    save: Literal[True],
    ignore_index: int = -100,
) -> tuple[Array, Residuals]: ...

def vjp_x(
    dmean_loss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    ignore_index: int = -100,
) -> Array: ...

def vjp_w(
    dmean_loss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    ignore_index: int = -100,
) -> Array: ...

def vjp(
    dmean_loss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    ignore_index: int = -100,
) -> Gradients: ...

def jvp(
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike | None = None,
    *,
    x_dot: ArrayLike | None = None,
    w_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
    ignore_index: int = -100,
) -> Array: ...
