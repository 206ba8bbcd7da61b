"""Options that PyTorch has, on kernels: what they compute beside PyTorch's own."""

import numpy as np
import pytest

from codegen.array_code import source
from codegen.verification.quick import standing
from derive import pretty
from derive.layers import LAYERS

torch = pytest.importorskip("torch")
functional = pytest.importorskip("torch.nn.functional")

ROWS, CLASSES = 6, 5


def kernels(name):
    return standing(LAYERS[name])


def real(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def tracked(array):
    return torch.tensor(array, requires_grad=True)


def close(ours, theirs, limit=1e-12):
    found = theirs.detach().numpy() if isinstance(theirs, torch.Tensor) else theirs
    np.testing.assert_allclose(ours, found, rtol=limit, atol=limit)


LABELS = np.array([0, -100, 4, 2, -100, 1])
OF_LABELS = {
    ("cross_entropy_mean", "mean"): {},
    ("cross_entropy_sum", "sum"): {},
    ("cross_entropy_weighted", "none"): {},
    ("smoothed_cross_entropy", "mean"): {"label_smoothing": 0.3},
    ("smoothed_cross_entropy_each", "none"): {"label_smoothing": 0.3},
}


@pytest.mark.parametrize("ignored", [-100, 255, 2])
@pytest.mark.parametrize(("names", "options"), OF_LABELS.items(), ids=[name for name, _ in OF_LABELS])
def test_an_ignored_label_may_be_any_number(names, options, ignored):
    name, reduction = names
    labels, x, w = np.where(LABELS == -100, ignored, LABELS), real(ROWS, CLASSES), abs(real(CLASSES, seed=1))
    scores = tracked(x)
    theirs = functional.cross_entropy(
        scores, torch.tensor(labels), torch.tensor(w), ignore_index=ignored, reduction=reduction, **options
    )
    made = kernels(name).forward(x, labels, w, ignore_index=ignored, **options)
    close(made, theirs)
    u = np.ones_like(made)
    theirs.backward(torch.tensor(u))
    close(kernels(name).vjp_x(u, x, labels, w, ignore_index=ignored, **options), scores.grad)


@pytest.mark.parametrize(
    ("name", "reduction"), [("nll_loss", "mean"), ("nll_loss_sum", "sum"), ("nll_loss_each", "none")]
)
def test_so_it_may_under_logarithms_of_probabilities(name, reduction):
    x, w = real(ROWS, CLASSES), abs(real(CLASSES, seed=1))
    theirs = functional.nll_loss(torch.tensor(x), torch.tensor(LABELS), torch.tensor(w), reduction=reduction)
    close(kernels(name).forward(x, LABELS, w), theirs)


@pytest.mark.parametrize("smoothing", [0.0, 0.25])
def test_shares_of_classes_as_targets(smoothing):
    x, w = real(ROWS, CLASSES), abs(real(CLASSES, seed=1))
    shares = np.random.default_rng(2).dirichlet(np.ones(CLASSES), ROWS)
    scores, target = tracked(x), tracked(shares)
    theirs = functional.cross_entropy(scores, target, torch.tensor(w), label_smoothing=smoothing)
    theirs.backward()
    ours = kernels("soft_cross_entropy")
    close(ours.forward(x, shares, w, label_smoothing=smoothing), theirs)
    found = ours.vjp(np.array(1.0), x, shares, w, label_smoothing=smoothing)
    close(found.x, scores.grad)
    close(found.t, target.grad)


def test_softplus_that_is_a_line_beyond_a_threshold():
    x = np.array([-3.0, 0.5, 1.9, 2.1, 50.0])
    numbers = tracked(x)
    theirs = functional.softplus(numbers, 2.0, 4.0)
    theirs.sum().backward()
    ours = kernels("softplus_linear")
    close(ours.forward(x, beta=2.0, threshold=4.0), theirs)
    close(ours.vjp_x(np.ones(5), x, beta=2.0, threshold=4.0), numbers.grad)


def test_one_slope_for_all():
    x, a = real(3, 4, 5), np.array(0.3)
    numbers, slope = tracked(x), tracked(a.reshape(1))
    functional.prelu(numbers, slope).sum().backward()
    found = kernels("prelu_shared").vjp(np.ones_like(x).reshape(-1), x.reshape(-1), a)
    close(found.x.reshape(x.shape), numbers.grad)
    close(found.a, slope.grad.squeeze())


def test_batch_normalisation_without_a_scale():
    x = real(4, 3, 2, 2)
    y, mean, var = kernels("batch_norm").forward(x)
    old, spread = torch.zeros(3, dtype=torch.float64), torch.ones(3, dtype=torch.float64)
    theirs = functional.batch_norm(torch.tensor(x), old, spread, training=True)
    for ours, other in ((y, theirs), (mean, old), (var, spread)):
        close(ours, other)
    biased = kernels("batch_norm").forward(x, correction=0)[2]
    close(biased, 0.9 + 0.1 * x.var(axis=(0, 2, 3)))
    close(kernels("batch_norm_inference").forward(x), x / np.sqrt(1 + 1e-5))


def test_groups_that_look_back_only():
    x, w = real(2, 6, 7), real(4, 3, 2)
    theirs = functional.conv1d(functional.pad(torch.tensor(x), (3, 0)), torch.tensor(w), dilation=3, groups=2)
    close(kernels("causal_conv1d").forward(x, w, dilation=3, groups=2), theirs)


STEPS = {
    "adam_step": (torch.optim.Adam, {"weight_decay": 0.1}),
    "adamw_step": (torch.optim.AdamW, {"weight_decay": 0.1}),
}


@pytest.mark.parametrize(("kind", "limit"), [(np.float64, 1e-13), (np.float32, 3e-7)])
@pytest.mark.parametrize(("name", "options"), STEPS.items(), ids=STEPS)
def test_steps_of_adam_follow_pytorchs_in_each_precision(name, options, kind, limit):
    """In single precision 1 − fl(0.999) would be off by 1.3e-5."""
    optimiser, more = options
    w = real(9).astype(kind)
    parameter = torch.nn.Parameter(torch.tensor(w.copy()))
    theirs = optimiser([parameter], lr=0.01, **more)
    mean = square = None
    for step in range(1, 6):
        grad = real(9, seed=step).astype(kind)
        parameter.grad = torch.tensor(grad)
        theirs.step()
        w, mean, square = kernels(name).forward(w, grad, mean, square, lr=0.01, step=step, **more)
    close(square, theirs.state[parameter]["exp_avg_sq"], limit)
    close(w, parameter, 10 * limit)


def test_the_page_of_adam_has_no_function_of_a_programmer():
    page = pretty.layer(LAYERS["adam_step"])
    assert "log1p" not in page and "1 − (1 − ρ₂)^t" in page


def test_a_logarithm_of_zero_in_array_code_is_minus_infinity():
    """Python's own raises where kernels go on: β₁ = 0, of which nothing is kept."""
    space: dict = {}
    exec(source(LAYERS["adam_step"], (), forward=True), space)
    w, grad = real(3), real(3, seed=1)
    plain = space["adam_step_forward"](w, grad, np.zeros(3), np.zeros(3), rho_1=1.0, t=2)
    for ours, other in zip(kernels("adam_step").forward(w, grad, rho1=1.0, step=2), plain, strict=True):
        close(ours, other)
