"""What a page says beside its formulas holds: ranges, conditions, hints: data before they are text."""

import itertools
import pickle

import numpy as np
import pytest
from sympy import S, sympify

from codegen.cli.verbs.showing import Wish, layer_pages
from codegen.module import load
from derive.api.settings import chosen, hint, specialised, textbook
from derive.expr import Acc, Reduce, accesses, ge, gt
from derive.gradients import derivations, derive_vjp
from derive.layers import LAYERS
from derive.model.compose import apply
from derive.model.layer import Layer
from derive.notation import define, exp, index, largest, log, option, sizes, sqrt, tensor, total
from derive.pretty.document import formulas, shown_equations
from derive.pretty.remarks import computed, integer_ranges, scope_for
from derive.pretty.tree.guards import chains
from derive.steps import Equation, Premise, without_dead
from tests.spine import sampled

N, K = sizes("N K")
n, k = index("n", N), index("k", K)
x, y = tensor("x", n, k), tensor("y", n)


def pages(layer, general):
    """The equations of the page of a layer, and of those of its gradients, with their scopes."""
    model = layer if general else specialised(layer, {}, textbook(layer, {}))
    forward = [Equation.of(d) for d in model.forward]
    yield forward, scope_for(forward, model)
    for told in derivations(model, model.wrt):
        every = shown_equations(told, True)
        yield every, scope_for(every, model)


def letters(equation):
    """Every letter that stands in an equation, with its range."""
    yield from equation.free
    for tree in (equation.lhs, equation.rhs):
        for reduce in tree.atoms(Reduce) if tree is not None else ():
            yield from reduce.binders


def ranges_are_said(layer, general):
    """In the legend, or beside its sum: what is not printed there is what the legend says."""
    for equations, scope in pages(layer, general):
        for z, lo, hi in {b for e in equations for b in letters(e)}:
            if scope.is_usual((z, lo, hi)):
                said = scope.legend.get(z.name, scope.legend.get(z.name.rstrip("'")))
                assert said == (lo, hi), f"{z} from {lo} to {hi} is said to run over {said}"


@pytest.mark.parametrize("name", LAYERS.names)
def test_every_letter_has_its_range_on_the_page(name):
    ranges_are_said(LAYERS[name], False)


@pytest.mark.parametrize("name", sampled(LAYERS.names))
def test_every_letter_has_its_range_where_no_option_is_fixed(name):
    """The same words say it as on the page; of every layer in the deep suite."""
    ranges_are_said(LAYERS[name], True)


INTEGERS = (
    "embedding",
    "nll_loss",
    "adaptive_max_pool2d",
    "max_unpool2d",
    "roi_align",
    "smoothed_cross_entropy",
)


@pytest.mark.parametrize("name", sampled(LAYERS.names, also=INTEGERS))
def test_integer_data_have_their_range(name):
    """Of layers with labels, places and rows of tables, and of some without any."""
    layer = LAYERS[name]
    for equations, _ in pages(layer, True):
        read = {a.tensor for e in equations for t in (e.lhs, e.rhs) if t is not None for a in accesses(t)}
        wanted = {t for t in read if t.kind == "integer" and t.bound != 0}
        found = integer_ranges(equations)
        assert {one.element.tensor for one in found} == wanted
        for one in found:
            assert one.below == one.element.tensor.bound and one.least in (0, -1)


def test_labels_begin_at_0_and_places_at_minus_1():
    def ends(name):
        forward = [Equation.of(d) for d in LAYERS[name].forward]
        return {one.element.tensor.name: (one.least, str(one.below)) for one in integer_ranges(forward)}

    assert ends("cross_entropy") == {"t": (0, "C")}
    assert ends("max_pool2d") == {"switch": (-1, "KH*KW")} and ends("max_unpool2d") == {
        "switch": (0, "KH*KW")
    }


@pytest.mark.parametrize(
    ("name", "place"), [("adaptive_max_pool2d", "y_at"), ("spatial_pyramid_pool2d", "level4_at")]
)
def test_where_no_bin_is_empty_a_place_is_a_place(name, place):
    (page,) = list(pages(LAYERS[name], True))[-1:]
    found = {one.element.tensor.name: one.least for one in integer_ranges(page[0])}
    assert found[place] == 0


def test_where_a_bin_may_be_empty_it_may_be_none():
    a = index("a", K)
    x, y = tensor("x", a), tensor("y", n)
    layer = Layer(
        "tops",
        [define(y[n], largest(x[a], over=a, when=ge(2 * a + 1 - n * K) & ge(n * K + K - 1 - 2 * a)))],
        wrt=(x,),
        sizes={N: K},
    )
    (derived,) = derivations(layer, layer.wrt)
    found = integer_ranges([*derived.where, *derived.named, *(Equation.of(d) for d in derived.page)])
    assert [one.least for one in found] == [-1], "n may be 2 or more"


def test_a_convention_stands_beside_the_gradients_that_it_is_about():
    def said(name, wrt):
        layer = LAYERS[name]
        return derive_vjp(layer, next(t for t in layer.wrt if t.name == wrt)).conventions

    assert not any("running" in c for c in said("batch_norm", "x"))
    assert any("running" in c for c in LAYERS["batch_norm"].conventions)
    assert any("from the right" in c for c in said("grid_sample2d", "grid"))
    assert not any("from the right" in c for c in said("grid_sample2d", "x"))
    assert said("softplus", "x") == () and LAYERS["softplus"].conventions


def test_in_a_composition_a_convention_stays_about_what_it_was_about():
    """Weights that make the grid hear of its kinks, weights that make the image do not."""
    sampler = LAYERS["grid_sample2d"]
    x, grid = sampler.wrt
    y, scale, gain = sampler.outputs[0], tensor("scale"), tensor("gain")
    moved, lit = grid.rename("moved"), x.rename("lit")
    parts = [
        define(moved[grid.axes], scale[()] * grid[grid.axes]),
        define(lit[x.axes], gain[()] * x[x.axes]),
        apply(sampler, y, x=lit, grid=moved),
    ]
    layer = Layer("moved", parts, wrt=(scale, gain), inputs=(x, grid, scale, gain), options=sampler.options)
    hears = {t.name: any("from the right" in c for c in derive_vjp(layer, t).conventions) for t in layer.wrt}
    assert hears == {"scale": True, "gain": False}
    assert pickle.loads(pickle.dumps(layer)).conventions[-1].of == layer.conventions[-1].of


def test_what_became_a_copy_is_no_definition_of_its_own():
    layer = specialised(LAYERS["grid_sample2d"], {}, textbook(LAYERS["grid_sample2d"], {}))
    assert [d.tensor.name for d in layer.forward] == ["row", "column", "y"]
    kept = LAYERS["affine_grid2d"]
    assert len(specialised(kept, {}, textbook(kept, {})).forward) == len(kept.forward)


def test_where_it_is_computed_otherwise_is_said_once():
    """Of one function of one array, whatever the letter."""
    layer = LAYERS["swiglu"]
    (derived,) = derivations(layer, layer.wrt)
    equations = shown_equations(derived, True)
    said = computed(equations, scope_for(equations, layer)).lines
    assert len(said) == 1


def test_what_has_no_slope_is_no_line_of_the_chain():
    layer = LAYERS["roi_align"]
    derived = derive_vjp(layer, next(t for t in layer.wrt if t.name == "boxes"))
    told = {e.lhs.tensor.name for s in derived.steps for e in s.equations if isinstance(e.lhs, Acc)}
    assert {"drow", "dcolumn"} <= told and not any("counts" in name for name in told)


@pytest.mark.parametrize("name", sampled(LAYERS.names))
def test_every_hint_works(name):
    """What the page says to type is typed."""
    layer = LAYERS[name]
    found = hint(layer, textbook(layer, {}))
    if found is None:
        return
    taken = chosen(layer, [(found.name, found.value)])
    assert taken and set(taken.values()) == {found.value}
    page = layer_pages(layer, Wish(), "text")[0]
    assert f"--set {found}" in " ".join(page.split())
    first = layer.wrt[0].name
    assert layer_pages(layer, Wish(settings=(str(found),), wrt=(first,)), "text")


def test_an_option_that_hides_the_layer_stays_a_letter():
    assert textbook(LAYERS["group_norm"], {}) == {} == textbook(LAYERS["spectral_pool2d"], {})
    assert {s.name for s in textbook(LAYERS["conv2d"], {})} == {"s_h", "s_w", "d_h", "d_w", "G"}


def premises(layer):
    return {c for t in layer.wrt for c in derive_vjp(layer, t).conditions}


def test_a_root_in_a_divisor_is_positive():
    """x̂ = (x − μ)/√(ε + var) is solved for x where ε + var > 0: at ε = 0 a channel may be constant."""
    (one,) = premises(LAYERS["batch_norm"])
    assert one.cond.kind == "gt" and not one.declared and one.cond.of.is_Add


def test_what_always_holds_is_not_said():
    assert premises(LAYERS["softmax"]) == premises(LAYERS["log_softmax"]) == set()


def test_a_sign_that_is_only_declared_is_said():
    r, z = tensor("r", n, sign="positive"), tensor("z", n, k)
    layer = Layer("scaled", [define(r[n], total(x[n, k], over=k)), define(z[n, k], x[n, k] * r[n])], wrt=(x,))
    assert premises(layer) <= {Premise(gt(r[n]), True)}


def dividing(e, **more):
    eta = option("eta", default=1.0, minimum=0, real=True)
    return Layer("divides", [define(y[n], e(eta.symbols[0]))], wrt=(x,), options=(eta,), **more)


REFUSED = {
    "a quotient": lambda eta: total(x[n, k], over=k) / eta,
    "a power below": lambda eta: total(exp(-(x[n, k] ** 2) / (2 * eta**2)), over=k),
    "a logarithm": lambda eta: total(x[n, k], over=k) * log(eta),
}
ADMITTED = {
    "a factor": lambda eta: eta * total(x[n, k], over=k),
    "beside something": lambda eta: total(x[n, k], over=k) / (1 + eta),
    "beside data": lambda eta: 1 / sqrt(total(x[n, k] ** 2, over=k) + eta),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_option_that_is_divided_by_is_not_0(name):
    layer = dividing(REFUSED[name])
    (eta,) = layer.option_symbols
    assert [c for c, _ in layer.requires] == [gt(eta)]
    module = load(layer)
    with pytest.raises(ValueError, match=r"eta must be greater than 0.*eta = 0\.0"):
        module.forward(np.ones((2, 3)), eta=0)
    assert np.isfinite(module.forward(np.ones((2, 3)), eta=0.5)).all()


@pytest.mark.parametrize("name", ADMITTED)
def test_an_option_that_is_not_divided_by_may_be_0(name):
    assert dividing(ADMITTED[name]).requires == ()


@pytest.mark.parametrize(
    ("name", "option_name"),
    [("softplus", "beta"), ("weighted_pool2d", "sigma"), ("local_response_norm", "k")],
)
def test_the_catalogue_refuses_a_division_by_0(name, option_name):
    layer = LAYERS[name]
    (s,) = next(o.symbols for o in layer.options if o.name == option_name)
    assert gt(s) in {c for c, _ in layer.requires}
    page = layer_pages(layer, Wish(), "text")[0]
    assert "above 0" in page


def test_a_letter_with_one_value_is_no_index():
    c = index("c", 1)
    e = total(x[n, k] * x[n, c], over=(c, k))
    assert without_dead(e) == total(x[n, k] * x[n, 0], over=k)
    assert without_dead(total(x[n, c], over=c, when=ge(n - c))) == total(x[n, 0], over=(), when=ge(n))
    assert not any(
        lo == hi and lo.is_number
        for layer in LAYERS
        for d in layer.forward
        for r in Equation.of(d).rhs.atoms(Reduce)
        if r.op in ("sum", "max")
        for _, lo, hi in r.binders
    )
    assert isinstance(Acc(x, n, S.Zero), Acc)


@pytest.mark.parametrize("step", [2, 4, K])
def test_a_bin_is_said_by_its_first_and_last_row(step):
    """⌊i H/L⌋ ≤ a < ⌈(i + 1) H/L⌉ holds where the two inequalities do."""
    i, a = index("i", step), index("a", N)
    for z, conds in ((a, (ge((i + 1) * N - 1 - a * step), ge((a + 1) * step - 1 - i * N))),):
        for bound in (z, i):
            (chain,) = chains(conds, frozenset({bound}))
            assert chain.parts[1] == bound and chain.signs == ("≤", "<")
            for h, rows in itertools.product(range(1, 9), range(1, 6)):
                bins = rows if step == K else step
                for j, k in itertools.product(range(bins), range(h)):
                    at = {N: h, K: rows, i: j, a: k}
                    first, middle, beyond = (int(sympify(p).subs(at).doit()) for p in chain.parts)
                    holds = all(c.of.subs(at) >= 0 for c in conds)
                    assert (first <= middle < beyond) == holds
    page = layer_pages(LAYERS["adaptive_max_pool2d"], Wish(), "text")[0]
    assert "⌊i·H/BH⌋ ≤ a < ⌈(i + 1) · H/BH⌉" in page


@pytest.mark.parametrize("layer", list(LAYERS), ids=lambda layer: layer.name)
def test_what_never_leaves_its_range_is_not_said_to_read_as_zero(layer):
    """Of a tensor whose every index is a letter over its axis nothing is said."""
    model = specialised(layer, {}, textbook(layer, {}))
    forward = [Equation.of(d) for d in model.forward]
    scope = scope_for(forward, model)
    formulas(forward, scope)
    for one in scope.remarks.outside:
        read = {a for e in forward for a in accesses(e.rhs) if a.tensor == one}
        assert any(
            not (at.is_number or getattr(at, "extent", None) == extent)
            for a in read
            for at, extent in zip(a.index, one.shape, strict=True)
        ), one
