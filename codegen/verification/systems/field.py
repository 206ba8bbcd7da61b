"""Residues modulo a prime drawn at random, in which rational functions are equal or seen to differ.

p = 2q + 1 with p and q prime, p near 2^61.  The squares modulo p are a group of prime order q, so every
rational power of a square is one square, and ``g^b`` for an exponent b modulo q is an exponential: g^(b+c)
= g^b g^c.  An input is drawn as a residue modulo p and, apart from it, one modulo q.
"""

from __future__ import annotations

import hashlib
import math
import random
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sympy import isprime

BITS = 61


@dataclass(frozen=True)
class Field:
    """``i`` with i² = −1 extends the residues: −1 is no square, and the root of what is none holds it."""

    p: int
    q: int
    g: int
    salt: bytes

    def inverse(self, value: int) -> int:
        if value % self.p == 0:
            raise ZeroDivisionError("a residue of zero has no inverse")
        return pow(value, -1, self.p)

    def is_square(self, value: int) -> bool:
        return value % self.p == 0 or pow(value, self.q, self.p) == 1

    def power(self, square: int, exponent: Fraction) -> int:
        """The one square that is a rational power of a square."""
        over = pow(exponent.denominator, -1, self.q)
        return pow(square, exponent.numerator * over % self.q, self.p)

    def letter(self, name: str, *values: int) -> int:
        """A residue for a function of which nothing is known: the same for the same arguments."""
        text = f"{name}{values}".encode()
        return int.from_bytes(hashlib.blake2b(text, digest_size=16, key=self.salt).digest()) % self.p

    def reduced(self, value: Any, modulus: int) -> int:
        """An integer or a fraction as a residue."""
        value = Fraction(value)
        return value.numerator * pow(value.denominator, -1, modulus) % modulus


@lru_cache(maxsize=64)
def drawn_field(seed: int) -> Field:
    """A prime p = 2q + 1 near 2^61 with q prime, p = 15 modulo 16, drawn at random."""
    rng = random.Random(seed)
    while True:
        p = 16 * rng.randrange(2 ** (BITS - 5), 2 ** (BITS - 4)) + 15
        if p % 3 == 2 and _maybe(p) and _maybe(p // 2) and isprime(p // 2) and isprime(p):
            g = pow(rng.randrange(2, p - 1), 2, p)
            return Field(p, p // 2, g, rng.randbytes(16))


_SMALL = math.prod(n for n in range(5, 100) if isprime(n))


def _maybe(n: int) -> bool:
    return math.gcd(n, _SMALL) == 1


__all__ = ["Field", "drawn_field"]
