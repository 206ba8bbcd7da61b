"""At the place where two letters meet, what was divided there cancels: −log p[n,n] gives p[n,m] − [m = n]."""

import numpy as np

from derive.api import gradient
from derive.explain.reading.diagonals import diagonals
from derive.expr import Iverson, Reduce, eq
from derive.model import Layer
from derive.model.layer import Def
from derive.notation import bracket, define, index, log, sizes, softmax, tensor, total
from tests.forms import value

N, D = sizes("N D")
n, m, d = index("n", N), index("m", N), index("d", D)
f, u, s, p = tensor("f", n, d), tensor("u", n, d), tensor("s", n, m), tensor("p", n, m)


def contrastive() -> Layer:
    """−log of the share of each row's own partner (van den Oord et al. 2018, eq. 4)."""
    loss = tensor("loss")
    return Layer(
        "contrastive",
        [
            define(s[n, m], total(f[n, d] * u[m, d], over=d)),
            define(p[n, m], softmax(s[n, m], over=m)),
            define(loss[()], -total(log(p[n, n]), over=n) / N),
        ],
        wrt=(f, u),
    )


def test_the_share_less_the_bracket() -> None:
    """As for cross-entropy, for both sides of the pairs."""
    for name, form in (("f", "(p[n,m] − [m = n])"), ("u", "(p[n′,n] − [n′ = n])")):
        text = gradient(contrastive(), name).text(steps=False)
        assert form in text and "dp[" not in text, text


def test_the_form_is_the_same_number() -> None:
    """Each factor that may cancel, also where it does not; what says no meeting of letters stays."""
    a, b, y = tensor("a", n, m), tensor("b", n, m), tensor("y", n)
    e = total(a[n, m] * b[m, n] * (2 - 3 * bracket(eq(m - n)) / a[m, m]), over=m)
    one = Def(y[n], ((n, n * 0, N - 1),), e)
    rng = np.random.default_rng(2)
    data = {"a": rng.normal(size=(4, 4)) + 3, "b": rng.normal(size=(4, 4))}
    wanted = value(e, one.free, data, N=4)
    made = list(diagonals(one, ()))
    assert len(made) == 2
    for other in made:
        assert np.allclose(value(other, one.free, data, N=4), wanted, rtol=1e-12)
    assert any(not x.has(1 / a[m, m]) and not x.has(1 / a[n, n]) and x.has(Iverson, Reduce) for x in made)
    shifted = total(a[n, m] * (1 - bracket(eq(m - n - 1)) / a[m, m]), over=m)
    assert not list(diagonals(Def(y[n], one.free, shifted), ()))
