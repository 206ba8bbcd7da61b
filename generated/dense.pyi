"""The types of dense, for type checkers and editors; made by `chainrule generate`, do not edit."""

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
    ...

@overload
def forward(
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    out: Array | None = None,
    save: Literal[False] = False,
) -> Array: ...

@overload
def forward(
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    out: Array | None = None,
    save: Literal[True],
) -> tuple[Array, Residuals]: ...

def vjp_x(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
) -> Array: ...

def vjp_w(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
) -> Array: ...

def vjp_b(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
) -> Array: ...

def vjp(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
) -> Gradients: ...

def jvp(
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    x_dot: ArrayLike | None = None,
    w_dot: ArrayLike | None = None,
    b_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
) -> Array: ...
