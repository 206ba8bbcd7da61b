"""From formulas to machine code: kernels are made from a layer, and tried against oracles.

    codegen.compile(what)   a module with ``forward``, ``vjp``, ``vjp_<input>``, ``jvp`` and ``SPEC``
    codegen.verify(what)    a report: a verdict for each gradient, check by check

``what`` is a layer, the name of one in the catalogue, or the path of a Python file that defines one, as
for ``derive.layer``.  Importing this package imports nothing else: each function loads what it needs
when it is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

    from codegen.loops.legality import Illegal
    from codegen.verification.report import Verdict
    from codegen.verification.summary import Report
    from derive.api.lookup import LayerLike

__all__ = ["Illegal", "Report", "Verdict", "compile", "verify"]


def compile(layer: LayerLike, /) -> ModuleType:
    """The kernels of a layer as a Python module, like those in ``generated/``.

    ``module.forward(*inputs, save=False, **options)`` gives the outputs, with ``save=True`` also the
    residuals; ``module.vjp(*cotangents, *inputs, residuals=None, **options)`` gives all gradients,
    ``module.vjp_x(…)`` one, ``module.jvp(*inputs, x_dot=…, **options)`` the tangents.  Inputs are arrays
    of one floating dtype, float32 or float64, in the shapes that ``module.SPEC`` names; gradients have
    the shapes of their inputs.

    The files are kept on the disk (in ``$CHAINRULE_CACHE``, else in the user's cache folder) under the
    content of the model and the versions of everything that makes or runs them: the second call for
    the same model derives nothing, in this process or another.  Numba compiles a kernel when it is
    called for the first time.

    Raises ``ArgumentError`` for an argument that means no layer, ``ModelError`` for a model that
    contradicts itself, ``Illegal`` where loops cannot be proved to stay inside their arrays.

    >>> import codegen, numpy as np
    >>> kernels = codegen.compile("dense")
    >>> x, w, b = np.ones((2, 3)), np.ones((4, 3)), np.zeros(4)
    >>> kernels.forward(x, w, b).shape
    (2, 4)
    >>> kernels.vjp_x(np.ones((2, 4)), x, w, b)
    array([[4., 4., 4.],
           [4., 4., 4.]])
    """
    from codegen.module.cache import compiled
    from derive.api.lookup import one_layer

    return compiled(one_layer(layer))


def verify(
    layer: LayerLike,
    kernels: Any = None,
    *,
    cases: int = 25,
    seed: int = 0,
    checks: Iterable[str] | None = None,
) -> Report:
    """Try kernels against oracles that are written from the model alone.

    ``kernels``  a module, an object or a mapping with some of the functions of the modules in ``generated/``:
                 ``{"forward": f, "vjp_x": g}``, foreign ones too; ``codegen.compile(layer)`` if left out
    ``cases``    random sizes, options and data for each check; the same ``seed`` draws the same ones
    ``checks``   names of rungs (``["exact", "complex_step"]``) or of single checks; all if left out

    The ``Report`` has ``.verdict``, ``.passed``, ``.gradients`` and a readable table as its text.  A
    gradient passes where every check found its error within a bound that is computed, not guessed; a
    failure comes with a line of Python that repeats the smallest case found.  Raises ``ArgumentError``.

    >>> import codegen
    >>> report = codegen.verify("dense", cases=2, checks=["forward", "dot_product"])
    >>> report.verdict, report.passed
    (<Verdict.PASS: 'PASS'>, True)
    """
    from codegen.verification.summary import reported

    return reported(layer, kernels, cases, seed, checks)


def __getattr__(name: str) -> Any:
    """The types of the interface, imported when they are asked for."""
    match name:
        case "Illegal":
            from codegen.loops.legality import Illegal

            return Illegal
        case "Report" | "Verdict":
            from codegen.verification import summary

            return getattr(summary, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
