"""The file of elementary functions: the text of the reductions, with the derived polynomials put in."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from mpmath import mp

from derive.approximation import APPROXIMANTS

FUNCTIONS = ("exp", "expm1", "log", "log1p", "tanh", "erf", "erfc")
PRECISIONS = ("float32", "float64")
"""In which the polynomials differ; both are computed in double precision."""
CENTRED = {("erfcx", "float64")}
"""Whose first coefficient is added in two parts; the polynomial is what multiplies ``x``."""
COMPLEX = {"exp", "expm1", "log", "log1p", "tanh"}
"""What NumPy knows for complex numbers."""
DIGITS = 40
EXPONENT_BITS = 12
"""An exponent of a float64 has 11 bits and a sign."""
TEMPLATE = Path(__file__).with_name("template.py.txt")

LOG_PARTS = '''@inlined
def log_parts_{p}(f, k, c):
    """log(2^k (1 + f)) + c for √½ <= 1 + f < √2."""
    s = f / (F(2) + f)
    z = s * s
    h = F(0.5) * f * f
    return k * LOG_2_HIGH - ((h - (s * (h + z * log_polynomial_{p}(z)) + (k * LOG_2_LOW + c))) - f)
'''

LOG1P = """@inlined
def log1p_{p}(x):
    u = F(1) + x
    bits = F(u).view(I)
    k = exponent_of(bits)
    m = I(bits - (k << EXPONENT)).view(F)
    lost = (x - (u - F(1)) if u < F(4) else F(1) - (u - x)) / u
    near = F(-0.29) < x < F(0.41)
    made = log_parts_{p}(x if near else m - F(1), F(0) if near else as_float(k), F(0) if near else lost)
    made = log_limits(u, made)
    return x if abs(x) < F(1e-17) else made
"""

TANH = """@inlined
def tanh_{p}(x):
    z = x * x
    near = x + x * (z * tanh_polynomial_{p}(z))
    size = abs(x)
    far = F(1) - F(2) / (exp_{p}(F(2) * size) + F(1))
    return with_sign(near if size < F(0.55) else far, x)
"""

ERFC = '''@inlined
def erfc_far_{p}(x):
    """erfc x for x >= 1."""
    x = F(28) if x > F(28) else x
    t = (x - F(3)) / (x + F(3))
    {far}


@inlined
def erf_{p}(x):
    size = abs(x)
    near = x + x * erf_polynomial_{p}(x * x)
    far = with_sign(F(1) - erfc_far_{p}(size), x)
    return near if size < F(1) else far


@inlined
def erfc_{p}(x):
    size = abs(x)
    rest = x * erf_polynomial_{p}(x * x)
    sum = x + rest
    near = (F(1) - sum) - (rest - (sum - x))
    far = erfc_far_{p}(size)
    far = F(2) - far if x < F(0) else far
    return near if size < F(1) else far
'''

FAR = {
    # the square of a float32 is exact in double precision, that of a double takes two parts
    "float32": "return erfcx_polynomial_float32(t) * exp_float32(-(x * x)) / x",
    "float64": """head = I(F(x).view(I) & UPPER_BITS).view(F)
    a, b, m, n = exp_parts(-(head * head), -((x - head) * (x + head)))
    rest = t * erfcx_polynomial_float64(t)
    p = ERFCX_CENTRE + rest
    q = rest - (p - ERFCX_CENTRE) + ERFCX_CENTRE_LOW
    return (a * p + (b * p + a * q)) / x * m * n""",
}

DISPATCH = '''def {f}(x):
    """{f} x in the precision of ``x``."""
    {python}


@overload({f}, jit_options=INLINED)
def _{f}(x):
    if x == types.float32:
        return lambda x: np.float32({f}_float32(F(x)))
    if x == types.float64:
        return lambda x: {f}_float64(x)
    {compiled}
'''


def source() -> str:
    """The text of ``generated/elementary.py``."""
    text = TEMPLATE.read_text(encoding="utf-8")
    parts = {
        **_constants(),
        "ERFCX_CENTRE": repr(APPROXIMANTS["erfcx"].coefficients("float64")[0]),
        "ERFCX_CENTRE_LOW": repr(APPROXIMANTS["erfcx"].rest("float64")),
        "POLYNOMIALS": "\n\n".join(_polynomial(name, p) for name in APPROXIMANTS for p in PRECISIONS),
        "POLYNOMIAL_LOGS": "\n\n".join(LOG_PARTS.format(p=p) for p in PRECISIONS),
        "LOG1PS": "\n\n".join(LOG1P.format(p=p) for p in PRECISIONS),
        "TANHS": "\n\n".join(TANH.format(p=p) for p in PRECISIONS),
        "ERFCS": "\n\n".join(ERFC.format(p=p, far=FAR[p]) for p in PRECISIONS),
        "DISPATCH": "\n\n".join(map(_dispatch, FUNCTIONS)),
    }
    made = re.sub(r"@(\w+)@", lambda m: parts[m.group(1)], text)
    return re.sub(r"\n{4,}", "\n\n\n", made).rstrip() + "\n"


def _constants() -> dict[str, str]:
    """What splits an argument into a power of two and the rest."""
    with mp.workdps(DIGITS):
        log_two = mp.log(2)
        high = _few_bits(float(log_two))
        made = {
            "LOG2_E": 1 / log_two,
            "LOG_2": log_two,
            "LOG_2_HIGH": high,
            "LOG_2_LOW": log_two - high,
        }
        return {name: repr(float(value)) for name, value in made.items()}


def _few_bits(x: float) -> float:
    """``x`` with its last bits cleared, so many that products with an exponent are exact."""
    (bits,) = struct.unpack("<q", struct.pack("<d", x))
    (made,) = struct.unpack("<d", struct.pack("<q", bits & -(1 << EXPONENT_BITS)))
    return float(made)


def _polynomial(name: str, precision: str) -> str:
    coefficients = [repr(c) for c in APPROXIMANTS[name].coefficients(precision)]
    if (name, precision) in CENTRED:
        coefficients = coefficients[1:]
    lines = [f"    p = F({coefficients[-1]})", *(f"    p = p * x + F({c})" for c in coefficients[-2::-1])]
    return "\n".join(["@horner", f"def {name}_polynomial_{precision}(x):", *lines, "    return p", ""])


def _dispatch(function: str) -> str:
    python = compiled = ""
    if function in COMPLEX:
        python = f"if np.iscomplexobj(x):\n        return np.{function}(x)\n    "
        compiled = f"if isinstance(x, types.Complex):\n        return lambda x: np.{function}(x)\n    "
    python += "single = isinstance(x, np.float32)\n    "
    python += f"return np.float32({function}_float32(F(x))) if single else F({function}_float64(F(x)))"
    return DISPATCH.format(f=function, python=python, compiled=compiled + "return None")


__all__ = ["FUNCTIONS", "source"]
