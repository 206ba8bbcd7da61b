"""``chainrule verify --soak MINUTES``: the ladder and hostile calls, with fresh numbers, for so long."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import typer

from codegen.cli.answering import answer
from codegen.cli.terminal import Refusal, note, say
from codegen.verification import GradientReport, Verdict, verify
from codegen.verification.fuzz import Target, fuzz
from codegen.verification.quick import standing
from derive.api.lookup import find
from derive.model.layer import Layer

CALLS, EXAMPLES = 200, 6
"""What a layer gets in one round."""
SEEDS = 1 << 31


@dataclass
class Soaked:
    """What has been done, and each failure with what makes it again."""

    rounds: int = 0
    checks: int = 0
    calls: int = 0
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.rounds} layers, {self.checks} checks of gradients, {self.calls} hostile calls, "
            f"{len(self.failures)} failures"
        )

    def add(self, failures: Sequence[str]) -> None:
        """A failure is told when it is seen: who waits may interrupt."""
        self.failures += failures
        for one in failures:
            say(one)
        sys.stdout.flush()


def soak_command(names: Sequence[str], minutes: float, more: bool) -> None:
    """Rounds over the layers in a random order; counts at the end of the time, or at an interrupt."""
    if more:
        raise Refusal("--soak draws its own cases and calls: leave --quick, --examples, --fuzz, --json out")
    layers = find(names)
    until, done = time.monotonic() + 60 * minutes, Soaked()
    rng = random.SystemRandom()
    try:
        for layer, work in _turns(layers, rng):
            if time.monotonic() >= until:
                break
            _one(layer, work, rng.randrange(SEEDS), done)
    except KeyboardInterrupt:
        note("interrupted")
    say(str(done))
    if done.failures:
        raise typer.Exit(1)


Work = Callable[[Layer, int, Soaked], None]


def _turns(layers: Sequence[Layer], rng: random.Random) -> Iterator[tuple[Layer, Work]]:
    """All layers again and again, each with hostile calls, then with the ladder."""
    while True:
        for layer in rng.sample(list(layers), len(layers)):
            yield layer, _called
            yield layer, _verified


def _one(layer: Layer, work: Work, seed: int, done: Soaked) -> None:
    """A layer that cannot be done is a failure, and the others go on."""
    try:
        work(layer, seed, done)
    except ValueError as error:
        said = answer(error)
        if said is None:
            raise
        done.add([f"{layer.name}: {said}"])


def _called(layer: Layer, seed: int, done: Soaked) -> None:
    module = standing(layer)
    target = Target(layer.name, Path(str(module.__file__)).parent, str(module.__package__))
    count = fuzz(target, range(seed, seed + CALLS))
    done.calls += count.calls
    done.add([f"{layer.name}: {fault}" for fault in count.faults])


def _verified(layer: Layer, seed: int, done: Soaked) -> None:
    reports: list[GradientReport] = verify([layer], examples=EXAMPLES, seed=seed)
    done.rounds += 1
    done.checks += sum(check.cases for report in reports for check in report.checks)
    wrong = (report for report in reports if report.verdict is Verdict.FAIL)
    done.add([f"{r.layer} d{r.gradient}, seed {seed}: {f}" for r in wrong for f in r.failures])


__all__ = ["Soaked", "soak_command"]
