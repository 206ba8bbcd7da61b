"""Layers that the project has never seen go the whole way: derivation, emission, verification."""

import pytest

from codegen.verification import Verdict, rungs, verify
from tests.unseen import ISSUE, MORE, UNSEEN, squared_distances
from tests.unseen_formulas import FORMULAS

# The kernels of every further precision are compiled anew, so only the first six climb the whole ladder.
KERNELS = rungs("formula", "forward", "dot_product", "finite_differences")


def assert_passes(layer, *checks):
    for report in verify([layer], **({"checks": checks} if checks else {})):
        lines = [
            f"{c.check}: {c.verdict} ({c.inconclusive} of {c.cases} inconclusive)" for c in report.checks
        ]
        assert report.verdict is Verdict.PASS, "\n".join(
            [f"{report.layer} d{report.gradient}", *lines, *report.failures]
        )


@pytest.mark.parametrize("make", (*UNSEEN, *FORMULAS), ids=lambda make: make.__name__)
def test_the_formula(make):
    """Many cases, no compilation."""
    layer = make()
    for report in verify([layer], examples=60, checks=rungs("formula"), module_for=lambda _: None):
        assert report.verdict is Verdict.PASS, "\n".join(report.failures)


@pytest.mark.parametrize(
    "make",
    [pytest.param(m, marks=() if m is squared_distances else (pytest.mark.deep,)) for m in ISSUE],
    ids=lambda make: make.__name__,
)
def test_the_whole_ladder(make):
    assert_passes(make())


# One of each kind of index in the quick suite (reflected, looked up, fractional, clipped, mixed radix, no
# axis, product); compiling all takes minutes: ``-m deep`` does the others.
QUICK = {
    "reflected_conv1d", "embedding", "resampling", "local_response_norm", "depth_to_space", "weighted_loss",
    "running_product", "min_pool",
}  # fmt: skip


@pytest.mark.parametrize(
    "make",
    [pytest.param(m, marks=() if m.__name__ in QUICK else (pytest.mark.deep,)) for m in MORE],
    ids=lambda make: make.__name__,
)
def test_the_kernels(make):
    assert_passes(make(), *KERNELS)
