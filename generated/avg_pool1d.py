"""avg_pool1d: mean of each window with the choice of what counts in the divisor.

Made by `chainrule generate`, version 0.1.0, from the forward of `avg_pool1d`.  Do not edit.
Run time: 885da59e5e9be48a.

    count_i[i] = max(Σ_{u : 0 ≤ s·i+d·u+p_l·ζ−p_l < L+p_l·ζ+p_r·ζ} 1, 1)
    y[n,c,i] = 1/{ω if ω > 0; else count_i[i]} · Σ_u x[n, c, s·i+d·u−p_l]
    dx[n,c,a] = Σ_{u : s ∣ a+p_l−d·u} dy[n, c, (a+p_l−d·u)/s]/{ω if ω > 0; else count_i[(a+p_l−d·u)/s]}
    x = 0 where an index leaves its range
    dy = 0 where an index leaves its range

Convention: taps behind the padding never count; a window in which nothing counts gives 0.

Convention: count_include_pad = 0 leaves the padding out of the divisor, too.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 32 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .elementary import select
from .runtime import gcd, residue
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'avg_pool1d',
    'summary': 'mean of each window with the choice of what counts in the divisor',
    'inputs': [
        {'name': 'x', 'shape': ['N', 'C', 'L'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'y', 'shape': ['N', 'C', 'OL'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [
        {'name': 'count_i', 'shape': ['OL'], 'kind': 'real'},
    ],
    'options': [
        {'name': 'kernel', 'symbols': ['K'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'stride', 'symbols': ['s'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'padding', 'symbols': ['p_l', 'p_r'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
        {'name': 'dilation', 'symbols': ['d'], 'kind': 'int', 'default': 1, 'minimum': 1, 'maximum': None},
        {'name': 'ceil_mode', 'symbols': ['kappa'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
        {'name': 'count_include_pad', 'symbols': ['zeta'], 'kind': 'int', 'default': 1, 'minimum': 0, 'maximum': 1},
        {'name': 'divisor_override', 'symbols': ['omega'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': None},
    ],
    'sizes': {'OL': 'min((L + p_l - 1) // s + 1, (L + d + p_l + p_r - (K * d) - kappa - 1) // s + kappa + 1) if kappa >= 1 else (L + d + p_l + p_r - (K * d) - kappa - 1) // s + kappa + 1'},
    'gradients': {'x': 'vjp_x'},
    'analytic': False,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['C * K * N * OL + C * N * OL', 'C * L * N + (-p_l // s + (L + p_l - 1) // s + 1) * C * N * s']},
        {'path': 'single', 'at': 1, 'of': ['omega']},
        {'path': 'vector', 'at': 64, 'of': ['(L + p_l + p_r * zeta - 1) // s + (p_l * zeta - p_l) // s + 1', '(L + p_l + p_r * zeta - 1) // s + 1', '(L + p_l - 1) // s + 1', '(p_l * zeta - p_l) // s + OL', '-p_l // s + (L + p_l - 1) // s + 1', '-p_l // s + OL', 'L', 'OL']},
    ],
    'proved': {'in bounds': 32, 'iterations apart': 4},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["x"])


class Residuals(namedtuple("Residuals", ["count_i"]), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("x", 0, "N", "N"),
        runtime.Step("x", 1, "C", "C"),
        runtime.Step("x", 2, "L", "L"),
    ),
    sizes={
        "OL": lambda K, L, d, kappa, p_l, p_r, s, **_: min((L + p_l - 1) // s + 1, (L + d + p_l + p_r - (K * d) - kappa - 1) // s + kappa + 1) if kappa >= 1 else (L + d + p_l + p_r - (K * d) - kappa - 1) // s + kappa + 1,
    },
    shapes={
        "x": lambda C, L, N, **_: (N, C, L),
        "y": lambda C, N, OL, **_: (N, C, OL),
        "count_i": lambda OL, **_: (OL,),
    },
    strides={'kernel': ('K',), 'stride': ('s',), 'dilation': ('d',)},
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(count_i, L, OL, K, s, p_l, p_r, d, zeta):
    """count_i[i] = max(Σ_{u : 0 ≤ s·i+d·u+p_l·ζ−p_l < L+p_l·ζ+p_r·ζ} 1, 1)"""
    dtype = count_i.dtype
    T = dtype.type
    row = np.empty(OL, dtype)
    # count_i[i] = max(Σ_{u : 0 ≤ s·i+d·u+p_l·ζ−p_l < L+p_l·ζ+p_r·ζ} 1, 1)
    for i in range(OL):
        row[U(i)] = T(0)
    for u in range(K):
        for i in range(max(0, -((p_l * zeta + d * u - p_l) // s)), min(OL,
                (L + p_l + p_r * zeta - (d * u) - 1) // s + 1)):
            row[U(i)] += T(1)
    for i in range(OL):
        row_here = row[U(i)]
        count_i[U(i)] = select(row_here >= T(1), row_here, T(1))


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part2(first, last, x, y, count_i, N, C, L, OL, K, s, p_l, d, omega):
    """S₁[i] = Σ_u x[nc, s·i+d·u−p_l]
    y[nc,i] = S₁[i]/{ω if ω > 0; else count_i[i]}
    """
    dtype = x.dtype
    T = dtype.type
    S1 = np.empty(OL, dtype)
    for nc in range(first, last):
        # S₁[i] = Σ_u x[nc, s·i+d·u−p_l]
        for i in range(OL):
            S1[U(i)] = T(0)
        for u in range(K):
            for i in range(max(0, -((d * u - p_l) // s)), min(OL, (L + p_l - (d * u) - 1) // s + 1)):
                S1[U(i)] += x[U(nc), U(i * s + d * u - p_l)]
        # y[nc,i] = S₁[i]/{ω if ω > 0; else count_i[i]}
        if omega >= 1:
            for i in range(OL):
                y[U(nc), U(i)] = S1[U(i)] / T(omega)
        else:
            for i in range(OL):
                y[U(nc), U(i)] = S1[U(i)] / count_i[U(i)]


def _forward(x, y, count_i, N, C, L, OL, K, s, p_l, p_r, d, zeta, omega):
    """count_i[i] = max(Σ_{u : 0 ≤ s·i+d·u+p_l·ζ−p_l < L+p_l·ζ+p_r·ζ} 1, 1)
    y[n,c,i] = 1/{ω if ω > 0; else count_i[i]} · Σ_u x[n, c, s·i+d·u−p_l]

    Operations: C·N·OL multiplications, C·K·N·OL + (K − 1) · OL − C·N·OL additions, terms that a condition
        drops counted.
    """
    x_rows = x.reshape((C * N, L))
    y_rows = y.reshape((C * N, OL))
    _forward_part(count_i, L, OL, K, s, p_l, p_r, d, zeta)
    launch(_forward_part2, C * N, C * K * N * OL + C * N * OL, x_rows, y_rows, count_i, N, C, L, OL, K, s,
            p_l, d, omega)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_single(first, last, dy, count_i, dx, N, C, L, OL, K, s, p_l, d, omega, gcd_s_d):
    """dx[nc, s·q+r−p_l] += dy[nc, q−(d·res(d,r,s)−r)/s]/{ω if ω > 0; else count_i[q−(d·res(d,r,s)−r)/s]} ·
        [res(d, r, s) < K, gcd(s, d) ∣ r]
    """
    dtype = dy.dtype
    T = dtype.type
    for nc in range(first, last):
        for a in range(L):
            dx[U(nc), U(a)] = T(0)
        # dx[nc, s·q+r−p_l] += dy[nc, q−(d·res(d,r,s)−r)/s]/{ω if ω > 0; else
        #     count_i[q−(d·res(d,r,s)−r)/s]} · [res(d, r, s) < K, gcd(s, d) ∣ r]
        for r in range(s):
            if K >= residue(d, r, s) + 1 and r % gcd_s_d == 0:
                if omega >= 1:
                    quotient_r = (residue(d, r, s) * d - r) // s
                    for q in range(max(-((r - p_l) // s), (residue(d, r, s) * d - r) // s),
                            min((L + p_l - r - 1) // s + 1, (residue(d, r, s) * d - r) // s + OL)):
                        dx[U(nc), U(q * s + r - p_l)] += dy[U(nc), U(q - quotient_r)] / T(omega)
                else:
                    quotient_r = (residue(d, r, s) * d - r) // s
                    for q in range(max(-((r - p_l) // s), (residue(d, r, s) * d - r) // s),
                            min((L + p_l - r - 1) // s + 1, (residue(d, r, s) * d - r) // s + OL)):
                        dx[U(nc), U(q * s + r - p_l)] += (
                            dy[U(nc), U(q - quotient_r)] / count_i[U(q - quotient_r)]
                        )


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_x_plain(first, last, dy, count_i, dx, N, C, L, OL, K, s, p_l, d, omega, d_by_gcd, gcd_s_d, s_by_gcd):
    """dx[nc, s·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r} dy[nc,
        q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]/{ω if ω > 0; else count_i[q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]}
    """
    dtype = dy.dtype
    T = dtype.type
    for task in range(first, last):
        nc = task // s
        r = task % s
        # dx[nc, s·q+r−p_l] = Σ_{t : 0 ≤ t ≤ ⌊(K−1−res(d,r,s))/(s/gcd(s,d))⌋, gcd(s,d) ∣ r}
        #     dy[nc, q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]/{ω if ω > 0; else
        #     count_i[q−(d·res(d,r,s)−r)/s−t·d/gcd(s,d)]}
        for q in range(-((r - p_l) // s), (L + p_l - r - 1) // s + 1):
            dx[U(nc), U(q * s + r - p_l)] = T(0)
        quotient_r = (residue(d, r, s) * d - r) // s
        quotient_r2 = (r - p_l) // s
        quotient_r3 = (L + p_l - r - 1) // s
        t_last = (K - residue(d, r, s) - 1) // s_by_gcd
        if r % gcd_s_d == 0:
            for t in range(t_last + 1):
                if omega >= 1:
                    for q in range(max(-quotient_r2, quotient_r + d_by_gcd * t), min(quotient_r3 + 1,
                            OL + quotient_r + d_by_gcd * t)):
                        dx[U(nc), U(q * s + r - p_l)] += (
                            dy[U(nc), U(q - quotient_r - (d_by_gcd * t))] / T(omega)
                        )
                else:
                    for q in range(max(-quotient_r2, quotient_r + d_by_gcd * t), min(quotient_r3 + 1,
                            OL + quotient_r + d_by_gcd * t)):
                        dx[U(nc), U(q * s + r - p_l)] += (
                            dy[U(nc), U(q - quotient_r - (d_by_gcd * t))]
                            / count_i[U(q - quotient_r - (d_by_gcd * t))]
                        )


def _vjp_x(dy, count_i, dx, N, C, L, OL, K, s, p_l, d, omega):
    """dx[n,c,a] = Σ_{u : s ∣ a+p_l−d·u} dy[n, c, (a+p_l−d·u)/s]/{ω if ω > 0; else count_i[(a+p_l−d·u)/s]}

    Operations: C·K·L·N multiplications, C·K·L·N − C·L·N additions, terms that a condition drops counted.
    """
    dy_rows = dy.reshape((C * N, OL))
    dx_rows = dx.reshape((C * N, L))
    if s // gcd(s, d) >= K:
        gcd_s_d = gcd(s, d)
        launch(_vjp_x_single, C * N, C * L * N + (-p_l // s + (L + p_l - 1) // s + 1) * C * N * s, dy_rows,
                count_i, dx_rows, N, C, L, OL, K, s, p_l, d, omega, gcd_s_d)
    else:
        d_by_gcd = d // gcd(s, d)
        s_by_gcd = s // gcd(s, d)
        gcd_s_d = gcd(s, d)
        launch(_vjp_x_plain, C * N * s, (-p_l // s + (L + p_l - 1) // s + 1) * ((K - residue(d, 0,
                s) - 1) // (s // gcd(s, d)) + 1) * C * N * s, dy_rows, count_i, dx_rows, N, C, L, OL, K, s,
                p_l, d, omega, d_by_gcd, gcd_s_d, s_by_gcd)


def _jvp(x_dot, count_i, y_dot, N, C, L, OL, K, s, p_l, d, omega):
    """Ṡ₁[n,c,i] = Σ_u ẋ[n, c, s·i+d·u−p_l]
    ẏ[n,c,i] = Ṡ₁[n,c,i]/{ω if ω > 0; else count_i[i]}

    As compiled:

    Ṡ₁[i] = Σ_u ẋ[nc, s·i+d·u−p_l]
    ẏ[nc,i] = Ṡ₁[i]/{ω if ω > 0; else count_i[i]}

    Operations: C·N·OL multiplications, C·K·N·OL − C·N·OL additions, terms that a condition drops counted.
    """
    x_dot_rows = x_dot.reshape((C * N, L))
    y_dot_rows = y_dot.reshape((C * N, OL))
    # Ṡ₁[i] = Σ_u ẋ[nc, s·i+d·u−p_l]
    # ẏ[nc,i] = Ṡ₁[i]/{ω if ω > 0; else count_i[i]}
    launch(_forward_part2, C * N, C * K * N * OL + C * N * OL, x_dot_rows, y_dot_rows, count_i, N, C, L, OL,
            K, s, p_l, d, omega)


def forward(x, *, out=None, save=False, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0,
    count_include_pad=1, divisor_override=0):
    """mean of each window with the choice of what counts in the divisor; ``save=True`` also returns what the
    gradients can use again.
    """
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
            "ceil_mode": ceil_mode, "count_include_pad": count_include_pad,
            "divisor_override": divisor_override})
    call.new_all(("y",), out)
    call.new("count_i", "count_i")
    call.run(_forward, ("x", "y", "count_i"), ("N", "C", "L", "OL", "K", "s", "p_l", "p_r", "d", "zeta",
            "omega"))
    result = call.result("y")
    return (result, call.save(Residuals, ("count_i",))) if call.asked("save", save) else result


def vjp_x(dy, x, *, residuals=None, out=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0,
    count_include_pad=1, divisor_override=0):
    """The gradient of x, given dy."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
            "ceil_mode": ceil_mode, "count_include_pad": count_include_pad,
            "divisor_override": divisor_override})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("count_i",))
    call.new("dx", "x", out)
    call.run(_vjp_x, ("dy", "count_i", "dx"), ("N", "C", "L", "OL", "K", "s", "p_l", "d", "omega"))
    return call.result("dx")


def vjp(dy, x, *, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0, count_include_pad=1,
    divisor_override=0):
    """The gradients of x."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
            "ceil_mode": ceil_mode, "count_include_pad": count_include_pad,
            "divisor_override": divisor_override})
    call.add("dy", "y", dy)
    call.recall(residuals, forward, ("count_i",))
    call.new("dx", "x")
    call.run(_vjp_x, ("dy", "count_i", "dx"), ("N", "C", "L", "OL", "K", "s", "p_l", "d", "omega"))
    return Gradients(*call.results(("dx",)))


def jvp(x, *, x_dot=None, residuals=None, kernel=2, stride=2, padding=0, dilation=1, ceil_mode=0,
    count_include_pad=1, divisor_override=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"x": x}, {"kernel": kernel, "stride": stride, "padding": padding, "dilation": dilation,
            "ceil_mode": ceil_mode, "count_include_pad": count_include_pad,
            "divisor_override": divisor_override})
    call.add("x_dot", "x", x_dot)
    call.recall(residuals, forward, ("count_i",))
    call.new("y_dot", "y")
    call.run(_jvp, ("x_dot", "count_i", "y_dot"), ("N", "C", "L", "OL", "K", "s", "p_l", "d", "omega"))
    return call.result("y_dot")
