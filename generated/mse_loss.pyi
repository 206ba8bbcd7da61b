"""The types of mse_loss, for type checkers and editors; made by `chainrule generate`, do not edit."""

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
) -> Array: ...

@overload
def forward(
    x: ArrayLike,
    t: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[True],
) -> tuple[Array, Residuals]: ...

def vjp_x(
    dloss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
) -> Array: ...

def vjp_t(
    dloss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
) -> Array: ...

def vjp(
    dloss: ArrayLike,
    x: ArrayLike,
    t: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
) -> Gradients: ...

def jvp(
    x: ArrayLike,
    t: ArrayLike,
    *,
    x_dot: ArrayLike | None = None,
    t_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
) -> Array: ...
