"""affine_grid3d: the grid of coordinates of an affine map.

Made by `chainrule generate`, version 0.1.0, from the forward of `affine_grid3d`.  Do not edit.
Run time: 885da59e5e9be48a.

    column[b] = {{2·b/max(OW − 1, 1) − 1 if OW ≥ 2; else 0} if α = 1; else (2·b + 1)/OW − 1}
    row[a] = {{2·a/max(OH − 1, 1) − 1 if OH ≥ 2; else 0} if α = 1; else (2·a + 1)/OH − 1}
    plane[e] = {{2·e/max(OD − 1, 1) − 1 if OD ≥ 2; else 0} if α = 1; else (2·e + 1)/OD − 1}
    grid[n,e,a,b,r] = θ[n,r,3] + column[b]·θ[n,r,0] + plane[e]·θ[n,r,2] + row[a]·θ[n,r,1]
    dθ[n,r,s] = [s = 3] · Σ_{e,a,b} dgrid[n,e,a,b,r] + [s = 0] · Σ_{e,a,b} column[b] · dgrid[n,e,a,b,r] +
        [s = 1] · Σ_{e,a,b} dgrid[n,e,a,b,r] · row[a] + [s = 2] · Σ_{e,a,b} dgrid[n,e,a,b,r] · plane[e]

Convention: of a single row or column the coordinate is 0.

Source: Jaderberg et al. 2015, eq. 1.

Proved for all sizes and options that a call admits: an element that is read or written lies inside its
array, at all 30 places of the kernels. Each of the 4 parallel loops has no two iterations that write the
same element, and none that reads another's.

Nothing of that is left unproved.
"""

from collections import namedtuple

import numpy as np

from . import runtime
from .disjoint import njit
from .threads import launch
from .vectors import scratch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


SPEC = {
    'name': 'affine_grid3d',
    'summary': 'the grid of coordinates of an affine map',
    'inputs': [
        {'name': 'theta', 'shape': ['N', '3', '4'], 'kind': 'real', 'differentiable': True, 'default': None},
    ],
    'outputs': [
        {'name': 'grid', 'shape': ['N', 'OD', 'OH', 'OW', '3'], 'kind': 'real'},
    ],
    'aux': [],
    'residuals': [],
    'options': [
        {'name': 'size', 'symbols': ['OD', 'OH', 'OW'], 'kind': 'int', 'default': 2, 'minimum': 1, 'maximum': None},
        {'name': 'align_corners', 'symbols': ['alpha'], 'kind': 'int', 'default': 0, 'minimum': 0, 'maximum': 1},
    ],
    'sizes': {},
    'gradients': {'theta': 'vjp_theta'},
    'analytic': True,
    'elementwise': False,
    'blocks': False,
    'edges': [
        {'path': 'ranges', 'at': 24000, 'of': ['N * OD * OH * OW', 'N * OD * OH * OW * 2 + N * OW * 2 + N']},
    ],
    'proved': {'in bounds': 30, 'iterations apart': 4},
    'not proved': {'written before read': [], 'integers in range': [], 'routines': []},
}


Gradients = namedtuple("Gradients", ["theta"])


class Residuals(namedtuple("Residuals", []), runtime.Saved):
    """What a forward saves for the gradients of the same call."""


_LAYER = runtime.Layer(
    SPEC,
    steps=(
        runtime.Step("theta", 0, "N", "N"),
        runtime.Step("theta", 1, "", "3", rest=lambda **_: 3),
        runtime.Step("theta", 2, "", "4", rest=lambda **_: 4),
    ),
    sizes={
    },
    shapes={
        "theta": lambda N, **_: (N, 3, 4),
        "grid": lambda N, OD, OH, OW, **_: (N, OD, OH, OW, 3),
    },
    requires=(),
    checks=(),
)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _forward_part(first, last, theta, grid, N, OD, OH, OW, alpha):
    """grid[n,e,a,b,r] = θ[n,r,3] + (θ[n,r,0] · {{2·b/max(OW − 1, 1) − 1 if OW ≥ 2; else 0} if α = 1; else
        (2·b + 1)/OW − 1}) + (θ[n,r,1] · {{2·a/max(OH − 1, 1) − 1 if OH ≥ 2; else 0} if α = 1; else (2·a +
        1)/OH − 1}) + θ[n,r,2] · {{2·e/max(OD − 1, 1) − 1 if OD ≥ 2; else 0} if α = 1; else (2·e + 1)/OD −
        1}
    """
    dtype = theta.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // (OD * OH * OW)
        e = task // (OH * OW) % OD
        a = task // OW % OH
        b = task % OW
        # grid[n,e,a,b,r] = θ[n,r,3] + (θ[n,r,0] · {{2·b/max(OW − 1, 1) − 1 if OW ≥ 2; else 0}
        #     if α = 1; else (2·b + 1)/OW − 1}) + (θ[n,r,1] · {{2·a/max(OH − 1, 1) − 1 if OH ≥
        #     2; else 0} if α = 1; else (2·a + 1)/OH − 1}) + θ[n,r,2] · {{2·e/max(OD − 1, 1) −
        #     1 if OD ≥ 2; else 0} if α = 1; else (2·e + 1)/OD − 1}
        for r in range(3):
            grid[U(n), U(e), U(a), U(b), U(r)] = (
                (
                    (T(b * 2) / T(max(OW - 1, 1)) - T(1) if OW >= 2 else T(0))
                    if alpha == 1
                    else T(b * 2 + 1 - OW) / T(OW)
                )
                * theta[U(n), U(r), 0]
                + (
                    (T(a * 2) / T(max(OH - 1, 1)) - T(1) if OH >= 2 else T(0))
                    if alpha == 1
                    else T(a * 2 + 1 - OH) / T(OH)
                )
                * theta[U(n), U(r), 1]
                + (
                    (T(e * 2) / T(max(OD - 1, 1)) - T(1) if OD >= 2 else T(0))
                    if alpha == 1
                    else T(e * 2 + 1 - OD) / T(OD)
                )
                * theta[U(n), U(r), 2]
                + theta[U(n), U(r), 3]
            )


def _forward(theta, grid, N, OD, OH, OW, alpha):
    """column[b] = {{2·b/max(OW − 1, 1) − 1 if OW ≥ 2; else 0} if α = 1; else (2·b + 1)/OW − 1}
    row[a] = {{2·a/max(OH − 1, 1) − 1 if OH ≥ 2; else 0} if α = 1; else (2·a + 1)/OH − 1}
    plane[e] = {{2·e/max(OD − 1, 1) − 1 if OD ≥ 2; else 0} if α = 1; else (2·e + 1)/OD − 1}
    grid[n,e,a,b,r] = θ[n,r,3] + column[b]·θ[n,r,0] + plane[e]·θ[n,r,2] + row[a]·θ[n,r,1]

    As compiled:

    grid[n,e,a,b,r] = θ[n,r,3] + (θ[n,r,0] · {{2·b/max(OW − 1, 1) − 1 if OW ≥ 2; else 0} if α = 1; else
        (2·b + 1)/OW − 1}) + (θ[n,r,1] · {{2·a/max(OH − 1, 1) − 1 if OH ≥ 2; else 0} if α = 1; else (2·a +
        1)/OH − 1}) + θ[n,r,2] · {{2·e/max(OD − 1, 1) − 1 if OD ≥ 2; else 0} if α = 1; else (2·e + 1)/OD −
        1}

    Operations: 9·N·OD·OH·OW multiplications, 9·N·OD·OH·OW additions, terms that a condition drops
        counted.
    """
    launch(_forward_part, N * OD * OH * OW, N * OD * OH * OW, theta, grid, N, OD, OH, OW, alpha)


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_theta_part(first, last, dgrid, dtheta_sum2_part, N, OD, OH, OW):
    """dtheta_sum2_part[n,b,r] = Σ_{e,a} dgrid[n,e,a,b,r]"""
    dtype = dgrid.dtype
    T = dtype.type
    for task in range(first, last):
        n = task // OW
        b = task % OW
        # dtheta_sum2_part[n,b,r] = Σ_{e,a} dgrid[n,e,a,b,r]
        for r in range(3):
            dtheta_sum2_part[U(n), U(b), U(r)] = T(0)
        for e in range(OD):
            for a in range(OH):
                for r in range(3):
                    dtheta_sum2_part[U(n), U(b), U(r)] += dgrid[U(n), U(e), U(a), U(b), U(r)]


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _vjp_theta_part2(first, last, dgrid, dtheta, dtheta_sum2_part, N, OD, OH, OW, alpha):
    """dθ_sum[r] = Σ_{e,a,b} dgrid[n,e,a,b,r] · {{2·a/max(OH − 1, 1) − 1 if OH ≥ 2; else 0} if α = 1; else
        (2·a + 1)/OH − 1}
    dtheta_sum2[r] = Σ_b dtheta_sum2_part[n,b,r]
    dtheta_sum3[r] = Σ_{e,a,b} dgrid[n,e,a,b,r] · {{2·e/max(OD − 1, 1) − 1 if OD ≥ 2; else 0} if α = 1;
        else (2·e + 1)/OD − 1}
    dtheta_sum4[r] = Σ_b dtheta_sum2_part[n,b,r] · {{2·b/max(OW − 1, 1) − 1 if OW ≥ 2; else 0} if α = 1;
        else (2·b + 1)/OW − 1}
    dθ[n,r,s] = dtheta_sum4[r] · [s = 0] + dtheta_sum2[r] · [s = 3] + dtheta_sum3[r] · [s = 2] + dθ_sum[r]
        · [s = 1]
    """
    dtype = dgrid.dtype
    T = dtype.type
    dtheta_sum = np.empty(3, dtype)
    dtheta_sum2 = np.empty(3, dtype)
    dtheta_sum3 = np.empty(3, dtype)
    dtheta_sum4 = np.empty(3, dtype)
    for n in range(first, last):
        # dθ_sum[r] = Σ_{e,a,b} dgrid[n,e,a,b,r] · {{2·a/max(OH − 1, 1) − 1 if OH ≥ 2; else 0}
        #     if α = 1; else (2·a + 1)/OH − 1}
        for r in range(3):
            dtheta_sum[U(r)] = T(0)
        for e in range(OD):
            for a in range(OH):
                for b in range(OW):
                    for r in range(3):
                        dtheta_sum[U(r)] += (
                            (
                                (T(a * 2) / T(max(OH - 1, 1)) - T(1) if OH >= 2 else T(0))
                                if alpha == 1
                                else T(a * 2 + 1 - OH) / T(OH)
                            )
                            * dgrid[U(n), U(e), U(a), U(b), U(r)]
                        )
        # dtheta_sum2[r] = Σ_b dtheta_sum2_part[n,b,r]
        for r in range(3):
            dtheta_sum2[U(r)] = T(0)
        for b in range(OW):
            for r in range(3):
                dtheta_sum2[U(r)] += dtheta_sum2_part[U(n), U(b), U(r)]
        # dtheta_sum3[r] = Σ_{e,a,b} dgrid[n,e,a,b,r] · {{2·e/max(OD − 1, 1) − 1 if OD ≥ 2;
        #     else 0} if α = 1; else (2·e + 1)/OD − 1}
        for r in range(3):
            dtheta_sum3[U(r)] = T(0)
        for e in range(OD):
            for a in range(OH):
                for b in range(OW):
                    for r in range(3):
                        dtheta_sum3[U(r)] += (
                            (
                                (T(e * 2) / T(max(OD - 1, 1)) - T(1) if OD >= 2 else T(0))
                                if alpha == 1
                                else T(e * 2 + 1 - OD) / T(OD)
                            )
                            * dgrid[U(n), U(e), U(a), U(b), U(r)]
                        )
        # dtheta_sum4[r] = Σ_b dtheta_sum2_part[n,b,r] · {{2·b/max(OW − 1, 1) − 1 if OW ≥ 2;
        #     else 0} if α = 1; else (2·b + 1)/OW − 1}
        for r in range(3):
            dtheta_sum4[U(r)] = T(0)
        for b in range(OW):
            for r in range(3):
                dtheta_sum4[U(r)] += (
                    (
                        (T(b * 2) / T(max(OW - 1, 1)) - T(1) if OW >= 2 else T(0))
                        if alpha == 1
                        else T(b * 2 + 1 - OW) / T(OW)
                    )
                    * dtheta_sum2_part[U(n), U(b), U(r)]
                )
        # dθ[n,r,s] = dtheta_sum4[r] · [s = 0] + dtheta_sum2[r] · [s = 3] + dtheta_sum3[r] ·
        #     [s = 2] + dθ_sum[r] · [s = 1]
        for r in range(3):
            for s in range(4):
                dtheta[U(n), U(r), U(s)] = (
                    (dtheta_sum2[U(r)] if s == 3 else T(0))
                    + (dtheta_sum3[U(r)] if s == 2 else T(0))
                    + (dtheta_sum4[U(r)] if s == 0 else T(0))
                    + (dtheta_sum[U(r)] if s == 1 else T(0))
                )


def _vjp_theta(dgrid, dtheta, N, OD, OH, OW, alpha):
    """row[a] = {{2·a/max(OH − 1, 1) − 1 if OH ≥ 2; else 0} if α = 1; else (2·a + 1)/OH − 1}
    plane[e] = {{2·e/max(OD − 1, 1) − 1 if OD ≥ 2; else 0} if α = 1; else (2·e + 1)/OD − 1}
    column[b] = {{2·b/max(OW − 1, 1) − 1 if OW ≥ 2; else 0} if α = 1; else (2·b + 1)/OW − 1}
    dθ[n,r,s] = [s = 3] · Σ_{e,a,b} dgrid[n,e,a,b,r] + [s = 0] · Σ_{e,a,b} column[b] · dgrid[n,e,a,b,r] +
        [s = 1] · Σ_{e,a,b} dgrid[n,e,a,b,r] · row[a] + [s = 2] · Σ_{e,a,b} dgrid[n,e,a,b,r] · plane[e]

    Operations: 9·N·OD·OH·OW multiplications, 12·N·OD·OH·OW + 24·N additions, terms that a condition drops
        counted.
    """
    dtype = dtheta.dtype
    dtheta_sum2_part = scratch((N, OW, 3), dtype)
    launch(_vjp_theta_part, N * OW, N * OD * OH * OW, dgrid, dtheta_sum2_part, N, OD, OH, OW)
    launch(_vjp_theta_part2, N, N * OD * OH * OW * 2 + N * OW * 2 + N, dgrid, dtheta, dtheta_sum2_part, N, OD,
            OH, OW, alpha)


def _jvp(theta_dot, grid_dot, N, OD, OH, OW, alpha):
    """column[b] = {{2·b/max(OW − 1, 1) − 1 if OW ≥ 2; else 0} if α = 1; else (2·b + 1)/OW − 1}
    row[a] = {{2·a/max(OH − 1, 1) − 1 if OH ≥ 2; else 0} if α = 1; else (2·a + 1)/OH − 1}
    plane[e] = {{2·e/max(OD − 1, 1) − 1 if OD ≥ 2; else 0} if α = 1; else (2·e + 1)/OD − 1}
    grid_dot[n,e,a,b,r] = θ̇[n,r,3] + column[b]·θ̇[n,r,0] + plane[e]·θ̇[n,r,2] + row[a]·θ̇[n,r,1]

    As compiled:

    grid_dot[n,e,a,b,r] = θ̇[n,r,3] + (θ̇[n,r,0] · {{2·b/max(OW − 1, 1) − 1 if OW ≥ 2; else 0} if α = 1;
        else (2·b + 1)/OW − 1}) + (θ̇[n,r,1] · {{2·a/max(OH − 1, 1) − 1 if OH ≥ 2; else 0} if α = 1; else
        (2·a + 1)/OH − 1}) + θ̇[n,r,2] · {{2·e/max(OD − 1, 1) − 1 if OD ≥ 2; else 0} if α = 1; else (2·e +
        1)/OD − 1}

    Operations: 9·N·OD·OH·OW multiplications, 9·N·OD·OH·OW additions, terms that a condition drops
        counted.
    """
    # grid_dot[n,e,a,b,r] = θ̇[n,r,3] + (θ̇[n,r,0] · {{2·b/max(OW − 1, 1) − 1 if OW ≥ 2;
    #     else 0} if α = 1; else (2·b + 1)/OW − 1}) + (θ̇[n,r,1] · {{2·a/max(OH − 1, 1) −
    #     1 if OH ≥ 2; else 0} if α = 1; else (2·a + 1)/OH − 1}) + θ̇[n,r,2] ·
    #     {{2·e/max(OD − 1, 1) − 1 if OD ≥ 2; else 0} if α = 1; else (2·e + 1)/OD − 1}
    launch(_forward_part, N * OD * OH * OW, N * OD * OH * OW, theta_dot, grid_dot, N, OD, OH, OW, alpha)


def forward(theta, *, out=None, save=False, size=2, align_corners=0):
    """the grid of coordinates of an affine map; ``save=True`` also returns what the gradients can use again.
    """
    call = _LAYER.bind({"theta": theta}, {"size": size, "align_corners": align_corners})
    call.new_all(("grid",), out)
    call.run(_forward, ("theta", "grid"), ("N", "OD", "OH", "OW", "alpha"))
    result = call.result("grid")
    return (result, call.save(Residuals, ())) if call.asked("save", save) else result


def vjp_theta(dgrid, theta, *, residuals=None, out=None, size=2, align_corners=0):
    """The gradient of theta, given dgrid."""
    call = _LAYER.bind({"theta": theta}, {"size": size, "align_corners": align_corners})
    call.add("dgrid", "grid", dgrid)
    call.new("dtheta", "theta", out)
    call.run(_vjp_theta, ("dgrid", "dtheta"), ("N", "OD", "OH", "OW", "alpha"))
    return call.result("dtheta")


def vjp(dgrid, theta, *, residuals=None, size=2, align_corners=0):
    """The gradients of theta."""
    call = _LAYER.bind({"theta": theta}, {"size": size, "align_corners": align_corners})
    call.add("dgrid", "grid", dgrid)
    call.new("dtheta", "theta")
    call.run(_vjp_theta, ("dgrid", "dtheta"), ("N", "OD", "OH", "OW", "alpha"))
    return Gradients(*call.results(("dtheta",)))


def jvp(theta, *, theta_dot=None, residuals=None, size=2, align_corners=0):
    """The tangent of the outputs."""
    call = _LAYER.bind({"theta": theta}, {"size": size, "align_corners": align_corners})
    call.add("theta_dot", "theta", theta_dot)
    call.new("grid_dot", "grid")
    call.run(_jvp, ("theta_dot", "grid_dot"), ("N", "OD", "OH", "OW", "alpha"))
    return call.result("grid_dot")
