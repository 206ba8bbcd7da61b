"""Which trials a command means: the set, the cases of some layers, or one small case for a first look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from codegen.apps.benchmark.bench import Trial
from codegen.apps.benchmark.contenders import Forward
from codegen.apps.benchmark.jax_peers import JAX_PEERS
from codegen.apps.benchmark.peers import COMPOSED, PEERS
from codegen.apps.benchmark.suite import SUITE, Entry, entries, first
from codegen.apps.benchmark.workloads import Workload
from derive.layers import LAYERS
from derive.model.layer import Layer

if TYPE_CHECKING:
    from codegen.apps.user_models import UserModel


def the_set(quick: bool) -> list[Trial]:
    """The whole set, or of each family what stands for it."""
    return [trial(LAYERS[one.layer], one) for one in SUITE if one.quick or not quick]


def of_layers(layers: Sequence[Layer], quick: bool) -> list[Trial]:
    """The cases of some layers; ``quick`` takes those of the quick set, or the first of each."""
    return [trial(layer, one) for layer in layers for one in _chosen(layer, quick)]


def _chosen(layer: Layer, quick: bool) -> Iterator[Entry]:
    every = list(entries(layer))
    yield from ([one for one in every if one.quick] or every[:1]) if quick else every


def of_users() -> list[Trial]:
    """Layers that no table knows, beside what one would write in PyTorch instead."""
    from codegen.apps.user_models import USER_MODELS

    return [_of_user(model) for model in USER_MODELS]


def _of_user(model: UserModel) -> Trial:
    label = ", ".join(f"{name} {size}" for name, size in model.sizes.items())
    case = Workload(label, model.sizes, model.options)
    return Trial(
        model.layer, case, "user", {"torch": lambda torch, a, o: model.peer(torch, a)}, composed=True
    )


def first_look(layers: Sequence[Layer]) -> list[Trial]:
    """One case of each layer, small enough not to keep a person waiting."""
    return [trial(layer, first(layer)) for layer in layers]


def trial(layer: Layer, entry: Entry) -> Trial:
    """A line of the set with what its peers call the layer; only the catalogue's own layers have peers."""
    known = layer in LAYERS
    forwards = _forwards(layer.name) if known else {}
    return Trial(layer, entry.workload, entry.family, forwards, known and layer.name in COMPOSED)


def _forwards(name: str) -> Mapping[str, Forward]:
    tables = {"torch": PEERS, "jax": JAX_PEERS}
    return {peer: table[name] for peer, table in tables.items() if name in table}


__all__ = ["first_look", "of_layers", "of_users", "the_set", "trial"]
