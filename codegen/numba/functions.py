"""The functions of a formula by the names that the emitted code calls them."""

from __future__ import annotations

from codegen.numba.precedence import ELEMENTARY

FUNCTIONS = {
    **{name: name for name in ELEMENTARY},
    "sin": "np.sin", "cos": "np.cos", "tan": "np.tan",
    "sinh": "np.sinh", "cosh": "np.cosh", "asin": "np.arcsin", "acos": "np.arccos", "atan": "np.arctan",
    "gamma": "math.gamma", "loggamma": "math.lgamma",
    "Abs": "abs", "asinh": "np.arcsinh", "acosh": "np.arccosh", "atanh": "np.arctanh",
}  # fmt: skip

__all__ = ["FUNCTIONS"]
