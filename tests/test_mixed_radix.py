"""Mixed radix: what is recognised gives each number once, and what does not is not recognised."""

import itertools
import random

import pytest
from sympy import S

from derive.expr import FloorDiv, Modulo, eq
from derive.notation import index, integers, sizes
from derive.proof import Ranges
from derive.proof.mixed_radix import digits_of_datum, mixed_radix

N, K, G = sizes("N K G")
n, k, g = index("n", N), index("k", K), index("g", G)
wide = index("u", 3 * K)
SPACE = {z: (S.Zero, z.extent - 1) for z in (n, k, g, wide)}
KNOWN = Ranges([(z, lo, hi) for z, (lo, hi) in SPACE.items()])


def found(f, extent=None):
    return mixed_radix(f, extent, SPACE, KNOWN)


@pytest.mark.parametrize(
    ("f", "extent"),
    [
        (K * n + k, None), (K * n + k, N * K), (G * K * n + K * g + k, N * G * K),
        (G * K * n + G * k + g, N * G * K),
        (2 * n, 2 * N), (2 * n + 1, 2 * N), (2 * K * n + 2 * k + 1, 2 * N * K),
        (K * n + Modulo(wide, K), N * K),
        (3 * n + FloorDiv(wide, K), 3 * N),
    ],
    ids=str,
)  # fmt: skip
def test_exact_digits_are_recognised(f, extent):
    assert found(f, extent) is not None


@pytest.mark.parametrize(
    ("f", "extent"),
    [
        # a weight off by one
        ((K - 1) * n + k, None), ((K + 1) * n + k, None), (K * n + 2 * k, None), (n + k, None),
        (2 * K * n + k, None),
        (G * K * n + (K + 1) * g + k, None), (G * (K + 1) * n + K * g + k, None), (K * n + n, None),
        # digits that are not bounded by the next weight, or from below
        (K * n + FloorDiv(wide, 2), None), (2 * n + FloorDiv(wide, K), None),
        (K * n + Modulo(wide, K + 1), None),
        (3 * n + FloorDiv(wide - 1, K), None), (K * n + wide, None),
        (K * n + FloorDiv(wide, 3) + 1, N * K + 1),
        # an extent that is not the number of values
        (K * n + k, N * K + 1), (K * n + k, N * K - 1), (K * n + k, N * (K + 1)),
        (2 * n, 2 * N + 1), (2 * n + 2, 2 * N),
        (2 * n - 1, 2 * N), (K * n + k + 1, N * K),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_off_by_one_is_not(f, extent):
    assert found(f, extent) is None


def values(e, space):
    return [
        int(e.xreplace(dict(zip(space, map(S, at), strict=True))))
        for at in itertools.product(*map(range, space.values()))
    ]


def test_what_is_recognised_gives_each_number_once():
    """Random sums of digits with small numbers for sizes: all values differ, and fill the extent."""
    rng, seen = random.Random(0), 0
    for _ in range(3000):
        counts = [rng.randint(1, 4) for _ in range(rng.randint(1, 3))]
        letters = [index(f"z{at}", c) for at, c in enumerate(counts)]
        f = sum((rng.choice((1, 2, 3, 4, 6, 8)) * z for z in letters), S(rng.choice((0, 0, 1))))
        space = {z: (S.Zero, z.extent - 1) for z in letters}
        extent = rng.choice((None, S(rng.choice((2, 4, 6, 8, 12, 16, 24)))))
        made = mixed_radix(f, extent, space, Ranges([(z, *ends) for z, ends in space.items()]))
        if made is None:
            continue
        seen += 1
        numbers = values(f, dict(zip(letters, counts, strict=True)))
        tops = {z: c for z, _, c in made.items}
        if extent is not None and all(tops[z] == z.extent for z in letters):
            missing = set(range(int(extent))) - set(numbers)
            assert len(set(numbers)) == len(numbers) and max(numbers) < extent
            assert not missing or made.low
        if extent is None:
            assert len(set(numbers)) == len(numbers)
    assert seen > 100


def test_the_digits_of_a_datum_are_bounded():
    t = integers("t", n, below=N * K)
    binders = [(g, S.Zero, G - 1), (k, S.Zero, K - 1)]
    mapping, guards = digits_of_datum(eq(K * g + k - t[n]), binders, KNOWN)
    assert mapping == {g: FloorDiv(t[n], K), k: Modulo(t[n], K)}
    assert {str(c) for c in guards} == {"t[n] >= 0", "G*K - t[n] - 1 >= 0"}
    for f in ((K + 1) * g + k, (K - 1) * g + k, g + k, K * g + 2 * k):
        assert digits_of_datum(eq(f - t[n]), binders, KNOWN) is None
