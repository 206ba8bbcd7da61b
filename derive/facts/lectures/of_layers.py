"""Facts 11 to 13: normalisation, pooling, softmax."""

from __future__ import annotations

from dataclasses import replace

from derive.exact.sides import Side, printed_gradient
from derive.facts.establish import Claim, Fact, Numbers, Same
from derive.facts.lectures.common import (
    KH,
    KW,
    OH,
    OW,
    SMALL,
    C,
    Cg,
    G,
    H,
    N,
    W,
    a,
    b,
    d_h,
    d_w,
    forward,
    gradient,
    i,
    j,
    m,
    model,
    n,
    p_l,
    p_t,
    plain,
    reading,
    s_h,
    s_w,
    the,
    u,
    v,
)  # fmt: skip
from derive.model.compose import apply
from derive.notation import bracket, define, eq, index, integers, tensor, total

ch = index("c", C)
data = (n, ch, a, b)
x, dy, xhat = tensor("x", *data), tensor("dy", *data), tensor("xhat", *data)
mu, r, gamma = tensor("mu", ch), tensor("r", ch, sign="positive"), tensor("gamma", ch)
pixels = (n, a, b)
count = {m: N * H * W}


def statistics() -> tuple[object, ...]:
    """The mean, and x̂; r = 1/√(σ² + ε) is spoken of by name."""
    return (
        define(mu[ch], total(x[data], over=pixels) / m),
        define(xhat[data], (x[data] - mu[ch]) * r[ch]),
    )


def chain() -> Side:
    """∂x̂, ∂σ², ∂μ, ∂x_i as the homework of seed 002 writes them."""
    dxhat, dvar, dmu = xhat.rename("dxhat"), mu.rename("dvar"), mu.rename("dmu")
    centred = x[data] - mu[ch]
    return model(
        *statistics(),
        define(dxhat[data], dy[data] * gamma[ch]),
        define(dvar[ch], total(dxhat[data] * centred, over=pixels) * (-(r[ch] ** 3) / 2)),
        define(
            dmu[ch],
            -total(dxhat[data] * r[ch], over=pixels) + dvar[ch] * total(-2 * centred, over=pixels) / m,
        ),
        define(
            x.rename("dx")[data],
            dxhat[data] * r[ch] + dvar[ch] * 2 * centred / m + dmu[ch] / m,
        ),
        sizes=count,
    )


def compact() -> Side:
    """∂x = γ r / m · (m δ − Σ δ − x̂ Σ δ x̂)"""
    spread = (
        m * dy[data] - total(dy[data], over=pixels) - xhat[data] * total(dy[data] * xhat[data], over=pixels)
    )
    return model(*statistics(), define(x.rename("dx")[data], gamma[ch] * r[ch] / m * spread), sizes=count)


def parameters(name: str) -> Side:
    """∂β = Σ δ and ∂γ = Σ δ x̂."""
    factor = xhat[data] if name == "gamma" else 1
    return model(
        *statistics(),
        define(mu.rename(f"d{name}")[ch], total(dy[data] * factor, over=pixels)),
        sizes=count,
    )


def batch(towards: str) -> Side:
    return gradient(the("batch_norm"), towards, opaque=("r",))


def normalised(name: str, *, grouped: str = "") -> Side:
    """A normalisation without γ and β; group norm with one group or with as many as channels."""
    side = plain(the(name))
    values = {"one": {G: 1, Cg: C}, "all": {Cg: 1, G: C}}.get(grouped, {})
    return side.set(values)


NORM = {"N": (1, 2), "C": (1, 2), "H": (1, 2), "W": (1, 2)}
normalisation: tuple[Claim, ...] = (
    Same("∂β = Σ_nhw δ", ("batch_norm",), lambda: (batch("beta"), parameters("beta")), NORM),
    Same("∂γ = Σ_nhw δ x̂", ("batch_norm",), lambda: (batch("gamma"), parameters("gamma")), NORM),
    Same("∂x by ∂x̂ = δγ, ∂σ² = Σ ∂x̂ (x−μ)(−½) r³, ∂μ = −Σ ∂x̂ r − ∂σ² 2 Σ(x−μ)/m, "
         "∂x = ∂x̂ r + ∂σ² 2(x−μ)/m + ∂μ/m",
         ("batch_norm",), lambda: (batch("x"), chain()), NORM),
    Same("∂x = γ r / m · (m δ − Σ δ − x̂ Σ δ x̂)", ("batch_norm",), lambda: (batch("x"), compact()), NORM),
    Same("group_norm with G = 1 = layer_norm2d, without affine", ("group_norm", "layer_norm2d"),
         lambda: (normalised("layer_norm2d"), normalised("group_norm", grouped="one")), NORM),
    Same("group_norm with G = C = instance_norm", ("group_norm", "instance_norm"),
         lambda: (normalised("instance_norm"), normalised("group_norm", grouped="all")), NORM),
    Same("instance_norm of one image = batch_norm of a batch of one", ("instance_norm", "batch_norm"),
         lambda: (normalised("instance_norm").set({N: 1}), normalised("batch_norm").set({N: 1})), NORM),
)  # fmt: skip


pooled = (n, ch, i, j)
switch = integers("switch", n, ch, i, j, below=KH * KW)
d_pool = tensor("dy", *pooled)
WINDOWS = {**SMALL, "s_h": (1, 2), "d_h": (1, 2), "s_w": (2,)}


def routed() -> Side:
    """δ goes to the place of the tap that won."""
    row, column = s_h * i + d_h * u - p_t, s_w * j + d_w * v - p_l
    won = bracket(eq(switch[pooled] - KW * u - v), eq(row - a), eq(column - b))
    return model(define(x.rename("dx")[data], total(won * d_pool[pooled], over=(i, j, u, v))))


def spread() -> Side:
    """δ / (KH KW) goes to every pixel of the window."""
    row, column = s_h * i + u - p_t, s_w * j + v - p_l
    under = bracket(eq(row - a), eq(column - b))
    return model(define(x.rename("dx")[data], total(under * d_pool[pooled], over=(i, j, u, v)) / (KH * KW)))


def unpooled() -> tuple[Side, Side]:
    """Unpooling is what max pooling's backward does: the same map, for windows that need not be apart."""
    side = plain(the("max_unpool2d"))
    values = next(t for t in side.inputs if t.name == "x")
    turned = reading(side, "x", values.rename("dy")).set({H: OH, W: OW, OH: H, OW: W})
    down = replace(gradient(the("max_pool2d"), "x", opaque=("switch",)), sizes={})
    return turned, down


def there_and_back() -> tuple[Side, Side]:
    """max_pool2d ∘ max_unpool2d on windows side by side, values ≥ 0."""
    k = index("k", H), index("l", W)
    values = tensor("x", n, ch, *k, sign="nonnegative")
    places = integers("switch", n, ch, *k, below=KH * KW)
    big = tensor("big", n, ch, index("a", H * KH), index("b", W * KW))
    out = values.rename("y")
    window = {"kernel": (KH, KW), "stride": (KH, KW)}
    side = model(
        apply(the("max_unpool2d"), big, x=values, switch=places, **window),
        apply(the("max_pool2d"), out, x=big, **window),
    )
    at = (n, ch, *k)
    return side, model(define(out.rename("same")[at], values[at]))


GRID = [[1, 2, 6, 3], [3, 5, 2, 1], [1, 2, 2, 1], [7, 3, 4, 8]]
PAIRS = {"KH": 2, "KW": 2, "s_h": 2, "s_w": 2}
pooling: tuple[Claim, ...] = (
    Same("max: ∂x[a, b] = Σ_ijuv δ[i, j] [switch[i, j] = (u, v)] [a = s i + d u − p] [b = s j + d v − p]",
         ("max_pool2d",), lambda: (printed_gradient(the("max_pool2d"), "x", opaque=("switch",)), routed()),
         WINDOWS),
    Same("average: ∂x[a, b] = 1/(KH KW) Σ_ijuv δ[i, j] [a = s i + u − p] [b = s j + v − p]: δ/N² each",
         ("avg_pool2d",), lambda: (gradient(the("avg_pool2d"), "x"), spread()), WINDOWS),
    Same("max_unpool2d(δ, switch) = ∂x of max_pool2d", ("max_unpool2d", "max_pool2d"), unpooled,
         {"OH": (2,), "OW": (2,), "KH": (1, 2), "KW": (2,), "s_h": (1, 2), "s_w": (2,), "e_h": (0,)}),
    Same("max_pool2d(max_unpool2d(x, switch)) = x for x ≥ 0 and windows side by side",
         ("max_pool2d", "max_unpool2d"), there_and_back,
         {"H": (1, 2), "W": (2,), "KH": (1, 2, 3), "KW": (2,), "s_h": (1,)}, entries="integers",
         unproved="a maximum over brackets of data is no sum, and has no normal form here"),
    Numbers("[[1, 2, 6, 3], [3, 5, 2, 1], [1, 2, 2, 1], [7, 3, 4, 8]] → [[5, 6], [7, 8]]", ("max_pool2d",),
            lambda: forward(the("max_pool2d")), {"x": GRID}, [[[[5, 6], [7, 8]]]], PAIRS),
    Numbers("max-unpooling [[1, 2], [3, 4]] at those places: "
            "[[0, 0, 2, 0], [0, 1, 0, 0], [0, 0, 0, 0], [3, 0, 0, 4]]",
            ("max_unpool2d",), lambda: plain(the("max_unpool2d")),
            {"x": [[1, 2], [3, 4]], "switch": [[3, 0], [2, 3]]},
            [[[[0, 0, 2, 0], [0, 1, 0, 0], [0, 0, 0, 0], [3, 0, 0, 4]]]], PAIRS),
)  # fmt: skip


def residual() -> Side:
    """∂L · (p − t), t the one-hot label."""
    row, k = index("n", N), index("c", C)
    p, t = tensor("p", row, k, sign="positive"), integers("t", row, below=C)
    dloss = tensor("dloss", row)
    return model(define(p.rename("dx", sign="")[row, k], dloss[row] * (p[row, k] - bracket(eq(k - t[row])))))


softmax: tuple[Claim, ...] = (
    Same("∂x[n, c] = δ[n] (p[n, c] − [c = t[n]])", ("cross_entropy",),
         lambda: (gradient(the("cross_entropy"), "x", opaque=("p",)), residual()),
         {"N": (1, 2), "C": (1, 2, 3)}),
)  # fmt: skip


LAYER_FACTS: tuple[Fact, ...] = (
    Fact(
        11,
        "the homework's chain of BatchNorm is the compact form; one formula over other axes is its kin",
        normalisation,
    ),
    Fact(12, "max pooling sends δ to the winner, average pooling spreads it; unpooling goes back", pooling),
    Fact(13, "softmax with cross-entropy: p − t", softmax),
)
__all__ = ["LAYER_FACTS"]
