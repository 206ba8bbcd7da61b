"""Layers that are not in the catalogue, written as a user would write them.

Nothing in ``derive`` or ``codegen`` knows them; each must be derived, emitted and verified as it stands.
"""

from derive.notation import (
    Abs,
    Layer,
    bracket,
    cos,
    define,
    eq,
    erf,
    exp,
    floor_div,
    ge,
    gt,
    hat,
    index,
    integers,
    larger,
    largest,
    log,
    modulo,
    ne,
    option,
    pi,
    product,
    reflect,
    sizes,
    smaller,
    smallest,
    sqrt,
    tanh,
    tensor,
    total,
    where,
)  # fmt: skip

N, M, C, D, E, K, L, R = sizes("N M C D E K L R")
n, m, c, d, e, k, i, j = (
    index("n", N), index("m", M), index("c", C), index("d", D), index("e", E), index("k", K),
    index("i", L), index("j", L),
)  # fmt: skip


def attention():
    """softmax(q kᵀ / √D) v (Vaswani et al. 2017, eq. 1)."""
    q, keys, v = tensor("q", n, d), tensor("keys", m, d), tensor("v", m, e)
    s, top, z = tensor("s", n, m), tensor("top", n), tensor("z", n, sign="positive")
    p, y = tensor("p", n, m, sign="positive"), tensor("y", n, e)
    return Layer(
        "attention",
        [
            define(s[n, m], total(q[n, d] * keys[m, d], over=d) / sqrt(D)),
            define(top[n], largest(s[n, m], over=m)),
            define(z[n], total(exp(s[n, m] - top[n]), over=m)),
            define(p[n, m], exp(s[n, m] - top[n]) / z[n]),
            define(y[n, e], total(p[n, m] * v[m, e], over=m)),
        ],
        wrt=(q, keys, v),
    )


def gated_linear_unit():
    """(x W + b) ⊙ σ(x V + c) (Dauphin et al. 2017)."""
    x, w, v = tensor("x", n, d), tensor("w", d, e), tensor("v", d, e)
    b, g, y = tensor("b", e), tensor("g", e), tensor("y", n, e)
    gate = total(x[n, d] * v[d, e], over=d) + g[e]
    value = total(x[n, d] * w[d, e], over=d) + b[e]
    return Layer("gated_linear_unit", [define(y[n, e], value / (1 + exp(-gate)))], wrt=(x, w, b, v, g))


def squared_distances():
    """‖x_n − z_m‖² for every pair of rows."""
    x, z, y = tensor("x", n, d), tensor("z", m, d), tensor("y", n, m)
    return Layer("squared_distances", [define(y[n, m], total((x[n, d] - z[m, d]) ** 2, over=d))], wrt=(x, z))


def bilinear_form():
    """y[n, o] = aᵀ W_o b per row."""
    a, b, w, y = tensor("a", n, d), tensor("b", n, e), tensor("w", k, d, e), tensor("y", n, k)
    body = a[n, d] * w[k, d, e] * b[n, e]
    return Layer("bilinear_form", [define(y[n, k], total(body, over=(d, e)))], wrt=(a, b, w))


def cumulative_sum():
    """y[n, i] = Σ_{j ≤ i} x[n, j]: a bound that depends on another index."""
    x, y = tensor("x", n, j), tensor("y", n, i)
    return Layer("cumulative_sum", [define(y[n, i], total(x[n, j], over=(j, 0, i)))], wrt=(x,))


def cosine_similarity():
    """⟨a, b⟩ / √(‖a‖² ‖b‖² + ε) per row."""
    eps = option("eps", "epsilon", default=1e-3, minimum=0, real=True)
    (epsilon,) = eps
    a, b, y = tensor("a", n, d), tensor("b", n, d), tensor("y", n)
    dot, aa, bb = tensor("dot", n), tensor("aa", n, sign="nonnegative"), tensor("bb", n, sign="nonnegative")
    return Layer(
        "cosine_similarity",
        [
            define(dot[n], total(a[n, d] * b[n, d], over=d)),
            define(aa[n], total(a[n, d] ** 2, over=d)),
            define(bb[n], total(b[n, d] ** 2, over=d)),
            define(y[n], dot[n] / sqrt(aa[n] * bb[n] + epsilon)),
        ],
        wrt=(a, b),
        options=(eps,),
    )


def circular_convolution():
    """y[n, i] = Σ_k w[k] x[n, (i − k) mod L]."""
    x, w, y = tensor("x", n, j), tensor("w", k), tensor("y", n, i)
    body = w[k] * x[n, modulo(i - k, L)]
    return Layer("circular_convolution", [define(y[n, i], total(body, over=k))], wrt=(x, w))


def reflected_conv1d():
    """A convolution whose image is continued by reflection, padding P < L."""
    padding = option("padding", "P", default=1, minimum=0)
    (P,) = padding
    (O,) = sizes("O")
    o = index("o", O)
    x, w, y = tensor("x", n, j), tensor("w", k), tensor("y", n, o)
    body = w[k] * x[n, reflect(o + k - P, L)]
    return Layer(
        "reflected_conv1d",
        [define(y[n, o], total(body, over=k))],
        wrt=(x, w),
        options=(padding,),
        sizes={O: L + 2 * P - K + 1},
        requires=((ge(L - 1 - P), "the padding must be smaller than the row"),),
    )


def embedding():
    """Rows of a table chosen by integers."""
    table, t, y = tensor("table", k, d), integers("t", n, below=K), tensor("y", n, d)
    return Layer("embedding", [define(y[n, d], table[t[n], d])], wrt=(table,))


def cosine_transform():
    """The DCT-II: constants that are formulas of the indices."""
    x, y = tensor("x", n, j), tensor("y", n, i)
    body = x[n, j] * cos(pi * (2 * j + 1) * i / (2 * L))
    return Layer("cosine_transform", [define(y[n, i], total(body, over=j))], wrt=(x,))


def resampling():
    """Linear interpolation of a row at positions that are data."""
    x, p, y = tensor("x", n, j), tensor("p", n, m), tensor("y", n, m)
    return Layer("resampling", [define(y[n, m], total(hat(j, p[n, m]) * x[n, j], over=j))], wrt=(x, p))


def huber():
    """Quadratic near zero, linear outside, with a weight per sample (Huber 1964)."""
    delta = option("delta", default=1.0, minimum=0, real=True)
    (a,) = delta
    x, t, w, y = tensor("x", n, d), tensor("t", n, d), tensor("weight", n), tensor("loss", n)
    r = x[n, d] - t[n, d]
    one = where(ge(a - Abs(r)), r**2 / 2, a * (Abs(r) - a / 2))
    return Layer("huber", [define(y[n], w[n] * total(one, over=d) / D)], wrt=(x, t, w), options=(delta,))


def leaky():
    """Elementwise with a learnt slope below zero (He et al. 2015, one slope for all)."""
    slope = option("slope", "alpha", default=0.1, real=True)
    (alpha,) = slope
    x, y = tensor("x", i), tensor("y", i)
    expr = where(gt(x[i]), x[i], alpha * x[i])
    return Layer("leaky", [define(y[i], expr)], wrt=(x,), options=(slope,))


def gelu():
    """x Φ(x) (Hendrycks & Gimpel 2016)."""
    x, y = tensor("x", i), tensor("y", i)
    return Layer("gelu", [define(y[i], x[i] * (1 + erf(x[i] / sqrt(2))) / 2)], wrt=(x,))


def mish():
    """x tanh(log(1 + exp x)) (Misra 2019)."""
    x, y = tensor("x", i), tensor("y", i)
    return Layer("mish", [define(y[i], x[i] * tanh(log(1 + exp(x[i]))))], wrt=(x,))


def log_sum_exp():
    """log Σ exp x, with the largest subtracted."""
    x, top, y = tensor("x", n, d), tensor("top", n), tensor("y", n)
    return Layer(
        "log_sum_exp",
        [
            define(top[n], largest(x[n, d], over=d)),
            define(y[n], top[n] + log(total(exp(x[n, d] - top[n]), over=d))),
        ],
        wrt=(x,),
    )


def mean_and_centred():
    """Two outputs, both with cotangents, one built on the other."""
    x, mean, centred = tensor("x", n, d), tensor("mean", n), tensor("centred", n, d)
    return Layer(
        "mean_and_centred",
        [define(mean[n], total(x[n, d], over=d) / D), define(centred[n, d], x[n, d] - mean[n])],
        wrt=(x,),
        outputs=(mean, centred),
    )


def weighted_loss():
    """A scalar per batch: Σ_n weight[n] ‖x_n − t_n‖² / Σ_n weight[n]."""
    x, t, w = tensor("x", n, d), tensor("t", n, d), tensor("weight", n, sign="positive")
    all_, y = tensor("all_weights", sign="positive"), tensor("loss")
    squares = total((x[n, d] - t[n, d]) ** 2, over=d)
    return Layer(
        "weighted_loss",
        [define(all_[()], total(w[n], over=n)), define(y[()], total(w[n] * squares, over=n) / all_[()])],
        wrt=(x, t, w),
    )


def normalised_rows():
    """x / √(Σ x² + 1)."""
    x, r, y = tensor("x", n, d), tensor("r", n, sign="positive"), tensor("y", n, d)
    return Layer(
        "normalised_rows",
        [define(r[n], 1 / sqrt(total(x[n, d] ** 2, over=d) + 1)), define(y[n, d], x[n, d] * r[n])],
        wrt=(x,),
    )


def local_response_norm():
    """Across channels in a window of R before and after, borders cut (Krizhevsky et al. 2012)."""
    radius = option("radius", "rad", default=1, minimum=0)
    power = option("beta", default=0.75, minimum=0, real=True)
    (rad,), (beta,) = radius, power
    x, s, y = tensor("x", n, c, i), tensor("s", n, c, i, sign="positive"), tensor("y", n, c, i)
    b = index("b", C)
    window = (b, larger(0, c - rad), smaller(C - 1, c + rad))
    return Layer(
        "local_response_norm",
        [
            define(s[n, c, i], 2 + total(x[n, b, i] ** 2, over=[window]) / 10),
            define(y[n, c, i], x[n, c, i] * s[n, c, i] ** (-beta)),
        ],
        wrt=(x,),
        options=(radius, power),
    )


def pixel_shuffle():
    """y[n, c, r i + u] = x[n, r c + u, i]: depth to space in one dimension, mixed radix on the left."""
    factor = option("factor", "r", default=2, minimum=1)
    (r,) = factor
    u = index("u", r)
    x, y = tensor("x", n, index("a", r * C), i), tensor("y", n, c, index("b", r * L))
    return Layer(
        "pixel_shuffle", [define(y[n, c, r * i + u], x[n, r * c + u, i])], wrt=(x,), options=(factor,)
    )


def depth_to_space():
    """The same in two dimensions, read with division and remainder on the right."""
    factor = option("factor", "r", default=2, minimum=1)
    (r,) = factor
    H, W = sizes("H W")
    a, b = index("a", r * H), index("b", r * W)
    x = tensor("x", n, index("c", r * r * C), index("h", H), index("w", W))
    y = tensor("y", n, c, a, b)
    channel = (r * modulo(a, r) + modulo(b, r)) * C + c
    return Layer(
        "depth_to_space",
        [define(y[n, c, a, b], x[n, channel, floor_div(a, r), floor_div(b, r)])],
        wrt=(x,),
        options=(factor,),
    )


def nearest_upsampling():
    """y[n, a] = x[n, ⌊a / f⌋]."""
    factor = option("factor", "f", default=2, minimum=1)
    (f,) = factor
    a = index("a", f * L)
    x, y = tensor("x", n, i), tensor("y", n, a)
    return Layer("nearest_upsampling", [define(y[n, a], x[n, floor_div(a, f)])], wrt=(x,), options=(factor,))


def min_pool():
    """The least of each window of K, step s, cut at the border."""
    stride, kernel = option("stride", "s", default=2, minimum=1), option("kernel", "F", default=2, minimum=1)
    (s,), (F,) = stride, kernel
    (O,) = sizes("O")
    o, u = index("o", O), index("u", F)
    x, y = tensor("x", n, i), tensor("y", n, o)
    return Layer(
        "min_pool",
        [define(y[n, o], smallest(x[n, s * o + u], over=u))],
        wrt=(x,),
        options=(stride, kernel),
        sizes={O: floor_div(L - F, s) + 1},
    )


def row_product():
    """Π_d x[n, d]: right where factors are zero, too."""
    x, y = tensor("x", n, d), tensor("y", n)
    return Layer("row_product", [define(y[n], product(x[n, d], over=d))], wrt=(x,))


def running_product():
    """Π_{j ≤ i} (1 + x_j / 4)."""
    x, y = tensor("x", n, j), tensor("y", n, i)
    return Layer("running_product", [define(y[n, i], product(1 + x[n, j] / 4, over=(j, 0, i)))], wrt=(x,))


def pairwise_margin():
    """Σ over classes that are not the label of max(0, 1 + x_c − x_label), a hinge with look-ups."""
    x, t, y = tensor("x", n, c), integers("t", n, below=C), tensor("loss", n)
    gap = 1 + x[n, c] - x[n, t[n]]
    return Layer(
        "pairwise_margin", [define(y[n], total(bracket(ne(c - t[n])) * larger(gap, 0), over=c))], wrt=(x,)
    )


def causal_mean():
    """The mean over the past, x[n, j] for j ≤ i, with a positional weight 1 / (i + 1)."""
    x, y = tensor("x", n, j, d), tensor("y", n, i, d)
    return Layer("causal_mean", [define(y[n, i, d], total(x[n, j, d], over=(j, 0, i)) / (i + 1))], wrt=(x,))


def antisymmetric():
    """x[i, j] − x[j, i] off the diagonal, exp on it: conditions on indices, any axis order."""
    x, y = tensor("x", i, j), tensor("y", i, j)
    expr = where(eq(i - j), exp(x[i, j]), x[i, j] - x[j, i])
    return Layer("antisymmetric", [define(y[i, j], expr)], wrt=(x,))


ISSUE = (attention, gated_linear_unit, squared_distances, bilinear_form, cumulative_sum, cosine_similarity)
MORE = (
    circular_convolution, reflected_conv1d, embedding, cosine_transform, resampling, huber, leaky, gelu, mish,
    log_sum_exp, mean_and_centred, weighted_loss, normalised_rows, local_response_norm, pixel_shuffle,
    depth_to_space, nearest_upsampling, min_pool, row_product, running_product, pairwise_margin, causal_mean,
    antisymmetric,
)  # fmt: skip
UNSEEN = (*ISSUE, *MORE)
