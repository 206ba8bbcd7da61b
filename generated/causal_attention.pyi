"""The types of causal_attention, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    q: Array
    k: Array
    v: Array

class Residuals(NamedTuple):
    a: Array
    p_max: Array
    S1: Array

@overload
def forward(
    q: ArrayLike,
    k: ArrayLike,
    v: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[False] = False,
) -> Array: ...

@overload
def forward(
    q: ArrayLike,
    k: ArrayLike,
    v: ArrayLike,
    *,
    out: Array | None = None,
    save: Literal[True],
) -> tuple[Array, Residuals]: ...

def vjp_q(
    dy: ArrayLike,
    q: ArrayLike,
    k: ArrayLike,
    v: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
) -> Array: ...

def vjp_k(
    dy: ArrayLike,
    q: ArrayLike,
    k: ArrayLike,
    v: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
) -> Array: ...

def vjp_v(
    dy: ArrayLike,
    q: ArrayLike,
    k: ArrayLike,
    v: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
) -> Array: ...

def vjp(
    dy: ArrayLike,
    q: ArrayLike,
    k: ArrayLike,
    v: ArrayLike,
    *,
    residuals: tuple[Any, ...] | None = None,
) -> Gradients: ...

def jvp(
    q: ArrayLike,
    k: ArrayLike,
    v: ArrayLike,
    *,
    q_dot: ArrayLike | None = None,
    k_dot: ArrayLike | None = None,
    v_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
) -> Array: ...
