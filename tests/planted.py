"""Faults planted in kernels: each makes of a right function one that is wrong in one place.

A fault says of what kind it is, in which function of which layer it stands, and which rungs find it.  What it
does is done to the results, or to what the function is given to read, as a fault in a block, a tail, a thread
or a precision does it; the kernels themselves run as they are.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from generated.threads import get_num_threads

Effect = Callable[[Any, dict[str, Any]], Any]


@dataclass(frozen=True)
class Fault:
    """``after`` changes the first result, ``before`` the arguments, ``instead`` is another function."""

    kind: str
    layer: str
    function: str
    after: Effect | None = None
    before: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    instead: Callable[..., Any] | None = None
    by: tuple[str, ...] = ("edges",)

    def __str__(self) -> str:
        return f"{self.kind} [{self.layer}.{self.function}]"


def planted(module: Any, fault: Fault) -> Any:
    """The module with the fault in it."""
    right = getattr(module, fault.function)
    signature = inspect.signature(right)

    def wrong(*given: Any, **named: Any) -> Any:
        if fault.instead:
            return fault.instead(right, *given, **named)
        bound = signature.bind(*given, **named)
        if fault.before:
            bound.arguments |= fault.before(dict(bound.arguments))
        made = right(*bound.args, **bound.kwargs)
        first = made[0] if isinstance(made, tuple) else made
        if fault.after:
            with np.errstate(all="ignore"):
                changed = fault.after(first.copy(), dict(bound.arguments))
            first[...] = first if changed is None else changed
        return made

    return SimpleNamespace(**{**vars(module), fault.function: wrong})


def at(axis: int, place: int, to: float = 0.0) -> Effect:
    """One row, column or pixel of the result is lost, where there are so many."""

    def effect(a: Any, _: Any) -> Any:
        if a.ndim and a.shape[axis] > place:
            np.moveaxis(a, axis, 0)[place] = to
        return a

    return effect


def when(holds: Callable[[Any], bool]) -> Effect:
    """The last element is wrong where a condition holds of the result."""

    def effect(a: Any, _: Any) -> Any:
        if a.size and holds(a):
            a.reshape(-1)[-1] += 1
        return a

    return effect


def in_float32(a: Any) -> bool:
    return bool(a.dtype == np.float32)


def single_tail(a: Any) -> bool:
    return in_float32(a) and a.shape[-1] > 16


def in_threads(_: Any) -> bool:
    return get_num_threads() > 1


def counts(axis: int, block: int, rest: int) -> Callable[[Any], bool]:
    return lambda a: a.shape[axis] > block and a.shape[axis] % block == rest


def longer(axis: int, size: int) -> Callable[[Any], bool]:
    return lambda a: bool(a.shape[axis] > size)


def raced(a: Any, _: Any) -> Any:
    """What a thread adds is sometimes lost."""
    if get_num_threads() > 1 and a.size > 1 and _RACE.random() < 0.5:
        a.reshape(-1)[a.size // 2] -= 1
    return a


_RACE = np.random.default_rng(0)


def imaginary(a: Any, _: Any) -> Any:
    """The product of complex blocks loses what is imaginary in one column."""
    if a.dtype.kind == "c" and a.ndim and a.shape[-1] > 8:
        a[..., -1] = a[..., -1].real
    return a


def unread(name: str, axis: int, place: int) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """One slice of an argument is taken for zero, where there are so many: a term of a sum is lost."""

    def change(given: dict[str, Any]) -> dict[str, Any]:
        a = given[name].copy()
        if a.shape[axis] > place:
            np.moveaxis(a, axis, 0)[place] = 0
        return {name: a}

    return change


def short(name: str, bits: int = 15) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Positions that need more bits name others."""

    def change(given: dict[str, Any]) -> dict[str, Any]:
        flat = given[name].reshape(-1)
        around = flat[np.arange(flat.size) % 2**bits]
        return {name: around.reshape(given[name].shape)}

    return change


def fortran(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """An array in the order of Fortran is read as it lies."""

    def change(given: dict[str, Any]) -> dict[str, Any]:
        a = given[name]
        if a.flags.f_contiguous and not a.flags.c_contiguous:
            a = a.T.copy().reshape(a.shape)
        return {name: a}

    return change


def within(name: str, of: str, axis: int) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Labels are not looked at; what names nothing names the last place."""
    return lambda given: {name: np.clip(given[name], 0, given[of].shape[axis] - 1)}


def without_nan(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda given: {name: np.nan_to_num(given[name], nan=-8.0)}


def out_unchecked(right: Callable[..., Any], *given: Any, out: Any = None, **named: Any) -> Any:
    made = right(*given, **named)
    if out is None:
        return made
    flat = np.asarray(made, out.dtype).reshape(-1)
    if out.flags.writeable:
        out.reshape(-1)[: flat.size] = flat[: out.size]
    return out


def out_ignored(right: Callable[..., Any], *given: Any, out: Any = None, **named: Any) -> Any:
    return right(*given, **named)


def out_overlapping(right: Callable[..., Any], *given: Any, out: Any = None, **named: Any) -> Any:
    if out is None or not any(isinstance(a, np.ndarray) and np.shares_memory(a, out) for a in given):
        return right(*given, out=out, **named)
    out.reshape(-1)[0] = 0  # a result is there before all is read
    out[...] = right(*given, **named)
    return out


def scribbling(right: Callable[..., Any], *given: Any, **named: Any) -> Any:
    made = right(*given, **named)
    for a in given:
        if isinstance(a, np.ndarray) and a.dtype.kind == "f" and a.flags.writeable:
            a[...] = 0
    return made


def all_winners(right: Callable[..., Any], dy: Any, x: Any, **named: Any) -> Any:
    """The gradient of a maximum goes to all that tie: twice is what a sum of both inputs gets."""
    dx = right(dy, x, **named)
    left = np.concatenate([x[..., :1] - 1, x[..., :-1]], axis=-1)
    there = np.concatenate([dx[..., :1] * 0, dx[..., :-1]], axis=-1)
    dx[...] = np.where((x == left) & (dx == 0), there, dx)
    return dx


def many_taps(right: Callable[..., Any], dy: Any, x: Any, **options: Any) -> Any:
    """Windows with more taps than were unrolled."""
    return right(dy, x, **options) * (2 if options.get("kernel", 2) > 4 else 1)


def large_squares(right: Callable[..., Any], x: Any, gamma: Any, beta: Any, *given: Any, **named: Any) -> Any:
    """The variance as the mean of squares less the square of the mean."""
    made = right(x, gamma, beta, *given, **named)
    m = x.dtype.type(x.shape[0])
    mean = x.sum(axis=0) / m
    var = np.abs((x * x).sum(axis=0) / m - mean * mean)
    made[0][...] = gamma * ((x - mean) / np.sqrt(var + x.dtype.type(named.get("eps", 1e-5)))) + beta
    return made


def plain_softmax(right: Callable[..., Any], x: Any, **named: Any) -> Any:
    with np.errstate(all="ignore"):
        e = np.exp(x)
        return e / e.sum(axis=1, keepdims=True)


def _lost() -> list[Fault]:
    """One column, row or term at the edge of a block, in the forward and in the gradients."""
    made = []
    for edge in (64, 96, 256, 384):
        made += [
            Fault(f"column {edge} lost", "dense", "forward", at(1, edge)),
            Fault(f"row {edge} lost", "dense", "forward", at(0, edge)),
            Fault(f"depth {edge} lost", "dense", "forward", before=unread("x", 1, edge)),
            Fault(f"column {edge} lost", "dense", "vjp_x", at(1, edge)),
            Fault(f"depth {edge} lost", "dense", "vjp_x", before=unread("dy", 1, edge)),
            Fault(f"row {edge} lost", "dense", "vjp_w", at(0, edge)),
            Fault(f"depth {edge} lost", "dense", "vjp_w", before=unread("dy", 0, edge)),
            Fault(f"term {edge} lost", "dense", "vjp_b", before=unread("dy", 0, edge)),
            Fault(f"column {edge} lost", "softmax", "forward", at(1, edge)),
            Fault(f"column {edge} lost", "batch_norm_features", "vjp_x", at(1, edge)),
            Fault(f"term {edge} lost", "batch_norm_features", "vjp_gamma", before=unread("dy", 0, edge)),
            Fault(f"pixel {edge} lost", "max_pool1d", "vjp_x", at(2, edge)),
        ]
    return made


PLACES = (("dense", "forward"), ("dense", "vjp_x"), ("dense", "vjp_w"), ("softmax", "forward"),
          ("softmax", "vjp_x"), ("batch_norm_features", "vjp_x"), ("max_pool1d", "vjp_x"),
          ("prelu", "vjp_x"))  # fmt: skip


def _everywhere() -> list[Fault]:
    """What happens to any kernel: a tail, a size, a thread, a precision."""
    made = []
    for layer, name in PLACES:
        made += [
            Fault("last column, 1 modulo the block", layer, name, when(counts(-1, 64, 1))),
            Fault("unrolled remainder, row 7 of 8", layer, name, when(counts(0, 8, 7))),
            Fault("vector tail", layer, name, when(counts(-1, 16, 1))),
            Fault(
                "vector tail, float32 only", layer, name, when(lambda a: in_float32(a) and a.shape[-1] > 16)
            ),
            Fault("split between threads", layer, name, when(in_threads)),
            Fault("race between threads", layer, name, raced),
            *(Fault(f"rows over {n}", layer, name, when(longer(-1, n))) for n in (8, 16, 64)),
            Fault("sums over 1000", layer, name, when(longer(0, 1000))),
        ]
    return made


REFUSED = ("refusals",)
NAN = ("not_a_number",)

SINGLE = [
    Fault("race in db", "dense", "vjp_b", raced),
    Fault("scratch shared by threads", "batch_norm_features", "vjp_gamma", raced),
    Fault("positions of sixteen bits", "dense", "forward", before=short("x")),
    Fault("positions of sixteen bits", "dense", "vjp_w", before=short("x", 16)),
    Fault("positions of sixteen bits", "max_pool1d", "forward", before=short("x")),
    Fault("windows over 9 taps", "max_pool1d", "vjp_x", instead=many_taps),
    Fault("complex block product", "dense", "forward", imaginary),
    Fault("variance as E[x²] − μ²", "batch_norm_features", "forward", instead=large_squares),
    Fault("softmax without its maximum", "softmax", "forward", instead=plain_softmax),
    Fault("ties sent to all winners", "max_pool1d", "vjp_x", instead=all_winners),
    Fault("NaN lost", "max_pool1d", "forward", before=without_nan("x"), by=NAN),
    Fault("NaN lost", "softmax", "forward", before=without_nan("x"), by=NAN),
    Fault("NaN lost", "prelu", "forward", before=without_nan("x"), by=NAN),
    Fault("NaN lost", "batch_norm_features", "forward", before=without_nan("x"), by=NAN),
    *(Fault("out= unchecked", layer, name, instead=out_unchecked, by=REFUSED) for layer, name in PLACES[:5]),
    *(Fault("out= ignored", layer, name, instead=out_ignored, by=REFUSED) for layer, name in PLACES[:5]),
    Fault("out= overlaps an input", "softmax", "forward", instead=out_overlapping, by=REFUSED),
    Fault("out= overlaps an input", "softmax", "vjp_x", instead=out_overlapping, by=REFUSED),
    Fault("Fortran taken for C", "dense", "forward", before=fortran("x"), by=REFUSED),
    Fault("Fortran taken for C", "dense", "vjp_w", before=fortran("dy"), by=REFUSED),
    Fault("Fortran taken for C", "softmax", "forward", before=fortran("x"), by=REFUSED),
    Fault("labels unchecked", "cross_entropy", "forward", before=within("t", "x", 1), by=REFUSED),
    Fault("an input scribbled on", "dense", "forward", instead=scribbling),
    Fault("an input scribbled on", "softmax", "vjp_x", instead=scribbling),
    Fault("an input scribbled on", "prelu", "forward", instead=scribbling, by=REFUSED),
]  # fmt: skip

FAULTS = [*_lost(), *_everywhere(), *SINGLE]
