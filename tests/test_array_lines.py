"""Lines over whole arrays: what is claimed is proved, also by numbers; what is not equal is not said."""

from __future__ import annotations

import json

import numpy as np
import pytest
from sympy import S, Symbol

from codegen.verification.interpreter.evaluate import Evaluator
from derive import pretty
from derive.api.settings import specialised, textbook
from derive.arrays import Einsum, MatrixProduct, Slice, array_claims
from derive.arrays.claims import proved
from derive.arrays.terms import ArrayLine
from derive.expr import Acc, Reduce, gt
from derive.gradients import derive_vjp
from derive.layers import LAYERS
from derive.model.layer import Def, Layer, Program
from derive.notation import define, index, sizes, tensor, total, where
from derive.pretty.formats.page import sentence
from derive.pretty.remarks import scope_for
from derive.pretty.whole_arrays.array_lines import array_line, subscripts
from derive.steps import Equation

I, J, K = sizes("I J K")
i, j, k = index("i", I), index("j", J), index("k", K)
A, B, C = tensor("A", i, k), tensor("B", k, j), tensor("C", i, j)
u, v = tensor("u", i), tensor("v", j)


def plain(layer: Layer) -> Layer:
    return specialised(layer, {}, textbook(layer, {}))


def lines(one: Def) -> list[str]:
    scope = scope_for([Equation.of(one)])
    return [sentence(array_line(line, scope)) for line in array_claims(one).lines]


FORMS = {
    "C = A B": (C[i, j], total(A[i, k] * B[k, j], over=(k,))),
    "C = u vᵀ": (C[i, j], u[i] * v[j]),
    "u = C v": (u[i], total(C[i, j] * v[j], over=(j,))),
    "v = Cᵀ u": (v[j], total(C[i, j] * u[i], over=(i,))),
    "vᵀ = 1ᵀ C": (v[j], total(C[i, j], over=(i,))),
    "C = A B + 1 vᵀ": (C[i, j], v[j] + total(A[i, k] * B[k, j], over=(k,))),
    "C = A B − u 1ᵀ": (C[i, j], total(A[i, k] * B[k, j], over=(k,)) - u[i]),
}


@pytest.mark.parametrize("said", FORMS)
def test_a_form_is_said_as_it_is(said: str) -> None:
    assert lines(define(*FORMS[said]))[0] == said


GRADIENTS = {
    ("dense", "x"): ["dx = dy w", 'dx = einsum("no,ok->nk", dy, w)'],
    ("dense", "w"): ["dw = dyᵀ x", 'dw = einsum("no,nk->ok", dy, x)'],
    ("dense", "b"): ["dbᵀ = 1ᵀ dy", 'db = einsum("no->o", dy)'],
    ("pointwise_conv2d", "w"): [
        "dw = Σ_{n,i,j} dy[n,:,i,j] x[n,:,i,j]ᵀ",
        'dw = einsum("noij,ncij->oc", dy, x)',
    ],
    ("batch_norm_features", "x"): ["dx[:,c] = γ[c]·r[c]/m (m I − 1 1ᵀ − x̂[:,c] x̂[:,c]ᵀ) dy[:,c]"],
    ("tanh", "x"): ["dx = dy ⊙ (1 − y ⊙ y)"],
    ("conv2d", "x"): ["dx[n] = fold(wᵀ dy[n]), each as one axis: c, u, v; i, j"],
    ("max_pool2d", "x"): [],
}


@pytest.mark.parametrize(("name", "wrt"), GRADIENTS)
def test_the_page_of_a_gradient_has_the_lines(name: str, wrt: str) -> None:
    layer = plain(LAYERS[name])
    tensor_ = next(t for t in layer.wrt if t.name == wrt)
    derived = derive_vjp(layer, tensor_)
    data = json.loads(pretty.derivation(derived, "json"))
    assert [a["text"] for a in data["arrays"]] == GRADIENTS[name, wrt]
    page = pretty.derivation(derived, "text")
    for fmt in ("latex", "html"):
        assert ("einsum" in pretty.derivation(derived, fmt)) == ("einsum" in page)


def test_what_is_recognised_is_not_said_twice() -> None:
    softmax = LAYERS["softmax"]
    page = pretty.derivation(derive_vjp(softmax, softmax.wrt[0]), "text")
    assert "recognised" in page and "matrices" not in page


WRONG = {
    "a range that is not whole": (C[i, j], Reduce("sum", A[i, k] * B[k, j], [(k, S.One, K - 1)])),
    "a guard": (C[i, j], Reduce("sum", A[i, k] * B[k, j], [(k, S.Zero, K - 1)], [gt(A[i, k])])),
    "a case": (C[i, j], where(gt(C[i, j]), C[i, j], u[i])),
    "an index that is no letter": (u[i], total(A[i, k] * A[I - 1 - i, k], over=(k,))),
}


@pytest.mark.parametrize("why", WRONG)
def test_what_is_no_product_is_not_called_one(why: str) -> None:
    assert lines(define(*WRONG[why])) == []


def test_a_claim_that_is_not_equal_is_not_proved() -> None:
    one = define(*FORMS["C = A B"])
    (line,) = [x for x in array_claims(one).lines if isinstance(x.terms[0], Einsum)]
    right = line.terms[0]
    assert proved(line, one, {})
    twice = Einsum(S(2), right.operands, right.kept)
    other = MatrixProduct(S.One, Slice(A[i, k], i, k), Slice(Acc(B, j, k), k, j), k)
    for term in (twice, other):
        assert not proved(ArrayLine(line.left, (term,), one.free), one, {})


def test_letters_of_one_einsum_are_letters() -> None:
    z = [index(f"z_{n}", I) for n in range(2)]
    X = tensor("X", *z)
    one = Einsum(S.One, (X[z[0], z[1]], u[z[1]]), (z[0],))
    assert subscripts(one) == "ab,b->a"


CLAIMED = [(layer, t) for layer in map(plain, LAYERS) for t in layer.wrt]


@pytest.mark.parametrize("part", [0, *(pytest.param(k, marks=pytest.mark.deep) for k in range(1, 4))])
def test_every_einsum_of_the_catalogue_agrees_with_its_formula_in_numbers(part: int) -> None:
    """numpy is the judge; the letters are those that are printed."""
    rng, tried = np.random.default_rng(0), 0
    for layer, t in CLAIMED[part::4]:
        derived = derive_vjp(layer, t)
        line = array_claims(derived.result, layer.sizes).contraction
        if line is None or any(term.front.free_symbols for term in line.terms):
            continue
        arrays = {a.tensor: None for term in line.terms for a in term.operands}
        names = {z: 2 + n for n, z in enumerate(sorted({s for a in arrays for s in a.free_symbols}, key=str))}
        values = sized(layer, names)
        ev = Evaluator(values, {})
        data = {a.name: rng.standard_normal(ev.shape(a)) for a in arrays}
        one = derived.result
        made = Evaluator(values, dict(data)).run(Program("one", (), (one,), (one.tensor,)))[one.tensor.name]
        found = sum(
            float(term.front) * np.einsum(subscripts(term), *(data[a.tensor.name] for a in term.operands))
            for term in line.terms
        )
        np.testing.assert_allclose(found, made, rtol=1e-12)
        tried += 1
    assert tried > 4


def sized(layer: Layer, names: dict) -> dict:
    """Sizes that are derived from others follow from them; the others as given."""
    derived = set(layer.sizes)
    given = {s: v for s, v in names.items() if s not in derived}
    values = {s: given.get(s, 3) for s in layer.size_symbols - derived}
    values |= {s: option.example for option in layer.options for s in option.symbols}
    reader = Evaluator(values | given, {})
    for name, formula in layer.sizes.items():
        reader.symbols[name] = reader.scalar(formula)
    return dict(reader.symbols)


def test_a_scalar_before_a_sum_stands_before_all_of_it() -> None:
    s = Symbol("s")
    a, c = tensor("a", i), tensor("c", i)
    assert lines(define(u[i], a[i] + s * (a[i] - c[i])))[0] == "u = a + s (a − c)"
