"""Sums that get a name: several that stand together are one, and so is one that is written out."""

import pytest
from sympy import Add

from derive.autodiff.canonicalise import canonicalise, spelled_out
from derive.autodiff.whole_sums import whole_sum, written_out
from derive.expr import Reduce, accesses
from derive.gradients import gradients
from derive.layers import LAYERS
from derive.model.other_forms import other_forms
from derive.notation import (
    Layer,
    define,
    exp,
    index,
    largest,
    log,
    sigmoid,
    size,
    sizes,
    sqrt,
    tanh,
    tensor,
    total,
    where,
)
from derive.proof import Ranges

N, D, O, R, H = sizes("N D O R H")
n, d, o, r = index("n", N), index("d", D), index("o", O), index("r", R)
X, Z, W, V = tensor("x", n, d), tensor("z", n, r), tensor("w", o, d), tensor("v", o, r)
A, B = total(W[o, d] * X[n, d], over=d), total(V[o, r] * Z[n, r], over=r)
Y = tensor("y", n, o)


def named(formula):
    """What a forward of this formula names beside y."""
    layer = Layer("one", [define(Y[n, o], formula)], wrt=(X, W))
    return [one for one in canonicalise(layer).layer.forward if one.tensor != Y]


def test_sums_that_stand_together_have_one_name():
    (one,) = named(sigmoid(A + B))
    assert isinstance(one.expr, Add) and len(one.expr.atoms(Reduce)) == 2
    (less,) = named(tanh(A - B))
    assert less.expr - (A - B) == 0 or less.expr + (A - B) == 0


@pytest.mark.parametrize("formula", (A * exp(A + B), exp(A + B) + exp(A + 2 * B), sqrt(A**2 + B**2)))
def test_sums_that_stand_apart_somewhere_have_names_of_their_own(formula):
    assert [type(one.expr) for one in named(formula)] == [Reduce, Reduce]


def test_a_sum_beside_what_is_none_has_its_own_name():
    b = tensor("b", o)
    assert whole_sum(exp(A + b[o]), A, {A}, (n, o)) is None


def test_an_extreme_beside_a_sum_has_its_own_name():
    """Its switch is one of it alone."""
    top = largest(V[o, r] * Z[n, r], over=r)
    assert {one.expr.op for one in named(exp(A - top))} == {"sum", "max", "argmax"}
    assert {getattr(one.expr, "op", "+") for one in named(exp(A + B - top))} == {"sum", "max", "argmax"}


def test_gates_share_no_sum_and_have_one_cotangent_each():
    layer = Layer("gate", [define(Y[n, o], sigmoid(A + B))], wrt=(X, Z, W, V))
    for program in gradients(layer).vjp.values():
        assert sum(d.expr.has(exp) for d in program.defs) <= 2


i = index("i", H - 2)
a = index("a", H)
S = tensor("s", n, a)
T = tensor("t", n, i)
WINDOW = S[n, i + 2] + 2 * S[n, i + 1] + S[n, i]


def stencil(formula):
    return Layer("stencil", [define(T[n, i], formula)], wrt=(S,))


def test_a_sum_that_is_written_out_has_a_name():
    canonical = canonicalise(stencil(log(1 + WINDOW**2))).layer.forward
    (one,) = [d for d in canonical if d.tensor != T]
    assert one.expr == WINDOW and one.free == ((n, 0, N - 1), (i, 0, H - 3))
    (y,) = [d for d in canonical if d.tensor == T]
    assert {b.tensor for b in accesses(y.expr)} == {one.tensor}


@pytest.mark.parametrize(
    "formula",
    (3 * WINDOW + 1, S[n, i + 1] * 2 + S[n, i], (S[n, i + 1] - S[n, i]) ** 2, exp(WINDOW + T[n, i])),
    ids=("linear", "two terms", "a difference", "another array in it"),
)
def test_others_have_none(formula):
    assert written_out(formula, ((n, 0, N - 1), (i, 0, H - 3)), Ranges()) is None


def test_none_is_read_outside_of_its_array():
    """A condition may be what keeps the elements inside: there the sum stays where it is."""
    edge = S[n, a - 1] + S[n, a] + S[n, a + 1]
    guarded = where((a > 0) & (a < H - 1), edge**2, 0)
    assert written_out(guarded, ((n, 0, N - 1), (a, 0, H - 1)), Ranges()) is None
    assert written_out(WINDOW**2, ((n, 0, N - 1), (i, 0, H - 3)), Ranges()) is not None


def test_inside_of_a_sum_the_name_has_its_letters():
    energy = tensor("e", n)
    layer = Layer("energy", [define(energy[n], total(WINDOW**2, over=i))], wrt=(S,))
    (one,) = [x for x in canonicalise(layer).layer.forward if x.tensor != energy]
    assert one.indices == (n, i) and one.expr == WINDOW


def test_a_page_shows_the_forward_by_these_names():
    shown = spelled_out(stencil(sqrt(1 + WINDOW**2)))
    assert [x.expr.has(sqrt(1 + WINDOW**2)) for x in shown] == [False, False] and shown[0].expr == WINDOW
    dense = LAYERS["dense"]
    assert spelled_out(dense) == tuple(dense.forward)


def test_another_form_of_a_long_argument_is_said_of_a_letter():
    ((told, cond, form),) = other_forms([sigmoid(A + B), sigmoid(X[n, d] + Z[n, r])])
    (z,) = {x.tensor.name for part in (told, cond.of, form) for x in accesses(part)}
    assert z == "t", "z is an array here"
    ((told, _, _),) = other_forms([sigmoid(X[n, d])])
    assert X[n, d] in accesses(told)
    assert size("z").name not in {s.name for s in told.free_symbols}
