"""The numbers of the reductions: π and its inverse in parts, logarithms, Mills' ratio."""

from __future__ import annotations

from typing import Any

from mpmath import mp

from derive.approximation import APPROXIMANTS, MILLS

PIECE, PIECES = 24, 56
"""Bits of a piece of 2/π, and how many pieces the largest float64 needs with those after it."""
NEAR, STEP, STEPS, SINGLE_BITS = 44, 21, 4, 24
"""A float32 is reduced with 1/π below ``2^NEAR``; from there on with one number each ``STEP`` exponents."""


def of_turns() -> dict[str, str]:
    """π/2 and 2/π in parts, and the first coefficient of a logarithm in two."""
    log = APPROXIMANTS["power"]
    with mp.workdps(400):
        half, parts = mp.pi / 2, list[float]()
        for bits in (33, 33, 53):
            parts.append(float(mp.floor(mp.ldexp(half, bits - int(mp.floor(mp.log(half, 2))) - 1))))
            parts[-1] = float(mp.ldexp(parts[-1], int(mp.floor(mp.log(half, 2))) + 1 - bits))
            half -= parts[-1]
        high = float(mp.pi / 2)
        pieces = [int(mp.floor(mp.ldexp(2 / mp.pi, PIECE * (j + 1)))) % (1 << PIECE) for j in range(PIECES)]
        return {
            **{f"HALF_PI_{k + 1}": repr(v) for k, v in enumerate(parts)},
            "HALF_PI_HIGH": repr(high),
            "HALF_PI_LOW": repr(float(mp.pi / 2 - high)),
            "TWO_BY_PI": repr(float(2 / mp.pi)),
            "PIECES": "".join(
                f"\n    {', '.join(map(str, pieces[k : k + 10]))}," for k in range(0, PIECES, 10)
            ),
            "POWER_FIRST": repr(log.coefficients("float64")[0]),
            "POWER_FIRST_LOW": repr(log.rest("float64")),
            "LOG_2": repr(float(mp.log(2))),
            **_of_half_turns(),
            **_of_normal(),
        }


def half_turns() -> list[tuple[float, float, float]]:
    """From which size on, and 1/π in two parts, less a multiple of 2 for numbers of that size.

    From ``2^(NEAR + k STEP)`` on a float32 is a multiple of ``2^s``, ``s = NEAR + k STEP - 23``; multiples of
    2 leave ``2^s/π``, and a product with what remains is below ``2^NEAR`` for ``STEP`` exponents.
    """
    found = []
    with mp.workdps(400):
        for k in range(-1, STEPS):
            size = NEAR + k * STEP
            last = size - SINGLE_BITS + 1 if k >= 0 else 0
            left = mp.ldexp(1, last) / mp.pi
            left = mp.ldexp(left - 2 * mp.nint(left / 2), -last)
            high = float(left)
            found.append((2.0**size if k >= 0 else 0.0, high, float(left - high)))
    return found


def _of_half_turns() -> dict[str, str]:
    (_, high, low), *others = half_turns()
    lines = []
    for size, c, rest in others:
        lines += [
            f"    beyond = size >= F64({size!r})",
            f"    c, rest = select(beyond, F64({c!r}), c), select(beyond, F64({rest!r}), rest)",
        ]
    pi = {"BY_PI": repr(high), "BY_PI_LOW": repr(low), "PI": repr(float(mp.pi))}
    return {**pi, "FARTHER": "\n".join(lines)}


def _of_normal() -> dict[str, str]:
    """The numbers of Mills' ratio."""
    real: dict[str, Any] = {
        "NORMAL_FAR": MILLS.farthest,
        "BELL_FAR_32": mp.sqrt(300 * mp.log(2)),
        "NORMAL_QUOTIENT": MILLS.quotient,
        "NORMAL_SHIFT": MILLS.shift,
        "NORMAL_CENTRE": MILLS.centre,
        "NORMAL_FIRST": APPROXIMANTS["normal"].coefficients("float32")[0],
    }
    return {k: repr(float(v)) for k, v in real.items()} | {"ROOT_HALF": repr(0.5**0.5)}


__all__ = ["NEAR", "PIECE", "STEP", "half_turns", "of_turns"]
