"""Elementary functions: minimax polynomials, their proved bounds, the emitted code against many digits."""

import json
import math
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from mpmath import mp, mpf
from numba import njit

from codegen.apps.long_sums import CASES, sums
from codegen.elementary import FUNCTIONS, NORMAL, source
from codegen.elementary.proofs import proved
from codegen.elementary.reduced import half_turns
from codegen.verification.ulps import EXPONENTS, arguments, compiled, errors, every, worst
from derive.approximation import APPROXIMANTS, NotLevelledError, minimax
from derive.approximation.half_line import HalfLine
from derive.approximation.half_turns import all_nearest
from derive.approximation.remez import horner
from derive.approximation.series import Series, exponential, largest, product
from generated import elementary

BOUND = {"float32": 1.0, "float64": 2.0}
PROVED = [name for name, kernel in APPROXIMANTS.items() if isinstance(kernel.target, Series | HalfLine)]


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


@pytest.mark.parametrize("name", PROVED)
def test_the_error_of_each_polynomial_is_proved(name):
    for precision in APPROXIMANTS[name].degrees:
        error = APPROXIMANTS[name].error(precision)
        assert error < Fraction(1, 2 ** {"float32": 26, "float64": 55}.get(precision, 26)), precision


def test_the_bound_is_not_below_what_is_seen():
    kernel = APPROXIMANTS["erf"]
    coefficients = [mpf(c) for c in kernel.coefficients("float32")]
    with mp.workdps(45):
        places = (mpf(k) / 4000 for k in range(1001))
        seen = max(abs(kernel.target(z) - horner(coefficients, z)) for z in places)
    assert float(seen) <= float(kernel.error("float32")) * (1 + 1e-9)


def test_the_file_is_what_the_polynomials_say():
    for name, text in source().items():
        assert Path(elementary.__file__).with_name(name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_errors_in_units_in_the_last_place(name, dtype):
    found = worst(name, compiled(getattr(elementary, name)), arguments(name, np.dtype(dtype), 400))
    bound = proved(name, dtype) if dtype == "float32" else None
    assert found.error <= (bound or BOUND[dtype]), found


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


def test_ulps_prints_a_row_for_each_function_and_dtype(capsys, monkeypatch):
    from codegen.cli.verbs.measuring import accuracy
    from codegen.cli.verbs.measuring.accuracy import ulps_command

    monkeypatch.setattr(accuracy, "proved", lambda function, precision: None)
    ulps_command(2, True)
    rows = json.loads(capsys.readouterr().out)
    assert [(r["function"], r["dtype"]) for r in rows][:2] == [("exp", "float32"), ("exp", "float64")]
    assert len(rows) == 2 * (len(FUNCTIONS) + len(NORMAL) + len(EXPONENTS))
    assert all(0 <= r["error"] < min(2, r["proved"] or 2) for r in rows)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", EXPONENTS)
def test_powers_in_units_in_the_last_place(name, dtype):
    function = compiled(elementary.power, EXPONENTS[name])
    assert worst(name, function, arguments(name, dtype, 300)).error <= 0.75


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_powers_of_special_numbers_are_those_of_the_c_library(dtype):
    tiny = np.finfo(dtype).smallest_subnormal
    at = [0.0, -0.0, 1, -1, 2, -2, 0.5, -0.5, np.inf, -np.inf, np.nan, 3, -3, tiny, -tiny, 1e30]
    x, y = (v.ravel() for v in np.meshgrid(np.array(at, dtype), np.array(at, dtype)))
    with np.errstate(all="ignore"):
        wanted = np.power(x.astype(np.float64), y.astype(np.float64)).astype(dtype)
    made = np.array([elementary.power(a, b) for a, b in zip(x, y, strict=True)], dtype)
    np.testing.assert_array_equal(np.isnan(made), np.isnan(wanted))
    number = ~np.isnan(wanted)
    np.testing.assert_array_equal(np.signbit(made[number]), np.signbit(wanted[number]))
    np.testing.assert_allclose(made[number], wanted[number], rtol=4 * np.finfo(dtype).eps, atol=tiny)


@pytest.mark.parametrize("name", ["sin", "cos"])
def test_arguments_beside_multiples_of_half_a_turn_are_reduced_exactly(name):
    """Of each exponent the number that lies nearest, in float64 and as float32."""
    near = [float(one.place) for one in all_nearest(53, range(-52, 972)) if one.m > 1]
    x = np.array([*near, 1e22, 1e300, 2.0**1000, -1e52, 3.1415926535897931, 1048577.0])
    made = compiled(getattr(elementary, name))(x)
    with mp.workdps(400):
        wanted = [getattr(mp, name)(mpf(v)) for v in x]
        off = [abs(mpf(float(m)) / w - 1) for m, w in zip(made, wanted, strict=True)]
    assert max(off) < mpf(2) ** -52


@pytest.mark.parametrize("name", ["sin", "cos"])
def test_sines_of_float32_are_computed_in_vectors(name):
    """Large arguments take no branch of their own, which would keep a loop from being one of vectors."""
    function = getattr(elementary, name)

    @njit(error_model="numpy")
    def loop(x, y):
        for i in range(x.size):
            y[i] = function(x[i])

    loop(np.ones(3, np.float32), np.ones(3, np.float32))
    assert " x double> @llvm.fma" in next(iter(loop.inspect_llvm().values()))


def test_half_turns_of_any_size_are_those_of_many_digits():
    """Around each size from which on another number stands for 1/π, and at the ends."""
    rng = np.random.default_rng(0)
    sizes = [2.0**-126, 1.0, 2.0**127, *(start for start, _, _ in half_turns() if start)]
    around = np.array(sizes)[:, None] * rng.uniform(0.5, 1.9, 200)
    x = np.concatenate([around.ravel(), *(np.array(sizes) * (1 + k * 2.0**-23) for k in (-1, 0, 1))])
    x = np.concatenate([x, -x]).astype(np.float32)
    for name in ("sin", "cos"):
        found = worst(name, compiled(getattr(elementary, name)), x)
        assert found.error <= proved(name, "float32") < 0.51, found


def test_long_sums_stay_near_a_rounding():
    found = list(sums(counts=(10**4, 10**5)))
    assert {one.name for one in found} == set(CASES) and max(one.error for one in found) < 1e-6


def test_every_float32_is_a_chunk_of_all(monkeypatch):
    functions = compiled(elementary.log1p), compiled(elementary.log1p)
    found = every("log1p", *functions, chunks=[63])
    assert found.points == 1 << 24 and 0.5 <= found.error <= 1
    broken = every("log1p", lambda x: functions[0](x) * np.float32(1.0001), functions[1], chunks=[63])
    assert broken.error > 100


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_exponentials_that_fall_are_exponentials(dtype):
    """Bit for bit where the argument is not above zero, subnormal results and NaN included."""
    rng = np.random.default_rng(0)
    ends = [0.0, -0.0, -np.inf, np.nan, -87.5, -103.9, -104.5, -708.5, -745.0, -746.5, -1e30]
    x = np.concatenate([ends, -rng.uniform(0, 110, 5000), -rng.uniform(0, 760, 5000)]).astype(dtype)
    falling = compiled(elementary.exp_falling)(x)
    np.testing.assert_array_equal(falling, compiled(elementary.exp)(x))
    assert falling[0] == 1 and falling[2] == 0 and np.isnan(falling[3])
    assert elementary.exp_falling(dtype(-1.5)) == elementary.exp(dtype(-1.5))
    assert elementary.exp_falling(-1 + 1j) == np.exp(-1 + 1j)


@pytest.mark.parametrize(("dtype", "low", "bound"), [(np.float32, -14.4, 2.2), (np.float64, -37.5, 2.0)])
def test_the_normal_law_in_units_in_the_last_place(dtype, low, bound):
    rng = np.random.default_rng(0)
    x = np.concatenate([rng.uniform(low, 6, 4000), rng.uniform(-1, 1, 1000)]).astype(dtype)
    made = compiled(elementary.normal_cdf)(x)
    assert max(errors(mp.ncdf, x, made)) <= bound


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_ends_of_the_normal_law(dtype):
    x = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 1e30, -1e30, 1e-40, -1e-40], dtype)
    made = compiled(elementary.normal_cdf)(x)
    np.testing.assert_array_equal(made, np.array([np.nan, 1, 0, 0.5, 0.5, 1, 0, 0.5, 0.5], dtype))
    assert elementary.normal_cdf(dtype(0)) == 0.5


@pytest.mark.parametrize(("dtype", "far", "bound"), [(np.float32, 14.5, 1.0), (np.float64, 37.5, 2.0)])
def test_the_bell_of_the_normal_law_does_not_round_its_square(dtype, far, bound):
    rng = np.random.default_rng(0)
    x = np.concatenate([rng.uniform(-far, far, 3000), rng.uniform(-1, 1, 1000)]).astype(dtype)
    made = compiled(elementary.normal_bell)(x)
    assert max(errors(lambda v: mp.exp(-v * v / 2), x, made)) <= bound
    x = np.array([np.nan, np.inf, -np.inf, 0.0, -0.0, 1e30, -1e-40], dtype)
    made = compiled(elementary.normal_bell)(x)
    np.testing.assert_array_equal(made, np.array([np.nan, 0, 0, 1, 1, 0, 1], dtype))


def test_the_complex_tanh_does_not_overflow():
    """Numba's own is NaN from 400 on."""
    z = np.array([0.5 - 1j, 19.5 + 1e-30j, 20 + 1j, -20 + 1j, 400 + 2j, -4096 + 1e-30j, 1e300 + 0j])
    np.testing.assert_allclose(compiled(elementary.tanh)(z), np.tanh(z), rtol=1e-14, atol=1e-30)
