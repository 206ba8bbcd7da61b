"""The kernels of conv_transpose3d; conv_transpose3d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose3d`.  Do not edit.
Run time: 31ac518f422d3877.
"""

import numpy as np
from numba import njit

from .runtime import gcd, residue
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW,
        s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, c_first, d_d_by_gcd, d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d,
        gcd_s_h_d_h, gcd_s_w_d_w, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd):
    """ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = ḃ[g·Og+o] + Σ_{c : gcd(s_d,d_d) ∣ r,
        gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤ ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋}
        Σ_{t′ : 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′′ : 0 ≤ t′′ ≤
        ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋} (w[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
        res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h), res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · ẋ[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)] + ẇ[g·Cg+c, o,
        res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d), res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h),
        res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)])
    """
    for task in range(first, last):
        n = task // (G * Og * s_d * s_h * s_w)
        g = task // (Og * s_d * s_h * s_w) % G
        o = task // (s_d * s_h * s_w) % Og
        r = task // (s_h * s_w) % s_d
        r_ = task // s_w % s_h
        r__ = task % s_w
        b_dot_here = b_dot[U(Og * g + o)]
        q___first = -((r__ - p_l) // s_w)
        q___last = (OW + p_l - r__ - 1) // s_w
        res_r = residue(d_d, r, s_d)
        res_r_ = residue(d_h, r_, s_h)
        res_r__ = residue(d_w, r__, s_w)
        quotient_r = (d_d * res_r - r) // s_d
        quotient_r_ = (d_h * res_r_ - r_) // s_h
        quotient_r__ = (d_w * res_r__ - r__) // s_w
        t____last = (KW - res_r__ - 1) // s_w_by_gcd
        t___last = (KH - res_r_ - 1) // s_h_by_gcd
        t__last = (KD - res_r - 1) // s_d_by_gcd
        q__first = -((r_ - p_t) // s_h)
        q__last = (OH + p_t - r_ - 1) // s_h
        for q in range(-((r - p_f) // s_d), (OD + p_f - r - 1) // s_d + 1):
            t__first = -((D + quotient_r - q - 1) // d_d_by_gcd)
            t__last2 = (q - quotient_r) // d_d_by_gcd
            for q_ in range(q__first, q__last + 1):
                # ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l], as written above
                for q__ in range(q___first, q___last + 1):
                    y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] = b_dot_here
                t___first = -((H + quotient_r_ - q_ - 1) // d_h_by_gcd)
                t___last2 = (q_ - quotient_r_) // d_h_by_gcd
                t___first2 = t___first
                t___last3 = t___last2
                if r % gcd_s_d_d_d == 0 and r_ % gcd_s_h_d_h == 0 and r__ % gcd_s_w_d_w == 0:
                    for c in range(0, Cg - 3, 4):
                        for t_ in range(max(0, t__first), min(t__last + 1, t__last2 + 1)):
                            for t__ in range(max(0, t___first), min(t___last + 1, t___last2 + 1)):
                                for t___ in range(t____last + 1):
                                    w_here = w[U(c + Cg * g), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_here2 = w[U(c + Cg * g + 1), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_here3 = w[U(c + Cg * g + 2), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_here4 = w[U(c + Cg * g + 3), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_dot_here = w_dot[U(c + Cg * g), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_dot_here2 = w_dot[U(c + Cg * g + 1), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_dot_here3 = w_dot[U(c + Cg * g + 2), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_dot_here4 = w_dot[U(c + Cg * g + 3), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    for q__ in range(max(q___first, quotient_r__ + d_w_by_gcd * t___),
                                            min(q___last + 1, W + quotient_r__ + d_w_by_gcd * t___)):
                                        y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            w_dot_here
                                            * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_dot_here2
                                            * x[U(n), U(c + Cg * g + 1),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_dot_here3
                                            * x[U(n), U(c + Cg * g + 2),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_dot_here4
                                            * x[U(n), U(c + Cg * g + 3),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_here
                                            * x_dot[U(n), U(c + Cg * g),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_here2
                                            * x_dot[U(n), U(c + Cg * g + 1),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_here3
                                            * x_dot[U(n), U(c + Cg * g + 2),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_here4
                                            * x_dot[U(n), U(c + Cg * g + 3),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                        )
                    for c in range(c_first, Cg):
                        for t_ in range(max(0, t__first), min(t__last + 1, t__last2 + 1)):
                            for t__ in range(max(0, t___first2), min(t___last + 1, t___last3 + 1)):
                                for t___ in range(t____last + 1):
                                    w_here5 = w[U(c + Cg * g), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    w_dot_here5 = w_dot[U(c + Cg * g), U(o), U(res_r + s_d_by_gcd * t_), U(res_r_ + s_h_by_gcd * t__), U(res_r__ + s_w_by_gcd * t___)]
                                    for q__ in range(max(q___first, quotient_r__ + d_w_by_gcd * t___),
                                            min(q___last + 1, W + quotient_r__ + d_w_by_gcd * t___)):
                                        y_dot[U(n), U(Og * g + o), U(q * s_d + r - p_f), U(q_ * s_h + r_ - p_t), U(q__ * s_w + r__ - p_l)] += (
                                            w_dot_here5
                                            * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                            + w_here5
                                            * x_dot[U(n), U(c + Cg * g),
                                                    U(q - quotient_r - (d_d_by_gcd * t_)),
                                                    U(q_ - quotient_r_ - (d_h_by_gcd * t__)),
                                                    U(q__ - quotient_r__ - (d_w_by_gcd * t___))]
                                        )


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H, W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f,
        p_t, p_l, d_d, d_h, d_w):
    """ẏ[n, g·Og+o, z, a, b] = ḃ[g·Og+o] + Σ_{c,t,u,v : s_d ∣ z+p_f−d_d·t, s_h ∣ a+p_t−d_h·u, s_w ∣
        b+p_l−d_w·v} (w[g·Cg+c, o, t, u, v] · ẋ[n, g·Cg+c, (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w] + ẇ[g·Cg+c, o, t, u, v] · x[n, g·Cg+c, (z+p_f−d_d·t)/s_d, (a+p_t−d_h·u)/s_h,
        (b+p_l−d_w·v)/s_w])

    As compiled:

    ẏ[n, g·Og+o, s_d·q+r−p_f, s_h·q′+r′−p_t, s_w·q′′+r′′−p_l] = ḃ[g·Og+o] + Σ_{c : gcd(s_d,d_d) ∣ r,
        gcd(s_h,d_h) ∣ r′, gcd(s_w,d_w) ∣ r′′} Σ_{t : 0 ≤ t ≤ ⌊(KD−1−res(d_d,r,s_d))/(s_d/gcd(s_d,d_d))⌋}
        Σ_{t′ : 0 ≤ t′ ≤ ⌊(KH−1−res(d_h,r′,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′′ : 0 ≤ t′′ ≤
        ⌊(KW−1−res(d_w,r′′,s_w))/(s_w/gcd(s_w,d_w))⌋} (w[g·Cg+c, o, res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d),
        res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h), res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · ẋ[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)] + ẇ[g·Cg+c, o,
        res(d_d,r,s_d)+t·s_d/gcd(s_d,d_d), res(d_h,r′,s_h)+t′·s_h/gcd(s_h,d_h),
        res(d_w,r′′,s_w)+t′′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_d·res(d_d,r,s_d)−r)/s_d−t·d_d/gcd(s_d,d_d),
        q′−(d_h·res(d_h,r′,s_h)−r′)/s_h−t′·d_h/gcd(s_h,d_h),
        q′′−(d_w·res(d_w,r′′,s_w)−r′′)/s_w−t′′·d_w/gcd(s_w,d_w)])

    Operations: 2·Cg·G·KD·KH·KW·N·OD·OH·OW·Og multiplications, 2·Cg·G·KD·KH·KW·N·OD·OH·OW·Og additions,
        terms that a condition drops counted.
    """
    s_d_by_gcd = s_d // gcd(s_d, d_d)
    s_h_by_gcd = s_h // gcd(s_h, d_h)
    s_w_by_gcd = s_w // gcd(s_w, d_w)
    d_d_by_gcd = d_d // gcd(s_d, d_d)
    d_h_by_gcd = d_h // gcd(s_h, d_h)
    d_w_by_gcd = d_w // gcd(s_w, d_w)
    c_first = (Cg // 4) * 4
    gcd_s_d_d_d = gcd(s_d, d_d)
    gcd_s_h_d_h = gcd(s_h, d_h)
    gcd_s_w_d_w = gcd(s_w, d_w)
    launch(_jvp_part, N * G * Og * s_d * s_h * s_w,
            (-p_f // s_d + (OD + p_f - 1) // s_d + 1) * (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KD - residue(d_d,
            0, s_d) - 1) // (s_d // gcd(s_d, d_d)) + 1) * ((KH - residue(d_h, 0, s_h) - 1) // (s_h // gcd(s_h,
            d_h)) + 1) * ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w,
            d_w)) + 1) * Cg * G * N * Og * s_d * s_h * s_w, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, D, H,
            W, Og, KD, KH, KW, OD, OH, OW, s_d, s_h, s_w, p_f, p_t, p_l, d_d, d_h, d_w, c_first, d_d_by_gcd,
            d_h_by_gcd, d_w_by_gcd, gcd_s_d_d_d, gcd_s_h_d_h, gcd_s_w_d_w, s_d_by_gcd, s_h_by_gcd, s_w_by_gcd)
