"""``chainrule train``."""

from __future__ import annotations

import importlib.util
from dataclasses import replace

import typer

from codegen.apps.train import KernelsMissing, Listener, Recipe, Trained, train
from codegen.cli.terminal import Refusal, Ticker, note, only_json, say, say_json, ticking

ENOUGH = 0.97
"""The test accuracy below which the whole recipe counts as failed."""
AGREE = 1e-9
"""Losses of the same network in float64 may differ so much, relatively, from those of PyTorch."""


def train_command(
    epochs: int | None, against: str | None, seed: int, as_json: bool, least: float | None = None
) -> None:
    wanted = ENOUGH if least is None and epochs is None else least
    if against not in (None, "torch"):
        raise Refusal(f"--against knows only torch, not {against!r}")
    if against and importlib.util.find_spec("torch") is None:
        raise Refusal("--against torch needs PyTorch: pip install torch")
    recipe = _recipe(epochs, seed, bool(against))
    try:
        with only_json(as_json), ticking("compiling the kernels") as tick:
            outcome = train(recipe, _reporter(tick), bool(against))
    except KernelsMissing as error:
        raise Refusal(str(error)) from error
    if as_json:
        say_json(as_dict(outcome))
    else:
        say(sentence(outcome, recipe, wanted))
    if outcome.test_accuracy < (wanted or 0) or (outcome.max_relative_loss_difference or 0) > AGREE:
        raise typer.Exit(1)


def _recipe(epochs: int | None, seed: int, compared: bool) -> Recipe:
    recipe = Recipe(seed=seed, dtype="float64" if compared else "float32")
    if compared and epochs is None:
        note("float64, so that the losses can be compared with PyTorch's to the last digits")
    return replace(recipe, epochs=epochs) if epochs else recipe


def _reporter(tick: Ticker) -> Listener:
    def report(done: int, steps: int, loss: float, tested: float | None) -> None:
        accuracy = "" if tested is None else f", test accuracy {tested:.1%}"
        tick(f"training: loss {loss:.4f}{accuracy}", done, steps)

    return report


def as_dict(outcome: Trained) -> dict[str, float | int | None]:
    return {
        "test_accuracy": outcome.test_accuracy,
        "seconds": round(outcome.seconds, 2),
        "steps": outcome.steps,
        "max_relative_loss_difference": outcome.max_relative_loss_difference,
    }


def sentence(outcome: Trained, recipe: Recipe, wanted: float | None = ENOUGH) -> str:
    first, last = outcome.losses[0], sum(outcome.losses[-20:]) / len(outcome.losses[-20:])
    judged = "" if wanted is None else "at least" if outcome.test_accuracy >= wanted else "BELOW"
    lines = [
        f"test accuracy {outcome.test_accuracy:.2%} on 360 images not seen in training"
        + (f" ({judged} {wanted:.0%})" if judged else ""),
        f"loss {first:.3f} → {last:.4f} in {outcome.steps} steps "
        f"({recipe.epochs} epoch{'s' * (recipe.epochs != 1)}), "
        f"{outcome.seconds:.1f} s with compilation",
    ]
    difference = outcome.max_relative_loss_difference
    if difference is not None:
        verdict = "PASS" if difference <= AGREE else "FAIL"
        lines.append(
            f"against PyTorch, first {recipe.compared} losses: largest relative difference {difference:.1e} "
            f"(bound {AGREE:.0e}) {verdict}"
        )
    return "\n".join(lines)
