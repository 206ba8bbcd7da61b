"""The types of dense_cross_entropy, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    x: Array
    w: Array
    b: Array

class Residuals(NamedTuple):
    score: Array
    loss_m: Array
    loss_s: Array

@overload
def forward(
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    out: Array | None = None,
    save: Literal[False] = False,
) -> Array: ...

@overload
def forward(
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    out: Array | None = None,
    save: Literal[True],
) -> tuple[Array, Residuals]: ...

def vjp_x(
    dloss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
) -> Array: ...

def vjp_w(
    dloss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
) -> Array: ...

def vjp_b(
    dloss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
) -> Array: ...

def vjp(
    dloss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
) -> Gradients: ...

def jvp(
    x: ArrayLike,
    t: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    x_dot: ArrayLike | None = None,
    w_dot: ArrayLike | None = None,
    b_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
) -> Array: ...
