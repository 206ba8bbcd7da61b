"""Elementary functions of float32: reductions and polynomials.

Made by `chainrule generate` from `derive.approximation`, which derives the polynomials.  Do not edit.
"""

import numpy as np

from .inlining import (
    inlined,
)
from .arithmetic import (
    F32, I32, copysign, fma, select,
)


# -- float32

# Adding SHIFT leaves the nearest integer in the last bits of the sum, with twice the bias of an exponent.
SHIFT_32, SHIFT_BITS_32 = F32(12583166.0), I32(1262485758)
ONE_BITS_32, EXPONENT_32 = I32(1065353216), I32(23)
# The same with the bias of an exponent 64 higher.
RAISED_32 = F32(12583103.0)
ROOT_HALF_BITS_32, LEAST_NORMAL_32 = I32(1060439283), F32(1.1754943508222875e-38)
# An argument that small is its own expm1, log1p, sine ...
TINY_32 = F32(9.313225746154785e-10)
LOG2_E_32 = F32(1.4426950216293335)
# The first part has so few bits that its product with an exponent is exact.
LOG_2_HIGH_32, LOG_2_LOW_32 = F32(0.693145751953125), F32(1.428606765330187e-06)
# The first coefficient of a polynomial, in two parts, and the second one.
ERFCX_32 = F32(0.8551671504974365), F32(-3.998103584312851e-11), F32(-0.23768088221549988)


@inlined
def exp_polynomial_32(x):
    p = F32(0.0001991387689486146)
    p = fma(p, x, F32(0.0013940653298050165))
    p = fma(fma(p, x, F32(0.008333273231983185)), x, F32(0.041666362434625626))
    p = fma(fma(p, x, F32(0.1666666716337204)), x, F32(0.5))
    return p


@inlined
def log_polynomial_32(x):
    p = F32(0.298738956451416)
    p = fma(fma(p, x, F32(0.3997749388217926)), x, F32(0.6666677594184875))
    return p


@inlined
def erf_polynomial_32(x):
    p = F32(0.004719928372651339)
    p = fma(fma(p, x, F32(-0.026758156716823578)), x, F32(0.11282838135957718))
    p = fma(fma(p, x, F32(-0.37612608075141907)), x, F32(0.12837916612625122))
    return p


@inlined
def erfcx_polynomial_32(x):
    p = F32(-4.4263935706112534e-05)
    p = fma(p, x, F32(5.439629967440851e-05))
    p = fma(fma(p, x, F32(0.0005298972828313708)), x, F32(0.0006547586526721716))
    p = fma(fma(p, x, F32(-0.00046160377678461373)), x, F32(-0.0024094358086586))
    p = fma(fma(p, x, F32(-0.003706870134919882)), x, F32(-0.0012036956613883376))
    p = fma(fma(p, x, F32(0.009555391035974026)), x, F32(0.025392647832632065))
    p = fma(fma(p, x, F32(0.0139079000800848)), x, F32(-0.09555625170469284))
    return p


@inlined
def normal_slope_polynomial_32(x):
    p = F32(3.3077774047851562)
    p = fma(p, x, F32(2.1700243949890137))
    return p


@inlined
def exp_rest_32(x):
    p = F32(0.0001991387689486146)
    p = fma(fma(p, x, F32(0.0013940653298050165)), x, F32(0.008333273231983185))
    p = fma(fma(p, x, F32(0.041666362434625626)), x, F32(0.1666666716337204))
    return p


@inlined
def normal_rest_32(x):
    p = F32(-238.4496307373047)
    p = fma(p, x, F32(-13784.455078125))
    p = fma(fma(p, x, F32(5277.73876953125)), x, F32(506.4567565917969))
    p = fma(fma(p, x, F32(-767.4176025390625)), x, F32(254.9359893798828))
    p = fma(fma(p, x, F32(-21.74020004272461)), x, F32(-27.558982849121094))
    p = fma(fma(p, x, F32(16.726980209350586)), x, F32(-2.3801591396331787))
    p = fma(fma(p, x, F32(-2.6668314933776855)), x, F32(1.5528485774993896))
    return p


@inlined
def two_to_32(k):
    """2^k, where that is a normal number."""
    return I32((k << EXPONENT_32) + ONE_BITS_32).view(F32)


@inlined
def scaled_32(x, t):
    """2^n x for twice the exponents that there are, ``t`` the bits of n + SHIFT: rounded once."""
    half = I32(t >> I32(1))
    return x * I32(half << EXPONENT_32).view(F32) * I32(I32(t - half) << EXPONENT_32).view(F32)


@inlined
def clamped_32(x, low, high):
    """``x`` between ``low`` and ``high``; NaN stays."""
    x = low if x < low else x
    return high if x > high else x


@inlined
def with_sign_32(size, x):
    """``size`` with the sign of ``x``."""
    return copysign(size, x)


@inlined
def fast_two_sum_32(a, b):
    """a + b and what its rounding lost, for |a| >= |b| or a = 0."""
    s = a + b
    return s, b - (s - a)


@inlined
def two_sum_32(a, b):
    """a + b and what its rounding lost."""
    s = a + b
    c = s - a
    return s, (a - (s - c)) + (b - c)


@inlined
def quotient_32(h, l, d, e):
    """(h + l)/(d + e), for l and e far smaller than h and d, and 1/d."""
    inverse = F32(1) / d
    q = h * inverse
    return fma(fma(-q, d, h) + (l - q * e), inverse, q)


@inlined
def product_pair_32(a, b, p, q):
    """(a + b)(p + q) in two parts, for b and q far smaller than a and p."""
    v = a * p
    return v, fma(a, p, -v) + fma(a, q, b * p)


@inlined
def quotient_pair_32(n, d, e):
    """n/(d + e) and what is missing in it."""
    inverse = F32(1) / d
    q = n * inverse
    return q, (fma(-q, d, n) - q * e) * inverse


@inlined
def exp_reduced_32(x):
    """The bits of k + SHIFT, k, r and what r lost: x = k log 2 + r."""
    t = fma(x, LOG2_E_32, SHIFT_32)
    k = t - SHIFT_32
    h = fma(k, -LOG_2_HIGH_32, x)
    r = fma(k, -LOG_2_LOW_32, h)
    return F32(t).view(I32), k, r, fma(k, -LOG_2_LOW_32, h - r)


@inlined
def exp_core_32(r, low):
    """e^(r + low) in two parts."""
    a, lost = fast_two_sum_32(F32(1), r)
    return a, lost + fma(r * r, exp_polynomial_32(r), low)


@inlined
def exp_near_32(h, l):
    """e^(h + l) for l far smaller than h, which nothing was lost of."""
    r = h + l
    return F32(1) + (h + fma(r * r, exp_polynomial_32(r), l))


@inlined
def exp_unscaled_32(x, shift):
    """k + shift, and e^x 2^-k."""
    t = fma(x, LOG2_E_32, shift)
    k = t - shift
    return t, exp_near_32(fma(k, -LOG_2_HIGH_32, x), k * -LOG_2_LOW_32)


@inlined
def exp_32(x):
    t, y = exp_unscaled_32(clamped_32(x, F32(-104), F32(89)), SHIFT_32)
    return scaled_32(y, F32(t).view(I32))


@inlined
def exp_falling_32(x):
    """e^x for x <= 0: with RAISED added, the exponents of all results are those of normal numbers."""
    t, y = exp_unscaled_32(F32(-104) if x < F32(-104) else x, RAISED_32)
    return y * I32(F32(t).view(I32) << EXPONENT_32).view(F32) * F32(2.0**-64)


@inlined
def expm1_core_32(r, low, c, lost):
    """(e^(r + low) - 1) + c + lost in two parts; the polynomial of e^r begins with 1/2."""
    z = r * r
    h, first = fast_two_sum_32(c, r)
    h, second = fast_two_sum_32(h, F32(0.5) * z)
    rest = fma(F32(0.5), fma(r, r, -z), fma(low, r, low) + lost)
    return h, first + (second + fma(r * z, exp_rest_32(r), rest))


@inlined
def expm1_parts_32(x):
    """The bits of n + SHIFT, n, h, l: e^x - 1 = (h + l) 2^n; 1 - 2^-n is added to what is left of e^x - 1."""
    t, _, r, low = exp_reduced_32(x)
    n, least = I32(t - SHIFT_BITS_32), I32(23 + 10)
    one = two_to_32(I32(-n) if n < least else I32(-least))
    c, lost = two_sum_32(F32(1), -one)
    h, l = expm1_core_32(r, low, c, lost)
    return t, n, h, l


@inlined
def expm1_32(x):
    t, _, h, l = expm1_parts_32(clamped_32(x, F32(-20), F32(89)))
    return x if abs(x) < TINY_32 else scaled_32(h + l, t)


@inlined
def tanh_core_32(h, l):
    """-(h + l)/(2 + h + l), for -1 <= h + l <= 0."""
    h, l = fast_two_sum_32(h, l)
    d, e = fast_two_sum_32(F32(2), h)
    return -quotient_32(h, l, d, e + l)


@inlined
def tanh_32(x):
    """-E/(2 + E), E = e^(-2|x|) - 1."""
    _, n, h, l = expm1_parts_32(clamped_32(F32(-2) * abs(x), F32(-20), F32(0)))
    power = two_to_32(n)
    made = tanh_core_32(h * power, l * power)
    return x if abs(x) < TINY_32 else with_sign_32(made, x)


@inlined
def exponent_of_32(bits):
    """k of x = 2^k m with √½ <= m < √2."""
    return I32(I32(bits - ROOT_HALF_BITS_32) >> EXPONENT_32)


@inlined
def log_core_32(f, k, rest):
    """log(2^k (1 + f)) + rest/(1 + f) for √½ <= 1 + f < √2; ``rest`` is small."""
    s = f / (F32(2) + f)
    z = s * s
    h = F32(0.5) * f * f
    high, lost = fast_two_sum_32(k * LOG_2_HIGH_32, f)
    low = fma(k, LOG_2_LOW_32, fma(rest, (F32(1) - s) * (F32(1) - s), lost))
    return high - (h - fma(s, fma(z, log_polynomial_32(z), h), low))


@inlined
def log_limits_32(x, made):
    """``made`` = log x, or what it tends to outside 0 < x < ∞."""
    made = F32(-np.inf) if x == F32(0) else made
    made = F32(np.nan) if x < F32(0) else made
    return x if x == F32(np.inf) or x != x else made


@inlined
def log_32(x):
    small = x < LEAST_NORMAL_32
    v = x * F32(33554432.0) if small else x
    bits = F32(v).view(I32)
    k = exponent_of_32(bits)
    m = I32(bits - I32(k << EXPONENT_32)).view(F32)
    made = log_core_32(m - F32(1), F32(k) - (F32(25) if small else F32(0)), F32(0))
    return log_limits_32(x, made)


@inlined
def log1p_32(x):
    u, lost = two_sum_32(F32(1), x)
    bits = F32(u).view(I32)
    k = exponent_of_32(bits)
    m = I32(bits - I32(k << EXPONENT_32)).view(F32)
    less = k if k < I32(64) else I32(64)
    near = k == I32(0)
    f, rest = x if near else m - F32(1), F32(0) if near else lost * two_to_32(I32(-less))
    made = log_core_32(f, F32(k), rest)
    return x if abs(x) < TINY_32 else log_limits_32(u, made)


@inlined
def erfcx_parts_32(x):
    """p + q and d + e, whose quotient is e^x² erfc x, for x >= 0."""
    d, e = two_sum_32(x, F32(1))
    t, rest = quotient_pair_32(x - F32(1), d, e)
    slope, lost = fast_two_sum_32(ERFCX_32[2], t * erfcx_polynomial_32(t))
    u, more = product_pair_32(t, rest, slope, lost)
    p, q = fast_two_sum_32(ERFCX_32[0], u)
    return p, q + (more + ERFCX_32[1]), d, e


@inlined
def erfc_core_32(a, b, p, q, d, e):
    """(a + b)(p + q)/(d + e)."""
    a, b = fast_two_sum_32(a, b)
    v, w = product_pair_32(a, b, p, q)
    return quotient_32(v, w, d, e)


@inlined
def erfc_far_32(x):
    """n and erfc x 2^-n for x >= 0."""
    x = F32(10.100000381469727) if x > F32(10.100000381469727) else x
    s = x * x
    n, _, r, low = exp_reduced_32(-s)
    r, low = fast_two_sum_32(r, low - fma(x, x, -s))
    a, b = exp_core_32(r, fma(low, r, low))
    p, q, d, e = erfcx_parts_32(x)
    return n, erfc_core_32(a, b, p, q, d, e)


@inlined
def erfc_32(x):
    n, y = erfc_far_32(abs(x))
    y = scaled_32(y, n)
    return F32(2) - y if x < F32(0) else y


@inlined
def erf_32(x):
    size = abs(x)
    n, y = erfc_far_32(size)
    near = fma(x, erf_polynomial_32(x * x), x)
    return near if size < F32(0.5) else with_sign_32(F32(1) - scaled_32(y, n), x)


@inlined
def power_limits_32(x, y, made):
    """``made`` = |x|^y for 0 < |x| < ∞, or what it is elsewhere, with its sign."""
    size, endless = abs(x), F32(np.inf)
    half = y * F32(0.5)
    whole = np.floor(y) == y
    odd = whole & (np.floor(half) != half)
    of_zero = select(y > F32(0), F32(0), select(y < F32(0), endless, y))
    of_endless = select(y > F32(0), endless, select(y < F32(0), F32(0), y))
    made = select(size == F32(1), F32(1), made)
    made = select((x < F32(0)) & (not whole), F32(np.nan), made)
    made = select(size == F32(0), of_zero, made)
    made = select(size == endless, of_endless, made)
    made = select(odd, with_sign_32(made, x), made)
    made = select(x != x, x, made)
    return select(y == F32(0), F32(1), made)
