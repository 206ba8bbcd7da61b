"""Elementary functions of float64: reductions and polynomials.

Made by `chainrule generate` from `derive.approximation`, which derives the polynomials.  Do not edit.
"""

import numpy as np

from .inlining import (
    inlined,
)
from .arithmetic import (
    F64, I64, copysign, fma, select,
)


# -- float64

# Adding SHIFT leaves the nearest integer in the last bits of the sum, with twice the bias of an exponent.
SHIFT_64, SHIFT_BITS_64 = F64(6755399441057790.0), I64(4843621399236970494)
ONE_BITS_64, EXPONENT_64 = I64(4607182418800017408), I64(52)
# The same with the bias of an exponent 64 higher.
RAISED_64 = F64(6755399441056831.0)
ROOT_HALF_BITS_64, LEAST_NORMAL_64 = I64(4604544271217802189), F64(2.2250738585072014e-308)
# An argument that small is its own expm1, log1p, sine ...
TINY_64 = F64(1.734723475976807e-18)
LOG2_E_64 = F64(1.4426950408889634)
# The first part has so few bits that its product with an exponent is exact.
LOG_2_HIGH_64, LOG_2_LOW_64 = F64(0.693147180559663), F64(2.8235290563031577e-13)
# The first coefficient of a polynomial, in two parts, and the second one.
ERFCX_64 = F64(0.855167152311614), F64(1.7120780089406425e-17), F64(-0.2376809068239803)


@inlined
def exp_polynomial_64(x):
    p = F64(2.092428743011863e-09)
    p = fma(fma(p, x, F64(2.5108859504450907e-08)), x, F64(2.755724334645269e-07))
    p = fma(fma(p, x, F64(2.7557244762385537e-06)), x, F64(2.4801587359734602e-05))
    p = fma(fma(p, x, F64(0.00019841269885521428)), x, F64(0.0013888888888867357))
    p = fma(fma(p, x, F64(0.0083333333333219)), x, F64(0.0416666666666667))
    p = fma(fma(p, x, F64(0.16666666666666677)), x, F64(0.5))
    return p


@inlined
def log_polynomial_64(x):
    p = F64(0.14797432371379907)
    p = fma(fma(p, x, F64(0.15313961080087748)), x, F64(0.18183565172034447))
    p = fma(fma(p, x, F64(0.22222198617907796)), x, F64(0.28571428741204313))
    p = fma(fma(p, x, F64(0.3999999999942457)), x, F64(0.6666666666666732))
    return p


@inlined
def erf_polynomial_64(x):
    p = F64(-1.4621769572573936e-07)
    p = fma(p, x, F64(1.6371330769741951e-06))
    p = fma(fma(p, x, F64(-1.4923007885637597e-05)), x, F64(0.00012055286316237073))
    p = fma(fma(p, x, F64(-0.0008548326512408339)), x, F64(0.0052239776220315125))
    p = fma(fma(p, x, F64(-0.02686617064500043)), x, F64(0.11283791670954871))
    p = fma(fma(p, x, F64(-0.3761263890318375)), x, F64(0.1283791670955126))
    return p


@inlined
def erfcx_polynomial_64(x):
    p = F64(6.838247443833957e-08)
    p = fma(p, x, F64(-1.192157775118797e-07))
    p = fma(fma(p, x, F64(-1.134383534741704e-06)), x, F64(-2.0542065515787166e-07))
    p = fma(fma(p, x, F64(4.998038569966278e-06)), x, F64(3.9841615410574035e-06))
    p = fma(fma(p, x, F64(-9.121479449713588e-06)), x, F64(-1.1156491094892125e-05))
    p = fma(fma(p, x, F64(7.051210304504186e-06)), x, F64(1.1577418113123291e-05))
    p = fma(fma(p, x, F64(-5.5788371498488225e-06)), x, F64(-7.199592542719003e-06))
    p = fma(fma(p, x, F64(1.1213652095091325e-05)), x, F64(1.8060820288721998e-05))
    p = fma(fma(p, x, F64(7.796067300083859e-06)), x, F64(-6.880602456866876e-06))
    p = fma(fma(p, x, F64(-2.854469307113221e-05)), x, F64(-5.880509261316694e-05))
    p = fma(fma(p, x, F64(-7.568102838862923e-05)), x, F64(-3.840061390893062e-05))
    p = fma(fma(p, x, F64(9.285394000222572e-05)), x, F64(0.0003149922425327964))
    p = fma(fma(p, x, F64(0.0005073621663916129)), x, F64(0.00036565977992074713))
    p = fma(fma(p, x, F64(-0.0005261683115078808)), x, F64(-0.0022634987139250958))
    p = fma(fma(p, x, F64(-0.0036628693299036387)), x, F64(-0.0012412224993245823))
    p = fma(fma(p, x, F64(0.009544508433489543)), x, F64(0.025397328265656823))
    p = fma(fma(p, x, F64(0.013908944769415694)), x, F64(-0.0955564749843111))
    return p


@inlined
def sin_polynomial_64(x):
    p = F64(-7.578702107082341e-13)
    p = fma(fma(p, x, F64(1.6058366936730083e-10)), x, F64(-2.5052104916238323e-08))
    p = fma(fma(p, x, F64(2.755731921421957e-06)), x, F64(-0.00019841269841255153))
    p = fma(fma(p, x, F64(0.008333333333333323)), x, F64(-0.16666666666666666))
    return p


@inlined
def cos_polynomial_64(x):
    p = F64(-1.1361076661434628e-11)
    p = fma(p, x, F64(2.087575387177169e-09))
    p = fma(fma(p, x, F64(-2.755731460501029e-07)), x, F64(2.4801587290480233e-05))
    p = fma(fma(p, x, F64(-0.001388888888887599)), x, F64(0.041666666666666616))
    return p


@inlined
def exp_rest_64(x):
    p = F64(2.092428743011863e-09)
    p = fma(p, x, F64(2.5108859504450907e-08))
    p = fma(fma(p, x, F64(2.755724334645269e-07)), x, F64(2.7557244762385537e-06))
    p = fma(fma(p, x, F64(2.4801587359734602e-05)), x, F64(0.00019841269885521428))
    p = fma(fma(p, x, F64(0.0013888888888867357)), x, F64(0.0083333333333219))
    p = fma(fma(p, x, F64(0.0416666666666667)), x, F64(0.16666666666666677))
    return p


@inlined
def power_rest_64(x):
    p = F64(0.1203551403653917)
    p = fma(p, x, F64(0.1166852593952344))
    p = fma(fma(p, x, F64(0.13336673933955698)), x, F64(0.15384545913340494))
    p = fma(fma(p, x, F64(0.18181819068052982)), x, F64(0.22222222215421625))
    p = fma(fma(p, x, F64(0.2857142857145794)), x, F64(0.39999999999999936))
    return p


@inlined
def exp_short_polynomial_64(x):
    p = F64(0.000199138766732306)
    p = fma(p, x, F64(0.0013940652904847544))
    p = fma(fma(p, x, F64(0.008333273648786515)), x, F64(0.04166636060424257))
    p = fma(fma(p, x, F64(0.1666666681414099)), x, F64(0.5000000044241153))
    return p


@inlined
def log_short_polynomial_64(x):
    p = F64(0.23584096850709838)
    p = fma(p, x, F64(0.28537245983028864))
    p = fma(fma(p, x, F64(0.4000033532483718)), x, F64(0.6666666565067387))
    return p


@inlined
def half_turn_short_polynomial_64(x):
    p = F64(-0.0022357053658481683)
    p = fma(fma(p, x, F64(0.026116883785487446)), x, F64(-0.19074787290106326))
    p = fma(fma(p, x, F64(0.8117422056203615)), x, F64(-1.6449340629080562))
    return p


@inlined
def two_to_64(k):
    """2^k, where that is a normal number."""
    return I64((k << EXPONENT_64) + ONE_BITS_64).view(F64)


@inlined
def scaled_64(x, t):
    """2^n x for twice the exponents that there are, ``t`` the bits of n + SHIFT: rounded once."""
    half = I64(t >> I64(1))
    return x * I64(half << EXPONENT_64).view(F64) * I64(I64(t - half) << EXPONENT_64).view(F64)


@inlined
def clamped_64(x, low, high):
    """``x`` between ``low`` and ``high``; NaN stays."""
    x = low if x < low else x
    return high if x > high else x


@inlined
def with_sign_64(size, x):
    """``size`` with the sign of ``x``."""
    return copysign(size, x)


@inlined
def fast_two_sum_64(a, b):
    """a + b and what its rounding lost, for |a| >= |b| or a = 0."""
    s = a + b
    return s, b - (s - a)


@inlined
def two_sum_64(a, b):
    """a + b and what its rounding lost."""
    s = a + b
    c = s - a
    return s, (a - (s - c)) + (b - c)


@inlined
def quotient_64(h, l, d, e):
    """(h + l)/(d + e), for l and e far smaller than h and d, and 1/d."""
    inverse = F64(1) / d
    q = h * inverse
    return fma(fma(-q, d, h) + (l - q * e), inverse, q)


@inlined
def product_pair_64(a, b, p, q):
    """(a + b)(p + q) in two parts, for b and q far smaller than a and p."""
    v = a * p
    return v, fma(a, p, -v) + fma(a, q, b * p)


@inlined
def quotient_pair_64(n, d, e):
    """n/(d + e) and what is missing in it."""
    inverse = F64(1) / d
    q = n * inverse
    return q, (fma(-q, d, n) - q * e) * inverse


@inlined
def exp_reduced_64(x):
    """The bits of k + SHIFT, k, r and what r lost: x = k log 2 + r."""
    t = fma(x, LOG2_E_64, SHIFT_64)
    k = t - SHIFT_64
    h = fma(k, -LOG_2_HIGH_64, x)
    r = fma(k, -LOG_2_LOW_64, h)
    return F64(t).view(I64), k, r, fma(k, -LOG_2_LOW_64, h - r)


@inlined
def exp_core_64(r, low):
    """e^(r + low) in two parts."""
    a, lost = fast_two_sum_64(F64(1), r)
    return a, lost + fma(r * r, exp_polynomial_64(r), low)


@inlined
def exp_near_64(h, l):
    """e^(h + l) for l far smaller than h, which nothing was lost of."""
    r = h + l
    return F64(1) + (h + fma(r * r, exp_polynomial_64(r), l))


@inlined
def exp_unscaled_64(x, shift):
    """k + shift, and e^x 2^-k."""
    t = fma(x, LOG2_E_64, shift)
    k = t - shift
    return t, exp_near_64(fma(k, -LOG_2_HIGH_64, x), k * -LOG_2_LOW_64)


@inlined
def exp_64(x):
    t, y = exp_unscaled_64(clamped_64(x, F64(-746), F64(710)), SHIFT_64)
    return scaled_64(y, F64(t).view(I64))


@inlined
def exp_falling_64(x):
    """e^x for x <= 0: with RAISED added, the exponents of all results are those of normal numbers."""
    t, y = exp_unscaled_64(F64(-746) if x < F64(-746) else x, RAISED_64)
    return y * I64(F64(t).view(I64) << EXPONENT_64).view(F64) * F64(2.0**-64)


@inlined
def expm1_core_64(r, low, c, lost):
    """(e^(r + low) - 1) + c + lost in two parts; the polynomial of e^r begins with 1/2."""
    z = r * r
    h, first = fast_two_sum_64(c, r)
    h, second = fast_two_sum_64(h, F64(0.5) * z)
    rest = fma(F64(0.5), fma(r, r, -z), fma(low, r, low) + lost)
    return h, first + (second + fma(r * z, exp_rest_64(r), rest))


@inlined
def expm1_parts_64(x):
    """The bits of n + SHIFT, n, h, l: e^x - 1 = (h + l) 2^n; 1 - 2^-n is added to what is left of e^x - 1."""
    t, _, r, low = exp_reduced_64(x)
    n, least = I64(t - SHIFT_BITS_64), I64(52 + 10)
    one = two_to_64(I64(-n) if n < least else I64(-least))
    c, lost = two_sum_64(F64(1), -one)
    h, l = expm1_core_64(r, low, c, lost)
    return t, n, h, l


@inlined
def expm1_64(x):
    t, _, h, l = expm1_parts_64(clamped_64(x, F64(-40), F64(710)))
    return x if abs(x) < TINY_64 else scaled_64(h + l, t)


@inlined
def tanh_core_64(h, l):
    """-(h + l)/(2 + h + l), for -1 <= h + l <= 0."""
    h, l = fast_two_sum_64(h, l)
    d, e = fast_two_sum_64(F64(2), h)
    return -quotient_64(h, l, d, e + l)


@inlined
def tanh_64(x):
    """-E/(2 + E), E = e^(-2|x|) - 1."""
    _, n, h, l = expm1_parts_64(clamped_64(F64(-2) * abs(x), F64(-40), F64(0)))
    power = two_to_64(n)
    made = tanh_core_64(h * power, l * power)
    return x if abs(x) < TINY_64 else with_sign_64(made, x)


@inlined
def exponent_of_64(bits):
    """k of x = 2^k m with √½ <= m < √2."""
    return I64(I64(bits - ROOT_HALF_BITS_64) >> EXPONENT_64)


@inlined
def log_core_64(f, k, rest):
    """log(2^k (1 + f)) + rest/(1 + f) for √½ <= 1 + f < √2; ``rest`` is small."""
    s = f / (F64(2) + f)
    z = s * s
    h = F64(0.5) * f * f
    high, lost = fast_two_sum_64(k * LOG_2_HIGH_64, f)
    low = fma(k, LOG_2_LOW_64, fma(rest, (F64(1) - s) * (F64(1) - s), lost))
    return high - (h - fma(s, fma(z, log_polynomial_64(z), h), low))


@inlined
def log_limits_64(x, made):
    """``made`` = log x, or what it tends to outside 0 < x < ∞."""
    made = F64(-np.inf) if x == F64(0) else made
    made = F64(np.nan) if x < F64(0) else made
    return x if x == F64(np.inf) or x != x else made


@inlined
def log_64(x):
    small = x < LEAST_NORMAL_64
    v = x * F64(1.8014398509481984e+16) if small else x
    bits = F64(v).view(I64)
    k = exponent_of_64(bits)
    m = I64(bits - I64(k << EXPONENT_64)).view(F64)
    made = log_core_64(m - F64(1), F64(k) - (F64(54) if small else F64(0)), F64(0))
    return log_limits_64(x, made)


@inlined
def log1p_64(x):
    u, lost = two_sum_64(F64(1), x)
    bits = F64(u).view(I64)
    k = exponent_of_64(bits)
    m = I64(bits - I64(k << EXPONENT_64)).view(F64)
    less = k if k < I64(64) else I64(64)
    near = k == I64(0)
    f, rest = x if near else m - F64(1), F64(0) if near else lost * two_to_64(I64(-less))
    made = log_core_64(f, F64(k), rest)
    return x if abs(x) < TINY_64 else log_limits_64(u, made)


@inlined
def erfcx_parts_64(x):
    """p + q and d + e, whose quotient is e^x² erfc x, for x >= 0."""
    d, e = two_sum_64(x, F64(1))
    t, rest = quotient_pair_64(x - F64(1), d, e)
    slope, lost = fast_two_sum_64(ERFCX_64[2], t * erfcx_polynomial_64(t))
    u, more = product_pair_64(t, rest, slope, lost)
    p, q = fast_two_sum_64(ERFCX_64[0], u)
    return p, q + (more + ERFCX_64[1]), d, e


@inlined
def erfc_core_64(a, b, p, q, d, e):
    """(a + b)(p + q)/(d + e)."""
    a, b = fast_two_sum_64(a, b)
    v, w = product_pair_64(a, b, p, q)
    return quotient_64(v, w, d, e)


@inlined
def erfc_far_64(x):
    """n and erfc x 2^-n for x >= 0."""
    x = F64(28.0) if x > F64(28.0) else x
    s = x * x
    n, _, r, low = exp_reduced_64(-s)
    r, low = fast_two_sum_64(r, low - fma(x, x, -s))
    a, b = exp_core_64(r, fma(low, r, low))
    p, q, d, e = erfcx_parts_64(x)
    return n, erfc_core_64(a, b, p, q, d, e)


@inlined
def erfc_64(x):
    n, y = erfc_far_64(abs(x))
    y = scaled_64(y, n)
    return F64(2) - y if x < F64(0) else y


@inlined
def erf_64(x):
    size = abs(x)
    n, y = erfc_far_64(size)
    near = fma(x, erf_polynomial_64(x * x), x)
    return near if size < F64(0.5) else with_sign_64(F64(1) - scaled_64(y, n), x)


@inlined
def power_limits_64(x, y, made):
    """``made`` = |x|^y for 0 < |x| < ∞, or what it is elsewhere, with its sign."""
    size, endless = abs(x), F64(np.inf)
    half = y * F64(0.5)
    whole = np.floor(y) == y
    odd = whole & (np.floor(half) != half)
    of_zero = select(y > F64(0), F64(0), select(y < F64(0), endless, y))
    of_endless = select(y > F64(0), endless, select(y < F64(0), F64(0), y))
    made = select(size == F64(1), F64(1), made)
    made = select((x < F64(0)) & (not whole), F64(np.nan), made)
    made = select(size == F64(0), of_zero, made)
    made = select(size == endless, of_endless, made)
    made = select(odd, with_sign_64(made, x), made)
    made = select(x != x, x, made)
    return select(y == F64(0), F64(1), made)
