"""What differs between the array libraries: their name, their functions, how an array is written to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_SAME = ("exp", "log", "expm1", "log1p", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sign", "sqrt")


@dataclass(frozen=True)
class Library:
    """``functions`` by the name of the SymPy function; ``helpers`` by the name that calls them."""

    name: str
    module: str
    imports: str
    functions: Mapping[str, str] = field(default_factory=dict)
    helpers: Mapping[str, str] = field(default_factory=dict)
    put: str = ""
    add: str = ""

    def call(self, name: str) -> str | None:
        return self.functions.get(name)


def _functions(module: str, **own: str) -> dict[str, str]:
    made = {name: f"{module}.{name}" for name in _SAME}
    return made | {"atan": f"{module}.arctan", "asinh": f"{module}.arcsinh", "Abs": "abs"} | own


CALL = "formula(*letters), extents"
OVER = '''\
def over(formula, *extents):
    """The formula at every point of a grid: each letter counts from 0 along an axis of its own."""
    rank = range(len(extents))
    letters = [{m}.arange(e).reshape([-1 if k == z else 1 for k in rank]) for z, e in enumerate(extents)]
    return {whole}
'''
FLAT = '''\
def flat(values, axes):
    """The last axes as one."""
    kept = values.ndim - axes
    return values.reshape(*values.shape[:kept], math.prod(values.shape[kept:]))
'''
FIRST = '''\
def first(values, allowed, axes):
    """The place of the first extreme of the last axes, where it is allowed; -1 where nothing is."""
    values, allowed = flat(values, axes), flat(allowed, axes)
    best = values.{max}[..., None]
    found = {m}.argmax((allowed & ((values == best) | (values != values))) * 1, -1)
    return {m}.where(allowed.any(-1), found, -1)
'''
WHOLE = '''\
def whole(position):
    """The integer just below."""
    return {m}.floor(position){cast}
'''
REAL = '''\
def real(letter):
    """A letter as a real number."""
    return {cast}
'''


def _helpers(module: str, spread: str, largest: str, cast: str, real: str) -> dict[str, str]:
    return {
        "over": OVER.format(m=module, whole=spread),
        "flat": FLAT,
        "first": FIRST.format(m=module, max=largest),
        "whole": WHOLE.format(m=module, cast=cast),
        "real": REAL.format(cast=real),
    }


NUMPY = Library(
    "numpy",
    "np",
    "import math\n\nimport numpy as np",
    _functions("np", erf="erf"),
    _helpers(
        "np",
        "np.array(np.broadcast_to(formula(*letters), extents))",
        "max(-1)",
        ".astype(int)",
        "letter * 1.0",
    )
    | {"erf": "erf = np.vectorize(math.erf, otypes=[float])\n"},
    put="{array}[{index}] = {value}",
    add="np.add.at({array}, ({index},), {value})",
)
TORCH = Library(
    "torch",
    "torch",
    "import math\n\nimport torch",
    _functions("torch", erf="torch.erf"),
    _helpers(
        "torch",
        "torch.broadcast_to(torch.as_tensor(formula(*letters)), extents).clone()",
        "amax(-1)",
        ".long()",
        "letter.to(torch.get_default_dtype())",
    ),
    put="{array}[{index}] = {value}",
    add="{array}.index_put_(({index},), {value}, accumulate=True)",
)
JAX = Library(
    "jax",
    "jnp",
    "import math\n\nimport jax\nimport jax.numpy as jnp",
    _functions("jnp", erf="jax.scipy.special.erf"),
    _helpers("jnp", f"jnp.broadcast_to({CALL})", "max(-1)", ".astype(int)", "letter * 1.0"),
    put="{array} = {array}.at[{index}].set({value})",
    add="{array} = {array}.at[{index}].add({value})",
)
LIBRARIES = {one.name: one for one in (NUMPY, TORCH, JAX)}

__all__ = ["LIBRARIES", "Library"]
