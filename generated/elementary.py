"""Elementary functions as straight scalar code without a branch, which LLVM turns into vector code.

Made by `chainrule generate` from `derive.approximation`, which derives the polynomials.  Do not edit.

float32 is computed in double precision and rounded once; float64 with reduced arguments in two parts.
Largest errors in units in the last place, measured by `chainrule ulps`: float32 below 0.52, float64 below 2,
erfc below 2.8.
NaN, infinities, subnormal numbers, overflow and the sign of zero are those of the C library.
"""

import numpy as np
from numba import njit, types
from numba.extending import overload

F, I = np.float64, np.int64
# Adding 3·2^51 leaves the nearest integer in the last bits of the sum.
SHIFT, SHIFT_BITS = F(6755399441055744.0), I(0x4338000000000000)
ONE_BITS, EXPONENT = I(0x3FF0000000000000), I(52)
ROOT_HALF_BITS, LEAST_NORMAL = I(0x3FE6A09E667F3BCD), F(2.2250738585072014e-308)
UPPER_BITS = I(-(1 << 27))
LOG2_E = F(1.4426950408889634)
LOG_2 = F(0.6931471805599453)
# The first part has so few bits that its product with an exponent is exact.
# The first coefficient of a polynomial, in two parts.
ERFCX_CENTRE, ERFCX_CENTRE_LOW = F(0.5370034535441699), F(-4.267843191782692e-17)
LOG_2_HIGH, LOG_2_LOW = F(0.693147180559663), F(2.8235290563031577e-13)

# What calls these is kept on the disk, with them inside.
# What is inlined would otherwise be compiled with the fastmath of its first caller, and adding SHIFT undone.
INLINED = {"forceinline": True, "error_model": "numpy", "fastmath": False}
inlined = njit(**INLINED)
horner = njit(**{**INLINED, "fastmath": {"contract"}})


@horner
def exp_polynomial_float32(x):
    p = F(0.00019916580771826256)
    p = p * x + F(0.0013943471864306754)
    p = p * x + F(0.008333268167222432)
    p = p * x + F(0.04166631608538666)
    p = p * x + F(0.1666666684096181)
    p = p * x + F(0.5000000059013395)
    return p


@horner
def exp_polynomial_float64(x):
    p = F(2.092550749556828e-09)
    p = p * x + F(2.51106103387632e-08)
    p = p * x + F(2.755723896405734e-07)
    p = p * x + F(2.755723950073801e-06)
    p = p * x + F(2.4801587365490418e-05)
    p = p * x + F(0.00019841269891011131)
    p = p * x + F(0.0013888888888864053)
    p = p * x + F(0.008333333333319618)
    p = p * x + F(0.041666666666666706)
    p = p * x + F(0.1666666666666668)
    p = p * x + F(0.5)
    return p


@horner
def log_polynomial_float32(x):
    p = F(0.23584096850709838)
    p = p * x + F(0.28537245983028864)
    p = p * x + F(0.4000033532483718)
    p = p * x + F(0.6666666565067387)
    return p


@horner
def log_polynomial_float64(x):
    p = F(0.14797432371379907)
    p = p * x + F(0.15313961080087748)
    p = p * x + F(0.18183565172034447)
    p = p * x + F(0.22222198617907796)
    p = p * x + F(0.28571428741204313)
    p = p * x + F(0.3999999999942457)
    p = p * x + F(0.6666666666666732)
    return p


@horner
def tanh_polynomial_float32(x):
    p = F(0.002422493260003243)
    p = p * x + F(-0.008438803099993699)
    p = p * x + F(0.02179153411149042)
    p = p * x + F(-0.053961059816515035)
    p = p * x + F(0.1333330393859428)
    p = p * x + F(-0.3333333297641273)
    return p


@horner
def tanh_polynomial_float64(x):
    p = F(-1.980215771988047e-05)
    p = p * x + F(8.383854630296423e-05)
    p = p * x + F(-0.00023376515422367225)
    p = p * x + F(0.0005886041094052543)
    p = p * x + F(-0.0014555841971830735)
    p = p * x + F(0.0035920989314336444)
    p = p * x + F(-0.00886323334319765)
    p = p * x + F(0.021869488435667543)
    p = p * x + F(-0.0539682539657098)
    p = p * x + F(0.13333333333330477)
    p = p * x + F(-0.33333333333333326)
    return p


@horner
def erf_polynomial_float32(x):
    p = F(-9.680145988729407e-06)
    p = p * x + F(0.00011270547367881903)
    p = p * x + F(-0.0008484711770357905)
    p = p * x + F(0.005221074894346843)
    p = p * x + F(-0.026865445824961445)
    p = p * x + F(0.11283782747226757)
    p = p * x + F(-0.37612638483810495)
    p = p * x + F(0.12837916706316088)
    return p


@horner
def erf_polynomial_float64(x):
    p = F(5.960685338520971e-11)
    p = p * x + F(-1.137495573607015e-09)
    p = p * x + F(1.466032872274226e-08)
    p = p * x + F(-1.6350396222864617e-07)
    p = p * x + F(1.64610084778027e-06)
    p = p * x + F(-1.4925595772180906e-05)
    p = p * x + F(0.0001205533113295582)
    p = p * x + F(-0.0008548326981425542)
    p = p * x + F(0.005223977624828431)
    p = p * x + F(-0.026866170645077875)
    p = p * x + F(0.11283791670954885)
    p = p * x + F(-0.3761263890318375)
    p = p * x + F(0.1283791670955126)
    return p


@horner
def erfcx_polynomial_float32(x):
    p = F(4.97971916885034e-05)
    p = p * x + F(-6.935923449059549e-05)
    p = p * x + F(-0.0004044751688111326)
    p = p * x + F(0.001234574684502324)
    p = p * x + F(0.0009096453813164128)
    p = p * x + F(-0.014018013286373953)
    p = p * x + F(0.046350304376950015)
    p = p * x + F(-0.09546992056998302)
    p = p * x + F(0.13988054963021615)
    p = p * x + F(-0.14658304225201998)
    p = p * x + F(0.09530622689452026)
    p = p * x + F(0.5370034535122409)
    return p


@horner
def erfcx_polynomial_float64(x):
    p = F(-1.4922644450743696e-08)
    p = p * x + F(8.91592614902796e-08)
    p = p * x + F(-7.476974272757801e-08)
    p = p * x + F(-3.684563750927941e-07)
    p = p * x + F(3.028756044700503e-07)
    p = p * x + F(1.9039919320778174e-06)
    p = p * x + F(-1.000202366642689e-06)
    p = p * x + F(-1.1115144388049629e-05)
    p = p * x + F(6.466622178702367e-06)
    p = p * x + F(6.898054421849698e-05)
    p = p * x + F(-8.460868325843927e-05)
    p = p * x + F(-0.00041254382658453224)
    p = p * x + F(0.001242876205813229)
    p = p * x + F(0.0009108226897321314)
    p = p * x + F(-0.01401982562873448)
    p = p * x + F(0.04635026333132303)
    p = p * x + F(-0.09546975030655673)
    p = p * x + F(0.13988054760176877)
    p = p * x + F(-0.1465830480328918)
    p = p * x + F(0.09530622695922802)
    return p


@inlined
def two_to(k):
    """2^k for the integer that the last bits of ``k`` hold, -1022 <= k <= 1023."""
    return I((k << EXPONENT) + ONE_BITS).view(F)


@inlined
def clamped(x, low, high):
    """``x`` between ``low`` and ``high``; NaN stays."""
    x = low if x < low else x
    return high if x > high else x


@inlined
def with_sign(size, x):
    """``size`` with the sign of ``x``."""
    bits = (F(size).view(I) & I(0x7FFFFFFFFFFFFFFF)) | (F(x).view(I) & I(-0x8000000000000000))
    return I(bits).view(F)


@inlined
def exp_parts(x, low):
    """e^(x + low) as (a + b) 2^m 2^n with 1/2 < a < 2, b far smaller; ``low`` is far smaller than ``x``."""
    x = clamped(x, F(-746), F(710))
    t = x * LOG2_E + SHIFT
    k = t - SHIFT
    r = (x - k * LOG_2_HIGH) - k * LOG_2_LOW + low
    rest = r + r * r * exp_polynomial_float64(r)
    a = F(1) + rest
    n = I(F(t).view(I) - SHIFT_BITS)
    m = I(n >> I(1))
    return a, rest - (a - F(1)), two_to(m), two_to(n - m)


@inlined
def exp_float64(x):
    a, _, m, n = exp_parts(x, F(0))
    return a * m * n


@inlined
def exp_float32(x):
    """e^x for what a float32 can hold: 2^k is in range."""
    x = clamped(x, F(-105), F(90))
    t = x * LOG2_E + SHIFT
    r = x - (t - SHIFT) * LOG_2
    return (F(1) + (r + r * r * exp_polynomial_float32(r))) * two_to(F(t).view(I))


@inlined
def expm1_float64(x):
    t = clamped(x, F(-50), F(710)) * LOG2_E + SHIFT
    k = t - SHIFT
    v = clamped(x, F(-50), F(710))
    r = (v - k * LOG_2_HIGH) - k * LOG_2_LOW
    p = r + r * r * exp_polynomial_float64(r)
    half = two_to(F(t).view(I) - I(1))  # 2^1024 is out of range
    made = F(2) * (half * p + (half - F(0.5)))
    return x if abs(x) < F(1e-17) else made


@inlined
def expm1_float32(x):
    v = clamped(x, F(-50), F(90))
    t = v * LOG2_E + SHIFT
    r = v - (t - SHIFT) * LOG_2
    power = two_to(F(t).view(I))
    made = power * (r + r * r * exp_polynomial_float32(r)) + (power - F(1))
    return x if abs(x) < F(1e-17) else made


@inlined
def exponent_of(bits):
    """k of x = 2^k m with √½ <= m < √2."""
    return I((bits - ROOT_HALF_BITS) >> EXPONENT)


@inlined
def as_float(k):
    return I(k + SHIFT_BITS).view(F) - SHIFT


@inlined
def log_parts_float32(f, k, c):
    """log(2^k (1 + f)) + c for √½ <= 1 + f < √2."""
    s = f / (F(2) + f)
    z = s * s
    h = F(0.5) * f * f
    return k * LOG_2_HIGH - ((h - (s * (h + z * log_polynomial_float32(z)) + (k * LOG_2_LOW + c))) - f)


@inlined
def log_parts_float64(f, k, c):
    """log(2^k (1 + f)) + c for √½ <= 1 + f < √2."""
    s = f / (F(2) + f)
    z = s * s
    h = F(0.5) * f * f
    return k * LOG_2_HIGH - ((h - (s * (h + z * log_polynomial_float64(z)) + (k * LOG_2_LOW + c))) - f)


@inlined
def log_limits(x, made):
    """``made`` = log x, or what it tends to outside 0 < x < ∞."""
    made = F(-np.inf) if x == F(0) else made
    made = F(np.nan) if x < F(0) else made
    return x if x == F(np.inf) or x != x else made


@inlined
def log_float64(x):
    small = x < LEAST_NORMAL
    v = x * F(18014398509481984.0) if small else x
    bits = F(v).view(I)
    k = exponent_of(bits)
    m = I(bits - (k << EXPONENT)).view(F)
    return log_limits(x, log_parts_float64(m - F(1), as_float(k) - (F(54) if small else F(0)), F(0)))


@inlined
def log_float32(x):
    bits = F(x).view(I)
    k = exponent_of(bits)
    m = I(bits - (k << EXPONENT)).view(F)
    return log_limits(x, log_parts_float32(m - F(1), as_float(k), F(0)))


@inlined
def log1p_float32(x):
    u = F(1) + x
    bits = F(u).view(I)
    k = exponent_of(bits)
    m = I(bits - (k << EXPONENT)).view(F)
    lost = (x - (u - F(1)) if u < F(4) else F(1) - (u - x)) / u
    near = F(-0.29) < x < F(0.41)
    made = log_parts_float32(x if near else m - F(1), F(0) if near else as_float(k), F(0) if near else lost)
    made = log_limits(u, made)
    return x if abs(x) < F(1e-17) else made


@inlined
def log1p_float64(x):
    u = F(1) + x
    bits = F(u).view(I)
    k = exponent_of(bits)
    m = I(bits - (k << EXPONENT)).view(F)
    lost = (x - (u - F(1)) if u < F(4) else F(1) - (u - x)) / u
    near = F(-0.29) < x < F(0.41)
    made = log_parts_float64(x if near else m - F(1), F(0) if near else as_float(k), F(0) if near else lost)
    made = log_limits(u, made)
    return x if abs(x) < F(1e-17) else made


@inlined
def tanh_float32(x):
    z = x * x
    near = x + x * (z * tanh_polynomial_float32(z))
    size = abs(x)
    far = F(1) - F(2) / (exp_float32(F(2) * size) + F(1))
    return with_sign(near if size < F(0.55) else far, x)


@inlined
def tanh_float64(x):
    z = x * x
    near = x + x * (z * tanh_polynomial_float64(z))
    size = abs(x)
    far = F(1) - F(2) / (exp_float64(F(2) * size) + F(1))
    return with_sign(near if size < F(0.55) else far, x)


@inlined
def erfc_far_float32(x):
    """erfc x for x >= 1."""
    x = F(28) if x > F(28) else x
    t = (x - F(3)) / (x + F(3))
    return erfcx_polynomial_float32(t) * exp_float32(-(x * x)) / x


@inlined
def erf_float32(x):
    size = abs(x)
    near = x + x * erf_polynomial_float32(x * x)
    far = with_sign(F(1) - erfc_far_float32(size), x)
    return near if size < F(1) else far


@inlined
def erfc_float32(x):
    size = abs(x)
    rest = x * erf_polynomial_float32(x * x)
    sum = x + rest
    near = (F(1) - sum) - (rest - (sum - x))
    far = erfc_far_float32(size)
    far = F(2) - far if x < F(0) else far
    return near if size < F(1) else far


@inlined
def erfc_far_float64(x):
    """erfc x for x >= 1."""
    x = F(28) if x > F(28) else x
    t = (x - F(3)) / (x + F(3))
    head = I(F(x).view(I) & UPPER_BITS).view(F)
    a, b, m, n = exp_parts(-(head * head), -((x - head) * (x + head)))
    rest = t * erfcx_polynomial_float64(t)
    p = ERFCX_CENTRE + rest
    q = rest - (p - ERFCX_CENTRE) + ERFCX_CENTRE_LOW
    return (a * p + (b * p + a * q)) / x * m * n


@inlined
def erf_float64(x):
    size = abs(x)
    near = x + x * erf_polynomial_float64(x * x)
    far = with_sign(F(1) - erfc_far_float64(size), x)
    return near if size < F(1) else far


@inlined
def erfc_float64(x):
    size = abs(x)
    rest = x * erf_polynomial_float64(x * x)
    sum = x + rest
    near = (F(1) - sum) - (rest - (sum - x))
    far = erfc_far_float64(size)
    far = F(2) - far if x < F(0) else far
    return near if size < F(1) else far


def exp(x):
    """exp x in the precision of ``x``."""
    if np.iscomplexobj(x):
        return np.exp(x)
    single = isinstance(x, np.float32)
    return np.float32(exp_float32(F(x))) if single else F(exp_float64(F(x)))


@overload(exp, jit_options=INLINED)
def _exp(x):
    if x == types.float32:
        return lambda x: np.float32(exp_float32(F(x)))
    if x == types.float64:
        return lambda x: exp_float64(x)
    if isinstance(x, types.Complex):
        return lambda x: np.exp(x)
    return None


def expm1(x):
    """expm1 x in the precision of ``x``."""
    if np.iscomplexobj(x):
        return np.expm1(x)
    single = isinstance(x, np.float32)
    return np.float32(expm1_float32(F(x))) if single else F(expm1_float64(F(x)))


@overload(expm1, jit_options=INLINED)
def _expm1(x):
    if x == types.float32:
        return lambda x: np.float32(expm1_float32(F(x)))
    if x == types.float64:
        return lambda x: expm1_float64(x)
    if isinstance(x, types.Complex):
        return lambda x: np.expm1(x)
    return None


def log(x):
    """log x in the precision of ``x``."""
    if np.iscomplexobj(x):
        return np.log(x)
    single = isinstance(x, np.float32)
    return np.float32(log_float32(F(x))) if single else F(log_float64(F(x)))


@overload(log, jit_options=INLINED)
def _log(x):
    if x == types.float32:
        return lambda x: np.float32(log_float32(F(x)))
    if x == types.float64:
        return lambda x: log_float64(x)
    if isinstance(x, types.Complex):
        return lambda x: np.log(x)
    return None


def log1p(x):
    """log1p x in the precision of ``x``."""
    if np.iscomplexobj(x):
        return np.log1p(x)
    single = isinstance(x, np.float32)
    return np.float32(log1p_float32(F(x))) if single else F(log1p_float64(F(x)))


@overload(log1p, jit_options=INLINED)
def _log1p(x):
    if x == types.float32:
        return lambda x: np.float32(log1p_float32(F(x)))
    if x == types.float64:
        return lambda x: log1p_float64(x)
    if isinstance(x, types.Complex):
        return lambda x: np.log1p(x)
    return None


def tanh(x):
    """tanh x in the precision of ``x``."""
    if np.iscomplexobj(x):
        return np.tanh(x)
    single = isinstance(x, np.float32)
    return np.float32(tanh_float32(F(x))) if single else F(tanh_float64(F(x)))


@overload(tanh, jit_options=INLINED)
def _tanh(x):
    if x == types.float32:
        return lambda x: np.float32(tanh_float32(F(x)))
    if x == types.float64:
        return lambda x: tanh_float64(x)
    if isinstance(x, types.Complex):
        return lambda x: np.tanh(x)
    return None


def erf(x):
    """erf x in the precision of ``x``."""
    single = isinstance(x, np.float32)
    return np.float32(erf_float32(F(x))) if single else F(erf_float64(F(x)))


@overload(erf, jit_options=INLINED)
def _erf(x):
    if x == types.float32:
        return lambda x: np.float32(erf_float32(F(x)))
    if x == types.float64:
        return lambda x: erf_float64(x)
    return None


def erfc(x):
    """erfc x in the precision of ``x``."""
    single = isinstance(x, np.float32)
    return np.float32(erfc_float32(F(x))) if single else F(erfc_float64(F(x)))


@overload(erfc, jit_options=INLINED)
def _erfc(x):
    if x == types.float32:
        return lambda x: np.float32(erfc_float32(F(x)))
    if x == types.float64:
        return lambda x: erfc_float64(x)
    return None
