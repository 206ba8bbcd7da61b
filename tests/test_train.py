"""The network that drives modules by their SPEC, and training on real digits."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import namedtuple
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from codegen.apps.network import Momentum, Network, Stage
from codegen.apps.train import KernelsMissing, Recipe, Trained, _module
from codegen.cli.verbs.training import sentence


def module(
    name: str, inputs: list[dict[str, Any]], aux: list[str] | None = None, **functions: Any
) -> ModuleType:
    """A module as codegen emits them, written by hand: the network may know nothing else."""
    made = ModuleType(name)
    made.SPEC = {  # type: ignore[attr-defined]
        "name": name,
        "inputs": inputs,
        "outputs": [{"name": "y", "shape": ["N", "K"], "kind": "real"}],
        "aux": [{"name": one} for one in aux or []],
        "options": [{"name": "factor"}] if name == "scale" else [],
        "gradients": {one["name"]: f"vjp_{one['name']}" for one in inputs if one["differentiable"]},
        "elementwise": False,
    }
    vars(made).update(functions)
    return made


def given(
    name: str, rank: int = 2, differentiable: bool = True, default: float | None = None
) -> dict[str, Any]:
    return {"name": name, "shape": ["N"] * rank, "differentiable": differentiable, "default": default}


Empty = namedtuple("Empty", [])


def linear() -> ModuleType:
    """y = x wᵀ"""
    both = namedtuple("both", ["x", "w"])

    def forward(x: Any, w: Any, *, save: bool = False) -> Any:
        return (x @ w.T, Empty()) if save else x @ w.T

    def vjp_w(dy: Any, x: Any, w: Any, *, residuals: Any) -> Any:
        return dy.T @ x

    def vjp(dy: Any, x: Any, w: Any, *, residuals: Any) -> Any:
        return both(dy @ w, vjp_w(dy, x, w, residuals=residuals))

    return module("linear", [given("x"), given("w")], forward=forward, vjp=vjp, vjp_w=vjp_w)


def scale() -> ModuleType:
    """y = factor g x with one g per column; the count of calls goes round as state."""
    both = namedtuple("both", ["x", "g"])

    def forward(x: Any, g: Any, calls: Any = None, *, factor: float = 1.0, save: bool = False) -> Any:
        y, more = factor * g * x, np.asarray(calls) + 1
        return ((y, more), {"kept": x}) if save else (y, more)

    def vjp_g(dy: Any, x: Any, g: Any, calls: Any, *, residuals: Any, factor: float = 1.0) -> Any:
        return (dy * factor * residuals["kept"]).sum(axis=0)

    def vjp(dy: Any, x: Any, g: Any, calls: Any, *, residuals: Any, factor: float = 1.0) -> Any:
        return both(dy * factor * g, vjp_g(dy, x, g, calls, residuals=residuals, factor=factor))

    inputs = [given("x"), given("g", 1), given("calls", 1, False, 0)]
    return module("scale", inputs, ["calls_after"], forward=forward, vjp=vjp, vjp_g=vjp_g)


def network(rng: np.random.Generator) -> Network:
    return Network(
        [
            Stage(
                scale(),
                {"factor": 2.0},
                {"g": rng.normal(size=6)},
                {"calls": np.zeros(1)},
                {"calls_after": "calls"},
            ),
            Stage(linear(), {}, {"w": rng.normal(size=(4, 6))}),
            Stage(linear(), {}, {"w": rng.normal(size=(3, 4))}),
        ]
    )


def test_network_chains_gradients() -> None:
    """Against central differences of the network's own forward, every parameter."""
    rng = np.random.default_rng(0)
    net, x, dy = network(rng), rng.normal(size=(5, 6)), rng.normal(size=(5, 3))
    net.forward(x)
    gradients = net.backward(dy)
    for stage, found in zip(net.stages, gradients, strict=True):
        for name, parameter in stage.parameters.items():
            for at in np.ndindex(parameter.shape):
                kept = parameter[at]
                values = []
                for step in (1e-5, -1e-5):
                    parameter[at] = kept + step
                    values.append(float((net.forward(x) * dy).sum()))
                parameter[at] = kept
                assert found[name][at] == pytest.approx((values[0] - values[1]) / 2e-5, rel=1e-8, abs=1e-8)


def test_network_flattens_before_a_stage_of_lower_rank() -> None:
    rng = np.random.default_rng(1)
    net, x = network(rng), rng.normal(size=(5, 6))
    images = x.reshape(5, 2, 3)
    assert np.array_equal(net.forward(images), net.forward(x))


def test_state_goes_round_in_training_only() -> None:
    rng = np.random.default_rng(2)
    net, x = network(rng), rng.normal(size=(5, 6))
    net.forward(x)
    net.forward(x)
    assert net.stages[0].state["calls"] == 2
    net.infer(x)
    assert net.stages[0].state["calls"] == 2


def test_network_names_what_is_missing() -> None:
    with pytest.raises(ValueError, match="linear has no input v"):
        Stage(linear(), {}, {"v": np.zeros(1)})
    with pytest.raises(ValueError, match="linear needs w"):
        Network([Stage(linear())]).forward(np.zeros((1, 2)))


def test_momentum_is_the_recurrence_of_the_book() -> None:
    stage = Stage(linear(), {}, {"w": np.array([[1.0]])})
    optimiser = Momentum([stage], rate=0.1, momentum=0.5)
    optimiser.step([{"w": np.array([[1.0]])}])
    optimiser.step([{"w": np.array([[1.0]])}])
    assert stage.parameters["w"][0, 0] == pytest.approx(1 - 0.1 - 0.15)


def run_train(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "codegen.cli", "train", "--json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_digits_are_learnt() -> None:
    """The promise of the README: 97 % on images not seen in training."""
    found = run_train()
    assert set(found) == {"test_accuracy", "seconds", "steps", "max_relative_loss_difference"}
    assert found["test_accuracy"] >= 0.97
    assert found["max_relative_loss_difference"] is None


def test_losses_agree_with_torch() -> None:
    """The same network from the same weights on the same batches, in float64, for 50 steps."""
    pytest.importorskip("torch")
    found = run_train("--against", "torch", "--epochs", "4")
    assert found["max_relative_loss_difference"] <= 1e-9


def test_missing_kernels_say_how_they_are_written() -> None:
    with pytest.raises(KernelsMissing, match="chainrule generate"):
        _module("nothing_of_this_name")


def test_one_epoch_is_one() -> None:
    done = Trained(0.5, 1.0, 2, (2.0, 1.0))
    assert "in 2 steps (1 epoch), 1.0 s" in sentence(done, Recipe(epochs=1))
    assert "in 2 steps (4 epochs), 1.0 s" in sentence(done, Recipe(epochs=4))
