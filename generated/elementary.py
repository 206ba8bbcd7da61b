"""Elementary functions as straight scalar code without a branch, which LLVM turns into vector code.

Made by `chainrule generate` from `derive.approximation`, which derives the polynomials.  Do not edit.

Each function is computed in the precision of its argument, what rounding would lose in a second number.
`chainrule ulps` prints the largest errors, those that are proved and those that are seen.
NaN, infinities, subnormal numbers, overflow and the sign of zero are those of the C library.
"""

from fractions import Fraction

import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir
from numba import config, njit, types
from numba.core import cgutils
from numba.extending import intrinsic, overload

F32, I32 = np.float32, np.int32
F64, I64 = np.float64, np.int64

# What calls these is kept on the disk, with them inside.
# What is inlined would otherwise be compiled with the fastmath of its first caller, and adding SHIFT undone.
INLINED = {"forceinline": True, "error_model": "numpy", "fastmath": False}
inlined = njit(**INLINED)
FUSED = any(map(llvm.get_host_cpu_features().get, ("fma", "neon", "fp-armv8")))


@intrinsic
def fma(context, a, b, c):
    """a b + c with one rounding; with two where the processor cannot."""

    def code(context, builder, signature, arguments):
        if not FUSED:
            return builder.fadd(builder.fmul(arguments[0], arguments[1]), arguments[2])
        real = arguments[0].type
        kind = ir.FunctionType(real, [real] * 3)
        name = "llvm.fma.f32" if real == ir.FloatType() else "llvm.fma.f64"
        return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), arguments)

    return a(a, a, a), code


def fused(a, b, c):
    """What ``fma`` computes, where nothing is compiled."""
    whole = a * b + c
    if not np.isfinite(whole) or whole == 0:
        return whole
    return type(whole)(Fraction(float(a)) * Fraction(float(b)) + Fraction(float(c)))


if config.DISABLE_JIT:
    fma = fused


def select(condition, a, b):
    """``a if condition else b``, both computed."""
    return a if condition else b


@intrinsic
def _selected(context, condition, a, b):
    def code(context, builder, signature, arguments):
        return builder.select(*arguments)

    return a(condition, a, b), code


@overload(select, jit_options=INLINED)
def _select(condition, a, b):
    if a == b and isinstance(a, types.Float) and condition == types.boolean:
        return lambda condition, a, b: _selected(condition, a, b)
    return select


def of_type(x, single, double):
    """The function for the type of ``x``."""
    return single if x == types.float32 else double if x == types.float64 else None


# -- float32

# Adding SHIFT leaves the nearest integer in the last bits of the sum, with twice the bias of an exponent.
SHIFT_32, SHIFT_BITS_32 = F32(12583166.0), I32(1262485758)
ONE_BITS_32, EXPONENT_32 = I32(1065353216), I32(23)
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
def exp_rest_32(x):
    p = F32(0.0001991387689486146)
    p = fma(fma(p, x, F32(0.0013940653298050165)), x, F32(0.008333273231983185))
    p = fma(fma(p, x, F32(0.041666362434625626)), x, F32(0.1666666716337204))
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
    bits = I32(F32(size).view(I32) & I32(2147483647)) | I32(F32(x).view(I32) & I32(-2147483648))
    return I32(bits).view(F32)


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
def exp_32(x):
    n, _, r, low = exp_reduced_32(clamped_32(x, F32(-104), F32(89)))
    a, b = exp_core_32(r, low)
    return scaled_32(a + b, n)


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
def erfcx_core_32(x, a, b):
    """(a + b) e^x² erfc x for x >= 0."""
    d, e = two_sum_32(x, F32(1))
    t, rest = quotient_pair_32(x - F32(1), d, e)
    slope, lost = fast_two_sum_32(ERFCX_32[2], t * erfcx_polynomial_32(t))
    u = t * slope
    p, q = fast_two_sum_32(ERFCX_32[0], u)
    q = q + fma(rest, slope, fma(t, lost, fma(t, slope, -u)) + ERFCX_32[1])
    v = a * p
    w = fma(a, p, -v) + fma(a, q, b * p)
    return quotient_32(v, w, d, e)


@inlined
def erfc_far_32(x):
    """n and erfc x 2^-n for x >= 0."""
    x = F32(10.100000381469727) if x > F32(10.100000381469727) else x
    s = x * x
    n, _, r, low = exp_reduced_32(-s)
    r, low = fast_two_sum_32(r, low - fma(x, x, -s))
    a, b = exp_core_32(r, fma(low, r, low))
    return n, erfcx_core_32(x, a, b)


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


# -- float64

# Adding SHIFT leaves the nearest integer in the last bits of the sum, with twice the bias of an exponent.
SHIFT_64, SHIFT_BITS_64 = F64(6755399441057790.0), I64(4843621399236970494)
ONE_BITS_64, EXPONENT_64 = I64(4607182418800017408), I64(52)
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
    bits = I64(F64(size).view(I64) & I64(9223372036854775807)) | I64(F64(x).view(I64) & I64(-9223372036854775808))
    return I64(bits).view(F64)


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
def exp_64(x):
    n, _, r, low = exp_reduced_64(clamped_64(x, F64(-746), F64(710)))
    a, b = exp_core_64(r, low)
    return scaled_64(a + b, n)


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
def erfcx_core_64(x, a, b):
    """(a + b) e^x² erfc x for x >= 0."""
    d, e = two_sum_64(x, F64(1))
    t, rest = quotient_pair_64(x - F64(1), d, e)
    slope, lost = fast_two_sum_64(ERFCX_64[2], t * erfcx_polynomial_64(t))
    u = t * slope
    p, q = fast_two_sum_64(ERFCX_64[0], u)
    q = q + fma(rest, slope, fma(t, lost, fma(t, slope, -u)) + ERFCX_64[1])
    v = a * p
    w = fma(a, p, -v) + fma(a, q, b * p)
    return quotient_64(v, w, d, e)


@inlined
def erfc_far_64(x):
    """n and erfc x 2^-n for x >= 0."""
    x = F64(28.0) if x > F64(28.0) else x
    s = x * x
    n, _, r, low = exp_reduced_64(-s)
    r, low = fast_two_sum_64(r, low - fma(x, x, -s))
    a, b = exp_core_64(r, fma(low, r, low))
    return n, erfcx_core_64(x, a, b)


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


# -- sine, cosine and powers: a float32 is computed in double precision and rounded once

# π/2 in three parts; products of the first two with an integer below 2^20 are exact.
HALF_PI = F64(1.5707963267341256), F64(6.077100506303966e-11), F64(2.0222662487959506e-21)
HALF_PI_PAIR = F64(1.5707963267948966), F64(6.123233995736766e-17)
TWO_BY_PI = F64(0.6366197723675814)
NEARER = F64(1 << 20)
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
    s, low, scale = F64(0), F64(0), F64(2.0**-24)
    for j in range(TERMS):
        c = PIECES[start + j] * scale
        scale = scale * F64(2.0**-24)
        h = y * c
        l = fma(y, c, -h)
        s, lost = two_sum_64(s, h - F64(4) * np.rint(h * F64(0.25)))
        low = low + lost
        s, lost = two_sum_64(s, l - F64(4) * np.rint(l * F64(0.25)))
        low = low + lost
    k = np.rint(s)
    f, rest = two_sum_64(s - k, low)
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
def sin_32(x):
    return F32(sin_64(F64(x)))


@inlined
def cos_32(x):
    return F32(cos_64(F64(x)))


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
def power_limits(x, y, made):
    """``made`` = |x|^y for 0 < |x| < ∞ and finite y, or what it is elsewhere, with its sign."""
    size, endless = abs(x), F64(np.inf)
    half = y * F64(0.5)
    whole = np.floor(y) == y
    odd = whole & (np.floor(half) != half)
    within = (F64(0) < size) & (size < endless)
    limit = select((size < F64(1)) != (y < F64(0)), F64(0), endless)
    made = select(within & (abs(y) < endless), made, limit)
    made = select(odd & (with_sign_64(F64(1), x) < F64(0)), -made, made)
    made = select((x < F64(0)) & (not whole) & within, F64(np.nan), made)
    made = select((x != x) | (y != y), x + y, made)
    one = (y == F64(0)) | (x == F64(1)) | ((size == F64(1)) & (abs(y) == endless))
    return select(one, F64(1), made)


@inlined
def power_64(x, y):
    size = abs(x)
    within = F64(0) < size and size < F64(np.inf)
    return power_limits(x, y, power_size_64(size if within else F64(1), y))


@inlined
def power_32(x, y):
    x, y = F64(x), F64(y)
    return F32(power_limits(x, y, exp_64(y * log_64(abs(x)))))


def exp(x):
    """exp in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.exp(x)
    return F32(exp_32(x)) if isinstance(x, F32) else F64(exp_64(F64(x)))


@overload(exp, jit_options=INLINED)
def _exp(x):
    if isinstance(x, types.Complex):
        return lambda x: np.exp(x)
    return of_type(x, lambda x: exp_32(x), lambda x: exp_64(x))


def expm1(x):
    """expm1 in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.expm1(x)
    return F32(expm1_32(x)) if isinstance(x, F32) else F64(expm1_64(F64(x)))


@overload(expm1, jit_options=INLINED)
def _expm1(x):
    if isinstance(x, types.Complex):
        return lambda x: np.expm1(x)
    return of_type(x, lambda x: expm1_32(x), lambda x: expm1_64(x))


def log(x):
    """log in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.log(x)
    return F32(log_32(x)) if isinstance(x, F32) else F64(log_64(F64(x)))


@overload(log, jit_options=INLINED)
def _log(x):
    if isinstance(x, types.Complex):
        return lambda x: np.log(x)
    return of_type(x, lambda x: log_32(x), lambda x: log_64(x))


def log1p(x):
    """log1p in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.log1p(x)
    return F32(log1p_32(x)) if isinstance(x, F32) else F64(log1p_64(F64(x)))


@overload(log1p, jit_options=INLINED)
def _log1p(x):
    if isinstance(x, types.Complex):
        return lambda x: np.log1p(x)
    return of_type(x, lambda x: log1p_32(x), lambda x: log1p_64(x))


def tanh(x):
    """tanh in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.tanh(x)
    return F32(tanh_32(x)) if isinstance(x, F32) else F64(tanh_64(F64(x)))


@overload(tanh, jit_options=INLINED)
def _tanh(x):
    if isinstance(x, types.Complex):
        return lambda x: np.tanh(x)
    return of_type(x, lambda x: tanh_32(x), lambda x: tanh_64(x))


def erf(x):
    """erf in the precision of its argument."""
    return F32(erf_32(x)) if isinstance(x, F32) else F64(erf_64(F64(x)))


@overload(erf, jit_options=INLINED)
def _erf(x):
    return of_type(x, lambda x: erf_32(x), lambda x: erf_64(x))


def erfc(x):
    """erfc in the precision of its argument."""
    return F32(erfc_32(x)) if isinstance(x, F32) else F64(erfc_64(F64(x)))


@overload(erfc, jit_options=INLINED)
def _erfc(x):
    return of_type(x, lambda x: erfc_32(x), lambda x: erfc_64(x))


def sin(x):
    """sin in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.sin(x)
    return F32(sin_32(x)) if isinstance(x, F32) else F64(sin_64(F64(x)))


@overload(sin, jit_options=INLINED)
def _sin(x):
    if isinstance(x, types.Complex):
        return lambda x: np.sin(x)
    return of_type(x, lambda x: sin_32(x), lambda x: sin_64(x))


def cos(x):
    """cos in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.cos(x)
    return F32(cos_32(x)) if isinstance(x, F32) else F64(cos_64(F64(x)))


@overload(cos, jit_options=INLINED)
def _cos(x):
    if isinstance(x, types.Complex):
        return lambda x: np.cos(x)
    return of_type(x, lambda x: cos_32(x), lambda x: cos_64(x))


def power(x, y):
    """power in the precision of its argument."""
    if np.iscomplexobj(x):
        return np.power(x, y)
    return F32(power_32(x, y)) if isinstance(x, F32) else F64(power_64(F64(x), F64(y)))


@overload(power, jit_options=INLINED)
def _power(x, y):
    if isinstance(x, types.Complex):
        return lambda x, y: x**y
    return of_type(x, lambda x, y: power_32(x, y), lambda x, y: power_64(x, y))
