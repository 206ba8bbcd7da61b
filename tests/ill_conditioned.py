"""Right layers that are hard to judge: cancellations, large exponents, ties, roots at 0, small divisors."""

from derive.notation import (
    Abs,
    Layer,
    define,
    exp,
    index,
    integers,
    log,
    option,
    sin,
    sizes,
    smallest,
    smallest_at,
    sqrt,
    tensor,
    total,
    where,
)

N, M, D, K = sizes("N M D K")
n, m, d, k = index("n", N), index("m", M), index("d", D), index("k", K)


def plain_sigmoid():
    """1/(1 + exp(−z)) of a product, as it stands in a book."""
    x, w, y = tensor("x", n, d), tensor("w", d), tensor("y", n)
    return Layer("plain_sigmoid", [define(y[n], 1 / (1 + exp(-total(x[n, d] * w[d], over=d))))], wrt=(x, w))


def plain_logistic():
    """1/(1 + exp(−z))."""
    z, y = tensor("z", n), tensor("y", n)
    return Layer("plain_logistic", [define(y[n], 1 / (1 + exp(-z[n])))], wrt=(z,))


def radial():
    """exp(−γ ‖x − c‖²) with a γ of either sign."""
    x, c, g, y = tensor("x", n, d), tensor("c", m, d), tensor("g", m), tensor("y", n, m)
    square = total((x[n, d] - c[m, d]) ** 2, over=d)
    return Layer("radial", [define(y[n, m], exp(-g[m] * square))], wrt=(x, c, g))


def nearest():
    """The distance to the nearest code and the code: arg-min, at ties the first."""
    x, c = tensor("x", n, d), tensor("c", m, d)
    s, q, y = tensor("s", n, m), integers("q", n, below=M), tensor("y", n, d)
    return Layer(
        "nearest",
        [
            define(s[n, m], total((x[n, d] - c[m, d]) ** 2, over=d)),
            define(q[n], smallest_at(s[n, m], over=m)),
            define(y[n, d], c[q[n], d] * x[n, d]),
        ],
        wrt=(x, c),
    )


def nearest_by_product():
    """The same by squares and products that cancel, with a factor that rounds."""
    x, c = tensor("x", n, d), tensor("c", m, d)
    s, q, y = tensor("s", n, m), integers("q", n, below=M), tensor("y", n)
    square = total(x[n, d] ** 2, over=d) + total(c[m, d] ** 2, over=d)
    return Layer(
        "nearest_by_product",
        [
            define(s[n, m], square - 2 * total(x[n, d] * c[m, d], over=d) / 3),
            define(q[n], smallest_at(s[n, m], over=m)),
            define(y[n], total(c[q[n], d] * x[n, d], over=d)),
        ],
        wrt=(x, c),
    )


def smallest_distance():
    x, c, y = tensor("x", n, d), tensor("c", m, d), tensor("y", n)
    square = total((x[n, d] - c[m, d]) ** 2, over=d)
    return Layer("smallest_distance", [define(y[n], smallest(square, over=m))], wrt=(x, c))


def naive_log_sum_exp():
    x, y = tensor("x", n, k), tensor("y", n)
    return Layer("naive_log_sum_exp", [define(y[n], log(total(exp(3 * x[n, k]), over=k)))], wrt=(x,))


def euclidean():
    """√Σ x², whose slope at 0 is none."""
    x, y = tensor("x", n, d), tensor("y", n)
    return Layer("euclidean", [define(y[n], sqrt(total(x[n, d] ** 2, over=d)))], wrt=(x,))


def plain_variance():
    """E[x²] − μ² as the model itself says it."""
    x, y = tensor("x", n, d), tensor("y", n)
    mean = total(x[n, d], over=d) / D
    return Layer("plain_variance", [define(y[n], total(x[n, d] ** 2, over=d) / D - mean**2)], wrt=(x,))


def shares():
    """x / Σ x: the sum may be small or 0."""
    x, y = tensor("x", n, d), tensor("y", n, d)
    e = index("e", D)
    return Layer("shares", [define(y[n, d], x[n, d] / total(x[n, e], over=e))], wrt=(x,))


def big_power():
    """x^p with a real p, and a steep power of a sum."""
    p_ = option("p", "p", default=2.5, minimum=0, real=True)
    (p,) = p_
    x, y = tensor("x", n, d, sign="nonnegative"), tensor("y", n)
    return Layer("big_power", [define(y[n], total(x[n, d] ** p, over=d) ** 9)], wrt=(x,), options=(p_,))


def steep_exponent():
    """exp of a fourth power."""
    x, y = tensor("x", n), tensor("y", n)
    return Layer("steep_exponent", [define(y[n], exp(x[n] ** 4 / 10) - 1)], wrt=(x,))


def close_logs():
    """log(1 + e^x) − x: a difference of nearly equal numbers."""
    x, y = tensor("x", n), tensor("y", n)
    return Layer("close_logs", [define(y[n], log(1 + exp(4 * x[n])) - 4 * x[n])], wrt=(x,))


def cosine_similarity():
    a, b, y = tensor("a", n, d), tensor("b", n, d), tensor("y", n)
    one, two = total(a[n, d] ** 2, over=d), total(b[n, d] ** 2, over=d)
    return Layer(
        "cosine_similarity", [define(y[n], total(a[n, d] * b[n, d], over=d) / sqrt(one * two))], wrt=(a, b)
    )


def gated_at_a_sum():
    """A branch decided by a rounded sum."""
    x, w, y = tensor("x", n, d), tensor("w", d), tensor("y", n)
    z = total(x[n, d] * w[d], over=d) / 3
    return Layer("gated_at_a_sum", [define(y[n], where(z > 0, z**2, -z))], wrt=(x, w))


def sine_of_large():
    x, y = tensor("x", n), tensor("y", n)
    return Layer("sine_of_large", [define(y[n], sin(1000 * x[n]) / (Abs(x[n]) + 1))], wrt=(x,))


def plain_softmax():
    """exp(x) / Σ exp(x), no maximum taken away by the model."""
    x, y = tensor("x", n, k), tensor("y", n, k)
    j = index("j", K)
    return Layer("plain_softmax", [define(y[n, k], exp(x[n, k]) / total(exp(x[n, j]), over=j))], wrt=(x,))


def focal():
    """−(1 − p)^γ log p with p = 1/(1 + exp(−z)): where p is near 1, both factors cancel."""
    z, p, y = tensor("z", n), tensor("p", n), tensor("y", n)
    return Layer(
        "focal",
        [define(p[n], 1 / (1 + exp(-z[n]))), define(y[n], -((1 - p[n]) ** 2) * log(p[n]))],
        wrt=(z,),
    )


ALL = (
    plain_sigmoid, plain_logistic, radial, nearest, nearest_by_product, smallest_distance, naive_log_sum_exp,
    euclidean, plain_variance, shares, big_power, steep_exponent, close_logs, cosine_similarity,
    gated_at_a_sum, sine_of_large, plain_softmax, focal,
)  # fmt: skip
