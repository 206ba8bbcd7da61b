"""Facts 11 to 15: normalisation, pooling, softmax, equivariance, sizes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from derive.closures import Array
from derive.compose import apply
from derive.exact import Machine
from derive.facts import Checked, Claim, Differs, Fact, Numbers, Same
from derive.layers.facts_common import (
    KH,
    KW,
    OH,
    OW,
    PADDING,
    SMALL,
    B,
    C,
    Cg,
    G,
    H,
    K,
    N,
    O,
    Og,
    W,
    X,
    Y,
    a,
    b,
    c,
    d_h,
    d_w,
    dY,
    fixed,
    forward,
    gradient,
    i,
    j,
    m,
    model,
    n,
    o,
    p_b,
    p_l,
    p_r,
    p_t,
    plain,
    reading,
    s_h,
    s_w,
    the,
    u,
    v,
)  # fmt: skip
from derive.notation import Tensor, bracket, define, eq, floor_div, index, integers, size, tensor, total
from derive.shape import mathematics, output_shape, symbols_of, window_stack
from derive.sides import Side

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
    Same("∂x by ∂x̂ = δγ, ∂σ² = Σ ∂x̂ (x−μ)(−½) r³, ∂μ = −Σ ∂x̂ r − ∂σ² 2 Σ(x−μ)/m, ∂x = ∂x̂ r + ∂σ² 2(x−μ)/m + ∂μ/m",
         ("batch_norm",), lambda: (batch("x"), chain()), NORM),
    Same("∂x = γ r / m · (m δ − Σ δ − x̂ Σ δ x̂)", ("batch_norm",), lambda: (batch("x"), compact()), NORM),
    Same("group_norm with G = 1 = layer_norm2d, without affine", ("group_norm", "layer_norm2d"),
         lambda: (normalised("layer_norm2d"), normalised("group_norm", grouped="one")), NORM),
    Same("group_norm with G = C = instance_norm", ("group_norm", "instance_norm"),
         lambda: (normalised("instance_norm"), normalised("group_norm", grouped="all")), NORM),
    Same("instance_norm of one image = batch_norm of a batch of one", ("instance_norm", "batch_norm"),
         lambda: (normalised("instance_norm").set({N: 1}), unscaled_batch().set({N: 1})), NORM),
)  # fmt: skip


def unscaled_batch() -> Side:
    """Batch norm with γ = 1 and β = 0."""
    side = plain(the("batch_norm"))
    one, zero = gamma.rename("ones"), gamma.rename("zeros")
    side = reading(side, "gamma", one, define(one[ch], 1))
    return reading(side, "beta", zero, define(zero[ch], 0))


small, tap = index("i", OH), index("u", KH)
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
         ("max_pool2d",), lambda: (gradient(the("max_pool2d"), "x", opaque=("switch",)), routed()), WINDOWS),
    Same("average: ∂x[a, b] = 1/(KH KW) Σ_ijuv δ[i, j] [a = s i + u − p] [b = s j + v − p]: δ/N² each",
         ("avg_pool2d",), lambda: (gradient(the("avg_pool2d"), "x"), spread()), WINDOWS),
    Same("max_unpool2d(δ, switch) = ∂x of max_pool2d", ("max_unpool2d", "max_pool2d"), unpooled,
         {"OH": (2,), "OW": (2,), "KH": (1, 2), "KW": (2,), "s_h": (1, 2), "s_w": (2,), "e_h": (0,)}),
    Same("max_pool2d(max_unpool2d(x, switch)) = x for x ≥ 0 and windows side by side",
         ("max_pool2d", "max_unpool2d"), there_and_back,
         {"H": (1, 2), "W": (2,), "KH": (1, 2, 3), "KW": (2,), "s_h": (1,)}, entries="integers"),
    Numbers("[[1, 2, 6, 3], [3, 5, 2, 1], [1, 2, 2, 1], [7, 3, 4, 8]] → [[5, 6], [7, 8]]", ("max_pool2d",),
            lambda: forward(the("max_pool2d")), {"x": GRID}, [[[[5, 6], [7, 8]]]], PAIRS),
    Numbers("max-unpooling [[1, 2], [3, 4]] at those places: [[0, 0, 2, 0], [0, 1, 0, 0], [0, 0, 0, 0], [3, 0, 0, 4]]",
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


def moved_image() -> tuple[Side, Side]:
    """Moving the image by s·t pixels moves the output by t windows, at every window of the first."""
    T, S = size("T"), size("S")
    far, wide = index("a", H + s_h * T), index("b", W + s_w * S)
    moved = tensor("moved", n, c, far, wide)
    out = tensor("y_moved", n, o, index("i", size("ZH")), index("j", size("ZW")))
    layer = {"stride": (s_h, s_w), "padding": PADDING, "dilation": (d_h, d_w)}
    side = model(
        define(moved[n, c, far, wide], X.at(n, c, far - s_h * T, wide - s_w * S)),
        apply(the("conv2d"), out, x=moved, w=K, b=B, **layer),
        define(Y[n, o, i, j], out[n, o, i + T, j + S]),
    )
    return forward(fixed("conv2d", groups=1)), side


def turned(after: bool) -> Side:
    """Rotation by 90° before or after a convolution of a square image."""
    return _changed(after, lambda p, q, extent: (q, extent - 1 - p))


def enlarged(after: bool) -> Side:
    """Twice the size (each pixel four times) before or after a 1-padded convolution."""
    return _changed(after, lambda p, q, extent: (floor_div(p, 2), floor_div(q, 2)), 2)


def _changed(after: bool, where: object, times: int = 1) -> Side:
    P, Q = index("p", times * H), index("q", times * H)
    first = tensor("x", n, c, a, index("b", H))
    source = where(P, Q, H)  # type: ignore[operator]
    window = {"padding": 1}
    mid_small, mid = tensor("z", n, o, a, index("b", H)), tensor("z", n, c, P, Q)
    out = tensor("y", n, o, P, Q)
    if after:
        return model(
            apply(the("conv2d"), mid_small, x=first, w=K, **window),
            define(out[n, o, P, Q], mid_small[(n, o, *source)]),
        ).set({KH: 3, KW: 3})
    return model(
        define(mid[n, c, P, Q], first[(n, c, *source)]), apply(the("conv2d"), out, x=mid, w=K, **window)
    ).set({KH: 3, KW: 3})


def peaks() -> str | None:
    """A single peak anywhere, moved by t < K: of K places, K − t leave the pooled image as it is."""
    layer = the("max_pool1d")
    for width in (2, 3, 4):
        for step in range(width):
            kept = sum(_peak(layer, width, at) == _peak(layer, width, at + step) for at in range(width))
            if kept != width - step:
                return f"window {width}, moved by {step}: {kept} of {width} places stay"
    return None


def _peak(layer: object, width: int, at: int) -> Array:
    values = {"L": 2 * width, "K": width, "s": width}
    symbols = symbols_of(layer, {s: values[s.name] for s in _known(layer) if s.name in values})  # type: ignore[arg-type]
    image = {(0, 0, k): int(k == at) for k in range(2 * width)}
    return Machine(symbols, {"x": image}).run(layer.forward)["y"]  # type: ignore[attr-defined]


def _known(layer: object) -> list[object]:
    shapes = [s for t in layer.inputs for s in t.free_symbols]  # type: ignore[attr-defined]
    return [*shapes, *layer.option_symbols]  # type: ignore[attr-defined]


SQUARE = {"x": [[1, 2, 0], [0, 3, 1], [4, 0, 5]], "w": [[1, 2, 0], [0, 1, 0], [3, 0, 1]]}
equivariance: tuple[Claim, ...] = (
    Same("x′[a, b] = x[a − s t, b − s t′] gives y′[i + t, j + t′] = y[i, j]", ("conv2d",), moved_image,
         {"H": (3,), "W": (2,), "KH": (1, 2), "KW": (2,), "T": (1, 2), "S": (1,), "s_h": (1, 2), "p_t": (0, 1)}),
    Differs("conv2d(rotated x) is not the rotated conv2d(x)", ("conv2d",),
            lambda: (turned(False), turned(True)), SQUARE),
    Differs("conv2d(enlarged x) is not the enlarged conv2d(x)", ("conv2d",),
            lambda: (enlarged(False), enlarged(True)), SQUARE),
    Checked("max-pooling is approximately invariant: of the K places of a peak in its window, K − t leave y as it "
            "is when the image moves by t < K", ("max_pool1d",),
            "proof over a stated box: K = s ∈ {2, 3, 4}, t ∈ 0…K−1, every place of the peak", peaks),
)  # fmt: skip


def counted_windows() -> str | None:
    """⌊(W + P − d(F−1) − 1)/S⌋ + 1 against counting the windows that fit, one by one."""
    rule = the("conv2d").sizes[OH]
    for image in range(1, 8):
        for taps in range(1, 5):
            for step, gap, pad in ((1, 1, 0), (2, 1, 1), (3, 1, 0), (2, 2, 2), (4, 3, 1), (5, 1, 3)):
                whole = image + 2 * pad
                fit = sum(at + gap * (taps - 1) < whole for at in range(0, whole, step))
                at = {H: image, KH: taps, s_h: step, d_h: gap, p_t: pad, p_b: pad}
                if fit and rule.subs(at) != fit:
                    return f"{rule.subs(at)} instead of {fit} windows for {at}"
    return None


def six_filters() -> str | None:
    """32×32×3 with six filters of 5×5×3."""
    layer = the("conv2d")
    at = {H: 32, W: 32, KH: 5, KW: 5, Cg: 3, Og: 6}
    symbols = symbols_of(layer, at)
    counts = mathematics(layer)
    found = (
        output_shape(layer, symbols),
        int(counts.parameters.subs(symbols)),
        int(counts.multiplications.subs(symbols)),
        window_stack([(layer, {"KH": 5, "KW": 5})]).field,
    )
    wanted = ((1, 6, 28, 28), 6 * 5 * 5 * 3 + 6, 28 * 28 * 6 * 5 * 5 * 3, (5, 5))
    return None if found == wanted else f"{found} instead of {wanted}"


def strides() -> str | None:
    """W = 7, F = 3: strides 1, 2, 3 give 5, 3 and 2.33."""
    found = [Fraction(7 - 3, s) + 1 for s in (1, 2, 3)]
    rule = the("conv2d").sizes[OH]
    whole = [rule.subs({H: 7, KH: 3, s_h: s, d_h: 1, p_t: 0, p_b: 0}) for s in (1, 2, 3)]
    right = whole == [5, 3, 2] and [f"{float(f):.2f}" for f in found] == ["5.00", "3.00", "2.33"]
    return None if right else f"{whole}, {found}"


shapes: tuple[Claim, ...] = (
    Checked("OH = ⌊(H + P − d(K−1) − 1)/s⌋ + 1 is the number of windows that fit", ("conv2d",),
            "proof over a stated box: W ∈ 1…7, F ∈ 1…4, six settings of stride, dilation, padding", counted_windows),
    Checked("32×32×3 with six 5×5×3 filters → 28×28×6; 456 parameters, 352800 multiplications, 5×5 field",
            ("conv2d",), "exact numbers of the notes", six_filters),
    Checked("W = 7, F = 3: stride 1 → 5, stride 2 → 3, stride 3 → 2.33", ("conv2d",),
            "exact numbers of the notes", strides),
)  # fmt: skip

LAYER_FACTS: tuple[Fact, ...] = (
    Fact(
        11,
        "the homework's chain of BatchNorm is the compact form; one formula over other axes is its kin",
        normalisation,
    ),
    Fact(12, "max pooling sends δ to the winner, average pooling spreads it; unpooling goes back", pooling),
    Fact(13, "softmax with cross-entropy: p − t", softmax),
    Fact(14, "convolution moves with its image; it does not turn or grow with it", equivariance),
    Fact(15, "output size, parameters, multiplications, receptive field", shapes),
)
__all__ = ["LAYER_FACTS", "O", "Og", "Tensor", "Y", "dY", "p_b", "p_r", "small", "tap"]
