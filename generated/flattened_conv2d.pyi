"""The types of flattened_conv2d, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    x: Array
    w_channel: Array
    w_column: Array
    w_row: Array
    b: Array

class Residuals(NamedTuple):
    z: Array
    y_t: Array

@overload
def forward(
    x: ArrayLike,
    w_channel: ArrayLike,
    w_column: ArrayLike,
    w_row: ArrayLike,
    b: ArrayLike | None = None,
    *,
    out: Array | None = None,
    save: Literal[False] = False,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
) -> Array: ...

@overload
def forward(
    x: ArrayLike,
    w_channel: ArrayLike,
    w_column: ArrayLike,
    w_row: ArrayLike,
    b: ArrayLike | None = None,
    *,
    out: Array | None = None,
    save: Literal[True],
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
) -> tuple[Array, Residuals]: ...

def vjp_x(
    dy: ArrayLike,
    x: ArrayLike,
    w_channel: ArrayLike,
    w_column: ArrayLike,
    w_row: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
) -> Array: ...

def vjp_w_channel(
    dy: ArrayLike,
    x: ArrayLike,
    w_channel: ArrayLike,
    w_column: ArrayLike,
    w_row: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
) -> Array: ...

def vjp_w_column(
    dy: ArrayLike,
    x: ArrayLike,
    w_channel: ArrayLike,
    w_column: ArrayLike,
    w_row: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
) -> Array: ...

def vjp_w_row(
    dy: ArrayLike,
    x: ArrayLike,
    w_channel: ArrayLike,
    w_column: ArrayLike,
    w_row: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
) -> Array: ...

def vjp_b(
    dy: ArrayLike,
    x: ArrayLike,
    w_channel: ArrayLike,
    w_column: ArrayLike,
    w_row: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
) -> Array: ...

def vjp(
    dy: ArrayLike,
    x: ArrayLike,
    w_channel: ArrayLike,
    w_column: ArrayLike,
    w_row: ArrayLike,
    b: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
) -> Gradients: ...

def jvp(
    x: ArrayLike,
    w_channel: ArrayLike,
    w_column: ArrayLike,
    w_row: ArrayLike,
    b: ArrayLike | None = None,
    *,
    x_dot: ArrayLike | None = None,
    w_channel_dot: ArrayLike | None = None,
    w_column_dot: ArrayLike | None = None,
    w_row_dot: ArrayLike | None = None,
    b_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
    stride: int | Sequence[int] = 1,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
) -> Array: ...
