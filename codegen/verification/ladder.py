"""The ladder: which checks there are, and how layers climb it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from hypothesis import HealthCheck, Phase, configuration, find, given, settings
from hypothesis import seed as seeded
from hypothesis.errors import Flaky, NoSuchExample
from numba.core.errors import NumbaError

from codegen.verification.callables.kernels import Kernels, kernels_of
from codegen.verification.callables.one_text import one_text, served
from codegen.verification.cases import Case, case_of
from codegen.verification.eleven import LADDER, rungs
from codegen.verification.reach import kernels_stay
from codegen.verification.report import CheckReport, GradientReport, Outcome, Verdict
from codegen.verification.rungs import Check, Subject
from codegen.verification.strategies import cases
from derive.model.layer import Layer
from generated.routines import uncollected

RAISED = (
    ArithmeticError, AssertionError, AttributeError, BufferError, ImportError, LookupError, NumbaError,
    OSError, RuntimeError, TypeError, ValueError,
)  # fmt: skip
"""What functions raise on a case that they do not master; of memory, the oracle may have been short."""

EXAMPLES = 25
SHRINKING = 300

Progress = Callable[[str, int, int], Any]


def _quiet(count: int) -> settings:
    return settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


@contextmanager
def _aside() -> Iterator[None]:
    """What a search keeps on the disk goes to the program's cache, not to where the user stands."""
    from codegen.places import cache_folder

    before = configuration.storage_directory(intent_to_write=False).home_directory
    configuration.set_hypothesis_home_dir(cache_folder() / "searches")
    try:
        yield
    finally:
        configuration.set_hypothesis_home_dir(before)


def draw(layer: Layer, examples: int, seed: int | None = None) -> list[Case]:
    """Different cases of a layer; the same ones every time for the same ``seed``."""
    found: dict[Case, None] = {}

    @seeded(0 if seed is None else seed)
    @settings(_quiet(examples), phases=[Phase.generate])
    @given(cases(layer))
    def collect(case: Case) -> None:
        found[case] = None

    with _aside():
        collect()
    return list(found)


def attempt(check: Check, case: Case, subject: Subject) -> Outcome:
    """Run one check; a kernel that raises on a case which the model admits has failed.

    Cases hold infinities and large numbers: what a stranger's NumPy says of them is no verdict.
    """
    try:
        with np.errstate(all="ignore"):
            return check.run(case, subject)
    except RAISED as error:
        return Outcome(Verdict.FAIL, float("inf"), 0.0, f"raised {type(error).__name__}: {error}")


def in_short(error: BaseException) -> str:
    """Its type, and the first line of what it says."""
    return f"{type(error).__name__}: {next(iter(str(error).splitlines()), '')}"


def shrink(check: Check, case: Case, subject: Subject) -> Case:
    """The simplest failing case that a bounded search finds, else the one given."""

    def fails(other: Case) -> bool:
        return attempt(check, other, subject).verdict is Verdict.FAIL

    try:
        with _aside():
            return find(cases(subject.layer), fails, settings=_quiet(SHRINKING))
    except (NoSuchExample, Flaky):  # what fails now and then, as a race does, has failed
        return case


def climb(check: Check, subject: Subject, drawn: Iterable[Case]) -> CheckReport:
    """One check over many cases; stops at the first failure and shrinks it."""
    report = CheckReport(check.name, says=getattr(check, "says", "tested"))
    own = getattr(check, "own", None)
    thinned = _spread(_fullest(list(drawn), getattr(check, "most", None)), getattr(check, "some", None))
    for case in own(subject, list(drawn)) if own else thinned:
        outcome = attempt(check, case, subject)
        report.add(outcome)
        if outcome.verdict is Verdict.FAIL:
            small = case if own else shrink(check, case, subject)
            last = attempt(check, small, subject)
            report.failure = f"{reproduction(check, small, subject)}  # {last.detail or outcome.detail}"
            break
    return report


def _fullest(drawn: Sequence[Case], most: int | None) -> Sequence[Case]:
    """At most so many cases, spread over the larger half."""
    if most is None or len(drawn) <= most:
        return drawn
    larger = sorted(drawn, key=lambda case: case.size)[len(drawn) // 2 :]
    return [larger[(k + 1) * len(larger) // most - 1] for k in range(min(most, len(larger)))]


def _spread(drawn: Sequence[Case], some: int | None) -> Sequence[Case]:
    """About so many cases: of each style of data its share, evenly from the smallest to the largest."""
    if some is None or len(drawn) <= some:
        return drawn
    of_style: dict[str, list[Case]] = {}
    for case in sorted(drawn, key=lambda case: case.size):
        of_style.setdefault(case.style, []).append(case)
    return [case for own in of_style.values() for case in _evenly(own, -(-some * len(own) // len(drawn)))]


def _evenly(own: Sequence[Case], some: int) -> Iterator[Case]:
    """Of cases in order the last one alone, or so many with both ends."""
    if some == 1:
        yield own[-1]
    else:
        yield from (own[k * (len(own) - 1) // (some - 1)] for k in range(some))


def why_not(check: Check, subject: Subject) -> str:
    """Why a check says nothing about a subject."""
    said = getattr(check, "why_not", None)
    return str(said(subject)) if said else "it does not apply"


def reproduction(check: Check, case: Case, subject: Subject) -> str:
    """A line of Python that runs this very case again."""
    return f"reproduce({subject.layer.name!r}, {subject.tensor.name!r}, {check.name!r}, {case})"


def load(layer: Layer) -> Any:
    """The generated module of a layer."""
    from codegen.module.load import load as load_module

    return load_module(layer)


def verify(
    layers: Sequence[Layer],
    *,
    examples: int = EXAMPLES,
    seed: int | None = None,
    checks: Sequence[Check] = LADDER,
    progress: Progress | None = None,
    module_for: Callable[[Layer], Any] | None = None,
    cases_for: Callable[[Layer], Sequence[Case]] | None = None,
) -> list[GradientReport]:
    """Climb the ladder with every gradient of every layer.

    ``module_for`` gives the kernels of a layer (default: the generated ones); anything that has some of
    their functions will do, a mapping of functions too; gradients without a function are left out.
    ``progress(text, done, total)`` is called before every check.
    The same ``seed`` (default 0) gives the same cases; ``cases_for`` gives others.
    """
    reports: list[GradientReport] = []
    total, done = sum(len(layer.wrt) for layer in layers) * len(checks), 0

    def one_more(what: str) -> None:
        nonlocal done
        if progress:
            progress(f"verify {what}", done, total)
        done += 1

    for layer in layers:
        with uncollected(), kernels_stay():  # of a layer little is thrown away that holds itself
            kernels = kernels_of(one_text((module_for or load)(layer)), layer)
            drawn = cases_for(layer) if cases_for else draw(layer, examples, seed)
            found = list(_climbed(kernels, drawn, checks, one_more))
        for report in found:
            report.one_text = served(kernels.module)
        reports += found
    return reports


def _climbed(
    kernels: Kernels, drawn: Sequence[Case], checks: Sequence[Check], tell: Callable[[str], None]
) -> Iterator[GradientReport]:
    """The reports of a layer: every check for every gradient, what speaks of the whole layer once."""
    of_layer: dict[str, CheckReport] = {}
    for tensor in filter(kernels.differentiates, kernels.layer.wrt):
        subject, report = Subject(kernels, tensor), GradientReport(kernels.layer.name, tensor.name)
        for check in checks:
            tell(f"{report.layer} d{tensor.name} {check.name}")
            if not check.applies(subject):
                report.skipped[check.name] = why_not(check, subject)
                continue
            found = of_layer.get(check.name) or climb(check, subject, drawn)
            if getattr(check, "of_layer", False):
                of_layer[check.name] = found
            if found.wordless:
                report.skipped[check.name] = ", ".join(found.silent) or "no case is small enough"
            else:
                report.checks.append(found)
        yield report


def reproduce(
    layer: Layer | str, gradient: str, check: str, *, module: Any = None, sizes: Any, **fields: Any
) -> Outcome:
    """Run one printed case again.

    ``reproduce("conv2d", "x", "dot_product", seed=3, style="dyadic", sizes=dict(N=1, ...))``
    """
    if isinstance(layer, str):
        from derive.layers import LAYERS

        layer = LAYERS[layer]
    tensor = {t.name: t for t in layer.wrt}[gradient]
    subject = Subject(kernels_of(module or load(layer), layer), tensor)
    return attempt(rungs(check)[0], case_of(layer, sizes, **fields), subject)


def passed(reports: Sequence[GradientReport]) -> bool:
    """Whether nothing failed."""
    return all(report.verdict is not Verdict.FAIL for report in reports)


__all__ = [
    "EXAMPLES",
    "LADDER",
    "RAISED",
    "Progress",
    "attempt",
    "climb",
    "draw",
    "in_short",
    "passed",
    "reproduce",
    "rungs",
    "verify",
]
