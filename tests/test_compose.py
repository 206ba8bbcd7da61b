"""Layers inside layers: conv → batch norm → relu as one model, its options, and what does not fit."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sympy import S

from codegen.source.spec import elementwise
from codegen.verification.interpreter.evaluate import Evaluator, Frame
from derive.gradients import gradients
from derive.layers import batch_norm, conv2d, cross_entropy, dense, max_pool2d, relu
from derive.model.compose import apply, broadcast, is_elementwise
from derive.model.layer import ModelError
from derive.notation import Layer, define, index, integers, option, sizes, tensor, total
from tests.forms import assert_adjoint, backward
from tests.strategies import case_of, cases

N, C, D, O, H, W_, KH, KW, P, Q = sizes("N C D O H W KH KW P Q")
n, c, o = index("n", N), index("c", C), index("o", O)
a, b, u, v, i, j = index("a", H), index("b", W_), index("u", KH), index("v", KW), index("i", P), index("j", Q)
X, W = tensor("x", n, c, a, b), tensor("w", o, c, u, v)
A, B, Y = (tensor(name, n, o, i, j) for name in ("a", "b", "y"))
GAMMA, BETA = tensor("gamma", o), tensor("beta", o)

block = Layer(
    "block",
    [
        apply(conv2d, A, x=X, w=W, stride=2, padding=(1, 0)),
        apply(batch_norm, B, x=A, gamma=GAMMA, beta=BETA, eps=0.5),
        apply(relu, Y, x=B),
    ],
    wrt=(X, W, GAMMA, BETA),
)
FOUND = gradients(block)


def test_the_model_of_a_block():
    assert [d.tensor.name for d in block.forward if d.tensor in (A, B, Y)] == ["a", "b", "y"]
    assert "b_mu" in {d.tensor.name for d in block.forward}, "inner values carry the name of the result"
    assert block.inputs[:4] == (X, W, GAMMA, BETA) and block.outputs == (Y,) and not block.options
    assert set(block.sizes) >= {P, Q} and block.sizes[P].subs({H: 6, KH: 3}) == (6 + 2 - 3) // 2 + 1
    assert "at b = 0 the derivative is 0" in block.conventions, "a part speaks of what it was given"


def test_a_block_computes_what_its_parts_compute():
    case = case_of(block, {"N": 2, "C": 2, "O": 2, "H": 5, "W": 4, "KH": 3, "KW": 2}, seed=3)
    arrays = Evaluator(case.symbols, dict(case.arrays)).run(block.program)
    inner = case_of(
        conv2d,
        {
            "N": 2,
            "Cg": 2,
            "Og": 2,
            "G": 1,
            "H": 5,
            "W": 4,
            "KH": 3,
            "KW": 2,
            "s_h": 2,
            "s_w": 2,
            "p_t": 1,
            "p_b": 1,
            "p_l": 0,
            "p_r": 0,
            "d_h": 1,
            "d_w": 1,
        },
    )
    given_ = {"x": case.arrays["x"], "w": case.arrays["w"], "b": np.zeros(2)}
    conv = Evaluator(inner.symbols, given_).run(conv2d.program)["y"]
    assert np.allclose(arrays["a"], conv, rtol=0, atol=1e-14)
    z = conv - conv.mean((0, 2, 3), keepdims=True)
    z = z / np.sqrt((z**2).mean((0, 2, 3), keepdims=True) + 0.5)
    z = case.arrays["gamma"][:, None, None] * z + case.arrays["beta"][:, None, None]
    assert np.allclose(arrays["y"], np.maximum(z, 0), rtol=0, atol=1e-13)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_gradients_of_a_block(data):
    case = data.draw(cases(block))
    if case.unstable:
        return
    together = backward(case, FOUND, FOUND.vjp_all)
    for t in block.wrt:
        assert_adjoint(case, t, backward(case, FOUND, FOUND.vjp[t])[t.name], f"d{t.name}")
        assert_adjoint(case, t, together[t.name], f"d{t.name} of all at once")


def test_batch_norm_keeps_its_three_terms_inside_a_block():
    (da,) = [d for d in FOUND.vjp[X].defs if d.tensor.name == "da"]
    assert len(set(da.expr.atoms(type(total(X[n, c, a, b], over=n))))) == 2


def test_the_same_layer_twice():
    k, d = index("k", D), index("o", O)
    x, w1, w2 = tensor("x", n, k), tensor("w1", d, k), tensor("w2", index("e", C), d)
    h, r, y = tensor("h", n, d), tensor("r", n, d), tensor("y", n, index("e", C))
    net = Layer(
        "net",
        [apply(dense, h, x=x, w=w1), apply(relu, r, x=h), apply(dense, y, x=r, w=w2)],
        wrt=(x, w1, w2),
    )
    found = gradients(net)
    for seed in range(3):
        case = case_of(net, {"N": 2, "D": 3, "O": 2, "C": 2}, seed=seed)
        for t in net.wrt:
            assert_adjoint(case, t, backward(case, found, found.vjp[t])[t.name])


def test_parts_and_definitions_mix():
    scores, labels = tensor("s", n, c), integers("t", n, below=C)
    loss, mean = tensor("loss", n), tensor("mean")
    layer = Layer(
        "mean_loss",
        [apply(cross_entropy, loss, x=scores, t=labels), define(mean[()], total(loss[n], over=n) / N)],
        wrt=(scores,),
    )
    found = gradients(layer)
    case = case_of(layer, {"N": 3, "C": 4}, seed=1)
    assert_adjoint(case, scores, backward(case, found, found.vjp[scores])["s"])


def test_an_elementwise_layer_takes_any_rank():
    assert is_elementwise(relu) and not is_elementwise(dense)
    scalar_in, scalar_out = tensor("s"), tensor("r")
    assert apply(relu, scalar_out, x=scalar_in).defs[0].lhs == scalar_out[()]
    one = apply(relu, Y, x=B).defs[0]
    assert one.lhs == Y[n, o, i, j] and [z.name for z in one.indices] == ["n", "o", "i", "j"]


# -- options and defaults ----------------------------------------------------------------------------


def test_an_outer_option_is_passed_on():
    stride = option("stride", "s_h s_w", default=1, minimum=1)
    layer = Layer("l", [apply(conv2d, A, x=X, w=W, stride=stride)], wrt=(X, W), options=(stride,))
    (s, _) = stride
    assert layer.sizes[P].has(s) and layer.forward[0].expr.has(s)
    found = gradients(layer)
    case = case_of(
        layer, {"N": 1, "C": 1, "O": 2, "H": 5, "W": 4, "KH": 2, "KW": 2, "s_h": 3, "s_w": 2}, seed=1
    )
    for t in layer.wrt:
        assert_adjoint(case, t, backward(case, found, found.vjp[t])[t.name])


def test_options_spread_over_their_symbols():
    padding = next(opt for opt in conv2d.options if opt.name == "padding")
    assert broadcast(padding, 3) == [3, 3, 3, 3]
    assert broadcast(padding, (1, 2)) == [1, 1, 2, 2]
    assert broadcast(padding, ((1, 2), (3, 4))) == [1, 2, 3, 4]
    with pytest.raises(ModelError, match="option padding: expected 1 to 4 values, got 3"):
        broadcast(padding, (1, 2, 3))


def test_defaults_fill_what_is_left_out():
    (conv,) = apply(conv2d, A, x=X, w=W).defs
    assert {t.name for t in {acc.tensor for acc in conv.expr.atoms(type(X[n, c, a, b]))}} == {"x", "w"}, (
        "no bias"
    )
    assert not conv.expr.has(next(s for s in conv2d.option_symbols if s.name == "s_h"))
    mask = apply(batch_norm, B, x=A, gamma=GAMMA, beta=BETA)
    assert any(d.expr.has(S(1e-5)) or d.expr.atoms(type(S(1e-5))) for d in mask.defs)


def test_several_outputs_are_given_by_name():
    pooled, switch = tensor("p", n, c, i, j), integers("at", n, c, i, j, below=4)
    made = apply(max_pool2d, {"y": pooled, "switch": switch}, x=X)
    assert {d.tensor for d in made.defs} == {pooled, switch}


# -- what does not fit -------------------------------------------------------------------------------

REFUSED = {
    "an unknown name": (
        lambda: apply(dense, A, x=X, v=W),
        "dense: has no input or option 'v'; it has b, w, x",
    ),
    "a missing input": (lambda: apply(dense, A, x=X), "dense: the input w is not given"),
    "another rank": (
        lambda: apply(dense, tensor("y", n, o), x=tensor("x", n), w=tensor("w", o, c)),
        "dense: x has 1 axes, x has 2|dense: x has 2 axes, x has 1",
    ),
    "another extent": (
        lambda: apply(dense, tensor("y", n, o), x=tensor("x", n, c), w=tensor("w", o, index("d", D))),
        "dense: w needs extent C, w has D",
    ),
    "channels that do not divide": (
        lambda: apply(
            conv2d,
            A,
            x=tensor("x", n, index("c", S(5)), a, b),
            w=tensor("w", o, index("c", 1), u, v),
            groups=2,
        ),
        "conv2d: x needs extent 2, x has 5",
    ),
    "an output that is too large": (
        lambda: apply(
            conv2d,
            tensor("y", n, o, index("i", H), index("j", W_)),
            x=X,
            w=tensor("w", o, c, index("u", 3), index("v", 3)),
        ),
        "conv2d: its output has extent H - 2, the tensor given has H",
    ),
}


def test_an_extent_that_both_sides_give_becomes_a_requirement():
    """Whether ``same`` padding is the same depends on the kernel: checked when the sizes are known."""
    same = tensor("y", n, o, index("i", H), index("j", W_))
    layer = Layer("same", [apply(conv2d, same, x=X, w=W, padding=1)], wrt=(X, W))
    values = {"N": 1, "C": 1, "O": 1, "H": 4, "W": 4}
    for extent, fits in ((3, True), (2, False)):
        case = case_of(layer, values | {"KH": extent, "KW": extent})
        reader = Evaluator(case.symbols, {})
        held = [bool(reader.condition(cond, Frame()).all()) for cond, _ in layer.requires]
        assert all(held) == fits and len(held) == 2


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_named(name):
    make, message = REFUSED[name]
    with pytest.raises(ModelError, match=message):
        make()


def test_a_layer_in_a_list_brings_what_it_requires():
    """Lists in lists are one list: sizes and requirements of what they hold are not lost."""
    same = tensor("y", n, o, index("i", H), index("j", W_))
    made = apply(conv2d, same, x=X, w=W, padding=1)
    plain, nested = (Layer("same", parts, wrt=(X, W)) for parts in ([made], [[made]]))
    assert nested.requires == plain.requires != ()


def test_what_reads_other_places_keeps_its_shape():
    """Along one axis of its own a running sum is no elementwise layer: over two axes it would be another."""
    t, s = index("t", N), index("s", N)
    F, R, S1 = tensor("f", t), tensor("r", t), tensor("s1")
    running = Layer("running", [define(R[t], total(F[s], over=s, when=s <= t))], wrt=(F,))
    share = [define(S1[()], total(F[t], over=t)), define(R[t], F[t] / S1[()])]
    placed = Layer("placed", [define(R[t], t * F[t])], wrt=(F,))
    for layer in (running, Layer("share", share, wrt=(F,)), placed):
        assert not is_elementwise(layer) and not elementwise(layer)
        with pytest.raises(ModelError, match="f has 1 axes, a has 4"):
            apply(layer, Y, f=A)
    there = tensor("there", t)
    (one,) = apply(running, there, f=tensor("z", t)).defs
    assert one.expr == total(tensor("z", t)[s], over=s, when=s <= t)
