"""Which tests are long: more than two seconds of the processor each, found by measuring.

``pytest`` leaves them to ``pytest -m long``, which ``.ci/run`` runs as well: the quick suite stays one that a
person waits for.  ``pytest -p tests.long_tests tests`` measures all of them and writes the list anew.
"""

import os
from pathlib import Path

import pytest

LIST = Path(__file__).with_suffix(".txt")
SECONDS = 2.0


def listed():
    """The names of the long tests."""
    return frozenset(LIST.read_text(encoding="utf-8").splitlines())


def long(spent):
    """The names of those that took long, in order."""
    return sorted(name for name, seconds in spent.items() if seconds > SECONDS)


def _processor():
    t = os.times()
    return t.user + t.system + t.children_user + t.children_system


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    now = _processor()
    spent, item.processor_at = now - getattr(item, "processor_at", now), now
    report = (yield).get_result()
    report.user_properties = [*report.user_properties, ("processor", spent)]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    item.processor_at = _processor()


class Measured:
    """Adds up what the tests took, in whichever process they ran."""

    def __init__(self):
        self.spent = {}

    def pytest_runtest_logreport(self, report):
        for what, value in report.user_properties:
            if what == "processor":
                self.spent[report.nodeid] = self.spent.get(report.nodeid, 0.0) + value

    def pytest_sessionfinish(self):
        LIST.write_text("".join(f"{name}\n" for name in long(self.spent)), encoding="utf-8")


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Measured())
