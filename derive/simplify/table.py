"""The rules of the normal form as a table: name, law in symbols, side condition, an example.

The engine (``derive.simplify.normal_form``) walks ``SUM_RULES`` over an open sum, from top to bottom,
``GUARD_RULES`` over any reduction and ``NODE_RULES`` over every other node.
"""

from __future__ import annotations

from sympy import Expr, S, Symbol, sign

from derive.expr import FloorDiv, Hat, Index, Iverson, Modulo, Reduce, Tensor, divides, eq, ge
from derive.simplify import rules as r
from derive.simplify.rules import Rule, Sum

N, K, M = (Symbol(name, integer=True, positive=True) for name in "NKM")
n, k, m = Index("n", N), Index("k", K), Index("m", M)
x, w = Tensor("x", (N,), (n,)), Tensor("w", (K,), (k,))
v = Tensor("v", (N, K), (n, k))
p = Tensor("p", (N,), (n,))
t = Tensor("t", (N,), (n,), "integer", "nonnegative", K * M)
over_n, over_k, over_m = ((z, S.Zero, z.extent - 1) for z in (n, k, m))

SUM_RULES: tuple[Rule[Sum], ...] = (
    Rule("brackets", "Σ_z [c] F = Σ_{z : c} F", "", r.brackets,
         lambda: Sum(Iverson(ge(k - 1)) * w[k], (over_k,))),
    Rule(
        "hat", "G(q, p) = 0 but for ⌊p⌋ ≤ q ≤ ⌊p⌋ + 1", "q is summed", r.hats,
        lambda: Sum(Hat(k, p[n]) * w[k], (over_k,)),
    ),
    Rule("empty sum", "Σ_z 0 = Σ_{z : false} F = 0", "", r.nothing, lambda: Sum(S.Zero, (over_k,))),
    Rule(
        "linearity", "Σ_z (F + G) = Σ_z F + Σ_z G", "products are multiplied out", r.linear,
        lambda: Sum(w[k] + v[n, k], (over_k,)),
    ),
    Rule(
        "nested sums", "Σ_i Σ_j F = Σ_{i,j} F", "the inner sum is the body, of other letters", r.nested,
        lambda: Sum(Reduce("sum", v[n, k], [over_k]), (over_n,)),
    ),
    Rule(
        "one value", "Σ_{z=a}^{a} F(z) = F(a)", "", r.one_value,
        lambda: Sum(w[k], ((k, S.Zero, S.Zero),)), again=True,
    ),
    Rule(
        "Kronecker", "Σ_z [z = e] F(z) = [lo ≤ e ≤ hi] F(e)", "e mentions no summed letter", r.delta,
        lambda: Sum(w[k], (over_k,), (eq(k - n),)), again=True,
    ),
    Rule(
        "digits", "Σ_{a,b} [t = W a + b] F(a, b) = [0 ≤ t < A W] F(⌊t/W⌋, t mod W)", "0 ≤ b < W", r.digits,
        lambda: Sum(w[k], (over_m, over_k), (eq(t[n] - K * m - k),)), again=True,
    ),
    Rule(
        "proved guards", "Σ_{z : c} F = Σ_z F, and 0 where c is false", "the ranges decide c", r.proved,
        lambda: Sum(w[k], (over_k,), (ge(k),)),
    ),
    Rule(
        "tightened range", "Σ_{z=lo}^{hi} [z ≥ e] F = Σ_{z=e}^{hi} F", "lo ≤ e (and so for hi)", r.narrowed,
        lambda: Sum(w[k], (over_k,), (ge(k - n),)),
    ),
    Rule(
        "constant bracket", "Σ_z [c] F = [c] Σ_z F", "c does not mention z", r.constant_brackets,
        lambda: Sum(w[k], (over_k,), (ge(n - 1),)),
    ),
    Rule("no index", "Σ over no index [c] F = [c] F", "", r.empty_space, lambda: Sum(x[n], (), (ge(n - 1),))),
    Rule(
        "constant factor", "Σ_z a F(z) = a Σ_z F(z)", "a has a value wherever it is evaluated", r.constants,
        lambda: Sum(x[n] * w[k], (over_k,)),
    ),
    Rule(
        "independent sums", "Σ_{i,j} F(i) G(j) = Σ_i F(i) Σ_j G(j)", "no guard and no range ties i to j",
        r.independent, lambda: Sum(x[n] * w[k], (over_n, over_k)),
    ),
    Rule("count", "Σ_z 1 = hi − lo + 1", "hi − lo + 1 ≥ 0", r.counted, lambda: Sum(S.One, (over_k,))),
)  # fmt: skip

GUARD_RULES: tuple[Rule[Sum], ...] = (
    Rule(
        "congruence", "s ⌊n/s⌋ = n", "s | n is a guard", r.congruences,
        lambda: Sum(w[2 * FloorDiv(k, 2)], (over_k,), (divides(2, k),)),
    ),
)  # fmt: skip
"""Rules of any reduction: they only use what its guards say."""

NODE_RULES: tuple[Rule[Expr], ...] = (
    Rule(
        "quotient and remainder", "d ⌊n/d⌋ + n mod d = n", "", r.whole,
        lambda: K * FloorDiv(n, K) + Modulo(n, K),
    ),
    Rule("small quotient", "⌊n/d⌋ = 0 and n mod d = n", "0 ≤ n < d", r.small_quotient,
         lambda: FloorDiv(k, K)),
    Rule("proved bracket", "[c] = 1, and 0 where c is false", "the ranges decide c", r.proved_bracket,
         lambda: Iverson(ge(k))),
    Rule("magnitude", "x sign(x) = |x|", "", r.magnitude, lambda: x[n] * sign(x[n])),
    Rule(
        "multiply out", "(a + b) c = a c + b c", "products are multiplied out", r.product_of_sums,
        lambda: (x[n] + 1) * w[k],
    ),
    Rule(
        "number outside", "(2 a − 2 b) c = 2 (a − b) c", "products stay", r.number_outside,
        lambda: (2 * x[n] - 2 * p[n]) * w[k],
    ),
)  # fmt: skip
