"""The types of grid_sample3d, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    x: Array
    grid: Array

class Residuals(NamedTuple):
    ...

@overload
def forward(
    x: ArrayLike,
    grid: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[False] = False,
    align_corners: int = 0,
    padding: int = 0,
) -> Array: ...

@overload
def forward(
    x: ArrayLike,
    grid: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[True],
    align_corners: int = 0,
    padding: int = 0,
) -> tuple[Array, Residuals]: ...

def vjp_x(
    dy: ArrayLike,
    x: ArrayLike,
    grid: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    align_corners: int = 0,
    padding: int = 0,
) -> Array: ...

def vjp_grid(
    dy: ArrayLike,
    x: ArrayLike,
    grid: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    align_corners: int = 0,
    padding: int = 0,
) -> Array: ...

def vjp(
    dy: ArrayLike,
    x: ArrayLike,
    grid: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    align_corners: int = 0,
    padding: int = 0,
) -> Gradients: ...

def jvp(
    x: ArrayLike,
    grid: ArrayLike,
    *,
    x_dot: ArrayLike | None = None,
    grid_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
    align_corners: int = 0,
    padding: int = 0,
) -> Array: ...
