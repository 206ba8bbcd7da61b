"""The types of embedding, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    w: Array

class Residuals(NamedTuple):
    ...

@overload
def forward(
    t: ArrayLike,
    w: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[False] = False,
) -> Array: ...

@overload
def forward(
    t: ArrayLike,
    w: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[True],
) -> tuple[Array, Residuals]: ...

def vjp_w(
    dy: ArrayLike,
    t: ArrayLike,
    w: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
) -> Array: ...

def vjp(
    dy: ArrayLike,
    t: ArrayLike,
    w: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
) -> Gradients: ...

def jvp(
    t: ArrayLike,
    w: ArrayLike,
    *,
    w_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
) -> Array: ...
