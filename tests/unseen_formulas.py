"""More layers that nothing knows, to try the derivation on: norms, pools, look-ups, masks, index games."""

from derive.notation import (
    Abs,
    Layer,
    Rational,
    bracket,
    cos,
    define,
    eq,
    exp,
    floor,
    floor_div,
    ge,
    gt,
    hat,
    index,
    integers,
    larger,
    largest,
    largest_at,
    modulo,
    option,
    product,
    sin,
    sizes,
    smallest,
    sqrt,
    tanh,
    tensor,
    total,
    where,
    window_count,
)  # fmt: skip

N, M, C, D, E, K, L, H, W, O = sizes("N M C D E K L H W O")
n, m, c, d, e, k, i, j = (
    index("n", N), index("m", M), index("c", C), index("d", D), index("e", E), index("k", K), index("i", L),
    index("j", L),
)  # fmt: skip


def group_norm():
    g_ = option("groups", "G", default=1, minimum=1)
    (G,) = g_
    (Cg,) = sizes("Cg")
    g, a = index("g", G), index("a", Cg)
    h = index("h", H)
    x, y = tensor("x", n, index("c", G * Cg), h), tensor("y", n, index("c", G * Cg), h)
    ga = tensor("gamma", index("c", G * Cg))
    mu, va = tensor("mu", n, g), tensor("var", n, g, sign="nonnegative")
    return Layer(
        "group_norm",
        [
            define(mu[n, g], total(x[n, g * Cg + a, h], over=(a, h)) / (Cg * H)),
            define(va[n, g], total((x[n, g * Cg + a, h] - mu[n, g]) ** 2, over=(a, h)) / (Cg * H)),
            define(
                y[n, g * Cg + a, h],
                (x[n, g * Cg + a, h] - mu[n, g]) / sqrt(va[n, g] + Rational(1, 10)) * ga[g * Cg + a],
            ),
        ],
        wrt=(x, ga),
        options=(g_,),
    )


def transposed_conv():
    s_ = option("stride", "s", default=2, minimum=1)
    (s,) = s_
    o = index("o", O)
    x, w, y = tensor("x", n, i), tensor("w", k), tensor("y", n, o)
    return Layer(
        "transposed_conv",
        [define(y[n, o], total(bracket(eq(o - s * i - k)) * x[n, i] * w[k], over=(i, k)))],
        wrt=(x, w),
        options=(s_,),
        sizes={O: s * (L - 1) + K},
    )


def lp_pool():
    s_ = option("stride", "s", default=1, minimum=1)
    p_ = option("p", "p", default=3.0, minimum=0, real=True)
    (s,), (p,) = s_, p_
    u = index("u", K)
    o = index("o", O)
    x, y = tensor("x", n, i, sign="positive"), tensor("y", n, o)
    return Layer(
        "lp_pool",
        [define(y[n, o], total(x[n, s * o + u] ** p, over=u) ** (1 / p))],
        wrt=(x,),
        options=(s_, p_, option("kernel", "K", default=2, minimum=1)),
        sizes={O: floor_div(L - K, s) + 1},
    )


def unpool():
    length = option("length", "P", default=4, minimum=1)
    (P,) = length
    a = index("a", P)
    x, t, y = tensor("x", n, m), integers("t", n, m, below=P), tensor("y", n, a)
    return Layer(
        "unpool",
        [define(y[n, a], total(bracket(eq(a - t[n, m])) * x[n, m], over=m))],
        wrt=(x,),
        options=(length,),
    )


def hard_lookup():
    x, w, s, y = tensor("x", n, c), tensor("w", c, d), integers("s", n, below=C), tensor("y", n, d)
    return Layer(
        "hard_lookup",
        [define(s[n], largest_at(x[n, c], over=c)), define(y[n, d], w[s[n], d] * x[n, s[n]])],
        wrt=(x, w),
    )


def locally_connected():
    o = index("o", O)
    u = index("u", K)
    x, w, y = tensor("x", n, i), tensor("w", o, u), tensor("y", n, o)
    return Layer(
        "locally_connected",
        [define(y[n, o], total(x[n, o + u] * w[o, u], over=u))],
        wrt=(x, w),
        sizes={O: L - K + 1},
    )


def prelu():
    x, a, y = tensor("x", n, c), tensor("a", c), tensor("y", n, c)
    return Layer("prelu", [define(y[n, c], where(gt(x[n, c]), x[n, c], a[c] * x[n, c]))], wrt=(x, a))


def masked_softmax():
    x, t, y = tensor("x", n, c), integers("len", n, below=C), tensor("y", n, c)
    top, z = tensor("top", n), tensor("z", n, sign="positive")
    return Layer(
        "masked_softmax",
        [
            define(top[n], largest(x[n, c], over=c, when=ge(t[n] - c))),
            define(z[n], total(exp(x[n, c] - top[n]), over=c, when=ge(t[n] - c))),
            define(y[n, c], bracket(ge(t[n] - c)) * exp(x[n, c] - top[n]) / z[n]),
        ],
        wrt=(x,),
    )


def causal_attention():
    q, v, y = tensor("q", i, d), tensor("v", i, d), tensor("y", i, d)
    z = tensor("z", i, sign="positive")
    s = tensor("s", i, j)
    return Layer(
        "causal_attention",
        [
            define(s[i, j], exp(-total((q[i, d] - q[j, d]) ** 2, over=d))),
            define(z[i], total(s[i, j], over=(j, 0, i))),
            define(y[i, d], total(s[i, j] * v[j, d], over=(j, 0, i)) / z[i]),
        ],
        wrt=(q, v),
    )


def bilinear_upsample():
    f_ = option("factor", "f", default=2, minimum=1)
    (f,) = f_
    a, b = index("a", f * H), index("b", f * W)
    h, w = index("h", H), index("w", W)
    x, y = tensor("x", n, h, w), tensor("y", n, a, b)
    return Layer(
        "bilinear_upsample",
        [
            define(
                y[n, a, b],
                total(
                    hat(h, (2 * a + 1) / (2 * f) - Rational(1, 2))
                    * hat(w, (2 * b + 1) / (2 * f) - Rational(1, 2))
                    * x[n, h, w],
                    over=(h, w),
                ),
            )
        ],
        wrt=(x,),
        options=(f_,),
    )


def conv3d():
    T, KT, OT, KH, KW, OH, OW = sizes("T KT OT KH KW OH OW")
    s_ = option("stride", "s_t s_h s_w", default=1, minimum=1)
    (st, sh, sw) = s_.symbols
    t, h, w = index("t", T), index("h", H), index("w", W)
    u, v, q = index("u", KT), index("v", KH), index("q", KW)
    a, b, e2 = index("a", OT), index("b", OH), index("e", OW)
    x, wt, y = tensor("x", n, t, h, w), tensor("w", u, v, q), tensor("y", n, a, b, e2)
    return Layer(
        "conv3d",
        [
            define(
                y[n, a, b, e2], total(x[n, st * a + u, sh * b + v, sw * e2 + q] * wt[u, v, q], over=(u, v, q))
            )
        ],
        wrt=(x, wt),
        options=(s_,),
        sizes={OT: window_count(T, KT, st), OH: window_count(H, KH, sh), OW: window_count(W, KW, sw)},
    )


def triplet():
    a, p, q, y = tensor("a", n, d), tensor("p", n, d), tensor("q", n, d), tensor("loss", n)
    return Layer(
        "triplet",
        [define(y[n], larger(total((a[n, d] - p[n, d]) ** 2 - (a[n, d] - q[n, d]) ** 2, over=d) + 1, 0))],
        wrt=(a, p, q),
    )


def covariance():
    x, mu, y = tensor("x", n, c), tensor("mu", c), tensor("y", c, index("f", C))
    f = index("f", C)
    return Layer(
        "covariance",
        [
            define(mu[c], total(x[n, c], over=n) / N),
            define(y[c, f], total((x[n, c] - mu[c]) * (x[n, f] - mu[f]), over=n) / N),
        ],
        wrt=(x,),
    )


def toeplitz():
    w, y = tensor("w", index("t", 2 * L - 1)), tensor("y", i, j)
    return Layer("toeplitz", [define(y[i, j], w[i - j + L - 1] ** 2)], wrt=(w,))


def rotary():
    x, y = tensor("x", n, index("t", 2 * D)), tensor("y", n, index("t", 2 * D))
    r = index("r", 2)
    return Layer(
        "rotary",
        [
            define(
                y[n, 2 * d + r],
                where(
                    eq(r),
                    x[n, 2 * d] * cos(n / (d + 1)) - x[n, 2 * d + 1] * sin(n / (d + 1)),
                    x[n, 2 * d] * sin(n / (d + 1)) + x[n, 2 * d + 1] * cos(n / (d + 1)),
                ),
            )
        ],
        wrt=(x,),
    )


def reversed_cumprod():
    x, y = tensor("x", n, i), tensor("y", n, i)
    return Layer("reversed_cumprod", [define(y[n, i], product(x[n, j], over=[(j, i, L - 1)]))], wrt=(x,))


def max_of_products():
    a, b, y = tensor("a", n, k), tensor("b", k, m), tensor("y", n, m)
    return Layer("max_of_products", [define(y[n, m], largest(a[n, k] + b[k, m], over=k))], wrt=(a, b))


def span():
    x, y = tensor("x", n, d), tensor("y", n)
    return Layer(
        "span", [define(y[n], largest(x[n, d], over=d) - smallest(x[n, d], over=d) + Abs(x[n, 0]))], wrt=(x,)
    )


def quantile_huberish():
    x, y = tensor("x", i), tensor("y", i)
    return Layer(
        "quantile_huberish",
        [define(y[i], where((gt(x[i] - 1),), x[i] ** 2, where(gt(x[i] + 1), x[i], -1 / (x[i] - 2))))],
        wrt=(x,),
    )


def deep():
    x, w1, w2, h, y = (
        tensor("x", n, d),
        tensor("w1", d, k),
        tensor("w2", k, e),
        tensor("h", n, k),
        tensor("y", n, e),
    )
    return Layer(
        "deep",
        [
            define(h[n, k], tanh(total(x[n, d] * w1[d, k], over=d))),
            define(y[n, e], total(h[n, k] * w2[k, e], over=k)),
        ],
        wrt=(x, w1, w2),
    )


def shift_floor():
    x, p, y = tensor("x", n, i), tensor("p", n), tensor("y", n, i)
    return Layer(
        "shift_floor",
        [define(y[n, i], x.at(n, i + floor(p[n]), outside=0) * (p[n] - floor(p[n])))],
        wrt=(x, p),
    )


def moments():
    x, m1, m2, m3 = tensor("x", n, d), tensor("m1", n), tensor("m2", n), tensor("m3", n)
    return Layer(
        "moments",
        [
            define(m1[n], total(x[n, d], over=d) / D),
            define(m2[n], total((x[n, d] - m1[n]) ** 2, over=d) / D),
            define(m3[n], total((x[n, d] - m1[n]) ** 3, over=d) / D),
        ],
        wrt=(x,),
        outputs=(m1, m2, m3),
    )


def mixed_circular():
    s_ = option("shift", "q", default=1)
    (q,) = s_
    x, y = tensor("x", n, i), tensor("y", n, i)
    return Layer(
        "mixed_circular", [define(y[n, i], x[n, modulo(i + q, L)] * x[n, i])], wrt=(x,), options=(s_,)
    )


def even_odd():
    x, y = tensor("x", n, index("t", 2 * L)), tensor("y", n, i)
    return Layer("even_odd", [define(y[n, i], x[n, 2 * i] * x[n, 2 * i + 1])], wrt=(x,))


def diag():
    x, y = tensor("x", i, j), tensor("y", i)
    return Layer("diag", [define(y[i], x[i, i] + total(x[j, i], over=j))], wrt=(x,))


FORMULAS = (
    group_norm,
    transposed_conv,
    lp_pool,
    unpool,
    hard_lookup,
    locally_connected,
    prelu,
    masked_softmax,
    causal_attention,
    bilinear_upsample,
    conv3d,
    triplet,
    covariance,
    toeplitz,
    rotary,
    reversed_cumprod,
    max_of_products,
    span,
    quantile_huberish,
    deep,
    shift_floor,
    moments,
    mixed_circular,
    even_odd,
    diag,
)
