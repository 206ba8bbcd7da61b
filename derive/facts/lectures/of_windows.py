"""Facts 14 and 15: what moves with the image, and the sizes of windows."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from sympy import Expr

from derive.exact.arithmetic import Entries
from derive.exact.machine import Machine
from derive.exact.shape import mathematics, output_shape, symbols_of, window_stack
from derive.exact.sides import Side
from derive.expr import FloorDiv
from derive.expr.expansion import expand
from derive.facts.establish import Checked, Claim, Differs, Fact, Same
from derive.facts.lectures.common import (
    KH,
    KW,
    OH,
    PADDING,
    B,
    Cg,
    H,
    K,
    Og,
    W,
    X,
    Y,
    a,
    c,
    d_h,
    d_w,
    fixed,
    forward,
    i,
    j,
    model,
    n,
    o,
    p_b,
    p_t,
    s_h,
    s_w,
    the,
)  # fmt: skip
from derive.model.compose import apply
from derive.model.layer import Layer
from derive.notation import define, floor_div, index, size, tensor


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


def _changed(after: bool, where: Callable[..., tuple[Expr, Expr]], times: int = 1) -> Side:
    P, Q = index("p", times * H), index("q", times * H)
    first = tensor("x", n, c, a, index("b", H))
    source = where(P, Q, H)
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


def _peak(layer: Layer, width: int, at: int) -> Entries:
    values = {"L": 2 * width, "K": width, "s": width}
    known = {s for tensor in layer.inputs for s in tensor.free_symbols} | set(layer.option_symbols)
    symbols = symbols_of(layer, {s: values[s.name] for s in known if s.name in values})
    image: Entries = {(0, 0, k): int(k == at) for k in range(2 * width)}
    return Machine(symbols, {"x": image}).run(layer.forward)["y"]


SQUARE = {"x": [[1, 2, 0], [0, 3, 1], [4, 0, 5]], "w": [[1, 2, 0], [0, 1, 0], [3, 0, 1]]}
equivariance: tuple[Claim, ...] = (
    Same("x′[a, b] = x[a − s t, b − s t′] gives y′[i + t, j + t′] = y[i, j]", ("conv2d",), moved_image,
         {"H": (3,), "W": (2,), "KH": (1, 2), "KW": (2,), "T": (1, 2), "S": (1,), "s_h": (1, 2),
          "p_t": (0, 1)}),
    Differs("conv2d(rotated x) is not the rotated conv2d(x)", ("conv2d",),
            lambda: (turned(False), turned(True)), SQUARE),
    Differs("conv2d(enlarged x) is not the enlarged conv2d(x)", ("conv2d",),
            lambda: (enlarged(False), enlarged(True)), SQUARE),
    Checked("max-pooling is approximately invariant: of the K places of a peak in its window, K − t leave "
            "y as it is when the image moves by t < K", ("max_pool1d",),
            "proof over a stated box: K = s ∈ {2, 3, 4}, t ∈ 0…K−1, every place of the peak; "
            "for all sizes not: a maximum has no normal form here, nor has counting", peaks),
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
    """W = 7, F = 3: strides 1, 2, 3 give 5, 3 and 2.33, by the layer's own rule before it rounds down."""
    rule = the("conv2d").sizes[OH]
    (quotient,) = rule.atoms(FloorDiv)
    top, step = (e.subs({H: 7, KH: 3, d_h: 1, p_t: 0, p_b: 0}) for e in quotient.args)
    rest = int(expand(rule - quotient))
    found = [Fraction(int(top), int(step.subs({s_h: s}))) + rest for s in (1, 2, 3)]
    whole = [rule.subs({H: 7, KH: 3, s_h: s, d_h: 1, p_t: 0, p_b: 0}) for s in (1, 2, 3)]
    right = whole == [5, 3, 2] and [f"{float(f):.2f}" for f in found] == ["5.00", "3.00", "2.33"]
    return None if right else f"{whole}, {found}"


shapes: tuple[Claim, ...] = (
    Checked("OH = ⌊(H + P − d(K−1) − 1)/s⌋ + 1 is the number of windows that fit", ("conv2d",),
            "proof over a stated box: W ∈ 1…7, F ∈ 1…4, six settings of stride, dilation, padding; "
            "for all sizes it is what ⌊·⌋ means",
            counted_windows),
    Checked("32×32×3 with six 5×5×3 filters → 28×28×6; 456 parameters, 352800 multiplications, 5×5 field",
            ("conv2d",), "exact numbers of the notes", six_filters),
    Checked("W = 7, F = 3: stride 1 → 5, stride 2 → 3, stride 3 → 2.33", ("conv2d",),
            "exact numbers of the notes", strides),
)  # fmt: skip

WINDOWS: tuple[Fact, ...] = (
    Fact(14, "convolution moves with its image; it does not turn or grow with it", equivariance),
    Fact(15, "output size, parameters, multiplications, receptive field", shapes),
)
__all__ = ["WINDOWS"]
