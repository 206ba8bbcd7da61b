"""A small CNN on the handwritten digits that scikit-learn ships, trained by generated kernels alone.

The architecture and the recipe are data; the network, its gradients and their chaining know no layer.
``against_torch`` repeats the first steps with PyTorch from the same weights on the same batches.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from codegen.apps.benchmark.peers import PEERS
from codegen.apps.benchmark.workloads import all_options
from codegen.apps.network import Momentum, Network, NumpyArray, Stage
from derive.layers import LAYERS


class KernelsMissing(ImportError):
    """The package ``generated`` lacks a module that the network is made of."""


@dataclass(frozen=True)
class Part:
    """A stage as data: which module, its options, the shapes of its parameters, its state."""

    layer: str
    options: Mapping[str, Any] = field(default_factory=dict)
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    state: Mapping[str, tuple[float, int]] = field(default_factory=dict)
    carry: Mapping[str, str] = field(default_factory=dict)
    inference: str = ""


def _block(before: int, after: int) -> tuple[Part, ...]:
    """3x3 convolution, batch norm, rectifier, 2x2 pooling."""
    return (
        Part("conv2d", {"padding": 1}, {"w": (after, before, 3, 3), "b": (after,)}),
        Part(
            "batch_norm",
            {},
            {"gamma": (after,), "beta": (after,)},
            {"running_mean": (0.0, after), "running_var": (1.0, after)},
            {"new_running_mean": "running_mean", "new_running_var": "running_var"},
            inference="batch_norm_inference",
        ),
        Part("relu"),
        Part("max_pool2d", {"kernel": 2, "stride": 2}),
    )


PARTS = (
    *_block(1, 16),
    *_block(16, 32),
    Part("dense", {}, {"w": (10, 128), "b": (10,)}),
    Part("cross_entropy"),
)
CLASSIFIER = len(PARTS) - 1
"""How many stages make the scores; the last one makes the loss of them."""


@dataclass(frozen=True)
class Recipe:
    """Everything else that decides the outcome."""

    epochs: int = 10
    batch: int = 64
    rate: float = 0.05
    momentum: float = 0.9
    seed: int = 0
    dtype: str = "float32"
    compared: int = 50


@dataclass(frozen=True)
class Trained:
    test_accuracy: float
    seconds: float
    steps: int
    losses: tuple[float, ...]
    max_relative_loss_difference: float | None = None


Listener = Callable[[int, int, float, float | None], None]
"""Called after each step with: steps done, steps in all, loss, and the latest test accuracy."""


def digits(dtype: str, seed: int) -> tuple[NumpyArray, NumpyArray, NumpyArray, NumpyArray]:
    """1437 training and 360 test images, 1x8x8 in 0..1, with their labels; the split follows the seed."""
    from sklearn.datasets import load_digits

    data = load_digits()
    order = np.random.default_rng(seed).permutation(len(data.target))
    images = (data.images[order, None] / 16).astype(dtype)
    labels = data.target[order].astype(np.int64)
    cut = len(labels) * 4 // 5
    return images[:cut], labels[:cut], images[cut:], labels[cut:]


def build(recipe: Recipe) -> Network:
    """The network with He-normal weights; scales start at one, offsets at zero."""
    rng = np.random.default_rng(recipe.seed)
    return Network([_stage(part, rng, recipe.dtype) for part in PARTS])


def _stage(part: Part, rng: np.random.Generator, dtype: str) -> Stage:
    return Stage(
        _module(part.layer),
        part.options,
        {name: _initial(name, shape, rng).astype(dtype) for name, shape in part.shapes.items()},
        {name: np.full(size, value, dtype) for name, (value, size) in part.state.items()},
        part.carry,
        _module(part.inference) if part.inference else None,
    )


def _initial(name: str, shape: tuple[int, ...], rng: np.random.Generator) -> NumpyArray:
    if len(shape) > 1:
        return rng.normal(0, np.sqrt(2 / np.prod(shape[1:])), shape)
    return np.full(shape, 1.0 if name == "gamma" else 0.0)


def _module(layer: str) -> ModuleType:
    try:
        return importlib.import_module(f"generated.{layer}")
    except ModuleNotFoundError as error:
        raise KernelsMissing(f"{error}: write the kernels with `chainrule generate`") from error


def batches(recipe: Recipe, count: int) -> Iterator[NumpyArray]:
    """Which images each step sees: a new order every epoch, the incomplete last batch left out."""
    rng = np.random.default_rng(recipe.seed + 1)
    for _ in range(recipe.epochs):
        order = rng.permutation(count)
        yield from order[: count // recipe.batch * recipe.batch].reshape(-1, recipe.batch)


def train(recipe: Recipe, report: Listener, against_torch: bool = False) -> Trained:
    """Train and test; the seconds count everything, from the import of the kernels on."""
    start = time.perf_counter()
    images, labels, test_images, test_labels = digits(recipe.dtype, recipe.seed)
    network = build(recipe)
    first_weights = [{k: v.copy() for k, v in stage.parameters.items()} for stage in network.stages]
    optimiser = Momentum(network.stages, recipe.rate, recipe.momentum)
    losses: list[float] = []
    tested: float | None = None
    per_epoch = len(images) // recipe.batch
    steps = per_epoch * recipe.epochs
    for done, chosen in enumerate(batches(recipe, len(images)), start=1):
        losses.append(_step(network, optimiser, images[chosen], labels[chosen]))
        if done % per_epoch == 0:
            tested = accuracy(network, test_images, test_labels)
        report(done, steps, losses[-1], tested)
    seconds = time.perf_counter() - start
    difference = None
    if against_torch:
        theirs = torch_losses(recipe, first_weights, images, labels)
        difference = largest_difference(losses, theirs)
    return Trained(tested or 0.0, seconds, len(losses), tuple(losses), difference)


def _step(network: Network, optimiser: Momentum, images: NumpyArray, labels: NumpyArray) -> float:
    loss = network.forward(images, t=labels)
    # The mean of the batch is what is descended, so each row's cotangent is 1/N.
    gradients = network.backward(np.full_like(loss, 1 / len(loss)))
    optimiser.step(gradients)
    return float(loss.mean())


def accuracy(network: Network, images: NumpyArray, labels: NumpyArray) -> float:
    """The share of images whose largest score is at their label."""
    scores = network.infer(images, stages=CLASSIFIER)
    return float((scores.argmax(axis=1) == labels).mean())


def largest_difference(ours: list[float], theirs: list[float]) -> float:
    """max |a - b| / |b| over the steps that both made."""
    return max(abs(a - b) / abs(b) for a, b in zip(ours, theirs, strict=False))


def torch_losses(
    recipe: Recipe, weights: list[dict[str, NumpyArray]], images: NumpyArray, labels: NumpyArray
) -> list[float]:
    """The losses of PyTorch's own layers, gradients and optimiser over the first steps."""
    import torch

    stages = [{name: torch.tensor(p, requires_grad=True) for name, p in one.items()} for one in weights]
    everything = [p for stage in stages for p in stage.values()]
    optimiser = torch.optim.SGD(everything, lr=recipe.rate, momentum=recipe.momentum)
    losses: list[float] = []
    for _, chosen in zip(range(recipe.compared), batches(recipe, len(images)), strict=False):
        loss = _torch_forward(torch, stages, images[chosen], labels[chosen]).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    return losses


def _torch_forward(torch: Any, stages: list[dict[str, Any]], images: NumpyArray, labels: NumpyArray) -> Any:
    flowing = torch.tensor(images)
    for part, parameters in zip(PARTS, stages, strict=True):
        layer = LAYERS[part.layer]
        if flowing.ndim > len(layer.inputs[0].shape) > 1:
            flowing = flowing.flatten(len(layer.inputs[0].shape) - 1)
        state = {
            k: torch.full((size,), value, dtype=flowing.dtype) for k, (value, size) in part.state.items()
        }
        given = {"x": flowing, "t": torch.tensor(labels), **state, **parameters}
        flowing = PEERS[part.layer](torch, given, all_options(layer, part.options))
    return flowing
