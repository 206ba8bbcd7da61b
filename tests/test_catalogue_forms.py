"""The forms that the gradients of the catalogue take: what a reader of lecture notes would expect to see."""

import pytest

from codegen.module.render import module
from derive.expr import Acc, Cond, FloorDiv, Iverson, Modulo, Reduce, accesses
from derive.gradients import derive_vjp, gradients
from derive.layers import LAYERS, covariance_pool2d, second_order_pool2d
from derive.pretty import definition, derivation
from tests.spine import sampled


def residue(layer, name):
    """The definition that computes a gradient in the form for kernels."""
    (tensor,) = (t for t in layer.wrt if t.name == name)
    return gradients(layer).vjp[tensor].defs[-1]


def shown(layer, name, **values):
    """The gradient in print, in one line."""
    model = LAYERS[layer]
    model = model.specialise({s: values[s.name] for s in model.option_symbols if s.name in values})
    (tensor,) = (t for t in model.wrt if t.name == name)
    return definition(derive_vjp(model, tensor).result)


def conditions(e):
    return [c for r in e.atoms(Reduce) for c in r.guards if isinstance(c, Cond)]


@pytest.mark.parametrize("layer", [second_order_pool2d, covariance_pool2d], ids=lambda layer: layer.name)
def test_the_element_that_is_differentiated_is_read_by_the_left_side(layer):
    """x[s i + d u] in dx[a] is x[a], also where i and u were solved for one after the other."""
    one = residue(layer, "x")
    read = [a for a in accesses(one.expr) if isinstance(a, Acc) and a.tensor.name == "x"]
    assert read and all(a.index[2:] == one.lhs.index[2:] for a in read)


@pytest.mark.parametrize("layer", [second_order_pool2d, covariance_pool2d], ids=lambda layer: layer.name)
def test_a_row_of_several_sums_is_cut_into_phases(layer):
    """Each phase of a strided row has its own length, and a buffer for each sum."""
    assert "def vjp_x" in module(layer)


@pytest.mark.parametrize("name", ["conv_transpose1d", "conv_transpose2d", "conv_transpose3d"])
def test_the_kernel_of_a_transposed_convolution_runs_over_what_it_read(name):
    """dw = Σ_i dy[s i + d u - p] x[i]: no congruence is tested for each element of the output."""
    one = residue(LAYERS[name], "w")
    assert not one.expr.has(FloorDiv) and {c.kind for c in conditions(one.expr)} == {"ge"}
    (x,) = [a for a in accesses(one.expr) if a.tensor.name == "x"]
    assert [str(at) for at in x.index[2:]] == [str(z) for z in x.tensor.axes[2:]]


def test_a_transposed_convolution_reads_as_in_the_notes():
    assert (
        shown("conv_transpose1d", "w")
        == "dw[g·Cg+c, o, u] = Σ_{n,i} dy[n, g·Og+o, d·u+s·i−p_l] · x[n, g·Cg+c, i]"
    )
    assert shown("zero_insert2d", "x") == "dx[n,c,i,j] = dy[n, c, f_h·i, f_w·j]"


def test_a_factor_beside_every_term_of_a_guarded_sum_leaves_it():
    """x[a] does not depend on the window: it is read once, not for each tap."""
    for name in ("l2_pool2d", "l2_pool_features", "lp_pool2d"):
        one = residue(LAYERS[name], "x")
        (inner,) = one.expr.atoms(Reduce)
        assert "x" not in {a.tensor.name for a in accesses(inner)}


def test_an_index_of_one_value_is_compared_with_nothing():
    for name, wanted in (("depthwise_conv2d", "w"), ("tcn_block", "w3"), ("flattened_conv2d", "w_row")):
        assert not residue(LAYERS[name], wanted).expr.has(Iverson)


def test_the_place_of_a_winner_is_read_off_its_switch():
    """dx[t // W, t mod W] += dy instead of a search for t over the whole image."""
    one = residue(LAYERS["adaptive_max_pool2d"], "x")
    at = one.expr.atoms(Iverson).pop().args[0].of
    assert one.scatter and [z.name.rstrip("'") for z in one.indices] == ["n", "c", "i", "j"]
    width = one.tensor.shape[3]
    assert one.lhs.index[2:] == (FloorDiv(at, width), Modulo(at, width))
    assert shown("max_unpool2d", "x") == (
        "dx[n,c,i,j] = dy[n, c, d_h·⌊switch[n,c,i,j]/KW⌋+s_h·i−p_t, d_w·(switch[n,c,i,j] mod KW)+s_w·j−p_l]"
    )


def test_what_all_rows_share_leaves_the_difference():
    """A weight read by a label lies in its array, whatever the bracket beside it says."""
    assert (
        shown("cross_entropy_weighted", "x")
        == "dx[n,c] = dloss[n] · w[t[n]] · [t[n] ≠ skipped] · (p[n,c] − [t[n] = c])"
    )


@pytest.mark.parametrize("name", ["conv_transpose1d", "conv_transpose2d", "conv_transpose3d", "max_unpool2d"])
def test_the_forward_of_windows_read_backwards_runs_in_phases(name):
    """The kernel's program tests a congruence for a phase, never for a tap; the model stays."""
    made = gradients(LAYERS[name])
    for program in (made.forward, made.jvp):
        (one,) = (d for d in program.defs if d.tensor in program.outputs)
        assert not {"divides"} & {c.kind for c in conditions(one.expr)}
        assert {"q", "r"} <= {z.name for z in one.indices}
    assert any(c.kind == "divides" for c in conditions(gradients(LAYERS[name], "free").forward.defs[-1].expr))


def test_group_norm_has_the_three_terms_of_every_normalisation():
    """A definition whose left side is a mixed radix (g Cg + c) is folded and inverted like any other."""
    model = LAYERS["group_norm"]
    whole = model.specialise({s: 1 for s in model.option_symbols if s.name == "G"})
    for layer in (model, whole):
        made = residue(layer, "x")
        assert {a.tensor.name for a in accesses(made.expr)} == {"dy", "gamma", "xhat", "r"}
        assert len(made.expr.atoms(Reduce)) == 2


@pytest.mark.parametrize("name", ["second_order_pool2d", "covariance_pool2d"])
def test_deviations_from_the_mean_of_a_window_cancel(name):
    """∂ variance/∂μ = 0: Σ (x − μ) = 0 in every window, also under another sum."""
    (tensor,) = LAYERS[name].wrt
    assert [d.tensor.name for d in gradients(LAYERS[name]).vjp[tensor].defs] == ["dx"]


@pytest.mark.parametrize("name", sampled(LAYERS.names))
def test_every_gradient_is_told(name):
    """The derivation of each gradient, in words and formulas; ``test_pages_in_numbers`` tells every layer."""
    layer = LAYERS[name]
    for tensor in layer.wrt:
        page = derivation(derive_vjp(layer, tensor))
        assert "1p(" not in page and "m1(" not in page
