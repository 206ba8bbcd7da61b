"""The types of lp_normalise, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    x: Array

class Residuals(NamedTuple):
    powers: Array

@overload
def forward(
    x: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[False] = False,
    p: float = 2.0,
    eps: float = 1e-12,
) -> Array: ...

@overload
def forward(
    x: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[True],
    p: float = 2.0,
    eps: float = 1e-12,
) -> tuple[Array, Residuals]: ...

def vjp_x(
    dy: ArrayLike,
    x: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    p: float = 2.0,
    eps: float = 1e-12,
) -> Array: ...

def vjp(
    dy: ArrayLike,
    x: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    p: float = 2.0,
    eps: float = 1e-12,
) -> Gradients: ...

def jvp(
    x: ArrayLike,
    *,
    x_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
    p: float = 2.0,
    eps: float = 1e-12,
) -> Array: ...
