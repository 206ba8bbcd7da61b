"""The types of hard_sigmoid, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    x: Array

class Residuals(NamedTuple):
    ...

@overload
def forward(
    x: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[False] = False,
    low: float = -3.0,
    high: float = 3.0,
) -> Array: ...

@overload
def forward(
    x: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[True],
    low: float = -3.0,
    high: float = 3.0,
) -> tuple[Array, Residuals]: ...

def vjp_x(
    dy: ArrayLike,
    x: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    low: float = -3.0,
    high: float = 3.0,
) -> Array: ...

def vjp(
    dy: ArrayLike,
    x: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    low: float = -3.0,
    high: float = 3.0,
) -> Gradients: ...

def jvp(
    x: ArrayLike,
    *,
    x_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
    low: float = -3.0,
    high: float = 3.0,
) -> Array: ...
