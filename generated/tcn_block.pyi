"""The types of tcn_block, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    x: Array
    w1: Array
    b1: Array
    w2: Array
    b2: Array
    w3: Array
    b3: Array

class Residuals(NamedTuple):
    a1: Array
    a2: Array
    skip: Array

@overload
def forward(
    x: ArrayLike,
    w1: ArrayLike,
    b1: ArrayLike,
    w2: ArrayLike,
    b2: ArrayLike,
    w3: ArrayLike,
    b3: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[False] = False,
    dilation: int = 1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> Array: ...

@overload
def forward(
    x: ArrayLike,
    w1: ArrayLike,
    b1: ArrayLike,
    w2: ArrayLike,
    b2: ArrayLike,
    w3: ArrayLike,
    b3: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[True],
    dilation: int = 1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> tuple[Array, Residuals]: ...

def vjp_x(
    dy: ArrayLike,
    x: ArrayLike,
    w1: ArrayLike,
    b1: ArrayLike,
    w2: ArrayLike,
    b2: ArrayLike,
    w3: ArrayLike,
    b3: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    dilation: int = 1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> Array: ...

def vjp_w1(
    dy: ArrayLike,
    x: ArrayLike,
    w1: ArrayLike,
    b1: ArrayLike,
    w2: ArrayLike,
    b2: ArrayLike,
    w3: ArrayLike,
    b3: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    dilation: int = 1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> Array: ...

def vjp_b1(
    dy: ArrayLike,
    x: ArrayLike,
    w1: ArrayLike,
    b1: ArrayLike,
    w2: ArrayLike,
    b2: ArrayLike,
    w3: ArrayLike,
    b3: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    dilation: int = 1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> Array: ...

def vjp_w2(
    dy: ArrayLike,
    x: ArrayLike,
    w1: ArrayLike,
    b1: ArrayLike,
    w2: ArrayLike,
    b2: ArrayLike,
    w3: ArrayLike,
    b3: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    dilation: int = 1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> Array: ...

def vjp_b2(
    dy: ArrayLike,
    x: ArrayLike,
    w1: ArrayLike,
    b1: ArrayLike,
    w2: ArrayLike,
    b2: ArrayLike,
    w3: ArrayLike,
    b3: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    dilation: int = 1,
) -> Array: ...

def vjp_w3(
    dy: ArrayLike,
    x: ArrayLike,
    w1: ArrayLike,
    b1: ArrayLike,
    w2: ArrayLike,
    b2: ArrayLike,
    w3: ArrayLike,
    b3: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    dilation: int = 1,
) -> Array: ...

def vjp_b3(
    dy: ArrayLike,
    x: ArrayLike,
    w1: ArrayLike,
    b1: ArrayLike,
    w2: ArrayLike,
    b2: ArrayLike,
    w3: ArrayLike,
    b3: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    dilation: int = 1,
) -> Array: ...

def vjp(
    dy: ArrayLike,
    x: ArrayLike,
    w1: ArrayLike,
    b1: ArrayLike,
    w2: ArrayLike,
    b2: ArrayLike,
    w3: ArrayLike,
    b3: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    dilation: int = 1,
    algorithm: Literal["auto", "direct", "winograd"] = "auto",
    accuracy: Literal["exact", "fast"] = "exact",
) -> Gradients: ...

def jvp(
    x: ArrayLike,
    w1: ArrayLike,
    b1: ArrayLike,
    w2: ArrayLike,
    b2: ArrayLike,
    w3: ArrayLike,
    b3: ArrayLike,
    *,
    x_dot: ArrayLike | None = None,
    w1_dot: ArrayLike | None = None,
    b1_dot: ArrayLike | None = None,
    w2_dot: ArrayLike | None = None,
    b2_dot: ArrayLike | None = None,
    w3_dot: ArrayLike | None = None,
    b3_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
    dilation: int = 1,
) -> Array: ...
