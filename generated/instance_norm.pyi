"""The types of instance_norm, for type checkers and editors; made by `chainrule generate`, do not edit."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias, overload

from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]

SPEC: dict[str, Any]

class Gradients(NamedTuple):
    x: Array
    gamma: Array
    beta: Array

class Residuals(NamedTuple):
    mu: Array
    var: Array

@overload
def forward(
    x: ArrayLike,
    gamma: ArrayLike | None = None,
    beta: ArrayLike | None = None,
    *,
    out: Array | None = None,
    save: Literal[False] = False,
    eps: float = 1e-05,
) -> Array: ...

@overload
def forward(
    x: ArrayLike,
    gamma: ArrayLike | None = None,
    beta: ArrayLike | None = None,
    *,
    out: Array | None = None,
    save: Literal[True],
    eps: float = 1e-05,
) -> tuple[Array, Residuals]: ...

def vjp_x(
    dy: ArrayLike,
    x: ArrayLike,
    gamma: ArrayLike | None = None,
    beta: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    eps: float = 1e-05,
) -> Array: ...

def vjp_gamma(
    dy: ArrayLike,
    x: ArrayLike,
    gamma: ArrayLike | None = None,
    beta: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    eps: float = 1e-05,
) -> Array: ...

def vjp_beta(
    dy: ArrayLike,
    x: ArrayLike,
    gamma: ArrayLike | None = None,
    beta: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    eps: float = 1e-05,
) -> Array: ...

def vjp(
    dy: ArrayLike,
    x: ArrayLike,
    gamma: ArrayLike | None = None,
    beta: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    eps: float = 1e-05,
) -> Gradients: ...

def jvp(
    x: ArrayLike,
    gamma: ArrayLike | None = None,
    beta: ArrayLike | None = None,
    *,
    x_dot: ArrayLike | None = None,
    gamma_dot: ArrayLike | None = None,
    beta_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
    eps: float = 1e-05,
) -> Array: ...
