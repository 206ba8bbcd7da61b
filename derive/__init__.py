"""The mathematics of chainrule: from the forward of a layer to its gradients, with every step.

    derive.layer(what)          a layer by its name in the catalogue, or from a file of your own
    derive.load_file(path)      all layers that a file defines
    derive.gradient(what, wrt)  the gradient towards one input: formula, steps, text, LaTeX, HTML
    derive.LAYERS               the catalogue: ``LAYERS.names``, ``LAYERS["conv2d"]``, iteration

Models are written with ``derive.notation``; kernels are made from them by ``codegen``.  Importing this
package imports nothing else: each function loads what it needs when it is called.

>>> import derive
>>> print(derive.gradient("dense", "x").formula)
sum(dy[n, o]*w[o, k] for o=0..O - 1)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from derive.api.arguments import ArgumentError
    from derive.api.lookup import LayerLike
    from derive.api.result import Gradient
    from derive.expr import Tensor
    from derive.layers import LAYERS
    from derive.model.layer import Layer, ModelError

__all__ = [
    "LAYERS", "ArgumentError", "Gradient", "Layer", "ModelError", "Tensor", "gradient", "layer", "load_file",
]  # fmt: skip


def layer(what: LayerLike, /) -> Layer:
    """One layer: itself, by its name in the catalogue, or from the Python file that defines it.

    Raises ``ArgumentError`` for a name that no layer has (with those that are near), and for a file
    that is not there, cannot be run or defines another number of layers than one.  The file is run.

    >>> import derive
    >>> print(derive.layer("dense").definition(derive.layer("dense").outputs[0]))
    y[n, o] = b[o] + sum(w[o, k]*x[n, k] for k=0..K - 1)   for n=0..N - 1, o=0..O - 1
    >>> derive.layer("dens")
    Traceback (most recent call last):
    derive.api.arguments.ArgumentError: layer: no layer is called 'dens'. Did you mean dense?
    """
    from derive.api.lookup import one_layer

    return one_layer(what)


def load_file(path: str | os.PathLike[str], /) -> dict[str, Layer]:
    """The layers that a Python file defines at top level, by name, in their order; the file is run.

    ``derive.load_file("rms_norm.py")["rms_norm"]``; a layer that the file only imports from the
    catalogue does not count.  Raises ``ArgumentError`` with the line of the file where it fails.
    """
    from pathlib import Path

    from derive.api.lookup import from_file

    return {one.name: one for one in from_file(Path(path))}


def gradient(
    layer: LayerLike,
    wrt: str | Tensor,
    *,
    order: int = 1,
    set: Mapping[str, int] | None = None,
    general: bool = False,
    mode: str = "free",
) -> Gradient:
    """Derive the gradient of a loss with respect to one input of a layer.

    The law: with ``dy`` the gradient of the loss with respect to the output ``y``, the result is
    ``dx = Σ dy · ∂y/∂x``, an array of the shape of ``x``, simplified to the form of the textbooks.

    ``layer``    a layer, the name of one in the catalogue, or the path of a Python file with one
    ``wrt``      the input: its name or its tensor
    ``order``    2 derives the gradient once more towards the same input, and so on
    ``set``      options and sizes to fix: ``{"stride": 2}``, ``{"s_h": 2, "KH": 3}``
    ``general``  leaves stride, dilation and groups symbolic; without it they are 1 unless set
    ``mode``     how a strided index is inverted: "free" (a congruence, as in print), "unit" (a unit
                 coefficient) or "residue" (one line per residue class, as kernels compute it)

    The ``Gradient`` has ``.formula`` (a SymPy expression), ``.definition``, ``.program``, ``.steps``,
    ``.conditions``, ``.text()``, ``.latex()``, ``.html()``; it shows its derivation in a notebook.
    Raises ``ArgumentError`` naming the argument, and ``ModelError`` for a model that contradicts itself.

    >>> import derive
    >>> g = derive.gradient("dense", "w")
    >>> print(g.definition)
    dw[o, k] = sum(dy[n, o]*x[n, k] for n=0..N - 1)   for o=0..O - 1, k=0..K - 1
    >>> [step.rule for step in g.steps]
    ['chain rule', 'differentiate', 'contract']
    >>> print(g.text(steps=False).splitlines()[0])
    dense · gradient with respect to w
    >>> derive.gradient("dense", "y")
    Traceback (most recent call last):
    derive.api.arguments.ArgumentError: wrt: dense has no gradient towards 'y'; there are: x, w, b
    """
    from derive.api.result import gradient

    return gradient(layer, wrt, order, set, general, mode)


def __getattr__(name: str) -> Any:
    """The catalogue and the types of the interface, imported when they are asked for."""
    if name in __all__:
        from derive import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
