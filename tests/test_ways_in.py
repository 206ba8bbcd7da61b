"""How kernels are called: arguments of every kind; and what becomes part of those that call it."""

import sys

import numpy as np
import pytest
from numba import njit as plain
from numba.extending import intrinsic

from generated.assembly import called, written
from generated.disjoint import njit
from generated.inlining import inlined, inlined_as
from generated.scalars import gcd, residue


@njit(nogil=True)
def gather(first, last, line, block, whole, single, double, numbers):
    for k in range(first, last):
        line[k] = block[k, 1, 0] * double + single * numbers[k, 0, 0, 0] + whole


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_numbers_and_arrays_reach_a_kernel(dtype):
    """An array of several axes, one of them of length one; numbers of Python and of NumPy."""
    r = np.random.default_rng(0)
    line, block = np.zeros(7, dtype), r.integers(-8, 8, (7, 3, 2)).astype(dtype)
    numbers = r.integers(-8, 8, (7, 1, 2, 1))
    for whole, single, double in (
        (-3, np.float32(0.5), 0.25),
        (np.int64(2**40), np.float32(-2), np.float64(8)),
    ):
        gather(2, 7, line, block, whole, single, double, numbers)
        wanted = block[:, 1, 0] * dtype(double) + single * numbers[:, 0, 0, 0] + whole
        assert line[2:].tolist() == wanted[2:].astype(dtype).tolist()
        assert line[:2].tolist() == [0, 0]


def test_who_calls_a_kernel_keeps_the_arrays():
    line, block, numbers = np.zeros(7), np.ones((7, 2, 1)), np.ones((7, 1, 1, 1), int)
    before = [sys.getrefcount(one) for one in (line, block, numbers)]
    for _ in range(5):
        gather(0, 7, line, block, 1, np.float32(1), 1.0, numbers)
    assert [sys.getrefcount(one) for one in (line, block, numbers)] == before


def test_a_way_in_that_is_given_too_little_refuses():
    gather(0, 0, np.zeros(1), np.ones((1, 2, 1)), 1, np.float32(1), 1.0, np.ones((1, 1, 1, 1), int))
    for one in gather.overloads.values():
        with pytest.raises(TypeError):
            one.entry_point(0, 1)


def test_an_error_of_a_kernel_is_raised_by_its_call():
    @njit(nogil=True)
    def refuse(first, last, line):
        if last > line.size:
            raise ValueError("beyond the end")

    refuse(0, 2, np.zeros(2))
    with pytest.raises(ValueError, match="beyond the end"):
        refuse(0, 3, np.zeros(2))


def test_a_function_that_is_inlined_is_plain_python_for_everyone_else():
    @inlined
    def doubled(x):
        return x + x

    assert doubled("a") == "aa"
    made = plain(lambda x: doubled(x))
    assert (made(21), made(1.5)) == (42, 3.0)
    code = made.inspect_llvm(made.signatures[0])
    assert not [
        line for line in code.splitlines() if "doubled" in line and ("call" in line or "define" in line)
    ]


def test_code_is_chosen_for_the_types_of_the_arguments():
    def kind(x):
        return "python"

    @inlined_as(kind)
    def _kind(x):
        return {"int64": lambda x: 1, "float64": lambda x: 2}.get(str(x))

    made = plain(lambda x: kind(x))
    assert (made(0), made(0.0), kind(0)) == (1, 2, "python")
    with pytest.raises(Exception, match=r"No implementation|No match"):
        made(0j)


@pytest.mark.parametrize("m", [1, 2, 6, 7])
def test_a_residue_is_the_same_compiled_and_not(m):
    compiled = plain(lambda d, r, m: (residue(d, r, m), gcd(d, m)))
    for d in range(1, 9):
        for r in range(-7, 8):
            found = next((u for u in range(m) if (d * u - r) % m == 0), -1)
            assert (residue(d, r, m), gcd(d, m)) == compiled(d, r, m) == (found, np.gcd(d, m))


def test_functions_of_numbers_are_what_they_read_like():
    def signed(code, a, b):
        return (a < b).choose(a - b, a * b) + (a >= b) * 100 + (a > b) * 1000 + a.equals(b) * 10_000

    def bits(code, a, b):
        return ((a & b) | (a ^ (b << 2))) + (a >> 1) + a // b + a % b + a.least(b)

    parts = {"signed": signed, "bits": bits}
    both = intrinsic(lambda context: written(parts))
    made = {n: called(at, parts[n]) for n, at in zip(parts, plain(lambda: both())(), strict=True)}
    for a in (0, 1, 7, 12):
        for b in (1, 5, 7):
            wanted = (a - b if a < b else a * b) + (a >= b) * 100 + (a > b) * 1000 + (a == b) * 10_000
            assert made["signed"](a, b) == wanted
            wanted = ((a & b) | (a ^ (b << 2))) + (a >> 1) + a // b + a % b + min(a, b)
            assert made["bits"](a, b) == wanted
