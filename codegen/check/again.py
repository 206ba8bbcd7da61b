"""One case of a check once more: what was expected and what came, as arrays."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from codegen.check.findings import differing
from codegen.verification import case_of
from derive.api.lookup import LayerLike, one_layer


def again(
    function: Any,
    layer: LayerLike,
    gradient: str,
    *,
    wrt: Sequence[str] | None = None,
    framework: str | None = None,
    sizes: Mapping[str, Any],
    **fields: Any,
) -> tuple[Any, Any]:
    """Print and return what was expected and what came; exit status 1 as a program where they differ."""
    from codegen.check.setup import setup_of
    from codegen.check.suspects import derived
    from derive.gradients import gradients

    model = one_layer(layer)
    case = case_of(model, sizes, **fields)
    tensor = {t.name: t for t in model.wrt}[gradient]
    setup = setup_of(function, model, wrt, {}, framework)
    for name, array in case.arrays.items():
        print(f"{name} =\n{array!r}")  # noqa: T201 - this is what the file is for
    for name, array in case.cotangents().items():
        print(f"d{name} =\n{array!r}")  # noqa: T201
    expected = derived(case, tensor, gradients(model, mode="free"))
    found = np.asarray(setup.kernels.vjp(case, tensor))
    print(f"expected d{gradient} =\n{expected!r}\nfound d{gradient} =\n{found!r}")  # noqa: T201
    if expected.shape != found.shape or differing(expected, found)[1]:
        sys.exit(1)
    return expected, found


__all__ = ["again"]
