"""Where PyTorch differs from a layer of the catalogue: each line of the README's table, seen happening."""

import math
from pathlib import Path

import numpy as np
import pytest

from codegen.verification import case_of
from codegen.verification.interpreter.evaluate import Evaluator
from codegen.verification.interpreter.numbers import plain
from codegen.verification.oracles.torch_oracle import DIFFERING, disagreement
from codegen.verification.oracles.torch_sampling import off_a_whole_place
from codegen.verification.quick import standing
from derive.layers import LAYERS

torch = pytest.importorskip("torch")
functional = torch.nn.functional
README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def run(name, arrays, **sizes):
    """Every value of the layer by name, evaluated as it is written."""
    layer = LAYERS[name]
    case = case_of(layer, sizes)
    made = {
        k: np.asarray(v, dtype=None if np.asarray(v).dtype.kind == "i" else float) for k, v in arrays.items()
    }
    found = Evaluator(case.symbols, made).run(layer.program)
    return {t.name: plain(found[t.name]).reshape(case.shape(t)) for t in (*layer.outputs, *layer.aux)}


def column(*values):
    """One image that is one column."""
    return torch.tensor(values, dtype=torch.float64).reshape(1, 1, -1, 1)


def slope(f, at):
    x = torch.tensor([at], dtype=torch.float64, requires_grad=True)
    f(x).backward()
    return x.grad.item()


def test_the_readme_names_every_difference_that_is_passed_over():
    section = README.split("## Where PyTorch differs\n")[1].split("\n## ")[0]
    for name in sorted(DIFFERING):
        assert f"`{name}`" in section


def test_a_grid_takes_a_sample_off_its_whole_number():
    """At (2 · 0 + 1)/5 − 1 a sample lies before pixel 0, where the border has no slope; on pixel 0, too."""
    sizes = {"N": 1, "C": 1, "H": 5, "W": 4, "K": 1, "OH": 1, "OW": 1, "S": 1, "sigma": 1, "alpha": 0}
    given = {k: torch.tensor(v) for k, v in case_of(LAYERS["roi_align"], sizes).arrays.items()}
    options = {"sampling_ratio": 1, "size": 1, "spatial_scale": 1.0, "aligned": 1}
    for rows, row, column_, moved in ((5, 0, 1, True), (4, 2, 1, False), (4, 0, 1, True), (1, 0, 1, False)):
        x = torch.zeros((1, 1, rows, 4), dtype=torch.float64)
        boxes = np.array([[column_, row, column_, row]]) + 0.5
        one = {**given, "x": x, "boxes": torch.tensor(boxes)}
        assert off_a_whole_place(torch, one, options) == moved, (rows, row)


def test_values_that_meet_in_unpooling_are_added():
    x, switch = np.array([1.0, 2.0]).reshape(1, 1, 2, 1), np.array([1, 0]).reshape(1, 1, 2, 1)
    sizes = {"N": 1, "C": 1, "H": 2, "W": 1, "KH": 2, "KW": 1, "s_h": 1, "s_w": 1}
    assert run("max_unpool2d", {"x": x, "switch": switch}, **sizes)["y"].ravel().tolist() == [0, 3, 0]
    theirs = torch.ops.aten.max_unpool2d(column(1.0, 2.0), torch.ones((1, 1, 2, 1), dtype=torch.long), [3, 1])
    assert theirs.ravel().tolist() in ([0, 1, 0], [0, 2, 0]), "its threads decide which one is kept"


def test_a_switch_is_a_tap_of_the_window_and_pytorchs_index_a_pixel():
    x = column(0.0, 1.0, 3.0, 2.0)
    found = run("max_pool2d", {"x": x.numpy()}, N=1, C=1, H=4, W=1, KH=2, KW=1, s_h=2, s_w=1)
    _, indices = functional.max_pool2d(x, (2, 1), (2, 1), return_indices=True)
    assert found["switch"].ravel().tolist() == [1, 0]
    assert indices.ravel().tolist() == [1, 2]


def test_a_mean_of_no_row_is_zero():
    arrays = {"x": np.zeros((2, 3)), "t": np.array([0, 0]), "w": np.ones(3)}
    assert run("cross_entropy_mean", arrays, N=2, C=3, skipped=0)["mean_loss"] == 0
    scores, labels = torch.zeros((2, 3), dtype=torch.float64), torch.tensor([0, 0])
    assert math.isnan(functional.cross_entropy(scores, labels, ignore_index=0))


def test_a_mean_divides_by_a_negative_weight_as_pytorch_does():
    rng = np.random.default_rng(0)
    x, t, w = rng.normal(size=(3, 2)), np.array([0, 1, 1]), np.array([0.5, -2.0])
    scores = torch.tensor(x, requires_grad=True)
    theirs = functional.cross_entropy(scores, torch.tensor(t), torch.tensor(w))
    theirs.backward()
    kernels = standing(LAYERS["cross_entropy_mean"])
    np.testing.assert_allclose(kernels.forward(x, t, w), theirs.item(), rtol=1e-12)
    np.testing.assert_allclose(kernels.vjp_x(np.array(1.0), x, t, w), scores.grad, rtol=1e-12)


def test_pytorch_does_not_differentiate_class_weights():
    scores, weights = torch.zeros((2, 3)), torch.ones(3, requires_grad=True)
    with pytest.raises(RuntimeError, match="not differentiable with respect to argument 'weight'"):
        functional.cross_entropy(scores, torch.tensor([0, 1]), weights)


def test_pytorchs_norm_of_a_window_takes_x_without_its_modulus():
    found = run("lp_pool2d", {"x": [[[[-1.0], [-1.0]]]]}, N=1, C=1, H=2, W=1, KH=2, KW=1, s_h=2, s_w=1, p=3.0)
    assert found["y"].item() == pytest.approx(2 ** (1 / 3))
    assert math.isnan(functional.lp_pool2d(column(-1.0, -1.0), 3.0, (2, 1)))


def test_the_response_norm_of_the_notes_takes_one_map_more_where_n_is_even():
    x = np.arange(1.0, 6).reshape(1, 5, 1, 1)
    sizes = {"N": 1, "C": 5, "H": 1, "W": 1, "nu": 2, "alpha": 1.0, "beta": 1.0, "k": 1.0}
    theirs = functional.local_response_norm(torch.tensor(x), 2, 1.0, 1.0, 1.0).numpy()
    assert np.allclose(run("local_response_norm_mean", {"x": x}, **sizes)["y"], theirs)
    assert np.allclose(run("local_response_norm", {"x": x}, **sizes)["y"][0, 1], 2 / (1 + 1 + 4 + 9))
    assert np.allclose(theirs[0, 1], 2 / (1 + (1 + 4) / 2))


def test_pytorch_refuses_padding_that_the_layers_take():
    x = column(1.0, 2.0, 3.0, 4.0)
    with pytest.raises(RuntimeError, match="half of effective kernel size"):
        functional.max_pool2d(x, 2, 2, 2)
    with pytest.raises(RuntimeError, match="half of effective kernel size"):
        functional.avg_pool2d(x, 2, 2, 2)
    with pytest.raises(RuntimeError, match="expected padding to be"):
        functional.conv2d(x, x, padding=(0, 1, 0, 1))
    with pytest.raises(RuntimeError, match="output padding must be smaller"):
        functional.conv_transpose2d(x, x, stride=1, output_padding=1)


def test_a_window_that_begins_in_the_padding_behind_never_counts_in_ceil_mode():
    sizes = {"N": 1, "C": 1, "L": 4, "K": 1, "s": 2, "p_l": 2, "p_r": 2, "d": 3}
    x = np.arange(4.0).reshape(1, 1, 4)
    assert run("max_pool1d", {"x": x}, **sizes, kappa=0)["y"].shape == (1, 1, 4)
    assert run("max_pool1d", {"x": x}, **sizes, kappa=1)["y"].shape == (1, 1, 3)


def test_pytorch_refuses_to_average_a_volume_smaller_than_the_window():
    with pytest.raises(RuntimeError, match="smaller than kernel size"):
        functional.avg_pool3d(torch.ones((1, 1, 1, 2, 2)), 2, 2, 1)
    sizes = dict.fromkeys(("N", "C", "D", "p_f", "p_k", "p_t", "p_b", "p_l", "p_r"), 1)
    found = run("avg_pool3d", {"x": np.ones((1, 1, 1, 2, 2))}, **sizes, H=2, W=2, KD=2, KH=2, KW=2)
    assert found["y"].shape == (1, 1, 1, 2, 2)
    assert found["y"].ravel().tolist() == [1 / 8] * 4


def test_statistics_of_a_single_value_are_allowed():
    one = torch.ones((1, 2), dtype=torch.float64)
    refusing = (
        lambda: functional.batch_norm(one, None, None, training=True),
        lambda: functional.instance_norm(one[:, :, None, None]),
        lambda: functional.group_norm(one, 2),
    )
    for refused in refusing:
        with pytest.raises(ValueError, match="Expected more than 1"):
            refused()
    arrays = {
        "x": one.numpy(),
        "gamma": [1, 1],
        "beta": [3, 4],
        "running_mean": [0, 0],
        "running_var": [1, 1],
    }
    found = run("batch_norm_features", arrays, N=1, C=2)
    assert found["y"].tolist() == [[3, 4]]
    assert found["new_running_var"].tolist() == [0.9, 0.9]


def test_pytorchs_hard_sigmoid_has_a_slope_in_single_precision():
    assert 1e-9 < abs(slope(functional.hardsigmoid, 0.0) - 1 / 6) < 1e-7
    assert slope(lambda x: functional.relu6(x + 3) / 6, 0.0) == 1 / 6


def test_pytorchs_softplus_is_linear_from_twenty_on():
    assert functional.softplus(torch.tensor(21.0, dtype=torch.float64)).item() == 21.0
    assert run("softplus", {"x": [21.0]}, M=1)["y"].item() == 21 + math.log1p(math.exp(-21))


def test_pytorch_refuses_a_negative_momentum_and_hides_its_step_from_autograd():
    w = torch.ones(1, requires_grad=True)
    with pytest.raises(ValueError, match="Invalid momentum"):
        torch.optim.SGD([w], lr=0.1, momentum=-1.0)
    assert torch.optim.SGD([w], lr=0.1).defaults["differentiable"] is False


def test_pytorch_has_no_deformable_convolution():
    assert not hasattr(functional, "deform_conv2d")


def test_pytorch_leaves_a_factor_out_where_a_size_stays():
    x, u = np.arange(4.0).reshape(1, 1, 4), np.array([1.0, 10.0, 100.0, 1000.0])
    made = run("linear_upsample1d", {"x": x}, N=1, C=1, L=4, OL=4, s=2.0)["y"]
    assert made.ravel().tolist() == [0.5, 2.5, 3, 3]
    assert torch.ops.aten.upsample_linear1d(torch.tensor(x), [4], False, 0.5).ravel().tolist() == [0, 1, 2, 3]
    given = torch.tensor(x, requires_grad=True)
    near = torch.ops.aten.upsample_nearest1d(given, [4], 0.5)
    near.backward(torch.tensor(u).reshape(1, 1, 4))
    assert near.ravel().tolist() == [0, 2, 3, 3], "which reads pixels 0, 2, 3 and 3"
    assert given.grad.ravel().tolist() == u.tolist(), "and derives what reads each of them once"


def test_cases_that_agree_are_not_passed_over():
    sizes = {"N": 1, "C": 1, "H": 1, "W": 1, "KH": 2, "KW": 1, "s_h": 1, "s_w": 1}
    assert disagreement(case_of(LAYERS["max_unpool2d"], sizes)) == ""
    assert (
        disagreement(case_of(LAYERS["conv2d"], dict.fromkeys(("N", "Cg", "Og", "H", "W", "KH", "KW"), 1)))
        == ""
    )
