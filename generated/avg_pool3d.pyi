"""The types of avg_pool3d, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    x: Array

class Residuals(NamedTuple):
    count_k: Array
    count_i: Array
    count_j: Array

@overload
def forward(
    x: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[False] = False,
    kernel: int | Sequence[int] = 2,
    stride: int | Sequence[int] = 2,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    ceil_mode: int = 0,
    count_include_pad: int = 1,
    divisor_override: int = 0,
) -> Array: ...

@overload
def forward(
    x: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[True],
    kernel: int | Sequence[int] = 2,
    stride: int | Sequence[int] = 2,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    ceil_mode: int = 0,
    count_include_pad: int = 1,
    divisor_override: int = 0,
) -> tuple[Array, Residuals]: ...

def vjp_x(
    dy: ArrayLike,
    x: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    kernel: int | Sequence[int] = 2,
    stride: int | Sequence[int] = 2,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    ceil_mode: int = 0,
    count_include_pad: int = 1,
    divisor_override: int = 0,
) -> Array: ...

def vjp(
    dy: ArrayLike,
    x: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    kernel: int | Sequence[int] = 2,
    stride: int | Sequence[int] = 2,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    ceil_mode: int = 0,
    count_include_pad: int = 1,
    divisor_override: int = 0,
) -> Gradients: ...

def jvp(
    x: ArrayLike,
    *,
    x_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
    kernel: int | Sequence[int] = 2,
    stride: int | Sequence[int] = 2,
    padding: int | Sequence[int] = 0,
    dilation: int | Sequence[int] = 1,
    ceil_mode: int = 0,
    count_include_pad: int = 1,
    divisor_override: int = 0,
) -> Array: ...
