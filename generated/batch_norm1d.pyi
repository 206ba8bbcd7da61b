"""The types of batch_norm1d, for type checkers and editors; made by `chainrule generate`, do not edit."""

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
    running_mean: ArrayLike | None = None,
    running_var: ArrayLike | None = None,
    *,
    out: Sequence[Array | None] | None = None,
    save: Literal[False] = False,
    eps: float = 1e-05,
    momentum: float = 0.1,
    correction: int = 1,
) -> tuple[Array, Array, Array]: ...

@overload
def forward(
    x: ArrayLike,
    gamma: ArrayLike | None = None,
    beta: ArrayLike | None = None,
    running_mean: ArrayLike | None = None,
    running_var: ArrayLike | None = None,
    *,
    out: Sequence[Array | None] | None = None,
    save: Literal[True],
    eps: float = 1e-05,
    momentum: float = 0.1,
    correction: int = 1,
) -> tuple[tuple[Array, Array, Array], Residuals]: ...

def vjp_x(
    dy: ArrayLike,
    x: ArrayLike,
    gamma: ArrayLike | None = None,
    beta: ArrayLike | None = None,
    running_mean: ArrayLike | None = None,
    running_var: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    eps: float = 1e-05,
    momentum: float = 0.1,
    correction: int = 1,
) -> Array: ...

def vjp_gamma(
    dy: ArrayLike,
    x: ArrayLike,
    gamma: ArrayLike | None = None,
    beta: ArrayLike | None = None,
    running_mean: ArrayLike | None = None,
    running_var: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    eps: float = 1e-05,
    momentum: float = 0.1,
    correction: int = 1,
) -> Array: ...

def vjp_beta(
    dy: ArrayLike,
    x: ArrayLike,
    gamma: ArrayLike | None = None,
    beta: ArrayLike | None = None,
    running_mean: ArrayLike | None = None,
    running_var: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    out: Array | None = None,
    eps: float = 1e-05,
    momentum: float = 0.1,
    correction: int = 1,
) -> Array: ...

def vjp(
    dy: ArrayLike,
    x: ArrayLike,
    gamma: ArrayLike | None = None,
    beta: ArrayLike | None = None,
    running_mean: ArrayLike | None = None,
    running_var: ArrayLike | None = None,
    *,
    residuals: tuple[Any, ...] | None = None,
    eps: float = 1e-05,
    momentum: float = 0.1,
    correction: int = 1,
) -> Gradients: ...

def jvp(
    x: ArrayLike,
    gamma: ArrayLike | None = None,
    beta: ArrayLike | None = None,
    running_mean: ArrayLike | None = None,
    running_var: ArrayLike | None = None,
    *,
    x_dot: ArrayLike | None = None,
    gamma_dot: ArrayLike | None = None,
    beta_dot: ArrayLike | None = None,
    residuals: tuple[Any, ...] | None = None,
    eps: float = 1e-05,
    momentum: float = 0.1,
    correction: int = 1,
) -> Array: ...
