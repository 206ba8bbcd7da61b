"""What the language once accepted and got wrong, or refused though it can be said: each says it right now."""

import numpy as np
import pytest

from codegen.loops.legality import Illegal
from codegen.module.load import RUNTIME, rendered
from codegen.module.render import write
from codegen.verification.callables.uncompiled import uncompiled
from derive.gradients import gradients
from derive.model import Layer, ModelError
from derive.notation import (
    define,
    divides,
    exp,
    floor_div,
    hat,
    index,
    larger,
    largest,
    log,
    modulo,
    option,
    size,
    sizes,
    smaller,
    tensor,
    total,
)

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # of what a bracket then drops

N, K = sizes("N K")
n, k, m, j = index("n", N), index("k", K), index("m", N), index("j", K)
V, Y, W, X = tensor("v", n), tensor("y", n), tensor("w", k), tensor("x", n, k)


def module(layer, folder):
    write(rendered(layer), folder)
    return uncompiled(layer.name, folder)


def near(f, x, h=1e-6):
    """The sum of f's gradient by differences."""
    steps = np.eye(x.size).reshape(-1, *x.shape) * h
    return np.array([(f(x + e).sum() - f(x - e).sum()) / (2 * h) for e in steps]).reshape(x.shape)


# -- holes


def covering(name, place, extent, **more):
    z = tensor("z", n, index("a", extent))
    return Layer(name, [define(z[n, place], X[n, k])], wrt=(X,), **more)


HOLES = {
    "a stride": (2 * k, 2 * K, r"for K = 1, N = 1 z\[0, 1\] is never defined"),
    "a margin": (k + 1, K + 1, r"z\[0, 0\] is never defined"),
    "a remainder": (modulo(2 * k, K), K, r"for K = 2, N = 1 z\[0, 0\] is defined twice"),
    "a quotient": (floor_div(k, 2), K, r"z\[0, 0\] is defined twice"),
    "beyond": (2 * k, K, r"for K = 2, N = 1 z\[0, 2\] is no element of it"),
}


@pytest.mark.parametrize("name", HOLES)
def test_a_definition_with_holes_is_refused_with_its_line(name):
    place, extent, said = HOLES[name]
    with pytest.raises(ModelError, match=rf"l: z\[.*{said}; give its axes the letters .*\(.*\.py:\d+\)"):
        covering("l", place, extent)


def test_half_of_a_derived_size_is_a_hole():
    half = index("h", floor_div(K, 2))
    z = tensor("z", n, k)
    with pytest.raises(ModelError, match=r"for K = 1, N = 1 z\[0, 0\] is never defined"):
        Layer("l", [define(z[n, 2 * half], X[n, half])], wrt=(X,))


@pytest.mark.parametrize("place", [K - 1 - k, modulo(k + 1, K), modulo(k + 3 * n, K)], ids=str)
def test_a_permutation_has_no_holes(place):
    assert covering("l", place, K).outputs[0].name == "z"


def test_what_the_requirements_exclude_is_no_hole():
    q, r = index("q", size("M")), index("r", 2)
    z = tensor("z", n, k)
    given = {"sizes": {size("M"): floor_div(K, 2)}, "wrt": (X,)}
    one = [define(z[n, 2 * q + r], X[n, 2 * q + 1 - r])]
    assert Layer("l", one, requires=((divides(2, K), "even"),), **given)
    with pytest.raises(ModelError, match="for K = 1"):
        Layer("l", one, **given)


# -- powers


def test_a_power_series_at_zero(tmp_path):
    made = module(Layer("l", [define(Y[n], total(W[k] * V[n] ** k, over=k))], wrt=(V, W)), tmp_path)
    v, w = np.array([0.0, 1.0, -2.0]), np.array([1.0, 2.0, 3.0])
    assert made.vjp(np.ones(3), v, w).v.tolist() == (2 + 6 * v).tolist()
    assert made.jvp(v, w, v_dot=np.ones(3)).tolist() == (2 + 6 * v).tolist()


@pytest.mark.parametrize("gamma", [0.0, 1.0, 2.0])
def test_the_focal_loss_at_one(gamma, tmp_path):
    """(1 - p)^γ for γ = 0, a minimum that an option may take, at p = 1."""
    power = option("gamma", "g", default=2.0, minimum=0, real=True)
    (g,) = power
    P = tensor("p", n, sign="nonnegative")
    layer = Layer("l", [define(Y[n], -((1 - P[n]) ** g) * log(P[n]))], wrt=(P,), options=(power,))
    made = module(layer, tmp_path)
    p = np.array([1.0, 0.25, 0.75])
    wanted = -((1 - p) ** gamma) / p + (gamma * (1 - p) ** (gamma - 1) * np.log(p) if gamma else 0)
    assert made.vjp(np.ones(3), p, gamma=gamma)[0] == pytest.approx(wanted)


@pytest.mark.parametrize("q", [-1, 0, 1, 3])
def test_a_whole_power_given_as_an_option(q, tmp_path):
    power = option("q", default=0)
    layer = Layer("l", [define(Y[n], V[n] ** power)], wrt=(V,), options=(power,))
    made = module(layer, tmp_path)
    v = np.array([0.0, 2.0, -1.0])[q < 0 :]
    wanted = q * v ** (q - 1.0) if q else 0 * v
    assert made.vjp(np.ones(len(v)), v, q=q)[0].tolist() == wanted.tolist()
    assert made.jvp(v, v_dot=np.ones(len(v)), q=q).tolist() == wanted.tolist()


def test_an_exponent_that_is_data(tmp_path):
    P = tensor("p", n)
    made = module(Layer("l", [define(Y[n], V[n] ** P[n])], wrt=(V, P)), tmp_path)
    v, p = np.array([0.0, 0.0, 2.0, 3.0]), np.array([0.0, 2.0, 0.0, 2.0])
    dv, dp = made.vjp(np.ones(4), v, p)
    assert dv.tolist() == [0, 0, 0, 6] and dp == pytest.approx([0, 0, np.log(2), 9 * np.log(3)])


# -- bounds that are extremes


@pytest.mark.parametrize("word", [largest, total], ids=lambda word: word.__name__)
@pytest.mark.parametrize("w", [0, 1, 3])
def test_a_band_whose_ends_are_cut_at_the_borders(word, w, tmp_path):
    width = option("w", default=1, minimum=0)
    band = word(V[m] ** 2, over=(m, larger(n - width, 0), smaller(n + width, N - 1)))
    made = module(Layer("l", [define(Y[n], band)], wrt=(V,), options=(width,)), tmp_path)
    v = np.random.default_rng(0).normal(size=7)
    rows = [v[max(i - w, 0) : i + w + 1] ** 2 for i in range(7)]
    fold = max if word is largest else sum
    assert made.forward(v, w=w) == pytest.approx([fold(row) for row in rows])
    assert made.vjp(np.ones(7), v, w=w)[0] == pytest.approx(near(lambda x: made.forward(x, w=w), v), abs=1e-6)
    assert made.jvp(v, v_dot=v, w=w).sum() == pytest.approx(v @ made.vjp(np.ones(7), v, w=w)[0])


def test_ends_that_are_extremes_are_ranges_and_conditions():
    one = total(V[m], over=(m, larger(n - 1, larger(0, n - 3)), smaller(N - 1, n)))
    assert [tuple(map(str, b)) for b in one.binders] == [("m", "0", "N - 1")]
    assert {str(g) for g in one.guards} == {"m - n + 1 >= 0", "m - n + 3 >= 0", "-m + n >= 0"}
    (kept,) = total(V[m], over=(m, smaller(n, 2), N - 1)).binders
    assert "if" in str(kept[1]), "above the smaller of two is no conjunction"


# -- softmax by hand


def by_hand(shared):
    s, top = tensor("s", n), tensor("top", n)
    p = tensor("p", n, k)
    if shared:
        first = [define(top[n], largest(X[n, k], over=k)), define(s[n], total(exp(X[n, k] - top[n]), over=k))]
        return Layer("l", [*first, define(p[n, k], exp(X[n, k] - top[n]) / s[n])], wrt=(X,))
    best = largest(X[n, j], over=j)
    return Layer("l", [define(p[n, k], exp(X[n, k] - best) / total(exp(X[n, j] - best), over=j))], wrt=(X,))


@pytest.mark.parametrize("shared", [True, False], ids=["named", "in one"])
def test_no_exponential_is_divided_by_itself(shared, tmp_path):
    """e^(a - b) e^(b - a) is 1 and not 0 times infinity; a maximum that stands twice is one."""
    layer = by_hand(shared)
    made = module(layer, tmp_path)
    x = np.array([[800.0, 0.0, -800.0], [0.5, -0.5, 0.25]])
    dy = np.arange(6.0).reshape(2, 3)
    p = made.forward(x)
    assert made.vjp(dy, x)[0] == pytest.approx(p * (dy - (p * dy).sum(1, keepdims=True)))
    assert len([d for d in gradients(layer).layer.forward if d.tensor.name.startswith("p_max")]) <= 1


# -- what is refused says how it can be said


def test_what_is_not_proved_names_the_extent_the_index_and_three_ways_out():
    with pytest.raises(Illegal) as caught:
        rendered(Layer("l", [define(Y[n], V[n + 1])], wrt=(V,)))
    said = str(caught.value)
    assert "v[n + 1]: cannot prove n + 1 <= N - 1 (axis 0)" in said and "test_language.py:" in said
    assert "axis 0 of v has the extent N, the index is n + 1" in said
    for way in ("v.at(n + 1), which is 0 outside", "when=n + 1 <= N - 1", "requires=((condition, message),)"):
        assert way in said


# -- calls that have nothing to compute


@pytest.mark.parametrize("groups", [1, 2**31 - 2])
def test_where_nothing_is_written_no_loop_runs(groups):
    """No channels in any number of groups."""
    conv = uncompiled("conv2d", RUNTIME)
    x, w = np.ones((1, 0, 5, 3)), np.ones((0, 0, 3, 3))
    y = conv.forward(x, w, groups=groups, padding=1)
    assert y.shape == (1, 0, 5, 3)
    assert [g.shape for g in conv.vjp(y, x, w, groups=groups, padding=1)] == [x.shape, w.shape, (0,)]
    assert conv.jvp(x, w, x_dot=x, groups=groups, padding=1).shape == y.shape


def test_tangents_that_cannot_be_proved_take_no_other_kernel_with_them(tmp_path, monkeypatch):
    from codegen import pipeline

    plain = pipeline.compile_program

    def failing(program, layer):
        if program.name == "jvp":
            raise Illegal("not proved").of("jvp")
        return plain(program, layer)

    monkeypatch.setattr(pipeline, "compile_program", failing)
    made = module(Layer("l", [define(Y[n], V[n] ** 3)], wrt=(V,)), tmp_path)
    v = np.array([1.0, -2.0])
    assert not hasattr(made, "jvp") and made.forward(v).tolist() == [1, -8]
    assert made.vjp(np.ones(2), v)[0].tolist() == [3, 12]


def test_a_hat_stands_on_a_whole_number():
    """The cell comes first, then the position: the other way round there is nothing to interpolate by."""
    with pytest.raises(ModelError, match=r"hat\(x\[n, k\], k\): the first is a whole number, the cell"):
        hat(X[n, k], k)
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'p'"):
        hat(X[n, k] - k)


@pytest.mark.parametrize("over", ["k", K, (k, 0), (k, 0, 1, 2)])
def test_what_is_summed_over_is_an_index_or_a_range(over):
    with pytest.raises(ModelError, match=r"is no index and no range \(index, first, last\)"):
        total(X[n, k], over=over)


def test_the_fields_of_a_layer_are_tuples_of_what_they_hold():
    body, scale = [define(V[n], total(X[n, k], over=k))], option("scale", default=1)
    with pytest.raises(ModelError, match=r"l: wrt=x is no tuple: write wrt=\(x,\)"):
        Layer("l", body, wrt=X)
    with pytest.raises(ModelError, match="l: wrt holds 'x', which is no tensor"):
        Layer("l", body, wrt=("x",))
    with pytest.raises(ModelError, match=r"l: options=scale is no tuple: write options=\(scale,\)"):
        Layer("l", body, wrt=(X,), options=scale)


def test_nested_choices_that_double_are_refused_before_they_take_for_ever():
    """Each level has the one below twice: twelve of them took minutes to derive, twenty would not end."""
    value = X[n, k]
    with pytest.raises(ModelError, match="give what stands in it several times a definition of its own"):
        for level in range(20):
            value = larger(value, smaller(X[n, k] * level, value + 1))


def test_a_divisor_of_more_than_a_name_stands_in_brackets():
    assert str(floor_div(k, K - 1)) == "((k) // (K - 1))" and str(floor_div(k, K)) == "((k) // K)"


def test_a_quotient_written_as_python_writes_it(tmp_path):
    """``k // 2`` is to SymPy the floor of a fraction, of which no proof of ranges knows anything."""
    half = index("h", K // 2)
    B = tensor("b", n, half)
    halves = Layer("halves", [define(B[n, half], X[n, 2 * half // 2] + X[n, (half + 1) // 2])], wrt=(X,))
    assert halves.forward[0].expr == X[n, half] + X[n, floor_div(half + 1, 2)]
    x = np.arange(10.0).reshape(2, 5)
    assert np.array_equal(module(halves, tmp_path).forward(x), x[:, [0, 1]] + x[:, [0, 1]])
