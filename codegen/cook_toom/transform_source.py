"""The file of the transforms: each matrix as straight-line code over vectors, along one axis of an array."""

from __future__ import annotations

import textwrap
from fractions import Fraction

from codegen.version import VERSION
from derive.cook_toom import Combination, best_points, growth, straight_line, transforms
from derive.cook_toom.growth import transposed
from derive.cook_toom.transforms import Matrix, Transforms

TAPS = (3, 5)
POINTS = 6
"""Products of a tile along an axis: F(4, 3) and F(2, 5) have the same data, more points lose more digits."""

HEAD = '''"""The transforms of {names}, along one axis: `source` from `at`, its vectors `step` apart, is
`width` wide; `target` from `to`, its vectors `apart` apart, becomes as wide.

Made by `chainrule generate`, version {version}, at the points {points}.  Do not edit.
"""

from numba import njit

from .lanes import fma, lanes, load, quotient, store

GROWTH = {growth}
"""By the taps of an axis: how errors grow, and how often a value is rounded on its way; then both for the
gradient by the weights."""
'''


def source() -> str:
    """The whole file."""
    made = {r: transforms(POINTS + 1 - r, r, best_points(POINTS + 1 - r, r)) for r in TAPS}
    one = made[TAPS[0]]
    if any(t.data != one.data for t in made.values()):
        raise ValueError("the transforms of the data differ: a tile needs as many functions")
    parts = [_function("data", "B", one.data)]
    parts += [text for r, t in made.items() for text in _of(t, r)]
    names = " and ".join(f"F({t.m}, {t.r})" for t in made.values())
    points = ", ".join("infinity" if p is None else str(p) for p in one.points)
    grown = {r: _growth(t) for r, t in made.items()}
    head = HEAD.format(names=names, version=VERSION, points=points, growth=grown)
    return "\n\n".join([head, *parts])


def _growth(t: Transforms) -> tuple[float, int, float, int]:
    """Rounded up by less than a thousandth."""
    g = growth(t)
    up = [float(-(-a * 1000 // 1)) / 1000 for a in (g.amplification, g.adjoint)]
    return up[0], g.roundings, up[1], g.adjoint_roundings


def _of(t: Transforms, r: int) -> list[str]:
    return [
        _function(f"weights_{r}", "G", t.weights),
        _function(f"results_{r}", "A'", transposed(t.results)),
        _function(f"results_back_{r}", "A", t.results),
        _function(f"weights_back_{r}", "G'", transposed(t.weights)),
    ]


def _function(name: str, letter: str, matrix: Matrix) -> str:
    shared, rows = straight_line(matrix)
    told = f"{letter} = " + ", ".join(f"[{' '.join(map(str, row))}]" for row in matrix)
    body = [f"x{k} = load(source, {_at('at', 'step', k)})" for k in range(len(matrix[0]))]
    body += [f"s{k} = {_text(one)}" for k, one in enumerate(shared)]
    body += [f"store(target, {_at('to', 'apart', k)}, {_text(one)})" for k, one in enumerate(rows)]
    return "\n".join(
        [
            '@njit(nogil=True, cache=True, error_model="numpy")',
            f"def {name}(source, at, step, target, to, apart, width):",
            *_docstring(told),
            "    for z in range(0, width, lanes(source)):",
            *(f"        {line}" for line in body),
            "",
        ]
    )


def _docstring(told: str) -> list[str]:
    lines = textwrap.wrap(told, 100)
    if len(lines) == 1:
        return [f'    """{told}"""']
    return [f'    """{lines[0]}', *(f"    {line}" for line in lines[1:]), '    """']


def _at(start: str, step: str, k: int) -> str:
    return " + ".join([start, *([f"{k} * {step}" if k > 1 else step] if k else []), "z"])


def _text(one: Combination) -> str:
    first, *others = one.terms
    made = _multiplied(first.factor, _name(first.number, first.shared))
    for t in others:
        x = _name(t.number, t.shared)
        if abs(t.factor) == 1:
            made = f"{made} {'+' if t.factor > 0 else '-'} {x}"
        else:
            made = f"fma({_number(t.factor)}, {x}, {made})"
    above, below = (repr(float(n)) for n in (one.scale.numerator, one.scale.denominator))
    return made if one.scale == 1 else f"quotient({above}, {below}, {made})"


def _multiplied(factor: Fraction, x: str) -> str:
    return {1: x, -1: f"-{x}"}.get(factor) or f"{_number(factor)} * {x}"  # type: ignore[call-overload]


def _name(number: int, shared: bool) -> str:
    return f"{'s' if shared else 'x'}{number}"


def _number(c: Fraction) -> str:
    if c.denominator & (c.denominator - 1):
        raise ValueError(f"{c} is rounded in binary numbers: points that these have give none such")
    return repr(float(c))


__all__ = ["POINTS", "TAPS", "source"]
