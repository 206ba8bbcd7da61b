"""The types of conv_transpose2d, for type checkers and editors; made by `chainrule generate`, do not edit."""

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
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    output_padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> Array: ...

@overload
def forward(
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    out: Array | None = None,
    save: Literal[True],
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    output_padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> tuple[Array, Residuals]: ...

def vjp_x(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    output_padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> Array: ...

def vjp_w(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    output_padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> Array: ...

def vjp_b(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    output_padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
) -> Array: ...

def vjp(
    dy: ArrayLike,
    x: ArrayLike,
    w: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    output_padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
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
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    output_padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    groups: int = 1,
) -> Array: ...
