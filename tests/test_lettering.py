"""One letter, one meaning: on a page no index has the letter of a value, and none has two ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from sympy import Symbol

from derive import pretty
from derive.api.result import gradient
from derive.api.settings import specialised, textbook
from derive.expr import Index
from derive.gradients import derivations
from derive.layers import LAYERS
from derive.model.compose import apply
from derive.model.layer import Layer
from derive.notation import define, index, option, sizes, sqrt, tensor, total
from derive.pretty.naming.letter_roles import LetterRole, is_plain, reductions
from derive.pretty.naming.on_page import Lettering, shown, shown_layer
from derive.pretty.tree.identifiers import parse, plain
from derive.steps import Derivation, Equation
from tests.drawn_windows import arrays_for, drawn, numbers_for
from tests.forms import value
from tests.unseen import UNSEEN

N, C, H, W, K, O, E = sizes("N C H W K O E")


def _equations(one: Derivation) -> Iterator[Equation]:
    for step in one.steps:
        yield from (*step.before, *step.equations)
    yield from (Equation.of(one.result), *one.where, *one.named)


def _roles(one: Derivation) -> set[LetterRole]:
    """Each letter with the ranges that it has somewhere on the page."""
    found = set()
    for equation in _equations(one):
        bound = [
            b for t in (equation.lhs, equation.rhs) if t is not None for r in reductions(t) for b in r.binders
        ]
        for z, lo, hi in (*equation.free, *bound):
            if lo == 0 and is_plain(hi):
                found.add(LetterRole(z.name.rstrip("'"), hi))
    return found


def _others(layer: Layer) -> set[str]:
    values = {t.name for t in (*layer.inputs, *(d.tensor for d in layer.forward))}
    return {parse(n).base for n in values | {str(s) for s in (*layer.option_symbols, *layer.size_symbols)}}


@pytest.mark.parametrize("name", LAYERS.names)
def test_a_letter_means_one_thing_on_a_page(name: str) -> None:
    layer = LAYERS[name]
    layer = specialised(layer, {}, textbook(layer, {}))
    for told in derivations(layer, layer.wrt):
        page = shown(told)
        roles = _roles(page)
        assert len({r.letter for r in roles}) == len(roles), sorted(map(str, roles))
        assert not {r.letter for r in roles} & _others(page.layer), name


def test_the_pages_of_a_layer_agree() -> None:
    layer = LAYERS["conv2d"]
    layer = specialised(layer, {}, textbook(layer, {}))
    x = next(t for t in shown_layer(layer).inputs if t.name == "x")
    assert [str(z) for z in x.axes] == ["n", "c", "q", "r"]
    text = pretty.derivation(next(derivations(layer, [layer.wrt[0]])), "text")
    assert "dx[n,c,q,r] =" in text and "q < H   r < W" in text


def test_an_index_with_the_letter_of_a_tensor_moves_with_its_partner() -> None:
    a, b = index("a", H), index("b", W)
    X, B, Y = tensor("x", a, b), tensor("b", a), tensor("y", a, b)
    layer = Layer("scaled", [define(Y[a, b], X[a, b] * B[a])], wrt=(X, B))
    (told,) = derivations(layer, [B])
    assert str(shown(told).result) == "db[h] = sum(dy[h, w]*x[h, w] for w=0..W - 1)   for h=0..H - 1"


def test_an_option_keeps_its_letter() -> None:
    k, n = index("k", K), index("n", N)
    factor = option("factor", "k", default=2.0, real=True, summary="a factor")
    X, Y = tensor("x", n, k), tensor("y", n, k)
    (symbol,) = factor
    layer = Layer("times", [define(Y[n, k], symbol * X[n, k])], wrt=(X,), options=(factor,))
    (told,) = derivations(layer, [X])
    assert Index("k", K) not in shown(told).result.indices
    assert Symbol("k", real=True) in shown(told).result.expr.free_symbols


def test_a_part_takes_the_letters_of_the_whole_and_keeps_its_names() -> None:
    n, c = index("n", N), index("e", E)
    X, Y = tensor("x", n, c), tensor("z", n, c)
    gamma, beta = tensor("gamma", c), tensor("beta", c)
    norm = apply(LAYERS["batch_norm_features"], Y, x=X, gamma=gamma, beta=beta)
    out = tensor("y", n)
    block = Layer("block", [norm, define(out[n], total(Y[n, c], over=c))], wrt=(X, gamma, beta))
    told = dict(zip("xgb", derivations(block, block.wrt), strict=True))
    text = pretty.derivation(told["g"], "text")
    assert "x̂[n,e]" in text and "σ²[e]" in text and "z_" not in text
    assert r"{\sigma^{2}}_{e}" in pretty.derivation(told["g"], "latex")
    assert "<msup><mi>σ</mi><mn>2</mn></msup>" in pretty.derivation(told["g"], "html")


def test_two_parts_of_a_kind_are_told_apart() -> None:
    n, c = index("n", N), index("e", E)
    X, Y, Z = tensor("x", n, c), tensor("a", n, c), tensor("z", n, c)
    gamma, beta = tensor("gamma", c), tensor("beta", c)
    parts = [
        apply(LAYERS["batch_norm_features"], Y, x=X, gamma=gamma, beta=beta),
        apply(LAYERS["batch_norm_features"], Z, x=Y, gamma=gamma, beta=beta),
    ]
    block = Layer("twice", parts, wrt=(X, gamma))
    names = {plain(parse(d.tensor.name)) for d in shown_layer(block).forward}
    assert {"μ_a", "μ_z", "σ_a²", "x̂_a", "x̂_z"} <= names


def test_what_is_right_stays_as_it_is() -> None:
    assert Lettering(LAYERS["softmax"]).is_plain and shown_layer(LAYERS["softmax"]) is LAYERS["softmax"]


def test_bound_letters_are_not_captured() -> None:
    """Σ over another letter of the same range that meets a free one: the numbers stay."""
    n, o = index("n", N), index("o", N)
    X, T, Y = tensor("x", n), tensor("o", n), tensor("y", n)
    layer = Layer(
        "pairs", [define(Y[n], X[n] * total(T[o] * X[o], over=o) / sqrt(1 + T[n] ** 2))], wrt=(X, T)
    )
    for told in derivations(layer, layer.wrt):
        page = shown(told)
        for one in (*page.where, Equation.of(page.result)):
            for reduce in reductions(one.rhs):
                assert not reduce.bound & {z for z, _, _ in one.free}


def test_an_axis_of_one_element_inside_a_layer_is_not_spoken_of() -> None:
    (told,) = derivations(LAYERS["spatial_pyramid_pool2d"], LAYERS["spatial_pyramid_pool2d"].wrt)
    text = pretty.derivation(told, "text")
    assert "level1_at[n,c] =" in text and "dy[n,c,0]" in text, "what is given and returned keeps its axes"


def test_a_derived_size_that_stands_as_a_number_is_said() -> None:
    layer = LAYERS["batch_norm"]
    (told,) = derivations(layer, [t for t in layer.wrt if t.name == "x"])
    assert "m = N·H·W" in pretty.derivation(told, "text")
    conv = LAYERS["conv2d"]
    (told,) = derivations(conv, [t for t in conv.wrt if t.name == "w"])
    assert "OH =" not in pretty.derivation(told, "text"), "the end of a range alone"


def test_a_name_that_only_begins_like_another_is_no_part() -> None:
    """``bell_sum`` comes after ``bell``: it is no part that computes it."""
    names = {d.tensor.name for d in shown_layer(LAYERS["weighted_pool2d"]).forward}
    assert {"bell", "bell_sum"} <= names


@pytest.mark.parametrize("start", range(0, 40, 10))
def test_other_letters_are_the_same_numbers(start: int) -> None:
    """User layers drawn at random: what a page shows computes what was derived."""
    for seed in range(start, start + 10):
        layer, _ = drawn(seed)
        symbols = numbers_for(layer, seed)
        arrays = arrays_for(layer, symbols, seed)
        for told in derivations(layer, layer.wrt):
            page = shown(told).result
            both = [value(d.expr, d.free, arrays, **symbols) for d in (told.result, page)]
            np.testing.assert_allclose(*both, rtol=1e-12)


@pytest.mark.parametrize("make", UNSEEN, ids=lambda make: make.__name__)
def test_letters_of_unseen_layers_mean_one_thing(make: Callable[[], Layer]) -> None:
    layer = make()
    for told in derivations(layer, layer.wrt):
        page = shown(told)
        roles = _roles(page)
        assert len({r.letter for r in roles}) == len(roles), sorted(map(str, roles))
        assert not {r.letter for r in roles} & _others(page.layer), layer.name


def test_a_size_in_an_index_is_said_where_no_letter_ends_there() -> None:
    """The block of offsets of a channel: ``⌊c/Ce⌋``."""
    layer = LAYERS["deform_conv2d"]
    layer = specialised(layer, {}, textbook(layer, {}))
    (told,) = derivations(layer, [t for t in layer.wrt if t.name == "offset"])
    page = pretty.derivation(told, "text", steps=True)
    assert "⌊c/Ce⌋" in page and "Ce = Cg" in page and "OH =" not in page


def test_a_made_up_letter_makes_no_size_of_an_option() -> None:
    """``s·q + r`` with r < s is a position, not a number of the radix s."""
    layer = LAYERS["nearest_upsample2d"]
    (told,) = derivations(layer, layer.wrt)
    assert "f_h·i+r" in pretty.derivation(told, "text")


def test_primes_stay_with_the_letter_that_had_them() -> None:
    """The chain rule sums over n′ for dx[n]; the derivative that it multiplies is that of y[n′] by x[n]."""
    page = gradient("conv2d", "x").text(steps=True)
    assert page.count("∂y[n′,o,i,j]") == 2 and "∂x[n′" not in page
