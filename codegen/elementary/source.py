"""The file of elementary functions: the text of the reductions, with the derived polynomials put in."""

from __future__ import annotations

import re
import struct
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mpmath import mp

from codegen.elementary.reduced import of_turns
from derive.approximation import APPROXIMANTS, FARTHEST, SHORT

FUNCTIONS = ("exp", "expm1", "log", "log1p", "tanh", "erf", "erfc", "sin", "cos")
"""Of one number."""
OF_TWO = ("power",)
FALLING = {"exp_falling": "exp"}
"""For arguments that are not above zero, by the functions that they are."""
NORMAL = ("normal_cdf", "normal_bell")
"""The normal law: half an erfc without the rounding of its argument, e^(-x²/2) without that of its square."""
NAMES = (*FUNCTIONS, *FALLING, *NORMAL, *OF_TWO)
LEADING = {"erfcx": 2}
"""How many coefficients are added in two parts; the polynomial is what multiplies the power of ``x``."""
WIDE = {"sin", "cos"}
"""What float32 computes in double precision, too."""
COMPLEX = {"exp", "exp_falling", "expm1", "log", "log1p", "tanh", "sin", "cos", "power"}
"""What NumPy knows for complex numbers."""
COMPILED = {
    "power": "x**y",
    "tanh": """(
            np.tanh(x)
            if abs(x.real) < 20
            else (1 - np.exp(-2 * x)) / (1 + np.exp(-2 * x))
            if x.real > 0
            else (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1)
        )""",
}
"""What Numba compiles instead: its tanh of complex numbers overflows."""
DIGITS = 60
HERE = Path(__file__).parent


@dataclass(frozen=True)
class BinaryFormat:
    """A format of floating-point numbers: its bits, and where each function has reached its limit."""

    name: str
    bits: int
    digits: int
    """Bits of a significand but its first, which is not stored."""
    limits: dict[str, str]

    @property
    def bias(self) -> int:
        return (1 << (self.bits - self.digits - 2)) - 1

    @property
    def shift(self) -> float:
        """Its last digit is 1; with it, numbers between are rounded to integers."""
        return 1.5 * 2.0**self.digits + 2 * self.bias

    def pattern(self, x: float) -> int:
        """The bits of ``x`` as an integer."""
        kinds = "<fi" if self.bits == 32 else "<dq"
        return int(struct.unpack("<" + kinds[2], struct.pack("<" + kinds[1], x))[0])

    def rounded(self, x: Any) -> float:
        kind = "<f" if self.bits == 32 else "<d"
        return float(struct.unpack(kind, struct.pack(kind, float(x)))[0])

    def short(self, x: float) -> float:
        """``x`` with its last bits cleared, so many that products with an exponent are exact."""
        kinds = ("<i", "<f") if self.bits == 32 else ("<q", "<d")
        cleared = self.pattern(x) & -(1 << (self.bits - self.digits))
        return float(struct.unpack(kinds[1], struct.pack(kinds[0], cleared))[0])


SINGLE = BinaryFormat("float32", 32, 23, {"EXP_LOW": "-104", "EXP_HIGH": "89", "EXPM1_LOW": "-20"})
DOUBLE = BinaryFormat("float64", 64, 52, {"EXP_LOW": "-746", "EXP_HIGH": "710", "EXPM1_LOW": "-40"})
FORMATS = (SINGLE, DOUBLE)

DISPATCH = '''@np.errstate(all="ignore")
def {f}({a}):
    """{f} in the precision of its argument."""
    {python}


@inlined_as({f})
def _{f}({a}):
    {compiled}
'''


def source() -> dict[str, str]:
    """The files of elementary functions: what both precisions share, each of them, and what kernels call."""
    texts = {
        "arithmetic": _template("head"),
        "single": _about(SINGLE) + core(SINGLE),
        "double": _about(DOUBLE) + core(DOUBLE),
        "elementary": ABOUT + "\n\n".join([turns(), *map(_dispatch, NAMES)]),
    }
    known = dict.fromkeys(("inlined", "inlined_as"), "inlining")
    made: dict[str, str] = {}
    for name, text in texts.items():
        made[f"{name}.py"] = re.sub(r"\n{4,}", "\n\n\n", _importing(text, known)).rstrip() + "\n"
        known |= dict.fromkeys(_defined(text), name)
    return made


ABOUT = '''"""Elementary functions in the precision of their arguments.

Made by `chainrule generate` from `derive.approximation`, which derives the polynomials.  Do not edit.
"""

import numpy as np
from numba import types

'''


def _about(kind: BinaryFormat) -> str:
    return f'''"""Elementary functions of {kind.name}: reductions and polynomials.

Made by `chainrule generate` from `derive.approximation`, which derives the polynomials.  Do not edit.
"""

import numpy as np

'''


def _defined(text: str) -> list[str]:
    """The names that stand at the top of a text."""
    pairs = re.findall(r"^(?:def (\w+)|(\w+(?:, \w+)*) = )", text, re.MULTILINE)
    return [name for function, names in pairs for name in (function or names).split(", ")]


def _importing(text: str, known: Mapping[str, str]) -> str:
    """A text that imports what it takes from the files before it."""
    own, words = set(_defined(text)), set(re.findall(r"\w+", text))
    lines = []
    for home in dict.fromkeys(known.values()):
        names = sorted(n for n, where in known.items() if where == home and n in words - own)
        if names:
            wide = textwrap.wrap(", ".join(names) + ",", 106)
            lines += [f"from .{home} import (", *(f"    {line}" for line in wide), ")"]
    if not lines:
        return text
    docstring, rest = re.split(r'(?<=[^"]""")\n', text, maxsplit=1)
    others = re.match(r"\n*((?:(?:import|from) .*\n)*)", rest)
    above = others.group(1) if others else ""
    return "\n".join([docstring, "", above, *lines, "", rest[others.end() if others else 0 :]])


def _template(name: str) -> str:
    return HERE.joinpath(f"{name}.py.txt").read_text(encoding="utf-8")


def core(kind: BinaryFormat) -> str:
    """The functions in one precision."""
    parts = {**_constants(kind), **kind.limits, "POLYNOMIALS": "\n\n".join(_polynomials(kind))}
    return _filled("core", parts).replace("§", str(kind.bits))


def turns() -> str:
    """Sine, cosine and powers in double precision, and what float32 computes by them."""
    formats = {
        "EVEN_SHIFT": repr(1.5 * 2.0**DOUBLE.digits),
        "EXP_LOW_32": SINGLE.limits["EXP_LOW"],
        "EXP_HIGH_32": SINGLE.limits["EXP_HIGH"],
    }
    return _filled("tail", {**of_turns(), **formats})


def _filled(name: str, parts: Mapping[str, str]) -> str:
    return re.sub(r"@([A-Z0-9_]+)@", lambda m: parts[m.group(1)], _template(name))


def _constants(kind: BinaryFormat) -> dict[str, str]:
    """What the arithmetic of a format is made of."""
    erfcx = APPROXIMANTS["erfcx"]
    whole = {
        "SHIFT_BITS": kind.pattern(kind.shift),
        "ONE_BITS": kind.pattern(1.0),
        "EXPONENT": kind.digits,
        "ROOT_HALF_BITS": kind.pattern(0.5**0.5),
        "UP_BITS": kind.digits + 2,
    }
    with mp.workdps(DIGITS):
        high = kind.short(kind.rounded(mp.log(2)))
        real = {
            "SHIFT": kind.shift,
            "RAISED": kind.shift - kind.bias + 64,
            "LEAST_NORMAL": 2.0 ** (1 - kind.bias),
            "TINY": 2.0 ** -(kind.digits + 7),
            "LOG2_E": 1 / mp.log(2),
            "LOG_2_HIGH": high,
            "LOG_2_LOW": mp.log(2) - high,
            "UP": 2.0 ** (kind.digits + 2),
            "ERFCX_CENTRE": erfcx.coefficients(kind.name)[0],
            "ERFCX_SLOPE": erfcx.coefficients(kind.name)[1],
            "ERFCX_REST": erfcx.rest(kind.name),
            "FARTHEST": FARTHEST[kind.name],
            "ERF_NEAR": 0.5,
        }
        return {k: str(v) for k, v in whole.items()} | {k: repr(kind.rounded(v)) for k, v in real.items()}


def _polynomials(kind: BinaryFormat) -> list[str]:
    """Those that the text of this precision calls; ``_rest`` is without the first coefficient."""
    given = [n for n, one in APPROXIMANTS.items() if kind.name in one.degrees]
    rests = ["exp", "power"] if kind is DOUBLE else ["exp", "normal"]
    whole = [n for n in given if n not in ("power", "normal") and (kind is DOUBLE or n not in WIDE)]
    known = {n: one.coefficients(kind.name) for n, one in APPROXIMANTS.items() if n in (*whole, *rests)}
    made = [_polynomial(f"{n}_polynomial", known[n][LEADING.get(n, 0) :]) for n in whole]
    made += [_polynomial(f"{n}_rest", known[n][1:]) for n in rests]
    return made + [_polynomial(f"{n}_short_polynomial", c) for n, c in _short(kind).items()]


def _short(kind: BinaryFormat) -> dict[str, tuple[float, ...]]:
    """What double precision computes for a float32."""
    given = APPROXIMANTS.items() if kind is DOUBLE else ()
    return {n: one.coefficients(SHORT) for n, one in given if SHORT in one.degrees}


def _polynomial(name: str, coefficients: Sequence[float]) -> str:
    last, *others = reversed(coefficients)
    single, pairs = others[: len(others) % 2], others[len(others) % 2 :]
    lines = [f"    p = F§({last!r})", *(f"    p = fma(p, x, F§({c!r}))" for c in single)]
    for a, b in zip(pairs[::2], pairs[1::2], strict=True):
        lines.append(f"    p = fma(fma(p, x, F§({a!r})), x, F§({b!r}))")
    return "\n".join(["@inlined", f"def {name}_§(x):", *lines, "    return p", ""])


def _dispatch(function: str) -> str:
    python = compiled = ""
    arguments = "x, y" if function in OF_TWO else "x"
    wide = ", ".join(f"F64({a})" for a in arguments.split(", "))
    if function in COMPLEX:
        known = FALLING.get(function, function)
        python = f"if np.iscomplexobj(x):\n        return np.{known}({arguments})\n    "
        compiled = "if isinstance(x, types.Complex):\n        return lambda "
        compiled += f"{arguments}: {COMPILED.get(function, f'np.{known}(x)')}\n    "
    python += f"return F32({function}_32({arguments})) if isinstance(x, F32) else F64({function}_64({wide}))"
    compiled += f"return of_type(x, {', '.join(f'{function}_{kind.bits}' for kind in FORMATS)})"
    return DISPATCH.format(f=function, a=arguments, python=python, compiled=compiled)


__all__ = ["FALLING", "FORMATS", "FUNCTIONS", "NORMAL", "OF_TWO", "BinaryFormat", "core", "source", "turns"]
