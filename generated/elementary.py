"""Elementary functions in the precision of their arguments.

Made by `chainrule generate` from `derive.approximation`, which derives the polynomials.  Do not edit.
"""

import numpy as np
from numba import types

from .inlining import (
    inlined, inlined_as,
)
from .arithmetic import (
    F32, F64, I32, I64, fma, of_type, select,
)
from .single import (
    EXPONENT_32, LOG2_E_32, LOG_2_HIGH_32, LOG_2_LOW_32, RAISED_32, TINY_32, erf_32, erfc_32, exp_32,
    exp_falling_32, exp_polynomial_32, expm1_32, log1p_32, log_32, normal_rest_32, normal_slope_polynomial_32,
    power_limits_32, tanh_32,
)
from .double import (
    EXPONENT_64, LEAST_NORMAL_64, LOG2_E_64, LOG_2_HIGH_64, LOG_2_LOW_64, SHIFT_64, SHIFT_BITS_64, TINY_64,
    clamped_64, cos_polynomial_64, erf_64, erfc_64, exp_64, exp_core_64, exp_falling_64, exp_reduced_64,
    exp_short_polynomial_64, expm1_64, exponent_of_64, fast_two_sum_64, half_turn_short_polynomial_64,
    log1p_64, log_64, log_short_polynomial_64, power_limits_64, power_rest_64, scaled_64, sin_polynomial_64,
    tanh_64, two_sum_64, two_to_64,
)


# -- sine, cosine and powers: a float32 is computed in double precision and rounded once

# π/2 in three parts; products of the first two with an integer below 2^20 are exact.
HALF_PI = F64(1.5707963267341256), F64(6.077100506303966e-11), F64(2.0222662487959506e-21)
HALF_PI_PAIR = F64(1.5707963267948966), F64(6.123233995736766e-17)
TWO_BY_PI = F64(0.6366197723675814)
NEARER = F64(1 << 14)
# 2/π in pieces of 24 bits.
PIECES = np.array(
    [
    10680707, 7228996, 1387004, 2578385, 16069853, 12639074, 9804092, 4427841, 16666979, 11263675,
    12935607, 2387514, 4345298, 14681673, 3074569, 13734428, 16653803, 1880361, 10960616, 8533493,
    3062596, 8710556, 7349940, 6258241, 3772886, 3769171, 3798172, 8675211, 12450088, 3874808,
    9961438, 366607, 15675153, 9132554, 7151469, 3571407, 2607881, 12013382, 4155038, 6285869,
    7677882, 13102053, 15825725, 473591, 9065106, 15363067, 6271263, 9264392, 5636912, 4652155,
    7056368, 13614112, 10155062, 1944035, 9527646, 15077376,],
    np.float64,
)
TERMS = 10
POWER_FIRST = F64(0.6666666666666666), F64(3.744464194177045e-17)
LOG_2 = F64(0.6931471805599453)
# Adding it leaves the nearest integer in the last bits of the sum.
EVEN_SHIFT = F64(6755399441055744.0)


@inlined
def quarter_near(x):
    """k, r and what r lost: x = k π/2 + r for small x."""
    t = fma(x, TWO_BY_PI, SHIFT_64)
    k = t - SHIFT_64
    first = fma(k, -HALF_PI[0], x)
    second = k * HALF_PI[1]
    r = first - second
    lost = (first - r) - second
    low = fma(k, -HALF_PI[2], lost)
    r, low = fast_two_sum_64(r, low)
    return I64(F64(t).view(I64) - SHIFT_BITS_64), r, low


@inlined
def quarter_far(x):
    """The same for any x: multiples of 4 leave the product with 2/π, piece by piece (M. Payne, R. Hanek)."""
    e = I64(I64(I64(F64(abs(x)).view(I64)) >> I64(52)) - I64(1023))
    start = max(I64(0), (e - I64(54)) // I64(24))
    y = x * two_to_64(I64(I64(-12) * start)) * two_to_64(I64(I64(-12) * start))
    s, low, last, scale = F64(0), F64(0), F64(0), F64(2.0**-24)
    for j in range(TERMS):
        c = PIECES[start + j] * scale
        scale = scale * F64(2.0**-24)
        h = y * c
        l = fma(y, c, -h)
        for part in (h, l):
            s, lost = two_sum_64(s, part - F64(4) * np.rint(part * F64(0.25)))
            low, lost = two_sum_64(low, lost)
            last = last + lost
    k = np.rint(s)
    f, rest = two_sum_64(s - k, low)
    rest = rest + last
    r = f * HALF_PI_PAIR[0]
    l = fma(f, HALF_PI_PAIR[0], -r) + fma(f, HALF_PI_PAIR[1], rest * HALF_PI_PAIR[0])
    r, l = fast_two_sum_64(r, l)
    return I64(k), r, l


@inlined
def sin_core(r, low):
    z = r * r
    return r + fma(r * z, sin_polynomial_64(z), low)


@inlined
def cos_core(r, low):
    z = r * r
    h = F64(0.5) * z
    w = F64(1) - h
    return w + (((F64(1) - w) - h) + fma(z * z, cos_polynomial_64(z), -(r * low)))


@inlined
def turned(x, quarters):
    """sin(x + quarters π/2)."""
    if abs(x) < NEARER:
        k, r, low = quarter_near(x)
    else:
        k, r, low = quarter_far(x if abs(x) < F64(np.inf) else F64(1))
    k = k + quarters
    made = cos_core(r, low) if k & 1 else sin_core(r, low)
    made = -made if k & 2 else made
    return made if abs(x) < F64(np.inf) else F64(np.nan)


@inlined
def sin_64(x):
    return x if abs(x) < TINY_64 else turned(x, I64(0))


@inlined
def cos_64(x):
    return turned(x, I64(1))


@inlined
def half_turns(x):
    """x/π less a multiple of 2, in two parts, for x of 24 bits."""
    size, c, rest = abs(x), F64(0.3183098861837907), F64(-1.9678676675182486e-17)
    beyond = size >= F64(17592186044416.0)
    c, rest = select(beyond, F64(1.0224824379653776e-07), c), select(beyond, F64(3.037013244824923e-24), rest)
    beyond = size >= F64(3.6893488147419103e+19)
    c, rest = select(beyond, F64(1.209391198562356e-13), c), select(beyond, F64(1.2355694379560215e-29), rest)
    beyond = size >= F64(7.737125245533627e+25)
    c, rest = select(beyond, F64(5.3802864053693746e-20), c), select(beyond, F64(-8.450967239003765e-37), rest)
    beyond = size >= F64(1.6225927682921336e+32)
    c, rest = select(beyond, F64(3.848352432019786e-26), c), select(beyond, F64(2.2103380079700596e-42), rest)
    h = x * c
    return h, fma(x, rest, fma(x, c, -h))


@inlined
def half_turn_core(f):
    """sin πf."""
    w, r = f * f, f * F64(3.141592653589793)
    return fma(r * w, half_turn_short_polynomial_64(w), r)


@inlined
def turned_32(x, quarter):
    """sin(x + quarter π) for 0 or a half; without a branch, for vectors."""
    h, l = half_turns(F64(x))
    t = (h + quarter) + EVEN_SHIFT
    f = (h - ((t - EVEN_SHIFT) - quarter)) + l
    made = F32(half_turn_core(f))
    return select((F64(t).view(I64) & I64(1)) == I64(1), -made, made)


@inlined
def sin_32(x):
    return select(abs(x) < TINY_32, x, turned_32(x, F64(0)))


@inlined
def cos_32(x):
    return turned_32(x, F64(0.5))


@inlined
def log_pair(x):
    """log x in two parts, for x > 0."""
    small = x < LEAST_NORMAL_64
    v = x * F64(2.0**54) if small else x
    bits = F64(v).view(I64)
    n = exponent_of_64(bits)
    f = I64(bits - I64(n << EXPONENT_64)).view(F64) - F64(1)
    k = F64(n) - (F64(54) if small else F64(0))
    d, e = fast_two_sum_64(F64(2), f)
    inverse = F64(1) / d
    s = f * inverse
    s_low = (fma(-s, d, f) - s * e) * inverse
    z = s * s
    z_low = fma(s, s, -z) + F64(2) * s * s_low
    u, u_low = fast_two_sum_64(POWER_FIRST[0], z * power_rest_64(z))
    t = z * u
    t_low = fma(z, u, -t) + fma(z, u_low + POWER_FIRST[1], z_low * u)
    p = s * t
    p_low = fma(s, t, -p) + fma(s, t_low, s_low * t)
    h, lost = two_sum_64(k * LOG_2_HIGH_64, F64(2) * s)
    g, more = two_sum_64(h, p)
    low = (lost + more) + (p_low + fma(k, LOG_2_LOW_64, F64(2) * s_low))
    return fast_two_sum_64(g, low)


@inlined
def power_size_64(x, y):
    """x^y for x > 0."""
    h, l = log_pair(x)
    a = y * h
    b = fma(y, h, -a) + y * l
    a = clamped_64(a, F64(-746), F64(710))
    b = b if abs(b) < F64(1) else F64(0)
    n, _, r, low = exp_reduced_64(a)
    r, low = fast_two_sum_64(r, low + b)
    p, q = exp_core_64(r, fma(low, r, low))
    return scaled_64(p + q, n)


@inlined
def power_64(x, y):
    size = abs(x)
    within = (F64(0) < size) & (size < F64(np.inf))
    return power_limits_64(x, y, power_size_64(select(within, size, F64(1)), y))


@inlined
def log_short(x):
    """log x as closely as a power in float32 needs it, for normal x > 0."""
    bits = F64(x).view(I64)
    k = exponent_of_64(bits)
    f = I64(bits - I64(k << EXPONENT_64)).view(F64) - F64(1)
    s = f / (F64(2) + f)
    z = s * s
    return fma(F64(k), LOG_2, s * fma(z, log_short_polynomial_64(z), F64(2)))


@inlined
def exp_short(x):
    """e^x as closely as float32 needs it, and as far."""
    x = clamped_64(x, F64(-104), F64(89))
    t = fma(x, LOG2_E_64, EVEN_SHIFT)
    r = fma(t - EVEN_SHIFT, -LOG_2, x)
    p = fma(r, fma(r, exp_short_polynomial_64(r), F64(1)), F64(1))
    return I64(F64(p).view(I64) + I64(F64(t).view(I64) << EXPONENT_64)).view(F64)


@inlined
def power_32(x, y):
    return power_limits_32(x, y, F32(exp_short(F64(y) * log_short(F64(abs(x))))))


@inlined
def normal_reduced_32(x):
    """a = |x| as far as it matters, h, e and s: e^(-a²/2) = s 2^-64 (1 + h + e), with the square in two parts."""
    a = abs(x)
    a = F32(14.375) if a > F32(14.375) else a
    half = F32(0.5) * a
    s = a * half
    t = fma(s, -LOG2_E_32, RAISED_32)
    k = t - RAISED_32
    h, l = fma(k, -LOG_2_HIGH_32, -s), fma(k, -LOG_2_LOW_32, -fma(a, half, -s))
    r = h + l
    e = fma(r * r, exp_polynomial_32(r), l)
    return a, h, e, I32(F32(t).view(I32) << EXPONENT_32).view(F32)


@inlined
def normal_cdf_32(x):
    """e^(-a²/2) times Mills' ratio, for a = |x|, and what the quotient lost."""
    a, h, e, scale = normal_reduced_32(x)
    d = a + F32(1.5)
    u = F32(0.59375) / d
    lost = fma(-u, a - (d - F32(1.5)), fma(-u, d, F32(0.59375)))
    v = u - F32(0.21875)
    first = fma(lost, normal_slope_polynomial_32(v), F32(0.07321760803461075))
    w = fma(normal_rest_32(v), v, first)
    m = h + (e + fma(h + e, w, w))
    y = fma(u, m, u) * scale * F32(2.0**-64)
    return F32(1) - y if x > F32(0) else y


@inlined
def normal_bell_32(x):
    """e^(-x²/2), which is 0 from 14.420268866008831 on."""
    _, h, e, scale = normal_reduced_32(x)
    y = (F32(1) + (h + e)) * scale * F32(2.0**-64)
    return F32(0) if abs(x) > F32(14.420268866008831) else y


@inlined
def normal_cdf_64(x):
    """Half an erfc; what rounding took from its argument is given back by the slope."""
    a = F64(40) if x > F64(40) else F64(-40) if x < F64(-40) else x
    u = -a * F64(0.7071067811865476)
    lost = fma(-a, F64(0.7071067811865476), -u) + a * F64(4.833646656726457e-17)
    return F64(0.5) * fma(lost, F64(-1.1283791670955126) * exp_64(-u * u), erfc_64(u))


@inlined
def normal_bell_64(x):
    """e^-s (1 - r) for x²/2 = s + r."""
    a = abs(x)
    a = F64(40) if a > F64(40) else a
    half = F64(0.5) * a
    s = a * half
    y = exp_falling_64(-s)
    return fma(-fma(a, half, -s), y, y)


@np.errstate(all="ignore")
def exp(x):
    """exp in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.exp(x)
    return F32(exp_32(x)) if isinstance(x, F32) else F64(exp_64(F64(x)))


@inlined_as(exp)
def _exp(x):
    if isinstance(x, types.Complex):
        return lambda x: np.exp(x)
    return of_type(x, exp_32, exp_64)


@np.errstate(all="ignore")
def expm1(x):
    """expm1 in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.expm1(x)
    return F32(expm1_32(x)) if isinstance(x, F32) else F64(expm1_64(F64(x)))


@inlined_as(expm1)
def _expm1(x):
    if isinstance(x, types.Complex):
        return lambda x: np.expm1(x)
    return of_type(x, expm1_32, expm1_64)


@np.errstate(all="ignore")
def log(x):
    """log in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.log(x)
    return F32(log_32(x)) if isinstance(x, F32) else F64(log_64(F64(x)))


@inlined_as(log)
def _log(x):
    if isinstance(x, types.Complex):
        return lambda x: np.log(x)
    return of_type(x, log_32, log_64)


@np.errstate(all="ignore")
def log1p(x):
    """log1p in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.log1p(x)
    return F32(log1p_32(x)) if isinstance(x, F32) else F64(log1p_64(F64(x)))


@inlined_as(log1p)
def _log1p(x):
    if isinstance(x, types.Complex):
        return lambda x: np.log1p(x)
    return of_type(x, log1p_32, log1p_64)


@np.errstate(all="ignore")
def tanh(x):
    """tanh in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.tanh(x)
    return F32(tanh_32(x)) if isinstance(x, F32) else F64(tanh_64(F64(x)))


@inlined_as(tanh)
def _tanh(x):
    if isinstance(x, types.Complex):
        return lambda x: (
            np.tanh(x)
            if abs(x.real) < 20
            else (1 - np.exp(-2 * x)) / (1 + np.exp(-2 * x))
            if x.real > 0
            else (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1)
        )
    return of_type(x, tanh_32, tanh_64)


@np.errstate(all="ignore")
def erf(x):
    """erf in the precision of its argument."""
    return F32(erf_32(x)) if isinstance(x, F32) else F64(erf_64(F64(x)))


@inlined_as(erf)
def _erf(x):
    return of_type(x, erf_32, erf_64)


@np.errstate(all="ignore")
def erfc(x):
    """erfc in the precision of its argument."""
    return F32(erfc_32(x)) if isinstance(x, F32) else F64(erfc_64(F64(x)))


@inlined_as(erfc)
def _erfc(x):
    return of_type(x, erfc_32, erfc_64)


@np.errstate(all="ignore")
def sin(x):
    """sin in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.sin(x)
    return F32(sin_32(x)) if isinstance(x, F32) else F64(sin_64(F64(x)))


@inlined_as(sin)
def _sin(x):
    if isinstance(x, types.Complex):
        return lambda x: np.sin(x)
    return of_type(x, sin_32, sin_64)


@np.errstate(all="ignore")
def cos(x):
    """cos in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.cos(x)
    return F32(cos_32(x)) if isinstance(x, F32) else F64(cos_64(F64(x)))


@inlined_as(cos)
def _cos(x):
    if isinstance(x, types.Complex):
        return lambda x: np.cos(x)
    return of_type(x, cos_32, cos_64)


@np.errstate(all="ignore")
def exp_falling(x):
    """exp_falling in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.exp(x)
    return F32(exp_falling_32(x)) if isinstance(x, F32) else F64(exp_falling_64(F64(x)))


@inlined_as(exp_falling)
def _exp_falling(x):
    if isinstance(x, types.Complex):
        return lambda x: np.exp(x)
    return of_type(x, exp_falling_32, exp_falling_64)


@np.errstate(all="ignore")
def normal_cdf(x):
    """normal_cdf in the precision of its argument."""
    return F32(normal_cdf_32(x)) if isinstance(x, F32) else F64(normal_cdf_64(F64(x)))


@inlined_as(normal_cdf)
def _normal_cdf(x):
    return of_type(x, normal_cdf_32, normal_cdf_64)


@np.errstate(all="ignore")
def normal_bell(x):
    """normal_bell in the precision of its argument."""
    return F32(normal_bell_32(x)) if isinstance(x, F32) else F64(normal_bell_64(F64(x)))


@inlined_as(normal_bell)
def _normal_bell(x):
    return of_type(x, normal_bell_32, normal_bell_64)


@np.errstate(all="ignore")
def power(x, y):
    """power in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.power(x, y)
    return F32(power_32(x, y)) if isinstance(x, F32) else F64(power_64(F64(x), F64(y)))


@inlined_as(power)
def _power(x, y):
    if isinstance(x, types.Complex):
        return lambda x, y: x**y
    return of_type(x, power_32, power_64)
