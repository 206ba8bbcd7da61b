"""What all generated modules share: options, sizes, checks and memory.  Hand-written, knows no layer.

A module hands over its ``SPEC`` (plain data) and the functions that compute its sizes; ``Layer.bind``
turns the arguments of a call into checked arrays and sizes (``Call``), which the kernels then receive.
Errors name the layer, the argument, what was expected and what came.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from reprlib import repr as shown
from typing import Any

import numpy as np

from . import memory, tuned
from .routines import Unable, reason
from .scalars import carried, cell, gcd, inside, larger, plus, residue, smaller
from .threads import get_num_threads

Sizes = dict[str, Any]
LARGEST = np.iinfo(np.int64).max
WIDEST = 2**31 - 1
"""The largest option: a product of two, and what is added to it, is still an int64."""
FARTHEST = 2**47
"""The largest size: no machine addresses more elements."""
CLASSES = 2**16
SHARE = 64
"""Positions are looked at in so many classes at most, and in so many for each element of the largest array."""
INT64 = np.dtype(np.int64)
REAL = {"f": np.float32, "d": np.float64, "D": np.float64}
"""The type of real numbers beside arrays of each type, by its character."""
NAMED = {"f": "float32", "d": "float64", "D": "complex128"}
KINDS = {id(kind): kind.char for kind in map(np.dtype, ("f4", "f8", "c16", "i8"))}
"""What NumPy has one object for each of."""
ALGORITHMS = ("auto", "direct", "winograd")
ACCURACIES = ("exact", "fast")
CHANNELS = 16
"""Below as many rows or terms, transforms cost more than tiles save."""
REMEMBERED = 256
"""Of so many different calls of a layer the sizes are kept."""
NOT_CALLED = object()
"""In place of a kernel's numbers where all that it may write is empty."""
WHOLE = (int, np.integer)
NUMBER = (int, float, np.integer, np.floating)


@dataclass(frozen=True)
class Step:
    """One axis of an input: it gives ``size`` a value, or (``size`` empty) must equal ``extent``.

    The extent is ``factor * size + rest``.
    """

    array: str
    axis: int
    size: str
    extent: str
    factor: Callable[..., int] | None = None
    rest: Callable[..., int] | None = None


@dataclass(frozen=True)
class Tiles:
    """Where kernels in tiles are possible, and where they pay.

    The options ``unit`` are one, each of ``taps`` gives 1, 3 or 5 for its axes and not only 1; what
    ``channels`` gives are long sums and many rows.
    """

    unit: tuple[str, ...]
    taps: tuple[Callable[..., tuple[int, ...]], ...]
    channels: Callable[..., tuple[int, ...]]

    def fault(self, call: Call) -> str | None:
        """Why they are not possible for ``call``."""
        for name in self.unit:
            if call.sizes[name] != 1:
                option = next(o["name"] for o in call.layer.spec["options"] if name in o["symbols"])
                return f"needs {option} = 1, got {name} = {call.sizes[name]}"
        for taps in self.taps:
            found = taps(**call.sizes)
            if not set(found) <= {1, 3, 5} or set(found) == {1}:
                names = ", ".join(arguments(taps))
                return f"needs 3 or 5 taps along an axis (1 along another), got {names} = {found}"
        return None if call.dtype.kind == "f" else f"takes float32 or float64, got {call.dtype}"

    def pay(self, call: Call) -> bool:
        return min(self.channels(**call.sizes)) >= CHANNELS


class Saved:
    """What a forward saved, and the call that it belongs to; what a caller builds belongs to none."""

    _call: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Layer:
    """A generated module's data and its size functions."""

    spec: Mapping[str, Any]
    steps: tuple[Step, ...]
    sizes: Mapping[str, Callable[..., int]]
    shapes: Mapping[str, Callable[..., tuple[int, ...]]]
    below: Mapping[str, Callable[..., int]] = field(default_factory=dict)
    exempt: Mapping[str, Callable[..., int]] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    strides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    requires: tuple[tuple[Callable[..., bool], str], ...] = ()
    checks: tuple[Step, ...] = ()
    tiles: Tiles | None = None

    @cached_property
    def name(self) -> str:
        return str(self.spec["name"])

    def bind(self, inputs: Mapping[str, Any], options: Mapping[str, Any]) -> Call:
        """Check the arguments of a call and solve its sizes; what was found for a call like it holds again."""
        key = alike(inputs, options)
        plan = None if key is None else self._plans.get(key)
        if plan is None:
            plan, arrays = self._checked(inputs, options)
            if key is not None:
                remember(self._plans, key, plan)
        else:
            flat, arrays = plan.shape is not None, {}
            for name, array in inputs.items():
                if array is not None:
                    arrays[name] = array.reshape(-1) if flat else array
        call = Call(self, plan, arrays, inputs, options)
        if len(arrays) < len(inputs):
            call.fill_defaults()
        if self.lowest:
            call.check_integers()
        return call

    def _checked(
        self, inputs: Mapping[str, Any], options: Mapping[str, Any]
    ) -> tuple[Plan, dict[str, np.ndarray[Any, Any]]]:
        """The arrays of a call as kernels read them, and what does not hang on their elements."""
        arrays = {
            one["name"]: memory.taken(self.name, one["name"], inputs[one["name"]])
            for one in self.spec["inputs"]
            if inputs[one["name"]] is not None
        }
        dtype = self._dtype(arrays)
        shapes, shape = self._shapes(arrays)
        plan = Plan(self, dtype, self._sizes(shapes, options), shape)
        for name in arrays:
            arrays[name] = self._own(name, arrays[name], dtype)
            if shape is not None:
                arrays[name] = arrays[name].reshape(-1)
        return plan, arrays

    def _shapes(
        self, arrays: Mapping[str, np.ndarray[Any, Any]]
    ) -> tuple[dict[str, tuple[int, ...]], tuple[int, ...] | None]:
        """The shapes of the inputs, and the one that all have where a layer takes any shape."""
        shapes = {name: a.shape for name, a in arrays.items()}
        if not self.spec["elementwise"]:
            for name, found in shapes.items():
                if len(found) != len(self._extents[name]):
                    wanted = self._extents[name]
                    raise self.fail(
                        f"{name} has {len(found)} axes {found}, expected {len(wanted)}: ({', '.join(wanted)})"
                    )
            return shapes, None
        first = next(iter(arrays.values()))
        for name, found in shapes.items():
            if found != first.shape:
                raise self.fail(f"{name} has shape {found}, expected {first.shape} as the first input")
        return dict.fromkeys(shapes, (first.size,)), first.shape

    def _sizes(self, shapes: Mapping[str, tuple[int, ...]], options: Mapping[str, Any]) -> Sizes:
        """The sizes of a call; shapes and options that came before are not looked at again."""
        key = (*shapes.items(), *map(mark, options.values()))
        if None not in key and (known := self._solved.get(key)) is not None:
            return dict(known)
        sizes = self._options(options)
        self._solve(shapes, sizes)
        if None not in key:
            remember(self._solved, key, dict(sizes))
        return sizes

    @cached_property
    def _extents(self) -> dict[str, Sequence[str]]:
        return {one["name"]: one["shape"] for one in self.spec["inputs"]}

    @cached_property
    def _shape_of(self) -> dict[str, tuple[Callable[..., tuple[int, ...]], tuple[str, ...]]]:
        """The shape of each array and the sizes that it needs, in order."""
        return {name: (shape, arguments(shape)) for name, shape in self.shapes.items()}

    @cached_property
    def _solved(self) -> dict[Any, Sizes]:
        return {}

    @cached_property
    def _plans(self) -> dict[Any, Plan]:
        return {}

    def fail(self, text: str) -> ValueError:
        return ValueError(f"{self.name}: {text}")

    def _dtype(self, arrays: Mapping[str, np.ndarray[Any, Any]]) -> np.dtype[Any]:
        """The one type of all real arrays of a call."""
        first = ""
        for one in self.spec["inputs"]:
            name = one["name"]
            if name not in arrays:
                if one["default"] is None:
                    raise TypeError(f"{self.name}: {name} is missing; it has no default")
            elif one["kind"] == "real":
                kind = self._real(name, arrays[name].dtype)
                first = first or name
                if kind != arrays[first].dtype:
                    raise TypeError(
                        f"{self.name}: {name} is {kind} but {first} is {arrays[first].dtype}; "
                        "all real arrays of a call share one dtype"
                    )
        return arrays[first].dtype if first else np.dtype(np.float64)

    def _real(self, name: str, kind: np.dtype[Any]) -> np.dtype[Any]:
        if kind.char not in ("fdD" if self.spec["analytic"] else "fd") or not kind.isnative:
            allowed = (
                ("float32", "float64", "complex128") if self.spec["analytic"] else ("float32", "float64")
            )
            raise TypeError(
                f"{self.name}: {name} holds {kind}, expected one of {', '.join(allowed)}; "
                f"convert it, for example with {name}.astype(np.float32)"
            )
        return kind

    def _own(self, name: str, array: np.ndarray[Any, Any], dtype: np.dtype[Any]) -> np.ndarray[Any, Any]:
        """The array as kernels read it: contiguous, and of the one type of integers; no value changes."""
        if name not in self.lowest:
            return memory.contiguous(self.name, name, array, dtype)
        if array.dtype.kind not in "iu":
            raise TypeError(f"{self.name}: {name} holds {array.dtype}, expected integers")
        made = memory.contiguous(self.name, name, array, INT64)
        if array.dtype.kind == "u" and array.size and array.max() > LARGEST:
            raise self.fail(f"{name} holds {array.max()}, which is no int64")
        return made

    def _options(self, given: Mapping[str, Any]) -> Sizes:
        sizes: Sizes = {}
        for option in self.spec["options"]:
            values = spread(self.name, option, given[option["name"]])
            for symbol, value in zip(option["symbols"], values, strict=True):
                sizes[symbol] = self._number(option, value)
        return sizes

    def _number(self, option: Mapping[str, Any], value: Any) -> Any:
        name, whole = option["name"], option["kind"] == "int"
        if isinstance(value, bool | np.bool_) or not isinstance(value, WHOLE if whole else NUMBER):
            raise TypeError(
                f"{self.name}: {name} must be {'an integer' if whole else 'a number'}, got {shown(value)}"
            )
        low, high = option["minimum"], option["maximum"]
        if (low is not None and not value >= low) or (high is not None and not value <= high):
            raise self.fail(f"{name} must be {between(low, high)}, got {shown(value)}")
        if whole and abs(int(value)) > WIDEST:
            raise self.fail(
                f"{name} must be {between(-WIDEST, WIDEST)}, got {shown(value)}: places are int64"
            )
        try:
            return int(value) if whole else float(value)
        except OverflowError:
            raise self.fail(f"{name} is too large for a float, got {shown(value)}") from None

    def _solve(self, shapes: Mapping[str, tuple[int, ...]], sizes: Sizes) -> None:
        for step in self.steps:
            if step.array in shapes:
                self._step(step, shapes[step.array], sizes)
        for name, size in self.sizes.items():
            self._derive(name, size, sizes)
        self._outputs(sizes)
        for step in self.checks:
            if step.array in shapes:
                self._step(step, shapes[step.array], sizes)
        self._few_classes(shapes, sizes)
        for holds, message in self.requires:
            if not holds(**sizes):
                came = ", ".join(f"{s} = {sizes[s]}" for s in arguments(holds))
                raise self.fail(f"{message}; got {came}")

    def _few_classes(self, shapes: Mapping[str, tuple[int, ...]], sizes: Sizes) -> None:
        """No stride and no window is longer than what there is: loops go over all that they reach."""
        made = [self.shapes[one["name"]](**sizes) for one in self.spec["outputs"]]
        most = CLASSES + SHARE * max(map(math.prod, (*shapes.values(), *made)))
        for name, symbols in self.strides.items():
            if (came := math.prod(sizes[s] for s in symbols)) > most:
                said = ", ".join(f"{s} = {sizes[s]}" for s in symbols)
                raise self.fail(
                    f"{name} must have a product of at most {most} for arrays of this size, got "
                    f"{came}: {said}"
                )

    def _step(self, step: Step, shape: tuple[int, ...], sizes: Sizes) -> None:
        """An axis gives its size a value, or must agree with the value that it has."""
        came = shape[step.axis]
        rest = step.rest(**sizes) if step.rest else 0
        factor = step.factor(**sizes) if step.factor else 1
        if not step.size or step.size in sizes:
            wanted = rest + (factor * sizes[step.size] if step.size else 0)
            if came != wanted:
                raise self.fail(
                    f"axis {step.axis} of {step.array} is {came}, expected {step.extent} = {wanted}; "
                    f"{step.array} has shape {shape}"
                )
            return
        if factor == 0 or (came - rest) % factor or came < rest:
            raise self.fail(
                f"axis {step.axis} of {step.array} is {came}, which must be {step.extent}: "
                f"{came - rest} does not divide by {factor}"
            )
        sizes[step.size] = (came - rest) // factor
        self._near(step.size, sizes)

    def _near(self, name: str, sizes: Sizes) -> None:
        if sizes[name] > FARTHEST:
            raise self.fail(f"{name} = {sizes[name]}, expected at most {FARTHEST}: no machine addresses more")

    def _derive(self, name: str, size: Callable[..., int], sizes: Sizes) -> None:
        sizes[name] = int(size(**sizes))
        self._near(name, sizes)
        if self._empty(sizes[name], size, sizes):
            known = ", ".join(f"{s} = {sizes[s]}" for s in arguments(size))
            raise self.fail(f"empty output: {name} = {self.spec['sizes'][name]} = {sizes[name]} with {known}")

    def _outputs(self, sizes: Sizes) -> None:
        for one in (*self.spec["outputs"], *self.spec["aux"]):
            function = self.shapes[one["name"]]
            shape = function(**sizes)
            if any(self._empty(extent, function, sizes) for extent in shape):
                raise self.fail(f"empty output: {one['name']} has shape {shape}")
        for name in self.places:
            below = self.below[name]
            if all(self.shapes[name](**sizes)) and below(**sizes) < 1:
                known = ", ".join(f"{s} = {sizes[s]}" for s in arguments(below))
                raise self.fail(f"{name} has no place to name: the axis that it looks at is empty, {known}")

    def _empty(self, extent: int, size: Callable[..., Any], sizes: Sizes) -> bool:
        """Whether nothing is left, though no axis that the extent is made of is empty: no option is an axis."""
        axes = [s for s in arguments(size) if s not in self._chosen]
        return extent < 0 or (extent == 0 and all(sizes[s] for s in axes))

    @cached_property
    def saved(self) -> list[str]:
        """What a forward saves, in order."""
        return [one["name"] for one in self.spec["residuals"]]

    @cached_property
    def _chosen(self) -> frozenset[str]:
        """The symbols that options give values to."""
        return frozenset(s for option in self.spec["options"] for s in option["symbols"])

    @cached_property
    def lowest(self) -> dict[str, int]:
        """The least value of each array of integers."""
        groups = ("inputs", "outputs", "aux", "residuals")
        return {one["name"]: one["low"] for g in groups for one in self.spec[g] if one["kind"] == "integer"}


class ComplexByZero(ValueError, ZeroDivisionError):
    """Compiled complex numbers have no infinity to divide by zero to."""


@dataclass(eq=False)
class Plan:
    """What a call shares with all calls alike: type, sizes, and what follows from them, found when asked for."""

    layer: Layer
    dtype: np.dtype[Any]
    sizes: Sizes
    shape: tuple[int, ...] | None
    extents: dict[str, tuple[int, ...]] = field(default_factory=dict)
    numbers: dict[tuple[str, ...], tuple[Any, ...]] = field(default_factory=dict)
    limits: dict[str, int] = field(default_factory=dict)
    fresh: dict[str, tuple[tuple[int, ...], np.dtype[Any]]] = field(default_factory=dict)
    ready: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def room(self, like: str) -> tuple[tuple[int, ...], np.dtype[Any]]:
        """The shape and the type of a result."""
        found = self.fresh.get(like)
        if found is None:
            kind = INT64 if like in self.layer.lowest else self.dtype
            self.fresh[like] = found = self.extent(like), kind
        return found

    def highest(self, name: str) -> int:
        """The largest value of an array of integers."""
        found = self.limits.get(name)
        if found is None:
            below = self.layer.below.get(name)
            self.limits[name] = found = LARGEST if below is None else below(**self.sizes) - 1
        return found

    def extent(self, name: str) -> tuple[int, ...]:
        found = self.extents.get(name)
        if found is None:
            shape, needs = self.layer._shape_of[name]
            self.extents[name] = found = tuple(shape(*[self.sizes[s] for s in needs]))
        return found

    def typed(self, scalars: tuple[str, ...]) -> tuple[Any, ...]:
        """Sizes and options as a kernel takes them: real ones have the dtype of the arrays."""
        found = self.numbers.get(scalars)
        if found is None:
            real, values = REAL[self.dtype.char], [self.sizes[s] for s in scalars]
            self.numbers[scalars] = found = tuple(real(v) if isinstance(v, float) else v for v in values)
        return found

    @cached_property
    def about(self) -> Mapping[str, Any]:
        """What tells these calls from others: layer, type, shape, sizes and options."""
        return {"layer": self.layer.name, "dtype": NAMED[self.dtype.char], "shape": self.shape, **self.sizes}


@dataclass(eq=False)
class Call:
    """Checked arrays and sizes of one call; the kernels' results are added to ``arrays``."""

    layer: Layer
    plan: Plan
    arrays: dict[str, np.ndarray[Any, Any]]
    inputs: Mapping[str, Any]
    options: Mapping[str, Any]
    tiled: bool = False
    made: set[str] = field(default_factory=set)

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.plan.dtype

    @property
    def shape(self) -> tuple[int, ...] | None:
        return self.plan.shape

    @cached_property
    def sizes(self) -> Sizes:
        return dict(self.plan.sizes)

    def choose(self, algorithm: str, accuracy: str) -> None:
        """Kernels in tiles where they are asked for, or allowed, possible and worth it."""
        asked = (("algorithm", algorithm, ALGORITHMS), ("accuracy", accuracy, ACCURACIES))
        for name, value, known in asked:
            if not isinstance(value, str) or value not in known:
                raise self.layer.fail(f"{name} must be {' or '.join(map(repr, known))}, got {shown(value)}")
        tiles = self.layer.tiles
        if tiles is None or algorithm == "direct" or (algorithm == "auto" and accuracy == "exact"):
            return
        fault = tiles.fault(self)
        if fault and algorithm == "winograd":
            raise self.layer.fail(f"algorithm='winograd' {fault}")
        self.tiled = fault is None and (algorithm == "winograd" or tiles.pay(self))

    def fill_defaults(self) -> None:
        for one in self.layer.spec["inputs"]:
            if one["name"] not in self.arrays:
                self.arrays[one["name"]] = self._filled(one["name"], one["name"], one["default"])

    def _filled(self, name: str, like: str, value: Any) -> np.ndarray[Any, Any]:
        made = memory.room(self.layer.name, name, self.extent(like), self.dtype)
        made[...] = value
        return made

    def check_integers(self) -> None:
        for name in self.layer.lowest.keys() & self.arrays.keys():
            self.check_range(name)

    def check_range(self, name: str) -> None:
        """Refuse integers outside of what the proofs of the kernels take for granted."""
        array, low, high = self.arrays[name], self.layer.lowest[name], self.plan.highest(name)
        if not memory.beyond(array, low, high):
            return
        also, exempt = "", self.layer.exempt.get(name)
        if exempt is not None:
            besides = exempt(**self.sizes)
            array, also = array[array != besides], f", or {besides}"
        if memory.beyond(array, low, high):
            worst = array.min() if array.min() < low else array.max()
            raise self.layer.fail(f"{name} holds {worst}, expected integers in {low} .. {high}{also}")

    def extent(self, name: str) -> tuple[int, ...]:
        return self.plan.extent(name)

    def add(self, name: str, like: str, value: Any) -> None:
        """A cotangent, tangent or residual with the shape of ``like``; ``None`` stands for zeros."""
        if value is None:
            self.arrays[name] = self._filled(name, like, 0)
            return
        expected = self.extent(like) if self.shape is None else self.shape
        kind = INT64 if name in self.layer.lowest else self.dtype
        plain = type(value) is np.ndarray and value.dtype is kind and value.flags.carray
        if plain and value.shape == expected:
            self.arrays[name] = value if self.shape is None else value.reshape(-1)
            if kind is INT64:
                self.check_range(name)
            return
        array = memory.taken(self.layer.name, name, value)
        if array.dtype is not self.dtype and name not in self.layer.lowest and array.dtype != self.dtype:
            raise TypeError(
                f"{self.layer.name}: {name} is {array.dtype}, expected {self.dtype} as the inputs"
            )
        if array.shape != expected:
            raise self.layer.fail(f"{name} has shape {array.shape}, expected {expected} as {like}")
        self.arrays[name] = self.layer._own(name, array, self.dtype).reshape(self.extent(like))
        if name in self.layer.lowest:
            self.check_range(name)

    def asked(self, name: str, value: Any) -> bool:
        """A switch of a function; any number is no answer."""
        if value is False:
            return False
        if not isinstance(value, bool | np.bool_ | int) or value not in (0, 1):
            raise TypeError(f"{self.layer.name}: {name} must be True or False, got {shown(value)}")
        return bool(value)

    def save(self, kind: type[Any], names: Sequence[str]) -> Any:
        """The named results for the gradients of this call."""
        saved = kind(*self.results(names))
        saved._call = self.plan.about
        return saved

    def recall(self, residuals: Any, forward: Callable[..., Any], names: Sequence[str]) -> None:
        """What the forward saved; ``None`` lets it run again.  Looked at anew in every call."""
        if residuals is None:
            residuals = forward(**self.inputs, **self.options, save=True)[-1]
        fields = self.layer.saved
        if not isinstance(residuals, tuple) or len(residuals) != len(fields):
            raise TypeError(
                f"{self.layer.name}: residuals must be what forward(..., save=True) returns last, "
                f"({', '.join(fields)}), got {type(residuals).__name__}"
            )
        self._refuse_stranger(residuals._call if isinstance(residuals, Saved) else None)
        saved = dict(zip(getattr(residuals, "_fields", fields), residuals, strict=True))
        for name in names:
            if name not in saved:
                raise self.layer.fail(f"residuals have no {name}, only {', '.join(saved)}")
            self.add(name, name, saved[name])

    def _refuse_stranger(self, other: Mapping[str, Any] | None) -> None:
        """Residuals that say where they come from must come from a call like this one."""
        if other is None or other is (here := self.plan.about) or other == here:
            return
        there = other
        unlike = [k for k in {**here, **there} if not _alike(here.get(k), there.get(k))]
        if unlike:
            said = "; ".join(f"{k} = {there.get(k)} there, {here.get(k)} here" for k in unlike)
            raise self.layer.fail(f"residuals belong to another call: {said}")

    def new(self, name: str, like: str, out: Any = None) -> None:
        """Memory for a result: fresh, or ``out`` after checks."""
        shape, kind = self.plan.room(like)
        self.made.add(name)
        if out is None:
            self.arrays[name] = memory.room(self.layer.name, name, shape, kind)
        else:
            self._check_out(out, name, shape if self.shape is None else self.shape, kind)
            self.arrays[name] = np.asarray(out).reshape(shape)

    def _check_out(self, out: Any, name: str, shape: tuple[int, ...], kind: np.dtype[Any]) -> None:
        """The memory of a caller fits the result and is nobody else's."""
        if not isinstance(out, np.ndarray) or isinstance(out, np.ma.MaskedArray):
            raise TypeError(f"{self.layer.name}: out must be an array, got {type(out).__name__}")
        if out.shape != shape:
            raise self.layer.fail(f"out has shape {out.shape}, expected {shape} for {name}")
        if out.dtype != kind:
            raise TypeError(f"{self.layer.name}: out is {out.dtype}, expected {kind} for {name}")
        if not out.flags.c_contiguous or not out.flags.writeable or not out.flags.aligned:
            raise self.layer.fail(f"out for {name} must be C-contiguous, aligned and writeable")
        for other, array in self.arrays.items():
            if np.shares_memory(out, array):
                raise self.layer.fail(f"out for {name} shares memory with {other}")

    def new_all(self, names: Sequence[str], out: Any) -> None:
        """Memory for several results; ``out`` is then a tuple with one array (or ``None``) for each."""
        if out is None:
            for name in names:
                self.new(name, name)
            return
        outs = (out,) if len(names) == 1 else out
        if not isinstance(outs, tuple | list) or len(outs) != len(names):
            raise TypeError(
                f"{self.layer.name}: out must be a tuple of {len(names)} arrays: {', '.join(names)}, "
                f"got {shown(out)}"
            )
        for name, one in zip(names, outs, strict=True):
            self.new(name, name, one)

    def run(self, kernel: Callable[..., Any], arrays: tuple[str, ...], scalars: tuple[str, ...]) -> None:
        """Call a kernel with arrays and sizes by name; real options take the dtype of the arrays.

        Where all that it may write is empty it is not called: its loops over other axes could be endless.
        """
        numbers = self.plan.ready.get((kernel, arrays))
        if numbers is None:
            numbers = self.plan.ready[kernel, arrays] = self._numbers(arrays, scalars)
        if numbers is NOT_CALLED:
            return
        given = [self.arrays[a] for a in arrays]
        try:
            if tuned.unasked() or (chosen := self._chosen(kernel)) is None:
                kernel(*given, *numbers)
            else:
                with tuned.using(chosen):
                    kernel(*given, *numbers)
        except Unable:
            raise reason() from None
        except ZeroDivisionError:
            known = ", ".join(f"{s} = {self.sizes[s]}" for s in scalars)
            raise ComplexByZero(
                f"{self.layer.name}: {arrays[0]} is complex: compiled, that cannot be divided by 0 ({known})"
            ) from None

    def _numbers(self, arrays: Sequence[str], scalars: tuple[str, ...]) -> Any:
        """What a kernel takes beside arrays, the same in all calls alike; or that it is not called."""
        written = [self.arrays[a].size for a in arrays if a in self.made]
        return NOT_CALLED if written and not any(written) else self.plan.typed(scalars)

    def _chosen(self, kernel: Callable[..., Any]) -> tuned.Chosen | None:
        """What was measured to be best for such a call."""
        name = f"{self.layer.name}.{kernel.__name__}"
        return tuned.best(name, lambda: tuned.name_of(self.dtype.name, get_num_threads(), self.sizes))

    def result(self, *names: str) -> Any:
        """The named results: one array, or a tuple of several."""
        return self.shaped(names[0]) if len(names) == 1 else self.results(names)

    def shaped(self, name: str) -> np.ndarray[Any, Any]:
        array, shape = self.arrays[name], self.plan.shape
        return array if shape is None else array.reshape(shape)

    def results(self, names: Sequence[str]) -> tuple[np.ndarray[Any, Any], ...]:
        """The named results as a tuple."""
        return tuple(self.shaped(n) for n in names)


def _alike(a: Any, b: Any) -> bool:
    return bool(a == b or (a != a and b != b))


def between(low: Any, high: Any) -> str:
    """The limits of an option in words."""
    if low is None or high is None:
        return f"at most {high}" if low is None else f"at least {low}"
    return f"{low} .. {high}"


def flatten(value: Any) -> Iterator[Any]:
    """The numbers in nested tuples and lists, in order."""
    value = value.tolist() if isinstance(value, np.ndarray) else value
    if isinstance(value, tuple | list):
        for one in value:
            yield from flatten(one)
    else:
        yield value


def remember(known: dict[Any, Any], key: Any, value: Any) -> None:
    if len(known) >= REMEMBERED:
        known.clear()
    known[key] = value


def alike(inputs: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
    """What calls have in common that differ in elements only; ``None`` where an array is not as kernels read it."""
    marks: list[Any] = []
    for array in inputs.values():
        if type(array) is np.ndarray and array.flags.carray and (kind := KINDS.get(id(array.dtype))):
            marks += array.shape, kind
        elif array is None:
            marks.append(None)
        else:
            return None
    for value in options.values():
        if (one := mark(value)) is None:
            return None
        marks.append(one)
    return tuple(marks)


def mark(value: Any) -> Any:
    """What tells an option's value from every other one, also from an equal one; ``None`` if that is unknown."""
    kind = type(value)
    if kind is int or kind is str:
        return kind, value
    if kind is float:
        return kind, value or repr(value)  # zeros of either sign are equal
    if kind is tuple:
        parts = tuple(map(mark, value))
        return None if None in parts else parts
    return None


def spread(layer: str, option: Mapping[str, Any], value: Any) -> tuple[Any, ...]:
    """One value per symbol: a scalar is given to all, k values are repeated in runs."""
    name, count = option["name"], len(option["symbols"])
    if value is None and option["default"] is None:
        raise TypeError(f"{layer}: {name} has no default and must be given")
    try:
        values = tuple(flatten(value))
    except RecursionError:
        values = ()
    if not values or count % len(values):
        raise ValueError(f"{layer}: {name} takes 1 to {count} numbers, got {shown(value)}")
    run = count // len(values)
    return tuple(v for v in values for _ in range(run))


def arguments(function: Callable[..., Any]) -> tuple[str, ...]:
    """The sizes that a size function reads."""
    code = function.__code__
    return code.co_varnames[: code.co_argcount]


__all__ = [
    "Call",
    "Layer",
    "Step",
    "carried",
    "cell",
    "gcd",
    "inside",
    "larger",
    "plus",
    "residue",
    "smaller",
]
