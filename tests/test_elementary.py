"""Elementary functions: minimax polynomials, their proved bounds, the emitted code against many digits."""

import json
import math
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from mpmath import mp, mpf

from codegen.elementary import FUNCTIONS, source
from codegen.verification.ulps import arguments, compiled, worst
from derive.approximation import APPROXIMANTS, NotLevelledError, minimax
from derive.approximation.remez import horner
from derive.approximation.series import Series, exponential, largest, product
from generated import elementary

BOUND = {"float32": 1.0, "float64": 2.0}
PROVED = [name for name, kernel in APPROXIMANTS.items() if isinstance(kernel.target, Series)]


def test_remez_finds_the_polynomial_of_chebyshev():
    """x^5 is closest to x^5 - T5/16 of degree 4 on [-1, 1], with the error 1/16."""
    found = minimax(lambda x: x**5, lambda x: mpf(1), -1, 1, 4)
    assert abs(found.error - mpf(1) / 16) < 1e-6
    assert np.allclose([float(c) for c in found.coefficients], [0, -5 / 16, 0, 5 / 4, 0], atol=1e-6)


def test_remez_refuses_what_it_cannot_level():
    with pytest.raises(NotLevelledError, match="alternations"):
        minimax(lambda x: x, lambda x: mpf(1), -1, 1, 3)


def test_the_error_has_one_size_at_all_its_extremes():
    kernel = APPROXIMANTS["exp"]
    low, high = (mpf(v.numerator) / v.denominator for v in (kernel.low, kernel.high["float32"]))
    found = minimax(kernel.target, kernel.weight, low, high, 5)
    with mp.workdps(45):
        places = [low + (high - low) * k / 400 for k in range(401)]
        gaps = [kernel.weight(x) * (kernel.target(x) - horner(found.coefficients, x)) for x in places]
    turns = sum((a > 0) != (b > 0) for a, b in pairwise(gaps))
    assert turns == 6 and max(map(abs, gaps)) <= found.error * mpf("1.001")


@pytest.mark.parametrize("seed", range(20))
def test_a_polynomial_stays_below_its_bound(seed):
    rng = np.random.default_rng(seed)
    p = [Fraction(int(c), 7) for c in rng.integers(-20, 20, 6)]
    a, b = sorted(Fraction(int(v), 64) for v in rng.choice(range(-64, 65), 2, replace=False))
    bound = largest(p, a, b)
    values = [abs(sum(c * (a + (b - a) * Fraction(k, 50)) ** i for i, c in enumerate(p))) for k in range(51)]
    assert max(values) <= bound <= max(values) * Fraction(3, 2) + Fraction(1, 1000)


def test_polynomials_multiply():
    assert product([Fraction(1), Fraction(2)], [Fraction(3), Fraction(0), Fraction(1)]) == [3, 6, 1, 2]


def test_a_series_that_does_not_converge_is_refused():
    with pytest.raises(ValueError, match="converge"):
        _ = Series(exponential, Fraction(-1), Fraction(1)).terms


@pytest.mark.parametrize("precision", ["float32", "float64"])
@pytest.mark.parametrize("name", PROVED)
def test_the_error_of_each_polynomial_is_proved(name, precision):
    error = APPROXIMANTS[name].error(precision)
    assert error < Fraction(1, 2 ** {"float32": 27, "float64": 55}[precision])


def test_the_bound_is_not_below_what_is_seen():
    kernel = APPROXIMANTS["erf"]
    coefficients = [mpf(c) for c in kernel.coefficients("float32")]
    with mp.workdps(45):
        places = (mpf(k) / 4000 for k in range(1001))
        seen = max(abs(kernel.target(z) - horner(coefficients, z)) for z in places)
    assert float(seen) <= float(kernel.error("float32")) * (1 + 1e-9)


def test_the_file_is_what_the_polynomials_say():
    with open(elementary.__file__, encoding="utf-8") as stream:
        assert stream.read() == source()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_errors_in_units_in_the_last_place(name, dtype):
    found = worst(name, compiled(getattr(elementary, name)), arguments(name, np.dtype(dtype), 400))
    assert found.error <= BOUND[dtype], found


SPECIAL = [math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, -1.0, 1e-310, -1e-310, 1e-42, -1e-42, 1e300, -1e300]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_limits_are_those_of_the_c_library(name, dtype):
    with np.errstate(all="ignore"):
        x = np.array(SPECIAL, dtype)
        known = getattr(np, name, None) or np.vectorize(getattr(math, name))
        wanted = known(x.astype(np.float64)).astype(dtype)
    made = compiled(getattr(elementary, name))(x)
    assert np.array_equal(np.isnan(made), np.isnan(wanted))
    number = ~np.isnan(wanted)
    assert np.array_equal(np.signbit(made[number]), np.signbit(wanted[number]))
    finite = np.isfinite(wanted)
    assert np.array_equal(made[number & ~finite], wanted[number & ~finite])
    assert np.all(np.abs(made[finite] - wanted[finite]) <= 3 * np.spacing(np.abs(wanted[finite])))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_python_runs_the_same_code(name):
    """What a kernel computes without compilation is what it computes compiled, but for contractions."""
    for dtype in (np.float32, np.float64):
        x = np.array([0.3, 1.7, 0.01], dtype)
        plain = [getattr(elementary, name)(v) for v in x]
        assert all(isinstance(v, np.floating) for v in plain)
        assert np.allclose(plain, compiled(getattr(elementary, name))(x), rtol=4 * np.finfo(dtype).eps)
    if name in ("exp", "log"):
        assert getattr(elementary, name)(1j + 1) == getattr(np, name)(1j + 1)


@pytest.mark.deep
@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_float32(name):
    """All 2^32 arguments: the float64 function, rounded, is at most a unit from float32's."""
    single, double = (compiled(getattr(elementary, name)) for _ in range(2))
    for start in range(0, 1 << 32, 1 << 24):
        x = np.arange(start, start + (1 << 24), dtype=np.uint64).astype(np.uint32).view(np.float32)
        with np.errstate(all="ignore"):
            made, wanted = single(x).astype(np.float64), double(x.astype(np.float64))
            near = np.abs(made - wanted) <= np.spacing(np.abs(wanted.astype(np.float32))).astype(np.float64)
            same = (np.isnan(made) & np.isnan(wanted)) | (made == wanted.astype(np.float32))
        assert np.all(near | same), (name, x[~(near | same)][:3])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_first_caller_lends_no_licence(name):
    """Inlined code has a fastmath of its own: not that of the first caller in the process."""
    script = f"""
import numpy as np
from numba import njit
from generated.elementary import {name} as f

@njit(fastmath={{"reassoc", "contract", "nsz"}}, error_model="numpy")
def row(x, y):
    for i in range(len(x)):
        y[i] = f(x[i])

x, y = np.linspace(0.1, 0.9, 5), np.empty(5)
row(x, y)
print(max(abs(y[i] - f(x[i])) for i in range(5)))
"""
    made = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert float(made.stdout) < 1e-14


def test_ulps_prints_a_row_for_each_function_and_dtype(capsys):
    from codegen.cli.accuracy import ulps_command

    ulps_command(2, True)
    rows = json.loads(capsys.readouterr().out)
    assert [(r["function"], r["dtype"]) for r in rows][:2] == [("exp", "float32"), ("exp", "float64")]
    assert len(rows) == 2 * len(FUNCTIONS) and all(0 <= r["error"] < 3 for r in rows)
