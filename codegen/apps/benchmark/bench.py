"""Kernels against PyTorch and JAX: in turns in one process, equal threads, medians of repeats."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

import numpy as np

from codegen.apps.benchmark import roofline
from codegen.apps.benchmark.agreement import distance, nudged
from codegen.apps.benchmark.contenders import Arrays, Contender, Forward, Peer, first_of, ours
from codegen.apps.benchmark.demand import Demand, demand
from codegen.apps.benchmark.timings import DIRECTIONS, UNREST, Timing, Timings
from codegen.apps.benchmark.turns import THOROUGH, Pace, Spent, in_turns, machine
from codegen.apps.benchmark.workloads import Workload, all_options, arrays
from derive.model.layer import Layer
from generated import num_threads

FAILURES = (ValueError, RuntimeError, MemoryError)
"""What a model that cannot be compiled, a peer that does not take its inputs, or a small machine raises."""

SLACK = {"exact": 1, "fast": 64}
"""How many times farther apart results may be than two exact programs' are."""

Progress = Callable[[str, int, int], None]
Loader = Callable[[Layer], ModuleType]


@dataclass(frozen=True)
class Trial:
    """A layer at one workload; ``forwards`` are what its peers call it, by the peers' names."""

    layer: Layer
    workload: Workload
    family: str
    forwards: Mapping[str, Forward] = field(default_factory=dict)
    composed: bool = False


@dataclass(frozen=True)
class Conditions:
    """What holds for all trials of a run."""

    peers: Sequence[Peer] = ()
    threads: int = 1
    pace: Pace = THOROUGH
    dtype: str = "float32"
    accuracy: str = "exact"
    """What is asked of the kernels that can trade it for speed."""


def bench(trials: Sequence[Trial], load: Loader, progress: Progress, under: Conditions) -> Timings:
    """Time every trial forward and backward; ``load`` gives a layer's module.

    A trial that cannot be run is told with its reason; the others are timed.  Where the machine did something
    else, so that medians lie far over the best call, a trial is timed once more when all others are done, and
    each row stands as it was timed in the quieter visit.
    """
    rows: dict[int, list[tuple[Timing, Demand]]] = {}
    untimed: list[str] = []
    best = roofline.measure(under.threads, under.dtype)

    def visit(places: Sequence[int]) -> None:
        for done, place in enumerate(places):
            trial = trials[place]
            name = f"{trial.layer.name} {trial.workload.label}"
            progress(name, done, len(places))
            try:
                with num_threads(under.threads):
                    made = [*_timed(trial, load(trial.layer), under)]
                rows[place] = _quieter(rows[place], made) if place in rows else made
            except FAILURES as error:
                if place not in rows:
                    untimed.append(f"{name}: {error}")
            gc.collect()  # the arrays of one trial do not take the memory of the next

    visit(range(len(trials)))
    for _ in range(under.pace.again):
        visit([place for place, made in rows.items() if any(row.unrest > UNREST for row, _ in made)])
    best = best.at_best(roofline.measure(under.threads, under.dtype))
    measured = tuple(_judged(row, needed, best) for made in rows.values() for row, needed in made)
    about = machine(under.threads, [peer.version for peer in under.peers])
    peers = tuple(peer.name for peer in under.peers)
    return Timings(about, measured, best.flops, best.bandwidth, peers, tuple(untimed))


def _quieter(
    before: Sequence[tuple[Timing, Demand]], after: Sequence[tuple[Timing, Demand]]
) -> list[tuple[Timing, Demand]]:
    return [(one.quieter(two), needed) for (one, needed), (two, _) in zip(before, after, strict=True)]


def _judged(row: Timing, needed: Demand, best: roofline.Roofline) -> Timing:
    seconds = row.ours_ms / 1e3
    return replace(
        row,
        roofline=best.least(needed.products, needed.moved) / seconds,
        gflops=needed.flops / seconds / 1e9,
        gbs=needed.moved / seconds / 1e9,
    )


def _timed(trial: Trial, module: ModuleType, under: Conditions) -> Iterator[tuple[Timing, Demand]]:
    needed = demand(trial.layer, trial.workload, under.dtype)
    sides, distances = _sides(trial, module, under)
    for direction in DIRECTIONS:
        spent = dict(
            zip(sides, in_turns([s.run(direction) for s in sides.values()], under.pace), strict=True)
        )
        yield _row(trial, direction, spent, distances.get(direction)), needed[direction]


def _row(trial: Trial, direction: str, spent: Mapping[str, Spent], away: float | None) -> Timing:
    own = spent["ours"]
    row = Timing(trial.layer.name, trial.workload.label, direction, own.median, family=trial.family)
    row = replace(row, ours_best_ms=own.best, distance=away, composed=trial.composed)
    torch, jax = spent.get("torch"), spent.get("jax")
    if torch:
        row = replace(row, torch_ms=torch.median, ratio_torch=torch.median / own.median)
        row = replace(row, torch_best_ms=torch.best)
    if jax:
        row = replace(row, jax_ms=jax.median, ratio_jax=jax.median / own.median)
    return row


def _sides(
    trial: Trial, module: ModuleType, under: Conditions
) -> tuple[dict[str, Contender], dict[str, float]]:
    """Ours and the peers', and how far apart their results are in each direction."""
    given = arrays(trial.layer, trial.workload, under.dtype)
    options = all_options(trial.layer, trial.workload.options)
    cotangent = _cotangent(module, given, trial.workload.options)
    sides = {"ours": ours(module, given, cotangent, trial.workload.options, under.accuracy)}
    away: dict[str, float] = {}
    moved = nudged({**given, "": cotangent})
    moved_cotangent = moved.pop("")
    wrt = [tensor.name for tensor in trial.layer.wrt]
    for peer in under.peers:
        forward = trial.forwards.get(peer.name)
        if forward is None:
            continue
        sides[peer.name] = side = peer.side(forward, given, cotangent, options, wrt)
        other = peer.side(forward, moved, moved_cotangent, options, wrt)
        for direction in DIRECTIONS:
            parts = (one.values(direction) for one in (sides["ours"], side, other))
            found = distance(*parts) / SLACK[under.accuracy]
            away[direction] = max(away.get(direction, 0.0), found)
    return sides, away


def _cotangent(module: ModuleType, given: Arrays, options: Mapping[str, Any]) -> Any:
    y = first_of(module.forward(*(given[one["name"]] for one in module.SPEC["inputs"]), **options))
    return np.asarray(np.random.default_rng(1).standard_normal(y.shape, y.dtype.type))


def peers_missing(wanted: Iterable[str], there: Callable[[str], bool]) -> list[str]:
    """Those that were asked for and cannot be imported."""
    return [name for name in wanted if not there(name)]


__all__ = ["Conditions", "Loader", "Progress", "Trial", "bench", "peers_missing"]
