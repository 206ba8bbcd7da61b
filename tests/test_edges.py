"""Sums over the edges of a graph, whose ends data name: as long as the edges, not times the nodes."""

from sympy import S

from derive.gradients import gradients
from derive.notation import Layer, define, eq, ge, index, integers, sizes, tensor, total
from derive.simplify.sum_rules import kronecker

N, D, E = sizes("N D E")
n, d, e, m = index("n", N), index("d", D), index("e", E), index("m", N)
SRC, T = integers("s", e, below=N), integers("t", e, below=N)
X, V, Y, W = tensor("x", n, d), tensor("v", e), tensor("y", n, d), tensor("w", n)

MESSAGES = Layer(
    "messages",
    [define(Y[n, d], total(V[e] * X[SRC[e], d], over=e, when=eq(T[e], n)))],
    wrt=(X, V),
    inputs=(X, V, SRC, T),
)


def test_an_end_that_data_name_is_no_loop():
    """dx[s[e], d] += v[e] dy[t[e], d]: no letter for the other end, which the edge has."""
    (one,) = gradients(MESSAGES).vjp[X].defs
    assert str(one) == "dx[s[e], d'] += v[e]*dy[t[e], d']   for d'=0..D - 1, e=0..E - 1"


def test_a_letter_that_a_datum_names_has_its_value():
    """Σ_{e,m} [t[e] = m] f(m) = Σ_e [t[e] is in range] f(t[e]), if no other range hangs on m."""
    whole = (e, S.Zero, E - 1)
    found = kronecker([whole, (m, S.Zero, N - 1)], [eq(T[e], m)])
    assert found == ({m: T[e]}, (whole,), [ge(T[e]), ge(N - 1 - T[e])])
    assert kronecker([(e, S.Zero, m), (m, S.Zero, N - 1)], [eq(T[e], m)]) is None
