"""Products with windows: what unfold and fold are said to be, put in, gives the gradient in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pytest

from codegen.verification.interpreter.evaluate import Evaluator
from derive import pretty
from derive.api.settings import specialised, textbook
from derive.arrays.window_products import WindowProduct, windows
from derive.autodiff.canonicalise import layer_facts
from derive.exact.space import window_extents
from derive.expr import Acc, Reduce, accesses, ge
from derive.gradients import derive_vjp
from derive.layers import LAYERS
from derive.model.layer import Def, Layer, Program
from derive.notation import define, index, sizes, tensor, total

N, L, K, P = sizes("N L K P")
n, i, a, u = index("n", N), index("i", P), index("a", L), index("u", K)
X, W, Y = tensor("x", n, a), tensor("w", u), tensor("y", n, i)

SAID = {
    ("conv2d", "x"): (
        "dx[n] = fold(wᵀ dy[n]), each as one axis: c, u, v; i, j",
        "fold(M)[c, q, r] = Σ_{u,v} M[c, u, v, q+p_t−u, r+p_l−v], 0 where",
    ),
    ("conv2d", "w"): (
        "dw = Σ_n dy[n] unfold(x[n])ᵀ, each as one axis: c, u, v; i, j",
        "unfold(x[n])[c, u, v, i, j] = x[n, c, i+u−p_t, j+v−p_l], 0 where",
    ),
    ("depthwise_conv2d", "x"): (
        "dx[n,c] = fold(w[c]ᵀ dy[n,c]), each as one axis: u, v; i, j, with c·M + o as two axes",
        "fold(Z)[q, r] = Σ_{u,v} Z[u, v, q+p_t−u, r+p_l−v], 0 where",
    ),
    ("depthwise_conv2d", "w"): (
        "dw[c] = Σ_n dy[n,c] unfold(x[n,c])ᵀ, each as one axis: u, v; i, j, with c·M + o as two axes",
        "unfold(x[n,c])[u, v, i, j] = x[n, c, i+u−p_t, j+v−p_l], 0 where",
    ),
    ("conv_transpose1d", "x"): (
        "dx[n] = w unfold(dy[n]), each as one axis: o, u",
        "unfold(dy[n])[o, u, i] = dy[n, o, i+u−p_l], 0 where",
    ),
}


def test_groups_are_an_axis_of_their_own() -> None:
    derived = derive_vjp(LAYERS["conv2d"], LAYERS["conv2d"].wrt[0])
    page = " ".join(pretty.derivation(derived, "text").split())
    said = "with g·Cg + c and g·Og + o as two axes each"
    assert f"dx[n,g] = fold(w[g]ᵀ dy[n,g]), each as one axis: c, u, v; i, j, {said}" in page
    long = "M[c, u, v, (q+p_t−d_h·u)/s_h, (r+p_l−d_w·v)/s_w], 0 where"
    assert long in page, "a formula that is longer than a line breaks between its parts"


def plain(name: str) -> Layer:
    layer = LAYERS[name]
    return specialised(layer, {}, textbook(layer, {}))


@pytest.mark.parametrize(("name", "wrt"), SAID)
def test_the_page_has_the_line_and_what_it_means(name: str, wrt: str) -> None:
    layer = plain(name)
    derived = derive_vjp(layer, next(t for t in layer.wrt if t.name == wrt))
    page = " ".join(pretty.derivation(derived, "text").split())
    for line in SAID[name, wrt]:
        assert " ".join(line.split()) in page
    assert "unfold" not in pretty.derivation(derive_vjp(layer, layer.wrt[-1]), "text")


PAIR = Y[n, i] * X[n, i + u]
WRONG = {
    "a sum that leaves a place out": Reduce("sum", PAIR, [(i, 1, P - 1)], [ge(L - 1 - i - u)]),
    "a condition of its own": Reduce("sum", PAIR, [(i, 0, P - 1)], [ge(L - 3 - i - u)]),
    "a place that is not linear": total(Y[n, i] * X[n, i * u], over=i, when=[ge(L - 1 - i * u)]),
}


@pytest.mark.parametrize("why", WRONG)
def test_what_is_no_product_with_windows_is_not_called_one(why: str) -> None:
    (dw,) = (tensor("dw", n, u),)
    assert windows(define(dw[n, u], WRONG[why])) is None
    right = total(Y[n, i] * X[n, i + u], over=i, when=[ge(i + u), ge(L - 1 - i - u)])
    assert windows(define(dw[n, u], right)) is not None


@pytest.mark.parametrize("general", [False, pytest.param(True, marks=pytest.mark.deep)])
def test_every_product_of_the_catalogue_gives_its_gradient_in_numbers(general: bool) -> None:
    """NumPy multiplies the matrices; unfold and fold are filled in entry by entry, as they are printed."""
    tried, split = {True: 0, False: 0}, 0
    for name in LAYERS.names:
        layer = LAYERS[name] if general else plain(name)
        read = (at for d in layer.forward for a in accesses(d.expr) for at in a.index)
        for t in layer.wrt if any(not at.is_Symbol for at in read) else ():
            derived = derive_vjp(layer, t)
            found = windows(derived.page[-1], layer_facts(derived.layer))
            if found is not None:
                _agrees(found, derived.page[-1], derived.layer)
                tried[found.folded] += 1
                split += bool(found.apart)
    assert tried[True] > 4 and tried[False] > 10 and split > (10 if general else 3)


def _agrees(found: WindowProduct, one: Def, layer: Layer) -> None:
    rng = np.random.default_rng(0)
    values = _values(layer)
    ev = Evaluator(values, {})
    data = {t: rng.standard_normal(ev.shape(t)) for t in one.reads}
    # An axis that is read as several holds the same elements in the same order.
    shapes = {a.tensor.name: a.tensor for m in found.factors for a in (m.element, *accesses(found.says.rhs))}
    split = {shapes.get(t.name, t): d.reshape(ev.shape(shapes.get(t.name, t))) for t, d in data.items()}
    named = {t.name: array for t, array in data.items()}
    made = Evaluator(values, dict(named)).run(Program("one", (), (one,), (one.tensor,)))[one.tensor.name]
    front = float(found.front.xreplace({a: float(data[a.tensor]) for a in accesses(found.front)}))
    composed = _composed(found, split, values, ev).reshape(made.shape)
    np.testing.assert_allclose(front * composed, made, rtol=1e-10, atol=1e-12)


def _values(layer: Layer) -> dict[Any, int]:
    """WindowProduct of 2 and 3 over 4 pixels with a border of 1; derived sizes follow."""
    inside, derived = window_extents(layer), set(layer.sizes)
    given = sorted(layer.size_symbols - derived, key=str)
    values = {
        s: (2 if s.name.endswith("H") else 3) if s in inside else 5 + k % 5 for k, s in enumerate(given)
    }
    for option in layer.options:
        values |= {s: 1 if option.minimum == 0 and s.is_integer else option.example for s in option.symbols}
    reader = Evaluator(values, {})
    for name, formula in layer.sizes.items():
        reader.symbols[name] = reader.scalar(formula)
    return dict(reader.symbols)


def _composed(found: WindowProduct, data: dict[Any, Any], values: dict[Any, int], ev: Any) -> Any:
    spans = {
        z: e
        for m in (found.left, *found.factors)
        for z, e in zip(m.element.index, ev.shape(m.element.tensor), strict=True)
    }
    arrays = []
    for m in found.factors:
        stored = data.get(m.element.tensor)
        if m.unfolded:
            (read,) = accesses(found.says.rhs)
            stored = _filled(read, m.element.index, data[read.tensor], spans, values)
        arrays.append(stored)
    letters = {z: chr(97 + k) for k, z in enumerate(spans)}
    names = ["".join(letters[z] for z in m.element.index) for m in found.factors]
    target = found.left.element.index
    if not found.folded:
        return np.einsum(f"{','.join(names)}->{''.join(letters[z] for z in target)}", *arrays)
    kept = [z for z in target if any(z in m.element.index for m in found.factors)]
    outer = [z for z in kept if z not in found.made.index]
    inside = [*outer, *found.made.index]
    whole = np.einsum(f"{','.join(names)}->{''.join(letters[z] for z in inside)}", *arrays)
    (total_,) = found.says.rhs.atoms(Reduce) or (found.says.rhs,)
    (read,) = accesses(total_.body)
    out = np.zeros(ev.shape(found.left.element.tensor))
    taps = [z for z, _, _ in total_.binders]
    for at in product(*(range(spans[z]) for z in target), *(range(spans[z]) for z in taps)):
        point = dict(zip((*target, *taps), at, strict=True)) | values
        if not all(
            g.of.xreplace(point) % g.divisor.xreplace(point) == 0
            for g in total_.guards
            if g.kind == "divides"
        ):
            continue
        place = [int(e.xreplace(point)) for e in read.index]
        if all(0 <= p < spans[z] for p, z in zip(place, found.made.index, strict=True)):
            out[at[: len(target)]] += whole[(*(point[z] for z in outer), *place)]
    return out


def _filled(
    read: Acc, letters: Sequence[Any], array: Any, spans: dict[Any, int], values: dict[Any, int]
) -> Any:
    made = np.zeros([spans[z] for z in letters])
    for at in product(*(range(spans[z]) for z in letters)):
        place = [int(e.xreplace(dict(zip(letters, at, strict=True)) | values)) for e in read.index]
        if all(0 <= p < e for p, e in zip(place, array.shape, strict=True)):
            made[at] = array[tuple(place)]
    return made
