"""An interpreter of definitions in index notation, independent of every derivation and every generator.

A definition is evaluated on whole grids: the index opened t-th lies on axis -(t+2), the last axis
belongs to the seeds of ``numbers.Dual``.  A *mask* says at which points of the grid an expression is
needed; elsewhere (beside a false bracket, in the branch not chosen, outside a bound that depends on
another index) its value is arbitrary, and only there may an access leave its array.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

import numpy as np
from sympy import Add, Expr, Mul, Symbol

from codegen.verification.interpreter import accesses, folds, numbers, scalars
from codegen.verification.interpreter.by_sizes import (
    SMALL,
    Grids,
    any_reads_data,
    kept_for,
    reads_data,
    reads_numbers,
)
from codegen.verification.interpreter.doubt import close, uncertain, unknown
from codegen.verification.interpreter.frame import EvaluationError, Frame, Watch
from codegen.verification.interpreter.meaning import Again, evaluate
from codegen.verification.interpreter.numbers import CERTAIN, Array, Bounded, Dual, ordered, plain, structural
from codegen.verification.interpreter.precision import now
from derive.expr import Cond, Iverson, Tensor
from derive.model.layer import Def, Program

T = TypeVar("T")
MEANINGS = (scalars, accesses, folds)
"""What the nodes mean stands there; to import them is to make it known."""


@dataclass
class Evaluator:
    """``symbols`` gives sizes and options, ``arrays`` the tensors by name; ``run`` adds what it defines."""

    symbols: Mapping[Symbol, Any]
    arrays: dict[str, Any]
    dtype: Any = np.float64
    watch: Watch = field(default_factory=Watch)
    again: Again = field(default_factory=Again)
    kept: Grids = field(default_factory=Grids)
    """What others have worked out at these sizes, if ``symbols`` is all of them (``at_sizes``)."""

    @classmethod
    def at_sizes(
        cls, symbols: Mapping[Symbol, Any], arrays: dict[str, Any], dtype: Any = np.float64
    ) -> Evaluator:
        """At sizes that stay what they are: frames and indices are shared by all evaluations there."""
        return cls(symbols, arrays, dtype, kept=kept_for(symbols, dtype))

    def run(self, program: Program) -> dict[str, Any]:
        """Evaluate all definitions in order; returns every array by name."""
        self.check_inputs(program)
        with np.errstate(all="ignore"):
            for one in program.defs:
                self.define(one)
        return self.arrays

    def check_inputs(self, program: Program) -> None:
        for tensor in program.inputs:
            if tensor.name in self.arrays:
                found, wanted = plain(self.arrays[tensor.name]).shape, self.shape(tensor)
                if found != wanted:
                    raise EvaluationError(f"{tensor.name} has shape {found}, the model says {wanted}")

    def shape(self, tensor: Tensor) -> tuple[int, ...]:
        """The extents of a tensor as integers."""
        extents = tensor.shape
        return self.kept.at(self.kept.root, extents, lambda: tuple(map(self.scalar, extents)))

    def scalar(self, e: Any) -> int:
        """An expression of sizes and options as an integer."""
        return int(self.integer(e, self.kept.root).reshape(-1)[0])

    def define(self, one: Def) -> None:
        """Evaluate one definition into its array (and create that)."""
        frame = self.open(one.free, self.kept.root)
        if one.scatter:  # a false bracket skips the statement
            factors = Mul.make_args(one.expr)
            frame = self.holds([c for f in factors if isinstance(f, Iverson) for c in f.args], frame)
        shape = self.shape(one.tensor)
        at, needed = self.written(one, shape, frame)
        self.again.begin(one.expr)
        found = evaluate(one.expr, self, frame)
        value = scalars.counted(self.real(found), self) if one.tensor.kind == "real" else self.label(found)

        if one.scatter:
            value = _added_up(value, at, needed, shape)
        old, laid_out = self.arrays.get(one.tensor.name), partial(frame.laid_out, needed)
        self.arrays[one.tensor.name] = _store(old, shape, at, structural(laid_out, value), one.scatter)

    def written(self, one: Def, shape: tuple[int, ...], frame: Frame) -> tuple[tuple[Array, ...], Array]:
        """The places that a definition writes, each once, and at which points of the grid."""

        def find() -> tuple[tuple[Array, ...], Array]:
            index = [np.broadcast_to(self.integer(e, frame), frame.grid).reshape(-1) for e in one.lhs.index]
            needed = np.broadcast_to(frame.mask, frame.grid).reshape(-1)
            at = tuple(i[needed] for i in index)
            _check_written(one, at, shape)
            return at, needed

        return self.unless_data(one.lhs.index, frame, ("written", one.lhs, one.scatter), find)

    def unless_data(self, said: Sequence[Any], frame: Frame, what: Hashable, make: Callable[[], T]) -> T:
        """``make()``, kept if what it hangs on reads no data."""
        if not frame.fixed:
            return make()
        return self.kept.at(frame, what, make, lambda: not any_reads_data(said))

    def open(self, binders: Sequence[tuple[Symbol, Expr, Expr]], frame: Frame) -> Frame:
        """Open indices: each gets an axis over the hull of its range; the mask keeps what is inside."""
        ends = [end for _, *both in binders for end in both]
        return self.unless_data(
            ends, frame, ("open", tuple(binders)), lambda: self._opened(binders, frame, any_reads_data(ends))
        )

    def _opened(self, binders: Sequence[tuple[Symbol, Expr, Expr]], frame: Frame, by_data: bool) -> Frame:
        fixed = frame.fixed and not by_data
        for z, lo, hi in binders:
            first, last = self.integer(lo, frame), self.integer(hi, frame)
            some = np.broadcast_to(frame.mask, np.broadcast_shapes(frame.mask.shape, first.shape, last.shape))
            some = some & (first <= last)
            if not some.any():
                start, stop = 0, -1
            else:
                start = int(np.broadcast_to(first, some.shape)[some].min())
                stop = int(np.broadcast_to(last, some.shape)[some].max())
            line = np.arange(start, stop + 1).reshape(-1, *(1,) * (len(frame.extents) + 1))
            frame = Frame(
                {**frame.values, z: line},
                (*frame.extents, stop - start + 1),
                frame.mask & (first <= line) & (line <= last),
            )
        return replace(frame, fixed=fixed and math.prod(frame.extents) <= SMALL)

    def integer(self, e: Any, frame: Frame) -> Array:
        """An index expression as an array of int64; fractions are refused where the mask holds."""
        return self.unless_data((e,), frame, e, lambda: self._integer(e, frame))

    def _integer(self, e: Any, frame: Frame) -> Array:
        value = plain(evaluate(e, self, frame))
        if value.dtype.kind in "bi":
            return value.astype(np.int64)
        near = np.rint(ordered(value).astype(np.float64))
        exact = np.abs(near - value.astype(np.float64)) < 1e-9
        if np.any(~exact & frame.mask):
            raise EvaluationError(f"the index {e} is not an integer")
        return np.where(np.isfinite(near), near, 0).astype(np.int64)

    def real(self, value: Any) -> Any:
        """Integers become numbers of this evaluation; other values stay."""
        if isinstance(value, Dual | Bounded):
            return value
        array = np.asarray(value)
        if array.dtype.kind not in "biu" or self.dtype is object:
            return array.astype(object) if self.dtype is object else array
        return array.astype(self.dtype)

    def holds(self, conds: Sequence[Any], frame: Frame) -> Frame:
        """The frame in which all conditions hold; conditions on data are looked at last."""
        if not conds:
            return frame
        return self.unless_data(conds, frame, ("holds", tuple(conds)), lambda: self._holding(conds, frame))

    def _holding(self, conds: Sequence[Any], frame: Frame) -> Frame:
        fixed = frame.fixed and not any_reads_data(conds)
        for cond in sorted(conds, key=reads_data):
            frame = frame.where(self.condition(cond, frame))
        return replace(frame, fixed=fixed)

    def label(self, value: Any) -> Any:
        """Integers, and where they may be others."""
        whole = plain(value).astype(np.int64)
        return unknown(whole, uncertain(value))

    def doubtful(self, e: Any, frame: Frame) -> Array:
        """Where an index may be another one, because rounding decides a comparison that it hangs on."""
        return uncertain(evaluate(e, self, frame)) if reads_data(e) else CERTAIN

    def unsure(self, conds: Sequence[Any], frame: Frame) -> Array:
        """Where no condition fails surely, but one is decided by rounding."""
        if not any_reads_data(conds):
            return CERTAIN
        found = CERTAIN
        for cond in sorted(conds, key=reads_data):
            near = found & False
            if isinstance(cond, Cond) and cond.kind != "divides" and reads_data(cond):
                near = close(evaluate(cond.of, self, frame))
            frame = frame.where(near | self.condition(cond, frame))
            found = found | near
        return frame.mask & found

    def undecided(self, conds: Sequence[Any], frame: Frame) -> Array:
        """Where no condition fails, but one compares a NaN."""
        unknown = CERTAIN
        if not any(reads_numbers(cond) for cond in conds):
            return unknown
        for cond in sorted(conds, key=reads_data):
            nan = np.zeros(1, dtype=bool)
            if isinstance(cond, Cond) and cond.kind != "divides":
                nan = np.logical_or(*map(_is_nan, self.compared(evaluate(cond.of, self, frame), cond, frame)))
            frame = frame.where(nan | self.condition(cond, frame))
            unknown = unknown | nan
        return frame.mask & unknown

    def condition(self, cond: Any, frame: Frame) -> Array:
        """Truth of one condition at every point of the grid."""
        if not isinstance(cond, Cond):
            return np.full(1, bool(cond))
        if cond.kind == "divides":
            return self.integer(cond.of, frame) % self.integer(cond.divisor, frame) == 0
        e = evaluate(cond.of, self, frame)
        self.watch.compare(e, frame.mask)
        a, b = self.compared(e, cond, frame)
        relation = {"ge": a >= b, "gt": a > b, "eq": a == b, "ne": a != b}[cond.kind]
        return np.asarray(relation).astype(bool)

    def compared(self, e: Any, cond: Any, frame: Frame) -> tuple[Array, Array]:
        """What a condition compares: ``e`` with 0; where that is ∞ − ∞, its terms of either sign."""
        at = ordered(e)
        if not _is_nan(at).any():
            return at, np.zeros(1, dtype=np.int64)
        terms = Add.make_args(cond.of)
        taken = Add(*(-t for t in terms if t.could_extract_minus_sign()))
        given = Add(*(t for t in terms if not t.could_extract_minus_sign()))
        return ordered(evaluate(given, self, frame)), ordered(evaluate(taken, self, frame))


def _is_nan(at: Array) -> Array:
    return np.not_equal(at, at).astype(bool)


def _added_up(value: Any, at: tuple[Array, ...], needed: Array, shape: tuple[int, ...]) -> Any:
    """Terms of sums that a scatter makes: each is rounded as often as the law of sums says."""
    if not isinstance(value, Bounded) or not at:
        return value
    place = np.ravel_multi_index(at, shape)
    often = np.zeros(len(needed))
    lengths, each = np.unique(np.bincount(place, minlength=1)[place], return_inverse=True)
    often[needed] = np.array([now().summed(int(n)) for n in lengths])[each]
    grid = (*value.value.shape[:-1], 1)
    often = often.reshape(grid) if often.size == int(np.prod(grid)) else np.full(1, often.max(initial=0))
    return Bounded(value.value, value.error + often * np.abs(value.value))


def _check_written(one: Def, at: tuple[Array, ...], shape: tuple[int, ...]) -> None:
    for axis, (i, extent) in enumerate(zip(at, shape, strict=True)):
        if i.size and (i.min() < 0 or i.max() >= extent):
            raise EvaluationError(f"{one.lhs} writes outside axis {axis}: {i.min()}..{i.max()} of {extent}")
    if at and not one.scatter and at[0].size:
        seen = np.zeros(shape, dtype=bool)
        seen[at] = True
        if np.count_nonzero(seen) < len(at[0]):
            raise EvaluationError(f"{one.lhs} writes an element twice")


def _store(
    old: Any, shape: tuple[int, ...], at: tuple[Array, ...], value: Any, add: bool, seeded: bool = False
) -> Any:
    """The array of a definition; elements that nothing writes stay NaN, sums start at zero."""
    for system in (Dual, Bounded):
        if isinstance(value, system) or isinstance(old, system):
            news = numbers.parts(value, system)
            olds = [None] * len(news) if old is None else numbers.parts(old, system)
            along = [seeded or (system is Dual and k > 0) for k in range(len(news))]
            return system(
                *(_store(o, shape, at, v, add, s) for o, v, s in zip(olds, news, along, strict=True))
            )
    made = _ready(old, shape, value, add, seeded)
    if add:
        np.add.at(made, at, value)
    else:
        made[at] = value
    return made if seeded else made[..., 0]


def _ready(old: Any, shape: tuple[int, ...], value: Array, add: bool, seeded: bool) -> Array:
    """What stands in the array before a definition writes to it."""
    seeds = value.shape[-1]
    if old is not None:
        old = old if seeded else old[..., None]
        seeds = max(seeds, old.shape[-1])
    blank: Any = np.nan if value.dtype.kind in "fc" and not add else 0
    made = np.full((*shape, seeds), blank, dtype=value.dtype)
    if old is not None:
        made[...] = old
    return made


__all__ = ["MEANINGS", "EvaluationError", "Evaluator", "Frame", "Watch"]
