"""<Jv, u> = <v, J'u>, with Jv from dual numbers through the model and J'u from the kernel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from codegen.verification.cases import Case
from codegen.verification.judgement import worst
from codegen.verification.report import Outcome
from codegen.verification.rungs.pairing import paired
from codegen.verification.rungs.subject import Subject
from codegen.verification.rungs.values import forward


def dot_product(case: Case, subject: Subject) -> Outcome:
    """The kernel's gradient in every direction."""
    return paired(case, subject.tensor, subject.kernels.vjp(case, subject.tensor))


def in_blocks(case: Case, subject: Subject) -> Outcome:
    """Forward and <Jv, u> = <v, J'u> once more in every way that large arrays have: in blocks, by windows."""
    found = []
    for way in ("blocks", "correlations", "lagging"):
        with _forced(subject.kernels.module, way):
            found += [forward(case, subject), dot_product(case, subject)]
    return worst(found)


@contextmanager
def _forced(module: Any, way: str) -> Iterator[None]:
    """Contractions in blocks on any arrays, windows that slide in this way and in no other."""
    stencils = import_module(f"{module.__package__}.stencils")
    with _vectors(module).always_blocks(), stencils.slide(way):
        yield


def has_blocks(subject: Subject) -> bool:
    """Whether the module holds contractions that small arrays compute in plain loops."""
    return _vectors(subject.kernels.module) is not None


def _vectors(module: Any) -> Any:
    """What the module's kernels share for contractions, if it says that any of them has one."""
    spec = getattr(module, "SPEC", {})
    return import_module(f"{module.__package__}.vectors") if spec.get("blocks") else None


__all__ = ["dot_product", "has_blocks", "in_blocks"]
