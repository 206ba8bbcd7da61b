"""The same work for many layers of the catalogue, on all cores."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import TypeVar

from codegen.cli.answering import answer
from codegen.cli.terminal import Refusal, Ticker
from derive.layers import LAYERS
from derive.model.layer import Layer

T = TypeVar("T")
WORTH = 4
"""So many layers are worth the second or two in which a further process starts."""


def each(
    work: Callable[[Layer], T],
    layers: Sequence[Layer],
    tick: Ticker,
    what: str,
    refused: dict[str, str] | None = None,
    jobs: int | None = None,
) -> Iterator[T]:
    """``work`` on every layer, in their order; a model from a user's file stays in this process.

    ``jobs``: so many processes at most; one for each core if unsaid.

    A layer that cannot be done ends it, unless there is a place for what is wrong: then the others go on.
    """
    for name, result in zip(
        [one.name for one in layers], _results(work, layers, tick, what, jobs), strict=True
    ):
        try:
            made = result()
        except ValueError as error:
            said = answer(error)
            if said is None or refused is None:
                raise
            refused[name] = said
        else:
            yield made


def tell(refused: Mapping[str, str]) -> None:
    """Ends a command with what was wrong with some layers, when the others are done."""
    if refused:
        raise Refusal(
            "\n".join(f"{name}: {said.removeprefix(f'{name}: ')}" for name, said in refused.items())
        )


def _results(
    work: Callable[[Layer], T], layers: Sequence[Layer], tick: Ticker, what: str, jobs: int | None
) -> Iterator[Callable[[], T]]:
    """What gives the result of each layer, or raises what was wrong with it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    cores = min(cores, jobs or cores)
    if len(layers) < WORTH or cores == 1 or not all(layer in LAYERS for layer in layers):
        for done, layer in enumerate(layers):
            tick(f"{what} {layer.name}", done, len(layers))
            yield partial(work, layer)
        return
    fresh = multiprocessing.get_context("spawn")  # a fork would copy the locks of running threads
    with ProcessPoolExecutor(min(cores, len(layers)), mp_context=fresh) as pool, _ended_with_us():
        tick(f"{what} {layers[0].name}", 0, len(layers))
        with _deaf():
            made = {id(one): pool.submit(_by_name, work, one.name) for one in longest_first(layers)}
        futures = [made[id(layer)] for layer in layers]
        for done, future in enumerate(futures):
            yield future.result
            later = layers[done + 1 : done + 2]
            tick(f"{what} {later[0].name}" if later else what, done + 1, len(layers))


@contextmanager
def _deaf() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal: those that begin here leave it to their parent.

    They inherit that it is blocked.  The parent hears it as soon as they have begun, or at once where another
    of its threads takes it.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _ended_with_us() -> Iterator[None]:
    """What was interrupted is not worked on to its end: files get their names when they are whole."""
    others = {child.pid for child in multiprocessing.active_children()}
    try:
        yield
    except (KeyboardInterrupt, GeneratorExit):
        for child in multiprocessing.active_children():
            if child.pid not in others:
                child.terminate()
        raise


def longest_first(layers: Sequence[Layer]) -> list[Layer]:
    """The layers with the longest kernels first: none of them is begun when the others are done."""
    return sorted(layers, key=lambda layer: -_length(layer.name))


def _length(name: str) -> int:
    """The characters of the kernels that stand in ``generated/``."""
    from codegen.module.load import RUNTIME
    from codegen.source.names import volumes

    return sum(part.stat().st_size for part in volumes(name, RUNTIME))


def _by_name(work: Callable[[Layer], T], name: str) -> T:
    """A model is not sent to another process, only its name."""
    return work(LAYERS[name])


__all__ = ["each", "longest_first", "tell"]
