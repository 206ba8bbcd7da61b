"""Hypothesis profiles: ``pytest --hypothesis-profile=deep`` searches for hours, the others are quick.

``dev`` is the default on a desk, ``ci`` (chosen where the variable CI is set) repeats itself exactly.
"""

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

from tests.long_tests import listed

_COMMON = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}

settings.register_profile("dev", max_examples=30, **_COMMON)
settings.register_profile("ci", max_examples=30, derandomize=True, print_blob=True, **_COMMON)
settings.register_profile("deep", max_examples=3000, **_COMMON)
gc.set_threshold(200_000, 20, 50)
"""Expressions are many and live long: walking through all of them took an eighth of the suite's time."""
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def _whole(config):
    """Is the suite run as a whole?  What is named by a path, a word or a mark is run as long as it takes."""
    if hasattr(config, "workerinput"):
        return config.workerinput["whole"]
    named = config.getoption("keyword") or config.getoption("markexpr") != "not deep"
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not named


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node):
    """A worker does not see the command line."""
    node.workerinput["whole"] = _whole(node.config)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """The long tests are marked by what was measured; the suite as a whole leaves them out."""
    names = listed()
    left_out = [item for item in items if item.nodeid in names]
    for item in left_out:
        item.add_marker("long")
    if left_out and _whole(config):
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item.nodeid not in names]
