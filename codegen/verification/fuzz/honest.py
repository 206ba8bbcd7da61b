"""The call of an honest caller, drawn from the ``SPEC`` of a module: what a hostile one is made of."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from codegen.verification.interpreter.numbers import Array

Random = np.random.Generator
SIZES = (0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 9)
TRIES = 4
"""Draws until no output is empty; the last one stands."""
VALUES = (
    float("nan"), float("inf"), -float("inf"), 1e30, -1e30, 1e-42, -0.0, 0.0, 1e38, -1e19, 2.0**31,
    -(2.0**63), 3.0, 4.0 - 1e-7, -1e-17, 88.8, -104.0,
)  # fmt: skip
"""What floats hold too: none, all, the largest, the least, integers and their neighbours."""


@dataclass
class Question:
    """A function of a module and its arguments by name; ``said`` tells what is strange about them."""

    module: ModuleType
    function: str
    given: dict[str, Any]
    sizes: dict[str, Any]
    dtype: np.dtype[Any]
    place: Callable[[str, Array], Array]
    said: list[str] = field(default_factory=list)

    @property
    def spec(self) -> Mapping[str, Any]:
        return self.module.SPEC

    def shape(self, name: str) -> tuple[int, ...] | None:
        """The shape of an array of the module, as far as the sizes of the call are right."""
        if self.spec["elementwise"]:
            return tuple(self.sizes["anyhow"])
        found = value(self.module._LAYER.shapes.get(name), self)
        return tuple(max(0, extent) for extent in found) if found is not None else None

    def kind(self, name: str) -> Mapping[str, Any]:
        groups = ("inputs", "outputs", "aux", "residuals")
        return next(one for group in groups for one in self.spec[group] if one["name"] == name)

    def results(self) -> list[str]:
        """The arrays that the function returns, each as the one that it is shaped like."""
        spec = self.spec
        if self.function == "forward":
            return [one["name"] for one in (*spec["outputs"], *spec["aux"])]
        if self.function == "jvp":
            return [one["name"] for one in spec["outputs"]]
        wrt = {gradient: name for name, gradient in spec["gradients"].items()}
        return [wrt[self.function]] if self.function in wrt else list(spec["gradients"])


def value(function: Callable[..., Any] | None, question: Question) -> Any:
    """A size function's value; what cannot be computed, for want of an honest option, is ``None``."""
    try:
        return function(**question.sizes) if function is not None else None
    except (ArithmeticError, TypeError, ValueError):
        return None


def question(module: ModuleType, rng: Random, place: Callable[[str, Array], Array]) -> Question:
    """A function with arguments that fit each other, as a rule; ``place`` gives arrays their memory."""
    spec = module.SPEC
    functions = ["forward", "vjp", *spec["gradients"].values(), "jvp"]
    function = str(rng.choice([f for f in functions if hasattr(module, f)]))
    dtype = np.dtype(str(rng.choice(["float32", "float64"])))
    made = Question(module, function, {}, {"anyhow": rng.choice(SIZES, rng.integers(0, 4))}, dtype, place)
    for _ in range(TRIES):
        _options(made, rng)
        _sizes(made, rng)
        if all(made.sizes[name] > 0 for name in spec["sizes"]):
            break
    for name in inspect.signature(getattr(module, function)).parameters:
        if name not in made.given:
            drawn = argument(made, name, rng)
            made.given[name] = place(name, drawn) if isinstance(drawn, np.ndarray) else drawn
    return made


def _options(made: Question, rng: Random) -> None:
    for option in made.spec["options"]:
        low = option["minimum"] if option["minimum"] is not None else 0
        real = option["kind"] != "int"
        drawn = [low + rng.random() if real else low + int(rng.integers(0, 3)) for _ in option["symbols"]]
        if option["default"] is not None and rng.random() < 0.5:
            drawn = list(np.broadcast_to(np.array(option["default"]).reshape(-1), len(drawn)).tolist())
        if option["maximum"] is not None:
            drawn = [min(d, option["maximum"]) for d in drawn]
        made.sizes |= dict(zip(option["symbols"], drawn, strict=True))
        made.given[option["name"]] = drawn[0] if len(drawn) == 1 else tuple(drawn)


def _sizes(made: Question, rng: Random) -> None:
    texts = [text for one in made.spec["inputs"] for text in one["shape"]]
    words = dict.fromkeys(word for text in texts for word in re.findall(r"[^\W\d]\w*", text))
    for word in words:
        if word not in made.spec["sizes"] and not any(word in o["symbols"] for o in made.spec["options"]):
            small = word.startswith("K")  # taps: less than the image mostly
            made.sizes[word] = int(rng.choice(SIZES)) // (2 if small else 1) + small
    for name, size in made.module._LAYER.sizes.items():
        made.sizes[name] = int(value(size, made) or 0)


def argument(made: Question, name: str, rng: Random) -> Any:
    """An honest value for a parameter that is no option."""
    match name:
        case "residuals":
            return saved(made) if rng.random() < 0.5 else None
        case "out":
            return room(made) if rng.random() < 0.3 else None
        case "save":
            return bool(rng.random() < 0.5)
        case "algorithm":
            return str(rng.choice(["auto", "auto", "direct", "winograd"]))
        case "accuracy":
            return str(rng.choice(["exact", "fast"]))
    tangent, inputs = name.endswith("_dot"), _named(made, "inputs")
    bare = name.removesuffix("_dot")
    if bare[:1] == "d" and bare[1:] in _named(made, "outputs"):
        bare = bare[1:]
    optional = tangent or (name in inputs and made.kind(name)["default"] is not None)
    return None if optional and rng.random() < 0.2 else array(made, bare, rng)


def _named(made: Question, group: str) -> list[str]:
    return [one["name"] for one in made.spec[group]]


def array(made: Question, like: str, rng: Random) -> Array:
    """Numbers in the shape of an array of the module."""
    shape, one = made.shape(like) or (), made.kind(like)
    if one["kind"] == "integer":
        below = value(made.module._LAYER.below.get(like), made) or 9
        whole: Array = rng.integers(one["low"], max(one["low"] + 1, below), shape)
        exempt = value(made.module._LAYER.exempt.get(like), made)
        return whole if exempt is None else np.where(rng.random(shape) < 0.2, exempt, whole)
    drawn = rng.standard_normal(shape)
    if rng.random() < 0.3:
        drawn = np.where(rng.random(shape) < 0.2, rng.choice(VALUES, shape), drawn)
    return np.asarray(drawn).astype(made.dtype)


def saved(made: Question) -> Any:
    """What the forward of the same call saves."""
    names = [*_named(made, "inputs"), *_named(made, "options")]
    try:
        with np.errstate(all="ignore"):
            return made.module.forward(**{n: made.given[n] for n in names}, save=True)[-1]
    except (KeyError, TypeError, ValueError, MemoryError):
        return None


def room(made: Question) -> Any:
    """Memory for the results."""
    arrays = []
    for name in made.results():
        integer = made.kind(name)["kind"] == "integer"
        arrays.append(np.empty(made.shape(name) or (), np.int64 if integer else made.dtype))
    return arrays[0] if len(arrays) == 1 else tuple(arrays)


__all__ = ["Question", "Random", "array", "question", "room", "saved"]
