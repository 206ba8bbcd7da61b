"""What is proved of the kernels of a module for all sizes that a call admits, and what is left to tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from codegen.loops.nodes import Kernel, Node, Parallel
from codegen.loops.roles import inside, scalars, walk
from codegen.numba.precedence import ABREAST, SKIPPED_TERMS, STENCILS, TILES, VECTORS
from derive.expr import Acc, accesses

DECIDING = {"abreast", "blocks", "correlations", "either", "few", "finite", "lagging", "parts", "scratch"}
LENGTHS = {"colblock", "depthblock", "rowblock", "skipping"}
ROUTINES = frozenset({*ABREAST, *SKIPPED_TERMS, *STENCILS, *TILES, *VECTORS} - DECIDING - LENGTHS)
"""What loops over memory of its own accord; the others only decide, say a length, or make an array."""
NOT_PROVED = "not proved for "
ASSUMED = "taken to be written where it is read"


@dataclass(frozen=True)
class Guarantees:
    """``accesses`` and ``parallel`` count what is proved; ``assumed``, ``data`` and ``routines`` are not."""

    accesses: int
    parallel: int
    assumed: tuple[str, ...]
    data: tuple[str, ...]
    routines: tuple[str, ...]

    @classmethod
    def of(cls, kernels: Mapping[str, Kernel], used: Iterable[str], data: Mapping[str, str]) -> Guarantees:
        """``used``: what the texts of the kernels call; ``data``: where integers of a caller have to lie."""
        nodes = [node for kernel in kernels.values() for node in walk(kernel.body)]
        return cls(
            sum(1 for node in nodes for _ in _touched(node)),
            sum(isinstance(node, Parallel) for node in nodes),
            tuple(
                f"{name}: {one.reason.removeprefix(NOT_PROVED)} written before read"
                for name, kernel in kernels.items()
                for one in kernel.decisions
                if one.choice == ASSUMED
            ),
            tuple(data.values()),
            tuple(sorted(ROUTINES & set(used))),
        )

    def spec(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "proved": {"in bounds": self.accesses, "iterations apart": self.parallel},
            "not proved": {
                "written before read": list(self.assumed),
                "integers in range": list(self.data),
                "routines": list(self.routines),
            },
        }

    def lines(self) -> Iterator[str]:
        """For the reader of the module."""
        head = "Proved for all sizes and options that a call admits:"
        yield " ".join([head, self._elements(), *self._loops()])
        open_ends = [*self._open()]
        yield f"Not proved: {'; '.join(open_ends)}." if open_ends else "Nothing of that is left unproved."

    def _elements(self) -> str:
        count = "one place" if self.accesses == 1 else f"{self.accesses} places"
        return f"an element that is read or written lies inside its array, at all {count} of the kernels."

    def _loops(self) -> Iterator[str]:
        if self.parallel:
            loops = (
                "The parallel loop" if self.parallel == 1 else f"Each of the {self.parallel} parallel loops"
            )
            yield f"{loops} has no two iterations that write the same element, and none that reads another's."

    def _open(self) -> Iterator[str]:
        yield from (f"{one} (tested in each call)" for one in self.data)
        yield from self.assumed
        if self.routines:
            yield f"the hand-written loops of {', '.join(self.routines)} (tried between protected pages)"


def _touched(node: Node) -> Iterator[Acc]:
    """The elements that a node itself reads or writes, each place of the text once."""
    for e in (*scalars(node), *inside(node)):
        yield from accesses(e)


__all__ = ["Guarantees"]
