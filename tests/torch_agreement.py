"""Kernels (or formulas) against PyTorch on many configurations of a layer: how many, and how near."""

from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np

from codegen.verification import draw
from codegen.verification.cases import Case, free_symbols
from codegen.verification.oracles.torch_oracle import answer, disagreement
from codegen.verification.strategies import broken

WANTED = 200
"""Configurations that must be compared."""

BATCHES = 10

FEW, ELEMENTS = 4, 1000

VANISHING = 2.0**-10
"""The data are of order 1: what is smaller than this altogether has cancelled, and is compared with 1."""


@dataclass
class Agreement:
    """``compared`` holds the cases that count, ``silent`` the reasons of those that do not."""

    compared: list[Case] = field(default_factory=list)
    silent: Counter = field(default_factory=Counter)
    worst: float = 0.0
    at: str = ""
    failures: list[str] = field(default_factory=list)

    @property
    def configurations(self) -> int:
        """Different sizes and options, whatever the data."""
        return len({case.chosen for case in self.compared})

    def values(self) -> dict[str, set]:
        """Every value that each size and option took."""
        made: dict[str, set] = {}
        for case in self.compared:
            for name, value in case.chosen:
                made.setdefault(name, set()).add(value)
        return made


def mirrored(case: Case) -> Case | None:
    """The same with the padding behind each axis as in front of it, which PyTorch takes as its own option."""
    values = dict(case.chosen)
    for option in case.layer.options:
        if option.name == "padding":
            front, back = option.symbols[::2], option.symbols[1::2]
            values |= {q.name: values[p.name] for p, q in zip(front, back, strict=False)}
    return chosen(case, values)


def usual(case: Case) -> Case | None:
    """The same with the options of one number at their defaults, where PyTorch has that value alone."""
    values = dict(case.chosen)
    for option in case.layer.options:
        if len(option.symbols) == 1 and option.default is not None:
            values[option.symbols[0].name] = option.default
    return chosen(case, values)


def chosen(case: Case, values) -> Case | None:
    """The case with other sizes and options, where they are admitted and others."""
    symbols = {s: values[s.name] for s in free_symbols(case.layer)}
    if values == dict(case.chosen) or broken(case.layer, symbols):
        return None
    return replace(case, chosen=tuple((s.name, values[s.name]) for s in symbols))


def grown(case: Case) -> Case | None:
    """For a layer of few sizes and options, which small cases exhaust: the same with larger arrays."""
    symbols = {s: case.symbols[s] for s in free_symbols(case.layer)}
    sizes = [s for s in symbols if s not in case.layer.option_symbols]
    if len(symbols) > FEW:
        return None
    more = np.random.default_rng(case.seed).integers(1, 1 + ELEMENTS ** (1 / len(sizes)), len(sizes))
    symbols |= {s: symbols[s] + int(k) for s, k in zip(sizes, more, strict=True)}
    if broken(case.layer, symbols):
        return None
    return replace(case, chosen=tuple((s.name, value) for s, value in symbols.items()))


def configurations(layer, batch):
    """Different cases of a layer, each followed by its mirrored, its usual and its grown twin."""
    seen = set()
    for seed in range(BATCHES):
        for case in draw(layer, batch, seed):
            for one in (case, mirrored(case), usual(case), grown(case)):
                if one is not None and one not in seen:
                    seen.add(one)
                    yield one


def distance(found, wanted) -> float:
    """The largest error relative to the largest element; infinite elements must be the same."""
    found, wanted = np.asarray(found, dtype=float), np.asarray(wanted)
    if found.shape != wanted.shape:
        return np.inf
    with np.errstate(invalid="ignore"):
        error = np.where(found == wanted, 0.0, np.abs(found - wanted))
    size = np.max(np.abs(wanted), initial=0.0, where=np.isfinite(wanted))
    largest = float(np.max(np.where(np.isnan(error), np.inf, error), initial=0.0))
    return largest / (float(size) if size > VANISHING else 1.0)


def distances(kernels, case: Case) -> dict[str, float]:
    """Of every output, of what PyTorch has of the aux, and of every gradient."""
    layer = kernels.layer
    outputs, gradients = answer(case, layer.wrt)
    made = kernels.forward(case)
    found = {name: distance(made[name], wanted) for name, wanted in outputs.items()}
    for tensor in layer.wrt:
        found[f"d{tensor.name}"] = distance(kernels.vjp(case, tensor), gradients[tensor.name])
    return found


def agreement(kernels, limit: float, wanted: int = WANTED) -> Agreement:
    """Until ``wanted`` cases of different sizes or options have been compared."""
    layer, made = kernels.layer, Agreement()
    for case in configurations(layer, batch=wanted // 2):
        if made.configurations >= wanted:
            break
        reason = disagreement(case)
        if reason:
            made.silent[reason] += 1
            continue
        found = distances(kernels, case)
        name = max(found, key=found.__getitem__)
        if not found[name] <= limit and case.unstable:
            made.silent["a comparison is decided by rounding"] += 1
            continue
        made.compared.append(case)
        if not found[name] <= limit:
            made.failures.append(f"{name} is off by {found[name]:.3g}: {case!r}")
        if found[name] > made.worst:
            made.worst, made.at = found[name], name
    return made
