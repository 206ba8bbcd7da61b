"""The kernels of conv_transpose2d; conv_transpose2d.py has its formulas and its functions.

Made by `chainrule generate`, version 0.1.0, from the forward of `conv_transpose2d`.  Do not edit.
Run time: 894fd0b39b54e850.
"""

import numpy as np
from numba import njit

from .runtime import gcd, residue
from .threads import launch

# U(...) marks an index that is proved not to be negative: no wrap-around test is compiled.
U = np.uintp


@njit(fastmath={"contract"}, error_model="numpy", nogil=True, cache=True)
def _jvp_part(first, last, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w,
        p_t, p_l, d_h, d_w, c_first, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h, gcd_s_w_d_w, s_h_by_gcd,
        s_w_by_gcd):
    """ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = ḃ[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′}
        Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} (w[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · ẋ[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] + ẇ[g·Cg+c, o,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)])
    """
    for task in range(first, last):
        n = task // (G * Og * s_h * s_w)
        g = task // (Og * s_h * s_w) % G
        o = task // (s_h * s_w) % Og
        r = task // s_w % s_h
        r_ = task % s_w
        b_dot_here = b_dot[U(Og * g + o)]
        q__first = -((r_ - p_l) // s_w)
        q__last = (OW + p_l - r_ - 1) // s_w
        res_r = residue(d_h, r, s_h)
        res_r_ = residue(d_w, r_, s_w)
        quotient_r = (d_h * res_r - r) // s_h
        quotient_r_ = (d_w * res_r_ - r_) // s_w
        t__last = (KW - res_r_ - 1) // s_w_by_gcd
        t_last = (KH - res_r - 1) // s_h_by_gcd
        for q in range(-((r - p_t) // s_h), (OH + p_t - r - 1) // s_h + 1):
            # ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l], as written above
            for q_ in range(q__first, q__last + 1):
                y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] = b_dot_here
            t_first = -((H + quotient_r - q - 1) // d_h_by_gcd)
            t_last2 = (q - quotient_r) // d_h_by_gcd
            if r % gcd_s_h_d_h == 0 and r_ % gcd_s_w_d_w == 0:
                for c in range(0, Cg - 3, 4):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_here = w[U(c + Cg * g), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_here2 = w[U(c + Cg * g + 1), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_here3 = w[U(c + Cg * g + 2), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_here4 = w[U(c + Cg * g + 3), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_dot_here = w_dot[U(c + Cg * g), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_dot_here2 = w_dot[U(c + Cg * g + 1), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_dot_here3 = w_dot[U(c + Cg * g + 2), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_dot_here4 = w_dot[U(c + Cg * g + 3), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    W + quotient_r_ + d_w_by_gcd * t_)):
                                y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    w_dot_here
                                    * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_dot_here2
                                    * x[U(n), U(c + Cg * g + 1), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_dot_here3
                                    * x[U(n), U(c + Cg * g + 2), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_dot_here4
                                    * x[U(n), U(c + Cg * g + 3), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_here
                                    * x_dot[U(n), U(c + Cg * g), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_here2
                                    * x_dot[U(n), U(c + Cg * g + 1), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_here3
                                    * x_dot[U(n), U(c + Cg * g + 2), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_here4
                                    * x_dot[U(n), U(c + Cg * g + 3), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                )
                for c in range(c_first, Cg):
                    for t in range(max(0, t_first), min(t_last + 1, t_last2 + 1)):
                        for t_ in range(t__last + 1):
                            w_here5 = w[U(c + Cg * g), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            w_dot_here5 = w_dot[U(c + Cg * g), U(o), U(res_r + s_h_by_gcd * t), U(res_r_ + s_w_by_gcd * t_)]
                            for q_ in range(max(q__first, quotient_r_ + d_w_by_gcd * t_), min(q__last + 1,
                                    W + quotient_r_ + d_w_by_gcd * t_)):
                                y_dot[U(n), U(Og * g + o), U(q * s_h + r - p_t), U(q_ * s_w + r_ - p_l)] += (
                                    w_dot_here5
                                    * x[U(n), U(c + Cg * g), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                    + w_here5
                                    * x_dot[U(n), U(c + Cg * g), U(q - quotient_r - (d_h_by_gcd * t)),
                                            U(q_ - quotient_r_ - (d_w_by_gcd * t_))]
                                )


def _jvp(x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og, KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w):
    """ẏ[n, g·Og+o, a, b] = ḃ[g·Og+o] + Σ_{c,u,v : s_h ∣ a+p_t−d_h·u, s_w ∣ b+p_l−d_w·v} (w[g·Cg+c, o, u, v]
        · ẋ[n, g·Cg+c, (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w] + ẇ[g·Cg+c, o, u, v] · x[n, g·Cg+c,
        (a+p_t−d_h·u)/s_h, (b+p_l−d_w·v)/s_w])

    As compiled:

    ẏ[n, g·Og+o, s_h·q+r−p_t, s_w·q′+r′−p_l] = ḃ[g·Og+o] + Σ_{c : gcd(s_h,d_h) ∣ r, gcd(s_w,d_w) ∣ r′}
        Σ_{t : 0 ≤ t ≤ ⌊(KH−1−res(d_h,r,s_h))/(s_h/gcd(s_h,d_h))⌋} Σ_{t′ : 0 ≤ t′ ≤
        ⌊(KW−1−res(d_w,r′,s_w))/(s_w/gcd(s_w,d_w))⌋} (w[g·Cg+c, o, res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h),
        res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · ẋ[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)] + ẇ[g·Cg+c, o,
        res(d_h,r,s_h)+t·s_h/gcd(s_h,d_h), res(d_w,r′,s_w)+t′·s_w/gcd(s_w,d_w)] · x[n, g·Cg+c,
        q−(d_h·res(d_h,r,s_h)−r)/s_h−t·d_h/gcd(s_h,d_h),
        q′−(d_w·res(d_w,r′,s_w)−r′)/s_w−t′·d_w/gcd(s_w,d_w)])

    Operations: 2·Cg·G·KH·KW·N·OH·OW·Og multiplications, 2·Cg·G·KH·KW·N·OH·OW·Og additions, terms that a
        condition drops counted.
    """
    s_h_by_gcd = s_h // gcd(s_h, d_h)
    s_w_by_gcd = s_w // gcd(s_w, d_w)
    d_h_by_gcd = d_h // gcd(s_h, d_h)
    d_w_by_gcd = d_w // gcd(s_w, d_w)
    c_first = (Cg // 4) * 4
    gcd_s_h_d_h = gcd(s_h, d_h)
    gcd_s_w_d_w = gcd(s_w, d_w)
    launch(_jvp_part, N * G * Og * s_h * s_w,
            (-p_l // s_w + (OW + p_l - 1) // s_w + 1) * (-p_t // s_h + (OH + p_t - 1) // s_h + 1) * ((KH - residue(d_h,
            0, s_h) - 1) // (s_h // gcd(s_h, d_h)) + 1) * ((KW - residue(d_w, 0, s_w) - 1) // (s_w // gcd(s_w,
            d_w)) + 1) * Cg * G * N * Og * s_h * s_w, x_dot, w_dot, b_dot, x, w, y_dot, N, Cg, G, H, W, Og,
            KH, KW, OH, OW, s_h, s_w, p_t, p_l, d_h, d_w, c_first, d_h_by_gcd, d_w_by_gcd, gcd_s_h_d_h,
            gcd_s_w_d_w, s_h_by_gcd, s_w_by_gcd)
