"""A tensor with one letter on two axes: the second is another index, and the gradient keeps [k = k']."""

import pytest

from codegen.verification import Verdict, verify
from codegen.verification.cases import case_of
from derive.expr import Iverson, eq
from derive.gradients import derived_layer, gradients
from derive.model import Layer
from derive.notation import define, exp, index, sizes, tensor, total
from tests.forms import assert_adjoint, backward

N, K = sizes("N K")
n, k, l = index("n", N), index("k", K), index("l", K)
X, Y, S = tensor("x", n, k, k), tensor("y", n, k), tensor("s", n)

DIAGONALS = {
    "diagonal": define(Y[n, k], exp(X[n, k, k])),
    "trace": define(S[n], total(X[n, k, k], over=k)),
    "diagonal and rest": define(Y[n, k], X[n, k, k] * total(X[n, k, l], over=l)),
    "both ways": define(Y[n, k], total(X[n, k, l] * X[n, l, k], over=l)),
}


def layer(name):
    return Layer(name.replace(" ", "_"), [DIAGONALS[name]], wrt=(X,))


def test_the_axes_of_a_tensor_have_different_letters():
    assert [z.name for z in X.axes] == ["n", "k", "k'"] and X.shape == (N, K, K)
    assert X.axes[2].extent == K and X.axes[1] == k
    assert tensor("x", n, k, k, k).axes[3].name == "k''"
    assert [z.name for z in tensor("x", k, index("k", N)).axes] == ["k", "k'"], "one name, two extents"
    assert X.rename("dx").axes == X.axes


@pytest.mark.parametrize("declared", [X, tensor("x", n, k, l)], ids=["one letter", "two letters"])
def test_reading_the_diagonal_is_the_same_however_the_axes_are_called(declared):
    made = Layer("diagonal", [define(Y[n, k], exp(declared[n, k, k]))], wrt=(declared,))
    (one,) = [d for d in gradients(made, "free").vjp[declared].defs if d.tensor.name == "dx"]
    a, b = one.lhs.index[1:]
    assert a != b and one.expr.atoms(Iverson) == {Iverson(eq(a, b))}


@pytest.mark.parametrize("mode", ["free", "unit", "residue"])
@pytest.mark.parametrize("name", DIAGONALS)
def test_the_gradient_is_zero_beside_the_diagonal(name, mode):
    made = layer(name)
    found = gradients(made, mode)
    case = case_of(made, {"N": 2, "K": 3}, seed=3)
    assert_adjoint(case, X, backward(case, found, found.vjp[X])["x"], name)


def test_the_bracket_is_told():
    (one,) = gradients(layer("trace"), "free").vjp[X].defs
    assert str(one) == "dx[n, k, k'] = ds[n]*[k - k' == 0]   for n=0..N - 1, k=0..K - 1, k'=0..K - 1"


@pytest.mark.parametrize(
    "make", [lambda: layer("diagonal and rest"), lambda: derived_layer(layer("diagonal"), X)]
)
def test_kernels_of_a_diagonal(make):
    for report in verify([make()], examples=10):
        assert report.verdict is Verdict.PASS, report.failures
