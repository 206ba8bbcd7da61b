"""``checks``: a test of pytest that checks a function, and first the case that failed last time."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from codegen.check.checking import CASES, checked
from codegen.check.findings import Examination
from codegen.check.setup import Setup, fitting, setup_of
from codegen.verification import Case, case_of
from derive.api.arguments import at_least
from derive.api.lookup import LayerLike, one_layer

Test = Callable[..., None]


def checks(
    layer: LayerLike,
    *,
    wrt: str | Sequence[str] | None = None,
    settings: Mapping[str, int] | None = None,
    framework: str | None = None,
    cases: int = CASES,
    seed: int = 0,
) -> Callable[[Callable[..., Any]], Test]:
    """Make a test of a function that returns what is to be checked; the arguments are those of ``check``.

    The function may ask for fixtures.  The smallest failing case is kept in pytest's cache and comes first in
    the next run.

        @chainrule.checks("conv2d")
        def test_my_backward():
            return my_conv.backward
    """
    model = one_layer(layer)
    at_least("cases", cases, 1)

    def decorated(given: Callable[..., Any]) -> Test:
        @functools.wraps(given)
        def test(*arguments: Any, cache: Any, **fixtures: Any) -> None:
            setup = setup_of(given(*arguments, **fixtures), model, wrt, settings or {}, framework)
            place = f"chainrule/{given.__module__}.{given.__qualname__}"
            found = checked(setup, [*_kept(setup, cache.get(place, None)), *fitting(setup, cases, seed)])
            cache.set(place, _smallest(found))
            assert found.passed, f"\n{found}"

        signature = inspect.signature(given)
        wanted = inspect.Parameter("cache", inspect.Parameter.KEYWORD_ONLY)
        test.__signature__ = signature.replace(parameters=[*signature.parameters.values(), wanted])  # type: ignore[attr-defined]
        return test

    return decorated


def _smallest(found: Examination) -> dict[str, Any] | None:
    """The first failing case as plain data."""
    failed = next((one.failure for one in found.findings if one.failure), None)
    if failed is None:
        return None
    case = failed.case
    return {"sizes": dict(case.chosen), "seed": case.seed, "style": case.style, "omitted": list(case.omitted)}


def _kept(setup: Setup, said: Any) -> list[Case]:
    """The case of the last run, if it is one of this layer still."""
    try:
        case = case_of(
            setup.layer, said["sizes"], seed=said["seed"], style=said["style"], omitted=tuple(said["omitted"])
        )
        fitted = setup.fit(case)
    except (KeyError, TypeError, ValueError):
        return []
    return [] if fitted is None else [fitted]


__all__ = ["checks"]
