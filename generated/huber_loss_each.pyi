"""The types of huber_loss_each, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    x: Array
    t: Array

class Residuals(NamedTuple):
    ...

@overload
def forward(
    x: ArrayLike,
    t: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[False] = False,
    delta: float = 1.0,
) -> Array: ...

@overload
def forward(
    x: ArrayLike,
    t: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[True],
    delta: float = 1.0,
) -> tuple[Array, Residuals]: ...

def vjp_x(
    dloss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    delta: float = 1.0,
) -> Array: ...

def vjp_t(
    dloss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    delta: float = 1.0,
) -> Array: ...

def vjp(
    dloss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    delta: float = 1.0,
) -> Gradients: ...

def jvp(
    x: ArrayLike,
    t: ArrayLike,
    *,
    x_dot: ArrayLike | None = None,
    t_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
    delta: float = 1.0,
) -> Array: ...
